//! The verdict of a condition over the values that a form begins with, for programs that show a formula's kept result.

use super::operand::{Columns, Said};
use tongbao_document::{CheckVerdict, Known};
use tongbao_figures::plan::rule::Condition;
use tongbao_figures::plan::{Lag, Missing, Variable};

/// How a condition stands.
pub(super) fn verdict(condition: &Condition, missing: Missing, columns: &Columns<'_>) -> CheckVerdict {
    let forbidden = || condition.own_items().any(|variable| columns.said(variable) == Said::NotApplicable);
    if condition.forbids_not_applicable && forbidden() {
        return CheckVerdict::Fail;
    }
    let mut is_lacking = false;
    for variable in &condition.needed {
        let said = columns.said(variable);
        let is_typed = variable.item().is_none_or(|item| item.lag == Lag::None);
        if missing == Missing::Fail && said == Said::Blank && is_typed {
            return CheckVerdict::Fail;
        }
        is_lacking |= !matches!(said, Said::Value(_));
    }
    let value_of = |variable: &Variable| match columns.said(variable) {
        Said::Value(value) => Some(value),
        Said::NotApplicable | Said::Blank => None,
    };
    let judged = condition.judged(missing, &|variable| columns.is_number(variable));
    match judged.value(condition.tolerance, &value_of).and_then(Known::truth).filter(|_| !is_lacking) {
        None => CheckVerdict::Unfilled,
        Some(true) => CheckVerdict::Pass,
        Some(false) => CheckVerdict::Fail,
    }
}
