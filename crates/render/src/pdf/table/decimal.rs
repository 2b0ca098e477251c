//! Where the decimal point of a number stands; `—`, `…` and words have none.

/// The longest mark or unit behind a number, in characters.
const MARK: usize = 2;

/// Where a number's decimal point stands, or would stand; none if this is no number.
pub(super) fn point(characters: &[char]) -> Option<usize> {
    let sign = usize::from(matches!(characters.first(), Some('+' | '-' | '−' | '±')));
    let whole = count(characters, sign, |character| character.is_ascii_digit() || character == ',');
    if !characters.get(sign).is_some_and(char::is_ascii_digit) {
        return None;
    }
    let point = sign + whole;
    let digits = match characters.get(point) {
        Some('.') => 1 + count(characters, point + 1, |character| character.is_ascii_digit()),
        _ => 0,
    };
    (characters.len() - point - digits <= MARK).then_some(point)
}

fn count(characters: &[char], from: usize, counts: impl Fn(char) -> bool) -> usize {
    characters.iter().skip(from).take_while(|character| counts(**character)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_point_of_a_number_is_found_and_words_have_none() {
        for (text, expected) in [
            ("61.0*", Some(2)),
            ("1.3c", Some(1)),
            ("+1,234.5", Some(6)),
            ("-3", Some(2)),
            ("12,345", Some(6)),
            ("85%", Some(2)),
            ("—", None),
            ("…", None),
            ("无", None),
            ("", None),
            ("+", None),
            ("12个单位", None),
            ("2025-10-20", None),
        ] {
            assert_eq!(point(&text.chars().collect::<Vec<char>>()), expected, "{text}");
        }
    }
}
