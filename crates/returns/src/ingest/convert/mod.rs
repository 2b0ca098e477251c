//! Cells to facts: each item of the form gets its value, or the state that stands for none, and every liberty taken is told.
//!
//! In: a recognised workbook. Out: one fact for every item, in the form's order. Rows are found by their code, columns by their header.
//! A cell with an error is blank afterwards: a wrong value is never a zero.

mod answer;
pub(super) mod date;
pub(super) mod measure;
pub(super) mod number;
mod rows;
mod sheets;
pub(super) mod table;
mod tasks;

use super::index::FormEntry;
use super::recognise::Recognised;
use super::remarks::Remarks;
use super::workbook::{Cell, Workbook};
use crate::domain::{Fact, Place, Reading};
use crate::finding::facts::{AnsweredThoughEmpty, HeaderMissing, HiddenContent, ItemMissing, SheetMissing};
use tongbao_document::{count, plain};

/// The facts of a return, and the sheets that declare that they have none.
#[derive(Debug)]
pub(super) struct Converted {
    pub(super) facts: Vec<Fact>,
    pub(super) declared_empty: Vec<String>,
}

/// What was read for an item.
#[derive(Debug, Clone, PartialEq)]
struct Filled {
    reading: Reading,
    place: Place,
    /// The cell had a value that could not be used: the item has been told of already.
    is_refused: bool,
}

/// What a pass over the sheets has found so far, item by item.
#[derive(Debug)]
struct Slots {
    filled: Vec<Option<Filled>>,
    /// Code cells of rows that bear the name of an item but no known code.
    nameless: Vec<Option<(usize, Cell)>>,
}

/// Converts a recognised workbook.
pub(super) fn convert(workbook: &Workbook, recognised: &Recognised<'_, '_>, remarks: &mut Remarks) -> Converted {
    let form = recognised.form;
    let is_of_closed_unit = !recognised.unit.is_open(recognised.period.last_day());
    let mut slots = Slots { filled: vec![None; form.items.len()], nameless: vec![None; form.items.len()] };
    let grids = match (&form.form.tasks, form.sheets.first()) {
        (Some(_), Some(sheet)) => vec![tasks::sheet(workbook, sheet, recognised.cover)],
        _ => sheets::assign(workbook, form, recognised.cover),
    };
    let mut is_read = vec![false; form.sheets.len()];
    for ((sheet, found), is_read) in form.sheets.iter().zip(&grids).zip(&mut is_read) {
        let Some(position) = *found else {
            let name = &sheet.sheet.name;
            remarks.on_sheet(name, SheetMissing { sheet: name.clone(), items: sheet.items.len() });
            continue;
        };
        let Some(grid) = workbook.sheets.get(position) else { continue };
        if grid.is_hidden {
            remarks.on_sheet(&grid.name, HiddenContent { sheet: grid.name.clone() });
        }
        if let Some(tasks) = &form.form.tasks {
            *is_read = tasks::read(
                (workbook, position),
                form,
                tasks,
                (&recognised.unit, recognised.period.last_day()),
                &mut slots,
                remarks,
            );
            continue;
        }
        match table::locate(workbook, grid) {
            Ok(table) => {
                rows::read(&rows::Source { workbook, grid, position, table, form, is_of_closed_unit }, &mut slots, remarks);
                *is_read = true;
            }
            Err(missing) => {
                remarks.on_sheet(&grid.name, HeaderMissing::from(missing));
            }
        }
    }
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
    let facts = slots.filled.into_iter().enumerate().map(|(item, filled)| fact(item, filled, emptied(item))).collect();
    Converted { facts, declared_empty }
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
