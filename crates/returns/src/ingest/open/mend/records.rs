//! Sheets of .xlsb: the short records of cells, which leave the column out because it is the next one (MS-XLSB 2.4.704 to 2.4.710), made
//! into the long ones that calamine reads.

/// A row begins.
const ROW: u16 = 0;
/// The long records of cells with a value or none, without and with a formula.
const LONG: std::ops::RangeInclusive<u16> = 1..=11;
/// The short ones, in the order of the first seven long ones.
const SHORT: std::ops::RangeInclusive<u16> = 12..=18;

/// The sheet with long records only; `None` if it has no short ones, or breaks off.
pub(in crate::ingest::open) fn full(part: &[u8]) -> Option<Vec<u8>> {
    let mut full = Vec::with_capacity(part.len() + part.len() / 4);
    let (mut rest, mut next_column, mut has_short) = (part, 0_u32, false);
    while !rest.is_empty() {
        let (kind, behind) = kind(rest)?;
        let (length, behind) = length(behind)?;
        let (content, behind) = behind.split_at_checked(length)?;
        if SHORT.contains(&kind) {
            has_short = true;
            full.push(u8::try_from(kind - SHORT.start() + LONG.start()).ok()?);
            write_length(&mut full, content.len() + 4);
            full.extend(next_column.to_le_bytes());
            full.extend(content);
            next_column += 1;
        } else {
            if kind == ROW {
                next_column = 0;
            } else if LONG.contains(&kind) {
                next_column = u32::from_le_bytes(content.first_chunk().copied()?) + 1;
            }
            full.extend(rest.get(..rest.len() - behind.len())?);
        }
        rest = behind;
    }
    has_short.then_some(full)
}

/// A record's kind: seven bits in a byte, with one or two bytes.
fn kind(bytes: &[u8]) -> Option<(u16, &[u8])> {
    match bytes {
        [one, rest @ ..] if *one < 0x80 => Some((u16::from(*one), rest)),
        [one, two, rest @ ..] => Some((u16::from(one & 0x7f) | u16::from(two & 0x7f) << 7, rest)),
        _ => None,
    }
}

/// A record's length: seven bits in a byte, at most four bytes.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut length = 0;
    for (position, byte) in bytes.iter().take(4).enumerate() {
        length |= usize::from(byte & 0x7f) << (7 * position);
        if byte & 0x80 == 0 || position == 3 {
            return Some((length, bytes.get(position + 1..)?));
        }
    }
    None
}

fn write_length(to: &mut Vec<u8>, mut length: usize) {
    loop {
        let low = u8::try_from(length & 0x7f).unwrap_or_default();
        length >>= 7;
        if length == 0 {
            return to.push(low);
        }
        to.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_records_count_on_from_the_last_column() {
        // Row 0; column 3 blank; then a short number 7 (an integer in the form RK) in column 4, a short truth in column 5.
        let style = [1, 0, 0, 0];
        let row = [&[0, 4][..], &[9, 0, 0, 0]].concat();
        let blank = [&[1, 8][..], &[3, 0, 0, 0], &style].concat();
        let number = [&[13, 8][..], &style, &[(7 << 2) | 2, 0, 0, 0]].concat();
        let truth = [&[15, 5][..], &style, &[1]].concat();
        let end = vec![0x92, 0x01, 0];
        let part = [row.clone(), blank.clone(), number, truth, end.clone()].concat();
        let long_number = [&[2, 12][..], &[4, 0, 0, 0], &style, &[(7 << 2) | 2, 0, 0, 0]].concat();
        let long_truth = [&[4, 9][..], &[5, 0, 0, 0], &style, &[1]].concat();
        assert_eq!(full(&part), Some([row.clone(), blank.clone(), long_number, long_truth, end.clone()].concat()));
        assert_eq!(full(&[row, blank, end].concat()), None, "nothing to mend");
        assert_eq!(full(&[13, 8, 1]), None, "it breaks off");
    }
}
