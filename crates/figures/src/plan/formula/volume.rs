//! What tells how much of an indicator a unit is: what is added up below the line of a ratio, or the sum itself.

use tongbao_document::expression::Known;
use tongbao_document::{Expression, Operation};

use super::{Formula, FormulaItem};
use crate::plan::aggregation::{Aggregate, Aggregation};
use crate::plan::variable::Variable;

/// What a formula adds up, unit by unit, by the side of the line on which it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Volume {
    /// Below the line of a ratio; of what has no line all.
    pub below: Vec<Expression<Variable>>,
    /// Above it.
    pub above: Vec<Expression<Variable>>,
}

impl Formula<Aggregate> {
    /// What tells the size of a unit; nothing in a count of units.
    pub fn volume(&self) -> Volume {
        let divisors = self.tree.all(&|node| match node {
            Expression::Arithmetic(Operation::Divide, _, divisor) if !divisor.operands().is_empty() => Some(divisor.as_ref()),
            _ => None,
        });
        let all = summed(self.tree.operands());
        if divisors.is_empty() {
            return Volume { below: all, above: Vec::new() };
        }
        let below = summed(divisors.into_iter().flat_map(Expression::operands).collect());
        let above = all.into_iter().filter(|sum| !below.contains(sum)).collect();
        Volume { below, above }
    }
}

impl Volume {
    /// The items of which some sums are made.
    pub fn items(sums: &[Expression<Variable>]) -> Vec<&FormulaItem> {
        let mut items = Vec::new();
        for sum in sums {
            taken(sum, &mut items);
        }
        items
    }

    /// How large a unit is by some sums; none if nothing of them is known of it. What of a sum is not known adds nothing; a condition is not asked
    /// for, and all that it chooses among counts.
    pub fn size(sums: &[Expression<Variable>], known: impl Fn(&FormulaItem) -> Option<f64>) -> Option<f64> {
        let of_sum = |sum: &Expression<Variable>| {
            let items = Self::items(std::slice::from_ref(sum));
            let numbers = || items.iter().filter_map(|item| known(item));
            numbers().next()?;
            let value_of = |variable: &Variable| match variable {
                Variable::Item(item) => Some(Known::Number(known(item).unwrap_or(0.0))),
                _ => None,
            };
            let chooses = sum.any(&|node| matches!(node, Expression::Case(..)));
            let worked_out = (!chooses).then(|| sum.value(0.0, &value_of)?.number()).flatten();
            Some(worked_out.map_or_else(|| numbers().map(f64::abs).sum(), f64::abs))
        };
        sums.iter().filter_map(of_sum).reduce(|one, other| one + other)
    }
}

/// The expressions that the sums among some aggregates add up, each once, if they take the value of any item.
fn summed(aggregates: Vec<&Aggregate>) -> Vec<Expression<Variable>> {
    let mut sums: Vec<Expression<Variable>> = Vec::new();
    for aggregate in aggregates.into_iter().filter(|aggregate| aggregate.aggregation == Aggregation::Sum) {
        for of in &aggregate.of {
            if !Volume::items(std::slice::from_ref(of)).is_empty() && !sums.contains(of) {
                sums.push(of.clone());
            }
        }
    }
    sums
}

/// Conditions only choose among values.
fn taken<'run>(expression: &'run Expression<Variable>, items: &mut Vec<&'run FormulaItem>) {
    match expression {
        Expression::Operand(Variable::Item(item)) if !items.contains(&item) => items.push(item),
        Expression::Case(..) => expression.results().into_iter().for_each(|result| taken(result, items)),
        Expression::Negated(_) | Expression::Arithmetic(..) | Expression::Call(..) => {
            expression.children().into_iter().for_each(|child| taken(child, items));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_as_large_as_what_stands_below_its_line() {
        let volume = |text: &str| {
            let Volume { below, above } = Formula::<Aggregate>::parse(text).unwrap().volume();
            let names = |sums: Vec<Expression<Variable>>| {
                Volume::items(&sums).into_iter().map(FormulaItem::column).collect::<Vec<_>>().join(" ")
            };
            (names(below), names(above))
        };
        let told = |below: &str, above: &str| (below.to_owned(), above.to_owned());
        assert_eq!(volume("SUM(a) * 100.0 / (SUM(a) + SUM(b))"), told("a b", ""));
        assert_eq!(volume("SUM(a) / SUM(b) / 4"), told("b", "a"));
        assert_eq!(volume("SUM(a) + SUM(CASE WHEN c = '是' THEN b ELSE 0 END)"), told("a b", ""));
        assert_eq!(volume("SUM(CASE WHEN c = '是' THEN 1 ELSE 0 END) * 100.0 / COUNT(c)"), told("", ""));
        assert_eq!(volume("AVG(a)"), told("", ""), "a grade has no size");
    }

    #[test]
    fn a_unit_is_as_large_as_what_it_adds() {
        let size = |text: &str, numbers: &[(&str, f64)]| {
            let volume = Formula::<Aggregate>::parse(text).unwrap().volume();
            Volume::size(&volume.below, |item| numbers.iter().find(|(name, _)| *name == item.column()).map(|(_, number)| *number))
        };
        assert_eq!(size("SUM(x) / SUM(a * b / c)", &[("a", 6.0), ("b", 4.0), ("c", 3.0)]), Some(8.0));
        assert_eq!(size("SUM(a) - SUM(b)", &[("a", 6.0), ("b", 4.0)]), Some(10.0), "both are of its size");
        assert_eq!(size("SUM(a + b)", &[("a", 6.0)]), Some(6.0), "what is not known adds nothing");
        assert_eq!(size("SUM(a)", &[]), None);
        assert_eq!(size("SUM(CASE WHEN c = '是' THEN a ELSE b END)", &[("a", 6.0), ("b", 4.0)]), Some(10.0));
    }
}
