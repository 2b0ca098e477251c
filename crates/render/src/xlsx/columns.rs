//! How wide the columns of a table are.
//!
//! A number is never cut (Excel would show `###`), so its column is as wide as its longest number; words wrap, so their
//! column keeps near to the width that the table asks for.

use tongbao_document::{Cell, Column, Figure, Role, Row, Table, Value};

use super::text;

/// Room around the words of a cell, in ems.
const PADDING: f32 = 0.8;

/// The button of a filter, in ems.
const FILTER: f32 = 1.4;

/// The title, the unit and the notes need this much, in ems, however little the columns need.
const LEAST_TOTAL: f32 = 26.0;

/// What the longest cells of a column need, in ems.
#[derive(Debug, Clone, Copy, Default)]
struct Need {
    words: f32,
    number: f32,
}

/// Type sizes as parts of that of ordinary cells, in which widths are counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ratios {
    /// Header cells.
    pub(super) header: f32,
    /// Total rows.
    pub(super) total: f32,
    /// Notes.
    pub(super) note: f32,
}

/// Widths of a table's columns, in ems.
#[derive(Debug)]
pub(super) struct Columns {
    widths: Vec<f32>,
    filtered: bool,
    ratios: Ratios,
}

impl Columns {
    /// Measures a table; headers with filter buttons need more room.
    pub(super) fn of(table: &Table, filtered: bool, ratios: Ratios) -> Self {
        let mut needs = vec![Need::default(); table.columns.len()];
        for row in &table.rows {
            let spans = row.role == Role::Section;
            let ratio = if row.role == Role::Total { ratios.total } else { 1.0 };
            for (index, (need, cell)) in needs.iter_mut().zip(&row.cells).enumerate() {
                let indent = if index == 0 { f32::from(row.indent) } else { 0.0 };
                match cell {
                    Cell::Text(_) if spans => {}
                    Cell::Text(words) => need.words = need.words.max((text::ems(words) + indent) * ratio),
                    Cell::Figure(figure) => need.number = need.number.max((figure_ems(figure) + indent) * ratio),
                    Cell::Light(_) => need.number = need.number.max(1.0),
                    Cell::Blank => {}
                }
            }
        }
        let mut widths: Vec<f32> =
            table.columns.iter().zip(needs).map(|(column, need)| width(column, need, filtered, ratios.header)).collect();
        let total: f32 = widths.iter().sum();
        if total > 0.0 && total < LEAST_TOTAL {
            for width in &mut widths {
                *width *= LEAST_TOTAL / total;
            }
        }
        Self { widths, filtered, ratios }
    }

    /// Column by column.
    pub(super) fn widths(&self) -> &[f32] {
        &self.widths
    }

    /// All columns together.
    pub(super) fn total(&self) -> f32 {
        self.widths.iter().sum()
    }

    /// Lines of the highest header.
    pub(super) fn header_lines(&self, table: &Table) -> f32 {
        let button = if self.filtered { FILTER } else { 0.0 };
        let lines = |(column, width): (&Column, &f32)| text::lines(&column.header, (width - button) / self.ratios.header);
        table.columns.iter().zip(&self.widths).map(lines).fold(1.0, f32::max)
    }

    /// Lines of the highest cell of a row.
    pub(super) fn lines(&self, row: &Row) -> f32 {
        let ratio = if row.role == Role::Total { self.ratios.total } else { 1.0 };
        let mut most = 1.0_f32;
        for (index, (cell, width)) in row.cells.iter().zip(&self.widths).enumerate() {
            if let Cell::Text(words) = cell {
                let indent = if index == 0 { f32::from(row.indent) } else { 0.0 };
                let width = width / ratio;
                // Short words fit their column as measured: only what wraps is counted.
                if text::ems(words) + indent + PADDING > width {
                    most = most.max(text::lines(words, width - indent));
                }
            }
        }
        most
    }
}

fn width(column: &Column, need: Need, filtered: bool, header_ratio: f32) -> f32 {
    // A column of words may be somewhat narrower or wider than asked for, and so wide that no cell exceeds the highest row.
    let words = need.words.clamp(column.width * 0.6, (column.width * 1.4).max(2.0)).max(need.words / 22.0);
    // A header wraps into three lines at most.
    let button = if filtered { FILTER } else { 0.0 };
    let header = text::ems(&column.header) * header_ratio;
    let header = if header <= 4.0 { header } else { (header / 3.0 + 1.0).max(4.0) };
    (words.max(need.number).max(header + button) + PADDING).clamp(3.0, 100.0)
}

/// Width of a figure without making its text: tables have hundreds of thousands of them.
fn figure_ems(figure: &Figure) -> f32 {
    let Value::Number(number) = figure.value else {
        return 1.0;
    };
    if !number.is_finite() {
        return 1.0;
    }
    // Half a unit more, because rounding may add a digit.
    let mut rest = number.abs() + 0.5;
    let mut digits = 1_u16;
    while rest >= 10.0 {
        rest /= 10.0;
        digits += 1;
    }
    let point = u16::from(figure.decimals > 0);
    let sign = u16::from(figure.signed || number < 0.0);
    let marks = u16::try_from(figure.marks.count()).unwrap_or(u16::MAX);
    let characters = digits + (digits - 1) / 3 + point + u16::from(figure.decimals) + sign + marks;
    // 0.6, because totals are set in a wider face.
    f32::from(characters) * 0.6
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xlsx::samples;
    use tongbao_document::{Align, Mark, Marks};

    #[test]
    fn a_number_always_has_room() {
        for (number, signed, least) in [(1_234_567.8, false, 11.0), (999_999.99, true, 12.0), (0.0, false, 3.0)] {
            let figure = samples::figure(number, 1);
            let figure = if signed { figure.signed() } else { figure };
            assert!(figure_ems(&figure) >= least * 0.55, "{number}");
        }
        let plain = samples::figure(61.0, 1);
        let marked = plain.clone().marked(Marks::NONE.with(Mark::LowCoverage).with(Mark::Provisional));
        assert!(figure_ems(&marked) >= figure_ems(&plain) + 2.0 * 0.55, "each sign takes room");
    }

    #[test]
    fn words_keep_near_the_width_asked_for() {
        let column = Column { header: "指标".into(), align: Align::Left, width: 10.0 };
        assert!((width(&column, Need { words: 50.0, number: 0.0 }, false, 1.0) - 14.8).abs() < 0.01);
        assert!((width(&column, Need { words: 2.0, number: 0.0 }, false, 1.0) - 6.8).abs() < 0.01);
    }
}
