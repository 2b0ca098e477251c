//! Dates and periods that a cover has in boxes: `2025 | 年 | 10 | 月 | 12 | 日`, or a box for each digit.
//!
//! In: a workbook. Out: the same with the words of such boxes in the first of them, as somebody would type them into one cell. What does not read
//! as a date or a period when it is joined is joined all the same: the year alone, which stands in the first box, would be another period.

use super::cover::{Field, is_cover};
use super::period_text;
use crate::ingest::convert::date;
use crate::ingest::normal;
use crate::ingest::workbook::{Cell, Grid, Value, Workbook};

/// Rows in which a cover has its fields.
const ROWS: u32 = 60;
/// Boxes of a date, with a box for each digit and each word.
const MOST: usize = 24;

/// The boxes of one field.
struct Boxes {
    sheet: usize,
    row: u32,
    columns: Vec<u16>,
    words: String,
}

/// Joins the boxes of all covers; of a workbook that has none by name, of every sheet.
pub(in crate::ingest) fn join(workbook: &mut Workbook) {
    let has_named = workbook.sheets.iter().any(is_cover);
    let sheets = workbook.sheets.iter().enumerate().filter(|(_, grid)| is_cover(grid) || !has_named);
    let found: Vec<Boxes> = sheets.flat_map(|(position, grid)| on(workbook, position, grid)).collect();
    for Boxes { sheet, row, columns, words } in found {
        workbook.join(sheet, row, &columns, &words);
    }
}

fn on(workbook: &Workbook, sheet: usize, grid: &Grid) -> Vec<Boxes> {
    let rows = grid.rows().take_while(|row| row.first().is_some_and(|cell| cell.row < ROWS));
    // A label and one cell beside it are no boxes.
    let rows = rows.filter(|row| row.len() > 2);
    rows.flat_map(|row| in_row(workbook, sheet, row)).collect()
}

fn in_row(workbook: &Workbook, sheet: usize, row: &[Cell]) -> Vec<Boxes> {
    let mut boxes = Vec::new();
    for (position, label) in row.iter().enumerate() {
        let Value::Text(text) = workbook.value(label) else { continue };
        let Some(field) =
            Field::of_label(&normal::label(text)).filter(|field| matches!(field, Field::Period | Field::ReportedOn))
        else {
            continue;
        };
        let pieces: Vec<(u16, String)> = pieces(workbook, row.get(position + 1..).unwrap_or_default());
        if let [(_, first), _, ..] = pieces.as_slice()
            && !says_all(field, first)
        {
            let (columns, words): (Vec<u16>, Vec<String>) = pieces.into_iter().unzip();
            boxes.push(Boxes { sheet, row: label.row, columns, words: joined(&words) });
        }
    }
    boxes
}

/// Whether the first box alone is what is asked; a year alone would be one by mistake.
fn says_all(field: Field, first: &str) -> bool {
    let is_year = first.trim_end_matches(['年', '度']).parse::<i16>().is_ok();
    match field {
        Field::Period => !is_year && period_text::parse(first).is_some(),
        _ => date::parse(Value::Text(first), false).is_some(),
    }
}

/// The cells behind a label that are parts of a time: the year or its digits, then words and numbers of two digits at most.
fn pieces(workbook: &Workbook, cells: &[Cell]) -> Vec<(u16, String)> {
    let piece = |(position, cell): (usize, &Cell)| {
        let words = match workbook.value(cell) {
            Value::Number(number) if number >= 0.0 && number.fract() == 0.0 && number < 10_000.0 => {
                normal::number_as_code(number)
            }
            Value::Text(text) => normal::compact(text),
            _ => return None,
        };
        let digits = words.chars().filter(char::is_ascii_digit).count();
        let is_short = words.chars().count() <= 8 && (position == 0 || digits <= 2 || words.contains(normal::is_dash));
        let is_of_time =
            |character: char| character.is_ascii_digit() || normal::is_dash(character) || OF_TIME.contains(character);
        (is_short && !words.is_empty() && words.chars().all(is_of_time)).then_some((cell.column, words))
    };
    cells.iter().take(MOST).enumerate().map_while(piece).collect()
}

const OF_TIME: &str = "年月日号第季度上下半全前至到〇零一二三四五六七八九十./:Q末";

/// In the order of the boxes; between two numbers of which the first is a year or a month stands a dash, between single digits nothing.
fn joined(words: &[String]) -> String {
    let is_number = |words: &str| words.chars().all(|character| character.is_ascii_digit());
    let has_whole_year = words.first().is_some_and(|first| first.chars().count() >= 4);
    let mut joined = String::new();
    for (position, piece) in words.iter().enumerate() {
        let before = position.checked_sub(1).and_then(|before| words.get(before));
        if has_whole_year && before.is_some_and(|before| is_number(before)) && is_number(piece) {
            joined.push('-');
        }
        joined.push_str(piece);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::workbook::{Format, Layout};

    /// What stands in the row of the cover afterwards.
    fn read(cells: &[&str]) -> Vec<String> {
        let mut workbook = Workbook::new(Format::Xlsx, false);
        workbook.begin_sheet("封面", false);
        for (column, text) in (0..).zip(cells) {
            let value = text.parse().map_or(Value::Text(text), Value::Number);
            workbook.put(4, column, value).unwrap();
        }
        workbook.end_sheet(Layout::default());
        join(&mut workbook);
        workbook.sheets[0].cells().iter().map(|cell| workbook.words(cell)).collect()
    }

    #[test]
    fn boxes_are_joined_as_somebody_would_type_them() {
        for (cells, expected) in [
            (vec!["报出日期：", "2025", "年", "10", "月", "12", "日"], vec!["报出日期：", "2025年10月12日"]),
            (vec!["报出日期", "2", "0", "2", "5", "年", "1", "0", "月", "1", "2", "日"], vec!["报出日期", "2025年10月12日"]),
            (vec!["报出日期", "2", "0", "2", "5", "1", "0", "1", "2"], vec!["报出日期", "20251012"]),
            (vec!["报出日期", "2025", "10", "12"], vec!["报出日期", "2025-10-12"]),
            (vec!["报出日期", "2025年", "10月", "12日", "填表人", "张三"], vec!["报出日期", "2025年10月12日", "填表人", "张三"]),
            (vec!["报告期", "2025", "年", "第", "3", "季度"], vec!["报告期", "2025年第3季度"]),
            (vec!["报告期", "2025年", "第三季度"], vec!["报告期", "2025年第三季度"]),
            (vec!["报告期", "2025", "年", "1", "—", "9", "月"], vec!["报告期", "2025年1—9月"]),
            (vec!["报告期", "2025", "年", "1—9月"], vec!["报告期", "2025年1—9月"]),
        ] {
            assert_eq!(read(&cells), expected);
        }
    }

    #[test]
    fn what_stands_in_one_cell_is_left() {
        for cells in [
            vec!["报告期", "2025Q3", "报出日期", "2025-10-12"],
            vec!["报告期", "2025年第三季度", "第三季度"],
            vec!["报出日期", "2025年10月12日", "12"],
            vec!["报告期", "2025年", "填表人", "张三"],
            vec!["单位代码", "2025", "10", "12"],
        ] {
            assert_eq!(read(&cells), cells);
        }
    }
}
