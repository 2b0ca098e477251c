//! What an operator may have meant: candidates for a code or a name that nobody bears. Offered, never taken.

/// Candidates offered at most.
const MOST: usize = 3;

/// The candidates most like what was asked, best first, those equally like it in their own order. What differs by half of its length
/// or more would only puzzle.
pub(super) fn nearest<'name>(asked: &str, candidates: impl IntoIterator<Item = &'name str>) -> Vec<&'name str> {
    let asked: Vec<char> = asked.trim().to_uppercase().chars().collect();
    let mut near: Vec<(usize, &str)> = Vec::new();
    for candidate in candidates {
        let characters: Vec<char> = candidate.to_uppercase().chars().collect();
        let distance = distance(&asked, &characters);
        if distance * 2 < characters.len().max(asked.len()) && !near.iter().any(|(_, known)| *known == candidate) {
            near.push((distance, candidate));
        }
    }
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(MOST).map(|(_, candidate)| candidate).collect()
}

/// Edit distance in characters (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, character) in one.iter().enumerate() {
        let mut diagonal = above;
        let mut left = above + 1;
        for (cell, twin) in row.iter_mut().skip(1).zip(other) {
            let best = (diagonal + usize::from(character != twin)).min(*cell + 1).min(left + 1);
            diagonal = *cell;
            left = best;
            *cell = best;
        }
        if let Some(first) = row.first_mut() {
            *first = above + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_alike_come_first_and_strangers_do_not_come() {
        assert_eq!(nearest("jn-h-021", ["JN-H-012", "JN-H-020", "KL-P-001"]), ["JN-H-020", "JN-H-012"]);
        assert_eq!(nearest("甲县人民医医院", ["乙镇卫生院", "甲县人民医院", "甲县人民医院"]), ["甲县人民医院"]);
        assert!(nearest("完全不同的名称", ["F01"]).is_empty());
    }
}
