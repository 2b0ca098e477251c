//! How many the registry lists on the last day of a period, and which rows these are (docs/numbers.md rules 12 and 16). Nothing of it can be
//! missing: the registry is the office's own.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::PolarsResult;

use super::choice::{Words, lets_in};
use super::comparison::Comparison;
use super::computed::Computed;
use super::error::AggregateError;
use super::evaluate::{Coverage, Evaluated, GroupResult};
use super::group::{Group, Grouping};
use crate::plan::{Indicator, Listed, Plan, Scope};
use tongbao_document::count;
use tongbao_returns::domain::{AllianceCode, CountyCode, Period, UnitCode};
use tongbao_returns::registry::{AsOf, Membership, Registry, Unit};

/// A row of the registry that is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListedRow {
    /// Of 机构.
    Unit(UnitCode),
    /// Of 县区.
    County(CountyCode),
    /// Of 医联体.
    Alliance(AllianceCode),
    /// Of 成员: its position in the registry, and whose it is.
    Membership(usize, UnitCode),
}

/// A row with the groups in which it is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListedEntry {
    /// As what it is counted.
    pub listed: Listed,
    /// Which row.
    pub row: ListedRow,
    /// In which groups.
    pub groups: Vec<Group>,
}

/// The rows behind an indicator that counts the registry, in the order of the registry; none behind any other.
pub fn listed(
    plan: &Plan,
    registry: &Registry,
    indicator: &Indicator,
    period: Period,
) -> Result<Vec<ListedEntry>, AggregateError> {
    let as_of = registry.as_of(period.last_day());
    let grouping = Grouping::new(&as_of, &plan.area_code, &plan.area_name);
    entries(&as_of, &grouping, indicator).map_err(|source| AggregateError::of(indicator, source))
}

/// The counts of every group for which the indicator is computed.
pub(super) fn evaluate(
    registry: &Registry,
    grouping: &Grouping,
    indicator: &Indicator,
    period: Period,
) -> PolarsResult<Evaluated> {
    let entries = entries(&registry.as_of(period.last_day()), grouping, indicator)?;
    let mut evaluated = Evaluated::new();
    for (group, _) in &grouping.names {
        let scope = group.scope();
        if scope == Scope::Unit || !indicator.scopes.contains(&scope) {
            continue;
        }
        let here: Vec<&ListedEntry> = entries.iter().filter(|entry| entry.groups.contains(group)).collect();
        let operands = indicator.parts.operands.iter();
        let operands: Vec<Option<f64>> = operands.map(|operand| Some(counted(&here, operand.listed()?))).collect();
        let number = indicator.parts.recomputed(&operands).filter(|number| number.is_finite());
        let computed = number.map_or(Computed::NotComputable, Computed::Number);
        let rows = count::to_u32(here.len());
        let coverage = Coverage { counted: rows, due: rows, ..Coverage::default() };
        evaluated.insert(group.clone(), GroupResult { computed, operands, coverage });
    }
    Ok(evaluated)
}

/// How two times of a count compare: all of both, always.
pub(super) fn compare(now: &Evaluated, then: &Evaluated) -> BTreeMap<Group, Comparison> {
    let comparison = |(group, result): (&Group, &GroupResult)| {
        let (rows, rows_then) = (result.coverage.due, then.get(group).map_or(0, |then| then.coverage.due));
        let all = Comparison { units: rows, counted: rows, due: rows, ..Comparison::default() };
        (group.clone(), Comparison { base_units: rows_then, base_due: rows_then, ..all })
    };
    now.iter().map(comparison).collect()
}

/// How many of something some rows are; a unit that is a member of several alliances is one.
fn counted(rows: &[&ListedEntry], listed: Listed) -> f64 {
    let of_kind = rows.iter().filter(|entry| entry.listed == listed);
    let distinct: BTreeSet<&str> = of_kind.map(|entry| entry.row.code()).collect();
    count::to_f64(distinct.len())
}

impl ListedRow {
    /// Of what is counted: of a membership the unit.
    pub fn code(&self) -> &str {
        match self {
            Self::Unit(code) | Self::Membership(_, code) => code.as_str(),
            Self::County(code) => code.as_str(),
            Self::Alliance(code) => code.as_str(),
        }
    }
}

fn entries(as_of: &AsOf<'_>, grouping: &Grouping, indicator: &Indicator) -> PolarsResult<Vec<ListedEntry>> {
    let known: BTreeSet<&Group> = grouping.names.iter().map(|(group, _)| group).collect();
    let mut entries = Vec::new();
    for listed in indicator.formula.listed() {
        let (rows, words): (Vec<ListedEntry>, Vec<Words<'_>>) = match listed {
            Listed::Units => units(as_of).unzip(),
            Listed::Counties => counties(as_of, grouping).unzip(),
            Listed::Alliances => alliances(as_of).unzip(),
            Listed::Members => members(as_of).unzip(),
        };
        let chosen = lets_in(indicator.condition.as_ref(), &words, as_of.registry())?;
        let mut chosen: Vec<ListedEntry> = rows.into_iter().zip(chosen).filter(|(_, is_in)| *is_in).map(|(row, _)| row).collect();
        // A unit in several alliances is asked once for each.
        chosen.dedup();
        entries.extend(chosen);
    }
    for entry in &mut entries {
        entry.groups.retain(|group| known.contains(group));
    }
    Ok(entries)
}

/// Units that are open, with their county and alliances; one in several alliances once for each kind, one after the other.
fn units<'run>(as_of: &'run AsOf<'run>) -> impl Iterator<Item = (ListedEntry, Words<'run>)> {
    as_of.units().flat_map(move |unit| {
        let alliances: Vec<Group> = as_of.alliances_of(&unit.code).iter().map(|code| Group::Alliance((*code).clone())).collect();
        let mut kinds: Vec<&str> = alliances.iter().filter_map(|alliance| alliance.kind(as_of.registry())).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let groups = [Group::Area, Group::County(unit.county.clone())].into_iter().chain(alliances).collect();
        let entry = ListedEntry { listed: Listed::Units, row: ListedRow::Unit(unit.code.clone()), groups };
        Words::of_unit(unit, &kinds).into_iter().map(move |words| (entry.clone(), words)).collect::<Vec<_>>()
    })
}

/// Counties of the area.
fn counties<'run>(as_of: &'run AsOf<'run>, grouping: &'run Grouping) -> impl Iterator<Item = (ListedEntry, Words<'run>)> {
    let codes = grouping.of_scope(Scope::County).filter_map(move |(group, _)| match group {
        Group::County(code) => as_of.registry().county(code),
        _ => None,
    });
    codes.map(|county| {
        let groups = vec![Group::Area, Group::County(county.code.clone())];
        let entry = ListedEntry { listed: Listed::Counties, row: ListedRow::County(county.code.clone()), groups };
        (entry, Words { county: county.code.as_str(), ..Words::default() })
    })
}

/// Alliances that are open; each in the county from which it is led, so that none is counted in two.
fn alliances<'run>(as_of: &'run AsOf<'run>) -> impl Iterator<Item = (ListedEntry, Words<'run>)> {
    as_of.alliances().into_iter().map(move |alliance| {
        let lead = alliance.lead.as_ref().and_then(|lead| as_of.registry().units.get(lead));
        let county = lead.map(|lead| Group::County(lead.county.clone()));
        let groups = [Group::Area, Group::Alliance(alliance.code.clone())].into_iter().chain(county).collect();
        let entry = ListedEntry { listed: Listed::Alliances, row: ListedRow::Alliance(alliance.code.clone()), groups };
        (entry, Words { kind: &alliance.kind, ..Words::default() })
    })
}

/// Memberships that hold, of units and alliances that are open.
fn members<'run>(as_of: &'run AsOf<'run>) -> impl Iterator<Item = (ListedEntry, Words<'run>)> {
    let day = as_of.day();
    let holds = move |membership: &Membership| {
        membership.joined.is_none_or(|joined| joined <= day)
            && membership.left.is_none_or(|left| day <= left)
            && as_of.alliances_of(&membership.unit).contains(&&membership.alliance)
    };
    let rows = as_of.registry().memberships.iter().enumerate();
    rows.filter(move |(_, membership)| holds(membership)).filter_map(move |(position, membership)| {
        let unit: &Unit = as_of.registry().units.get(&membership.unit).filter(|unit| unit.is_open(day))?;
        let alliance = Group::Alliance(membership.alliance.clone());
        let kind = alliance.kind(as_of.registry()).unwrap_or_default();
        let row = ListedRow::Membership(position, unit.code.clone());
        let entry =
            ListedEntry { listed: Listed::Members, row, groups: vec![Group::Area, Group::County(unit.county.clone()), alliance] };
        Some((entry, Words { unit: Some(unit), kind, ..Words::default() }))
    })
}
