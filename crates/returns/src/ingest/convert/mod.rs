//! Cells to facts: each item of the form gets its value, or the state that stands for none, and every liberty taken is told.
//!
//! In: a recognised workbook. Out: one fact for every item, in the form's order. Rows are found by their code, columns by their header.
//! A cell with an error is blank afterwards: a wrong value is never a zero.

mod answer;
mod candidate;
pub(super) mod date;
pub(super) mod measure;
pub(super) mod number;
mod rows;
mod sheets;
mod stated;
pub(super) mod table;
pub(super) mod tasks;
pub(super) mod unit_words;

use super::index::FormEntry;
use super::normal;
use super::recognise::{Recognised, Told, told};
use super::remarks::Remarks;
use super::workbook::{Cell, Grid, Value, Workbook};
use crate::domain::{CellAddress, Fact, FlowBasis, Kind, Place, Reading};
use crate::finding::facts::{
    AnsweredThoughEmpty, Column, HeaderMissing, HiddenContent, ItemMissing, ItemTwice, PeriodDiffers, SheetMissing,
};
use candidate::Candidate;
use sheets::Assigned;
use table::Table;
use tongbao_document::{count, plain};

/// The facts of a return, and what is to be known of them.
#[derive(Debug)]
pub(super) struct Converted {
    pub(super) facts: Vec<Fact>,
    /// Of a form by the quarter: the numbers of the year so far that stand beside its flows.
    pub(super) since_january: Vec<Fact>,
    /// Sheets that declare that they have none.
    pub(super) declared_empty: Vec<String>,
    /// Whether two places contradict one another, so that nobody knows what was filed.
    pub(super) is_held: bool,
}

/// What was read for an item.
#[derive(Debug, Clone, PartialEq)]
struct Filled {
    reading: Reading,
    place: Place,
    /// The cell had a value that could not be used: the item has been told of already.
    is_refused: bool,
}

impl Filled {
    fn is_empty(&self) -> bool {
        self.reading == Reading::Blank && !self.is_refused
    }
}

/// What a pass over the sheets has found so far, item by item.
#[derive(Debug)]
struct Slots {
    filled: Vec<Option<Filled>>,
    /// Code cells of rows that bear the name of an item but no known code.
    nameless: Vec<Option<(usize, Cell)>>,
    /// What rows say that bear the name of an item and no code at all.
    uncoded: Vec<(usize, Filled)>,
    /// Of a form by the quarter: what the column of the year so far says of its items.
    since_january: Vec<(usize, Filled)>,
}

impl Slots {
    fn of(form: &FormEntry<'_>) -> Self {
        let items = form.items.len();
        Self { filled: vec![None; items], nameless: vec![None; items], uncoded: Vec::new(), since_january: Vec::new() }
    }

    /// Keeps what was read for an item. Where another place has said something else before, neither is believed, and that place is given
    /// back.
    fn put(&mut self, item: usize, filled: Filled) -> Option<Place> {
        let slot = self.filled.get_mut(item)?;
        match slot {
            Some(earlier)
                if filled.is_empty() || (earlier.reading == filled.reading && earlier.is_refused == filled.is_refused) =>
            {
                None
            }
            Some(earlier) if !earlier.is_empty() => {
                let place = earlier.place;
                *earlier = Filled { reading: Reading::Blank, is_refused: true, place };
                Some(place)
            }
            slot => {
                *slot = Some(filled);
                None
            }
        }
    }

    /// Takes over what was found elsewhere.
    fn absorb(&mut self, other: Self, form: &FormEntry<'_>, workbook: &Workbook, remarks: &mut Remarks) {
        for (item, filled) in other.filled.into_iter().enumerate() {
            if let Some(filled) = filled {
                self.compete(item, filled, form, workbook, remarks);
            }
        }
        self.uncoded.extend(other.uncoded);
        self.since_january.extend(other.since_january);
        for (own, others) in self.nameless.iter_mut().zip(other.nameless) {
            *own = others.or(*own);
        }
    }

    /// Keeps what was read for an item, and tells where another place has said something else.
    fn compete(&mut self, item: usize, filled: Filled, form: &FormEntry<'_>, workbook: &Workbook, remarks: &mut Remarks) {
        let (place, entry) = (filled.place, form.items.get(item));
        if let (Some(earlier), Some(entry)) = (self.put(item, filled), entry) {
            let sheet = workbook.sheets.get(usize::from(place.sheet)).map_or("", |grid| &grid.name);
            let twice = ItemTwice::Item { item: entry.item.into(), other_row: earlier.row + 1 };
            remarks.on_address(sheet, place.into(), twice);
        }
    }

    /// Compares rows without a code with those of the same name that have one; alone they say nothing.
    fn compare_uncoded(&mut self, form: &FormEntry<'_>, workbook: &Workbook, remarks: &mut Remarks) {
        for (item, filled) in std::mem::take(&mut self.uncoded) {
            let has_code = self.filled.get(item).is_some_and(|slot| slot.as_ref().is_some_and(|slot| !slot.is_empty()));
            if has_code {
                self.compete(item, filled, form, workbook, remarks);
            }
        }
    }
}

/// A code as a cell has it; `None` of what is neither a number nor words.
fn code_of(value: Value<'_>) -> Option<String> {
    match value {
        Value::Number(number) => Some(normal::number_as_code(number)),
        Value::Text(text) => Some(normal::code(text)),
        _ => None,
    }
}

/// Everything that the sheets of a workbook are read with.
struct Conversion<'all, 'known> {
    workbook: &'all Workbook,
    recognised: &'all Recognised<'all, 'known>,
}

/// Converts a recognised workbook.
pub(super) fn convert(workbook: &Workbook, recognised: &Recognised<'_, '_>, remarks: &mut Remarks) -> Converted {
    let form = recognised.form;
    let conversion = Conversion { workbook, recognised };
    let assigned = sheets::assign(workbook, form, recognised.cover, recognised.span());
    let mut slots = Slots::of(form);
    let mut grids: Vec<Option<usize>> = Vec::with_capacity(form.sheets.len());
    let mut is_read = vec![false; form.sheets.len()];
    let mut is_held = false;
    for ((number, sheet), is_read) in form.sheets.iter().enumerate().zip(&mut is_read) {
        let Some(taken) = conversion.sheet(number, &assigned, remarks) else {
            grids.push(None);
            let name = &sheet.sheet.name;
            let of_other_quarters = assigned.of_other_quarters(workbook, number);
            remarks.on_sheet(name, SheetMissing { sheet: name.clone(), items: sheet.items.len(), of_other_quarters });
            continue;
        };
        grids.push(Some(taken.position));
        if let Some(grid) = workbook.sheets.get(taken.position).filter(|grid| grid.is_hidden) {
            remarks.on_sheet(&grid.name, HiddenContent { sheet: grid.name.clone(), column: None, rows: Vec::new() });
        }
        (*is_read, is_held) = (taken.is_read, is_held || taken.is_held);
        remarks.absorb(taken.remarks);
        slots.absorb(taken.slots, form, workbook, remarks);
    }
    slots.compare_uncoded(form, workbook, remarks);
    let mut declared_empty = Vec::new();
    for (sheet, found) in form.sheets.iter().zip(&grids) {
        if let Some(grid) = found.and_then(|position| workbook.sheets.get(position))
            && sheets::declares_empty(workbook, grid)
            && settle_empty(sheet.items.clone(), &mut slots, &grid.name, remarks)
        {
            declared_empty.push(sheet.sheet.name.clone());
        }
    }
    for ((sheet, is_read), found) in form.sheets.iter().zip(is_read).zip(&grids) {
        if let Some(grid) = found
            .and_then(|position| workbook.sheets.get(position))
            .filter(|_| is_read && form.form.tasks.is_none() && !declared_empty.contains(&sheet.sheet.name))
        {
            for item in sheet.items.clone() {
                tell_missing(form, item, &slots, workbook, &grid.name, remarks);
            }
        }
    }
    let emptied =
        |item: usize| form.sheets.iter().any(|sheet| sheet.items.contains(&item) && declared_empty.contains(&sheet.sheet.name));
    let since_january = slots.since_january.into_iter().map(|(item, filled)| fact(item, Some(filled), false)).collect();
    let facts = slots.filled.into_iter().enumerate().map(|(item, filled)| fact(item, filled, emptied(item))).collect();
    Converted { facts, since_january, declared_empty, is_held }
}

impl Conversion<'_, '_> {
    /// Reads a sheet of the form: wherever it may stand, the likeliest first. Where all of these are blank, strangers with its codes are
    /// looked at as well.
    fn sheet(&self, number: usize, assigned: &Assigned, remarks: &Remarks) -> Option<Candidate> {
        let form = self.recognised.form;
        let read = |positions: &[usize]| positions.iter().map(|position| self.grid(*position, remarks)).collect::<Vec<_>>();
        let named = assigned.positions(number);
        let mut candidates = read(named);
        // Beside a filled sheet only what is called like it can be meant as well.
        let looked_at = if candidates.iter().any(Candidate::is_filled) {
            assigned.called_alike(self.workbook, number, form, self.recognised.period)
        } else {
            assigned.strangers(self.workbook, number, form)
        };
        candidates.extend(read(&looked_at).into_iter().filter(|stranger| stranger.is_filled() || named.is_empty()));
        candidate::choose(candidates, self.workbook, form)
    }

    /// Reads a sheet of the workbook.
    fn grid(&self, position: usize, remarks: &Remarks) -> Candidate {
        let (Recognised { form, unit, period, .. }, span) = (self.recognised, self.recognised.span());
        let mut whole =
            Candidate { position, column: 0, slots: Slots::of(form), remarks: remarks.fork(), is_held: false, is_read: false };
        let Some(grid) = self.workbook.sheets.get(position) else { return whole };
        let months = grid.name.trim_start_matches(|character: char| !character.is_ascii_digit());
        if told(months, span) == Some(Told::Part) {
            whole.remarks.on_sheet(&grid.name, span.doubt(&grid.name));
        }
        if let Some(tasks) = &form.form.tasks {
            let asked = (unit.as_ref(), period.last_day());
            whole.is_read = tasks::read((self.workbook, position), form, tasks, asked, &mut whole.slots, &mut whole.remarks);
            return whole;
        }
        let tables = match table::tables(self.workbook, grid, span) {
            Ok(tables) => tables,
            Err(missing) => {
                whole.remarks.on_sheet(&grid.name, missing.told(span.basis));
                return whole;
            }
        };
        for (number, table) in tables.iter().enumerate() {
            let Some(taken) = self.table(position, grid, table, &whole.remarks) else { continue };
            if number == 0 {
                whole.column = taken.column;
            }
            whole.is_held |= taken.is_held;
            whole.remarks.absorb(taken.remarks);
            whole.slots.absorb(taken.slots, form, self.workbook, &mut whole.remarks);
        }
        Candidate { is_read: true, ..whole }
    }

    /// Tells where the labels of the values name another time than the return's.
    fn compare_time(&self, grid: &Grid, table: &Table, remarks: &mut Remarks) {
        let span = self.recognised.span();
        let period = span.period;
        if table.is_of_other_span && !span.opens_the_year() {
            let label = table.below.as_ref().map_or_else(|| table.label.clone(), |below| format!("{} {below}", table.label));
            let missing = match span.basis {
                FlowBasis::YearToDate => HeaderMissing::OnlyQuarter { label },
                FlowBasis::Quarter => HeaderMissing::NoQuarter { label },
            };
            remarks.on_sheet(&grid.name, missing);
            return;
        }
        let at = CellAddress { row: table.label_row, column: table.value };
        for label in table.labels() {
            let written = label.clone();
            match table::time(label, span) {
                Some(Told::Other(_)) => drop(remarks.on_address(&grid.name, at, PeriodDiffers { written, period })),
                Some(Told::Part) => drop(remarks.on_address(&grid.name, at, span.doubt(&written))),
                Some(Told::Same) | None => {}
            }
        }
    }

    /// Reads a table in each column that its values may stand in.
    fn table(&self, position: usize, grid: &Grid, table: &Table, remarks: &Remarks) -> Option<Candidate> {
        let form = self.recognised.form;
        let columns = [table.value].into_iter().chain(table.rivals.iter().copied());
        let read = |value: u16| {
            let table = Table { value, ..table.clone() };
            let mut remarks = remarks.fork();
            self.compare_time(grid, &table, &mut remarks);
            self.column(position, grid, &table, remarks)
        };
        let mut taken = candidate::choose(columns.map(read).collect(), self.workbook, form)?;
        taken.slots.since_january = self.since_january(position, grid, table, remarks);
        if grid.layout.hides(taken.column) && taken.is_filled() {
            let Column { sheet, letters, .. } = taken.place(self.workbook);
            taken.remarks.on_sheet(&grid.name, HiddenContent { sheet, column: Some(letters), rows: Vec::new() });
        }
        let answered = taken.slots.filled.iter().flatten().filter(|filled| !filled.is_empty());
        let rows: Vec<u32> =
            answered.map(|filled| filled.place.row).filter(|row| grid.layout.hides_row(*row)).map(|row| row + 1).collect();
        if !rows.is_empty() {
            taken.remarks.on_sheet(&grid.name, HiddenContent { sheet: grid.name.clone(), column: None, rows });
        }
        Some(taken)
    }

    /// Reads a table in its column of values.
    fn column(&self, position: usize, grid: &Grid, table: &Table, mut remarks: Remarks) -> Candidate {
        let Recognised { form, unit, period, .. } = self.recognised;
        let mut slots = Slots::of(form);
        let source = rows::Source {
            workbook: self.workbook,
            grid,
            position,
            measures: stated::Stated::around(self.workbook, grid, table, form, self.recognised.cover),
            table,
            form,
            is_of_closed_unit: !unit.is_open(period.last_day()),
            opens_the_year: period.opens_the_year(),
        };
        rows::read(&source, &mut slots, &mut remarks);
        Candidate { position, column: table.value, slots, remarks, is_held: false, is_read: true }
    }

    /// Of a form by the quarter: the numbers of the year so far that stand beside those of the quarter. They are only compared, so that what is
    /// odd about them is not told.
    fn since_january(&self, position: usize, grid: &Grid, table: &Table, remarks: &Remarks) -> Vec<(usize, Filled)> {
        let Some((value, label)) = table.since_january.clone().filter(|_| !table.is_of_other_span) else { return Vec::new() };
        let of_year = Table { value, label, below: None, beside: Vec::new(), ..table.clone() };
        let read = self.column(position, grid, &of_year, remarks.fork()).slots.filled.into_iter().enumerate();
        let is_flow = |item: usize| self.recognised.form.items.get(item).is_some_and(|entry| entry.item.kind == Kind::Flow);
        let numbers = read.filter_map(|(item, filled)| Some((item, filled?)));
        numbers.filter(|(item, filled)| is_flow(*item) && matches!(filled.reading, Reading::Number(_))).collect()
    }
}

fn fact(item: usize, filled: Option<Filled>, is_emptied: bool) -> Fact {
    let item_number = count::to_u16(item);
    let (reading, place) = filled.map_or((Reading::Blank, None), |filled| (filled.reading, Some(filled.place)));
    let reading = if let Reading::Text(text) = reading { Reading::Text(plain::one_line(&text).into_owned()) } else { reading };
    Fact { item: item_number, reading: if is_emptied { Reading::NotApplicable } else { reading }, place }
}

/// A sheet that says 本表无数据 is believed only if nothing in it says otherwise.
fn settle_empty(items: std::ops::Range<usize>, slots: &mut Slots, sheet: &str, remarks: &mut Remarks) -> bool {
    let filled = slots.filled.get(items).unwrap_or_default().iter().flatten();
    let filled = filled.filter(|filled| filled.reading.is_value() || filled.is_refused).count();
    if filled > 0 {
        remarks.on_sheet(sheet, AnsweredThoughEmpty { filled });
    }
    filled == 0
}

fn tell_missing(form: &FormEntry<'_>, item: usize, slots: &Slots, workbook: &Workbook, sheet: &str, remarks: &mut Remarks) {
    let (Some(entry), Some(None)) = (form.items.get(item), slots.filled.get(item)) else { return };
    match slots.nameless.get(item).copied().flatten() {
        Some((position, cell)) => {
            let sheet = workbook.sheets.get(position).map_or(sheet, |grid| &grid.name);
            remarks.on_cell(sheet, &cell, ItemMissing::CodeGone { item: entry.item.into(), row: cell.row + 1 });
        }
        None => {
            remarks.on_sheet(sheet, ItemMissing::Gone { item: entry.item.into() });
        }
    }
}
