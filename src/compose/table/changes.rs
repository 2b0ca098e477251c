//! 机构变动表: what happened to units since the same period of last year, and what it did to the main totals (docs/numbers.md rule 13).

use std::collections::BTreeMap;

use super::{body, marks, numbers, section, text, words};
use crate::compose::adjusted::Entry;
use crate::compose::material::Material;
use tongbao_document::{Cell, Figure, FigureId, Formula, GroupId, Mark, Measure, Operation, Subject, Table, Value};
use tongbao_figures::aggregate::{Group, Restated};
use tongbao_returns::domain::{AllianceCode, FlowBasis, Period, UnitCode, chinese_date};
use tongbao_returns::registry::{Change, PredecessorData, UnitChange};

/// So many of the plan's main totals have room beside each change.
const MOST_TOTALS: usize = 2;

/// What happened to the units of a group since the end of the same period last year; and who closed within that year up to it, whose flows
/// stand in last year's figures and in none of today's.
pub(in crate::compose) fn happened(material: &Material<'_>, group: &Group) -> Vec<UnitChange> {
    let base = material.period.year_before();
    let mut changes = material.registry.changes(base.whole_year().first_day(), material.period.last_day());
    let counted_then = |unit: &UnitCode| material.restated.iter().any(|total| total.of_units_then.contains_key(unit));
    changes.retain(|change| {
        let is_later = change.day > base.last_day();
        let left_its_flows = || matches!(change.what, Change::Closed { .. }) && counted_then(&change.unit);
        (is_later || left_its_flows()) && concerns(material, group, change)
    });
    changes
}

fn concerns(material: &Material<'_>, group: &Group, change: &UnitChange) -> bool {
    match group {
        Group::Area => true,
        Group::County(code) => {
            // Also where figures came from another county, or went there.
            let others = match &change.what {
                Change::Founded { from: units, .. } | Change::Closed { into: units } => units.as_slice(),
                _ => &[],
            };
            let lies_here = |unit: &UnitCode| material.registry.units.get(unit).is_some_and(|unit| unit.county == *code);
            std::iter::once(&change.unit).chain(others).any(lies_here)
        }
        Group::Alliance(code) => {
            let is_named = match &change.what {
                Change::Joined(alliance) | Change::Left(alliance) => alliance == code,
                Change::Moved { from, to } => from == code || to == code,
                _ => false,
            };
            is_named || material.registry.as_of(change.day).alliances_of(&change.unit).contains(&code)
        }
        Group::Unit(code) => change.unit == *code,
    }
}

/// One row a change: those of the period itself, then the others that lie between it and the same period of last year.
pub(in crate::compose) fn changes(material: &Material<'_>, group: &Group) -> Table {
    let totals: Vec<&Restated> = material.restated.iter().take(MOST_TOTALS).collect();
    let mut columns = vec![
        marks("序号", 2.0),
        marks("日期", 5.0),
        marks("变动", 4.0),
        words("机构", 8.0),
        words("内容", 11.0),
        words("文号", 6.0),
    ];
    for total in &totals {
        columns.push(numbers(&format!("{}（本期计入）", total.item), 5.0));
        columns.push(numbers(&format!("{}（上年同期）", total.item), 5.0));
    }
    let happened = happened(material, group);
    let of_period = |change: &&UnitChange| change.day >= material.period.first_day();
    let of_last_year = |change: &&UnitChange| change.day <= material.period.year_before().last_day();
    let mut rows = Vec::new();
    let mut number = 0;
    let parts = [
        ("本期变动", happened.iter().filter(of_period).collect::<Vec<_>>()),
        ("上年同期以来的其他变动", happened.iter().filter(|change| !of_period(change) && !of_last_year(change)).collect()),
        ("上年同期以前停用、计入上年同期累计的", happened.iter().filter(of_last_year).collect()),
    ];
    for (title, changes) in parts.into_iter().filter(|(_, changes)| !changes.is_empty()) {
        rows.push(section(title, columns.len()));
        for change in changes {
            number += 1;
            rows.push(body(cells(material, number, change, &totals)));
        }
    }
    Table {
        name: "机构变动".to_owned(),
        title: format!("{}机构变动情况（上年同期以来）", material.full_name(group)),
        unit_line: None,
        columns,
        label_columns: 4,
        rows,
        notes: vec![
            "停用的日期为停用前最后一天。年内停用的单位，时期数按其最后一次报数计入当年累计，时点数不再计入；前身数据并入的，其数在承接单位的报表内，不重复计入。"
                .to_owned(),
        ],
    }
}

fn cells(material: &Material<'_>, number: usize, change: &UnitChange, totals: &[&Restated]) -> Vec<Cell> {
    let mut cells = vec![
        text(number.to_string()),
        text(chinese_date(change.day)),
        text(change.what.word()),
        text(material.unit_name(&change.unit)),
        text(content(material, &change.what)),
        text(change.document.clone().unwrap_or_else(|| "—".to_owned())),
    ];
    for total in totals {
        let sides = [(&total.of_units, material.period), (&total.of_units_then, material.period.year_before())];
        for (of_units, period) in sides {
            let filed = of_units.get(&change.unit);
            let figure = |number: &f64| filed_by(material, &change.unit, total, (period, *number));
            cells.push(filed.map_or_else(|| text("—"), |number| Cell::Figure(figure(number))));
        }
    }
    cells
}

/// What a unit filed, as 数据来源 has it; of one whose quarters are added up, and stand there one by one, what they come to.
fn filed_by(material: &Material<'_>, unit: &UnitCode, total: &Restated, (period, number): (Period, f64)) -> Figure {
    let known = material.registry.units.get(unit);
    let basis = known.and_then(|known| material.plan.basis_of(&known.category, &total.item));
    let id = FigureId {
        subject: Subject::Item(total.item.to_string()),
        group: GroupId::Unit(unit.to_string()),
        period: Some(period.into()),
        measure: if basis == Some(FlowBasis::Quarter) { Measure::Value } else { Measure::Filed },
    };
    Figure::new(id, Value::Number(number), total.decimals, &total.unit)
}

/// What happened, in words.
fn content(material: &Material<'_>, what: &Change) -> String {
    let units = |codes: &[UnitCode]| codes.iter().map(|code| material.unit_name(code)).collect::<Vec<_>>().join("、");
    let alliance = |code: &AllianceCode| material.name(&Group::Alliance(code.clone()));
    match what {
        Change::Opened => "新设".to_owned(),
        Change::Founded { from, data } => {
            let data = match data {
                PredecessorData::Apart => "前身数据另计",
                PredecessorData::Contained => "前身数据并入本单位报表",
            };
            let how = if from.len() > 1 { "合并设立" } else { "改设" };
            format!("由{}{how}，{data}", units(from))
        }
        Change::Closed { into } if into.is_empty() => "停用".to_owned(),
        Change::Closed { into } => format!("停用，由{}承接", units(into)),
        Change::Renamed { from, to } => format!("由{from}更名为{to}"),
        Change::Joined(to) => format!("加入{}", alliance(to)),
        Change::Left(from) => format!("退出{}", alliance(from)),
        Change::Moved { from, to } => format!("由{}转入{}", alliance(from), alliance(to)),
    }
}

/// How many percent of the units concerned have reported a total.
fn coverage(total: &Restated, group: &Group) -> Option<f64> {
    total.reported.get(group).map(|(due, reported)| f64::from(*reported) * 100.0 / f64::from(*due))
}

/// The main totals of the group: now, last year as it was filed, and last year on today's structure.
pub(in crate::compose) fn effects(material: &Material<'_>, group: &Group) -> Table {
    let is_shown = |entry: &Entry<'_>| material.restated.iter().any(|total| total.item == entry.row.item);
    let has_entries = Entry::of(material, group).iter().any(|entry| entry.group == *group && is_shown(entry));
    let row = |total: &Restated| {
        let figure = |measure: Measure, sums: &BTreeMap<Group, f64>| {
            let id = material.id(group, Subject::Item(total.item.to_string()), measure);
            let number = sums.get(group).copied().unwrap_or(0.0);
            Figure::new(id, Value::Number(number), total.decimals, &total.unit)
        };
        let (filed, grouped) =
            (figure(Measure::YearBefore, &total.as_filed), figure(Measure::ComparedYearBefore, &total.as_grouped_now));
        let id = material.id(group, Subject::Item(total.item.to_string()), Measure::Gap);
        let sum = |sums: &BTreeMap<Group, f64>| sums.get(group).copied().unwrap_or(0.0);
        let difference = Formula::figure(grouped.id.clone()).with(Operation::Subtract, Formula::figure(filed.id.clone()));
        let gap = Figure::new(id, Value::Number(sum(&total.as_grouped_now) - sum(&total.as_filed)), total.decimals, &total.unit);
        let is_low = coverage(total, group).is_some_and(|percent| percent < material.plan.coverage_threshold);
        let now = figure(Measure::Value, &total.now).marked(is_low.then_some(Mark::LowCoverage));
        let figures = [now, filed, grouped, gap.signed().computed_as(difference)];
        let mut cells = vec![text(total.item.as_str()), text(&total.unit)];
        cells.extend(figures.map(Cell::Figure));
        body(cells)
    };
    let is_partial = material.restated.iter().any(|total| coverage(total, group).is_some_and(|percent| percent < 100.0));
    let missing = is_partial.then(|| {
        format!(
            "有单位没有报数，本期只含已报单位，不能与上年同期直接相比；“*”表示有数单位不足{}%。",
            material.plan.coverage_threshold
        )
    });
    Table {
        name: "机构变动影响".to_owned(),
        title: format!("机构变动对{}主要合计的影响", material.full_name(group)),
        unit_line: None,
        columns: vec![
            words("项目", 8.0),
            marks("计量单位", 3.5),
            numbers("本期", 6.0),
            numbers("上年同期（当时机构）", 6.0),
            numbers("上年同期（现机构）", 6.0),
            numbers("差", 5.0),
        ],
        label_columns: 2,
        rows: material.restated.iter().map(row).collect(),
        notes: std::iter::once(
            "当时机构：上年同期当时的单位和归属；现机构：现有单位及其前身，按现在的归属。差由上表所列停用、承接和调整造成；同比只比较两期都计入的单位。"
                .to_owned(),
        )
        .chain(missing)
        .chain(has_entries.then(|| "各数为单位报表之和，不含办公室登记的差额。".to_owned()))
        .collect(),
    }
}
