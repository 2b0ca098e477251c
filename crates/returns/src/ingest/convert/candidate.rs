//! Places that could each be the one that is meant: read them all, compare, and never settle it in silence.
//!
//! In: what each place says, the one that would be taken first. Out: what is taken, and a finding that names both where they differ, or
//! where the first is blank.

use super::{Filled, Slots, sheets};
use crate::domain::{CellAddress, Reading};
use crate::finding::facts::{Column, Competing, ReadElsewhere, Spot};
use crate::ingest::index::FormEntry;
use crate::ingest::normal;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::Workbook;
use tongbao_document::address::a1;

/// What was read in one place, with what was remarked on the way.
#[derive(Debug)]
pub(super) struct Candidate {
    /// The sheet, by its position.
    pub(super) position: usize,
    /// The column of the values.
    pub(super) column: u16,
    pub(super) slots: Slots,
    pub(super) remarks: Remarks,
    /// Two places contradict one another: the return is held.
    pub(super) is_held: bool,
    /// Whether the header was found: without one, nothing is missing but the header.
    pub(super) is_read: bool,
}

impl Candidate {
    /// Whether anything stands there.
    pub(super) fn is_filled(&self) -> bool {
        self.slots.filled.iter().flatten().any(is_answer)
    }

    fn is_hidden(&self, workbook: &Workbook) -> bool {
        workbook.sheets.get(self.position).is_some_and(|grid| grid.is_hidden || grid.layout.hides(self.column))
    }

    /// Whether its sheet is called a list of corrections.
    fn lists_corrections(&self, workbook: &Workbook) -> bool {
        workbook.sheets.get(self.position).is_some_and(|grid| sheets::is_of_corrections(&normal::compact(&grid.name)))
    }

    pub(super) fn place(&self, workbook: &Workbook) -> Column {
        let sheet = workbook.sheets.get(self.position).map_or("", |grid| &grid.name);
        Column { sheet: sheet.to_owned(), letters: a1(0, self.column).trim_end_matches('1').to_owned() }
    }

    /// The cell of an item, and what a person sees in it.
    fn spot(&self, item: usize, workbook: &Workbook, other: &Self) -> Spot {
        let of = |candidate: &Self| candidate.slots.filled.get(item).cloned().flatten().map(|filled| filled.place);
        let row = of(self).or_else(|| of(other)).map_or(0, |place| place.row);
        let grid = workbook.sheets.get(self.position);
        let column = of(self).map_or(self.column, |place| place.column);
        let cell = grid.and_then(|grid| grid.cell(row, column)).filter(|_| of(self).is_some());
        Spot {
            sheet: grid.map_or_else(String::new, |grid| grid.name.clone()),
            cell: CellAddress { row, column },
            said: cell.map_or_else(String::new, |cell| workbook.words(cell)),
        }
    }
}

fn is_answer(filled: &Filled) -> bool {
    filled.is_refused || filled.reading != Reading::Blank
}

/// Takes one of several, of which the first would be taken if nothing spoke against it.
pub(super) fn choose(mut candidates: Vec<Candidate>, workbook: &Workbook, form: &FormEntry<'_>) -> Option<Candidate> {
    let filled = |candidate: &&Candidate| candidate.is_filled();
    let position = |wanted: &dyn Fn(&Candidate) -> bool| candidates.iter().position(wanted);
    let chosen = position(&|candidate| candidate.is_filled() && !candidate.is_hidden(workbook))
        .or_else(|| position(&|candidate| candidate.is_filled()))
        .unwrap_or(0);
    let first = candidates.first().filter(|first| chosen > 0 && !first.is_filled()).map(|first| first.place(workbook));
    let taken = candidates.get(chosen)?;
    let others = candidates.iter().enumerate().filter(|(position, _)| *position != chosen).map(|(_, other)| other);
    let contradiction = others.filter(filled).find_map(|other| {
        let item = first_difference(&taken.slots, &other.slots, other.lists_corrections(workbook))?;
        let entry = form.items.get(item)?;
        Some(Competing {
            item: entry.item.into(),
            one: taken.spot(item, workbook, other),
            other: other.spot(item, workbook, taken),
        })
    });
    let mut taken = candidates.swap_remove(chosen);
    let place = taken.place(workbook);
    let sheet = place.sheet.clone();
    if let Some(first) = first {
        taken.remarks.on_sheet(&sheet, ReadElsewhere { first, read: place.clone() });
    }
    if let Some(contradiction) = contradiction {
        taken.is_held = true;
        let cell = contradiction.one.cell;
        taken.remarks.on_address(&sheet, cell, contradiction);
    }
    Some(taken)
}

/// The first item of which two places say different things; the other may list some of them only.
fn first_difference(one: &Slots, other: &Slots, lists_some: bool) -> Option<usize> {
    let said = |filled: &Option<Filled>| filled.as_ref().filter(|filled| is_answer(filled)).map(|filled| filled.reading.clone());
    let pairs = one.filled.iter().zip(&other.filled);
    let is_asked = |other: &Option<Filled>| !lists_some || other.is_some();
    pairs.enumerate().find(|(_, (one, other))| is_asked(other) && said(one) != said(other)).map(|(item, _)| item)
}
