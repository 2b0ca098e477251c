//! 节点: what is to be reached by a day, a step of a task or a task that has no steps, counted by the year of that day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use tongbao_figures::assess::TaskStanding;
use tongbao_figures::plan::TaskDeadline;

/// The nodes of a year at the end of a period; `done + open + not_due == all`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Nodes {
    /// All of the year.
    pub(super) all: usize,
    /// Reached, in time or not.
    pub(super) done: usize,
    /// Due by the period's end and not reached.
    pub(super) open: usize,
    /// Due later and not reached.
    pub(super) not_due: usize,
}

/// The nodes of tasks by the years of their deadlines; a task without a deadline has none.
pub(super) fn by_year(standings: &[TaskStanding<'_>], end: Date) -> BTreeMap<i16, Nodes> {
    let mut years: BTreeMap<i16, Nodes> = BTreeMap::new();
    for (by, is_done) in standings.iter().flat_map(nodes) {
        let year = years.entry(by.year()).or_default();
        year.all += 1;
        match (is_done, by <= end) {
            (true, _) => year.done += 1,
            (false, true) => year.open += 1,
            (false, false) => year.not_due += 1,
        }
    }
    years
}

/// Whether a task has a node in a year.
pub(super) fn falls_in(standing: &TaskStanding<'_>, year: i16) -> bool {
    nodes(standing).iter().any(|(by, _)| by.year() == year)
}

/// The day of each node of a task, and whether it is reached.
fn nodes(standing: &TaskStanding<'_>) -> Vec<(Date, bool)> {
    let row = standing.row;
    if row.steps.is_empty() {
        return row.deadline.map(|deadline| (TaskDeadline::last_day(deadline), standing.status.is_done())).into_iter().collect();
    }
    let done = standing.step.map_or(0, |step| step.done);
    row.steps.iter().enumerate().map(|(position, step)| (step.by.last_day(), position < done)).collect()
}
