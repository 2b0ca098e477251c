//! What is said of an item once more: whoever says of a name what the dictionary says otherwise is told both places.

use std::ops::Range;

use toml::Spanned;

use super::fields::{Checker, Placed};
use super::items::{Axis, Said};
use crate::plan::place::Place;
use tongbao_returns::domain::{Item, ItemName, Kind};

/// Tells every key that contradicts the item as the dictionary has it at `place`. A label and a note of one's own contradict nothing.
pub(super) fn contradictions(said: &Said, known: &Item, place: &Place, checker: &mut Checker<'_>) {
    let tell = |span: Range<usize>, key: &str, there: &str, here: &str, checker: &mut Checker<'_>| {
        let message = format!("`{}`的`{key}`与指标项字典不同：{place}是`{there}`，这里是`{here}`", known.name);
        let hint = "这里不写这一项，即照字典；字典有误的改字典；确是另一回事的，另起名称";
        checker.tell_with_hint(span, message, Some(hint.to_owned()));
    };
    if let Some(unit) = said.unit.as_ref().filter(|unit| unit.get_ref().trim() != known.unit) {
        tell(unit.span(), "unit", &known.unit, unit.get_ref().trim(), checker);
    }
    if let Some(kind) = &said.kind {
        let written = Placed { value: kind.get_ref().trim().to_owned(), span: kind.span() };
        let there = Axis::of(&known.kind);
        if let Some(here) = Axis::read(&written, checker).filter(|here| *here != there) {
            tell(kind.span(), "kind", there.word(), here.word(), checker);
        }
    }
    if let Some(choices) = &said.choices {
        let here: Vec<&str> = choices.get_ref().iter().map(|choice| choice.get_ref().trim()).collect();
        let there: Vec<&str> = match &known.kind {
            Kind::Choice(listed) => listed.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        };
        if here != there {
            tell(choices.span(), "choices", &there.join("、"), &here.join("、"), checker);
        }
    }
    if let Some(decimals) = said.decimals.as_ref().filter(|decimals| *decimals.get_ref() != i64::from(known.decimals)) {
        tell(decimals.span(), "decimals", &known.decimals.to_string(), &decimals.get_ref().to_string(), checker);
    }
    for (key, here, there) in [("min", &said.min, known.min), ("max", &said.max, known.max)] {
        let differs = |bound: &&Spanned<f64>| there.is_none_or(|there| there.total_cmp(bound.get_ref()).is_ne());
        if let Some(bound) = here.as_ref().filter(differs) {
            let there = there.map_or_else(|| "没有写".to_owned(), |there| there.to_string());
            tell(bound.span(), key, &there, &bound.get_ref().to_string(), checker);
        }
    }
    let other_whole =
        |whole: &&Spanned<String>| known.part_of.as_ref().is_some_and(|there| *there != ItemName::new(whole.get_ref()));
    if let Some(whole) = said.part_of.as_ref().filter(other_whole) {
        let there = known.part_of.as_ref().map_or("", ItemName::as_str);
        tell(whole.span(), "part-of", there, whole.get_ref().trim(), checker);
    }
    if let Some(applies) = said.may_not_apply.as_ref().filter(|applies| *applies.get_ref() != known.may_not_apply) {
        tell(applies.span(), "may-not-apply", &known.may_not_apply.to_string(), &applies.get_ref().to_string(), checker);
    }
}
