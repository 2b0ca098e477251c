//! Accepted returns on a ledger form to what they say of each task.

use jiff::civil::Date;

use super::{TaskLedger, TaskReport};
use crate::audit::Accepted;
use tongbao_returns::domain::{Fact, File, Form, Location, Period, Reading, Return, Task, TaskColumn, TaskState};
use tongbao_returns::finding::facts::{DoneAfterPeriod, DoneUnproven, LagUnexplained, TaskOfOthers};
use tongbao_returns::finding::{Facts, Finding};
use tongbao_returns::registry::Registry;

/// Adds what was filed on a form, period by period.
pub(super) fn gather(
    form: &Form,
    registry: Option<&Registry>,
    accepted: &Accepted,
    ledger: &mut TaskLedger,
    findings: &mut Vec<Finding>,
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
                // By whom the plan asked then, whoever has taken over since.
                let day = period.last_day();
                // What a form asked for before its plan began, or after it ended, is nobody's task.
                if !task.is_in_force(day) {
                    continue;
                }
                if unit.is_some_and(|unit| !unit.answers_for(tasks, task, day)) {
                    let others = TaskOfOthers { task: task.into(), responsible: task.asked_on(day).to_vec() };
                    findings.push(said.finding(TaskColumn::State, others));
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

    /// The cell of an answer; of the state where the column is not there.
    fn place(&self, column: TaskColumn) -> Location {
        let file = Location::file(File::Received(self.filed.file.path.clone()));
        let placed = |column| self.fact(column).and_then(|fact| fact.place);
        let Some(place) = placed(column).or_else(|| placed(TaskColumn::State)) else { return file };
        let sheet = self.filed.sheets.get(usize::from(place.sheet)).map_or("", String::as_str);
        file.on_cell(sheet, place)
    }

    fn finding(&self, column: TaskColumn, facts: impl Into<Facts>) -> Finding {
        let Return { unit, form, period, .. } = self.filed;
        Finding::at(self.place(column), facts).of(unit, form).in_period(*period)
    }

    fn report(&self, claimed: TaskState, findings: &mut Vec<Finding>) -> TaskReport {
        let done_on = self.words(TaskColumn::DoneOn).and_then(|day| day.parse::<Date>().ok());
        let owned = |column| self.words(column).map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
        let (progress, evidence) = (owned(TaskColumn::Progress), owned(TaskColumn::Evidence));
        let end = self.filed.period.last_day();
        let task = || self.task.into();
        let mut state = claimed;
        if claimed == TaskState::Done {
            let lacking = [(done_on.is_none(), TaskColumn::DoneOn), (evidence.is_none(), TaskColumn::Evidence)];
            for (_, column) in lacking.into_iter().filter(|(is_lacking, _)| *is_lacking) {
                findings.push(self.finding(column, DoneUnproven { task: task(), lacking: column }));
                state = TaskState::InProgress;
            }
            if let Some(done_on) = done_on.filter(|day| *day > end) {
                let after = DoneAfterPeriod { task: task(), done_on, period: self.filed.period };
                findings.push(self.finding(TaskColumn::DoneOn, after));
                state = TaskState::InProgress;
            }
        }
        if claimed == TaskState::Lagging && progress.is_none() {
            findings.push(self.finding(TaskColumn::Progress, LagUnexplained { task: task() }));
        }
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
            at: self.place(TaskColumn::State),
        }
    }
}
