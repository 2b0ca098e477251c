//! Text of others as words and nothing else: what nobody sees, and what would do something where it is shown, is taken out.
//!
//! Names and sentences come from cells that people paste into. A control character moves the cursor of a terminal, one of direction turns a
//! line round, a line break begins a line that a wording takes for its own. None of them is a word.

use std::borrow::Cow;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Whether nobody sees a character that is no blank: control characters, all that Unicode counts as format (joiners, marks of direction, soft
/// hyphens, tags), variation selectors, and what will never be a character.
pub fn is_hidden(character: char) -> bool {
    // Most of all text: Latin letters, and the Han characters with their marks, among which there is none of them.
    match character {
        '\0'..='\x7f' => return character.is_ascii_control() && !breaks(character),
        '\u{3000}'..='\u{d7ff}' => return false,
        _ => {}
    }
    let is_selector = matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    let is_hidden = matches!(character.general_category(), GeneralCategory::Control | GeneralCategory::Format);
    is_selector || (is_hidden && !breaks(character)) || is_no_character(character)
}

/// As it is printed: nothing for what nobody sees, a blank for blanks of any kind but the ideographic one.
pub fn printed(character: char) -> Option<char> {
    match character {
        '\u{3000}' => Some(character),
        _ if is_hidden(character) || character == '\r' => None,
        _ if character.is_whitespace() && character != '\n' => Some(' '),
        _ => Some(character),
    }
}

/// One line of words: without what nobody sees; a line break or a tab is a blank, or nothing beside a character that wants none.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|character| breaks(character) || is_hidden(character)) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut is_broken = false;
    for character in text.chars().filter(|&character| !is_hidden(character)) {
        if breaks(character) {
            is_broken = !plain.is_empty();
            continue;
        }
        let wants_blank = |beside: Option<char>| beside.is_some_and(|beside| beside.is_ascii_graphic());
        if std::mem::take(&mut is_broken) && wants_blank(plain.chars().next_back()) && wants_blank(Some(character)) {
            plain.push(' ');
        }
        plain.push(character);
    }
    Cow::Owned(plain)
}

/// Lines of words, for a screen: without what nobody sees; a line break stays one.
pub fn lines(text: &str) -> String {
    let kept = text.chars().filter(|&character| !is_hidden(character));
    kept.map(|character| if breaks(character) && !matches!(character, '\n' | '\t') { ' ' } else { character }).collect()
}

/// Ends a line, or leaps in it.
fn breaks(character: char) -> bool {
    matches!(character, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Code points that Unicode keeps free of characters for good. The program marks places in its own text with some.
fn is_no_character(character: char) -> bool {
    let code = u32::from(character);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_goes_and_a_line_break_ends_no_line() {
        assert_eq!(one_line("任城区\u{1b}[31m\u{0}医院\u{202e}"), "任城区[31m医院");
        assert_eq!(one_line("甲\r\n@table 乙\u{2028}丙\tA\n\nB 1\n"), "甲@table 乙丙A B 1");
        assert!(matches!(one_line("甲县 人民医院　（总院）"), Cow::Borrowed(_)));
        assert_eq!(lines("甲\u{1b}\n乙\r丙\u{9b}"), "甲\n乙 丙");
    }

    #[test]
    fn blanks_are_printed_as_blanks_and_private_characters_stay() {
        let shown = |text: &str| text.chars().filter_map(printed).collect::<String>();
        assert_eq!(shown("甲\u{a0}乙\u{2003}丙　丁\u{feff}\u{e000}\u{fdd0}\u{ffff}"), "甲 乙 丙　丁\u{e000}");
    }

    #[test]
    fn no_control_or_format_character_is_left() {
        for code in 0..=0x10_FFFF_u32 {
            let Some(character) = char::from_u32(code) else { continue };
            let text = format!("甲{character}乙");
            let is_plain = one_line(&text).chars().all(|left| {
                !matches!(
                    left.general_category(),
                    GeneralCategory::Control
                        | GeneralCategory::Format
                        | GeneralCategory::LineSeparator
                        | GeneralCategory::ParagraphSeparator
                )
            });
            assert!(is_plain, "U+{code:04X}");
        }
    }
}
