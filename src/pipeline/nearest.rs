//! What an operator may have meant: candidates for a code or a name that nobody bears. Offered, never taken.

/// Candidates offered at most.
const MOST: usize = 3;

/// The candidates most like what was asked, best first, those equally like it in their own order. What differs by half of its length
/// or more would only puzzle.
pub(super) fn nearest<'name>(asked: &str, candidates: impl IntoIterator<Item = &'name str>) -> Vec<&'name str> {
    let asked = asked.trim().to_uppercase();
    let mut near: Vec<(usize, &str)> = Vec::new();
    for candidate in candidates {
        let name = candidate.to_uppercase();
        let distance = strsim::levenshtein(&asked, &name);
        if distance * 2 < name.chars().count().max(asked.chars().count()) && !near.iter().any(|(_, known)| *known == candidate) {
            near.push((distance, candidate));
        }
    }
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(MOST).map(|(_, candidate)| candidate).collect()
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
