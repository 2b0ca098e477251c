//! `tongbao check FILE…`: an institution looks at its own return before it sends it. Nothing is stored.

use std::path::Path;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use jiff::civil::Date;
use serde::Serialize;

use super::error::RunError;
use super::progress::Progress;
use super::progress::Stage;
use super::reading::blanks;
use super::setup::Setup;
use super::setup::forms;
use super::setup::style;
use crate::compose::findings_list;
use crate::domain::Form;
use crate::domain::SourceFile;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::ingest::FileReading;
use crate::ingest::Found;
use crate::ingest::Known;
use crate::ingest::Reader;
use crate::registry::Registry;

/// What was found in each file.
#[derive(Debug, Clone, Serialize)]
pub struct CheckReport {
    /// In the order asked.
    pub files: Vec<CheckedFile>,
}

/// One file.
#[derive(Debug, Clone, Serialize)]
pub struct CheckedFile {
    /// As asked.
    pub path: String,
    /// 单位代码, if it was recognised.
    pub unit: Option<String>,
    /// Title of the form, if it was recognised.
    pub form: Option<String>,
    /// Period in words, if it was recognised.
    pub period: Option<String>,
    /// Cells with a value.
    pub values: usize,
    /// In the order of sheets and cells.
    pub findings: Vec<Finding>,
}

impl CheckReport {
    /// Whether something must be corrected.
    pub fn needs_action(&self) -> bool {
        self.findings().any(|finding| matches!(finding.severity, Severity::Rejected | Severity::Error))
    }

    /// All findings, file by file.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.files.iter().flat_map(|file| &file.findings)
    }
}

/// Reads the files against the forms of the workspace, or, without one, of all packs; then no unit can be looked up.
pub fn check(
    files: &[PathBuf],
    setup: Option<&Setup>,
    templates: &Path,
    reader: &Reader,
    as_of: Date,
    progress: &dyn Progress,
) -> Result<CheckReport, RunError> {
    progress.begin(Stage::Prepare, 0);
    let (forms, registry) = match setup {
        Some(setup) => {
            let plans = setup.plans()?;
            let registry = setup.registry(&plans)?;
            (forms(&plans), Some(registry))
        }
        None => (forms(&super::plan_check::all_plans(templates)?), None::<Registry>),
    };
    let found: Vec<Found> = files.iter().map(|path| found(path)).collect();
    progress.begin(Stage::Read, found.len());
    let known = Known { forms: &forms, registry: registry.as_ref(), as_of };
    let readings = crate::ingest::read(&found, &known, reader, &|| progress.step())?;
    Ok(CheckReport { files: readings.into_iter().map(|reading| checked(reading, &forms)).collect() })
}

/// The findings as a workbook, for `--format xlsx`.
pub fn findings_workbook(report: &CheckReport, templates: &Path, as_of: Date) -> Result<Vec<u8>, RunError> {
    let findings: Vec<Finding> = report.findings().cloned().collect();
    Ok(crate::render::xlsx::bulletin(&findings_list(&findings, as_of), &style(templates)?)?)
}

fn checked(mut reading: FileReading, forms: &[Form]) -> CheckedFile {
    reading.findings.extend(blanks(&reading, forms));
    let form = reading.filed.as_ref().and_then(|filed| forms.iter().find(|form| form.id == filed.form));
    let form = form.map(|form| format!("《{}》", form.title));
    let filed = reading.filed.as_ref();
    CheckedFile {
        path: reading.source.path,
        unit: filed.map(|filed| filed.unit.to_string()),
        form,
        period: filed.map(|filed| filed.period.chinese()),
        values: filed.map_or(0, |filed| filed.facts.iter().filter(|fact| fact.reading.is_value()).count()),
        findings: reading.findings,
    }
}

/// A file named on the command line; if it is not there, reading it says so.
fn found(path: &Path) -> Found {
    let metadata = std::fs::metadata(path).ok();
    let modified = metadata.as_ref().and_then(|metadata| metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok());
    let source = SourceFile {
        path: path.display().to_string(),
        hash: String::new(),
        size: metadata.map_or(0, |metadata| metadata.len()),
        modified: modified.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX)),
    };
    Found { source, path: path.to_owned() }
}
