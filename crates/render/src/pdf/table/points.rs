//! Decimal points under each other.
//!
//! In: the cells of a right-aligned column. Out: how much room their numbers take before the point and from it on, marks
//! included. Numbers with other decimals, a `*` behind them or a sign before them keep their points in one line; `—`, `…` and
//! words end where the whole numbers end.

use super::cells::CellText;
use crate::pdf::frame;
use tongbao_document::Align;

/// Room of a column's numbers, in ems of the table's type.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Points {
    /// Up to the decimal point.
    pub(super) before: f32,
    /// From the decimal point on.
    pub(super) after: f32,
}

impl Points {
    /// The room of these cells' numbers.
    pub(super) fn of<'a>(cells: impl Iterator<Item = &'a CellText>) -> Self {
        let mut points = Self::default();
        for cell in cells.filter(|cell| cell.align == Align::Right) {
            if let Some((before, after)) = parts(cell, 1.0) {
                points.before = points.before.max(before);
                points.after = points.after.max(after);
            }
        }
        points
    }

    /// Both together.
    pub(super) fn width(self) -> f32 {
        self.before + self.after
    }
}

/// Widths of a number up to its point and from there on, at `size` points of the table's type; none for words.
pub(super) fn parts(cell: &CellText, size: f32) -> Option<(f32, f32)> {
    let setting = frame::plain(cell.size(size));
    let before = cell.text.line(setting, 0, cell.point?).width;
    Some((before, cell.text.width(setting) - before))
}
