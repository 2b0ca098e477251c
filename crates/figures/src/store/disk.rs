//! How files are written: beside their place, flushed to the disk, put there by renaming, and their folders flushed too.
//!
//! In: paths and bytes. Out: files that are there whole, or as they were before; after a power cut as well, which forgets a new name
//! that only the folder's memory has. It stands here because the store is the lowest stage that writes: publishing, issuing and the
//! sample's generator all build on this crate. `.clippy.toml` keeps everybody from writing otherwise.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
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
    let mut changed: BTreeSet<&Path> = BTreeSet::new();
    for (path, _) in files {
        let mut folder = folder_of(path.as_ref());
        while changed.insert(folder) && !folder.exists() {
            folder = folder_of(folder);
        }
    }
    for folder in &changed {
        fs::create_dir_all(folder).map_err(at(folder))?;
    }
    files.par_iter().try_for_each(|(path, bytes)| put(path.as_ref(), bytes.as_ref()).map_err(at(path.as_ref())))?;
    changed.into_iter().try_for_each(|folder| flush(folder).map_err(at(folder)))
}

/// Moves a file or a folder.
#[expect(clippy::disallowed_methods, reason = "this is the place that may")]
pub fn rename(from: &Path, to: &Path) -> Result<(), WriteError> {
    fs::rename(from, to).map_err(at(to))?;
    BTreeSet::from([folder_of(from), folder_of(to)]).into_iter().try_for_each(|folder| flush(folder).map_err(at(folder)))
}

/// Writes a file into a folder that is there. Of one that fails nothing is left.
#[expect(clippy::disallowed_methods, reason = "this is the place that may")]
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?.to_owned();
    name.push(".partial");
    let partial = path.with_file_name(name);
    let mut file = File::create(&partial)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&partial, path));
    if written.is_err() {
        // The error that counts is the first.
        let _ = fs::remove_file(&partial);
    }
    written
}

/// The folder in which a path stands.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// Brings the names in a folder to the disk.
#[cfg(unix)]
fn flush(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere the system does so when it renames.
#[cfg(not(unix))]
fn flush(_: &Path) -> io::Result<()> {
    Ok(())
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
}
