//! What a plan asks of somebody, where the registry has nobody: tasks, forms, indicators, peer groups of scores.

use std::collections::{BTreeMap, BTreeSet};

use super::Configuration;
use super::trouble::{Named, Trouble};
use super::warning::Warning;
use tongbao_figures::aggregate::{Group, chooses_anybody};
use tongbao_figures::audit::answering;
use tongbao_figures::plan::{Indicator, Mistake, PeersOf, Plan, Scheme, Scope};
use tongbao_returns::domain::{Category, Form};
use tongbao_returns::registry::{County, SheetName, Unit};

/// What the plans say of nobody.
pub(super) fn warnings(configuration: &Configuration<'_>, forms: &[Form]) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = configuration.plans.iter().filter_map(|plan| tasks(configuration, plan)).collect();
    let as_of = configuration.registry.as_of(configuration.day);
    let units: Vec<&Unit> = as_of.units().collect();
    warnings.extend(forms.iter().filter_map(|form| places(configuration, form)));
    for form in forms.iter().filter(|form| !units.iter().any(|unit| unit.may_file(form))) {
        let filed_by = words(&form.filed_by);
        warnings.push(Warning::at(SheetName::Units, [], Trouble::FormOfNobody { form: named(form), filed_by }));
    }
    for plan in configuration.plans {
        let left = unfilled(plan).map(|places| Warning::in_plan(&plan.id, "plan.toml", Trouble::Unfilled { places }));
        warnings.extend(left);
        warnings.extend(participants(configuration, plan));
        warnings.extend(plan.indicators.iter().filter_map(|indicator| of_indicator(configuration, plan, indicator)));
        warnings.extend(of_peer_groups(configuration, plan));
        let schemes = plan.scoring.iter().flat_map(|scoring| &scoring.schemes);
        warnings.extend(schemes.filter_map(|scheme| of_scheme(configuration, plan, scheme, &units)));
    }
    warnings
}

/// Tasks for which no unit files although the plan names somebody: the registry does not know the names.
fn tasks(configuration: &Configuration<'_>, plan: &Plan) -> Option<Warning> {
    let as_of = configuration.registry.as_of(configuration.day);
    let (mut lonely, mut all) = (0, 0);
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for form in &plan.forms {
        let Some(tasks) = &form.tasks else { continue };
        let answering = answering(form, &as_of);
        let own = || tasks.own_rows().filter(|task| task.is_in_force(configuration.day));
        all += own().count();
        for task in own().filter(|task| !task.asked_on(configuration.day).is_empty()) {
            let is_answered = answering
                .get(&task.id)
                .is_some_and(|who| !(who.lead.is_empty() && who.others.is_empty() && who.counties.is_empty()));
            if !is_answered {
                lonely += 1;
                task.asked_on(configuration.day).iter().for_each(|name| *names.entry(name).or_default() += 1);
            }
        }
    }
    // Those that would bring most tasks home first.
    let mut names: Vec<(&str, usize)> = names.into_iter().collect();
    names.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let names = Named::of(names.into_iter().map(|(name, _)| format!("“{name}”")), "个名称");
    let trouble = Trouble::TasksOfNobody { plan: plan.short_title.clone(), tasks: lonely, all, names };
    (lonely > 0).then(|| Warning::at(SheetName::Units, [], trouble))
}

/// Counties that a rule of a ledger form names, and the registry does not: nobody is asked there.
fn places(configuration: &Configuration<'_>, form: &Form) -> Option<Warning> {
    let rules = form.tasks.iter().flat_map(|tasks| &tasks.asked);
    let is_unknown = |word: &&String| !configuration.registry.counties.iter().any(|county| county.is_called(word));
    let unknown: BTreeSet<&String> = rules.flat_map(|rule| &rule.within).filter(is_unknown).collect();
    let is_known = unknown.is_empty();
    let names = Named::of(unknown.into_iter().map(|name| format!("“{name}”")), "个名称");
    (!is_known).then(|| Warning::at(SheetName::Counties, [], Trouble::UnknownPlaces { form: named(form), names }))
}

/// `《改革任务台账进展报表》（TB-LZ）`
fn named(form: &Form) -> String {
    format!("《{}》（{}）", form.title, form.code)
}

/// Where a draft of a pack is still to be filled in: `plans/kailu-2025/plan.toml:3`; nothing of a pack that is whole.
pub(in crate::pipeline) fn unfilled(plan: &Plan) -> Option<Named> {
    let place = |mistake: &Mistake| format!("{}:{}", mistake.file.display(), mistake.line);
    (!plan.unfilled.is_empty()).then(|| Named::of(plan.unfilled.iter().map(place), "处"))
}

/// An indicator whose `where` lets nobody in.
fn of_indicator(configuration: &Configuration<'_>, plan: &Plan, indicator: &Indicator) -> Option<Warning> {
    // The plan's check has run the condition; one that fails all the same ends the run where figures are made.
    let registry = plan.registered(configuration.registry);
    let has_somebody = chooses_anybody(plan, &registry, indicator, configuration.day).ok()?;
    let whom = indicator.chosen_in_words().filter(|_| !has_somebody)?;
    let trouble = Trouble::IndicatorOfNobody { indicator: indicator.id.clone(), among: indicator.chosen_word(), whom };
    let place = plan.origins.indicators.get(&indicator.id).and_then(|places| places.condition.as_ref());
    Some(Warning::in_plan(&plan.id, "indicators.toml", trouble).at_line(place))
}

/// Names in the peer groups that are nobody's, and counties that are in none.
fn of_peer_groups(configuration: &Configuration<'_>, plan: &Plan) -> Vec<Warning> {
    let registry = plan.registered(configuration.registry);
    let as_of = registry.as_of(configuration.day);
    let counties = as_of.counties_of(&plan.area_code);
    let kinds: BTreeSet<&str> = as_of.alliances().iter().map(|alliance| alliance.kind.as_str()).collect();
    let categories: BTreeSet<&str> = as_of.units().map(|unit| unit.category.as_str()).collect();
    let mut warnings = Vec::new();
    for group in &plan.peer_groups {
        let is_known = |name: &&String| match &group.of {
            PeersOf::Counties(_) => counties.iter().any(|county| county.is_called(name)),
            PeersOf::AllianceKinds(_) => kinds.contains(name.as_str()),
            PeersOf::Institutions { .. } => categories.contains(name.as_str()),
        };
        let unknown: Vec<(usize, &String)> = group.of.names().iter().enumerate().filter(|(_, name)| !is_known(name)).collect();
        if let Some((first, _)) = unknown.first() {
            let names = unknown.iter().map(|(_, name)| format!("“{name}”"));
            let trouble = Trouble::UnknownPeers { peer_group: group.name.clone(), names: Named::of(names, "个名称") };
            let place = plan.origins.peer_groups.get(&group.name).and_then(|places| places.get(*first));
            warnings.push(Warning::in_plan(&plan.id, "plan.toml", trouble).at_line(place));
        }
    }
    let has_groups_of_counties = plan.peer_groups.iter().any(|group| matches!(group.of, PeersOf::Counties(_)));
    let is_alone = |county: &&&County| Group::County(county.code.clone()).peers(plan, &registry).name.is_none();
    let alone: Vec<String> =
        counties.iter().filter(|_| has_groups_of_counties).filter(is_alone).map(|county| county.name.clone()).collect();
    if !alone.is_empty() {
        let trouble = Trouble::CountyWithoutPeers { counties: Named::of(alone, "个县（市、区）") };
        warnings.push(Warning::in_plan(&plan.id, "plan.toml", trouble));
    }
    warnings
}

/// Counties that take part by the plan, and that the registry does not know: they owe nothing, and stand in no bulletin.
fn participants(configuration: &Configuration<'_>, plan: &Plan) -> Option<Warning> {
    let as_of = configuration.registry.as_of(configuration.day);
    let counties = as_of.counties_of(&plan.area_code);
    let is_unknown = |name: &&String| !counties.iter().any(|county| county.is_called(name));
    let unknown: Vec<&String> = plan.counties.iter().filter(is_unknown).collect();
    let is_known = unknown.is_empty();
    let names = Named::of(unknown.into_iter().map(|name| format!("“{name}”")), "个名称");
    (!is_known).then(|| Warning::in_plan(&plan.id, "plan.toml", Trouble::UnknownParticipants { names }))
}

/// A peer group of the scores to which nobody belongs.
fn of_scheme(configuration: &Configuration<'_>, plan: &Plan, scheme: &Scheme, units: &[&Unit]) -> Option<Warning> {
    let registry = plan.registered(configuration.registry);
    let as_of = registry.as_of(configuration.day);
    let (is_somebody, of) = match scheme.scope {
        Scope::Unit => {
            let is_of = |unit: &&Unit| {
                registry.units.contains_key(&unit.code) && scheme.includes(Scope::Unit, Some(unit.category.as_str()))
            };
            (units.iter().any(is_of), words(&scheme.categories))
        }
        Scope::Alliance => {
            let is_of = |kind: &str| scheme.includes(Scope::Alliance, Some(kind));
            (as_of.alliances().iter().any(|alliance| is_of(&alliance.kind)), scheme.alliance_kinds.clone())
        }
        Scope::County => {
            let peers = |county: &&County| Group::County(county.code.clone()).peers(plan, &registry).name;
            let counties = as_of.counties_of(&plan.area_code);
            (counties.iter().any(|county| scheme.includes(Scope::County, peers(county))), vec!["县（市、区）".to_owned()])
        }
        Scope::Area => (true, Vec::new()),
    };
    let of = if of.is_empty() { vec!["单位或医联体".to_owned()] } else { of };
    let trouble = Trouble::SchemeOfNobody { scheme: scheme.name.clone(), of };
    (!is_somebody).then(|| Warning::in_plan(&plan.id, "scoring.toml", trouble))
}

fn words(categories: &[Category]) -> Vec<String> {
    categories.iter().map(ToString::to_string).collect()
}
