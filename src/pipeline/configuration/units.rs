//! Units that nobody asks for anything, or that lie in no county of a plan.

use std::collections::{BTreeMap, BTreeSet};

use super::Configuration;
use super::areas::Areas;
use super::trouble::{Named, Trouble};
use super::warning::Warning;
use tongbao_returns::domain::{Category, CountyCode, Form, ItemName, Kind};
use tongbao_returns::nearest::nearest_names;
use tongbao_returns::registry::{CATEGORIES, PredecessorData, SheetName, Unit};

/// What is wrong with open units, one warning a word.
pub(super) fn warnings(configuration: &Configuration<'_>, forms: &[Form]) -> Vec<Warning> {
    let mut warnings = categories(configuration, forms);
    warnings.extend(counties(configuration));
    warnings.extend(lost_in_successors(configuration, forms));
    warnings
}

/// 前身数据 并入 into units whose forms leave out what the predecessors filed.
fn lost_in_successors(configuration: &Configuration<'_>, forms: &[Form]) -> Vec<Warning> {
    let flows = |unit: &Unit| -> BTreeSet<&ItemName> {
        let filed = forms.iter().filter(|form| form.is_filed_by(&unit.category));
        filed.flat_map(Form::items).filter(|item| item.kind == Kind::Flow).map(|item| &item.name).collect()
    };
    let units = || configuration.registry.units.values();
    let mut warnings = Vec::new();
    for successor in units().filter(|unit| unit.predecessor_data == PredecessorData::Contained) {
        let asked = flows(successor);
        for predecessor in successor.predecessors.iter().filter_map(|code| configuration.registry.units.get(code)) {
            let lost: Vec<String> = flows(predecessor).difference(&asked).map(ToString::to_string).collect();
            if !lost.is_empty() {
                let (predecessor, items) = (predecessor.name.clone(), Named::of(lost, "项"));
                let trouble = Trouble::LostInSuccessor { predecessor, successor: successor.name.clone(), items };
                warnings.push(at(configuration, &[successor], "前身数据", trouble));
            }
        }
    }
    warnings
}

/// 类别 that no form is filed by.
fn categories(configuration: &Configuration<'_>, forms: &[Form]) -> Vec<Warning> {
    let known: BTreeSet<&str> = forms.iter().flat_map(|form| &form.filed_by).map(Category::as_str).collect();
    let as_of = configuration.registry.as_of(configuration.day);
    let mut unknown: BTreeMap<&str, Vec<&Unit>> = BTreeMap::new();
    for unit in as_of.units().filter(|unit| !known.contains(unit.category.as_str())) {
        unknown.entry(unit.category.as_str()).or_default().push(unit);
    }
    let of_word = |(category, units): (&str, Vec<&Unit>)| {
        if CATEGORIES.contains(&category) {
            let trouble = Trouble::NothingToFile { category: category.to_owned(), units: named(&units) };
            return at(configuration, &units, "类别", trouble);
        }
        let near = nearest_names(category, known.iter().copied());
        let offered = if near.is_empty() { known.iter().copied().collect() } else { near };
        let trouble = Trouble::UnknownCategory {
            category: category.to_owned(),
            units: named(&units),
            offered: offered.into_iter().map(str::to_owned).collect(),
        };
        at(configuration, &units, "类别", trouble)
    };
    unknown.into_iter().map(of_word).collect()
}

/// 县区代码 that are neither an area nor a county; those of a county outside are told with the county.
fn counties(configuration: &Configuration<'_>) -> Vec<Warning> {
    let Configuration { plans, registry, day, .. } = *configuration;
    let areas = Areas::of(plans);
    let is_row_outside = |code: &CountyCode| registry.county(code).is_some() && !areas.is_above(registry, code);
    let as_of = registry.as_of(day);
    let mut outside: BTreeMap<&CountyCode, Vec<&Unit>> = BTreeMap::new();
    for unit in as_of.units().filter(|unit| !areas.has(&unit.county) && !is_row_outside(&unit.county)) {
        outside.entry(&unit.county).or_default().push(unit);
    }
    let of_county = |(county, units): (&CountyCode, Vec<&Unit>)| {
        let trouble = Trouble::UnitOutside { county: county.clone(), units: named(&units) };
        at(configuration, &units, "县区代码", trouble)
    };
    outside.into_iter().map(of_county).collect()
}

fn named(units: &[&Unit]) -> Named {
    Named::of(units.iter().map(|unit| format!("{}（{}）", unit.name, unit.code)), "家单位")
}

fn at(configuration: &Configuration<'_>, units: &[&Unit], column: &str, trouble: Trouble) -> Warning {
    Warning::at(SheetName::Units, units.iter().map(|unit| configuration.places.unit(&unit.code, column)), trouble)
}
