//! 统一社会信用代码 (GB 32100-2015) of units that do not exist, with check characters that hold.

use tongbao_returns::domain::{CountyCode, UnitCode};

/// The characters of a code, in the order of their values; I, O, S, V and Z are left out.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Who registered the unit, as the first two characters say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registered {
    /// 机关.
    Authority,
    /// 事业单位.
    Institution,
}

/// The code of the unit with a serial number in a county. The organisation codes begin with `0000`: no real unit has such a one.
pub fn credit_code(registered: Registered, county: &CountyCode, serial: u32) -> UnitCode {
    let kind = match registered {
        Registered::Authority => "11",
        Registered::Institution => "12",
    };
    let organisation = format!("{:08}", serial % 100_000_000);
    let body = format!("{kind}{county}{organisation}{}", organisation_check(&organisation));
    let check = check_character(&body);
    UnitCode::new(format!("{body}{check}"))
}

/// The ninth character of an organisation code (GB 11714).
fn organisation_check(code: &str) -> char {
    let weighted = code.bytes().zip([3_u32, 7, 9, 10, 5, 8, 4, 2]).map(|(byte, weight)| u32::from(value(byte, 36)) * weight);
    match 11 - weighted.sum::<u32>() % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

/// The eighteenth character of a code.
pub fn check_character(first_seventeen: &str) -> char {
    let mut weight = 1_u32;
    let mut sum = 0_u32;
    for byte in first_seventeen.bytes() {
        sum += u32::from(value(byte, 31)) * weight;
        weight = weight * 3 % 31;
    }
    let position = usize::try_from((31 - sum % 31) % 31).unwrap_or_default();
    ALPHABET.get(position).map_or('0', |&byte| char::from(byte))
}

/// The value of a character: in base 36 the letters count from A = 10, in base 31 by their place in [`ALPHABET`].
fn value(byte: u8, base: u8) -> u8 {
    match (base, byte) {
        (_, b'0'..=b'9') => byte - b'0',
        (36, b'A'..=b'Z') => byte - b'A' + 10,
        _ => ALPHABET.iter().position(|&known| known == byte).and_then(|place| u8::try_from(place).ok()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_characters_agree_with_published_codes() {
        for code in ["91512081MA62K0260E", "11320000MB151840XJ"] {
            let (body, check) = code.split_at(17);
            assert_eq!(check_character(body).to_string(), check, "{code}");
            assert_eq!(organisation_check(&code[8..16]).to_string(), &code[16..17], "{code}");
        }
        assert_eq!(check_character("91350100M000100Y4"), '3');
    }

    #[test]
    fn codes_say_who_and_where() {
        let code = credit_code(Registered::Institution, &CountyCode::new("370811"), 17);
        assert!(code.as_str().starts_with("1237081100000017"), "{code}");
        assert_eq!(code.as_str().len(), 18);
    }
}
