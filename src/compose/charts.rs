//! The charts that a wording may call for: 达标率, 完成率, 医联体评价, 县区 an indicator, 趋势 one or more indicators.

use super::counts::count;
use super::day::chinese_date;
use super::material::Material;
use super::numbers::{Numbers, value};
use super::table::standing;
use tongbao_document::subject::{LightCount, Slice};
use tongbao_document::{Chart, ChartKind, Figure, FigureId, Light, Measure, Series, Subject};
use tongbao_figures::aggregate::{Group, Trend};
use tongbao_figures::plan::{Better, Plan, Scope, UnitOfMeasure};

/// Most lines that can be told apart on one chart.
const MOST_LINES: usize = 4;

/// A chart as a wording names it behind `@chart`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Call {
    /// 达标率 by county, best first.
    Green,
    /// The indicators with the lowest completion.
    Completion,
    /// Green indicators of each alliance by campaign.
    Alliances,
    /// One indicator by county, best first, with its target; by position in the plan.
    Counties(usize),
    /// Indicators of the group over the last periods; by position in the plan.
    Trend(Vec<usize>),
}

/// Reads a name; in Chinese why there is no such chart.
pub(super) fn call(name: &str, plan: &Plan) -> Result<Call, String> {
    let position = |id: &str| {
        let id = id.trim();
        let known = plan.indicators.iter().position(|indicator| indicator.id == id);
        known.ok_or_else(|| format!("方案中没有名为“{id}”的指标"))
    };
    match name.split_once(' ') {
        None if name == "达标率" => Ok(Call::Green),
        None if name == "完成率" => Ok(Call::Completion),
        None if name == "医联体评价" => Ok(Call::Alliances),
        Some(("县区", id)) => position(id).map(Call::Counties),
        Some(("趋势", ids)) => {
            let positions = ids.split('、').map(position).collect::<Result<Vec<_>, _>>()?;
            let units = positions.iter().filter_map(|position| plan.indicators.get(*position)).map(|indicator| &indicator.unit);
            let units: std::collections::BTreeSet<&UnitOfMeasure> = units.collect();
            if units.len() > 1 {
                return Err("一张趋势图上各指标的计量单位应相同".to_owned());
            }
            if positions.len() > MOST_LINES {
                return Err(format!("一张趋势图最多画{MOST_LINES}个指标"));
            }
            Ok(Call::Trend(positions))
        }
        _ => Err(format!("没有名为“{name}”的图")),
    }
}

/// The indicators whose trend some wording asks for.
pub fn trends(plan: &Plan, wording: &str) -> Vec<usize> {
    let names = wording.lines().filter_map(|line| line.trim().strip_prefix("@chart "));
    let calls = names.filter_map(|name| call(name.trim(), plan).ok());
    let mut positions: Vec<usize> =
        calls.flat_map(|call| if let Call::Trend(positions) = call { positions } else { vec![] }).collect();
    positions.sort_unstable();
    positions.dedup();
    positions
}

/// Draws a chart for a group; none if there is nothing to draw.
pub(super) fn chart(material: &Material<'_>, group: &Group, call: &Call) -> Option<Chart> {
    let drawn = match call {
        Call::Green => green(material),
        Call::Completion => completion(material, group),
        Call::Alliances => alliances(material),
        Call::Counties(position) => counties(material, *position)?,
        Call::Trend(positions) => trend(material, material.trend?, group, positions),
    };
    let has_number = drawn.series.iter().flat_map(|series| &series.figures).any(|figure| figure.rounded().is_some());
    has_number.then_some(drawn)
}

fn source(material: &Material<'_>) -> String {
    format!("数据来源：各单位报表，截至{}", chinese_date(material.as_of))
}

/// A few blank places show who is missing; where they are many, they are counted below the chart.
fn without_many_blanks(material: &Material<'_>, mut bars: Vec<(String, Figure)>) -> (Vec<(String, Figure)>, String) {
    const MOST_BLANKS: usize = 5;
    let source = source(material);
    let blanks = bars.iter().filter(|(_, figure)| figure.rounded().is_none()).count();
    if blanks <= MOST_BLANKS {
        return (bars, source);
    }
    bars.retain(|(_, figure)| figure.rounded().is_some());
    (bars, format!("{source}；另有{blanks}个无数据，未列入图中"))
}

fn green(material: &Material<'_>) -> Chart {
    let counties = material.groups(Scope::County);
    let bars = standing::ordered(material, &counties)
        .into_iter()
        .map(|(group, standing)| (material.name(group), standing::green_share(material, group, standing)));
    let (bars, source) = without_many_blanks(material, bars.collect());
    let (categories, figures) = bars.into_iter().unzip();
    Chart {
        name: "达标率".to_owned(),
        caption: "各县（市、区）指标达标率".to_owned(),
        kind: ChartKind::Bars,
        unit: "%".to_owned(),
        categories,
        series: vec![Series { name: "达标率".to_owned(), figures }],
        target: None,
        source,
    }
}

/// At most twelve, the lowest first.
fn completion(material: &Material<'_>, group: &Group) -> Chart {
    let all = (0..material.plan.indicators.len()).filter_map(|position| Numbers::of(material, position, group));
    let mut bars: Vec<(String, Figure)> = all
        .filter(|numbers| numbers.completion().rounded().is_some_and(|completion| completion < 100.0))
        .map(|numbers| (numbers.indicator().id.clone(), numbers.completion()))
        .collect();
    let completion = |figure: &Figure| figure.rounded().unwrap_or(0.0);
    bars.sort_by(|a, b| completion(&a.1).total_cmp(&completion(&b.1)).then_with(|| a.0.cmp(&b.0)));
    bars.truncate(12);
    let (categories, figures) = bars.into_iter().unzip();
    Chart {
        name: "完成率".to_owned(),
        caption: format!("{}完成率最低的指标", material.full_name(group)),
        kind: ChartKind::Bars,
        unit: "%".to_owned(),
        categories,
        series: vec![Series { name: "完成率".to_owned(), figures }],
        target: None,
        source: format!("完成率＝本期累计÷全年（规划期）目标，截至{}", chinese_date(material.as_of)),
    }
}

/// The more green indicators, the longer the bar; in the order of the ranking.
fn alliances(material: &Material<'_>) -> Chart {
    let alliances = material.groups(Scope::Alliance);
    let ordered = standing::ordered(material, &alliances);
    let series = material.plan.campaigns.iter().map(|campaign| {
        let figures = ordered.iter().map(|(group, _)| {
            let all = material.plan.indicators.iter().enumerate().filter(|(_, indicator)| indicator.campaign == *campaign);
            let green = all
                .filter(|(position, _)| {
                    material.assessment.verdict(*position, group).and_then(|verdict| verdict.light) == Some(Light::Green)
                })
                .count();
            count(material, group, Subject::Lights(Slice::Campaign(campaign.clone()), LightCount::Green), green, "项")
        });
        Series { name: campaign.clone(), figures: figures.collect() }
    });
    let has_green = |series: &Series| series.figures.iter().any(|figure| figure.rounded().is_some_and(|count| count > 0.0));
    Chart {
        name: "医联体评价".to_owned(),
        caption: "各医联体达标指标数（分领域）".to_owned(),
        kind: ChartKind::Stacked,
        unit: "项".to_owned(),
        series: series.filter(has_green).collect(),
        categories: ordered.iter().map(|(group, _)| material.name(group)).collect(),
        target: None,
        source: source(material),
    }
}

/// None where no county has the indicator.
fn counties(material: &Material<'_>, position: usize) -> Option<Chart> {
    let counties = material.groups(Scope::County);
    let all: Vec<_> = counties.iter().filter_map(|group| Some((group, Numbers::of(material, position, group)?))).collect();
    let indicator = all.first()?.1.indicator();
    let target = all.iter().find_map(|(_, numbers)| numbers.target());
    let mut bars: Vec<(String, Figure)> =
        all.into_iter().map(|(group, numbers)| (material.name(group), numbers.value())).collect();
    let is_lower = indicator.better == Better::Lower;
    // The best first, those without a number last, equal ones in the order of their codes.
    bars.sort_by(|(_, left), (_, right)| match (left.rounded(), right.rounded()) {
        (Some(left), Some(right)) if is_lower => left.total_cmp(&right),
        (Some(left), Some(right)) => right.total_cmp(&left),
        (left, right) => right.is_some().cmp(&left.is_some()),
    });
    let (bars, source) = without_many_blanks(material, bars);
    let (categories, figures) = bars.into_iter().unzip();
    Some(Chart {
        name: format!("县区{}", indicator.id),
        caption: format!("各县（市、区）{}", indicator.id),
        kind: ChartKind::Bars,
        unit: indicator.unit.to_string(),
        categories,
        series: vec![Series { name: indicator.id.clone(), figures }],
        target,
        source,
    })
}

/// One line an indicator; the periods are those for which anything was filed.
fn trend(material: &Material<'_>, trend: &Trend, group: &Group, positions: &[usize]) -> Chart {
    let indicators: Vec<_> =
        positions.iter().filter_map(|position| Some((*position, material.plan.indicators.get(*position)?))).collect();
    let series = indicators.iter().map(|(position, indicator)| {
        let figure = |period: &tongbao_returns::domain::Period| {
            let subject = Subject::Indicator(indicator.id.clone());
            let id = FigureId { period: Some((*period).into()), ..material.id(group, subject, Measure::Value) };
            Figure::new(id, value(trend.value(*position, group, *period)), indicator.decimals, &indicator.unit)
        };
        Series { name: indicator.id.clone(), figures: trend.periods.iter().map(figure).collect() }
    });
    // What a group never has is not told of it.
    let is_known = |series: &Series| series.figures.iter().any(|figure| figure.rounded().is_some());
    let series: Vec<Series> = series.filter(is_known).collect();
    let names: Vec<&str> = series.iter().map(|series| series.name.as_str()).collect();
    let told = if names.len() > 2 { format!("{}等{}项指标", names[0], names.len()) } else { names.join("、") };
    Chart {
        name: "趋势".to_owned(),
        caption: format!("{}{told}变化趋势", material.full_name(group)),
        kind: ChartKind::Lines,
        unit: indicators.first().map(|(_, indicator)| indicator.unit.to_string()).unwrap_or_default(),
        categories: trend.periods.iter().map(|period| period.short_chinese()).collect(),
        series,
        target: None,
        source: format!("各期为当年1月起累计数。{}", source(material)),
    }
}
