//! 任务台账: what the units said of the plan's tasks, and what the office decided, as far as both may be used.
//!
//! In: the accepted returns on ledger forms, the registry, the office's 销号. Out: a [`TaskLedger`], task by task, and a finding at each
//! cell that cannot be used. A state is believed only with its proof: 已完成 needs 完成日期 and 佐证材料.

mod answering;
mod decisions;
mod reports;
mod steps;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Accepted;
use tongbao_returns::domain::{File, Form, Location, OfficeFile, Period, SignOff, Task, TaskPlan, TaskState, UnitCode};
use tongbao_returns::finding::Finding;
use tongbao_returns::finding::facts::{LonelyTask, TaskUnanswered};
use tongbao_returns::registry::{AsOf, Registry};

pub use answering::{Answerers, Answering, Party, answering};
pub use steps::{DoneStep, Heard, StepCourse, StepReach};

/// What a unit said of a task for a quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskReport {
    /// Who.
    pub unit: UnitCode,
    /// For when: a quarter.
    pub period: Period,
    /// When; the period's last day if the return does not say.
    pub reported_on: Date,
    /// When the unit first filed for the period, before any correction.
    pub first_reported_on: Date,
    /// As filed.
    pub claimed: TaskState,
    /// As believed: 已完成 without its proof is 推进中.
    pub state: TaskState,
    /// 进展情况.
    pub progress: Option<String>,
    /// 完成日期.
    pub done_on: Option<Date>,
    /// 佐证材料.
    pub evidence: Option<String>,
    /// 本年累计次数.
    pub times: Option<f64>,
    /// The cell of the state.
    pub at: Location,
}

/// Reports and decisions by task.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TaskLedger {
    /// Identifier of the task → reports, the earlier period first, then by unit.
    pub reports: BTreeMap<String, Vec<TaskReport>>,
    /// Identifier of the task → decisions that can be used, the earlier first.
    pub decisions: BTreeMap<String, Vec<SignOff>>,
}

impl TaskLedger {
    /// What was said of a task.
    pub fn reports(&self, task: &str) -> &[TaskReport] {
        self.reports.get(task).map_or(&[], Vec::as_slice)
    }

    /// What was decided about a task.
    pub fn decisions(&self, task: &str) -> &[SignOff] {
        self.decisions.get(task).map_or(&[], Vec::as_slice)
    }
}

/// Builds the ledger of all forms that ask for tasks; what is wrong with what was filed or decided comes with it.
pub fn task_ledger(
    forms: &[Form],
    registry: Option<&Registry>,
    accepted: &Accepted,
    sign_offs: Vec<SignOff>,
) -> (TaskLedger, Vec<Finding>) {
    let (mut ledger, mut findings) = (TaskLedger::default(), Vec::new());
    let mut decided: BTreeMap<String, Vec<SignOff>> = BTreeMap::new();
    for decision in sign_offs {
        decided.entry(decision.task.clone()).or_default().push(decision);
    }
    for form in forms.iter().filter(|form| form.tasks.is_some()) {
        reports::gather(form, registry, accepted, &mut ledger, &mut findings);
    }
    for form in forms {
        let Some(tasks) = &form.tasks else { continue };
        for task in &tasks.rows {
            let Some(decisions) = decided.remove(&task.id) else { continue };
            let usable = decisions::usable(task, decisions, ledger.reports(&task.id), &mut findings);
            ledger.decisions.insert(task.id.clone(), usable);
        }
    }
    decisions::backwards(&ledger, forms, &mut findings);
    decisions::repeated(&ledger, forms, &mut findings);
    findings.sort_by_key(|finding: &Finding| finding.period.map(Period::last_day));
    (ledger, findings)
}

/// Tasks for which no unit files on a day, in one finding a plan; nothing if there are none.
pub fn unanswered(form: &Form, as_of: &AsOf<'_>) -> Vec<Finding> {
    /// Most tasks that a finding names.
    const MOST: usize = 10;
    let Some(tasks) = &form.tasks else { return Vec::new() };
    let (answering, day) = (answering(form, as_of), as_of.day());
    let is_unanswered = |id: &String| answering.get(id).is_none_or(|answering| answering.lead.is_empty());
    let mut lonely: Vec<(Option<&TaskPlan>, Vec<&Task>)> = Vec::new();
    for task in tasks.rows.iter().filter(|task| task.is_in_force(day) && is_unanswered(&task.id)) {
        let plan = task.plan.as_ref();
        match lonely.iter_mut().find(|(known, _)| *known == plan) {
            Some((_, tasks)) => tasks.push(task),
            None => lonely.push((plan, vec![task])),
        }
    }
    let named = |task: &&Task| LonelyTask { code: task.code().to_owned(), responsible: task.asked_on(day).to_vec() };
    let told = lonely.into_iter().map(|(plan, tasks)| TaskUnanswered {
        plan: plan.map(|plan| plan.title.clone()),
        count: tasks.len(),
        first: tasks.iter().take(MOST).map(named).collect(),
    });
    told.map(|unanswered| Finding::about(File::Office(OfficeFile::Registry), unanswered)).collect()
}
