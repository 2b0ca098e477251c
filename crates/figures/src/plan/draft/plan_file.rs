//! `plan.toml` and `rules.toml` of a draft: every key with what it means, from the page of all keys.

use std::collections::BTreeMap;

use super::model::Model;
use super::{Outline, toml_line};
use crate::plan::reference::{self, Key, Shape};
use tongbao_returns::domain::Cycle;

/// `plan.toml`: what the catalogue tells stands there, what it does not is to be filled in, what need not be said is a comment.
pub(super) fn plan(id: &str, outline: Outline, campaigns: &[String], cycles: &[Cycle], model: &Model) -> String {
    let mut values: BTreeMap<&str, String> = BTreeMap::new();
    let area_word = if outline.is_city { "全市" } else { "全县" };
    for (key, value) in [
        ("id", toml_line::text(id)),
        ("title", toml_line::text("〔方案名称〕")),
        ("short-title", toml_line::text("〔方案简称〕")),
        ("issuer", toml_line::text("〔发文单位〕")),
        ("area-code", toml_line::text("000000")),
        ("area-name", toml_line::text("〔地区名称〕")),
        ("area-word", toml_line::text(area_word)),
        ("first-year", outline.first_year.to_string()),
        ("last-year", outline.last_year.to_string()),
        ("cycles", toml_line::list(cycles.iter().map(|cycle| cycle.as_str()))),
        ("campaigns", toml_line::list(campaigns.iter().map(String::as_str))),
        // There is no rule yet that somebody wrote.
        ("rules-from-items", "true".to_owned()),
    ] {
        values.insert(key, value);
    }
    if let Some(plan) = model.plan() {
        values.insert("coverage-threshold", plan.coverage_threshold.to_string());
    }
    // Only what is shared may be asked for by its name.
    let includes =
        model.text("plan.toml").and_then(|text| text.parse::<toml::Table>().ok()).and_then(|mut table| table.remove("includes"));
    if let Some(toml::Value::Array(mut includes)) = includes {
        // The draft has a ledger form of its own.
        includes.retain(|name| !name.as_str().is_some_and(|name| model.is_ledger(name)));
        values.insert("includes", toml::Value::Array(includes).to_string());
    }
    let mut text = toml_line::comment("由 tongbao plan new 起草。〔〕中的和 area-code 须填写；以 # 开头的键可以不写。");
    let tables = reference::tables("plan");
    for (table, keys) in &tables {
        if !table.path.is_empty() {
            let (above, last) = table.path.rsplit_once('.').unwrap_or(("", table.path));
            let mut keys_above = tables.iter().filter(|(other, _)| other.path == above).flat_map(|(_, keys)| keys);
            let is_of_several = keys_above.any(|key| key.name == last && key.shape == Shape::Tables);
            let heading = if is_of_several { format!("[[{}]]", table.path) } else { format!("[{}]", table.path) };
            text.extend([format!("\n{}", toml_line::comment(&heading))]);
        }
        for key in keys.iter().filter(|key| !key.shape.is_table()) {
            let value = values.get(key.name.as_str()).filter(|_| table.path.is_empty());
            text.push_str(&of_key(key, value));
        }
    }
    text
}

/// `rules.toml`: no rule yet, and what the keys of one mean.
pub(super) fn rules() -> String {
    let mut text = toml_line::comment("审核规则：还没有。每条写一个 [[rule]]，各键的含义：");
    for key in reference::tables("rules").iter().filter(|(table, _)| table.path == "rule").flat_map(|(_, keys)| keys) {
        text.push_str(&of_key(key, None));
    }
    text
}

/// What a key means, and the key: with a value, or as a comment with an example.
fn of_key(key: &Key, value: Option<&String>) -> String {
    let Key { name, kind, default, meaning, example, .. } = key;
    let default = default.as_ref().map(|default| format!("；不写为 {default}")).unwrap_or_default();
    let about = toml_line::comment(&format!("{meaning}（{}{default}）", kind.replace('`', "")));
    let line = match (value, example) {
        (Some(value), _) => format!("{name} = {value}\n"),
        (None, Some(example)) => toml_line::comment(&format!("{name} = {example}")),
        (None, None) => toml_line::comment(&format!("{name} =")),
    };
    about + &line
}
