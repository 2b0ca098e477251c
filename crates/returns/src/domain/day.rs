//! Days as bulletins write them.

use jiff::civil::Date;

/// `2025年10月20日`
pub fn chinese_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
