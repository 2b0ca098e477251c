//! 舍位平衡: rounded parts that add up to the rounded total (docs/numbers.md rule 11).
//!
//! By the largest-remainder method each part is rounded down, and the units of the last decimal that the total still lacks go to the
//! parts with the largest remainders, the earlier ones first. The numbers themselves stay as they are; a [`Figure`] only remembers
//! by how many units of its last decimal the printed number differs from its own rounding.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::figure::{Figure, Value, decimal};

/// For each part the units of the last decimal to add to its own rounding, so that the printed parts add up to the printed total.
/// All are zero where the parts do not make up the total by more than rounding: such a table is wrong, and not to be smoothed.
pub fn adjustments(parts: &[f64], total: f64, decimals: u8) -> Vec<i8> {
    balanced(parts, total, decimals).unwrap_or_else(|| vec![0; parts.len()])
}

fn balanced(parts: &[f64], total: f64, decimals: u8) -> Option<Vec<i8>> {
    // Twelve significant digits, as for every rounding.
    let exact: Vec<Decimal> = parts.iter().map(|part| decimal(*part, 12)).collect::<Option<_>>()?;
    let places = u32::from(decimals);
    let unit = Decimal::new(1, places);
    let floors: Vec<Decimal> =
        exact.iter().map(|part| part.round_dp_with_strategy(places, RoundingStrategy::ToNegativeInfinity)).collect();
    let lacking = (decimal(total, decimals)? - floors.iter().sum::<Decimal>()) / unit;
    let lacking = usize::try_from(lacking.to_i64()?).ok().filter(|lacking| *lacking <= parts.len())?;
    let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
    by_remainder.sort_by_key(|&position| std::cmp::Reverse(exact[position] - floors[position]));
    let mut printed = floors;
    for &position in by_remainder.iter().take(lacking) {
        printed[position] += unit;
    }
    let difference = |(printed, part): (&Decimal, &f64)| ((printed - decimal(*part, decimals)?) / unit).to_i8();
    printed.iter().zip(parts).map(difference).collect()
}

/// Balances figures of one number of decimals to a total; parts without a number are left out. The positions of the adjusted ones.
pub fn balance(parts: &mut [&mut Figure], total: f64) -> Vec<usize> {
    let number = |figure: &Figure| match figure.value {
        Value::Number(number) => Some(number),
        Value::NotApplicable | Value::NotReported => None,
    };
    let Some(decimals) = parts.first().map(|figure| figure.decimals) else { return Vec::new() };
    let known: Vec<(usize, f64)> =
        parts.iter().enumerate().filter_map(|(position, figure)| Some((position, number(figure)?))).collect();
    let numbers: Vec<f64> = known.iter().map(|(_, number)| *number).collect();
    let mut adjusted = Vec::new();
    for ((position, _), adjustment) in known.into_iter().zip(adjustments(&numbers, total, decimals)) {
        if let (true, Some(figure)) = (adjustment != 0, parts.get_mut(position)) {
            figure.adjustment = adjustment;
            adjusted.push(position);
        }
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::figure::round_half_up;
    use super::super::identity::{FigureId, GroupId, Measure};
    use super::super::subject::{LightCount, Slice, Subject};
    use super::*;

    fn figure(number: f64) -> Figure {
        let subject = Subject::Lights(Slice::Whole, LightCount::GreenShare);
        let id = FigureId { subject, group: GroupId::Area, period: None, measure: Measure::Share };
        Figure::new(id, Value::Number(number), 1, "%")
    }

    #[test]
    fn three_thirds_are_a_hundred() {
        let mut thirds = [figure(100.0 / 3.0), figure(100.0 / 3.0), figure(100.0 / 3.0)];
        let stored = thirds.clone().map(|third| third.value);
        let adjusted = balance(&mut thirds.iter_mut().collect::<Vec<_>>(), 100.0);
        assert_eq!(thirds.clone().map(|third| third.text()), ["33.4", "33.3", "33.3"]);
        assert_eq!((adjusted, thirds.map(|third| third.value)), (vec![0], stored));
    }

    #[test]
    fn the_unit_that_is_left_goes_to_the_largest_remainder() {
        // 14.28 + 28.57 + 57.14: rounded down 99.8, and 28.57 and 14.28 have the largest remainders.
        assert_eq!(adjustments(&[100.0 / 7.0, 200.0 / 7.0, 400.0 / 7.0], 100.0, 1), [0, 0, 0]);
        // 0.5 + 0.5 + 2 = 3: half-up would print 1 + 1 + 2.
        assert_eq!(adjustments(&[0.5, 0.5, 2.0], 3.0, 0), [0, -1, 0]);
        // -0.5 + 1.5 = 1: half-up would print -1 + 2, rounded down and filled up it is 0 + 1.
        assert_eq!(adjustments(&[-0.5, 1.5], 1.0, 0), [1, -1]);
        assert_eq!(adjustments(&[], 0.0, 1), Vec::<i8>::new());
    }

    #[test]
    fn parts_that_are_not_the_total_are_left_alone() {
        assert_eq!(adjustments(&[10.0, 20.0], 100.0, 1), [0, 0]);
        assert_eq!(adjustments(&[10.0, f64::NAN], 10.0, 1), [0, 0]);
    }

    proptest! {
        #[test]
        fn printed_parts_add_up_to_the_printed_total(counts in prop::collection::vec(0_u32..5_000, 1..9), decimals in 0_u8..3) {
            let whole: u32 = counts.iter().sum();
            prop_assume!(whole > 0);
            let parts: Vec<f64> = counts.iter().map(|count| f64::from(*count) * 100.0 / f64::from(whole)).collect();
            let unit = 10_f64.powi(i32::from(decimals));
            let printed: f64 = parts
                .iter()
                .zip(adjustments(&parts, 100.0, decimals))
                .map(|(part, adjustment)| (round_half_up(*part, decimals) * unit).round() + f64::from(adjustment))
                .sum();
            prop_assert!((printed - 100.0 * unit).abs() < 0.5);
        }
    }
}
