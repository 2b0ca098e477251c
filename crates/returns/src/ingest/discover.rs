//! The inbox: which files are there. Names decide nothing but what is plainly no return.

use std::fs::File;
use std::io;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use walkdir::{DirEntry, WalkDir};

use super::error::IngestError;
use crate::domain::SourceFile;
use tongbao_document::count;

/// Bytes of the largest file that is opened at all; nothing that unfolds to less is larger.
pub(super) const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// A file of the inbox, not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its path below the inbox, size and last change; its hash is empty until the file is read or fingerprinted.
    pub source: SourceFile,
    /// Where to open it.
    pub path: PathBuf,
}

/// Lists the files of an inbox at any depth, sorted by their path below it.
///
/// Hidden files and folders, lock files of Excel, thumbnails and notes are passed over; symbolic links are not followed. A file of any
/// other type is listed, so that its sender hears that it cannot be read.
pub fn discover(inbox: &Path) -> Result<Vec<Found>, IngestError> {
    let mut found = Vec::new();
    let entries = WalkDir::new(inbox).into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
    for entry in entries {
        let refused = |source: walkdir::Error| IngestError::Inbox { path: source.path().unwrap_or(inbox).to_owned(), source };
        let entry = entry.map_err(refused)?;
        if !entry.file_type().is_file() || is_no_return(&entry) {
            continue;
        }
        let metadata = entry.metadata().map_err(refused)?;
        let source = SourceFile {
            path: below(inbox, entry.path()),
            hash: String::new(),
            size: metadata.len(),
            modified: metadata.modified().map_or(0, seconds),
        };
        found.push(Found { source, path: entry.into_path() });
    }
    found.sort_by(|one, other| one.source.path.cmp(&other.source.path));
    Ok(found)
}

/// BLAKE3 of a file, hexadecimal, to find out whether it was read before. [`super::read`] hashes the bytes that it parses itself, so
/// that in a cold run each file is read once; call this only where a store may know the file.
pub fn fingerprint(found: &Found) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    // What is too large to be read is not hashed either: a film in the inbox must not cost minutes in each run.
    let (file, size) = open(&found.path)?;
    if size > MOST_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    hasher.update_reader(file)?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// The bytes of a file; `None` if there are more than [`MOST_BYTES`].
pub(super) fn bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let (file, expected) = open(path)?;
    if expected > MOST_BYTES {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 1);
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok((count::to_u64(bytes.len()) <= MOST_BYTES).then_some(bytes))
}

/// A file and its size; a pipe or a device is refused before it is opened, because opening it may wait for ever.
fn open(path: &Path) -> io::Result<(File, u64)> {
    let metadata = path.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    Ok((file, size))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

fn is_no_return(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy().to_lowercase();
    let is_note = match entry.path().extension() {
        Some(extension) if extension.eq_ignore_ascii_case("md") => true,
        Some(extension) if extension.eq_ignore_ascii_case("txt") => name.starts_with("readme"),
        _ => false,
    };
    name.starts_with("~$") || name == "thumbs.db" || name == "desktop.ini" || is_note
}

/// With `/` on every system, so that a path is the same wherever the office's folder lies.
fn below(inbox: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(inbox).unwrap_or(path);
    let name = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
    // A line break or an escape in a name must not break the lines in which the name is told.
    name.chars().map(|character| if character.is_control() { '\u{FFFD}' } else { character }).collect()
}

fn seconds(time: SystemTime) -> i64 {
    let whole = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => whole(after.as_secs()),
        Err(before) => -whole(before.duration().as_secs()),
    }
}

/// Puts a file into an inbox made for a test.
#[cfg(test)]
pub(super) fn write(path: &Path, bytes: &[u8]) {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).unwrap();
    }
    std::fs::write(path, bytes).unwrap();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_at_any_depth_in_a_stable_order() {
        let inbox = tempfile::tempdir().unwrap();
        for name in [
            "b/深/二.xlsx",
            "a.xlsx",
            "b/一.xls",
            "c.pdf",
            ".DS_Store",
            ".hidden/x.xlsx",
            "~$a.xlsx",
            "Thumbs.db",
            "readme.txt",
            "说明.md",
        ] {
            write(&inbox.path().join(name), name.as_bytes());
        }
        let found = discover(inbox.path()).unwrap();
        let paths: Vec<_> = found.iter().map(|found| found.source.path.as_str()).collect();
        assert_eq!(paths, ["a.xlsx", "b/一.xls", "b/深/二.xlsx", "c.pdf"]);
        assert_eq!(found[0].source.size, 6);
        assert!(found[0].source.modified > 1_600_000_000);
        assert_eq!(fingerprint(&found[0]).unwrap(), blake3::hash(b"a.xlsx").to_hex().to_string());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let inbox = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        write(&elsewhere.path().join("x.xlsx"), b"x");
        std::os::unix::fs::symlink(elsewhere.path(), inbox.path().join("folder")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("x.xlsx"), inbox.path().join("file.xlsx")).unwrap();
        std::os::unix::fs::symlink(inbox.path(), inbox.path().join("loop")).unwrap();
        assert_eq!(discover(inbox.path()).unwrap(), []);
    }

    #[test]
    fn an_inbox_that_is_not_there_is_an_error() {
        let error = discover(Path::new("no/such/inbox")).unwrap_err();
        assert_eq!(error.to_string(), "cannot list the inbox `no/such/inbox`");
    }
}
