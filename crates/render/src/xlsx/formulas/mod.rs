//! Live formulas: which cells of a workbook follow from which others.
//!
//! In: the sheets with their figures, some of which say how they follow from other figures. Out: the formula of every such
//! cell. A formula is written only if it gives exactly the number that is printed when it is fed with the numbers of the cells
//! that it names; what cannot be written so stays a constant and is listed as refused. No formula leads back to its own cell.

mod address;
mod cells;
mod cycles;
mod rounding;
mod runs;
mod writer;

#[cfg(test)]
mod tests;

use tongbao_document::{Figure, FigureId};

use super::exhibit::{Exhibit, Sheet, Spot, number};
use cells::Cells;
use writer::Written;

/// The formulas of a workbook.
#[derive(Debug, Default)]
pub(super) struct Formulas {
    /// Without the equals sign; in the order of the cells.
    written: Vec<(Spot, String)>,
    /// Figures that say how they follow from others, but not in a way that cells can repeat.
    refused: Vec<FigureId>,
}

impl Formulas {
    /// Works out the formulas of all sheets.
    pub(super) fn of(sheets: &[Sheet<'_>]) -> Self {
        let cells = Cells::of(sheets);
        let mut candidates: Vec<(Spot, &Figure, Option<Written>)> = Vec::new();
        for (index, sheet) in sheets.iter().enumerate() {
            let in_chart = matches!(sheet.exhibit, Exhibit::Chart(_));
            sheet.exhibit.figures(index, |spot, figure| {
                if (figure.formula.is_none() && !in_chart) || number(figure).is_none() {
                    return;
                }
                let copied = if in_chart { writer::copy(figure, spot, &cells) } else { None };
                candidates.push((spot, figure, copied.or_else(|| writer::of(figure, spot, &cells))));
            });
        }
        let graph: Vec<(Spot, &[Spot])> = candidates
            .iter()
            .filter_map(|(spot, _, found)| found.as_ref().map(|written| (*spot, written.needs.as_slice())))
            .collect();
        let circular = cycles::broken(&graph);
        let mut formulas = Self::default();
        for (spot, figure, found) in candidates {
            match found {
                Some(found) if circular.binary_search(&spot).is_err() => formulas.written.push((spot, found.text)),
                _ if figure.formula.is_some() => formulas.refused.push(figure.id.clone()),
                _ => {}
            }
        }
        formulas.refused.sort();
        formulas.refused.dedup();
        formulas
    }

    /// The formula of a cell.
    pub(super) fn at(&self, spot: Spot) -> Option<&str> {
        let position = self.written.binary_search_by_key(&spot, |(known, _)| *known).ok()?;
        self.written.get(position).map(|(_, text)| text.as_str())
    }

    /// How many cells have one.
    pub(super) fn count(&self) -> usize {
        self.written.len()
    }

    /// Figures that say how they follow from others, but stay constants.
    pub(super) fn into_refused(self) -> Vec<FigureId> {
        self.refused
    }
}
