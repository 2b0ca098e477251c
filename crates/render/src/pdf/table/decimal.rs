//! Decimal points under each other.
//!
//! In: the cells of a right-aligned column. Out: how much room their numbers take before the point and from it on, marks
//! included. Numbers with other decimals, a `*` behind them or a sign before them keep their points in one line; `—`, `…` and
//! words end where the whole numbers end.

use crate::pdf::frame;
use crate::pdf::table::cells::CellText;
use tongbao_document::Align;

/// The longest mark or unit behind a number, in characters.
const MARK: usize = 2;

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

/// Where a number's decimal point stands, or would stand; none if this is no number.
pub(super) fn point(characters: &[char]) -> Option<usize> {
    let sign = usize::from(matches!(characters.first(), Some('+' | '-' | '−' | '±')));
    let whole = count(characters, sign, |character| character.is_ascii_digit() || character == ',');
    if !characters.get(sign).is_some_and(char::is_ascii_digit) {
        return None;
    }
    let point = sign + whole;
    let digits = match characters.get(point) {
        Some('.') => 1 + count(characters, point + 1, |character| character.is_ascii_digit()),
        _ => 0,
    };
    (characters.len() - point - digits <= MARK).then_some(point)
}

fn count(characters: &[char], from: usize, counts: impl Fn(char) -> bool) -> usize {
    characters.iter().skip(from).take_while(|character| counts(**character)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_point_of_a_number_is_found_and_words_have_none() {
        for (text, expected) in [
            ("61.0*", Some(2)),
            ("1.3c", Some(1)),
            ("+1,234.5", Some(6)),
            ("-3", Some(2)),
            ("12,345", Some(6)),
            ("85%", Some(2)),
            ("—", None),
            ("…", None),
            ("无", None),
            ("", None),
            ("+", None),
            ("12个单位", None),
            ("2025-10-20", None),
        ] {
            assert_eq!(point(&text.chars().collect::<Vec<char>>()), expected, "{text}");
        }
    }
}
