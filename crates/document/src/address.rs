//! Names of cells: `D14` for a zero-based row and column, and back.

/// The A1 name of a zero-based row and column.
pub fn a1(row: u32, column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

/// The zero-based row and column of an A1 name; `None` for anything else, such as a range.
pub fn parse_a1(name: &str) -> Option<(u32, u16)> {
    let digits = name.find(|character: char| character.is_ascii_digit())?;
    let (letters, row) = name.split_at_checked(digits)?;
    let is_name = !letters.is_empty() && letters.len() <= 3 && letters.bytes().all(|letter| letter.is_ascii_uppercase());
    let row: u32 = row.parse().ok().filter(|row| *row > 0 && is_name)?;
    let column = letters.bytes().fold(0, |column: u16, letter| column * 26 + u16::from(letter - b'A') + 1);
    Some((row - 1, column - 1))
}

#[cfg(test)]
mod tests {
    use super::{a1, parse_a1};

    #[test]
    fn columns_count_in_letters() {
        assert_eq!(a1(0, 0), "A1");
        assert_eq!(a1(13, 3), "D14");
        assert_eq!(a1(9, 25), "Z10");
        assert_eq!(a1(9, 26), "AA10");
        assert_eq!(a1(1_048_575, 16_383), "XFD1048576");
    }
    #[test]
    fn a_name_leads_back_to_its_cell() {
        for (row, column) in [(0, 0), (13, 3), (9, 25), (9, 26), (1_048_575, 16_383)] {
            assert_eq!(parse_a1(&a1(row, column)), Some((row, column)));
        }
        for name in ["", "A", "A0", "7", "A1:B2", "a1", "AAAA1", "D-4"] {
            assert_eq!(parse_a1(name), None, "{name}");
        }
    }
}
