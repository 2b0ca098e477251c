//! 任务台账: how the tasks of the plan stand, counted by campaign and by lead department, and listed.

mod counts;
mod details;
mod lists;

use crate::compose::material::Material;
use tongbao_document::{Figure, FigureId, Measure, Table, Value};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::TaskStanding;

/// Every table of the ledger that a wording may call for, with its name.
pub(in crate::compose) fn tables(material: &Material<'_>, group: &Group) -> Vec<(&'static str, Table)> {
    vec![
        ("任务台账", counts::by_campaign(material, group)),
        ("牵头单位台账", counts::by_lead(material, group)),
        ("逾期任务", lists::overdue(material, group)),
        ("滞后任务", lists::lagging(material, group)),
        ("临近到期任务", lists::due_next(material, group)),
        ("退回任务", lists::sent_back(material, group)),
        ("工作机制", lists::yearly(material, group)),
        ("承担任务", lists::all(material, group)),
    ]
}

/// The tables of the ledger that only the workbook has: every task with what was filed, and what became of it.
pub(in crate::compose) fn workbook_tables(material: &Material<'_>, group: &Group) -> Vec<Table> {
    if material.ledger.of(group).is_empty() {
        return Vec::new();
    }
    let mut tables = vec![details::details(material, group)];
    if *group == Group::Area {
        tables.push(details::changes(material));
    }
    tables
}

/// Which figure the days are by which a task is overdue.
pub(in crate::compose) fn overdue_id(material: &Material<'_>, group: &Group, standing: &TaskStanding<'_>) -> FigureId {
    of_task(material, group, standing, "逾期天数")
}

/// A figure of a task.
fn of_task(material: &Material<'_>, group: &Group, standing: &TaskStanding<'_>, what: &str) -> FigureId {
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
