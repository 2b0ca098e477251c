//! The figures of a period: every indicator for every group, with coverage and with the bases of 同比 and 环比.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::PolarsResult;
use rayon::prelude::*;

use super::addressed::addressee_of;
use super::adjusted::FigureAdjusted;
use super::basis::Basis;
use super::comparison::{Between, Comparison, Families, compare};
use super::computed::Computed;
use super::error::AggregateError;
use super::evaluate::{Coverage, Evaluated, GroupResult, evaluate};
use super::filings::Filings;
use super::group::{Group, Grouping};
use super::reading::{Reading, Standing};
use super::unit_table::Table;
use super::withstood::{Filled, filled};
use crate::audit::Accepted;
use crate::plan::{Addressee, Indicator, Plan};
use tongbao_returns::domain::{Period, UnitCode};
use tongbao_returns::registry::Registry;

/// One indicator of one group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupFigure {
    /// Cumulative for flows, at the period's end for stocks.
    pub value: Computed,
    /// Who stands behind it.
    pub coverage: Coverage,
    /// The same of the same period last year, of the units and with the membership of then.
    pub year_before: Computed,
    /// How the value compares with it.
    pub yearly: Comparison,
    /// The last period alone.
    pub own: Computed,
    /// Who stands behind that.
    pub own_coverage: Coverage,
    /// The period before alone.
    pub own_before: Computed,
    /// How the two compare.
    pub periodic: Comparison,
    /// What value and comparison with last year would be with stand-ins for what is missing; none where that is the same.
    pub filled: Option<Filled>,
}

impl GroupFigure {
    /// The value and last year's, as they are set against each other.
    pub fn compared_with_year_before(&self) -> (Computed, Computed) {
        self.yearly.restricted.unwrap_or((self.value, self.year_before))
    }

    /// The period alone and the one before, as they are set against each other.
    pub fn compared_with_period_before(&self) -> (Computed, Computed) {
        self.periodic.restricted.unwrap_or((self.own, self.own_before))
    }

    /// The same figure with stand-ins for what is missing, at both ends between which it then lies; nothing where nothing is missing, or
    /// nothing of it is known.
    pub fn filled(&self) -> impl Iterator<Item = Self> {
        let figure = *self;
        let ends = self.filled.into_iter().flat_map(|filled| filled.value.into_iter().zip(filled.yearly));
        ends.map(move |(value, (now, then))| {
            let restricted = Some((now, then.unwrap_or(figure.year_before)));
            Self { value, yearly: Comparison { restricted, ..figure.yearly }, filled: None, ..figure }
        })
    }
}

/// All figures of a period.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The period.
    pub period: Period,
    /// Its groups.
    pub grouping: Grouping,
    addressees: BTreeMap<Group, Addressee>,
    by_indicator: Vec<BTreeMap<Group, GroupFigure>>,
    operands: Vec<BTreeMap<Group, Vec<Option<f64>>>>,
    adjusted: Vec<BTreeMap<Group, FigureAdjusted>>,
    /// For each unit of the grouping whether it counted for [`GroupFigure::value`].
    counted: Vec<Vec<bool>>,
}

impl Figures {
    /// Every figure of an indicator, by group.
    pub fn of_indicator(&self, indicator: usize) -> impl Iterator<Item = (&Group, &GroupFigure)> {
        self.by_indicator.get(indicator).into_iter().flatten()
    }

    /// The figure of an indicator (by its position in the plan) for a group; nothing if the indicator has no such scope or the group no unit concerned.
    pub fn get(&self, indicator: usize, group: &Group) -> Option<&GroupFigure> {
        self.by_indicator.get(indicator)?.get(group)
    }

    /// What targets may ask of a group; nothing of one that is not in the grouping.
    pub fn addressee(&self, group: &Group) -> Option<&Addressee> {
        self.addressees.get(group)
    }

    /// The aggregates behind [`GroupFigure::value`], in the order of the formula's parts, with what the office adds to them; none where
    /// nobody counted.
    pub fn operands(&self, indicator: usize, group: &Group) -> &[Option<f64>] {
        self.operands.get(indicator).and_then(|of_groups| of_groups.get(group)).map(Vec::as_slice).unwrap_or_default()
    }

    /// What the office adds to the figure of a group; none where there is nothing.
    pub fn adjusted(&self, indicator: usize, group: &Group) -> Option<&FigureAdjusted> {
        self.adjusted.get(indicator)?.get(group)
    }

    /// The same figures with other bases of 同比 and 环比: those that were issued. `base_of` gets the position of the indicator, the
    /// group and what the store makes of the bases today.
    #[must_use]
    pub fn with_bases(mut self, mut base_of: impl FnMut(usize, &Group, &GroupFigure) -> (Computed, Computed)) -> Self {
        for (position, of_groups) in self.by_indicator.iter_mut().enumerate() {
            for (group, figure) in of_groups {
                (figure.year_before, figure.own_before) = base_of(position, group, figure);
            }
        }
        self
    }

    /// The same figures with other values where `value_of` has one: those that were issued.
    #[must_use]
    pub fn with_values(mut self, mut value_of: impl FnMut(usize, &Group, &GroupFigure) -> Option<f64>) -> Self {
        for (position, of_groups) in self.by_indicator.iter_mut().enumerate() {
            for (group, figure) in of_groups {
                figure.value = value_of(position, group, figure).map_or(figure.value, Computed::Number);
            }
        }
        self
    }

    /// Whether a unit stands behind the values of an indicator: it is concerned, and nothing that it should have filed is missing.
    pub fn has_counted(&self, indicator: usize, unit: &UnitCode) -> bool {
        let of_unit = |position: usize| self.counted.get(indicator)?.get(position).copied();
        self.grouping.units.binary_search(unit).ok().and_then(of_unit).unwrap_or(false)
    }
}

/// Computes every indicator of the plan for every group of its scopes.
pub fn aggregate(plan: &Plan, registry: &Registry, accepted: &Accepted, period: Period) -> Result<Figures, AggregateError> {
    let filings = Filings::new(plan, registry, accepted, &[period, period.previous(), period.year_before()]);
    let now = Table::new(plan, &filings, period);
    let before = Table::new(plan, &filings, period.previous());
    let last_year = Table::new(plan, &filings, period.year_before());
    let families = Families::of(&filings);
    let compared = [Between::of(&now, &last_year, &families), Between::of(&now, &before, &families)];
    let by_indicator = plan
        .indicators
        .par_iter()
        .map(|indicator| {
            let failed = |source| AggregateError::Formula {
                indicator: indicator.id.clone(),
                formula: indicator.formula.text.clone(),
                source: Box::new(source),
            };
            let tables = [(&now, Basis::Cumulative), (&last_year, Basis::Cumulative), (&now, Basis::Own), (&before, Basis::Own)];
            one(indicator, tables, &compared).map_err(failed)
        })
        .collect::<Result<Vec<_>, AggregateError>>()?;
    let of_group = |(group, _): &(Group, String)| Some((group.clone(), addressee_of(group, plan, registry)?));
    let addressees = now.grouping.names.iter().filter_map(of_group).collect();
    let mut figures = Figures {
        period,
        grouping: now.grouping,
        addressees,
        by_indicator: Vec::new(),
        operands: Vec::new(),
        adjusted: Vec::new(),
        counted: Vec::new(),
    };
    for of_indicator in by_indicator {
        figures.by_indicator.push(of_indicator.figures);
        figures.operands.push(of_indicator.operands);
        figures.adjusted.push(of_indicator.adjusted);
        figures.counted.push(of_indicator.counted);
    }
    Ok(figures)
}

/// The figures of an indicator by group; the aggregates behind their values, what the office adds, and who counted for the values.
struct OfIndicator {
    figures: BTreeMap<Group, GroupFigure>,
    operands: BTreeMap<Group, Vec<Option<f64>>>,
    adjusted: BTreeMap<Group, FigureAdjusted>,
    counted: Vec<bool>,
}

/// One indicator of the period and of last year since 1 January, and of the period and the one before alone.
fn one(
    indicator: &Indicator,
    tables: [(&Table<'_>, Basis); 4],
    [with_year, with_period]: &[Between<'_>; 2],
) -> PolarsResult<OfIndicator> {
    let [now, last_year, own, before] = tables.map(|(table, basis)| Reading::of(table, basis, indicator));
    let (now, last_year, own, before) = (now?, last_year?, own?, before?);
    let mut value = evaluate(&now, true)?;
    let (year_before, alone, alone_before) = (evaluate(&last_year, false)?, evaluate(&own, false)?, evaluate(&before, false)?);
    let mut yearly = compare((&now, &last_year), (&value, &year_before), with_year)?;
    if !last_year.was_asked() {
        // Before anybody was asked nobody was silent.
        for comparison in yearly.values_mut() {
            comparison.base_missing = 0;
        }
    }
    let periodic = compare((&own, &before), (&alone, &alone_before), with_period)?;
    let filled = filled((&now, &last_year), (&value, &year_before), &yearly, with_year)?;
    let computed =
        |evaluated: &Evaluated, group: &Group| evaluated.get(group).map_or(Computed::NotApplicable, |result| result.computed);
    let figure = |(group, result): (&Group, &GroupResult)| {
        let figure = GroupFigure {
            value: result.computed,
            coverage: result.coverage,
            year_before: computed(&year_before, group),
            yearly: yearly.get(group).copied().unwrap_or_default(),
            own: computed(&alone, group),
            own_coverage: alone.get(group).map(|result| result.coverage).unwrap_or_default(),
            own_before: computed(&alone_before, group),
            periodic: periodic.get(group).copied().unwrap_or_default(),
            filled: filled.get(group).copied(),
        };
        (group.clone(), figure)
    };
    let figures = value.iter().filter(|(group, _)| indicator.scopes.contains(&group.scope())).map(figure).collect();
    // Of single units there may be hundreds of thousands, and their items stand in 数据来源.
    value.retain(|group, _| !matches!(group, Group::Unit(_)));
    let operands = value.into_iter().map(|(group, result)| (group, result.operands)).collect();
    let counted = now.standing.iter().map(|standing| *standing == Standing::Counted).collect();
    let adjusted = of_readings([&now, &last_year, &own, &before]);
    Ok(OfIndicator { figures, operands, adjusted, counted })
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
