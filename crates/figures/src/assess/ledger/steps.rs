//! Tasks in steps: at which step each who answers stands at the end of a period, and the task with them.
//!
//! The step of a period is the first that was not done before it. While steps are left the task as a whole is 推进中, whatever has become of the
//! last one done; it is done with its last step. Of several who answer the first step that anybody is at is the task's.

use super::settled::{Part, Settled};
use super::status::{StepStanding, TaskStatus};
use super::whose::{Reach, Voice, Whose};
use super::{TaskSources, decided};
use crate::audit::{Heard, Party, StepCourse, StepReach, TaskReport};
use crate::plan::LedgerRow;
use tongbao_returns::domain::{Period, SignOff, StepAt, TaskState, UnitCode};

/// A decision reaches who answers beside those whose word counts only where it was done.
const BESIDE: StepReach = StepReach { leads: false, is_alone: false, closes_unreported: false };

/// One unit with the steps of a task.
struct Stood<'run> {
    course: StepCourse<'run>,
    step: StepStanding,
    /// What the task as a whole comes to.
    whole: TaskStatus,
}

impl<'run> Stood<'run> {
    fn at(course: StepCourse<'run>, period: Period) -> Self {
        let of = course.count;
        let last = course.heard.last().filter(|heard| heard.report.period.last_day() == period.last_day());
        let position = last.map_or(course.done.len(), |heard| heard.step).min(of.saturating_sub(1));
        let status = status(&course, position);
        let whole = match (course.is_done(), status.is_done()) {
            (true, _) => closed_or_waiting(&course, of.saturating_sub(1)),
            (false, true) => TaskStatus::InProgress,
            (false, false) => status,
        };
        let step = StepStanding { number: position + 1, status, done: course.done.len(), of };
        Self { course, step, whole }
    }

    /// The report that decides: of a task that is done the one that said so.
    fn report(&self) -> Option<&'run TaskReport> {
        let said_done = || self.course.done.last().and_then(|step| step.report);
        let last = || self.course.heard.last().map(|heard| heard.report);
        if self.course.is_done() { said_done().or_else(last) } else { last() }
    }

    /// The least advanced stands first; of two alike the one that has more steps before it.
    fn advance(&self) -> (u8, usize) {
        (self.whole.advance(), self.step.done)
    }
}

/// How a step stands.
fn status(course: &StepCourse<'_>, position: usize) -> TaskStatus {
    if position < course.done.len() {
        return closed_or_waiting(course, position);
    }
    let last = course.heard.last();
    let is_sent_back = |returned: &SignOff| last.is_none_or(|heard| heard.report.reported_on <= returned.on);
    if course.sent_back.is_some_and(is_sent_back) {
        return TaskStatus::InProgress;
    }
    match last {
        None if course.done.is_empty() => TaskStatus::NotReported,
        Some(Heard { report, step, .. }) if *step == position && report.state != TaskState::Done => TaskStatus::of(report.state),
        // Nothing was said of it yet, and those before it are done.
        _ => TaskStatus::InProgress,
    }
}

fn closed_or_waiting(course: &StepCourse<'_>, position: usize) -> TaskStatus {
    let closed_on = course.done.get(position).and_then(|step| step.closed_on);
    closed_on.map_or(TaskStatus::AwaitingSignOff, |_| TaskStatus::Closed)
}

/// The state of a task in steps, or of a county's part of it.
pub(super) fn settled<'run>(sources: &TaskSources<'run>, row: &LedgerRow, whose: Whose<'run>, period: Period) -> Settled<'run> {
    let decisions: Vec<&SignOff> = decided(sources, row, period).collect();
    let voices = whose.voices(sources, row, period);
    let count = row.steps.len();
    if voices.is_empty() {
        // Nobody reports on it: the office knows.
        let reach = StepReach { leads: true, is_alone: true, closes_unreported: true };
        let alone = Stood::at(StepCourse::of(count, &[], &decisions, reach), period);
        return of_one(alone, Vec::new());
    }
    let is_single = voices.iter().map(|voice| voice.said.len()).sum::<usize>() == 1;
    let (mut parts, mut all) = (Vec::new(), Vec::new());
    for Voice { party, said } in voices {
        let reach = reach(sources, row, (whose, party), period);
        let of_unit = |unit: &UnitCode| {
            let chain = whose.chain(sources, row, (unit, is_single), period);
            Stood::at(StepCourse::of(count, &chain, &decisions, reach), period)
        };
        let of_units: Vec<Stood<'run>> = said.iter().map(|said| of_unit(said.unit)).collect();
        if let Some(least) = of_units.iter().min_by_key(|stood| stood.advance()) {
            parts.push(Part { party, status: least.whole, report: least.report(), step: Some(least.step) });
        }
        all.extend(of_units);
    }
    match all.pop() {
        Some(alone) if all.is_empty() => of_one(alone, parts),
        last => {
            all.extend(last);
            of_several(&all, parts)
        }
    }
}

/// How far a decision of the office reaches the steps of one whose word counts. What the office closes is closed for a county where it was
/// reported as done, or where nobody ever reports on the task: then the office knows.
fn reach<'run>(sources: &TaskSources<'run>, row: &LedgerRow, (whose, party): (Whose<'run>, &Party), period: Period) -> StepReach {
    let Reach { is_of_county, leads, is_alone } = whose.reach(sources, row, party, period);
    let is_silent = sources.ledger.reports(&row.id).is_empty();
    StepReach { leads, is_alone, closes_unreported: !is_of_county || leads && is_silent }
}

fn of_one<'run>(alone: Stood<'run>, parts: Vec<Part<'run>>) -> Settled<'run> {
    let closed_on = alone.course.done.last().and_then(|step| step.closed_on).filter(|_| alone.whole == TaskStatus::Closed);
    Settled {
        status: alone.whole,
        report: alone.report(),
        closed_on,
        sent_back: alone.course.sent_back,
        step: Some(alone.step),
        done_steps: alone.course.done,
        parts,
    }
}

fn of_several<'run>(all: &[Stood<'run>], parts: Vec<Part<'run>>) -> Settled<'run> {
    let worst = parts.iter().min_by_key(|part| (part.status.advance(), part.step.map_or(0, |step| step.done)));
    let (status, report) = worst.map_or((TaskStatus::NotReported, None), |part| (part.status, part.report));
    let last_closed = all.iter().filter_map(|stood| stood.course.done.last()?.closed_on).max();
    let at_first = parts.iter().filter_map(|part| part.step).min_by_key(|step| (step.number, step.status.advance()));
    let done = parts.iter().filter_map(|part| part.step).map(|step| step.done).min();
    Settled {
        status,
        report,
        closed_on: last_closed.filter(|_| status == TaskStatus::Closed),
        sent_back: all.iter().find_map(|stood| stood.course.sent_back),
        step: at_first.zip(done).map(|(step, done)| StepStanding { done, ..step }),
        done_steps: Vec::new(),
        parts,
    }
}

/// What a unit that does not lead last said of a task in steps: 已完成 of a step before the last leaves the task 推进中.
pub(super) fn said_beside(sources: &TaskSources<'_>, row: &LedgerRow, party: &Party, period: Period) -> Option<TaskState> {
    let decisions: Vec<&SignOff> = decided(sources, row, period).collect();
    let state = |unit: &UnitCode| {
        let chain = Whose::Area.chain(sources, row, (unit, false), period);
        let course = StepCourse::of(row.steps.len(), &chain, &decisions, BESIDE);
        let last = course.heard.last()?.report.state;
        Some(match last {
            TaskState::Done if !course.is_done() => TaskState::InProgress,
            state => state,
        })
    };
    party.units().iter().filter_map(state).min_by_key(|state| TaskStatus::of(*state).advance())
}

/// Where a unit stands in the steps of a task when it is asked for a period.
pub fn step_at(sources: &TaskSources<'_>, row: &LedgerRow, unit: &UnitCode, period: Period) -> StepAt {
    let before = period.last_quarter().previous();
    let whose = Whose::Area;
    let parties = whose.parties(sources, row, period);
    let is_single = parties.iter().flat_map(Party::units).eq([unit]);
    let party = parties.iter().find(|party| party.units().contains(unit));
    let reach = party.map_or(BESIDE, |party| reach(sources, row, (whose, party), period));
    let chain = whose.chain(sources, row, (unit, is_single), before);
    let decisions: Vec<&SignOff> = decided(sources, row, before).collect();
    let course = StepCourse::of(row.steps.len(), &chain, &decisions, reach);
    StepAt { done: course.done.len(), told: course.heard.last().map(|heard| heard.step) }
}
