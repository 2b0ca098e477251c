//! Running text: paragraphs, headings, notes (GB/T 9704, 5.2.3 and 7.3.3).

use super::setting::Setting;
use crate::pdf::flow::{Entry, Item};
use crate::pdf::frame::Frame;
use crate::pdf::mark::Mark;
use crate::pdf::text::Text;
use crate::pdf::{flow, frame};
use crate::theme::Type;
use crate::{FontRole, House, RenderError};
use tongbao_document::Inline;

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
    pub(super) fn character(&self) -> f32 {
        self.body.size + self.body.tracking
    }

    /// The face of running text.
    pub(super) fn font(&self) -> FontRole {
        self.house.theme.types.body.font
    }

    /// The lines of a paragraph, the first indented by `indent` characters.
    pub(super) fn paragraph(&self, role: FontRole, text: &str, indent: f32) -> Result<Vec<Item>, RenderError> {
        self.set(role, self.body, text, indent)
    }

    fn set(&self, role: FontRole, setting: Setting, text: &str, indent: f32) -> Result<Vec<Item>, RenderError> {
        let text = Text::shape(&self.house.faces, role, text)?;
        let indent = indent * self.character();
        let lines = text.justified(setting, self.width - indent, self.width);
        let baseline = frame::baseline(self.frame.pitch, setting.size);
        let mut items = Vec::with_capacity(lines.len());
        for (index, line) in lines.into_iter().enumerate() {
            let x = if index == 0 { indent } else { 0.0 };
            let room = self.width - x;
            let fill = (!line.is_last || line.width > room).then_some(room);
            items.push(self.line(text.place(line, setting, x, baseline, fill)));
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
                Inline::Figure(figure) => text.push_str(&figure.in_words()),
            }
        }
        self.paragraph(self.font(), &text, 2.0)
    }

    /// A heading; it keeps with what follows. The first two levels are in the outline.
    pub(super) fn heading(&self, level: u8, text: &str) -> Result<Vec<Item>, RenderError> {
        let types = &self.house.theme.types;
        let Type { font, size } = match level {
            1 => types.heading_1,
            2 => types.heading_2,
            _ => types.heading_3,
        };
        let mut items = self.set(font, self.frame.running(&self.house.theme, size), text, 2.0)?;
        flow::keep_together(&mut items);
        if let (1 | 2, Some(first)) = (level, items.first_mut()) {
            first.bookmark = Some(Entry { title: text.to_owned(), level });
        }
        Ok(items)
    }

    /// A label flush left: 附件1.
    pub(super) fn label(&self, text: &str) -> Result<Vec<Item>, RenderError> {
        let Type { font, size } = self.house.theme.types.label;
        self.set(font, self.frame.running(&self.house.theme, size), text, 0.0)
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
        let text = Text::shape(&self.house.faces, theme.types.note.font, text)?;
        let items = text.lines(setting, self.width, self.width).into_iter().map(|line| {
            let fill = (!line.is_last).then_some(self.width);
            let marks = text.place(line, setting, 0.0, frame::baseline(pitch, setting.size), fill);
            Item { height: pitch, marks, ..Item::default() }
        });
        Ok(items.collect())
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
