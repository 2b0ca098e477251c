//! `plan.toml` and `rules.toml` of a draft: every key with what it means, from the page of all keys.

use std::collections::BTreeMap;

use super::model::Model;
use super::shared::SharedForm;
use super::{Asked, Outline, PlanNames, toml_line};
use crate::plan::reference::{self, Key, Shape};
use crate::plan::unfilled::{self, NO_AREA};
use tongbao_returns::domain::Cycle;

/// With what titles of plans end.
const ENDINGS: [&str; 6] = ["实施方案", "工作方案", "实施意见", "方案", "计划", "意见"];

/// What the rest of the draft says of the plan.
#[derive(Debug, Clone, Copy)]
pub(super) struct Content<'run> {
    /// The groups of its indicators and tasks.
    pub(super) campaigns: &'run [String],
    /// The kinds of bulletin that it has.
    pub(super) cycles: &'run [Cycle],
    /// The shared forms that its indicators need.
    pub(super) includes: &'run [&'run SharedForm],
}

/// `plan.toml`: what the catalogue tells stands there, what it does not is to be filled in, what need not be said is a comment.
pub(super) fn plan(asked: &Asked<'_>, outline: Outline, content: Content<'_>, model: &Model) -> String {
    let PlanNames { title, short_title, issuer, area_code, area_name } = asked.names;
    let short = short_title.map(str::to_owned).or_else(|| title.map(|title| short_of(title, area_name)));
    let or_blank = |name: Option<&str>, what| toml_line::text(&name.map_or_else(|| unfilled::blank(what), str::to_owned));
    let mut values: BTreeMap<&str, String> = BTreeMap::new();
    let area_word = if outline.is_city { "全市" } else { "全县" };
    for (key, value) in [
        ("id", toml_line::text(asked.id)),
        ("title", or_blank(title, "方案名称")),
        ("short-title", or_blank(short.as_deref(), "方案简称")),
        ("issuer", or_blank(issuer, "发文单位")),
        ("area-code", toml_line::text(area_code.unwrap_or(NO_AREA))),
        ("area-name", or_blank(area_name, "地区名称")),
        ("area-word", toml_line::text(area_word)),
        ("first-year", outline.first_year.to_string()),
        ("last-year", outline.last_year.to_string()),
        ("cycles", toml_line::list(content.cycles.iter().map(|cycle| cycle.as_str()))),
        ("campaigns", toml_line::list(content.campaigns.iter().map(String::as_str))),
        // There is no rule yet that somebody wrote.
        ("rules-from-items", "true".to_owned()),
    ] {
        values.insert(key, value);
    }
    if let Some(plan) = model.plan() {
        values.insert("coverage-threshold", plan.coverage_threshold.to_string());
    }
    let includes = model.included().into_iter().chain(content.includes.iter().map(|form| form.name.clone()));
    let includes: Vec<String> = includes.collect();
    if !includes.is_empty() {
        values.insert("includes", toml_line::list(includes.iter().map(String::as_str)));
    }
    let about =
        format!("由 tongbao plan new 起草。〔〕中的和写着 {NO_AREA} 的 area-code 须填写，填完才能定稿；以 # 开头的键可以不写。");
    let mut text = toml_line::comment(&about);
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

/// What a plan is called where its title would be too long: without its area, and without what kind of paper it is.
fn short_of(title: &str, area_name: Option<&str>) -> String {
    let named = title.trim().trim_start_matches('《').trim_end_matches('》');
    let named = area_name.and_then(|area| named.strip_prefix(area.trim())).unwrap_or(named);
    let short = ENDINGS.iter().find_map(|ending| named.strip_suffix(ending)).unwrap_or(named);
    if short.is_empty() { named.to_owned() } else { short.to_owned() }
}

/// `rules.toml`: those of the model, whose forms the draft has as well; else no rule yet, and what the keys of one mean.
pub(super) fn rules(like: Option<(&str, &str)>) -> String {
    if let Some((id, text)) = like {
        let about = format!("由 tongbao plan new 照 {id} 的 rules.toml 抄来：这份方案不问的项、不同的限值请逐条核对。");
        return toml_line::comment(&about) + text;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_called_what_it_is_about() {
        assert_eq!(short_of("云岭县深化医药卫生体制改革实施方案", Some("云岭县")), "深化医药卫生体制改革");
        assert_eq!(short_of("《健康云岭行动计划》", None), "健康云岭行动");
        assert_eq!(short_of("云岭县实施方案", Some("云岭县")), "实施方案");
        assert_eq!(short_of("医改十条", Some("云岭县")), "医改十条");
    }
}
