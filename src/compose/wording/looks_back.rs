//! Whether a wording looks back at the bulletin before.

use super::pieces::lines;
use super::place::Wording;
use crate::compose::named::NamedTable;
use tongbao_returns::domain::Cycle;

/// Whether the wording of a bulletin, or a piece that it includes, tells what became of the bulletin before.
pub fn looks_back(wording: &Wording, cycle: Cycle) -> bool {
    let is_asked = |line: &str| {
        line.strip_prefix("@table ").is_some_and(|table| NamedTable::find(table.trim()).is_some_and(|table| table.looks_back))
    };
    lines(wording, cycle.as_str()).any(is_asked)
}
