//! A text as the engine runs it.

use std::sync::Arc;

use polars::prelude::{AggExpr, DataType, Expr, Operator, PolarsResult, lit};
use polars::sql::sql_expr;

/// Compiles a SQL expression. Counts are whole numbers without a sign to the engine, and less than none would be four billion: here
/// they are numbers like all others.
pub(super) fn compiled(text: &str) -> PolarsResult<Expr> {
    Ok(sql_expr(text)?.map_expr(|expression| match expression {
        // A sum may be of truths: `COUNT(*) FILTER (WHERE …)` is compiled to one.
        Expr::Agg(AggExpr::Sum(summed)) => {
            Expr::Agg(AggExpr::Sum(Arc::new(term_by_term(summed.as_ref().clone())))).cast(DataType::Float64)
        }
        Expr::Len | Expr::Agg(AggExpr::Count { .. } | AggExpr::NUnique(_)) => expression.cast(DataType::Float64),
        other => other,
    }))
}

/// What is added up unit by unit, where a term without a value adds nothing and takes nothing away: `SUM(a + b)` is `SUM(a) + SUM(b)` also
/// for a unit to which `b` does not apply (docs/numbers.md rule 3).
fn term_by_term(expression: Expr) -> Expr {
    let inside = |expression: &Arc<Expr>| Arc::new(term_by_term(expression.as_ref().clone()));
    match expression {
        Expr::BinaryExpr { left, op: op @ (Operator::Plus | Operator::Minus), right } => {
            let term = |side: &Arc<Expr>| Arc::new(term_by_term(side.as_ref().clone()).fill_null(lit(0.0)));
            Expr::BinaryExpr { left: term(&left), op, right: term(&right) }
        }
        Expr::Ternary { predicate, truthy, falsy } => Expr::Ternary { predicate, truthy: inside(&truthy), falsy: inside(&falsy) },
        Expr::Filter { input, by } => Expr::Filter { input: inside(&input), by },
        other => other,
    }
}
