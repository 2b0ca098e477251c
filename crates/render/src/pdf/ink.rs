//! Marks as the operators of a page's content stream.
//!
//! In: marks from the upper left corner of the type area, y downwards. Out: operators from the lower left corner of the sheet.
//! Fills first, then rules, then shapes, then all text in one text object, in reading order. What a page repeats is marked as an artifact, so
//! that who reads the text may leave it out.

use crate::pdf::embed::Fonts;
use crate::pdf::frame::Frame;
use crate::pdf::mark::{Fill, Mark, Rule, Run, Shape};
use crate::pdf::{embed, mark};
use crate::theme::Colour;

/// Gaps wider than this, in ems, would be read as blanks.
const SPREAD: f32 = 0.08;

/// The content of one page in the making.
pub(super) struct Ink<'a> {
    frame: &'a Frame,
    fonts: &'a Fonts,
    operators: Vec<u8>,
    pen: Pen,
}

/// What the graphics state holds; it starts anew with each group of marks.
#[derive(Debug, Default)]
struct Pen {
    colour: Option<Colour>,
    line: Option<(f32, Colour)>,
    dashed: bool,
    font: Option<(u16, f32)>,
    spacing: f32,
    rise: f32,
}

impl<'a> Ink<'a> {
    pub(super) fn new(frame: &'a Frame, fonts: &'a Fonts) -> Self {
        Self { frame, fonts, operators: Vec::with_capacity(16 * 1024), pen: Pen::default() }
    }

    /// What every page carries: notices, page number, heads of tables that go on.
    pub(super) fn artifact(&mut self, marks: &[Mark], sideways: bool) {
        if !marks.is_empty() {
            self.write("/Artifact BMC\n");
            self.marks(marks, sideways);
            self.write("EMC\n");
        }
    }

    /// What the document says on this page.
    pub(super) fn marks(&mut self, marks: &[Mark], sideways: bool) {
        self.pen = Pen::default();
        self.write("q ");
        for (position, number) in matrix(sideways, self.frame).into_iter().enumerate() {
            self.number(number, if position < 4 { 0 } else { 2 });
        }
        self.write("cm\n");
        let mut rules = Vec::new();
        for mark in marks {
            match mark {
                Mark::Fill(fill) => self.fill(fill),
                Mark::Rule(rule) => rules.push(*rule),
                Mark::Shape(_) | Mark::Run(_) | Mark::Row(_) | Mark::RowEnd => {}
            }
        }
        for rule in mark::join(rules) {
            self.rule(&rule);
        }
        for mark in marks {
            if let Mark::Shape(shape) = mark {
                self.shape(shape);
            }
        }
        self.write("BT\n");
        let mut in_row = false;
        for mark in marks {
            match mark {
                Mark::Run(run) => self.run(run, in_row),
                Mark::Row(text) => {
                    in_row = true;
                    self.spoken(text.chars());
                }
                Mark::RowEnd => {
                    in_row = false;
                    self.write("EMC\n");
                }
                Mark::Fill(_) | Mark::Rule(_) | Mark::Shape(_) => {}
            }
        }
        self.write("ET Q\n");
    }

    /// The operators so far.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.operators
    }

    fn fill(&mut self, fill: &Fill) {
        self.colour(fill.colour);
        for number in [fill.x, -fill.y - fill.height, fill.width, fill.height] {
            self.number(number, 2);
        }
        self.write("re f\n");
    }

    fn rule(&mut self, rule: &Rule) {
        if self.pen.line != Some((rule.thickness, rule.colour)) {
            self.pen.line = Some((rule.thickness, rule.colour));
            self.components(rule.colour);
            self.write("RG ");
            self.number(rule.thickness, 3);
            self.write("w ");
        }
        if self.pen.dashed != rule.dashed {
            self.pen.dashed = rule.dashed;
            self.write(if rule.dashed { "[4 2] 0 d " } else { "[] 0 d " });
        }
        self.number(rule.from.0, 2);
        self.number(-rule.from.1, 2);
        self.write("m ");
        self.number(rule.to.0, 2);
        self.number(-rule.to.1, 2);
        self.write("l S\n");
    }

    fn shape(&mut self, shape: &Shape) {
        // Shapes are few: each sets the state that it needs and leaves it for the next.
        self.pen.line = None;
        self.components(shape.colour);
        self.write("RG ");
        self.number(shape.thickness, 3);
        self.write("w [");
        for dash in shape.dashes {
            self.number(*dash, 2);
        }
        self.write("] 0 d ");
        if let Some(fill) = shape.fill {
            self.colour(fill);
        }
        for (index, (x, y)) in shape.points.iter().enumerate() {
            self.number(*x, 2);
            self.number(-y, 2);
            self.write(if index == 0 { "m " } else { "l " });
        }
        self.write(if shape.fill.is_some() { "b\n" } else { "S\n" });
    }

    /// One array of glyphs: the gap that most of them have is the spacing of characters, the others stand between the strings.
    fn run(&mut self, run: &Run, in_row: bool) {
        let Some(first) = run.glyphs.first() else { return };
        self.colour(run.colour);
        if self.pen.font != Some((run.face, run.size)) {
            self.pen.font = Some((run.face, run.size));
            self.write(&format!("/{} ", embed::name(run.face)));
            self.number(run.size, 3);
            self.write("Tf ");
        }
        // A spread run's gaps are no blanks between words.
        let is_spread = !in_row && run.glyphs.iter().rev().skip(1).any(|glyph| glyph.gap > SPREAD * run.size);
        if is_spread {
            self.spoken(run.glyphs.iter().map(|glyph| glyph.character));
        }
        let spacing = thousandths(first.gap);
        if (self.pen.spacing - spacing).abs() > 0.0 {
            self.pen.spacing = spacing;
            self.number(spacing, 3);
            self.write("Tc ");
        }
        let rise = thousandths(run.rise);
        if (self.pen.rise - rise).abs() > 0.0 {
            self.pen.rise = rise;
            self.number(rise, 3);
            self.write("Ts ");
        }
        self.write("1 0 0 1 ");
        self.number(run.x, 2);
        self.number(-run.y, 2);
        self.write("Tm [<");
        let last = run.glyphs.len() - 1;
        for (index, glyph) in run.glyphs.iter().enumerate() {
            self.hexadecimal(self.fonts.code(run.face, glyph.id));
            let missing = glyph.gap - spacing;
            if index < last && missing.abs() > 0.001 {
                self.write(">");
                // In thousandths of the type size, towards the left.
                self.number(-missing / run.size * 1000.0, 1);
                self.write("<");
            }
        }
        self.write(">] TJ\n");
        if is_spread {
            self.write("EMC\n");
        }
    }

    /// Begins a piece that reads as these characters, however its glyphs stand.
    fn spoken(&mut self, characters: impl Iterator<Item = char>) {
        self.write("/Span <</ActualText <FEFF");
        for character in characters {
            for unit in character.encode_utf16(&mut [0; 2]) {
                self.hexadecimal(*unit);
            }
        }
        self.write(">>> BDC\n");
    }

    fn colour(&mut self, colour: Colour) {
        if self.pen.colour != Some(colour) {
            self.pen.colour = Some(colour);
            self.components(colour);
            self.write("rg ");
        }
    }

    fn components(&mut self, colour: Colour) {
        let [_, red, green, blue] = colour.0.to_be_bytes();
        for component in [red, green, blue] {
            self.number(f32::from(component) / 255.0, 3);
        }
    }

    fn hexadecimal(&mut self, code: u16) {
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        for shift in [12, 8, 4, 0] {
            self.operators.push(DIGITS[usize::from(code >> shift & 15)]);
        }
    }

    /// A number with at most `decimals` decimals and a blank behind: finer is invisible, and longer in the file. Written digit by
    /// digit, because a page has thousands of them.
    #[expect(clippy::cast_possible_truncation, reason = "lengths on a sheet of paper are far below two million points")]
    fn number(&mut self, number: f32, decimals: usize) {
        let scale = [1_u32, 10, 100, 1000].get(decimals).copied().unwrap_or(1000);
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
        let scaled = (number * scale as f32).round() as i32;
        if scaled < 0 {
            self.operators.push(b'-');
        }
        let magnitude = scaled.unsigned_abs();
        let (whole, mut fraction) = (magnitude / scale, magnitude % scale);
        self.digits(whole);
        if fraction > 0 {
            self.operators.push(b'.');
            let mut place = scale / 10;
            while fraction > 0 {
                self.digits(fraction / place);
                fraction %= place;
                place /= 10;
            }
        }
        self.operators.push(b' ');
    }

    fn digits(&mut self, number: u32) {
        if number >= 10 {
            self.digits(number / 10);
        }
        self.operators.push(b'0' + u8::try_from(number % 10).unwrap_or(0));
    }

    fn write(&mut self, operators: &str) {
        self.operators.extend_from_slice(operators.as_bytes());
    }
}

/// Puts the origin at the upper left corner of the type area. A sideways page is turned a quarter to the left: the head of its
/// table lies at the left edge of the sheet, on odd pages and on even ones (GB/T 9704, 8).
fn matrix(sideways: bool, frame: &Frame) -> [f32; 6] {
    if sideways {
        [0.0, 1.0, -1.0, 0.0, frame.left, frame.bottom()]
    } else {
        [1.0, 0.0, 0.0, 1.0, frame.left, frame.paper_height - frame.top]
    }
}

fn thousandths(points: f32) -> f32 {
    (points * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::tests::house;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let frame = Frame::new(&house().profile);
        let fonts = Fonts::default();
        let mut ink = Ink::new(&frame, &fonts);
        for number in [0.0, -0.001, 1.0, -12.5, 100.05, 0.999, 1234.567, -0.07] {
            ink.number(number, 2);
        }
        assert_eq!(String::from_utf8_lossy(&ink.into_bytes()), "0 0 1 -12.5 100.05 1 1234.57 -0.07 ");
    }
}
