//! How the aggregates of a formula use items: what may be added, what only counted.

use tongbao_document::{Expression, Function, Operation};

use super::{Formula, FormulaItem};
use crate::plan::aggregation::{Aggregate, Aggregation, Term};
use crate::plan::variable::Variable;
use tongbao_returns::domain::Kind;

/// A use of an item that its kind does not allow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::plan) struct Misuse {
    /// The column as written.
    pub(in crate::plan) column: String,
    /// What is wrong with its use.
    pub(in crate::plan) message: String,
    /// What to write instead, where the message does not say it.
    pub(in crate::plan) hint: Option<&'static str>,
}

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
    let unknown = |node| unknown_answers(node, kind_of);
    let unknown = aggregate.expressions().flat_map(|expression| expression.all(&|node| Some(unknown(node))));
    misuses.extend(unknown.flatten());
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

/// Comparisons of a condition with answers that the item does not have.
pub(in crate::plan) fn unknown_answers_of(condition: &Formula, kind_of: &impl Fn(&FormulaItem) -> Option<Kind>) -> Vec<Misuse> {
    condition.tree.all(&|node| Some(unknown_answers(node, kind_of))).into_iter().flatten().collect()
}

/// A comparison with an answer that the item does not have counts nothing, silently.
fn unknown_answers(node: &Expression<Variable>, kind_of: &impl Fn(&FormulaItem) -> Option<Kind>) -> Vec<Misuse> {
    let unknown_answer = |one: &Expression<Variable>, other: &Expression<Variable>| {
        let (Expression::Operand(Variable::Item(item)), Expression::Text(answer)) = (one, other) else { return None };
        let answers = match kind_of(item)? {
            Kind::YesNo => vec!["是".to_owned(), "否".to_owned()],
            Kind::Choice(choices) => choices,
            Kind::Flow | Kind::Stock | Kind::Level | Kind::Date | Kind::Text => return None,
        };
        let column = item.column();
        let message = format!("`{column}`没有答案`{answer}`，只有：{}", answers.join("、"));
        (!answers.contains(answer)).then_some(Misuse { column, message, hint: None })
    };
    match node {
        Expression::Compare(_, left, right) => {
            unknown_answer(left, right).or_else(|| unknown_answer(right, left)).into_iter().collect()
        }
        Expression::In(one, list) => list.iter().filter_map(|answer| unknown_answer(one, answer)).collect(),
        _ => Vec::new(),
    }
}

fn reads(expression: &Expression<Variable>) -> bool {
    !expression.operands().is_empty()
}
