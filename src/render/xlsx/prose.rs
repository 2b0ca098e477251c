//! 正文: the bulletin's text, one block a row; tables and charts are named and linked.

use rust_xlsxwriter::Format;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::document::Block;
use crate::document::Document;
use crate::document::Inline;

use super::bulletin::Sheet;
use super::contents;
use super::page::Page;
use super::rows;
use super::styles::Styles;
use super::text;

/// Name of the sheet.
pub(super) const SHEET: &str = "正文";

/// Width of the text, in ems; with the way back beside it, what A4 holds without shrinking.
const WIDTH: f32 = 40.0;
const BACK_WIDTH: f32 = 5.0;

/// First lines of paragraphs begin two characters in.
const INDENT: &str = "　　";

/// Writes the text of a bulletin; `sheets` come in the order in which the text names them.
pub(super) fn write(sheet: &mut Worksheet, document: &Document, sheets: &[Sheet<'_>], styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_column_width(0, rows::column_width(WIDTH))?;
    sheet.set_column_width(1, rows::column_width(BACK_WIDTH))?;
    rows::put_link(sheet, 0, 1, contents::INDEX, contents::BACK, &styles.link)?;
    let mut text = Prose { sheet, styles, row: 0, sheets: sheets.iter() };
    text.line(&document.head.title, &styles.title, 1.35)?;
    if let Some(number) = &document.head.number {
        text.line(number, &styles.centred, 1.0)?;
    }
    if let Some(addressees) = &document.head.addressees {
        text.line(addressees, &styles.paragraph, 1.0)?;
    }
    text.blocks(&document.body)?;
    if let Some(signature) = &document.signature {
        text.row += 1;
        text.line(&signature.organ, &styles.right, 1.0)?;
        text.line(&signature.date, &styles.right, 1.0)?;
    }
    for attachment in &document.attachments {
        text.row += 1;
        text.line(&attachment.label, &styles.heading, 1.15)?;
        text.line(&attachment.title, &styles.title, 1.35)?;
        text.blocks(&attachment.blocks)?;
    }
    Page::portrait(document.properties.sample).apply(sheet)
}

/// The sheet while it is written.
struct Prose<'s, 'd> {
    sheet: &'s mut Worksheet,
    styles: &'s Styles,
    row: u32,
    /// Those not yet named.
    sheets: std::slice::Iter<'s, Sheet<'d>>,
}

impl Prose<'_, '_> {
    fn blocks(&mut self, blocks: &[Block]) -> Result<(), XlsxError> {
        let styles = self.styles;
        for block in blocks {
            match block {
                Block::Heading { level, text } if *level <= 1 => self.line(text, &styles.heading, 1.15)?,
                Block::Heading { text, .. } => self.line(&format!("{INDENT}{text}"), &styles.heading, 1.15)?,
                Block::Paragraph(inlines) => self.line(&format!("{INDENT}{}", words(inlines)), &styles.paragraph, 1.0)?,
                Block::Note(note) => self.line(note, &styles.note, 1.0)?,
                Block::Table(_) | Block::Chart(_) => self.reference()?,
            }
        }
        Ok(())
    }

    /// Names the next table or chart.
    fn reference(&mut self) -> Result<(), XlsxError> {
        if let Some(named) = self.sheets.next() {
            let words = format!("{}（见工作表“{}”）", named.title, named.name);
            rows::put_link(self.sheet, self.row, 0, &named.name, &words, &self.styles.indented_link)?;
            self.sheet.set_row_height(self.row, rows::height(1.0, self.styles.size))?;
            self.row += 1;
        }
        Ok(())
    }

    /// Writes a text into the next row; what exceeds the highest row goes on in further rows.
    fn line(&mut self, words: &str, format: &Format, scale: f32) -> Result<(), XlsxError> {
        const MOST_LINES: f32 = 18.0;
        let width = WIDTH / scale;
        for part in text::parts(words, (width - 1.0) * MOST_LINES) {
            let lines = text::lines(part, width);
            self.sheet.set_row_height(self.row, rows::height(lines, self.styles.size * f64::from(scale)))?;
            rows::put(self.sheet, self.row, 0, part, format)?;
            self.row += 1;
        }
        Ok(())
    }
}

/// A paragraph as it reads.
fn words(inlines: &[Inline]) -> String {
    inlines.iter().fold(String::new(), |mut words, inline| {
        match inline {
            Inline::Text(text) => words.push_str(text),
            Inline::Figure(figure) => {
                words.push_str(&figure.text());
                words.push_str(&figure.unit);
            }
        }
        words
    })
}
