//! Words as compared: without the blanks, widths, brackets and numbering that people add and Excel keeps.

use crate::domain::item_code;
pub(super) use crate::domain::item_code::without_leading_zeros;
use tongbao_document::plain;

/// Full-width letters, digits and signs to their half-width twins, the ideographic space to a blank.
pub(super) fn half_width(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        '\u{3000}' | '\u{a0}' => ' ',
        _ => character,
    }
}

/// Blanks of every width, and all that nobody sees: control characters, joiners, marks of direction, soft hyphens.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || plain::is_hidden(character)
}

/// Whether nothing of a text is a blank, of full width, a bracket or another sign of the input methods: most labels and codes are of Han
/// characters (U+4000 to U+9FFF, of which the first byte is one of these), letters and digits alone, and compared as they stand.
fn is_bare(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'!'..=b'~' | 0x80..=0xbf | 0xe4..=0xe9))
}

/// Half-width and without any blanks.
pub(super) fn compact(text: &str) -> String {
    if is_bare(text) {
        return text.to_owned();
    }
    text.chars().filter(|&character| !is_blank(character)).map(half_width).collect()
}

/// The label of a field or column: compact, without remarks in brackets and without its colon.
pub(super) fn label(text: &str) -> String {
    let compact = compact(text);
    let mut label = if compact.contains(['(', '[', '【', '〔']) { without_brackets(&compact) } else { compact };
    while label.ends_with(':') {
        label.pop();
    }
    label
}

/// A code as compared: compact, in capitals, any dash as `-`, without the apostrophe that marks a text in Excel.
pub(super) fn code(text: &str) -> String {
    let is_as_compared = is_bare(text) && !text.starts_with(['\'', '`']);
    let dashed = if is_as_compared {
        text.to_owned()
    } else {
        let compact = compact(text);
        let unquoted = compact.trim_start_matches(['\'', '‘', '’', '`']);
        unquoted.chars().map(|character| if is_dash(character) { '-' } else { character }).collect()
    };
    item_code::compared(dashed)
}

/// A number as a code is written.
pub(super) fn number_as_code(number: f64) -> String {
    format!("{number}")
}

/// The name of a unit: brackets of one width, no blanks, no quotation marks.
pub(super) fn unit_name(text: &str) -> String {
    compact(text).chars().filter(|character| !matches!(character, '"' | '“' | '”' | '·' | '•')).collect()
}

/// The name of an item: without numbering, 其中：, remarks in brackets and marks of footnotes.
pub(super) fn item_name(text: &str) -> String {
    let compacted = without_brackets(&compact(text));
    let mut name = compacted.as_str();
    loop {
        let shorter = without_numbering(name);
        let shorter = shorter.strip_prefix("其中").or_else(|| shorter.strip_prefix('#')).unwrap_or(shorter);
        let shorter = shorter.trim_start_matches([':', '、', '.', '-', '—', '*']);
        if shorter.is_empty() || shorter.len() == name.len() {
            break;
        }
        name = shorter;
    }
    let name = name.trim_end_matches(|character: char| matches!(character, '*' | ':' | '①'..='⑳'));
    name.to_ascii_lowercase()
}

/// Any of the dashes that input methods offer.
pub(super) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | '─' | '━')
}

/// Chinese digits as Arabic ones: `二〇二五年十二月三十一日` is `2025年12月31日`.
pub(super) fn arabic(text: &str) -> String {
    let digit = |character: char| match character {
        '〇' | '零' | '○' => Some('0'),
        '一' | '元' => Some('1'),
        '二' => Some('2'),
        '三' => Some('3'),
        '四' => Some('4'),
        '五' => Some('5'),
        '六' => Some('6'),
        '七' => Some('7'),
        '八' => Some('8'),
        '九' => Some('9'),
        _ => None,
    };
    let characters: Vec<char> = text.chars().collect();
    let at = |position: Option<usize>| position.and_then(|position| characters.get(position)).copied();
    let is_digit =
        |character: Option<char>| character.is_some_and(|one| one.is_ascii_digit() || (one != '元' && digit(one).is_some()));
    let mut arabic = String::with_capacity(text.len());
    for (position, character) in characters.iter().copied().enumerate() {
        let (before, behind) = (at(position.checked_sub(1)), at(Some(position + 1)));
        match character {
            '十' => {
                if !is_digit(before) {
                    arabic.push('1');
                }
                if !is_digit(behind) {
                    arabic.push('0');
                }
            }
            // 元月 is January, 元 else money.
            '元' if behind != Some('月') => arabic.push('元'),
            // In a year only: 二O二六年.
            'O' | 'o' if is_digit(before) && is_digit(behind) => arabic.push('0'),
            other => arabic.push(digit(other).unwrap_or(other)),
        }
    }
    arabic
}

/// What stands in brackets, of a compact text.
pub(super) fn in_brackets(text: &str) -> impl Iterator<Item = &str> {
    text.split('(')
        .skip(1)
        .filter_map(|piece| piece.split_once(')').map(|(inside, _)| inside))
        .filter(|inside| !inside.is_empty())
}

/// Text outside `( )`, of a compact text; left as it is if a bracket is never closed or nothing else is left.
pub(super) fn without_brackets(text: &str) -> String {
    if !text.contains(['(', '[', '【', '〔']) {
        return text.to_owned();
    }
    let mut outside = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for character in text.chars() {
        match character {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' if depth > 0 => depth -= 1,
            _ if depth == 0 => outside.push(character),
            _ => {}
        }
    }
    if depth > 0 || outside.is_empty() { text.to_owned() } else { outside }
}

/// Without `一、`, `1.`, `1.1`, `2、` before a name; a number that belongs to the name (`65岁以上…`) stays.
fn without_numbering(name: &str) -> &str {
    let digits = |character: char| character.is_ascii_digit() || character == '.' || "一二三四五六七八九十".contains(character);
    let rest = name.trim_start_matches(digits);
    let number = &name[..name.len() - rest.len()];
    let is_numbered =
        !number.is_empty() && (number.ends_with('.') || rest.starts_with('、') || (number.contains('.') && !rest.is_empty()));
    if is_numbered { rest.trim_start_matches('、') } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_items_lose_what_the_form_adds() {
        for text in [
            "总诊疗人次",
            " 一、总诊疗人次",
            "1.总诊疗人次",
            "１．１ 总诊疗人次",
            "　其中：总 诊疗人次",
            "（一）总诊疗人次（人次）",
            "2、其中:总诊疗人次*",
            "总诊疗人次①",
            "#总诊疗人次",
        ] {
            assert_eq!(item_name(text), "总诊疗人次", "{text}");
        }
        for text in ["65岁以上老年人数", "一级医院数", "其中"] {
            assert_eq!(item_name(text), text);
        }
    }

    #[test]
    fn codes_are_compared_without_what_excel_and_hands_add() {
        for text in ["101", " 101 ", "１０１", "'101", "101.0", "‘101"] {
            assert_eq!(code(text), "101", "{text}");
        }
        assert_eq!(code("tb—h01"), "TB-H01");
        assert_eq!(code("1.10"), "1.10");
        assert_eq!(without_leading_zeros("0012"), "12");
        assert_eq!(without_leading_zeros("00"), "0");
        assert_eq!(without_leading_zeros("A01"), "A01");
        assert_eq!(number_as_code(101.0), "101");
    }

    #[test]
    fn chinese_digits_are_digits() {
        for (text, arabic_text) in [
            ("二〇二六年一月三日", "2026年1月3日"),
            ("二O二六年元月二十一日", "2026年1月21日"),
            ("二○二五年十二月三十一日", "2025年12月31日"),
            ("十月十日", "10月10日"),
            ("二十", "20"),
            ("500元", "500元"),
            ("Oct", "Oct"),
        ] {
            assert_eq!(arabic(text), arabic_text);
        }
        assert_eq!(in_brackets("本期累计(元)(2025年)").collect::<Vec<_>>(), ["元", "2025年"]);
    }

    #[test]
    fn labels_lose_their_remarks() {
        assert_eq!(label("单位代码（统一社会信用代码）："), "单位代码");
        assert_eq!(label("表　　号:"), "表号");
        assert_eq!(label("本期\n累计(2)"), "本期累计");
        assert_eq!(label("（一）"), "(一)");
        assert_eq!(unit_name("甲县 人民医院（总院）"), unit_name("甲县人民医院(总院)"));
    }
}
