//! The tables of a bulletin, one file each; their names are what a wording calls for.

pub(super) mod calculation;
pub(super) mod changes;
pub(super) mod clauses;
pub(super) mod indicators;
pub(super) mod institutions;
pub(super) mod lagging;
pub(super) mod ledger;
pub(super) mod matrix;
pub(super) mod mechanisms;
pub(super) mod method;
pub(super) mod movement;
pub(super) mod proof;
pub(super) mod rectification;
pub(super) mod reporting;
pub(super) mod standing;
pub(super) mod targets;
mod totals;
pub(super) mod units;

use tongbao_document::{Align, Cell, Column, Role, Row};

/// A column; the width is in Chinese characters.
pub(super) fn column(header: &str, align: Align, width: f32) -> Column {
    Column { header: header.to_owned(), align, width }
}

/// A column of short words.
pub(super) fn words(header: &str, width: f32) -> Column {
    column(header, Align::Left, width)
}

/// A column of numbers.
pub(super) fn numbers(header: &str, width: f32) -> Column {
    column(header, Align::Right, width)
}

/// A column of codes, ranks or lights.
pub(super) fn marks(header: &str, width: f32) -> Column {
    column(header, Align::Center, width)
}

/// An ordinary row.
pub(super) fn body(cells: Vec<Cell>) -> Row {
    Row { role: Role::Body, indent: 0, cells }
}

/// A total.
pub(super) fn total(cells: Vec<Cell>) -> Row {
    Row { role: Role::Total, indent: 0, cells }
}

/// A row that names the rows below it.
pub(super) fn section(title: &str, columns: usize) -> Row {
    let mut cells = vec![Cell::Blank; columns];
    if let Some(first) = cells.first_mut() {
        *first = Cell::Text(title.to_owned());
    }
    Row { role: Role::Section, indent: 0, cells }
}

/// Words in a cell.
pub(super) fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}
