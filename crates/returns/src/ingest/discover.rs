//! The inbox: which files are there. Names decide nothing but what is plainly no return.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, Metadata};
use std::io;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use walkdir::{DirEntry, WalkDir};

use super::error::IngestError;
use crate::domain::SourceFile;
use crate::finding::facts::Denial;
use tongbao_document::{count, plain};

/// Bytes of the largest file that is opened at all; nothing that unfolds to less is larger.
pub(super) const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// A file of the inbox, not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its path below the inbox as it is shown, size and last change; its hash is empty until the file is read or fingerprinted. No two files
    /// are shown alike, since everybody knows a file by this path.
    pub source: SourceFile,
    /// Where to open it.
    pub path: PathBuf,
    /// Why it is not opened: a folder that cannot be listed, a link, a pipe, what has gone since it was seen.
    pub denied: Option<Denial>,
}

/// Lists the files of an inbox at any depth, sorted by their path below it.
///
/// Hidden files and folders, lock files of Excel, thumbnails and notes are passed over. A file of any other type is listed, so that its
/// sender hears that it cannot be read; so are a folder that cannot be listed, a link, which is not followed, and a pipe: each costs itself
/// only. Without the inbox itself, or if it is no folder, there is an error; the inbox may be a link to a folder.
pub fn discover(inbox: &Path) -> Result<Vec<Found>, IngestError> {
    let unlisted = |source: io::Error| IngestError::Inbox { path: inbox.to_owned(), source };
    if !inbox.metadata().map_err(unlisted)?.is_dir() {
        return Err(unlisted(io::ErrorKind::NotADirectory.into()));
    }
    let mut found = Vec::new();
    let entries = WalkDir::new(inbox).min_depth(1).into_iter().filter_entry(|entry| !is_hidden(entry));
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(source) if source.depth() == 0 => {
                return Err(unlisted(source.into_io_error().unwrap_or_else(|| io::ErrorKind::NotFound.into())));
            }
            Err(source) => {
                let path = source.path().unwrap_or(inbox).to_owned();
                let denied = Some(source.io_error().map_or(Denial::NotFound, of_folder));
                found.push(Found { source: unread(inbox, &path), path, denied });
                continue;
            }
        };
        let kind = entry.file_type();
        if kind.is_dir() || is_no_return(&entry) {
            continue;
        }
        let mut source = unread(inbox, entry.path());
        let denied = match entry.metadata() {
            Ok(_) if kind.is_symlink() => Some(Denial::Link),
            Ok(_) if !kind.is_file() => Some(Denial::NoFile),
            Ok(metadata) => {
                source.size = metadata.len();
                source.modified = metadata.modified().map_or(0, seconds);
                None
            }
            Err(_) => Some(Denial::NotFound),
        };
        found.push(Found { source, path: entry.into_path(), denied });
    }
    found.sort_by(|one, other| (&one.source.path, &one.path).cmp(&(&other.source.path, &other.path)));
    tell_apart(&mut found);
    found.sort_by(|one, other| one.source.path.cmp(&other.source.path));
    Ok(found)
}

/// Files named on a command line, in their order; if one is not there, reading it says so.
pub fn named<'path>(paths: impl IntoIterator<Item = &'path Path>) -> Vec<Found> {
    let found = |path: &Path| {
        let metadata = path.metadata().ok();
        let modified = metadata.as_ref().and_then(|metadata| metadata.modified().ok());
        let source = SourceFile {
            path: shown(&path.to_string_lossy()),
            hash: String::new(),
            size: metadata.as_ref().map_or(0, Metadata::len),
            modified: modified.map_or(0, seconds),
        };
        Found { source, path: path.to_owned(), denied: None }
    };
    let mut found: Vec<Found> = paths.into_iter().map(found).collect();
    tell_apart(&mut found);
    found
}

/// Numbers files that are shown alike: of two names in another encoding, or with control characters, `�.xlsx` and `�（2）.xlsx`.
fn tell_apart(found: &mut [Found]) {
    let taken: BTreeSet<String> = found.iter().map(|found| found.source.path.clone()).collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for Found { source, .. } in found {
        let times = seen.entry(source.path.clone()).or_default();
        *times += 1;
        if *times == 1 {
            continue;
        }
        let mut own = numbered(&source.path, *times);
        while taken.contains(&own) {
            *times += 1;
            own = numbered(&source.path, *times);
        }
        source.path = own;
    }
}

/// `甲/乙.xlsx` as `甲/乙（2）.xlsx`: it stays a file of its format.
fn numbered(path: &str, number: usize) -> String {
    match path.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') => format!("{stem}（{number}）.{extension}"),
        _ => format!("{path}（{number}）"),
    }
}

/// A file of which nothing but its path is known.
fn unread(inbox: &Path, path: &Path) -> SourceFile {
    SourceFile { path: below(inbox, path), hash: String::new(), size: 0, modified: 0 }
}

/// Why the system refused a file.
pub(super) fn denial(error: &io::Error) -> Denial {
    match error.kind() {
        io::ErrorKind::NotFound => Denial::NotFound,
        io::ErrorKind::PermissionDenied => Denial::Permission,
        io::ErrorKind::IsADirectory => Denial::Folder,
        io::ErrorKind::InvalidInput => Denial::NoFile,
        io::ErrorKind::InvalidFilename => Denial::PathTooLong,
        _ => Denial::Other(error.raw_os_error()),
    }
}

/// Why the system did not list a folder.
fn of_folder(error: &io::Error) -> Denial {
    match denial(error) {
        Denial::Permission => Denial::ClosedFolder,
        other => other,
    }
}

/// BLAKE3 of a file, hexadecimal, to find out whether it was read before. [`super::read`] hashes the bytes that it parses itself, so
/// that in a cold run each file is read once; call this only where a store may know the file.
pub fn fingerprint(found: &Found) -> io::Result<String> {
    if found.denied.is_some() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
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
    shown(&relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
}

/// A line break or an escape in a name must not break the lines in which the name is told.
fn shown(name: &str) -> String {
    let is_shown = |character: char| !character.is_control() && !plain::is_hidden(character);
    name.chars().map(|character| if is_shown(character) { character } else { '\u{FFFD}' }).collect()
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
    fn denied(inbox: &Path) -> Vec<(String, Option<Denial>)> {
        discover(inbox).unwrap().into_iter().map(|found| (found.source.path, found.denied)).collect()
    }

    #[cfg(unix)]
    #[test]
    fn links_and_sockets_are_told_and_not_followed() {
        use std::os::unix::fs::symlink;
        let (inbox, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(&elsewhere.path().join("x.xlsx"), b"x");
        symlink(elsewhere.path(), inbox.path().join("folder")).unwrap();
        symlink(elsewhere.path().join("x.xlsx"), inbox.path().join("file.xlsx")).unwrap();
        symlink(inbox.path(), inbox.path().join("loop")).unwrap();
        symlink("nowhere.xlsx", inbox.path().join("dangling.xlsx")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(inbox.path().join("socket.xlsx")).unwrap();
        write(&inbox.path().join("good.xlsx"), b"x");
        let link = |name: &str| (name.to_owned(), Some(Denial::Link));
        let expected = [
            link("dangling.xlsx"),
            link("file.xlsx"),
            link("folder"),
            ("good.xlsx".to_owned(), None),
            link("loop"),
            ("socket.xlsx".to_owned(), Some(Denial::NoFile)),
        ];
        assert_eq!(denied(inbox.path()), expected);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_listed_costs_itself_only() {
        use std::fs::{Permissions, set_permissions};
        use std::os::unix::fs::PermissionsExt;
        let inbox = tempfile::tempdir().unwrap();
        write(&inbox.path().join("closed/a.xlsx"), b"x");
        write(&inbox.path().join("open/b.xlsx"), b"x");
        set_permissions(inbox.path().join("closed"), Permissions::from_mode(0o000)).unwrap();
        let told = denied(inbox.path());
        set_permissions(inbox.path().join("closed"), Permissions::from_mode(0o755)).unwrap();
        // An administrator may list whatever there is.
        if told[0].0 != "closed/a.xlsx" {
            assert_eq!(told, [("closed".to_owned(), Some(Denial::ClosedFolder)), ("open/b.xlsx".to_owned(), None)]);
        }
        assert_eq!(of_folder(&io::ErrorKind::PermissionDenied.into()), Denial::ClosedFolder);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_path_that_is_too_long_costs_itself_only() {
        let inbox = tempfile::tempdir().unwrap();
        write(&inbox.path().join("good.xlsx"), b"x");
        // Each step is made from within, because no path may be as long as the whole.
        let name = "长".repeat(80);
        let script = "cd \"$1\" && for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do mkdir \"$2\" && cd -P \"$2\" || exit 1; done && : >x.xlsx";
        let made = std::process::Command::new("sh").arg("-c").arg(script).arg("sh").arg(inbox.path()).arg(&name).status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        let told = denied(inbox.path());
        assert_eq!(told.len(), 2, "{told:?}");
        assert_eq!(told[0], ("good.xlsx".to_owned(), None));
        assert_eq!(told[1].1, Some(Denial::PathTooLong));
        let removed = std::process::Command::new("rm").arg("-rf").arg(inbox.path().join(&name)).status();
        assert!(removed.is_ok());
    }

    #[test]
    fn an_inbox_that_is_not_there_or_no_folder_is_an_error() {
        let error = discover(Path::new("no/such/inbox")).unwrap_err();
        assert_eq!(error.to_string(), "cannot list the inbox `no/such/inbox`");
        let file = tempfile::NamedTempFile::new().unwrap();
        let IngestError::Inbox { source, .. } = discover(file.path()).unwrap_err() else { panic!("it is the inbox") };
        assert_eq!(source.kind(), io::ErrorKind::NotADirectory);
    }

    #[cfg(unix)]
    #[test]
    fn an_inbox_that_is_a_link_to_a_folder_is_that_folder() {
        let (elsewhere, workspace) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(&elsewhere.path().join("a.xlsx"), b"a");
        let inbox = workspace.path().join("inbox");
        std::os::unix::fs::symlink(elsewhere.path(), &inbox).unwrap();
        assert_eq!(denied(&inbox), [("a.xlsx".to_owned(), None)]);
    }

    #[cfg(unix)]
    #[test]
    fn files_that_are_shown_alike_are_told_apart() {
        let inbox = tempfile::tempdir().unwrap();
        // The third is really called what the second would be.
        for name in ["甲\u{1}.xlsx", "甲\u{2}.xlsx", "甲\u{fffd}（2）.xlsx"] {
            write(&inbox.path().join(name), name.as_bytes());
        }
        let found = discover(inbox.path()).unwrap();
        let paths: Vec<_> = found.iter().map(|found| found.source.path.as_str()).collect();
        assert_eq!(paths, ["甲\u{fffd}.xlsx", "甲\u{fffd}（2）.xlsx", "甲\u{fffd}（3）.xlsx"]);
        let contents: Vec<_> = found.iter().map(|found| fingerprint(found).unwrap()).collect();
        let expected = ["甲\u{1}.xlsx", "甲\u{fffd}（2）.xlsx", "甲\u{2}.xlsx"];
        assert_eq!(contents, expected.map(|name| blake3::hash(name.as_bytes()).to_hex().to_string()));
        assert_eq!(numbered("甲.乙/丙", 2), "甲.乙/丙（2）");
    }
}
