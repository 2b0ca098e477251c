//! 退回说明: what to do, then one row a finding with a link to its cell.

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{DataValidation, FormatUnderline, IgnoreError, Worksheet, XlsxError};

use crate::xlsx::form::check;
use crate::xlsx::form::check::Reference;
use crate::xlsx::page::Page;
use crate::xlsx::styles::{Content, Look, Styles, rgb};
use crate::xlsx::{form, rows, text};
use tongbao_document::{Align, SlipAnswer, SlipBook, SlipRow, count};

/// Headers, and widths in ems. The reader of slips finds 代码, 读到的数值 and 说明 by these words.
const COLUMNS: [(&str, f32); 10] = [
    ("序号", 3.0),
    ("级别", 4.0),
    ("代码", 6.0),
    ("工作表", 7.0),
    ("单元格", 4.5),
    ("问题", 24.0),
    ("应为", 12.0),
    ("读到的数值", 14.0),
    ("如何更正", 15.0),
    ("说明", 20.0),
];
const LAST: u16 = 9;
const LEVEL: u16 = 1;
const CELL: u16 = 4;

/// Excel follows no more links than this in a sheet.
const MOST_LINKS: usize = 60_000;

/// Writes the sheet; `sheets` are the names of the sheets behind it.
pub(super) fn write(
    sheet: &mut Worksheet,
    book: &SlipBook,
    sheets: &[String],
    check: Option<&Reference<'_>>,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let widths = widths(&book.rows);
    let total = widths.iter().sum();
    for (column, width) in (0_u16..).zip(widths) {
        sheet.set_column_width(column, rows::column_width(width))?;
    }
    sheet.set_row_height(0, rows::height(text::lines(&book.title, total / 1.4) + 0.4, styles.title_size))?;
    rows::put_across(sheet, 0, LAST, &book.title, &styles.title)?;
    let mut row = 1;
    if book.properties.sample {
        sheet.set_row_height(row, rows::height(1.2, styles.title_size))?;
        rows::put_across(sheet, row, LAST, text::SAMPLE, &styles.warning)?;
        row += 1;
    }
    for line in book.about.iter().chain(&book.instructions) {
        sheet.set_row_height(row, rows::height(text::lines(line, total), styles.size))?;
        rows::put_across(sheet, row, LAST, line, &styles.paragraph)?;
        row += 1;
    }
    if let Some((check, line)) = check.and_then(|check| Some((check, check.line()?))) {
        sheet.set_row_height(row, rows::height(1.2, styles.size))?;
        rows::put_link(sheet, row, 0, &check.sheet, "自查", &styles.framed_link)?;
        let left = styles.cell(Look::words(Align::Left));
        sheet.merge_range(row, 1, row, LAST, "", left)?;
        sheet.write_formula_with_format(row, 1, line, left)?;
        check::colour_line(sheet, (row, 1), styles)?;
        row += 1;
    }
    let header = row;
    sheet.set_row_height(header, rows::height(1.2, styles.size))?;
    for (column, (name, _)) in (0_u16..).zip(COLUMNS) {
        rows::put(sheet, header, column, name, &styles.header)?;
    }
    row += 1;
    for (number, finding) in book.rows.iter().enumerate() {
        write_row(sheet, row, (number, finding), sheets, &widths, styles)?;
        row += 1;
    }
    if row > header + 1 {
        sheet.ignore_error_range(header + 1, 0, row - 1, LAST, IgnoreError::NumberStoredAsText)?;
    }
    sheet.set_freeze_panes(header + 1, 0)?;
    form::protect(sheet);
    Page { landscape: true, repeated: Some((header, header)), sample: book.properties.sample }.apply(sheet)
}

/// Rules and sheets have names of all lengths; the rest is fixed.
fn widths(rows: &[SlipRow]) -> [f32; 10] {
    let mut widths = COLUMNS.map(|(_, width)| width);
    let longest = |words: fn(&SlipRow) -> &str, least: f32, most: f32| {
        rows.iter().map(|row| text::ems(words(row)) + 1.0).fold(least, f32::max).min(most)
    };
    let [_, _, code, sheet, cell, ..] = &mut widths;
    *code = longest(|row| &row.code, *code, 9.0);
    *sheet = longest(sheet_name, *sheet, 10.0);
    *cell = longest(|row| &row.cell, *cell, 6.0);
    widths
}

/// A list to choose from; a reason behind the words that were chosen may be typed as well.
fn offer(sheet: &mut Worksheet, (row, column): (u32, u16), offered: &[String]) -> Result<(), XlsxError> {
    // Excel parts the words of a list by its own comma.
    let rule = DataValidation::new().allow_list_strings(offered)?.show_error_message(false);
    let rule = rule.set_input_title("请选一种办法")?.set_input_message(offered.join("；或：\n"))?;
    sheet.add_data_validation(row, column, row, column, &rule)?;
    Ok(())
}

fn sheet_name(row: &SlipRow) -> &str {
    row.sheet.as_deref().unwrap_or_default()
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    (number, finding): (usize, &SlipRow),
    sheets: &[String],
    widths: &[f32; 10],
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let said = match &finding.answer {
        SlipAnswer::Locked(words) | SlipAnswer::Open(words) | SlipAnswer::Choice { said: words, .. } => words,
    };
    let number_in_words = (number + 1).to_string();
    let words: [&str; 10] = [
        &number_in_words,
        &finding.severity,
        &finding.code,
        sheet_name(finding),
        &finding.cell,
        &finding.problem,
        &finding.expected,
        &finding.values,
        &finding.hint,
        said,
    ];
    let lines = words.iter().zip(widths).map(|(words, width)| text::lines(words, *width)).fold(1.0, f32::max);
    // Room to write in, where something is asked for.
    let least = if matches!(finding.answer, SlipAnswer::Locked(_)) { 1.0 } else { 2.0 };
    sheet.set_row_height(row, rows::height(lines.max(least) + 0.2, styles.size))?;
    for (column, words) in (0_u16..).zip(words) {
        let content = Content::Words { quoted: text::looks_like_formula(words) };
        let look = Look { content, ..Look::words(if column < 5 { Align::Center } else { Align::Left }) };
        match column {
            0 => {
                let number = count::to_u32(number + 1);
                sheet.write_number_with_format(row, column, number, styles.cell(look))?;
            }
            LEVEL => rows::put(sheet, row, column, words, styles.cell(Look { marked: Some(finding.level), ..look }))?,
            CELL if number < MOST_LINKS => match finding.link.and_then(|link| Some((link, sheets.get(link.sheet)?))) {
                Some((link, target)) => {
                    let cell = row_col_to_cell(link.row, link.column);
                    let colour = rgb(styles.colours.of_series(0));
                    let linked = styles.cell(look).clone().set_font_color(colour).set_underline(FormatUnderline::Single);
                    rows::put_link_to(sheet, (row, column), (target, &cell), words, &linked)?;
                }
                None => rows::put(sheet, row, column, words, styles.cell(look))?,
            },
            LAST => {
                let look = match finding.answer {
                    SlipAnswer::Open(_) | SlipAnswer::Choice { .. } => Look { content: Content::Code, input: true, ..look },
                    SlipAnswer::Locked(_) => Look { align: Align::Center, ..look },
                };
                rows::put(sheet, row, column, words, styles.cell(look))?;
                if let SlipAnswer::Choice { offered, .. } = &finding.answer {
                    offer(sheet, (row, column), offered)?;
                }
            }
            _ => rows::put(sheet, row, column, words, styles.cell(look))?,
        }
    }
    Ok(())
}
