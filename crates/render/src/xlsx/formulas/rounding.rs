//! Rounding as spreadsheet programs do it.

use rust_decimal::{Decimal, RoundingStrategy};

use tongbao_document::figure::round_half_up;

/// Spreadsheet programs show 15 digits; what is rounded finer is not rounded alike everywhere.
const MOST_DECIMALS: u8 = 14;

/// The number rounded to so many decimals, where `ROUND` of a spreadsheet program surely gives the same as we print: we round the
/// twelfth digit first, they the fifteenth, and a number between must not decide.
pub(super) fn rounded(number: f64, decimals: u8) -> Option<f64> {
    if decimals > MOST_DECIMALS || !number.is_finite() {
        return None;
    }
    let fine = Decimal::from_scientific(&format!("{number:.14e}")).ok()?;
    let fine: f64 =
        fine.round_dp_with_strategy(u32::from(decimals), RoundingStrategy::MidpointAwayFromZero).to_string().parse().ok()?;
    let printed = round_half_up(number, decimals);
    same(fine, printed).then_some(printed)
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
    fn what_two_programs_may_round_differently_is_not_rounded() {
        assert_eq!(rounded(2.345, 2), Some(2.35));
        assert_eq!(rounded(1.005, 2), Some(1.01));
        assert_eq!(rounded(61.249_999_999, 1), Some(61.2));
        assert_eq!(rounded(61.249_999_999_999, 1), None);
        assert_eq!(rounded(0.612_499_999_999_999_9 * 100.0, 1), Some(61.3));
        assert_eq!(rounded(1.0, 20), None);
    }
}
