//! States, days and counts worked by hand.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::*;
use crate::assess::{Numbered, OwnIssue};
use crate::audit::Answering;
use crate::plan::{LedgerKind, TaskDeadline, TaskDemand, TaskStep};
use tongbao_returns::domain::{Cycle, Decision, File, Handover, Location, OfficeFile, Quarter, Responsible, StepAt};

/// A task of the leader L, with a deadline.
fn row(due: Option<Date>, target: &str, unit: &str, item: &str) -> LedgerRow {
    LedgerRow {
        id: "p:1#1".to_owned(),
        code: "1#1".to_owned(),
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
        responsible: Responsible::new(vec!["牵头局".to_owned()]),
        kind: LedgerKind::Milestone,
        note: String::new(),
        filed_by: Vec::new(),
        steps: Vec::new(),
    }
}

fn due_on(due: Date) -> LedgerRow {
    row(Some(due), "", "", "内容")
}

fn unit(code: &str) -> Party {
    Party::Unit(UnitCode::new(code))
}

/// Led by departments, each for itself.
fn led_by(units: &[&str]) -> Answering {
    Answering { lead: units.iter().map(|code| unit(code)).collect(), ..Answering::default() }
}

/// Led by counties, each with one bureau: its code is the county's.
fn led_by_counties(codes: &[&str]) -> Answering {
    let county = |code: &&str| Party::County(CountyCode::new(*code), vec![UnitCode::new(*code)]);
    let units = |code: &&str| (CountyCode::new(*code), vec![unit(code)]);
    Answering {
        lead: codes.iter().map(county).collect(),
        others: Vec::new(),
        counties: codes.iter().map(units).collect(),
        are_equals: true,
    }
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
    answering: Answerers,
    mechanisms: Vec<Mechanism>,
    issued: Option<OwnIssues>,
}

impl Case {
    fn new(row: LedgerRow, reports: Vec<TaskReport>, decisions: Vec<SignOff>) -> Self {
        let answering = Answering {
            lead: vec![unit("L")],
            others: vec![unit("S")],
            counties: BTreeMap::from([(CountyCode::new("370811"), vec![unit("C")])]),
            are_equals: false,
        };
        Self {
            ledger: TaskLedger {
                reports: BTreeMap::from([(row.id.clone(), reports)]),
                decisions: BTreeMap::from([(row.id.clone(), decisions)]),
            },
            answering: Answerers::new([(Date::MIN, BTreeMap::from([(row.id.clone(), answering)]))]),
            rows: vec![row],
            mechanisms: Vec::new(),
            issued: None,
        }
    }

    /// The same task with others who answer for it, from days on.
    fn answered_by(self, answering: impl IntoIterator<Item = (Date, Answering)>) -> Self {
        let id = self.rows[0].id.clone();
        let of_day = |(day, answering)| (day, BTreeMap::from([(id.clone(), answering)]));
        Self { answering: Answerers::new(answering.into_iter().map(of_day)), ..self }
    }

    fn sources(&self, as_of: Date) -> TaskSources<'_> {
        let Self { rows, ledger, answering, mechanisms, issued } = self;
        TaskSources { tasks: rows, ledger, answering, as_of, mechanisms, issued: issued.as_ref() }
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
    assert_eq!(case.at(2).others, [(&unit("S"), Some(DONE))], "shown beside, not counted");
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
    let once = |due: Option<Date>| {
        [1, 2, 3, 4]
            .map(|quarter| Case::new(row(due, "1", "次/年", "联席会议"), vec![], vec![]).at(quarter).times.unwrap().due_by_now)
    };
    assert_eq!(once(None), [Some(0.0), Some(0.0), Some(0.0), Some(1.0)], "once a year is due at its end");
    assert_eq!(once(Some(date(2025, 6, 30))), [Some(0.0), Some(1.0), Some(1.0), Some(1.0)], "unless the plan says when");
}

#[test]
fn who_has_not_said_how_often_keeps_a_mechanism_of_several_from_being_reached() {
    let filed = |unit: &str, times: f64| TaskReport { times: Some(times), ..report(unit, 2, BEGUN, None) };
    let times = |reports| {
        let case = Case::new(row(None, "2", "次/年", "联席会议"), reports, vec![]);
        case.answered_by([(Date::MIN, led_by(&["L", "M"]))]).at(2).times.unwrap()
    };
    // Of 2 a year 1 is due by the end of June.
    let both = times(vec![filed("L", 2.0), filed("M", 1.0)]);
    assert_eq!((both.done, both.is_behind()), (Some(1.0), Some(false)), "who did it least often counts");
    let one = times(vec![filed("L", 2.0)]);
    assert_eq!((one.done, one.is_behind()), (Some(2.0), None), "of the other nobody knows");
    assert_eq!(times(vec![filed("L", 0.0)]).is_behind(), Some(true), "one that is behind decides");
}

/// The bulletins that an office has issued in 2025.
fn issued(issues: &[(Cycle, &str)]) -> OwnIssues {
    let number = || Some(Numbered { number: "第1期".to_owned(), on: date(2025, 7, 20) });
    let issue = |(cycle, period): &(Cycle, &str)| OwnIssue { cycle: *cycle, period: period.parse().unwrap(), issued: number() };
    OwnIssues::new(issues.iter().map(issue))
}

/// The usual mechanism of a kind that fulfils the task.
fn fulfilling(cycle: Cycle) -> Vec<Mechanism> {
    vec![Mechanism { tasks: vec!["p:1#1".to_owned()], ..Mechanism::usual(cycle) }]
}

#[test]
fn the_offices_own_bulletins_count_themselves() {
    let filed = TaskReport { times: Some(1.0), ..report("L", 3, BEGUN, None) };
    let mut case = Case::new(row(None, "4", "次/年", "季调度"), vec![filed], vec![]);
    case.issued = Some(issued(&[(Cycle::Quarterly, "2025Q1"), (Cycle::HalfYear, "2025H1"), (Cycle::Quarterly, "2025Q3")]));
    assert_eq!(case.at(3).times.unwrap().done, Some(1.0), "whatever it is called, no mechanism fulfils it");
    case.mechanisms = fulfilling(Cycle::Quarterly);
    let times = case.at(3).times.unwrap();
    assert_eq!((times.done, times.due_by_now, times.is_behind(), times.is_issued), (Some(3.0), Some(2.0), Some(false), true));
    case.issued = None;
    let times = case.at(3).times.unwrap();
    assert_eq!((times.done, times.is_behind(), times.is_issued), (None, None, true), "nor before anything is issued");
}

#[test]
fn a_task_that_says_no_number_is_asked_for_as_often_as_its_mechanism() {
    // Twice a year by the mechanism; one is due from the third quarter on, since it comes out after the half.
    assert_eq!(Case::new(row(None, "", "", "效果评估"), vec![], vec![]).at(3).times, None, "not counted by the year");
    let mut case = Case::new(row(None, "", "次/年", "效果评估"), vec![], vec![]);
    assert_eq!(case.at(3).times.map(|times| times.required), Some(None), "nobody says how often");
    case.mechanisms = fulfilling(Cycle::Effect);
    case.mechanisms[0].every = crate::plan::Every::HalfYear;
    case.issued = Some(issued(&[]));
    let behind = case.at(3).times.unwrap();
    assert_eq!(
        (behind.required, behind.due_by_now, behind.done, behind.is_behind()),
        (Some(2.0), Some(1.0), Some(0.0), Some(true))
    );
    case.issued = None;
    let first = case.at(3).times.unwrap();
    assert_eq!((first.required, first.done, first.is_behind()), (Some(2.0), None, None), "demanded before the first issue too");
    case.issued = Some(issued(&[(Cycle::Effect, "2025H1")]));
    assert_eq!(case.at(3).times.unwrap().is_behind(), Some(false));
    // An inspection is held within its year.
    case.mechanisms = fulfilling(Cycle::Inspection);
    case.issued = Some(issued(&[(Cycle::Inspection, "2025Q4")]));
    let times = case.at(4).times.unwrap();
    assert_eq!((times.required, times.due_by_now, times.done), (Some(1.0), Some(1.0), Some(1.0)));
}

#[test]
fn of_several_leads_the_least_advanced_counts() {
    let reports = vec![report("L", 1, DONE, Some(date(2025, 3, 1))), report("M", 1, BEGUN, None)];
    let case = Case::new(due_on(date(2025, 12, 31)), reports, vec![]).answered_by([(Date::MIN, led_by(&["L", "M"]))]);
    assert_eq!(case.at(1).status, TaskStatus::InProgress);
    assert_eq!(case.at(1).spread.counts(), [(TaskStatus::AwaitingSignOff, 1), (TaskStatus::InProgress, 1)]);
    let silent = case.answered_by([(Date::MIN, led_by(&["L", "N"]))]);
    assert_eq!(silent.at(1).status, TaskStatus::NotReported, "one is done, of the other nobody knows");
}

#[test]
fn a_task_of_all_counties_stands_as_the_least_advanced_of_them() {
    // Three counties: two are done, one goes on; then one of them says nothing at all.
    let done = |county: &str| report(county, 2, DONE, Some(date(2025, 6, 20)));
    let reports = vec![done("A"), done("B"), report("C", 2, BEGUN, None)];
    let counties = |codes: &[&str]| [(Date::MIN, led_by_counties(codes))];
    let case = || Case::new(due_on(date(2025, 6, 30)), reports.clone(), vec![]);
    let three = case().answered_by(counties(&["A", "B", "C"]));
    let area = three.at(2);
    assert_eq!((area.status, area.spread.is_shared()), (TaskStatus::InProgress, true));
    assert_eq!(area.spread.counts(), [(TaskStatus::AwaitingSignOff, 2), (TaskStatus::InProgress, 1)]);
    assert_eq!(three.at(3).overdue_days, Some(92), "the task of the area is overdue with its last county");
    let of_county = |case: &Case, code: &str| {
        let sources = case.sources(date(2025, 7, 20));
        county_standings(&sources, &CountyCode::new(code), quarter_of_2025(2)).remove(0).status
    };
    assert_eq!(
        ["A", "B", "C"].map(|code| of_county(&three, code)),
        [TaskStatus::AwaitingSignOff, TaskStatus::AwaitingSignOff, TaskStatus::InProgress]
    );
    // Who is silent says nothing against those who are at work, and keeps the task from being done.
    let four = case().answered_by(counties(&["A", "B", "C", "D"]));
    assert_eq!((four.at(2).status, four.at(2).spread.count(TaskStatus::NotReported)), (TaskStatus::InProgress, 1));
    let silent = case().answered_by(counties(&["A", "B", "D"]));
    assert_eq!(silent.at(2).status, TaskStatus::NotReported);
    let all_done = case().answered_by(counties(&["A", "B"]));
    assert_eq!((all_done.at(2).status, all_done.at(2).done_on), (TaskStatus::AwaitingSignOff, Some(date(2025, 6, 20))));
}

#[test]
fn where_who_leads_is_silent_the_counties_beside_it_are_heard() {
    let beside = |codes: &[&str]| {
        let Answering { lead: others, counties, .. } = led_by_counties(codes);
        [(Date::MIN, Answering { lead: vec![unit("L")], others, counties, are_equals: false })]
    };
    let done = |county: &str| report(county, 2, DONE, Some(date(2025, 6, 20)));
    let case = |reports, decisions| Case::new(due_on(date(2025, 6, 30)), reports, decisions).answered_by(beside(&["A", "B"]));
    // One county lags, one is done, and the leader has said nothing: it stands as the least advanced.
    let lagging = || vec![report("A", 2, TaskState::Lagging, None), done("B")];
    let heard = case(lagging(), vec![]);
    let (lags, waits, unsaid) = (TaskStatus::Lagging, TaskStatus::AwaitingSignOff, TaskStatus::NotReported);
    assert_eq!((heard.at(2).status, heard.at(2).others.len()), (lags, 0));
    assert_eq!(heard.at(2).spread.counts(), [(waits, 1), (lags, 1), (unsaid, 1)]);
    let all_done = case(vec![done("A"), done("B")], vec![]);
    assert_eq!(all_done.at(2).status, unsaid, "without the leader it is not done");
    let nobody = case(vec![], vec![]);
    assert_eq!((nobody.at(2).status, nobody.at(2).spread.is_shared()), (unsaid, false));
    // As soon as the leader says something, or the office decides, its word alone counts.
    let said = case([lagging(), vec![report("L", 3, BEGUN, None)]].concat(), vec![]);
    assert_eq!([2, 3].map(|quarter| said.at(quarter).status), [lags, TaskStatus::InProgress]);
    assert_eq!(said.at(3).others.iter().map(|(_, state)| *state).collect::<Vec<_>>(), [Some(TaskState::Lagging), Some(DONE)]);
    let closed = case(lagging(), vec![decided(Decision::Close, date(2025, 7, 18))]);
    assert_eq!((closed.at(2).status, closed.at(2).spread.is_shared()), (TaskStatus::Closed, false));
}

#[test]
fn what_the_office_decides_of_a_task_of_all_counties_reaches_those_that_are_done() {
    let reports = || vec![report("A", 2, DONE, Some(date(2025, 6, 20))), report("B", 2, BEGUN, None)];
    let case = |decision| {
        let decided = vec![decided(decision, date(2025, 7, 18))];
        let case = Case::new(due_on(date(2025, 12, 31)), reports(), decided);
        case.answered_by([(Date::MIN, led_by_counties(&["A", "B"]))])
    };
    let closed = case(Decision::Close);
    assert_eq!(closed.at(2).spread.counts(), [(TaskStatus::Closed, 1), (TaskStatus::InProgress, 1)]);
    assert_eq!((closed.at(2).status, closed.at(2).closed_on), (TaskStatus::InProgress, None));
    let returned = case(Decision::SendBack);
    assert_eq!(returned.at(2).spread.counts(), [(TaskStatus::InProgress, 2)]);
    assert!(returned.at(2).sent_back.is_some());
    let sources = returned.sources(date(2025, 7, 20));
    let is_sent_back = |code: &str| {
        let county = CountyCode::new(code);
        county_standings(&sources, &county, quarter_of_2025(2)).remove(0).sent_back.is_some()
    };
    assert_eq!(["A", "B"].map(is_sent_back), [true, false], "nothing of the second could be sent back");
}

#[test]
fn a_quarter_is_judged_by_whom_the_plan_asked_then() {
    // M takes over from L on 1 July and files for the first time for the fourth quarter.
    let mut task = due_on(date(2025, 12, 31));
    task.responsible.hand_over(Handover { from: date(2025, 7, 1), names: vec!["接手局".to_owned()] });
    let reports = vec![
        report("L", 1, BEGUN, None),
        report("L", 2, TaskState::Lagging, None),
        report("L", 3, DONE, Some(date(2025, 9, 1))),
        report("M", 4, BEGUN, None),
    ];
    let case = Case::new(task, reports, vec![]);
    let case = case.answered_by([(date(2025, 3, 31), led_by(&["L"])), (date(2025, 9, 30), led_by(&["M"]))]);
    let states = [1, 2, 3, 4].map(|quarter| case.at(quarter).status);
    let (going_on, lagging) = (TaskStatus::InProgress, TaskStatus::Lagging);
    assert_eq!(states, [going_on, lagging, lagging, going_on], "until M says something, what L last said in its time stands");
    assert_eq!([2, 3].map(|quarter| case.at(quarter).responsible), [["牵头局"], ["接手局"]]);
    let sources = case.sources(date(2026, 1, 20));
    let histories = history(&sources, quarter_of_2025(4)).1;
    assert_eq!(histories[0].stages.iter().map(|stage| stage.status).collect::<Vec<_>>(), states);
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
    let other = CountyCode::new("370812");
    assert!(county_standings(&case.sources(date(2025, 7, 20)), &other, quarter_of_2025(2)).is_empty());
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
    let states: Vec<TaskStatus> = histories[0].stages.iter().map(|stage| stage.status).collect();
    assert_eq!(states, [TaskStatus::InProgress, TaskStatus::InProgress, TaskStatus::Closed]);
    assert_eq!(histories[0].decisions.len(), 2);
    let empty = Case::new(due_on(date(2025, 12, 31)), vec![], vec![]);
    assert!(history(&empty.sources(date(2025, 10, 20)), Period::quarter(2025, Quarter::Third)).0.is_empty());
}

#[test]
fn tasks_are_counted_as_due_done_and_overdue() {
    let tally = |row: LedgerRow, reports: Vec<TaskReport>| {
        let case = Case::new(row, reports, Vec::new());
        let standings = standings(&case.sources(date(2025, 10, 20)), quarter_of_2025(3));
        let tally = TaskTally::of(&standings, date(2025, 9, 30));
        (tally.due, tally.done, tally.overdue)
    };
    let done = || vec![report("L", 3, TaskState::Done, Some(date(2025, 9, 1)))];
    let at_work = || vec![report("L", 3, TaskState::InProgress, None)];
    assert_eq!(tally(due_on(date(2025, 9, 30)), done()), (1, 1, 0));
    // Due on the last day is due, and not overdue yet.
    assert_eq!(tally(due_on(date(2025, 9, 30)), at_work()), (1, 0, 0));
    assert_eq!(tally(due_on(date(2025, 6, 30)), at_work()), (1, 0, 1));
    assert_eq!(tally(due_on(date(2025, 6, 30)), Vec::new()), (1, 0, 1), "who has said nothing has done nothing");
    assert_eq!(tally(due_on(date(2025, 10, 1)), done()), (0, 0, 0), "what is not due yet is not asked");
    assert_eq!(tally(row(None, "", "", "内容"), done()), (0, 0, 0), "nor what has no deadline");
    // Four times a year are three by September.
    let times = |times: f64| vec![TaskReport { times: Some(times), ..report("L", 3, TaskState::InProgress, None) }];
    let quarterly = || row(None, "4", "次/年", "内容");
    assert_eq!(tally(quarterly(), times(3.0)), (1, 1, 0));
    assert_eq!(tally(quarterly(), times(2.0)), (1, 0, 0));
    assert_eq!(tally(row(None, "1", "次/年", "内容"), times(0.0)), (0, 0, 0), "once a year is due at its end");
}

/// A task in three steps, due at the end of March, June and December.
fn in_steps() -> LedgerRow {
    let step = |item: &str, by: Date| TaskStep { by: TaskDeadline::Day(by), item: item.to_owned(), source: Vec::new() };
    let ends = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 12, 31)];
    let steps = ["设计", "开工", "建成"].into_iter().zip(ends).map(|(item, by)| step(item, by)).collect();
    LedgerRow { steps, ..row(None, "", "", "新址") }
}

/// 已完成 with a day, and a proof of its own for each day.
fn done(unit: &str, quarter: i8, on: Date) -> TaskReport {
    TaskReport { evidence: Some(on.to_string()), ..report(unit, quarter, DONE, Some(on)) }
}

/// Number and state of the step, how many are done, and the state of the task.
fn step_of(standing: &TaskStanding<'_>) -> (usize, TaskStatus, usize, TaskStatus) {
    let step = standing.step.unwrap();
    (step.number, step.status, step.done, standing.status)
}

const WAITING: TaskStatus = TaskStatus::AwaitingSignOff;
const GOING_ON: TaskStatus = TaskStatus::InProgress;

#[test]
fn a_task_goes_on_from_step_to_step_and_is_done_with_its_last() {
    let reports = vec![
        done("L", 1, date(2025, 3, 20)),
        report("L", 2, TaskState::Lagging, None),
        done("L", 3, date(2025, 8, 15)),
        done("L", 4, date(2025, 12, 20)),
    ];
    let case = Case::new(in_steps(), reports, vec![]);
    assert_eq!(step_of(&case.at(1)), (1, WAITING, 1, GOING_ON), "one step is not the task");
    assert_eq!(step_of(&case.at(2)), (2, TaskStatus::Lagging, 1, TaskStatus::Lagging), "from the next quarter on the next step");
    assert_eq!(step_of(&case.at(3)), (2, WAITING, 2, GOING_ON));
    assert_eq!(step_of(&case.at(4)), (3, WAITING, 3, WAITING));
    assert_eq!((case.at(4).done_on, case.at(3).done_on), (Some(date(2025, 12, 20)), None));
    assert_eq!((case.at(4).late_days, case.at(4).deadline), (None, Some(TaskDeadline::Day(date(2025, 12, 31)))));
    let sources = case.sources(date(2026, 1, 20));
    let stages = history(&sources, quarter_of_2025(4)).1.remove(0).stages;
    assert_eq!(stages.iter().map(|stage| stage.step.map(|step| step.number)).collect::<Vec<_>>(), [1, 2, 2, 3].map(Some));
}

#[test]
fn a_step_past_its_day_is_overdue_and_later_ones_do_not_hide_it() {
    let at_work = |quarter| report("L", quarter, BEGUN, None);
    let case = Case::new(in_steps(), vec![at_work(1), at_work(2), done("L", 3, date(2025, 9, 1)), at_work(4)], vec![]);
    let overdue = |quarter| (case.at(quarter).overdue_days, case.at(quarter).is_newly_overdue, case.at(quarter).is_due_next);
    assert_eq!(overdue(1), (None, false, true), "the first is due on the period's last day");
    // April 30, May 31, June 30 days.
    assert_eq!((overdue(2), step_of(&case.at(2)).0), ((Some(91), true, false), 1));
    // The first is done at last; the second was due on 30 June: July 31, August 31, September 30 days.
    assert_eq!((overdue(3), step_of(&case.at(3))), ((Some(92), false, false), (1, WAITING, 1, GOING_ON)));
    assert_eq!(case.at(3).deadline, Some(TaskDeadline::Day(date(2025, 6, 30))));
    assert_eq!((overdue(4).0, step_of(&case.at(4)).0), (Some(92 + 92), 2));
}

#[test]
fn who_says_nothing_stands_where_it_stood_and_the_next_step_is_open() {
    let case = Case::new(in_steps(), vec![done("L", 1, date(2025, 3, 20))], vec![]);
    assert_eq!(step_of(&case.at(2)), (2, GOING_ON, 1, GOING_ON));
    assert_eq!(case.at(2).report.map(|report| report.period), Some(quarter_of_2025(1)));
    let lagging = Case::new(in_steps(), vec![report("L", 1, TaskState::Lagging, None)], vec![]);
    assert_eq!(step_of(&lagging.at(3)), (1, TaskStatus::Lagging, 0, TaskStatus::Lagging));
    assert_eq!(step_of(&Case::new(in_steps(), vec![], vec![]).at(1)), (1, TaskStatus::NotReported, 0, TaskStatus::NotReported));
}

#[test]
fn the_office_decides_about_the_step_that_was_reported() {
    let reports = || vec![done("L", 1, date(2025, 3, 20)), done("L", 2, date(2025, 6, 20))];
    let closed = Case::new(in_steps(), reports(), vec![decided(Decision::Close, date(2025, 4, 18))]);
    assert_eq!(step_of(&closed.at(1)), (1, TaskStatus::Closed, 1, GOING_ON));
    assert_eq!((step_of(&closed.at(2)), closed.at(2).closed_on), ((2, WAITING, 2, GOING_ON), None));
    assert_eq!(closed.at(2).done_steps.iter().map(|step| step.closed_on).collect::<Vec<_>>(), [Some(date(2025, 4, 18)), None]);
    let back = Case::new(in_steps(), reports(), vec![decided(Decision::SendBack, date(2025, 7, 18))]);
    assert_eq!((step_of(&back.at(2)), back.at(2).sent_back.is_some()), ((2, GOING_ON, 1, GOING_ON), true));
    assert_eq!(step_of(&back.at(1)), (1, WAITING, 1, GOING_ON), "on 20 April nobody had sent it back");
    assert_eq!(step_of(&back.at(3)), (2, GOING_ON, 1, GOING_ON), "nothing filed since");
    let all = [reports(), vec![done("L", 3, date(2025, 9, 20))]].concat();
    let all_closed = Case::new(in_steps(), all, vec![decided(Decision::Close, date(2025, 10, 18))]);
    assert_eq!(step_of(&all_closed.at(3)), (3, TaskStatus::Closed, 3, TaskStatus::Closed));
    assert_eq!(all_closed.at(3).closed_on, Some(date(2025, 10, 18)));
    // Nobody reports on it: the office closes it step by step.
    let office = Case::new(in_steps(), vec![], vec![decided(Decision::Close, date(2025, 4, 18))]);
    assert_eq!(step_of(&office.answered_by([(Date::MIN, led_by(&[]))]).at(1)), (2, GOING_ON, 1, GOING_ON));
}

#[test]
fn the_form_asks_for_the_step_at_which_the_bulletin_says_that_a_county_stands() {
    // Two counties lead, nobody reports, and the office closes the first step all the same.
    let case = Case::new(in_steps(), vec![], vec![decided(Decision::Close, date(2025, 4, 18))]);
    let case = case.answered_by([(Date::MIN, led_by_counties(&["A", "B"]))]);
    assert_eq!(step_of(&case.at(1)), (2, GOING_ON, 1, GOING_ON));
    let asked = |unit: &str| step_at(&case.sources(date(2025, 7, 20)), &case.rows[0], &UnitCode::new(unit), quarter_of_2025(2));
    assert_eq!(["A", "B"].map(asked), [StepAt { done: 1, told: None }; 2]);
}

#[test]
fn of_several_the_first_step_that_anybody_is_at_is_the_tasks() {
    let reports = vec![
        done("A", 1, date(2025, 3, 20)),
        report("B", 1, BEGUN, None),
        report("A", 2, BEGUN, None),
        done("B", 2, date(2025, 6, 20)),
    ];
    let case = Case::new(in_steps(), reports, vec![]).answered_by([(Date::MIN, led_by_counties(&["A", "B"]))]);
    assert_eq!(step_of(&case.at(1)), (1, GOING_ON, 0, GOING_ON), "B is still at the first");
    assert_eq!(case.at(1).spread.counts(), [(GOING_ON, 2)]);
    assert_eq!(case.at(1).parts.iter().filter_map(|part| part.step).map(|step| step.done).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(step_of(&case.at(2)), (1, WAITING, 1, GOING_ON), "now both have done it");
    assert_eq!(step_of(&case.at(3)), (2, GOING_ON, 1, GOING_ON));
    // Who is silent says nothing against those who are at work, and is at the first step.
    let silent = case.answered_by([(Date::MIN, led_by_counties(&["A", "B", "C"]))]);
    assert_eq!(step_of(&silent.at(2)), (1, TaskStatus::NotReported, 0, GOING_ON));
    assert_eq!(silent.at(2).spread.count(TaskStatus::NotReported), 1);
    let sources = silent.sources(date(2025, 7, 20));
    let county = CountyCode::new("A");
    assert_eq!(step_of(&county_standings(&sources, &county, quarter_of_2025(2))[0]), (2, GOING_ON, 1, GOING_ON));
}

#[test]
fn who_takes_over_goes_on_at_the_step_that_was_reached() {
    let reports = vec![done("L", 1, date(2025, 3, 20)), report("M", 1, BEGUN, None), done("M", 3, date(2025, 9, 20))];
    let case = Case::new(in_steps(), reports, vec![]);
    let case = case.answered_by([(date(2025, 3, 31), led_by(&["L"])), (date(2025, 9, 30), led_by(&["M"]))]);
    assert_eq!([2, 3].map(|quarter| step_of(&case.at(quarter))), [(2, GOING_ON, 1, GOING_ON), (2, WAITING, 2, GOING_ON)]);
    let at = |quarter| step_at(&case.sources(date(2026, 1, 20)), &case.rows[0], &UnitCode::new("M"), quarter_of_2025(quarter));
    assert_eq!(at(3), StepAt { done: 1, told: Some(0) }, "the form of the third quarter asks for the second step");
    assert_eq!(at(4), StepAt { done: 2, told: Some(1) });
}

#[test]
fn tasks_in_steps_are_due_and_done_as_far_as_their_steps_are() {
    let tally = |reports: Vec<TaskReport>, quarter: i8| {
        let case = Case::new(in_steps(), reports, Vec::new());
        let period = quarter_of_2025(quarter);
        let standings = standings(&case.sources(date(2026, 1, 20)), period);
        let tally = TaskTally::of(&standings, period.last_day());
        (tally.due, tally.done, tally.overdue)
    };
    let first = || vec![done("L", 1, date(2025, 3, 20))];
    assert_eq!(tally(first(), 1), (1, 1, 0), "the one step that is due is done");
    assert_eq!(tally(first(), 2), (1, 0, 0), "of two that are due one is, the other on the last day");
    assert_eq!(tally(first(), 3), (1, 0, 1));
    assert_eq!(tally(vec![], 1), (1, 0, 0));
}
