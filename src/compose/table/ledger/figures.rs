//! The figures of tasks: which they are, and those of a single task.

use crate::compose::counts::count;
use crate::compose::material::Material;
use tongbao_document::subject::{TaskCount, TaskNumber};
use tongbao_document::{Figure, FigureId, Measure, Subject, Value};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::{TaskStanding, TaskStatus};

/// The count of the tasks that stand so.
pub(in crate::compose) fn count_of(status: TaskStatus) -> TaskCount {
    match status {
        TaskStatus::Closed => TaskCount::Closed,
        TaskStatus::AwaitingSignOff => TaskCount::AwaitingSignOff,
        TaskStatus::InProgress => TaskCount::InProgress,
        TaskStatus::Lagging => TaskCount::Lagging,
        TaskStatus::NotStarted => TaskCount::NotStarted,
        TaskStatus::NotReported => TaskCount::NotReported,
    }
}

/// Which figure the days are by which a task is overdue.
pub(in crate::compose) fn overdue_id(material: &Material<'_>, group: &Group, standing: &TaskStanding<'_>) -> FigureId {
    of_task(material, group, standing, TaskNumber::DaysOverdue)
}

/// A figure of a task.
pub(super) fn of_task(material: &Material<'_>, group: &Group, standing: &TaskStanding<'_>, number: TaskNumber) -> FigureId {
    material.id(group, Subject::Task { code: standing.row.code().to_owned(), number }, Measure::Count)
}

/// Of those who answer for a task, each for itself, how many stand so.
pub(in crate::compose) fn part_count(
    material: &Material<'_>,
    group: &Group,
    standing: &TaskStanding<'_>,
    status: TaskStatus,
) -> Figure {
    let subject = Subject::TaskParts { code: standing.row.code().to_owned(), count: count_of(status) };
    count(material, group, subject, standing.spread.count(status), "个")
}

/// How often a task is asked for in the year, how often of that by now, and how often it was done, each with the plan's unit.
pub(in crate::compose) fn times_figures(material: &Material<'_>, group: &Group, standing: &TaskStanding<'_>) -> [Figure; 3] {
    let times = standing.times;
    // Of a task that is not counted there is no number either.
    let unit = standing.row.yearly().map_or_else(|| "次".to_owned(), |yearly| yearly.unit);
    let figure = |what: TaskNumber, number: Option<f64>, otherwise: Value| {
        Figure::new(of_task(material, group, standing, what), number.map_or(otherwise, Value::Number), 0, &unit)
    };
    [
        figure(TaskNumber::Required, times.and_then(|times| times.required), Value::NotApplicable),
        figure(TaskNumber::DueByNow, times.and_then(|times| times.due_by_now), Value::NotApplicable),
        figure(TaskNumber::Done, times.and_then(|times| times.done), Value::NotReported),
    ]
}

/// A number of days; none where there is none.
pub(in crate::compose) fn days(id: FigureId, days: Option<i32>) -> Figure {
    Figure::new(id, days.map_or(Value::NotApplicable, |days| Value::Number(f64::from(days))), 0, "天")
}
