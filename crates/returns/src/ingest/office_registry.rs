//! `registry.xlsx`, opened as returns are: in a process of its own, so that a damaged one costs a message and not the run's memory or night.

use std::io::ErrorKind;
use std::path::Path;

use super::error::IngestError;
use super::open::Refusal;
use super::reader::Reader;
use super::workbook::{Grid, Value, Workbook};
use super::{discover, too_large, unreadable};
use crate::domain::{File, OfficeFile};
use crate::finding::Finding;
use crate::registry::{Places, RawSheet, Registry, RegistryError, Typed, joined};

/// Reads the registry with the cells of its rows; every mistake in it is told at once. The outer error means that workbooks cannot be opened
/// at all.
pub fn registry(path: &Path, reader: &Reader) -> Result<Result<(Registry, Places), RegistryError>, IngestError> {
    match discover::bytes(path) {
        Ok(Some(bytes)) => registry_of(bytes, path, reader),
        Ok(None) => Ok(Err(refused(too_large(), path))),
        // A pipe or a device, for which the system has no word.
        Err(error) if error.kind() == ErrorKind::InvalidInput => Ok(Err(refused(unreadable(&error), path))),
        Err(source) => Ok(Err(RegistryError::Read { path: path.to_owned(), source })),
    }
}

/// The same from its bytes; the path only names it in errors.
pub fn registry_of(
    bytes: Vec<u8>,
    path: &Path,
    reader: &Reader,
) -> Result<Result<(Registry, Places), RegistryError>, IngestError> {
    Ok(match reader.opener().open(bytes)? {
        Ok(workbook) => joined(workbook.sheets.iter().map(|grid| raw(&workbook, grid)).collect(), path),
        Err(refusal) => Err(refused(refusal, path)),
    })
}

/// In the words in which a return is refused.
fn refused(refusal: Refusal, path: &Path) -> RegistryError {
    let finding = Finding::about(File::Office(OfficeFile::Registry), refusal);
    RegistryError::Workbook { path: path.to_owned(), reason: finding.message() }
}

fn raw(workbook: &Workbook, grid: &Grid) -> RawSheet {
    let mut sheet = RawSheet { name: grid.name.clone(), ..RawSheet::default() };
    for cell in grid.cells() {
        let typed = match workbook.value(cell) {
            Value::Number(number) => Typed::Number(number),
            Value::Text(text) | Value::Iso(text) | Value::Withdrawn(text) => Typed::Text(text.to_owned()),
            Value::Bool(truth) => Typed::Truth(truth),
            Value::DateTime(days) => Typed::Moment(days),
            Value::Error(error) => Typed::Error(error.to_owned()),
            Value::Uncalculated => Typed::Uncalculated,
            Value::Lost => Typed::Error("文件中缺失".to_owned()),
        };
        sheet.rows.entry(cell.row).or_default().insert(cell.column, typed);
    }
    sheet
}
