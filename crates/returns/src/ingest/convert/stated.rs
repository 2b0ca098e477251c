//! The units of measure in which a sheet says that its values are, wherever it says so: in the label of their column, below it, in a line
//! above or below the table, in a title, in the name of the sheet, on the cover.
//!
//! Out: words, the nearest first. Which of them concern an item is decided by what the item is measured in.

use super::measure::Measure;
use super::table::Table;
use super::unit_words::{OF_MEASURE, in_brackets, listed, of_label, of_line, of_note};
use crate::ingest::index::FormEntry;
use crate::ingest::normal;
use crate::ingest::workbook::{Grid, Value, Workbook};

/// What a sheet says above and around its values. A line that the form itself prints says nothing new.
pub(super) fn above(workbook: &Workbook, grid: &Grid, table: &Table, form: &FormEntry<'_>, cover: usize) -> Vec<String> {
    let mut stated = of_label(&table.label);
    if let Some(below) = &table.below {
        stated.extend(of_label(below));
    }
    for (position, cell) in grid.cells().iter().enumerate() {
        let Value::Text(text) = workbook.value(cell) else { continue };
        let is_above = cell.row < table.header;
        if !is_above && !text.contains('单') && !text.contains('按') {
            continue;
        }
        let line = normal::compact(text);
        if is_above {
            let beside = grid.cells().get(position + 1).filter(|beside| beside.row == cell.row);
            let beside = beside.and_then(|beside| match workbook.value(beside) {
                Value::Text(text) => Some(normal::compact(text)),
                _ => None,
            });
            stated.extend(news(of_line(&line, beside.as_deref()), form));
        } else if cell.row > table.header {
            stated.extend(news(of_note(&line), form));
        }
    }
    stated.extend(in_brackets(&normal::compact(&grid.name)));
    let covers = workbook.sheets.get(cover).into_iter().filter(|sheet| sheet.name != grid.name);
    for row in covers.flat_map(Grid::rows) {
        for (position, cell) in row.iter().enumerate() {
            let Value::Text(text) = workbook.value(cell) else { continue };
            if !text.contains('单') {
                continue;
            }
            let line = normal::compact(text);
            let Some(rest) = OF_MEASURE.iter().take(4).find_map(|label| line.strip_prefix(label)) else { continue };
            match (rest.trim_start_matches(':'), row.get(position + 1).map(|beside| workbook.value(beside))) {
                ("", Some(Value::Text(beside))) => stated.extend(listed(&normal::compact(beside))),
                (rest, _) => stated.extend(listed(rest)),
            }
        }
    }
    // 本期累计 is no unit, and neither is what concerns none of the items.
    stated.retain(|words| {
        let measure = Measure::of(words);
        form.items.iter().any(|entry| entry.item.kind.is_number() && measure.step_to(&entry.measure).is_some())
    });
    stated
}

/// The words of a line, unless the form prints all of them.
fn news(stated: Vec<String>, form: &FormEntry<'_>) -> Vec<String> {
    if stated.iter().all(|words| form.printed_units.contains(words)) { Vec::new() } else { stated }
}

/// Whether two words mean the same measure.
pub(super) fn is_same(one: &str, other: &Measure) -> bool {
    Measure::of(one).step_to(other) == Some(super::measure::Step::None)
}
