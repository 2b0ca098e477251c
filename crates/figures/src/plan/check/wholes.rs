//! 其中 across the forms of a plan: a part and its whole may stand on one form, or on two that the same unit files.

use std::collections::BTreeSet;
use std::ops::Range;

use super::dictionary::Dictionary;
use crate::plan::mistake::Mistake;
use crate::plan::source::Source;
use tongbao_returns::domain::{Category, Form, Item};

/// A part, and where the form says so itself; where the dictionary says it, it may hold nowhere.
pub(super) struct Part<'forms> {
    pub(super) form: &'forms Form,
    pub(super) item: &'forms Item,
    pub(super) span: Option<Range<usize>>,
    pub(super) source: &'forms Source,
}

/// The items that a part may belong to: of its own form if they stand there, else of others; each with those who file both.
pub(super) fn wholes<'forms>(
    (form, item): (&Form, &Item),
    forms: impl Iterator<Item = &'forms Form> + Clone,
) -> Vec<(&'forms Item, BTreeSet<&'forms Category>)> {
    let Some(whole) = &item.part_of else { return Vec::new() };
    let of = |other: &'forms Form| {
        let found = other.items().find(|known| known.name == *whole)?;
        Some((found, other.filed_by.iter().filter(|category| form.is_filed_by(category)).collect()))
    };
    let own: Vec<_> = forms.clone().filter(|other| other.id == form.id).filter_map(of).collect();
    if own.is_empty() { forms.filter_map(of).collect() } else { own }
}

/// Tells of parts whose whole nobody asks for, or not of those who file the part.
pub(super) fn check<'forms>(
    parts: &[Part<'forms>],
    forms: &[&'forms Form],
    dictionary: &Dictionary,
    is_complete: bool,
    mistakes: &mut Vec<Mistake>,
) {
    for Part { form, item, span, source } in parts {
        let Some(whole) = &item.part_of else { continue };
        let Some(span) = span else { continue };
        let mut tell = |message: String, hint: Option<String>| {
            mistakes.push(source.mistake_with_hint(span.clone(), message, hint));
        };
        if *whole == item.name {
            tell(format!("`{whole}`不能是自己的其中项"), None);
            continue;
        }
        let found = wholes((form, item), forms.iter().copied());
        if let Some((odd, _)) = found.iter().find(|(whole, _)| !(item.kind.is_number() && whole.kind.is_number())) {
            tell(format!("`{}`和`{}`都应是数，才有其中项", item.name, odd.name), None);
        } else if !is_complete {
            // What is not found may stand in a form that could not be read.
        } else if found.is_empty() && dictionary.get(whole).is_none() {
            let names: BTreeSet<&str> = forms.iter().flat_map(|form| form.items()).map(|item| item.name.as_str()).collect();
            tell(format!("没有指标项`{whole}`"), dictionary.suggestion(whole.as_str(), names));
        } else if found.iter().all(|(_, filers)| filers.is_empty()) {
            let carries = |form: &&&Form| form.items().any(|item| item.name == *whole);
            let filers: BTreeSet<&str> =
                forms.iter().filter(carries).flat_map(|form| &form.filed_by).map(Category::as_str).collect();
            let filers: Vec<&str> = filers.into_iter().collect();
            let hint = if filers.is_empty() {
                "没有表式问它".to_owned()
            } else {
                format!("填报它的是：{}", filers.join("、"))
            };
            tell(format!("填报本表的单位都不填报`{whole}`"), Some(hint));
        }
    }
}
