//! Texts whose runs have fonts of their own, on their way through calamine, which joins all runs of a text.
//!
//! A run is put between two signs, behind the first of which signs say what its font says: characters that Unicode keeps for such use
//! inside a program. Where the text is put into its cell, the cell's own font and ground say the rest, and the signs are gone.

use std::str::Chars;

use super::colour::Colour;
use super::font::{Font, Paint};

const BEGINS: char = '\u{fdd4}';
const ENDS: char = '\u{fdd5}';
const STRUCK: char = '\u{fdd6}';
const NOT_STRUCK: char = '\u{fdd7}';
const RAISED: char = '\u{fdd8}';
const NOT_RAISED: char = '\u{fdd9}';
/// Six digits follow: red, green and blue.
const INK: char = '\u{fdda}';
/// A colour that can be seen, whichever it is.
const OTHER_INK: char = '\u{fddb}';
/// The first of sixteen digits.
const DIGITS: u32 = 0xfde0;

/// Where a run of rich text begins, in UTF-16, and the number of its font.
pub(super) type Run = (usize, u16);

/// A run with its signs; words alone where its font says nothing.
pub(super) fn run(words: &str, font: Font) -> String {
    if font == Font::default() || words.is_empty() {
        return words.to_owned();
    }
    let mut text = String::from(BEGINS);
    text.extend(font.is_struck.map(|is_struck| if is_struck { STRUCK } else { NOT_STRUCK }));
    text.extend(font.is_raised.map(|is_raised| if is_raised { RAISED } else { NOT_RAISED }));
    match font.ink {
        None => {}
        Some(Colour::Rgb(channels)) => {
            text.push(INK);
            text.extend(channels.iter().flat_map(|channel| [digit(channel >> 4), digit(channel & 15)]));
        }
        Some(Colour::Theme { .. } | Colour::Unknown) => text.push(OTHER_INK),
    }
    text.push_str(words);
    text.push(ENDS);
    text
}

fn digit(value: u8) -> char {
    char::from_u32(DIGITS + u32::from(value)).unwrap_or(OTHER_INK)
}

/// A text with its runs by the numbers of their fonts; what stands in front of the first one has the font of the cell. `None` without runs.
pub(super) fn of_runs(units: &[u16], runs: &[Run], font: impl Fn(u16) -> Option<Font>) -> Option<String> {
    let (first, _) = runs.first()?;
    let mut text = String::from_utf16_lossy(units.get(..*first).unwrap_or(units));
    for (position, (start, font_number)) in runs.iter().enumerate() {
        let end = runs.get(position + 1).map_or(units.len(), |(next, _)| *next);
        let words = String::from_utf16_lossy(units.get(*start..end).unwrap_or_default());
        text.push_str(&run(&words, font(*font_number).unwrap_or_default()));
    }
    Some(text)
}

/// A text by what becomes of its words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Rich {
    /// What a person reads.
    pub(super) shown: String,
    /// What is struck out or raised.
    pub(super) withdrawn: String,
    /// What has the colour of its ground.
    pub(super) unseen: String,
}

/// The words of a text with signs, in a cell of such a paint; `None` if it has none.
pub(super) fn read(text: &str, paint: Paint) -> Option<Rich> {
    let (own, runs) = text.split_once(BEGINS)?;
    let mut rich = Rich::default();
    rich.add(own, paint);
    for piece in runs.split(BEGINS) {
        let (inside, behind) = piece.split_once(ENDS).unwrap_or((piece, ""));
        let (font, words) = font_of(inside);
        rich.add(words, Paint { font: font.or(paint.font), ..paint });
        rich.add(behind, paint);
    }
    Some(rich)
}

/// What a person reads of a text, whatever cell it stands in.
pub(super) fn shown(text: &str) -> String {
    read(text, Paint::default()).map_or_else(|| text.to_owned(), |rich| rich.shown)
}

impl Rich {
    fn add(&mut self, words: &str, paint: Paint) {
        let to = if paint.is_withdrawn() {
            &mut self.withdrawn
        } else if paint.is_unseen() {
            &mut self.unseen
        } else {
            &mut self.shown
        };
        to.push_str(words);
    }
}

/// What the signs in front of a run's words say of its font, and the words.
fn font_of(inside: &str) -> (Font, &str) {
    let mut font = Font::default();
    let mut characters = inside.chars();
    loop {
        let words = characters.as_str();
        match characters.next() {
            Some(STRUCK) => font.is_struck = Some(true),
            Some(NOT_STRUCK) => font.is_struck = Some(false),
            Some(RAISED) => font.is_raised = Some(true),
            Some(NOT_RAISED) => font.is_raised = Some(false),
            Some(INK) => font.ink = Some(channels(&mut characters).map_or(Colour::Unknown, Colour::Rgb)),
            Some(OTHER_INK) => font.ink = Some(Colour::Unknown),
            _ => return (font, words),
        }
    }
}

fn channels(characters: &mut Chars<'_>) -> Option<[u8; 3]> {
    let mut value = || u8::try_from(u32::from(characters.next()?).checked_sub(DIGITS)?).ok().filter(|value| *value < 16);
    let mut channel = || Some(value()? << 4 | value()?);
    Some([channel()?, channel()?, channel()?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::open::colour::WHITE;

    fn struck() -> Font {
        Font { is_struck: Some(true), ..Font::WHOLE }
    }

    fn white() -> Font {
        Font { ink: Some(WHITE), ..Font::WHOLE }
    }

    fn rich(shown: &str, withdrawn: &str, unseen: &str) -> Rich {
        Rich { shown: shown.to_owned(), withdrawn: withdrawn.to_owned(), unseen: unseen.to_owned() }
    }

    #[test]
    fn runs_go_where_their_fonts_say() {
        let text = [run("12000", struck()), run("12345", Font::WHOLE), "人".to_owned(), run("6", white())].concat();
        assert_eq!(read(&text, Paint::default()), Some(rich("12345人", "12000", "6")));
        assert_eq!(read("12345", Paint::default()), None);
        let raised = Font { is_raised: Some(true), ..Font::default() };
        assert_eq!(read(&format!("339{}", run("1", raised)), Paint::default()), Some(rich("339", "1", "")));
        assert_eq!(run("12345", Font::default()), "12345");
        assert_eq!(shown(&text), "12345人");
    }

    #[test]
    fn what_a_run_does_not_say_its_cell_does() {
        let in_struck = Paint { font: struck(), ..Paint::default() };
        // As LibreOffice writes it: the cell's own style is struck out, and the second run is not.
        let text = [run("12000", struck()), run("12345", Font::WHOLE)].concat();
        assert_eq!(read(&text, in_struck), Some(rich("12345", "12000", "")));
        // As Excel writes it: the first run has no font of its own.
        assert_eq!(read(&format!("12000{}", run("12345", Font::WHOLE)), in_struck), Some(rich("12345", "12000", "")));
        let bold_alone = Font { ink: Some(Colour::Unknown), ..Font::default() };
        assert_eq!(read(&run("12000", bold_alone), in_struck), Some(rich("", "12000", "")));
        let on_dark = Paint { ground: Colour::Rgb([31, 73, 125]), ..Paint::default() };
        assert_eq!(read(&run("12345", white()), on_dark), Some(rich("12345", "", "")));
    }

    #[test]
    fn runs_begin_where_they_are_said_to() {
        let units: Vec<u16> = "人数339".encode_utf16().collect();
        let font = |number: u16| (number < 9).then_some(if number == 1 { struck() } else { Font::WHOLE });
        let of = |runs: &[Run]| of_runs(&units, runs, font).map(|text| read(&text, Paint::default()).unwrap_or_default());
        assert_eq!(of(&[(2, 0), (4, 1)]), Some(rich("人数33", "9", "")));
        assert_eq!(of(&[(2, 1), (4, 0)]), Some(rich("人数9", "33", "")));
        assert_eq!(of(&[]), None);
        assert_eq!(of_runs(&units, &[(9, 1)], font), Some("人数339".to_owned()), "a run that begins nowhere");
        assert_eq!(of_runs(&units, &[(2, 9)], font), Some("人数339".to_owned()), "a font that there is not");
    }

    #[test]
    fn signs_that_nobody_wrote_whole_are_survived() {
        for text in
            ["\u{fdd4}", "\u{fdd5}1", "\u{fdd4}\u{fdda}\u{fde1}12", "\u{fdd4}\u{fdd6}", "1\u{fdd4}\u{fdd4}2\u{fdd5}\u{fdd5}"]
        {
            let _ = read(text, Paint::default());
        }
        assert_eq!(read("\u{fdd4}\u{fdda}\u{fde1}12\u{fdd5}", Paint::default()), Some(rich("2", "", "")));
    }
}
