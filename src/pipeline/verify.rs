//! `tongbao verify`: published folders read back and compared with the figures that the run had.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{io, iter, thread};

use jiff::civil::Date;
use rayon::prelude::*;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use walkdir::WalkDir;

use super::agreement::{Agreement, claim, of_kept};
use super::error::RunError;
use super::folders::{Place, place_of};
use super::office_sheets::SETTINGS;
use super::out::resolved;
pub use super::rendering::FIGURES;
use crate::issue::archive::ISSUED;
use crate::issue::{AlteredFile, Archive, Damage, Snapshot};
use crate::publish::{MANIFEST, is_unfinished};
use tongbao_figures::store::disk;
use tongbao_render::verify::{Difference, Expectation, Outcome, VerifyError};

/// What came of it, folder by folder.
#[derive(Debug, Serialize)]
pub struct VerifyReport {
    /// In the order of their paths.
    pub folders: Vec<VerifiedFolder>,
}

/// A folder of bulletins.
#[derive(Debug, Serialize)]
pub struct VerifiedFolder {
    /// Where.
    pub folder: PathBuf,
    /// The number under which its bulletin was issued; none for a draft.
    pub number: Option<u32>,
    /// Since when the bulletin is withdrawn; none of one that is in force, or a draft.
    pub withdrawn: Option<Date>,
    /// Files compared.
    pub files: usize,
    /// Figures compared, each once a medium.
    pub figures: usize,
    /// Files with a figure that differs, or that cannot be read at all.
    pub faults: Vec<Fault>,
}

/// What is wrong with a file.
#[derive(Debug)]
pub struct Fault {
    /// Path below the folder.
    pub file: String,
    /// Why it cannot be compared, if it cannot.
    pub unreadable: Option<Unreadable>,
    /// Why an issued file is not to be trusted; nothing if it is as issued, or a draft.
    pub altered: Option<Damage>,
    /// Figures that differ.
    pub differences: Vec<Difference>,
}

/// Why a file cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The system does not hand it out.
    #[error(transparent)]
    File(#[from] io::Error),
    /// It is no workbook or page that can be read.
    #[error(transparent)]
    Content(#[from] VerifyError),
}

/// For other programs: in words what is wrong with the file as a whole, or an empty text.
impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (unreadable, altered) = (self.unreadable.as_ref(), self.altered.as_ref());
        let mut fault = serializer.serialize_struct("Fault", 4)?;
        fault.serialize_field("file", &self.file)?;
        fault.serialize_field("unreadable", &unreadable.map(ToString::to_string).unwrap_or_default())?;
        fault.serialize_field("altered", &altered.map(ToString::to_string).unwrap_or_default())?;
        fault.serialize_field("differences", &self.differences)?;
        fault.end()
    }
}

impl Fault {
    /// Nothing is wrong with a file yet.
    fn of(file: String) -> Self {
        Self { file, unreadable: None, altered: None, differences: Vec::new() }
    }
}

impl From<AlteredFile> for Fault {
    fn from(AlteredFile { path, damage }: AlteredFile) -> Self {
        Self { altered: Some(damage), ..Self::of(path) }
    }
}

impl VerifiedFolder {
    /// Nothing of it was compared yet.
    fn of(folder: PathBuf) -> Self {
        Self { folder, number: None, withdrawn: None, files: 0, figures: 0, faults: Vec::new() }
    }
}

impl VerifyReport {
    /// Whether every figure of every file is as it was published.
    pub fn holds(&self) -> bool {
        self.folders.iter().all(|folder| folder.faults.is_empty())
    }
}

#[derive(Deserialize)]
struct Figures {
    documents: Vec<Expectation>,
}

/// What the program keeps, below a workspace.
const KEPT: &str = ".tongbao";

/// What `run.json` says of the files of its folder.
#[derive(Deserialize)]
struct Outputs {
    #[serde(default)]
    outputs: Vec<String>,
}

/// Compares every folder of bulletins in `folder`, itself or further down; what was issued there and is not there any more is told as well, and
/// what of the workspace's register and of what is kept of its issues does not agree. One that cannot be compared stands in the way of no other.
pub fn verify(folder: &Path) -> Result<VerifyReport, RunError> {
    let Found { folders, workspaces } = Found::below(folder);
    let mut verified: Vec<VerifiedFolder> = folders.iter().map(|folder| verify_in_peace(folder)).collect();
    let asked = resolved(folder);
    let known: BTreeSet<PathBuf> = folders.iter().map(|folder| resolved(folder)).collect();
    for workspace in workspaces {
        verified.extend(of_issues(&workspace, &asked, &known));
    }
    if verified.is_empty() {
        return Err(RunError::NothingToVerify { folder: folder.to_owned() });
    }
    verified.sort_by(|one, other| one.folder.cmp(&other.folder));
    Ok(VerifyReport { folders: verified })
}

/// What there is to look at.
#[derive(Default)]
struct Found {
    /// Folders of bulletins.
    folders: BTreeSet<PathBuf>,
    /// Workspaces in which there may be some, without links and detours.
    workspaces: BTreeSet<PathBuf>,
}

impl Found {
    fn below(folder: &Path) -> Self {
        let mut found = Self::default();
        let entries = WalkDir::new(folder)
            .into_iter()
            // What a run is writing, or has replaced, is no bulletin.
            .filter_entry(|entry| entry.depth() == 0 || !is_unfinished(entry.file_name()))
            .filter_map(Result::ok);
        for entry in entries {
            let Some(above) = entry.path().parent() else { continue };
            // A snapshot keeps a copy of the settings.
            let is_kept = entry.path().components().any(|part| part.as_os_str() == KEPT);
            if entry.file_name() == FIGURES || entry.file_name() == MANIFEST && lists_figures(entry.path()) {
                found.folders.insert(above.to_owned());
            } else if entry.file_name() == SETTINGS && !is_kept {
                found.workspaces.insert(resolved(above));
            }
        }
        let asked = resolved(folder);
        found.workspaces.extend(asked.ancestors().find(|above| above.join(SETTINGS).is_file()).map(Path::to_owned));
        found
    }
}

/// Whether the run that wrote a folder wrote figures into it.
fn lists_figures(manifest: &Path) -> bool {
    let listed = disk::read(manifest).ok().and_then(|manifest| serde_json::from_slice::<Outputs>(&manifest).ok());
    listed.is_some_and(|listed| listed.outputs.iter().any(|output| output == FIGURES))
}

/// What was issued in a workspace: issued folders where somebody asked that hold no figures any more or are gone altogether, and whether the
/// register and what is kept of issues agree.
fn of_issues(workspace: &Path, asked: &Path, known: &BTreeSet<PathBuf>) -> Vec<VerifiedFolder> {
    let kept = |faults: Vec<Fault>| VerifiedFolder { faults, ..VerifiedFolder::of(workspace.join(ISSUED)) };
    match Agreement::of(workspace) {
        Ok(Agreement { archive, faults, .. }) => {
            let faults: Vec<Fault> = faults.into_iter().map(Fault::from).collect();
            let mut folders = taken_away(workspace, &archive, asked, known);
            folders.extend((!faults.is_empty()).then(|| kept(faults)));
            folders
        }
        Err(error) => {
            vec![kept(vec![Fault { unreadable: Some(io::Error::other(error).into()), ..Fault::of(ISSUED.to_owned()) }])]
        }
    }
}

fn taken_away(workspace: &Path, archive: &Archive, asked: &Path, known: &BTreeSet<PathBuf>) -> Vec<VerifiedFolder> {
    let place = |snapshot: &Snapshot| workspace.join(&snapshot.issue.folder);
    let lacking = archive.snapshots().iter().filter(|snapshot| {
        let place = place(snapshot);
        place.starts_with(asked) && !known.contains(&place)
    });
    let told = |snapshot: &Snapshot| {
        let place = place(snapshot);
        if comes(&place) {
            return verify_in_peace(&place);
        }
        let (number, withdrawn) = (Some(snapshot.issue.number), snapshot.withdrawal.as_ref().map(|withdrawal| withdrawal.on));
        let unpublished = Fault { altered: Some(Damage::Unpublished), ..Fault::of(snapshot.issue.folder.clone()) };
        let faults = iter::once(unpublished).chain(of_kept(workspace, snapshot).map(Fault::from)).collect();
        VerifiedFolder { number, withdrawn, faults, ..VerifiedFolder::of(place) }
    };
    lacking.map(told).collect()
}

/// Whether a folder is there, or comes while a run that issues it ends: what is kept of an issue is there first.
fn comes(folder: &Path) -> bool {
    let (looks, pause) = LOOKS;
    folder.is_dir()
        || (1..looks).any(|_| {
            thread::sleep(pause);
            folder.is_dir()
        })
}

/// How often it is looked whether a folder comes, and how long between.
const LOOKS: (usize, Duration) = (5, Duration::from_millis(100));

/// A folder that a run replaces meanwhile is looked at anew: the files of one run are not compared with the figures of another.
fn verify_in_peace(folder: &Path) -> VerifiedFolder {
    let path = folder.join(FIGURES);
    let mut figures = disk::read(&path);
    loop {
        let read = figures.as_deref().ok().map(<[u8]>::to_vec);
        let verified = verify_folder(folder.to_owned(), figures);
        figures = disk::read(&path);
        if figures.as_ref().ok() == read.as_ref() {
            return verified;
        }
    }
}

fn verify_folder(folder: PathBuf, figures: io::Result<Vec<u8>>) -> VerifiedFolder {
    let figures = figures.and_then(|figures| Ok(serde_json::from_slice::<Figures>(&figures)?));
    let mut verified = VerifiedFolder::of(folder);
    match figures {
        Ok(Figures { documents }) => {
            let folder = &verified.folder;
            let outcomes: Vec<(usize, Option<Fault>)> =
                documents.par_iter().flat_map_iter(|expectation| verify_document(folder, expectation)).collect();
            verified.files = outcomes.len();
            verified.figures = outcomes.iter().map(|(figures, _)| figures).sum();
            verified.faults = outcomes.into_iter().filter_map(|(_, fault)| fault).collect();
        }
        Err(error) => verified.faults.push(Fault { unreadable: Some(error.into()), ..Fault::of(FIGURES.to_owned()) }),
    }
    compare_with_issue(&mut verified);
    verified
}

/// An issued folder is compared byte by byte with what is kept of it, and what is kept with its own hashes.
fn compare_with_issue(verified: &mut VerifiedFolder) {
    let Ok(folder) = verified.folder.canonicalize() else { return };
    let Some(workspace) = folder.ancestors().find(|above| above.join(SETTINGS).is_file()) else { return };
    if folder.starts_with(workspace.join(KEPT)) {
        return;
    }
    // What is wrong with it is told once, for the workspace.
    let Ok(Agreement { archive, register, is_refused, .. }) = Agreement::of(workspace) else { return };
    let mut altered: Vec<AlteredFile> = Vec::new();
    match archive.snapshots().iter().find(|snapshot| workspace.join(&snapshot.issue.folder) == folder) {
        // A draft of before stands there yet.
        Some(snapshot) if place_of(workspace, snapshot, register.as_ref()) == Place::Unpublished => {
            altered.push(AlteredFile { path: MANIFEST.to_owned(), damage: Damage::Unpublished });
        }
        Some(snapshot) => {
            verified.number = Some(snapshot.issue.number);
            verified.withdrawn = snapshot.withdrawal.as_ref().map(|withdrawal| withdrawal.on);
            altered.extend(snapshot.differences(&folder));
            altered.extend(snapshot.additions(&folder));
            altered.extend(of_kept(workspace, snapshot));
        }
        // What is kept of it may be what cannot be read.
        None if is_refused => {}
        None => altered.extend(claim(&folder, &archive).map(|damage| AlteredFile { path: MANIFEST.to_owned(), damage })),
    }
    for AlteredFile { path, damage } in altered {
        match verified.faults.iter_mut().find(|fault| fault.file == path) {
            Some(fault) => fault.altered = Some(damage),
            None => verified.faults.push(AlteredFile { path, damage }.into()),
        }
    }
}

fn verify_document(folder: &Path, expectation: &Expectation) -> Vec<(usize, Option<Fault>)> {
    let mut media: Vec<(&str, Compare)> = vec![("xlsx", tongbao_render::verify::workbook)];
    if expectation.has_page {
        media.insert(0, ("pdf", tongbao_render::verify::page));
    }
    let compare = |(extension, compare): (&str, Compare)| {
        let file = format!("{}.{extension}", expectation.stem);
        let read = || -> Result<Outcome, Unreadable> { Ok(compare(&std::fs::read(folder.join(&file))?, expectation)?) };
        match read() {
            Ok(Outcome { figures, differences }) if differences.is_empty() => (figures, None),
            Ok(Outcome { figures, differences }) => (figures, Some(Fault { differences, ..Fault::of(file) })),
            Err(unreadable) => (0, Some(Fault { unreadable: Some(unreadable), ..Fault::of(file) })),
        }
    };
    media.into_iter().map(compare).collect()
}

type Compare = fn(&[u8], &Expectation) -> Result<Outcome, VerifyError>;
