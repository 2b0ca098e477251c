//! The cells of a table, looked up and measured.

use crate::pdf::table::decimal;
use crate::pdf::text::Text;
use crate::theme::Type;
use crate::{House, RenderError};
use tongbao_document::{Align, Cell, Light, Role, Row, Table};

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
