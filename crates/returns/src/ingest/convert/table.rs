//! The header of a form's sheet: which column holds the codes, which the values.
//!
//! Headers are merged, on two lines, below a title or without one; so the column of codes is looked for first, and the column of values
//! in the rows around it.

use crate::finding::facts::HeaderMissing;
use crate::ingest::normal;
use crate::ingest::workbook::{Cell, Grid, Value, Workbook};

/// Rows in which a header may stand.
const HEAD_ROWS: u32 = 60;
/// Rows above and below the word 代码 that belong to the same header.
const REACH: u32 = 2;

/// Columns of a form's sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) struct Table {
    /// The row in which 代码 stands.
    pub(in crate::ingest) header: u32,
    pub(in crate::ingest) code: u16,
    pub(in crate::ingest) value: u16,
    pub(in crate::ingest) name: Option<u16>,
}

/// What a sheet lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Missing {
    Code,
    Value,
}

impl From<Missing> for HeaderMissing {
    fn from(missing: Missing) -> Self {
        match missing {
            Missing::Code => Self::Codes,
            Missing::Value => Self::Values,
        }
    }
}

/// Finds the header: the first 代码 that has a column of values around it.
pub(in crate::ingest) fn locate(workbook: &Workbook, grid: &Grid) -> Result<Table, Missing> {
    let mut missing = Missing::Code;
    for code in grid.cells().iter().take_while(|cell| cell.row < HEAD_ROWS).filter(|cell| heads_codes(workbook, cell)) {
        if let Some(table) = around(workbook, grid, code) {
            return Ok(table);
        }
        missing = Missing::Value;
    }
    Err(missing)
}

/// The other columns of the header in which 代码 stands.
fn around(workbook: &Workbook, grid: &Grid, code: &Cell) -> Option<Table> {
    let header = code.row;
    let near = grid.cells().iter().filter(|cell| cell.row.abs_diff(header) <= REACH && cell.column != code.column);
    let labels: Vec<(&Cell, String)> = near.filter_map(|cell| Some((cell, column_label(short(workbook, cell)?)))).collect();
    let names = labels.iter().filter(|(cell, label)| cell.row <= header && is_name(label));
    let name = names.map(|(cell, _)| cell.column).min();
    let rank = |(cell, label): &(&Cell, String)| {
        let is_header = cell.row <= header + 1 && Some(cell.column) != name;
        let rank = value_rank(label).filter(|rank| *rank < LOOSE || is_header)?;
        // Of 本期累计（调整前） and 本期累计 the plain one is meant.
        let is_qualified = short(workbook, cell).is_some_and(is_qualified);
        Some((rank, is_qualified, cell.row.abs_diff(header), cell.column))
    };
    let (_, _, _, value) = labels.iter().filter_map(rank).min()?;
    Some(Table { header, code: code.column, value, name })
}

/// Only words with the right characters are worth comparing: a sheet has hundreds.
fn heads_codes(workbook: &Workbook, cell: &Cell) -> bool {
    short(workbook, cell).is_some_and(|text| text.contains(['码', '行']) && is_code(&column_label(text)))
}

/// Longer words are items and notes.
fn short<'workbook>(workbook: &'workbook Workbook, cell: &Cell) -> Option<&'workbook str> {
    match workbook.value(cell) {
        Value::Text(text) if text.len() <= 96 => Some(text),
        _ => None,
    }
}

/// `1-本季累计(2)` is `本季累计`.
fn column_label(text: &str) -> String {
    let label = normal::label(text);
    let bare =
        label.trim_start_matches(|character: char| character.is_ascii_digit()).trim_start_matches(['-', '—', '–', '.', '、']);
    if bare.is_empty() { label } else { bare.to_owned() }
}

/// Whether words stand in brackets behind a label; a number there only counts the columns.
fn is_qualified(text: &str) -> bool {
    let inside = text.split(['(', '（']).nth(1).unwrap_or_default();
    inside.chars().any(|character| !character.is_numeric() && !matches!(character, ')' | '）' | ' '))
}

fn is_code(label: &str) -> bool {
    matches!(label, "代码" | "行次" | "指标代码" | "项目代码" | "行号" | "编码" | "指标编码" | "指标项代码" | "项目编码")
}

fn is_name(label: &str) -> bool {
    matches!(label, "指标名称" | "项目名称" | "指标" | "项目" | "名称" | "指标项" | "指标项目" | "指标项名称")
}

/// A label that only contains the right words.
const LOOSE: u8 = 2;

/// How surely a label heads the values to be reported; smaller is surer. Other periods' columns never do.
fn value_rank(label: &str) -> Option<u8> {
    const OTHER: [&str; 8] = ["上年", "上期", "去年", "同期", "同比", "环比", "增", "减"];
    match label {
        "本期累计"
        | "本年累计"
        | "累计"
        | "本期止累计"
        | "本月止累计"
        | "本季累计"
        | "本季止累计"
        | "本期累计数"
        | "本年累计数"
        | "累计数"
        | "自年初累计"
        | "年初至本期累计"
        | "年初至报告期末累计" => Some(0),
        "期末数" | "期末" | "期末值" | "本期末" | "本期" | "本期数" | "本期值" | "本期实际" | "本季" | "本季数" | "数值"
        | "填报数" | "填报值" | "本年实际" => Some(1),
        _ if OTHER.iter().any(|other| label.contains(other)) => None,
        _ if label.contains("累计") || label.contains("期末") => Some(LOOSE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::workbook::Format;

    fn located(cells: &[(u32, u32, &str)]) -> Result<(u16, u16, Option<u16>), Missing> {
        let mut workbook = Workbook::new(Format::Xlsx, false);
        workbook.begin_sheet("表", false);
        for (row, column, text) in cells {
            workbook.put(*row, *column, Value::Text(text)).unwrap();
        }
        workbook.end_sheet();
        locate(&workbook, &workbook.sheets[0]).map(|table| (table.code, table.value, table.name))
    }

    #[test]
    fn headers_are_found_wherever_they_stand() {
        let plain = [(4, 0, "指标名称"), (4, 1, "计量单位"), (4, 2, "代 码"), (4, 3, "本期累计"), (4, 4, "上年同期")];
        assert_eq!(located(&plain), Ok((2, 3, Some(0))));
        let shifted = [(3, 1, "项目"), (3, 2, "行次"), (3, 4, "期末数")];
        assert_eq!(located(&shifted), Ok((2, 4, Some(1))));
        let merged = [
            (2, 0, "指标\n名称（甲）"),
            (2, 1, "代码(丙)"),
            (2, 2, "2025年1—9月"),
            (3, 2, "上年同期累计"),
            (3, 3, "1-本季累计(2)"),
            (3, 4, "本季(3)"),
        ];
        assert_eq!(located(&merged), Ok((1, 3, Some(0))));
        let reordered = [(0, 0, "上年同期"), (0, 1, "本年累计数"), (0, 2, "指标代码"), (0, 3, "指标名称")];
        assert_eq!(located(&reordered), Ok((2, 1, Some(3))));
        let loose =
            [(0, 0, "指标名称"), (0, 1, "代码"), (0, 2, "2025年1—9月累计"), (0, 3, "累计比上年同期±%"), (1, 0, "累计签约人数")];
        assert_eq!(located(&loose), Ok((1, 2, Some(0))));
    }

    #[test]
    fn of_two_columns_with_one_label_the_plain_one_counts() {
        let both = [(4, 0, "指标名称"), (4, 2, "代码"), (4, 3, "本期累计（调整前）"), (4, 4, "本期累计")];
        assert_eq!(located(&both), Ok((2, 4, Some(0))));
        let counted = [(4, 0, "指标名称"), (4, 2, "代码"), (4, 3, "本期累计（1）"), (4, 4, "本期累计（2）")];
        assert_eq!(located(&counted), Ok((2, 3, Some(0))));
        let alone = [(4, 0, "指标名称"), (4, 2, "代码"), (4, 3, "本期累计（万元）")];
        assert_eq!(located(&alone), Ok((2, 3, Some(0))));
    }

    #[test]
    fn what_is_missing_is_told_apart() {
        assert_eq!(located(&[(0, 0, "指标名称"), (0, 3, "本期累计")]), Err(Missing::Code));
        assert_eq!(located(&[(0, 0, "代码"), (0, 3, "上年同期"), (9, 3, "本期累计")]), Err(Missing::Value));
    }
}
