//! A document as a bulletin on A4, after GB/T 9704-2012 (党政机关公文格式).
//!
//! In: a [`Document`] and the [`House`] style. Out: the bytes of a PDF. Equal documents give equal bytes, in whatever process or
//! thread: no clock, no random identifier, no map without order. Nothing is cut and nothing is printed as a box; a table that is
//! too wide turns its page or is split.

mod breaking;
mod chart;
mod closing;
mod contents;
mod embed;
mod file;
mod flow;
mod frame;
mod furniture;
mod imprint;
mod ink;
mod justify;
mod mark;
mod object;
mod outline;
mod page_one;
mod prose;
mod setting;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod title;

use crate::pdf::flow::{Entry, Item, Paginated, Section};
use crate::pdf::frame::Frame;
use crate::pdf::prose::Prose;
use crate::pdf::table::Prepared;
use crate::{House, RenderError};
use tongbao_document::{Attachment, Block, Document, Inline};

/// A PDF, and what its reader must know to find the cells of its tables again.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The file.
    pub bytes: Vec<u8>,
    /// For each table in reading order the columns that stand side by side, part by part.
    pub parts: Vec<TableParts>,
}

/// The columns of a table that stand side by side, part by part.
pub type TableParts = Vec<Vec<usize>>;

/// Renders a document.
pub fn render(document: &Document, house: &House) -> Result<Vec<u8>, RenderError> {
    render_with_parts(document, house).map(|rendered| rendered.bytes)
}

/// Renders a document and tells how its tables were divided.
pub fn render_with_parts(document: &Document, house: &House) -> Result<Rendered, RenderError> {
    let frame = Frame::new(&house.profile);
    let (pages, parts) = lay_out(document, house, &frame)?;
    Ok(Rendered { bytes: file::write(document, house, &frame, &pages)?, parts })
}

fn lay_out(document: &Document, house: &House, frame: &Frame) -> Result<(Paginated, Vec<TableParts>), RenderError> {
    let mut layout = Layout { house, frame, sections: Vec::new(), parts: Vec::new() };
    let moved = layout.head(document)?;
    layout.body(document)?;
    for attachment in &document.attachments {
        layout.attachment(attachment)?;
    }
    let mut pages = flow::paginate(std::mem::take(&mut layout.sections), frame);
    let upright = layout.prose(false);
    if let Some(foot) = imprint::foot(&upright, document.imprint.as_ref(), moved)? {
        imprint::pin(foot, &mut pages, &upright);
    }
    Ok((pages, layout.parts))
}

struct Layout<'a> {
    house: &'a House,
    frame: &'a Frame,
    sections: Vec<Section>,
    parts: Vec<TableParts>,
}

impl<'a> Layout<'a> {
    /// 版头, title and addressees. Page one must show some of the body: addressees that leave no room for it are returned, for
    /// the 版记 (7.3.2).
    fn head<'b>(&mut self, document: &'b Document) -> Result<Option<&'b str>, RenderError> {
        let upright = self.prose(false);
        let mut items = page_one::items(&upright, &document.head, true)?;
        let room = self.frame.text_height - page_one::height(&items);
        // A heading with two lines below it.
        let is_filled = room + 0.01 < 3.0 * self.frame.pitch && !document.body.is_empty();
        let moved = document.head.addressees.as_deref().filter(|_| is_filled);
        if moved.is_some() {
            items = page_one::items(&upright, &document.head, false)?;
        }
        // However much of the document hangs together, its head is not what moves to the next page.
        for item in &mut items {
            item.stay = true;
        }
        self.section(false).items.append(&mut items);
        Ok(moved)
    }

    fn body(&mut self, document: &Document) -> Result<(), RenderError> {
        let head = self.section(false).items.len();
        self.blocks(&document.body)?;
        self.begin_on_page_one(head);
        let sideways = self.sections.last().is_some_and(|section| section.sideways);
        let prose = self.prose(sideways);
        // 附件说明 belongs to what is signed; a body that already has one keeps its own.
        let mut end = Vec::new();
        if document.signature.is_some() && !ends_with_attachment_list(&document.body) {
            end.extend(closing::attachment_list(&prose, &document.attachments)?);
        }
        let has_list = !end.is_empty();
        if let Some(signature) = &document.signature {
            flow::keep_together(&mut end);
            end.extend(closing::signature(&prose, signature)?);
        }
        if let Some(remark) = &document.remark {
            flow::keep_together(&mut end);
            end.extend(closing::remark(&prose, remark)?);
        }
        let section = self.section(sideways);
        if !end.is_empty() {
            // No page with nothing but a signature: the last two lines of the body come along. A table or a chart, which would leave
            // half a page blank behind it, does so only where there is no 附件说明 to stand above the signature.
            let is_text = |back: usize| section.items.iter().rev().nth(back).is_some_and(|item| item.on_grid);
            let along = if is_text(0) && is_text(1) { 2 } else { usize::from(is_text(0) || !has_list) };
            let lines = section.items.len().saturating_sub(along);
            flow::keep_together(section.items.get_mut(lines..).unwrap_or_default());
        }
        section.items.append(&mut end);
        Ok(())
    }

    /// Page one shows some of the body even where all of it keeps with the signature: up to three lines stay, if two are left for that.
    fn begin_on_page_one(&mut self, head: usize) {
        let Some(first) = self.sections.first_mut() else { return };
        let lines = first.items.len().saturating_sub(head + 2).clamp(1, 3);
        for item in first.items.iter_mut().skip(head).take(lines).take_while(|item| item.on_grid) {
            item.stay = true;
        }
    }

    /// 附件 on a new page: label flush left on line 1, title centred on line 3 (7.3.7).
    fn attachment(&mut self, attachment: &Attachment) -> Result<(), RenderError> {
        let mut prepared = self.prepare(&attachment.blocks)?;
        if let Some(Some(first)) = prepared.first_mut() {
            first.has_title = !says_the_same(first.title(), &attachment.title);
        }
        let sideways = orientations(&attachment.blocks, &prepared).first().copied().unwrap_or(false);
        let prose = self.prose(sideways);
        let mut items = prose.label(&attachment.label)?;
        let mut title = title::items(&prose, &attachment.title, self.house.theme.types.title)?;
        if let Some(first) = title.first_mut() {
            first.above = self.frame.pitch;
        }
        items.append(&mut title);
        flow::keep_together(&mut items);
        if let Some(first) = items.first_mut() {
            first.new_page = true;
            let title = format!("{} {}", attachment.label, attachment.title);
            first.bookmark = Some(Entry { title, level: 1 });
        }
        let blank = Item { height: self.frame.pitch / 3.0, keep: true, ..Item::default() };
        items.push(blank);
        self.section(sideways).items.append(&mut items);
        self.prepared_blocks(&attachment.blocks, prepared)
    }

    fn blocks(&mut self, blocks: &[Block]) -> Result<(), RenderError> {
        let prepared = self.prepare(blocks)?;
        self.prepared_blocks(blocks, prepared)
    }

    fn prepare<'b>(&self, blocks: &'b [Block]) -> Result<Vec<Option<Prepared<'b>>>, RenderError> {
        let prepare = |block: &'b Block| match block {
            Block::Table(table) => table::prepare(table, self.house, self.frame).map(Some),
            _ => Ok(None),
        };
        blocks.iter().map(prepare).collect()
    }

    fn prepared_blocks(&mut self, blocks: &[Block], prepared: Vec<Option<Prepared<'_>>>) -> Result<(), RenderError> {
        let orientations = orientations(blocks, &prepared);
        self.parts.extend(prepared.iter().flatten().map(Prepared::columns));
        let (mut after_figure, mut after_heading, mut after_break) = (false, false, false);
        let blank = self.frame.pitch / 4.0;
        for ((block, table), sideways) in blocks.iter().zip(prepared).zip(orientations) {
            let prose = self.prose(sideways);
            let section = self.section(sideways);
            let first = section.items.len();
            match block {
                Block::Heading { level, text } => section.items.extend(prose.heading(*level, text)?),
                Block::Paragraph(inlines) => section.items.extend(prose.inlines(inlines)?),
                Block::Chart(chart) => section.items.extend(chart::items(&prose, chart)?),
                Block::Note(text) => section.items.extend(prose.note(text)?),
                Block::Table(_) => {
                    if let Some(table) = table {
                        table.append_to(section, &prose)?;
                    }
                }
                Block::PageBreak => {}
            }
            if let (true, Some(item)) = (after_break, section.items.get_mut(first)) {
                item.new_page = true;
            }
            after_break = matches!(block, Block::PageBreak);
            if let (true, Some(item)) = (after_figure, section.items.get_mut(first)) {
                item.above = item.above.max(blank);
            }
            // A heading wants two lines below it on its page: a paragraph of one line brings the next block along.
            if let (true, Block::Paragraph(_), [only]) =
                (after_heading, block, section.items.get_mut(first..).unwrap_or_default())
            {
                only.keep = true;
            }
            after_figure = matches!(block, Block::Table(_) | Block::Chart(_));
            after_heading = matches!(block, Block::Heading { .. });
        }
        Ok(())
    }

    fn prose(&self, sideways: bool) -> Prose<'a> {
        Prose::new(self.house, self.frame, sideways)
    }

    /// The last section, or a new one where the page turns.
    fn section(&mut self, sideways: bool) -> &mut Section {
        if self.sections.last().is_none_or(|section| section.sideways != sideways) {
            self.sections.push(Section { sideways, ..Section::default() });
        }
        let last = self.sections.len() - 1;
        &mut self.sections[last]
    }
}

/// 济宁市未报和迟报单位 below 未报和迟报单位 tells a reader nothing.
fn says_the_same(one: &str, other: &str) -> bool {
    one.ends_with(other) || other.ends_with(one)
}

/// Which blocks stand sideways: wide tables, the headings above them and the notes below.
fn orientations(blocks: &[Block], prepared: &[Option<Prepared<'_>>]) -> Vec<bool> {
    let mut orientations: Vec<bool> = prepared.iter().map(|table| table.as_ref().is_some_and(Prepared::is_sideways)).collect();
    for index in 1..orientations.len() {
        if matches!(blocks.get(index), Some(Block::Note(_))) {
            orientations[index] = orientations[index - 1];
        }
    }
    for index in (1..orientations.len()).rev() {
        if matches!(blocks.get(index - 1), Some(Block::Heading { .. } | Block::PageBreak)) {
            orientations[index - 1] = orientations[index];
        }
    }
    orientations
}

fn ends_with_attachment_list(body: &[Block]) -> bool {
    body.iter().rev().take(12).any(|block| {
        let Block::Paragraph(inlines) = block else { return false };
        matches!(inlines.first(), Some(Inline::Text(text)) if text.starts_with("附件：") || text.starts_with("附件:"))
    })
}
