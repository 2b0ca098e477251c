//! Counties that would get no bulletin, or an empty one.

use std::collections::{BTreeMap, BTreeSet};

use super::Configuration;
use super::areas::Areas;
use super::trouble::{Named, Trouble};
use super::warning::Warning;
use tongbao_returns::domain::CountyCode;
use tongbao_returns::registry::{County, SheetName};

/// What is wrong with the rows of 县区.
pub(super) fn warnings(configuration: &Configuration<'_>) -> Vec<Warning> {
    let Configuration { plans, registry, adopted, day, .. } = *configuration;
    let areas = Areas::of(plans);
    let mut warnings = taken_in(configuration, &areas, adopted);
    for county in &registry.counties {
        if county.parent.as_ref() == Some(&county.code) {
            warnings.push(at(configuration, &[county], "上级", Trouble::CountyOwnParent { county: county.name.clone() }));
            continue;
        }
        let belongs = county.parent.as_ref().is_some_and(|parent| areas.has(parent));
        if belongs || areas.has(&county.code) || areas.is_above(registry, &county.code) {
            continue;
        }
        let (name, parent) = (county.name.clone(), county.parent.clone());
        let trouble = Trouble::CountyOutside { county: name, parent, areas: areas.told() };
        warnings.push(at(configuration, &[county], "上级", trouble));
    }
    let as_of = registry.as_of(day);
    // Who has closed this year still has figures of the year.
    let inhabited: BTreeSet<&CountyCode> = as_of.units_of_the_year().map(|unit| &unit.county).collect();
    let of_areas = registry.counties.iter().filter(|county| county.parent.as_ref().is_some_and(|parent| areas.has(parent)));
    // The area of another plan is no county of this one that is empty.
    let takes_part = |county: &&County| {
        let mut of_area = plans.iter().filter(|plan| county.parent.as_ref() == Some(&plan.area_code));
        of_area.any(|plan| plan.participants().include_county(&county.code, &county.names()))
    };
    let of_areas = of_areas.filter(takes_part);
    let empty: Vec<&County> = of_areas.filter(|county| !inhabited.contains(&county.code) && !areas.has(&county.code)).collect();
    if !empty.is_empty() {
        warnings.push(at(configuration, &empty, "县区代码", Trouble::CountyWithoutUnits { counties: named(&empty) }));
    }
    warnings
}

/// Counties without 上级, by the area to which they were given.
fn taken_in(configuration: &Configuration<'_>, areas: &Areas<'_>, adopted: &[CountyCode]) -> Vec<Warning> {
    let mut by_area: BTreeMap<&CountyCode, Vec<&County>> = BTreeMap::new();
    for county in adopted.iter().filter_map(|code| configuration.registry.county(code)) {
        if let Some(area) = &county.parent {
            by_area.entry(area).or_default().push(county);
        }
    }
    let of_area = |(area, counties): (&CountyCode, Vec<&County>)| {
        let trouble =
            Trouble::CountyWithoutParent { counties: named(&counties), area: area.clone(), area_name: areas.name(area) };
        at(configuration, &counties, "上级", trouble)
    };
    by_area.into_iter().map(of_area).collect()
}

fn named(counties: &[&County]) -> Named {
    Named::of(counties.iter().map(|county| county.name.clone()), "个县（市、区）")
}

fn at(configuration: &Configuration<'_>, counties: &[&County], column: &str, trouble: Trouble) -> Warning {
    let spots = counties.iter().map(|county| configuration.places.county(&county.code, column));
    Warning::at(SheetName::Counties, spots, trouble)
}
