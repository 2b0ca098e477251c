//! A record of the stream: its kind, its length and its content (MS-XLS 2.1.4); numbers stand with their lowest byte first.

/// The first record: its kind, its content, and what stands behind it.
pub(super) fn record(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let kind = u16_at(bytes, 0)?;
    let length = usize::from(u16_at(bytes, 2)?);
    Some((kind, bytes.get(4..4 + length)?, bytes.get(4 + length..)?))
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}
