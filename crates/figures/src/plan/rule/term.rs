//! The condition of a rule as a tree, so that it can be compared with a tolerance, shown with its values and compiled to a
//! spreadsheet's formula.
//!
//! In: the text of a SQL expression. Out: a [`Term`]. What lies outside the common subset of SQL and spreadsheets stays as it is
//! written ([`Term::Other`]): the engine runs it all the same.

use sqlparser::ast::{
    BinaryOperator, Expr, Function as SqlFunction, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator, Value,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// An operation on two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`; by zero it has no value.
    Divide,
}

/// A function that both SQL and spreadsheets have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `ABS(a)`
    Abs,
    /// `ROUND(a, places)`
    Round,
    /// `COALESCE(a, b, …)`: the first that has a value.
    Coalesce,
    /// `NULLIF(a, b)`: no value if both are equal.
    NullIf,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// A number.
    Number(f64),
    /// `'是'`
    Text(String),
    /// `TRUE`, `FALSE`
    Truth(bool),
    /// `NULL`
    Null,
    /// An item, with its prefix if it is of another period or of members; or an attribute of the unit.
    Column(String),
    /// `-a`
    Negated(Box<Term>),
    /// `NOT a`
    Not(Box<Term>),
    /// `a + b`
    Arithmetic(Operation, Box<Term>, Box<Term>),
    /// `a >= b`; of numbers, if neither side is a text.
    Compare {
        /// Which.
        comparison: Comparison,
        /// Left side.
        left: Box<Term>,
        /// Right side.
        right: Box<Term>,
        /// Whether numbers are compared, and the tolerance applies.
        is_number: bool,
    },
    /// `a AND b`
    And(Box<Term>, Box<Term>),
    /// `a OR b`
    Or(Box<Term>, Box<Term>),
    /// `a IS NULL`
    IsNull(Box<Term>),
    /// `a IN (b, c)`
    In(Box<Term>, Vec<Term>),
    /// `CASE WHEN a THEN b … ELSE c END`
    Case(Vec<(Term, Term)>, Option<Box<Term>>),
    /// A function of arguments.
    Call(Function, Vec<Term>),
    /// Anything else, as written.
    Other(String),
}

/// Parses an expression; `is_text` says of a column whether it holds words. `None` if it is no expression.
pub fn parse(text: &str, is_text: &impl Fn(&str) -> bool) -> Option<Term> {
    let mut parser = Parser::new(&GenericDialect).try_with_sql(text).ok()?;
    let expression = parser.parse_expr().ok()?;
    Some(Converter { is_text }.term(&expression))
}

struct Converter<'run, F> {
    is_text: &'run F,
}

impl<F: Fn(&str) -> bool> Converter<'_, F> {
    fn boxed(&self, expression: &Expr) -> Box<Term> {
        Box::new(self.term(expression))
    }

    fn term(&self, expression: &Expr) -> Term {
        let other = || Term::Other(expression.to_string());
        match expression {
            Expr::Nested(inner) | Expr::IsTrue(inner) => self.term(inner),
            Expr::Identifier(name) => Term::Column(name.value.clone()),
            Expr::Value(value) => match &value.value {
                Value::Number(number, _) => number.parse().map_or_else(|_| other(), Term::Number),
                Value::SingleQuotedString(text) => Term::Text(text.clone()),
                Value::Boolean(truth) => Term::Truth(*truth),
                Value::Null => Term::Null,
                _ => other(),
            },
            Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match self.term(expr) {
                Term::Number(number) => Term::Number(-number),
                term => Term::Negated(Box::new(term)),
            },
            Expr::UnaryOp { op: UnaryOperator::Plus, expr } => self.term(expr),
            Expr::UnaryOp { op: UnaryOperator::Not, expr } => Term::Not(self.boxed(expr)),
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right).unwrap_or_else(other),
            Expr::IsNull(inner) => Term::IsNull(self.boxed(inner)),
            Expr::IsNotNull(inner) => Term::Not(Box::new(Term::IsNull(self.boxed(inner)))),
            Expr::InList { expr, list, negated } => {
                let within = Term::In(self.boxed(expr), list.iter().map(|one| self.term(one)).collect());
                not_if(*negated, within)
            }
            Expr::Between { expr, negated, low, high } => {
                let side = |comparison, bound| self.compare(comparison, self.term(expr), self.term(bound));
                let within = Term::And(Box::new(side(Comparison::AtLeast, low)), Box::new(side(Comparison::AtMost, high)));
                not_if(*negated, within)
            }
            Expr::Case { operand: None, conditions, else_result, .. } => Term::Case(
                conditions.iter().map(|when| (self.term(&when.condition), self.term(&when.result))).collect(),
                else_result.as_ref().map(|result| self.boxed(result)),
            ),
            Expr::Function(function) => self.call(function).unwrap_or_else(other),
            _ => other(),
        }
    }

    fn binary(&self, left: &Expr, operator: &BinaryOperator, right: &Expr) -> Option<Term> {
        let comparison = |comparison| Some(self.compare(comparison, self.term(left), self.term(right)));
        let arithmetic = |operation| Some(Term::Arithmetic(operation, self.boxed(left), self.boxed(right)));
        match operator {
            BinaryOperator::Plus => arithmetic(Operation::Add),
            BinaryOperator::Minus => arithmetic(Operation::Subtract),
            BinaryOperator::Multiply => arithmetic(Operation::Multiply),
            BinaryOperator::Divide => arithmetic(Operation::Divide),
            BinaryOperator::Eq => comparison(Comparison::Equal),
            BinaryOperator::NotEq => comparison(Comparison::Unequal),
            BinaryOperator::Lt => comparison(Comparison::Less),
            BinaryOperator::LtEq => comparison(Comparison::AtMost),
            BinaryOperator::Gt => comparison(Comparison::Greater),
            BinaryOperator::GtEq => comparison(Comparison::AtLeast),
            BinaryOperator::And => Some(Term::And(self.boxed(left), self.boxed(right))),
            BinaryOperator::Or => Some(Term::Or(self.boxed(left), self.boxed(right))),
            _ => None,
        }
    }

    fn compare(&self, comparison: Comparison, left: Term, right: Term) -> Term {
        let is_number = !self.holds_text(&left) && !self.holds_text(&right);
        Term::Compare { comparison, left: Box::new(left), right: Box::new(right), is_number }
    }

    fn holds_text(&self, term: &Term) -> bool {
        match term {
            Term::Text(_) | Term::Truth(_) => true,
            Term::Column(column) => (self.is_text)(column),
            Term::Case(branches, otherwise) => {
                branches.iter().any(|(_, result)| self.holds_text(result))
                    || otherwise.as_ref().is_some_and(|otherwise| self.holds_text(otherwise))
            }
            Term::Call(Function::Coalesce | Function::NullIf, arguments) => {
                arguments.iter().any(|argument| self.holds_text(argument))
            }
            _ => false,
        }
    }

    fn call(&self, function: &SqlFunction) -> Option<Term> {
        let FunctionArguments::List(list) = &function.args else { return None };
        let arguments = list.args.iter().map(|argument| match argument {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) => Some(self.term(expression)),
            _ => None,
        });
        let arguments: Vec<Term> = arguments.collect::<Option<_>>()?;
        let known = match (function.name.to_string().to_uppercase().as_str(), arguments.len()) {
            ("ABS", 1) => Function::Abs,
            ("ROUND", 1 | 2) => Function::Round,
            ("COALESCE", 1..) => Function::Coalesce,
            ("NULLIF", 2) => Function::NullIf,
            _ => return None,
        };
        Some(Term::Call(known, arguments))
    }
}

fn not_if(negated: bool, term: Term) -> Term {
    if negated { Term::Not(Box::new(term)) } else { term }
}

impl Term {
    /// The terms right below.
    pub fn children(&self) -> Vec<&Term> {
        match self {
            Self::Number(_) | Self::Text(_) | Self::Truth(_) | Self::Null | Self::Column(_) | Self::Other(_) => Vec::new(),
            Self::Negated(one) | Self::Not(one) | Self::IsNull(one) => vec![one],
            Self::Arithmetic(_, left, right)
            | Self::Compare { left, right, .. }
            | Self::And(left, right)
            | Self::Or(left, right) => vec![left, right],
            Self::In(one, list) => std::iter::once(&**one).chain(list).collect(),
            Self::Case(branches, otherwise) => {
                branches.iter().flat_map(|(condition, result)| [condition, result]).chain(otherwise.as_deref()).collect()
            }
            Self::Call(_, arguments) => arguments.iter().collect(),
        }
    }

    /// Whether a spreadsheet can compute it: nothing in it is [`Term::Other`].
    pub fn is_common(&self) -> bool {
        !matches!(self, Self::Other(_)) && self.children().into_iter().all(Self::is_common)
    }

    /// The columns, each once, in the order in which they are written; those of [`Term::Other`] are not known here.
    pub fn columns(&self) -> Vec<&str> {
        let mut columns = Vec::new();
        self.collect_columns(false, &mut columns);
        columns
    }

    /// The columns without which nothing can be said: those that stand outside `COALESCE` and `IS NULL`.
    pub fn needed_columns(&self) -> Vec<&str> {
        let mut columns = Vec::new();
        self.collect_columns(true, &mut columns);
        columns
    }

    fn collect_columns<'term>(&'term self, only_needed: bool, columns: &mut Vec<&'term str>) {
        match self {
            Self::Column(column) if !columns.contains(&column.as_str()) => columns.push(column),
            Self::Call(Function::Coalesce, _) | Self::IsNull(_) if only_needed => {}
            _ => self.children().into_iter().for_each(|child| child.collect_columns(only_needed, columns)),
        }
    }

    /// The number that it is for these values of columns; nothing if it is none, or a value is missing.
    pub fn number(&self, value: &impl Fn(&str) -> Option<f64>) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Column(column) => value(column),
            Self::Negated(one) => Some(-one.number(value)?),
            Self::Arithmetic(operation, left, right) => {
                let (left, right) = (left.number(value)?, right.number(value)?);
                let result = match operation {
                    Operation::Add => left + right,
                    Operation::Subtract => left - right,
                    Operation::Multiply => left * right,
                    Operation::Divide => left / right,
                };
                Some(result).filter(|result| result.is_finite())
            }
            Self::Call(Function::Abs, arguments) => Some(arguments.first()?.number(value)?.abs()),
            Self::Call(Function::Coalesce, arguments) => arguments.iter().find_map(|argument| argument.number(value)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str) -> Term {
        parse(text, &|column| column == "类别").unwrap()
    }

    #[test]
    fn what_spreadsheets_share_is_understood_and_the_rest_is_kept() {
        assert!(term("ABS(甲 - 乙) <= 0.5 AND 类别 IN ('a', 'b') OR NOT 丙 IS NULL").is_common());
        assert!(term("CASE WHEN 甲 BETWEEN 0 AND 1 THEN 乙 = 1 ELSE TRUE END").is_common());
        assert!(!term("LENGTH(甲) > 3").is_common());
        assert!(matches!(term("类别 = 甲"), Term::Compare { is_number: false, .. }));
        assert!(matches!(term("甲 = 乙 + 1"), Term::Compare { is_number: true, .. }));
        assert!(parse("甲 = ", &|_| false).is_none());
    }

    #[test]
    fn columns_that_may_be_blank_are_told_apart() {
        let condition = term("甲 + COALESCE(乙, 0) <= 丙 OR 丁 IS NOT NULL");
        assert_eq!(condition.columns(), ["甲", "乙", "丙", "丁"]);
        assert_eq!(condition.needed_columns(), ["甲", "丙"]);
    }

    #[test]
    fn the_sides_of_a_comparison_can_be_worked_out() {
        let Term::Compare { right, .. } = term("合计 = 甲 * 2 + COALESCE(乙, 3) - ABS(-1)") else { panic!("a comparison") };
        assert_eq!(right.number(&|column| (column == "甲").then_some(5.0)), Some(12.0));
        assert_eq!(right.number(&|_| None), None);
    }
}
