//! From the bytes of `registry.xlsx` to a [`Registry`].

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, XlsxError};

use super::check::Entries;
use super::error::RegistryError;
use super::mistake::{RegistryMistake, RegistryTrouble, SheetName};
use super::places::Places;
use super::table::Table;
use super::{Registry, check, rows};

/// Cells with a value, by zero-based row and column.
type Cells = BTreeMap<u32, BTreeMap<u16, Data>>;

/// Reads the registry; every mistake in it is told at once.
pub fn read(path: &Path) -> Result<Registry, RegistryError> {
    read_with_places(path).map(|(registry, _)| registry)
}

/// The same with the cells of its rows.
pub fn read_with_places(path: &Path) -> Result<(Registry, Places), RegistryError> {
    let bytes = fs::read(path).map_err(|source| RegistryError::Read { path: path.to_owned(), source })?;
    parse_with_places(&bytes, path)
}

/// Reads the registry from the bytes of an .xlsx file; the path only names it in errors.
pub fn parse(bytes: &[u8], path: &Path) -> Result<Registry, RegistryError> {
    parse_with_places(bytes, path).map(|(registry, _)| registry)
}

/// The same with the cells of its rows.
pub fn parse_with_places(bytes: &[u8], path: &Path) -> Result<(Registry, Places), RegistryError> {
    let [units, counties, alliances, memberships] = sheets(bytes, path)?;
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

fn sheets(bytes: &[u8], path: &Path) -> Result<[Cells; 4], RegistryError> {
    let refused = |source: XlsxError| RegistryError::Workbook { path: path.to_owned(), source: Box::new(source) };
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let found = workbook.sheet_names();
    let mut missing = Vec::new();
    let mut sheets = [const { Cells::new() }; 4];
    for (sheet, wanted) in sheets.iter_mut().zip(SheetName::ALL) {
        match found.iter().find(|name| name.trim() == wanted.word()) {
            Some(name) => *sheet = cells(&mut workbook, name).map_err(refused)?,
            None => missing.push(wanted.word().to_owned()),
        }
    }
    if missing.is_empty() { Ok(sheets) } else { Err(RegistryError::MissingSheets { path: path.to_owned(), missing, found }) }
}

/// Cells are streamed: a range would hold the whole rectangle down to a stray cell in the last row.
fn cells(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Cells, XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(sheet)?;
    let mut cells = Cells::new();
    while let Some(cell) = reader.next_cell()? {
        let (row, column) = cell.get_position();
        let value = Data::from(cell.get_value().clone());
        if let Some(column) = u16::try_from(column).ok().filter(|_| value != Data::Empty) {
            cells.entry(row).or_default().insert(column, value);
        }
    }
    Ok(cells)
}
