//! Where bulletins are put, and what of issued ones stands there: never into, over or around an issued folder.

use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;

use super::error::RunError;
use super::jobs::Job;
use super::setup::Setup;
use crate::issue::archive::{ISSUE, folder_of_plan, slashed_below};
use crate::issue::{AlteredFile, Archive, Damage, IssueError, REGISTER, Register, Registered, Snapshot, Withdrawal, archive};
use crate::publish::{MANIFEST, Output, Placed, publish, recover};
use tongbao_document::Status;
use tongbao_figures::plan::Plan;
use tongbao_figures::store::disk;
use tongbao_returns::domain::{Cycle, Period};

/// The folder of return slips.
pub(super) const SLIPS: &str = "退回单";

/// `bulletins/2025Q3/quarterly`; with several plans a folder for each below it.
pub(super) fn folder(setup: &Setup, plan: &Plan, plans: usize, period: Period, cycle: Cycle) -> PathBuf {
    let folder = setup.workspace.join(&setup.settings.output).join(period.to_string()).join(cycle.as_str());
    if plans > 1 { folder.join(&plan.id) } else { folder }
}

/// `bulletins/2025Q3/退回单`: where the slips of all plans of an office lie, one for a return; none where it has one plan alone, whose slips lie with
/// its bulletin.
pub(super) fn shared_slips(setup: &Setup, period: Period) -> Option<PathBuf> {
    let is_shared = setup.settings.plans.len() > 1;
    is_shared.then(|| setup.workspace.join(&setup.settings.output).join(period.to_string()).join(SLIPS))
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

/// What a folder says about itself, if its manifest can be read.
fn manifest(folder: &Path) -> Option<Standing> {
    serde_json::from_slice(&disk::read(&folder.join(MANIFEST)).ok()?).ok()
}

/// What an issued folder says about itself; nothing of any other folder.
pub(super) fn standing(folder: &Path) -> Option<Standing> {
    manifest(folder).filter(|standing| standing.status == Some(Status::Final))
}

/// Whether the files of a folder are issued ones.
pub(super) fn is_issued(folder: &Path) -> bool {
    standing(folder).is_some()
}

/// How the files of an issue stand in its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// As issued ones; whether each is as it was is another question.
    Issued,
    /// Not at all: there is nothing, or a draft of before.
    Unpublished,
    /// They stood there, and the manifest that says so is gone or damaged.
    Incomplete,
}

/// How the files of an issue stand. Only what is registered has stood in its place.
pub(super) fn place_of(workspace: &Path, snapshot: &Snapshot, register: Option<&Register>) -> Place {
    let folder = workspace.join(&snapshot.issue.folder);
    match manifest(&folder) {
        Some(standing) if standing.status == Some(Status::Final) => Place::Issued,
        Some(_) => Place::Unpublished,
        None if !folder.is_dir() => Place::Unpublished,
        None if register.is_some_and(|register| !register.knows(snapshot)) => Place::Unpublished,
        None => Place::Incomplete,
    }
}

/// What was put where it belongs.
#[derive(Debug, Default)]
pub(super) struct Finished {
    /// Issued folders that were not there.
    pub(super) folders: Vec<PathBuf>,
    /// Files that were missing in issued folders, by their paths below the workspace.
    pub(super) restored: Vec<String>,
    /// What is to be told of what stood in the way.
    pub(super) placed: Placed,
}

/// Finishes what a killed run left: an issue that is kept and not published is published from its snapshot. Where somebody has taken the manifest
/// away, what is missing is put back and nothing else is touched.
pub(super) fn finish(setup: &Setup, archive: &Archive, register: &Result<Register, Damage>) -> Result<Finished, RunError> {
    let mut finished = Finished::default();
    for snapshot in archive.snapshots() {
        let folder = setup.workspace.join(&snapshot.issue.folder);
        finished.placed.aside.append(&mut recover(&folder)?);
        let bytes = |path: &str| snapshot.bytes(&format!("{}/{path}", archive::PUBLISHED));
        match place_of(&setup.workspace, snapshot, register.as_ref().ok()) {
            Place::Issued => {}
            Place::Unpublished => {
                let output = |(path, _): (&str, &str)| Ok(Output { path: PathBuf::from(path), bytes: bytes(path)? });
                let outputs = snapshot.published().map(output).collect::<Result<Vec<_>, IssueError>>()?;
                finished.placed.append(publish(&folder, &outputs)?);
                finished.folders.push(folder);
            }
            Place::Incomplete => {
                for (path, _) in snapshot.published().filter(|(path, _)| is_gone(&folder.join(path))) {
                    // What cannot be put back is told as gone.
                    if disk::write(&folder.join(path), &bytes(path)?).is_ok() {
                        finished.restored.push(format!("{}/{path}", snapshot.issue.folder));
                    }
                }
            }
        }
    }
    Ok(finished)
}

/// What this account may not look at is not gone.
fn is_gone(path: &Path) -> bool {
    path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Registers what the archive has and the register has not: an issue of a run that was killed, or of before there was a register. A register that
/// cannot be read is left as it is, and told.
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

/// Issued files that somebody has changed, issues that are gone, and a register that cannot be trusted: they are told, and left as they are.
pub(super) fn altered(setup: &Setup, archive: &Archive, register: Result<Register, Damage>) -> Vec<AlteredFile> {
    let workspace = &setup.workspace;
    let mut altered: Vec<AlteredFile> = archive.snapshots().iter().flat_map(|snapshot| published(snapshot, workspace)).collect();
    match register {
        Ok(register) => altered.extend(lost(workspace, &register, archive)),
        Err(damage) => altered.push(AlteredFile { path: REGISTER.to_owned(), damage }),
    }
    altered
}

/// What is registered and not there any more.
pub(super) fn lost(workspace: &Path, register: &Register, archive: &Archive) -> Vec<AlteredFile> {
    let lost = |lost: &Registered| {
        // Another one, whole in itself, stands in its place.
        let is_another = workspace.join(&lost.kept).join(ISSUE).is_file();
        AlteredFile { path: lost.kept.clone(), damage: if is_another { Damage::Kept } else { Damage::Gone } }
    };
    register.lost(archive).map(lost).collect()
}

/// The record of the withdrawal of an issue, by its path below the workspace.
pub(super) fn record_of(workspace: &Path, snapshot: &Snapshot) -> String {
    let of_plan = folder_of_plan(workspace, &snapshot.issue.plan);
    slashed_below(workspace, &Withdrawal::path_of(&of_plan, &snapshot.issue.named()))
}

/// An issue that is registered as withdrawn would be in force again without the record: nobody may build on it.
pub(super) fn refuse_lost_withdrawals(workspace: &Path, register: &Register, archive: &Archive) -> Result<(), IssueError> {
    match register.in_force_again(archive).next() {
        None => Ok(()),
        Some(snapshot) => Err(IssueError::WithdrawalLost {
            plan: snapshot.issue.plan.clone(),
            year: snapshot.issue.year(),
            number: snapshot.issue.number,
            path: workspace.join(record_of(workspace, snapshot)),
        }),
    }
}

/// What was issued, for whoever only reads.
pub(super) fn archive_of(workspace: &Path) -> Result<Archive, IssueError> {
    // The register first: what is withdrawn meanwhile is not taken for lost.
    let register = Register::read(workspace);
    let archive = Archive::read(workspace)?;
    register.map_or(Ok(()), |register| refuse_lost_withdrawals(workspace, &register, &archive))?;
    Ok(archive)
}

/// Without a register that can be trusted nothing is issued or withdrawn.
pub(super) fn trusted(workspace: &Path, register: Result<Register, Damage>) -> Result<Register, IssueError> {
    register.map_err(|source| IssueError::Register { path: workspace.join(REGISTER), source })
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
