//! The header of a form's sheet: which column holds the codes, which the values.
//!
//! Headers are merged, on two lines, below a title or without one; so the column of codes is looked for first, and the column of values
//! in the rows around it. A sheet may have two halves side by side, each with codes of its own; and of several columns that could hold
//! the values, the one that comes first in the order of [`Table::rivals`] is not believed before it is compared with the others.

use crate::finding::facts::HeaderMissing;
use crate::ingest::normal;
use crate::ingest::recognise::is_part_of_a_year;
use crate::ingest::workbook::{Cell, Grid, Value, Workbook};

/// Rows in which a header may stand.
const HEAD_ROWS: u32 = 60;
/// Rows above and below the word 代码 that belong to the same header.
const REACH: u32 = 2;

/// Columns of a form's sheet, or of one half of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) struct Table {
    /// The row in which 代码 stands.
    pub(in crate::ingest) header: u32,
    pub(in crate::ingest) code: u16,
    pub(in crate::ingest) value: u16,
    pub(in crate::ingest) name: Option<u16>,
    /// The column 计量单位.
    pub(in crate::ingest) unit: Option<u16>,
    /// The label of the values, as written.
    pub(in crate::ingest) label: String,
    /// Whether they are those of the quarter or the month alone.
    pub(in crate::ingest) is_of_quarter: bool,
    /// Other columns with such a label.
    pub(in crate::ingest) rivals: Vec<u16>,
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
    let mut tables = tables(workbook, grid)?;
    Ok(tables.swap_remove(0))
}

/// The tables that stand side by side below one header; there is at least one.
pub(in crate::ingest) fn tables(workbook: &Workbook, grid: &Grid) -> Result<Vec<Table>, Missing> {
    let mut missing = Missing::Code;
    for code in grid.cells().iter().take_while(|cell| cell.row < HEAD_ROWS).filter(|cell| heads_codes(workbook, cell)) {
        let header = Header::around(workbook, grid, code.row);
        let tables: Vec<Table> = header.blocks().into_iter().filter_map(|block| header.table(&block)).collect();
        if !tables.is_empty() {
            return Ok(tables);
        }
        missing = Missing::Value;
    }
    Err(missing)
}

/// A label of the header.
struct Label<'all> {
    cell: &'all Cell,
    written: &'all str,
    plain: String,
}

/// The rows around the word 代码.
struct Header<'all> {
    grid: &'all Grid,
    labels: Vec<Label<'all>>,
}

/// A column of codes with the columns that belong to it.
struct Block<'all> {
    codes: Vec<&'all Label<'all>>,
    columns: std::ops::RangeInclusive<u16>,
}

impl<'all> Header<'all> {
    fn around(workbook: &'all Workbook, grid: &'all Grid, row: u32) -> Self {
        let near = grid.cells().iter().filter(|cell| cell.row.abs_diff(row) <= REACH);
        let label = |cell: &'all Cell| {
            let written = short(workbook, cell)?;
            Some(Label { cell, written, plain: column_label(written) })
        };
        Self { grid, labels: near.filter_map(label).collect() }
    }

    /// Columns of codes with values between them head a table each; next to one another they are two numberings of one.
    fn blocks(&self) -> Vec<Block<'_>> {
        let mut codes: Vec<&Label<'_>> = self.labels.iter().filter(|label| code_rank(&label.plain).is_some()).collect();
        codes.sort_by_key(|label| (label.cell.column, label.cell.row));
        let mut blocks: Vec<Block<'_>> = Vec::new();
        for code in codes {
            let column = code.cell.column;
            let has_values_between = |block: &Block<'_>| {
                let last = block.codes.last().map_or(0, |last| last.cell.column);
                let is_between = |label: &&Label<'_>| (last + 1..column).contains(&label.cell.column);
                self.labels.iter().filter(is_between).any(|label| value_rank(&label.plain).is_some_and(|rank| rank < LOOSE))
            };
            match blocks.last_mut() {
                Some(block) if !has_values_between(block) => block.codes.push(code),
                Some(block) => {
                    // The names of the next half stand in front of its codes.
                    let last = block.codes.last().map_or(0, |last| last.cell.column);
                    let names = self
                        .labels
                        .iter()
                        .filter(|label| (last + 1..column).contains(&label.cell.column) && is_name(&label.plain));
                    let start = names.map(|label| label.cell.column).max().unwrap_or(column);
                    block.columns = *block.columns.start()..=start.saturating_sub(1);
                    blocks.push(Block { codes: vec![code], columns: start..=u16::MAX });
                }
                None => blocks.push(Block { codes: vec![code], columns: 0..=u16::MAX }),
            }
        }
        blocks
    }

    fn table(&self, block: &Block<'_>) -> Option<Table> {
        let code = block.codes.iter().min_by_key(|label| code_rank(&label.plain))?;
        let header = code.cell.row;
        let is_beside = |label: &&Label<'_>| {
            block.columns.contains(&label.cell.column) && block.codes.iter().all(|code| code.cell.column != label.cell.column)
        };
        let labels: Vec<&Label<'_>> = self.labels.iter().filter(is_beside).collect();
        let column_of = |is_one: fn(&str) -> bool| {
            let found = labels.iter().filter(|label| label.cell.row <= header && is_one(&label.plain));
            found.map(|label| label.cell.column).min()
        };
        let name = column_of(is_name);
        let rank = |label: &&Label<'_>| {
            let is_header = label.cell.row <= header + 1 && Some(label.cell.column) != name;
            let rank = value_rank(&label.plain).filter(|rank| *rank < LOOSE || is_header)?;
            // Of 本期累计（调整前） and 本期累计 the plain one is meant.
            Some((rank, is_qualified(label.written)))
        };
        let ranked: Vec<_> = labels.iter().filter_map(|label| Some((rank(label)?, *label))).collect();
        let (best, value) = ranked.iter().min_by_key(|(rank, label)| {
            let Cell { row, column, .. } = label.cell;
            (*rank, self.grid.layout.hides(*column), row.abs_diff(header), *column)
        })?;
        let column = value.cell.column;
        let is_hidden = self.grid.layout.hides(column);
        let competes = |rank: &(u8, bool)| rank == best || is_hidden && rank.0 < LOOSE;
        let mut rivals: Vec<u16> = ranked.iter().filter(|(rank, _)| competes(rank)).map(|(_, label)| label.cell.column).collect();
        rivals.retain(|rival| *rival != column);
        rivals.sort_unstable();
        rivals.dedup();
        Some(Table {
            header,
            code: code.cell.column,
            value: column,
            name,
            unit: column_of(is_unit),
            label: value.written.trim().to_owned(),
            is_of_quarter: best.0 == OF_QUARTER || is_part_of_a_year(value.written),
            rivals,
        })
    }
}

/// Only words with the right characters are worth comparing: a sheet has hundreds.
fn heads_codes(workbook: &Workbook, cell: &Cell) -> bool {
    short(workbook, cell).is_some_and(|text| text.contains(['码', '行']) && code_rank(&column_label(text)).is_some())
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

/// How surely a label heads the codes; smaller is surer: lines are numbered beside them.
fn code_rank(label: &str) -> Option<u8> {
    match label {
        "代码" | "指标代码" | "项目代码" | "编码" | "指标编码" | "指标项代码" | "项目编码" => Some(0),
        "行次" | "行号" => Some(1),
        _ => None,
    }
}

fn is_name(label: &str) -> bool {
    matches!(label, "指标名称" | "项目名称" | "指标" | "项目" | "名称" | "指标项" | "指标项目" | "指标项名称")
}

fn is_unit(label: &str) -> bool {
    matches!(label, "计量单位" | "单位" | "度量单位" | "数量单位")
}

/// The values of the quarter or the month alone.
const OF_QUARTER: u8 = 3;
/// A label that only contains the right words.
const LOOSE: u8 = 4;

/// How surely a label heads the values to be reported; smaller is surer. Other periods' columns never do.
fn value_rank(label: &str) -> Option<u8> {
    const OTHER: [&str; 8] = ["上年", "上期", "去年", "同期", "同比", "环比", "增", "减"];
    match label {
        "本期累计"
        | "本年累计"
        | "累计"
        | "本期止累计"
        | "本月止累计"
        | "本季止累计"
        | "本期累计数"
        | "本年累计数"
        | "累计数"
        | "自年初累计"
        | "年初至本期累计"
        | "年初至报告期末累计" => Some(0),
        // Of a quarter, if 本年累计 stands beside it.
        "本季累计" | "本季累计数" => Some(1),
        "期末数" | "期末" | "期末值" | "本期末" | "本期" | "本期数" | "本期值" | "本期实际" | "数值" | "填报数" | "填报值"
        | "本年实际" => Some(2),
        "本季" | "本季数" | "本季值" | "本季度" | "本季实际" | "本季发生" | "本季发生数" | "本季完成" | "当季" | "当季数"
        | "本月" | "本月数" | "本月值" | "本月实际" | "本月发生" | "本月发生数" | "本月完成" | "当月" | "当月数" => {
            Some(OF_QUARTER)
        }
        _ if OTHER.iter().any(|other| label.contains(other)) => None,
        _ if label.contains("累计") || label.contains("期末") => Some(LOOSE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::workbook::{Format, Layout};

    fn sheet(cells: &[(u32, u32, &str)], layout: Layout) -> Workbook {
        let mut workbook = Workbook::new(Format::Xlsx, false);
        workbook.begin_sheet("表", false);
        for (row, column, text) in cells {
            workbook.put(*row, *column, Value::Text(text)).unwrap();
        }
        workbook.end_sheet(layout);
        workbook
    }

    fn located(cells: &[(u32, u32, &str)]) -> Result<(u16, u16, Option<u16>), Missing> {
        let workbook = sheet(cells, Layout::default());
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

    #[test]
    fn columns_that_could_be_meant_as_well_are_named() {
        let found = |cells: &[(u32, u32, &str)], hidden: &[u16]| {
            let hidden_columns = hidden.iter().map(|column| *column..=*column).collect();
            let workbook = sheet(cells, Layout { hidden_columns, ..Layout::default() });
            locate(&workbook, &workbook.sheets[0]).map(|table| (table.value, table.rivals, table.is_of_quarter)).unwrap()
        };
        let of = |one: &'static str, other: &'static str| [(4, 0, "指标名称"), (4, 1, "代码"), (4, 2, one), (4, 3, other)];
        assert_eq!(found(&of("本期累计", "本期累计"), &[]), (2, vec![3], false));
        assert_eq!(found(&of("本期累计", "本期累计"), &[2]), (3, vec![2], false), "the visible one first");
        assert_eq!(found(&of("本季累计", "本年累计"), &[]), (3, vec![], false));
        assert_eq!(found(&of("本季数", "上年同期"), &[]), (2, vec![], true));
        assert_eq!(found(&of("2025年7—9月累计", "增减"), &[]), (2, vec![], true));
        assert_eq!(found(&of("本期累计", "期末数"), &[2]), (2, vec![3], false), "hidden, with another beside it");
    }

    #[test]
    fn codes_are_told_from_the_numbers_of_lines_and_halves_from_one_another() {
        let lines = [(4, 0, "指标名称"), (4, 1, "行次"), (4, 2, "代码"), (4, 3, "本期累计")];
        assert_eq!(located(&lines), Ok((2, 3, Some(0))));
        let halves =
            [(4, 0, "指标名称"), (4, 1, "代码"), (4, 2, "本期累计"), (4, 3, "指标名称"), (4, 4, "代码"), (4, 5, "本期累计")];
        let workbook = sheet(&halves, Layout::default());
        let tables = tables(&workbook, &workbook.sheets[0]).unwrap();
        let columns: Vec<_> = tables.into_iter().map(|table| (table.code, table.value, table.rivals)).collect();
        assert_eq!(columns, [(1, 2, vec![]), (4, 5, vec![])]);
    }
}
