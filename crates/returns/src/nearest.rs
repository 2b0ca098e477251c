//! What somebody may have meant: candidates for a name or code that nobody bears. Offered to a reader, never taken.
//!
//! The one search of the whole program: units and forms of a return, names in a plan pack, what is asked for on the command line.
//!
//! How alike two texts are is a number from 0 to 1, capitals or not: the share of keys that need not be struck to turn one into the other,
//! or, if either is Chinese, the share of characters that they have in common wherever they stand, whichever is more. So `TB-H0l` is
//! nearly `TB-H01`, `甲县医院` finds `甲县第一人民医院` and `诊疗总人次` finds `总诊疗人次`. What is more unlike it than like it would only puzzle.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use tongbao_document::count;

/// Candidates offered at most.
const MOST: usize = 3;
/// A candidate must be as much like the text as this: of a short code at most half of the keys may be wrong, of a name at most half of
/// the characters.
const HALF: f64 = 0.5;

/// The candidates most like a text, best first, those equally like it in their own order; each with what it stands for.
pub fn nearest<'name, T: PartialEq>(written: &str, candidates: impl IntoIterator<Item = (&'name str, T)>) -> Vec<T> {
    let written = compared(written);
    let mut near: Vec<(f64, T)> = Vec::new();
    for (name, candidate) in candidates {
        let likeness = likeness(&written, &compared(name));
        if likeness >= HALF {
            near.push((likeness, candidate));
        }
    }
    near.sort_by(|(one, _), (other, _)| other.partial_cmp(one).unwrap_or(Ordering::Equal));
    let mut offered: Vec<T> = Vec::new();
    for (_, candidate) in near {
        if offered.len() < MOST && !offered.contains(&candidate) {
            offered.push(candidate);
        }
    }
    offered
}

/// The names most like a text, as [`nearest`] finds them.
pub fn nearest_names<'name>(written: &str, names: impl IntoIterator<Item = &'name str>) -> Vec<&'name str> {
    nearest(written, names.into_iter().map(|name| (name, name)))
}

fn compared(text: &str) -> String {
    text.trim().to_uppercase()
}

fn likeness(one: &str, other: &str) -> f64 {
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    shared(one, other).max(strsim::normalized_levenshtein(one, other))
}

/// Dice's share of common characters, each as often as it occurs in both. Of codes it would say that `12` is `21`.
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
    2.0 * f64::from(common) / count::to_f64(one.chars().count() + other.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_alike_comes_first_and_strangers_do_not_come() {
        let names = ["甲县人民医院", "甲县中医医院", "乙县人民医院", "丙市疾病预防控制中心", "甲县人民医院分院"];
        let found = nearest_names("甲县人民医医院", names);
        assert_eq!(found.first(), Some(&"甲县人民医院"));
        assert_eq!(found.len(), 3);
        assert!(!found.contains(&"丙市疾病预防控制中心"));
        assert!(nearest_names("完全不同的名称", ["F01"]).is_empty());
        assert!(nearest_names("床位", ["总诊疗人次", "出院人次"]).is_empty());
    }

    #[test]
    fn codes_are_alike_by_their_keys_whatever_their_capitals() {
        assert_eq!(nearest("TB-H0l", [("TB-H01", 1), ("KL-P09", 2)]), [1]);
        assert_eq!(nearest_names("jn-h-021", ["JN-H-012", "JN-H-020", "KL-P-900"]), ["JN-H-020", "JN-H-012"]);
        assert!(nearest_names("", ["TB-H01"]).is_empty());
    }

    #[test]
    fn half_is_near_enough_and_less_is_not() {
        assert_eq!(nearest_names("abc", ["abx", "axy"]), ["abx"], "two keys of three, one of three");
        assert_eq!(nearest_names("abcd", ["abxy"]), ["abxy"], "two keys of four");
        assert_eq!(nearest_names("诊疗总人次", ["总诊疗人次"]), ["总诊疗人次"], "the same characters in another order");
    }

    #[test]
    fn who_bears_two_names_is_offered_once() {
        let bearers = [("甲县医院", "U1"), ("甲县人民医院", "U1"), ("乙县医院", "U2"), ("丙县医院", "U3"), ("丁县医院", "U4")];
        assert_eq!(nearest("甲县医院院", bearers), ["U1", "U2", "U3"]);
    }
}
