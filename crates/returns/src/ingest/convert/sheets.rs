//! Which sheet of the workbook is which sheet of the form, and which of them declare that they are empty.

use crate::ingest::index::{FormEntry, SheetEntry};
use crate::ingest::normal;
use crate::ingest::workbook::{Grid, Value, Workbook};

/// Cells to the right of 本表无数据 in which its answer may stand.
const ANSWER_WITHIN: u16 = 4;

/// For each sheet of the form the position of its sheet in the workbook: by name, else by its codes.
pub(super) fn assign(workbook: &Workbook, form: &FormEntry<'_>, cover: usize) -> Vec<Option<usize>> {
    let names: Vec<String> = workbook.sheets.iter().map(|grid| normal::compact(&grid.name)).collect();
    let mut grids: Vec<Option<usize>> =
        form.sheets.iter().map(|sheet| names.iter().position(|name| *name == sheet.name)).collect();
    for (number, sheet) in form.sheets.iter().enumerate() {
        if grids.get(number) == Some(&None) {
            let is_own = |position: usize| workbook.sheets.get(position).is_some_and(Grid::is_self_check);
            let is_free = |position: &usize| *position != cover && !is_own(*position) && !grids.contains(&Some(*position));
            let found = (0..workbook.sheets.len()).filter(is_free).find(|position| has_codes(workbook, *position, sheet, form));
            if let Some(grid) = grids.get_mut(number) {
                *grid = found;
            }
        }
    }
    grids
}

/// At least half of the sheet's codes stand in one column of the grid: a renamed sheet, not a stranger with a few like numbers.
fn has_codes(workbook: &Workbook, position: usize, sheet: &SheetEntry<'_>, form: &FormEntry<'_>) -> bool {
    let Some(grid) = workbook.sheets.get(position) else { return false };
    let mut columns: std::collections::BTreeMap<u16, Vec<usize>> = std::collections::BTreeMap::new();
    for cell in grid.cells() {
        let code = match workbook.value(cell) {
            Value::Number(number) => normal::number_as_code(number),
            Value::Text(text) => normal::code(text),
            _ => continue,
        };
        if let Some(item) = form.position(&code).filter(|item| sheet.items.contains(item)) {
            let items = columns.entry(cell.column).or_default();
            if !items.contains(&item) {
                items.push(item);
            }
        }
    }
    columns.values().any(|items| items.len() * 2 >= sheet.items.len().max(1))
}

/// Whether the box 本表无数据 is ticked: in the same cell after a colon, or in a cell to the right.
pub(super) fn declares_empty(workbook: &Workbook, grid: &Grid) -> bool {
    grid.rows().any(|row| {
        row.iter().enumerate().any(|(position, cell)| {
            let Value::Text(text) = workbook.value(cell) else { return false };
            if !text.contains("无数据") {
                return false;
            }
            let compact = normal::compact(text);
            let Some(rest) = compact.strip_prefix("本表无数据") else { return false };
            if let Some((_, answer)) = rest.split_once(':').filter(|(_, answer)| !answer.is_empty()) {
                return is_ticked(answer);
            }
            let beside = row.get(position + 1).filter(|beside| beside.column - cell.column <= ANSWER_WITHIN);
            match beside.map(|beside| workbook.value(beside)) {
                Some(Value::Text(answer)) => is_ticked(&normal::compact(answer)),
                Some(Value::Bool(answer)) => answer,
                Some(Value::Number(answer)) => (answer - 1.0).abs() < f64::EPSILON,
                _ => false,
            }
        })
    })
}

fn is_ticked(answer: &str) -> bool {
    matches!(
        answer.to_ascii_uppercase().as_str(),
        "是" | "√" | "✓" | "✔" | "☑" | "■" | "1" | "Y" | "YES" | "TRUE" | "☑是" | "√是" | "■是" | "是√" | "是☑"
    )
}
