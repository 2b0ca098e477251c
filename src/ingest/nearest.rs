//! What somebody may have meant: candidates for a name or code that nobody bears. Offered to a reader, never taken.

use std::collections::BTreeMap;

/// Candidates offered at most.
const MOST: usize = 3;
/// Below this likeness a candidate would only puzzle.
const LEAST: f64 = 0.4;

/// The candidates most like a text, best first; those equally like it in their own order.
pub(super) fn nearest<'names, T>(text: &str, candidates: impl IntoIterator<Item = (&'names str, T)>) -> Vec<T> {
    let mut best: Vec<(f64, T)> = Vec::new();
    for (name, candidate) in candidates {
        let likeness = likeness(text, name);
        if likeness >= LEAST {
            let place = best.partition_point(|(better, _)| *better >= likeness);
            if place < MOST {
                best.insert(place, (likeness, candidate));
                best.truncate(MOST);
            }
        }
    }
    best.into_iter().map(|(_, candidate)| candidate).collect()
}

/// From 0 to 1. Names are alike by the characters that they share (a short name shares all of its own), codes by the keys that must be
/// struck to correct them.
fn likeness(one: &str, other: &str) -> f64 {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    shared(&one, &other).max(edited(&one, &other))
}

/// Dice's share of common characters, each as often as it occurs in both.
fn shared(one: &[char], other: &[char]) -> f64 {
    if one.iter().chain(other).all(char::is_ascii) {
        return 0.0;
    }
    let mut counts: BTreeMap<char, i32> = BTreeMap::new();
    for character in one {
        *counts.entry(*character).or_default() += 1;
    }
    let mut common = 0_u32;
    for character in other {
        if let Some(count) = counts.get_mut(character).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    2.0 * f64::from(common) / as_number(one.len() + other.len())
}

fn edited(one: &[char], other: &[char]) -> f64 {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, left) in one.iter().enumerate() {
        let mut diagonal = above;
        let mut previous = above + 1;
        for (cell, right) in row.iter_mut().skip(1).zip(other) {
            let substituted = diagonal + usize::from(left != right);
            diagonal = *cell;
            previous = substituted.min(*cell + 1).min(previous + 1);
            *cell = previous;
        }
        if let Some(first) = row.first_mut() {
            *first = above + 1;
        }
    }
    let distance = row.last().copied().unwrap_or_default();
    1.0 - as_number(distance) / as_number(one.len().max(other.len()))
}

fn as_number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_alike_comes_first_and_strangers_do_not_come() {
        let names = ["甲县人民医院", "甲县中医医院", "乙县人民医院", "丙市疾病预防控制中心", "甲县人民医院分院"];
        let found = nearest("甲县人民医医院", names.iter().map(|name| (*name, *name)));
        assert_eq!(found.first(), Some(&"甲县人民医院"));
        assert_eq!(found.len(), 3);
        assert!(!found.contains(&"丙市疾病预防控制中心"));
    }

    #[test]
    fn codes_are_alike_by_their_keys() {
        assert_eq!(nearest("TB-H0l", [("TB-H01", 1), ("KL-P09", 2)]), [1]);
        assert!((edited(&['a', 'b', 'c'], &['a', 'c']) - 2.0 / 3.0).abs() < 1e-12);
        assert!(nearest("", [("TB-H01", 1)]).is_empty());
    }
}
