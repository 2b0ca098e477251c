//! What a trial makes up is of the shape that a pack asks for.

use std::collections::BTreeMap;
use std::path::Path;

use super::answers::Answers;
use super::*;
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Kind, Reading, UnitCode};
use tongbao_returns::registry::Registry;

fn plan(id: &str) -> Plan {
    tongbao_figures::plan::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates"), id).unwrap()
}

#[test]
fn the_registry_has_whoever_the_pack_speaks_of() {
    for id in ["kailu-2024", "jining-2023"] {
        let plan = plan(id);
        let registry: Registry = registry::registry(&plan);
        let has = |category: &_| registry.units.values().any(|unit| unit.category == *category);
        let lacking: Vec<_> = plan.categories().into_iter().filter(|category| !has(category)).collect();
        assert!(lacking.is_empty(), "{id}: {lacking:?}");
        let kinds: Vec<&str> = registry.alliances.iter().map(|alliance| alliance.kind.as_str()).collect();
        let expected: &[&str] = match id {
            "kailu-2024" => &["紧密型县域医共体"],
            // A city alliance, and one for each county.
            _ => &["城市医疗集团", "紧密型县域医共体", "紧密型县域医共体", "紧密型县域医共体"],
        };
        assert_eq!(kinds, expected);
        assert!(registry.alliances.iter().all(|alliance| alliance.lead.is_some()), "{id}");
        assert!(registry.units.values().any(|unit| unit.name == if id == "kailu-2024" { "县卫健委" } else { "市卫生健康委" }));
    }
}

#[test]
fn made_numbers_keep_bounds_wholes_and_the_year() {
    let plan = plan("kailu-2024");
    let registry = registry::registry(&plan);
    let year = Period::quarter(2025, Quarter::First).whole_year();
    let quarters: Vec<Period> = year.quarters().take(2).collect();
    let made: BTreeMap<(UnitCode, Period), Answers> = values::values(&plan, &registry, &quarters);
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
fn both_years_are_filled_where_something_looks_back() {
    let plan = plan("kailu-2024");
    let told: Vec<String> = quarters(&plan).iter().map(ToString::to_string).collect();
    assert_eq!((told.len(), told[0].as_str(), told[7].as_str()), (8, "2024Q1", "2025Q4"));
    let forward = Plan { indicators: Vec::new(), rules: Vec::new(), ..plan };
    assert_eq!(quarters(&forward).len(), 4);
}
