//! What a trial makes up is of the shape that a pack asks for.

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::made::Answers;
use tongbao_figures::plan::{Due, Plan};
use tongbao_returns::domain::{FlowBasis, Form, Kind, Reading, UnitCode};
use tongbao_returns::registry::Registry;

fn plan(id: &str) -> Plan {
    tongbao_figures::plan::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates"), id).unwrap()
}

/// What each unit says on its forms but the ledger's.
fn answers(plan: &Plan, registry: &Registry, quarters: &[Period]) -> BTreeMap<(UnitCode, Period), Answers> {
    let filed = filings(plan, registry, quarters).into_iter().filter(|filing| filing.form.tasks.is_none());
    filed.map(|filing| ((filing.unit.code.clone(), filing.period), filing.answers)).collect()
}

#[test]
fn made_numbers_keep_bounds_wholes_and_the_year() {
    let plan = plan("kailu-2024");
    let registry = registry(&plan, Size::of(&plan));
    let year = Period::quarter(2025, Quarter::First).whole_year();
    let quarters: Vec<Period> = year.quarters().take(2).collect();
    let made = answers(&plan, &registry, &quarters);
    let mut seen = 0;
    for unit in registry.units.values() {
        for form in plan.forms_of(&unit.category).filter(|form| form.tasks.is_none()) {
            for item in form.items() {
                let said = |period: &Period| made[&(unit.code.clone(), *period)][&item.name].clone();
                let [first, second] = [&quarters[0], &quarters[1]].map(said);
                let (Some(first), Some(second)) = (first.number(), second.number()) else { continue };
                seen += 1;
                let told = format!("{} {} {first} {second}", unit.name, item.name);
                assert!(item.kind != Kind::Flow || second >= first, "{told}");
                assert!(first >= item.min.unwrap_or(0.0) && item.max.is_none_or(|max| first <= max), "{told}");
                let whole = item.part_of.as_ref().map(|whole| made[&(unit.code.clone(), quarters[0])][whole].clone());
                assert!(whole.as_ref().and_then(Reading::number).is_none_or(|whole| first <= whole), "{told}");
            }
        }
    }
    assert!(seen > 500, "{seen}");
}

#[test]
fn of_a_form_by_the_quarter_each_quarter_is_made_alone() {
    let mut plan = Plan { rules: Vec::new(), ..plan("kailu-2024") };
    for form in plan.forms.iter_mut().filter(|form| form.tasks.is_none()) {
        form.basis = FlowBasis::Quarter;
    }
    let registry = registry(&plan, Size::of(&plan));
    let quarters: Vec<Period> = Period::quarter(2025, Quarter::First).whole_year().quarters().take(2).collect();
    let made = answers(&plan, &registry, &quarters);
    let mut seen = 0;
    for unit in registry.units.values() {
        let items = plan.forms_of(&unit.category).filter(|form| form.tasks.is_none()).flat_map(Form::items);
        for item in items.filter(|item| item.kind == Kind::Flow && item.part_of.is_none() && item.max.is_none()) {
            let number = |period: &Period| made[&(unit.code.clone(), *period)].get(&item.name).and_then(Reading::number);
            let (Some(first), Some(second)) = (number(&quarters[0]), number(&quarters[1])) else { continue };
            // Since 1 January it would be twice as much.
            assert!(first > 0.0 && second < 1.5 * first, "{} {} {first} {second}", unit.name, item.name);
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn years_are_filled_whose_bulletins_are_made_and_those_before_them_where_something_looks_back() {
    let filled = |plan: &Plan| -> Vec<i16> {
        let mut years: Vec<i16> = quarters(plan).iter().map(|quarter| quarter.year).collect();
        assert_eq!(years.len() % 4, 0, "whole years");
        years.dedup();
        years
    };
    let plan = plan("kailu-2024");
    assert_eq!(earlier_years(&plan), BTreeSet::from([2024]), "two targets are of 2024");
    assert_eq!(filled(&plan), [2023, 2024, 2025]);
    let mut of_the_last = Plan { rules: Vec::new(), ..plan.clone() };
    of_the_last.indicators.retain(|indicator| indicator.targets.iter().all(|target| target.due.first_day().year() == 2025));
    assert!(of_the_last.indicators.iter().any(|indicator| indicator.targets.is_empty()), "a trend looks back");
    assert_eq!(filled(&of_the_last), [2024, 2025]);
    let forward = Plan { indicators: Vec::new(), rules: Vec::new(), ..plan };
    assert_eq!(filled(&forward), [2025]);
}

#[test]
fn a_year_of_a_target_that_lies_apart_is_filled_and_those_between_are_not() {
    let mut plan = plan("kailu-2024");
    plan.first_year = 2018;
    let first = plan.indicators.iter_mut().find(|indicator| !indicator.targets.is_empty()).unwrap();
    first.targets[0].due = Due::Year(2019);
    first.targets[0].until = None;
    let years: BTreeSet<i16> = quarters(&plan).iter().map(|quarter| quarter.year).collect();
    assert!(years.is_superset(&BTreeSet::from([2018, 2019, 2024, 2025])), "{years:?}");
    assert!(years.is_disjoint(&BTreeSet::from([2020, 2021, 2022])), "{years:?}");
}
