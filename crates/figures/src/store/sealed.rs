//! Files that notice when a bit of them has changed: their hash stands in a last line of its own, or in the catalogue.

use std::io;
use std::path::{Path, PathBuf};

use super::disk;

/// What has been written, with its seal as one more line; each line is JSON of its own.
pub(super) fn seal(mut text: Vec<u8>) -> Vec<u8> {
    let line = format!("\n\"{}\"\n", hash(&text));
    text.extend_from_slice(line.as_bytes());
    text
}

/// What was sealed; all of what bears no seal, as it was written before there were any; none where the seal is of something else.
pub(super) fn unseal(sealed: &[u8]) -> Option<&[u8]> {
    let seal_of = |line: &[u8]| std::str::from_utf8(line).ok()?.strip_prefix('"')?.strip_suffix("\"\n").map(str::to_owned);
    let Some(end) =
        sealed.iter().rposition(|byte| *byte == b'\n').and_then(|last| sealed[..last].iter().rposition(|byte| *byte == b'\n'))
    else {
        return Some(sealed);
    };
    let (text, line) = (&sealed[..end], &sealed[end + 1..]);
    seal_of(line).is_some_and(|seal| seal == hash(text)).then_some(text)
}

/// The seal of bytes that stand elsewhere.
pub(super) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Why a file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// There is none.
    Absent,
    /// It is not as it was written, or cannot be read.
    Damaged,
}

/// The bytes of a file.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Unread> {
    disk::read(path).map_err(|error| if error.kind() == io::ErrorKind::NotFound { Unread::Absent } else { Unread::Damaged })
}

/// Gives a damaged file another name, so that it is neither believed nor overwritten.
pub(super) fn set_aside(path: &Path) -> Result<(), disk::WriteError> {
    disk::rename(path, &aside(path, aside_of(path).len() + 1))
}

/// The files that were set aside in the place of one, as long as nobody has taken them away.
pub(super) fn aside_of(path: &Path) -> Vec<PathBuf> {
    (1..1_000).map(|number| aside(path, number)).take_while(|path| path.exists()).collect()
}

fn aside(path: &Path, number: usize) -> PathBuf {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    path.with_extension(format!("damaged-{number}.{extension}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whichever_bit_changes_it_is_noticed() {
        let sealed = seal(b"[1,2]".to_vec());
        assert_eq!(unseal(&sealed), Some(b"[1,2]".as_slice()));
        for bit in 0..sealed.len() * 8 {
            let mut damaged = sealed.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            let is_read = unseal(&damaged).is_some_and(|text| serde_json::from_slice::<Vec<i32>>(text).is_ok());
            assert!(!is_read, "bit {bit}");
        }
        for length in 6..sealed.len() {
            let is_read = unseal(&sealed[..length]).is_some_and(|text| serde_json::from_slice::<Vec<i32>>(text).is_ok());
            // Without the seal it is as if there had never been one.
            assert!(!is_read || length == 6, "cut to {length}");
        }
    }
}
