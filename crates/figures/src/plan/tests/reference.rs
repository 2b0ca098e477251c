//! What the page of all keys says is needed, the check misses; what it says holds without a key, holds.

use std::collections::BTreeSet;

use super::pack::{FORM, INDICATORS, PLAN, Pack, RULES};
use crate::plan::reference::tables;

const SCORING: &str = "demo/scoring.toml";

/// The keys that the check misses in a file of these tables, without anything in them.
fn missed(file: &'static str, text: &str) -> BTreeSet<String> {
    let mistakes = Pack::sound().with(file, text.as_bytes().to_vec()).mistakes();
    let of_file = mistakes.iter().filter(|mistake| mistake.file.to_str() == Some(file));
    let keys = of_file.filter_map(|mistake| mistake.message.strip_prefix("缺少键`")?.strip_suffix('`').map(str::to_owned));
    keys.map(|key| key.trim_matches(['[', ']']).rsplit('.').next().unwrap_or_default().to_owned()).collect()
}

/// The keys that the page says are needed in these tables.
fn needed(stem: &str, paths: &[&str]) -> BTreeSet<String> {
    let of_paths = tables(stem).into_iter().filter(|(table, _)| paths.contains(&table.path));
    of_paths.flat_map(|(_, keys)| keys).filter(|key| key.is_needed).map(|key| key.name).collect()
}

/// Beside them what is needed only in some cases, as the page says in words.
fn with(mut keys: BTreeSet<String>, more: &[&str]) -> BTreeSet<String> {
    keys.extend(more.iter().map(|key| (*key).to_owned()));
    keys
}

#[test]
fn what_is_needed_is_missed() {
    // Its bulletins are those of `cycles`, or of mechanisms.
    assert_eq!(missed(PLAN, ""), with(needed("plan", &[""]), &["cycles"]));
    assert_eq!(missed(PLAN, "[[mechanism]]\n"), needed("plan", &["", "mechanism"]));
    let special = "[[mechanism]]\ncycle = \"special\"\n[[mechanism.topic]]\n";
    assert_eq!(missed(PLAN, special), needed("plan", &["", "mechanism.topic"]));
    let forms = needed("form", &["", "sheet", "sheet.item"]);
    // What an item is may stand in the dictionary.
    let expected = with(without(&forms, "sheet"), &["unit", "kind"]);
    assert_eq!(missed(FORM, "[[sheet]]\n[[sheet.item]]\n"), expected);
    assert!(missed(FORM, "").contains("sheet") && forms.contains("sheet"));
    let indicators = needed("indicators", &["", "indicator", "indicator.target"]);
    // A target is of a year, or of a day; what an indicator is may stand among the shared ones.
    let found = missed(INDICATORS, "[[indicator]]\n[[indicator.target]]\n");
    let written = ["year", "id", "formula", "unit", "decimals", "better", "scopes"];
    assert_eq!(found, with(without(&indicators, "indicator"), &written));
    assert_eq!(missed(INDICATORS, ""), BTreeSet::from(["indicator".to_owned()]));
    assert_eq!(missed(RULES, "[[rule]]\n"), needed("rules", &["", "rule"]));
    let text = "[[grade]]\n[[veto]]\n[[adjustment]]\n[[scheme]]\nscope = \"county\"\n[[scheme.part]]\n";
    let scoring = needed("scoring", &["", "grade", "veto", "adjustment", "scheme", "scheme.part"]);
    // A part is of an indicator, or of the tasks; its weight is one, or one a year.
    let expected = with(without(&scoring, "scheme"), &["indicator", "weight"]);
    assert_eq!(missed(SCORING, text), expected);
}

fn without(keys: &BTreeSet<String>, key: &str) -> BTreeSet<String> {
    keys.iter().filter(|known| *known != key).cloned().collect()
}

#[test]
fn what_holds_without_a_key_holds() {
    let default = |stem: &str, path: &str, name: &str| {
        let keys = tables(stem).into_iter().find(|(table, _)| table.path == path).map(|(_, keys)| keys).unwrap();
        keys.into_iter().find(|key| key.name == name).and_then(|key| key.default).unwrap()
    };
    let pack = Pack::sound().replacing(PLAN, "coverage-threshold = 80\n", "").replacing(PLAN, "yellow-within = 10\n", "");
    let plan = pack.load().unwrap();
    assert_eq!(plan.coverage_threshold.to_string(), default("plan", "", "coverage-threshold"));
    assert_eq!(plan.yellow_within.to_string(), default("plan", "lights", "yellow-within"));
    assert_eq!((plan.rates_in_points, default("plan", "lights", "rates-in").as_str()), (false, "\"percent\""));
    let form = plan.forms.iter().find(|form| form.id.as_str() == "centre").unwrap();
    assert_eq!(form.due_days.to_string(), default("form", "", "due-days"));
    assert_eq!((form.basis.is_usual(), default("form", "", "basis").as_str()), (true, "\"year-to-date\""));
    let item = form.items().next().unwrap();
    assert_eq!(item.decimals.to_string(), default("form", "sheet.item", "decimals"));
}
