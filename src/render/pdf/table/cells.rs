//! The cells of a table, looked up and measured.

use crate::document::Align;
use crate::document::Cell;
use crate::document::Light;
use crate::document::Role;
use crate::document::Row;
use crate::document::Table;
use crate::render::FontRole;
use crate::render::RenderError;
use crate::render::fonts::Faces;
use crate::render::pdf::frame;
use crate::render::pdf::table::columns::Need;
use crate::render::pdf::text::Text;

/// A piece wider than this is broken inside rather than widening its column.
const WIDEST_PIECE: f32 = 12.0;

/// A cell ready to be set.
#[derive(Debug, Clone)]
pub(super) struct CellText {
    pub(super) text: Text,
    pub(super) light: Option<Light>,
    pub(super) align: Align,
    /// In ems.
    pub(super) indent: f32,
}

/// A row ready to be set.
#[derive(Debug, Clone)]
pub(super) struct RowText {
    pub(super) role: Role,
    pub(super) cells: Vec<CellText>,
}

/// The header cells.
pub(super) fn header(faces: &Faces, table: &Table) -> Result<Vec<CellText>, RenderError> {
    let cells = table.columns.iter().map(|column| {
        let text = Text::shape(faces, FontRole::Hei, &column.header)?;
        Ok(CellText { text, light: None, align: Align::Center, indent: 0.0 })
    });
    cells.collect()
}

/// The rows; one that is shorter than the table is filled up with blanks.
pub(super) fn rows(faces: &Faces, table: &Table) -> Result<Vec<RowText>, RenderError> {
    table.rows.iter().map(|row| row_text(faces, table, row)).collect()
}

fn row_text(faces: &Faces, table: &Table, row: &Row) -> Result<RowText, RenderError> {
    let role = match row.role {
        Role::Body => FontRole::Fangsong,
        Role::Total | Role::Section => FontRole::Hei,
    };
    let mut cells = Vec::with_capacity(table.columns.len());
    for (index, column) in table.columns.iter().enumerate() {
        let cell = row.cells.get(index).unwrap_or(&Cell::Blank);
        cells.push(CellText {
            text: Text::shape(faces, role, &cell.text())?,
            light: if let Cell::Light(light) = cell { Some(*light) } else { None },
            align: column.align,
            indent: if index == 0 { f32::from(row.indent) } else { 0.0 },
        });
    }
    Ok(RowText { role: row.role, cells })
}

/// Words get at least this part of the width that the document asks for: in narrower columns they stack up, and the page is better
/// turned sideways.
const LEAST_OF_WANTED: f32 = 0.8;

/// What each column needs, in ems. Words may be broken into lines a little shorter than the document asks for, headers into
/// three lines; numbers are not broken.
pub(super) fn needs(table: &Table, header: &[CellText], rows: &[RowText]) -> Vec<Need> {
    let em = frame::plain(1.0);
    let columns = table.columns.iter().zip(header).enumerate();
    columns
        .map(|(index, (column, head))| {
            let head_width = head.text.width(em);
            let third = (head_width / 3.0).max(2.0).min(head_width);
            let mut least = head.text.widest_piece(em).min(WIDEST_PIECE).max(third);
            // A header of two lines is no fault: it does not take room from words below it.
            let mut natural = (head_width / 2.0).max(5.0).min(head_width);
            for cell in rows.iter().filter(|row| row.role != Role::Section).filter_map(|row| row.cells.get(index)) {
                let width = cell.text.width(em) + cell.indent;
                let piece = cell.text.widest_piece(em).min(WIDEST_PIECE) + cell.indent;
                least = least.max(piece.max(width.min(column.width * LEAST_OF_WANTED)));
                natural = natural.max(width);
            }
            // A hair more than measured, so that rounding does not break a number.
            Need { least: least + 0.02, natural: natural + 0.02, wanted: column.width }
        })
        .collect()
}
