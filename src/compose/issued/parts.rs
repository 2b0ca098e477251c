//! What each unit adds to the indicators that add up over units, then and now: how much of a difference is whose.

use std::collections::{BTreeMap, BTreeSet};

use tongbao_document::Measure;
use tongbao_figures::aggregate::{Figures, Group};
use tongbao_figures::plan::Plan;

/// What a unit adds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Added {
    /// To the value of the period.
    value: f64,
    /// To that of the last period alone.
    own: f64,
}

/// By indicator and 单位代码, then and now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UnitParts {
    then: BTreeMap<String, BTreeMap<String, Added>>,
    now: BTreeMap<String, BTreeMap<String, Added>>,
}

impl UnitParts {
    /// Of figures that were computed for every unit. `plan` has the indicators that add up over units, and no others.
    pub fn of(plan: &Plan, then: &Figures, now: &Figures) -> Self {
        Self { then: added(plan, then), now: added(plan, now) }
    }

    /// By how much each unit moves an indicator of a group that had some units then and has some now, by 单位代码; units that move
    /// nothing are left out. None of an indicator that does not add up, and of what does not simply follow from the units.
    pub(super) fn moves(
        &self,
        indicator: &str,
        measure: Measure,
        then: &BTreeSet<String>,
        now: &BTreeSet<String>,
    ) -> Option<Vec<(String, f64)>> {
        let amount: fn(&Added) -> f64 = match measure {
            Measure::Value | Measure::ExactValue => |added| added.value,
            Measure::Own | Measure::ExactOwn => |added| added.own,
            _ => return None,
        };
        let (before, after) = (self.then.get(indicator)?, self.now.get(indicator)?);
        let of = |added: &BTreeMap<String, Added>, members: &BTreeSet<String>, unit: &String| {
            added.get(unit).filter(|_| members.contains(unit)).map_or(0.0, amount)
        };
        let moved = |unit: &String| {
            let (before, after) = (of(before, then, unit), of(after, now, unit));
            let is_moved = (after - before).abs() > 1e-9 * before.abs().max(after.abs()).max(1.0);
            is_moved.then(|| (unit.clone(), after - before))
        };
        Some(then.union(now).filter_map(moved).collect())
    }
}

fn added(plan: &Plan, figures: &Figures) -> BTreeMap<String, BTreeMap<String, Added>> {
    let of_indicator = |position: usize| {
        let of_units = figures.of_indicator(position).filter_map(|(group, figure)| {
            let Group::Unit(unit) = group else { return None };
            let added = Added { value: figure.value.number().unwrap_or_default(), own: figure.own.number().unwrap_or_default() };
            Some((unit.to_string(), added))
        });
        of_units.collect()
    };
    plan.indicators.iter().enumerate().map(|(position, indicator)| (indicator.id.clone(), of_indicator(position))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_moves_a_group_by_what_it_adds_now_less_what_it_added_then() {
        let added = |units: &[(&str, f64)]| {
            let of = |(unit, value): &(&str, f64)| ((*unit).to_owned(), Added { value: *value, own: value / 2.0 });
            BTreeMap::from([("诊疗人次".to_owned(), units.iter().map(of).collect())])
        };
        let parts =
            UnitParts { then: added(&[("A", 10.0), ("B", 5.0), ("C", 7.0)]), now: added(&[("A", 16.0), ("B", 5.0), ("C", 7.0)]) };
        let units = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<_>>();
        let moves = |measure, then: &[&str], now: &[&str]| {
            let moves = parts.moves("诊疗人次", measure, &units(then), &units(now))?;
            Some(moves.into_iter().map(|(unit, amount)| format!("{unit}{amount:+}")).collect::<Vec<_>>())
        };
        // A filed 6 more, B left the group, C joined it.
        let some = |expected: &[&str]| Some(expected.iter().map(|&one| one.to_owned()).collect::<Vec<_>>());
        assert_eq!(moves(Measure::Value, &["A", "B"], &["A", "C"]), some(&["A+6", "B-5", "C+7"]));
        assert_eq!(moves(Measure::Own, &["A"], &["A"]), some(&["A+3"]));
        assert_eq!(moves(Measure::Completion, &["A"], &["A"]), None, "no sum");
        assert_eq!(parts.moves("次均费用", Measure::Value, &units(&["A"]), &units(&["A"])), None, "not one that adds up");
    }
}
