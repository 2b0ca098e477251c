//! How the aggregates of a formula use items: what may be added, what only counted.

use tongbao_document::{Expression, Function, Operation};

use super::misuse::Misuse;
use super::{Formula, FormulaItem, comparisons};
use crate::plan::aggregation::{Aggregate, Aggregation, Term};
use crate::plan::variable::Variable;
use tongbao_returns::domain::Kind;

/// How a pack says that it means the mean of ratios.
const MEAN_OF_RATIOS: &str =
    "方案确实要各单位（县区）比率的平均数的，先把比率写成一个指标，再写 AVG(指标_…) 和 over = \"unit\"（或 \"county\"）";

/// Every use of an item that its kind forbids; items without a known kind are left alone.
pub(in crate::plan) fn misuses(formula: &Formula<Term>, kind_of: &impl Fn(&FormulaItem) -> Option<Kind>) -> Vec<Misuse> {
    let aggregates = formula.tree.operands().into_iter().filter_map(Term::aggregate);
    let mut misuses = Vec::new();
    // What is nested in one another is told as such.
    for aggregate in aggregates.filter_map(Aggregate::over_units) {
        misuses.extend(misused(&aggregate, kind_of));
    }
    misuses.sort();
    misuses.dedup();
    misuses
}

fn misused(aggregate: &Aggregate, kind_of: &impl Fn(&FormulaItem) -> Option<Kind>) -> Vec<Misuse> {
    let mut misuses = Vec::new();
    for of in aggregate.of.iter().filter(|_| aggregate.aggregation != Aggregation::Count) {
        forbid(of, aggregate.aggregation == Aggregation::Sum, kind_of, &mut misuses);
        misuses.extend(Some(of).filter(|_| aggregate.aggregation == Aggregation::Mean).and_then(ratio_within));
    }
    misuses.extend(aggregate.expressions().flat_map(|expression| comparisons::misuses(expression, kind_of)));
    misuses
}

/// Walks to the variables whose values an aggregate takes; conditions and comparisons only choose among them.
fn forbid(
    input: &Expression<Variable>,
    is_sum: bool,
    kind_of: &impl Fn(&FormulaItem) -> Option<Kind>,
    misuses: &mut Vec<Misuse>,
) {
    let taken: Vec<(&Expression<Variable>, bool)> = match input {
        Expression::Operand(Variable::Item(item)) => {
            misuses.extend(kind_of(item).and_then(|kind| misuse(item, &kind, is_sum)));
            return;
        }
        // A level times beds, summed, is the numerator of a weighted mean; plus and minus do not make a level addable.
        Expression::Arithmetic(Operation::Multiply | Operation::Divide, left, right) if reads(left) && reads(right) => {
            vec![(left, false), (right, false)]
        }
        Expression::Arithmetic(_, left, right) => vec![(left, is_sum), (right, is_sum)],
        Expression::Negated(one) => vec![(one, is_sum)],
        Expression::Case(..) => input.results().into_iter().map(|result| (result, is_sum)).collect(),
        Expression::Call(Function::Coalesce, several) | Expression::Other { parts: several, is_cast: true, .. } => {
            several.iter().map(|one| (one, is_sum)).collect()
        }
        Expression::Call(Function::Abs | Function::Round | Function::NullIf, arguments) => {
            arguments.first().map(|one| (one, is_sum)).into_iter().collect()
        }
        _ => return,
    };
    for (one, is_sum) in taken {
        forbid(one, is_sum, kind_of, misuses);
    }
}

fn misuse(item: &FormulaItem, kind: &Kind, is_sum: bool) -> Option<Misuse> {
    let column = item.column();
    let message = match kind {
        Kind::Level if is_sum => format!("`{column}`是等级、名次一类（level），不能相加，可用 AVG、MIN、MAX、MEDIAN、COUNT"),
        Kind::YesNo | Kind::Choice(_) | Kind::Date | Kind::Text => {
            format!("`{column}`不是数，只能计数，如 SUM(CASE WHEN {column} = '…' THEN 1 ELSE 0 END)")
        }
        Kind::Flow | Kind::Stock | Kind::Level => return None,
    };
    Some(Misuse { column, message, hint: None })
}

/// `AVG(a / b)`: the mean of ratios, where the ratio of sums is meant.
fn ratio_within(input: &Expression<Variable>) -> Option<Misuse> {
    let ratios = input.all(&|node| match node {
        Expression::Arithmetic(Operation::Divide, left, right) if reads(left) && reads(right) => Some(node),
        _ => None,
    });
    let column = ratios.first()?.operands().first()?.to_string();
    let message = "比率不能求平均，应写成 SUM(分子) / SUM(分母)".to_owned();
    Some(Misuse { column, message, hint: Some(MEAN_OF_RATIOS) })
}

fn reads(expression: &Expression<Variable>) -> bool {
    !expression.operands().is_empty()
}
