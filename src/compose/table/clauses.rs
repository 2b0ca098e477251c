//! 条款对照: every row of the plan's catalogue with what became of it, so that whoever holds the plan in hand finds each clause.

use super::ledger::times_figures;
use super::{body, marks, numbers, text, words};
use crate::compose::followed;
use crate::compose::material::Material;
use crate::compose::numbers::{Numbers, asked};
use tongbao_document::side_by_side::with_unit;
use tongbao_document::{Cell, Row, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::TaskStanding;
use tongbao_figures::plan::{Indicator, LedgerKind, LedgerRow, TaskDemand};

/// One row a row of the catalogue, in the order of the plan's clauses: the area's indicator or the task that answers it.
pub(in crate::compose) fn clauses(material: &Material<'_>) -> Table {
    let plan = material.plan;
    let indicators = plan.indicators.iter().enumerate();
    let cited = indicators.flat_map(|(position, indicator)| {
        indicator.source.iter().map(move |source| (source.as_str(), of_indicator(material, position, indicator, source)))
    });
    let tasks = material.ledger.standings.iter().map(|standing| (standing.row.id.as_str(), of_task(material, standing)));
    let mut rows: Vec<(&str, Row)> = cited.chain(tasks).collect();
    rows.sort_by_key(|(id, _)| order(id));
    Table {
        name: "条款对照".to_owned(),
        title: format!("《{}》条款对照", plan.title),
        unit_line: None,
        columns: vec![
            marks("编号", 7.0),
            marks("条款", 4.0),
            words("领域", 10.0),
            marks("类型", 4.0),
            words("指标或任务", 16.0),
            words("要求", 8.0),
            numbers("本期", 6.0),
            marks("计量单位", 4.0),
            marks("评价或状态", 5.0),
            words("责任单位", 12.0),
        ],
        label_columns: 2,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        notes: vec![format!(
            "方案中每一条可跟踪的要求在通报中的位置：指标见“指标完成情况”（本期数为{}），任务见“台账明细”，按年计次的工作机制见“工作机制”。\
             只对县（市、区）、医联体或机构计算的指标见各自的通报；只说明机构和医联体构成的条目由名录体现，不列入本表。",
            material.full_name(&Group::Area)
        )],
    }
}

fn of_indicator(material: &Material<'_>, position: usize, indicator: &Indicator, source: &str) -> Row {
    let numbers = Numbers::of(material, position, &Group::Area);
    let of_area = numbers.as_ref().map(|numbers| {
        let target = numbers.target().map(|target| target.in_words()).unwrap_or_default();
        numbers.demand_word() + &target
    });
    let is_asked = numbers.as_ref().is_some_and(Numbers::is_asked_for_something);
    let demand = of_area.filter(|_| is_asked).or_else(|| of_some(indicator)).unwrap_or_else(|| "—".to_owned());
    let value = numbers.as_ref().map_or_else(|| text("—"), |numbers| Cell::Figure(numbers.value()));
    let light = numbers.as_ref().and_then(|numbers| numbers.verdict()?.light).map_or_else(|| text("—"), Cell::Light);
    let light = if numbers.is_some() { light } else { text("见下级通报") };
    body(vec![
        text(number(source)),
        text(&indicator.clause),
        text(&indicator.campaign),
        text("指标"),
        text(&indicator.id),
        text(demand),
        value,
        text(&indicator.unit),
        light,
        text(indicator.responsible.join("、")),
    ])
}

/// What is asked of some groups alone: `市第一医院≥7个；市第二医院≥8个`.
fn of_some(indicator: &Indicator) -> Option<String> {
    let told = indicator.targets.iter().filter_map(|target| {
        let audience = target.audience.as_ref()?;
        Some(format!("{}{}", audience.in_words(), asked(indicator, target.demand)))
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join("；"))
}

fn of_task(material: &Material<'_>, standing: &TaskStanding<'_>) -> Row {
    let task = standing.row;
    let state = || followed::state(standing.status, &standing.spread, standing.step);
    let [.., done] = times_figures(material, &Group::Area, standing);
    let (done, state) = match standing.times {
        Some(times) => (
            Cell::Figure(done),
            times.is_behind().map_or_else(state, |is_behind| if is_behind { "落后" } else { "达到" }.to_owned()),
        ),
        None => (text("—"), state()),
    };
    let kind = match task.kind {
        LedgerKind::Milestone => "里程碑",
        LedgerKind::Ledger => "台账任务",
        LedgerKind::Mechanism => "工作机制",
    };
    body(vec![
        text(number(&task.id)),
        text(&task.clause),
        text(&task.campaign),
        text(kind),
        text(&task.item),
        text(demand_of(task)),
        done,
        text(task.unit.clone().unwrap_or_default()),
        text(state),
        text(standing.responsible.join("、")),
    ])
}

/// What the plan asks of a task, in words: 完成, 逐步提高, ≥2次/年, 1-3家之间.
fn demand_of(task: &LedgerRow) -> String {
    let known = |words: &'_ Option<String>| words.clone().unwrap_or_default();
    let target = with_unit(&known(&task.target), &known(&task.unit));
    let sign = match task.demand {
        TaskDemand::Done => return "完成".to_owned(),
        TaskDemand::Up => return "逐步提高".to_owned(),
        TaskDemand::Down => return "逐步降低".to_owned(),
        TaskDemand::AtLeast => "≥",
        TaskDemand::AtMost => "≤",
        TaskDemand::Exactly => "＝",
        TaskDemand::Between => return format!("{target}之间"),
    };
    format!("{sign}{target}")
}

/// `3#1` of `jining-2023:3#1`.
fn number(id: &str) -> &str {
    id.split_once(':').map_or(id, |(_, number)| number)
}

/// Clauses of words first, as the plan's preamble stands first, then by number; rows of a clause by theirs.
fn order(id: &str) -> (bool, u32, String, u32) {
    let (clause, row) = number(id).split_once('#').unwrap_or((number(id), "0"));
    let whole = clause.split('.').next().unwrap_or(clause).parse::<u32>();
    (whole.is_ok() || is_closing(clause), whole.unwrap_or(u32::MAX), clause.to_owned(), row.parse().unwrap_or_default())
}

/// The plan's last part, 组织实施, has no numbers either.
fn is_closing(clause: &str) -> bool {
    !clause.starts_with('一') && !clause.chars().next().is_some_and(|first| first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_stand_in_the_order_of_the_plan() {
        let mut ids = ["p:三.4#10", "p:10#1", "p:2#12", "p:2#3", "p:一.二#1", "p:三.4#9"];
        ids.sort_by_key(|id| order(id));
        assert_eq!(ids, ["p:一.二#1", "p:2#3", "p:2#12", "p:10#1", "p:三.4#9", "p:三.4#10"]);
    }
}
