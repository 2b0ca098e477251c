//! Tasks counted by state.

use super::super::{body, numbers, text, total, totals, words};
use super::figures;
use crate::compose::counts::{count, counted_id};
use crate::compose::followed;
use crate::compose::material::Material;
use tongbao_document::{Cell, Formula, Role, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::{TaskStanding, TaskStatus};

/// The columns of numbers.
const COUNTED: [usize; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/// By campaign, in the plan's order.
pub(in crate::compose) fn by_campaign(material: &Material<'_>, group: &Group) -> Table {
    table(material, group, ("任务台账", "任务台账（按领域）", "领域"), "领域", |standing| {
        standing.row.campaign.clone()
    })
}

/// By lead department, the one with most tasks first.
pub(in crate::compose) fn by_lead(material: &Material<'_>, group: &Group) -> Table {
    let mut table = table(material, group, ("牵头单位台账", "任务台账（按牵头单位）", "牵头单位"), "牵头", followed::lead);
    let tasks = |cells: &[Cell]| match cells.get(1) {
        Some(Cell::Figure(figure)) => figure.rounded().unwrap_or_default(),
        _ => 0.0,
    };
    table.rows.sort_by(|one, other| {
        let last = |role: Role| role == Role::Total;
        last(one.role).cmp(&last(other.role)).then(tasks(&other.cells).total_cmp(&tasks(&one.cells)))
    });
    table
}

fn table(
    material: &Material<'_>,
    group: &Group,
    (name, title, header): (&str, &str, &str),
    kind: &str,
    whose: impl Fn(&TaskStanding<'_>) -> String,
) -> Table {
    let standings = material.ledger.of(group);
    let mut named: Vec<String> = Vec::new();
    for whose in standings.iter().map(&whose) {
        if !named.contains(&whose) {
            named.push(whose);
        }
    }
    let mut rows: Vec<_> = named
        .iter()
        .map(|name| body(cells(material, group, (name, &format!("{kind}：{name}")), &|standing| whose(standing) == *name)))
        .collect();
    if !rows.is_empty() {
        let mut all = cells(material, group, ("合计", &format!("{kind}：合计")), &|_| true);
        totals::sum_up(&rows, &mut all, &COUNTED);
        rows.push(total(all));
    }
    let mut columns = vec![words(header, 11.0), numbers("任务", 3.5)];
    columns.extend(TaskStatus::ALL.map(|status| numbers(status.word(), 3.5)));
    columns.extend(["逾期", "新增逾期", "退回"].map(|header| numbers(header, 3.5)));
    Table {
        name: name.to_owned(),
        title: title.to_owned(),
        unit_line: "单位：项".to_owned(),
        columns,
        label_columns: 1,
        rows,
        notes: vec![
            "任务数等于已销号、待销号、推进中、滞后、未启动、未报之和；待销号指责任单位报已完成、尚未销号。逾期指期限早于报告期末而尚未完成，新增逾期指上期末尚未逾期。".to_owned(),
        ],
    }
}

fn cells(
    material: &Material<'_>,
    group: &Group,
    (name, subject): (&str, &str),
    is_of: &dyn Fn(&TaskStanding<'_>) -> bool,
) -> Vec<Cell> {
    let own: Vec<&TaskStanding<'_>> = material.ledger.of(group).iter().filter(|standing| is_of(standing)).collect();
    let counted = |what: &str, is_meant: &dyn Fn(&TaskStanding<'_>) -> bool| {
        let number = own.iter().filter(|standing| is_meant(standing)).count();
        count(material, group, &figures::subject(subject, what), number, "项")
    };
    let state_id = |status: TaskStatus| counted_id(material.period, group.code(), &figures::subject(subject, status.word()));
    let all = counted("任务", &|_| true).computed_as(Formula::sum(TaskStatus::ALL.map(state_id)));
    let mut cells = vec![text(name), Cell::Figure(all)];
    cells.extend(TaskStatus::ALL.map(|status| Cell::Figure(counted(status.word(), &|standing| standing.status == status))));
    cells.push(Cell::Figure(counted("逾期", &|standing| standing.overdue_days.is_some())));
    cells.push(Cell::Figure(counted("新增逾期", &|standing| standing.is_newly_overdue)));
    cells.push(Cell::Figure(counted("退回", &|standing| standing.sent_back.is_some())));
    cells
}
