//! 机制落实情况: what the plan demands of the office itself, and what of it was issued.

use super::{body, marks, numbers, text, words};
use crate::compose::counts::count;
use crate::compose::material::Material;
use crate::compose::table::ledger::days;
use tongbao_document::subject::MechanismCount;
use tongbao_document::{Cell, Figure, Measure, Row, Subject, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::MechanismStanding;
use tongbao_returns::domain::chinese_date;

/// The mechanisms that a group's bulletin tells of: in that of the area all that are followed, in others none.
pub(in crate::compose) fn followed<'run>(material: &'run Material<'run>, group: &Group) -> &'run [MechanismStanding<'run>] {
    if *group == Group::Area { &material.ledger.mechanisms } else { &[] }
}

/// One row a mechanism, in the plan's order.
pub(in crate::compose) fn mechanisms(material: &Material<'_>) -> Table {
    let standings = followed(material, &Group::Area);
    let is_late = standings.iter().any(|standing| standing.overdue_days().is_some());
    let is_timed = standings.iter().any(|standing| standing.mechanism.has_deadline());
    let has_responsible = standings.iter().any(|standing| !standing.mechanism.responsible.is_empty());
    let mut columns = vec![
        words("机制", 7.0),
        marks("条款", 4.0),
        marks("频次", 4.0),
        numbers("应办", 3.0),
        numbers("已办", 3.0),
        words("最近一期（文号、日期）", 11.0),
    ];
    columns.extend(is_timed.then(|| marks("下次时限", 6.5)));
    columns.push(marks("状态", 3.5));
    columns.extend(is_late.then(|| numbers("逾期天数", 4.0)));
    columns.extend(has_responsible.then(|| words("责任单位", 7.0)));
    let row = |standing: &MechanismStanding<'_>| -> Row {
        let counted = |what: MechanismCount, number: usize| Cell::Figure(periods(material, standing, what, number));
        let mechanism = standing.mechanism;
        let next = standing.next.and_then(|turn| turn.deadline);
        let mut cells = vec![
            text(mechanism.name()),
            text(mechanism.clause.clone().unwrap_or_default()),
            text(mechanism.frequency()),
            counted(MechanismCount::Due, standing.due),
            counted(MechanismCount::Done, standing.done),
            text(latest(standing)),
        ];
        cells.extend(is_timed.then(|| text(next.map_or_else(|| "—".to_owned(), |day| day.to_string()))));
        cells.push(text(standing.status.word()));
        cells.extend(is_late.then(|| Cell::Figure(days_overdue(material, standing))));
        cells.extend(has_responsible.then(|| text(mechanism.responsible.join("、"))));
        body(cells)
    };
    Table {
        name: "机制落实情况".to_owned(),
        title: "方案要求的工作机制落实情况".to_owned(),
        unit_line: Some(if is_timed { "单位：期、天" } else { "单位：期" }.to_owned()),
        columns,
        label_columns: 1,
        rows: standings.iter().map(row).collect(),
        notes: vec![how_counted(is_timed)],
    }
}

/// By what it is counted.
fn how_counted(is_timed: bool) -> String {
    let days =
        if is_timed { "；逾期天数为时限到数据截至日的天数，几期逾期的为最早的一期" } else { "" };
    format!(
        "按本单位已定稿印发的通报计（含本期；半年通报兼作第二季度的季调度，年终评估兼作第四季度的季调度和下半年的通报）。应办为本年报告期已满的期数，加上已经提前印发的{days}。"
    )
}

/// So many bulletins of a mechanism.
pub(in crate::compose) fn periods(
    material: &Material<'_>,
    standing: &MechanismStanding<'_>,
    what: MechanismCount,
    number: usize,
) -> Figure {
    count(material, &Group::Area, subject(standing, what), number, "期")
}

/// Number and day of the bulletin that was issued last; `—` if none was.
fn latest(standing: &MechanismStanding<'_>) -> String {
    match standing.latest.as_ref() {
        None => "—".to_owned(),
        Some(latest) => match &latest.issued {
            Some(issued) => format!("{}，{}", issued.number, chinese_date(issued.on)),
            None => "本期".to_owned(),
        },
    }
}

/// The days by which the oldest bulletin that is overdue is.
pub(in crate::compose) fn days_overdue(material: &Material<'_>, standing: &MechanismStanding<'_>) -> Figure {
    let id = material.id(&Group::Area, subject(standing, MechanismCount::DaysOverdue), Measure::Count);
    days(id, standing.overdue_days())
}

fn subject(standing: &MechanismStanding<'_>, count: MechanismCount) -> Subject {
    Subject::Mechanism { name: standing.mechanism.name().to_owned(), count }
}
