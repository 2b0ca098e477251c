//! Effective weights (折算权重): what is left of the weights when some are spread over the rest.

use tongbao_document::balance::adjustments;
use tongbao_document::figure::round_half_up;

/// Decimals of a weight.
const DECIMALS: u8 = 2;

/// The weights that stay, each in proportion, with two decimals; they add up to 100.00 exactly. `None` where none stays.
pub(super) fn effective(weights: &[f64]) -> Option<Vec<f64>> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return None;
    }
    let exact: Vec<f64> = weights.iter().map(|weight| weight * 100.0 / sum).collect();
    let moved = adjustments(&exact, 100.0, DECIMALS);
    let printed = exact.iter().zip(moved);
    Some(
        printed
            .map(|(weight, units)| round_half_up(round_half_up(*weight, DECIMALS) + f64::from(units) / 100.0, DECIMALS))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_spread_goes_to_the_rest_in_proportion() {
        assert_eq!(effective(&[40.0, 40.0, 20.0]), Some(vec![40.0, 40.0, 20.0]));
        // 20 are gone: 40 of 80 are 50, 30 are 37.5, 10 are 12.5.
        assert_eq!(effective(&[40.0, 30.0, 10.0]), Some(vec![50.0, 37.5, 12.5]));
        assert_eq!(effective(&[10.0, 10.0, 10.0]), Some(vec![33.34, 33.33, 33.33]));
        assert_eq!(effective(&[7.0]), Some(vec![100.0]));
        assert_eq!(effective(&[]), None);
    }

    proptest! {
        #[test]
        fn printed_weights_add_up_to_a_hundred(weights in prop::collection::vec(1_u32..40, 1..20)) {
            let weights: Vec<f64> = weights.into_iter().map(f64::from).collect();
            let hundredths: f64 = effective(&weights).unwrap().iter().map(|weight| (weight * 100.0).round()).sum();
            prop_assert!((hundredths - 10_000.0).abs() < 1e-6, "{hundredths}");
        }
    }
}
