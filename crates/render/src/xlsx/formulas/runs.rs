//! Cells as ranges: as few as hold these cells and no other number.

use super::address::Run;
use super::cells::Cells;
use crate::xlsx::exhibit::Spot;

/// A range is not drawn over more cells without numbers than this.
const WIDEST_GAP: u32 = 1_000;

/// The ranges that hold exactly these numbers, in the order of the workbook; cells named twice stay single.
pub(super) fn of(spots: &[Spot], cells: &Cells<'_>) -> Vec<Run> {
    let mut sorted = spots.to_vec();
    let in_a_row = spots.windows(2).all(|pair| (pair[0].sheet, pair[0].row) == (pair[1].sheet, pair[1].row));
    if in_a_row {
        sorted.sort_unstable();
    } else {
        sorted.sort_unstable_by_key(|spot| (spot.sheet, spot.col, spot.row));
    }
    if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
        return spots.iter().copied().map(Run::of).collect();
    }
    let mut runs: Vec<Run> = Vec::new();
    for spot in sorted {
        match runs.last_mut() {
            Some(run) if joins(run.last, spot, in_a_row, cells) => run.last = spot,
            _ => runs.push(Run::of(spot)),
        }
    }
    runs
}

/// Whether nothing but words and blanks stands between two cells of a line.
fn joins(last: Spot, next: Spot, in_a_row: bool, cells: &Cells<'_>) -> bool {
    if in_a_row {
        return (last.col + 1..next.col).all(|col| !cells.is_number(Spot { col, ..last }));
    }
    (last.sheet, last.col) == (next.sheet, next.col)
        && next.row - last.row <= WIDEST_GAP
        && (last.row + 1..next.row).all(|row| !cells.is_number(Spot { row, ..last }))
}
