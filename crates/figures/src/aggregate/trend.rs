//! An indicator over several periods: what a trend is drawn from.

use std::collections::BTreeMap;

use super::adjusted::Adjusted;
use super::basis::Basis;
use super::computed::Computed;
use super::error::AggregateError;
use super::evaluate::evaluate;
use super::filings::Filings;
use super::group::Group;
use super::reading::Reading;
use super::unit_table::Table;
use crate::audit::Accepted;
use crate::plan::Plan;
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
    for period in &periods {
        let table = Table::new(plan, &filings, *period);
        for (position, indicator) in indicators.iter().filter_map(|position| Some((*position, plan.indicators.get(*position)?))) {
            let read = Reading::of(&table, Basis::Cumulative, indicator);
            let evaluated = read.and_then(|reading| Ok((evaluate(&reading, false)?, reading.adjusted)));
            let (evaluated, added) = evaluated.map_err(|source| AggregateError::Formula {
                indicator: indicator.id.clone(),
                formula: indicator.formula.text.clone(),
                source: Box::new(source),
            })?;
            let of_groups = evaluated.into_iter().map(|(group, result)| (group, result.computed)).collect();
            values.insert((position, *period), of_groups);
            adjusted.insert((position, *period), added);
        }
    }
    Ok(Trend { periods, values, adjusted })
}
