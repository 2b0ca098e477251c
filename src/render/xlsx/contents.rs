//! 封面 and 目录: what the file is, and the way to each of its sheets.

use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::document::Align;
use crate::document::Document;

use super::bulletin::Sheet;
use super::page::Page;
use super::prose;
use super::rows;
use super::styles::Look;
use super::styles::Styles;
use super::text;

/// Name of the cover's sheet.
pub(super) const COVER: &str = "封面";
/// Name of the list of sheets.
pub(super) const INDEX: &str = "目录";
/// The link that leads back to it.
pub(super) const BACK: &str = "返回目录";

/// Width of the labels, in ems.
const LABEL: f32 = 9.0;
/// Width of what stands beside them, in ems.
const VALUE: f32 = 40.0;

/// Writes the cover.
pub(super) fn cover(
    sheet: &mut Worksheet,
    document: &Document,
    sheets: &[Sheet<'_>],
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let properties = &document.properties;
    let head = &document.head;
    sheet.set_column_width(0, rows::column_width(LABEL))?;
    sheet.set_column_width(1, rows::column_width(VALUE))?;
    let mut row = 0;
    if properties.sample {
        display(sheet, &mut row, text::SAMPLE, &styles.warning, styles.title_size, styles.size)?;
    }
    if let Some(organ) = &head.organ {
        display(sheet, &mut row, organ, &styles.organ, styles.title_size * 1.5, styles.size)?;
    }
    display(sheet, &mut row, &head.title, &styles.title, styles.title_size, styles.size)?;
    row += 1;

    let as_of = day(properties.as_of);
    let fields = [
        ("发文机关", properties.author.as_str()),
        ("发文字号", head.number.as_deref().unwrap_or_default()),
        ("状态", properties.status.as_str()),
        ("数据截至", as_of.as_str()),
        ("数据性质", if properties.sample { text::SAMPLE } else { "" }),
        ("说明", properties.subject.as_str()),
    ];
    for (label, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        sheet.set_row_height(row, rows::height(text::lines(value, VALUE), styles.size))?;
        rows::put(sheet, row, 0, label, &styles.label)?;
        rows::put(sheet, row, 1, value, styles.cell(Look::words(Align::Left)))?;
        row += 1;
    }
    row += 1;

    rows::put(sheet, row, 0, "工作表", &styles.plain)?;
    for (name, _) in listed(sheets) {
        rows::put_link(sheet, row, 1, name, name, &styles.link)?;
        row += 1;
    }
    Page::portrait(properties.sample).apply(sheet)
}

/// Writes the list of sheets.
pub(super) fn index(sheet: &mut Worksheet, sheets: &[Sheet<'_>], styles: &mut Styles, sample: bool) -> Result<(), XlsxError> {
    const TITLE: f32 = 38.0;
    for (col, width) in (0_u16..).zip([4.0, 14.0, TITLE]) {
        sheet.set_column_width(col, rows::column_width(width))?;
    }
    sheet.set_row_height(0, rows::height(1.2, styles.title_size))?;
    rows::put_across(sheet, 0, 2, INDEX, &styles.title)?;
    for (col, header) in (0_u16..).zip(["序号", "工作表", "标题"]) {
        rows::put(sheet, 1, col, header, &styles.header)?;
    }
    for ((name, title), (row, number)) in listed(sheets).zip((2_u32..).zip(1_u32..)) {
        let lines = text::lines(title, TITLE).max(text::lines(name, 14.0));
        sheet.set_row_height(row, rows::height(lines, styles.size))?;
        sheet.write_number_with_format(row, 0, number, styles.cell(Look::words(Align::Center)))?;
        rows::put_link(sheet, row, 1, name, name, &styles.framed_link)?;
        rows::put_link(sheet, row, 2, name, title, &styles.framed_link)?;
    }
    sheet.set_freeze_panes(2, 0)?;
    Page { landscape: false, repeated: Some((1, 1)), sample }.apply(sheet)
}

/// Name and title of each sheet behind the list.
fn listed<'a>(sheets: &'a [Sheet<'_>]) -> impl Iterator<Item = (&'a str, &'a str)> {
    [(prose::SHEET, "通报正文")].into_iter().chain(sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.title)))
}

/// A line across the cover, in a type size; the columns are measured in another.
fn display(
    sheet: &mut Worksheet,
    row: &mut u32,
    words: &str,
    format: &rust_xlsxwriter::Format,
    size: f64,
    column_size: f64,
) -> Result<(), XlsxError> {
    let scale = if size > column_size * 1.8 { 2.0 } else { 1.35 };
    let lines = text::lines(words, (LABEL + VALUE) / scale);
    sheet.set_row_height(*row, rows::height(lines + 0.4, size))?;
    rows::put_across(sheet, *row, 1, words, format)?;
    *row += 1;
    Ok(())
}

fn day((year, month, day): (i16, i8, i8)) -> String {
    format!("{year}年{month}月{day}日")
}
