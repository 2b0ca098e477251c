//! A text as the engine runs it.

use polars::prelude::{AggExpr, DataType, Expr, PolarsResult};
use polars::sql::sql_expr;

/// Compiles a SQL expression. Counts are whole numbers without a sign to the engine, and less than none would be four billion: here
/// they are numbers like all others.
pub(super) fn compiled(text: &str) -> PolarsResult<Expr> {
    Ok(sql_expr(text)?.map_expr(|expression| match expression {
        // A sum may be of truths: `COUNT(*) FILTER (WHERE …)` is compiled to one.
        Expr::Len | Expr::Agg(AggExpr::Count { .. } | AggExpr::NUnique(_) | AggExpr::Sum(_)) => {
            expression.cast(DataType::Float64)
        }
        other => other,
    }))
}
