//! States, days and counts worked by hand.

use jiff::civil::date;

use super::*;
use crate::plan::{LedgerKind, TaskDeadline, TaskDemand};
use tongbao_returns::domain::{File, Location, OfficeFile, Quarter};

/// A task of the leader L, with a deadline.
fn row(due: Option<Date>, target: &str, unit: &str, item: &str) -> LedgerRow {
    LedgerRow {
        id: "p:1#1".to_owned(),
        clause: "1".to_owned(),
        campaign: "领域".to_owned(),
        title: "任务".to_owned(),
        item: item.to_owned(),
        measure: String::new(),
        demand: TaskDemand::Done,
        target: Some(target.to_owned()),
        unit: Some(unit.to_owned()),
        deadline: due.map(TaskDeadline::Day),
        scope: "county".to_owned(),
        responsible: vec!["牵头局".to_owned()],
        kind: LedgerKind::Milestone,
        note: String::new(),
    }
}

fn due_on(due: Date) -> LedgerRow {
    row(Some(due), "", "", "内容")
}

fn quarter_of_2025(number: i8) -> Period {
    Period::quarter(2025, Quarter::of_number(number).unwrap())
}

/// A report of a unit for a quarter of 2025, filed on the 10th after it.
fn report(unit: &str, quarter: i8, state: TaskState, done_on: Option<Date>) -> TaskReport {
    let period = quarter_of_2025(quarter);
    let reported_on = period.last_day().saturating_add(jiff::Span::new().days(10));
    TaskReport {
        unit: UnitCode::new(unit),
        period,
        reported_on,
        first_reported_on: reported_on,
        claimed: state,
        state,
        progress: None,
        done_on,
        evidence: None,
        times: None,
        at: Location::file(File::Received("a.xlsx".to_owned())),
    }
}

fn decided(decision: Decision, on: Date) -> SignOff {
    SignOff {
        task: "p:1#1".to_owned(),
        decision,
        on,
        reason: "缺验收报告".to_owned(),
        at: Location::file(File::Office(OfficeFile::SignOffs)),
    }
}

/// Everything that is known of one task.
struct Case {
    rows: Vec<LedgerRow>,
    ledger: TaskLedger,
    answering: BTreeMap<String, Answering>,
    issued: Option<BTreeMap<Cycle, usize>>,
}

impl Case {
    fn new(row: LedgerRow, reports: Vec<TaskReport>, decisions: Vec<SignOff>) -> Self {
        let answering = Answering {
            lead: vec![UnitCode::new("L")],
            others: vec![UnitCode::new("S")],
            counties: BTreeMap::from([(CountyCode::new("370811"), vec![UnitCode::new("C")])]),
        };
        Self {
            ledger: TaskLedger {
                reports: BTreeMap::from([(row.id.clone(), reports)]),
                decisions: BTreeMap::from([(row.id.clone(), decisions)]),
            },
            answering: BTreeMap::from([(row.id.clone(), answering)]),
            rows: vec![row],
            issued: None,
        }
    }

    fn sources(&self, as_of: Date) -> TaskSources<'_> {
        TaskSources { tasks: &self.rows, ledger: &self.ledger, answering: &self.answering, as_of, issued: self.issued.as_ref() }
    }

    /// The standing at the end of a quarter of 2025, looked at on the 20th after it.
    fn at(&self, quarter: i8) -> TaskStanding<'_> {
        let period = quarter_of_2025(quarter);
        let as_of = period.last_day().saturating_add(jiff::Span::new().days(20));
        standings(&self.sources(as_of), period).remove(0)
    }
}

const DONE: TaskState = TaskState::Done;
const BEGUN: TaskState = TaskState::InProgress;

#[test]
fn the_leads_latest_report_up_to_the_period_decides() {
    let case = Case::new(
        due_on(date(2025, 12, 31)),
        vec![report("L", 1, TaskState::NotStarted, None), report("S", 2, DONE, None), report("L", 3, TaskState::Lagging, None)],
        vec![],
    );
    assert_eq!(case.at(1).status, TaskStatus::NotStarted);
    assert_eq!(case.at(2).status, TaskStatus::NotStarted, "nothing filed since: the state stands");
    assert_eq!(case.at(2).others, [(&UnitCode::new("S"), Some(DONE))], "shown beside, not counted");
    assert_eq!(case.at(3).status, TaskStatus::Lagging);
    let nobody = Case::new(due_on(date(2025, 12, 31)), vec![report("S", 2, DONE, None)], vec![]);
    assert_eq!(nobody.at(3).status, TaskStatus::NotReported);
}

#[test]
fn done_waits_for_the_office_and_is_then_closed() {
    let done = date(2025, 6, 20);
    let reports = || vec![report("L", 2, DONE, Some(done))];
    let case = Case::new(due_on(date(2025, 12, 31)), reports(), vec![]);
    assert_eq!((case.at(2).status, case.at(2).done_on), (TaskStatus::AwaitingSignOff, Some(done)));
    let case = Case::new(due_on(date(2025, 12, 31)), reports(), vec![decided(Decision::Close, date(2025, 7, 18))]);
    assert_eq!((case.at(2).status, case.at(2).closed_on), (TaskStatus::Closed, Some(date(2025, 7, 18))));
    assert_eq!(case.at(3).status, TaskStatus::Closed);
    assert_eq!(case.at(1).status, TaskStatus::NotReported, "on 20 April nobody knew");
    // A decision later than the day of the run is not known yet.
    let case = Case::new(due_on(date(2025, 12, 31)), reports(), vec![decided(Decision::Close, date(2025, 7, 25))]);
    assert_eq!(case.at(2).status, TaskStatus::AwaitingSignOff);
    assert_eq!(case.at(3).status, TaskStatus::Closed);
}

#[test]
fn what_is_sent_back_is_in_progress_until_it_is_filed_as_done_again() {
    let done = Some(date(2025, 6, 20));
    let back = || vec![decided(Decision::SendBack, date(2025, 7, 18))];
    let case = Case::new(due_on(date(2025, 12, 31)), vec![report("L", 2, DONE, done)], back());
    assert_eq!((case.at(2).status, case.at(2).done_on), (TaskStatus::InProgress, None));
    assert_eq!(case.at(2).sent_back.map(|returned| returned.reason.as_str()), Some("缺验收报告"));
    assert_eq!(case.at(3).status, TaskStatus::InProgress, "nothing filed since");
    let again = Case::new(due_on(date(2025, 12, 31)), vec![report("L", 2, DONE, done), report("L", 3, DONE, done)], back());
    assert_eq!((again.at(3).status, again.at(3).sent_back), (TaskStatus::AwaitingSignOff, None));
    // A correction of the same quarter, filed after the day on which it was sent back.
    let mut corrected = report("L", 2, DONE, done);
    corrected.reported_on = date(2025, 7, 19);
    assert_eq!(Case::new(due_on(date(2025, 12, 31)), vec![corrected], back()).at(2).status, TaskStatus::AwaitingSignOff);
}

#[test]
fn days_overdue_are_counted_from_the_deadline_to_the_periods_end() {
    let case = Case::new(due_on(date(2025, 6, 30)), vec![report("L", 1, BEGUN, None)], vec![]);
    let overdue = |quarter| (case.at(quarter).overdue_days, case.at(quarter).is_newly_overdue, case.at(quarter).is_due_next);
    assert_eq!(overdue(1), (None, false, true), "due in the quarter after");
    assert_eq!(overdue(2), (None, false, true), "due on the period's last day");
    // July 31, August 31, September 30 days.
    assert_eq!(overdue(3), (Some(92), true, false));
    assert_eq!(overdue(4), (Some(92 + 92), false, false));
    // Done at last: no longer overdue, but late by July and 15 days of August.
    let late = Case::new(
        due_on(date(2025, 6, 30)),
        vec![report("L", 1, BEGUN, None), report("L", 3, DONE, Some(date(2025, 8, 15)))],
        vec![],
    );
    assert_eq!((late.at(3).overdue_days, late.at(3).late_days), (None, Some(31 + 15)));
    let in_time = Case::new(due_on(date(2025, 6, 30)), vec![report("L", 2, DONE, Some(date(2025, 6, 30)))], vec![]);
    assert_eq!((in_time.at(3).overdue_days, in_time.at(3).late_days), (None, None));
    let never_due = Case::new(row(None, "", "", "内容"), vec![], vec![]);
    assert_eq!((never_due.at(4).overdue_days, never_due.at(4).is_due_next), (None, false));
}

#[test]
fn a_half_year_is_compared_with_the_half_before() {
    let case = Case::new(due_on(date(2025, 3, 31)), vec![report("L", 1, BEGUN, None)], vec![]);
    let half: Period = "2025H1".parse().unwrap();
    let standing = standings(&case.sources(date(2025, 7, 20)), half).remove(0);
    // April 30, May 31, June 30 days; at the end of 2024 it was not even due.
    assert_eq!((standing.overdue_days, standing.is_newly_overdue), (Some(91), true));
    assert!(!case.at(3).is_newly_overdue, "overdue since the second quarter");
}

#[test]
fn times_a_year_are_judged_by_their_part_of_the_year() {
    let twice = |quarter: i8, times: f64| {
        let filed = TaskReport { times: Some(times), ..report("L", quarter, BEGUN, None) };
        Case::new(row(None, "2", "次/年", "联席会议"), vec![filed], vec![]).at(quarter).times.unwrap()
    };
    // Of 2 a year 0.5, 1, 1.5 and 2 are due: whole ones 0, 1, 1, 2.
    assert_eq!([1, 2, 3, 4].map(|quarter| twice(quarter, 1.0).due_by_now), [Some(0.0), Some(1.0), Some(1.0), Some(2.0)]);
    assert_eq!([1, 2, 3, 4].map(|quarter| twice(quarter, 1.0).is_behind()), [Some(false), Some(false), Some(false), Some(true)]);
    assert_eq!(twice(4, 2.0).is_behind(), Some(false));
    let last_year =
        TaskReport { period: Period::quarter(2024, Quarter::Fourth), times: Some(2.0), ..report("L", 1, BEGUN, None) };
    let stale = Case::new(row(None, "2", "次/年", "联席会议"), vec![last_year], vec![]).at(1).times.unwrap();
    assert_eq!((stale.done, stale.is_behind()), (None, None), "last year's do not count");
    let open = Case::new(row(None, "", "次/年", "联席会议"), vec![], vec![]).at(4).times.unwrap();
    assert_eq!((open.required, open.is_behind()), (None, None), "the plan gives no number");
}

#[test]
fn the_offices_own_bulletins_count_themselves() {
    let filed = TaskReport { times: Some(1.0), ..report("L", 3, BEGUN, None) };
    let mut case = Case::new(row(None, "4", "次/年", "季调度"), vec![filed], vec![]);
    assert_eq!(case.at(3).times.unwrap().done, Some(1.0));
    case.issued = Some(BTreeMap::from([(Cycle::Quarterly, 3)]));
    let times = case.at(3).times.unwrap();
    assert_eq!((times.done, times.due_by_now, times.is_behind(), times.is_issued), (Some(3.0), Some(2.0), Some(false), true));
}

#[test]
fn of_several_leads_the_least_advanced_counts() {
    let reports = vec![report("L", 1, DONE, Some(date(2025, 3, 1))), report("M", 1, BEGUN, None)];
    let mut case = Case::new(due_on(date(2025, 12, 31)), reports, vec![]);
    case.answering.get_mut("p:1#1").unwrap().lead.push(UnitCode::new("M"));
    assert_eq!(case.at(1).status, TaskStatus::InProgress);
}

#[test]
fn a_county_stands_by_its_own_report() {
    let reports = || vec![report("L", 2, DONE, Some(date(2025, 6, 1))), report("C", 2, TaskState::Lagging, None)];
    let county = CountyCode::new("370811");
    let status = |case: &Case| {
        let standings = county_standings(&case.sources(date(2025, 7, 20)), &county, Period::quarter(2025, Quarter::Second));
        standings.into_iter().map(|standing| standing.status).collect::<Vec<_>>()
    };
    assert_eq!(status(&Case::new(due_on(date(2025, 12, 31)), reports(), vec![])), [TaskStatus::Lagging]);
    let closed = vec![decided(Decision::Close, date(2025, 7, 18))];
    assert_eq!(
        status(&Case::new(due_on(date(2025, 12, 31)), reports(), closed.clone())),
        [TaskStatus::Lagging],
        "its part is open"
    );
    let both = vec![report("L", 2, DONE, Some(date(2025, 6, 1))), report("C", 2, DONE, Some(date(2025, 6, 2)))];
    assert_eq!(status(&Case::new(due_on(date(2025, 12, 31)), both.clone(), closed)), [TaskStatus::Closed]);
    let sent_back = vec![decided(Decision::SendBack, date(2025, 7, 18))];
    assert_eq!(status(&Case::new(due_on(date(2025, 12, 31)), both, sent_back)), [TaskStatus::AwaitingSignOff], "the lead's");
    let case = Case::new(due_on(date(2025, 12, 31)), reports(), vec![]);
    assert!(
        county_standings(&case.sources(date(2025, 7, 20)), &CountyCode::new("370812"), Period::quarter(2025, Quarter::Second))
            .is_empty()
    );
}

#[test]
fn history_shows_every_quarter_and_every_decision() {
    let reports = vec![
        report("L", 1, BEGUN, None),
        report("L", 2, DONE, Some(date(2025, 6, 20))),
        report("L", 3, DONE, Some(date(2025, 9, 20))),
    ];
    let decisions = vec![decided(Decision::SendBack, date(2025, 7, 18)), decided(Decision::Close, date(2025, 10, 18))];
    let case = Case::new(due_on(date(2025, 12, 31)), reports, decisions);
    let sources = case.sources(date(2025, 10, 20));
    let (quarters, histories) = history(&sources, Period::quarter(2025, Quarter::Third));
    assert_eq!(quarters, [1, 2, 3].map(quarter_of_2025));
    assert_eq!(histories[0].states, [TaskStatus::InProgress, TaskStatus::InProgress, TaskStatus::Closed]);
    assert_eq!(histories[0].decisions.len(), 2);
    let empty = Case::new(due_on(date(2025, 12, 31)), vec![], vec![]);
    assert!(history(&empty.sources(date(2025, 10, 20)), Period::quarter(2025, Quarter::Third)).0.is_empty());
}
