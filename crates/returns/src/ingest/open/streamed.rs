//! Cells of .xlsx and .xlsb, one by one as they stand in the file.

use calamine::{DataRef, DataType};

use super::Refusal;
use super::account::{At, SheetAccount};
use super::book::Calculation;
use super::font::Paint;
use super::value::{in_words, since_1900, whole};
use crate::ingest::workbook::{Odd, Value, Workbook};

/// A cell as it is shown; of a formula, when it is calculated.
pub(super) fn put_cell(
    workbook: &mut Workbook,
    (row, column): At,
    value: &DataRef<'_>,
    formula: Option<Calculation>,
    account: &SheetAccount,
) -> Result<(), Refusal> {
    let at = (row, column);
    if matches!(formula, Some(Calculation::Manual | Calculation::OnLoad)) {
        workbook.remark(row, column, Odd::Stale);
    }
    let is_calculated = |when| !matches!(value, DataRef::Empty) && when == Calculation::Always;
    if formula.is_some_and(|when| !is_calculated(when)) && is_nothing(value) {
        return workbook.put(row, column, Value::Uncalculated);
    }
    match value {
        DataRef::Int(_) | DataRef::Float(_) => account.put_number(workbook, at, value.as_f64().unwrap_or_default()),
        DataRef::String(text) => account.put_words(workbook, at, account.texts.get(&at).unwrap_or(text)),
        DataRef::SharedString(text) => account.put_words(workbook, at, account.texts.get(&at).map_or(*text, String::as_str)),
        other => put_other(workbook, at, other, account.paint(at)),
    }
}

/// What is neither a number nor words.
fn put_other(workbook: &mut Workbook, (row, column): At, value: &DataRef<'_>, paint: Paint) -> Result<(), Refusal> {
    if paint.is_withdrawn() {
        let words = in_words(value, workbook.is_1904);
        return if words.is_empty() { Ok(()) } else { workbook.put(row, column, Value::Withdrawn(&words)) };
    }
    if paint.is_unseen() && !matches!(value, DataRef::Empty) {
        workbook.remark_as_well(row, column, Odd::Hidden);
    }
    put(workbook, row, column, value)
}

/// What a program leaves behind a formula that does not calculate.
fn is_nothing(value: &DataRef<'_>) -> bool {
    match value {
        DataRef::Empty => true,
        DataRef::Int(number) => *number == 0,
        DataRef::Float(number) => *number == 0.0,
        DataRef::String(text) => matches!(text.trim(), "" | "0"),
        _ => false,
    }
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
