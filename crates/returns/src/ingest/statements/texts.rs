//! Every text of a workbook that the office keeps, with its cell: for whoever asks whether it can be printed.

use std::path::Path;

use super::opened;
use crate::domain::{File, Location, OfficeFile};
use crate::ingest::error::IngestError;
use crate::ingest::reader::Reader;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::Value;

/// The texts of a workbook; none without the file, and none of one that cannot be opened, which is told where its rows are read.
pub fn texts(file: OfficeFile, path: &Path, reader: &Reader) -> Result<Vec<(Location, String)>, IngestError> {
    let file = File::Office(file);
    let Some(workbook) = opened(path, reader, &mut Remarks::about(file.clone()))? else { return Ok(Vec::new()) };
    let mut texts = Vec::new();
    for grid in &workbook.sheets {
        for cell in grid.cells() {
            if let Value::Text(text) = workbook.value(cell) {
                texts.push((Location::file(file.clone()).on_cell(&grid.name, cell), text.to_owned()));
            }
        }
    }
    Ok(texts)
}
