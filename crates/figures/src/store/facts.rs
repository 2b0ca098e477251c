//! Facts as Parquet: one row a fact, one file a period.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use polars::prelude::*;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use polars_io::parquet::write::{ParquetCompression, ParquetWriter};

use super::error::StoreError;
use tongbao_returns::domain::{Fact, Place, Reading, Return};

/// Position of a file in the catalogue → its facts, in the order of the form's items.
pub(super) type Kept = BTreeMap<u32, Vec<Fact>>;

const NUMBER: u32 = 0;
const TEXT: u32 = 1;
const NOT_APPLICABLE: u32 = 2;
const BLANK: u32 = 3;

/// The facts of one period as bytes; the path is that of which an error speaks.
pub(super) fn encode(path: &Path, returns: &[(u32, &Return)]) -> Result<Vec<u8>, StoreError> {
    let rows = || returns.iter().flat_map(|(file, filed)| filed.facts.iter().map(move |fact| (*file, fact)));
    let count = rows().count();
    let place = |read: fn(Place) -> u32| rows().map(|(_, fact)| fact.place.map(read)).collect::<Vec<_>>();
    let columns = vec![
        Column::new("file".into(), rows().map(|(file, _)| file).collect::<Vec<_>>()),
        Column::new("item".into(), rows().map(|(_, fact)| u32::from(fact.item)).collect::<Vec<_>>()),
        Column::new("state".into(), rows().map(|(_, fact)| state(&fact.reading)).collect::<Vec<_>>()),
        Column::new("number".into(), rows().map(|(_, fact)| fact.reading.number()).collect::<Vec<_>>()),
        Column::new("text".into(), rows().map(|(_, fact)| text(&fact.reading)).collect::<Vec<_>>()),
        Column::new("sheet".into(), place(|place| u32::from(place.sheet))),
        Column::new("row".into(), place(|place| place.row)),
        Column::new("column".into(), place(|place| u32::from(place.column))),
    ];
    let failed = |source| StoreError::Facts { path: path.to_owned(), source: Box::new(source) };
    let mut frame = DataFrame::new(count, columns).map_err(failed)?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).with_compression(ParquetCompression::Snappy).finish(&mut frame).map_err(failed)?;
    Ok(bytes)
}

/// The facts of one period from bytes.
pub(super) fn decode(bytes: &[u8]) -> PolarsResult<Kept> {
    kept(&ParquetReader::new(Cursor::new(bytes)).finish()?)
}

fn kept(frame: &DataFrame) -> PolarsResult<Kept> {
    let column = |name: &str| -> PolarsResult<UInt32Chunked> { Ok(frame.column(name)?.u32()?.clone()) };
    let (files, items, states) = (column("file")?, column("item")?, column("state")?);
    let (sheets, rows, columns) = (column("sheet")?, column("row")?, column("column")?);
    let numbers = frame.column("number")?.f64()?;
    let texts = frame.column("text")?.str()?;
    let mut kept = Kept::new();
    for position in 0..frame.height() {
        let damaged = || polars_err!(ComputeError: "row {position} of the facts is not whole");
        let reading = match states.get(position) {
            Some(NUMBER) => Reading::Number(numbers.get(position).ok_or_else(damaged)?),
            Some(TEXT) => Reading::Text(texts.get(position).ok_or_else(damaged)?.to_owned()),
            Some(NOT_APPLICABLE) => Reading::NotApplicable,
            Some(BLANK) => Reading::Blank,
            _ => return Err(damaged()),
        };
        let place = match (sheets.get(position), rows.get(position), columns.get(position)) {
            (Some(sheet), Some(row), Some(column)) => Some(Place {
                sheet: u16::try_from(sheet).ok().ok_or_else(damaged)?,
                row,
                column: u16::try_from(column).ok().ok_or_else(damaged)?,
            }),
            _ => None,
        };
        let item = items.get(position).and_then(|item| u16::try_from(item).ok()).ok_or_else(damaged)?;
        kept.entry(files.get(position).ok_or_else(damaged)?).or_default().push(Fact { item, reading, place });
    }
    Ok(kept)
}

fn state(reading: &Reading) -> u32 {
    match reading {
        Reading::Number(_) => NUMBER,
        Reading::Text(_) => TEXT,
        Reading::NotApplicable => NOT_APPLICABLE,
        Reading::Blank => BLANK,
    }
}

fn text(reading: &Reading) -> Option<&str> {
    match reading {
        Reading::Text(text) => Some(text),
        Reading::Number(_) | Reading::NotApplicable | Reading::Blank => None,
    }
}
