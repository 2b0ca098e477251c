//! Running text: paragraphs, headings, notes, 附件说明, 署名 and date (GB/T 9704, 7.3.3 to 7.3.5).

use crate::document::Attachment;
use crate::document::Inline;
use crate::document::Signature;
use crate::render::FontRole;
use crate::render::House;
use crate::render::RenderError;
use crate::render::pdf::flow;
use crate::render::pdf::flow::Item;
use crate::render::pdf::frame;
use crate::render::pdf::frame::Frame;
use crate::render::pdf::mark::Mark;
use crate::render::pdf::text::Setting;
use crate::render::pdf::text::Text;

/// Sets text for a type area of one width.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prose<'a> {
    pub(super) house: &'a House,
    pub(super) frame: &'a Frame,
    /// Running text.
    pub(super) body: Setting,
    /// Width of the type area as its reader sees it.
    pub(super) width: f32,
}

impl<'a> Prose<'a> {
    pub(super) fn new(house: &'a House, frame: &'a Frame, sideways: bool) -> Self {
        Self { house, frame, body: frame.body(&house.theme), width: frame.width(sideways) }
    }

    /// One Chinese character with its share of the tracking.
    fn character(&self) -> f32 {
        self.body.size + self.body.tracking
    }

    /// The lines of a paragraph, the first indented by `indent` characters.
    pub(super) fn paragraph(&self, role: FontRole, text: &str, indent: f32) -> Result<Vec<Item>, RenderError> {
        let text = Text::shape(&self.house.faces, role, text)?;
        let indent = indent * self.character();
        let lines = text.lines(self.body, self.width - indent, self.width);
        let mut items = Vec::with_capacity(lines.len());
        for (index, line) in lines.into_iter().enumerate() {
            let x = if index == 0 { indent } else { 0.0 };
            let fill = (!line.is_last).then_some(self.width - x);
            items.push(self.line(text.place(line, self.body, x, self.baseline(), fill)));
        }
        // Neither the first nor the last line of a paragraph stands alone on a page.
        let last = items.len().saturating_sub(1);
        if last > 0 {
            flow::keep_together(items.get_mut(..1).unwrap_or_default());
            flow::keep_together(items.get_mut(last - 1..last).unwrap_or_default());
        }
        Ok(items)
    }

    /// A paragraph of words and figures.
    pub(super) fn inlines(&self, inlines: &[Inline]) -> Result<Vec<Item>, RenderError> {
        let mut text = String::new();
        for inline in inlines {
            match inline {
                Inline::Text(words) => text.push_str(words),
                Inline::Figure(figure) => {
                    text.push_str(&figure.text());
                    text.push_str(&figure.unit);
                }
            }
        }
        self.paragraph(FontRole::Fangsong, &text, 2.0)
    }

    /// A heading; it keeps with what follows.
    pub(super) fn heading(&self, level: u8, text: &str) -> Result<Vec<Item>, RenderError> {
        let role = match level {
            1 => FontRole::Hei,
            2 => FontRole::Kai,
            _ => FontRole::Fangsong,
        };
        let mut items = self.paragraph(role, text, 2.0)?;
        flow::keep_together(&mut items);
        if let (1, Some(first)) = (level, items.first_mut()) {
            first.bookmark = Some(text.to_owned());
        }
        Ok(items)
    }

    /// A centred line, broken where it is too long.
    pub(super) fn centred(&self, role: FontRole, text: &str) -> Result<Item, RenderError> {
        let text = Text::shape(&self.house.faces, role, text)?;
        let mut item = Item::default();
        for line in text.lines(self.body, self.width, self.width) {
            let y = item.height + self.baseline();
            item.marks.extend(text.place(line, self.body, (self.width - line.width) / 2.0, y, None));
            item.height += self.frame.pitch;
        }
        Ok(item)
    }

    /// A note in small type, its further lines flush left.
    pub(super) fn note(&self, text: &str) -> Result<Vec<Item>, RenderError> {
        let theme = &self.house.theme;
        let setting = frame::plain(theme.types.note.size);
        let pitch = theme.table.line;
        let text = Text::shape(&self.house.faces, FontRole::Fangsong, text)?;
        let items = text.lines(setting, self.width, self.width).into_iter().map(|line| {
            let fill = (!line.is_last).then_some(self.width);
            let marks = text.place(line, setting, 0.0, frame::baseline(pitch, setting.size), fill);
            Item { height: pitch, marks, ..Item::default() }
        });
        Ok(items.collect())
    }

    /// `附件：1.…` one line below the body, the further ones below the first.
    pub(super) fn attachment_list(&self, attachments: &[Attachment]) -> Result<Vec<Item>, RenderError> {
        let mut items: Vec<Item> = Vec::new();
        let label = Text::shape(&self.house.faces, FontRole::Fangsong, "附件：")?;
        let names = 5.0 * self.character();
        for (index, attachment) in attachments.iter().enumerate() {
            let number = if attachments.len() > 1 { format!("{}.", index + 1) } else { String::new() };
            let number = Text::shape(&self.house.faces, FontRole::Fangsong, &number)?;
            let hang = names + number.width(self.body);
            let title = Text::shape(&self.house.faces, FontRole::Fangsong, &attachment.title)?;
            for (row, line) in title.lines(self.body, self.width - hang, self.width - hang).into_iter().enumerate() {
                let mut marks = Vec::new();
                if (index, row) == (0, 0) {
                    marks.extend(self.whole(&label, 2.0 * self.character()));
                }
                if row == 0 {
                    marks.extend(self.whole(&number, names));
                }
                marks.extend(title.place(line, self.body, hang, self.baseline(), None));
                items.push(self.line(marks));
            }
        }
        if let Some(first) = items.first_mut() {
            first.above = self.frame.pitch;
        }
        Ok(items)
    }

    /// 署名 two characters from the right edge, the date below it two characters further right than its start (7.3.5.2).
    pub(super) fn signature(&self, signature: &Signature) -> Result<Vec<Item>, RenderError> {
        let organ = Text::shape(&self.house.faces, FontRole::Fangsong, &signature.organ)?;
        let date = Text::shape(&self.house.faces, FontRole::Fangsong, &signature.date)?;
        let margin = 2.0 * self.character();
        let right = self.width - margin;
        let organ_width = organ.width(self.body).min(right);
        let date_width = date.width(self.body);
        let mut organ_x = right - organ_width;
        let mut date_x = organ_x + margin;
        if date_x + date_width > right && date_width > organ_width {
            date_x = right - date_width;
            organ_x = (date_x - margin).max(0.0);
        }
        let mut items = Vec::new();
        for (text, x) in [(&organ, organ_x), (&date, date_x)] {
            for line in text.lines(self.body, self.width - x, self.width - x) {
                let item = self.line(text.place(line, self.body, x, self.baseline(), None));
                items.push(Item { keep: true, ..item });
            }
        }
        if let Some(first) = items.first_mut() {
            first.above = self.frame.pitch;
        }
        if let Some(last) = items.last_mut() {
            last.keep = false;
        }
        Ok(items)
    }

    fn whole(&self, text: &Text, x: f32) -> Vec<Mark> {
        let lines = text.lines(self.body, f32::MAX, f32::MAX);
        lines.into_iter().flat_map(|line| text.place(line, self.body, x, self.baseline(), None)).collect()
    }

    /// A line of running text, on the grid.
    pub(super) fn line(&self, marks: Vec<Mark>) -> Item {
        Item { height: self.frame.pitch, marks, on_grid: true, ..Item::default() }
    }

    /// Baseline of a line of running text below the line's upper edge.
    pub(super) fn baseline(&self) -> f32 {
        frame::baseline(self.frame.pitch, self.body.size)
    }
}
