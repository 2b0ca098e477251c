//! A sheet of the registry as rows under known headers, wherever the header row stands and in whatever order its columns are.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use super::cell;
use super::cell::Typed;
use super::mistake::{CellTrouble, RegistryMistake, RegistryTrouble, SheetName};
use crate::domain::CellAddress;
use tongbao_document::plain;

/// The header is looked for in so many rows that are not blank.
const HEADER_WITHIN: usize = 10;

/// A column that a sheet may have.
pub(super) struct Column {
    /// Its name, as a template has it.
    pub(super) name: &'static str,
    /// Other headers that mean the same.
    pub(super) aliases: &'static [&'static str],
    /// Whether the sheet is useless without it.
    pub(super) is_required: bool,
}

/// A sheet with its header found.
pub(super) struct Table {
    sheet: SheetName,
    columns: BTreeMap<&'static str, u16>,
    rows: BTreeMap<u32, BTreeMap<u16, Typed>>,
}

impl Table {
    /// Finds the header: among the first rows the one with the most known headers. Without one, or without a required column, the
    /// sheet has no rows and its mistake is told.
    pub(super) fn locate(
        sheet: SheetName,
        mut rows: BTreeMap<u32, BTreeMap<u16, Typed>>,
        known: &[Column],
        mistakes: &mut Vec<RegistryMistake>,
    ) -> Option<Self> {
        rows.retain(|_, cells| cells.values().any(|value| !matches!(cell::words(value), Ok(None))));
        let recognised = |cells: &BTreeMap<u16, Typed>| cells.values().filter(|value| recognise(value, known).is_some()).count();
        let best = rows.iter().take(HEADER_WITHIN).rev().max_by_key(|(_, cells)| recognised(cells));
        let required: Vec<&'static str> = known.iter().filter(|column| column.is_required).map(|column| column.name).collect();
        let Some((&header, titles)) = best.filter(|(_, cells)| recognised(cells) >= 2) else {
            let trouble = RegistryTrouble::NoHeader { within: HEADER_WITHIN, required };
            mistakes.push(RegistryMistake { sheet, cell: None, trouble });
            return None;
        };

        let mut columns = BTreeMap::new();
        let mut is_sound = true;
        for (&position, value) in titles {
            let Some(name) = recognise(value, known) else { continue };
            if let Some(first) = columns.insert(name, position) {
                let trouble = RegistryTrouble::ColumnTwice { column: name, other: CellAddress { row: header, column: first } };
                mistakes.push(RegistryMistake { sheet, cell: Some(CellAddress { row: header, column: position }), trouble });
                is_sound = false;
            }
        }
        for name in required.into_iter().filter(|name| !columns.contains_key(name)) {
            let first = titles.keys().next().copied().unwrap_or(0);
            let cell = Some(CellAddress { row: header, column: first });
            mistakes.push(RegistryMistake { sheet, cell, trouble: RegistryTrouble::ColumnMissing { column: name } });
            is_sound = false;
        }
        rows.retain(|&row, cells| row > header && !is_remark(cells));
        rows.retain(|_, cells| {
            columns.values().any(|column| cells.get(column).is_some_and(|value| !matches!(cell::words(value), Ok(None))))
        });
        is_sound.then_some(Self { sheet, columns, rows })
    }

    /// Rows with something in a known column, from top to bottom.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(&number, cells)| Row { table: self, number, cells })
    }

    /// A mistake that concerns the whole sheet.
    pub(super) fn mistake(&self, trouble: RegistryTrouble) -> RegistryMistake {
        RegistryMistake { sheet: self.sheet, cell: None, trouble }
    }
}

/// Which known column a header cell names; blanks, brackets with their content and the star of a required column do not matter.
fn recognise(value: &Typed, known: &[Column]) -> Option<&'static str> {
    let Typed::Text(title) = value else { return None };
    let mut plain = String::new();
    let mut depth = 0_u32;
    for character in title.chars().map(cell::half_width) {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '*' => {}
            _ if depth > 0 || character.is_whitespace() || plain::is_hidden(character) => {}
            _ => plain.push(character),
        }
    }
    known.iter().find(|column| column.name == plain || column.aliases.contains(&plain.as_str())).map(|column| column.name)
}

/// A line such as `注：…` under the table.
fn is_remark(cells: &BTreeMap<u16, Typed>) -> bool {
    let mut said = cells.values().filter_map(|value| cell::words(value).ok().flatten());
    let starts_a_remark = |text: String| {
        ["注：", "注:", "说明：", "说明:", "备注：", "备注:", "填表说明"].iter().any(|mark| text.starts_with(mark))
    };
    said.next().is_some_and(starts_a_remark) && said.next().is_none()
}

/// One row, read by the names of its columns.
#[derive(Clone, Copy)]
pub(super) struct Row<'table> {
    table: &'table Table,
    number: u32,
    cells: &'table BTreeMap<u16, Typed>,
}

impl Row<'_> {
    /// Words on one line; `None` if the cell is blank or the sheet has no such column.
    pub(super) fn words(self, column: &'static str, mistakes: &mut Vec<RegistryMistake>) -> Option<String> {
        self.read(column, cell::words, mistakes)
    }

    /// Several words, which may stand on lines of their own.
    pub(super) fn listed(self, column: &'static str, mistakes: &mut Vec<RegistryMistake>) -> Option<String> {
        self.read(column, cell::lines, mistakes)
    }

    /// Words that must be there; blank after its mistake is told.
    pub(super) fn needed_words(self, column: &'static str, mistakes: &mut Vec<RegistryMistake>) -> String {
        self.needed(column, cell::words, mistakes).unwrap_or_default()
    }

    /// A code.
    pub(super) fn code(self, column: &'static str, mistakes: &mut Vec<RegistryMistake>) -> Option<String> {
        self.read(column, cell::code, mistakes)
    }

    /// A code that must be there.
    pub(super) fn needed_code(self, column: &'static str, mistakes: &mut Vec<RegistryMistake>) -> Option<String> {
        self.needed(column, cell::code, mistakes)
    }

    /// A first and a last day; the mistake is told when they are reversed.
    pub(super) fn days(
        self,
        from: &'static str,
        to: &'static str,
        mistakes: &mut Vec<RegistryMistake>,
    ) -> (Option<Date>, Option<Date>) {
        let first = self.read(from, cell::date, mistakes);
        let last = self.read(to, cell::date, mistakes);
        if let (Some(first), Some(last)) = (first, last)
            && last < first
        {
            mistakes.push(self.mistake(to, RegistryTrouble::DatesReversed { from, first, to, last }));
        }
        (first, last)
    }

    /// A mistake at a cell of this row.
    pub(super) fn mistake(self, column: &str, trouble: RegistryTrouble) -> RegistryMistake {
        RegistryMistake { sheet: self.table.sheet, cell: Some(self.address(column)), trouble }
    }

    /// Its row, counted from zero.
    pub(super) fn number(self) -> u32 {
        self.number
    }

    /// Where the known columns of its sheet stand.
    pub(super) fn columns(&self) -> &BTreeMap<&'static str, u16> {
        &self.table.columns
    }

    /// A cell of this row.
    pub(super) fn address(self, column: &str) -> CellAddress {
        CellAddress { row: self.number, column: self.table.columns.get(column).copied().unwrap_or(0) }
    }

    fn read<T>(
        self,
        column: &'static str,
        reading: impl Fn(&Typed) -> Result<Option<T>, CellTrouble>,
        mistakes: &mut Vec<RegistryMistake>,
    ) -> Option<T> {
        let value = self.cells.get(self.table.columns.get(column)?)?;
        reading(value).unwrap_or_else(|trouble| {
            mistakes.push(self.mistake(column, RegistryTrouble::Cell { column, trouble }));
            None
        })
    }

    fn needed<T>(
        self,
        column: &'static str,
        reading: impl Fn(&Typed) -> Result<Option<T>, CellTrouble>,
        mistakes: &mut Vec<RegistryMistake>,
    ) -> Option<T> {
        let before = mistakes.len();
        let value = self.read(column, reading, mistakes);
        if value.is_none() && mistakes.len() == before {
            mistakes.push(self.mistake(column, RegistryTrouble::Blank { column }));
        }
        value
    }
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} row {}", self.table.sheet.word(), self.number + 1)
    }
}
