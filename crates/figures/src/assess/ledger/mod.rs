//! 任务台账: how every task of the plan stands at the end of a period.
//!
//! In: the plan's tasks, what was filed of them and what the office decided. Out: a [`TaskStanding`] for each task. The lead department's
//! latest report up to the period decides; where all counties or all departments answer, each for itself, the least advanced of them does,
//! and how many stand where goes with it. Where the lead has never said anything the counties beside it are heard. 已完成 stays 待销号 until
//! the office closes it, and what the office sent back is 推进中 until it is filed as done again. A task in steps is followed step by step, and
//! is done with its last. Days are counted between two dates, so that a reader can repeat them.

mod history;
mod settled;
mod status;
mod steps;
mod tally;
#[cfg(test)]
mod tests;
mod whole;
mod whose;
mod yearly;

use jiff::civil::Date;

use super::own::OwnIssues;
use crate::audit::{Answerers, DoneStep, Party, TaskLedger, TaskReport};
use crate::plan::{LedgerRow, Mechanism, TaskDeadline};
use settled::Settled;
use tongbao_returns::domain::{CountyCode, Period, SignOff, TaskState, UnitCode};
use whose::Whose;

pub use history::{Stage, TaskHistory, history};
pub use settled::Part;
pub use status::{Spread, StepStanding, TaskStatus};
pub use steps::step_at;
pub use tally::TaskTally;
pub use yearly::Times;

/// What the standing of tasks is read from.
#[derive(Debug, Clone, Copy)]
pub struct TaskSources<'run> {
    /// The tasks of the plan.
    pub tasks: &'run [LedgerRow],
    /// What was said and decided.
    pub ledger: &'run TaskLedger,
    /// Who answers for what on the last days of the periods.
    pub answering: &'run Answerers,
    /// The day of the run: later decisions are not known yet.
    pub as_of: Date,
    /// What the plan demands of the office itself: the tasks that it names are fulfilled by issuing.
    pub mechanisms: &'run [Mechanism],
    /// What the office itself has issued: by it those tasks are counted. `None` of an office that has never issued anything, and knows no count.
    pub issued: Option<&'run OwnIssues>,
}

/// How a task stands at the end of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskStanding<'run> {
    /// The task.
    pub row: &'run LedgerRow,
    /// 责任单位 as the plan names them at the period's end, the leader first.
    pub responsible: &'run [String],
    /// Whether these are equals, of whom none leads the others.
    pub are_equals: bool,
    /// Its state: of several who answer, each for itself, that of the least advanced.
    pub status: TaskStatus,
    /// How many of them stand where.
    pub spread: Spread,
    /// At which step it stands, of a task in steps.
    pub step: Option<StepStanding>,
    /// Its steps that are done, where one answers for it.
    pub done_steps: Vec<DoneStep<'run>>,
    /// Until when what is open of it is to be done: the task, or of one in steps the first that is not done.
    pub deadline: Option<TaskDeadline>,
    /// Each of those who lead it; nobody if nobody does.
    pub parts: Vec<Part<'run>>,
    /// The report that decides: the lead's latest, or of several leads the least advanced.
    pub report: Option<&'run TaskReport>,
    /// When the office closed it.
    pub closed_on: Option<Date>,
    /// Sent back, and not filed as done since.
    pub sent_back: Option<&'run SignOff>,
    /// 完成日期 of a task that is done.
    pub done_on: Option<Date>,
    /// Done so many days after its deadline; more than 0.
    pub late_days: Option<i32>,
    /// Not done at the period's end, so many days after its deadline, or after that of its first step that is not done; more than 0.
    pub overdue_days: Option<i32>,
    /// Overdue now, and was not at the end of the period before.
    pub is_newly_overdue: bool,
    /// Not done, and due on the period's last day or in the quarter after it.
    pub is_due_next: bool,
    /// How often it was done this year, of a task that the plan counts by the year.
    pub times: Option<Times>,
    /// The states that the others who answer filed last, if they did: of a county the least advanced of its units.
    pub others: Vec<(&'run Party, Option<TaskState>)>,
}

impl TaskStanding<'_> {
    /// The last day on which what is open of it is on time.
    pub fn due(&self) -> Option<Date> {
        self.deadline.map(TaskDeadline::last_day)
    }
}

/// The standings of all tasks of a plan, in its order.
pub fn standings<'run>(sources: &TaskSources<'run>, period: Period) -> Vec<TaskStanding<'run>> {
    sources.tasks.iter().map(|row| standing(sources, row, Whose::Area, period)).collect()
}

/// The standings of the tasks that a county answers for, by its own reports. What the office closes is closed for the
/// counties that have done their part; what it sends back concerns who leads, be it the counties.
pub fn county_standings<'run>(sources: &TaskSources<'run>, county: &'run CountyCode, period: Period) -> Vec<TaskStanding<'run>> {
    let of_county = |row: &'run LedgerRow| {
        let whose = Whose::County(county);
        let is_asked = !whose.parties(sources, row, period).is_empty();
        is_asked.then(|| TaskStanding { others: Vec::new(), ..standing(sources, row, whose, period) })
    };
    sources.tasks.iter().filter_map(of_county).collect()
}

fn standing<'run>(sources: &TaskSources<'run>, row: &'run LedgerRow, whose: Whose<'run>, period: Period) -> TaskStanding<'run> {
    let now = settled(sources, row, whose, period);
    let before = settled(sources, row, whose, period.previous());
    let end = period.last_day();
    let days = |from: Date, to: Date| Some((to - from).get_days()).filter(|days| *days > 0);
    let deadline = |settled: &Settled<'_>| row.until(settled.steps_done());
    let due = |settled: &Settled<'_>| deadline(settled).map(TaskDeadline::last_day).filter(|_| !settled.status.is_done());
    let overdue = |settled: &Settled<'_>, end: Date| due(settled).and_then(|due| days(due, end));
    let overdue_days = overdue(&now, end);
    let next = quarter_after(period).last_day();
    let done_on = now.done_on();
    TaskStanding {
        row,
        responsible: row.responsible.on(end),
        are_equals: sources.answering.of(&row.id, period).is_some_and(|answering| answering.are_equals),
        status: now.status,
        spread: now.spread(),
        step: now.step,
        deadline: deadline(&now),
        report: now.report,
        closed_on: now.closed_on,
        sent_back: now.sent_back,
        done_on,
        late_days: row.due().zip(done_on).and_then(|(due, done)| days(due, done)),
        overdue_days,
        is_newly_overdue: overdue_days.is_some() && overdue(&before, period.previous().last_day()).is_none(),
        is_due_next: due(&now).is_some_and(|due| end <= due && due <= next),
        times: yearly::times(sources, row, whose, period),
        done_steps: now.done_steps,
        others: others(sources, row, &now.parts, period),
        parts: now.parts,
    }
}

/// The state of a task, or of a county's part of it.
fn settled<'run>(sources: &TaskSources<'run>, row: &LedgerRow, whose: Whose<'run>, period: Period) -> Settled<'run> {
    if row.steps.is_empty() { whole::settled(sources, row, whose, period) } else { steps::settled(sources, row, whose, period) }
}

/// What the others who answer for a task said last, without those who stand among its parts.
fn others<'run>(
    sources: &TaskSources<'run>,
    row: &LedgerRow,
    parts: &[Part<'run>],
    period: Period,
) -> Vec<(&'run Party, Option<TaskState>)> {
    let reports = sources.ledger.reports(&row.id);
    let state = |party: &Party| {
        if !row.steps.is_empty() {
            return steps::said_beside(sources, row, party, period);
        }
        let said = party.units().iter().filter_map(|unit| latest(reports, unit, period)).map(|report| report.state);
        said.min_by_key(|state| TaskStatus::of(*state).advance())
    };
    let others = sources.answering.of(&row.id, period).map_or(&[][..], |answering| &answering.others);
    let is_beside = |party: &&Party| parts.iter().all(|part| part.party != *party);
    others.iter().filter(is_beside).map(|party| (party, state(party))).collect()
}

/// The decisions about a task that are known at the end of a period, the earlier first: up to the end of the quarter after it, in which
/// its returns are looked at, and never beyond the day of the run.
fn decided<'run>(
    sources: &TaskSources<'run>,
    row: &LedgerRow,
    period: Period,
) -> impl DoubleEndedIterator<Item = &'run SignOff> + use<'run> {
    let known = quarter_after(period).last_day().min(sources.as_of);
    sources.ledger.decisions(&row.id).iter().filter(move |decision| decision.on <= known)
}

/// The quarter that begins when a period has ended.
fn quarter_after(period: Period) -> Period {
    let end = period.last_day();
    Period::quarter_of(end.tomorrow().unwrap_or(end))
}

/// A unit's last report of a task up to a period.
fn latest<'run>(reports: &'run [TaskReport], unit: &UnitCode, period: Period) -> Option<&'run TaskReport> {
    let last_day = period.last_day();
    reports.iter().rfind(|report| report.unit == *unit && report.period.last_day() <= last_day)
}
