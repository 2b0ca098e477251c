//! 医联体评价: green indicators of each alliance by campaign.

use super::source::source;
use crate::compose::counts::count;
use crate::compose::material::Material;
use crate::compose::table::standing;
use tongbao_document::subject::{LightCount, Slice};
use tongbao_document::{Chart, ChartKind, Light, Series, Subject};
use tongbao_figures::plan::Scope;

/// The more green indicators, the longer the bar; in the order of the ranking.
pub(in crate::compose) fn alliances(material: &Material<'_>) -> Chart {
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
