//! Which cells hold the figures that formulas ask for.

use std::collections::BTreeSet;

use crate::xlsx::exhibit::{Exhibit, HEADER, Sheet, Spot, number};
use tongbao_document::{Cell, FigureId, FigureOperand, count};

/// A cell that holds a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Held {
    /// Where.
    pub(super) spot: Spot,
    /// What.
    pub(super) number: f64,
    /// With all its digits.
    pub(super) exact: bool,
}

/// Which of several cells with the same figure a formula names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Preference {
    /// The row's own, then the sheet's own, then one with all digits, then the first.
    Nearest,
    /// One with all digits, then the first.
    Exact,
}

/// The cells of all tables, by the figures that formulas ask for. Charts repeat numbers of tables: nothing refers to them.
#[derive(Debug)]
pub(super) struct Cells<'a> {
    /// All sheets of tables and charts.
    pub(super) sheets: &'a [Sheet<'a>],
    /// Sorted: what some formula or chart asks for.
    ids: Vec<&'a FigureId>,
    /// By position in `ids`, then in the order of the workbook.
    held: Vec<(usize, Held)>,
}

impl<'a> Cells<'a> {
    /// Walks the tables once.
    pub(super) fn of(sheets: &'a [Sheet<'a>]) -> Self {
        let ids = asked_for(sheets);
        let mut held = Vec::new();
        if !ids.is_empty() {
            for (index, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| matches!(sheet.exhibit, Exhibit::Table(_))) {
                sheet.exhibit.figures(index, |spot, figure| {
                    if let (Some(number), Ok(id)) = (number(figure), ids.binary_search(&&figure.id)) {
                        held.push((id, Held { spot, number, exact: figure.exact }));
                    }
                });
            }
            held.sort_by_key(|(id, _)| *id);
        }
        Self { sheets, ids, held }
    }

    /// The cells that hold a figure, in the order of the workbook.
    pub(super) fn holding(&self, id: &FigureId) -> impl Iterator<Item = &Held> {
        self.found(id).iter().map(|(_, held)| held)
    }

    /// The cell that a formula at `from` names for a figure; never `from` itself.
    pub(super) fn nearest(&self, id: &FigureId, from: Spot, preference: Preference) -> Option<Held> {
        let found = self.found(id);
        let part = |low: (usize, u32), high: (usize, u32)| {
            let start = found.partition_point(|(_, held)| (held.spot.sheet, held.spot.row) < low);
            let end = found.partition_point(|(_, held)| (held.spot.sheet, held.spot.row) <= high);
            found.get(start..end).unwrap_or_default()
        };
        let first = |some: &[(usize, Held)]| some.iter().map(|(_, held)| *held).find(|held| held.spot != from);
        let exact = || found.iter().map(|(_, held)| *held).find(|held| held.exact && held.spot != from);
        let near = || {
            first(part((from.sheet, from.row), (from.sheet, from.row)))
                .or_else(|| first(part((from.sheet, 0), (from.sheet, u32::MAX))))
        };
        match preference {
            Preference::Nearest => near().or_else(exact).or_else(|| first(found)),
            Preference::Exact => exact().or_else(|| first(found)),
        }
    }

    /// Whether a cell of a table holds a number, whatever figure it is.
    pub(super) fn is_number(&self, spot: Spot) -> bool {
        let Some(Exhibit::Table(table)) = self.sheets.get(spot.sheet).map(|sheet| sheet.exhibit) else { return false };
        let row = spot.row.checked_sub(HEADER + 1).map(count::to_usize);
        let cell = row.and_then(|row| table.rows.get(row)).and_then(|row| row.cells.get(usize::from(spot.col)));
        matches!(cell, Some(Cell::Figure(figure)) if number(figure).is_some())
    }

    fn found(&self, id: &FigureId) -> &[(usize, Held)] {
        let Ok(position) = self.ids.binary_search(&id) else { return &[] };
        let start = self.held.partition_point(|(id, _)| *id < position);
        let end = self.held.partition_point(|(id, _)| *id <= position);
        self.held.get(start..end).unwrap_or_default()
    }
}

/// Every figure that a formula names or a chart repeats, sorted.
fn asked_for<'a>(sheets: &[Sheet<'a>]) -> Vec<&'a FigureId> {
    let mut ids = Vec::new();
    // Everybody who is ranked names everybody else: the same list is looked through once.
    let mut rankings = BTreeSet::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let in_chart = matches!(sheet.exhibit, Exhibit::Chart(_));
        sheet.exhibit.figures(index, |_, figure| {
            if in_chart {
                ids.push(&figure.id);
            }
            for operand in figure.formula.iter().flat_map(|formula| formula.operands()) {
                match operand {
                    FigureOperand::Figure(id) => ids.push(id),
                    FigureOperand::Sum(parts) | FigureOperand::Of(_, parts) => ids.extend(parts),
                    FigureOperand::Rank { of, among, .. } => {
                        ids.push(of);
                        if rankings.insert(among.as_slice()) {
                            ids.extend(among);
                        }
                    }
                }
            }
        });
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}
