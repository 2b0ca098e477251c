//! Words as compared: without the blanks, widths, brackets and numbering that people add and Excel keeps.

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

/// Half-width and without any blanks.
pub(super) fn compact(text: &str) -> String {
    text.chars().filter(|&character| !is_blank(character)).map(half_width).collect()
}

/// The label of a field or column: compact, without remarks in brackets and without its colon.
pub(super) fn label(text: &str) -> String {
    let mut label = without_brackets(&compact(text));
    while label.ends_with(':') {
        label.pop();
    }
    label
}

/// A code as compared: compact, in capitals, any dash as `-`, without the apostrophe that marks a text in Excel.
pub(super) fn code(text: &str) -> String {
    let unquoted = compact(text).trim_start_matches(['\'', '‘', '’', '`']).to_ascii_uppercase();
    let dashed: String = unquoted.chars().map(|character| if is_dash(character) { '-' } else { character }).collect();
    match dashed.strip_suffix(".0") {
        Some(whole) if is_digits(whole) => whole.to_owned(),
        _ => dashed,
    }
}

/// A code of digits without the zeros that Excel drops.
pub(super) fn without_leading_zeros(code: &str) -> &str {
    if !is_digits(code) {
        return code;
    }
    let significant = code.trim_start_matches('0');
    if significant.is_empty() { "0" } else { significant }
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

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Text outside `( )`, of a compact text; left as it is if a bracket is never closed or nothing else is left.
fn without_brackets(text: &str) -> String {
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
    fn labels_lose_their_remarks() {
        assert_eq!(label("单位代码（统一社会信用代码）："), "单位代码");
        assert_eq!(label("表　　号:"), "表号");
        assert_eq!(label("本期\n累计(2)"), "本期累计");
        assert_eq!(label("（一）"), "(一)");
        assert_eq!(unit_name("甲县 人民医院（总院）"), unit_name("甲县人民医院(总院)"));
    }
}
