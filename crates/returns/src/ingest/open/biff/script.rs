//! How words stand in the records: since Excel 97 in UTF-16 or its lower bytes, before that in the bytes of a code page.

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_1252};

use super::record::u16_at;
use crate::ingest::open::rich::Run;

/// How words stand in a workbook.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) enum Script {
    /// Each text says of itself how wide its characters are.
    #[default]
    Unicode,
    /// Characters of one or two bytes.
    Bytes(&'static Encoding),
}

impl Script {
    /// That of a workbook before Excel 97, by the number of its code page; of any but those of East Asia that of the West.
    pub(super) fn of_code_page(number: u16) -> Self {
        Self::Bytes(match number {
            932 => SHIFT_JIS,
            936 | 54936 => GBK,
            949 => EUC_KR,
            950 | 951 => BIG5,
            _ => WINDOWS_1252,
        })
    }

    /// Words with their length in front: of formats, heads and feet.
    pub(super) fn text(self, content: &[u8]) -> Option<String> {
        match self {
            Self::Unicode => string(content),
            Self::Bytes(encoding) => {
                let (length, bytes) = content.split_first()?;
                Some(decoded(encoding, bytes.get(..bytes.len().min(usize::from(*length)))?))
            }
        }
    }

    /// Words without their length.
    pub(super) fn words(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Unicode => None,
            Self::Bytes(encoding) => Some(decoded(encoding, bytes)),
        }
    }

    /// The words of a cell with runs of its own, in UTF-16, and the runs.
    pub(super) fn label(self, content: &[u8]) -> Option<(Vec<u16>, Vec<Run>)> {
        let length = usize::from(u16_at(content, 0)?);
        match self {
            Self::Unicode => {
                let is_wide = content.get(2)? & 1 != 0;
                let behind = 3 + length * if is_wide { 2 } else { 1 };
                let words = units(content.get(3..behind)?, is_wide).collect();
                let runs = content.get(behind + 2..).unwrap_or_default().chunks_exact(4);
                let run = |run: &[u8]| Some((usize::from(u16_at(run, 0)?), u16_at(run, 2)?));
                Some((words, runs.take(usize::from(u16_at(content, behind)?)).filter_map(run).collect()))
            }
            Self::Bytes(encoding) => {
                let bytes = content.get(2..2 + length)?;
                let (count, runs) = content.get(2 + length..)?.split_first()?;
                // Where a run begins is counted in bytes.
                let before = |byte: u8| decoded(encoding, bytes.get(..usize::from(byte)).unwrap_or(bytes)).encode_utf16().count();
                let runs = runs.chunks_exact(2).take(usize::from(*count));
                let runs = runs.filter_map(|run| Some((before(*run.first()?), u16::from(*run.last()?)))).collect();
                Some((decoded(encoding, bytes).encode_utf16().collect(), runs))
            }
        }
    }
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// A text in Unicode with its length in front.
pub(super) fn string(content: &[u8]) -> Option<String> {
    let (length, is_wide) = (usize::from(u16_at(content, 0)?), content.get(2)? & 1 != 0);
    let units = units(content.get(3..)?, is_wide);
    Some(String::from_utf16_lossy(&units.take(length).collect::<Vec<u16>>()))
}

pub(super) fn units(bytes: &[u8], is_wide: bool) -> impl Iterator<Item = u16> {
    let wide =
        bytes.chunks_exact(2).filter(move |_| is_wide).filter_map(|unit| unit.first_chunk().copied().map(u16::from_le_bytes));
    wide.chain(bytes.iter().filter(move |_| !is_wide).map(|byte| u16::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_unicode_or_in_bytes() {
        let wide = [&[2, 0, 1][..], &[0x07, 0x4e, 0x43, 0x51]].concat();
        assert_eq!(Script::Unicode.text(&wide).as_deref(), Some("万元"));
        assert_eq!(Script::Unicode.text(b"\x02\0\x000%").as_deref(), Some("0%"));
        let gbk = Script::of_code_page(936);
        assert_eq!(gbk.text(b"\x04\xcd\xf2\xd4\xaa").as_deref(), Some("万元"));
        assert_eq!(gbk.text(b""), None);
    }

    #[test]
    fn runs_begin_where_they_are_counted() {
        let units = |words: &str| words.encode_utf16().collect::<Vec<u16>>();
        // 万 and 339, of which the last has the second font.
        let bytes = b"\x05\0\xcd\xf2339\x01\x04\x02";
        assert_eq!(Script::of_code_page(936).label(bytes), Some((units("万339"), vec![(3, 2)])));
        let unicode = b"\x04\0\x003391\x01\0\x03\0\x02\0";
        assert_eq!(Script::Unicode.label(unicode), Some((units("3391"), vec![(3, 2)])));
        assert_eq!(Script::Unicode.label(b"\x04\0\x0033"), None);
    }
}
