//! The parser's tree as ours: what we know by name, and the rest with everything that stands in it.

use std::ops::ControlFlow;

use sqlparser::ast::{
    BinaryOperator, CaseWhen, CastKind, DuplicateTreatment, Expr, Function as SqlFunction, FunctionArg, FunctionArgExpr,
    FunctionArguments, UnaryOperator, Value, Visit, Visitor,
};
use tongbao_document::{Comparison, Expression, Function, Operation};

use super::Part;
use crate::plan::aggregation::{Aggregate, Aggregation, Term};
use crate::plan::variable::Variable;

/// The tree over what `leaf` takes for an operand; all else is taken apart.
pub(super) fn tree<L>(expression: &Expr, leaf: &impl Fn(&Expr) -> Option<L>) -> Expression<L> {
    if let Some(operand) = leaf(expression) {
        return Expression::Operand(operand);
    }
    let tree = |expression: &Expr| tree(expression, leaf);
    let boxed = |expression: &Expr| Box::new(tree(expression));
    let other = |is_cast: bool| Expression::Other { sql: expression.to_string(), parts: below(expression, leaf), is_cast };
    let compared = |comparison, left: &Expr, right: &Expr| tree(left).compared(comparison, tree(right));
    match expression {
        // A truth that is missing is not made false by it: so the engine has it.
        Expr::Nested(inner) | Expr::IsTrue(inner) | Expr::UnaryOp { op: UnaryOperator::Plus, expr: inner } => tree(inner),
        Expr::Value(value) => match &value.value {
            Value::Number(number, _) => number.parse().map_or_else(|_| other(false), Expression::Number),
            Value::SingleQuotedString(text) => Expression::Text(text.clone()),
            Value::Boolean(truth) => Expression::Truth(*truth),
            Value::Null => Expression::Null,
            _ => other(false),
        },
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match tree(expr) {
            Expression::Number(number) => Expression::Number(-number),
            negated => Expression::Negated(Box::new(negated)),
        },
        Expr::UnaryOp { op: UnaryOperator::Not, expr } => Expression::Not(boxed(expr)),
        Expr::BinaryOp { left, op, right } => {
            if let Some(operation) = operation(op) {
                tree(left).with(operation, tree(right))
            } else if let Some(comparison) = comparison(op) {
                compared(comparison, left, right)
            } else {
                match op {
                    BinaryOperator::And => Expression::And(boxed(left), boxed(right)),
                    BinaryOperator::Or => Expression::Or(boxed(left), boxed(right)),
                    _ => other(false),
                }
            }
        }
        Expr::IsNull(inner) => Expression::IsNull(boxed(inner)),
        Expr::IsNotNull(inner) => Expression::Not(Box::new(Expression::IsNull(boxed(inner)))),
        Expr::InList { expr, list, negated } => not_if(*negated, Expression::In(boxed(expr), list.iter().map(tree).collect())),
        Expr::Between { expr, negated, low, high } => {
            let least = Box::new(compared(Comparison::AtLeast, expr, low));
            let most = Box::new(compared(Comparison::AtMost, expr, high));
            not_if(*negated, Expression::And(least, most))
        }
        Expr::Case { operand, conditions, else_result, .. } => {
            let branch = |CaseWhen { condition, result }: &CaseWhen| {
                let condition = match operand {
                    Some(operand) => compared(Comparison::Equal, operand, condition),
                    None => tree(condition),
                };
                (condition, tree(result))
            };
            Expression::Case(conditions.iter().map(branch).collect(), else_result.as_deref().map(boxed))
        }
        Expr::Cast { kind: CastKind::Cast | CastKind::DoubleColon | CastKind::TryCast | CastKind::SafeCast, .. } => other(true),
        Expr::Function(function) => call(function, &tree).unwrap_or_else(|| other(false)),
        _ => other(false),
    }
}

/// A variable, or an aggregate over variables.
pub(super) fn term(expression: &Expr) -> Option<Term> {
    match expression {
        Expr::Identifier(name) => Some(Term::Variable(Variable::of_column(&name.value))),
        Expr::Function(function) => aggregate(expression, function).map(|aggregate| Term::Aggregate(Box::new(aggregate))),
        // More than all, or than any, of the units: the least or the most of them decides.
        Expr::AllOp { .. } | Expr::AnyOp { .. } => Some(Term::Aggregate(Box::new(Aggregate {
            aggregation: Aggregation::Other,
            of: below(expression, &term),
            is_distinct: false,
            filter: None,
        }))),
        _ => None,
    }
}

/// Anything that is no arithmetic.
pub(super) fn part(expression: &Expr) -> Option<Part> {
    let is_arithmetic = match expression {
        Expr::Nested(_) | Expr::UnaryOp { op: UnaryOperator::Minus | UnaryOperator::Plus, .. } => true,
        Expr::Value(value) => matches!(value.value, Value::Number(..)),
        Expr::BinaryOp { op, .. } => operation(op).is_some(),
        _ => false,
    };
    (!is_arithmetic).then(|| Part { text: expression.to_string(), tree: tree(expression, &term) })
}

fn operation(operator: &BinaryOperator) -> Option<Operation> {
    Some(match operator {
        BinaryOperator::Plus => Operation::Add,
        BinaryOperator::Minus => Operation::Subtract,
        BinaryOperator::Multiply => Operation::Multiply,
        BinaryOperator::Divide => Operation::Divide,
        _ => return None,
    })
}

fn comparison(operator: &BinaryOperator) -> Option<Comparison> {
    Some(match operator {
        BinaryOperator::Eq => Comparison::Equal,
        BinaryOperator::NotEq => Comparison::Unequal,
        BinaryOperator::Lt => Comparison::Less,
        BinaryOperator::LtEq => Comparison::AtMost,
        BinaryOperator::Gt => Comparison::Greater,
        BinaryOperator::GtEq => Comparison::AtLeast,
        _ => return None,
    })
}

/// A function of one unit's values; `None` if it is none of those that spreadsheets share.
fn call<L>(function: &SqlFunction, tree: &impl Fn(&Expr) -> Expression<L>) -> Option<Expression<L>> {
    let name = name(function)?;
    let arguments: Vec<Expression<L>> = plain_arguments(function)?.into_iter().map(tree).collect();
    let function = match (name.to_lowercase().as_str(), arguments.len()) {
        ("abs", 1) => Function::Abs,
        ("round", 1 | 2) => Function::Round,
        ("coalesce", 1..) | ("ifnull", 2) => Function::Coalesce,
        ("nullif", 2) => Function::NullIf,
        ("if", 3) => {
            let [condition, then, otherwise] = <[_; 3]>::try_from(arguments).ok()?;
            return Some(Expression::Case(vec![(condition, then)], Some(Box::new(otherwise))));
        }
        _ => return None,
    };
    Some(Expression::Call(function, arguments))
}

/// An aggregate; `None` if the function is none.
fn aggregate(expression: &Expr, function: &SqlFunction) -> Option<Aggregate<Term>> {
    if function.over.is_some() {
        let of = below(expression, &term);
        return Some(Aggregate { aggregation: Aggregation::Window, of, is_distinct: false, filter: None });
    }
    let FunctionArguments::List(list) = &function.args else { return None };
    Some(Aggregate {
        aggregation: Aggregation::named(name(function)?)?,
        of: list.args.iter().filter_map(argument).map(|of| tree(of, &term)).collect(),
        is_distinct: list.duplicate_treatment == Some(DuplicateTreatment::Distinct),
        filter: function.filter.as_ref().map(|filter| tree(filter, &term)),
    })
}

/// The part of a function's name that the engine goes by.
fn name(function: &SqlFunction) -> Option<&str> {
    function.name.0.first()?.as_ident().map(|name| name.value.as_str())
}

/// The arguments, if there is nothing else to the call.
fn plain_arguments(function: &SqlFunction) -> Option<Vec<&Expr>> {
    let FunctionArguments::List(list) = &function.args else { return None };
    let is_plain = function.filter.is_none() && function.over.is_none() && list.duplicate_treatment.is_none();
    if is_plain { list.args.iter().map(argument).collect() } else { None }
}

/// An argument; `None` for `*`.
fn argument(argument: &FunctionArg) -> Option<&Expr> {
    let (FunctionArg::Unnamed(argument)
    | FunctionArg::Named { arg: argument, .. }
    | FunctionArg::ExprNamed { arg: argument, .. }) = argument;
    if let FunctionArgExpr::Expr(expression) = argument { Some(expression) } else { None }
}

fn not_if<L>(negated: bool, expression: Expression<L>) -> Expression<L> {
    if negated { Expression::Not(Box::new(expression)) } else { expression }
}

/// The expressions right below one of which we know nothing more.
fn below<L>(expression: &Expr, leaf: &impl Fn(&Expr) -> Option<L>) -> Vec<Expression<L>> {
    let mut below = Below { leaf, depth: 0, found: Vec::new() };
    let _ = expression.visit(&mut below);
    below.found
}

struct Below<'run, L, F> {
    leaf: &'run F,
    depth: usize,
    found: Vec<Expression<L>>,
}

impl<L, F: Fn(&Expr) -> Option<L>> Visitor for Below<'_, L, F> {
    type Break = ();

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        if self.depth == 1 {
            self.found.push(tree(expression, self.leaf));
        }
        self.depth += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, _: &Expr) -> ControlFlow<()> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }
}
