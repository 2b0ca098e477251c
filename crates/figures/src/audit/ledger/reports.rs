//! Accepted returns on a ledger form to what they say of each task.

use jiff::civil::Date;

use super::{LedgerFindings, TaskLedger, TaskReport};
use crate::audit::Accepted;
use tongbao_returns::domain::{Fact, Form, Period, Reading, Return, Task, TaskColumn, TaskState};
use tongbao_returns::finding::{Code, Finding};
use tongbao_returns::registry::Registry;

/// Adds what was filed on a form, period by period.
pub(super) fn gather(
    form: &Form,
    registry: Option<&Registry>,
    accepted: &Accepted,
    ledger: &mut TaskLedger,
    findings: &mut LedgerFindings,
) {
    let Some(tasks) = &form.tasks else { return };
    let mut periods: Vec<Period> = accepted.periods().collect();
    periods.sort_by_key(|period| period.last_day());
    for period in periods {
        for filed in accepted.of_period(period).filter(|filed| filed.form == form.id) {
            let unit = registry.and_then(|registry| registry.units.get(&filed.unit));
            for task in &tasks.rows {
                let said = Said { filed, task, first_reported_on: accepted.first_reported(filed).unwrap_or(period.last_day()) };
                let Some(claimed) = said.words(TaskColumn::State).and_then(TaskState::of) else { continue };
                let names = || unit.into_iter().flat_map(|unit| std::iter::once(&unit.name).chain(&unit.aliases));
                let is_own = unit.is_none_or(|unit| tasks.is_answered_by(task, &unit.category, names().map(String::as_str)));
                if !is_own {
                    let message = format!("任务{}“{}”的责任单位是{}", task.code(), task.item, task.responsible.join("、"));
                    findings.push(said.finding(TaskColumn::State, Code::TaskOfOthers, message));
                    continue;
                }
                let report = said.report(claimed, findings);
                ledger.reports.entry(task.id.clone()).or_default().push(report);
            }
        }
    }
}

/// What a return says of a task.
struct Said<'run> {
    filed: &'run Return,
    task: &'run Task,
    first_reported_on: Date,
}

impl<'run> Said<'run> {
    fn fact(&self, column: TaskColumn) -> Option<&'run Fact> {
        self.task.position(column).and_then(|position| self.filed.facts.get(position))
    }

    fn words(&self, column: TaskColumn) -> Option<&'run str> {
        match &self.fact(column)?.reading {
            Reading::Text(words) => Some(words),
            Reading::Number(_) | Reading::NotApplicable | Reading::Blank => None,
        }
    }

    /// Sheet and cell of an answer; of the state where the column is not there.
    fn place(&self, column: TaskColumn) -> (String, String) {
        let placed = |column| self.fact(column).and_then(|fact| fact.place);
        let Some(place) = placed(column).or_else(|| placed(TaskColumn::State)) else { return Default::default() };
        let sheet = self.filed.sheets.get(usize::from(place.sheet)).cloned().unwrap_or_default();
        (sheet, place.a1())
    }

    fn finding(&self, column: TaskColumn, code: Code, message: String) -> (Option<Period>, Finding) {
        let (sheet, cell) = self.place(column);
        let finding = Finding::about_file(code, &self.filed.file.path, message).at(&sheet, cell);
        let period = Some(self.filed.period);
        (period, Finding { period, ..finding.of(&self.filed.unit, &self.filed.form) })
    }

    fn report(&self, claimed: TaskState, findings: &mut LedgerFindings) -> TaskReport {
        let done_on = self.words(TaskColumn::DoneOn).and_then(|day| day.parse::<Date>().ok());
        let owned = |column| self.words(column).map(str::trim).unwrap_or_default().to_owned();
        let (progress, evidence) = (owned(TaskColumn::Progress), owned(TaskColumn::Evidence));
        let end = self.filed.period.last_day();
        let (code, item) = (self.task.code(), &self.task.item);
        let mut state = claimed;
        if claimed == TaskState::Done {
            let lacking = [(done_on.is_none(), TaskColumn::DoneOn), (evidence.is_empty(), TaskColumn::Evidence)];
            for (_, column) in lacking.into_iter().filter(|(is_lacking, _)| *is_lacking) {
                let message = format!("任务{code}“{item}”报为已完成，没有{}", column.header());
                findings.push(self.finding(column, Code::DoneUnproven, message));
                state = TaskState::InProgress;
            }
            if let Some(day) = done_on.filter(|day| *day > end) {
                let message = format!("任务{code}“{item}”的完成日期 {day} 晚于报告期末 {end}");
                findings.push(self.finding(TaskColumn::DoneOn, Code::DoneAfterPeriod, message));
                state = TaskState::InProgress;
            }
        }
        if claimed == TaskState::Lagging && progress.is_empty() {
            let message = format!("任务{code}“{item}”报为滞后，没有写进展情况");
            findings.push(self.finding(TaskColumn::Progress, Code::LagUnexplained, message));
        }
        let (sheet, cell) = self.place(TaskColumn::State);
        TaskReport {
            unit: self.filed.unit.clone(),
            period: self.filed.period,
            reported_on: self.filed.reported_on.unwrap_or(end),
            first_reported_on: self.first_reported_on,
            claimed,
            state,
            progress,
            done_on,
            evidence,
            times: self.fact(TaskColumn::Times).and_then(|fact| fact.reading.number()),
            file: self.filed.file.path.clone(),
            sheet,
            cell,
        }
    }
}
