//! Numbers, words and truths, each as a formula.

use super::cells::{number_or, trimmed};
use super::part::{Part, UNKNOWN, negation, nothing};
use super::types::{Type, is_as_filled_in, is_day, type_of};
use super::{Asked, Compiler, MOST_ARGUMENTS, Tree};
use crate::compose::self_check::draft::Draft;
use crate::compose::self_check::operand::Operand;
use tongbao_document::expression::ROUNDING;
use tongbao_document::{Comparison, Expression, Function, Operation};

/// Decimals to which a number can be rounded.
const MOST_PLACES: f64 = 10.0;

impl Compiler<'_> {
    pub(super) fn part(&self, wanted: Type, term: &Tree) -> Option<Part> {
        match wanted {
            Type::Number => self.number(term),
            Type::Words => self.words(term),
            Type::Truth => self.truth(term),
        }
    }

    fn number(&self, term: &Tree) -> Option<Part> {
        match term {
            Expression::Number(number) => Some(Part::sure(Draft::number(*number)?)),
            Expression::Null => Some(nothing()),
            Expression::Operand(asked) => {
                let Operand::Number(cell) = asked.operand else { return None };
                Some(if asked.is_needed {
                    Part::sure(Draft::cell(cell))
                } else {
                    Part { draft: number_or(cell, Draft::word("NA()")), may_lack: true }
                })
            }
            Expression::Negated(one) => {
                let one = self.number(one)?;
                Some(Part::made_of(one.draft.negated(), one.may_lack))
            }
            Expression::Arithmetic(operation, left, right) => {
                let is_safe = *operation != Operation::Divide || matches!(**right, Expression::Number(number) if number != 0.0);
                let (left, right) = (self.number(left)?, self.number(right)?);
                let may_lack = left.may_lack || right.may_lack || !is_safe;
                Some(Part::made_of(Draft::arithmetic(left.draft, operation.sign(), right.draft), may_lack))
            }
            Expression::Call(Function::Abs, arguments) => {
                let one = self.number(arguments.first()?)?;
                Some(Part::made_of(Draft::call("ABS", [one.draft]), one.may_lack))
            }
            Expression::Call(Function::Round, arguments) => {
                let places = match arguments.get(1) {
                    None => 0.0,
                    Some(Expression::Number(places)) => *places,
                    Some(_) => return None,
                };
                if !(0.0..=MOST_PLACES).contains(&places) || places.fract() != 0.0 {
                    return None;
                }
                let one = self.number(arguments.first()?)?;
                let nudged = Draft::arithmetic(one.draft, "*", Draft::number(ROUNDING)?);
                Some(Part::made_of(Draft::call("ROUND", [nudged, Draft::number(places)?]), one.may_lack))
            }
            Expression::Call(Function::Coalesce, arguments) => self.coalesce(Type::Number, arguments),
            Expression::Call(Function::NullIf, arguments) => self.null_if(Type::Number, arguments),
            Expression::Case(branches, otherwise) => self.case(Type::Number, branches, otherwise.as_deref()),
            _ => None,
        }
    }

    fn words(&self, term: &Tree) -> Option<Part> {
        match term {
            Expression::Text(text) => Some(Part::sure(Draft::quoted(text))),
            Expression::Null => Some(nothing()),
            Expression::Operand(asked) => {
                let read = match &asked.operand {
                    Operand::Constant(words) => return Some(Part::sure(Draft::quoted(words))),
                    Operand::Number(_) => return None,
                    Operand::Words(cell) => trimmed(*cell),
                    Operand::Day(cell) => {
                        let iso = Draft::call("TEXT", [Draft::cell(*cell), Draft::quoted("yyyy-mm-dd")]);
                        Draft::choose(Draft::call("ISNUMBER", [Draft::cell(*cell)]), iso, trimmed(*cell))
                    }
                };
                Some(if asked.is_needed {
                    Part::sure(read)
                } else {
                    let draft = Draft::choose(self.lacks(&asked.operand)?, Draft::word("NA()"), read);
                    Part { draft, may_lack: true }
                })
            }
            Expression::Call(Function::Coalesce, arguments) => self.coalesce(Type::Words, arguments),
            Expression::Call(Function::NullIf, arguments) => self.null_if(Type::Words, arguments),
            Expression::Case(branches, otherwise) => self.case(Type::Words, branches, otherwise.as_deref()),
            _ => None,
        }
    }

    pub(super) fn truth(&self, term: &Tree) -> Option<Part> {
        match term {
            Expression::Truth(truth) => Some(Part::sure(Draft::word(if *truth { "TRUE" } else { "FALSE" }))),
            Expression::Null => Some(Part { draft: Draft::word(UNKNOWN), may_lack: true }),
            Expression::Not(one) => Some(negation(self.truth(one)?)),
            Expression::And(..) => self.joined(term, ("AND", "MIN")),
            Expression::Or(..) => self.joined(term, ("OR", "MAX")),
            Expression::Compare(comparison, left, right) => self.compare(*comparison, left, right),
            Expression::IsNull(one) => self.is_null(one),
            Expression::In(one, list) => self.is_in(one, list),
            Expression::Case(branches, otherwise) => self.case(Type::Truth, branches, otherwise.as_deref()),
            Expression::Call(Function::Coalesce, arguments) => self.coalesce(Type::Truth, arguments),
            _ => None,
        }
    }

    /// A row of ANDs or of ORs as one function.
    fn joined(&self, term: &Tree, (of_truths, of_grades): (&str, &str)) -> Option<Part> {
        let parts: Vec<Part> = row(term).into_iter().map(|term| self.truth(term)).collect::<Option<_>>()?;
        if parts.len() > MOST_ARGUMENTS {
            return None;
        }
        if parts.iter().any(|part| part.may_lack) {
            let grades = parts.into_iter().map(Part::grade);
            return Some(Part { draft: Draft::call(of_grades, grades), may_lack: true });
        }
        Some(Part::sure(Draft::call(of_truths, parts.into_iter().map(|part| part.draft))))
    }

    fn compare(&self, comparison: Comparison, left: &Tree, right: &Tree) -> Option<Part> {
        let is_number = [left, right].into_iter().all(|side| side.comes_to_number(&Asked::is_number));
        let wanted = type_of(left).or_else(|| type_of(right))?;
        match (wanted, comparison, left, right) {
            (Type::Number, ..) if is_number => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                let may_lack = left.may_lack || right.may_lack;
                Some(Part::truth(self.within(comparison, left.draft, right.draft)?, may_lack))
            }
            (Type::Words, ..) if !is_number => {
                let order = match comparison {
                    Comparison::Equal | Comparison::Unequal => None,
                    // Spreadsheets sort words as a dictionary does; only days are sorted alike by all.
                    _ if !is_day(left) || !is_day(right) => return None,
                    other => Some(other.sign()),
                };
                let (left, right) = (self.words(left)?, self.words(right)?);
                let may_lack = left.may_lack || right.may_lack;
                let truth = match order {
                    Some(sign) => left.draft.compared(sign, right.draft),
                    // Not `=`, which takes `a` for `A`.
                    None => Draft::call("EXACT", [left.draft, right.draft]),
                };
                let truth = if comparison == Comparison::Unequal { Draft::call("NOT", [truth]) } else { truth };
                Some(Part::truth(truth, may_lack))
            }
            (Type::Truth, Comparison::Equal | Comparison::Unequal, one, Expression::Truth(other))
            | (Type::Truth, Comparison::Equal | Comparison::Unequal, Expression::Truth(other), one) => {
                let one = self.truth(one)?;
                Some(if *other == (comparison == Comparison::Equal) { one } else { negation(one) })
            }
            _ => None,
        }
    }

    /// Numbers compared as [`tongbao_figures::plan::rule`] does it for the engine.
    fn within(&self, comparison: Comparison, left: Draft, right: Draft) -> Option<Draft> {
        let bound = comparison.bound(self.tolerance);
        let difference = Draft::arithmetic(left, "-", right);
        let difference = if bound.is_distance { Draft::call("ABS", [difference]) } else { difference };
        Some(difference.compared(bound.comparison.sign(), Draft::number(bound.limit)?))
    }

    fn is_null(&self, one: &Tree) -> Option<Part> {
        if let Expression::Operand(Asked { operand, is_needed: false }) = one {
            return match operand {
                Operand::Number(cell) => {
                    let is_number = Draft::call("ISNUMBER", [Draft::cell(*cell)]);
                    Some(Part::sure(Draft::call("NOT", [is_number])))
                }
                Operand::Constant(_) => Some(Part::sure(Draft::word("FALSE"))),
                Operand::Words(_) | Operand::Day(_) => Some(Part::sure(self.lacks(operand)?)),
            };
        }
        let wanted = type_of(one)?;
        let part = self.part(wanted, one)?;
        Some(Part::sure(match (part.may_lack, wanted) {
            (false, _) => Draft::word("FALSE"),
            (true, Type::Truth) => part.draft.compared("=", Draft::word(UNKNOWN)),
            (true, _) => Draft::call("ISERROR", [part.draft]),
        }))
    }

    fn is_in(&self, one: &Tree, list: &[Tree]) -> Option<Part> {
        let wanted = type_of(one)?;
        // What is worked out may miss a number by a hair, and the engine wants it exactly.
        if wanted == Type::Truth || wanted == Type::Number && !is_as_filled_in(one) || list.len() > MOST_ARGUMENTS {
            return None;
        }
        let part = self.part(wanted, one)?;
        let is_one = |other: &Tree| {
            let other = match (wanted, other) {
                (Type::Number, Expression::Number(number)) => Draft::number(*number)?,
                (Type::Words, Expression::Text(text)) => Draft::quoted(text),
                _ => return None,
            };
            Some(match wanted {
                Type::Number => part.draft.clone().compared("=", other),
                Type::Words | Type::Truth => Draft::call("EXACT", [part.draft.clone(), other]),
            })
        };
        let several: Vec<Draft> = list.iter().map(is_one).collect::<Option<_>>()?;
        Some(Part::truth(Draft::any("OR", several), part.may_lack))
    }
}

/// The terms of a row of ANDs, or of ORs.
fn row(term: &Tree) -> Vec<&Tree> {
    let is_same = |other: &Tree| std::mem::discriminant(other) == std::mem::discriminant(term);
    let (Expression::And(left, right) | Expression::Or(left, right)) = term else { return vec![term] };
    [left, right].into_iter().flat_map(|side| if is_same(side) { row(side) } else { vec![&**side] }).collect()
}
