//! How much memory an .xls workbook asks calamine for: it lays each sheet out as a rectangle from its first cell to its last, and two
//! cells in opposite corners make a rectangle of millions; and it reserves what a sheet announces of its size, true or not.
//!
//! In: the stream of records. Out: a refusal where the rectangles are more than a reading process may have; where too much is announced.
//! Records: MS-XLS 2.4.

use std::ops::Range;

use super::record::{record, u16_at, u32_at};
use crate::finding::facts::TooLarge;
use crate::ingest::open::Refusal;

const FORMULA: u16 = 0x0006;
const END: u16 = 0x000a;
const NUMBERS: u16 = 0x00bd;
/// The text that the formula before it gives.
const RESULT: u16 = 0x0207;
const DIMENSIONS: u16 = 0x0200;
const BEGIN: u16 = 0x0809;
/// Cells with a value, each with its row and column in front.
const CELLS: [u16; 7] = [FORMULA, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e];

/// Of all sheets together: a whole sheet of .xls, 65,536 rows by 256 columns, and half as much again.
const MOST: u64 = 25_000_000;

/// Refuses a workbook whose rectangles do not fit into memory; in: the stream, and where its sheets begin. Out: the bytes of the stream where sheets announce a size that does not;
/// no other program minds it.
pub(super) fn check(stream: &[u8], sheets: &[usize]) -> Result<Vec<Range<usize>>, Refusal> {
    let mut sizes = Vec::new();
    let mut found = 0_u64;
    for start in sheets {
        found = found.saturating_add(rectangles(stream, *start, &mut sizes));
    }
    if found > MOST { Err(Refusal::TooLarge(TooLarge::AnnouncedCells { found })) } else { Ok(sizes) }
}

/// The cells of a sheet's rectangles: of its values, and of its formulas.
fn rectangles(stream: &[u8], start: usize, sizes: &mut Vec<Range<usize>>) -> u64 {
    let (mut values, mut formulas) = (Extent::default(), Extent::default());
    // A chart in the sheet has cells of its own, between its own begin and end.
    let mut depth = 0_usize;
    // Without a formula before it, calamine puts a text into the first cell of the sheet.
    let mut formula = (Some(0), Some(0));
    let mut rest = stream.get(start..).unwrap_or_default();
    while let Some((kind, content, behind)) = record(rest) {
        rest = behind;
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth > 1 => {}
            DIMENSIONS if announced(content).is_none_or(|cells| cells > MOST) => {
                let end = stream.len() - rest.len();
                sizes.push(end - content.len()..end);
            }
            NUMBERS => {
                let last = content.len().checked_sub(2).and_then(|at| u16_at(content, at));
                for column in [u16_at(content, 2), last] {
                    values.reach(u16_at(content, 0), column);
                }
            }
            kind if CELLS.contains(&kind) => {
                values.reach(u16_at(content, 0), u16_at(content, 2));
                if kind == FORMULA {
                    formula = (u16_at(content, 0), u16_at(content, 2));
                    formulas.reach(formula.0, formula.1);
                }
            }
            RESULT => values.reach(formula.0, formula.1),
            _ => {}
        }
    }
    values.cells().saturating_add(formulas.cells())
}

/// What the sheet says of its size; none where it ends before it begins. Before Excel 97 rows are counted in two bytes.
fn announced(content: &[u8]) -> Option<u64> {
    let wide = |at: usize| u32_at(content, at).map(u64::from);
    let narrow = |at: usize| u16_at(content, at).map(u64::from);
    let (rows, columns) = match content.len() {
        14.. => ([wide(0)?, wide(4)?], [narrow(8)?, narrow(10)?]),
        _ => ([narrow(0)?, narrow(2)?], [narrow(4)?, narrow(6)?]),
    };
    // An empty sheet ends where it begins.
    let length = |[first, last]: [u64; 2]| if last == 0 { Some(1) } else { last.checked_sub(first) };
    Some(length(rows)?.saturating_mul(length(columns)?))
}

/// From the first to the last row and column that hold something.
#[derive(Debug, Default)]
struct Extent {
    reached: Option<[(u16, u16); 2]>,
}

impl Extent {
    fn reach(&mut self, row: Option<u16>, column: Option<u16>) {
        let Some(place) = row.zip(column) else { return };
        let [first, last] = self.reached.unwrap_or([place, place]);
        let lower = (first.0.min(place.0), first.1.min(place.1));
        let upper = (last.0.max(place.0), last.1.max(place.1));
        self.reached = Some([lower, upper]);
    }

    fn cells(&self) -> u64 {
        let length = |first: u16, last: u16| u64::from(last - first) + 1;
        self.reached.map_or(0, |[first, last]| length(first.0, last.0) * length(first.1, last.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_document::count;

    fn records(records: &[(u16, &[u16])]) -> Vec<u8> {
        let bytes = |(kind, words): &(u16, &[u16])| {
            let head = [*kind, count::to_u16(words.len() * 2)];
            head.into_iter().chain(words.iter().copied()).flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
        };
        records.iter().flat_map(bytes).collect()
    }

    #[test]
    fn a_rectangle_reaches_from_the_first_cell_to_the_last() {
        let sheet = records(&[
            (BEGIN, &[0x600, 0x10]),
            (0x0203, &[2, 1, 0]),
            (NUMBERS, &[4, 1, 0, 0, 0, 3]),
            // A chart and what it holds.
            (BEGIN, &[0x600, 0x20]),
            (0x0203, &[60_000, 60_000, 0]),
            (END, &[]),
            (FORMULA, &[3, 2, 0]),
            (END, &[]),
            (0x0203, &[60_000, 60_000, 0]),
        ]);
        // Rows 2 to 4 by columns 1 to 3, and one formula.
        assert_eq!(rectangles(&sheet, 0, &mut Vec::new()), 3 * 3 + 1);
        // A text without a formula before it lies in the first cell.
        let sheet = records(&[(BEGIN, &[0x600, 0x10]), (0x0203, &[4, 2, 0]), (RESULT, &[0, 0]), (END, &[])]);
        assert_eq!(rectangles(&sheet, 0, &mut Vec::new()), 5 * 3);
    }

    #[test]
    fn corners_far_apart_are_refused() {
        let corners = |row, column| records(&[(BEGIN, &[0x600, 0x10]), (0x0203, &[0, 0, 0]), (0x0203, &[row, column, 0])]);
        let refused = check(&corners(65_535, 65_535), &[0]);
        assert!(matches!(refused, Err(Refusal::TooLarge(TooLarge::AnnouncedCells { .. }))));
        // What Excel itself may write: one stray cell in the last corner of the sheet; but not on two sheets.
        assert!(check(&corners(65_535, 255), &[0]).is_ok_and(|sizes| sizes.is_empty()));
        assert!(check(&corners(65_535, 255), &[0, 0]).is_err());
    }

    #[test]
    fn a_size_that_is_not_true_is_found() {
        let of_size = |size: &[u16]| {
            let stream = records(&[(BEGIN, &[0x600, 0x10]), (DIMENSIONS, size)]);
            check(&stream, &[0]).unwrap().len()
        };
        // 6,553,600 rows by 5 columns; from the third row to the first; ten rows by five; an empty sheet.
        assert_eq!(of_size(&[0, 0, 0, 100, 0, 5, 0]), 1);
        assert_eq!(of_size(&[3, 0, 1, 0, 0, 5, 0]), 1);
        assert_eq!(of_size(&[0, 0, 10, 0, 0, 5, 0]), 0);
        assert_eq!(of_size(&[0, 0, 0, 0, 0, 0, 0]), 0);
    }
}
