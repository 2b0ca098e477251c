//! What a figure would be with stand-ins for all that is missing: what a good result has to withstand, so that nobody wins anything by a
//! return that has not come (docs/numbers.md rules 8 to 10).

use std::collections::BTreeMap;

use polars::prelude::PolarsResult;

use super::comparison::{Between, Comparison, compare};
use super::computed::Computed;
use super::evaluate::{Evaluated, evaluate};
use super::group::Group;
use super::reading::Reading;
use super::stand_in::Away;
use tongbao_returns::domain::Kind;

/// Between which ends a figure lies, whichever of its quarters stands in for what is missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Filled {
    /// Instead of [`super::GroupFigure::value`], the least and the greatest.
    pub value: [Computed; 2],
    /// The value and last year's as they are set against each other, with the least and with the greatest change; of last year none where that is
    /// [`super::GroupFigure::year_before`].
    pub yearly: [(Computed, Option<Computed>); 2],
}

/// A figure with stand-ins of one quarter for all that is missing.
pub(super) struct Way {
    /// Which quarter stands in.
    pub(super) away: Away,
    /// Instead of the value.
    pub(super) value: Evaluated,
    /// Instead of last year's.
    pub(super) base: Evaluated,
    /// How the two compare.
    pub(super) yearly: BTreeMap<Group, Comparison>,
}

/// One of several ways in which a figure may come out.
type Outcome = (f64, (Computed, Option<Computed>));

/// Every way in which what is missing can be stood in for; none where nothing is. Of single units too where another indicator is taken over
/// these.
pub(super) fn ways(
    (now, then): (&Reading<'_, '_>, &Reading<'_, '_>),
    between: &Between<'_>,
    fills_units: bool,
) -> PolarsResult<Vec<Way>> {
    if !(now.has_gaps() || then.has_gaps()) {
        return Ok(Vec::new());
    }
    // What does not flow stands in as it was next before and after; after the period itself nothing is known yet, but after one of its quarters
    // that is missing.
    let has_flows = now.indicator.formula.reads.iter().any(|item| now.table.kind(&item.name) == Some(&Kind::Flow));
    let all = Away::all().take(if has_flows { usize::MAX } else { 2 });
    let way = |away: Away| {
        let (now, then) = (now.filled(away, fills_units)?, then.filled(away, fills_units)?);
        let (value, base) = (evaluate(&now, false)?, evaluate(&then, false)?);
        let yearly = compare((&now, &then), (&value, &base), between)?;
        Ok(Way { away, value, base, yearly })
    };
    all.filter(|away| away.is_before() || then.has_gaps() || now.reads_quarters()).map(way).collect()
}

/// Every group for which stand-ins make another figure. `results`, `base` and `yearly` are those as filed. Of single units nothing is told.
pub(super) fn filled(
    (results, base): (&Evaluated, &Evaluated),
    yearly: &BTreeMap<Group, Comparison>,
    ways: &[Way],
) -> BTreeMap<Group, Filled> {
    let computed = |evaluated: &Evaluated, group: &Group| evaluated.get(group).map(|result| result.computed);
    let base_of = |group: &Group| computed(base, group).unwrap_or(Computed::NotApplicable);
    let mut outcomes: BTreeMap<&Group, Vec<Outcome>> = BTreeMap::new();
    for way in ways {
        for group in results.keys().filter(|group| !matches!(group, Group::Unit(_))) {
            let (Some(value), Some(comparison)) = (computed(&way.value, group), way.yearly.get(group)) else { continue };
            let base = computed(&way.base, group).unwrap_or(Computed::NotApplicable);
            let sides = match comparison.restricted {
                Some((now, then)) => (now, Some(then)),
                None => (value, (base != base_of(group)).then_some(base)),
            };
            outcomes.entry(group).or_default().extend(value.number().map(|value| (value, sides)));
        }
    }
    let of_group = |(group, outcomes): (&Group, Vec<Outcome>)| {
        let printed = (computed(results, group)?, yearly.get(group).and_then(|comparison| comparison.restricted));
        let is_other = |(value, sides): &Outcome| (Computed::Number(*value), sides.1.map(|then| (sides.0, then))) != printed;
        let change = |(_, (now, then)): &Outcome| Some(now.number()? - then.unwrap_or_else(|| base_of(group)).number()?);
        let values = || outcomes.iter().map(|(value, _)| *value);
        let changes = || outcomes.iter().filter_map(|outcome| Some((change(outcome)?, outcome.1)));
        let without_base = (Computed::Number(values().next()?), None);
        let by_change = |one: &(f64, _), other: &(f64, _)| one.0.total_cmp(&other.0);
        let sides = [changes().min_by(by_change), changes().max_by(by_change)];
        let filled = Filled {
            value: [values().reduce(f64::min)?, values().reduce(f64::max)?].map(Computed::Number),
            yearly: sides.map(|sides| sides.map_or(without_base, |(_, sides)| sides)),
        };
        outcomes.iter().any(is_other).then(|| (group.clone(), filled))
    };
    outcomes.into_iter().filter_map(of_group).collect()
}
