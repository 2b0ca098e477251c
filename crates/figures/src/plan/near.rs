//! What the author of a pack probably meant, as the hint of a mistake.

use tongbao_returns::nearest::nearest_names;

/// `是否想写…` with the nearest name, else the names themselves if they are few.
pub fn suggestion<'name>(written: &str, known: impl IntoIterator<Item = &'name str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest_names(written, known.iter().copied()).first() {
        Some(name) => Some(format!("是否想写`{name}`")),
        None if (1..=20).contains(&known.len()) => Some(format!("可用的有：{}", known.join("、"))),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_its_name_and_a_stranger_the_list() {
        let known = ["总诊疗人次", "出院人次", "出院患者手术人次"];
        assert_eq!(suggestion("出院人数", known).as_deref(), Some("是否想写`出院人次`"));
        assert_eq!(suggestion("诊疗总人次", known).as_deref(), Some("是否想写`总诊疗人次`"));
        assert_eq!(suggestion("床位", known).as_deref(), Some("可用的有：总诊疗人次、出院人次、出院患者手术人次"));
        assert_eq!(suggestion("床位", []), None);
    }
}
