//! `[[mechanism]]` of a draft: rows of the catalogue that demand a kind of bulletin by its own name. They are tasks of the ledger as well,
//! which the office fulfils by issuing it.

use super::toml_line;
use crate::plan::catalogue::{CatalogueKind, CatalogueRow};
use crate::plan::meant::counted_by_the_year;
use tongbao_returns::domain::Cycle;

/// The kinds that the rows name, of those that there are words for.
pub(super) fn named(rows: &[CatalogueRow], worded: &[Cycle]) -> Vec<Cycle> {
    worded.iter().copied().filter(|cycle| row_of(rows, *cycle).is_some()).collect()
}

/// The row that demands a kind by its own name; what a special report is about no row tells.
fn row_of(rows: &[CatalogueRow], cycle: Cycle) -> Option<&CatalogueRow> {
    let names_it = |row: &&CatalogueRow| row.kind == CatalogueKind::Mechanism && row.item.trim() == cycle.chinese();
    rows.iter().find(names_it).filter(|_| cycle != Cycle::Special)
}

/// The mechanisms that the rows name, of the kinds that there are words for.
pub(super) fn text(rows: &[CatalogueRow], worded: &[Cycle]) -> String {
    let mut text = String::new();
    for cycle in worded.iter().copied() {
        let Some(row) = row_of(rows, cycle) else { continue };
        text.push_str("\n[[mechanism]]\n");
        text.extend([format!("cycle = {}\n", toml_line::text(cycle.as_str()))]);
        if !row.clause.trim().is_empty() {
            text.extend([format!("clause = {}\n", toml_line::text(&row.clause))]);
        }
        // The state of a task that is not counted by the year is for those who are responsible to tell.
        let is_counted = counted_by_the_year(&row.unit).is_some() && row.deadline.trim().is_empty();
        for key in ["source", "tasks"].into_iter().filter(|key| *key == "source" || is_counted) {
            text.extend([format!("{key} = {}\n", toml_line::list([row.id.as_str()]))]);
        }
        let mut responsible: Vec<&str> = Vec::new();
        for name in row.responsible.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            if !responsible.contains(&name) {
                responsible.push(name);
            }
        }
        if !responsible.is_empty() {
            text.extend([format!("responsible = {}\n", toml_line::list(responsible))]);
        }
    }
    text
}
