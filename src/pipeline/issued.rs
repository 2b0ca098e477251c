//! `tongbao issued`: what the office has issued, and whether it is still as it was issued.

use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;

use super::error::RunError;
use crate::issue::{Archive, Snapshot};
use tongbao_returns::domain::{Cycle, Period};

/// Every issued bulletin of a workspace.
#[derive(Debug, Clone, Serialize)]
pub struct IssuedReport {
    /// In the order of the days of issue.
    pub issues: Vec<IssuedBulletin>,
}

/// One issued bulletin.
#[derive(Debug, Clone, Serialize)]
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
    /// Files that are not as issued, with the reason.
    pub altered: Vec<String>,
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
    Ok(IssuedReport { issues: archive.snapshots().iter().map(|snapshot| listed(workspace, snapshot)).collect() })
}

fn listed(workspace: &Path, snapshot: &Snapshot) -> IssuedBulletin {
    let issue = &snapshot.issue;
    let published = snapshot.differences(&workspace.join(&issue.folder)).into_iter();
    let published = published.map(|(path, reason)| format!("{}/{path}：{reason}", issue.folder));
    let kept = snapshot.faults().into_iter().map(|(path, reason)| format!("{}：{reason}", snapshot.folder.join(path).display()));
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
        altered: published.chain(kept).collect(),
    }
}
