//! Text set in type: characters to glyphs, glyphs to lines, lines to runs on paper.
//!
//! Widths are in points. A text is looked up once ([`Text::shape`]) and may be broken into lines at any size and width.
//! A character that no face has is printed as 〓.

use super::setting::Setting;
use crate::FontRole;
use crate::error::RenderError;
use crate::fonts::{Faces, Glyph};
use crate::pdf::breaking::Break;
use crate::pdf::justify::Gaps;
use crate::pdf::mark::{Mark, Placed, Run};
use crate::pdf::{breaking, frame};
use tongbao_document::plain;

/// Widths are compared with this much patience: a hundredth of a point is no overflow.
const PATIENCE: f32 = 0.01;

/// A line that lacks no more than this, in points, keeps to the grid of characters.
const ON_GRID: f32 = 0.5;

/// A text with its glyphs and breaks.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    pub(super) letters: Vec<Letter>,
    /// By face, how many letters it prints and how far above the baseline the middle of its characters lies, in ems.
    faces: Vec<(u16, usize, f32)>,
}

/// A character with its glyph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    pub(super) character: char,
    glyph: Glyph,
    /// Whether a line may start with it.
    pub(super) before: Break,
}

/// A piece of a text that stands on one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    start: usize,
    end: usize,
    /// Up to the last visible character; a hanging mark counts half.
    pub(super) width: f32,
    /// The blank half of a closing mark at the end, which may stand outside.
    pub(super) overhang: f32,
    /// Whether the text, or a paragraph of it, ends here.
    pub(super) is_last: bool,
}

impl Text {
    /// Looks up every character; blanks of any kind become spaces, invisible characters go.
    pub(super) fn shape(faces: &Faces, role: FontRole, text: &str) -> Result<Self, RenderError> {
        let characters: Vec<char> = text.trim_end().chars().filter_map(plain::printed).collect();
        let breaks = breaking::breaks(&characters);
        let mut letters = Vec::with_capacity(characters.len());
        let mut used: Vec<(u16, usize, f32)> = Vec::with_capacity(1);
        for (character, before) in characters.iter().copied().zip(breaks) {
            let shown = if character == '\n' { ' ' } else { character };
            let Some((shown, glyph)) = faces.glyph_or_stand_in(role, shown) else {
                return Err(RenderError::Glyph { character, place: around(&characters, letters.len()) });
            };
            match used.iter_mut().find(|(face, ..)| *face == glyph.face) {
                Some((_, letters, _)) => *letters += 1,
                None => used.push((glyph.face, 1, faces.middle(glyph.face))),
            }
            letters.push(Letter { character: shown, glyph, before });
        }
        Ok(Self { letters, faces: used })
    }

    /// On one line, without breaks.
    pub(super) fn width(&self, setting: Setting) -> f32 {
        self.letters.iter().map(|letter| letter.advance(setting)).sum()
    }

    /// The first `count` characters on one line.
    pub(super) fn width_until(&self, count: usize, setting: Setting) -> f32 {
        self.letters.iter().take(count).map(|letter| letter.advance(setting)).sum()
    }

    /// All of it from `x` on the baseline `y`, without breaks.
    pub(super) fn on_one_line(&self, setting: Setting, x: f32, y: f32) -> Vec<Mark> {
        self.lines(setting, f32::MAX, f32::MAX).into_iter().flat_map(|line| self.place(line, setting, x, y, None)).collect()
    }

    /// The widest piece that no break divides.
    pub(super) fn widest_piece(&self, setting: Setting) -> f32 {
        let mut widest: f32 = 0.0;
        let mut piece = 0.0;
        for letter in &self.letters {
            if letter.before != Break::Never {
                piece = 0.0;
            }
            piece += if letter.character == ' ' { 0.0 } else { letter.advance(setting) };
            widest = widest.max(piece);
        }
        widest
    }

    /// Breaks into lines, the first `first` wide, the others `rest`. A piece wider than a line is broken anywhere.
    pub(super) fn lines(&self, setting: Setting, first: f32, rest: f32) -> Vec<Line> {
        self.broken(setting, first, rest, |start, limit| self.line_end(setting, start, limit))
    }

    /// Breaks into lines that end where `end` says, given where they start and how wide they may be.
    pub(super) fn broken(&self, setting: Setting, first: f32, rest: f32, end: impl Fn(usize, f32) -> usize) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut start = 0;
        while start < self.letters.len() {
            let end = end(start, if lines.is_empty() { first } else { rest });
            lines.push(self.line(setting, start, end));
            start = end;
            let forced = self.letters.get(start).is_some_and(|letter| letter.before == Break::Forced);
            while !forced && self.letters.get(start).is_some_and(|letter| letter.character == ' ') {
                start += 1;
            }
        }
        lines
    }

    /// Where the line from `start` ends that is as long as its limit allows.
    pub(super) fn line_end(&self, setting: Setting, start: usize, limit: f32) -> usize {
        let mut width = 0.0;
        let mut opportunity = None;
        for (index, letter) in self.letters.iter().enumerate().skip(start) {
            if index > start {
                match letter.before {
                    Break::Forced => return index,
                    Break::Allowed => opportunity = Some(index),
                    Break::Never => {}
                }
            }
            let advance = letter.advance(setting);
            let needed = if letter.character == ' ' { 0.0 } else { advance - setting.slack() - letter.overhang(setting) };
            if index > start && width + needed > limit + PATIENCE {
                return opportunity.unwrap_or(index);
            }
            width += advance;
        }
        self.letters.len()
    }

    /// The letters from `start` to `end` as a line, without the blanks at its end.
    pub(super) fn line(&self, setting: Setting, start: usize, end: usize) -> Line {
        let is_last = self.letters.get(end).is_none_or(|letter| letter.before == Break::Forced);
        let letters = self.letters.get(start..end).unwrap_or_default();
        let blanks = letters.iter().rev().take_while(|letter| letter.character == ' ').count();
        let letters = letters.get(..letters.len() - blanks).unwrap_or_default();
        let width: f32 = letters.iter().map(|letter| letter.advance(setting)).sum();
        let overhang = letters.last().map_or(0.0, |letter| letter.overhang(setting));
        let width = if letters.is_empty() { 0.0 } else { width - setting.slack() - overhang };
        Line { start, end: end - blanks, width, overhang, is_last }
    }

    /// What stands on a line.
    pub(super) fn letters_on(&self, line: Line) -> &[Letter] {
        self.letters.get(line.start..line.end).unwrap_or_default()
    }

    /// The characters, for those who break by other rules (titles).
    pub(super) fn characters(&self) -> Vec<char> {
        self.letters.iter().map(|letter| letter.character).collect()
    }

    /// What a line says, with the blank behind it where it was broken at one.
    pub(super) fn words(&self, line: Line) -> impl Iterator<Item = char> + '_ {
        let blank = self.letters.get(line.end).filter(|letter| letter.character == ' ');
        self.letters.get(line.start..line.end).unwrap_or_default().iter().chain(blank).map(|letter| letter.character)
    }

    /// Whether a line may start with the letter at `index`.
    pub(super) fn may_break(&self, index: usize) -> bool {
        self.letters.get(index).is_some_and(|letter| letter.before != Break::Never)
    }

    /// How far the face that prints the most is lifted, in ems, so that its characters stand in the middle of their squares.
    fn lift(&self) -> f32 {
        self.faces.iter().max_by_key(|(_, letters, _)| *letters).map_or(0.0, |(.., middle)| frame::MIDDLE - middle)
    }

    /// How far another face is lifted above that.
    fn rise(&self, face: u16) -> f32 {
        self.faces.iter().find(|(known, ..)| *known == face).map_or(0.0, |(.., middle)| frame::MIDDLE - middle - self.lift())
    }

    /// The line on paper, from `x` on the baseline `y`; `fill` stretches it to that width where that is possible.
    pub(super) fn place(&self, line: Line, setting: Setting, x: f32, y: f32, fill: Option<f32>) -> Vec<Mark> {
        let letters = self.letters_on(line);
        let gaps = fill.map_or_else(Gaps::default, |width| Gaps::filling(letters, line.missing(width), setting.size));
        let mut runs: Vec<Run> = Vec::with_capacity(1);
        let y = y - self.lift() * setting.size;
        // A character stands in the middle of its cell.
        let mut pen = x + setting.tracking.min(0.0) / 2.0;
        for (index, letter) in letters.iter().enumerate() {
            let gap = letters.get(index + 1).map_or(0.0, |next| gaps.between(*letter, *next));
            let Glyph { id, advance, .. } = letter.glyph;
            let placed = Placed { id, character: letter.character, advance, gap: gap + setting.tracking };
            match runs.last_mut() {
                Some(run) if run.face == letter.glyph.face => run.glyphs.push(placed),
                _ => {
                    let mut glyphs = Vec::with_capacity(letters.len() - index);
                    glyphs.push(placed);
                    let face = letter.glyph.face;
                    let rise = self.rise(face) * setting.size;
                    runs.push(Run { x: pen, y, rise, face, size: setting.size, colour: setting.colour, glyphs });
                }
            }
            pen += letter.advance(setting) + gap;
        }
        runs.into_iter().map(Mark::Run).collect()
    }
}

impl Line {
    /// The letters on it.
    #[cfg(test)]
    pub(super) fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }

    /// What a line lacks to be `width` wide. One that fills its cells keeps to them, its closing mark in the last cell; in others the
    /// blank half of that mark hangs over the edge.
    fn missing(self, width: f32) -> f32 {
        let missing = width - self.width;
        if (-PATIENCE..self.overhang + ON_GRID).contains(&missing) { (missing - self.overhang).max(0.0) } else { missing }
    }
}

impl Letter {
    fn advance(self, setting: Setting) -> f32 {
        f32::from(self.glyph.advance) / 1000.0 * setting.size + setting.tracking
    }

    /// How far a closing mark may stand out of the line: its blank half.
    fn overhang(self, setting: Setting) -> f32 {
        if self.fills_square() && breaking::hangs(self.character) { setting.size / 2.0 } else { 0.0 }
    }

    /// Whether a mark has a blank half.
    pub(super) fn fills_square(self) -> bool {
        self.glyph.advance >= 900
    }
}

fn around(characters: &[char], index: usize) -> String {
    characters.iter().skip(index.saturating_sub(10)).take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::tests::house;
    use crate::theme::Colour;

    const SETTING: Setting = Setting { size: 10.0, tracking: 0.0, colour: Colour(0) };

    fn broken(text: &str, width: f32) -> Vec<String> {
        let text = Text::shape(&house().faces, FontRole::Fangsong, text).expect("glyphs");
        let lines = text.lines(SETTING, width, width);
        lines.iter().map(|line| text.letters[line.start..line.end].iter().map(|letter| letter.character).collect()).collect()
    }

    #[test]
    fn widths_come_from_the_faces() {
        let text = Text::shape(&house().faces, FontRole::Fangsong, "鄠邑 12").expect("glyphs");
        assert!((text.width(SETTING) - (20.0 + 3.33 + 10.0)).abs() < 0.01);
        assert!((text.widest_piece(SETTING) - 10.0).abs() < 0.01);
    }

    #[test]
    fn lines_break_by_the_chinese_rules() {
        assert_eq!(broken("一二三四五六", 30.0), ["一二三", "四五六"]);
        assert_eq!(broken("一二三，四五", 30.0), ["一二", "三，四", "五"]);
        assert_eq!(broken("一二三，四五", 35.0), ["一二三，", "四五"]);
        assert_eq!(broken("一二（三四）", 30.0), ["一二", "（三", "四）"]);
        assert_eq!(broken("一12,345二", 30.0), ["一", "12,345", "二"]);
        assert_eq!(broken("甲 乙\n丙", 30.0), ["甲 乙", "丙"]);
    }

    #[test]
    fn a_piece_wider_than_the_line_is_broken_and_not_cut() {
        assert_eq!(broken("1234567890", 20.0), ["1234", "5678", "90"]);
        assert_eq!(broken("一二", 5.0), ["一", "二"]);
    }

    #[test]
    fn a_full_line_ends_at_the_edge() {
        let text = Text::shape(&house().faces, FontRole::Fangsong, "一二三四五12").expect("glyphs");
        let lines = text.lines(SETTING, 56.0, 56.0);
        assert_eq!(lines.len(), 2);
        let marks = text.place(lines[0], SETTING, 0.0, 0.0, Some(56.0));
        let [Mark::Run(run)] = marks.as_slice() else { panic!("one run") };
        let gaps: f32 = run.glyphs.iter().map(|glyph| glyph.gap).sum();
        assert!((gaps - 6.0).abs() < 0.01, "{gaps}");
    }

    #[test]
    fn a_character_without_glyph_is_printed_as_a_stand_in() {
        let text = Text::shape(&house().faces, FontRole::Kai, "任城区\u{10FFFD}医\u{202e}院").expect("glyphs");
        assert_eq!(text.characters().into_iter().collect::<String>(), "任城区〓医院");
    }
}
