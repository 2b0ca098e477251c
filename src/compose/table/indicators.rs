//! 指标完成情况: every indicator of the group by campaign; and the same counted by campaign.

use super::{body, marks, numbers, section, text, total, totals, words};
use crate::compose::counts::{count, share};
use crate::compose::material::Material;
use crate::compose::numbers::Numbers;
use tongbao_document::subject::{LightCount, Slice};
use tongbao_document::{Cell, FigureId, Formula, Light, Mark, Measure, Row, Subject, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::{Status, Verdict};

/// Every indicator that concerns the group, by campaign: demand, value, 同比, 环比, completion, coverage, light.
pub(in crate::compose) fn indicators(material: &Material<'_>, group: &Group) -> Table {
    // A half or a year is its own cumulative value, and is compared with the same of last year.
    let is_quarter = material.period.last_quarter() == material.period;
    let value = if is_quarter { "本期累计" } else { "本期" };
    let mut columns = vec![
        marks("序号", 2.0),
        words("指标", 10.0),
        marks("计量单位", 3.5),
        marks("要求", 4.0),
        numbers("目标值", 4.0),
        numbers(value, 5.5),
    ];
    if is_quarter {
        columns.extend([numbers("其中：本季", 5.0), numbers("同比", 4.0), numbers("环比", 4.0)]);
    } else {
        columns.extend([numbers("上年同期", 5.5), numbers("同比", 4.0)]);
    }
    columns.extend([numbers("完成率（%）", 4.0), numbers("覆盖率（%）", 4.0), marks("评价", 2.0)]);
    let mut rows = Vec::new();
    let (mut next_targets, mut adjusted) = (Vec::new(), Vec::new());
    let (mut has_undue, mut has_ended) = (false, false);
    let mut ending = Vec::new();
    let (mut compared, mut older, mut unproven, mut alone) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut has_thin_quarter = false;
    let mut number = 0;
    for campaign in &material.plan.campaigns {
        let of_campaign = of_campaign(material, group, campaign);
        if of_campaign.is_empty() {
            continue;
        }
        rows.push(section(campaign, columns.len()));
        for numbers in of_campaign {
            number += 1;
            rows.push(row(number, &numbers, is_quarter));
            next_targets.extend(numbers.next_target().map(|target| format!("{}{target}", numbers.indicator().id)));
            let id = &numbers.indicator().id;
            adjusted.extend(numbers.adjusted_target().map(|told| format!("{id}{told}")));
            ending.extend(numbers.last_day().map(|day| format!("{id}至{day}")));
            compared.extend(numbers.compared_units(is_quarter).map(|units| format!("{id}{units}")));
            older.extend((numbers.older() > 0).then(|| format!("{id}{}家", numbers.older())));
            unproven.extend(numbers.is_unproven().then(|| id.clone()));
            alone.extend(without_earlier(&numbers));
            has_thin_quarter |= is_quarter && numbers.own().marks.contains(Mark::LowCoverage);
            let has_status = |status| numbers.verdict().is_some_and(|verdict| verdict.status == status);
            has_undue |= has_status(Status::NotDue);
            has_ended |= has_status(Status::Ended);
        }
    }
    let undue = has_undue.then(|| "要求前写有期限的，目标尚未到期，到期前不评价。".to_owned());
    let compared = (!compared.is_empty()).then(|| format!("k可比口径，只比较两期都计入的单位：{}。", compared.join("；")));
    let older =
        (!older.is_empty()).then(|| format!("已停用单位没有报停用当季报表的，以其最后一次报数计入：{}。", older.join("；")));
    let unproven = (!unproven.is_empty()).then(|| {
        format!("有单位缺数、按其前后一年内各季的报数补算不能都达到要求的，不认定达标，不评价：{}。", unproven.join("；"))
    });
    let ended = has_ended.then(|| "要求前写“止”的，要求已截止，不再评价。".to_owned());
    let ending = (!ending.is_empty()).then(|| format!("要求有截止日期的：{}。", ending.join("；")));
    let adjusted = (!adjusted.is_empty()).then(|| format!("方案执行中新定、调整的目标：{}。", adjusted.join("；")));
    let next = (!next_targets.is_empty()).then(|| format!("下一期限的目标：{}。", next_targets.join("；")));
    Table {
        name: "指标完成情况".to_owned(),
        title: format!("{}指标完成情况（{}）", material.full_name(group), material.period.cumulative_chinese()),
        unit_line: None,
        columns,
        label_columns: 2,
        rows,
        notes: [
            if is_quarter {
                "同比、环比只比较两期都计入的单位：比率为百分点，数量、金额为%；其他比值、级别、位次为差数。环比按单季数计算。".to_owned()
            } else {
                "时期数为本期合计，时点数为期末数（公式写明平均的除外）。同比只比较两期都计入的单位：比率为百分点，数量、金额为%；其他比值、级别、位次为差数。"
                    .to_owned()
            },
            "“—”不适用或无法计算，“…”未报；“*”数据覆盖率低于规定，“c”两期都计入的单位不足规定，不具可比性。".to_owned(),
        ]
        .into_iter()
        .chain(compared)
        .chain(older)
        .chain(has_thin_quarter.then(|| "本季数的覆盖率另计：时期数上季未报的单位算不出本季数，不计入。".to_owned()))
        .chain(undue)
        .chain(ended)
        .chain(unproven)
        .chain(note_of_those_alone(&alone))
        .chain(ending)
        .chain(adjusted)
        .chain(next)
        .collect(),
    }
}

/// An indicator with what there is none of, so that it stands alone: `门诊次均费用增幅没有上年数据`.
pub(super) fn without_earlier(numbers: &Numbers<'_>) -> Option<String> {
    numbers.nothing_earlier().map(|lack| format!("{}没有{lack}", numbers.indicator().id))
}

/// Why nothing is worked out or judged of these.
pub(super) fn note_of_those_alone(alone: &[String]) -> Option<String> {
    (!alone.is_empty()).then(|| format!("没有以前的数可比，算不出或不评价：{}。", alone.join("；")))
}

fn row(number: usize, numbers: &Numbers<'_>, is_quarter: bool) -> Row {
    let indicator = numbers.indicator();
    let mut cells = vec![
        text(number.to_string()),
        text(&indicator.id),
        text(&indicator.unit),
        text(numbers.demand_word()),
        numbers.target().map_or_else(|| text("—"), Cell::Figure),
        Cell::Figure(numbers.value()),
    ];
    if is_quarter {
        cells.extend([numbers.own(), numbers.year_on_year(), numbers.period_on_period()].map(Cell::Figure));
    } else {
        cells.extend([numbers.year_before_shown(), numbers.year_on_year()].map(Cell::Figure));
    }
    cells.extend([
        Cell::Figure(numbers.completion()),
        Cell::Figure(numbers.coverage()),
        numbers.verdict().and_then(|verdict| verdict.light).map_or_else(|| text("—"), Cell::Light),
    ]);
    body(cells)
}

/// Counts of indicators and lights by campaign, with the total.
pub(in crate::compose) fn by_campaign(material: &Material<'_>, group: &Group) -> Table {
    let columns = vec![
        words("领域", 12.0),
        numbers("指标数", 4.0),
        numbers("绿", 3.0),
        numbers("黄", 3.0),
        numbers("红", 3.0),
        numbers("缺数", 3.0),
        numbers("不评价", 4.0),
        numbers("达标率（%）", 5.0),
    ];
    let mut sums = [0_usize; 5];
    let mut rows = Vec::new();
    for campaign in &material.plan.campaigns {
        let mut counts = [0_usize; 5];
        for numbers in of_campaign(material, group, campaign) {
            counts[slot(&numbers)] += 1;
        }
        if counts.iter().sum::<usize>() == 0 {
            continue;
        }
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
        rows.push(body(campaign_cells(material, group, campaign, &Slice::Campaign(campaign.clone()), counts)));
    }
    let mut whole = campaign_cells(material, group, "合计", &Slice::Total, sums);
    totals::sum_up(&rows, &mut whole, &[2, 3, 4, 5, 6]);
    rows.push(total(whole));
    Table {
        name: "分领域完成情况".to_owned(),
        title: format!("{}分领域指标完成情况", material.full_name(group)),
        unit_line: Some("单位：项".to_owned()),
        columns,
        label_columns: 1,
        rows,
        notes: vec![
            "达标率＝绿÷（绿＋黄＋红＋缺数）。缺数：因有单位缺数不能认定是否达标的，按未达标计。不适用、尚未到期、未定目标值、监测比较的指标不评价。"
                .to_owned(),
        ],
    }
}

fn campaign_cells(
    material: &Material<'_>,
    group: &Group,
    name: &str,
    slice: &Slice,
    [green, yellow, red, withheld, unjudged]: [usize; 5],
) -> Vec<Cell> {
    let subject = |what: LightCount| Subject::Lights(slice.clone(), what);
    let counted = |what: LightCount, number| count(material, group, subject(what), number, "项");
    let lights = [
        counted(LightCount::Green, green),
        counted(LightCount::Yellow, yellow),
        counted(LightCount::Red, red),
        counted(LightCount::Withheld, withheld),
        counted(LightCount::Unjudged, unjudged),
    ];
    let asked: Vec<FigureId> = lights.iter().take(4).map(|light| light.id.clone()).collect();
    let all = Formula::sum(lights.iter().map(|light| light.id.clone()));
    let reached = Formula::figure(material.id(group, subject(LightCount::Green), Measure::Count));
    let share = share(material, group, subject(LightCount::GreenShare), green, green + yellow + red + withheld);
    let mut cells =
        vec![text(name), Cell::Figure(counted(LightCount::Listed, green + yellow + red + withheld + unjudged).computed_as(all))];
    cells.extend(lights.into_iter().map(Cell::Figure));
    cells.push(Cell::Figure(share.computed_as(reached.percent_of(Formula::sum(asked)))));
    cells
}

/// Green 0, yellow 1, red 2, withheld 3, not judged 4.
fn slot(numbers: &Numbers<'_>) -> usize {
    let verdict = numbers.verdict();
    match verdict.and_then(|verdict| verdict.light) {
        Some(Light::Green) => 0,
        Some(Light::Yellow) => 1,
        Some(Light::Red) => 2,
        None if verdict.is_some_and(Verdict::is_asked) => 3,
        None => 4,
    }
}

fn of_campaign<'run>(material: &'run Material<'run>, group: &'run Group, campaign: &str) -> Vec<Numbers<'run>> {
    let positions = material.plan.indicators.iter().enumerate().filter(|(_, indicator)| indicator.campaign == campaign);
    positions.filter_map(|(position, _)| Numbers::of(material, position, group)).collect()
}
