//! `like` of a scheme: another scheme, of the pack or a shared one, of which only the differences are written.

use std::ops::Range;

use toml::Spanned;

use super::fields::Checker;
use super::shared_scoring::{SharedScoring, Unreadable};
use crate::plan::near;
use crate::plan::raw::{RawPart, RawScheme};
use crate::plan::scoring::{OVERDUE_TASKS, TASK_COMPLETION};

/// A scheme with all that it takes over.
pub(super) struct Likeness {
    pub(super) scheme: RawScheme,
    /// Where weights that do not add up are told, of a scheme that takes some over.
    pub(super) sum_at: Option<Range<usize>>,
}

/// Completes a scheme by the one before it that it is like, else by the shared one of that name; `None` after a mistake is told.
pub(super) fn completed(
    raw: Spanned<RawScheme>,
    before: &[RawScheme],
    shared: &SharedScoring,
    checker: &mut Checker<'_>,
) -> Option<Likeness> {
    let head = raw.span();
    let own = raw.into_inner();
    let Some(like) = &own.like else {
        if let Some(without) = &own.without {
            checker.tell(without.span(), "写了`like`才用`without`");
        }
        return Some(Likeness { scheme: own, sum_at: None });
    };
    let named = like.get_ref().trim();
    let of_pack = before.iter().find(|scheme| name_of(scheme) == Some(named)).cloned();
    let model = match of_pack.map(Ok).or_else(|| shared.scheme(named, &like.span())) {
        Some(Ok(model)) => model,
        Some(Err(Unreadable)) => return None,
        None => {
            let hint = near::suggestion(named, before.iter().filter_map(name_of).chain(shared.scheme_names()));
            let file = shared.file();
            let neither = if file.as_os_str().is_empty() { String::new() } else { format!("{} 里也没有，", file.display()) };
            let message = format!("前面没有评分分组`{named}`：{neither}`like`只能用写在前面的分组");
            checker.tell_with_hint(like.span(), message, hint);
            return None;
        }
    };
    let model = &model;
    if model.parts.is_empty() && !(own.parts.is_empty() && own.without.is_none()) {
        let message = format!("`{named}`没有`[[scheme.part]]`，用的是 indicators.toml 的权重，不能只写不同的部分");
        checker.tell(like.span(), message);
        return None;
    }
    let is_of_others =
        own.scope.is_some() || own.categories.is_some() || own.alliance_kinds.is_some() || own.peer_group.is_some();
    let of_whom = if is_of_others { &own } else { model };
    let last = own.parts.iter().rev().find_map(|part| weight_at(part.get_ref()));
    let scheme = RawScheme {
        name: own.name.clone(),
        like: None,
        without: None,
        scope: own.scope.clone().or_else(|| model.scope.clone()),
        categories: of_whom.categories.clone(),
        alliance_kinds: of_whom.alliance_kinds.clone(),
        peer_group: of_whom.peer_group.clone(),
        parts: parts(&own, model, checker),
    };
    Some(Likeness { scheme, sum_at: Some(last.unwrap_or(head)) })
}

/// The model's parts without those that are left out, each with what is written of it anew, and the further ones.
fn parts(own: &RawScheme, model: &RawScheme, checker: &mut Checker<'_>) -> Vec<Spanned<RawPart>> {
    let mut parts = model.parts.clone();
    for left_out in checker.list(own.without.clone(), "without") {
        if !parts.iter().any(|part| name_of_part(part.get_ref()) == Some(left_out.value.as_str())) {
            let hint = near::suggestion(&left_out.value, model.parts.iter().filter_map(|part| name_of_part(part.get_ref())));
            checker.tell_with_hint(left_out.span, format!("所用的分组里没有`{}`", left_out.value), hint);
        }
        parts.retain(|part| name_of_part(part.get_ref()) != Some(left_out.value.as_str()));
    }
    for (position, part) in own.parts.iter().enumerate() {
        let name = name_of_part(part.get_ref());
        let is_named = |other: &Spanned<RawPart>| name.is_some() && name_of_part(other.get_ref()) == name;
        // What is written twice stands twice, and is told as such.
        let is_first = !own.parts.iter().take(position).any(is_named);
        match parts.iter_mut().find(|known| is_first && is_named(known)) {
            Some(known) => *known = Spanned::new(part.span(), changed(known.get_ref(), part.get_ref())),
            None => parts.push(part.clone()),
        }
    }
    parts
}

/// A part with what is written anew; a scale belongs to its method, and one kind of weight takes the place of the other.
fn changed(model: &RawPart, own: &RawPart) -> RawPart {
    let is_weighed = own.weight.is_some() || own.weights.is_some();
    let of_weight = if is_weighed { own } else { model };
    let keeps_scale = own.scale.is_none() && own.method.is_none();
    RawPart {
        indicator: own.indicator.clone(),
        tasks: own.tasks.clone(),
        weight: of_weight.weight.clone(),
        weights: of_weight.weights.clone(),
        each: own.each.clone().or_else(|| model.each.clone()),
        method: own.method.clone().or_else(|| model.method.clone()),
        scale: if keeps_scale { model.scale.clone() } else { own.scale.clone() },
        basis: own.basis.clone().or_else(|| model.basis.clone()),
    }
}

fn name_of(scheme: &RawScheme) -> Option<&str> {
    scheme.name.as_ref().map(|name| name.get_ref().trim())
}

/// An indicator by its name, tasks by what they are called in tables.
fn name_of_part(part: &RawPart) -> Option<&str> {
    match (&part.tasks, &part.indicator) {
        (Some(tasks), _) if tasks.get_ref().trim() == "overdue" => Some(OVERDUE_TASKS),
        (Some(_), _) => Some(TASK_COMPLETION),
        (None, indicator) => indicator.as_ref().map(|indicator| indicator.get_ref().trim()),
    }
}

fn weight_at(part: &RawPart) -> Option<Range<usize>> {
    part.weight.as_ref().map(Spanned::span).or_else(|| part.weights.as_ref().map(Spanned::span))
}
