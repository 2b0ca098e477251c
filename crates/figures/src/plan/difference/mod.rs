//! What differs in meaning between two packs.
//!
//! In: two packs, both sound. Out: every difference with its place. Comments, blanks, the order of keys, quotation marks, a default that is written out,
//! a shared form that is now the pack's own, an item by the dictionary, an indicator that is used instead of written, a task with or without the
//! plan's id, an order that means nothing, SQL that is only written otherwise: none of that is a difference.
//!
//! Each file is set against the other as it would be if it said everything itself: what a pack takes by name has been filled in by the check, and
//! the checked plan knows the rest (`whole`).

mod node;
mod pack;
mod texts;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use self::node::Node;
use super::error::PlanError;
use super::folders::PackFolders;
use super::load::loaded;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// In which file, below the folder of the pack: `indicators.toml`.
    pub file: String,
    /// Where in it, from the outside to the inside: `indicator`, `县域内就诊率`, `target`, `year=2025`, `value`.
    pub place: Vec<String>,
    /// What has become of it.
    pub change: Change,
    /// What it was; none where it is added, or only moved.
    pub before: Option<String>,
    /// What it is; none where it is removed, or only moved.
    pub after: Option<String>,
}

/// What has become of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Only the second pack has it.
    Added,
    /// Only the first pack has it.
    Removed,
    /// Both have it, each otherwise.
    Changed,
    /// Both have the same things, in another order.
    Reordered,
}

/// Every difference of two packs, file by file. A pack that is not sound cannot be compared.
pub fn differences(one: (&PackFolders, &str), other: (&PackFolders, &str)) -> Result<Vec<Difference>, PlanError> {
    let (before, after) = (loaded(one.0, one.1)?, loaded(other.0, other.1)?);
    let (before, after) = (pack::files(&before), pack::files(&after));
    let mut found = Vec::new();
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    // A file that one of them does not have says nothing there.
    let nothing = Node::Table(BTreeMap::new());
    for name in names {
        let mut place = Place { file: name, path: Vec::new() };
        let (one, other) = (before.get(name), after.get(name));
        let is_table = [one, other].into_iter().flatten().any(|node| matches!(node, Node::Table(_)));
        let [one, other] = [one, other].map(|node| node.or(is_table.then_some(&nothing)));
        compare(one, other, &mut place, &mut found);
    }
    Ok(found)
}

/// Where the comparison stands.
struct Place<'name> {
    file: &'name str,
    path: Vec<String>,
}

impl Place<'_> {
    fn difference(&self, change: Change, before: Option<String>, after: Option<String>) -> Difference {
        Difference { file: self.file.to_owned(), place: self.path.clone(), change, before, after }
    }
}

fn compare(before: Option<&Node>, after: Option<&Node>, place: &mut Place<'_>, found: &mut Vec<Difference>) {
    match (before, after) {
        (Some(Node::Table(before)), Some(Node::Table(after))) => {
            let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
            for key in keys {
                within(key, before.get(key), after.get(key), place, found);
            }
        }
        (Some(Node::List(before)), Some(Node::List(after))) => of_lists(before, after, place, found),
        // Of things that one has and the other has none of, each is told.
        (Some(Node::List(before)), None) => of_lists(before, &[], place, found),
        (None, Some(Node::List(after))) => of_lists(&[], after, place, found),
        (Some(before), Some(after)) if before.is_same(after) => {}
        (Some(before), Some(after)) => {
            let (before, after) = before.told_beside(after);
            found.push(place.difference(Change::Changed, Some(before), Some(after)));
        }
        (Some(before), None) => found.push(place.difference(Change::Removed, Some(before.told()), None)),
        (None, Some(after)) => found.push(place.difference(Change::Added, None, Some(after.told()))),
        (None, None) => {}
    }
}

fn within(step: &str, before: Option<&Node>, after: Option<&Node>, place: &mut Place<'_>, found: &mut Vec<Difference>) {
    place.path.push(step.to_owned());
    compare(before, after, place, found);
    place.path.pop();
}

/// Things with names: which came, which went, which are otherwise, and whether the order of the rest is the same.
fn of_lists(before: &[(String, Node)], after: &[(String, Node)], place: &mut Place<'_>, found: &mut Vec<Difference>) {
    let get = |list: &[(String, Node)], name: &str| list.iter().find(|(known, _)| known == name).map(|(_, node)| node.clone());
    for (name, node) in before {
        within(name, Some(node), get(after, name).as_ref(), place, found);
    }
    for (name, node) in after.iter().filter(|(name, _)| get(before, name).is_none()) {
        within(name, None, Some(node), place, found);
    }
    let common = |list: &[(String, Node)], other: &[(String, Node)]| -> Vec<String> {
        list.iter().map(|(name, _)| name.clone()).filter(|name| get(other, name).is_some()).collect()
    };
    if common(before, after) != common(after, before) {
        found.push(place.difference(Change::Reordered, None, None));
    }
}

#[cfg(test)]
mod tests;
