//! Single keys of a file: there or missing, in range, one of the known words.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;

use crate::plan::mistake::Mistake;
use crate::plan::near;
use crate::plan::source::Source;

/// The checks of one file, with the mistakes found so far.
pub(crate) struct Checker<'run> {
    pub(crate) source: &'run Source,
    pub(crate) mistakes: &'run mut Vec<Mistake>,
}

/// A text with its place; a missing one stands at the head of its table and is blank.
#[derive(Debug, Clone)]
pub(crate) struct Placed<T> {
    pub(crate) value: T,
    pub(crate) span: Range<usize>,
}

impl Checker<'_> {
    /// Tells a mistake.
    pub(crate) fn tell(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.mistakes.push(self.source.mistake(span, message));
    }

    /// Tells a mistake with what to write instead.
    pub(crate) fn tell_with_hint(&mut self, span: Range<usize>, message: impl Into<String>, hint: Option<String>) {
        self.mistakes.push(self.source.mistake_with_hint(span, message, hint));
    }

    /// Tells that a key is missing in the table whose head is given.
    pub(crate) fn missing(&mut self, key: &str, head: &Range<usize>) {
        self.tell(head.clone(), format!("缺少键`{key}`"));
    }

    /// A text that must be there and say something.
    pub(crate) fn needed(&mut self, text: Option<Spanned<String>>, key: &str, head: &Range<usize>) -> Placed<String> {
        let Some(text) = text else {
            self.missing(key, head);
            return Placed { value: String::new(), span: head.clone() };
        };
        let span = text.span();
        let value = text.into_inner().trim().to_owned();
        if value.is_empty() {
            self.tell(span.clone(), format!("`{key}`不能为空"));
        }
        Placed { value, span }
    }

    /// Texts that must be there, at least one, none blank and none twice.
    pub(crate) fn needed_list(
        &mut self,
        texts: Option<Spanned<Vec<Spanned<String>>>>,
        key: &str,
        head: &Range<usize>,
    ) -> Vec<Placed<String>> {
        match texts {
            None => {
                self.missing(key, head);
                Vec::new()
            }
            Some(texts) if texts.get_ref().is_empty() => {
                self.tell(texts.span(), format!("`{key}`不能为空"));
                Vec::new()
            }
            texts => self.list(texts, key),
        }
    }

    /// Texts, none blank and none twice.
    pub(crate) fn list(&mut self, texts: Option<Spanned<Vec<Spanned<String>>>>, key: &str) -> Vec<Placed<String>> {
        let mut listed: Vec<Placed<String>> = Vec::new();
        for text in texts.map(Spanned::into_inner).unwrap_or_default() {
            let span = text.span();
            let value = text.into_inner().trim().to_owned();
            if value.is_empty() {
                self.tell(span, format!("`{key}`里有空项"));
            } else if listed.iter().any(|known| known.value == value) {
                self.tell(span, format!("`{key}`里`{value}`写了两次"));
            } else {
                listed.push(Placed { value, span });
            }
        }
        listed
    }

    /// One of the known words.
    pub(crate) fn word<T: Copy>(&mut self, written: &Placed<String>, key: &str, known: &[(&str, T)]) -> Option<T> {
        let found = known.iter().find(|(word, _)| *word == written.value).map(|&(_, meant)| meant);
        if found.is_none() && !written.value.is_empty() {
            let hint = near::suggestion(&written.value, known.iter().map(|&(word, _)| word));
            self.tell_with_hint(written.span.clone(), format!("`{key}`没有这个取值：`{}`", written.value), hint);
        }
        found
    }

    /// A whole number in a range.
    pub(crate) fn whole<T: TryFrom<i64>>(
        &mut self,
        number: Option<Spanned<i64>>,
        key: &str,
        range: RangeInclusive<i64>,
    ) -> Option<T> {
        let number = number?;
        let meant = Some(*number.get_ref()).filter(|value| range.contains(value)).and_then(|value| T::try_from(value).ok());
        if meant.is_none() {
            self.tell(number.span(), format!("`{key}`应在{}到{}之间，这里是{}", range.start(), range.end(), number.get_ref()));
        }
        meant
    }

    /// A number that is neither `inf` nor `nan`.
    pub(crate) fn finite(&mut self, number: Option<Spanned<f64>>, key: &str) -> Option<Placed<f64>> {
        let number = number?;
        let span = number.span();
        let value = number.into_inner();
        if !value.is_finite() {
            self.tell(span.clone(), format!("`{key}`应是普通的数，这里是{value}"));
        }
        value.is_finite().then_some(Placed { value, span })
    }

    /// A year of the plan's age.
    pub(crate) fn year(&mut self, number: Option<Spanned<i64>>, key: &str) -> Option<i16> {
        self.whole(number, key, 1990..=2100)
    }
}

/// The values without their places.
pub(crate) fn values(listed: Vec<Placed<String>>) -> Vec<String> {
    listed.into_iter().map(|text| text.value).collect()
}

/// A text that may be missing or blank.
pub(crate) fn optional(text: Option<Spanned<String>>) -> Option<String> {
    text.map(|text| text.into_inner().trim().to_owned()).filter(|text| !text.is_empty())
}

/// What keys may say, by key: for the page of all keys and the schemas.
pub(crate) type Words = Vec<(&'static str, Vec<&'static str>)>;

/// The words of a table, in its order.
pub(crate) fn words_of<T>(table: &[(&'static str, T)]) -> Vec<&'static str> {
    table.iter().map(|(word, _)| *word).collect()
}
