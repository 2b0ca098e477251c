//! From the bytes of `registry.xlsx` to a [`Registry`].

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, XlsxError};

use super::check::Entries;
use super::error::{RegistryError, RegistryMistake};
use super::table::{SheetName, Slip, Table};
use super::{Registry, check, rows};

/// Cells with a value, by zero-based row and column.
type Cells = BTreeMap<u32, BTreeMap<u16, Data>>;

/// Reads the registry; every mistake in it is told at once.
pub fn read(path: &Path) -> Result<Registry, RegistryError> {
    let bytes = fs::read(path).map_err(|source| RegistryError::Read { path: path.to_owned(), source })?;
    parse(&bytes, path)
}

/// Reads the registry from the bytes of an .xlsx file; the path only names it in errors.
pub fn parse(bytes: &[u8], path: &Path) -> Result<Registry, RegistryError> {
    let [units, counties, alliances, memberships] = sheets(bytes, path)?;
    let mut slips = Vec::new();
    let units = Table::locate(SheetName::Units, units, rows::UNIT_COLUMNS, &mut slips);
    let counties = Table::locate(SheetName::Counties, counties, rows::COUNTY_COLUMNS, &mut slips);
    let alliances = Table::locate(SheetName::Alliances, alliances, rows::ALLIANCE_COLUMNS, &mut slips);
    let memberships = Table::locate(SheetName::Memberships, memberships, rows::MEMBERSHIP_COLUMNS, &mut slips);
    // A sheet whose header is wrong would make every reference to its rows wrong too: only its header is told then.
    let registry = if let (Some(units), Some(counties), Some(alliances), Some(memberships)) =
        (&units, &counties, &alliances, &memberships)
    {
        for table in [units, counties].into_iter().filter(|table| table.rows().next().is_none()) {
            slips.push(table.slip("表里没有一行数据"));
        }
        let entries = Entries {
            units: rows::units(units, &mut slips),
            counties: rows::counties(counties, &mut slips),
            alliances: rows::alliances(alliances, &mut slips),
            memberships: rows::memberships(memberships, &mut slips),
        };
        check::joined(entries, &mut slips)
    } else {
        Registry::default()
    };
    if slips.is_empty() { Ok(registry) } else { Err(invalid(slips, path)) }
}

fn invalid(mut slips: Vec<Slip>, path: &Path) -> RegistryError {
    slips.sort();
    RegistryError::Invalid { path: path.to_owned(), mistakes: slips.into_iter().map(RegistryMistake::from).collect() }
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
