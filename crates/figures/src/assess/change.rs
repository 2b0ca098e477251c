//! 同比 and 环比: a rate changes by 个百分点, an amount by %, a grade or a place by its own unit (docs/numbers.md rule 7).

use tongbao_document::Value;
use tongbao_figures::aggregate::Computed;
use tongbao_figures::plan::{Indicator, UnitOfMeasure};

/// A change with the unit in which it is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The change, or that there is none.
    pub value: Value,
    /// 个百分点, % or the indicator's unit.
    pub unit: &'static str,
    /// Decimals in which it is told.
    pub decimals: u8,
}

/// The change of an indicator from a base to now.
pub fn change(indicator: &Indicator, now: Computed, base: Computed) -> Change {
    told(&indicator.unit, indicator.is_of_levels, indicator.decimals, now, base)
}

fn told(unit: &UnitOfMeasure, is_of_levels: bool, decimals: u8, now: Computed, base: Computed) -> Change {
    let is_difference = is_of_levels || is_difference(unit);
    let (told_in, decimals) = match unit {
        UnitOfMeasure::Percent => ("个百分点", decimals),
        UnitOfMeasure::Amount(_) if !is_of_levels => ("%", 1),
        UnitOfMeasure::Grade | UnitOfMeasure::Place(_) | UnitOfMeasure::Amount(_) => ("", decimals),
    };
    let value = match (now.number(), base.number()) {
        (Some(now), Some(base)) if is_difference => Value::Number(now - base),
        // From zero or a deficit no percentage can be told.
        (Some(now), Some(base)) if base > 0.0 => Value::Number((now - base) * 100.0 / base),
        _ => Value::NotApplicable,
    };
    Change { value, unit: told_in, decimals }
}

/// Whether a change is the difference of two numbers, and not a percentage.
pub(super) fn is_told_as_difference(indicator: &Indicator) -> bool {
    indicator.is_of_levels || is_difference(&indicator.unit)
}

fn is_difference(unit: &UnitOfMeasure) -> bool {
    match unit {
        UnitOfMeasure::Percent | UnitOfMeasure::Grade | UnitOfMeasure::Place(_) => true,
        UnitOfMeasure::Amount(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_changes_by_points_and_an_amount_by_percent() {
        let told = |unit, now, base| {
            let change = super::told(&UnitOfMeasure::of(unit), false, 1, Computed::Number(now), Computed::Number(base));
            (change.value, change.unit)
        };
        assert_eq!(told("%", 62.0, 60.0), (Value::Number(2.0), "个百分点"));
        assert_eq!(told("人次", 120.0, 100.0), (Value::Number(20.0), "%"));
        assert_eq!(told("人次", 80.0, 100.0), (Value::Number(-20.0), "%"));
        assert_eq!(told("级", 4.0, 3.5), (Value::Number(0.5), ""));
        // The mean of grades that bear another unit.
        let mean = super::told(&UnitOfMeasure::of("项"), true, 1, Computed::Number(17.0), Computed::Number(16.5));
        assert_eq!((mean.value, mean.unit), (Value::Number(0.5), ""));
    }

    #[test]
    fn a_base_of_zero_or_less_gives_no_change() {
        for base in [0.0, -5.0] {
            assert_eq!(
                super::told(&UnitOfMeasure::of("万元"), false, 1, Computed::Number(3.0), Computed::Number(base)).value,
                Value::NotApplicable
            );
        }
        assert_eq!(
            super::told(&UnitOfMeasure::Percent, false, 1, Computed::Number(3.0), Computed::NotReported).value,
            Value::NotApplicable
        );
        assert_eq!(
            super::told(&UnitOfMeasure::Percent, false, 1, Computed::Number(3.0), Computed::Number(0.0)).value,
            Value::Number(3.0)
        );
    }
}
