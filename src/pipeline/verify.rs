//! `tongbao verify`: published folders read back and compared with the figures that the run had.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::error::RunError;
use super::folders::is_issued;
use super::rendering::FIGURES;
use crate::issue::Archive;
use tongbao_render::verify::{Difference, Expectation, VerifyError};

/// What came of it, folder by folder.
#[derive(Debug, Clone, Serialize)]
pub struct VerifyReport {
    /// In the order of their paths.
    pub folders: Vec<VerifiedFolder>,
}

/// A folder of bulletins.
#[derive(Debug, Clone, Serialize)]
pub struct VerifiedFolder {
    /// Where.
    pub folder: PathBuf,
    /// The number under which its bulletin was issued; none for a draft.
    pub number: Option<u32>,
    /// Files compared.
    pub files: usize,
    /// Figures compared, each once a medium.
    pub figures: usize,
    /// Files with a figure that differs, or that cannot be read at all.
    pub faults: Vec<Fault>,
}

/// What is wrong with a file.
#[derive(Debug, Clone, Serialize)]
pub struct Fault {
    /// Path below the folder.
    pub file: String,
    /// Why it cannot be compared, if it cannot.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub unreadable: Option<String>,
    /// Why an issued file is not to be trusted, if it is not as issued.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub altered: Option<String>,
    /// Figures that differ.
    pub differences: Vec<Difference>,
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
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name() == FIGURES)
        .filter_map(|entry| entry.path().parent().map(Path::to_owned))
        .collect();
    found.sort();
    if found.is_empty() {
        return Err(RunError::NothingToVerify { folder: folder.to_owned() });
    }
    Ok(VerifyReport { folders: found.into_iter().map(verify_folder).collect::<Result<_, _>>()? })
}

fn verify_folder(folder: PathBuf) -> Result<VerifiedFolder, RunError> {
    let path = folder.join(FIGURES);
    let text =
        std::fs::read_to_string(&path).map_err(|source| RunError::Figures { path: path.clone(), source: source.into() })?;
    let figures: Figures = serde_json::from_str(&text).map_err(|source| RunError::Figures { path, source: source.into() })?;
    let outcomes: Vec<(usize, Option<Fault>)> =
        figures.documents.par_iter().flat_map_iter(|expectation| verify_document(&folder, expectation)).collect();
    let mut verified = VerifiedFolder {
        number: None,
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
    let archive = Archive::read(workspace)?;
    let mut altered: Vec<(String, String)> = Vec::new();
    match archive.snapshots().iter().find(|snapshot| workspace.join(&snapshot.issue.folder) == folder) {
        Some(snapshot) => {
            verified.number = Some(snapshot.issue.number);
            altered.extend(snapshot.differences(&folder));
            let kept = format!(".tongbao/issued/{}/{}-{}", snapshot.issue.plan, snapshot.issue.period, snapshot.issue.cycle);
            altered.extend(snapshot.faults().into_iter().map(|(path, reason)| (format!("{kept}/{path}"), reason)));
        }
        None if is_issued(&folder) => {
            altered.push(("run.json".to_owned(), "已定稿印发，但 .tongbao/issued 中没有它的封存".to_owned()));
        }
        None => {}
    }
    for (file, reason) in altered {
        match verified.faults.iter_mut().find(|fault| fault.file == file) {
            Some(fault) => fault.altered = Some(reason),
            None => {
                verified.faults.push(Fault { file, unreadable: None, altered: Some(reason), differences: Vec::new() });
            }
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
        let unreadable =
            |reason: String| Some(Fault { file: file.clone(), unreadable: Some(reason), altered: None, differences: Vec::new() });
        let bytes = match std::fs::read(folder.join(&file)) {
            Ok(bytes) => bytes,
            Err(error) => return (0, unreadable(error.to_string())),
        };
        match compare(&bytes, expectation) {
            Ok(outcome) if outcome.differences.is_empty() => (outcome.figures, None),
            Ok(outcome) => (
                outcome.figures,
                Some(Fault { file: file.clone(), unreadable: None, altered: None, differences: outcome.differences }),
            ),
            Err(error) => (0, unreadable(error.to_string())),
        }
    };
    media.into_iter().map(compare).collect()
}

type Compare = fn(&[u8], &Expectation) -> Result<tongbao_render::verify::Outcome, VerifyError>;
