//! What tells how much of an indicator a unit is: the items below the line of a ratio, or those of which a sum is made.

use tongbao_document::{Expression, Operation};

use super::{Formula, FormulaItem};
use crate::plan::aggregation::{Aggregate, Aggregation};
use crate::plan::variable::Variable;

/// The items that a formula adds up, by the side of the line on which they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Volume {
    /// Below the line of a ratio; of what has no line all.
    pub below: Vec<FormulaItem>,
    /// Above it.
    pub above: Vec<FormulaItem>,
}

impl Formula<Aggregate> {
    /// The items whose size tells the size of a unit; none in a count of units.
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
        let above = all.into_iter().filter(|item| !below.contains(item)).collect();
        Volume { below, above }
    }
}

/// The items whose values the sums among some aggregates take, each once.
fn summed(aggregates: Vec<&Aggregate>) -> Vec<FormulaItem> {
    let mut items = Vec::new();
    for aggregate in aggregates.into_iter().filter(|aggregate| aggregate.aggregation == Aggregation::Sum) {
        for of in &aggregate.of {
            taken(of, &mut items);
        }
    }
    items
}

/// Conditions only choose among values.
fn taken(expression: &Expression<Variable>, items: &mut Vec<FormulaItem>) {
    match expression {
        Expression::Operand(Variable::Item(item)) if !items.contains(item) => items.push(item.clone()),
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
            let names = |items: Vec<FormulaItem>| items.iter().map(FormulaItem::column).collect::<Vec<_>>().join(" ");
            (names(below), names(above))
        };
        let told = |below: &str, above: &str| (below.to_owned(), above.to_owned());
        assert_eq!(volume("SUM(a) * 100.0 / (SUM(a) + SUM(b))"), told("a b", ""));
        assert_eq!(volume("SUM(a) / SUM(b) / 4"), told("b", "a"));
        assert_eq!(volume("SUM(a) + SUM(CASE WHEN c = '是' THEN b ELSE 0 END)"), told("a b", ""));
        assert_eq!(volume("SUM(CASE WHEN c = '是' THEN 1 ELSE 0 END) * 100.0 / COUNT(c)"), told("", ""));
        assert_eq!(volume("AVG(a)"), told("", ""), "a grade has no size");
    }
}
