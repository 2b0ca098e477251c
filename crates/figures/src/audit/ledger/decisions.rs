//! What the office decided, set against what was filed; and states that went back without it.

use std::collections::BTreeMap;

use super::{TaskLedger, TaskReport};
use tongbao_returns::domain::{Decision, Form, FormId, SignOff, Task, TaskState, UnitCode};
use tongbao_returns::finding::Finding;
use tongbao_returns::finding::facts::{SignOffUnusable, TaskWentBack};

/// The decisions about a task that can be used, in the order of their days. What nobody reported as done cannot be closed or sent back,
/// unless nobody ever reports on it; a closed task is not closed again.
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

/// 已完成 that is open again, 推进中 that has not begun, where the office sent nothing back in between.
pub(super) fn backwards(ledger: &TaskLedger, forms: &[Form], findings: &mut Vec<Finding>) {
    for form in forms {
        let Some(tasks) = &form.tasks else { continue };
        for task in &tasks.rows {
            let mut last: BTreeMap<&UnitCode, &TaskReport> = BTreeMap::new();
            for report in ledger.reports(&task.id) {
                if let Some(before) = last.insert(&report.unit, report)
                    && goes_back(before, report)
                    && !is_sent_back(ledger.decisions(&task.id), before, report)
                {
                    findings.push(finding(task, &form.id, before, report));
                }
            }
        }
    }
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
