//! Numbers as workbooks keep them, whatever their format.

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
