//! A text as the engine runs it.

use std::sync::Arc;

use polars::prelude::{AggExpr, DataType, Expr, Operator, PolarsResult, coalesce, col, lit};
use polars::sql::sql_expr;

/// Compiles a SQL expression. Counts are whole numbers without a sign to the engine, and less than none would be four billion: here
/// they are numbers like all others.
pub(in crate::plan) fn compiled(text: &str) -> PolarsResult<Expr> {
    Ok(sql_expr(text)?.map_expr(|expression| match expression {
        // A sum may be of truths: `COUNT(*) FILTER (WHERE …)` is compiled to one.
        Expr::Agg(AggExpr::Sum(summed)) => {
            Expr::Agg(AggExpr::Sum(Arc::new(term_by_term(summed.as_ref().clone())))).cast(DataType::Float64)
        }
        Expr::Len | Expr::Agg(AggExpr::Count { .. } | AggExpr::NUnique(_)) => expression.cast(DataType::Float64),
        other => guarded(other, &term_by_term),
    }))
}

/// SQL has no sum of nothing: the engine sums where any value is there. Where the values that are summed are others, those that are looked
/// for are too.
fn guarded(expression: Expr, summed: &dyn Fn(Expr) -> Expr) -> Expr {
    match expression {
        Expr::Ternary { predicate, truthy, falsy } => {
            let predicate = match of_sum(&truthy) {
                Some(of) => Arc::new(predicate.as_ref().clone().map_expr(|expression| {
                    let same = summed(expression.clone());
                    if same == *of { same } else { expression }
                })),
                None => predicate,
            };
            Expr::Ternary { predicate, truthy, falsy }
        }
        other => other,
    }
}

/// What an expression is the sum of, if it is nothing but one.
fn of_sum(expression: &Expr) -> Option<&Expr> {
    match expression {
        Expr::Cast { expr, .. } => of_sum(expr),
        Expr::Agg(AggExpr::Sum(of)) => Some(of),
        _ => None,
    }
}

/// The same with other columns where sums take the values of some: `renamed` says which. Conditions, counts and means keep theirs.
pub(crate) fn with_summed_columns(expression: Expr, renamed: &dyn Fn(&str) -> Option<String>) -> Expr {
    expression.map_expr(|expression| match expression {
        Expr::Agg(AggExpr::Sum(summed)) => Expr::Agg(AggExpr::Sum(Arc::new(taken(summed.as_ref().clone(), renamed)))),
        other => guarded(other, &|expression| taken(expression, renamed)),
    })
}

/// Walks to the columns whose values a sum takes.
fn taken(expression: Expr, renamed: &dyn Fn(&str) -> Option<String>) -> Expr {
    let inside = |expression: &Arc<Expr>| Arc::new(taken(expression.as_ref().clone(), renamed));
    match expression {
        Expr::Column(name) => renamed(&name).map_or(Expr::Column(name), col),
        // A product or quotient with nothing in it is nothing, and not one with zero.
        Expr::BinaryExpr { left, op: op @ (Operator::Plus | Operator::Minus), right } => {
            Expr::BinaryExpr { left: inside(&left), op, right: inside(&right) }
        }
        Expr::Ternary { predicate, truthy, falsy } => Expr::Ternary { predicate, truthy: inside(&truthy), falsy: inside(&falsy) },
        Expr::Filter { input, by } => Expr::Filter { input: inside(&input), by },
        Expr::Cast { expr, dtype, options } => Expr::Cast { expr: inside(&expr), dtype, options },
        Expr::Function { mut input, function } => {
            for one in &mut input {
                *one = taken(one.clone(), renamed);
            }
            Expr::Function { input, function }
        }
        other => other,
    }
}

/// What is added up unit by unit, where a term without a value adds nothing and takes nothing away: `SUM(a + b)` is `SUM(a) + SUM(b)` also
/// for a unit to which `b` does not apply (docs/numbers.md rule 3).
fn term_by_term(expression: Expr) -> Expr {
    let inside = |expression: &Arc<Expr>| Arc::new(term_by_term(expression.as_ref().clone()));
    match expression {
        Expr::BinaryExpr { left, op: op @ (Operator::Plus | Operator::Minus), right } => {
            let [left, right] = [left, right].map(|side| term_by_term(side.as_ref().clone()));
            let alone = if op == Operator::Plus { right.clone() } else { lit(0.0) - right.clone() };
            let both = Expr::BinaryExpr { left: Arc::new(left.clone()), op, right: Arc::new(right) };
            coalesce(&[both, left, alone])
        }
        Expr::Ternary { predicate, truthy, falsy } => Expr::Ternary { predicate, truthy: inside(&truthy), falsy: inside(&falsy) },
        Expr::Filter { input, by } => Expr::Filter { input: inside(&input), by },
        other => other,
    }
}
