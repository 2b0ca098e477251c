//! How far a group has come with its tasks, as scores count it (docs/numbers.md rule 9).

use jiff::civil::Date;

use super::TaskStanding;
use tongbao_document::count;

/// Tasks that are due, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaskTally {
    /// With a deadline up to the period's end, of a task in steps with one of a step, or asked for so many times a year and due by now.
    pub due: usize,
    /// Of these: 已销号 or 待销号; of those in steps all steps that are due are done; of those that are counted by the year as often as is due.
    pub done: usize,
    /// Not done, and their deadline lies before the period's end.
    pub overdue: usize,
}

impl TaskTally {
    /// Counts the tasks of a group as they stand on the last day of a period.
    pub fn of(standings: &[TaskStanding<'_>], last_day: Date) -> Self {
        let mut tally = Self::default();
        for standing in standings {
            let times_due = standing.times.filter(|times| times.due_by_now.is_some_and(|due| due > 0.0));
            let steps_due = standing.row.steps_due(last_day);
            let is_done = match (times_due, standing.step) {
                (Some(times), _) => times.is_behind() == Some(false),
                (None, Some(step)) => step.done >= steps_due,
                (None, None) => standing.status.is_done(),
            };
            let is_due = times_due.is_some() || steps_due > 0 || standing.row.due().is_some_and(|due| due <= last_day);
            tally.due += usize::from(is_due);
            tally.done += usize::from(is_due && is_done);
            tally.overdue += usize::from(standing.overdue_days.is_some());
        }
        tally
    }

    /// 任务完成率, not rounded; none where nothing is due.
    pub fn completion_percent(&self) -> Option<f64> {
        (self.due > 0).then(|| count::to_f64(self.done) * 100.0 / count::to_f64(self.due))
    }
}
