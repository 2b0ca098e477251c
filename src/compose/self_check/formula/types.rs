//! What a term comes to, as far as it can be told from the term.

use super::Tree;
use crate::compose::self_check::operand::Operand;
use tongbao_document::{Expression, Function};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Number,
    Words,
    Truth,
}

pub(super) fn type_of(term: &Tree) -> Option<Type> {
    match term {
        Expression::Number(_)
        | Expression::Negated(_)
        | Expression::Arithmetic(..)
        | Expression::Call(Function::Abs | Function::Round, _) => Some(Type::Number),
        Expression::Text(_) => Some(Type::Words),
        Expression::Truth(_)
        | Expression::Not(_)
        | Expression::Compare(..)
        | Expression::And(..)
        | Expression::Or(..)
        | Expression::IsNull(_)
        | Expression::In(..) => Some(Type::Truth),
        Expression::Operand(asked) => Some(if asked.is_number() { Type::Number } else { Type::Words }),
        Expression::Case(..) => term.results().into_iter().find_map(type_of),
        Expression::Call(Function::Coalesce | Function::NullIf, arguments) => arguments.iter().find_map(type_of),
        Expression::Null | Expression::Other { .. } => None,
    }
}

/// Days and nothing else.
pub(super) fn is_day(term: &Tree) -> bool {
    match term {
        Expression::Operand(asked) => matches!(asked.operand, Operand::Day(_)),
        Expression::Text(text) => {
            !text.is_empty() && text.chars().all(|character| character.is_ascii_digit() || character == '-')
        }
        Expression::Null => true,
        Expression::Case(..) => term.results().into_iter().all(is_day),
        Expression::Call(Function::Coalesce | Function::NullIf, arguments) => arguments.iter().all(is_day),
        _ => false,
    }
}

/// What no reckoning has touched.
pub(super) fn is_as_filled_in(term: &Tree) -> bool {
    match term {
        Expression::Operand(_) | Expression::Number(_) | Expression::Text(_) => true,
        Expression::Call(Function::Coalesce, arguments) => arguments.iter().all(is_as_filled_in),
        _ => false,
    }
}
