//! TOML text to raw types, with every unknown key and every value of a wrong kind told, not only the first.
//!
//! In: a file, and the type that reads it. Out: the type, or mistakes in the words of its author: no word of the libraries that read TOML. Which value is
//! refused the reader says; what should stand there instead the schema of the type does, by which the page of all keys is made as well.

mod kinds;
mod syntax;
#[cfg(test)]
mod tests;

use std::ops::Range;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::mistake::Mistake;
use super::near;
use super::reference::schema;
use super::source::Source;

/// Reads a file as raw types. `None` if its syntax or a value's kind is wrong: then its meaning cannot be judged.
pub(crate) fn read<T: DeserializeOwned + JsonSchema>(source: &Source, mistakes: &mut Vec<Mistake>) -> Option<T> {
    let mut table = match DeTable::parse(&source.text) {
        Ok(table) => table,
        Err(error) => {
            let span = span_of(source, &error);
            let (message, hint) = syntax::in_words(error.message(), &source.text, &span);
            mistakes.push(source.mistake_with_hint(span, message, hint));
            return None;
        }
    };
    let mut has_wrong_kind = false;
    // Each turn takes out the one key or value that was refused, so it ends.
    loop {
        let error = match T::deserialize(Deserializer::from(table.clone())) {
            Ok(value) => return (!has_wrong_kind).then_some(value),
            Err(error) => error,
        };
        has_wrong_kind |= unknown_key(error.message()).is_none();
        let (refused, mistake) = refused(source, table.get_ref(), &schema::bare::<T>(), &error);
        mistakes.push(mistake);
        let is_removed = refused.is_some_and(|span| remove_from_table(table.get_mut(), &span));
        if !is_removed {
            return None;
        }
    }
}

/// What was refused, and the words for it: of a value of another kind than its key holds what is to be written there.
fn refused(source: &Source, table: &DeTable<'_>, schema: &serde_json::Value, error: &Error) -> (Option<Range<usize>>, Mistake) {
    let is_value = unknown_key(error.message()).is_none();
    let misfit = error.span().filter(|_| is_value).and_then(|span| kinds::misfit(table, schema, &span));
    if let Some(misfit) = misfit {
        let (message, hint) = misfit.in_words(&source.text);
        let mistake = source.mistake_with_hint(misfit.span.clone(), message, hint);
        return (Some(misfit.span), mistake);
    }
    let (message, hint) = in_words(error);
    (error.span(), source.mistake_with_hint(span_of(source, error), message, hint))
}

/// Where a mistake stands; at the end of the file if the reader does not say.
fn span_of(source: &Source, error: &Error) -> Range<usize> {
    let end = source.text.len();
    error.span().map_or(end..end, |span| span.start.min(end)..span.end.min(end))
}

/// What is wrong in a TOML file, and what was probably meant, by the reader's words alone.
pub fn in_words(error: &Error) -> (String, Option<String>) {
    let message = error.message();
    if let Some((key, known)) = unknown_key(message) {
        return (format!("没有这个键：`{key}`"), near::suggestion(key, known));
    }
    kinds::in_words(message).unwrap_or_else(|| syntax::in_words(message, "", &(0..0)))
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
    Some((key, quoted(rest)))
}

/// What stands between backticks.
fn quoted(words: &str) -> Vec<&str> {
    words.split('`').skip(1).step_by(2).collect()
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
