//! The header of a form's sheet: which column holds the codes, which the values.
//!
//! Headers are merged, on two lines, below a title or without one; so the column of codes is looked for first, and the column of values
//! in the rows around it. A sheet may have two halves side by side, each with codes of its own; and of several columns that could hold
//! the values, the one that comes first in the order of [`Table::rivals`] is not believed before it is compared with the others.

use super::unit_words;
use crate::domain::FlowBasis;
use crate::finding::facts::HeaderMissing;
use crate::ingest::normal;
use crate::ingest::recognise::{Accumulated, Span, Told, accumulated, told};
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
    /// The first row that belongs to it: a header that takes over lower down has its own lines above it.
    pub(in crate::ingest) start: u32,
    /// The row in which another header takes over, whose columns stand otherwise.
    pub(in crate::ingest) end: u32,
    pub(in crate::ingest) code: u16,
    pub(in crate::ingest) value: u16,
    pub(in crate::ingest) name: Option<u16>,
    /// The column 计量单位.
    pub(in crate::ingest) unit: Option<u16>,
    /// The label of the values, as written, and its row.
    pub(in crate::ingest) label: String,
    pub(in crate::ingest) label_row: u32,
    /// The first column under the label.
    pub(in crate::ingest) label_column: u16,
    /// What stands above the label, if that tells several columns with it apart: a year.
    pub(in crate::ingest) above: Option<String>,
    /// What stands below the label and above the values: one of several under a merged label, their unit of measure or time.
    pub(in crate::ingest) below: Option<String>,
    /// Whether they are those of another stretch of time: of the quarter or the month alone where they are asked since 1 January, of the year so far
    /// or of a month where the quarter is asked.
    pub(in crate::ingest) is_of_other_span: bool,
    /// Of a form by the quarter: the column of the year so far beside it, with its label.
    pub(in crate::ingest) since_january: Option<(u16, String)>,
    /// Other columns with such a label.
    pub(in crate::ingest) rivals: Vec<u16>,
    /// Columns next to the values that have no label: what stands there may have slipped out of its column.
    pub(in crate::ingest) beside: Vec<u16>,
}

/// What a sheet lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Missing {
    Code,
    Value,
}

impl Missing {
    pub(in crate::ingest) fn told(self, basis: FlowBasis) -> HeaderMissing {
        match (self, basis) {
            (Self::Code, _) => HeaderMissing::Codes,
            (Self::Value, FlowBasis::YearToDate) => HeaderMissing::Values,
            (Self::Value, FlowBasis::Quarter) => HeaderMissing::QuarterValues,
        }
    }
}

/// Finds the header: the first 代码 that has a column of values around it.
pub(in crate::ingest) fn locate(workbook: &Workbook, grid: &Grid, span: Span) -> Result<Table, Missing> {
    let mut tables = tables(workbook, grid, span)?;
    Ok(tables.swap_remove(0))
}

/// The tables that stand side by side below one header, and those below a later header whose columns stand otherwise; there is at least one.
pub(in crate::ingest) fn tables(workbook: &Workbook, grid: &Grid, span: Span) -> Result<Vec<Table>, Missing> {
    let mut missing = Missing::Code;
    let mut tables: Vec<Table> = Vec::new();
    let mut last = None;
    for code in grid.cells().iter().filter(|cell| heads_codes(workbook, cell)) {
        let is_looked_at = last.map_or(code.row < HEAD_ROWS, |last| code.row > last + REACH);
        if !is_looked_at {
            continue;
        }
        let header = Header::around((workbook, grid), code.row, span);
        let mut found: Vec<Table> = header.blocks().into_iter().filter_map(|block| header.table(&block)).collect();
        if found.is_empty() && tables.is_empty() {
            missing = Missing::Value;
            continue;
        }
        let is_again = |table: &Table| tables.iter().any(|open| open.end == u32::MAX && open.has_columns_of(table));
        // A header of another period alone: nothing of what stands below it is asked for.
        let is_of_other = || header.labels.iter().any(|label| label.cell.row == code.row && is_of_other_period(&label.plain));
        let says_nothing = if found.is_empty() {
            !is_of_other()
        } else {
            found.iter().all(is_again) && !has_unit(workbook, grid, behind_codes(workbook, grid, &tables, code.row)..code.row)
        };
        if !says_nothing {
            if last.is_some() {
                let start = behind_codes(workbook, grid, &tables, code.row);
                for table in &mut found {
                    table.start = start;
                }
            }
            for open in tables.iter_mut().filter(|table| table.end == u32::MAX) {
                open.end = code.row;
            }
            tables.extend(found);
            last = Some(code.row);
        }
    }
    if tables.is_empty() { Err(missing) } else { Ok(tables) }
}

/// The first row behind those with a code above a row: what stands there belongs to the next header.
fn behind_codes(workbook: &Workbook, grid: &Grid, tables: &[Table], row: u32) -> u32 {
    let is_code = |cell: &&Cell| {
        tables.iter().any(|table| table.code == cell.column && cell.row > table.header) && is_of_data(workbook, cell)
    };
    let above = grid.cells().iter().filter(|cell| cell.row < row);
    above.filter(is_code).map(|cell| cell.row + 1).max().unwrap_or(row.saturating_sub(REACH))
}

/// Whether rows state a unit of measure.
fn has_unit(workbook: &Workbook, grid: &Grid, rows: std::ops::Range<u32>) -> bool {
    let texts = grid.cells().iter().filter(|cell| rows.contains(&cell.row)).filter_map(|cell| short(workbook, cell));
    texts.map(unit_words::line).any(|line| {
        let says = !unit_words::of_line(&line, None).is_empty() || !unit_words::of_note(&line).is_empty();
        line.contains("单位") && says
    })
}

/// Whether a cell in the column of codes holds one: then its row is none of the header.
fn is_of_data(workbook: &Workbook, cell: &Cell) -> bool {
    match workbook.value(cell) {
        Value::Text(text) => text.chars().any(|character| normal::half_width(character).is_ascii_digit()),
        _ => true,
    }
}

impl Table {
    /// All words that head the values.
    pub(in crate::ingest) fn labels(&self) -> impl Iterator<Item = &String> {
        [&self.label].into_iter().chain(&self.above).chain(&self.below)
    }

    /// Whether a comment is on the header of the values; `None` for one on the header of other columns.
    pub(super) fn bears_note(&self, row: u32, column: u16) -> Option<bool> {
        let is_of_header = row.abs_diff(self.header) <= REACH;
        let is_known = [Some(self.code), self.name, self.unit].contains(&Some(column));
        match (is_of_header, column == self.value || column == self.label_column) {
            (true, true) => Some(row <= self.header.max(self.label_row) + 1),
            (true, false) if !is_known => None,
            _ => Some(false),
        }
    }

    /// Whether a header that is repeated says nothing new.
    fn has_columns_of(&self, other: &Self) -> bool {
        let columns = |table: &Self| (table.code, table.value, table.unit);
        columns(self) == columns(other) && normal::compact(&self.label) == normal::compact(&other.label)
    }
}

/// A label of the header.
struct Label<'all> {
    cell: &'all Cell,
    written: &'all str,
    plain: String,
}

/// The rows around the word 代码.
struct Header<'all> {
    workbook: &'all Workbook,
    grid: &'all Grid,
    span: Span,
    labels: Vec<Label<'all>>,
}

/// A column of codes with the columns that belong to it.
struct Block<'all> {
    codes: Vec<&'all Label<'all>>,
    columns: std::ops::RangeInclusive<u16>,
}

impl<'all> Header<'all> {
    fn around((workbook, grid): (&'all Workbook, &'all Grid), row: u32, span: Span) -> Self {
        let near = grid.cells().iter().filter(|cell| cell.row.abs_diff(row) <= REACH);
        let label = |cell: &'all Cell| {
            let written = short(workbook, cell)?;
            Some(Label { cell, written, plain: column_label(written) })
        };
        Self { workbook, grid, span, labels: near.filter_map(label).collect() }
    }

    fn rank(&self, label: &Label<'_>) -> Option<u8> {
        value_rank(&label.plain, self.span.basis)
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
                self.labels.iter().filter(is_between).any(|label| self.rank(label).is_some_and(|rank| rank < LOOSE))
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
        let is_header = |label: &&Label<'_>| label.cell.row <= header + 1 && Some(label.cell.column) != name;
        let rank = |label: &&Label<'_>| {
            let rank = self.rank(label).filter(|rank| !is_planned(label.written) && (*rank < LOOSE || is_header(label)))?;
            // Of 本期累计（调整前） and 本期累计 the plain one is meant.
            // Nor is a loose label of the year so far meant where one of the quarter stands beside it.
            let rank = rank + u8::from(rank == LOOSE && self.is_of_year(label));
            Some((rank, is_qualified(label.written)))
        };
        let mut ranked: Vec<_> = labels.iter().filter_map(|label| Some((rank(label)?, *label))).collect();
        // 更正后 alone, on a sheet that lists corrections.
        let corrected = labels.iter().filter(|label| is_header(label) && is_corrected(&label.plain)).copied();
        if ranked.is_empty() {
            ranked.extend(corrected.clone().map(|label| ((LOOSE, true), label)));
        }
        self.retain_year(&mut ranked);
        let (best, value) = ranked.iter().min_by_key(|(rank, label)| {
            let Cell { row, column, .. } = label.cell;
            (*rank, self.grid.layout.hides(*column), row.abs_diff(header), *column)
        })?;
        let below = self.below(value, code.cell.column);
        let column = below.as_ref().map_or(value.cell.column, |below| below.column);
        let is_hidden = self.grid.layout.hides(column);
        let competes = |rank: &(u8, bool), label: &Label<'_>| {
            rank == best || rank.0 == best.0 && is_of_later(label.written) || is_hidden && rank.0 < LOOSE
        };
        let alike = ranked.iter().filter(|(rank, label)| competes(rank, label)).map(|(_, label)| *label);
        let mut rivals: Vec<u16> = alike.chain(corrected).map(|label| label.cell.column).collect();
        rivals.retain(|rival| *rival != value.cell.column);
        rivals.extend(below.iter().flat_map(|below| &below.rivals));
        rivals.retain(|rival| *rival != column);
        let is_of_year = |rival: &u16| ranked.iter().any(|(_, label)| label.cell.column == *rival && self.is_of_year(label));
        rivals.retain(|rival| !is_of_year(rival) || self.is_of_year(value));
        rivals.sort_unstable();
        rivals.dedup();
        let below = below.map(|below| below.text);
        let is_other = |text: &str| self.span.is_other(text);
        let is_named_otherwise = is_other(value.written) || below.as_deref().is_some_and(is_other);
        let of_year = ranked.iter().filter(|(_, label)| label.cell.column != column && self.is_of_year(label));
        let of_year = of_year.min_by_key(|(rank, label)| (*rank, label.cell.column));
        let since_january = of_year.map(|(_, label)| (label.cell.column, label.written.trim().to_owned()));
        Some(Table {
            header,
            start: 0,
            end: u32::MAX,
            code: code.cell.column,
            value: column,
            name,
            unit: column_of(is_unit),
            label: value.written.trim().to_owned(),
            label_row: value.cell.row,
            label_column: value.cell.column,
            above: self.year_above(value).map(|above| above.written.trim().to_owned()),
            below,
            is_of_other_span: best.0 == OF_OTHER_SPAN || is_named_otherwise,
            since_january,
            beside: self.without_label(header, column, &block.columns),
            rivals,
        })
    }

    /// Of a form by the quarter: whether a label heads the values of the year so far.
    fn is_of_year(&self, label: &Label<'_>) -> bool {
        let is_accumulated = accumulated(&label.plain).is_some();
        self.span.basis == FlowBasis::Quarter && is_accumulated && Span::begins_with_the_year(label.written)
    }

    /// 2024年 | 2025年 above labels that are the same: those of the year that is asked for are meant, else of the last, and none of 上年.
    fn retain_year(&self, ranked: &mut Vec<((u8, bool), &Label<'_>)>) {
        let above = |label: &Label<'_>| self.year_above(label);
        let year = |label: &Label<'_>| above(label).and_then(|above| year_of(above.written));
        let meant = self.year_meant(ranked.iter().filter_map(|(_, label)| year(label)));
        let is_meant = |label: &Label<'_>| match above(label) {
            Some(above) if is_of_other_period(&above.plain) => false,
            Some(_) => year(label).is_none() || year(label) == meant,
            None => true,
        };
        if ranked.iter().any(|(_, label)| is_meant(label)) {
            ranked.retain(|(_, label)| is_meant(label));
        }
    }

    /// Of several years that head columns that of the return; where it is not among them, the last.
    fn year_meant(&self, years: impl Iterator<Item = i16>) -> Option<i16> {
        years.max_by_key(|year| (*year == self.span.period.year, *year))
    }

    /// The year that stands above a label, or 上年, in a row that has several: merged over it, or else the nearest one that does not stand behind it.
    fn year_above(&self, label: &Label<'_>) -> Option<&Label<'all>> {
        let is_year = |above: &&Label<'_>| year_of(above.written).is_some() || is_of_year(&above.plain);
        let rows = (label.cell.row.saturating_sub(REACH)..label.cell.row).rev();
        rows.map(|row| self.labels.iter().filter(move |above| above.cell.row == row).filter(is_year).collect::<Vec<_>>())
            .find(|years| years.len() > 1)
            .and_then(|years| {
                let spans = |above: &&&Label<'all>| {
                    let merged = self.grid.layout.merge_of(above.cell.row, above.cell.column);
                    merged.is_none_or(|[_, last]| label.cell.column <= last.1)
                };
                let before = years.into_iter().filter(|above| above.cell.column <= label.cell.column);
                before.max_by_key(|above| above.cell.column).filter(|above| spans(&above))
            })
    }

    /// The columns next to that of the values that no label heads, or only theirs.
    fn without_label(&self, header: u32, values: u16, columns: &std::ops::RangeInclusive<u16>) -> Vec<u16> {
        let heads = |label: &Label<'_>, column: u16| {
            let Cell { row, column: first, .. } = *label.cell;
            // 表号：…, 单位：… stand above a header and head nothing.
            if row < header && label.written.contains([':', '：']) {
                return false;
            }
            let last = self.grid.layout.merge_of(row, first).map_or(first, |[_, last]| last.1);
            // What is merged over the values as well is their own label, or a title of the table.
            first == column || ((first..=last).contains(&column) && !(first..=last).contains(&values))
        };
        let near = values.checked_sub(1).into_iter().chain(values.checked_add(1));
        let is_bare = |column: &u16| columns.contains(column) && !self.labels.iter().any(|label| heads(label, *column));
        near.filter(is_bare).collect()
    }

    /// What stands below a label and above the values; of several the one that is meant, by what they say.
    fn below(&self, label: &Label<'_>, codes: u16) -> Option<Below> {
        let Cell { row, column, .. } = *label.cell;
        let merged = self.grid.layout.merge_of(row, column);
        let first = merged.map_or(row, |[_, last]| last.0) + 1;
        let is_data = |row: u32| self.has_code(row, codes);
        let beneath = |column: u16| {
            let of_column =
                self.labels.iter().filter(|below| below.cell.column == column && (first..=first + 1).contains(&below.cell.row));
            let words = of_column.filter(|below| !is_data(below.cell.row) && !is_mark_of_column(&below.plain));
            words.min_by_key(|below| below.cell.row)
        };
        let is_without_label = |column: u16| self.labels.iter().all(|other| (other.cell.row, other.cell.column) != (row, column));
        let last = merged.map_or(column, |[_, last]| last.1);
        let beside = (column + 1..).take_while(|next| *next <= last || (is_without_label(*next) && beneath(*next).is_some()));
        let parts: Vec<&Label<'_>> = std::iter::once(column).chain(beside.take(12)).filter_map(beneath).collect();
        let rank = |part: &&Label<'_>| part_rank(&part.plain);
        let meant: Vec<(u8, &Label<'_>)> = parts.iter().filter_map(|part| Some((rank(part)?, *part))).collect();
        let best = meant.iter().map(|(rank, _)| *rank).min()?;
        let mut meant: Vec<&Label<'_>> = meant.into_iter().filter(|(rank, _)| *rank == best).map(|(_, part)| part).collect();
        if let Some(year) = self.year_meant(meant.iter().filter_map(|part| year_of(part.written))) {
            meant.retain(|part| year_of(part.written) == Some(year));
        }
        let (chosen, others) = meant.split_first()?;
        Some(Below {
            column: chosen.cell.column,
            text: chosen.written.trim().to_owned(),
            rivals: others.iter().map(|other| other.cell.column).collect(),
        })
    }

    /// Whether a code stands in a row: then it is none of the header.
    fn has_code(&self, row: u32, codes: u16) -> bool {
        self.grid.cell(row, codes).is_some_and(|cell| is_of_data(self.workbook, cell))
    }
}

/// One of the columns under a label.
struct Below {
    column: u16,
    text: String,
    /// Others that could be meant.
    rivals: Vec<u16>,
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

/// Whether words in brackets say that somebody has put the values right, or counted more: `（更正后）`, `（县核）`, `（新）`, `（含分院）`. `（上年）` and
/// `（%）` say nothing of it.
fn is_of_later(text: &str) -> bool {
    const LATER: [&str; 14] =
        ["更正", "核", "审", "调整后", "修正", "修改", "修订", "新", "终", "重报", "补报", "重新", "订正", "含"];
    let compact = normal::compact(text);
    normal::in_brackets(&compact).any(|inside| LATER.iter().any(|word| inside.contains(word)) && !is_of_other_period(inside))
}

/// The time that a label of values names, if it is another than the one that is asked for: `2024年累计`, `1-9月累计`; 本季累计 is none that accumulates
/// since 1 January.
pub(in crate::ingest) fn time(label: &str, span: Span) -> Option<Told> {
    let (plain, period) = (normal::compact(label), span.period);
    if matches!(accumulated(&normal::without_brackets(&plain)), Some(Accumulated::Quarter | Accumulated::Month)) {
        return (span.basis == FlowBasis::YearToDate && !period.opens_the_year()).then_some(Told::Part);
    }
    let years = plain.as_bytes().windows(4).filter_map(|digits| std::str::from_utf8(digits).ok()?.parse::<i16>().ok());
    let mut years = years.filter(|year| (2000..=2100).contains(year));
    match told(label, span) {
        None | Some(Told::Same) if years.any(|year| year != period.year) => Some(Told::Other(period)),
        found => found,
    }
}

/// Whether the values are what was intended, not what came.
fn is_planned(text: &str) -> bool {
    ["计划", "预计", "预算", "目标"].iter().any(|word| text.contains(word))
}

/// A label of values that somebody has put right.
fn is_corrected(label: &str) -> bool {
    const BY: [&str; 10] = ["更正", "核定", "核实", "审核", "审定", "县核", "复核", "调整后", "修正", "修改"];
    let says_values = accumulated(label).is_some() || ["数", "值"].iter().any(|word| label.contains(word));
    let has_values = says_values || label.ends_with('后') || label == "县核";
    has_values && BY.iter().any(|word| label.contains(word)) && !is_of_other_period(label)
}

/// How surely one of several columns under a label is meant; smaller is surer; `None` for what it is not.
fn part_rank(label: &str) -> Option<u8> {
    const WHOLE: [&str; 9] = ["合计", "小计", "总计", "总数", "全院", "全部", "实际", "完成", "完成数"];
    if is_planned(label) || label.starts_with("其中") || is_of_other_period(label) {
        return None;
    }
    Some(u8::from(!WHOLE.contains(&label)))
}

/// `2025年`
fn year_of(label: &str) -> Option<i16> {
    if !label.contains(|character: char| character.is_numeric()) {
        return None;
    }
    let label = normal::compact(label);
    let year = label.strip_suffix("年度").or_else(|| label.strip_suffix('年')).unwrap_or(&label);
    year.parse().ok().filter(|year| (1990..=2100).contains(year))
}

/// A year by another word.
fn is_of_year(label: &str) -> bool {
    matches!(label, "本年" | "上年" | "去年" | "今年" | "本年度" | "上年度" | "上年同期" | "去年同期" | "本期" | "上期" | "同期")
}

/// `丁`, `1`, `(2)`: how forms number their columns.
fn is_mark_of_column(label: &str) -> bool {
    let bare = label.trim_matches(['(', ')', '栏', '列']);
    bare.chars().all(|character| character.is_numeric() || "甲乙丙丁戊己庚辛壬癸".contains(character)) && year_of(bare).is_none()
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

/// The values of another stretch of time than the one that is asked for.
const OF_OTHER_SPAN: u8 = 3;
/// A label that only contains the right words.
const LOOSE: u8 = 4;

fn is_of_other_period(label: &str) -> bool {
    const OTHER: [&str; 9] = ["上年", "上期", "上季", "去年", "同期", "同比", "环比", "增", "减"];
    OTHER.iter().any(|other| label.contains(other))
}

fn is_little_more(label: &str, usual: &str) -> bool {
    let is_again = |more: char| more.is_ascii_digit() || "新终改正后核审稿".contains(more);
    label.strip_prefix(usual).is_some_and(|more| more.chars().count() <= 2 && more.chars().all(is_again))
}

/// What a label says of the stretch of time of the values below it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stretch {
    /// Since 1 January.
    YearSoFar,
    /// Of the quarter, however it got there: the year so far, if 本年累计 does not stand beside it.
    QuarterSoFar,
    Quarter,
    Month,
    /// Nothing.
    Any,
}

impl Stretch {
    fn of(label: &str) -> Option<Self> {
        Some(match label {
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
            | "年初至报告期末累计" => Self::YearSoFar,
            "本季累计" | "本季累计数" => Self::QuarterSoFar,
            "期末数" | "期末" | "期末值" | "本期末" | "本期" | "本期数" | "本期值" | "本期实际" | "数值" | "填报数"
            | "填报值" | "本年实际" => Self::Any,
            "本季" | "本季数" | "本季值" | "本季度" | "本季实际" | "本季发生" | "本季发生数" | "本季完成" | "当季" | "当季数" => {
                Self::Quarter
            }
            "本月" | "本月数" | "本月值" | "本月实际" | "本月发生" | "本月发生数" | "本月完成" | "当月" | "当月数" => {
                Self::Month
            }
            _ => return None,
        })
    }

    /// How surely such values are meant; smaller is surer.
    fn rank(self, basis: FlowBasis) -> u8 {
        match (basis, self) {
            (FlowBasis::YearToDate, Self::YearSoFar) | (FlowBasis::Quarter, Self::Quarter) => 0,
            (_, Self::QuarterSoFar) => 1,
            (_, Self::Any) => 2,
            (FlowBasis::YearToDate, Self::Quarter) | (FlowBasis::Quarter, Self::YearSoFar) | (_, Self::Month) => OF_OTHER_SPAN,
        }
    }
}

/// How surely a label heads the values to be reported; smaller is surer. Other periods' columns never do.
fn value_rank(label: &str, basis: FlowBasis) -> Option<u8> {
    if let Some(stretch) = Stretch::of(label) {
        return Some(stretch.rank(basis));
    }
    if is_of_other_period(label) {
        return None;
    }
    // 本期累计2, 本季数新: somebody's second one.
    let again = ["本期累计", "本年累计", "本季数"].into_iter().find(|usual| is_little_more(label, usual)).and_then(Stretch::of);
    let is_loose = accumulated(label).is_some() || label.contains("期末");
    again.map(|stretch| stretch.rank(basis)).or_else(|| is_loose.then_some(LOOSE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Period, Quarter};
    use crate::ingest::workbook::{Format, Layout, Rectangle};

    /// Since 1 January, or of the quarter alone.
    fn asked(basis: FlowBasis) -> Span {
        Span { period: Period::quarter(2025, Quarter::Third), basis }
    }

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
        locate(&workbook, &workbook.sheets[0], asked(FlowBasis::YearToDate)).map(|table| (table.code, table.value, table.name))
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
        let planned = [(4, 0, "指标名称"), (4, 2, "代码"), (4, 3, "本期累计（计划）"), (4, 4, "本期累计")];
        assert_eq!(located(&planned), Ok((2, 4, Some(0))));
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
            locate(&workbook, &workbook.sheets[0], asked(FlowBasis::YearToDate))
                .map(|table| (table.value, table.rivals, table.is_of_other_span))
                .unwrap()
        };
        let of = |one: &'static str, other: &'static str| [(4, 0, "指标名称"), (4, 1, "代码"), (4, 2, one), (4, 3, other)];
        assert_eq!(found(&of("本期累计", "本期累计"), &[]), (2, vec![3], false));
        assert_eq!(found(&of("本期累计", "本期累计"), &[2]), (3, vec![2], false), "the visible one first");
        assert_eq!(found(&of("本季累计", "本年累计"), &[]), (3, vec![], false));
        assert_eq!(found(&of("本季数", "上年同期"), &[]), (2, vec![], true));
        assert_eq!(found(&of("2025年7—9月累计", "增减"), &[]), (2, vec![], true));
        for corrected in ["本期累计（更正后）", "更正后本期累计", "本期累计2", "本期累计（新）", "核实数", "县核"]
        {
            assert_eq!(found(&of("本期累计", corrected), &[]), (2, vec![3], false), "{corrected}");
        }
        for other in [
            "本期累计（调整前）",
            "本期累计（上年）",
            "本期累计（%）",
            "本期累计（2024年）",
            "本期累计率",
            "审核意见",
            "上年同期",
            "上季累计",
            "本期累计（计划）",
            "备注",
        ] {
            assert_eq!(found(&of("本期累计", other), &[]), (2, vec![], false), "{other}");
        }
        assert_eq!(found(&of("本期累计", "期末数"), &[2]), (2, vec![3], false), "hidden, with another beside it");
    }

    #[test]
    fn of_columns_under_one_label_the_one_that_is_meant_counts() {
        let found = |parts: [&str; 3]| {
            let mut cells = vec![(4, 0, "指标名称"), (4, 1, "代码"), (4, 2, "本期累计"), (4, 5, "上年同期"), (6, 1, "101")];
            cells
                .extend([(5, 2, parts[0]), (5, 3, parts[1]), (5, 4, parts[2])].into_iter().filter(|(.., text)| !text.is_empty()));
            let merges = vec![[(4, 2), (4, 4)]];
            let workbook = sheet(&cells, Layout { merges, ..Layout::default() });
            let table = locate(&workbook, &workbook.sheets[0], asked(FlowBasis::YearToDate)).unwrap();
            (table.value, table.rivals, table.below, table.is_of_other_span)
        };
        let is = |column: u16, rivals: &[u16], below: &str| (column, rivals.to_vec(), Some(below.to_owned()), false);
        assert_eq!(found(["村卫生室", "本院", "合计"]), is(4, &[], "合计"));
        assert_eq!(found(["其中：医保", "合计", ""]), is(3, &[], "合计"));
        assert_eq!(found(["计划", "完成", ""]), is(3, &[], "完成"));
        assert_eq!(found(["2024年", "2025年", ""]), is(3, &[], "2025年"));
        assert_eq!(found(["2025年", "2026年", ""]), is(2, &[], "2025年"));
        assert_eq!(found(["门诊", "住院", ""]), is(2, &[3], "门诊"), "nobody knows which");
        assert_eq!(found(["（元）", "", ""]), is(2, &[], "（元）"));
        assert_eq!(found(["（10—12月）", "", ""]), (2, vec![], Some("（10—12月）".to_owned()), true));
        assert_eq!(found(["1", "2", "3"]), (2, vec![], None, false));
    }

    #[test]
    fn of_the_years_above_the_same_label_that_of_the_return_is_meant() {
        let found = |years: [(u32, &'static str); 2], merges: &[Rectangle]| {
            let mut cells = vec![(3, 0, "指标名称"), (3, 1, "代码"), (5, 1, "101")];
            cells.extend(years.map(|(column, year)| (3, column, year)));
            cells.extend([(4, 2, "本期累计"), (4, 3, "增减"), (4, 4, "本期累计"), (4, 5, "增减")]);
            let workbook = sheet(&cells, Layout { merges: merges.to_vec(), ..Layout::default() });
            locate(&workbook, &workbook.sheets[0], asked(FlowBasis::YearToDate))
                .map(|table| (table.value, table.rivals, table.above))
                .unwrap()
        };
        let is = |column: u16, year: &str| (column, Vec::<u16>::new(), Some(year.to_owned()));
        let merged = [[(3, 2), (3, 3)], [(3, 4), (3, 5)]];
        assert_eq!(found([(2, "2024年"), (4, "2025年")], &merged), is(4, "2025年"));
        assert_eq!(found([(2, "2025年"), (4, "2024年")], &merged), is(2, "2025年"));
        assert_eq!(found([(2, "2025年"), (4, "2026年")], &merged), is(2, "2025年"), "the return is of 2025");
        assert_eq!(found([(2, "2023年"), (4, "2024年")], &merged), is(4, "2024年"));
        assert_eq!(found([(2, "2024年"), (4, "2025年")], &[]), is(4, "2025年"), "centred over two columns");
        assert_eq!(found([(2, "上年"), (4, "本年")], &merged), is(4, "本年"));
        assert_eq!(found([(2, "门诊"), (4, "住院")], &merged), (2, vec![4], None), "nobody knows which");
    }

    #[test]
    fn a_header_that_stands_otherwise_lower_down_takes_over() {
        let found = |again: [&str; 3]| {
            let mut cells =
                vec![(0, 0, "指标名称"), (0, 1, "代码"), (0, 2, "本期累计"), (1, 1, "101"), (2, 1, "102"), (3, 1, "103")];
            cells.extend([(4, 0, again[0]), (4, 1, again[1]), (4, 2, again[2]), (5, 1, "104")]);
            let workbook = sheet(&cells, Layout::default());
            let tables = tables(&workbook, &workbook.sheets[0], asked(FlowBasis::YearToDate)).unwrap();
            tables.into_iter().map(|table| (table.header, table.end, table.code, table.value)).collect::<Vec<_>>()
        };
        assert_eq!(found(["指标名称", "代码", "本期累计"]), [(0, u32::MAX, 1, 2)]);
        assert_eq!(found(["代码", "指标名称", "本期累计"]), [(0, 4, 1, 2), (4, u32::MAX, 0, 2)]);
        assert_eq!(found(["指标名称", "代码", "上年同期"]), [(0, 4, 1, 2)], "nothing to read below it");
        assert_eq!(found(["", "代码", ""]), [(0, u32::MAX, 1, 2)]);
    }

    #[test]
    fn codes_are_told_from_the_numbers_of_lines_and_halves_from_one_another() {
        let lines = [(4, 0, "指标名称"), (4, 1, "行次"), (4, 2, "代码"), (4, 3, "本期累计")];
        assert_eq!(located(&lines), Ok((2, 3, Some(0))));
        let halves =
            [(4, 0, "指标名称"), (4, 1, "代码"), (4, 2, "本期累计"), (4, 3, "指标名称"), (4, 4, "代码"), (4, 5, "本期累计")];
        let workbook = sheet(&halves, Layout::default());
        let tables = tables(&workbook, &workbook.sheets[0], asked(FlowBasis::YearToDate)).unwrap();
        let columns: Vec<_> = tables.into_iter().map(|table| (table.code, table.value, table.rivals)).collect();
        assert_eq!(columns, [(1, 2, vec![]), (4, 5, vec![])]);
    }

    #[test]
    fn where_the_quarter_is_asked_its_column_counts_and_that_of_the_year_is_compared() {
        let found = |labels: &[&'static str]| {
            let mut cells = vec![(4, 0, "指标名称"), (4, 1, "代码")];
            cells.extend((2..).zip(labels).map(|(column, label)| (4, column, *label)));
            let workbook = sheet(&cells, Layout::default());
            let table = locate(&workbook, &workbook.sheets[0], asked(FlowBasis::Quarter)).unwrap();
            (table.value, table.rivals, table.is_of_other_span, table.since_january.map(|(column, _)| column))
        };
        assert_eq!(found(&["本季数", "上年同期"]), (2, vec![], false, None));
        for of_year in ["本年累计", "本期累计", "2025年1—9月累计"] {
            assert_eq!(found(&[of_year, "本季数"]), (3, vec![], false, Some(2)), "{of_year}");
            assert_eq!(found(&[of_year, "上年同期"]), (2, vec![], true, None), "{of_year} alone");
        }
        for of_quarter in ["2025年7—9月累计", "本季累计", "本期数"] {
            assert_eq!(found(&[of_quarter, "上年同期"]), (2, vec![], false, None), "{of_quarter}");
        }
        assert_eq!(found(&["1—9月累计", "7—9月累计"]), (3, vec![], false, Some(2)));
        assert_eq!(found(&["本月数", "上年同期"]), (2, vec![], true, None));
        assert_eq!(found(&["本季数", "本季数新"]), (2, vec![3], false, None), "somebody's second one");
    }
}
