//! What only the workbook shows of the ledger: every task with what was filed of it, and its states quarter by quarter.

use super::super::{body, marks, numbers, text, words};
use super::figures::{days, overdue_id};
use crate::compose::followed::{deadline, lead};
use crate::compose::material::Material;
use crate::compose::table::ledger::figures::of_task;
use tongbao_document::subject::TaskNumber;
use tongbao_document::{Cell, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::TaskStanding;
use tongbao_returns::domain::UnitCode;

/// Every task of a group, with the report that decides.
pub(super) fn details(material: &Material<'_>, group: &Group) -> Table {
    let columns = vec![
        marks("编号", 6.0),
        words("领域", 10.0),
        words("任务", 10.0),
        words("内容", 14.0),
        marks("期限", 8.0),
        words("责任单位", 12.0),
        words("填报单位", 14.0),
        marks("状态", 5.0),
        marks("所据报表", 6.0),
        words("进展情况", 20.0),
        marks("完成日期", 8.0),
        words("佐证材料", 14.0),
        marks("销号日期", 8.0),
        numbers("逾期天数", 5.0),
        numbers("逾期完成天数", 5.0),
        words("退回原因", 14.0),
        words("配合单位所报", 14.0),
        words("来源", 20.0),
    ];
    let rows = material.ledger.of(group).iter().map(|standing| {
        let report = standing.report;
        let returned = standing.sent_back.map(|returned| format!("{} {}", returned.on, returned.reason));
        body(vec![
            text(standing.row.code()),
            text(&standing.row.campaign),
            text(&standing.row.title),
            text(&standing.row.item),
            text(deadline(standing.row)),
            text(standing.row.responsible.join("、")),
            text(unit_names(material, standing.lead)),
            text(standing.status.word()),
            text(report.map(|report| report.period.to_string()).unwrap_or_default()),
            text(report.and_then(|report| report.progress.clone()).unwrap_or_default()),
            text(standing.done_on.map(|day| day.to_string()).unwrap_or_default()),
            text(report.and_then(|report| report.evidence.clone()).unwrap_or_default()),
            text(standing.closed_on.map(|day| day.to_string()).unwrap_or_default()),
            Cell::Figure(days(overdue_id(material, group, standing), standing.overdue_days)),
            Cell::Figure(days(of_task(material, group, standing, TaskNumber::DaysLate), standing.late_days)),
            text(returned.unwrap_or_default()),
            text(others(material, standing)),
            text(report.map(|report| report.at.to_string()).unwrap_or_default()),
        ])
    });
    Table {
        name: "台账明细".to_owned(),
        title: "任务台账明细".to_owned(),
        unit_line: None,
        columns,
        label_columns: 4,
        rows: rows.collect(),
        notes: vec![
            "状态以牵头单位截至报告期末最近一期所报为准；方案写明各部门的，以各部门中最落后的为准。已完成而缺完成日期或佐证材料的，按推进中计。".to_owned(),
        ],
    }
}

fn others(material: &Material<'_>, standing: &TaskStanding<'_>) -> String {
    let said = standing
        .others
        .iter()
        .map(|(unit, state)| format!("{}{}", unit_names(material, [*unit]), state.map_or("未报", |state| state.word())));
    said.collect::<Vec<_>>().join("；")
}

/// 台账变动: the states of every task at the end of each quarter, and what the office decided.
pub(super) fn changes(material: &Material<'_>) -> Table {
    let mut columns = vec![marks("编号", 6.0), words("内容", 16.0), words("牵头单位", 8.0), marks("期限", 8.0)];
    columns.extend(material.ledger.quarters.iter().map(|quarter| marks(&quarter.to_string(), 6.0)));
    columns.push(words("销号与退回", 28.0));
    let leads = material.ledger.standings.iter().map(lead);
    let rows = material.ledger.history.iter().zip(leads).map(|(history, lead)| {
        let mut cells = vec![text(history.row.code()), text(&history.row.item), text(lead), text(deadline(history.row))];
        cells.extend(history.states.iter().map(|state| text(state.word())));
        let decided = history.decisions.iter().map(|decided| {
            let reason = if decided.reason.is_empty() { String::new() } else { format!("：{}", decided.reason) };
            format!("{} {}{reason}", decided.on, decided.decision.word())
        });
        cells.push(text(decided.collect::<Vec<_>>().join("；")));
        body(cells)
    });
    Table {
        name: "台账变动".to_owned(),
        title: "任务台账变动".to_owned(),
        unit_line: None,
        columns,
        label_columns: 2,
        rows: rows.collect(),
        notes: vec!["各季度末的状态按当时所报和至下季度末（不晚于数据截止日）的销号、退回认定。".to_owned()],
    }
}

/// Names of units, as the registry has them.
fn unit_names<'unit>(material: &Material<'_>, units: impl IntoIterator<Item = &'unit UnitCode>) -> String {
    units.into_iter().map(|unit| material.unit_name(unit)).collect::<Vec<_>>().join("、")
}
