//! The figures of a period: every indicator for every group, with coverage and with the bases of 同比 and 环比.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::computed::Computed;
use super::error::AggregateError;
use super::evaluate::{Evaluated, GroupResult, evaluate};
use super::group::{Group, Grouping};
use super::unit_table::{Basis, Tables};
use crate::audit::Accepted;
use crate::plan::{Indicator, Plan};
use tongbao_returns::domain::{Period, UnitCode};
use tongbao_returns::registry::Registry;

/// One indicator of one group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupFigure {
    /// Cumulative for flows, at the period's end for stocks.
    pub value: Computed,
    /// Units that counted.
    pub counted: u32,
    /// Units concerned.
    pub due: u32,
    /// The same of the same period last year, with last year's membership.
    pub year_before: Computed,
    /// Coverage of that base.
    pub year_before_counted: u32,
    /// Units concerned then.
    pub year_before_due: u32,
    /// The last period alone.
    pub own: Computed,
    /// Whether every unit concerned counted for it and for the period before.
    pub own_is_whole: bool,
    /// The period before alone.
    pub own_before: Computed,
    /// Whether every missing unit changes the figure as it changes a total: a sum, or a ratio whose two sides come from different units.
    pub is_additive: bool,
}

impl GroupFigure {
    /// Units counted over units concerned, in percent; nothing if none is concerned.
    pub fn coverage_percent(&self) -> Option<f64> {
        (self.due > 0).then(|| f64::from(self.counted) * 100.0 / f64::from(self.due))
    }

    /// Whether the value can be set against last year's: a total only if nobody is missing in either, a ratio if both are covered
    /// to the plan's threshold.
    pub fn is_comparable(&self, threshold_percent: f64) -> bool {
        let covers = |counted: u32, due: u32| {
            if self.is_additive { counted == due } else { f64::from(counted) * 100.0 >= threshold_percent * f64::from(due) }
        };
        covers(self.counted, self.due) && covers(self.year_before_counted, self.year_before_due)
    }
}

/// All figures of a period.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The period.
    pub period: Period,
    /// Its groups.
    pub grouping: Grouping,
    by_indicator: Vec<BTreeMap<Group, GroupFigure>>,
    operands: Vec<BTreeMap<Group, Vec<Option<f64>>>>,
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

    /// The aggregates behind [`GroupFigure::value`], in the order of the formula's parts; none where nobody counted.
    pub fn operands(&self, indicator: usize, group: &Group) -> &[Option<f64>] {
        self.operands.get(indicator).and_then(|of_groups| of_groups.get(group)).map(Vec::as_slice).unwrap_or_default()
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
    let now = Tables::new(plan, registry, accepted, period);
    let before = Tables::new(plan, registry, accepted, period.previous());
    let last_year = Tables::new(plan, registry, accepted, period.year_before());
    let by_indicator = plan
        .indicators
        .par_iter()
        .map(|indicator| {
            let run = |tables: &Tables<'_>, basis, with_operands| {
                evaluate(tables, basis, indicator, with_operands).map_err(|source| AggregateError::Formula {
                    indicator: indicator.id.clone(),
                    formula: indicator.formula.text.clone(),
                    source: Box::new(source),
                })
            };
            let (mut value, counted) = run(&now, Basis::Cumulative, true)?;
            let (year_before, _) = run(&last_year, Basis::Cumulative, false)?;
            let (own, _) = run(&now, Basis::Own, false)?;
            let (own_before, _) = run(&before, Basis::Own, false)?;
            let figures = join(indicator, &value, &year_before, &own, &own_before);
            // Of single units there may be hundreds of thousands, and their items stand in 数据来源.
            value.retain(|group, _| !matches!(group, Group::Unit(_)));
            let operands = value.into_iter().map(|(group, result)| (group, result.operands)).collect();
            Ok((figures, (operands, counted)))
        })
        .collect::<Result<Vec<_>, AggregateError>>()?;
    let (by_indicator, (operands, counted)) = by_indicator.into_iter().unzip();
    Ok(Figures { period, grouping: now.grouping, by_indicator, operands, counted })
}

fn join(
    indicator: &Indicator,
    value: &Evaluated,
    year_before: &Evaluated,
    own: &Evaluated,
    own_before: &Evaluated,
) -> BTreeMap<Group, GroupFigure> {
    let mut figures = BTreeMap::new();
    for (group, result) in value {
        if !indicator.scopes.contains(&group.scope()) {
            continue;
        }
        let computed = |evaluated: &Evaluated| evaluated.get(group).map_or(Computed::NotReported, |result| result.computed);
        let base = year_before.get(group);
        figures.insert(
            group.clone(),
            GroupFigure {
                value: result.computed,
                counted: result.counted,
                due: result.due,
                year_before: computed(year_before),
                year_before_counted: base.map_or(0, |base| base.counted),
                year_before_due: base.map_or(0, |base| base.due),
                own: computed(own),
                own_is_whole: is_whole(own.get(group)) && is_whole(own_before.get(group)),
                own_before: computed(own_before),
                is_additive: result.is_additive,
            },
        );
    }
    figures
}

fn is_whole(result: Option<&GroupResult>) -> bool {
    result.is_none_or(|result| result.counted == result.due)
}
