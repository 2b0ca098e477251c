//! An indicator over several periods: what a trend is drawn from.

use std::collections::BTreeMap;

use polars::prelude::PolarsResult;

use super::adjusted::Adjusted;
use super::basis::Basis;
use super::computed::Computed;
use super::error::AggregateError;
use super::evaluate::{Evaluated, evaluate};
use super::filings::Filings;
use super::group::Group;
use super::listed;
use super::members::Members;
use super::order::{read_by, with_those_behind};
use super::reading::Reading;
use super::unit_table::Table;
use crate::audit::Accepted;
use crate::plan::{Indicator, Plan, TakenOver};
use tongbao_returns::domain::Period;
use tongbao_returns::registry::Registry;

/// The values of some indicators in some periods, cumulative as each period's bulletin prints them.
#[derive(Debug, Clone, Default)]
pub struct Trend {
    /// In the order of time.
    pub periods: Vec<Period>,
    values: BTreeMap<(usize, Period), BTreeMap<Group, Computed>>,
    adjusted: BTreeMap<(usize, Period), BTreeMap<Group, Adjusted>>,
}

impl Trend {
    /// The value of an indicator, by its position in the plan, for a group in a period.
    pub fn value(&self, indicator: usize, group: &Group, period: Period) -> Computed {
        let of_groups = self.values.get(&(indicator, period));
        of_groups.and_then(|of_groups| of_groups.get(group)).copied().unwrap_or(Computed::NotReported)
    }

    /// What the office adds to the value of an indicator for a group in a period; none where there is nothing.
    pub fn adjusted(&self, indicator: usize, group: &Group, period: Period) -> Option<&Adjusted> {
        self.adjusted.get(&(indicator, period))?.get(group)
    }
}

/// Computes some indicators, by their positions in the plan, for each period with the membership of then.
pub fn trend(
    plan: &Plan,
    registry: &Registry,
    accepted: &Accepted,
    indicators: &[usize],
    periods: Vec<Period>,
) -> Result<Trend, AggregateError> {
    let (mut values, mut adjusted) = (BTreeMap::new(), BTreeMap::new());
    if indicators.is_empty() {
        return Ok(Trend { periods, values, adjusted });
    }
    let filings = Filings::new(plan, registry, accepted, &periods);
    let needed = with_those_behind(plan, indicators);
    for period in &periods {
        let table = Table::new(plan, &filings, *period);
        let mut known: BTreeMap<usize, Evaluated> = BTreeMap::new();
        for (position, indicator) in needed.iter().filter_map(|position| Some((*position, plan.indicators.get(*position)?))) {
            let (evaluated, added) =
                one(plan, indicator, &table, &known).map_err(|source| AggregateError::of(indicator, source))?;
            if indicators.contains(&position) {
                let of_groups = evaluated.iter().map(|(group, result)| (group.clone(), result.computed)).collect();
                values.insert((position, *period), of_groups);
                adjusted.insert((position, *period), added);
            }
            known.insert(position, evaluated);
        }
    }
    Ok(Trend { periods, values, adjusted })
}

/// An indicator since 1 January, or at the period's end, and what the office adds; `known` has what stands behind it.
fn one(
    plan: &Plan,
    indicator: &Indicator,
    table: &Table<'_>,
    known: &BTreeMap<usize, Evaluated>,
) -> PolarsResult<(Evaluated, BTreeMap<Group, Adjusted>)> {
    match indicator.taken_over() {
        TakenOver::Units => {
            let reading = Reading::of(table, Basis::Cumulative, indicator)?;
            Ok((evaluate(&reading, false)?, reading.adjusted))
        }
        TakenOver::Members(_) => {
            let read = read_by(plan, indicator).into_iter();
            let read: Vec<_> = read.filter_map(|inner| Some((plan.indicators.get(inner)?, known.get(&inner)?))).collect();
            let members = Members::of(table, Basis::Cumulative, indicator, &read, plan.coverage_threshold)?;
            Ok((members.evaluate()?, BTreeMap::new()))
        }
        TakenOver::Registry => {
            let evaluated = listed::evaluate(table.registry(), &table.grouping, indicator, table.period)?;
            Ok((evaluated, BTreeMap::new()))
        }
    }
}
