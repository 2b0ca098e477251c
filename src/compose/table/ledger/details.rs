//! What only the workbook shows of the ledger: every task with what was filed of it, and its states quarter by quarter.

use jiff::civil::Date;

use super::super::{body, marks, numbers, text, words};
use super::figures::{days, overdue_id};
use super::parties::party_name;
use crate::compose::followed::{counts, deadline, deadlines, lead, name, state};
use crate::compose::material::Material;
use crate::compose::table::ledger::figures::of_task;
use tongbao_document::subject::TaskNumber;
use tongbao_document::{Cell, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::{Part, TaskStanding};
use tongbao_figures::plan::{LedgerRow, TaskStep};

/// Every task of a group, with the report that decides.
pub(super) fn details(material: &Material<'_>, group: &Group) -> Table {
    let mut columns = vec![
        marks("编号", 6.0),
        words("领域", 10.0),
        words("任务", 10.0),
        words("内容", 14.0),
        marks("期限", 8.0),
        words("责任单位", 12.0),
        words("填报单位", 14.0),
        marks("状态", 5.0),
        words("各状态单位数", 9.0),
        marks("所据报表", 6.0),
        words("进展情况", 20.0),
        marks("完成日期", 8.0),
        words("佐证材料", 14.0),
        marks("销号日期", 8.0),
        numbers("逾期天数", 5.0),
        numbers("逾期完成天数", 5.0),
        words("退回原因", 14.0),
        words("各单位所报", 14.0),
        words("来源", 20.0),
    ];
    let has_steps = material.ledger.of(group).iter().any(|standing| standing.step.is_some());
    columns.extend(has_steps.then(|| words("分步", 24.0)));
    let rows = material.ledger.of(group).iter().map(|standing| {
        let report = standing.report;
        let returned = standing.sent_back.map(|returned| format!("{} {}", returned.on, returned.reason));
        let mut cells = vec![
            text(standing.row.code()),
            text(&standing.row.campaign),
            text(&standing.row.title),
            text(name(standing)),
            text(deadline(standing)),
            text(standing.responsible.join("、")),
            text(answering(material, standing)),
            text(standing.status.word()),
            text(counts(&standing.spread)),
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
        ];
        cells.extend(has_steps.then(|| text(steps(standing))));
        body(cells)
    });
    let mut notes = vec![
        "状态以牵头单位截至报告期末最近一期所报为准；由各县（市、区）、各部门分别承担的，以其中最落后的为准，“各状态单位数”写明各有几个；刚接手而尚未填报的，沿用原责任单位所报。已完成而缺完成日期或佐证材料的，按推进中计。".to_owned(),
        "各单位所报：分别承担的任务列出每个单位的状态，其余任务列出配合单位、县（市、区）所报。".to_owned(),
    ];
    let of_steps =
        "分步的任务：内容、期限是尚未完成的第一步的，逾期天数按它计；最后一步完成以前，任务按推进中或当前这一步所报的状态计。";
    notes.extend(has_steps.then(|| of_steps.to_owned()));
    Table {
        name: "台账明细".to_owned(),
        title: "任务台账明细".to_owned(),
        unit_line: None,
        columns,
        label_columns: 4,
        rows: rows.collect(),
        notes,
    }
}

/// Every step of a task with what has become of it: `第1步（2024年底）设计：2024-12-20完成，2025-01-18销号；第2步（2025年6月底）开工：推进中`.
fn steps(standing: &TaskStanding<'_>) -> String {
    let Some(now) = standing.step else { return String::new() };
    let told = |position: usize| {
        let done = standing.done_steps.get(position);
        let day = |day: Option<Date>, word: &str| day.map(|day| format!("{day}{word}"));
        let of_step = done.map(|done| [day(done.report.and_then(|report| report.done_on), "完成"), day(done.closed_on, "销号")]);
        let days = of_step.into_iter().flatten().flatten().collect::<Vec<_>>().join("，");
        match (days.is_empty(), position < now.done, position + 1 == now.number) {
            (false, ..) => days,
            (true, true, _) => "已完成".to_owned(),
            (true, false, true) => now.status.word().to_owned(),
            (true, false, false) => String::new(),
        }
    };
    let line = |(position, step): (usize, &TaskStep)| {
        let (number, until, told) = (position + 1, step.by.in_words(), told(position));
        let told = if told.is_empty() { told } else { format!("：{told}") };
        format!("第{number}步（{until}）{}{told}", step.item)
    };
    standing.row.steps.iter().enumerate().map(line).collect::<Vec<_>>().join("；")
}

/// Of a task that several answer for, each with its state; then what the others said.
fn others(material: &Material<'_>, standing: &TaskStanding<'_>) -> String {
    let parts = standing.parts.iter().filter(|_| standing.spread.is_shared());
    let state = |part: &Part<'_>| match part.step {
        Some(step) => format!("第{}步{}", step.number, step.status.word()),
        None => part.status.word().to_owned(),
    };
    let parts = parts.map(|part| party_name(material, part.party) + &state(part));
    let said = standing
        .others
        .iter()
        .map(|(party, state)| format!("{}{}", party_name(material, party), state.map_or("未报", |state| state.word())));
    parts.chain(said).collect::<Vec<_>>().join("；")
}

/// 台账变动: the states of every task at the end of each quarter, and what the office decided.
pub(super) fn changes(material: &Material<'_>) -> Table {
    let mut columns = vec![marks("编号", 6.0), words("内容", 16.0), words("牵头单位", 8.0), marks("期限", 8.0)];
    columns.extend(material.ledger.quarters.iter().map(|quarter| marks(&quarter.to_string(), 6.0)));
    columns.push(words("销号与退回", 28.0));
    let end = material.period.last_day();
    let has_handovers = material.ledger.history.iter().any(|history| !handovers(history.row, end).is_empty());
    columns.extend(has_handovers.then(|| words("责任单位变动", 18.0)));
    let leads = material.ledger.standings.iter().map(lead);
    let rows = material.ledger.history.iter().zip(leads).map(|(history, lead)| {
        let mut cells = vec![text(history.row.code()), text(&history.row.item), text(lead), text(deadlines(history.row))];
        cells.extend(history.stages.iter().map(|stage| text(state(stage.status, &stage.spread, stage.step))));
        let decided = history.decisions.iter().map(|decided| {
            let reason = if decided.reason.is_empty() { String::new() } else { format!("：{}", decided.reason) };
            format!("{} {}{reason}", decided.on, decided.decision.word())
        });
        cells.push(text(decided.collect::<Vec<_>>().join("；")));
        cells.extend(has_handovers.then(|| text(handovers(history.row, end))));
        body(cells)
    });
    Table {
        name: "台账变动".to_owned(),
        title: "任务台账变动".to_owned(),
        unit_line: None,
        columns,
        label_columns: 2,
        rows: rows.collect(),
        notes: vec!["各季度末的状态按当时的责任单位、当时所报和至下季度末（不晚于数据截止日）的销号、退回认定。".to_owned()],
    }
}

/// Since when others are responsible, up to a day.
fn handovers(task: &LedgerRow, end: Date) -> String {
    let known = task.responsible.handovers().iter().filter(|handover| handover.from <= end);
    let told = known.map(|handover| format!("{}起 {}", handover.from, handover.names.join("、")));
    told.collect::<Vec<_>>().join("；")
}

/// Who answers, as the registry has it.
fn answering(material: &Material<'_>, standing: &TaskStanding<'_>) -> String {
    standing.parts.iter().map(|part| party_name(material, part.party)).collect::<Vec<_>>().join("、")
}
