//! `tongbao verify`: published folders read back and compared with the figures that the run had.

use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use walkdir::WalkDir;

use super::error::RunError;
use super::folders::{Place, is_issued, place_of};
use super::rendering::FIGURES;
use crate::issue::{AlteredFile, Archive, Damage, Register};
use crate::publish::{MANIFEST, is_unfinished};
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

/// Compares every folder of bulletins in `folder`, itself or further down.
pub fn verify(folder: &Path) -> Result<VerifyReport, RunError> {
    let mut found: Vec<PathBuf> = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        // What a run is writing, or has replaced, is no bulletin.
        .filter_entry(|entry| entry.depth() == 0 || !is_unfinished(entry.file_name()))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name() == FIGURES)
        .filter_map(|entry| entry.path().parent().map(Path::to_owned))
        .collect();
    found.sort();
    if found.is_empty() {
        return Err(RunError::NothingToVerify { folder: folder.to_owned() });
    }
    Ok(VerifyReport { folders: found.iter().map(|folder| verify_in_peace(folder)).collect::<Result<_, _>>()? })
}

/// A folder that a run replaces meanwhile is looked at anew: the files of one run are not compared with the figures of another.
fn verify_in_peace(folder: &Path) -> Result<VerifiedFolder, RunError> {
    let path = folder.join(FIGURES);
    let read =
        || std::fs::read_to_string(&path).map_err(|source| RunError::Figures { path: path.clone(), source: source.into() });
    let mut text = read()?;
    loop {
        let verified = verify_folder(folder.to_owned(), &text)?;
        let now = read()?;
        if now == text {
            return Ok(verified);
        }
        text = now;
    }
}

fn verify_folder(folder: PathBuf, text: &str) -> Result<VerifiedFolder, RunError> {
    let path = folder.join(FIGURES);
    let figures: Figures = serde_json::from_str(text).map_err(|source| RunError::Figures { path, source: source.into() })?;
    let outcomes: Vec<(usize, Option<Fault>)> =
        figures.documents.par_iter().flat_map_iter(|expectation| verify_document(&folder, expectation)).collect();
    let mut verified = VerifiedFolder {
        number: None,
        withdrawn: None,
        files: outcomes.len(),
        figures: outcomes.iter().map(|(figures, _)| figures).sum(),
        faults: outcomes.into_iter().filter_map(|(_, fault)| fault).collect(),
        folder,
    };
    compare_with_issue(&mut verified)?;
    Ok(verified)
}

/// An issued folder is compared byte by byte with what is kept of it, and what is kept with its own hashes.
fn compare_with_issue(verified: &mut VerifiedFolder) -> Result<(), RunError> {
    let Ok(folder) = verified.folder.canonicalize() else { return Ok(()) };
    let Some(workspace) = folder.ancestors().find(|above| above.join("tongbao.toml").is_file()) else { return Ok(()) };
    if folder.starts_with(workspace.join(".tongbao")) {
        return Ok(());
    }
    // The register first: what is issued meanwhile is not taken for broken off.
    let register = Register::read(workspace);
    let archive = Archive::read(workspace)?;
    let mut altered: Vec<AlteredFile> = Vec::new();
    match archive.snapshots().iter().find(|snapshot| workspace.join(&snapshot.issue.folder) == folder) {
        // A draft of before stands there yet.
        Some(snapshot) if place_of(workspace, snapshot, &register) == Place::Unpublished => {
            altered.push(AlteredFile { path: MANIFEST.to_owned(), damage: Damage::Unpublished });
        }
        Some(snapshot) => {
            verified.number = Some(snapshot.issue.number);
            verified.withdrawn = snapshot.withdrawal.as_ref().map(|withdrawal| withdrawal.on);
            altered.extend(snapshot.differences(&folder));
            altered.extend(snapshot.additions(&folder));
            let kept = snapshot.folder.strip_prefix(workspace).unwrap_or(&snapshot.folder).display();
            let below = |file: AlteredFile| AlteredFile { path: format!("{kept}/{}", file.path), ..file };
            altered.extend(snapshot.faults().into_iter().map(below));
        }
        None if is_issued(&folder) => {
            altered.push(AlteredFile { path: MANIFEST.to_owned(), damage: Damage::Unsealed });
        }
        None => {}
    }
    for AlteredFile { path, damage } in altered {
        match verified.faults.iter_mut().find(|fault| fault.file == path) {
            Some(fault) => fault.altered = Some(damage),
            None => verified.faults.push(Fault { altered: Some(damage), ..Fault::of(path) }),
        }
    }
    Ok(())
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
