//! Files that are encrypted, but not against anybody: Excel encrypts what is only protected against changes with a word that it knows, and opens
//! it without asking, as LibreOffice and WPS do. No other word is tried.
//!
//! In: a package of .xlsx or .xlsb with how it is encrypted (MS-OFFCRYPTO 2.3.4), or the records of .xls (2.3.6, 2.3.7). Out: the same in clear;
//! nothing where the word is another one.

mod hash;
mod package;
mod rc4;
mod records;

pub(super) use package::opened as package;
pub(super) use records::opened as records;

/// The word, in the characters that are hashed.
fn password() -> Vec<u8> {
    "VelvetSweatshop".encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}
