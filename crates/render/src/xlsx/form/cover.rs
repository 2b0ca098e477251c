//! 封面 of a return: who reports what, and how.

use rust_xlsxwriter::{IgnoreError, Worksheet, XlsxError};

use crate::xlsx::page::Page;
use crate::xlsx::styles::{Content, Look, Styles};
use crate::xlsx::{rows, text};
use tongbao_document::{Align, Answer, CoverField, FormBook, FormValue};

use super::check::Reference;
use super::lists::Lists;
use super::{answers, check};

/// Width of the labels, in ems.
const LABEL: f32 = 14.0;
/// Width of what stands beside them, in ems.
const VALUE: f32 = 36.0;
const VALUES: u16 = 1;

/// Writes the cover: labels in column A, what belongs to them in column B.
pub(super) fn write(
    sheet: &mut Worksheet,
    book: &FormBook,
    check: Option<&Reference<'_>>,
    styles: &mut Styles,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, rows::column_width(LABEL))?;
    sheet.set_column_width(VALUES, rows::column_width(VALUE))?;
    sheet.set_row_height(0, rows::height(text::lines(&book.title, (LABEL + VALUE) / 1.4) + 0.4, styles.title_size))?;
    rows::put_across(sheet, 0, VALUES, &book.title, &styles.title)?;
    let mut row = 1;
    if book.properties.sample {
        sheet.set_row_height(row, rows::height(1.2, styles.title_size))?;
        rows::put_across(sheet, row, VALUES, text::SAMPLE, &styles.warning)?;
        row += 1;
    }
    let first = row;
    for field in &book.cover {
        let lines = text::lines(&field.label, LABEL).max(text::lines(field.value.as_deref().unwrap_or_default(), VALUE));
        sheet.set_row_height(row, rows::height(lines + 0.2, styles.size))?;
        rows::put(sheet, row, 0, &field.label, &styles.label)?;
        write_field(sheet, row, field, styles, lists)?;
        row += 1;
    }
    if row > first {
        // Unit codes and telephone numbers are words that look like numbers.
        sheet.ignore_error_range(first, VALUES, row - 1, VALUES, IgnoreError::NumberStoredAsText)?;
    }
    if let Some(check) = check
        && let Some(line) = check.line()
    {
        sheet.set_row_height(row, rows::height(1.2, styles.size))?;
        rows::put_link(sheet, row, 0, &check.sheet, "自查情况", &styles.framed_link)?;
        sheet.write_formula_with_format(row, VALUES, line, styles.cell(Look::words(Align::Left)))?;
        check::colour_line(sheet, (row, VALUES), styles)?;
        row += 1;
    }
    row += 1;
    if !book.instructions.is_empty() {
        rows::put(sheet, row, 0, "填报须知", &styles.heading)?;
        row += 1;
    }
    for instruction in &book.instructions {
        sheet.set_row_height(row, rows::height(text::lines(instruction, LABEL + VALUE), styles.size))?;
        rows::put_across(sheet, row, VALUES, instruction, &styles.paragraph)?;
        row += 1;
    }
    super::protect(sheet);
    Page::portrait(book.properties.sample).apply(sheet)
}

fn write_field(
    sheet: &mut Worksheet,
    row: u32,
    field: &CoverField,
    styles: &mut Styles,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    let Some(answer) = &field.answer else {
        let look = Look { content: Content::Code, ..Look::words(Align::Left) };
        return rows::put(sheet, row, VALUES, field.value.as_deref().unwrap_or_default(), styles.cell(look));
    };
    let value = field.value.as_ref().map(|words| match answer {
        Answer::Number { .. } => words.trim().parse().map_or_else(|_| FormValue::Text(words.clone()), FormValue::Number),
        Answer::Choice(_) | Answer::Date | Answer::Text => FormValue::Text(words.clone()),
    });
    let look = Look { align: Align::Left, ..answers::look(answer) };
    answers::write_input(sheet, (row, VALUES), answer, value.as_ref(), look, styles, lists)
}
