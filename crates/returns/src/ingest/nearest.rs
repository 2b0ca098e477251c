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
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    shared(one, other).max(strsim::normalized_levenshtein(one, other))
}

/// Dice's share of common characters, each as often as it occurs in both.
fn shared(one: &str, other: &str) -> f64 {
    if one.is_ascii() && other.is_ascii() {
        return 0.0;
    }
    let mut counts: BTreeMap<char, i32> = BTreeMap::new();
    for character in one.chars() {
        *counts.entry(character).or_default() += 1;
    }
    let mut common = 0_u32;
    for character in other.chars() {
        if let Some(count) = counts.get_mut(&character).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    2.0 * f64::from(common) / as_number(one.chars().count() + other.chars().count())
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
        assert!(nearest("", [("TB-H01", 1)]).is_empty());
    }
}
