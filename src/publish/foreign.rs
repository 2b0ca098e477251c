//! What in a folder of bulletins is not ours: a clerk's notes beside the tables stay when the folder is replaced.
//!
//! Ours is what the folder's own manifest lists. A folder whose manifest is of an earlier version lists nothing: there workbooks, pages and
//! manifests are taken for ours. What a program leaves for a moment beside an open file is nobody's.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use walkdir::{DirEntry, WalkDir};

use tongbao_figures::store::disk::{self, WriteError};

/// Lists what was published into its folder.
pub const MANIFEST: &str = "run.json";
/// What a snapshot of an issue has; nothing in it is anybody's own.
const SEALED: &str = "issue.json";
/// Extensions of what is published.
const OURS: [&str; 3] = ["pdf", "xlsx", "json"];

/// What a manifest says of the files beside it.
#[derive(Deserialize)]
struct Published {
    #[serde(default)]
    outputs: Option<BTreeSet<String>>,
}

/// Copies what is not ours from a folder into the one that will take its place; links, pipes and what this account may not read get a second
/// name there. Returns what could not be taken over so. Where that has a file of the name,
/// the copy is called 原有.
pub(super) fn copy(folder: &Path, fresh: &Path) -> Result<Vec<PathBuf>, WriteError> {
    let mut uncopied = Vec::new();
    for below in foreign(folder) {
        let path = folder.join(&below);
        let is_file = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file());
        let copy = free(&fresh.join(&below));
        match is_file.then(|| fs::read(&path)) {
            Some(Ok(bytes)) => disk::write(&copy, &bytes)?,
            // A second name needs no right to read.
            _ if disk::link(&path, &copy)? => {}
            _ => uncopied.push(below),
        }
    }
    Ok(uncopied)
}

/// Moves what could not be copied from a folder that is about to go into the one that has taken its place.
pub(super) fn rescue(old: &Path, folder: &Path, uncopied: &[PathBuf]) -> Result<(), WriteError> {
    for below in uncopied {
        let to = free(&folder.join(below));
        to.parent().map_or(Ok(()), disk::make_folder)?;
        disk::rename(&old.join(below), &to)?;
    }
    Ok(())
}

/// The paths below a folder of what is not ours: links too, and whatever cannot be read.
fn foreign(folder: &Path) -> Vec<PathBuf> {
    if folder.join(SEALED).is_file() {
        return Vec::new();
    }
    let manifest = fs::read(folder.join(MANIFEST)).ok();
    let listed = manifest.as_ref().map(|bytes| serde_json::from_slice::<Published>(bytes).ok().and_then(|known| known.outputs));
    let is_ours = |below: &Path| match &listed {
        // Nothing was ever published here.
        None => false,
        Some(Some(outputs)) => outputs.contains(&slashed(below)) || below == Path::new(MANIFEST),
        Some(None) => below.extension().is_some_and(|extension| OURS.iter().any(|ours| extension.eq_ignore_ascii_case(ours))),
    };
    let entries = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| !entry.file_type().is_dir() && !is_fleeting(entry));
    let below = files.filter_map(|entry| entry.path().strip_prefix(folder).ok().map(Path::to_owned));
    below.filter(|below| !is_ours(below)).collect()
}

/// Lock files of Excel and what file managers leave.
fn is_fleeting(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy().to_lowercase();
    name.starts_with("~$") || name.starts_with(".~") || [".ds_store", "thumbs.db", "desktop.ini"].contains(&name.as_str())
}

/// The path, or the first like it that is free.
fn free(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    let named = |number: u32| {
        let number = if number == 1 { String::new() } else { number.to_string() };
        path.with_file_name(format!("{stem}（原有{number}）{extension}"))
    };
    let is_free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
    std::iter::once(path.to_owned()).chain((1..=u32::MAX).map(named)).find(is_free).unwrap_or_else(|| path.to_owned())
}

/// With `/` on every system.
pub fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
