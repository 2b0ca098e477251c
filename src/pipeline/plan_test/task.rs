//! How a task of the ledger stands for the area or for a county.

use super::evaluated::Evaluated;
use super::{Answers, answer};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::TaskStanding;
use tongbao_figures::assess::ledger::{county_standings, standings};
use tongbao_figures::cases::ExpectedTask;
use tongbao_figures::plan::LedgerRow;

/// What came of a task.
pub(super) fn answers(evaluated: &Evaluated<'_>, group: &Group, expected: &ExpectedTask) -> Answers {
    let ExpectedTask { task, status, overdue_days } = expected;
    let (sources, period) = (evaluated.task_sources(), evaluated.case.period);
    let all = match group {
        Group::County(county) => county_standings(&sources, county, period),
        Group::Area | Group::Alliance(_) | Group::Unit(_) => standings(&sources, period),
    };
    let standing = all.iter().find(|standing| standing.row.id == *task);
    // A county that does not answer for a task has no standing in it.
    let nobodys = || "不由它负责".to_owned();
    let answers = [
        answer(
            "状态",
            *status,
            |status| status.word().to_owned(),
            || standing.map_or_else(nobodys, |standing| standing.status.word().to_owned()),
        ),
        answer(
            "逾期天数",
            *overdue_days,
            |days| days.to_string(),
            || standing.map_or_else(nobodys, |standing| standing.overdue_days.unwrap_or(0).to_string()),
        ),
    ];
    let workings = standing.map(workings).unwrap_or_default();
    let row = evaluated.plan.ledger.iter().find(|row| row.id == *task);
    let about = format!("任务{}", row.map_or(task.as_str(), LedgerRow::code));
    Answers { about, things: answers.into_iter().flatten().collect(), workings }
}

fn workings(standing: &TaskStanding<'_>) -> Vec<String> {
    let mut lines = vec![format!("责任单位：{}", standing.responsible.join("、"))];
    match standing.report {
        Some(report) => lines.push(format!("{}报{}，采信为{}", report.period, report.claimed.word(), report.state.word())),
        None => lines.push(unsaid(standing)),
    }
    lines.extend(standing.closed_on.map(|day| format!("{day}销号")));
    lines.extend(standing.sent_back.map(|decision| format!("{}退回：{}", decision.on, decision.reason)));
    lines.extend(
        standing.step.map(|step| format!("第{}步{}，共{}步，完成{}步", step.number, step.status.word(), step.of, step.done)),
    );
    lines.extend(standing.due().map(|day| format!("期限：{day}")));
    lines
}

/// Nobody whose word counts has said anything; others may have.
fn unsaid(standing: &TaskStanding<'_>) -> String {
    match standing.others.iter().filter(|(_, state)| state.is_some()).count() {
        0 => "没有单位报过".to_owned(),
        others => format!("牵头单位没有报过；配合单位报过的{others}个，不计入状态"),
    }
}
