//! One cell to one reading, by what the item asks for.

use super::number::{Parsed, Trouble};
use super::{date, number};
use crate::domain::{Item, Kind, Reading, Symbols, Task, TaskColumn};
use crate::finding::facts::{
    AlwaysApplies, Asked, Bound, ChoiceUnknown, Cleaned, DateUnreadable, DecimalsOdd, FormulaError, FormulaWithoutValue,
    NotAsShown, NotSeen, NumberExpected, OutOfRange, PercentOdd, Seen, UnitConverted, UnitOfMeasureOdd,
};
use crate::finding::{Facts, Severity};
use crate::ingest::index::ItemEntry;
use crate::ingest::normal;
use crate::ingest::workbook::{Odd, Value};

/// What a cell is asked for, as the sheet shows it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asking<'form> {
    Item(&'form Item),
    Task(&'form Task, TaskColumn),
}

impl From<Asking<'_>> for Asked {
    fn from(asking: Asking<'_>) -> Self {
        match asking {
            Asking::Item(item) => Self::Item(item.into()),
            Asking::Task(task, column) => Self::Task { code: task.code().to_owned(), column },
        }
    }
}

/// What a cell answers, and what is to be said about it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) reading: Reading,
    pub(super) remarks: Vec<Facts>,
}

impl Answer {
    /// Nothing was filled in.
    pub(super) fn blank() -> Self {
        Self { reading: Reading::Blank, remarks: Vec::new() }
    }

    /// 不适用, where that is an answer.
    pub(super) fn not_applicable() -> Self {
        Self::of(Reading::NotApplicable)
    }

    fn of(reading: Reading) -> Self {
        Self { reading, remarks: Vec::new() }
    }

    /// A value that cannot be used leaves the item blank: missing, never zero.
    pub(super) fn refused(facts: impl Into<Facts>) -> Self {
        Self { reading: Reading::Blank, remarks: vec![facts.into()] }
    }

    fn with(mut self, facts: impl Into<Facts>) -> Self {
        self.remarks.push(facts.into());
        self
    }

    /// Whether the cell had something that could not be used.
    pub(super) fn is_refused(&self) -> bool {
        self.remarks.iter().any(|facts| facts.severity() == Severity::Error)
    }
}

/// Reads a cell for an item.
pub(super) fn read(value: Value<'_>, entry: &ItemEntry<'_>, asking: Asking<'_>, symbols: &Symbols, is_1904: bool) -> Answer {
    match value {
        Value::Error(error) => return Answer::refused(FormulaError { asked: asking.into(), shown: error.to_owned() }),
        // .ods keeps an error as the text that it shows, and so does whoever pastes values.
        Value::Text(text) if is_error(text) => {
            return Answer::refused(FormulaError { asked: asking.into(), shown: text.trim().to_owned() });
        }
        Value::Uncalculated => return Answer::refused(FormulaWithoutValue { asked: asking.into() }),
        Value::Withdrawn(text) => {
            return Answer::refused(NotAsShown::Withdrawn { asked: asking.into(), written: text.trim().to_owned() });
        }
        Value::Lost => return Answer::refused(NotAsShown::Lost { asked: asking.into() }),
        _ => {}
    }
    if entry.item.kind == Kind::YesNo
        && let Some(answer) = yes_or_no(value)
    {
        return spelled(answer, value, asking);
    }
    if let Some(state) = state(value, symbols) {
        return if state == Reading::NotApplicable && !entry.item.may_not_apply {
            Answer::refused(AlwaysApplies { asked: asking.into(), written: shown(value) })
        } else {
            Answer::of(state)
        };
    }
    match &entry.item.kind {
        Kind::Flow | Kind::Stock | Kind::Level => read_number(value, entry, asking),
        Kind::YesNo => Answer::refused(ChoiceUnknown::YesOrNo { asked: asking.into(), written: shown(value) }),
        Kind::Choice(choices) => read_choice(value, choices, asking),
        Kind::Date => read_date(value, is_1904, asking),
        Kind::Text => Answer::of(Reading::Text(shown(value))),
    }
}

/// Whether a cell says 不适用.
pub(super) fn is_not_applicable(value: Value<'_>, symbols: &Symbols) -> bool {
    state(value, symbols) == Some(Reading::NotApplicable)
}

/// Whether a text is how some program shows an error: `#REF!`, `#SPILL!`, `#NAME?`, `#GETTING_DATA`, `#N/A`, `Err:502`. New programs have
/// new ones; what they share is a `#` before capitals.
fn is_error(text: &str) -> bool {
    let text = text.trim_matches(normal::is_blank);
    let is_sign = |sign: &str| {
        let name = sign.trim_end_matches(['!', '?']);
        let is_of_names = |character: char| character.is_ascii_uppercase() || matches!(character, '_' | '/' | '0'..='9');
        name.len() >= 3 && name.starts_with(|first: char| first.is_ascii_uppercase()) && name.chars().all(is_of_names)
    };
    text.strip_prefix('#').is_some_and(is_sign) || text.strip_prefix("Err:").is_some_and(|rest| rest.parse::<u16>().is_ok())
}

/// Whether the cell holds another answer than it shows, and what is to be said of it.
pub(super) fn as_shown(mut answer: Answer, odd: &Odd, (value, merged): (Value<'_>, String), asking: Asking<'_>) -> Answer {
    if answer.is_refused() {
        return answer;
    }
    let (asked, found) = (Asked::from(asking), shown(value));
    match odd {
        Odd::Withdrawn(withdrawn) => {
            retain_what_was_cleaned(&mut answer);
            answer.with(Cleaned::Withdrawn { asked, withdrawn: withdrawn.trim().to_owned() })
        }
        Odd::Unseen(unseen) => {
            retain_what_was_cleaned(&mut answer);
            answer.with(NotSeen::Words { asked, found, unseen: unseen.trim().to_owned() })
        }
        Odd::Twice(other) => Answer::refused(NotAsShown::Twice { asked, found, other: other.clone() }),
        Odd::Covered => Answer::refused(NotAsShown::Covered { asked, found, merged }),
        Odd::Scaled => Answer::refused(NotAsShown::Scaled { asked, found }),
        Odd::Worded(words) => Answer::refused(NotAsShown::Worded { asked, found, words: words.clone() }),
        Odd::Conditional => Answer::refused(NotAsShown::Conditional { asked, found }),
        Odd::Hidden => answer.with(NotSeen::Hidden { asked, found }),
        Odd::PerhapsHidden => answer.with(NotSeen::Perhaps { asked, found }),
        Odd::Unformatted => answer.with(NotSeen::Unformatted { asked, found }),
        Odd::Stale => answer.with(NotSeen::Stale { asked, found }),
    }
}

/// Of a text of which only a number is left nothing else was cleaned.
fn retain_what_was_cleaned(answer: &mut Answer) {
    let is_plain =
        |facts: &Facts| matches!(facts, Facts::Cleaned(Cleaned::Number { written, taken, .. }) if written.parse() == Ok(*taken));
    answer.remarks.retain(|facts| !is_plain(facts));
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

fn read_number(value: Value<'_>, entry: &ItemEntry<'_>, asking: Asking<'_>) -> Answer {
    let refused = |seen: Seen| Answer::refused(NumberExpected { asked: asking.into(), seen });
    match value {
        Value::Number(number) => bounded(number, entry, asking, Vec::new()),
        Value::Text(text) => match number::parse(text, &entry.measure) {
            Ok(parsed) => bounded(parsed.value, entry, asking, vec![cleaned(text, &parsed, entry.item, asking)]),
            Err(Trouble::Measure(found)) => Answer::refused(UnitOfMeasureOdd {
                asked: asking.into(),
                unit: entry.item.unit.clone(),
                written: text.trim().to_owned(),
                found,
            }),
            Err(Trouble::NoNumber) => refused(Seen::Words(text.trim().to_owned())),
        },
        Value::DateTime(days) => refused(Seen::Date(date::shown(days))),
        _ => refused(Seen::Words(shown(value))),
    }
}

/// A number that was typed as text, as it was written and as it is taken.
fn cleaned(text: &str, parsed: &Parsed, item: &Item, asking: Asking<'_>) -> Facts {
    let (asked, written) = (asking.into(), text.trim().to_owned());
    let (taken, unit) = (parsed.value, item.unit.clone());
    if parsed.is_converted {
        UnitConverted { asked, written, taken, unit }.into()
    } else {
        Cleaned::Number { asked, written, taken, unit }.into()
    }
}

/// Keeps a number within what the form allows. `remarks` is what was done to it so far.
fn bounded(number: f64, entry: &ItemEntry<'_>, asking: Asking<'_>, remarks: Vec<Facts>) -> Answer {
    let item = entry.item;
    // A zero has no sign.
    let number = if number == 0.0 { 0.0 } else { number };
    let refused = |bound: Bound| Answer::refused(OutOfRange::Beyond { asked: asking.into(), bound, found: number });
    if !number.is_finite() {
        return Answer::refused(OutOfRange::Endless { asked: asking.into(), shown: number.to_string() });
    }
    if let Some(value) = item.min.filter(|min| number < *min) {
        return refused(Bound::Least { value, unit: item.unit.clone() });
    }
    if let Some(value) = item.max.filter(|max| number > *max) {
        return refused(Bound::Greatest { value, unit: item.unit.clone() });
    }
    // People, beds and visits cannot be fewer than none; money and growth can.
    if item.min.is_none() && number < 0.0 && item.kind.adds() && entry.measure.is_count() {
        return refused(Bound::Zero);
    }
    let mut answer = Answer { reading: Reading::Number(number), remarks };
    if entry.measure.is_percent() && number > 0.0 && number <= 1.0 && item.max.is_none_or(|max| max > 1.0) {
        answer = answer.with(PercentOdd { asked: asking.into(), found: number });
    }
    if number::has_more_decimals(number, item.decimals) {
        answer = answer.with(DecimalsOdd { asked: asking.into(), decimals: item.decimals, found: number });
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

fn spelled(answer: bool, value: Value<'_>, asking: Asking<'_>) -> Answer {
    let word = if answer { "是" } else { "否" };
    let reading = Answer::of(Reading::Text(word.to_owned()));
    match value {
        Value::Text(text) if text == word => reading,
        _ => reading.with(Cleaned::Word { asked: asking.into(), written: shown(value), taken: word.to_owned() }),
    }
}

fn read_choice(value: Value<'_>, choices: &[String], asking: Asking<'_>) -> Answer {
    let compared = |text: &str| normal::compact(text).to_ascii_uppercase();
    let written = shown(value);
    match choices.iter().find(|choice| compared(choice) == compared(&written)) {
        Some(choice) => Answer::of(Reading::Text(choice.clone())),
        None => Answer::refused(ChoiceUnknown::Listed { asked: asking.into(), choices: choices.to_vec(), written }),
    }
}

fn read_date(value: Value<'_>, is_1904: bool, asking: Asking<'_>) -> Answer {
    let Some(taken) = date::parse(value, is_1904) else {
        return Answer::refused(DateUnreadable { asked: asking.into(), written: shown(value) });
    };
    let answer = Answer::of(Reading::Text(taken.to_string()));
    match value {
        Value::Text(text) if text.trim() != taken.to_string() => {
            answer.with(Cleaned::Date { asked: asking.into(), written: text.trim().to_owned(), taken })
        }
        Value::Number(number) => answer.with(Cleaned::Serial { asked: asking.into(), number, taken }),
        _ => answer,
    }
}

/// A value as a person sees it in the cell.
pub(super) fn shown(value: Value<'_>) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.trim_matches(normal::is_blank).to_owned(),
        Value::Bool(truth) => if truth { "TRUE" } else { "FALSE" }.to_owned(),
        Value::DateTime(days) => date::shown(days),
        Value::Iso(text) | Value::Error(text) | Value::Withdrawn(text) => text.to_owned(),
        Value::Uncalculated | Value::Lost => String::new(),
    }
}
