//! Sheets of .xlsb: the short records of cells, which leave the column out because it is the next one (MS-XLSB 2.4.704 to 2.4.710), made
//! into the long ones that calamine reads.

use crate::ingest::open::records::records;

/// A row begins.
const ROW: u16 = 0;
/// The long records of cells with a value or none, without and with a formula.
const LONG: std::ops::RangeInclusive<u16> = 1..=11;
/// The short ones, in the order of the first seven long ones.
const SHORT: std::ops::RangeInclusive<u16> = 12..=18;

/// The sheet with long records only; `None` if it has no short ones, or breaks off.
pub(in crate::ingest::open) fn full(part: &[u8]) -> Option<Vec<u8>> {
    let mut full = Vec::with_capacity(part.len() + part.len() / 4);
    let (mut next_column, mut has_short) = (0_u32, false);
    for record in records(part) {
        let record = record?;
        if SHORT.contains(&record.kind) {
            has_short = true;
            full.push(u8::try_from(record.kind - SHORT.start() + LONG.start()).ok()?);
            write_length(&mut full, record.content.len() + 4);
            full.extend(next_column.to_le_bytes());
            full.extend(record.content);
            next_column = next_column.checked_add(1)?;
        } else {
            if record.kind == ROW {
                next_column = 0;
            } else if LONG.contains(&record.kind) {
                next_column = record.u32(0)?.checked_add(1)?;
            }
            full.extend(record.whole);
        }
    }
    has_short.then_some(full)
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
