//! Robust comparisons among peers: who lies apart from the others, without letting those who lie apart move the yardstick.

use tongbao_document::count;

/// Fewest peers among whom anything can be said.
pub(super) const FEWEST_PEERS: usize = 8;

/// Modified z-score above which a value is an outlier (Iglewicz and Hoaglin 1993).
const MOST_SCORE: f64 = 3.5;
/// Least relative distance from the median: peers may be so alike that a percent stands out.
const LEAST_EFFECT: f64 = 0.15;
/// How much the size of a unit weighs (Hidiroglou and Berthelot 1986).
const SIZE_EXPONENT: f64 = 0.5;
/// Least spread, as a part of the median, so that equal peers do not make everybody else an outlier.
const LEAST_SPREAD: f64 = 0.05;
/// Quartile distances from the median beyond which a ratio is an outlier.
const MOST_DISTANCE: f64 = 10.0;

/// The median, and for each value whether it is an outlier by its modified z-score; nothing if there are too few values or no spread.
pub(super) fn value_outliers(values: &[f64]) -> Option<(f64, Vec<bool>)> {
    if values.len() < FEWEST_PEERS {
        return None;
    }
    let median = quantile(values, 0.5)?;
    let deviations: Vec<f64> = values.iter().map(|value| (value - median).abs()).collect();
    let middle = quantile(&deviations, 0.5)?;
    let length = count::to_f64(values.len());
    // With more than half of the values equal the median deviation is zero; the mean deviation stands in for it.
    let scale = if middle > 0.0 { middle / 0.6745 } else { deviations.iter().sum::<f64>() / length * 1.253_314 };
    let is_outlier = |deviation: &f64| scale > 0.0 && deviation / scale > MOST_SCORE && *deviation >= LEAST_EFFECT * median.abs();
    Some((median, deviations.iter().map(is_outlier).collect()))
}

/// The median ratio of current to base values, and for each pair whether its ratio is an outlier (Hidiroglou and Berthelot). All
/// values must be positive.
pub(super) fn ratio_outliers(pairs: &[(f64, f64)]) -> Option<(f64, Vec<bool>)> {
    if pairs.len() < FEWEST_PEERS {
        return None;
    }
    let ratios: Vec<f64> = pairs.iter().map(|(current, base)| current / base).collect();
    let median = quantile(&ratios, 0.5)?;
    // Symmetric about the median: half as much counts as much as twice as much.
    let effects: Vec<f64> = pairs
        .iter()
        .zip(&ratios)
        .map(|((current, base), ratio)| {
            let distance = if *ratio < median { 1.0 - median / ratio } else { ratio / median - 1.0 };
            distance * current.max(*base).powf(SIZE_EXPONENT)
        })
        .collect();
    let (low, middle, high) = (quantile(&effects, 0.25)?, quantile(&effects, 0.5)?, quantile(&effects, 0.75)?);
    // Effects are about zero in the middle; the least spread is taken from the size of a typical effect of five percent.
    let sizes: Vec<f64> = pairs.iter().map(|(current, base)| current.max(*base).powf(SIZE_EXPONENT)).collect();
    let least = LEAST_SPREAD * quantile(&sizes, 0.5)?.max(middle.abs());
    let below = (middle - low).max(least);
    let above = (high - middle).max(least);
    let is_outlier = |effect: &f64| *effect < middle - MOST_DISTANCE * below || *effect > middle + MOST_DISTANCE * above;
    let is_far = |ratio: &f64| (ratio / median - 1.0).abs() >= LEAST_EFFECT;
    Some((median, effects.iter().zip(&ratios).map(|(effect, ratio)| is_outlier(effect) && is_far(ratio)).collect()))
}

/// A quantile by linear interpolation.
fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let position = share * count::to_f64(last);
    let below = position.floor();
    let (mut low, mut rest) = (0_usize, below);
    while rest >= 1.0 {
        low += 1;
        rest -= 1.0;
    }
    let (one, other) = (sorted.get(low)?, sorted.get(low + 1).or(sorted.get(low))?);
    Some(one + (other - one) * (position - below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_values() {
        assert_eq!(quantile(&[4.0, 1.0, 3.0, 2.0], 0.5), Some(2.5));
        assert_eq!(quantile(&[4.0, 1.0, 3.0, 2.0, 5.0], 0.25), Some(2.0));
        assert_eq!(quantile(&[7.0], 0.75), Some(7.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn a_value_far_from_the_median_is_told_by_hand() {
        // Median 10; deviations 1 1 1 0 0 1 2 90 have the median 1; (100 - 10) * 0.6745 / 1 = 60.7, (12 - 10) * 0.6745 = 1.3.
        let (median, outliers) = value_outliers(&[9.0, 9.0, 9.0, 10.0, 10.0, 11.0, 12.0, 100.0]).unwrap();
        assert!((median - 10.0).abs() < 1e-12);
        assert_eq!(outliers, [false, false, false, false, false, false, false, true]);
    }

    #[test]
    fn few_peers_and_equal_peers_are_left_alone() {
        assert!(value_outliers(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 100.0]).is_none());
        assert_eq!(value_outliers(&[5.0; 9]).unwrap().1, [false; 9]);
        assert!(ratio_outliers(&[(1.0, 1.0); 7]).is_none());
        assert_eq!(ratio_outliers(&[(100.0, 100.0); 8]).unwrap().1, [false; 8]);
    }

    #[test]
    fn a_ratio_far_from_its_peers_is_told_and_a_small_unit_forgiven() {
        let mut pairs: Vec<(f64, f64)> = (0_i32..9).map(|unit| (10_000.0 + f64::from(unit) * 50.0, 10_000.0)).collect();
        pairs.push((30_000.0, 10_000.0));
        assert_eq!(ratio_outliers(&pairs).unwrap().1.iter().filter(|outlier| **outlier).count(), 1);
        // The same tripling of a handful of cases.
        if let Some(last) = pairs.last_mut() {
            *last = (9.0, 3.0);
        }
        assert_eq!(ratio_outliers(&pairs).unwrap().1.iter().filter(|outlier| **outlier).count(), 0);
    }
}
