//! Tasks listed: what is overdue, what lags, what is due next, what was sent back, what is counted by the year.

use super::super::{body, marks, numbers, text, words};
use super::figures::{days, overdue_id, times_figures};
use super::parties::party_name;
use crate::compose::followed::{self, deadline, lead};
use crate::compose::material::Material;
use tongbao_document::{Cell, Column, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::{Part, TaskStanding, TaskStatus};
use tongbao_returns::domain::{Cycle, Period};

/// Tasks past their deadline, the longest overdue first.
pub(in crate::compose) fn overdue(material: &Material<'_>, group: &Group) -> Table {
    let mut tasks = chosen(material, group, |standing| standing.overdue_days.is_some());
    tasks.sort_by_key(|standing| std::cmp::Reverse(standing.overdue_days));
    let columns = vec![
        marks("序号", 2.5),
        marks("编号", 3.5),
        words("内容", 11.0),
        marks("期限", 5.5),
        numbers("逾期天数", 4.0),
        state_column(&tasks),
        marks("新增", 2.5),
        words("责任单位", 8.0),
    ];
    let row = |standing: &TaskStanding<'_>| {
        vec![
            text(deadline(standing)),
            Cell::Figure(days(overdue_id(material, group, standing), standing.overdue_days)),
            text(state(standing)),
            text(if standing.is_newly_overdue { "是" } else { "" }),
            text(responsible(standing)),
        ]
    };
    let mut table = list(("逾期任务", "逾期任务"), columns, &tasks, row);
    table.notes.extend(newly_overdue(material.period));
    table
}

/// Against when what is newly overdue is new, where that is not the quarter before.
fn newly_overdue(period: Period) -> Option<String> {
    let is_quarter = period.last_quarter() == period;
    (!is_quarter).then(|| "新增：上年末还没有逾期的。".to_owned())
}

/// Tasks that who leads them calls 滞后, with what is said about it.
pub(in crate::compose) fn lagging(material: &Material<'_>, group: &Group) -> Table {
    let tasks = chosen(material, group, |standing| standing.status == TaskStatus::Lagging);
    let columns =
        vec![marks("序号", 2.5), marks("编号", 3.5), words("内容", 10.0), words("进展情况", 14.0), words("责任单位", 8.0)];
    let row = |standing: &TaskStanding<'_>| {
        let state = (standing.spread.is_shared() || standing.step.is_some()).then(|| state(standing));
        let told = state.into_iter().chain([progress(material, standing)]).filter(|words| !words.is_empty());
        vec![text(told.collect::<Vec<_>>().join("；")), text(responsible(standing))]
    };
    list(("滞后任务", "报为滞后的任务"), columns, &tasks, row)
}

/// Tasks due on the period's last day or in the next quarter, the earliest first.
pub(in crate::compose) fn due_next(material: &Material<'_>, group: &Group) -> Table {
    let mut tasks = chosen(material, group, |standing| standing.is_due_next);
    tasks.sort_by_key(|standing| standing.due());
    let columns = vec![
        marks("序号", 2.5),
        marks("编号", 3.5),
        words("内容", 13.0),
        marks("期限", 5.5),
        state_column(&tasks),
        words("责任单位", 10.0),
    ];
    let row = |standing: &TaskStanding<'_>| vec![text(deadline(standing)), text(state(standing)), text(responsible(standing))];
    list(("临近到期任务", "报告期末和下季度到期的任务"), columns, &tasks, row)
}

/// Tasks that the office sent back and that have not been filed as done since.
pub(in crate::compose) fn sent_back(material: &Material<'_>, group: &Group) -> Table {
    let tasks = chosen(material, group, |standing| standing.sent_back.is_some());
    let columns = vec![
        marks("序号", 2.5),
        marks("编号", 3.5),
        words("内容", 11.0),
        marks("退回日期", 5.5),
        words("原因", 11.0),
        words("责任单位", 8.0),
    ];
    let row = |standing: &TaskStanding<'_>| {
        let returned = standing.sent_back.map(|returned| {
            let reason = if returned.reason.is_empty() { "未写明" } else { &returned.reason };
            (returned.on.to_string(), reason.to_owned())
        });
        let (on, reason) = returned.unwrap_or_default();
        vec![text(on), text(reason), text(responsible(standing))]
    };
    list(("退回任务", "退回的任务"), columns, &tasks, row)
}

/// Tasks that the plan counts by the year: done so far, of what is due by now.
pub(in crate::compose) fn yearly(material: &Material<'_>, group: &Group) -> Table {
    let tasks = chosen(material, group, |standing| standing.times.is_some());
    let columns = vec![
        marks("序号", 2.5),
        marks("编号", 3.5),
        words("内容", 10.0),
        marks("计量", 3.5),
        numbers("全年要求", 4.0),
        numbers("序时应达", 4.0),
        numbers("本年已有", 4.0),
        marks("评价", 4.0),
        words("责任单位", 8.0),
    ];
    let row = |standing: &TaskStanding<'_>| {
        let times = standing.times;
        let [required, due_by_now, done] = times_figures(material, group, standing).map(Cell::Figure);
        let judged = match times.and_then(|times| times.is_behind()) {
            Some(true) => "落后",
            Some(false) => "达到",
            None => "不评价",
        };
        vec![
            text(standing.row.unit.clone().unwrap_or_default()),
            required,
            due_by_now,
            done,
            text(judged),
            text(responsible(standing)),
        ]
    };
    let mut table = list(("工作机制", "按年计次的工作机制"), columns, &tasks, row);
    table.notes.push(how_counted(material, &tasks));
    table.notes.push("序时应达＝全年要求×本年已过月数÷12，舍去小数，方案写明期限的到期全部应达；由多个单位分别承担的按次数最少的计，有未报而不能判断的、方案未定次数的不评价。".to_owned());
    table
}

/// By what the tasks are counted: what the office fulfils by issuing a bulletin by its issues, everything else as it was filed.
fn how_counted(material: &Material<'_>, tasks: &[&TaskStanding<'_>]) -> String {
    let of_office = || tasks.iter().filter(|standing| standing.times.is_some_and(|times| times.is_issued));
    let fulfils = |kind: &Cycle| {
        let mut of_kind = material.plan.mechanisms.iter().filter(|mechanism| mechanism.cycle == *kind);
        of_kind.any(|mechanism| of_office().any(|standing| mechanism.tasks.contains(&standing.row.id)))
    };
    let kinds: Vec<Cycle> = Cycle::ALL.into_iter().filter(fulfils).collect();
    if kinds.is_empty() {
        return "次数按责任单位填报。".to_owned();
    }
    let names = kinds.iter().map(|kind| kind.chinese()).collect::<Vec<_>>().join("、");
    let stand_ins = [(Cycle::Quarterly, "半年通报、年终评估兼作当季调度"), (Cycle::HalfYear, "年终评估兼作下半年通报")];
    let stand_ins = stand_ins.into_iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, words)| words);
    let stand_ins = stand_ins.collect::<Vec<_>>().join("，");
    let stand_ins = if stand_ins.is_empty() { stand_ins } else { format!("；{stand_ins}") };
    let is_unknown = of_office().any(|standing| standing.times.is_some_and(|times| times.done.is_none()));
    let unknown = if is_unknown { "；本单位还没有印发过本方案的通报，次数未报（“…”）" } else { "" };
    format!(
        "{names}的次数按本单位已印发的通报计（含本期{stand_ins}），当季应发的从下季起计入序时应达{unknown}；其余按责任单位填报。"
    )
}

/// Every task of a county as it stands; of the area with who leads it.
pub(in crate::compose) fn all(material: &Material<'_>, group: &Group) -> Table {
    let tasks = chosen(material, group, |_| true);
    let is_area = *group == Group::Area;
    let mut columns = vec![
        marks("序号", 2.5),
        marks("编号", 3.5),
        words("内容", 12.0),
        marks("期限", 5.5),
        state_column(&tasks),
        words("进展情况", 14.0),
    ];
    columns.extend(is_area.then(|| words("牵头单位", 6.0)));
    let row = |standing: &TaskStanding<'_>| {
        let mut cells = vec![text(deadline(standing)), text(state(standing)), text(progress(material, standing))];
        cells.extend(is_area.then(|| text(lead(standing))));
        cells
    };
    list(("承担任务", if is_area { "台账任务进展" } else { "承担的台账任务" }), columns, &tasks, row)
}

fn chosen<'run>(
    material: &'run Material<'_>,
    group: &Group,
    is_meant: impl Fn(&TaskStanding<'_>) -> bool,
) -> Vec<&'run TaskStanding<'run>> {
    material.ledger.of(group).iter().filter(|standing| is_meant(standing)).collect()
}

/// A table whose rows begin with their number, the task's number and its content.
fn list(
    (name, title): (&str, &str),
    columns: Vec<Column>,
    tasks: &[&TaskStanding<'_>],
    row: impl Fn(&TaskStanding<'_>) -> Vec<Cell>,
) -> Table {
    let rows = tasks.iter().enumerate().map(|(position, standing)| {
        let mut cells = vec![text((position + 1).to_string()), text(standing.row.code()), text(followed::name(standing))];
        cells.extend(row(standing));
        body(cells)
    });
    Table {
        name: name.to_owned(),
        title: title.to_owned(),
        unit_line: None,
        columns,
        label_columns: 3,
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// The leader first, as the plan names them.
fn responsible(standing: &TaskStanding<'_>) -> String {
    match standing.responsible {
        [] => lead(standing),
        names => names.join("、"),
    }
}

/// The state, with the step and with how many stand where.
fn state(standing: &TaskStanding<'_>) -> String {
    followed::state(standing.status, &standing.spread, standing.step)
}

/// The column of the state; with the step or with how many stand where it takes more room.
fn state_column(tasks: &[&TaskStanding<'_>]) -> Column {
    let is_long = |standing: &&TaskStanding<'_>| standing.spread.is_shared() || standing.step.is_some();
    if tasks.iter().any(is_long) { words("状态", 7.0) } else { marks("状态", 3.5) }
}

/// What is said of it; where several answer, with the name of the one who says it.
fn progress(material: &Material<'_>, standing: &TaskStanding<'_>) -> String {
    let Some(report) = standing.report else { return String::new() };
    let said = report.progress.clone().unwrap_or_default();
    let decides = |part: &&Part<'_>| part.report == Some(report);
    match standing.parts.iter().find(decides).filter(|_| standing.spread.is_shared() && !said.is_empty()) {
        Some(part) => format!("{}：{said}", party_name(material, part.party)),
        None => said,
    }
}
