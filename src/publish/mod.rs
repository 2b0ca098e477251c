//! Bytes to folders. A folder of bulletins appears whole or not at all, and there is no moment without it.
//!
//! First everything is written beside its place and flushed ([`stage`]); where the disk is full, it is full here. Then the folders change
//! places in one moment each ([`put_in_place`]); if one of several cannot, those before it change back. Where system or file system cannot
//! exchange folders, two renames take the place of it, and what is killed between the two the next command puts back ([`recover`]).
//!
//! What somebody else has put into the folder stays in it: it is copied beside the new files before the folders change places. What can be
//! neither copied nor moved stays under a name that is seen (原有): under the hidden names that the next command takes away stands only what
//! is ours. Until it has its seen name it stands under a hidden one of another kind, from which the next command only moves it: back, where the
//! place is empty, or to where it is seen. A hidden name that does not come free is left alone, and the next one is taken.

mod foreign;

pub use foreign::{FIGURES, MANIFEST, slashed};

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use serde::Serialize;
use tongbao_figures::store::disk::{self, WriteError};
use walkdir::WalkDir;

use foreign::{Carried, is_folder};

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
    /// The paths of the outputs.
    outputs: BTreeSet<String>,
    carried: Carried,
    /// Where something of somebody else's stands now that a killed command had moved.
    aside: Vec<PathBuf>,
    /// What stands under hidden names and could not be taken away.
    stuck: Vec<PathBuf>,
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.is_in_place {
            // The next command tries again.
            let _ = disk::remove_folder(&self.fresh);
        }
    }
}

/// What is to be told of folders that have come to their places.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// Folders of before that could not be taken away: they are in nobody's way, and the next command tries again.
    pub stale: Vec<PathBuf>,
    /// Where something stands now that is somebody else's and could not come along.
    pub aside: Vec<PathBuf>,
    /// Folders whose manifest could not be read, with what stays in them for that reason.
    pub unsure: Vec<Unsure>,
}

/// Files of which nothing says whose they are.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Unsure {
    /// The folder in which they stay.
    pub folder: PathBuf,
    /// How many.
    pub files: usize,
}

impl Placed {
    /// That of several.
    pub fn append(&mut self, mut other: Self) {
        self.stale.append(&mut other.stale);
        self.aside.append(&mut other.aside);
        self.unsure.append(&mut other.unsure);
    }
}

/// Writes a folder beside its place.
pub fn stage(folder: &Path, outputs: &[Output]) -> Result<Staged, WriteError> {
    let aside = recover(folder)?;
    let (fresh, stuck) = cleared(folder, NEW)?;
    let names = outputs.iter().map(|output| slashed(&output.path)).collect();
    let (folder, carried) = (folder.to_owned(), Carried::default());
    let mut staged = Staged { folder, fresh, is_in_place: false, outputs: names, carried, aside, stuck };
    let path = |output: &Output| staged.fresh.join(&output.path);
    let files: Vec<(PathBuf, &[u8])> = outputs.iter().map(|output| (path(output), output.bytes.as_slice())).collect();
    disk::make_folder(&staged.fresh)?;
    disk::write_all(&files)?;
    staged.carried = foreign::copy(&staged.folder, &staged.fresh, &staged.outputs)?;
    Ok(staged)
}

/// Puts folders in their places, one after the other; what stood there before is gone. On an error all is as it was.
pub fn put_in_place(mut staged: Vec<Staged>) -> Result<Placed, WriteError> {
    let mut moves: Vec<Move> = Vec::with_capacity(staged.len());
    for one in &mut staged {
        match exchange(one) {
            Ok(done) => moves.push(done),
            Err(error) => {
                // The error that counts is the first. What does not go back stays as it stands: one of the two is what stood there before.
                for (done, staged) in moves.iter().zip(&mut staged).rev() {
                    staged.is_in_place = done.take_back(staged).is_err();
                }
                return Err(error);
            }
        }
    }
    for one in &mut staged {
        one.is_in_place = true;
    }
    let mut placed = Placed::default();
    for (done, staged) in moves.iter().zip(&mut staged) {
        placed.aside.append(&mut staged.aside);
        match done {
            Move::Alone => {}
            Move::Exchange => clear(&staged.fresh, staged, &mut placed),
            Move::TwoRenames(old) => clear(old, staged, &mut placed),
        }
        let (stuck, files) = (staged.stuck.iter(), staged.carried.unsure);
        placed.stale.extend(stuck.filter(|path| path.symlink_metadata().is_ok()).cloned());
        placed.unsure.extend((files > 0).then(|| Unsure { folder: staged.folder.clone(), files }));
    }
    Ok(placed)
}

/// Replaces a folder by the outputs; whatever stood in it before is gone, or, on an error, untouched.
pub fn publish(folder: &Path, outputs: &[Output]) -> Result<Placed, WriteError> {
    put_in_place(vec![stage(folder, outputs)?])
}

/// Takes away what stood in the place before, once somebody else's things have come out of it. What cannot come out stays where it is seen.
fn clear(old: &Path, staged: &Staged, placed: &mut Placed) {
    let left = foreign::rescue(old, &staged.folder, &staged.outputs, &staged.carried);
    if left.is_empty() {
        placed.stale.extend(discard(old, &staged.folder));
        return;
    }
    foreign::strip(old, &left);
    let mut aside = old.to_owned();
    if old.file_name().is_some_and(is_unfinished) {
        let seen = foreign::free(&staged.folder);
        if disk::rename(old, &seen).is_ok() {
            aside = seen;
        }
    }
    placed.aside.push(aside);
}

/// Takes away a folder in which nothing is somebody else's, under a name from which the next command takes it if this one is stopped. Where it
/// stands if that fails.
fn discard(old: &Path, folder: &Path) -> Option<PathBuf> {
    let is_kept = old.file_name().is_some_and(|name| place_of(name, KEPT).is_some());
    let moved = || {
        let (path, _) = cleared(folder, OLD).ok()?;
        disk::rename(old, &path).ok().map(|()| path)
    };
    let path = is_kept.then(moved).flatten().unwrap_or_else(|| old.to_owned());
    Some(path).filter(|path| disk::remove_folder(path).is_err())
}

/// How a folder came to its place.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Move {
    /// Nothing had stood there.
    Alone,
    /// In one moment; what had stood there has the other's name.
    Exchange,
    /// What had stood there was moved aside first, under this name.
    TwoRenames(PathBuf),
}

impl Move {
    /// Everything as it was before.
    fn take_back(&self, Staged { folder, fresh, .. }: &Staged) -> Result<(), WriteError> {
        match self {
            Self::Alone => disk::rename(folder, fresh),
            Self::Exchange => disk::exchange(fresh, folder).map(drop),
            Self::TwoRenames(old) => {
                disk::rename(folder, fresh)?;
                disk::rename(old, folder)
            }
        }
    }
}

fn exchange(staged: &mut Staged) -> Result<Move, WriteError> {
    let folder = staged.folder.clone();
    if folder.symlink_metadata().is_err() {
        return disk::rename(&staged.fresh, &folder).map(|()| Move::Alone);
    }
    let keeps_old = !staged.carried.uncopied.is_empty();
    if keeps_old {
        // Whoever is killed after the exchange must not have put what somebody misses where it is taken away.
        let kept = kept_name(&folder);
        disk::rename(&staged.fresh, &kept)?;
        staged.fresh = kept;
    }
    if disk::exchange(&staged.fresh, &folder)? {
        return Ok(Move::Exchange);
    }
    let old = if keeps_old { kept_name(&folder) } else { cleared(&folder, OLD)?.0 };
    disk::rename(&folder, &old)?;
    if let Err(error) = disk::rename(&staged.fresh, &folder) {
        // Put back what was there; the error that counts is the first.
        let _ = disk::rename(&old, &folder);
        return Err(error);
    }
    Ok(Move::TwoRenames(old))
}

/// Finishes what a killed run left: if the folder is gone, its last complete state comes back; what was kept for somebody comes to where it is
/// seen. Where that is.
pub fn recover(folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    // Of several the last is the newest: those before it could not be taken away.
    for old in hidden(folder, OLD).rev().filter(|old| is_folder(old)) {
        if folder.symlink_metadata().is_err() {
            disk::rename(&old, folder)?;
        } else {
            // It is in nobody's way.
            let _ = disk::remove_folder(&old);
        }
    }
    let mut aside = Vec::new();
    // Here, too: before the last two renames the new folder has the first name and the old one the next.
    for kept in hidden(folder, KEPT).rev().filter(|kept| kept.symlink_metadata().is_ok()) {
        if folder.symlink_metadata().is_err() {
            disk::rename(&kept, folder)?;
        } else {
            aside.extend(shown(&kept, folder));
        }
    }
    Ok(aside)
}

/// Brings what is somebody else's in what was kept, and is not in the folder as well, to where it is seen, and takes the rest away. Where it
/// stands now, if anything is.
fn shown(kept: &Path, folder: &Path) -> Option<PathBuf> {
    let left = foreign::missing(kept, folder);
    if left.is_empty() {
        // It is in nobody's way.
        let _ = discard(kept, folder);
        return None;
    }
    foreign::strip(kept, &left);
    let seen = foreign::free(folder);
    Some(if disk::rename(kept, &seen).is_ok() { seen } else { kept.to_owned() })
}

/// Finishes what killed runs left in a folder of folders and as far below it: last complete states come back, what was never
/// finished goes, what was kept for somebody is seen again. Where that is.
pub fn recover_all(above: &Path, depth: usize) -> Result<Vec<PathBuf>, WriteError> {
    let entries = WalkDir::new(above).min_depth(1).max_depth(depth).into_iter().filter_map(Result::ok);
    let mut left: BTreeSet<(PathBuf, bool)> = BTreeSet::new();
    for path in entries.map(walkdir::DirEntry::into_path) {
        let place = |suffix| path.file_name().and_then(|name| place_of(name, suffix)).map(|name| path.with_file_name(name));
        left.extend(place(OLD).or_else(|| place(KEPT)).map(|place| (place, true)));
        left.extend(place(NEW).map(|place| (place, false)));
    }
    let mut aside = Vec::new();
    for (place, is_old) in left {
        if is_old {
            aside.append(&mut recover(&place)?);
        } else {
            // Where one cannot be taken away, whoever writes there takes another name and says so.
            hidden(&place, NEW).filter(|fresh| is_folder(fresh)).for_each(|fresh| drop(disk::remove_folder(&fresh)));
        }
    }
    Ok(aside)
}

/// Whether a folder is none of bulletins, but one that is being written or about to go.
pub fn is_unfinished(name: &OsStr) -> bool {
    [NEW, OLD, KEPT].into_iter().any(|suffix| place_of(name, suffix).is_some())
}

const NEW: &str = ".new";
const OLD: &str = ".old";
/// What may be somebody else's: moved, never taken away as a whole.
const KEPT: &str = ".kept";
/// So many hidden names there are beside a folder for each purpose.
const NAMES: u32 = 9;

/// `.quarterly.new` beside `quarterly`, and `.quarterly.new2` where that is taken.
fn beside(folder: &Path, suffix: &str, number: u32) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let number = if number == 1 { String::new() } else { number.to_string() };
    folder.with_file_name(format!(".{name}{suffix}{number}"))
}

/// All hidden names beside a folder.
fn hidden<'folder>(folder: &'folder Path, suffix: &'folder str) -> impl DoubleEndedIterator<Item = PathBuf> + 'folder {
    (1..=NAMES).map(move |number| beside(folder, suffix, number))
}

/// The first hidden name that is free, of those under which nothing is taken away; a seen one where none is.
fn kept_name(folder: &Path) -> PathBuf {
    let free = hidden(folder, KEPT).find(|path| path.symlink_metadata().is_err());
    free.unwrap_or_else(|| foreign::free(folder))
}

/// The first hidden name under which nothing stands, or nothing any more; and those before it, which could not be cleared.
fn cleared(folder: &Path, suffix: &str) -> Result<(PathBuf, Vec<PathBuf>), WriteError> {
    let mut stuck = Vec::new();
    let mut last = None;
    for path in hidden(folder, suffix) {
        // A file that stands there is not ours.
        if path.symlink_metadata().is_ok() && !is_folder(&path) {
            stuck.push(path);
            continue;
        }
        match disk::remove_folder(&path) {
            Ok(()) => return Ok((path, stuck)),
            Err(error) => last = Some(error),
        }
        stuck.push(path);
    }
    let taken = || WriteError { path: beside(folder, suffix, 1), source: std::io::ErrorKind::AlreadyExists.into() };
    Err(last.unwrap_or_else(taken))
}

/// The name beside which a folder was named so.
fn place_of<'name>(name: &'name OsStr, suffix: &str) -> Option<&'name str> {
    let name = name.to_str()?.strip_prefix('.')?.trim_end_matches(|last: char| last.is_ascii_digit());
    name.strip_suffix(suffix).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn output(path: &str, text: &str) -> Output {
        Output { path: PathBuf::from(path), bytes: text.as_bytes().to_vec() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let names: BTreeSet<String> = entries.collect();
        names.into_iter().collect()
    }

    #[test]
    fn a_folder_is_replaced_whole() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("2025Q3/quarterly");
        let manifest = r#"{"outputs":["全市.pdf","县区/任城区.pdf"]}"#;
        publish(&folder, &[output("全市.pdf", "1"), output("县区/任城区.pdf", "2"), output("run.json", manifest)]).unwrap();
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
    }

    #[test]
    fn what_nothing_says_whose_it_is_stays_and_is_told() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("quarterly");
        let run = |text: &str| {
            let manifest = r#"{"outputs":["全市.pdf","figures.json","run.json"]}"#;
            let files = [output("全市.pdf", text), output("figures.json", text), output("run.json", manifest)];
            publish(&folder, &files).unwrap().unsure
        };
        assert!(run("1").is_empty());
        fs::write(folder.join("批注.pdf"), "own").unwrap();
        let unsure = [Unsure { folder: folder.clone(), files: 1 }];
        fs::write(folder.join("run.json"), "\n").unwrap();
        assert_eq!(run("2"), unsure, "the manifest is damaged");
        assert!(run("3").is_empty(), "the manifest is there again");
        fs::remove_file(folder.join("run.json")).unwrap();
        assert_eq!(run("4"), unsure, "the manifest is gone");
        assert_eq!(names(&folder), ["figures.json", "run.json", "全市.pdf", "批注.pdf"], "nothing stands there twice");
        assert_eq!(fs::read_to_string(folder.join("全市.pdf")).unwrap(), "4");
        assert_eq!(fs::read_to_string(folder.join("批注.pdf")).unwrap(), "own");
    }

    #[test]
    fn a_folder_that_is_named_as_a_file_of_ours_makes_way_with_what_is_in_it() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("quarterly");
        for file in ["全市.pdf/甲.txt", "全市.pdf/乙.txt"] {
            disk::write(&folder.join(file), b"own").unwrap();
        }
        disk::make_folder(&folder.join("附件")).unwrap();
        publish(&folder, &[output("全市.pdf", "ours")]).unwrap();
        assert_eq!(names(&folder), ["全市.pdf", "全市（原有）.pdf", "附件"], "an empty folder stays, too");
        assert_eq!(names(&folder.join("全市（原有）.pdf")), ["乙.txt", "甲.txt"]);
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_stays_beside_it_and_the_next_run_goes_on() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("quarterly");
        fs::write(&folder, "own").unwrap();
        let aside = scratch.path().join("quarterly（原有）");
        assert_eq!(publish(&folder, &[output("全市.pdf", "1")]).unwrap().aside, std::slice::from_ref(&aside));
        assert_eq!(publish(&folder, &[output("全市.pdf", "2")]).unwrap(), Placed::default());
        assert_eq!(fs::read_to_string(aside).unwrap(), "own");
        assert_eq!(names(scratch.path()), ["quarterly", "quarterly（原有）"]);
    }

    #[test]
    fn what_cannot_come_along_stays_where_it_is_seen_and_nothing_of_ours_with_it() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("quarterly");
        let manifest = r#"{"outputs":["全市.pdf","run.json"]}"#;
        publish(&folder, &[output("全市.pdf", "1"), output("run.json", manifest)]).unwrap();
        disk::write(&folder.join("上锁/密.txt"), b"own").unwrap();
        let mut staged = stage(&folder, &[output("全市.pdf", "2")]).unwrap();
        // A folder that could not be listed, with a file whose name is taken and too long for another.
        fs::remove_dir_all(staged.fresh.join("上锁")).unwrap();
        let long = folder.join("上锁").join("x".repeat(255));
        fs::rename(folder.join("上锁/密.txt"), &long).unwrap();
        disk::write(&staged.fresh.join("上锁").join("x".repeat(255)), b"in the way").unwrap();
        staged.carried = Carried::default();
        staged.carried.uncopied.push(PathBuf::from("上锁"));
        let aside = scratch.path().join("quarterly（原有）");
        assert_eq!(put_in_place(vec![staged]).unwrap().aside, std::slice::from_ref(&aside));
        assert_eq!((names(&aside), names(&aside.join("上锁")).len()), (vec!["上锁".to_owned()], 1));
        assert_eq!(fs::read_to_string(folder.join("全市.pdf")).unwrap(), "2");
    }

    #[test]
    fn a_hidden_name_that_does_not_come_free_is_left_and_the_next_one_taken() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("quarterly");
        let taken = beside(&folder, NEW, 1);
        fs::write(&taken, "somebody's").unwrap();
        publish(&folder, &[output("a", "1")]).unwrap();
        let placed = publish(&folder, &[output("a", "2")]).unwrap();
        assert_eq!(placed, Placed { stale: vec![taken.clone()], ..Placed::default() });
        assert_eq!(fs::read_to_string(taken).unwrap(), "somebody's");
        // What a killed run leaves under the second name goes as well.
        disk::write(&beside(&folder, NEW, 2).join("a"), b"half").unwrap();
        recover_all(scratch.path(), 1).unwrap();
        assert_eq!(names(scratch.path()), [".quarterly.new", "quarterly"]);
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
        fs::remove_dir_all(beside(&third, NEW, 1)).unwrap();
        assert_eq!(put_in_place(spoilt).unwrap_err().path, third);
        assert_eq!(fs::read_to_string(first.join("a")).unwrap(), "old");
        assert!(!second.exists());
        assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 1, "nothing is left");
        assert_eq!(put_in_place(staged()).unwrap(), Placed::default());
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
    fn what_was_kept_for_somebody_comes_back_or_to_where_it_is_seen() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("quarterly");
        let (first, second) = (beside(&folder, KEPT, 1), beside(&folder, KEPT, 2));
        let ours = |folder: &Path| publish(folder, &[output("a", "1"), output("run.json", r#"{"outputs":["a"]}"#)]).unwrap();
        // Killed between the two renames: the new folder has the first name, what stood in its place the second.
        ours(&first);
        fs::write(&second, "own").unwrap();
        assert_eq!(recover_all(scratch.path(), 1).unwrap(), Vec::<PathBuf>::new());
        assert_eq!(
            (names(scratch.path()), fs::read_to_string(&folder).unwrap()),
            (vec!["quarterly".to_owned()], "own".to_owned())
        );
        // Killed after them.
        fs::remove_file(&folder).unwrap();
        ours(&folder);
        fs::write(&second, "own").unwrap();
        let aside = scratch.path().join("quarterly（原有）");
        assert_eq!(recover_all(scratch.path(), 1).unwrap(), std::slice::from_ref(&aside));
        assert_eq!(
            (names(scratch.path()), fs::read_to_string(&aside).unwrap()),
            (vec!["quarterly".to_owned(), "quarterly（原有）".to_owned()], "own".to_owned())
        );
        // What was carried over stands there once.
        ours(&first);
        for (path, text) in [(folder.join("批注.txt"), "own"), (first.join("批注.txt"), "own"), (first.join("说明.txt"), "own")]
        {
            fs::write(path, text).unwrap();
        }
        let placed = publish(&folder, &[output("a", "2")]).unwrap();
        let aside = scratch.path().join("quarterly（原有2）");
        assert_eq!(placed, Placed { aside: vec![aside.clone()], ..Placed::default() });
        assert_eq!((names(&aside), names(&folder)), (vec!["说明.txt".to_owned()], vec!["a".to_owned(), "批注.txt".to_owned()]));
        assert_eq!(names(scratch.path()), ["quarterly", "quarterly（原有2）", "quarterly（原有）"]);
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
