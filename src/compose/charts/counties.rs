//! 县区 an indicator: its value by county, best first, with its target.

use super::source::without_many_blanks;
use crate::compose::material::Material;
use crate::compose::numbers::Numbers;
use tongbao_document::{Chart, ChartKind, Figure, Series};
use tongbao_figures::plan::{Better, Scope};

/// None where no county has the indicator.
pub(in crate::compose) fn counties(material: &Material<'_>, position: usize) -> Option<Chart> {
    let counties = material.groups(Scope::County);
    let all: Vec<_> = counties.iter().filter_map(|group| Some((group, Numbers::of(material, position, group)?))).collect();
    let indicator = all.first()?.1.indicator();
    // One line for all, if the same is asked of all.
    let mut targets = all.iter().map(|(_, numbers)| numbers.target());
    let target = targets.next().flatten();
    let number_of = |target: Option<&Figure>| target.and_then(Figure::rounded);
    let target = target.filter(|first| targets.all(|other| number_of(other.as_ref()) == number_of(Some(first))));
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
