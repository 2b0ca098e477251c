//! A task of the ledger that another file names: by its identifier, with or without the plan's, or by its number as it is printed.

use super::fields::{Checker, Placed};
use crate::plan::meant::LedgerRow;
use crate::plan::near;
use tongbao_returns::domain::task::code_of;

/// The position of the row that is meant; one that there is not is told, with the nearest that is written alike.
pub(crate) fn position(ledger: &[LedgerRow], name: &Placed<String>, checker: &mut Checker<'_>) -> Option<usize> {
    let found = ledger.iter().position(|row| row.is_called(&name.value));
    if found.is_none() && !name.value.is_empty() {
        let is_number = code_of(&name.value) == name.value;
        let known = ledger.iter().map(|row| if is_number { row.code() } else { row.id.as_str() });
        let hint = near::suggestion(&name.value, known);
        checker.tell_with_hint(name.span.clone(), format!("ledger.csv 里没有任务`{}`", name.value), hint);
    }
    found
}

/// The row itself.
pub(crate) fn row<'ledger>(
    ledger: &'ledger [LedgerRow],
    name: &Placed<String>,
    checker: &mut Checker<'_>,
) -> Option<&'ledger LedgerRow> {
    ledger.get(position(ledger, name, checker)?)
}
