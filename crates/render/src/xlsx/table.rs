//! One table on one sheet: title, way back and unit, header, data, notes.
//!
//! No data cell is merged. A table without section rows is an Excel table, so that readers can sort and filter; total rows
//! at its end stay outside, where sorting does not reach them.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Formula, IgnoreError, TableColumn, TableStyle, Worksheet, XlsxError};

use super::columns::Columns;
use super::exhibit::{HEADER, Spot, number};
use super::formulas::Formulas;
use super::page::Page;
use super::styles::{Content, Look, Styles};
use super::{names, rows, text};
use tongbao_document::{Align, Cell, Figure, Role, Row, Table, count, escape};

/// Frozen columns wider than this, in ems, would leave no room to scroll.
const MOST_FROZEN: f32 = 40.0;

/// The formulas of one sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Live<'f> {
    /// Those of the workbook.
    pub(super) formulas: &'f Formulas,
    /// Position of the sheet among those of tables and charts.
    pub(super) sheet: usize,
}

impl<'f> Live<'f> {
    /// The formula of a cell.
    pub(super) fn at(self, row: u32, col: u16) -> Option<&'f str> {
        self.formulas.at(Spot { sheet: self.sheet, row, col })
    }
}

/// Writes a table; `name` is that of its Excel table.
pub(super) fn write(
    sheet: &mut Worksheet,
    table: &Table,
    name: &str,
    live: Live<'_>,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let listed = listed_rows(table);
    let columns = Columns::of(table, listed.is_some(), styles.ratios());
    let last = count::to_u16(table.columns.len().saturating_sub(1));
    for (col, width) in (0_u16..).zip(columns.widths()) {
        sheet.set_column_width(col, rows::column_width(*width))?;
    }
    head(sheet, table, last, styles)?;
    sheet.set_row_height(HEADER, rows::height(columns.header_lines(table), styles.header_size))?;
    for (col, column) in (0_u16..).zip(&table.columns) {
        rows::put(sheet, HEADER, col, &column.header, &styles.header)?;
    }
    let mut row = HEADER + 1;
    for line in &table.rows {
        let (lines, size) = match line.role {
            Role::Section => (1.0, styles.total_size),
            Role::Total => (columns.lines(line), styles.total_size),
            Role::Body => (columns.lines(line), styles.size),
        };
        sheet.set_row_height(row, rows::height(lines, size))?;
        write_row(sheet, row, table, line, live, styles)?;
        row += 1;
    }
    if table.rows.is_empty() {
        rows::put(sheet, row, 0, "无", styles.cell(Look::words(Align::Left)))?;
        for col in 1..=last {
            sheet.write_blank(row, col, styles.cell(Look::words(Align::Left)))?;
        }
        row += 1;
    }
    if let Some(count) = listed {
        add_list(sheet, table, name, count, last, styles)?;
    }
    if live.formulas.count() > 0 && !table.columns.is_empty() {
        // Neighbours differ where the bulletin says so: no green corners.
        sheet.ignore_error_range(HEADER + 1, 0, row - 1, last, IgnoreError::FormulaDiffers)?;
    }
    let ratio = styles.ratios().note;
    for note in &table.notes {
        let lines = text::lines(note, columns.total() / ratio);
        sheet.set_row_height(row, rows::height(lines, styles.note_size))?;
        rows::put_across(sheet, row, last, note, &styles.note)?;
        row += 1;
    }
    // The unit of a lone column stands beside it.
    sheet.set_print_area(0, 0, row.saturating_sub(1), last.max(u16::from(table.unit_line.is_some())))?;
    sheet.set_freeze_panes(HEADER + 1, frozen_columns(table, &columns))?;
    let landscape = table.columns.len() > 8 || columns.total() > 70.0;
    Page { landscape, repeated: Some((HEADER, HEADER)), sample: false }.apply(sheet)
}

/// Title, way back and unit.
fn head(sheet: &mut Worksheet, table: &Table, last: u16, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_row_height(0, rows::height(1.2, styles.title_size))?;
    rows::put(sheet, 0, 0, &table.title, if last == 0 { &styles.title } else { &styles.title_across })?;
    for col in 1..=last {
        sheet.write_blank(0, col, &styles.title_across)?;
    }
    sheet.set_row_height(1, rows::height(1.0, styles.size))?;
    rows::put_link(sheet, 1, 0, names::INDEX, names::BACK, &styles.link)?;
    if let Some(unit_line) = &table.unit_line {
        // Beside a lone column the unit runs out to the right.
        let (col, format) = if last == 0 { (1, &styles.plain) } else { (last, &styles.unit) };
        rows::put(sheet, 1, col, unit_line, format)?;
    }
    Ok(())
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    table: &Table,
    content: &Row,
    live: Live<'_>,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    for ((index, column), col) in table.columns.iter().enumerate().zip(0_u16..) {
        let cell = content.cells.get(index).unwrap_or(&Cell::Blank);
        let indent = if index == 0 { content.indent } else { 0 };
        let align = if content.role == Role::Section { Align::Left } else { column.align };
        let look = Look { align, role: content.role, indent, ..Look::words(align) };
        let formula = match cell {
            Cell::Figure(figure) if figure.formula.is_some() => live.at(row, col),
            _ => None,
        };
        write_cell(sheet, (row, col), cell, formula, look, styles)?;
    }
    Ok(())
}

/// Writes one cell in the given look, a number as the formula where there is one.
pub(super) fn write_cell(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    cell: &Cell,
    formula: Option<&str>,
    look: Look,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(words) => {
            let quoted = text::looks_like_formula(words);
            rows::put(sheet, row, col, words, styles.cell(Look { content: Content::Words { quoted }, ..look }))
        }
        Cell::Figure(figure) => write_figure(sheet, (row, col), figure, formula, look, styles),
        Cell::Light(light) => {
            let look = Look { content: Content::Light(*light), align: Align::Center, ..look };
            rows::put(sheet, row, col, light.word(), styles.cell(look))
        }
        Cell::Blank => {
            sheet.write_blank(row, col, styles.cell(look))?;
            Ok(())
        }
    }
}

/// Writes a figure as the number that is printed, or as the sign of why there is none.
pub(super) fn write_figure(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    figure: &Figure,
    formula: Option<&str>,
    look: Look,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let Some(number) = number(figure) else {
        return rows::put(sheet, row, col, &figure.text(), styles.cell(look));
    };
    let content = Content::Number { decimals: figure.decimals, signed: figure.signed, marks: figure.marks };
    let format = styles.cell(Look { content, ..look });
    // Adding zero turns a negative zero into zero.
    let number = number + 0.0;
    match formula {
        // The shortest text that reads back as the same number.
        Some(text) => sheet.write_formula_with_format(row, col, Formula::new(text).set_result(number.to_string()), format)?,
        None => sheet.write_number_with_format(row, col, number, format)?,
    };
    Ok(())
}

/// How many rows may be sorted and filtered; none if the order of the rows carries meaning.
fn listed_rows(table: &Table) -> Option<u32> {
    if table.rows.iter().any(|row| row.role == Role::Section) {
        return None;
    }
    let last = table.rows.iter().rposition(|row| row.role == Role::Body)?;
    Some(count::to_u32(last + 1))
}

/// Makes an Excel table of the rows, or filters alone where two headers are the same.
fn add_list(sheet: &mut Worksheet, table: &Table, name: &str, count: u32, last: u16, styles: &Styles) -> Result<(), XlsxError> {
    let headers: Vec<String> =
        table.columns.iter().map(|column| escape::widened(&text::fitting(&column.header)).into_owned()).collect();
    let distinct: BTreeSet<String> = headers.iter().map(|header| header.to_lowercase()).collect();
    let usable = headers.iter().all(|header| !header.trim().is_empty() && header.chars().count() <= 255);
    if usable && distinct.len() == headers.len() {
        let columns: Vec<TableColumn> =
            headers.iter().map(|header| TableColumn::new().set_header(header).set_header_format(&styles.header)).collect();
        let sortable = rust_xlsxwriter::Table::new().set_name(name).set_style(TableStyle::None).set_columns(&columns);
        sheet.add_table(HEADER, 0, HEADER + count, last, &sortable)?;
    } else {
        sheet.autofilter(HEADER, 0, HEADER + count, last)?;
    }
    Ok(())
}

fn frozen_columns(table: &Table, columns: &Columns) -> u16 {
    let mut width = 0.0;
    let labels = columns.widths().iter().take(table.label_columns).take_while(|column| {
        width += **column;
        width <= MOST_FROZEN
    });
    count::to_u16(labels.count())
}
