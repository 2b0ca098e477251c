//! The cells of a table, looked up and measured.

use crate::pdf::frame;
use crate::pdf::table::columns::Need;
use crate::pdf::table::decimal::Points;
use crate::pdf::table::{decimal, header};
use crate::pdf::text::Text;
use crate::theme::Type;
use crate::{House, RenderError};
use tongbao_document::{Align, Cell, Light, Role, Row, Table};

/// A piece wider than this is broken inside rather than widening its column; numbers are never broken.
const WIDEST_PIECE: f32 = 12.0;

/// Words get at least this part of the width that the document asks for: in narrower columns they stack up, and the page is better
/// turned sideways.
const LEAST_OF_WANTED: f32 = 0.8;

/// Where neighbours need the room more, words make do with this part of it.
const FLOOR_OF_WANTED: f32 = 0.65;

/// A cell ready to be set.
#[derive(Debug, Clone)]
pub(super) struct CellText {
    pub(super) text: Text,
    pub(super) light: Option<Light>,
    pub(super) align: Align,
    /// In ems of the table's type.
    pub(super) indent: f32,
    /// Type size as a part of that of the table.
    pub(super) scale: f32,
    /// Where the decimal point of a number stands, see [`decimal::point`].
    pub(super) point: Option<usize>,
}

impl CellText {
    /// Looks up the characters.
    pub(super) fn new(house: &House, face: Type, align: Align, words: &str) -> Result<Self, RenderError> {
        let text = Text::shape(&house.faces, face.font, words)?;
        let point = if align == Align::Right { decimal::point(&text.characters()) } else { None };
        let scale = face.size / house.theme.types.table_body.size;
        Ok(Self { text, light: None, align, indent: 0.0, scale, point })
    }

    /// Type size in a table that is set in `size` points.
    pub(super) fn size(&self, size: f32) -> f32 {
        self.scale * size
    }
}

/// A row ready to be set.
#[derive(Debug, Clone)]
pub(super) struct RowText {
    pub(super) role: Role,
    pub(super) cells: Vec<CellText>,
}

/// The header cells.
pub(super) fn header(house: &House, table: &Table) -> Result<Vec<CellText>, RenderError> {
    let face = house.theme.types.table_header;
    table.columns.iter().map(|column| CellText::new(house, face, Align::Center, &column.header)).collect()
}

/// The rows; one that is shorter than the table is filled up with blanks.
pub(super) fn rows(house: &House, table: &Table) -> Result<Vec<RowText>, RenderError> {
    table.rows.iter().map(|row| row_text(house, table, row)).collect()
}

fn row_text(house: &House, table: &Table, row: &Row) -> Result<RowText, RenderError> {
    let face = match row.role {
        Role::Body => house.theme.types.table_body,
        Role::Total | Role::Section => house.theme.types.table_total,
    };
    let mut cells = Vec::with_capacity(table.columns.len());
    for (index, column) in table.columns.iter().enumerate() {
        let cell = row.cells.get(index).unwrap_or(&Cell::Blank);
        // The name of a group of rows starts at the left, whatever stands below it.
        let align = if row.role == Role::Section { Align::Left } else { column.align };
        cells.push(CellText {
            light: if let Cell::Light(light) = cell { Some(*light) } else { None },
            indent: if index == 0 { f32::from(row.indent) } else { 0.0 },
            ..CellText::new(house, face, align, &cell.text())?
        });
    }
    Ok(RowText { role: row.role, cells })
}

/// What each column needs, in ems. Words may be broken into lines a little shorter than the document asks for, headers where
/// their words allow it; numbers are not broken.
pub(super) fn needs(table: &Table, header: &[CellText], rows: &[RowText]) -> Vec<Need> {
    let columns = table.columns.iter().zip(header).enumerate();
    let needs = columns.map(|(index, (column, head))| {
        let setting = frame::plain(head.size(1.0));
        // A header of several lines is no fault: it does not take room from words below it.
        let mut least = head.text.widest_piece(setting).min(WIDEST_PIECE).max(header::least(&head.text, setting));
        let mut floor = least;
        let mut natural = least;
        let cells = || rows.iter().filter(|row| row.role != Role::Section).filter_map(|row| row.cells.get(index));
        for cell in cells() {
            let setting = frame::plain(cell.size(1.0));
            let width = cell.text.width(setting) + cell.indent;
            let piece = cell.text.widest_piece(setting).min(WIDEST_PIECE) + cell.indent;
            least = least.max(piece.max(width.min(column.width * LEAST_OF_WANTED)));
            floor = floor.max(piece.max(width.min(column.width * FLOOR_OF_WANTED)));
            natural = natural.max(width);
        }
        let points = Points::of(cells());
        // A hair more than measured, so that rounding does not break a number.
        Need {
            least: least.max(points.width()) + 0.02,
            floor: floor.max(points.width()) + 0.02,
            natural: natural.max(points.width()) + 0.02,
            wanted: column.width,
            align: column.align,
            points,
        }
    });
    needs.collect()
}
