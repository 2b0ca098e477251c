//! Places that could each be the one that is meant: read them all, compare, and never settle it in silence.
//!
//! In: what each place says, the one that would be taken first. Out: what is taken, and a finding that names both where they differ, or
//! where one of them is blank: as a whole, or in a cell.

use super::{Filled, Slots, sheets};
use crate::domain::{CellAddress, Place, Reading};
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
        Column { sheet: sheet.to_owned(), letters: a1(0, self.column).trim_end_matches('1').to_owned(), row: None }
    }

    /// What was read for an item, if anything was.
    fn said(&self, item: usize) -> Option<&Filled> {
        self.slots.filled.get(item)?.as_ref().filter(|filled| is_answer(filled))
    }

    /// The cell of an item, in the row of another place where this one has none.
    fn cell_of(&self, item: usize, other: Place, workbook: &Workbook) -> Column {
        let own = self.slots.filled.get(item).and_then(Option::as_ref).map(|filled| filled.place);
        Column { row: Some(own.unwrap_or(other).row + 1), ..self.place(workbook) }
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
    let position = |wanted: &dyn Fn(&Candidate) -> bool| candidates.iter().position(wanted);
    let chosen = position(&|candidate| candidate.is_filled() && !candidate.is_hidden(workbook))
        .or_else(|| position(&|candidate| candidate.is_filled()))
        .unwrap_or(0);
    if candidates.len() <= chosen {
        return None;
    }
    let first = candidates.first().filter(|first| chosen > 0 && !first.is_filled()).map(|first| first.place(workbook));
    let mut taken = candidates.remove(chosen);
    let others: Vec<Candidate> = candidates.into_iter().filter(Candidate::is_filled).collect();
    let contradiction = others.iter().find_map(|other| {
        let item = first_difference(&taken, other, workbook)?;
        let entry = form.items.get(item)?;
        Some(Competing {
            item: entry.item.into(),
            one: taken.spot(item, workbook, other),
            other: other.spot(item, workbook, &taken),
        })
    });
    let place = taken.place(workbook);
    let sheet = place.sheet.clone();
    if let Some(first) = first {
        taken.remarks.on_sheet(&sheet, ReadElsewhere { first, read: place.clone() });
    }
    if let Some(contradiction) = contradiction {
        taken.is_held = true;
        let cell = contradiction.one.cell;
        taken.remarks.on_address(&sheet, cell, contradiction);
    } else {
        for other in &others {
            fill_gaps(&mut taken, other, workbook);
        }
    }
    Some(taken)
}

/// Reads what is blank in one place where the other has something; that one of them is blank is told.
fn fill_gaps(taken: &mut Candidate, other: &Candidate, workbook: &Workbook) {
    let mut is_told = false;
    for item in 0..taken.slots.filled.len() {
        match (taken.said(item).cloned(), other.said(item)) {
            (None, Some(found)) => {
                let (first, read) = (taken.cell_of(item, found.place, workbook), other.cell_of(item, found.place, workbook));
                let (sheet, cell) = (read.sheet.clone(), CellAddress::from(found.place));
                taken.remarks.on_address(&sheet, cell, ReadElsewhere { first, read });
                taken.remarks.copy_of_cell(&other.remarks, &sheet, cell);
                if let Some(slot) = taken.slots.filled.get_mut(item) {
                    *slot = Some(found.clone());
                }
            }
            // Once: a column of corrections is mostly blank.
            (Some(found), None) if !is_told && !other.lists_corrections(workbook) => {
                is_told = true;
                let (first, read) = (other.cell_of(item, found.place, workbook), taken.cell_of(item, found.place, workbook));
                let sheet = read.sheet.clone();
                taken.remarks.on_address(&sheet, found.place.into(), ReadElsewhere { first, read });
            }
            _ => {}
        }
    }
}

/// The first item of which two places say different things. A blank says nothing, unless the other place is hidden, a list of corrections, or
/// has there what cannot be used.
fn first_difference(taken: &Candidate, other: &Candidate, workbook: &Workbook) -> Option<usize> {
    let is_aside = other.lists_corrections(workbook) || other.is_hidden(workbook);
    (0..taken.slots.filled.len()).find(|item| match (taken.said(*item), other.said(*item)) {
        (Some(one), Some(other)) => one.reading != other.reading,
        (None, Some(other)) => is_aside || other.is_refused,
        (_, None) => false,
    })
}
