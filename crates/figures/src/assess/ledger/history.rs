//! 台账变动: the states of every task quarter by quarter, and what the office decided in between.

use super::{Spread, StepStanding, TaskSources, TaskStatus, Whose, decided, settled};
use crate::plan::LedgerRow;
use tongbao_returns::domain::{Period, SignOff};

/// How a task stood at the end of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its state, by whom the plan asked then.
    pub status: TaskStatus,
    /// How many of several who answered stood where.
    pub spread: Spread,
    /// At which step it stood, of a task in steps.
    pub step: Option<StepStanding>,
}

/// What became of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskHistory<'run> {
    /// The task.
    pub row: &'run LedgerRow,
    /// How it stood at the end of each quarter of [`history`].
    pub stages: Vec<Stage>,
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
    let stage = |row: &'run LedgerRow, quarter: Period| {
        let settled = settled(sources, row, Whose::Area, quarter);
        Stage { status: settled.status, spread: settled.spread(), step: settled.step }
    };
    let of_task = |row: &'run LedgerRow| TaskHistory {
        row,
        stages: quarters.iter().map(|quarter| stage(row, *quarter)).collect(),
        decisions: decided(sources, row, period).collect(),
    };
    let histories = sources.tasks.iter().map(of_task).collect();
    (quarters, histories)
}
