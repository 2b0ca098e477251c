//! Targets for some groups alone (`for`): whether there are such groups, and whether each has one target at a time.

use super::Configuration;
use super::trouble::Trouble;
use super::warning::Warning;
use crate::pipeline::contradiction::Contradiction;
use crate::pipeline::error::RunError;
use tongbao_figures::aggregate::{Group, addressee_of};
use tongbao_figures::plan::place::Place;
use tongbao_figures::plan::{Addressee, Indicator, Plan, Target};

/// Targets whose `for` lets nobody in; an error where two ask one group for different things and neither is more particular.
pub(super) fn warnings(configuration: &Configuration<'_>) -> Result<Vec<Warning>, RunError> {
    let mut warnings = Vec::new();
    for plan in configuration.plans {
        let is_for_some = |indicator: &&Indicator| indicator.targets.iter().any(|target| target.audience.is_some());
        let indicators: Vec<&Indicator> = plan.indicators.iter().filter(is_for_some).collect();
        if indicators.is_empty() {
            continue;
        }
        let addressees = addressees(configuration, plan);
        for indicator in indicators {
            warnings.extend(of_nobody(plan, indicator, &addressees));
            let in_scope = addressees.iter().filter(|(_, addressee)| indicator.scopes.contains(&addressee.scope()));
            for (group, addressee) in in_scope {
                if let Some(two) = indicator.contradiction(addressee) {
                    return Err(RunError::TargetsContradict(Box::new(Contradiction {
                        plan: plan.id.clone(),
                        indicator: indicator.id.clone(),
                        group: group.clone(),
                        targets: two.map(|target| told(plan, indicator, target)),
                    })));
                }
            }
        }
    }
    Ok(warnings)
}

/// The groups of a plan as targets see them, with their names.
fn addressees(configuration: &Configuration<'_>, plan: &Plan) -> Vec<(String, Addressee)> {
    let registry = &*plan.registered(configuration.registry);
    let as_of = registry.as_of(configuration.day);
    let counties = as_of.counties_of(&plan.area_code).into_iter();
    let counties = counties.map(|county| (county.name.clone(), Group::County(county.code.clone())));
    let alliances = as_of.alliances().into_iter();
    let alliances = alliances.map(|alliance| (alliance.name.clone(), Group::Alliance(alliance.code.clone())));
    let units = as_of.units().map(|unit| (unit.name.clone(), Group::Unit(unit.code.clone())));
    let all = counties.chain(alliances).chain(units);
    all.filter_map(|(name, group)| Some((name, addressee_of(&group, plan, registry)?))).collect()
}

/// The targets of an indicator that are asked of nobody, one by one.
fn of_nobody(plan: &Plan, indicator: &Indicator, addressees: &[(String, Addressee)]) -> Vec<Warning> {
    let of_target = |(position, target): (usize, &Target)| {
        let audience = target.audience.as_ref()?;
        let is_asked =
            |(_, addressee): &(String, Addressee)| indicator.scopes.contains(&addressee.scope()) && target.is_asked_of(addressee);
        let trouble = Trouble::TargetOfNobody { indicator: indicator.id.clone(), whom: audience.in_words() };
        let warning = || Warning::in_plan(&plan.id, "indicators.toml", trouble).at_line(place(plan, indicator, position));
        (!addressees.iter().any(is_asked)).then(warning)
    };
    let mut warnings: Vec<Warning> = indicator.targets.iter().enumerate().filter_map(of_target).collect();
    // One `for` of several years is one warning, at the first of them.
    warnings.dedup_by(|later, first| later.trouble == first.trouble);
    warnings
}

/// Where a target says of whom it is.
fn place<'plan>(plan: &'plan Plan, indicator: &Indicator, position: usize) -> Option<&'plan Place> {
    plan.origins.indicators.get(&indicator.id)?.targets.get(position)
}

/// `2025年，for = "类别 = '三级公立医院'"（demo/indicators.toml:12）`
fn told(plan: &Plan, indicator: &Indicator, target: &Target) -> String {
    let whom = target.audience.as_ref().map(|audience| format!("，for = \"{}\"", audience.text)).unwrap_or_default();
    let position = indicator.targets.iter().position(|known| std::ptr::eq(known, target));
    let place = position.and_then(|position| place(plan, indicator, position));
    let place = place.map(|place| format!("（{place}）")).unwrap_or_default();
    format!("{}{whom}{place}", target.due)
}
