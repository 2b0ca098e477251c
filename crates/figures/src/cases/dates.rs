//! Dates of a test: TOML knows them with and without quotation marks.

use jiff::civil::Date;
use toml::{Spanned, Value};

use crate::plan::check::fields::Checker;

/// A date that may be missing; what is no date is told.
pub(super) fn date(written: Option<Spanned<Value>>, key: &str, checker: &mut Checker<'_>) -> Option<Date> {
    let written = written?;
    let text = text_of(written.get_ref());
    let day = text.parse().ok();
    if day.is_none() {
        checker.tell(written.span(), format!("`{key}`应是日期，如 2025-06-30，这里是`{text}`"));
    }
    day
}

/// A value as its author reads it, without quotation marks.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}
