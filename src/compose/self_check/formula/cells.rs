//! Cells as a formula reads them.

use crate::compose::self_check::draft::Draft;
use crate::compose::self_check::operand::Operand;
use tongbao_document::FormCell;

pub(super) fn number_or(cell: FormCell, otherwise: Draft) -> Draft {
    Draft::choose(Draft::call("ISNUMBER", [Draft::cell(cell)]), Draft::cell(cell), otherwise)
}

pub(super) fn trimmed(cell: FormCell) -> Draft {
    Draft::call("TRIM", [Draft::cell(cell)])
}

/// Where `|…|` stands among symbols.
pub(super) fn found<'symbol>(cell: FormCell, symbols: impl Iterator<Item = &'symbol String>, end: &str) -> Draft {
    let listed: String = symbols.flat_map(|symbol| ["|", symbol]).collect();
    let wanted = Draft::quoted("|").followed_by(Draft::word("&")).followed_by(trimmed(cell)).followed_by(Draft::word("&\"|\""));
    Draft::call("FIND", [wanted, Draft::quoted(&format!("{listed}|{end}"))])
}

pub(super) fn cell_of(operand: &Operand) -> Option<FormCell> {
    match operand {
        Operand::Number(cell) | Operand::Words(cell) | Operand::Day(cell) => Some(*cell),
        Operand::Constant(_) => None,
    }
}
