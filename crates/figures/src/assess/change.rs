//! 同比 and 环比: a rate changes by 个百分点, an amount and what is paid by %, a grade, a place or any other ratio by its own unit. What is
//! printed of a change is what is told, judged and counted of it (docs/numbers.md rule 7).

use crate::aggregate::Computed;
use crate::plan::{Indicator, UnitOfMeasure};
use tongbao_document::Value;
use tongbao_document::figure::round_half_up;

/// A change with the unit in which it is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The change, or that there is none.
    pub value: Value,
    /// 个百分点, % or the indicator's unit.
    pub unit: String,
    /// Decimals in which it is told.
    pub decimals: u8,
    /// Whether it is the difference of two numbers, in the indicator's unit, and not a percentage.
    pub is_difference: bool,
}

impl Change {
    /// As it is printed; none where there is none.
    pub fn rounded(&self) -> Option<f64> {
        match self.value {
            // No minus before a zero.
            Value::Number(number) => Some(round_half_up(number, self.decimals) + 0.0),
            Value::NotApplicable | Value::NotReported => None,
        }
    }
}

/// The change of an indicator from a base to now.
pub fn change(indicator: &Indicator, now: Computed, base: Computed) -> Change {
    told(&indicator.unit, is_told_as_difference(indicator), indicator.decimals, now, base)
}

/// Whether a change is the difference of two numbers, and not a percentage.
pub fn is_told_as_difference(indicator: &Indicator) -> bool {
    indicator.changes_by_difference
        || match indicator.unit {
            UnitOfMeasure::Percent | UnitOfMeasure::Grade | UnitOfMeasure::Place(_) => true,
            UnitOfMeasure::Amount(_) => false,
        }
}

/// How a sentence says which way a change goes: 提高, 增长, 增加, 前移 and their opposites; 持平.
pub fn direction(indicator: &Indicator, change: f64) -> &'static str {
    let [up, down] = match &indicator.unit {
        // The first place is the smallest number.
        UnitOfMeasure::Place(_) => ["后移", "前移"],
        unit if unit.is_rate() || *unit == UnitOfMeasure::Grade => ["提高", "下降"],
        _ if is_told_as_difference(indicator) => ["增加", "减少"],
        _ => ["增长", "下降"],
    };
    if change > 0.0 {
        up
    } else if change < 0.0 {
        down
    } else {
        "持平"
    }
}

fn told(unit: &UnitOfMeasure, is_difference: bool, decimals: u8, now: Computed, base: Computed) -> Change {
    let value = match (now.number(), base.number()) {
        (Some(now), Some(base)) if is_difference => Value::Number(now - base),
        // From zero or a deficit no percentage can be told.
        (Some(now), Some(base)) if base > 0.0 => Value::Number((now - base) * 100.0 / base),
        _ => Value::NotApplicable,
    };
    if is_difference {
        Change { value, unit: unit.of_differences().to_owned(), decimals, is_difference }
    } else {
        Change { value, unit: "%".to_owned(), decimals: 1, is_difference }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(unit: &str, is_difference: bool, now: f64, base: f64) -> Change {
        told(&UnitOfMeasure::of(unit), is_difference, 1, Computed::Number(now), Computed::Number(base))
    }

    #[test]
    fn a_rate_changes_by_points_and_an_amount_by_percent() {
        let told = |unit, is_difference, now, base| {
            let change = of(unit, is_difference, now, base);
            (change.value, change.unit)
        };
        let of_unit = |number, unit: &str| (Value::Number(number), unit.to_owned());
        assert_eq!(told("%", true, 62.0, 60.0), of_unit(2.0, "个百分点"));
        assert_eq!(told("人次", false, 120.0, 100.0), of_unit(20.0, "%"));
        assert_eq!(told("人次", false, 80.0, 100.0), of_unit(-20.0, "%"));
        assert_eq!(told("级", true, 4.0, 3.5), of_unit(0.5, "级"));
        assert_eq!(told("全省位次", true, 3.0, 5.0), of_unit(-2.0, "位"));
        // A ratio of people, and the least of what many have in stock.
        assert_eq!(told("人/人", true, 1.25, 1.5), of_unit(-0.25, "人/人"));
        assert_eq!(told("天", true, 30.0, 22.0), of_unit(8.0, "天"));
        assert_eq!(told("‰", true, 2.5, 2.0), of_unit(0.5, "个千分点"));
    }

    #[test]
    fn a_base_of_zero_or_less_gives_no_change() {
        for base in [0.0, -5.0] {
            assert_eq!(of("万元", false, 3.0, base).value, Value::NotApplicable);
            assert_eq!(of("万元", false, 3.0, base).rounded(), None);
        }
        let unreported = told(&UnitOfMeasure::Percent, true, 1, Computed::Number(3.0), Computed::NotReported);
        assert_eq!(unreported.value, Value::NotApplicable);
        assert_eq!(of("%", true, 3.0, 0.0).value, Value::Number(3.0));
    }

    #[test]
    fn what_is_printed_of_a_change_is_the_change() {
        // 1,000.4 after 1,000: 0.04 %. 60.06 after 60: 0.06 points.
        assert_eq!(of("元", false, 1000.4, 1000.0).rounded(), Some(0.0));
        assert_eq!(of("%", true, 60.06, 60.0).rounded(), Some(0.1));
        let unchanged = of("%", true, 59.96, 60.0).rounded();
        assert_eq!(unchanged.map(f64::is_sign_negative), Some(false), "no minus before a zero");
    }
}
