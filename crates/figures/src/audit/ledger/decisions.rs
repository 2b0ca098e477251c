//! What the office decided, set against what was filed; and states that went back without it.

use std::collections::BTreeMap;

use super::{LedgerFindings, TaskLedger, TaskReport};
use tongbao_returns::domain::{Decision, Form, FormId, Period, SignOff, Task, TaskState, UnitCode};
use tongbao_returns::finding::{Code, Finding};

/// The decisions about a task that can be used, in the order of their days. What nobody reported as done cannot be closed or sent back,
/// unless nobody ever reports on it; a closed task is not closed again.
pub(super) fn usable(
    task: &Task,
    mut decided: Vec<SignOff>,
    reports: &[TaskReport],
    findings: &mut LedgerFindings,
) -> Vec<SignOff> {
    decided.sort_by_key(|decision| decision.on);
    let mut usable: Vec<SignOff> = Vec::new();
    for decision in decided {
        let was_done = reports.iter().any(|report| report.state == TaskState::Done && report.first_reported_on <= decision.on);
        let closed = usable.last().filter(|last| last.decision == Decision::Close);
        let (code, item, word, on) = (task.code(), &task.item, decision.decision.word(), decision.on);
        let trouble = match (decision.decision, closed) {
            (Decision::Close, Some(closed)) => Some(format!("任务{code}“{item}”已于 {} 销号", closed.on)),
            _ if !was_done && !reports.is_empty() => {
                Some(format!("任务{code}“{item}”在 {on} 以前没有报过（有佐证的）已完成，不能{word}"))
            }
            _ => None,
        };
        match trouble {
            None => usable.push(decision),
            Some(trouble) => {
                let message = format!("{trouble}，这条销号记录没有采用");
                let finding = Finding::about_file(Code::SignOffUnusable, &decision.file, message);
                findings.push((None, finding.at(&decision.sheet, decision.cell.clone())));
            }
        }
    }
    usable
}

/// 已完成 that is open again, 推进中 that has not begun, where the office sent nothing back in between.
pub(super) fn backwards(ledger: &TaskLedger, forms: &[Form], findings: &mut LedgerFindings) {
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

fn finding(task: &Task, form: &FormId, before: &TaskReport, after: &TaskReport) -> (Option<Period>, Finding) {
    let message = format!(
        "任务{}“{}”{}报为{}，本期又报为{}",
        task.code(),
        task.item,
        before.period.chinese(),
        before.claimed.word(),
        after.claimed.word()
    );
    let finding = Finding::about_file(Code::TaskWentBack, &after.file, message).at(&after.sheet, after.cell.clone());
    let period = Some(after.period);
    (period, Finding { period, ..finding.of(&after.unit, form) })
}
