//! 封面 and 目录: what the file is, and the way to each of its sheets.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::exhibit::Sheet;
use super::names::INDEX;
use super::page::Page;
use super::styles::{Display, Look, Styles};
use super::{names, rows, text};
use tongbao_document::{Align, Document, count};

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
        let warning = Display { format: styles.warning.clone(), size: styles.title_size };
        display(sheet, &mut row, text::SAMPLE, &warning, styles.size)?;
    }
    if let Some(organ) = &head.organ {
        display(sheet, &mut row, organ, &styles.organ, styles.size)?;
    }
    display(sheet, &mut row, &head.title, &styles.document_title, styles.size)?;
    row += 1;

    let as_of = day(properties.as_of);
    let set = |field: &'_ Option<String>| field.clone().unwrap_or_default();
    let fields = [
        ("发文机关", properties.author.clone()),
        ("发文字号", set(&head.number)),
        ("份号", set(&head.copy_number)),
        ("密级", set(&head.secrecy)),
        ("紧急程度", set(&head.urgency)),
        ("报告期", set(&properties.period)),
        ("数据截至", as_of),
        ("状态", properties.status_word().to_owned()),
        ("数据性质", if properties.sample { text::SAMPLE.to_owned() } else { String::new() }),
        ("主题", properties.subject.clone()),
        ("主送", head.addressees.as_deref().unwrap_or_default().trim_end_matches(['：', ':']).to_owned()),
        ("联系人", set(&properties.contact)),
    ];
    for (label, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        sheet.set_row_height(row, rows::height(text::lines(&value, VALUE), styles.size))?;
        rows::put(sheet, row, 0, label, &styles.label)?;
        rows::put(sheet, row, 1, &value, styles.cell(Look::words(Align::Left)))?;
        row += 1;
    }
    row += 1;

    rows::put(sheet, row, 0, "工作表", &styles.plain)?;
    for name in std::iter::once(INDEX).chain(listed(sheets).map(|listed| listed.name)) {
        rows::put_link(sheet, row, 1, name, name, &styles.link)?;
        row += 1;
    }
    sheet.set_print_area(0, 0, row.saturating_sub(1), 1)?;
    Page::portrait(false).apply(sheet)
}

/// Writes the list of sheets.
pub(super) fn index(sheet: &mut Worksheet, sheets: &[Sheet<'_>], styles: &mut Styles) -> Result<(), XlsxError> {
    // Together what A4 holds without shrinking.
    const NAME: f32 = 11.0;
    const TITLE: f32 = 26.0;
    for (col, width) in (0_u16..).zip([3.0, NAME, TITLE, 4.0]) {
        sheet.set_column_width(col, rows::column_width(width))?;
    }
    sheet.set_row_height(0, rows::height(1.2, styles.title_size))?;
    rows::put(sheet, 0, 0, INDEX, &styles.title_across)?;
    for col in 1..=3 {
        sheet.write_blank(0, col, &styles.title_across)?;
    }
    sheet.set_row_height(1, rows::height(1.0, styles.header_size))?;
    for (col, header) in (0_u16..).zip(["序号", "工作表", "标题", "行数"]) {
        rows::put(sheet, 1, col, header, &styles.header)?;
    }
    let mut row = 2;
    for (listed, number) in listed(sheets).zip(1_u32..) {
        let Listed { name, title, count } = listed;
        let lines = text::lines(title, TITLE).max(text::lines(name, NAME));
        sheet.set_row_height(row, rows::height(lines, styles.size))?;
        sheet.write_number_with_format(row, 0, number, styles.cell(Look::words(Align::Center)))?;
        rows::put_link(sheet, row, 1, name, name, &styles.framed_link)?;
        rows::put_link(sheet, row, 2, name, title, &styles.framed_link)?;
        let format = styles.cell(Look::words(Align::Right));
        match count.map(count::to_u32) {
            Some(count) => sheet.write_number_with_format(row, 3, count, format)?,
            None => sheet.write_blank(row, 3, format)?,
        };
        row += 1;
    }
    sheet.set_freeze_panes(2, 0)?;
    sheet.set_print_area(0, 0, row - 1, 3)?;
    Page { landscape: false, repeated: Some((1, 1)), sample: false }.apply(sheet)
}

/// A sheet as the lists name it.
struct Listed<'a> {
    name: &'a str,
    title: &'a str,
    /// Rows of data.
    count: Option<usize>,
}

/// The sheets behind the list, in their order.
fn listed<'a>(sheets: &'a [Sheet<'_>]) -> impl Iterator<Item = Listed<'a>> {
    let words = [(names::NOTES, "标记、口径和追溯说明"), (names::PROSE, "通报正文")];
    let exhibits =
        sheets.iter().map(|sheet| Listed { name: &sheet.name, title: sheet.title, count: Some(sheet.exhibit.data_rows()) });
    words.into_iter().map(|(name, title)| Listed { name, title, count: None }).chain(exhibits)
}

/// A line across the cover, in a type size; the columns are measured in another.
fn display(sheet: &mut Worksheet, row: &mut u32, words: &str, look: &Display, column_size: f64) -> Result<(), XlsxError> {
    let lines = text::lines(words, look.width(LABEL + VALUE, column_size));
    sheet.set_row_height(*row, rows::height(lines + 0.4, look.size))?;
    rows::put_across(sheet, *row, 1, words, &look.format)?;
    *row += 1;
    Ok(())
}

/// A date in words.
pub(super) fn day((year, month, day): (i16, i8, i8)) -> String {
    format!("{year}年{month}月{day}日")
}
