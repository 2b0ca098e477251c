//! One sheet of a return, laid out as statutory forms are: title, legal marks at the right, header with its row of letters,
//! items, notes, signatures.

use rust_xlsxwriter::DataValidation;
use rust_xlsxwriter::IgnoreError;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::document::Align;
use crate::document::FormRow;
use crate::document::FormSheet;
use crate::render::xlsx::page::Page;
use crate::render::xlsx::rows;
use crate::render::xlsx::styles::Content;
use crate::render::xlsx::styles::Look;
use crate::render::xlsx::styles::Styles;
use crate::render::xlsx::text;

use super::answers;
use super::lists::Lists;

const HEADERS: [&str; 6] = ["指标名称", "计量单位", "代码", "本期累计", "上年同期", "备注"];
const LETTERS: [&str; 6] = ["甲", "乙", "丙", "1", "2", "丁"];
const CODE: u16 = 2;
const INPUT: u16 = 3;
const LAST_YEAR: u16 = 4;
const NOTE: u16 = 5;

/// Declares, with 是 beside it, that the unit has nothing to report on this sheet.
const NOTHING: &str = "本表无数据";
const SIGNATURES: &str = "单位负责人：　　　　　统计负责人：　　　　　填表人：　　　　　联系电话：　　　　　　报出日期：";

/// Writes a form sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    form: &FormSheet,
    sample: bool,
    styles: &mut Styles,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    let widths = widths(form);
    for (col, width) in (0_u16..).zip(widths) {
        sheet.set_column_width(col, rows::column_width(width))?;
    }
    let header = head(sheet, form, styles)?;
    for (col, (name, letter)) in (0_u16..).zip(HEADERS.into_iter().zip(LETTERS)) {
        rows::put(sheet, header, col, name, &styles.header)?;
        rows::put(sheet, header + 1, col, letter, styles.cell(Look::words(Align::Center)))?;
    }
    sheet.set_row_height(header, rows::height(1.2, styles.size))?;
    let first = header + 2;
    let mut row = first;
    for item in &form.rows {
        write_item(sheet, row, item, &widths, styles, lists)?;
        row += 1;
    }
    if row > first {
        sheet.ignore_error_range(first, CODE, row - 1, CODE, IgnoreError::NumberStoredAsText)?;
    }
    for note in &form.notes {
        sheet.set_row_height(row, rows::height(text::lines(note, widths.iter().sum()), styles.size))?;
        rows::put_across(sheet, row, NOTE, note, &styles.note)?;
        row += 1;
    }
    row += 1;
    rows::put(sheet, row, 0, NOTHING, &styles.label)?;
    sheet.write_blank(row, 1, styles.cell(Look { input: true, ..Look::words(Align::Center) }))?;
    sheet.add_data_validation(row, 1, row, 1, &nothing_rule()?)?;
    row += 2;
    sheet.set_row_height(row, rows::height(1.2, styles.size))?;
    rows::put_across(sheet, row, NOTE, SIGNATURES, &styles.plain)?;

    sheet.set_freeze_panes(first, 1)?;
    super::protect(sheet);
    Page { landscape: false, repeated: Some((header, header + 1)), sample }.apply(sheet)
}

/// Title, legal marks, reporting unit and period; the row of the header.
fn head(sheet: &mut Worksheet, form: &FormSheet, styles: &Styles) -> Result<u32, XlsxError> {
    sheet.set_row_height(0, rows::height(1.4, styles.title_size))?;
    rows::put_across(sheet, 0, NOTE, &form.title, &styles.title)?;
    let marks = [
        ("表　　号", &form.form_code),
        ("制定机关", &form.issuer),
        ("批准文号", &form.approval),
        ("有效期至", &form.valid_until),
    ];
    let mut row = 1;
    for (label, mark) in marks.into_iter().filter(|(_, mark)| !mark.is_empty()) {
        rows::put(sheet, row, LAST_YEAR, &format!("{label}：{mark}"), &styles.plain)?;
        row += 1;
    }
    sheet.set_row_height(row, rows::height(1.2, styles.size))?;
    rows::put(sheet, row, 0, &format!("填报单位：{}", form.unit_name), &styles.plain)?;
    rows::put(sheet, row, INPUT, &form.period_label, &styles.centred)?;
    rows::put(sheet, row, NOTE, &form.unit_line, &styles.right)?;
    Ok(row + 1)
}

fn write_item(
    sheet: &mut Worksheet,
    row: u32,
    item: &FormRow,
    widths: &[f32; 6],
    styles: &mut Styles,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    let [name, unit, .., note] = *widths;
    let lines = text::lines(&item.name, name - f32::from(item.indent))
        .max(text::lines(&item.note, note))
        .max(text::lines(&item.unit, unit));
    sheet.set_row_height(row, rows::height(lines, styles.size))?;
    let left = Look::words(Align::Left);
    let centre = Look::words(Align::Center);
    rows::put(sheet, row, 0, &item.name, styles.cell(Look { indent: item.indent, ..left }))?;
    rows::put(sheet, row, 1, &item.unit, styles.cell(centre))?;
    rows::put(sheet, row, CODE, &item.code, styles.cell(Look { content: Content::Code, ..centre }))?;
    let look = answers::look(&item.answer);
    answers::write_input(sheet, (row, INPUT), &item.answer, item.value.as_ref(), look, styles, lists)?;
    answers::write_value(sheet, (row, LAST_YEAR), item.last_year.as_ref(), look, styles)?;
    rows::put(sheet, row, NOTE, &item.note, styles.cell(left))
}

/// Widths in ems: names and remarks by what they say, the rest fixed.
fn widths(form: &FormSheet) -> [f32; 6] {
    let longest = |width: fn(&FormRow) -> f32, least: f32, most: f32| form.rows.iter().map(width).fold(least, f32::max).min(most);
    let name = longest(|row| text::ems(&row.name) + f32::from(row.indent) + 1.0, 14.0, 24.0);
    let unit = longest(|row| text::ems(&row.unit) + 1.0, 6.0, 9.0);
    let code = longest(|row| text::ems(&row.code) + 1.0, 4.0, 8.0);
    let note = longest(|row| text::ems(&row.note) + 1.0, 14.0, 20.0);
    [name, unit, code, 10.0, 10.0, note]
}

fn nothing_rule() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_strings(&["是"])?
        .set_error_title("只能填“是”或留空")?
        .set_error_message("整张表确无数据时填“是”，否则留空。")
}
