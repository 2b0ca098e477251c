//! Kinds of groups, as a pack writes them.

use crate::plan::scope::Scope;

/// Every kind, with its word.
pub(super) const SCOPES: [(&str, Scope); 4] =
    [("unit", Scope::Unit), ("alliance", Scope::Alliance), ("county", Scope::County), ("area", Scope::Area)];

/// A scope as a pack writes it.
pub(super) fn word_of(scope: Scope) -> &'static str {
    SCOPES.iter().find(|(_, known)| *known == scope).map_or("", |(word, _)| word)
}
