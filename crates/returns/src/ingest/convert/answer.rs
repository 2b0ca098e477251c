//! One cell to one reading, by what the item asks for.

use super::number::Trouble;
use super::{date, number};
use crate::domain::{Kind, Reading, Symbols};
use crate::finding::Code;
use crate::ingest::index::ItemEntry;
use crate::ingest::normal;
use crate::ingest::workbook::Value;

/// What a cell answers, and what is to be said about it; the sentences follow the name of the item.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) reading: Reading,
    pub(super) remarks: Vec<(Code, String)>,
}

impl Answer {
    /// Nothing was filled in.
    pub(super) fn blank() -> Self {
        Self { reading: Reading::Blank, remarks: Vec::new() }
    }

    fn of(reading: Reading) -> Self {
        Self { reading, remarks: Vec::new() }
    }

    /// A value that cannot be used leaves the item blank: missing, never zero.
    fn refused(code: Code, sentence: String) -> Self {
        Self { reading: Reading::Blank, remarks: vec![(code, sentence)] }
    }

    fn with(mut self, code: Code, sentence: String) -> Self {
        self.remarks.push((code, sentence));
        self
    }
}

/// Reads a cell for an item.
pub(super) fn read(value: Value<'_>, entry: &ItemEntry<'_>, symbols: &Symbols, is_1904: bool) -> Answer {
    match value {
        Value::Error(error) => return Answer::refused(Code::FormulaError, format!("公式错误，显示为 {error}")),
        // .ods keeps an error as the text that it shows, and so does whoever pastes values.
        Value::Text(text) if is_error(text) => {
            return Answer::refused(Code::FormulaError, format!("公式错误，显示为 {}", text.trim()));
        }
        Value::Uncalculated => return Answer::refused(Code::FormulaWithoutValue, "是公式，但没有保存计算结果".to_owned()),
        _ => {}
    }
    if entry.item.kind == Kind::YesNo
        && let Some(answer) = yes_or_no(value)
    {
        return spelled(answer, value);
    }
    if let Some(state) = state(value, symbols) {
        return Answer::of(state);
    }
    match &entry.item.kind {
        Kind::Flow | Kind::Stock | Kind::Level => read_number(value, entry),
        Kind::YesNo => Answer::refused(Code::ChoiceUnknown, format!("应为“是”或“否”，读到“{}”", shown(value))),
        Kind::Choice(choices) => read_choice(value, choices),
        Kind::Date => read_date(value, is_1904),
        Kind::Text => Answer::of(Reading::Text(shown(value))),
    }
}

fn is_error(text: &str) -> bool {
    let text = text.trim();
    matches!(text, "#REF!" | "#DIV/0!" | "#N/A" | "#NAME?" | "#VALUE!" | "#NUM!" | "#NULL!") || text.starts_with("Err:5")
}

/// Whether a value is one of the form's symbols for no value.
pub(super) fn is_symbol(value: Value<'_>, symbols: &Symbols) -> bool {
    state(value, symbols).is_some()
}

/// What a symbol of the form means; a spelling in other widths or dashes means the same, unless the form tells them apart.
fn state(value: Value<'_>, symbols: &Symbols) -> Option<Reading> {
    let Value::Text(text) = value else { return None };
    let text = text.trim_matches(normal::is_blank);
    // Symbols are short, and figures typed as text are the usual case.
    if text.len() > 24 || text.starts_with(|character: char| character.is_ascii_digit()) {
        return None;
    }
    let meaning = |is_meant: &dyn Fn(&str) -> bool| {
        if symbols.not_applicable.iter().any(|symbol| is_meant(symbol)) {
            Some(Reading::NotApplicable)
        } else if symbols.not_reported.iter().any(|symbol| is_meant(symbol)) {
            Some(Reading::Blank)
        } else {
            None
        }
    };
    meaning(&|symbol| symbol == text).or_else(|| {
        let plain = symbol(text);
        meaning(&|other| symbol(other) == plain)
    })
}

/// A symbol as compared: any row of dashes is one dash.
fn symbol(text: &str) -> String {
    let compact = normal::compact(text);
    if compact.is_empty() || !compact.chars().all(normal::is_dash) { compact } else { "-".to_owned() }
}

fn read_number(value: Value<'_>, entry: &ItemEntry<'_>) -> Answer {
    match value {
        Value::Number(number) => bounded(number, entry, Vec::new()),
        Value::Text(text) => match number::parse(text, &entry.measure) {
            Ok(parsed) => {
                let told = format!("读到“{}”，按 {}{} 使用", text.trim(), parsed.value, entry.item.unit);
                bounded(parsed.value, entry, vec![(if parsed.is_converted { Code::UnitConverted } else { Code::Cleaned }, told)])
            }
            Err(Trouble::Measure(found)) => {
                let sentence = format!("计量单位应为“{}”，读到“{}”，“{found}”不能换算", entry.item.unit, text.trim());
                Answer::refused(Code::UnitOfMeasureOdd, sentence)
            }
            Err(Trouble::NoNumber) => Answer::refused(Code::NumberExpected, format!("应为数字，读到“{}”", text.trim())),
        },
        Value::DateTime(days) => Answer::refused(Code::NumberExpected, format!("应为数字，读到日期“{}”", date::shown(days))),
        _ => Answer::refused(Code::NumberExpected, format!("应为数字，读到“{}”", shown(value))),
    }
}

/// Keeps a number within what the form allows. `remarks` is what was done to it so far.
fn bounded(number: f64, entry: &ItemEntry<'_>, remarks: Vec<(Code, String)>) -> Answer {
    let item = entry.item;
    let unit = &item.unit;
    let refused = |expected: String| Answer::refused(Code::OutOfRange, format!("{expected}，读到 {number}"));
    if !number.is_finite() {
        return refused("应为有限的数".to_owned());
    }
    if let Some(min) = item.min.filter(|min| number < *min) {
        return refused(format!("不应小于 {min}{unit}"));
    }
    if let Some(max) = item.max.filter(|max| number > *max) {
        return refused(format!("不应大于 {max}{unit}"));
    }
    // People, beds and visits cannot be fewer than none; money and growth can.
    if item.min.is_none() && number < 0.0 && item.kind.adds() && entry.measure.is_count() {
        return refused("不应为负数".to_owned());
    }
    let mut answer = Answer { reading: Reading::Number(number), remarks };
    if entry.measure.is_percent() && number > 0.0 && number <= 1.0 && item.max.is_none_or(|max| max > 1.0) {
        answer = answer.with(Code::PercentOdd, format!("读到 {number}，即 {number}%，疑似把百分数填成了小数"));
    }
    if number::has_more_decimals(number, item.decimals) {
        let wanted = if item.decimals == 0 { "取整数".to_owned() } else { format!("保留 {} 位小数", item.decimals) };
        answer = answer.with(Code::DecimalsOdd, format!("应{wanted}，读到 {number}，按原数使用"));
    }
    answer
}

fn yes_or_no(value: Value<'_>) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(truth),
        Value::Number(number) if (number - 1.0).abs() < f64::EPSILON => Some(true),
        Value::Number(number) if number.abs() < f64::EPSILON => Some(false),
        Value::Text(text) => match normal::compact(text).to_ascii_uppercase().as_str() {
            "是" | "√" | "✓" | "✔" | "☑" | "有" | "Y" | "YES" | "TRUE" | "T" | "1" => Some(true),
            "否" | "×" | "✗" | "✘" | "X" | "无" | "没有" | "N" | "NO" | "FALSE" | "F" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn spelled(answer: bool, value: Value<'_>) -> Answer {
    let word = if answer { "是" } else { "否" };
    let reading = Answer::of(Reading::Text(word.to_owned()));
    match value {
        Value::Text(text) if text == word => reading,
        _ => reading.with(Code::Cleaned, format!("读到“{}”，按“{word}”使用", shown(value))),
    }
}

fn read_choice(value: Value<'_>, choices: &[String]) -> Answer {
    let compared = |text: &str| normal::compact(text).to_ascii_uppercase();
    let found = shown(value);
    match choices.iter().find(|choice| compared(choice) == compared(&found)) {
        Some(choice) => Answer::of(Reading::Text(choice.clone())),
        None => Answer::refused(Code::ChoiceUnknown, format!("应为“{}”之一，读到“{found}”", choices.join("”“"))),
    }
}

fn read_date(value: Value<'_>, is_1904: bool) -> Answer {
    let Some(date) = date::parse(value, is_1904) else {
        return Answer::refused(Code::DateUnreadable, format!("应为日期，读到“{}”", shown(value)));
    };
    let answer = Answer::of(Reading::Text(date.to_string()));
    match value {
        Value::Text(text) if text.trim() != date.to_string() => {
            answer.with(Code::Cleaned, format!("读到“{}”，按 {date} 使用", text.trim()))
        }
        Value::Number(number) => answer.with(Code::Cleaned, format!("读到 {number}，按 {date} 使用")),
        _ => answer,
    }
}

/// A value as a person sees it in the cell.
fn shown(value: Value<'_>) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.trim_matches(normal::is_blank).to_owned(),
        Value::Bool(truth) => if truth { "TRUE" } else { "FALSE" }.to_owned(),
        Value::DateTime(days) => date::shown(days),
        Value::Iso(text) | Value::Error(text) => text.to_owned(),
        Value::Uncalculated => String::new(),
    }
}
