//! What in a folder of bulletins is not ours: a clerk's notes beside the tables stay when the folder is replaced.
//!
//! Ours is what the folder's own manifest lists. Where the manifest is damaged or gone, ours is what the new files are named, and whatever else
//! lies there stays: somebody may miss it. What a program leaves for a moment beside an open file is nobody's.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::Deserialize;
use walkdir::{DirEntry, WalkDir};

use tongbao_figures::store::disk::{self, WriteError};

/// Lists what was published into its folder.
pub const MANIFEST: &str = "run.json";
/// The figures of what was published; with it a folder without a manifest is one that has lost it.
pub const FIGURES: &str = "figures.json";

/// What a manifest says of the files beside it.
#[derive(Deserialize)]
struct Published {
    outputs: BTreeSet<String>,
}

/// What is not ours in what stands at the place of a folder.
#[derive(Debug, Default)]
struct Foreign {
    /// By their paths below the folder: files, links and whatever else is no folder; and folders without anything in them.
    entries: Vec<PathBuf>,
    /// What cannot be listed; the empty path is the whole, where no folder stands in the place.
    locked: Vec<PathBuf>,
    /// Whether nothing says whose the entries are.
    is_unsure: bool,
}

/// What became of what is not ours.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// What has a copy or a second name in the folder that comes.
    over: BTreeSet<PathBuf>,
    /// What could have neither.
    pub(super) uncopied: Vec<PathBuf>,
    /// How many files stay although they may be ours.
    pub(super) unsure: usize,
}

/// Copies what is not ours from a folder into the one that will take its place; links, pipes and what this account may not read get a second
/// name there. Where that has a file of the name, the copy is called 原有.
pub(super) fn copy(folder: &Path, fresh: &Path, outputs: &BTreeSet<String>) -> Result<Carried, WriteError> {
    let Foreign { entries, locked, is_unsure } = find(folder, outputs);
    let unsure = if is_unsure { entries.len() } else { 0 };
    let mut carried = Carried { over: BTreeSet::new(), uncopied: locked, unsure };
    for below in entries {
        if is_copied(&folder.join(&below), fresh, &below)? {
            carried.over.insert(below);
        } else {
            carried.uncopied.push(below);
        }
    }
    Ok(carried)
}

fn is_copied(path: &Path, fresh: &Path, below: &Path) -> Result<bool, WriteError> {
    if is_folder(path) {
        return disk::make_folder(&folder_below(fresh, below)).map(|()| true);
    }
    let copy = free_below(fresh, below);
    let is_file = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    match is_file.then(|| fs::read(path)) {
        Some(Ok(bytes)) => disk::write(&copy, &bytes).map(|()| true),
        // A second name needs no right to read.
        _ => disk::link(path, &copy),
    }
}

/// Moves what is not ours and was not carried over, or has come meanwhile, from a folder that is about to go into the one that has taken its
/// place. What could not be moved.
pub(super) fn rescue(old: &Path, folder: &Path, outputs: &BTreeSet<String>, carried: &Carried) -> Vec<PathBuf> {
    let Foreign { entries, locked, .. } = find(old, outputs);
    let left = entries.into_iter().filter(|below| !carried.over.contains(below)).chain(locked);
    let is_moved = |below: &PathBuf| {
        // What is nowhere below is the whole.
        if below.as_os_str().is_empty() {
            return false;
        }
        let to = free_below(folder, below);
        to.parent().map_or(Ok(()), disk::make_folder).and_then(|()| disk::rename(&old.join(below), &to)).is_ok()
    };
    left.filter(|below| !is_moved(below)).collect()
}

/// What is not ours in what was kept and is not, under its name and as it is, in the folder as well.
pub(super) fn missing(kept: &Path, folder: &Path) -> Vec<PathBuf> {
    let Foreign { entries, locked, .. } = find(kept, &BTreeSet::new());
    let bytes = |above: &Path, below: &Path| disk::read(&above.join(below)).ok();
    let is_there = |below: &PathBuf| {
        let (there, own) = (folder.join(below), kept.join(below));
        is_folder(&there) && is_folder(&own) || bytes(kept, below).is_some_and(|own| bytes(folder, below).as_ref() == Some(&own))
    };
    entries.into_iter().filter(|below| !is_there(below)).chain(locked).collect()
}

/// Takes everything out of a folder but what is left there for somebody; what cannot be taken out stays. The manifest goes last: as long as
/// something of ours is there it says so.
pub(super) fn strip(old: &Path, left: &[PathBuf]) {
    let entries = WalkDir::new(old).min_depth(1).contents_first(true).into_iter().filter_map(Result::ok);
    let (manifest, others): (Vec<_>, Vec<_>) = entries.partition(|entry| entry.path() == old.join(MANIFEST));
    for entry in others.into_iter().chain(manifest) {
        let Ok(below) = entry.path().strip_prefix(old) else { continue };
        if left.iter().any(|left| left.starts_with(below) || below.starts_with(left)) {
            continue;
        }
        let is_folder = entry.file_type().is_dir();
        let _ = if is_folder { disk::remove_folder(entry.path()) } else { disk::remove_file(entry.path()) };
    }
}

fn find(folder: &Path, outputs: &BTreeSet<String>) -> Foreign {
    let mut foreign = Foreign::default();
    match fs::symlink_metadata(folder) {
        Err(_) => return foreign,
        Ok(metadata) if !metadata.is_dir() => {
            foreign.locked.push(PathBuf::new());
            return foreign;
        }
        Ok(_) => {}
    }
    let listed = listed(folder);
    // Without manifest and figures nothing was ever published here.
    let is_published = |name: &str| fs::symlink_metadata(folder.join(name)).is_ok();
    foreign.is_unsure = listed.is_none() && [MANIFEST, FIGURES].into_iter().any(is_published);
    let ours = match &listed {
        Some(listed) => Some(listed),
        None => foreign.is_unsure.then_some(outputs),
    };
    let is_ours = |below: &Path| ours.is_some_and(|ours| ours.contains(&slashed(below)) || below == Path::new(MANIFEST));
    for entry in WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        let below = |path: &Path| path.strip_prefix(folder).unwrap_or(path).to_owned();
        match entry {
            Ok(entry) if is_of_somebody(&entry) && !is_ours(&below(entry.path())) => foreign.entries.push(below(entry.path())),
            Ok(_) => {}
            // It went while the folder was listed.
            Err(error) if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) => {}
            Err(error) => foreign.locked.push(error.path().map(below).unwrap_or_default()),
        }
    }
    foreign
}

/// What the manifest of a folder lists, if it can be read.
fn listed(folder: &Path) -> Option<BTreeSet<String>> {
    let bytes = disk::read(&folder.join(MANIFEST)).ok()?;
    serde_json::from_slice::<Published>(&bytes).ok().map(|Published { outputs }| outputs)
}

/// No folder, unless nothing is in it, and nothing fleeting.
fn is_of_somebody(entry: &DirEntry) -> bool {
    if entry.file_type().is_dir() {
        return fs::read_dir(entry.path()).is_ok_and(|mut entries| entries.next().is_none());
    }
    !is_fleeting(entry)
}

/// Lock files of Excel and what file managers leave.
fn is_fleeting(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy().to_lowercase();
    name.starts_with("~$") || name.starts_with(".~") || [".ds_store", "thumbs.db", "desktop.ini"].contains(&name.as_str())
}

/// Where something comes to stand below a folder without being in the way of what is there: a folder on the way that has the name of a file
/// is called 原有 as well.
fn free_below(folder: &Path, below: &Path) -> PathBuf {
    let above = below.parent().map_or_else(|| folder.to_owned(), |above| folder_below(folder, above));
    below.file_name().map_or(above.clone(), |name| free(&above.join(name)))
}

fn folder_below(folder: &Path, below: &Path) -> PathBuf {
    let step = |above: PathBuf, part: std::path::Component<'_>| first(&above.join(part), |path| is_free(path) || is_folder(path));
    below.components().fold(folder.to_owned(), step)
}

/// The path, or the first like it that is free.
pub(super) fn free(path: &Path) -> PathBuf {
    first(path, is_free)
}

/// The path, or the first like it that fits.
fn first(path: &Path, fits: fn(&Path) -> bool) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    let named = |number: u32| {
        let number = if number == 1 { String::new() } else { number.to_string() };
        path.with_file_name(format!("{stem}（原有{number}）{extension}"))
    };
    std::iter::once(path.to_owned()).chain((1..=u32::MAX).map(named)).find(|path| fits(path)).unwrap_or_else(|| path.to_owned())
}

fn is_free(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err()
}

/// No link to one.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// With `/` on every system.
pub fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
