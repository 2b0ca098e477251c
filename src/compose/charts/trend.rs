//! 趋势: indicators of a group over the last periods.

use super::source::source;
use crate::compose::material::Material;
use crate::compose::numbers::value;
use tongbao_document::{Chart, ChartKind, Figure, FigureId, Mark, Measure, Series, Subject};
use tongbao_figures::aggregate::{Adjusted, Group};
use tongbao_returns::domain::Period;

/// One line an indicator; the periods are those for which anything was filed. None for a bulletin that is only looked back at.
pub(in crate::compose) fn trend(material: &Material<'_>, group: &Group, positions: &[usize]) -> Option<Chart> {
    let trend = material.trend?;
    let indicators: Vec<_> =
        positions.iter().filter_map(|position| Some((*position, material.plan.indicators.get(*position)?))).collect();
    let series = indicators.iter().map(|(position, indicator)| {
        let figure = |period: &Period| {
            let subject = Subject::Indicator(indicator.id.clone());
            let id = FigureId { period: Some((*period).into()), ..material.id(group, subject, Measure::Value) };
            let is_adjusted = trend.adjusted(*position, group, *period).is_some_and(Adjusted::changes);
            Figure::new(id, value(trend.value(*position, group, *period)), indicator.decimals, &indicator.unit)
                .marked(is_adjusted.then_some(Mark::Adjusted))
        };
        Series { name: indicator.id.clone(), figures: trend.periods.iter().map(figure).collect() }
    });
    // What a group never has is not told of it.
    let is_known = |series: &Series| series.figures.iter().any(|figure| figure.rounded().is_some());
    let series: Vec<Series> = series.filter(is_known).collect();
    let names: Vec<&str> = series.iter().map(|series| series.name.as_str()).collect();
    let told = if names.len() > 2 { format!("{}等{}项指标", names[0], names.len()) } else { names.join("、") };
    Some(Chart {
        name: "趋势".to_owned(),
        caption: format!("{}{told}变化趋势", material.full_name(group)),
        kind: ChartKind::Lines,
        unit: indicators.first().map(|(_, indicator)| indicator.unit.to_string()).unwrap_or_default(),
        categories: trend.periods.iter().map(|period| period.short_chinese()).collect(),
        series,
        target: None,
        source: format!("各期为当年1月起累计数。{}", source(material)),
    })
}
