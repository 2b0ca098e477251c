//! The verdict of a condition over the values that a form begins with, for programs that show a formula's kept result.
//!
//! The logic has three values, as in SQL: what is missing makes a result missing, unless the rest decides it.

use std::cmp::Ordering;

use super::operand::{Columns, Known, Said};
use tongbao_document::CheckVerdict;
use tongbao_figures::plan::rule::{Comparison, Condition, EXACTNESS, Function, Operation, ROUNDING, Term};
use tongbao_figures::plan::{FormulaItem, Lag, Missing};

/// How a condition stands.
pub(super) fn verdict(condition: &Condition, missing: Missing, columns: &Columns<'_>) -> CheckVerdict {
    let mut is_lacking = false;
    for column in &condition.needed {
        let said = columns.said(column);
        if missing == Missing::Fail && said == Said::Blank && FormulaItem::of_column(column).lag == Lag::None {
            return CheckVerdict::Fail;
        }
        is_lacking |= !matches!(said, Said::Value(_));
    }
    let judge = Judge { columns, tolerance: condition.tolerance };
    match judge.truth(&condition.term, missing == Missing::Zero).filter(|_| !is_lacking) {
        None => CheckVerdict::Unfilled,
        Some(true) => CheckVerdict::Pass,
        Some(false) => CheckVerdict::Fail,
    }
}

struct Judge<'run> {
    columns: &'run Columns<'run>,
    tolerance: f64,
}

impl Judge<'_> {
    fn truth(&self, term: &Term, is_zero: bool) -> Option<bool> {
        match self.value(term, is_zero)? {
            Known::Truth(truth) => Some(truth),
            Known::Number(_) | Known::Words(_) => None,
        }
    }

    fn number(&self, term: &Term, is_zero: bool) -> Option<f64> {
        match self.value(term, is_zero)? {
            Known::Number(number) => Some(number),
            Known::Truth(_) | Known::Words(_) => None,
        }
    }

    /// `is_zero`: a blank number counts as zero; not inside `COALESCE` and `IS NULL`, which ask for blanks.
    fn value(&self, term: &Term, is_zero: bool) -> Option<Known> {
        match term {
            Term::Number(number) => Some(Known::Number(*number)),
            Term::Text(text) => Some(Known::Words(text.clone())),
            Term::Truth(truth) => Some(Known::Truth(*truth)),
            Term::Null | Term::Other(_) => None,
            Term::Column(column) => match self.columns.said(column) {
                Said::Value(value) => Some(value),
                _ if is_zero && self.columns.is_number(column) => Some(Known::Number(0.0)),
                _ => None,
            },
            Term::Negated(one) => Some(Known::Number(-self.number(one, is_zero)?)),
            Term::Not(one) => Some(Known::Truth(!self.truth(one, is_zero)?)),
            Term::Arithmetic(operation, left, right) => {
                let (left, right) = (self.number(left, is_zero)?, self.number(right, is_zero)?);
                let result = match operation {
                    Operation::Add => left + right,
                    Operation::Subtract => left - right,
                    Operation::Multiply => left * right,
                    Operation::Divide => left / right,
                };
                Some(Known::Number(result)).filter(|_| result.is_finite())
            }
            Term::Compare { comparison, left, right, is_number } => {
                let (left, right) = (self.value(left, is_zero)?, self.value(right, is_zero)?);
                self.compare(*comparison, &left, &right, *is_number).map(Known::Truth)
            }
            Term::And(left, right) => match (self.truth(left, is_zero), self.truth(right, is_zero)) {
                (Some(false), _) | (_, Some(false)) => Some(Known::Truth(false)),
                (Some(true), Some(true)) => Some(Known::Truth(true)),
                _ => None,
            },
            Term::Or(left, right) => match (self.truth(left, is_zero), self.truth(right, is_zero)) {
                (Some(true), _) | (_, Some(true)) => Some(Known::Truth(true)),
                (Some(false), Some(false)) => Some(Known::Truth(false)),
                _ => None,
            },
            Term::IsNull(one) => Some(Known::Truth(self.value(one, false).is_none())),
            Term::In(one, list) => {
                let one = self.value(one, is_zero)?;
                Some(Known::Truth(list.iter().any(|other| self.value(other, is_zero).as_ref() == Some(&one))))
            }
            Term::Case(branches, otherwise) => {
                let chosen = branches.iter().find(|(condition, _)| self.truth(condition, is_zero) == Some(true));
                let result = chosen.map(|(_, result)| result).or(otherwise.as_deref())?;
                self.value(result, is_zero)
            }
            Term::Call(function, arguments) => self.call(*function, arguments, is_zero),
        }
    }

    fn call(&self, function: Function, arguments: &[Term], is_zero: bool) -> Option<Known> {
        let first = arguments.first()?;
        match function {
            Function::Abs => Some(Known::Number(self.number(first, is_zero)?.abs())),
            Function::Round => {
                let places = match arguments.get(1) {
                    None => 0.0,
                    Some(places) => self.number(places, is_zero)?,
                };
                let shift = 10_f64.powf(places);
                Some(Known::Number((self.number(first, is_zero)? * ROUNDING * shift).round() / shift))
            }
            Function::Coalesce => arguments.iter().find_map(|argument| self.value(argument, false)),
            Function::NullIf => {
                let value = self.value(first, is_zero)?;
                Some(value).filter(|value| self.value(arguments.get(1).unwrap_or(&Term::Null), is_zero).as_ref() != Some(value))
            }
        }
    }

    fn compare(&self, comparison: Comparison, left: &Known, right: &Known, is_number: bool) -> Option<bool> {
        match (left, right) {
            (Known::Number(left), Known::Number(right)) if is_number => {
                let difference = left - right;
                let (wide, narrow) = (self.tolerance + EXACTNESS, self.tolerance - EXACTNESS);
                Some(match comparison {
                    Comparison::Equal => difference.abs() <= wide,
                    Comparison::Unequal => difference.abs() > wide,
                    Comparison::AtMost => difference <= wide,
                    Comparison::Less => difference < narrow,
                    Comparison::AtLeast => difference >= -wide,
                    Comparison::Greater => difference > -narrow,
                })
            }
            (Known::Words(left), Known::Words(right)) => Some(holds(comparison, left.cmp(right))),
            (Known::Truth(left), Known::Truth(right)) => Some(holds(comparison, left.cmp(right))),
            _ => None,
        }
    }
}

fn holds(comparison: Comparison, ordering: Ordering) -> bool {
    match comparison {
        Comparison::Equal => ordering.is_eq(),
        Comparison::Unequal => ordering.is_ne(),
        Comparison::Less => ordering.is_lt(),
        Comparison::AtMost => ordering.is_le(),
        Comparison::Greater => ordering.is_gt(),
        Comparison::AtLeast => ordering.is_ge(),
    }
}
