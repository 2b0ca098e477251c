//! The cells of returns once more, for slips: as they stand in the file, nothing cleaned.

use super::convert::date;
use super::discover::Found;
use super::reader::{Opener, Reader};
use super::recognise::cover_of;
use super::workbook::{Grid, Value, Workbook};
use super::{IngestError, discover, each, statements};
use crate::domain::{Original, OriginalCell, OriginalSheet, OriginalValue};

/// Last row and column of a sheet of Excel; .ods has more.
const LAST: (u32, u16) = (1_048_575, 16_383);

/// Reads the cells of files, in their order; `None` for a file that cannot be opened, or whose bytes are not those that its hash was
/// made of: a slip must not mix two versions of a return.
pub fn originals(files: &[Found], reader: &Reader) -> Result<Vec<Option<Original>>, IngestError> {
    each(files, reader, &|| (), original)
}

fn original(found: &Found, opener: &mut Opener<'_>) -> Result<Option<Original>, IngestError> {
    let Ok(Some(bytes)) = discover::bytes(&found.path) else { return Ok(None) };
    let is_same = found.source.hash.is_empty() || blake3::hash(&bytes).to_hex().as_str() == found.source.hash;
    if !is_same {
        return Ok(None);
    }
    Ok(opener.open(bytes)?.ok().map(|mut workbook| {
        statements::take(&mut workbook);
        Original {
            is_1904: workbook.is_1904,
            cover: cover_of(&workbook),
            sheets: workbook.sheets.iter().map(|grid| sheet(&workbook, grid)).collect(),
        }
    }))
}

fn sheet(workbook: &Workbook, grid: &Grid) -> OriginalSheet {
    let (last_row, last_column) = LAST;
    let inside = grid.cells().iter().filter(|cell| cell.row <= last_row && cell.column <= last_column);
    let cells =
        inside.filter_map(|cell| Some(OriginalCell { row: cell.row, column: cell.column, value: value(workbook.value(cell))? }));
    OriginalSheet { name: grid.name.clone(), is_hidden: grid.is_hidden, cells: cells.collect() }
}

/// A formula that was never calculated shows nothing, and neither does what the file has lost.
fn value(value: Value<'_>) -> Option<OriginalValue> {
    Some(match value {
        Value::Number(number) => OriginalValue::Number(number),
        Value::Text(text) | Value::Error(text) | Value::Withdrawn(text) => OriginalValue::Text(text.to_owned()),
        Value::Iso(text) => date::moment(text).map_or_else(|| OriginalValue::Text(text.to_owned()), OriginalValue::Moment),
        Value::Bool(truth) => OriginalValue::Truth(truth),
        Value::DateTime(days) => OriginalValue::Moment(days),
        Value::Uncalculated | Value::Lost => return None,
    })
}
