//! Words share their room so that the table gets no taller than it must.
//!
//! In: the widths of a plan. Out: widths with the same sum, moved between the columns of words until no move saves a line. A column
//! of names does not stand nearly empty beside one whose rows are six lines high.

use std::collections::BTreeMap;

use crate::pdf::frame;
use crate::pdf::table::cells::{CellText, RowText};
use crate::pdf::table::columns::Need;
use tongbao_document::{Align, Role, count};

/// A move is of up to so many steps of half an em: less may save nothing where more saves a line.
const LONGEST_MOVE: u16 = 16;

/// More moves than this no table needs.
const MOST_MOVES: usize = 60;

/// What a line counts that makes its cell taller, but not its row.
const HIDDEN: f32 = 0.02;

/// What the square of a row's further lines counts: three rows of two lines are better than two of one and one of four.
const UNEVEN: f32 = 0.1;

/// Less than this, in lines, is not worth leaving the widths for which the document asks.
const WORTH: f32 = 0.5;

/// Lines of each row in each column of words, by the column's width.
type Lines = BTreeMap<(usize, u32), Vec<u16>>;

/// A table whose columns stand side by side.
pub(super) struct Balance<'a> {
    pub(super) needs: &'a [Need],
    pub(super) rows: &'a [RowText],
    /// Type of an ordinary cell, in points.
    pub(super) size: f32,
    /// Blank left and right of a cell's text.
    pub(super) padding: f32,
}

impl Balance<'_> {
    /// The widths after the last move that saves a line.
    pub(super) fn of(&self, widths: &[f32]) -> Vec<f32> {
        let words: Vec<usize> =
            self.needs.iter().enumerate().filter(|(_, need)| need.align == Align::Left).map(|(at, _)| at).collect();
        let mut widths = widths.to_vec();
        if words.len() < 2 || widths.len() != self.needs.len() {
            return widths;
        }
        let mut lines = Lines::new();
        let mut cost = self.cost(&words, &widths, &mut lines);
        for _ in 0..MOST_MOVES {
            let moves = words.iter().flat_map(|from| words.iter().map(move |to| (*from, *to))).filter(|(from, to)| from != to);
            let mut best: Option<(f32, Vec<f32>)> = None;
            for (from, to) in moves {
                for step in 1..=LONGEST_MOVE {
                    let Some(shifted) = self.shifted(&widths, from, to, f32::from(step) * self.size / 2.0) else { continue };
                    let cost = self.cost(&words, &shifted, &mut lines);
                    if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                        best = Some((cost, shifted));
                    }
                }
            }
            let Some((least, better)) = best.filter(|(least, _)| least + WORTH <= cost) else { break };
            (cost, widths) = (least, better);
        }
        widths
    }

    /// Widths with `points` taken from one column for another; none where that leaves too little.
    fn shifted(&self, widths: &[f32], from: usize, to: usize, points: f32) -> Option<Vec<f32>> {
        let mut widths = widths.to_vec();
        let least = self.needs.get(from)?.floor * self.size + 2.0 * self.padding;
        *widths.get_mut(from)? -= points;
        *widths.get_mut(to)? += points;
        widths.get(from).is_some_and(|width| *width >= least).then_some(widths)
    }

    /// Lines of all rows, more for what makes one row much taller than the others, and a little for each line that hides beside a taller
    /// cell.
    fn cost(&self, words: &[usize], widths: &[f32], lines: &mut Lines) -> f32 {
        let mut tallest = vec![1_u16; self.rows.len()];
        let mut hidden = 0.0;
        for column in words {
            let width = widths.get(*column).copied().unwrap_or_default();
            let counts = lines.entry((*column, width.to_bits())).or_insert_with(|| self.lines(*column, width));
            for (tallest, count) in tallest.iter_mut().zip(counts.iter()) {
                *tallest = (*tallest).max(*count);
                hidden += HIDDEN * f32::from(*count);
            }
        }
        tallest.into_iter().map(|lines| f32::from(lines) + UNEVEN * f32::from(lines - 1).powi(2)).sum::<f32>() + hidden
    }

    fn lines(&self, column: usize, width: f32) -> Vec<u16> {
        let count = |cell: &CellText| {
            let room = width - 2.0 * self.padding - cell.indent * self.size;
            count::to_u16(cell.text.lines(frame::plain(cell.size(self.size)), room, room).len()).max(1)
        };
        let is_divided = |row: &RowText| row.role != Role::Section;
        self.rows.iter().map(|row| row.cells.get(column).filter(|_| is_divided(row)).map_or(1, count)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FontRole;
    use crate::fonts::tests::house;
    use crate::pdf::table::points::Points;
    use crate::pdf::text::Text;

    fn row(words: &[&str]) -> RowText {
        let cell = |words: &&str| CellText {
            text: Text::shape(&house().faces, FontRole::Fangsong, words).expect("glyphs"),
            light: None,
            align: Align::Left,
            indent: 0.0,
            scale: 1.0,
            point: None,
        };
        RowText { role: Role::Body, cells: words.iter().map(cell).collect() }
    }

    fn balanced(rows: &[RowText], align: Align) -> Vec<f32> {
        let need = |align| Need { least: 2.0, floor: 2.0, natural: 20.0, wanted: 10.0, align, points: Points::default() };
        let needs = [need(Align::Left), need(align)];
        Balance { needs: &needs, rows, size: 10.0, padding: 3.0 }.of(&[106.0, 106.0])
    }

    #[test]
    fn a_column_of_short_words_makes_room_for_one_of_long_words() {
        let widths = balanced(&[row(&["床位数", &"市卫生健康委".repeat(5)]), row(&["医院", "市财政局"])], Align::Left);
        assert!(widths[0] < 70.0 && (widths[0] + widths[1] - 212.0).abs() < 0.01, "{widths:?}");
    }

    #[test]
    fn widths_stay_where_nothing_is_gained() {
        assert_eq!(balanced(&[row(&["床位数", "市财政局"])], Align::Left), [106.0, 106.0]);
        assert_eq!(balanced(&[row(&["床位数", &"市卫生健康委".repeat(3)])], Align::Center), [106.0, 106.0]);
        assert_eq!(balanced(&[], Align::Left), [106.0, 106.0]);
    }

    #[test]
    fn a_row_of_two_lines_is_better_than_one_that_grows_taller_still() {
        let rows = [row(&["十五分钟健康服务圈覆盖率", "市卫生健康委"]), row(&["床位数", &"市卫生健康委".repeat(7)])];
        let widths = balanced(&rows, Align::Left);
        assert!(widths[1] >= 106.0, "{widths:?}");
    }
}
