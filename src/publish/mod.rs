//! Bytes to folders. A folder of bulletins appears whole or not at all: it is written beside its place, flushed, and exchanged by
//! renaming. If a run is killed between the two renames, the next run puts the last complete folder back.

use std::path::{Path, PathBuf};
use std::{fs, io};

use tongbao_figures::store::disk::{WriteError, rename, write_all};

/// A file to be written, with its path below the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Relative path, e.g. `县区/任城区.pdf`.
    pub path: PathBuf,
    /// Contents.
    pub bytes: Vec<u8>,
}

/// Replaces a folder by the outputs; whatever stood in it before is gone, or, on an error, untouched.
pub fn publish(folder: &Path, outputs: &[Output]) -> Result<(), WriteError> {
    let (fresh, old) = (beside(folder, "new"), beside(folder, "old"));
    recover(folder)?;
    remove(&fresh)?;
    let files: Vec<(PathBuf, &[u8])> = outputs.iter().map(|output| (fresh.join(&output.path), output.bytes.as_slice())).collect();
    write_all(&files)?;
    fs::create_dir_all(&fresh).map_err(|source| WriteError { path: fresh.clone(), source })?;
    if folder.exists() {
        rename(folder, &old)?;
    }
    if let Err(error) = rename(&fresh, folder) {
        // Put back what was there; the error that counts is the first.
        let _ = rename(&old, folder);
        return Err(error);
    }
    remove(&old)
}

/// Finishes what a killed run left: if the folder is gone, its last complete state comes back.
pub fn recover(folder: &Path) -> Result<(), WriteError> {
    let old = beside(folder, "old");
    if !old.exists() {
        return Ok(());
    }
    if folder.exists() {
        return remove(&old);
    }
    rename(&old, folder)
}

/// `.quarterly.new` beside `quarterly`.
fn beside(folder: &Path, suffix: &str) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    folder.with_file_name(format!(".{name}.{suffix}"))
}

fn remove(folder: &Path) -> Result<(), WriteError> {
    match fs::remove_dir_all(folder) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(WriteError { path: folder.to_owned(), source }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(path: &str, text: &str) -> Output {
        Output { path: PathBuf::from(path), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn a_folder_is_replaced_whole() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("2025Q3/quarterly");
        publish(&folder, &[output("全市.pdf", "1"), output("县区/任城区.pdf", "2")]).unwrap();
        publish(&folder, &[output("全市.pdf", "3")]).unwrap();
        assert_eq!(fs::read_to_string(folder.join("全市.pdf")).unwrap(), "3");
        assert!(!folder.join("县区").exists(), "nothing of the last run is left");
        assert_eq!(fs::read_dir(folder.parent().unwrap()).unwrap().count(), 1, "no scratch folder is left");
    }

    #[test]
    fn a_failing_run_leaves_the_last_folder_untouched() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("quarterly");
        publish(&folder, &[output("全市.pdf", "1")]).unwrap();
        // A file and a folder of one name cannot both be written.
        let error = publish(&folder, &[output("a", "x"), output("a/b", "y")]).unwrap_err();
        assert!(error.path.ends_with("a") || error.path.ends_with("b"), "{error}");
        assert_eq!(fs::read_to_string(folder.join("全市.pdf")).unwrap(), "1");
    }

    #[test]
    fn what_a_killed_run_moved_aside_comes_back() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("quarterly");
        publish(&folder, &[output("全市.pdf", "1")]).unwrap();
        fs::rename(&folder, scratch.path().join(".quarterly.old")).unwrap();
        recover(&folder).unwrap();
        assert_eq!(fs::read_to_string(folder.join("全市.pdf")).unwrap(), "1");
    }
}
