//! 指标变化, 进退情况, 滞后和退步单位: how indicators moved against last year, who moved them, and who drags what is behind.

use super::indicators::{note_of_those_alone, without_earlier};
use super::{body, marks, numbers, section, text, words};
use crate::compose::material::Material;
use crate::compose::movement::{Dragged, MOST_DRAGS, Movers, course, dragged, members, movers, parts};
use crate::compose::numbers::{Numbers, value};
use tongbao_document::{Cell, Figure, FigureId, Mark, Measure, Row, Subject, Table};
use tongbao_figures::aggregate::{Adjusted, Group, Trend};
use tongbao_figures::plan::Scope;
use tongbao_returns::domain::Period;

/// Every indicator of a group beside last year, and beside the plan's first year where that is known.
pub(in crate::compose) fn movement(material: &Material<'_>, group: &Group) -> Table {
    let is_quarter = material.period.last_quarter() == material.period;
    let first = material.first_year.and_then(|trend| Some((trend, *trend.periods.first()?)));
    let mut columns = vec![marks("序号", 2.0), words("指标", 10.0), marks("计量单位", 3.5)];
    columns.extend(first.map(|(_, period)| numbers(&format!("{}年同期", period.year), 5.0)));
    columns.extend([
        numbers("上年同期", 5.0),
        numbers(if is_quarter { "本期累计" } else { "本期" }, 5.0),
        numbers("同比", 4.5),
        marks("变化", 3.0),
        marks("评价", 2.0),
    ]);
    let mut rows: Vec<Row> = Vec::new();
    let (mut compared, mut alone): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut number = 0;
    for campaign in &material.plan.campaigns {
        let of_campaign = material.plan.indicators.iter().enumerate().filter(|(_, indicator)| indicator.campaign == *campaign);
        let of_campaign: Vec<Numbers<'_>> =
            of_campaign.filter_map(|(position, _)| Numbers::of(material, position, group)).collect();
        if of_campaign.is_empty() {
            continue;
        }
        rows.push(section(campaign, columns.len()));
        for numbers in of_campaign {
            number += 1;
            let indicator = numbers.indicator();
            let mut cells = vec![text(number.to_string()), text(&indicator.id), text(&indicator.unit)];
            cells.extend(first.map(|first| Cell::Figure(in_first_year(material, group, &numbers, first))));
            cells.extend([numbers.year_before_shown(), numbers.value(), numbers.year_on_year()].map(Cell::Figure));
            cells.push(text(course(&numbers).map_or("—", |(course, _)| course.word())));
            cells.push(numbers.verdict().and_then(|verdict| verdict.light).map_or_else(|| text("—"), Cell::Light));
            rows.push(body(cells));
            compared.extend(numbers.compared_units(false).map(|units| format!("{}{units}", indicator.id)));
            alone.extend(without_earlier(&numbers));
        }
    }
    let mut notes = vec![
        "同比只比较两期都计入的单位：比率为百分点，数量、金额为%；其他比值、级别、位次为差数。变化按指标的方向判断，监测比较、未定目标值的指标和不可比的不判断。".to_owned(),
        "“—”不适用、无法计算或不判断，“…”未报；“*”数据覆盖率低于规定，“c”两期都计入的单位不足规定，不具可比性。".to_owned(),
    ];
    notes.extend((!compared.is_empty()).then(|| format!("k可比口径，只比较两期都计入的单位：{}。", compared.join("；"))));
    notes.extend(note_of_those_alone(&alone));
    notes.extend(first.map(|(_, period)| format!("{}年同期为当年计入的单位的数，不折算为可比口径。", period.year)));
    Table {
        name: "指标变化".to_owned(),
        title: format!("{}指标变化情况（{}）", material.full_name(group), material.period.cumulative_chinese()),
        unit_line: None,
        columns,
        label_columns: 2,
        rows,
        notes,
    }
}

/// The value of an indicator in the same period of the plan's first year.
fn in_first_year(material: &Material<'_>, group: &Group, numbers: &Numbers<'_>, (trend, period): (&Trend, Period)) -> Figure {
    let (indicator, position) = (numbers.indicator(), numbers.position());
    let subject = Subject::Indicator(indicator.id.clone());
    let id = FigureId { period: Some(period.into()), ..material.id(group, subject, Measure::Value) };
    let is_adjusted = trend.adjusted(position, group, period).is_some_and(Adjusted::changes);
    Figure::new(id, value(trend.value(position, group, period)), indicator.decimals, &indicator.unit)
        .marked(is_adjusted.then_some(Mark::Adjusted))
}

/// 进退情况: of each indicator that is told one by one, who improved and who fell back most.
pub(in crate::compose) fn furthest(material: &Material<'_>) -> Table {
    let parts = parts(material);
    let who = match parts.first().map(Group::scope) {
        Some(Scope::County) => "县（市、区）",
        Some(Scope::Alliance) => "医联体",
        Some(Scope::Unit | Scope::Area) | None => "单位",
    };
    let columns = vec![
        words("指标", 10.0),
        words("改善最多", 8.0),
        numbers("改善者本期", 5.0),
        numbers("改善者同比", 5.0),
        words("退步最多", 8.0),
        numbers("退步者本期", 5.0),
        numbers("退步者同比", 5.0),
    ];
    let cells = |end: Option<&Numbers<'_>>| match end {
        Some(numbers) => [text(material.name(numbers.group())), plain(numbers.value()), plain(numbers.year_on_year())],
        None => [text("—"), text("—"), text("—")],
    };
    let row = |Movers { position, best, worst }: &Movers<'_>| {
        let name = material.plan.indicators.get(*position).map_or("", |indicator| indicator.id.as_str());
        let ends = [cells(best.as_ref()), cells(worst.as_ref())];
        body(std::iter::once(text(name)).chain(ends.into_iter().flatten()).collect())
    };
    Table {
        name: "进退情况".to_owned(),
        title: format!("重点指标改善、退步最多的{who}"),
        unit_line: None,
        columns,
        label_columns: 1,
        rows: movers(material, &parts).iter().map(row).collect(),
        notes: vec![
            "同比只比较两期都计入的单位，比率为百分点，数量、金额为%，其他比值、级别、位次为差数；两期可比的单位过少的不列。"
                .to_owned(),
        ],
    }
}

/// 滞后和退步单位: behind each indicator of a group that is behind or has fallen back, who stands worst.
pub(in crate::compose) fn behind(material: &Material<'_>, group: &Group) -> Table {
    let members = members(material, group);
    let columns = vec![
        marks("序号", 2.0),
        words("单位", 12.0),
        marks("要求", 4.0),
        numbers("目标值", 4.0),
        numbers("实际值", 5.0),
        numbers("差距", 4.0),
        numbers("同比", 4.5),
        marks("评价", 2.0),
    ];
    let mut rows: Vec<Row> = Vec::new();
    for Dragged { position, by, .. } in dragged(material, group, &members) {
        let Some(indicator) = material.plan.indicators.get(position) else { continue };
        rows.push(section(&format!("{}（{}）", indicator.id, indicator.unit), columns.len()));
        for (number, numbers) in (1..).zip(&by) {
            let verdict = numbers.verdict();
            rows.push(body(vec![
                text(number.to_string()),
                text(material.name(numbers.group())),
                text(numbers.demand_word()),
                numbers.target().map_or_else(|| text("—"), plain),
                plain(numbers.value()),
                if verdict.is_some_and(|verdict| verdict.gap.is_some()) { plain(numbers.gap()) } else { text("—") },
                plain(numbers.year_on_year()),
                verdict.and_then(|verdict| verdict.light).map_or_else(|| text("—"), Cell::Light),
            ]));
        }
    }
    Table {
        name: "滞后和退步单位".to_owned(),
        title: format!("{}各项指标滞后、退步最多的单位", material.full_name(group)),
        unit_line: None,
        columns,
        label_columns: 2,
        rows,
        notes: vec![format!(
            "每项指标至多列{MOST_DRAGS}家：先列没有达到要求的，完成程度低的在前；对单位没有要求的，列比上年同期退步最多的；没有单位数的指标列县（市、区）或医联体。差距按计量单位，比率为百分点；同比：比率为百分点，数量、金额为%，其他比值、级别、位次为差数。"
        )],
    }
}

/// A figure as it stands: what it is computed from stands in the workbook of whom it is of.
fn plain(figure: Figure) -> Cell {
    Cell::Figure(Figure { formula: None, ..figure })
}
