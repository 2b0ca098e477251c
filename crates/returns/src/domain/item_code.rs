//! Codes of items (代码) as they are compared, `101`, `1.1.1` and `A01` alike: a form's codes and what a sheet shows in their stead.
//!
//! In: a code without blanks and in half-width characters. Out: what two codes have in common that mean the same row.

/// In capitals; `101.0`, for which Excel takes a code that is a number, is `101`.
pub fn compared(mut code: String) -> String {
    code.make_ascii_uppercase();
    match code.strip_suffix(".0") {
        Some(whole) if is_digits(whole) => whole.to_owned(),
        _ => code,
    }
}

/// A code of digits without the zeros that Excel drops.
pub fn without_leading_zeros(code: &str) -> &str {
    if !is_digits(code) {
        return code;
    }
    let significant = code.trim_start_matches('0');
    if significant.is_empty() { "0" } else { significant }
}

/// Why a code cannot be a code; nothing if it can. A number, letters and digits, in parts with points or dashes between them, with a
/// digit: without one no row of a sheet is known to bear a code.
pub fn oddity(code: &str) -> Option<&'static str> {
    let is_of_code = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-');
    if !code.chars().all(is_of_code) {
        Some("只能用英文字母、数字、点和短横")
    } else if !code.bytes().any(|byte| byte.is_ascii_digit()) {
        Some("至少要有一个数字")
    } else if code.chars().count() > LONGEST {
        Some("不能超过12个字符")
    } else {
        None
    }
}

/// So that the narrow column of codes holds it.
const LONGEST: usize = 12;

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_mean_the_same_row_are_the_same() {
        let same = |code: &str| compared(code.to_owned());
        assert_eq!(["101", "101.0", "a01", "1.1.1", "1.10"].map(same), ["101", "101", "A01", "1.1.1", "1.10"]);
        assert_eq!(["012", "00", "A01", "1.01"].map(without_leading_zeros), ["12", "0", "A01", "1.01"]);
    }

    #[test]
    fn codes_are_as_offices_have_them() {
        for code in ["101", "1.1.1", "A01", "2-3", "01"] {
            assert_eq!(oddity(code), None, "{code}");
        }
        assert!(oddity("一.1").is_some_and(|why| why.contains("英文字母")));
        assert!(oddity("A").is_some_and(|why| why.contains("数字")));
        assert!(oddity("1.1.1.1.1.1.1").is_some_and(|why| why.contains("12")));
    }
}
