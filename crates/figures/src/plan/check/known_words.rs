//! Words that a condition, a formula or a rule sets against what the registry says: one that the registry cannot have is a slip of the pen,
//! and would choose nobody, silently.

use std::collections::BTreeSet;

use super::areas::Unknown;
use super::fields::{Checker, Placed};
use super::vocabulary::Vocabulary;
use crate::plan::formula::words_compared;
use crate::plan::near;
use crate::plan::variable::Variable;
use tongbao_document::Expression;
use tongbao_returns::domain::UnitAttribute;

/// Which words of 类别 may be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Categories {
    /// Of units that file something: of others there is nothing to say.
    Filing,
    /// Of any unit of the registry: what packs share names kinds of units of which not every pack asks anything.
    Registered,
}

/// Whether every word is known; those that are not are told. Of a pack that could not be read whole nothing is held against them.
pub(super) fn are_known(
    tree: &Expression<Variable>,
    categories: Categories,
    text: &Placed<String>,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> bool {
    if !vocabulary.is_complete {
        return true;
    }
    let asked = [
        Variable::Attribute(UnitAttribute::Category),
        Variable::Attribute(UnitAttribute::Grade),
        Variable::Attribute(UnitAttribute::County),
        Variable::AllianceKind,
        Variable::County,
        Variable::PeerGroup,
    ];
    let mut are_known = true;
    for asked in asked {
        for word in words_compared(tree, &asked) {
            let Some((message, hint)) = unknown(&asked, word, categories, vocabulary) else { continue };
            checker.tell_with_hint(checker.source.find(word, text.span.clone()), message, hint);
            are_known = false;
        }
    }
    are_known
}

/// What is wrong with a word that the registry cannot have, and what to write.
pub(super) fn unknown(asked: &Variable, word: &str, categories: Categories, vocabulary: &Vocabulary<'_>) -> Option<Unknown> {
    match asked {
        Variable::Attribute(UnitAttribute::Category) => unknown_category(word, categories, vocabulary),
        Variable::Attribute(UnitAttribute::Grade) => unknown_grade(word),
        Variable::Attribute(UnitAttribute::County) => vocabulary.areas.unknown(word, true),
        Variable::County => vocabulary.areas.unknown(word, false),
        Variable::AllianceKind => among(word, vocabulary.alliance_kinds.iter().copied(), "名录没有医联体类型"),
        Variable::PeerGroup => {
            let groups = vocabulary.peer_groups.iter().map(|group| group.name.as_str());
            let is_known = groups.clone().any(|group| group == word);
            let message = || format!("plan.toml 里没有同类组`{word}`");
            (!is_known).then(|| (message(), near::suggestion(word, groups)))
        }
        _ => None,
    }
}

/// Grades are written with figures, too: `3级甲等`.
fn unknown_grade(word: &str) -> Option<Unknown> {
    let (message, _) = among(word, Vocabulary::grades(), "名录没有等级")?;
    let spelt = word.replace('1', "一").replace('2', "二").replace('3', "三");
    Some((message, near::suggestion(&spelt, Vocabulary::grades())))
}

fn unknown_category(word: &str, categories: Categories, vocabulary: &Vocabulary<'_>) -> Option<Unknown> {
    let filing = || vocabulary.categories.iter().map(|category| category.as_str()).collect();
    let (known, message): (BTreeSet<&str>, _) = match categories {
        Categories::Filing => (filing(), format!("没有表式由`{word}`填报")),
        Categories::Registered => (vocabulary.registered_categories(), format!("名录没有类别`{word}`")),
    };
    if known.contains(word) {
        return None;
    }
    let shared = vocabulary.shared_forms_of(word);
    let hint = if shared.is_empty() {
        near::suggestion(word, known)
    } else {
        Some(format!("共用表式 {} 由`{word}`填报：加在 plan.toml 的`includes`里", shared.join("、")))
    };
    Some((message, hint))
}

/// Of whom nothing is registered the word is blank, and that may be asked for.
fn among<'words>(word: &str, known: impl Iterator<Item = &'words str> + Clone, message: &str) -> Option<Unknown> {
    let is_known = word.is_empty() || known.clone().any(|known| known == word);
    (!is_known).then(|| (format!("{message}`{word}`"), near::suggestion(word, known)))
}
