//! Text as a cell can hold it, and how much room it takes.
//!
//! Room is counted in ems, the width of one Chinese character; in 宋体 a Latin letter or a digit takes about half of one.

use std::borrow::Cow;

use tongbao_document::{escape, plain};

/// What every page says of sample data.
pub(super) const SAMPLE: &str = "示例数据";

/// Most UTF-16 units that a cell holds.
const CELL_LIMIT: usize = 32_767;

/// The text as a cell can hold it: without control characters other than line breaks, cut with … where it is too long.
pub(super) fn fitting(text: &str) -> Cow<'_, str> {
    let clean = text.chars().all(is_writable);
    // UTF-8 never has fewer bytes than UTF-16 has units.
    if clean && text.len() <= CELL_LIMIT {
        return Cow::Borrowed(text);
    }
    let kept: String = text.chars().filter(|&character| is_writable(character)).collect();
    Cow::Owned(limited(&kept, CELL_LIMIT))
}

/// Whether XML has the character, and Excel shows it as itself.
fn is_writable(character: char) -> bool {
    character == '\n' || character == '\t' || !plain::is_hidden(character) && character != '\r'
}

/// Words for a part of the workbook that has no cells, and of which the writer escapes nothing: one line of at most so many UTF-16 units.
pub(super) fn outside_cells(words: &str, limit: usize) -> String {
    limited(&escape::widened(&plain::one_line(words)), limit)
}

/// At most so many UTF-16 units, which is how Excel counts; what is cut ends with ….
pub(super) fn limited(text: &str, limit: usize) -> String {
    if text.len() <= limit || text.encode_utf16().count() <= limit {
        return text.to_owned();
    }
    let mut cut = clipped(text, limit.saturating_sub(1)).to_owned();
    cut.push('…');
    cut
}

/// The beginning of the text: at most so many UTF-16 units, characters whole.
pub(super) fn clipped(text: &str, limit: usize) -> &str {
    let mut units = 0;
    for (at, character) in text.char_indices() {
        units += character.len_utf16();
        if units > limit {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// Whether Excel would take the text for a formula if somebody edited the cell.
pub(super) fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@'])
}

/// Width in ems of the longest line.
pub(super) fn ems(text: &str) -> f32 {
    text.split('\n').map(line_ems).fold(0.0, f32::max)
}

/// How many lines the text takes when wrapped at a width in ems, at least one.
pub(super) fn lines(text: &str, width: f32) -> f32 {
    // Punctuation that may not begin a line, and words that may not be torn, leave lines short.
    let usable = (width - 1.0).max(1.0);
    text.split('\n').map(|line| (line_ems(line) / usable).ceil().max(1.0)).sum()
}

/// Parts of at most so many ems each, cut behind a full stop where there is one in the last half.
pub(super) fn parts(text: &str, limit: f32) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(cut) = cut_at(rest, limit) {
        let (part, tail) = rest.split_at(cut);
        parts.push(part);
        rest = tail;
    }
    parts.push(rest);
    parts
}

/// Where a text longer than the limit is cut.
fn cut_at(text: &str, limit: f32) -> Option<usize> {
    let mut width = 0.0;
    let mut stop = None;
    for (at, character) in text.char_indices() {
        width += em(character);
        if width > limit && at > 0 {
            return stop.or(Some(at));
        }
        if width > limit / 2.0 && matches!(character, '。' | '；' | '\n') {
            stop = Some(at + character.len_utf8());
        }
    }
    None
}

fn line_ems(line: &str) -> f32 {
    line.chars().map(em).sum()
}

fn em(character: char) -> f32 {
    if character < '\u{2000}' { 0.55 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_by_utf16_units_and_says_so() {
        let long = "😀".repeat(20_000);
        let cut = fitting(&long);
        assert!(cut.ends_with('…'));
        assert_eq!(cut.encode_utf16().count(), 32_767);
        assert_eq!(limited("一二三", 3), "一二三");
        assert_eq!(limited("一二三四", 3), "一二…");
    }

    #[test]
    fn outside_cells_words_are_one_line_and_no_escape() {
        assert_eq!(outside_cells("甲\u{1}\u{200b}\u{202e}乙\n丙_x0007_", 255), "甲乙丙＿x0007_");
        assert_eq!(outside_cells("甲乙丙", 2), "甲…");
    }

    #[test]
    fn control_characters_do_not_reach_a_cell() {
        assert_eq!(fitting("a\u{1}b\r\nc\u{7f}\u{9b}\u{202e}\u{ffff}"), "ab\nc");
    }

    #[test]
    fn lines_are_counted_generously() {
        assert!((lines("一二三四五六七八九十", 6.0) - 2.0).abs() < 0.01);
        assert!((lines("一\n二", 6.0) - 2.0).abs() < 0.01);
        assert!((lines("", 6.0) - 1.0).abs() < 0.01);
    }

    #[test]
    fn parts_end_with_a_sentence_and_lose_nothing() {
        let text = "甲乙丙丁。戊己庚辛。壬癸";
        assert_eq!(parts(text, 6.0), ["甲乙丙丁。", "戊己庚辛。", "壬癸"]);
        assert_eq!(parts(&"长".repeat(25), 10.0).concat(), "长".repeat(25));
    }
}
