//! Where the rows of a registry stand, so that what plans have to say about it later names its cell.

use std::collections::BTreeMap;
use std::fmt;

use super::check::Entries;
use super::mistake::SheetName;
use super::rows::Entry;
use super::table::Row;
use crate::domain::{AllianceCode, CellAddress, CountyCode, UnitCode};

/// The cells of a registry, by the row's code and the column's name in the template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    columns: BTreeMap<SheetName, BTreeMap<&'static str, u16>>,
    units: BTreeMap<UnitCode, u32>,
    counties: BTreeMap<CountyCode, u32>,
    alliances: BTreeMap<AllianceCode, u32>,
    /// In the order of [`super::Registry::memberships`].
    memberships: Vec<u32>,
}

/// A cell of the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// On which sheet.
    pub sheet: SheetName,
    /// Where on it.
    pub cell: CellAddress,
}

impl fmt::Display for Spot {
    /// `机构!D4`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}!{}", self.sheet.word(), self.cell)
    }
}

impl Places {
    /// Of the rows of the four sheets.
    pub(super) fn of(entries: &Entries<'_>) -> Self {
        let Entries { units, counties, alliances, memberships } = entries;
        let mut places = Self {
            columns: BTreeMap::new(),
            units: units.iter().map(|entry| (entry.value.code.clone(), entry.row.number())).collect(),
            counties: counties.iter().map(|entry| (entry.value.code.clone(), entry.row.number())).collect(),
            alliances: alliances.iter().map(|entry| (entry.value.code.clone(), entry.row.number())).collect(),
            memberships: memberships.iter().map(|entry| entry.row.number()).collect(),
        };
        places.head(SheetName::Units, first(units));
        places.head(SheetName::Counties, first(counties));
        places.head(SheetName::Alliances, first(alliances));
        places.head(SheetName::Memberships, first(memberships));
        places
    }

    /// A cell of a unit's row.
    pub fn unit(&self, code: &UnitCode, column: &str) -> Option<Spot> {
        self.spot(SheetName::Units, *self.units.get(code)?, column)
    }

    /// A cell of a county's row.
    pub fn county(&self, code: &CountyCode, column: &str) -> Option<Spot> {
        self.spot(SheetName::Counties, *self.counties.get(code)?, column)
    }

    /// A cell of an alliance's row.
    pub fn alliance(&self, code: &AllianceCode, column: &str) -> Option<Spot> {
        self.spot(SheetName::Alliances, *self.alliances.get(code)?, column)
    }

    /// A cell of a row of 成员, by its position in [`super::Registry::memberships`].
    pub fn membership(&self, position: usize, column: &str) -> Option<Spot> {
        self.spot(SheetName::Memberships, *self.memberships.get(position)?, column)
    }

    fn head(&mut self, sheet: SheetName, row: Option<Row<'_>>) {
        let columns = row.map(|row| row.columns().clone()).unwrap_or_default();
        self.columns.insert(sheet, columns);
    }

    /// Of a sheet without the column the row's first cell.
    fn spot(&self, sheet: SheetName, row: u32, column: &str) -> Option<Spot> {
        let column = self.columns.get(&sheet)?.get(column).copied().unwrap_or(0);
        Some(Spot { sheet, cell: CellAddress { row, column } })
    }
}

fn first<'table, T>(entries: &[Entry<'table, T>]) -> Option<Row<'table>> {
    entries.first().map(|entry| entry.row)
}
