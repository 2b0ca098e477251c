//! A formula taken apart: the aggregates that it is made of, and the arithmetic between them.
//!
//! In: the text of a formula. Out: [`Parts`]. With the aggregates' values anybody can compute the formula again, by hand or in a
//! spreadsheet. Whatever is no plain arithmetic over aggregates stays whole, as one part.

use polars::prelude::Expr as Expression;
use polars::sql::sql_expr;
use sqlparser::ast::{BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator, Value};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;

use crate::plan::rule::Operation;

/// The aggregates of a formula and what is done with them.
#[derive(Debug, Clone)]
pub struct Parts {
    /// In the order of the text, each once.
    pub operands: Vec<Operand>,
    /// Over the operands by their positions.
    pub arithmetic: Arithmetic,
}

/// An aggregate, e.g. `SUM(门诊人次)`.
#[derive(Debug, Clone)]
pub struct Operand {
    /// As SQL.
    pub text: String,
    /// The column whose plain values it takes, if it is as simple as `SUM(门诊人次)` or `AVG(位次)`.
    pub column: Option<String>,
    /// Whether it adds them up.
    pub is_sum: bool,
    /// Whether it is their mean.
    pub is_mean: bool,
    /// Compiled.
    pub expression: Expression,
}

/// Arithmetic over operands.
#[derive(Debug, Clone, PartialEq)]
pub enum Arithmetic {
    /// A number of the formula's text.
    Number(f64),
    /// An operand by its position.
    Operand(usize),
    /// Two terms.
    Binary(Operation, Box<Arithmetic>, Box<Arithmetic>),
}

/// Takes a formula apart; a text that the engine accepts is never refused: at worst it is one operand.
pub(super) fn parts(text: &str, expression: &Expression) -> Parts {
    let whole = || Parts {
        operands: vec![Operand {
            text: text.to_owned(),
            column: None,
            is_sum: false,
            is_mean: false,
            expression: expression.clone(),
        }],
        arithmetic: Arithmetic::Operand(0),
    };
    let Ok(parsed) = Parser::new(&GenericDialect).try_with_sql(text).and_then(|mut parser| parser.parse_expr()) else {
        return whole();
    };
    let mut operands = Vec::new();
    match arithmetic(&parsed, &mut operands) {
        Some(arithmetic) => Parts { operands, arithmetic },
        None => whole(),
    }
}

fn arithmetic(expression: &Expr, operands: &mut Vec<Operand>) -> Option<Arithmetic> {
    match expression {
        Expr::Nested(inner) => arithmetic(inner, operands),
        Expr::Value(value) => match &value.value {
            Value::Number(number, _) => number.parse().ok().map(Arithmetic::Number),
            _ => None,
        },
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => {
            let negated = arithmetic(expr, operands)?;
            Some(Arithmetic::Binary(Operation::Subtract, Box::new(Arithmetic::Number(0.0)), Box::new(negated)))
        }
        Expr::BinaryOp { left, op, right } => {
            let operation = match op {
                BinaryOperator::Plus => Operation::Add,
                BinaryOperator::Minus => Operation::Subtract,
                BinaryOperator::Multiply => Operation::Multiply,
                BinaryOperator::Divide => Operation::Divide,
                _ => return None,
            };
            let (left, right) = (arithmetic(left, operands)?, arithmetic(right, operands)?);
            Some(Arithmetic::Binary(operation, Box::new(left), Box::new(right)))
        }
        Expr::Function(function) => {
            let text = expression.to_string();
            let known = operands.iter().position(|operand| operand.text == text);
            if known.is_none() {
                let name = function.name.to_string();
                let is = |known: &&str| name.eq_ignore_ascii_case(known);
                let keeps_unit = ["SUM", "AVG", "MIN", "MAX", "MEDIAN"].iter().any(is);
                let column = if keeps_unit { only_column(function) } else { None };
                let (is_sum, is_mean) = (column.is_some() && is(&"SUM"), column.is_some() && is(&"AVG"));
                operands.push(Operand { expression: sql_expr(&text).ok()?, text, column, is_sum, is_mean });
            }
            Some(Arithmetic::Operand(known.unwrap_or(operands.len() - 1)))
        }
        _ => None,
    }
}

/// The column that is a function's only argument; none if there is a condition, `DISTINCT` or anything else to it.
fn only_column(function: &Function) -> Option<String> {
    let FunctionArguments::List(arguments) = &function.args else { return None };
    let is_plain = function.filter.is_none() && function.over.is_none() && arguments.duplicate_treatment.is_none();
    match arguments.args.as_slice() {
        [FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Identifier(column)))] if is_plain => Some(column.value.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn taken_apart(text: &str) -> (Vec<String>, Arithmetic) {
        let parts = parse(text).unwrap().parts;
        (parts.operands.into_iter().map(|operand| operand.text).collect(), parts.arithmetic)
    }

    #[test]
    fn a_ratio_of_sums_has_two_operands() {
        let (operands, arithmetic) = taken_apart("SUM(门诊人次) * 100.0 / (SUM(门诊人次) + SUM(住院人次))");
        assert_eq!(operands, ["SUM(门诊人次)", "SUM(住院人次)"]);
        let binary = |operation, left, right| Arithmetic::Binary(operation, Box::new(left), Box::new(right));
        let numerator = binary(Operation::Multiply, Arithmetic::Operand(0), Arithmetic::Number(100.0));
        let denominator = binary(Operation::Add, Arithmetic::Operand(0), Arithmetic::Operand(1));
        assert_eq!(arithmetic, binary(Operation::Divide, numerator, denominator));
    }

    #[test]
    fn a_condition_inside_an_aggregate_stays_inside() {
        let (operands, _) = taken_apart("SUM(CASE WHEN 类别 = '甲' THEN 人次 ELSE 0 END) * 100.0 / COUNT(人次)");
        assert_eq!(operands, ["SUM(CASE WHEN 类别 = '甲' THEN 人次 ELSE 0 END)", "COUNT(人次)"]);
    }

    #[test]
    fn a_plain_aggregate_knows_its_column() {
        let parts =
            parse("SUM(人次) / AVG(床位) + SUM(人次) FILTER (WHERE 类别 = '甲') + SUM(a * b) - COUNT(DISTINCT c)").unwrap().parts;
        let known: Vec<_> = parts.operands.iter().map(|operand| (operand.column.as_deref(), operand.is_sum)).collect();
        assert_eq!(known, [(Some("人次"), true), (Some("床位"), false), (None, false), (None, false), (None, false)]);
    }

    #[test]
    fn what_is_no_arithmetic_stays_whole() {
        let text = "CASE WHEN SUM(人次) > 0 THEN SUM(费用) / SUM(人次) END";
        assert_eq!(taken_apart(text), (vec![text.to_owned()], Arithmetic::Operand(0)));
    }
}
