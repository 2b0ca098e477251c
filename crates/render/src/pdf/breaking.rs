//! Where a line of Chinese may break.
//!
//! In: a text. Out: per character, whether a line may start with it. UAX 14 (icu) decides, with the Chinese rules on top
//! (避头尾): no 。，、》） at a line's start, no 《（“ at its end, a number stays in one piece with its unit.

use icu_segmenter::options::{LineBreakOptions, WordBreakInvariantOptions};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed, WordSegmenter};

/// Whether a line may start with a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Break {
    Never,
    Allowed,
    Forced,
}

const NEVER_FIRST: &str = "。，、；：？！）》〉」』】〕｝”’％‰℃·～,.;:!?)]}%";
const NEVER_LAST: &str = "（《〈「『【〔｛“‘￥$([{";
const OPENING_QUOTES: &str = "“‘";
const CLOSING_QUOTES: &str = "”’";

/// What a number takes along, beside 万 and 亿 in front of it; the longest that fits counts. 3.2个 goes without 百分点: the longest unit
/// tears the line above it apart.
const UNITS: &[&str] = &[
    "百分点",
    "人次",
    "例次",
    "床日",
    "小时",
    "分钟",
    "公里",
    "年",
    "月",
    "日",
    "号",
    "时",
    "天",
    "周",
    "个",
    "家",
    "项",
    "所",
    "名",
    "例",
    "人",
    "次",
    "元",
    "张",
    "床",
    "户",
    "分",
    "期",
    "岁",
    "倍",
    "种",
    "类",
    "条",
    "起",
    "件",
    "份",
    "%",
    "％",
    "‰",
    "℃",
];
const MULTIPLES: &str = "万亿千百";

/// The breaks before each of `characters`; the first is never one. Line feeds force a break behind them.
pub(super) fn breaks(characters: &[char]) -> Vec<Break> {
    const SEGMENTER: LineSegmenterBorrowed<'static> = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let mut breaks = vec![Break::Never; characters.len()];
    // The cells of tables are numbers for the most part.
    if characters.iter().all(|character| character.is_ascii_digit() || ".,+-%".contains(*character)) {
        return breaks;
    }
    let text: String = characters.iter().collect();
    let mut offset = 0;
    let mut opportunities = SEGMENTER.segment_str(&text).skip(1).peekable();
    for (index, character) in characters.iter().enumerate() {
        while opportunities.next_if(|opportunity| *opportunity < offset).is_some() {}
        let previous = index.checked_sub(1).and_then(|before| characters.get(before)).copied();
        if let (Some(previous), Some(slot)) = (previous, breaks.get_mut(index)) {
            let opportunity = opportunities.peek() == Some(&offset);
            *slot = between(previous, *character, opportunity);
        }
        offset += character.len_utf8();
    }
    for index in 1..characters.len() {
        if characters.get(index - 1).is_some_and(char::is_ascii_digit) {
            let behind = characters.get(index..).unwrap_or_default();
            let unit = breaks.iter_mut().skip(index).take(unit_length(behind));
            unit.for_each(|slot| *slot = Break::Never);
            if let (['—' | '～' | '~' | '-', next, ..], Some(slots)) = (behind, breaks.get_mut(index..index + 2)) {
                // A range is one number: 1—9月.
                if next.is_ascii_digit() {
                    slots.fill(Break::Never);
                }
            }
        }
    }
    breaks
}

/// How many characters at the start of `behind` belong to the number in front: `万人次` has three.
fn unit_length(behind: &[char]) -> usize {
    let multiple = usize::from(behind.first().is_some_and(|first| MULTIPLES.contains(*first)));
    let rest = behind.get(multiple..).unwrap_or_default();
    let fits = |unit: &&str| unit.chars().count() <= rest.len() && unit.chars().zip(rest).all(|(one, other)| one == *other);
    multiple + UNITS.iter().filter(|unit| fits(unit)).map(|unit| unit.chars().count()).max().unwrap_or(0)
}

fn between(previous: char, next: char, opportunity: bool) -> Break {
    if previous == '\n' {
        Break::Forced
    } else if NEVER_LAST.contains(previous)
        || NEVER_FIRST.contains(next)
        || belongs_together(previous, next)
        || is_torn(previous, next)
    {
        Break::Never
    } else if opportunity || opens_or_closes(previous, next) {
        Break::Allowed
    } else {
        Break::Never
    }
}

/// 〔2025〕3号 stays in one piece, 第 goes with its number, DRG/DIP and 百分点 are one word.
fn belongs_together(previous: char, next: char) -> bool {
    matches!((previous, next), ('百', '分') | ('分', '点'))
        || next.is_ascii_digit() && matches!(previous, '〕' | '第')
        || next.is_ascii_alphanumeric() && matches!(previous, '/' | '-')
}

/// …… and —— are one mark of two characters.
fn is_torn(previous: char, next: char) -> bool {
    previous == next && matches!(next, '…' | '—')
}

/// UAX 14 glues quotation marks to both sides, because it cannot know that these are Chinese ones.
fn opens_or_closes(previous: char, next: char) -> bool {
    OPENING_QUOTES.contains(next) && is_wide(previous) || CLOSING_QUOTES.contains(previous) && is_wide(next)
}

/// Whether a character fills a square: Han, kana, full-width forms and the punctuation between them.
pub(super) fn is_wide(character: char) -> bool {
    matches!(character, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FF60}')
        || matches!(character, '\u{20000}'..='\u{3FFFF}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

/// Closing marks whose right half is blank: at a line's end that half may hang over the edge.
pub(super) fn hangs(character: char) -> bool {
    "。，、；：）》〉」』】〕”’".contains(character)
}

/// Opening marks whose left half is blank.
pub(super) fn opens(character: char) -> bool {
    "（《〈「『【〔“‘".contains(character)
}

/// Where words start, for titles: a title breaks between words, not inside them.
pub(super) fn word_starts(characters: &[char]) -> Vec<bool> {
    let text: String = characters.iter().collect();
    let boundaries: Vec<usize> = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()).segment_str(&text).collect();
    let mut offset = 0;
    characters
        .iter()
        .map(|character| {
            let starts = boundaries.binary_search(&offset).is_ok();
            offset += character.len_utf8();
            starts
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let characters: Vec<char> = text.chars().collect();
        let mut pieces = vec![String::new()];
        for (character, opportunity) in characters.iter().zip(breaks(&characters)) {
            if opportunity != Break::Never {
                pieces.push(String::new());
            }
            pieces.last_mut().expect("piece").push(*character);
        }
        pieces
    }

    #[test]
    fn punctuation_stays_with_its_neighbour() {
        assert_eq!(pieces("甲，乙。《丙》（丁）"), ["甲，", "乙。", "《丙》", "（丁）"]);
        assert_eq!(pieces("称为“三医联动”的"), ["称", "为", "“三", "医", "联", "动”", "的"]);
    }

    #[test]
    fn numbers_and_latin_words_are_kept_whole() {
        assert_eq!(pieces("达1,234.5万人"), ["达", "1,234.5万人"]);
        assert_eq!(pieces("增长61.0%。"), ["增", "长", "61.0%。"]);
        assert_eq!(pieces("2025年9月"), ["2025年", "9月"]);
        assert_eq!(pieces("用DRG付费"), ["用", "DRG", "付", "费"]);
        assert_eq!(pieces("甲\n乙"), ["甲\n", "乙"]);
        assert_eq!(pieces("提高3.2个百分点等"), ["提", "高", "3.2个", "百分点", "等"]);
        assert_eq!(pieces("共12亿元和3万人次"), ["共", "12亿元", "和", "3万人次"]);
        assert_eq!(pieces("济卫通报〔2025〕3号文"), ["济", "卫", "通", "报", "〔2025〕3号", "文"]);
        assert_eq!(pieces("按DRG/DIP-2付费"), ["按", "DRG/DIP-2", "付", "费"]);
        assert_eq!(pieces("第3医院"), ["第3", "医", "院"]);
        assert_eq!(pieces("在1—9月和2020～2025年"), ["在", "1—9月", "和", "2020～2025年"]);
        assert_eq!(pieces("达3——即"), ["达", "3", "——", "即"]);
    }

    #[test]
    fn marks_of_two_characters_are_not_torn() {
        assert_eq!(pieces("甲……乙——丙"), ["甲……", "乙", "——", "丙"]);
    }

    #[test]
    fn words_start_where_a_dictionary_says() {
        let characters: Vec<char> = "任务完成情况".chars().collect();
        let starts = word_starts(&characters);
        assert!(starts[2] && starts[4], "{starts:?}");
        assert!(!starts[1] && !starts[3], "{starts:?}");
    }
}
