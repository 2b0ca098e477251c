//! Alliances of a kind that nobody knows, without members, and memberships that hold on no day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Configuration;
use super::trouble::{Named, Trouble};
use super::warning::Warning;
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::AllianceCode;
use tongbao_returns::nearest::nearest_names;
use tongbao_returns::registry::{Alliance, Membership, SheetName};

/// The first and the last day of something; an absent end is open.
type Days = (Option<Date>, Option<Date>);

/// What is wrong with the rows of 医联体 and 成员.
pub(super) fn warnings(configuration: &Configuration<'_>) -> Vec<Warning> {
    let mut warnings = kinds(configuration);
    warnings.extend(without_members(configuration));
    warnings.extend(memberships(configuration));
    warnings
}

/// The alliances that are open and of which any plan has to do: what none speaks of is nothing to be warned of.
fn spoken_of<'run>(configuration: &Configuration<'run>) -> Vec<&'run Alliance> {
    let Configuration { plans, registry, day, .. } = *configuration;
    let speaking = plans.iter().filter(|plan| plan.speaks_of_alliances());
    let of_plan = |plan: &Plan| plan.registered(registry).alliances.iter().map(|one| one.code.clone()).collect::<Vec<_>>();
    let known: BTreeSet<AllianceCode> = speaking.flat_map(of_plan).collect();
    registry.as_of(day).alliances().into_iter().filter(|alliance| known.contains(&alliance.code)).collect()
}

/// 类型 that neither the registry's template nor any plan knows: by its schemes of scores, its peer groups, its conditions.
fn kinds(configuration: &Configuration<'_>) -> Vec<Warning> {
    let of_plans = configuration.plans.iter().flat_map(Plan::alliance_kinds);
    let known: BTreeSet<&str> = Alliance::KINDS.into_iter().chain(of_plans).collect();
    let mut unknown: BTreeMap<&str, Vec<&Alliance>> = BTreeMap::new();
    for alliance in spoken_of(configuration) {
        if !known.contains(alliance.kind.as_str()) {
            unknown.entry(&alliance.kind).or_default().push(alliance);
        }
    }
    let of_word = |(kind, alliances): (&str, Vec<&Alliance>)| {
        let near = nearest_names(kind, known.iter().copied());
        let offered = if near.is_empty() { known.iter().copied().collect() } else { near };
        let trouble = Trouble::UnknownKind {
            kind: kind.to_owned(),
            alliances: named(&alliances),
            offered: offered.into_iter().map(str::to_owned).collect(),
        };
        at(configuration, &alliances, "类型", trouble)
    };
    unknown.into_iter().map(of_word).collect()
}

/// Alliances that are open and have nobody.
fn without_members(configuration: &Configuration<'_>) -> Option<Warning> {
    let as_of = configuration.registry.as_of(configuration.day);
    let inhabited: BTreeSet<&AllianceCode> = as_of.units().flat_map(|unit| as_of.alliances_of(&unit.code)).copied().collect();
    let empty: Vec<&Alliance> =
        spoken_of(configuration).into_iter().filter(|alliance| !inhabited.contains(&alliance.code)).collect();
    let trouble = Trouble::AllianceWithoutMembers { alliances: named(&empty) };
    (!empty.is_empty()).then(|| at(configuration, &empty, "代码", trouble))
}

/// Rows of 成员 that hold on no day: the unit was closed before it joined, the alliance before it began.
fn memberships(configuration: &Configuration<'_>) -> Vec<Warning> {
    let registry = configuration.registry;
    let never = |(position, membership): (usize, &Membership)| {
        let unit = registry.units.get(&membership.unit)?;
        let alliance = registry.alliance(&membership.alliance)?;
        let days = [(membership.joined, membership.left), (unit.opened, unit.closed), (alliance.opened, alliance.closed)];
        let trouble = Trouble::MembershipNeverOpen { unit: unit.name.clone(), alliance: alliance.name.clone() };
        let spot = configuration.places.membership(position, "单位代码");
        (!have_a_day_in_common(&days)).then(|| Warning::at(SheetName::Memberships, [spot], trouble))
    };
    registry.memberships.iter().enumerate().filter_map(never).collect()
}

fn have_a_day_in_common(spans: &[Days]) -> bool {
    let begins = spans.iter().filter_map(|(from, _)| *from).max();
    let ends = spans.iter().filter_map(|(_, to)| *to).min();
    begins.zip(ends).is_none_or(|(begins, ends)| begins <= ends)
}

fn named(alliances: &[&Alliance]) -> Named {
    Named::of(alliances.iter().map(|alliance| alliance.name.clone()), "个医联体")
}

fn at(configuration: &Configuration<'_>, alliances: &[&Alliance], column: &str, trouble: Trouble) -> Warning {
    let spots = alliances.iter().map(|alliance| configuration.places.alliance(&alliance.code, column));
    Warning::at(SheetName::Alliances, spots, trouble)
}
