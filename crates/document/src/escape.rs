//! How a workbook writes a character that XML has not: `_x0001_`, and so, as `_x005F_x0001_`, words that look like that.

use std::borrow::Cow;

/// Length of `_x0001_`.
const LENGTH: usize = 7;

/// The words that a workbook means; a surrogate names no character and stays.
pub fn decoded(written: &str) -> Cow<'_, str> {
    replaced(written, |escape| {
        let digits = escape.get(2..LENGTH - 1)?;
        char::from_u32(u32::from_str_radix(digits, 16).ok()?).map(|character| (character.to_string(), LENGTH))
    })
}

/// Words as a workbook writes them, for the parts in which its writer does not see to that itself.
pub fn encoded(words: &str) -> Cow<'_, str> {
    replaced(words, |_| Some(("_x005F_".to_owned(), 1)))
}

/// Words that name no character, for what cannot be written otherwise: the first sign is the full-width twin.
pub fn widened(words: &str) -> Cow<'_, str> {
    replaced(words, |_| Some(("＿".to_owned(), 1)))
}

/// Whether words hold what looks like an escape.
pub fn is_needed(words: &str) -> bool {
    words.match_indices("_x").any(|(at, _)| begins_with_escape(words.get(at..).unwrap_or_default()))
}

/// Puts something in the place of a beginning of each escape: with how many bytes of it are replaced.
fn replaced(text: &str, instead: impl Fn(&str) -> Option<(String, usize)>) -> Cow<'_, str> {
    if !is_needed(text) {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        whole.push_str(before);
        let (put, taken) = if begins_with_escape(escape) { instead(escape) } else { None }.unwrap_or_else(|| ("_".to_owned(), 1));
        whole.push_str(&put);
        rest = escape.get(taken..).unwrap_or_default();
    }
    whole.push_str(rest);
    Cow::Owned(whole)
}

fn begins_with_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = bytes.get(2..LENGTH - 1).unwrap_or_default();
    text.starts_with("_x")
        && digits.len() == 4
        && digits.iter().all(u8::is_ascii_hexdigit)
        && bytes.get(LENGTH - 1) == Some(&b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_look_like_an_escape_come_back_as_they_were() {
        for words in ["甲_x0001_乙", "_x0041__x0042_", "_x000d_x000a_", "_xD800_", "_x005F_x0041_", "_x00g1_ _x12_ _x", "_x0041"]
        {
            assert_eq!(decoded(&encoded(words)), words);
        }
        assert_eq!(decoded("甲_x0001_乙_x005F_x0041_"), "甲\u{1}乙_x0041_");
        assert_eq!(decoded("_xD800_"), "_xD800_");
        assert_eq!(encoded("甲_x0001_乙"), "甲_x005F_x0001_乙");
        assert_eq!(widened("_x000a__x0041_乙"), "＿x000a_＿x0041_乙");
        assert!(matches!(encoded("甲_x乙_x00文_"), Cow::Borrowed(_)));
    }
}
