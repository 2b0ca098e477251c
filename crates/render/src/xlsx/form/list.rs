//! A sheet of a form that asks several things a row.

use rust_xlsxwriter::{DataValidation, IgnoreError, Worksheet, XlsxError};

use super::lists::Lists;
use super::sheet::{NOTHING, SIGNATURES, nothing_rule};
use super::{answers, layout};
use crate::xlsx::page::Page;
use crate::xlsx::styles::{Content, Look, Styles};
use crate::xlsx::{rows, text};
use tongbao_document::{Align, FormList, FormListCell, FormSheet, FormValue, count};

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    (form, list): (&FormSheet, &FormList),
    is_sample: bool,
    styles: &mut Styles,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    let right = count::to_u16(list.columns.len()).saturating_sub(1);
    for (col, column) in (0_u16..).zip(&list.columns) {
        sheet.set_column_width(col, rows::column_width(column.width))?;
    }
    sheet.set_row_height(0, rows::height(1.4, styles.title_size))?;
    rows::put_across(sheet, 0, right, &form.title, &styles.title)?;
    let mut row = 1;
    for (label, mark) in layout::marks(form) {
        rows::put(sheet, row, right.saturating_sub(1), &format!("{label}：{mark}"), &styles.plain)?;
        row += 1;
    }
    sheet.set_row_height(row, rows::height(1.2, styles.size))?;
    rows::put(sheet, row, 0, &format!("填报单位：{}", form.unit_name), &styles.plain)?;
    rows::put(sheet, row, right, &form.period_label, &styles.right)?;
    let header = row + 1;
    let lines = list.columns.iter().map(|column| text::lines(&column.header, column.width)).fold(1.0, f32::max);
    sheet.set_row_height(header, rows::height(lines + 0.2, styles.size))?;
    for (col, column) in (0_u16..).zip(&list.columns) {
        rows::put(sheet, header, col, &column.header, &styles.header)?;
    }
    row = header + 1;
    for cells in &list.rows {
        write_row(sheet, row, (list, cells), styles, lists)?;
        row += 1;
    }
    let code = code_column(list);
    if row > header + 1 {
        sheet.ignore_error_range(header + 1, code, row - 1, code, IgnoreError::NumberStoredAsText)?;
    }
    let width: f32 = list.columns.iter().map(|column| column.width).sum();
    for note in &form.notes {
        sheet.set_row_height(row, rows::height(text::lines(note, width), styles.size))?;
        rows::put_across(sheet, row, right, note, &styles.note)?;
        row += 1;
    }
    row += 1;
    rows::put(sheet, row, 0, NOTHING, &styles.label)?;
    let input = styles.cell(Look { input: true, ..Look::words(Align::Center) });
    sheet.write_blank(row, 1, input)?;
    let rule: DataValidation = nothing_rule()?;
    sheet.add_data_validation(row, 1, row, 1, &rule)?;
    row += 2;
    sheet.set_row_height(row, rows::height(1.2, styles.size))?;
    rows::put_across(sheet, row, right, SIGNATURES, &styles.plain)?;
    // The code stays in sight when the sheet is moved sideways.
    sheet.set_freeze_panes(header + 1, code + 1)?;
    super::protect(sheet);
    Page { landscape: true, repeated: Some((header, header)), sample: is_sample }.apply(sheet)
}

/// The column of the codes; the first where no row has one.
fn code_column(list: &FormList) -> u16 {
    let of_row = |cells: &Vec<FormListCell>| cells.iter().position(|cell| matches!(cell, FormListCell::Code(_)));
    count::to_u16(list.rows.first().and_then(of_row).unwrap_or_default())
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    (list, cells): (&FormList, &[FormListCell]),
    styles: &mut Styles,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    let mut lines: f32 = 1.0;
    for ((col, column), cell) in (0_u16..).zip(&list.columns).zip(cells) {
        match cell {
            FormListCell::Words(words) => {
                lines = lines.max(text::lines(words, column.width));
                rows::put(sheet, row, col, words, styles.cell(Look::words(Align::Left)))?;
            }
            FormListCell::Code(code) => {
                let look = Look { content: Content::Code, ..Look::words(Align::Center) };
                rows::put(sheet, row, col, code, styles.cell(look))?;
            }
            FormListCell::Asked { answer, value } => {
                if let Some(FormValue::Text(words)) = value {
                    lines = lines.max(text::lines(words, column.width));
                }
                let look = answers::look(answer);
                answers::write_input(sheet, (row, col), answer, value.as_ref(), look, styles, lists)?;
            }
            FormListCell::Blank => {
                sheet.write_blank(row, col, styles.cell(Look::words(Align::Center)))?;
            }
        }
    }
    sheet.set_row_height(row, rows::height(lines, styles.size))?;
    Ok(())
}
