//! Rounding as spreadsheet programs do it.

use tongbao_document::figure::round_half_up;

/// Spreadsheet programs show 15 digits; what is rounded finer is not rounded alike everywhere.
const MOST_DECIMALS: u8 = 14;

/// The number rounded to so many decimals, where `ROUND` of a spreadsheet program gives the same as we print: both go by fifteen
/// digits.
pub(super) fn rounded(number: f64, decimals: u8) -> Option<f64> {
    (decimals <= MOST_DECIMALS && number.is_finite()).then(|| round_half_up(number, decimals))
}

/// Whether two numbers are the same digit for digit.
pub(super) fn same(one: f64, other: f64) -> bool {
    one.total_cmp(&other).is_eq() || (one == 0.0 && other == 0.0)
}

/// Whether two numbers differ by no more than the noise of binary arithmetic.
pub(super) fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-12 * one.abs().max(other.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_rounded_as_spreadsheets_round_it() {
        assert_eq!(rounded(2.345, 2), Some(2.35));
        assert_eq!(rounded(1.005, 2), Some(1.01));
        assert_eq!(rounded(61.249_999_999, 1), Some(61.2));
        assert_eq!(rounded(0.612_499_999_999_999_9 * 100.0, 1), Some(61.3));
        assert_eq!(rounded(1.0, 20), None);
    }
}
