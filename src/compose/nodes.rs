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
    counted(standings.iter().flat_map(nodes), end)
}

/// Counts nodes, each with its day and whether it is reached.
fn counted(nodes: impl Iterator<Item = (Date, bool)>, end: Date) -> BTreeMap<i16, Nodes> {
    let mut years: BTreeMap<i16, Nodes> = BTreeMap::new();
    for (by, is_done) in nodes {
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_nodes_of_a_year_are_reached_open_or_not_due_yet() {
        let end_of = |year: i16| date(year, 12, 31);
        let nodes = [
            (date(2020, 6, 30), true),
            (end_of(2020), false),
            (date(2021, 6, 30), true),
            (date(2021, 9, 30), false),
            (end_of(2021), false),
            (end_of(2022), false),
            (end_of(2022), true),
        ];
        let of = |end: Date| -> Vec<(i16, [usize; 4])> {
            let years = counted(nodes.into_iter(), end);
            years.into_iter().map(|(year, Nodes { all, done, open, not_due })| (year, [all, done, open, not_due])).collect()
        };
        // What is due on the last day is due; what is done early is done.
        let at_year_end = [(2020, [2, 1, 1, 0]), (2021, [3, 1, 2, 0]), (2022, [2, 1, 0, 1])];
        assert_eq!(of(end_of(2021)), at_year_end);
        let a_day_before = [(2020, [2, 1, 1, 0]), (2021, [3, 1, 1, 1]), (2022, [2, 1, 0, 1])];
        assert_eq!(of(date(2021, 12, 30)), a_day_before);
        assert!(counted(std::iter::empty(), end_of(2021)).is_empty(), "without a deadline there is no node");
    }
}
