//! What an expression comes to.
//!
//! The logic has three values, as in SQL: what is missing makes a result missing, unless the rest decides it.

use super::{Comparison, Expression, Function, ROUNDING};

/// What an expression comes to, where that is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// A number.
    Number(f64),
    /// Words.
    Words(String),
    /// True or false.
    Truth(bool),
}

impl Known {
    /// The number, if it is one.
    pub fn number(self) -> Option<f64> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }

    /// The truth, if it is one.
    pub fn truth(self) -> Option<bool> {
        if let Self::Truth(truth) = self { Some(truth) } else { None }
    }
}

impl<Operand> Expression<Operand> {
    /// The number that it comes to with numbers for operands; none if it is no number, or one that it needs is missing.
    pub fn number(&self, number_of: &impl Fn(&Operand) -> Option<f64>) -> Option<f64> {
        self.value(0.0, &|operand| number_of(operand).map(Known::Number))?.number()
    }

    /// What it comes to; numbers that are compared may differ by a tolerance. Nothing of what only an engine can work out.
    pub fn value(&self, tolerance: f64, value_of: &impl Fn(&Operand) -> Option<Known>) -> Option<Known> {
        let value = |one: &Self| one.value(tolerance, value_of);
        let number = |one: &Self| value(one)?.number();
        let truth = |one: &Self| value(one)?.truth();
        match self {
            Self::Number(number) => number.is_finite().then_some(Known::Number(*number)),
            Self::Text(text) => Some(Known::Words(text.clone())),
            Self::Truth(truth) => Some(Known::Truth(*truth)),
            Self::Null | Self::Other { .. } => None,
            Self::Operand(operand) => value_of(operand),
            Self::Negated(one) => Some(Known::Number(-number(one)?)),
            Self::Not(one) => Some(Known::Truth(!truth(one)?)),
            Self::Arithmetic(operation, left, right) => operation.of(number(left)?, number(right)?).map(Known::Number),
            Self::Compare(comparison, left, right) => {
                compare(*comparison, &value(left)?, &value(right)?, tolerance).map(Known::Truth)
            }
            Self::And(left, right) => match (truth(left), truth(right)) {
                (Some(false), _) | (_, Some(false)) => Some(Known::Truth(false)),
                (Some(true), Some(true)) => Some(Known::Truth(true)),
                _ => None,
            },
            Self::Or(left, right) => match (truth(left), truth(right)) {
                (Some(true), _) | (_, Some(true)) => Some(Known::Truth(true)),
                (Some(false), Some(false)) => Some(Known::Truth(false)),
                _ => None,
            },
            Self::IsNull(one) => Some(Known::Truth(value(one).is_none())),
            Self::In(one, list) => {
                let one = value(one)?;
                let others: Vec<Option<Known>> = list.iter().map(value).collect();
                let is_among = others.iter().flatten().any(|other| *other == one);
                // What is missing from the list may be the one.
                (is_among || others.iter().all(Option::is_some)).then_some(Known::Truth(is_among))
            }
            Self::Case(branches, otherwise) => {
                let chosen = branches.iter().find(|(condition, _)| truth(condition) == Some(true));
                value(chosen.map(|(_, result)| result).or(otherwise.as_deref())?)
            }
            Self::Call(Function::Abs, arguments) => Some(Known::Number(number(arguments.first()?)?.abs())),
            Self::Call(Function::Round, arguments) => {
                let places = arguments.get(1).map_or(Some(0.0), number)?;
                let shift = 10_f64.powf(places);
                Some(Known::Number((number(arguments.first()?)? * ROUNDING * shift).round() / shift))
            }
            Self::Call(Function::Coalesce, arguments) => arguments.iter().find_map(value),
            Self::Call(Function::NullIf, arguments) => {
                let one = value(arguments.first()?)?;
                (value(arguments.get(1)?).as_ref() != Some(&one)).then_some(one)
            }
        }
    }
}

fn compare(comparison: Comparison, left: &Known, right: &Known, tolerance: f64) -> Option<bool> {
    match (left, right) {
        (Known::Number(left), Known::Number(right)) => Some(comparison.bound(tolerance).holds(left - right)),
        (Known::Words(left), Known::Words(right)) => Some(comparison.holds(left.cmp(right))),
        (Known::Truth(left), Known::Truth(right)) => Some(comparison.holds(left.cmp(right))),
        _ => None,
    }
}
