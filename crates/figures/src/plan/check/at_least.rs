//! What a condition says is to be at least what.

use crate::plan::variable::{FormulaItem, Variable};
use tongbao_document::{Comparison, Expression};

/// Of `a <= b` and the like, where both are items and nothing else: b and a.
pub(super) fn larger_and_smaller(node: &Expression<Variable>) -> Option<(&FormulaItem, &FormulaItem)> {
    let Expression::Compare(comparison, left, right) = node else { return None };
    let (left, right) = (item(left)?, item(right)?);
    match comparison {
        Comparison::AtLeast | Comparison::Greater => Some((left, right)),
        Comparison::AtMost | Comparison::Less => Some((right, left)),
        Comparison::Equal | Comparison::Unequal => None,
    }
}

/// The same of all that is demanded whatever else holds: of a condition and of what it joins by AND, not of alternatives.
pub(super) fn demanded(node: &Expression<Variable>) -> Vec<(&FormulaItem, &FormulaItem)> {
    match node {
        Expression::And(left, right) => [demanded(left), demanded(right)].concat(),
        node => larger_and_smaller(node).into_iter().collect(),
    }
}

fn item(side: &Expression<Variable>) -> Option<&FormulaItem> {
    if let Expression::Operand(variable) = side { variable.item() } else { None }
}
