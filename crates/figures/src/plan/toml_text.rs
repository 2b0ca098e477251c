//! TOML text to raw types, with every unknown key and every value of a wrong type told, not only the first.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::mistake::Mistake;
use super::near;
use super::source::Source;

/// Reads a file as raw types. `None` if its syntax or a value's type is wrong: then its meaning cannot be judged.
pub(crate) fn read<T: DeserializeOwned>(source: &Source, mistakes: &mut Vec<Mistake>) -> Option<T> {
    let mut table = match DeTable::parse(&source.text) {
        Ok(table) => table,
        Err(error) => {
            mistakes.push(told(source, &error));
            return None;
        }
    };
    let mut has_wrong_type = false;
    // Each turn takes out the one key or value that was refused, so it ends.
    loop {
        let refused = match T::deserialize(Deserializer::from(table.clone())) {
            Ok(value) => return (!has_wrong_type).then_some(value),
            Err(error) => error,
        };
        mistakes.push(told(source, &refused));
        has_wrong_type |= unknown_key(refused.message()).is_none();
        let is_removed = refused.span().is_some_and(|span| remove_from_table(table.get_mut(), &span));
        if !is_removed {
            return None;
        }
    }
}

fn told(source: &Source, error: &Error) -> Mistake {
    let end = source.text.len();
    let span = error.span().map_or(end..end, |span| span.start.min(end)..span.end.min(end));
    let (message, hint) = in_words(error);
    source.mistake_with_hint(span, message, hint)
}

/// What is wrong in a TOML file, and what was probably meant.
pub fn in_words(error: &Error) -> (String, Option<String>) {
    let message = error.message();
    if let Some((key, known)) = unknown_key(message) {
        return (format!("没有这个键：`{key}`"), near::suggestion(key, known));
    }
    if let Some(key) = message.strip_prefix("missing field ") {
        return (format!("缺少键{key}"), None);
    }
    if message == "duplicate key" {
        return ("键重复".to_owned(), None);
    }
    if let Some((found, expected)) = message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected ")) {
        return (format!("类型不对：这里是 {found}，应为 {}", type_word(expected)), None);
    }
    (format!("TOML 写法有误：{message}"), None)
}

/// The keys that a type reads, in its own order: they are what it says that it expected of a key that nobody has.
pub(super) fn keys<T: DeserializeOwned>() -> Vec<String> {
    match toml::from_str::<T>("\"?\" = 0") {
        Err(error) => {
            unknown_key(error.message()).map_or_else(Vec::new, |(_, known)| known.into_iter().map(str::to_owned).collect())
        }
        // A type that takes every key has none of its own.
        Ok(_) => Vec::new(),
    }
}

/// The key, and the keys known, of ``unknown field `x`, expected one of `a`, `b` ``.
fn unknown_key(message: &str) -> Option<(&str, Vec<&str>)> {
    let rest = message.strip_prefix("unknown field `")?;
    let (key, rest) = rest.split_once('`')?;
    Some((key, rest.split('`').skip(1).step_by(2).collect()))
}

fn type_word(expected: &str) -> &str {
    match expected {
        "a string" => "字符串（用双引号）",
        "a sequence" => "列表（用方括号）",
        "a boolean" => "true 或 false",
        "i64" => "整数",
        "f64" => "数",
        other => other,
    }
}

/// Takes out the key, or the value, that stands at the span.
fn remove_from_table(table: &mut DeTable<'_>, span: &Range<usize>) -> bool {
    let refused = table.iter().find(|(key, value)| key.span() == *span || value.span() == *span).map(|(key, _)| key.clone());
    match refused {
        Some(key) => table.remove(&key).is_some(),
        None => table.iter_mut().any(|(_, value)| remove_from_value(value.get_mut(), span)),
    }
}

fn remove_from_value(value: &mut DeValue<'_>, span: &Range<usize>) -> bool {
    match value {
        DeValue::Table(table) => remove_from_table(table, span),
        DeValue::Array(array) => {
            let is_refused = array.iter().any(|element| element.span() == *span);
            if is_refused {
                *array = array.iter().filter(|element| element.span() != *span).cloned().collect();
            }
            is_refused || array.iter_mut().any(|element| remove_from_value(element.get_mut(), span))
        }
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => false,
    }
}
