//! The comments of .xls, and its text boxes: the words of both stand behind the record of an object; which of them are comments on which cell, records
//! at the end of the sheet say (MS-XLS 2.4.179, 2.4.181, 2.4.329).

use std::collections::BTreeMap;

use super::record::u16_at;
use super::script::{Script, units};
use crate::ingest::open::comments::keep;

const NOTE: u16 = 0x001c;
const CONTINUE: u16 = 0x003c;
const OBJECT: u16 = 0x005d;
const WORDS: u16 = 0x01b6;

/// What has been met of a sheet.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    /// The last object, by its number.
    object: Option<u16>,
    /// So many characters stand in the next record.
    awaited: Option<usize>,
    words: BTreeMap<u16, String>,
    /// Cells with the number of the object that is their comment.
    cells: Vec<((u32, u16), u16)>,
    /// How words stand in the workbook: before Excel 97 those of a comment stand in the record that says on which cell it is.
    script: Script,
    notes: BTreeMap<(u32, u16), String>,
}

impl Remarks {
    /// Of a workbook whose words stand so.
    pub(super) fn of(script: Script) -> Self {
        Self { script, ..Self::default() }
    }

    /// Looks at a record.
    pub(super) fn learn(&mut self, kind: u16, content: &[u8]) {
        match kind {
            // The first part of an object: what it is, its size, the kind, the number.
            OBJECT => self.object = u16_at(content, 6),
            WORDS => self.awaited = u16_at(content, 10).map(usize::from),
            CONTINUE => {
                if let (Some(length), Some(object)) = (self.awaited.take(), self.object)
                    && let Some((flags, characters)) = content.split_first()
                {
                    let units: Vec<u16> = units(characters, flags & 1 != 0).take(length).collect();
                    self.words.insert(object, String::from_utf16_lossy(&units));
                }
            }
            NOTE if self.script != Script::Unicode => {
                if let (Some(row), Some(column)) = (u16_at(content, 0), u16_at(content, 2))
                    && let Some(words) = content.get(6..).and_then(|bytes| self.script.words(bytes))
                {
                    keep(&mut self.notes, (u32::from(row), column), &words);
                }
            }
            NOTE => {
                if let (Some(row), Some(column), Some(object)) = (u16_at(content, 0), u16_at(content, 2), u16_at(content, 6)) {
                    self.cells.push(((u32::from(row), column), object));
                }
            }
            _ => {}
        }
    }

    /// The comments by their cells, and the words of other objects.
    pub(super) fn told(mut self) -> (BTreeMap<(u32, u16), String>, Vec<String>) {
        let mut notes = std::mem::take(&mut self.notes);
        for (at, object) in &self.cells {
            if let Some(words) = self.words.remove(object) {
                keep(&mut notes, *at, &words);
            }
        }
        (notes, self.words.into_values().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_text_boxes_are_told_apart() {
        let numbers = |numbers: &[u16]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
        let object = |number: u16| numbers(&[0x15, 0x12, 0x19, number]);
        let wide = |words: &str| [vec![1], words.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
        let length = |length: u16| numbers(&[0, 0, 0, 0, 0, length, 16]);
        let mut remarks = Remarks::of(Script::Unicode);
        for (kind, content) in [
            (OBJECT, object(3)),
            (WORDS, length(4)),
            (CONTINUE, wide("单位：元")),
            (CONTINUE, vec![0; 16]),
            (OBJECT, object(4)),
            (WORDS, length(2)),
            (CONTINUE, b"\0ab".to_vec()),
            (NOTE, numbers(&[5, 3, 0, 3])),
        ] {
            remarks.learn(kind, &content);
        }
        let (notes, boxes) = remarks.told();
        assert_eq!((notes, boxes), (BTreeMap::from([((5, 3), "单位：元".to_owned())]), vec!["ab".to_owned()]));
    }

    #[test]
    fn before_excel_97_a_comment_stands_in_its_own_record() {
        let mut remarks = Remarks::of(Script::of_code_page(936));
        // Row, column, length, then 单位：元.
        remarks.learn(NOTE, b"\x05\0\x03\0\x08\0\xb5\xa5\xce\xbb\xa3\xba\xd4\xaa");
        assert_eq!(remarks.told(), (BTreeMap::from([((5, 3), "单位：元".to_owned())]), vec![]));
    }
}
