//! The known name that was probably meant.

/// The nearest of the known names, if it is near at all: at most two characters in five differ, in short names one.
pub(super) fn nearest<'name>(written: &str, known: impl IntoIterator<Item = &'name str>) -> Option<&'name str> {
    let allowed = (written.chars().count() * 2 / 5).max(1);
    known
        .into_iter()
        .map(|name| (distance(written, name), name))
        .filter(|&(distance, _)| distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

/// `是否想写…` with the nearest name, else the names themselves if they are few.
pub(super) fn suggestion<'name>(written: &str, known: impl IntoIterator<Item = &'name str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(written, known.iter().copied()) {
        Some(name) => Some(format!("是否想写`{name}`")),
        None if (1..=20).contains(&known.len()) => Some(format!("可用的有：{}", known.join("、"))),
        None => None,
    }
}

/// Edit distance in characters (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, character) in one.chars().enumerate() {
        let mut diagonal = above;
        let mut left = above + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, twin) in row.iter_mut().skip(1).zip(&other) {
            let best = (diagonal + usize::from(character != *twin)).min(*cell + 1).min(left + 1);
            diagonal = *cell;
            left = best;
            *cell = best;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_its_name() {
        assert_eq!(distance("出院人数", "出院人次"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        let known = ["总诊疗人次", "出院人次", "出院患者手术人次"];
        assert_eq!(nearest("出院人数", known), Some("出院人次"));
        assert_eq!(nearest("诊疗总人次", known), Some("总诊疗人次"));
        assert_eq!(nearest("床位", known), None);
    }
}
