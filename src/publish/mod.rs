//! Bytes to folders. A folder of bulletins appears whole or not at all: it is written beside its place, flushed, and exchanged by
//! renaming. If a run is killed between the two renames, the next run puts the last complete folder back. What somebody else has put into the
//! folder stays in it.

mod foreign;

pub use foreign::{MANIFEST, slashed};

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

/// Replaces a folder by the outputs; what was published into it before is gone, or, on an error, untouched. What is not ours stays.
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
    retire(&old, folder)
}

/// Finishes what a killed run left: if the folder is gone, its last complete state comes back.
pub fn recover(folder: &Path) -> Result<(), WriteError> {
    let old = beside(folder, "old");
    if !old.exists() {
        return Ok(());
    }
    if folder.exists() {
        return retire(&old, folder);
    }
    rename(&old, folder)
}

/// Removes a folder whose place another one has taken, but for what is not ours.
fn retire(old: &Path, folder: &Path) -> Result<(), WriteError> {
    foreign::rescue(old, folder)?;
    remove(old)
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
        publish(&folder, &[output("全市.pdf", "1"), output("县区/任城区.pdf", "2"), output("run.json", "{}")]).unwrap();
        publish(&folder, &[output("全市.pdf", "3"), output("run.json", "{}")]).unwrap();
        assert_eq!(fs::read_to_string(folder.join("全市.pdf")).unwrap(), "3");
        assert!(!folder.join("县区").exists(), "nothing of the last run is left");
        assert_eq!(fs::read_dir(folder.parent().unwrap()).unwrap().count(), 1, "no scratch folder is left");
    }

    #[test]
    fn what_is_not_ours_stays_when_a_folder_is_replaced() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("quarterly");
        let run = |files: &[&str]| {
            let listed: Vec<String> = files.iter().map(|file| format!("\"{file}\"")).collect();
            let manifest = format!("{{\"outputs\":[{}]}}", listed.join(","));
            let published = files.iter().map(|file| output(file, "ours")).chain([output("run.json", &manifest)]);
            publish(&folder, &published.collect::<Vec<_>>()).unwrap();
        };
        let put = |file: &str| fs::write(folder.join(file), "own").unwrap();
        let text = |file: &str| fs::read_to_string(folder.join(file)).ok();
        run(&["全市.pdf", "县区/任城区.pdf"]);
        for file in ["县区/批注.xlsx", "新县.pdf", "~$全市.xlsx"] {
            put(file);
        }
        run(&["全市.pdf", "新县.pdf"]);
        assert_eq!(text("县区/批注.xlsx").as_deref(), Some("own"));
        assert_eq!((text("新县.pdf").as_deref(), text("新县（原有）.pdf").as_deref()), (Some("ours"), Some("own")));
        assert_eq!((text("县区/任城区.pdf"), text("~$全市.xlsx")), (None, None), "ours, and nobody's");
        // A run that was killed before the old folder was gone.
        fs::create_dir(scratch.path().join(".quarterly.old")).unwrap();
        fs::write(scratch.path().join(".quarterly.old/笔记.txt"), "own").unwrap();
        recover(&folder).unwrap();
        assert_eq!(text("笔记.txt").as_deref(), Some("own"));
        // Of a version that listed nothing only what it never wrote is not ours.
        fs::write(folder.join("run.json"), "{}").unwrap();
        run(&["全市.pdf"]);
        assert_eq!((text("笔记.txt").as_deref(), text("县区/批注.xlsx")), (Some("own"), None));
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
