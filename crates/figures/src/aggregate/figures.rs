//! The figures of a period: every indicator for every group, with coverage and with the bases of 同比 and 环比.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::PolarsResult;

use super::addressed::addressee_of;
use super::adjusted::FigureAdjusted;
use super::basis::Basis;
use super::comparison::{Between, Comparison, Families, compare};
use super::computed::Computed;
use super::error::AggregateError;
use super::evaluate::evaluate;
use super::figure::GroupFigure;
use super::filings::Filings;
use super::group::{Group, Grouping};
use super::members::{OverMembers, over_members};
use super::order::Role;
use super::reading::Reading;
use super::stages::{Pair, Stages};
use super::stand_in::Away;
use super::standing::Standing;
use super::unit_table::Table;
use super::withstood::{Way, ways};
use super::{listed, order};
use crate::audit::Accepted;
use crate::parallel;
use crate::plan::{Addressee, Indicator, Plan, Scope, TakenOver};
use tongbao_returns::domain::{Period, UnitCode};
use tongbao_returns::registry::Registry;

/// All figures of a period.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The period.
    pub period: Period,
    /// Its groups.
    pub grouping: Grouping,
    addressees: BTreeMap<Group, Addressee>,
    /// In the order of the plan.
    of_indicators: Vec<OfIndicator>,
}

/// What one indicator came to.
#[derive(Debug, Clone, Default)]
struct OfIndicator {
    figures: BTreeMap<Group, GroupFigure>,
    /// The aggregates behind [`GroupFigure::value`].
    operands: BTreeMap<Group, Vec<Option<f64>>>,
    /// What the office adds.
    adjusted: BTreeMap<Group, FigureAdjusted>,
    /// For each unit of the grouping whether it counted for [`GroupFigure::value`].
    counted: Vec<bool>,
    /// The same for [`GroupFigure::own`].
    counted_alone: Vec<bool>,
    /// The counties or alliances that counted, if it is taken over these.
    counted_groups: BTreeSet<Group>,
}

impl Figures {
    /// Every figure of an indicator, by group.
    pub fn of_indicator(&self, indicator: usize) -> impl Iterator<Item = (&Group, &GroupFigure)> {
        self.of_indicators.get(indicator).into_iter().flat_map(|one| &one.figures)
    }

    /// The figure of an indicator (by its position in the plan) for a group; nothing if the indicator has no such scope or the group no unit concerned.
    pub fn get(&self, indicator: usize, group: &Group) -> Option<&GroupFigure> {
        self.of_indicators.get(indicator)?.figures.get(group)
    }

    /// What targets may ask of a group; nothing of one that is not in the grouping.
    pub fn addressee(&self, group: &Group) -> Option<&Addressee> {
        self.addressees.get(group)
    }

    /// The aggregates behind [`GroupFigure::value`], in the order of the formula's parts, with what the office adds to them; none where
    /// nobody counted.
    pub fn operands(&self, indicator: usize, group: &Group) -> &[Option<f64>] {
        self.of_indicators.get(indicator).and_then(|one| one.operands.get(group)).map(Vec::as_slice).unwrap_or_default()
    }

    /// What the office adds to the figure of a group; none where there is nothing.
    pub fn adjusted(&self, indicator: usize, group: &Group) -> Option<&FigureAdjusted> {
        self.of_indicators.get(indicator)?.adjusted.get(group)
    }

    /// The same figures with other bases of 同比 and 环比: those that were issued. `base_of` gets the position of the indicator, the
    /// group and what the store makes of the bases today.
    #[must_use]
    pub fn with_bases(mut self, mut base_of: impl FnMut(usize, &Group, &GroupFigure) -> (Computed, Computed)) -> Self {
        for (position, one) in self.of_indicators.iter_mut().enumerate() {
            for (group, figure) in &mut one.figures {
                (figure.year_before, figure.own_before) = base_of(position, group, figure);
            }
        }
        self
    }

    /// The same figures with other values where `value_of` has one: those that were issued.
    #[must_use]
    pub fn with_values(mut self, mut value_of: impl FnMut(usize, &Group, &GroupFigure) -> Option<f64>) -> Self {
        for (position, one) in self.of_indicators.iter_mut().enumerate() {
            for (group, figure) in &mut one.figures {
                figure.value = value_of(position, group, figure).map_or(figure.value, Computed::Number);
            }
        }
        self
    }

    /// Whether a unit stands behind the values of an indicator: it is concerned, and nothing that it should have filed is missing.
    pub fn has_counted(&self, indicator: usize, unit: &UnitCode) -> bool {
        self.is_among(indicator, unit, |one| &one.counted)
    }

    /// The same of its values of the period alone.
    pub fn has_counted_alone(&self, indicator: usize, unit: &UnitCode) -> bool {
        self.is_among(indicator, unit, |one| &one.counted_alone)
    }

    fn is_among(&self, indicator: usize, unit: &UnitCode, counted: fn(&OfIndicator) -> &Vec<bool>) -> bool {
        let of_unit = |position: usize| counted(self.of_indicators.get(indicator)?).get(position).copied();
        self.grouping.units.binary_search(unit).ok().and_then(of_unit).unwrap_or(false)
    }

    /// Whether a member stands behind the values of an indicator that is taken over such members: it is meant, and has every value that is
    /// read (docs/numbers.md rule 16).
    pub fn has_counted_member(&self, indicator: usize, member: &Group) -> bool {
        match member {
            Group::Unit(unit) => self.has_counted(indicator, unit),
            Group::Area | Group::County(_) | Group::Alliance(_) => {
                self.of_indicators.get(indicator).is_some_and(|one| one.counted_groups.contains(member))
            }
        }
    }
}

/// Computes every indicator of the plan for every group of its scopes.
pub fn aggregate(plan: &Plan, registry: &Registry, accepted: &Accepted, period: Period) -> Result<Figures, AggregateError> {
    let filings = Filings::new(plan, registry, accepted, &[period, period.previous(), period.year_before()]);
    let [now, before, last_year] =
        [period, period.previous(), period.year_before()].map(|period| Table::new(plan, &filings, period));
    let families = Families::of(&filings);
    let compared = [Between::of(&now, &last_year, &families), Between::of(&now, &before, &families)];
    let times = Times { now: &now, last_year: &last_year, before: &before, compared: &compared };
    let layers = order::layers(plan);
    let roles = order::roles(plan, &layers);
    let mut of_indicators = vec![OfIndicator::default(); plan.indicators.len()];
    // What figures are made of, as long as others read them.
    let mut read: BTreeMap<usize, Stages> = BTreeMap::new();
    for layer in layers {
        let one = |&position: &usize| -> Result<(usize, OfIndicator, Option<Stages>), AggregateError> {
            let indicator = &plan.indicators[position];
            let inner = order::read_by(plan, indicator).into_iter();
            let inner: Vec<(&Indicator, &Stages)> =
                inner.filter_map(|inner| Some((&plan.indicators[inner], read.get(&inner)?))).collect();
            let worked_out = match indicator.taken_over() {
                TakenOver::Units => of_units(indicator, &times, roles[position]),
                TakenOver::Members(over) => of_members(plan, indicator, over, &times, &inner),
                TakenOver::Registry => of_registry(indicator, &times),
            };
            let WorkedOut { kept, stages } = worked_out.map_err(|source| AggregateError::of(indicator, source))?;
            Ok((position, kept, roles[position].is_read.then_some(stages)))
        };
        for worked_out in parallel::in_order(&layer, one) {
            let (position, kept, stages) = worked_out?;
            of_indicators[position] = kept;
            read.extend(stages.map(|stages| (position, stages)));
        }
    }
    let of_group = |(group, _): &(Group, String)| Some((group.clone(), addressee_of(group, plan, registry)?));
    let addressees = now.grouping.names.iter().filter_map(of_group).collect();
    Ok(Figures { period, grouping: now.grouping, addressees, of_indicators })
}

/// The tables of the period, of the same one last year, and of the period before; and how the first compares with each of the others.
struct Times<'run> {
    now: &'run Table<'run>,
    last_year: &'run Table<'run>,
    before: &'run Table<'run>,
    compared: &'run [Between<'run>; 2],
}

/// What one indicator came to, and what that is made of.
struct WorkedOut {
    kept: OfIndicator,
    stages: Stages,
}

impl WorkedOut {
    /// With who counted since 1 January and in the period alone.
    fn of(indicator: &Indicator, mut stages: Stages, [counted, counted_alone]: [Vec<bool>; 2]) -> Self {
        let (figures, operands) = (stages.figures(indicator), stages.take_operands());
        Self { kept: OfIndicator { figures, operands, counted, counted_alone, ..OfIndicator::default() }, stages }
    }
}

/// An indicator over what units file: of the period and of last year since 1 January, and of the period and the one before alone.
fn of_units(indicator: &Indicator, times: &Times<'_>, role: Role) -> PolarsResult<WorkedOut> {
    let [with_year, with_period] = times.compared;
    let tables = [
        (times.now, Basis::Cumulative),
        (times.last_year, Basis::Cumulative),
        (times.now, Basis::Own),
        (times.before, Basis::Own),
    ];
    let [now, last_year, own, before] = tables.map(|(table, basis)| Reading::of(table, basis, indicator));
    let (now, last_year, own, before) = (now?, last_year?, own?, before?);
    let value = evaluate(&now, true)?;
    let (year_before, alone, alone_before) = (evaluate(&last_year, false)?, evaluate(&own, false)?, evaluate(&before, false)?);
    let yearly = compare((&now, &last_year), (&value, &year_before), with_year)?;
    let periodic = compare((&own, &before), (&alone, &alone_before), with_period)?;
    let ways = if role.is_judged { ways((&now, &last_year), with_year, role.fills_units)? } else { Vec::new() };
    let was_asked = last_year.was_asked();
    let yearly = as_asked(yearly, was_asked);
    let counted = [&now.standing, &own.standing].map(|standing| counted(standing));
    let adjusted = of_readings([&now, &last_year, &own, &before]);
    let stages = Stages { value, year_before, own: alone, own_before: alone_before, yearly, periodic, ways, was_asked };
    let mut worked_out = WorkedOut::of(indicator, stages, counted);
    worked_out.kept.adjusted = adjusted;
    Ok(worked_out)
}

/// An indicator over the printed values of others, each with what these were made of.
fn of_members(
    plan: &Plan,
    indicator: &Indicator,
    over: Scope,
    times: &Times<'_>,
    inner: &[(&Indicator, &Stages)],
) -> PolarsResult<WorkedOut> {
    let threshold = plan.coverage_threshold;
    let yearly_pairs: Vec<Pair<'_>> = inner.iter().map(|(inner, stages)| stages.with_year_before(inner)).collect();
    let periodic_pairs: Vec<Pair<'_>> = inner.iter().map(|(inner, stages)| stages.with_period_before(inner)).collect();
    let yearly = over_members((times.now, times.last_year), Basis::Cumulative, indicator, &yearly_pairs, threshold)?;
    let periodic = over_members((times.now, times.before), Basis::Own, indicator, &periodic_pairs, threshold)?;
    let mut ways = Vec::new();
    let has_way = |away: &Away| inner.iter().any(|(_, stages)| stages.ways.iter().any(|way| way.away == *away));
    for away in Away::all().filter(has_way) {
        let pairs: Vec<Pair<'_>> = inner.iter().map(|(inner, stages)| stages.stood_in(inner, away)).collect();
        let OverMembers { now, then, compared, .. } =
            over_members((times.now, times.last_year), Basis::Filled(away), indicator, &pairs, threshold)?;
        ways.push(Way { away, value: now, base: then, yearly: compared });
    }
    let was_asked = inner.iter().all(|(_, stages)| stages.was_asked);
    let (counted, counted_groups) = match over {
        Scope::Unit => ([&yearly.standing, &periodic.standing].map(|standing| counted(standing)), BTreeSet::new()),
        Scope::Alliance | Scope::County | Scope::Area => {
            let of_scope = times.now.grouping.of_scope(over).zip(counted(&yearly.standing)).filter(|(_, counts)| *counts);
            ([Vec::new(), Vec::new()], of_scope.map(|((group, _), _)| group.clone()).collect())
        }
    };
    let stages = Stages {
        value: yearly.now,
        year_before: yearly.then,
        own: periodic.now,
        own_before: periodic.then,
        yearly: as_asked(yearly.compared, was_asked),
        periodic: periodic.compared,
        ways,
        was_asked,
    };
    let mut worked_out = WorkedOut::of(indicator, stages, counted);
    worked_out.kept.counted_groups = counted_groups;
    Ok(worked_out)
}

/// An indicator that counts the rows of the registry.
fn of_registry(indicator: &Indicator, times: &Times<'_>) -> PolarsResult<WorkedOut> {
    let at = |table: &Table<'_>| listed::evaluate(table.registry(), &table.grouping, indicator, table.period);
    let (value, year_before, own_before) = (at(times.now)?, at(times.last_year)?, at(times.before)?);
    let own = value.clone();
    let (yearly, periodic) = (listed::compare(&value, &year_before), listed::compare(&own, &own_before));
    let stages = Stages { value, year_before, own, own_before, yearly, periodic, ways: Vec::new(), was_asked: true };
    Ok(WorkedOut::of(indicator, stages, [Vec::new(), Vec::new()]))
}

fn counted(standing: &[Standing]) -> Vec<bool> {
    standing.iter().map(|standing| *standing == Standing::Counted).collect()
}

/// Before anybody was asked nobody was silent.
fn as_asked(mut yearly: BTreeMap<Group, Comparison>, was_asked: bool) -> BTreeMap<Group, Comparison> {
    if !was_asked {
        for comparison in yearly.values_mut() {
            comparison.base_missing = 0;
        }
    }
    yearly
}

/// What the office adds to each of the four readings, group by group.
fn of_readings(readings: [&Reading<'_, '_>; 4]) -> BTreeMap<Group, FigureAdjusted> {
    let groups: BTreeSet<&Group> = readings.iter().flat_map(|reading| reading.adjusted.keys()).collect();
    let of_group = |group: &Group| {
        let [value, year_before, own, own_before] =
            readings.map(|reading| reading.adjusted.get(group).cloned().unwrap_or_default());
        FigureAdjusted { value, year_before, own, own_before }
    };
    groups.into_iter().map(|group| (group.clone(), of_group(group))).collect()
}
