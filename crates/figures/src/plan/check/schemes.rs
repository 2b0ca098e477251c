//! The peer groups of `scoring.toml`: who belongs to each.

use std::ops::Range;

use super::declared::Declared;
use super::fields::{Checker, Words, values, words_of};
use super::parts::{self, Known};
use super::scopes::{SCOPES, word_of};
use super::vocabulary::Vocabulary;
use crate::plan::indicator::Indicator;
use crate::plan::near;
use crate::plan::peer_group::PeersOf;
use crate::plan::raw::RawScheme;
use crate::plan::scope::Scope;
use crate::plan::scoring::Scheme;
use tongbao_returns::domain::Category;

/// Checks one scheme, at whose `head` it stands; `None` without a scope. `sum_at` is where weights that do not add up are told, if that is
/// not the last of them.
pub(super) fn scheme(
    raw: RawScheme,
    head: &Range<usize>,
    sum_at: Option<Range<usize>>,
    (indicators, is_complete): (&[Indicator], bool),
    declared: Declared<'_>,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> Option<Scheme> {
    let scope = scope_of(&raw, head, checker);
    let name = checker.needed(raw.name, "name", head).value;
    for (texts, key, only) in
        [(&raw.categories, "categories", Scope::Unit), (&raw.alliance_kinds, "alliance-kinds", Scope::Alliance)]
    {
        if let Some(texts) = texts.as_ref().filter(|_| scope.is_some_and(|scope| scope != only)) {
            checker.tell(texts.span(), format!("只有`scope = \"{}\"`才用`{key}`", word_of(only)));
        }
    }
    let categories = checker.list(raw.categories, "categories");
    for category in &categories {
        if vocabulary.is_complete && !vocabulary.categories.contains(&Category::new(&category.value)) {
            let hint = near::suggestion(&category.value, vocabulary.categories.iter().map(|known| known.as_str()));
            checker.tell_with_hint(category.span.clone(), format!("没有表式由类别`{}`填报", category.value), hint);
        }
    }
    let alliance_kinds = values(checker.list(raw.alliance_kinds, "alliance-kinds"));
    let peer_group = raw.peer_group.map(|name| checker.needed(Some(name), "peer-group", head));
    if let Some(name) = &peer_group {
        let peer_groups = declared.peer_groups().unwrap_or_default();
        let known =
            || peer_groups.iter().filter(|group| matches!(group.of, PeersOf::Counties(_))).map(|group| group.name.as_str());
        if scope.is_some_and(|scope| scope != Scope::County) {
            checker.tell(name.span.clone(), format!("只有`scope = \"{}\"`才用`peer-group`", word_of(Scope::County)));
        } else if !name.value.is_empty() && !known().any(|group| group == name.value) {
            let hint = near::suggestion(&name.value, known());
            checker.tell_with_hint(name.span.clone(), format!("plan.toml 里没有县区的同类组`{}`", name.value), hint);
        }
    }
    let scope = scope?;
    let parts = if raw.parts.is_empty() {
        parts::by_default(indicators, scope, head, checker)
    } else {
        parts::listed(raw.parts, sum_at, &Known { indicators, is_complete, declared, scope }, checker)
    };
    let categories = categories.iter().map(|category| Category::new(&category.value)).collect();
    Some(Scheme { name, scope, categories, alliance_kinds, peer_group: peer_group.map(|name| name.value), parts })
}

/// The kind of group that a scheme scores.
pub(super) fn scope_of(raw: &RawScheme, head: &Range<usize>, checker: &mut Checker<'_>) -> Option<Scope> {
    let scope = checker.needed(raw.scope.clone(), "scope", head);
    checker.word(&scope, "scope", &SCOPES)
}

/// Whether some group may belong to both schemes.
pub(super) fn overlap(one: &Scheme, other: &Scheme) -> bool {
    fn share<T: PartialEq>(one: &[T], other: &[T]) -> bool {
        one.is_empty() || other.is_empty() || one.iter().any(|listed| other.contains(listed))
    }
    one.scope == other.scope
        && match one.scope {
            Scope::Unit => share(&one.categories, &other.categories),
            Scope::Alliance => share(&one.alliance_kinds, &other.alliance_kinds),
            Scope::County => one.peer_group.is_none() || other.peer_group.is_none() || one.peer_group == other.peer_group,
            Scope::Area => true,
        }
}

/// What the keys of a scheme may say.
pub(in crate::plan) fn words() -> Words {
    vec![("scope", words_of(&SCOPES))]
}
