//! From the sheets of `registry.xlsx` to a [`Registry`].

use std::collections::BTreeMap;
use std::path::Path;

use super::cell::Typed;
use super::check::Entries;
use super::error::RegistryError;
use super::mistake::{RegistryMistake, RegistryTrouble, SheetName};
use super::places::Places;
use super::table::Table;
use super::{Registry, check, rows};

/// Cells with a value, by zero-based row and column.
type Cells = BTreeMap<u32, BTreeMap<u16, Typed>>;

/// A sheet of the workbook as it was opened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawSheet {
    /// Its name.
    pub name: String,
    /// What was typed, by zero-based row and column.
    pub rows: Cells,
}

/// Reads the registry from its sheets, with the cells of its rows; every mistake in it is told at once. The path only names it in errors.
pub fn joined(sheets: Vec<RawSheet>, path: &Path) -> Result<(Registry, Places), RegistryError> {
    let [units, counties, alliances, memberships] = named(sheets, path)?;
    let mut mistakes = Vec::new();
    let units = Table::locate(SheetName::Units, units, rows::UNIT_COLUMNS, &mut mistakes);
    let counties = Table::locate(SheetName::Counties, counties, rows::COUNTY_COLUMNS, &mut mistakes);
    let alliances = Table::locate(SheetName::Alliances, alliances, rows::ALLIANCE_COLUMNS, &mut mistakes);
    let memberships = Table::locate(SheetName::Memberships, memberships, rows::MEMBERSHIP_COLUMNS, &mut mistakes);
    // A sheet whose header is wrong would make every reference to its rows wrong too: only its header is told then.
    let joined = if let (Some(units), Some(counties), Some(alliances), Some(memberships)) =
        (&units, &counties, &alliances, &memberships)
    {
        for table in [units, counties].into_iter().filter(|table| table.rows().next().is_none()) {
            mistakes.push(table.mistake(RegistryTrouble::NoRows));
        }
        let entries = Entries {
            units: rows::units(units, &mut mistakes),
            counties: rows::counties(counties, &mut mistakes),
            alliances: rows::alliances(alliances, &mut mistakes),
            memberships: rows::memberships(memberships, &mut mistakes),
        };
        let places = Places::of(&entries);
        (check::joined(entries, &mut mistakes), places)
    } else {
        Default::default()
    };
    if mistakes.is_empty() { Ok(joined) } else { Err(invalid(mistakes, path)) }
}

fn invalid(mut mistakes: Vec<RegistryMistake>, path: &Path) -> RegistryError {
    mistakes.sort_by_cached_key(|mistake| (mistake.sheet, mistake.cell, mistake.trouble.to_string()));
    RegistryError::Invalid { path: path.to_owned(), mistakes }
}

fn named(mut all: Vec<RawSheet>, path: &Path) -> Result<[Cells; 4], RegistryError> {
    let found: Vec<String> = all.iter().map(|sheet| sheet.name.clone()).collect();
    let mut missing = Vec::new();
    let mut sheets = [const { Cells::new() }; 4];
    for (sheet, wanted) in sheets.iter_mut().zip(SheetName::ALL) {
        match all.iter_mut().find(|found| found.name.trim() == wanted.word()) {
            Some(found) => *sheet = std::mem::take(&mut found.rows),
            None => missing.push(wanted.word().to_owned()),
        }
    }
    if missing.is_empty() { Ok(sheets) } else { Err(RegistryError::MissingSheets { path: path.to_owned(), missing, found }) }
}
