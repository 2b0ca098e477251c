//! `tongbao issued`: what the office has issued, and whether it is still as it was issued.

use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;

use super::error::RunError;
use super::folders::published;
use crate::issue::{AlteredFile, Archive, IssueName, Replaced, Snapshot, Withdrawal};
use tongbao_returns::domain::{Cycle, Period};

/// Every issued bulletin of a workspace.
#[derive(Debug, Serialize)]
pub struct IssuedReport {
    /// In the order of the days of issue.
    pub issues: Vec<IssuedBulletin>,
}

/// One issued bulletin.
#[derive(Debug, Serialize)]
pub struct IssuedBulletin {
    /// Plan id.
    pub plan: String,
    /// Year in which the number counts.
    pub year: i16,
    /// 第几期.
    pub number: u32,
    /// As printed on page one.
    pub printed_number: String,
    /// For when.
    pub period: Period,
    /// `quarterly` …
    pub cycle: Cycle,
    /// Day of issue.
    pub as_of: Date,
    /// Why it was issued although something stood open.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub reason: Option<String>,
    /// How many points stood open.
    pub open: usize,
    /// Documents.
    pub documents: usize,
    /// Folder below the workspace.
    pub folder: String,
    /// The withdrawn issue of which it takes the place (更正).
    pub replaces: Option<Replaced>,
    /// That it was withdrawn itself (撤销); none while it is in force.
    pub withdrawn: Option<Withdrawal>,
    /// The issue that takes its place, once there is one.
    pub replaced_by: Option<IssueName>,
    /// Files that are not as issued.
    pub altered: Vec<AlteredFile>,
}

impl IssuedReport {
    /// Whether every file is as it was issued.
    pub fn holds(&self) -> bool {
        self.issues.iter().all(|issue| issue.altered.is_empty())
    }
}

/// Reads what is kept and compares the published files with it.
pub fn issued(workspace: &Path) -> Result<IssuedReport, RunError> {
    let archive = Archive::read(workspace)?;
    Ok(IssuedReport { issues: archive.snapshots().iter().map(|snapshot| listed(workspace, &archive, snapshot)).collect() })
}

fn listed(workspace: &Path, archive: &Archive, snapshot: &Snapshot) -> IssuedBulletin {
    let issue = &snapshot.issue;
    let published = published(snapshot, workspace).into_iter();
    let whole = |file: AlteredFile| AlteredFile { path: snapshot.folder.join(&file.path).display().to_string(), ..file };
    let kept = snapshot.faults().into_iter().map(whole);
    IssuedBulletin {
        plan: issue.plan.clone(),
        year: issue.year(),
        number: issue.number,
        printed_number: issue.printed_number.clone(),
        period: issue.period,
        cycle: issue.cycle,
        as_of: issue.as_of,
        reason: issue.forced.as_ref().map(|forced| forced.reason.clone()),
        open: issue.forced.as_ref().map_or(0, |forced| forced.open.len()),
        documents: issue.documents.len(),
        folder: issue.folder.clone(),
        replaces: issue.replaces.clone(),
        withdrawn: snapshot.withdrawal.clone(),
        replaced_by: archive.correction_of(issue).map(|correction| correction.issue.named()),
        altered: published.chain(kept).collect(),
    }
}
