//! How the plan's tasks stand.

use std::collections::BTreeMap;

use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::{TaskHistory, TaskStanding};
use tongbao_figures::plan::{LedgerRow, TaskDeadline};
use tongbao_returns::domain::{CountyCode, Period};

/// How the tasks of a plan stand at the end of the period.
#[derive(Debug, Default)]
pub struct Followed<'run> {
    /// Of the whole area, by the departments that lead, in the order of the plan.
    pub standings: Vec<TaskStanding<'run>>,
    /// Of the counties that answer for any task.
    pub counties: BTreeMap<CountyCode, Vec<TaskStanding<'run>>>,
    /// The quarters of [`Self::history`].
    pub quarters: Vec<Period>,
    /// What became of every task, in the order of the plan.
    pub history: Vec<TaskHistory<'run>>,
}

impl<'run> Followed<'run> {
    /// The tasks that a group answers for; none for an alliance or a unit.
    pub fn of(&self, group: &Group) -> &[TaskStanding<'run>] {
        match group {
            Group::Area => &self.standings,
            Group::County(county) => self.counties.get(county).map_or(&[], Vec::as_slice),
            Group::Alliance(_) | Group::Unit(_) => &[],
        }
    }
}

/// 牵头单位 as the plan names it.
pub(super) fn lead(standing: &TaskStanding<'_>) -> String {
    standing.row.responsible.first().cloned().unwrap_or_else(|| "未明确".to_owned())
}

/// What a task is called: its number and what of it is followed.
pub(super) fn name(standing: &TaskStanding<'_>) -> String {
    standing.row.item.clone()
}

/// Until when, in words; nothing without a deadline.
pub(super) fn deadline(row: &LedgerRow) -> String {
    row.deadline.map(TaskDeadline::in_words).unwrap_or_default()
}
