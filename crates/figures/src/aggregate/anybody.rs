//! Whether the condition of an indicator means anybody whom the registry knows (docs/numbers.md rule 2).

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::choice::{Words, may_let_in};
use super::error::AggregateError;
use super::group::Group;
use crate::plan::{Indicator, Plan, Scope, TakenOver};
use tongbao_returns::registry::{AsOf, Registry};

/// Whether any unit, county or alliance of a day is meant by `where`, whatever units answer. Without a condition everybody is, and of a count of
/// the registry zero is a number like any other.
pub fn chooses_anybody(plan: &Plan, registry: &Registry, indicator: &Indicator, day: Date) -> Result<bool, AggregateError> {
    let Some(condition) = &indicator.condition else { return Ok(true) };
    let as_of = registry.as_of(day);
    let rows = match indicator.taken_over() {
        TakenOver::Registry => return Ok(true),
        TakenOver::Units | TakenOver::Members(Scope::Unit) => units(&as_of),
        TakenOver::Members(Scope::County) => {
            let counties = as_of.counties_of(&plan.area_code).into_iter();
            counties.map(|county| Words { county: county.code.as_str(), ..Words::default() }).collect()
        }
        TakenOver::Members(Scope::Alliance | Scope::Area) => {
            let alliances = as_of.alliances().into_iter();
            alliances.map(|alliance| Words { kind: &alliance.kind, ..Words::default() }).collect()
        }
    };
    may_let_in(condition, &rows, registry).map_err(|source| AggregateError::of(indicator, source))
}

/// Units that are open, once for each kind of their alliances.
fn units<'run>(as_of: &AsOf<'run>) -> Vec<Words<'run>> {
    let registry = as_of.registry();
    as_of
        .units()
        .flat_map(|unit| {
            let alliances = as_of.alliances_of(&unit.code).iter().map(|code| Group::Alliance((*code).clone()));
            let kinds: BTreeSet<&str> = alliances.filter_map(|alliance| alliance.kind(registry)).collect();
            Words::of_unit(unit, &kinds.into_iter().collect::<Vec<_>>())
        })
        .collect()
}
