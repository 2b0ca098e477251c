//! The records of which the parts of an .xlsb workbook consist (MS-XLSB 2.1.4).

/// A record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record<'part> {
    /// What it is.
    pub(super) kind: u16,
    /// Behind its kind and its length.
    pub(super) content: &'part [u8],
    /// From its first byte.
    pub(super) whole: &'part [u8],
}

impl Record<'_> {
    /// Two bytes of the content.
    pub(super) fn u16(&self, at: usize) -> Option<u16> {
        self.content.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
    }

    /// Four bytes of the content.
    pub(super) fn u32(&self, at: usize) -> Option<u32> {
        self.content.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
    }

    /// A text with its length in front, and where it ends.
    pub(super) fn text(&self, at: usize) -> Option<(String, usize)> {
        let length = usize::try_from(self.u32(at)?).ok()?;
        let end = at.checked_add(4)?.checked_add(length.checked_mul(2)?)?;
        let units = self.content.get(at + 4..end)?.chunks_exact(2).filter_map(|unit| unit.first_chunk().copied());
        Some((String::from_utf16_lossy(&units.map(u16::from_le_bytes).collect::<Vec<u16>>()), end))
    }
}

/// The records of a part; `None` last where one breaks off.
pub(super) fn records(part: &[u8]) -> impl Iterator<Item = Option<Record<'_>>> {
    let mut rest = part;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let record = next(rest);
        rest = record.and_then(|record| rest.get(record.whole.len()..)).unwrap_or_default();
        Some(record)
    })
}

fn next(bytes: &[u8]) -> Option<Record<'_>> {
    let (kind, behind) = kind(bytes)?;
    let (length, behind) = length(behind)?;
    let (content, behind) = behind.split_at_checked(length)?;
    Some(Record { kind, content, whole: bytes.get(..bytes.len() - behind.len())? })
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
