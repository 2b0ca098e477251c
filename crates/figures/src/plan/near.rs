//! The known name that was probably meant.

/// The nearest of the known names, if it is near at all: at most two characters in five differ, in short names one.
pub(super) fn nearest<'name>(written: &str, known: impl IntoIterator<Item = &'name str>) -> Option<&'name str> {
    let allowed = (written.chars().count() * 2 / 5).max(1);
    known
        .into_iter()
        .map(|name| (strsim::levenshtein(written, name), name))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_its_name() {
        let known = ["总诊疗人次", "出院人次", "出院患者手术人次"];
        assert_eq!(nearest("出院人数", known), Some("出院人次"));
        assert_eq!(nearest("诊疗总人次", known), Some("总诊疗人次"));
        assert_eq!(nearest("床位", known), None);
    }
}
