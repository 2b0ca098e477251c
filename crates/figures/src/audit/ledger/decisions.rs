//! What the office decided, set against what was filed; and states that went back without it.

use std::collections::BTreeMap;

use super::{Heard, StepCourse, StepReach, TaskLedger, TaskReport};
use tongbao_returns::domain::{Decision, Form, FormId, SignOff, Task, TaskState, UnitCode};
use tongbao_returns::finding::Finding;
use tongbao_returns::finding::facts::{SignOffUnusable, StepRepeated, TaskWentBack};

/// What a unit said of the steps of a task, whoever else answers for them.
const OF_ONE: StepReach = StepReach { leads: true, is_alone: true, closes_unreported: false };

/// The decisions about a task that can be used, in the order of their days. What nobody reported as done cannot be closed or sent back,
/// unless nobody ever reports on it; a closed task is not closed again, but for a further step of it.
pub(super) fn usable(
    task: &Task,
    mut decided: Vec<SignOff>,
    reports: &[TaskReport],
    findings: &mut Vec<Finding>,
) -> Vec<SignOff> {
    decided.sort_by_key(|decision| decision.on);
    let mut usable: Vec<SignOff> = Vec::new();
    for decision in decided {
        let was_done = reports.iter().any(|report| report.state == TaskState::Done && report.first_reported_on <= decision.on);
        let closed = usable.last().filter(|last| last.decision == Decision::Close);
        let closed = closed.filter(|&closed| !has_further_step(task, (closed, &decision), reports, &usable));
        let trouble = match (decision.decision, closed) {
            (Decision::Close, Some(closed)) => Some(SignOffUnusable::ClosedBefore { task: task.into(), on: closed.on }),
            (decided, _) if !was_done && !reports.is_empty() => {
                Some(SignOffUnusable::NotDone { task: task.into(), decision: decided, on: decision.on })
            }
            _ => None,
        };
        match trouble {
            None => usable.push(decision),
            Some(trouble) => findings.push(Finding::at(decision.at, trouble)),
        }
    }
    usable
}

/// Whether a step has been reported as done since another was closed; where nobody reports, whether one is left.
fn has_further_step(task: &Task, (closed, decision): (&SignOff, &SignOff), reports: &[TaskReport], usable: &[SignOff]) -> bool {
    if task.steps.is_empty() {
        return false;
    }
    if reports.is_empty() {
        return usable.iter().filter(|known| known.decision == Decision::Close).count() < task.steps.len();
    }
    let is_between = |report: &TaskReport| closed.on < report.first_reported_on && report.first_reported_on <= decision.on;
    reports.iter().any(|report| report.state == TaskState::Done && is_between(report))
}

/// 已完成 that is open again, 推进中 that has not begun, where the office sent nothing back in between. Of a task in steps each is looked at by
/// itself.
pub(super) fn backwards(ledger: &TaskLedger, forms: &[Form], findings: &mut Vec<Finding>) {
    for (form, task) in tasks_of(forms) {
        let decisions = ledger.decisions(&task.id);
        for heard in by_unit(ledger, task).values() {
            for pair in heard.windows(2) {
                let [before, report] = pair else { continue };
                let is_of_one_step = before.step == report.step;
                let (before, report) = (before.report, report.report);
                if is_of_one_step && goes_back(before, report) && !is_sent_back(decisions, before, report) {
                    findings.push(finding(task, &form.id, before, report));
                }
            }
        }
    }
}

/// 已完成 of a step with the day and the proof of the one before.
pub(super) fn repeated(ledger: &TaskLedger, forms: &[Form], findings: &mut Vec<Finding>) {
    for (form, task) in tasks_of(forms).filter(|(_, task)| !task.steps.is_empty()) {
        for Heard { report, step, .. } in by_unit(ledger, task).values().flatten().filter(|heard| heard.is_repeated) {
            let Some(done_on) = report.done_on else { continue };
            let facts = StepRepeated { task: task.into(), step: step + 1, done_on };
            findings.push(Finding::at(report.at.clone(), facts).of(&report.unit, &form.id).in_period(report.period));
        }
    }
}

fn tasks_of(forms: &[Form]) -> impl Iterator<Item = (&Form, &Task)> {
    let asking = forms.iter().filter_map(|form| Some((form, form.tasks.as_ref()?)));
    asking.flat_map(|(form, tasks)| tasks.rows.iter().map(move |task| (form, task)))
}

/// What each unit said of a task, and of which of its steps; a task without steps is one.
fn by_unit<'run>(ledger: &'run TaskLedger, task: &Task) -> BTreeMap<&'run UnitCode, Vec<Heard<'run>>> {
    let mut reports: BTreeMap<&UnitCode, Vec<&TaskReport>> = BTreeMap::new();
    for report in ledger.reports(&task.id) {
        reports.entry(&report.unit).or_default().push(report);
    }
    let decisions: Vec<&SignOff> = ledger.decisions(&task.id).iter().collect();
    let heard = |reports: Vec<&'run TaskReport>| match task.steps.len() {
        0 => reports.into_iter().map(|report| Heard { report, step: 0, is_repeated: false }).collect(),
        count => StepCourse::of(count, &reports, &decisions, OF_ONE).heard,
    };
    reports.into_iter().map(|(unit, reports)| (unit, heard(reports))).collect()
}

fn goes_back(before: &TaskReport, after: &TaskReport) -> bool {
    match (before.claimed, after.claimed) {
        (TaskState::Done, after) => after != TaskState::Done,
        (TaskState::InProgress | TaskState::Lagging, after) => after == TaskState::NotStarted,
        (TaskState::NotStarted, _) => false,
    }
}

fn is_sent_back(decisions: &[SignOff], before: &TaskReport, after: &TaskReport) -> bool {
    // What was done before may be less than that later: 已完成 without its proof is not believed in the first place.
    let is_between = |day| before.reported_on <= day && day <= after.reported_on;
    before.claimed == TaskState::Done && before.state != TaskState::Done && after.claimed != TaskState::NotStarted
        || decisions.iter().any(|decision| decision.decision == Decision::SendBack && is_between(decision.on))
}

fn finding(task: &Task, form: &FormId, before: &TaskReport, after: &TaskReport) -> Finding {
    let went_back = TaskWentBack { task: task.into(), before: before.period, was: before.claimed, is: after.claimed };
    Finding::at(after.at.clone(), went_back).of(&after.unit, form).in_period(after.period)
}
