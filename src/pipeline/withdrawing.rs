//! `tongbao withdraw`: an issued bulletin is withdrawn (撤销), on record (docs/numbers.md rule 15).
//!
//! Its folder and its snapshot stay as they are, byte by byte; one file beside the snapshot says that, when and why it was withdrawn. It
//! is written last and at once, so that a command that is killed has withdrawn the bulletin or has not.

use jiff::civil::Date;
use serde::Serialize;

use super::entering::{Entered, enter};
use super::error::RunError;
use super::folders;
use super::progress::Progress;
use super::setup::Setup;
use crate::issue::{Archive, Issue, IssueError, Snapshot, Withdrawal, archive};
use tongbao_figures::store::disk;
use tongbao_returns::domain::{Cycle, Period};

/// What is to be withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawRequest {
    /// 第几期.
    pub number: u32,
    /// Of this plan, where several have the number.
    pub plan: Option<String>,
    /// Of this year of issue, where several have the number.
    pub year: Option<i16>,
    /// Why.
    pub reason: String,
}

/// What was withdrawn.
#[derive(Debug, Clone, Serialize)]
pub struct WithdrawReport {
    /// Plan id.
    pub plan: String,
    /// Year in which the number counts.
    pub year: i16,
    /// 第几期.
    pub number: u32,
    /// For when the bulletin is.
    pub period: Period,
    /// `quarterly` …
    pub cycle: Cycle,
    /// Day of issue.
    pub issued_on: Date,
    /// Since when it is withdrawn.
    pub withdrawn_on: Date,
    /// Why.
    pub reason: String,
    /// Folder of its files below the workspace; they stay.
    pub folder: String,
    /// The lowest number above all that were given in the year: for the issue that takes its place.
    pub next_number: u32,
}

/// Withdraws an issue as of the day of the setup.
pub fn withdraw(setup: &Setup, request: &WithdrawRequest, progress: &dyn Progress) -> Result<WithdrawReport, RunError> {
    // An issue that was broken off is published first: what is withdrawn was there.
    let Entered { lock: _lock, archive, register, .. } = enter(setup, progress)?;
    folders::trusted(&setup.workspace, register)?;
    let WithdrawRequest { number, plan, year, reason } = request;
    let snapshot = archive.chosen(*number, plan.as_deref(), *year)?;
    let issue = &snapshot.issue;
    admit(snapshot, setup.as_of)?;
    let withdrawal = Withdrawal { issue: issue.named(), seal: snapshot.seal.clone(), on: setup.as_of, reason: reason.clone() };
    let path = withdrawal.path(&archive::folder_of_plan(&setup.workspace, &issue.plan));
    // Whoever is told that it failed must not have withdrawn it all the same.
    disk::write(&path, &withdrawal.bytes()?).inspect_err(|_| drop(disk::remove_file(&path)))?;
    folders::register_anew(setup);
    Ok(WithdrawReport {
        plan: issue.plan.clone(),
        year: issue.year(),
        number: issue.number,
        period: issue.period,
        cycle: issue.cycle,
        issued_on: issue.as_of,
        withdrawn_on: withdrawal.on,
        reason: withdrawal.reason,
        folder: issue.folder.clone(),
        next_number: next_number(&archive, issue, setup.as_of.year()),
    })
}

/// What is in force on the day can be withdrawn.
fn admit(snapshot: &Snapshot, day: Date) -> Result<(), IssueError> {
    let Snapshot { issue, withdrawal, .. } = snapshot;
    if let Some(withdrawal) = withdrawal {
        let (number, year) = (issue.number, issue.year());
        return Err(IssueError::WithdrawnAlready { number, year, on: withdrawal.on, reason: withdrawal.reason.clone() });
    }
    if day < issue.as_of {
        return Err(IssueError::WithdrawnBeforeIssue { number: issue.number, issued_on: issue.as_of, asked: day });
    }
    Ok(())
}

fn next_number(archive: &Archive, withdrawn: &Issue, year: i16) -> u32 {
    let of_year = archive.snapshots().iter().map(|snapshot| &snapshot.issue);
    let given = of_year.filter(|issue| issue.plan == withdrawn.plan && issue.year() == year).map(|issue| issue.number);
    given.max().map_or(1, |highest| highest.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::samples::issue;
    use super::*;
    use crate::issue::IssueName;

    #[test]
    fn what_is_in_force_can_be_withdrawn_once_and_not_before_it_was_issued() {
        let of_third = || issue("kailu-2024", "2025Q3", Cycle::Quarterly, 3, "a");
        let archive = Archive::of(vec![of_third()]);
        let [snapshot] = archive.snapshots() else { panic!("one") };
        let day = of_third().as_of;
        assert!(admit(snapshot, day).is_ok());
        let before = admit(snapshot, day.yesterday().unwrap());
        assert!(matches!(before, Err(IssueError::WithdrawnBeforeIssue { number: 3, .. })), "{before:?}");
        let archive = archive.without(&IssueName { year: 2025, number: 3 }, date(2025, 11, 5));
        let again = admit(&archive.snapshots()[0], date(2025, 11, 6));
        assert!(matches!(again, Err(IssueError::WithdrawnAlready { number: 3, year: 2025, .. })), "{again:?}");
    }

    #[test]
    fn the_next_number_is_above_all_of_the_year_and_the_plan() {
        let archive = Archive::of(vec![
            issue("kailu-2024", "2025Q1", Cycle::Quarterly, 1, "a"),
            issue("kailu-2024", "2025Q2", Cycle::Quarterly, 4, "b"),
            issue("jining-2023", "2025Q2", Cycle::Quarterly, 9, "c"),
        ]);
        let withdrawn = issue("kailu-2024", "2025Q1", Cycle::Quarterly, 1, "a");
        assert_eq!(next_number(&archive, &withdrawn, 2025), 5);
        assert_eq!(next_number(&archive, &withdrawn, 2026), 1, "a new year");
    }
}
