//! The figures of tasks: which they are, and those of a single task.

use crate::compose::material::Material;
use tongbao_document::{Figure, FigureId, Measure, Value};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::TaskStanding;

/// Which figure a count of tasks is; `whose` is a campaign, a department, or empty for all.
pub(in crate::compose) fn subject(whose: &str, what: &str) -> String {
    if whose.is_empty() { format!("台账：{what}") } else { format!("台账：{whose}：{what}") }
}

/// Which figure the days are by which a task is overdue.
pub(in crate::compose) fn overdue_id(material: &Material<'_>, group: &Group, standing: &TaskStanding<'_>) -> FigureId {
    of_task(material, group, standing, "逾期天数")
}

/// A figure of a task.
pub(super) fn of_task(material: &Material<'_>, group: &Group, standing: &TaskStanding<'_>, what: &str) -> FigureId {
    FigureId {
        subject: format!("台账：{}：{what}", standing.row.code()),
        group: group.code().to_owned(),
        period: material.period.to_string(),
        measure: Measure::Count,
    }
}

/// How often a task is asked for in the year, how often of that by now, and how often it was done, each with the plan's unit.
pub(in crate::compose) fn times_figures(material: &Material<'_>, group: &Group, standing: &TaskStanding<'_>) -> [Figure; 3] {
    let times = standing.times;
    let unit = standing.row.yearly().map(|yearly| yearly.unit).unwrap_or_default();
    let figure = |what: &str, number: Option<f64>, otherwise: Value| {
        Figure::new(of_task(material, group, standing, what), number.map_or(otherwise, Value::Number), 0, &unit)
    };
    [
        figure("全年要求", times.and_then(|times| times.required), Value::NotApplicable),
        figure("序时应达", times.and_then(|times| times.due_by_now), Value::NotApplicable),
        figure("本年已有", times.and_then(|times| times.done), Value::NotReported),
    ]
}

/// A number of days; none where there is none.
pub(in crate::compose) fn days(id: FigureId, days: Option<i32>) -> Figure {
    Figure::new(id, days.map_or(Value::NotApplicable, |days| Value::Number(f64::from(days))), 0, "天")
}
