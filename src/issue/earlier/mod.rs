//! Snapshots of the first form, as the present one has them.
//!
//! Their `issue.json` names groups by code alone, their `printed.json` says in words what a figure is a number of: `每县：绿`. Words do
//! not say where one name ends and the next begins, so they are taken apart by the names that the issue itself knows, its indicators
//! and its groups; what is not clear even so stays [`Subject::Words`].

mod subjects;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use super::record::{Issue, IssuedGroup};
use subjects::Names;
use tongbao_document::{FigureId, GroupId, Measure, Subject};

/// How a figure is named that an issue of the first form knows by words alone.
pub fn in_words(id: &FigureId) -> FigureId {
    FigureId { subject: Subject::Words(id.subject.to_string()), ..id.clone() }
}

/// The first form, which does not say so.
pub(super) const FIRST: u32 = 1;

/// Which form an `issue.json` has.
pub(super) fn schema(issue: &Value) -> u32 {
    let schema = issue.get("schema").and_then(Value::as_u64);
    schema.map_or(FIRST, |schema| u32::try_from(schema).unwrap_or(u32::MAX))
}

/// Puts an `issue.json` of the first form into the present one, but for its number: the figures are still to be looked up.
pub(super) fn upgrade_issue(issue: &mut Value) {
    if let Value::Object(fields) = issue {
        fields.insert("schema".to_owned(), json!(FIRST));
        each(fields, "groups", upgrade_group);
        each(fields, "results", |result| rename(result, "group", "group"));
        each(fields, "bases", |base| each(base, "groups", upgrade_group));
    }
}

/// Puts the figures of an issue of the first form into the present one, wherever they are named.
pub(super) fn upgrade_figures(figures: &mut Value, issue: &Issue) {
    if issue.schema <= FIRST {
        upgrade_ids(figures, &Names::of(issue));
    }
}

fn each(fields: &mut Map<String, Value>, list: &str, change: impl Fn(&mut Map<String, Value>)) {
    let listed = fields.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
    listed.filter_map(Value::as_object_mut).for_each(change);
}

fn upgrade_group(group: &mut Map<String, Value>) {
    rename(group, "code", "id");
}

/// A code under its new name and with its kind.
fn rename(fields: &mut Map<String, Value>, old: &str, new: &str) {
    if let Some(Value::String(code)) = fields.remove(old) {
        fields.insert(new.to_owned(), json!(group_of(&code)));
    }
}

/// A group of an issue: 县区代码 have six digits (GB/T 2260), and no units are kept as groups.
fn group_of(code: &str) -> GroupId {
    let is_county = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    match code {
        "area" => GroupId::Area,
        _ if is_county => GroupId::County(code.to_owned()),
        _ => GroupId::Alliance(code.to_owned()),
    }
}

/// The group of a figure: one of the issue, or a unit.
fn group_of_figure(code: &str, groups: &[IssuedGroup]) -> GroupId {
    let known = groups.iter().map(|group| &group.id).find(|id| id.code() == code);
    known.cloned().unwrap_or_else(|| GroupId::Unit(code.to_owned()))
}

fn upgrade_ids(value: &mut Value, names: &Names<'_>) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| upgrade_ids(value, names)),
        Value::Object(fields) => {
            upgrade_id(fields, names);
            fields.values_mut().for_each(|value| upgrade_ids(value, names));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The identity that an object is or holds, if it does.
fn upgrade_id(fields: &mut Map<String, Value>, names: &Names<'_>) {
    let text = |key: &str| fields.get(key).and_then(Value::as_str);
    let measure = fields.get("measure").and_then(|measure| serde_json::from_value::<Measure>(measure.clone()).ok());
    let (Some(subject), Some(group), Some(period), Some(measure)) = (text("subject"), text("group"), text("period"), measure)
    else {
        return;
    };
    let group = group_of_figure(group, names.groups);
    let subject = names.subject(subject, measure);
    let period = Some(period).filter(|period| !period.is_empty());
    let upgraded = [("subject", json!(subject)), ("group", json!(group)), ("period", json!(period))];
    fields.extend(upgraded.map(|(key, value)| (key.to_owned(), value)));
}
