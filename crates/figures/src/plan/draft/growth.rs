//! Rates of growth, by the name that ends in one: they are counted from what grows, this year's and last year's.

/// What a rate of growth is called, and whether it counts what is lost.
const GROWTH: [(&str, bool); 10] = [
    ("增长幅度", false),
    ("增长比例", false),
    ("增长率", false),
    ("增速", false),
    ("增幅", false),
    ("涨幅", false),
    ("下降幅度", true),
    ("下降率", true),
    ("降低率", true),
    ("降幅", true),
];
/// What stands between what grows and the word.
const BETWEEN: [&str; 5] = ["平均", "年均", "同比", "年度", "的"];
/// What is a quotient already: it does not add up.
const MEANS: [&str; 5] = ["次均", "人均", "平均", "均次", "每"];
/// The same at the end of a name.
const QUOTIENTS: [&str; 5] = ["率", "占比", "比例", "比", "水平"];

/// What grows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Growth<'name> {
    /// Its name.
    pub(super) of: &'name str,
    /// Whether the rate counts how much less it is.
    pub(super) falls: bool,
    /// Whether it adds up over units.
    pub(super) adds: bool,
}

/// What grows at the rate of a name; none if it is no rate of growth.
pub(super) fn of(name: &str) -> Option<Growth<'_>> {
    let (mut of, falls) = GROWTH.iter().find_map(|(word, falls)| Some((name.strip_suffix(*word)?, *falls)))?;
    while let Some(shorter) = BETWEEN.iter().find_map(|word| of.strip_suffix(*word)) {
        of = shorter;
    }
    let is_quotient = MEANS.iter().any(|word| of.contains(word)) || QUOTIENTS.iter().any(|word| of.ends_with(word));
    (!of.is_empty()).then_some(Growth { of, falls, adds: !is_quotient })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_is_found_in_the_name() {
        let told = |name| of(name).map(|growth| (growth.of, growth.falls, growth.adds));
        assert_eq!(told("医疗费用增幅"), Some(("医疗费用", false, true)));
        assert_eq!(told("医疗费用年均增长率"), Some(("医疗费用", false, true)));
        assert_eq!(told("医疗费用平均增长幅度"), Some(("医疗费用", false, true)));
        assert_eq!(told("能耗支出降幅"), Some(("能耗支出", true, true)));
        assert_eq!(told("门诊次均医药费用增幅"), Some(("门诊次均医药费用", false, false)));
        assert_eq!(told("药占比降幅"), Some(("药占比", true, false)));
        assert_eq!(told("签约率"), None);
        assert_eq!(told("增幅"), None);
    }
}
