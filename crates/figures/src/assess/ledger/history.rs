//! 台账变动: the states of every task quarter by quarter, and what the office decided in between.

use super::{Reporters, TaskSources, TaskStatus, decided, settled};
use crate::plan::LedgerRow;
use tongbao_returns::domain::{Period, SignOff};

/// What became of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskHistory<'run> {
    /// The task.
    pub row: &'run LedgerRow,
    /// Its state at the end of each quarter of [`history`].
    pub states: Vec<TaskStatus>,
    /// What was decided, the earlier first.
    pub decisions: Vec<&'run SignOff>,
}

/// The quarters from the first for which anything was filed up to a period's last, and every task's states in them.
pub fn history<'run>(sources: &TaskSources<'run>, period: Period) -> (Vec<Period>, Vec<TaskHistory<'run>>) {
    let last = period.last_quarter();
    let first = sources.ledger.reports.values().flatten().map(|report| report.period).min_by_key(|period| period.last_day());
    let mut quarters: Vec<Period> = Vec::new();
    if let Some(first) = first.filter(|first| first.last_day() <= last.last_day()) {
        quarters = std::iter::successors(Some(last), |quarter| Some(quarter.previous()))
            .take_while(|quarter| quarter.last_day() >= first.last_day())
            .collect();
        quarters.reverse();
    }
    let of_task = |row: &'run LedgerRow| {
        let who = Reporters::leading(sources, row);
        TaskHistory {
            row,
            states: quarters.iter().map(|quarter| settled(sources, row, who, *quarter).status).collect(),
            decisions: decided(sources, row, period).collect(),
        }
    };
    let histories = sources.tasks.iter().map(of_task).collect();
    (quarters, histories)
}
