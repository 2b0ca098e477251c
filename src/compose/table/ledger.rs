//! 任务台账: tasks of the plan without a formula, counted by campaign; and those due until the end of the next quarter.

use jiff::civil::date;

use super::body;
use super::marks;
use super::numbers;
use super::text;
use super::total;
use super::totals;
use super::words;
use crate::aggregate::Group;
use crate::compose::material::Material;
use crate::compose::numbers::count;
use crate::compose::numbers::counted_id;
use crate::document::Cell;
use crate::document::Formula;
use crate::document::Table;
use crate::plan::LedgerKind;
use crate::plan::LedgerRow;

/// Tasks by campaign and kind; with the number due by the end of the next period.
pub(in crate::compose) fn ledger(material: &Material<'_>) -> Table {
    let columns = vec![
        words("领域", 12.0),
        numbers("里程碑", 4.0),
        numbers("台账任务", 4.0),
        numbers("工作机制", 4.0),
        numbers("合计", 4.0),
        numbers("下季度前到期", 5.0),
    ];
    let mut campaigns: Vec<&str> = Vec::new();
    for row in &material.plan.ledger {
        if !campaigns.contains(&row.campaign.as_str()) {
            campaigns.push(&row.campaign);
        }
    }
    let mut rows: Vec<_> =
        campaigns.iter().map(|campaign| body(cells(material, campaign, |row| row.campaign == **campaign))).collect();
    let mut whole = cells(material, "合计", |_| true);
    totals::sum_up(&rows, &mut whole, &[1, 2, 3, 4, 5]);
    rows.push(total(whole));
    Table {
        name: "任务台账".to_owned(),
        title: "任务台账".to_owned(),
        unit_line: "单位：项".to_owned(),
        columns,
        label_columns: 1,
        rows,
        notes: Vec::new(),
    }
}

fn cells(material: &Material<'_>, name: &str, belongs: impl Fn(&LedgerRow) -> bool) -> Vec<Cell> {
    let of = |test: &dyn Fn(&LedgerRow) -> bool| material.plan.ledger.iter().filter(|row| belongs(row) && test(row)).count();
    let counted =
        |what: &str, number| Cell::Figure(count(material, &Group::Area, &format!("台账：{name}：{what}"), number, "项"));
    let parts = ["里程碑", "台账任务", "工作机制"];
    let part_id = |what: &&str| counted_id(material.period, Group::Area.code(), &format!("台账：{name}：{what}"));
    let all = count(material, &Group::Area, &format!("台账：{name}：合计"), of(&|_| true), "项");
    let all = Cell::Figure(all.computed_as(Formula::Sum(parts.iter().map(part_id).collect())));
    vec![
        text(name),
        counted("里程碑", of(&|row| row.kind == LedgerKind::Milestone)),
        counted("台账任务", of(&|row| row.kind == LedgerKind::Ledger)),
        counted("工作机制", of(&|row| row.kind == LedgerKind::Mechanism)),
        all,
        counted("下季度前到期", of(&|row| is_due_next(material, row))),
    ]
}

/// Tasks whose deadline has passed, and those due until the end of the next quarter.
pub(in crate::compose) fn due_next(material: &Material<'_>) -> Table {
    let columns = vec![
        marks("序号", 2.0),
        words("任务", 10.0),
        words("内容", 12.0),
        marks("期限", 5.5),
        words("责任单位", 8.0),
        words("条款", 3.0),
    ];
    let due = material.plan.ledger.iter().filter(|row| is_overdue(material, row) || is_due_next(material, row));
    let rows = due.enumerate().map(|(position, row)| {
        body(vec![
            text((position + 1).to_string()),
            text(&row.title),
            text(&row.item),
            text(deadline(material, row)),
            text(row.responsible.join("、")),
            text(if row.clause.parse::<u32>().is_ok() { format!("第{}条", row.clause) } else { row.clause.clone() }),
        ])
    });
    Table {
        name: "临近到期任务".to_owned(),
        title: "已到期和下季度末前到期的任务".to_owned(),
        unit_line: String::new(),
        columns,
        label_columns: 2,
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// How many tasks are due until the end of the next quarter.
pub(in crate::compose) fn due_next_count(material: &Material<'_>) -> usize {
    material.plan.ledger.iter().filter(|row| is_due_next(material, row)).count()
}

/// How many tasks were due before the period began.
pub(in crate::compose) fn overdue_count(material: &Material<'_>) -> usize {
    material.plan.ledger.iter().filter(|row| is_overdue(material, row)).count()
}

fn is_overdue(material: &Material<'_>, row: &LedgerRow) -> bool {
    row.due.is_some_and(|due| due < material.period.first_day())
}

fn is_due_next(material: &Material<'_>, row: &LedgerRow) -> bool {
    let last_day = material.period.last_day();
    let horizon = date(last_day.year(), last_day.month(), 1).saturating_add(jiff::Span::new().months(3)).last_of_month();
    row.due.is_some_and(|due| due >= material.period.first_day() && due <= horizon)
}

/// `2025年底`, `2025-06-30`; with a word where it has passed.
fn deadline(material: &Material<'_>, row: &LedgerRow) -> String {
    let written = if row.deadline.len() == 4 { format!("{}年底", row.deadline) } else { row.deadline.clone() };
    if row.due.is_some_and(|due| due < material.as_of) { format!("{written}（已到期）") } else { written }
}
