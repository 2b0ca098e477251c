//! Whether a bulletin may be issued: the only one, of a pack that is filled in, new, its number free, and nothing open or a reason to issue
//! nevertheless.

use std::path::Path;

use jiff::civil::Date;

use super::jobs::Job;
use super::request::IssueRequest;
use crate::issue::{Archive, Forced, IssueError, Issuing, OpenPoint, Register, Replaced, Snapshot};

/// The one bulletin that gets the number: it must be the only one, of a pack that is no draft any more, new, and the number free.
pub(super) fn admit(archive: &Archive, jobs: &[Job<'_>], request: &IssueRequest, as_of: Date) -> Result<(), IssueError> {
    let [job] = jobs else {
        let name = |job: &Job<'_>| format!("--plan {} --period {} --cycle {}", job.plan.id, job.period, job.cycle);
        return Err(IssueError::Ambiguous { jobs: jobs.iter().map(name).collect() });
    };
    let Job { plan, cycle, period } = *job;
    if !plan.unfilled.is_empty() {
        let places = plan.unfilled.iter().map(ToString::to_string).collect();
        return Err(IssueError::Unfilled { plan: plan.id.clone(), places });
    }
    if let Some(Snapshot { issue, .. }) = archive.find(&plan.id, period, cycle) {
        return Err(IssueError::Repeated {
            plan: plan.id.clone(),
            period: period.to_string(),
            cycle,
            number: issue.number,
            day: issue.as_of.to_string(),
        });
    }
    if let Some(Snapshot { issue, .. }) = archive.of_number(&plan.id, as_of.year(), request.number) {
        return Err(IssueError::NumberTaken {
            number: request.number,
            year: as_of.year(),
            period: issue.period.to_string(),
            cycle: issue.cycle,
            day: issue.as_of.to_string(),
        });
    }
    match archive.withdrawn(&plan.id, period, cycle) {
        Some(Replaced { issue, withdrawn_on, .. }) if as_of < withdrawn_on => {
            Err(IssueError::CorrectedBeforeWithdrawal { replaced: issue.number, withdrawn_on, asked: as_of })
        }
        _ => Ok(()),
    }
}

/// The number and the bulletin of an issue that is registered and gone are nobody's: it may come back from a backup.
pub(super) fn admit_beside_lost(
    workspace: &Path,
    register: &Register,
    archive: &Archive,
    jobs: &[Job<'_>],
    request: &IssueRequest,
    as_of: Date,
) -> Result<(), IssueError> {
    for lost in register.lost(archive) {
        let is_same = |job: &Job<'_>| (&job.plan.id, job.period, job.cycle) == (&lost.plan, lost.period, lost.cycle);
        let has_number =
            |job: &Job<'_>| job.plan.id == lost.plan && (as_of.year(), request.number) == (lost.issue.year, lost.issue.number);
        if jobs.iter().any(|job| has_number(job) || is_same(job) && !lost.is_withdrawn) {
            return Err(IssueError::SnapshotMissing { folder: workspace.join(&lost.folder) });
        }
    }
    Ok(())
}

/// How it is issued, in the place of a withdrawn issue if there is one; an error with everything that stands open, unless the office
/// has a reason to issue nevertheless.
pub(super) fn decide(
    job: Job<'_>,
    request: &IssueRequest,
    open: Vec<OpenPoint>,
    replaces: Option<Replaced>,
    day: Date,
) -> Result<Issuing, IssueError> {
    let forced = match (&request.force, open.is_empty()) {
        (_, true) => None,
        (Some(reason), false) => Some(Forced { reason: reason.clone(), open }),
        (None, false) => {
            let Job { plan, cycle, period } = job;
            return Err(IssueError::Blocked { plan: plan.id.clone(), period: period.to_string(), cycle, open });
        }
    };
    Ok(Issuing { number: request.number, day, forced, replaces })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::samples::{issue, job, plan};
    use super::*;
    use crate::issue::{IssueName, OpenKind};
    use tongbao_figures::plan::{Mistake, Plan};
    use tongbao_returns::domain::Cycle;

    #[test]
    fn a_number_is_free_once_by_plan_and_year() {
        let plan = plan();
        let archive = Archive::of(vec![issue("kailu-2024", "2025Q2", Cycle::Quarterly, 2, "a")]);
        let admitted = |period, cycle, number, day| {
            admit(&archive, &[job(&plan, period, cycle)], &IssueRequest { number, force: None }, day)
        };
        let day = date(2025, 10, 20);
        assert!(admitted("2025Q3", Cycle::Quarterly, 3, day).is_ok());
        assert!(admitted("2025H1", Cycle::HalfYear, 3, day).is_ok(), "another bulletin of the same quarter");
        assert!(matches!(
            admitted("2025Q3", Cycle::Quarterly, 2, day),
            Err(IssueError::NumberTaken { number: 2, year: 2025, .. })
        ));
        assert!(admitted("2025Q4", Cycle::Quarterly, 2, date(2026, 1, 20)).is_ok(), "a new year");
        assert!(matches!(admitted("2025Q2", Cycle::Quarterly, 5, day), Err(IssueError::Repeated { number: 2, .. })));
        let two = [job(&plan, "2025Q2", Cycle::Quarterly), job(&plan, "2025H1", Cycle::HalfYear)];
        let outcome = admit(&archive, &two, &IssueRequest { number: 3, force: None }, day);
        assert!(matches!(outcome, Err(IssueError::Ambiguous { jobs }) if jobs.len() == 2));
    }

    #[test]
    fn a_pack_that_is_not_filled_in_is_not_issued_whatever_the_reason() {
        let blank = Mistake::in_file("plans/a/plan.toml".into(), "待填：〔方案名称〕".to_owned());
        let plan = Plan { unfilled: vec![blank], ..plan() };
        let request = IssueRequest { number: 1, force: Some("急用".to_owned()) };
        let jobs = [job(&plan, "2025Q3", Cycle::Quarterly)];
        let outcome = admit(&Archive::of(Vec::new()), &jobs, &request, date(2025, 10, 20));
        let Err(error @ IssueError::Unfilled { .. }) = outcome else { panic!("{outcome:?}") };
        assert!(error.is_misuse());
        assert_eq!(error.to_string(), "the plan pack `kailu-2024` is still a draft: 1 place is to be filled in");
    }

    #[test]
    fn a_withdrawn_bulletin_is_issued_again_under_a_new_number() {
        let plan = plan();
        let withdrawn_on = date(2025, 11, 5);
        let archive = Archive::of(vec![issue("kailu-2024", "2025Q2", Cycle::Quarterly, 2, "a")])
            .without(&IssueName { year: 2025, number: 2 }, withdrawn_on);
        let admitted = |number, day| {
            let job = job(&plan, "2025Q2", Cycle::Quarterly);
            admit(&archive, &[job], &IssueRequest { number, force: None }, day)
        };
        assert!(admitted(3, withdrawn_on).is_ok());
        assert!(matches!(admitted(2, withdrawn_on), Err(IssueError::NumberTaken { number: 2, .. })), "never used again");
        let earlier = admitted(3, date(2025, 11, 4));
        assert!(matches!(earlier, Err(IssueError::CorrectedBeforeWithdrawal { replaced: 2, .. })), "{earlier:?}");
    }

    #[test]
    fn force_without_anything_open_is_no_force() {
        let plan = plan();
        let job = job(&plan, "2025Q3", Cycle::Quarterly);
        let (day, request) =
            (date(2025, 10, 20), |force: Option<&str>| IssueRequest { number: 3, force: force.map(str::to_owned) });
        assert_eq!(decide(job, &request(Some("急用")), Vec::new(), None, day).unwrap().forced, None);
        let open = || vec![OpenPoint::new(OpenKind::Returned, "报表已退回", "更正后重报")];
        let forced = decide(job, &request(Some("急用")), open(), None, day).unwrap().forced.unwrap();
        assert_eq!((forced.reason.as_str(), forced.open.len()), ("急用", 1));
        let refused = decide(job, &request(None), open(), None, day);
        assert!(matches!(refused, Err(IssueError::Blocked { open, .. }) if open.len() == 1));
    }
}
