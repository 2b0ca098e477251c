//! A number and what stands beside it: a unit, a name that ends in a digit, another number. The one place where they are joined, so that
//! nobody reads `12` and `1/10万` as 121, nor 专科联盟1 and 2017年 as 12017.

/// A number with its unit, as a sentence says it. A unit `1/10万` is a fraction of which the number is the upper part: `12/10万`. Any
/// other unit that begins with a digit is multiplied: `12×10万元`.
pub fn with_unit(number: &str, unit: &str) -> String {
    match unit.strip_prefix("1/").filter(|below| !below.is_empty()) {
        Some(below) => format!("{number}/{below}"),
        None if unit.starts_with(char::is_numeric) => format!("{number}×{unit}"),
        None => format!("{number}{unit}"),
    }
}

/// Two texts one after the other, with a blank between them where they would run together.
pub fn beside(left: &str, right: &str) -> String {
    let blank = if run_together(left.chars().next_back(), right.chars().next()) { " " } else { "" };
    format!("{left}{blank}{right}")
}

/// Whether two characters side by side look like one number or one code.
pub fn run_together(left: Option<char>, right: Option<char>) -> bool {
    let ends = |character: char| character.is_numeric() || character.is_ascii_alphanumeric();
    let begins = |character: char| ends(character) || matches!(character, '+' | '-' | '−' | '.');
    left.is_some_and(ends) && right.is_some_and(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_that_begins_with_a_digit_is_no_part_of_the_number() {
        for (number, unit, told) in [
            ("12", "1/10万", "12/10万"),
            ("8.5", "1/万", "8.5/万"),
            ("12", "10万元", "12×10万元"),
            ("1,234", "人次", "1,234人次"),
            ("61.0", "%", "61.0%"),
            ("3", "", "3"),
        ] {
            assert_eq!(with_unit(number, unit), told);
        }
    }

    #[test]
    fn a_name_that_ends_in_a_digit_stands_apart_from_a_number() {
        assert_eq!(beside("专科联盟1", "2017年第一季度"), "专科联盟1 2017年第一季度");
        assert_eq!(beside("任城区", "2017年第一季度"), "任城区2017年第一季度");
        assert_eq!(beside("示例医院2", "TB-H01"), "示例医院2 TB-H01");
        assert_eq!(beside("联盟１", "-3"), "联盟１ -3");
        assert_eq!(beside("联盟1", "的报表"), "联盟1的报表");
        assert_eq!(beside("", "2017年"), "2017年");
    }
}
