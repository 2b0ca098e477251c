//! One table on one sheet: title, way back and unit, header, data, notes.
//!
//! No data cell is merged. A table without section rows is an Excel table, so that readers can sort and filter; total rows
//! at its end stay outside, where sorting does not reach them.

use std::collections::BTreeSet;

use rust_xlsxwriter::TableColumn;
use rust_xlsxwriter::TableStyle;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::document::Align;
use crate::document::Cell;
use crate::document::Figure;
use crate::document::Role;
use crate::document::Row;
use crate::document::Table;

use super::columns::Columns;
use super::contents;
use super::page::Page;
use super::rows;
use super::styles::Content;
use super::styles::Look;
use super::styles::Styles;
use super::text;

/// Row of the header; the data begin below.
const HEADER: u32 = 2;

/// Frozen columns wider than this, in ems, would leave no room to scroll.
const MOST_FROZEN: f32 = 40.0;

/// Writes a table; `name` is that of its Excel table.
pub(super) fn write(
    sheet: &mut Worksheet,
    table: &Table,
    name: &str,
    styles: &mut Styles,
    sample: bool,
) -> Result<(), XlsxError> {
    let listed = listed_rows(table);
    let columns = Columns::of(table, listed.is_some());
    let last = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    for (col, width) in (0_u16..).zip(columns.widths()) {
        sheet.set_column_width(col, rows::column_width(*width))?;
    }
    head(sheet, table, last, styles)?;
    sheet.set_row_height(HEADER, rows::height(columns.header_lines(table), styles.size))?;
    for (col, column) in (0_u16..).zip(&table.columns) {
        rows::put(sheet, HEADER, col, &column.header, &styles.header)?;
    }
    let mut row = HEADER + 1;
    for line in &table.rows {
        let lines = if line.role == Role::Section { 1.0 } else { columns.lines(&line.cells, line.indent) };
        sheet.set_row_height(row, rows::height(lines, styles.size))?;
        write_row(sheet, row, table, line, styles)?;
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
    for note in &table.notes {
        let lines = text::lines(note, columns.total());
        sheet.set_row_height(row, rows::height(lines, styles.size))?;
        rows::put_across(sheet, row, last, note, &styles.note)?;
        row += 1;
    }
    sheet.set_freeze_panes(HEADER + 1, frozen_columns(table, &columns))?;
    let landscape = table.columns.len() > 8 || columns.total() > 70.0;
    Page { landscape, repeated: Some((HEADER, HEADER)), sample }.apply(sheet)
}

/// Title, way back and unit.
fn head(sheet: &mut Worksheet, table: &Table, last: u16, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_row_height(0, rows::height(1.2, styles.title_size))?;
    rows::put(sheet, 0, 0, &table.title, if last == 0 { &styles.title } else { &styles.title_across })?;
    for col in 1..=last {
        sheet.write_blank(0, col, &styles.title_across)?;
    }
    sheet.set_row_height(1, rows::height(1.0, styles.size))?;
    rows::put_link(sheet, 1, 0, contents::INDEX, contents::BACK, &styles.link)?;
    if !table.unit_line.is_empty() {
        // Beside a lone column the unit runs out to the right.
        let (col, format) = if last == 0 { (1, &styles.plain) } else { (last, &styles.right) };
        rows::put(sheet, 1, col, &table.unit_line, format)?;
    }
    Ok(())
}

fn write_row(sheet: &mut Worksheet, row: u32, table: &Table, line: &Row, styles: &mut Styles) -> Result<(), XlsxError> {
    for ((index, column), col) in table.columns.iter().enumerate().zip(0_u16..) {
        let cell = line.cells.get(index).unwrap_or(&Cell::Blank);
        let indent = if index == 0 { line.indent } else { 0 };
        let align = if line.role == Role::Section { Align::Left } else { column.align };
        let look = Look { align, role: line.role, indent, ..Look::words(align) };
        write_cell(sheet, row, col, cell, look, styles)?;
    }
    Ok(())
}

/// Writes one cell in the given look.
fn write_cell(sheet: &mut Worksheet, row: u32, col: u16, cell: &Cell, look: Look, styles: &mut Styles) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(words) => {
            let quoted = text::looks_like_formula(words);
            rows::put(sheet, row, col, words, styles.cell(Look { content: Content::Words { quoted }, ..look }))
        }
        Cell::Figure(figure) => write_figure(sheet, row, col, figure, look, styles),
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
    row: u32,
    col: u16,
    figure: &Figure,
    look: Look,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    match figure.stored().filter(|number| number.is_finite()) {
        Some(number) => {
            let content = Content::Number { decimals: figure.decimals, signed: figure.signed, mark: figure.mark };
            // Adding zero turns a negative zero into zero.
            sheet.write_number_with_format(row, col, number + 0.0, styles.cell(Look { content, ..look }))?;
            Ok(())
        }
        None => rows::put(sheet, row, col, &figure.text(), styles.cell(look)),
    }
}

/// How many rows may be sorted and filtered; none if the order of the rows carries meaning.
fn listed_rows(table: &Table) -> Option<u32> {
    if table.rows.iter().any(|row| row.role == Role::Section) {
        return None;
    }
    let count = table.rows.iter().rposition(|row| row.role == Role::Body)? + 1;
    u32::try_from(count).ok()
}

/// Makes an Excel table of the rows, or filters alone where two headers are the same.
fn add_list(sheet: &mut Worksheet, table: &Table, name: &str, count: u32, last: u16, styles: &Styles) -> Result<(), XlsxError> {
    let headers: Vec<String> = table.columns.iter().map(|column| text::fitting(&column.header).into_owned()).collect();
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
    u16::try_from(labels.count()).unwrap_or_default()
}
