//! Names for items and indicators, out of words that a plan uses.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::catalogue::CatalogueRow;
use crate::plan::variable::MEMBER_COUNT;
use tongbao_document::plain;
use tongbao_returns::domain::UnitAttribute;

/// Longest name of an item, in characters: it has to stand in a row of a form.
const LONGEST: usize = 24;

/// The names of indicators that are given already.
#[derive(Debug, Default)]
pub(super) struct Names {
    given: BTreeSet<String>,
    /// What is measured by some words among some units, the first of it.
    measured: BTreeMap<[String; 2], String>,
}

impl Names {
    /// The name of the indicator of a row: what it demands, with the clause behind it where that stands twice.
    pub(super) fn indicator(&mut self, row: &CatalogueRow) -> String {
        let words = [&row.item, &row.title, &row.id].into_iter().find(|words| !words.trim().is_empty());
        let name = quotable(words.map_or("", String::as_str));
        let with_clause = format!("{name}（{}）", quotable(&row.clause));
        let with_id = format!("{name}（{}）", quotable(&row.id));
        let free = [name, with_clause, with_id.clone()].into_iter().find(|name| !self.given.contains(name)).unwrap_or(with_id);
        self.given.insert(free.clone());
        free
    }

    /// What another row demands that is measured by the same words among the same units, if there is one before.
    pub(super) fn measured_alike(&mut self, row: &CatalogueRow) -> Option<String> {
        let item = row.item.trim();
        let words = [&row.scope, &row.measure].map(|words| words.trim().to_owned());
        let first = self.measured.entry(words).or_insert_with(|| item.to_owned());
        (*first != item).then(|| first.clone())
    }
}

/// On one line, and without what ends a text in a wording.
fn quotable(words: &str) -> String {
    plain::one_line(words).trim().replace(['"', '\\', '{', '}'], "")
}

/// The name of an item: the words without brackets and signs, as a formula may write it; none where nothing is left.
pub(super) fn item(words: &str) -> Option<String> {
    let bare = without_brackets(words);
    let letters: String = bare.chars().filter(|one| one.is_alphabetic() || one.is_ascii_digit()).take(LONGEST).collect();
    if letters.is_empty() {
        return None;
    }
    let is_taken = UnitAttribute::of_column(&letters).is_some() || letters == MEMBER_COUNT;
    Some(if letters.is_ascii() || is_taken {
        // A word of SQL, or a word that already means something of a unit.
        format!("{letters}数")
    } else {
        letters
    })
}

/// The words without what stands in brackets.
pub(super) fn without_brackets(words: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for one in words.chars() {
        match one {
            '（' | '(' | '［' | '[' | '〔' => depth += 1,
            '）' | ')' | '］' | ']' | '〕' => depth = depth.saturating_sub(1),
            one if depth == 0 => kept.push(one),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_an_item_is_what_a_formula_may_write() {
        for (words, name) in [
            ("市域内住院人次", Some("市域内住院人次")),
            ("药品收入（不含中药饮片）", Some("药品收入")),
            ("5岁以下儿童死亡数", Some("5岁以下儿童死亡数")),
            ("三、四级手术 台次", Some("三四级手术台次")),
            ("DRG", Some("DRG数")),
            ("类别", Some("类别数")),
            ("（略）", None),
        ] {
            assert_eq!(item(words).as_deref(), name, "{words}");
        }
    }
}
