//! How a group's value depends on its units: what one that is missing does to it.

use tongbao_document::{Expression, Function, Operation};

use super::Formula;
use crate::plan::aggregation::{Aggregate, Aggregation};

/// Which way a value may still go when missing units join the least or the most of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drift {
    /// It may become less: the least of all may be less.
    pub may_fall: bool,
    /// It may become more: the most of all may be more.
    pub may_rise: bool,
}

impl Formula<Aggregate> {
    /// Whether a unit adds to the value as it adds to a total. A ratio, a mean or an extreme is bent by a missing unit, not lowered.
    pub fn adds_over_units(&self) -> bool {
        !self.tree.any(&|node| match node {
            Expression::Arithmetic(Operation::Divide, _, divisor) => !divisor.operands().is_empty(),
            Expression::Operand(aggregate) => !aggregate.aggregation.adds(),
            _ => false,
        })
    }

    /// Whether the value is a mean or an extreme of the units' own values, on the scale of these.
    pub(in crate::plan) fn keeps_the_scale(&self) -> bool {
        let is_middle = |aggregation: Aggregation| {
            matches!(aggregation, Aggregation::Mean | Aggregation::Median | Aggregation::Least | Aggregation::Most)
        };
        let is_plain = |of: &[Expression<_>]| matches!(of, [Expression::Operand(_)]);
        matches!(&self.tree, Expression::Operand(one) if is_middle(one.aggregation) && is_plain(&one.of))
    }

    /// Whether something is divided by what a group comes to: a ratio, or what is made of ratios.
    pub(in crate::plan) fn is_ratio(&self) -> bool {
        let divides = |node: &Expression<Aggregate>| matches!(node, Expression::Arithmetic(Operation::Divide, _, divisor) if !divisor.operands().is_empty());
        self.tree.any(&divides)
    }

    /// Which way the value may still go when missing units join.
    pub fn drift(&self) -> Drift {
        Drift::of(&self.tree)
    }

    /// Whether it puts something in the place of blanks, by `COALESCE`, `IFNULL` or `IS NULL`: who has a blank does not count, and a blank is
    /// never a zero (docs/numbers.md rules 2 and 3).
    pub(in crate::plan) fn fills_blanks(&self) -> bool {
        fn fills<Operand>(node: &Expression<Operand>) -> bool {
            matches!(node, Expression::Call(Function::Coalesce, _) | Expression::IsNull(_))
        }
        let inside = |aggregate: &&Aggregate| aggregate.expressions().any(|expression| expression.any(&fills));
        self.tree.any(&fills) || self.tree.operands().iter().any(inside)
    }

    /// Whether it counts units without reading any item: `COUNT(*)`.
    pub(in crate::plan) fn counts_units(&self) -> bool {
        let counts_all = |aggregate: &&Aggregate| {
            aggregate.aggregation == Aggregation::Count
                && aggregate.expressions().all(|expression| expression.operands().is_empty())
        };
        self.tree.operands().iter().any(counts_all)
    }
}

impl Drift {
    /// Quantities are taken to be positive; a factor that is written with a minus is not.
    fn of(tree: &Expression<Aggregate>) -> Self {
        match tree {
            Expression::Operand(aggregate) => Self {
                may_fall: aggregate.aggregation == Aggregation::Least,
                may_rise: aggregate.aggregation == Aggregation::Most,
            },
            Expression::Negated(one) => Self::of(one).turned(),
            Expression::Arithmetic(operation, left, right) => {
                let turned_if = |one: &Expression<Aggregate>, is_turned: bool| {
                    let drift = Self::of(one);
                    if is_turned { drift.turned() } else { drift }
                };
                let takes_away = matches!(operation, Operation::Subtract | Operation::Divide);
                let (left_turns, right_turns) =
                    if operation.is_product() { (is_negative(right), is_negative(left)) } else { (false, false) };
                turned_if(left, left_turns).or(turned_if(right, takes_away != right_turns))
            }
            Expression::Call(Function::Round | Function::Coalesce | Function::NullIf, arguments)
            | Expression::Other { parts: arguments, is_cast: true, .. } => {
                arguments.iter().map(Self::of).fold(Self::default(), Self::or)
            }
            _ => {
                // Conditions, and what we know nothing of: either way.
                let moves = tree.children().into_iter().map(Self::of).any(|drift| drift != Self::default());
                Self { may_fall: moves, may_rise: moves }
            }
        }
    }

    fn turned(self) -> Self {
        Self { may_fall: self.may_rise, may_rise: self.may_fall }
    }

    fn or(self, other: Self) -> Self {
        Self { may_fall: self.may_fall || other.may_fall, may_rise: self.may_rise || other.may_rise }
    }
}

fn is_negative(tree: &Expression<Aggregate>) -> bool {
    match tree {
        Expression::Number(number) => *number < 0.0,
        Expression::Negated(one) => !is_negative(one),
        Expression::Arithmetic(operation, left, right) if operation.is_product() => is_negative(left) != is_negative(right),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formula(text: &str) -> Formula<Aggregate> {
        Formula::<Aggregate>::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn sums_and_counts_add_over_units() {
        for text in [
            "SUM(a)",
            "sum(a) + Count(b) * 2",
            "SUM(a) * 100 / 4",
            "SUM(CASE WHEN a / b > 3 THEN 1 ELSE 0 END)",
            "SUM(a / b)",
            "/* MIN( a / b */ SUM(a)",
            "SUM(\"MIN(x)\") -- min( / avg(\n",
            "SUM(总和) + SUM(MIN) - SUM(AVG比例)",
            "ROUND(SUM(a), 0)",
            "SUM(a) FILTER (WHERE 单位名称 = 'MIN(x)/2')",
        ] {
            assert!(formula(text).adds_over_units(), "{text}");
        }
    }

    #[test]
    fn ratios_means_and_extremes_do_not() {
        for text in [
            "SUM(a) / SUM(b)",
            "1.0 / sum(b)",
            "ROUND(SUM(a)/SUM(b), 1)",
            "COALESCE(SUM(a)/SUM(b), 0)",
            "CASE WHEN SUM(b) > 0 THEN SUM(a) / SUM(b) END",
            "SUM(a) * 100 / NULLIF(SUM(b) + 4, 0)",
            "AVG(a)",
            "avg (a)",
            "Median(a) + SUM(b)",
            "min(a)",
            "MIN/* of all */(a)",
            "\"max\"(a)",
            "Max(CASE WHEN a > 1 THEN 1 ELSE 0 END)",
            "STDDEV(a)",
            "quantile_cont(a, 0.5)",
        ] {
            assert!(!formula(text).adds_over_units(), "{text}");
        }
    }

    #[test]
    fn the_least_may_fall_and_the_most_may_rise() {
        let drift = |text: &str| {
            let Drift { may_fall, may_rise } = formula(text).drift();
            (may_fall, may_rise)
        };
        let (none, falls, rises, both) = ((false, false), (true, false), (false, true), (true, true));
        for least in ["MIN(a)", "min(a)", "Min (a)", "MIN(/* MAX( */ a)", "ROUND(min(a) * 100.0 / SUM(b), 1)", "-MAX(-a)"] {
            assert_eq!(drift(least), falls, "{least}");
        }
        for most in ["MAX(a)", "max(a) + Max(b)", "100 - MIN(a)", "-1 * min(a)", "1 / MIN(a)", "MAX(a) - SUM(b) - MIN(c)"] {
            assert_eq!(drift(most), rises, "{most}");
        }
        for neither in ["SUM(a)", "AVG(MIN)", "SUM(a) /* MIN( */", "SUM(CASE WHEN b = 'MAX(x)' THEN 1 ELSE 0 END)"] {
            assert_eq!(drift(neither), none, "{neither}");
        }
        for either in ["MAX(a) - MAX(b)", "CASE WHEN MIN(a) > 1 THEN SUM(b) END", "ABS(MIN(a))", "POWER(MIN(a), 2)"] {
            assert_eq!(drift(either), both, "{either}");
        }
    }

    #[test]
    fn a_count_of_units_reads_nothing() {
        assert!(formula("count(*)").counts_units());
        assert!(formula("COUNT(1) * 100.0 / SUM(a)").counts_units());
        assert!(!formula("COUNT(a)").counts_units());
    }
}
