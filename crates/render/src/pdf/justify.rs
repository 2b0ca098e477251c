//! Lines of equal length: gaps are opened between Chinese characters, or the blank halves of marks are taken back.

use super::setting::Setting;
use crate::pdf::breaking;
use crate::pdf::breaking::Break;
use crate::pdf::text::{Letter, Line, Text};
use tongbao_document::count;

/// Gaps wider than this, in ems, look torn: better the next word comes up from below.
const LOOSE: f32 = 0.08;

/// What a mark gives up at most of its blank half, in ems.
const SQUEEZE: f32 = 0.4;

/// A line whose gaps would be wider than this, in ems, falls apart: it is left ragged.
const WIDEST: f32 = 0.5;

/// What stands between the letters of a line beside their own advances.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Gaps {
    /// Between words and between Chinese characters.
    opened: f32,
    /// Taken from the blank halves of marks.
    taken: f32,
}

impl Gaps {
    /// The gaps that make a line wider by `missing`, or narrower where that is below zero.
    pub(super) fn filling(letters: &[Letter], missing: f32, size: f32) -> Self {
        if missing < 0.0 {
            let each = -missing / count(letters, squeezes).max(1.0);
            return Self { opened: 0.0, taken: if each <= SQUEEZE * size + 0.01 { each } else { 0.0 } };
        }
        let gaps = count(letters, stretches);
        let each = if gaps > 0.0 { missing / gaps } else { 0.0 };
        Self { opened: if each < WIDEST * size { each } else { 0.0 }, taken: 0.0 }
    }

    /// The gap between two letters.
    pub(super) fn between(self, left: Letter, right: Letter) -> f32 {
        let opened = if stretches(left, right) { self.opened } else { 0.0 };
        let taken = if squeezes(left, right) { self.taken } else { 0.0 };
        opened - taken
    }
}

impl Text {
    /// As [`Text::lines`], for lines that are filled: where one would be torn apart, the next word comes up if the marks of the line make
    /// room for it.
    pub(super) fn justified(&self, setting: Setting, first: f32, rest: f32) -> Vec<Line> {
        self.broken(setting, first, rest, |start, limit| self.tight_end(setting, start, limit))
    }

    fn tight_end(&self, setting: Setting, start: usize, limit: f32) -> usize {
        let end = self.line_end(setting, start, limit);
        let loose = self.line(setting, start, end);
        if loose.is_last || limit - loose.width <= LOOSE * setting.size * count(self.letters_on(loose), stretches) {
            return end;
        }
        let next = self.next_break(end);
        let tight = self.line(setting, start, next);
        let room = SQUEEZE * setting.size * count(self.letters_on(tight), squeezes);
        if tight.width - limit <= room { next } else { end }
    }

    /// Where the next line could start behind `index`.
    fn next_break(&self, index: usize) -> usize {
        let letters = self.letters.iter().enumerate().skip(index + 1);
        letters.into_iter().find(|(_, letter)| letter.before != Break::Never).map_or(self.letters.len(), |(index, _)| index)
    }
}

fn count(letters: &[Letter], holds: fn(Letter, Letter) -> bool) -> f32 {
    let pairs = letters.windows(2).filter(|pair| matches!(pair, [left, right] if holds(*left, *right))).count();
    count::to_f32(pairs)
}

/// Words and numbers are not stretched.
fn stretches(left: Letter, right: Letter) -> bool {
    breaking::is_wide(left.character) || breaking::is_wide(right.character) || left.character == ' '
}

/// A closing mark is blank on its right, an opening one on its left.
fn squeezes(left: Letter, right: Letter) -> bool {
    left.fills_square() && breaking::hangs(left.character) || right.fills_square() && breaking::opens(right.character)
}
