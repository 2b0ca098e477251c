//! Where packs lie: the office's own folder before the shipped one, looked through file by file.
//!
//! In: folders of packs. Out: where each file of a pack lies, and how it is named where mistakes are told. A pack of an office that has the
//! name of a shipped one needs no more than the files that differ: every other file is the shipped one's. So it is with the folder
//! `common`. A whole pack that lies elsewhere takes from what is shipped the folder `common` alone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::error::PlanError;
use super::layout::{COMMON, INDICATORS, PLAN};

/// The files of which a pack has at least one; with any other file alone an office's pack changes a shipped one.
const HEADS: [&str; 2] = [PLAN, INDICATORS];
/// Folders below the folder of a pack that are looked into.
const DEPTH: usize = 3;

/// Folders of packs, the one that is looked into first in front.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFolders(Vec<Folder>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Folder {
    path: PathBuf,
    /// What stands before the names of its files where mistakes are told: nothing before those that are shipped.
    shown: PathBuf,
    /// A pack that is not looked for here: another one of its name was asked for.
    hidden: Option<String>,
}

impl Folder {
    /// Where a file or a folder of this name lies, if it is looked for here.
    fn place_of(&self, name: &str) -> Option<PathBuf> {
        let is_hidden = self.hidden.is_some() && self.hidden.as_deref() == name.split('/').next();
        (!is_hidden).then(|| self.path.join(name))
    }
}

impl PackFolders {
    /// One folder of packs: what is shipped, or what stands in its place.
    pub fn shipped(templates: &Path) -> Self {
        Self(vec![Folder { path: templates.to_owned(), shown: PathBuf::new(), hidden: None }])
    }

    /// The same behind a folder that is looked into first; mistakes name its files with its own name in front: `plans/…`.
    #[must_use]
    pub fn behind(mut self, own: &Path) -> Self {
        let shown = own.file_name().map(PathBuf::from).unwrap_or_default();
        self.0.insert(0, Folder { path: own.to_owned(), shown, hidden: None });
        self
    }

    /// The same with a pack that is whole where it lies first: one of its name behind that is another pack, and nothing of it is taken.
    #[must_use]
    pub fn with_whole(mut self, id: &str) -> Self {
        for folder in self.0.iter_mut().skip(1) {
            folder.hidden = Some(id.to_owned());
        }
        self
    }

    /// The folders themselves, the first in front.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().map(|folder| folder.path.as_path())
    }

    /// Where a file lies, `/` between the parts of its name.
    pub fn find(&self, file: &str) -> Option<PathBuf> {
        self.found(file).map(|(path, _)| path)
    }

    /// How a file is named where mistakes are told: where it lies, or where it is missed.
    pub fn shown(&self, file: &str) -> PathBuf {
        let missed = || {
            let pack = file.split('/').next().unwrap_or(file);
            let with_pack = self.0.iter().find(|folder| folder.place_of(pack).is_some_and(|path| path.is_dir()));
            with_pack.or(self.0.last()).map_or_else(|| PathBuf::from(file), |folder| folder.shown.join(file))
        };
        self.found(file).map_or_else(missed, |(_, shown)| shown)
    }

    /// Whether a folder that lies in front of a pack's file has files of the pack, or of what packs share: then an office has changed what that file
    /// was written for.
    pub(crate) fn is_changed_before(&self, id: &str, file: &str) -> bool {
        let file = format!("{id}/{file}");
        let lies_in = |folder: &&Folder| folder.place_of(&file).is_some_and(|path| path.symlink_metadata().is_ok());
        let in_front = self.0.iter().take_while(|folder| !lies_in(folder));
        in_front.flat_map(|folder| [id, COMMON].map(|name| folder.path.join(name))).any(|folder| folder.is_dir())
    }

    fn found(&self, file: &str) -> Option<(PathBuf, PathBuf)> {
        let mut places = self.0.iter().filter_map(|folder| Some((folder.place_of(file)?, folder.shown.join(file))));
        // A link that leads nowhere is told, not passed over.
        places.find(|(path, _)| path.symlink_metadata().is_ok())
    }

    /// Names of the files in a folder with an extension, in their order, each once; none if no such folder is there.
    pub(super) fn list(&self, folder: &str, extension: &str) -> Result<Vec<String>, PlanError> {
        let mut names = BTreeSet::new();
        for path in self.0.iter().filter_map(|one| one.place_of(folder)) {
            let failed = |source| PlanError::Read { path: path.clone(), source };
            let entries = match fs::read_dir(&path) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(source) => return Err(failed(source)),
            };
            for entry in entries {
                let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
                // Editors leave `.form.toml.swp` and `~$form.toml` behind.
                let is_meant = !name.starts_with(['.', '~']);
                if is_meant && Path::new(&name).extension().is_some_and(|found| found == extension) {
                    names.insert(name);
                }
            }
        }
        Ok(names.into_iter().collect())
    }

    /// Every file below a folder of a pack, in each of the folders of packs, by its name there, `/` between its parts; with how it is named
    /// where mistakes are told.
    pub(super) fn files_below(&self, folder: &str) -> Result<BTreeSet<(String, PathBuf)>, PlanError> {
        let mut files = BTreeSet::new();
        for one in &self.0 {
            let mut names = Vec::new();
            let Some(path) = one.place_of(folder) else { continue };
            collect(&path, "", DEPTH, &mut names)?;
            files.extend(names.into_iter().map(|name| (name.clone(), one.shown.join(folder).join(name))));
        }
        Ok(files)
    }

    /// Ids of the packs that are there.
    pub fn ids(&self) -> Vec<String> {
        let entries = self.0.iter().flat_map(|folder| fs::read_dir(&folder.path).into_iter().flatten().flatten());
        let packs = entries.filter(|entry| entry.path().join(PLAN).is_file());
        packs.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Whether there is a pack of this id; what is no name of a folder is none.
    pub fn has(&self, id: &str) -> bool {
        let is_name = !id.is_empty() && !id.contains(['/', '\\']) && !id.starts_with('.');
        is_name && HEADS.iter().any(|head| self.find(&format!("{id}/{head}")).is_some_and(|path| path.is_file()))
    }

    /// The folder of a pack: the first that is there.
    pub(crate) fn pack(&self, id: &str) -> PathBuf {
        let folders: Vec<PathBuf> = self.0.iter().filter_map(|folder| folder.place_of(id)).collect();
        folders.iter().find(|folder| folder.is_dir()).or(folders.last()).cloned().unwrap_or_default()
    }
}

/// The names of the files of a folder and of those below it, so many deep; none if it is not there.
fn collect(folder: &Path, before: &str, depth: usize, names: &mut Vec<String>) -> Result<(), PlanError> {
    let failed = |source| PlanError::Read { path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(()),
        Err(source) => return Err(failed(source)),
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let name = before.to_owned() + &entry.file_name().to_string_lossy();
        let path = entry.path();
        if !path.is_dir() {
            names.push(name);
        } else if depth > 1 && !entry.file_name().to_string_lossy().starts_with('.') {
            collect(&path, &(name + "/"), depth - 1, names)?;
        }
    }
    Ok(())
}
