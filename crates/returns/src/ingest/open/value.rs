//! Values as workbooks keep them, whatever their format.

use calamine::DataType;
use jiff::Span;
use jiff::civil::date;

use crate::ingest::workbook::Value;

/// Whole numbers come as integers from .xls and .xlsb.
#[expect(clippy::cast_precision_loss, reason = "they hold at most 32 bits there")]
pub(super) fn whole(number: i64) -> Value<'static> {
    Value::Number(number as f64)
}

/// Days between the two systems in which Excel counts.
pub(super) fn since_1900(days: f64, is_1904: bool) -> f64 {
    if is_1904 { days + 1462.0 } else { days }
}

/// What stands in a cell that is struck out as a whole.
pub(super) fn in_words(value: &impl DataType, is_1904: bool) -> String {
    let truth = || value.get_bool().map(|truth| if truth { "TRUE" } else { "FALSE" }.to_owned());
    let moment = || value.get_datetime().map(|moment| day(since_1900(moment.as_f64(), is_1904)));
    let iso = || value.get_datetime_iso().or_else(|| value.get_duration_iso()).map(str::to_owned);
    let error = || value.get_error().map(ToString::to_string);
    value.as_string().or_else(truth).or_else(moment).or_else(iso).or_else(error).unwrap_or_default()
}

/// A day of Excel, without its time.
fn day(days: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a number beyond all days is no day")]
    let whole = Span::new().try_days(days.floor() as i64);
    let day = whole.and_then(|whole| date(1899, 12, 30).checked_add(whole));
    day.map_or_else(|_| days.to_string(), |day| day.to_string())
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, Data, ExcelDateTime, ExcelDateTimeType};

    use super::*;

    #[test]
    fn whatever_is_struck_out_has_words() {
        let moment = Data::DateTime(ExcelDateTime::new(45_930.25, ExcelDateTimeType::DateTime, false));
        for (value, words) in [
            (Data::Float(12.5), "12.5"),
            (Data::Bool(true), "TRUE"),
            (moment, "2025-09-30"),
            (Data::DateTimeIso("2025-09-30".to_owned()), "2025-09-30"),
            (Data::Error(CellErrorType::Ref), "#REF!"),
            (Data::Empty, ""),
        ] {
            assert_eq!(in_words(&value, false), words);
        }
        assert_eq!(day(1e300), "1e300".parse::<f64>().unwrap().to_string());
    }
}
