//! Words as they are compared, whoever copied or typed them.

/// Without blanks and marks, full-width digits as digits: what a spreadsheet or a hand changes without meaning anything.
pub(super) fn plain(text: &str) -> String {
    let narrow = |character: char| match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＝' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
        }
        other => other,
    };
    let is_mark = |character: &char| character.is_whitespace() || "。，；、！,;!·“”\"\u{feff}".contains(*character);
    text.chars().map(narrow).filter(|character| !is_mark(character)).collect()
}
