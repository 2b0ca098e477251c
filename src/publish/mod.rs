//! Bytes to folders. A folder of bulletins appears whole or not at all, and there is no moment without it.
//!
//! First everything is written beside its place and flushed ([`stage`]); where the disk is full, it is full here. Then the folders change
//! places in one moment each ([`put_in_place`]); if one of several cannot, those before it change back. Where system or file system cannot
//! exchange folders, two renames take the place of it, and what is killed between the two the next command puts back ([`recover`]).
//!
//! What somebody else has put into the folder stays in it: it is copied beside the new files before the folders change places.

mod foreign;

pub use foreign::{MANIFEST, slashed};

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use tongbao_figures::store::disk::{self, WriteError};
use walkdir::WalkDir;

/// A file to be written, with its path below the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Relative path, e.g. `县区/任城区.pdf`.
    pub path: PathBuf,
    /// Contents.
    pub bytes: Vec<u8>,
}

/// A folder that is written and flushed, and not yet in its place. What does not come there is taken away.
#[derive(Debug)]
pub struct Staged {
    folder: PathBuf,
    fresh: PathBuf,
    is_in_place: bool,
    /// What is not ours and could be neither copied nor given a second name, below the folder.
    uncopied: Vec<PathBuf>,
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.is_in_place {
            // The next command tries again.
            let _ = disk::remove_folder(&self.fresh);
        }
    }
}

/// Writes a folder beside its place.
pub fn stage(folder: &Path, outputs: &[Output]) -> Result<Staged, WriteError> {
    recover(folder)?;
    let (folder, fresh) = (folder.to_owned(), beside(folder, NEW));
    let mut staged = Staged { folder, fresh, is_in_place: false, uncopied: Vec::new() };
    disk::remove_folder(&staged.fresh)?;
    let path = |output: &Output| staged.fresh.join(&output.path);
    let files: Vec<(PathBuf, &[u8])> = outputs.iter().map(|output| (path(output), output.bytes.as_slice())).collect();
    disk::make_folder(&staged.fresh)?;
    disk::write_all(&files)?;
    staged.uncopied = foreign::copy(&staged.folder, &staged.fresh)?;
    Ok(staged)
}

/// Puts folders in their places, one after the other; what stood there before is gone. On an error all is as it was. The folders of before
/// that could not be taken away: they are in nobody's way, and the next command tries again.
pub fn put_in_place(mut staged: Vec<Staged>) -> Result<Vec<PathBuf>, WriteError> {
    let mut moves: Vec<Move> = Vec::with_capacity(staged.len());
    for Staged { folder, fresh, .. } in &staged {
        match exchange(folder, fresh) {
            Ok(done) => moves.push(done),
            Err(error) => {
                // The error that counts is the first.
                moves.iter().zip(&staged).rev().for_each(|(done, staged)| drop(done.take_back(staged)));
                return Err(error);
            }
        }
    }
    for one in &mut staged {
        one.is_in_place = true;
    }
    let stale = |(done, staged): (&Move, &Staged)| match done {
        Move::Alone => None,
        Move::Exchange => Some(staged.fresh.clone()),
        Move::TwoRenames => Some(beside(&staged.folder, OLD)),
    };
    let stale = moves.iter().zip(&staged).filter_map(|pair| Some((stale(pair)?, pair.1)));
    // A folder whose rest could not be saved stays, too.
    let goes = |(old, staged): &(PathBuf, &Staged)| {
        foreign::rescue(old, &staged.folder, &staged.uncopied).and_then(|()| disk::remove_folder(old)).is_ok()
    };
    Ok(stale.filter(|pair| !goes(pair)).map(|(old, _)| old).collect())
}

/// Replaces a folder by the outputs; whatever stood in it before is gone, or, on an error, untouched.
pub fn publish(folder: &Path, outputs: &[Output]) -> Result<Vec<PathBuf>, WriteError> {
    put_in_place(vec![stage(folder, outputs)?])
}

/// How a folder came to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    /// Nothing had stood there.
    Alone,
    /// In one moment; what had stood there has the other's name.
    Exchange,
    /// What had stood there was moved aside first.
    TwoRenames,
}

impl Move {
    /// Everything as it was before.
    fn take_back(self, Staged { folder, fresh, .. }: &Staged) -> Result<(), WriteError> {
        match self {
            Self::Alone => disk::rename(folder, fresh),
            Self::Exchange => disk::exchange(fresh, folder).map(drop),
            Self::TwoRenames => {
                disk::rename(folder, fresh)?;
                disk::rename(&beside(folder, OLD), folder)
            }
        }
    }
}

fn exchange(folder: &Path, fresh: &Path) -> Result<Move, WriteError> {
    if folder.symlink_metadata().is_err() {
        return disk::rename(fresh, folder).map(|()| Move::Alone);
    }
    if disk::exchange(fresh, folder)? {
        return Ok(Move::Exchange);
    }
    let old = beside(folder, OLD);
    disk::rename(folder, &old)?;
    if let Err(error) = disk::rename(fresh, folder) {
        // Put back what was there; the error that counts is the first.
        let _ = disk::rename(&old, folder);
        return Err(error);
    }
    Ok(Move::TwoRenames)
}

/// Finishes what a killed run left: if the folder is gone, its last complete state comes back.
pub fn recover(folder: &Path) -> Result<(), WriteError> {
    let old = beside(folder, OLD);
    if !old.exists() {
        return Ok(());
    }
    if folder.exists() {
        return disk::remove_folder(&old);
    }
    disk::rename(&old, folder)
}

/// Finishes what killed runs left in a folder of folders and as far below it: last complete states come back, what was never
/// finished goes.
pub fn recover_all(above: &Path, depth: usize) -> Result<(), WriteError> {
    let entries = WalkDir::new(above).min_depth(1).max_depth(depth).into_iter().filter_map(Result::ok);
    let folders = entries.filter(|entry| entry.file_type().is_dir()).map(walkdir::DirEntry::into_path);
    let mut left: Vec<(PathBuf, bool)> = Vec::new();
    for folder in folders {
        let place = |suffix| folder.file_name().and_then(|name| place_of(name, suffix)).map(|name| folder.with_file_name(name));
        left.extend(place(OLD).map(|place| (place, true)));
        left.extend(place(NEW).map(|place| (place, false)));
    }
    for (place, is_old) in left {
        if is_old {
            recover(&place)?;
        } else {
            // Where it cannot be taken away, whoever writes there says why.
            let _ = disk::remove_folder(&beside(&place, NEW));
        }
    }
    Ok(())
}

/// Whether a folder is none of bulletins, but one that is being written or about to go.
pub fn is_unfinished(name: &OsStr) -> bool {
    [NEW, OLD].into_iter().any(|suffix| place_of(name, suffix).is_some())
}

const NEW: &str = ".new";
const OLD: &str = ".old";

/// `.quarterly.new` beside `quarterly`.
fn beside(folder: &Path, suffix: &str) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    folder.with_file_name(format!(".{name}{suffix}"))
}

/// The name beside which a folder was named so.
fn place_of<'name>(name: &'name OsStr, suffix: &str) -> Option<&'name str> {
    name.to_str()?.strip_prefix('.')?.strip_suffix(suffix).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use std::fs;

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
        // A link is moved, and what a link leads to is nobody's here.
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("全市.pdf", folder.join("捷径")).unwrap();
            run(&["全市.pdf"]);
            assert!(folder.join("捷径").is_symlink());
        }
        put("笔记.txt");
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
    fn of_several_folders_all_are_in_place_or_none() {
        let scratch = tempfile::tempdir().unwrap();
        let (first, second, third) = (scratch.path().join("甲"), scratch.path().join("乙"), scratch.path().join("丙"));
        publish(&first, &[output("a", "old")]).unwrap();
        let staged = || {
            let stage = |folder| stage(folder, &[output("a", "new")]).unwrap();
            vec![stage(&first), stage(&second), stage(&third)]
        };
        let spoilt = staged();
        assert_eq!(fs::read_to_string(first.join("a")).unwrap(), "old", "not yet");
        // What should come to the third place is gone.
        fs::remove_dir_all(beside(&third, NEW)).unwrap();
        assert_eq!(put_in_place(spoilt).unwrap_err().path, third);
        assert_eq!(fs::read_to_string(first.join("a")).unwrap(), "old");
        assert!(!second.exists());
        assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 1, "nothing is left");
        assert_eq!(put_in_place(staged()).unwrap(), [] as [PathBuf; 0]);
        for folder in [first, second, third] {
            assert_eq!(fs::read_to_string(folder.join("a")).unwrap(), "new");
        }
        assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 3, "nothing is left");
    }

    #[test]
    fn what_killed_runs_left_is_finished_or_goes() {
        let scratch = tempfile::tempdir().unwrap();
        let quarter = scratch.path().join("2025Q3");
        for (path, text) in [
            ("quarterly/a", "new"),
            (".quarterly.new/a", "old"),
            (".half-year.old/a", "old"),
            (".half-year.new/a", "new"),
            ("year-end/甲/.x.new/a", "too deep to be ours"),
            ("inspection/.kailu-2024.new/a", "half"),
        ] {
            disk::write(&quarter.join(path), text.as_bytes()).unwrap();
        }
        recover_all(scratch.path(), 3).unwrap();
        let files = WalkDir::new(&quarter).sort_by_file_name().into_iter().map(Result::unwrap);
        let files: Vec<PathBuf> = files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect();
        assert_eq!(files, ["half-year/a", "quarterly/a", "year-end/甲/.x.new/a"].map(|path| quarter.join(path)));
        assert_eq!(fs::read_to_string(quarter.join("half-year/a")).unwrap(), "old");
        assert_eq!(fs::read_to_string(quarter.join("quarterly/a")).unwrap(), "new");
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
