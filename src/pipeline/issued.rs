//! `tongbao issued`: what the office has issued, and whether it is still as it was issued.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use jiff::civil::Date;
use serde::Serialize;
use walkdir::WalkDir;

use super::agreement::{Agreement, claim, of_kept};
use super::error::RunError;
use super::folders::{Place, place_of, published};
use crate::issue::archive::slashed_below;
use crate::issue::{AlteredFile, Archive, Damage, IssueName, Register, Replaced, Snapshot, Withdrawal};
use crate::publish::is_unfinished;
use crate::settings::Settings;
use tongbao_returns::domain::{Cycle, Period};

/// Every issued bulletin of a workspace.
#[derive(Debug, Serialize)]
pub struct IssuedReport {
    /// In the order of the days of issue.
    pub issues: Vec<IssuedBulletin>,
    /// What there was and is not there any more, cannot be read, or stands where nothing of the kind belongs.
    pub strays: Vec<AlteredFile>,
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
    /// Whether every file is as it was issued, and nothing is missing or too much.
    pub fn holds(&self) -> bool {
        self.strays.is_empty() && self.issues.iter().all(|issue| issue.altered.is_empty())
    }

    /// Whether an issue is kept and not published.
    fn is_unfinished(&self) -> bool {
        let mut altered = self.issues.iter().flat_map(|issue| &issue.altered);
        altered.any(|file| matches!(file.damage, Damage::Unpublished))
    }
}

/// How often it is looked whether a run that issues a bulletin has come to its end, and how long between.
const LOOKS: (usize, Duration) = (5, Duration::from_millis(200));

/// Reads what is kept and compares the published files with it. Neither waits for a run nor stands in its way; one that is about to put an issue in its
/// place has done so at the second look.
pub fn issued(workspace: &Path) -> Result<IssuedReport, RunError> {
    let (looks, pause) = LOOKS;
    let mut report = looked(workspace)?;
    for _ in 1..looks {
        if !report.is_unfinished() {
            break;
        }
        thread::sleep(pause);
        report = looked(workspace)?;
    }
    Ok(report)
}

fn looked(workspace: &Path) -> Result<IssuedReport, RunError> {
    let Agreement { archive, register, mut faults, .. } = Agreement::of(workspace)?;
    let issues = archive.snapshots().iter().map(|snapshot| listed(workspace, &archive, snapshot, register.as_ref())).collect();
    faults.extend(unknown_folders(workspace, &archive));
    Ok(IssuedReport { issues, strays: faults })
}

/// Folders of bulletins that say they are issued, and are none of those that were.
fn unknown_folders(workspace: &Path, archive: &Archive) -> Vec<AlteredFile> {
    let Ok(settings) = Settings::read(workspace) else { return Vec::new() };
    let entries = WalkDir::new(workspace.join(settings.output)).min_depth(1).max_depth(4).sort_by_file_name().into_iter();
    let entries = entries.filter_entry(|entry| entry.file_type().is_dir() && !is_unfinished(entry.file_name()));
    let folders = entries.filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let unknown =
        folders.filter(|folder| !archive.snapshots().iter().any(|known| workspace.join(&known.issue.folder) == *folder));
    let told = |folder: PathBuf| {
        let damage = claim(&folder, archive)?;
        Some(AlteredFile { path: slashed_below(workspace, &folder), damage })
    };
    unknown.filter_map(told).collect()
}

/// The published files of an issue that are not as issued, and the folder where it is another's or nobody's.
fn of_published(workspace: &Path, snapshot: &Snapshot, register: Option<&Register>) -> Vec<AlteredFile> {
    let place = &snapshot.issue.folder;
    if place_of(workspace, snapshot, register) == Place::Unpublished {
        // A draft that stands there yet is no issue that was changed.
        return vec![AlteredFile { path: place.clone(), damage: Damage::Unpublished }];
    }
    let below = |file: AlteredFile| AlteredFile { path: format!("{place}/{}", file.path), ..file };
    let additions = snapshot.additions(&workspace.join(place)).into_iter().map(below);
    published(snapshot, workspace).into_iter().chain(additions).collect()
}

fn listed(workspace: &Path, archive: &Archive, snapshot: &Snapshot, register: Option<&Register>) -> IssuedBulletin {
    let issue = &snapshot.issue;
    let published = of_published(workspace, snapshot, register).into_iter();
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
        altered: published.chain(of_kept(workspace, snapshot)).collect(),
    }
}
