//! 正文: the bulletin's text, one block a row; tables and charts are named and linked.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::exhibit::Sheet;
use super::page::Page;
use super::styles::{Display, Styles};
use super::{names, rows, text};
use tongbao_document::{Block, Document, Inline};

/// Width of the text, in ems; with the way back beside it, what A4 holds without shrinking.
const WIDTH: f32 = 40.0;
const BACK_WIDTH: f32 = 5.0;

/// First lines of paragraphs begin two characters in.
const INDENT: &str = "　　";

/// Writes the text of a bulletin; `sheets` come in the order in which the text names them.
pub(super) fn write(sheet: &mut Worksheet, document: &Document, sheets: &[Sheet<'_>], styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_column_width(0, rows::column_width(WIDTH))?;
    sheet.set_column_width(1, rows::column_width(BACK_WIDTH))?;
    rows::put_link(sheet, 0, 1, names::INDEX, names::BACK, &styles.link)?;
    let mut text = Prose { sheet, styles, row: 0, sheets: sheets.iter() };
    text.display(&document.head.title, &styles.document_title)?;
    if let Some(number) = &document.head.number {
        text.line(number, &styles.centred)?;
    }
    if let Some(addressees) = &document.head.addressees {
        text.line(addressees, &styles.paragraph)?;
    }
    text.blocks(&document.body)?;
    text.attachment_list(document)?;
    if let Some(signature) = &document.signature {
        text.row += 1;
        text.line(&signature.organ, &styles.right)?;
        text.line(&signature.date, &styles.right)?;
    }
    if let Some(remark) = &document.remark {
        text.line(&format!("{INDENT}（{remark}）"), &styles.paragraph)?;
    }
    for attachment in &document.attachments {
        text.row += 1;
        text.display(&attachment.label, &styles.headings[0])?;
        text.display(&attachment.title, &styles.document_title)?;
        text.blocks(&attachment.blocks)?;
    }
    if let Some(imprint) = &document.imprint {
        text.row += 1;
        if let Some(copies) = &imprint.copies {
            text.line(&format!("抄送：{copies}。"), &styles.paragraph)?;
        }
        text.line(&format!("{}　　{}印发", imprint.organ, imprint.date), &styles.paragraph)?;
    }
    let last = text.row.saturating_sub(1);
    sheet.set_print_area(0, 0, last, 0)?;
    Page::portrait(false).apply(sheet)
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
                Block::Heading { level, text } => {
                    let [first, second, third] = &styles.headings;
                    match level {
                        0 | 1 => self.display(text, first)?,
                        2 => self.display(&format!("{INDENT}{text}"), second)?,
                        _ => self.display(&format!("{INDENT}{text}"), third)?,
                    }
                }
                Block::Paragraph(inlines) => self.line(&format!("{INDENT}{}", words(inlines)), &styles.paragraph)?,
                Block::Note(note) => self.line(note, &styles.note)?,
                Block::Table(_) | Block::Chart(_) => self.reference()?,
                Block::PageBreak => {}
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

    /// 附件说明, unless the body ends with one.
    fn attachment_list(&mut self, document: &Document) -> Result<(), XlsxError> {
        let is_named = document.body.iter().rev().take(12).any(|block| {
            let Block::Paragraph(inlines) = block else { return false };
            words(inlines).trim_start().starts_with("附件：")
        });
        if is_named || document.attachments.is_empty() {
            return Ok(());
        }
        self.row += 1;
        let several = document.attachments.len() > 1;
        for (attachment, number) in document.attachments.iter().zip(1_usize..) {
            let label = if number == 1 { "附件：" } else { "　　　" };
            let number = if several { format!("{number}. ") } else { String::new() };
            self.line(&format!("{INDENT}{label}{number}{}", attachment.title), &self.styles.paragraph)?;
        }
        Ok(())
    }

    /// A text in the size of cells.
    fn line(&mut self, words: &str, format: &Format) -> Result<(), XlsxError> {
        self.write(words, format, self.styles.size, WIDTH)
    }

    /// A text in its own size.
    fn display(&mut self, words: &str, display: &Display) -> Result<(), XlsxError> {
        self.write(words, &display.format, display.size, display.width(WIDTH, self.styles.size))
    }

    /// Writes a text into the next row; what exceeds the highest row goes on in further rows.
    fn write(&mut self, words: &str, format: &Format, size: f64, width: f32) -> Result<(), XlsxError> {
        const MOST_LINES: f32 = 18.0;
        for part in text::parts(words, (width - 1.0) * MOST_LINES) {
            self.sheet.set_row_height(self.row, rows::height(text::lines(part, width), size))?;
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
            Inline::Figure(figure) => words.push_str(&figure.in_words()),
        }
        words
    })
}
