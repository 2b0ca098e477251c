//! Rows of words: written safely, high enough for what stands in them.

use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

use super::text;
use tongbao_document::escape;

/// Excel refuses higher rows.
const HIGHEST: f64 = 409.0;

/// Writes words into a cell.
pub(super) fn put(sheet: &mut Worksheet, row: u32, col: u16, words: &str, format: &Format) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, col, text::fitting(words), format)?;
    Ok(())
}

/// Writes words that stand across the columns `0..=last`.
pub(super) fn put_across(sheet: &mut Worksheet, row: u32, last: u16, words: &str, format: &Format) -> Result<(), XlsxError> {
    if last == 0 {
        return put(sheet, row, 0, words, format);
    }
    sheet.merge_range(row, 0, row, last, &text::fitting(words), format)?;
    Ok(())
}

/// Writes words that lead to another sheet.
pub(super) fn put_link(
    sheet: &mut Worksheet,
    row: u32,
    col: u16,
    target: &str,
    words: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    put_link_to(sheet, (row, col), (target, "A1"), words, format)
}

/// Writes words that lead to a cell of another sheet.
pub(super) fn put_link_to(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    (target, cell): (&str, &str),
    words: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let target = target.replace('\'', "''");
    let words = text::fitting(words);
    // The link has a copy of the words, which the writer does not escape.
    let copy = escape::widened(&words);
    let link = Url::new(format!("internal:'{target}'!{cell}")).set_text(copy.as_ref());
    sheet.write_url_with_format(row, col, link, format)?;
    if copy != words {
        sheet.write_string_with_format(row, col, words.as_ref(), format)?;
    }
    Ok(())
}

/// Height in points of so many lines of a type size.
pub(super) fn height(lines: f32, size: f64) -> f64 {
    // 1.45 is the line of the tallest face that stands in for 宋体 where it is missing.
    (f64::from(lines) * size * 1.45 + 4.0).min(HIGHEST)
}

/// Column width, in the units of the file, for so many ems of the body's type size.
pub(super) fn column_width(ems: f32) -> f64 {
    // A unit is a digit of the default font, which is the body's: half an em. The rest is padding and the grid line.
    (f64::from(ems) * 2.0 + 1.3).min(255.0)
}
