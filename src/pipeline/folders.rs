//! Where bulletins are put, and what of issued ones stands there: never into, over or around an issued folder.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;

use super::error::RunError;
use super::jobs::Job;
use super::setup::Setup;
use crate::issue::{AlteredFile, Archive, IssueError, REGISTER, Register, Snapshot, archive};
use crate::publish::{Output, publish, recover};
use tongbao_document::Status;
use tongbao_figures::plan::Plan;
use tongbao_figures::store::disk;
use tongbao_returns::domain::{Cycle, Period};

/// What of a folder tells whether it is issued.
const MANIFEST: &str = "run.json";

/// `bulletins/2025Q3/quarterly`; with several plans a folder for each below it.
pub(super) fn folder(setup: &Setup, plan: &Plan, plans: usize, period: Period, cycle: Cycle) -> PathBuf {
    let folder = setup.workspace.join(&setup.settings.output).join(period.to_string()).join(cycle.as_str());
    if plans > 1 { folder.join(&plan.id) } else { folder }
}

/// What the manifest of a folder says about it.
#[derive(Deserialize)]
pub(super) struct Standing {
    status: Option<Status>,
    /// Plan id.
    pub(super) plan: Option<String>,
    /// Under which it was issued.
    pub(super) number: Option<u32>,
    /// Day of issue.
    pub(super) as_of: Option<Date>,
}

/// What an issued folder says about itself; nothing of any other folder.
pub(super) fn standing(folder: &Path) -> Option<Standing> {
    let manifest = fs::read(folder.join(MANIFEST)).ok()?;
    let standing: Standing = serde_json::from_slice(&manifest).ok()?;
    (standing.status == Some(Status::Final)).then_some(standing)
}

/// Whether the files of a folder are issued ones.
pub(super) fn is_issued(folder: &Path) -> bool {
    standing(folder).is_some()
}

/// Finishes what a killed run left: an issue that is kept and not published is published from its snapshot. The folders that came back.
pub(super) fn finish(setup: &Setup, archive: &Archive) -> Result<Vec<PathBuf>, RunError> {
    let mut finished = Vec::new();
    for snapshot in archive.snapshots() {
        let folder = setup.workspace.join(&snapshot.issue.folder);
        recover(&folder)?;
        if is_issued(&folder) {
            continue;
        }
        let output = |(path, _): (&str, &str)| {
            let bytes = snapshot.bytes(&format!("{}/{path}", archive::PUBLISHED))?;
            Ok(Output { path: PathBuf::from(path), bytes })
        };
        let outputs = snapshot.published().map(output).collect::<Result<Vec<_>, IssueError>>()?;
        publish(&folder, &outputs)?;
        finished.push(folder);
    }
    Ok(finished)
}

/// Registers what the archive has and the register has not: an issue of a run that was killed, or of before there was a register. A register that
/// cannot be read is left as it is; `tongbao issued` tells it.
pub(super) fn register(setup: &Setup, archive: &Archive) -> Result<(), RunError> {
    let Ok(known) = Register::read(&setup.workspace) else { return Ok(()) };
    if let Some(register) = known.with(archive, &setup.workspace) {
        disk::write(&setup.workspace.join(REGISTER), &register.bytes()?)?;
    }
    Ok(())
}

/// The same for a command that has done its work: what cannot be registered now, the next one registers.
pub(super) fn register_anew(setup: &Setup) {
    if let Ok(archive) = Archive::read(&setup.workspace) {
        let _ = register(setup, &archive);
    }
}

/// Issued files that somebody has changed: they are told, and left as they are.
pub(super) fn altered(setup: &Setup, archive: &Archive) -> Vec<AlteredFile> {
    archive.snapshots().iter().flat_map(|snapshot| published(snapshot, &setup.workspace)).collect()
}

/// Published files of an issue that somebody has changed, by their paths below the workspace.
pub(super) fn published(snapshot: &Snapshot, workspace: &Path) -> Vec<AlteredFile> {
    let folder = &snapshot.issue.folder;
    let below = |file: AlteredFile| AlteredFile { path: format!("{folder}/{}", file.path), ..file };
    snapshot.differences(&workspace.join(folder)).into_iter().map(below).collect()
}

/// Where a bulletin goes: never into, over or around an issued folder, of a withdrawn issue neither. A draft of an issued bulletin stands
/// beside it; what takes the place of a withdrawn one has a folder of its own.
pub(super) fn place(setup: &Setup, archive: &Archive, job: Job<'_>, usual: PathBuf) -> Result<PathBuf, RunError> {
    let Job { plan, cycle, period } = job;
    let issued: Vec<PathBuf> = archive.snapshots().iter().map(|snapshot| setup.workspace.join(&snapshot.issue.folder)).collect();
    let beside = |name: String| {
        let below =
            usual.strip_prefix(setup.workspace.join(&setup.settings.output).join(period.to_string()).join(cycle.as_str()));
        let parent = setup.workspace.join(&setup.settings.output).join(period.to_string()).join(name);
        // Joining nothing would leave a slash behind.
        match below {
            Ok(below) if below != Path::new("") => parent.join(below),
            _ => parent,
        }
    };
    let is_touching = |folder: &Path| issued.iter().any(|issued| issued.starts_with(folder) || folder.starts_with(issued));
    let is_withdrawn = |snapshot: &Snapshot| !snapshot.is_in_force() && snapshot.issue.is_of(&plan.id, period, cycle);
    let folder = if archive.find(&plan.id, period, cycle).is_some() {
        beside(draft_name(cycle))
    } else if archive.snapshots().iter().any(is_withdrawn) {
        // The folder of the withdrawn issue is its own for good, and so is that of one that had taken its place.
        let mut numbers = 1_u32..;
        let free = numbers.by_ref().map(|number| beside(correction_name(cycle, number))).find(|folder| !is_touching(folder));
        free.unwrap_or(usual)
    } else if is_touching(&usual) {
        setup.workspace.join(&setup.settings.output).join(period.to_string()).join(format!("{cycle}-{}", plan.id))
    } else {
        usual
    };
    if is_issued(&folder) {
        return Err(IssueError::SnapshotMissing { folder }.into());
    }
    Ok(folder)
}

/// `quarterly-更正`, and for a correction of the correction `quarterly-更正2`
fn correction_name(cycle: Cycle, number: u32) -> String {
    if number == 1 { format!("{cycle}-更正") } else { format!("{cycle}-更正{number}") }
}

/// `quarterly-草稿`
fn draft_name(cycle: Cycle) -> String {
    format!("{cycle}-{}", Status::Draft.word())
}

#[cfg(test)]
mod tests {
    use super::super::samples::{issue, job, plan, setup};
    use super::*;
    use crate::issue::{Issue, IssueName};

    #[test]
    fn nothing_is_written_into_over_or_around_an_issued_folder() {
        let (plan, setup) = (plan(), setup());
        let at = |path: &str| setup.workspace.join(path);
        let placed = |issues: Vec<Issue>, usual: &str| {
            let folder = place(&setup, &Archive::of(issues), job(&plan, "2025Q3", Cycle::Quarterly), at(usual)).unwrap();
            folder.strip_prefix(&setup.workspace).unwrap().to_string_lossy().into_owned()
        };
        let (alone, among) = ("bulletins/2025Q3/quarterly", "bulletins/2025Q3/quarterly/kailu-2024");
        let own = |folder| issue("kailu-2024", "2025Q3", Cycle::Quarterly, 3, folder);
        let other = |folder| issue("jining-2023", "2025Q3", Cycle::Quarterly, 1, folder);
        assert_eq!(placed(vec![], alone), alone);
        assert_eq!(placed(vec![own(alone)], alone), "bulletins/2025Q3/quarterly-草稿");
        assert_eq!(placed(vec![own(among)], among), "bulletins/2025Q3/quarterly-草稿/kailu-2024");
        // The other plan was issued while it was the only one, or while both were.
        assert_eq!(placed(vec![other(alone)], among), "bulletins/2025Q3/quarterly-kailu-2024");
        assert_eq!(placed(vec![other("bulletins/2025Q3/quarterly/jining-2023")], alone), "bulletins/2025Q3/quarterly-kailu-2024");
        assert_eq!(placed(vec![other("bulletins/2025Q3/quarterly/jining-2023")], among), among);
    }

    #[test]
    fn what_takes_the_place_of_a_withdrawn_issue_has_a_folder_of_its_own() {
        let (plan, setup) = (plan(), setup());
        let at = |path: &str| setup.workspace.join(path);
        let placed = |archive: &Archive, usual: &str| {
            let folder = place(&setup, archive, job(&plan, "2025Q3", Cycle::Quarterly), at(usual)).unwrap();
            folder.strip_prefix(&setup.workspace).unwrap().to_string_lossy().into_owned()
        };
        let issued = |number, folder| issue("kailu-2024", "2025Q3", Cycle::Quarterly, number, folder);
        let (third, fifth) = (IssueName { year: 2025, number: 3 }, IssueName { year: 2025, number: 5 });
        let day = jiff::civil::date(2025, 11, 5);
        let (alone, corrected) = ("bulletins/2025Q3/quarterly", "bulletins/2025Q3/quarterly-更正");
        let archive = Archive::of(vec![issued(3, alone)]).without(&third, day);
        assert_eq!(placed(&archive, alone), corrected);
        let archive = Archive::of(vec![issued(3, alone), issued(5, corrected)]).without(&third, day);
        assert_eq!(placed(&archive, alone), "bulletins/2025Q3/quarterly-草稿", "beside the correction, which is in force");
        let archive = archive.without(&fifth, day);
        assert_eq!(placed(&archive, alone), "bulletins/2025Q3/quarterly-更正2");
        // With several plans each folder holds one of each.
        let among = "bulletins/2025Q3/quarterly/kailu-2024";
        let archive = Archive::of(vec![issued(3, among)]).without(&third, day);
        assert_eq!(placed(&archive, among), "bulletins/2025Q3/quarterly-更正/kailu-2024");
    }
}
