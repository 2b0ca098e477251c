//! A date as Excel keeps it, or as people write it.

use jiff::Span;
use jiff::civil::{Date, date};

use crate::ingest::normal;
use crate::ingest::workbook::Value;

/// Days that the system of 1904 is behind.
const FROM_1904: f64 = 1462.0;

/// Reads a date; a bare number is a serial of Excel or `20250930`.
pub(in crate::ingest) fn parse(value: Value<'_>, is_1904: bool) -> Option<Date> {
    match value {
        Value::DateTime(days) => serial(days),
        Value::Number(number) if number.fract() == 0.0 && (19_000_101.0..=21_001_231.0).contains(&number) => {
            written(&format!("{number}"))
        }
        Value::Number(number) => {
            serial(if is_1904 { number + FROM_1904 } else { number }).filter(|date| (1990..=2100).contains(&date.year()))
        }
        Value::Text(text) | Value::Iso(text) => written(text),
        Value::Bool(_) | Value::Error(_) | Value::Uncalculated | Value::Withdrawn(_) | Value::Lost => None,
    }
}

/// A moment of Excel as a person sees it.
pub(super) fn shown(days: f64) -> String {
    serial(days).map_or_else(|| days.to_string(), |date| date.to_string())
}

/// A day in ISO 8601 as Excel keeps it; `None` if it has a time of day.
pub(in crate::ingest) fn moment(iso: &str) -> Option<f64> {
    let is_day = iso.split_once('T').is_none_or(|(_, time)| time.chars().all(|character| "0:.Z".contains(character)));
    let day = written(iso).filter(|_| is_day)?;
    Some(f64::from((day - date(1899, 12, 30)).get_days()))
}

fn serial(days: f64) -> Option<Date> {
    if !(0.0..3_000_000.0).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked; the time of day is dropped on purpose")]
    let whole = days.floor() as i64;
    plausible(date(1899, 12, 30).checked_add(Span::new().days(whole)).ok()?)
}

/// `2025年9月30日`, `2025-09-30`, `2025/9/30`, `2025.9.30`, `20250930`, with or without a time of day or a day of the week.
fn written(text: &str) -> Option<Date> {
    let text: String = text.trim_matches(normal::is_blank).chars().map(normal::half_width).collect();
    let text = normal::arabic(&text);
    let text = without_remark(&text);
    let day = text.split_once('T').map_or(text, |(day, _)| day);
    let day =
        ["星期", "周"].iter().find_map(|week| day.split_once(week)).map_or(day, |(day, _)| day.trim_end_matches(['(', ' ']));
    let day = match day.split_once(' ') {
        Some((day, time)) if time.contains(':') => day,
        _ => day,
    };
    let day: String = day
        .chars()
        .filter(|character| !normal::is_blank(*character))
        .map(|character| if normal::is_dash(character) { '-' } else { character })
        .collect();
    let day = day.strip_suffix(['日', '号']).unwrap_or(&day);
    if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) {
        return civil(day.get(..4)?, day.get(4..6)?, day.get(6..)?);
    }
    let parts: Vec<&str> = day.split(['年', '月', '-', '/', '.']).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => civil(year, month, day),
        _ => None,
    }
}

/// Without what people write behind a day: `（补报）`, `上午9时`, `填`; behind two days stands no remark.
fn without_remark(text: &str) -> &str {
    let text = match text.split_once('(') {
        Some((day, inside)) if inside.ends_with(')') && !inside.contains(|character: char| character.is_ascii_digit()) => day,
        _ => text,
    };
    match text.split_once('日') {
        Some((day, rest)) if day.contains('月') && !rest.contains(['年', '月', '日', '-', '至', '到', '~']) => day,
        _ => text,
    }
}

fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    plausible(Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?)
}

/// Other years are slips of the keyboard.
fn plausible(date: Date) -> Option<Date> {
    (1900..=2100).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_many_ways() {
        let day = Some(date(2025, 9, 30));
        for text in [
            "2025-09-30",
            "2025年9月30日",
            "2025 年 9 月 30 日",
            "2025/9/30",
            "2025.09.30",
            "20250930",
            "２０２５－０９－３０",
            "2025-09-30T00:00:00",
            "2025-09-30 08:30:00",
            "2025年9月30号",
            "2025年9月30日 星期二",
            "2025-09-30（周二）",
            "\u{200e}2025\u{200e}-09-30",
            "二〇二五年九月三十日",
            "二O二五年九月三十日",
            "2025年9月30日（补报）",
            "2025-09-30（补报）",
            "2025年9月30日上午9时",
            "2025年9月30日填",
        ] {
            assert_eq!(parse(Value::Text(text), false), day, "{text}");
        }
        assert_eq!(parse(Value::Number(45930.0), false), day);
        assert_eq!(parse(Value::Number(44468.0), true), day, "the system of 1904");
        assert_eq!(parse(Value::DateTime(45930.75), false), day);
        assert_eq!(parse(Value::DateTime(45930.0), true), day, "moments count from 1900 already");
        assert_eq!(parse(Value::Number(20_250_930.0), false), day);
        assert_eq!(parse(Value::Iso("2025-09-30"), false), day);
    }

    #[test]
    fn a_day_in_iso_8601_has_a_serial_number() {
        assert_eq!(moment("2025-09-30"), Some(45930.0));
        assert_eq!(moment("2025-09-30T00:00:00"), Some(45930.0));
        assert_eq!(moment("2025-09-30T08:30:00"), None);
        assert_eq!(moment("PT8H"), None);
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "2025年9月",
            "2025-13-01",
            "2025-02-30",
            "9月30日",
            "三月",
            "25-09-30",
            "2025年9月30日至10月2日",
            "待定",
            "1025-09-30",
        ] {
            assert_eq!(parse(Value::Text(text), false), None, "{text}");
        }
        for number in [12.0, -1.0, 1e12, f64::NAN] {
            assert_eq!(parse(Value::Number(number), false), None, "{number}");
        }
    }
}
