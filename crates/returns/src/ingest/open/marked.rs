//! Texts whose runs have fonts of their own: those in a font that is struck out or raised are put between the signs that
//! [`Workbook::put`] takes out.
//!
//! [`Workbook::put`]: crate::ingest::workbook::Workbook::put

use crate::ingest::workbook::withdrawn;

/// What of a font says that its words are not read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Font {
    pub(super) is_struck: bool,
    pub(super) is_raised: bool,
}

impl Font {
    pub(super) fn is_withdrawn(self) -> bool {
        self.is_struck || self.is_raised
    }
}

/// Where a run of rich text begins, in UTF-16, and the number of its font.
pub(super) type Run = (usize, u16);

/// The text with signs around the runs that are withdrawn; `None` if none is. What stands in front of the first run has the font of the cell.
pub(super) fn marked(units: &[u16], runs: &[Run], font: impl Fn(u16) -> Option<Font>) -> Option<String> {
    let is_withdrawn = |number: u16| font(number).is_some_and(Font::is_withdrawn);
    if !runs.iter().any(|(_, font)| is_withdrawn(*font)) {
        return None;
    }
    let first = runs.first().map_or(units.len(), |(start, _)| *start);
    let mut text = String::from_utf16_lossy(units.get(..first).unwrap_or_default());
    for (position, (start, font)) in runs.iter().enumerate() {
        let end = runs.get(position + 1).map_or(units.len(), |(next, _)| *next);
        let words = String::from_utf16_lossy(units.get(*start..end).unwrap_or_default());
        if is_withdrawn(*font) {
            text.push_str(&withdrawn(&words));
        } else {
            text.push_str(&words);
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_in_such_a_font_are_marked() {
        let units: Vec<u16> = "人数339".encode_utf16().collect();
        let font = |number: u16| Some(Font { is_struck: number == 1, is_raised: number == 2 });
        assert_eq!(marked(&units, &[(2, 0), (4, 2)], font), Some("人数33\u{fdd0}9\u{fdd1}".to_owned()));
        assert_eq!(marked(&units, &[(2, 1), (4, 0)], font), Some("人数\u{fdd0}33\u{fdd1}9".to_owned()));
        assert_eq!(marked(&units, &[(2, 0)], font), None);
        assert_eq!(marked(&units, &[(9, 1)], font), Some("\u{fdd0}\u{fdd1}".to_owned()), "a run that begins nowhere");
    }
}
