//! An expression: what an indicator's formula, an audit rule, a condition, a form's self-check and a live formula of a workbook are
//! made of.
//!
//! The tree is the same for all; they differ in what stands at its leaves ([`Expression::Operand`]): variables of a return,
//! aggregates over units, cells of a form, figures of a document. Here it is walked, carried over to other operands, and worked
//! out. What a text says is read elsewhere, once; afterwards everybody asks the tree.

mod evaluate;
mod operation;

use std::convert::Infallible;

pub use evaluate::Known;
pub use operation::{Bound, Comparison, EXACTNESS, Function, Operation, ROUNDING};

/// An expression over operands.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression<Operand> {
    /// A number.
    Number(f64),
    /// `'是'`
    Text(String),
    /// `TRUE`, `FALSE`
    Truth(bool),
    /// `NULL`
    Null,
    /// What the expression is about.
    Operand(Operand),
    /// `-a`
    Negated(Box<Self>),
    /// `NOT a`
    Not(Box<Self>),
    /// `a + b`
    Arithmetic(Operation, Box<Self>, Box<Self>),
    /// `a >= b`
    Compare(Comparison, Box<Self>, Box<Self>),
    /// `a AND b`
    And(Box<Self>, Box<Self>),
    /// `a OR b`
    Or(Box<Self>, Box<Self>),
    /// `a IS NULL`
    IsNull(Box<Self>),
    /// `a IN (b, c)`
    In(Box<Self>, Vec<Self>),
    /// `CASE WHEN a THEN b … ELSE c END`
    Case(Vec<(Self, Self)>, Option<Box<Self>>),
    /// A function of arguments.
    Call(Function, Vec<Self>),
    /// Anything else that an engine can run.
    Other {
        /// As the engine reads it.
        sql: String,
        /// The expressions in it, in the order of the text.
        parts: Vec<Self>,
        /// Whether it is its one part, only as another type of the engine: `CAST(a AS type)`.
        is_cast: bool,
    },
}

impl<Operand> Expression<Operand> {
    /// Two terms and what is done with them.
    #[must_use]
    pub fn with(self, operation: Operation, other: Self) -> Self {
        Self::Arithmetic(operation, Box::new(self), Box::new(other))
    }

    /// `self / whole * 100`, as shares are computed: multiplied first, so that 1 of 3 is 100/3.
    #[must_use]
    pub fn percent_of(self, whole: Self) -> Self {
        self.with(Operation::Multiply, Self::Number(100.0)).with(Operation::Divide, whole)
    }

    /// Whether it compares so with another.
    #[must_use]
    pub fn compared(self, comparison: Comparison, other: Self) -> Self {
        Self::Compare(comparison, Box::new(self), Box::new(other))
    }

    /// The expressions right below, in the order of the text.
    pub fn children(&self) -> Vec<&Self> {
        match self {
            Self::Number(_) | Self::Text(_) | Self::Truth(_) | Self::Null | Self::Operand(_) => Vec::new(),
            Self::Negated(one) | Self::Not(one) | Self::IsNull(one) => vec![one],
            Self::Arithmetic(_, left, right) | Self::Compare(_, left, right) | Self::And(left, right) | Self::Or(left, right) => {
                vec![left, right]
            }
            Self::In(one, list) => std::iter::once(&**one).chain(list).collect(),
            Self::Case(branches, otherwise) => {
                branches.iter().flat_map(|(condition, result)| [condition, result]).chain(otherwise.as_deref()).collect()
            }
            Self::Call(_, several) | Self::Other { parts: several, .. } => several.iter().collect(),
        }
    }

    /// Whether it, or anything in it, is so.
    pub fn any(&self, is_so: &impl Fn(&Self) -> bool) -> bool {
        is_so(self) || self.children().into_iter().any(|child| child.any(is_so))
    }

    /// Everything in it that `chosen` makes something of, in the order of the text.
    pub fn all<'tree, T>(&'tree self, chosen: &impl Fn(&'tree Self) -> Option<T>) -> Vec<T> {
        let below = self.children().into_iter().flat_map(|child| child.all(chosen));
        chosen(self).into_iter().chain(below).collect()
    }

    /// What it is about, in the order of the text, as often as it is named.
    pub fn operands(&self) -> Vec<&Operand> {
        self.all(&|node| if let Self::Operand(operand) = node { Some(operand) } else { None })
    }

    /// The operands without which nothing can be said: those that stand outside `COALESCE` and `IS NULL`, which ask for blanks.
    pub fn needed_operands(&self) -> Vec<&Operand> {
        match self {
            Self::Operand(operand) => vec![operand],
            Self::Call(Function::Coalesce, _) | Self::IsNull(_) => Vec::new(),
            _ => self.children().into_iter().flat_map(Self::needed_operands).collect(),
        }
    }

    /// Whether a spreadsheet can say it as the engine does, and it can be worked out here.
    pub fn is_common(&self) -> bool {
        !self.any(&|node| matches!(node, Self::Other { .. }))
    }

    /// Whether it comes to a number, not to words or a truth; `is_number` says it of an operand.
    pub fn comes_to_number(&self, is_number: &impl Fn(&Operand) -> bool) -> bool {
        match self {
            Self::Text(_)
            | Self::Truth(_)
            | Self::Not(_)
            | Self::Compare(..)
            | Self::And(..)
            | Self::Or(..)
            | Self::IsNull(_)
            | Self::In(..) => false,
            Self::Operand(operand) => is_number(operand),
            Self::Case(..) => self.results().into_iter().all(|result| result.comes_to_number(is_number)),
            Self::Call(Function::Coalesce | Function::NullIf, arguments) => {
                arguments.iter().all(|argument| argument.comes_to_number(is_number))
            }
            Self::Number(_)
            | Self::Null
            | Self::Negated(_)
            | Self::Arithmetic(..)
            | Self::Call(Function::Abs | Function::Round, _)
            | Self::Other { .. } => true,
        }
    }

    /// What a `CASE` may come to; nothing of anything else.
    pub fn results(&self) -> Vec<&Self> {
        match self {
            Self::Case(branches, otherwise) => branches.iter().map(|(_, result)| result).chain(otherwise.as_deref()).collect(),
            _ => Vec::new(),
        }
    }

    /// The same over other operands; the first operand that has no place there is the error.
    pub fn try_map<Other, Error>(&self, operand: &impl Fn(&Operand) -> Result<Other, Error>) -> Result<Expression<Other>, Error> {
        self.try_bind(&|one| operand(one).map(Expression::Operand))
    }

    /// The same with an expression in the place of every operand.
    pub fn bind<Other>(&self, operand: &impl Fn(&Operand) -> Expression<Other>) -> Expression<Other> {
        let Ok(bound) = self.try_bind(&|one| Ok::<_, Infallible>(operand(one)));
        bound
    }

    /// The same with an expression in the place of every operand, where each has one.
    pub fn try_bind<Other, Error>(
        &self,
        operand: &impl Fn(&Operand) -> Result<Expression<Other>, Error>,
    ) -> Result<Expression<Other>, Error> {
        self.rebuilt(operand, &|child| child.try_bind(operand))
    }

    /// The same node with other expressions right below.
    #[must_use]
    pub fn over(&self, child: &impl Fn(&Self) -> Self) -> Self
    where
        Operand: Clone,
    {
        let Ok(rebuilt) = self.rebuilt(&|operand| Ok::<_, Infallible>(Self::Operand(operand.clone())), &|below| Ok(child(below)));
        rebuilt
    }

    /// The same with a number in the place of every operand that `may_lack` a value, where nothing asks whether there is one.
    #[must_use]
    pub fn with_blanks_as(&self, number: f64, may_lack: &impl Fn(&Operand) -> bool) -> Self
    where
        Operand: Clone,
    {
        match self {
            Self::Operand(operand) if may_lack(operand) => {
                Self::Call(Function::Coalesce, vec![self.clone(), Self::Number(number)])
            }
            Self::Call(Function::Coalesce, _) | Self::IsNull(_) => self.clone(),
            _ => self.over(&|child| child.with_blanks_as(number, may_lack)),
        }
    }

    /// The one place that knows how each kind of node is put together again.
    fn rebuilt<Other, Error>(
        &self,
        operand: &impl Fn(&Operand) -> Result<Expression<Other>, Error>,
        child: &impl Fn(&Self) -> Result<Expression<Other>, Error>,
    ) -> Result<Expression<Other>, Error> {
        let boxed = |one: &Self| child(one).map(Box::new);
        let list = |several: &[Self]| several.iter().map(child).collect::<Result<Vec<_>, _>>();
        Ok(match self {
            Self::Number(number) => Expression::Number(*number),
            Self::Text(text) => Expression::Text(text.clone()),
            Self::Truth(truth) => Expression::Truth(*truth),
            Self::Null => Expression::Null,
            Self::Operand(one) => operand(one)?,
            Self::Negated(one) => Expression::Negated(boxed(one)?),
            Self::Not(one) => Expression::Not(boxed(one)?),
            Self::Arithmetic(operation, left, right) => Expression::Arithmetic(*operation, boxed(left)?, boxed(right)?),
            Self::Compare(comparison, left, right) => Expression::Compare(*comparison, boxed(left)?, boxed(right)?),
            Self::And(left, right) => Expression::And(boxed(left)?, boxed(right)?),
            Self::Or(left, right) => Expression::Or(boxed(left)?, boxed(right)?),
            Self::IsNull(one) => Expression::IsNull(boxed(one)?),
            Self::In(one, several) => Expression::In(boxed(one)?, list(several)?),
            Self::Case(branches, otherwise) => {
                let branches = branches.iter().map(|(condition, result)| Ok((child(condition)?, child(result)?)));
                Expression::Case(branches.collect::<Result<_, Error>>()?, otherwise.as_deref().map(boxed).transpose()?)
            }
            Self::Call(function, arguments) => Expression::Call(*function, list(arguments)?),
            Self::Other { sql, parts, is_cast } => Expression::Other { sql: sql.clone(), parts: list(parts)?, is_cast: *is_cast },
        })
    }
}

#[cfg(test)]
mod tests;
