//! Documents to workbooks.
//!
//! In: a [`Document`], a [`FormBook`] or a [`SlipBook`], and the [`Theme`]. Out: the bytes of an `.xlsx` file. A number is
//! written as a number, rounded as printed, and its format shows it; a figure that says how it follows from others is a live
//! formula whose result is the printed number. Words stay words, whatever sign they begin with: no formula is ever made from
//! text. Formats are made once per workbook and every date is an input, so that the same document gives the same bytes.

mod bulletin;
mod chart;
mod columns;
mod contents;
mod exhibit;
mod form;
mod formulas;
mod names;
mod notes;
mod page;
mod prose;
mod rows;
mod slip;
mod styles;
mod table;
mod text;

#[cfg(test)]
mod golden;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::error::RenderError;
use crate::theme::Theme;
use tongbao_document::{Document, FigureId, FormBook, Properties, SlipBook};

/// A bulletin: 封面, 目录, 说明, 正文, then one sheet per table and chart.
pub fn bulletin(document: &Document, theme: &Theme) -> Result<Vec<u8>, RenderError> {
    bulletin::workbook(document, theme)
        .and_then(|workbook| finish(workbook, &document.properties))
        .and_then(|bytes| chart::escaped(bytes, document))
        .map_err(|error| refused(&document.properties, error))
}

/// Figures that say how they follow from others, but whose cells in the workbook hold a constant: a figure that they need
/// stands in no table, or the formula would not give the printed number (舍位平衡), or it would lead back to itself.
pub fn unexplained(document: &Document) -> Vec<FigureId> {
    bulletin::unexplained(document)
}

/// The sheets of a bulletin's tables and charts in reading order, then those of the workbook's own tables.
pub fn sheet_names(document: &Document) -> Vec<String> {
    bulletin::sheet_names(document)
}

/// A blank or filled return: 封面, then one protected sheet per form sheet.
pub fn form(book: &FormBook, theme: &Theme) -> Result<Vec<u8>, RenderError> {
    form::workbook(book, theme)
        .and_then(|workbook| finish(workbook, &book.properties))
        .map_err(|error| refused(&book.properties, error))
}

/// A return slip: 退回说明, then the unit's own return with what is wrong marked on it.
pub fn slip(book: &SlipBook, theme: &Theme) -> Result<Vec<u8>, RenderError> {
    slip::workbook(book, theme)
        .and_then(|workbook| finish(workbook, &book.properties))
        .map_err(|error| refused(&book.properties, error))
}

fn finish(mut workbook: Workbook, properties: &Properties) -> Result<Vec<u8>, XlsxError> {
    let (year, month, day) = properties.as_of;
    // A negative part is no date: zero makes the writer say so.
    let year = u16::try_from(year).unwrap_or_default();
    let [month, day] = [month, day].map(|part| u8::try_from(part).unwrap_or_default());
    let mut described = DocProperties::new()
        .set_title(text::outside_cells(&properties.title, 255))
        .set_author(text::outside_cells(&properties.author, 255))
        .set_subject(text::outside_cells(&properties.subject, 255))
        .set_status(properties.status_word())
        .set_company(text::outside_cells(&properties.author, 255))
        // The writer knows no `dc:language`.
        .set_custom_property("language", "zh-CN")
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?);
    if properties.sample {
        described = described.set_comment(text::SAMPLE);
    }
    workbook.set_properties(&described);
    workbook.save_to_buffer()
}

fn refused(properties: &Properties, error: XlsxError) -> RenderError {
    RenderError::Workbook { title: properties.title.clone(), source: Box::new(error) }
}
