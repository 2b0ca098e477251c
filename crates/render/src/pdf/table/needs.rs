//! How much room the columns of a table ask for.

use super::cells::{CellText, RowText};
use super::columns::Need;
use super::header;
use super::points::Points;
use crate::pdf::frame;
use tongbao_document::{Role, Table};

/// A piece wider than this is broken inside rather than widening its column; numbers are never broken.
const WIDEST_PIECE: f32 = 12.0;
/// Words get at least this part of the width that the document asks for: in narrower columns they stack up, and the page is better
/// turned sideways.
const LEAST_OF_WANTED: f32 = 0.8;
/// Where neighbours need the room more, words make do with this part of it.
const FLOOR_OF_WANTED: f32 = 0.65;

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
