//! How files and folders are written: beside their place, flushed to the disk, put there by renaming, and the folders above flushed too. And
//! how a file is read that anything may lie in the place of ([`read`]).
//!
//! In: paths and bytes. Out: files that are there whole, or as they were before; after a power cut as well, which forgets a new name
//! that only the folder's memory has. It stands here because the store is the lowest stage that writes: publishing, issuing and the
//! sample's generator all build on this crate. Every call to the system is one of `calls`, where tests can have it fail
//! ([`faults`]); `.clippy.toml` keeps everybody from writing otherwise.

mod calls;
pub mod faults;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use rayon::prelude::*;

/// A file or folder that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write `{path}`", path = .path.display())]
pub struct WriteError {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

/// An error of the disk with the path that it is about.
fn at(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    move |source| WriteError { path: path.to_owned(), source }
}

/// Writes one file, in the place of what stood there; folders above it are made.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    write_all(&[(path, bytes)])
}

/// Writes files one and all; each is whole or as it was, but of several some may be new and some old if it fails.
pub fn write_all<P: AsRef<Path> + Sync, B: AsRef<[u8]> + Sync>(files: &[(P, B)]) -> Result<(), WriteError> {
    let mut changed = BTreeSet::new();
    for (path, _) in files {
        let folder = folder_of(path.as_ref());
        make(folder, &mut changed)?;
        changed.insert(folder);
    }
    files.par_iter().try_for_each(|(path, bytes)| put(path.as_ref(), bytes.as_ref()).map_err(at(path.as_ref())))?;
    changed.into_iter().try_for_each(|folder| calls::flush_folder(folder).map_err(at(folder)))
}

/// Makes a folder and those above it.
pub fn make_folder(path: &Path) -> Result<(), WriteError> {
    let mut changed = BTreeSet::new();
    make(path, &mut changed)?;
    changed.into_iter().try_for_each(|folder| calls::flush_folder(folder).map_err(at(folder)))
}

/// Makes a folder and those above it, as far as they are not there, and notes those in which something is new.
fn make<'path>(path: &'path Path, changed: &mut BTreeSet<&'path Path>) -> Result<(), WriteError> {
    if path.is_dir() {
        return Ok(());
    }
    let above = folder_of(path);
    make(above, changed)?;
    changed.insert(above);
    calls::make_folder(path).map_err(at(path))
}

/// Moves a file or a folder to where nothing stands. If that cannot be flushed it is moved back.
pub fn rename(from: &Path, to: &Path) -> Result<(), WriteError> {
    calls::rename(from, to).map_err(at(to))?;
    let folders = BTreeSet::from([folder_of(from), folder_of(to)]);
    let flushed = folders.into_iter().try_for_each(|folder| calls::flush_folder(folder).map_err(at(folder)));
    if flushed.is_err() {
        // The error that counts is the first.
        let _ = calls::rename(to, from);
    }
    flushed
}

/// Gives what is no folder a second name, where nothing stands; whether the file system knows how and allows it.
pub fn link(from: &Path, to: &Path) -> Result<bool, WriteError> {
    make_folder(folder_of(to))?;
    if calls::link(from, to).is_err() {
        return Ok(false);
    }
    calls::flush_folder(folder_of(to)).map_err(at(folder_of(to))).map(|()| true)
}

/// Gives each of two folders in one folder the other's name, so that there is no moment without either; whether system and file system know
/// how. If that cannot be flushed they are exchanged again.
pub fn exchange(one: &Path, other: &Path) -> Result<bool, WriteError> {
    match calls::exchange(one, other) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => return Ok(false),
        exchanged => exchanged.map_err(at(other))?,
    }
    let folder = folder_of(other);
    let flushed = calls::flush_folder(folder).map_err(at(folder));
    if flushed.is_err() {
        // The error that counts is the first.
        let _ = calls::exchange(one, other);
    }
    flushed.map(|()| true)
}

/// Takes a file away, if it is there. It may come back after a power cut.
pub fn remove_file(path: &Path) -> Result<(), WriteError> {
    calls::remove_file(path).map_err(at(path))
}

/// Takes a folder away with all that is in it, if it is there. It may come back after a power cut.
pub fn remove_folder(path: &Path) -> Result<(), WriteError> {
    calls::remove_folder(path).map_err(at(path))
}

/// The bytes of a file. A pipe or a device is refused before it is opened, because opening it may wait for ever.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = path.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a pipe or a device"));
    }
    fs::read(path)
}

/// The same of a file that holds text in UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Takes away what writes that were killed have left in a folder and below.
pub fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => sweep(&entry.path()),
            // What cannot be removed is in nobody's way.
            Ok(kind) if kind.is_file() && is_partial(&entry.file_name()) => drop(remove_file(&entry.path())),
            _ => {}
        }
    }
}

/// Writes a file into a folder that is there. Of one that fails nothing is left.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let partial = path.with_file_name(partial_name(path.file_name().ok_or(io::ErrorKind::InvalidFilename)?));
    let written = calls::write(&partial, bytes).and_then(|()| calls::rename(&partial, path));
    if written.is_err() {
        // The error that counts is the first.
        let _ = calls::remove_file(&partial);
    }
    written
}

const PARTIAL: (&str, &str) = (".tongbao-", ".partial");

/// Under which name a file is written: no longer than a name may be however long its own is, and no file of anybody else.
fn partial_name(name: &OsStr) -> String {
    let (before, after) = PARTIAL;
    let hash = blake3::hash(name.as_encoded_bytes()).to_hex();
    format!("{before}{}{after}", hash.get(..16).unwrap_or(&hash))
}

fn is_partial(name: &OsStr) -> bool {
    let (before, after) = PARTIAL;
    name.to_str().is_some_and(|name| name.starts_with(before) && name.ends_with(after))
}

/// The folder in which a path stands.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_and_its_folders_are_made() {
        let scratch = tempfile::tempdir().unwrap();
        let file = scratch.path().join("2025Q3/县区/甲.txt");
        write(&file, "old and long".as_bytes()).unwrap();
        write(&file, b"new").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(names(file.parent().unwrap()), ["甲.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_not_waited_for() {
        let scratch = tempfile::tempdir().unwrap();
        let pipe = scratch.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(read(&pipe).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        assert_eq!(read(scratch.path()).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        let gbk = scratch.path().join("gbk");
        write(&gbk, &[0xBC, 0xD7]).unwrap();
        assert_eq!(read(&gbk).unwrap(), [0xBC, 0xD7]);
        assert_eq!(read_text(&gbk).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn of_a_file_that_cannot_be_written_nothing_is_left() {
        let scratch = tempfile::tempdir().unwrap();
        // A folder stands where the file should.
        let taken = scratch.path().join("甲.txt");
        fs::create_dir_all(taken.join("below")).unwrap();
        let error = write(&taken, b"new").unwrap_err();
        assert_eq!(error.path, taken);
        assert_eq!(names(scratch.path()), ["甲.txt"], "no partial file");
        assert_eq!(names(&taken), ["below"]);
    }

    #[test]
    fn one_file_that_fails_spoils_no_other() {
        let scratch = tempfile::tempdir().unwrap();
        let path = |name: &str| scratch.path().join(name);
        write(&path("a"), b"old").unwrap();
        fs::create_dir_all(path("b/below")).unwrap();
        let error = write_all(&[(path("a"), "new"), (path("b"), "new")]).unwrap_err();
        assert!(error.path.ends_with("b"), "{error}");
        let whole = fs::read_to_string(path("a")).unwrap();
        assert!(["old", "new"].contains(&whole.as_str()), "{whole}");
        assert_eq!(names(scratch.path()), ["a", "b"]);
    }

    #[test]
    fn what_is_moved_is_gone_from_its_old_place() {
        let scratch = tempfile::tempdir().unwrap();
        let (from, to) = (scratch.path().join("quarterly"), scratch.path().join(".quarterly.old"));
        write(&from.join("a"), b"1").unwrap();
        rename(&from, &to).unwrap();
        assert_eq!(names(scratch.path()), [".quarterly.old"]);
        assert_eq!(rename(&from, &to).unwrap_err().path, to);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn two_folders_exchange_their_names() {
        let scratch = tempfile::tempdir().unwrap();
        let (one, other) = (scratch.path().join("one"), scratch.path().join("other"));
        write(&one.join("a"), b"1").unwrap();
        write(&other.join("b"), b"2").unwrap();
        assert!(exchange(&one, &other).unwrap());
        assert_eq!((names(&one), names(&other)), (vec!["b".to_owned()], vec!["a".to_owned()]));
        assert_eq!(exchange(&one, &scratch.path().join("none")).unwrap_err().source.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_name_as_long_as_may_be_is_written_and_what_a_kill_left_of_it_is_swept_away() {
        let scratch = tempfile::tempdir().unwrap();
        let name = format!("{}.xlsx", "x".repeat(250));
        write(&scratch.path().join("below").join(&name), b"1").unwrap();
        let own = scratch.path().join("below/书.partial");
        fs::write(&own, "somebody's").unwrap();
        fs::write(scratch.path().join("below").join(partial_name(OsStr::new(&name))), "to").unwrap();
        sweep(scratch.path());
        assert_eq!(names(&scratch.path().join("below")), [name, "书.partial".to_owned()]);
    }
}
