//! .xlsx and .xlsb: cell by cell, as they stand in the file.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetVisible, Xlsb, XlsbError, Xlsx, XlsxError};

use super::value::{since_1900, whole};
use super::{Refusal, worksheets};
use crate::ingest::workbook::{Format, Value, Workbook};

pub(super) fn xlsx(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let mut source: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refused_xlsx)?;
    let mut workbook = Workbook::new(Format::Xlsx, source.has_1904_epoch());
    let sheets = worksheets(source.sheets_metadata())?;
    for sheet in sheets {
        let mut cells = match source.worksheet_cells_reader(&sheet.name) {
            Ok(cells) => cells,
            // A sheet of charts that does not say so.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(refused_xlsx(error)),
        };
        workbook.begin_sheet(&sheet.name, sheet.visible != SheetVisible::Visible);
        // With the formulas, because a formula without a value looks like a blank cell otherwise.
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(refused_xlsx)? {
            let (row, column) = cell.pos;
            match (&cell.value, cell.formula) {
                (DataRef::Empty, Some(_)) => workbook.put(row, column, Value::Uncalculated)?,
                (value, _) => put(&mut workbook, row, column, value)?,
            }
        }
        workbook.end_sheet();
    }
    Ok(workbook)
}

/// In .xlsb a formula always carries a value; calamine passes over those whose value is an error, so each formula counts as one until
/// its value is found.
pub(super) fn xlsb(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let mut source: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(refused_xlsb)?;
    let mut workbook = Workbook::new(Format::Xlsb, source.has_1904_epoch());
    let sheets = worksheets(source.sheets_metadata())?;
    for sheet in sheets {
        workbook.begin_sheet(&sheet.name, sheet.visible != SheetVisible::Visible);
        let mut formulas = source.worksheet_cells_reader(&sheet.name).map_err(refused_xlsb)?;
        // A formula of a kind that calamine cannot spell out ends this pass only.
        while let Ok(Some(cell)) = formulas.next_formula() {
            let (row, column) = cell.get_position();
            workbook.put(row, column, Value::Error("#ERROR!"))?;
        }
        drop(formulas);
        let mut cells = source.worksheet_cells_reader(&sheet.name).map_err(refused_xlsb)?;
        while let Some(cell) = cells.next_cell().map_err(refused_xlsb)? {
            let (row, column) = cell.get_position();
            put(&mut workbook, row, column, cell.get_value())?;
        }
        workbook.end_sheet();
    }
    Ok(workbook)
}

fn put(workbook: &mut Workbook, row: u32, column: u32, value: &DataRef<'_>) -> Result<(), Refusal> {
    match value {
        DataRef::Empty => Ok(()),
        DataRef::Int(number) => workbook.put(row, column, whole(*number)),
        DataRef::Float(number) => workbook.put(row, column, Value::Number(*number)),
        DataRef::String(text) => workbook.put(row, column, Value::Text(text)),
        DataRef::SharedString(text) => workbook.put(row, column, Value::Text(text)),
        DataRef::Bool(truth) => workbook.put(row, column, Value::Bool(*truth)),
        DataRef::DateTime(moment) => workbook.put(row, column, Value::DateTime(since_1900(moment.as_f64(), workbook.is_1904))),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => workbook.put(row, column, Value::Iso(text)),
        DataRef::Error(error) => workbook.put(row, column, Value::Error(&error.to_string())),
    }
}

fn refused_xlsx(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Encrypted,
        error => Refusal::damaged(error),
    }
}

fn refused_xlsb(error: XlsbError) -> Refusal {
    match error {
        XlsbError::Password => Refusal::Encrypted,
        error => Refusal::damaged(error),
    }
}
