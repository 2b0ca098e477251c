//! One value or another: CASE, COALESCE, NULLIF.

use super::cells::number_or;
use super::part::{Part, UNKNOWN};
use super::types::Type;
use super::{Compiler, Tree};
use crate::compose::self_check::draft::Draft;
use crate::compose::self_check::operand::Operand;
use tongbao_document::Expression;

impl Compiler<'_> {
    pub(super) fn case(&self, wanted: Type, branches: &[(Tree, Tree)], otherwise: Option<&Tree>) -> Option<Part> {
        let result = |term: &Tree| self.part(wanted, term);
        let mut whole = result(otherwise.unwrap_or(&Expression::Null))?;
        for (condition, then) in branches.iter().rev() {
            let (condition, then) = (self.truth(condition)?.asked(), result(then)?);
            let may_lack = then.may_lack || whole.may_lack;
            let (then, rest) =
                if wanted == Type::Truth && may_lack { (then.grade(), whole.grade()) } else { (then.draft, whole.draft) };
            whole = Part { draft: Draft::choose(condition, then, rest), may_lack };
        }
        Some(whole)
    }

    pub(super) fn coalesce(&self, wanted: Type, arguments: &[Tree]) -> Option<Part> {
        let (last, before) = arguments.split_last()?;
        let mut whole = self.part(wanted, last)?;
        for argument in before.iter().rev() {
            let part = self.part(wanted, argument)?;
            whole = match (part.may_lack, argument) {
                (false, _) => part,
                (true, Expression::Operand(asked)) if wanted == Type::Number => {
                    let Operand::Number(cell) = asked.operand else { return None };
                    Part::made_of(number_or(cell, whole.draft), whole.may_lack)
                }
                (true, _) if wanted == Type::Truth => {
                    let is_unknown = part.draft.clone().compared("=", Draft::word(UNKNOWN));
                    let may_lack = whole.may_lack;
                    let grade = Draft::choose(is_unknown, whole.grade(), part.draft);
                    let draft = if may_lack { grade } else { grade.compared("=", Draft::word("1")) };
                    Part { draft, may_lack }
                }
                (true, _) => Part::made_of(Draft::call("IFERROR", [part.draft, whole.draft]), whole.may_lack),
            };
        }
        Some(whole)
    }

    pub(super) fn null_if(&self, wanted: Type, arguments: &[Tree]) -> Option<Part> {
        let [one, other] = arguments else { return None };
        let (one, other) = (self.part(wanted, one)?, self.part(wanted, other)?);
        let may_lack = one.may_lack || other.may_lack;
        let is_same = match wanted {
            Type::Number => one.draft.clone().compared("=", other.draft),
            Type::Words => Draft::call("EXACT", [one.draft.clone(), other.draft]),
            Type::Truth => return None,
        };
        // If one of them is missing they are not the same.
        let is_same = if may_lack { Draft::call("IFERROR", [is_same, Draft::word("FALSE")]) } else { is_same };
        Some(Part { draft: Draft::choose(is_same, Draft::word("NA()"), one.draft), may_lack: true })
    }
}
