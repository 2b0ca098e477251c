//! How the plan's tasks stand.

use std::collections::BTreeMap;

use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::{MechanismStanding, Spread, TaskHistory, TaskStanding, TaskStatus};
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
    /// How the office fulfils what the plan demands of itself; nothing where the plan says of none when it is due.
    pub mechanisms: Vec<MechanismStanding<'run>>,
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

/// 牵头单位 as the plan names it at the period's end.
pub(super) fn lead(standing: &TaskStanding<'_>) -> String {
    standing.responsible.first().cloned().unwrap_or_else(|| "未明确".to_owned())
}

/// What a task is called in a sentence: what of it is followed. Its number stands in tables alone.
pub(super) fn name(standing: &TaskStanding<'_>) -> String {
    standing.row.item.clone()
}

/// A state with how many of several who answer stand where: `推进中（待销号8个、推进中2个、未报1个）`; where all stand alike one number says it.
pub(crate) fn state(status: TaskStatus, spread: &Spread) -> String {
    match spread.counts() {
        [] => status.word().to_owned(),
        [(_, all)] => format!("{}（{all}个）", status.word()),
        _ => format!("{}（{}）", status.word(), counts(spread)),
    }
}

/// How many of several who answer stand where: `待销号8个、推进中2个、未报1个`; nothing where one answers.
pub(super) fn counts(spread: &Spread) -> String {
    let counts = spread.counts().iter().map(|(status, count)| format!("{}{count}个", status.word()));
    counts.collect::<Vec<_>>().join("、")
}

/// Until when, in words; nothing without a deadline.
pub(super) fn deadline(row: &LedgerRow) -> String {
    row.deadline.map(TaskDeadline::in_words).unwrap_or_default()
}
