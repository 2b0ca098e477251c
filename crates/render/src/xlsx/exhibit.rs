//! What gets a sheet of its own, and in which cells its figures stand.

use tongbao_document::{Cell, Chart, Figure, Table, count};

/// Row of the header of every table and of the numbers of every chart; the data begin below.
pub(super) const HEADER: u32 = 2;

/// First column of a chart's series; the names of its categories stand before it, the target behind them.
pub(super) const FIRST_SERIES: u16 = 1;

/// A sheet for a table or a chart.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    /// Legal and unique.
    pub(super) name: String,
    /// Printed above it.
    pub(super) title: &'a str,
    /// What stands on it.
    pub(super) exhibit: Exhibit<'a>,
}

/// What gets a sheet of its own.
#[derive(Debug, Clone, Copy)]
pub(super) enum Exhibit<'a> {
    /// A table.
    Table(&'a Table),
    /// A chart with its numbers.
    Chart(&'a Chart),
}

/// A cell of the workbook; the order is that of the workbook: sheet by sheet, row by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    /// Position among the sheets of tables and charts.
    pub(super) sheet: usize,
    /// From 0.
    pub(super) row: u32,
    /// From 0.
    pub(super) col: u16,
}

impl<'a> Exhibit<'a> {
    /// How many rows of data it has.
    pub(super) fn data_rows(self) -> usize {
        match self {
            Self::Table(table) => table.rows.len(),
            Self::Chart(chart) => chart.categories.len(),
        }
    }

    /// Calls `each` with every figure that is written, row by row.
    pub(super) fn figures(self, sheet: usize, mut each: impl FnMut(Spot, &'a Figure)) {
        match self {
            Self::Table(table) => {
                for (row, line) in (HEADER + 1..).zip(&table.rows) {
                    for (col, (_, cell)) in (0_u16..).zip(table.columns.iter().zip(&line.cells)) {
                        if let Cell::Figure(figure) = cell {
                            each(Spot { sheet, row, col }, figure);
                        }
                    }
                }
            }
            Self::Chart(chart) => {
                let target = target(chart);
                for (row, at) in (HEADER + 1..).zip(0..chart.categories.len()) {
                    for (col, series) in (FIRST_SERIES..).zip(&chart.series) {
                        if let Some(figure) = series.figures.get(at) {
                            each(Spot { sheet, row, col }, figure);
                        }
                    }
                    if let Some(figure) = target {
                        each(Spot { sheet, row, col: target_column(chart) }, figure);
                    }
                }
            }
        }
    }
}

/// The demand that a chart draws; one that is not a number draws no line.
pub(super) fn target(chart: &Chart) -> Option<&Figure> {
    chart.target.as_ref().filter(|figure| number(figure).is_some())
}

/// The column behind the last series.
pub(super) fn target_column(chart: &Chart) -> u16 {
    count::to_u16(chart.series.len()).saturating_add(FIRST_SERIES)
}

/// The number that a figure's cell holds.
pub(super) fn number(figure: &Figure) -> Option<f64> {
    figure.stored().filter(|number| number.is_finite())
}
