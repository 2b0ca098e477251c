//! How the aggregates of a formula use items: what may be added, what only counted.

use std::collections::BTreeSet;

use polars::prelude::{AggExpr, Expr, Operator};

use super::{Formula, FormulaItem};
use tongbao_returns::domain::Kind;

/// A use of a column that its item's kind does not allow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::plan) struct Misuse {
    /// The column as written.
    pub(in crate::plan) column: String,
    /// What is wrong with its use.
    pub(in crate::plan) message: String,
}

/// Columns that stand outside of every aggregate: with them the formula has one value for each unit, not one for the group.
pub(in crate::plan) fn columns_outside(formula: &Formula) -> BTreeSet<String> {
    let mut columns = BTreeSet::new();
    collect_outside(&formula.expression, &mut columns);
    columns
}

/// Conditions and comparisons are left out: Polars makes `SUM(a)` of one, so that the sum of nothing is null.
fn collect_outside(expression: &Expr, columns: &mut BTreeSet<String>) {
    match expression {
        Expr::Column(name) => {
            columns.insert(name.to_string());
        }
        Expr::BinaryExpr { left, op, right } if op.is_arithmetic() => {
            for side in [left, right] {
                collect_outside(side, columns);
            }
        }
        Expr::Ternary { truthy, falsy, .. } => [truthy, falsy].into_iter().for_each(|part| collect_outside(part, columns)),
        Expr::Function { input, .. } => input.iter().for_each(|part| collect_outside(part, columns)),
        Expr::Alias(inner, _) | Expr::Cast { expr: inner, .. } | Expr::Filter { input: inner, .. } => {
            collect_outside(inner, columns);
        }
        _ => {}
    }
}

/// Whether the formula counts units without reading any item: `COUNT(*)`.
pub(in crate::plan) fn counts_units(formula: &Formula) -> bool {
    formula.expression.into_iter().any(|node| matches!(node, Expr::Len))
}

/// Whether the condition aggregates: it should choose units one by one. The list of an `IN` is an aggregate to Polars, of
/// no column.
pub(in crate::plan) fn has_aggregate(formula: &Formula) -> bool {
    formula.expression.into_iter().any(|node| matches!(node, Expr::Len) || matches!(node, Expr::Agg(_)) && reads(node))
}

/// Every use of an item that its kind forbids; items without a known kind are left alone.
pub(in crate::plan) fn misuses(formula: &Formula, kind_of: impl Fn(&FormulaItem) -> Option<Kind>) -> Vec<Misuse> {
    let kind_of = |column: &str| kind_of(&FormulaItem::of_column(column));
    let mut misuses = Vec::new();
    for node in &formula.expression {
        match node {
            Expr::Agg(AggExpr::Sum(input)) => forbid(input, true, &kind_of, &mut misuses),
            Expr::Agg(AggExpr::Mean(input)) => {
                forbid(input, false, &kind_of, &mut misuses);
                misuses.extend(ratio_within(input));
            }
            Expr::Agg(
                AggExpr::Median(input)
                | AggExpr::Min { input, .. }
                | AggExpr::Max { input, .. }
                | AggExpr::Std(input, _)
                | AggExpr::Var(input, _),
            ) => {
                forbid(input, false, &kind_of, &mut misuses);
            }
            Expr::BinaryExpr { left, op, right } if op.is_comparison() => {
                misuses.extend(unknown_answer(left, right, &kind_of).or_else(|| unknown_answer(right, left, &kind_of)));
            }
            _ => {}
        }
    }
    misuses.sort();
    misuses.dedup();
    misuses
}

/// Walks to the columns whose values an aggregate takes; conditions and comparisons only choose among them.
fn forbid(input: &Expr, is_sum: bool, kind_of: &impl Fn(&str) -> Option<Kind>, misuses: &mut Vec<Misuse>) {
    match input {
        Expr::Column(name) => match kind_of(name) {
            Some(Kind::Level) if is_sum => {
                misuses.push(Misuse {
                    column: name.to_string(),
                    message: format!("`{name}`是等级、名次一类（level），不能相加，可用 AVG、MIN、MAX、MEDIAN、COUNT"),
                });
            }
            Some(Kind::YesNo | Kind::Choice(_) | Kind::Date | Kind::Text) => {
                let message = format!("`{name}`不是数，只能计数，如 SUM(CASE WHEN {name} = '…' THEN 1 ELSE 0 END)");
                misuses.push(Misuse { column: name.to_string(), message });
            }
            Some(Kind::Flow | Kind::Stock | Kind::Level) | None => {}
        },
        // A level times beds, summed, is the numerator of a weighted mean; plus and minus do not make a level addable.
        Expr::BinaryExpr { left, op: Operator::Multiply | Operator::TrueDivide | Operator::RustDivide, right }
            if reads(left) && reads(right) =>
        {
            forbid(left, false, kind_of, misuses);
            forbid(right, false, kind_of, misuses);
        }
        Expr::BinaryExpr { left, op, right } if op.is_arithmetic() => {
            forbid(left, is_sum, kind_of, misuses);
            forbid(right, is_sum, kind_of, misuses);
        }
        Expr::Ternary { truthy, falsy, .. } => {
            forbid(truthy, is_sum, kind_of, misuses);
            forbid(falsy, is_sum, kind_of, misuses);
        }
        Expr::Alias(inner, _) | Expr::Cast { expr: inner, .. } | Expr::Filter { input: inner, .. } => {
            forbid(inner, is_sum, kind_of, misuses);
        }
        _ => {}
    }
}

/// `AVG(a / b)`: the mean of ratios, where the ratio of sums is meant.
fn ratio_within(input: &Expr) -> Option<Misuse> {
    let is_ratio =
        |node: &&Expr| matches!(node, Expr::BinaryExpr { left, op: Operator::TrueDivide, right } if reads(left) && reads(right));
    let ratio = input.into_iter().find(is_ratio)?;
    let column = ratio.clone().meta().root_names().first()?.to_string();
    Some(Misuse { column, message: "比率不能求平均，应写成 SUM(分子) / SUM(分母)".to_owned() })
}

/// A comparison with an answer that the item does not have counts nothing, silently.
fn unknown_answer(column: &Expr, answer: &Expr, kind_of: &impl Fn(&str) -> Option<Kind>) -> Option<Misuse> {
    let (Expr::Column(name), Expr::Literal(value)) = (column, answer) else { return None };
    let answer = value.extract_str()?;
    let answers = match kind_of(name)? {
        Kind::YesNo => vec!["是".to_owned(), "否".to_owned()],
        Kind::Choice(choices) => choices,
        Kind::Flow | Kind::Stock | Kind::Level | Kind::Date | Kind::Text => return None,
    };
    let is_known = answers.iter().any(|known| known == answer);
    (!is_known).then(|| Misuse {
        column: name.to_string(),
        message: format!("`{name}`没有答案`{answer}`，只有：{}", answers.join("、")),
    })
}

fn reads(expression: &Expr) -> bool {
    expression.into_iter().any(|node| matches!(node, Expr::Column(_)))
}
