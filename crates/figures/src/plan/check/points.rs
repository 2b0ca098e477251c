//! Points, as `scoring.toml` writes them.

use std::ops::Range;

use toml::Spanned;

use super::fields::Checker;

/// Points more than zero with at most two decimals, as they are printed; with the head of its table where it must be there.
pub(super) fn points(
    number: Option<Spanned<f64>>,
    key: &str,
    needed: Option<&Range<usize>>,
    checker: &mut Checker<'_>,
) -> Option<f64> {
    if let (None, Some(head)) = (&number, needed) {
        checker.missing(key, head);
    }
    let number = checker.finite(number, key)?;
    if number.value <= 0.0 || !has_two_decimals(number.value) {
        checker.tell(number.span, format!("`{key}`应大于0，最多两位小数，这里是{}", number.value));
    }
    Some(number.value)
}

/// Whether a number is printed whole with two decimals.
fn has_two_decimals(number: f64) -> bool {
    ((number * 100.0).round() - number * 100.0).abs() < 1e-6
}
