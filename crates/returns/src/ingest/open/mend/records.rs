//! Sheets of .xlsb as calamine reads them: the short records of cells, which leave the column out because it is the next one (MS-XLSB 2.4.704 to
//! 2.4.710), made into long ones; errors that it knows; texts that the workbook holds.

use crate::ingest::open::records::records;
use crate::ingest::workbook::LOST;

/// A row begins.
const ROW: u16 = 0;
/// The long records of cells with a value or none, without and with a formula.
const LONG: std::ops::RangeInclusive<u16> = 1..=11;
/// The short ones, in the order of the first seven long ones.
const SHORT: std::ops::RangeInclusive<u16> = 12..=18;

/// An error that was typed, with its number behind column and style.
const ERROR: u16 = 3;
/// Those that calamine knows; the last, `#GETTING_DATA`, stands for any other.
const KNOWN_ERRORS: [u8; 8] = [0x00, 0x07, 0x0f, 0x17, 0x1d, 0x24, 0x2a, 0x2b];
/// A text of the cell's own, and one that the workbook shares, with its number behind column and style.
const TEXT: u16 = 6;
const SHARED_TEXT: u16 = 7;

/// The sheet in calamine's own way; `None` if it is so already, or breaks off. A cell that refers to a text beyond the `strings` that the workbook
/// shares has lost it.
pub(in crate::ingest::open) fn full(part: &[u8], strings: u32) -> Option<Vec<u8>> {
    let mut full = Vec::with_capacity(part.len() + part.len() / 4);
    let (mut next_column, mut is_changed) = (0_u32, false);
    for record in records(part) {
        let record = record?;
        if SHORT.contains(&record.kind) {
            is_changed = true;
            let kind = record.kind - SHORT.start() + LONG.start();
            let content = [&next_column.to_le_bytes(), record.content].concat();
            write(&mut full, &readable(kind, &content, strings).unwrap_or((kind, content)))?;
            next_column = next_column.checked_add(1)?;
        } else {
            if record.kind == ROW {
                next_column = 0;
            } else if LONG.contains(&record.kind) {
                next_column = record.u32(0)?.checked_add(1)?;
            }
            match readable(record.kind, record.content, strings) {
                Some(better) => {
                    is_changed = true;
                    write(&mut full, &better)?;
                }
                None => full.extend(record.whole),
            }
        }
    }
    is_changed.then_some(full)
}

/// What calamine reads in the place of a record that it stumbles over: the record's kind and content.
fn readable(kind: u16, content: &[u8], strings: u32) -> Option<(u16, Vec<u8>)> {
    let (head, value) = content.split_at_checked(8)?;
    match kind {
        ERROR => {
            let known = value.first().is_none_or(|error| KNOWN_ERRORS.contains(error));
            (!known).then(|| (kind, [head, &[0x2b]].concat()))
        }
        SHARED_TEXT => {
            let number = u32::from_le_bytes(*value.first_chunk()?);
            let lost: Vec<u8> = LOST.encode_utf16().flat_map(u16::to_le_bytes).collect();
            (number >= strings).then(|| (TEXT, [head, &1_u32.to_le_bytes(), &lost].concat()))
        }
        _ => None,
    }
}

fn write(to: &mut Vec<u8>, (kind, content): &(u16, Vec<u8>)) -> Option<()> {
    to.push(u8::try_from(*kind).ok()?);
    write_length(to, content.len());
    to.extend(content);
    Some(())
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
        assert_eq!(full(&part, 0), Some([row.clone(), blank.clone(), long_number, long_truth, end.clone()].concat()));
        assert_eq!(full(&[row, blank, end].concat(), 0), None, "nothing to mend");
        assert_eq!(full(&[13, 8, 1], 0), None, "it breaks off");
    }

    #[test]
    fn texts_that_are_lost_and_errors_that_are_new_cost_their_cells() {
        let cell =
            |kind: u8, value: &[u8]| [&[kind, u8::try_from(8 + value.len()).unwrap(), 3, 0, 0, 0, 0, 0, 0, 0], value].concat();
        let text = |number: u32| cell(7, &number.to_le_bytes());
        let lost = cell(6, &[1, 0, 0, 0, 0xd2, 0xfd]);
        assert_eq!(full(&[text(4), text(5)].concat(), 5), Some([text(4), lost].concat()));
        assert_eq!(full(&cell(3, &[0x2c]), 5), Some(cell(3, &[0x2b])));
        assert_eq!(full(&[text(4), cell(3, &[0x17])].concat(), 5), None);
    }
}
