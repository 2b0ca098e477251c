//! What a file says, without how it is written.
//!
//! In: TOML. Out: a tree whose leaves compare by meaning: numbers by value, SQL as parsed, lists without an order sorted; lists of tables by the names of
//! the tables.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use toml::{Table, Value};

use super::texts::Text;
use crate::plan::sql::Sql;

/// Keys whose text is SQL.
const SQL: [&str; 5] = ["formula", "check", "where", "value", "for"];
/// Keys whose lists say the same in any order.
const WITHOUT_ORDER: [&str; 17] = [
    "account",
    "alliance-kinds",
    "categories",
    "commend",
    "counties",
    "cycles",
    "everyone",
    "filed-by",
    "includes",
    "not-applicable",
    "not-reported",
    "of",
    "quarters",
    "scopes",
    "scopes-filed-by",
    "source",
    "tasks",
];
/// What a table of a list is called by, the first that it has.
const NAMES: [&str; 6] = ["id", "name", "indicator", "cycle", "tasks", "of"];
/// What it is called by where it has no name: all of these that it has.
const BOUNDS: [&str; 7] = ["year", "by", "from", "until", "to", "scope", "for"];

/// A part of what a file says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Keys.
    Table(BTreeMap<String, Node>),
    /// Things with names, in their order.
    List(Vec<(String, Node)>),
    /// A value.
    Leaf {
        /// By which it is compared.
        meant: String,
        /// As it is told.
        told: String,
    },
    /// Running text, compared line by line.
    Text(Text),
}

impl Node {
    /// A value that is what is written.
    pub(super) fn leaf(text: &str) -> Self {
        Self::Leaf { meant: text.trim().to_owned(), told: text.trim().to_owned() }
    }

    /// A file or a table; what the schema knows of defaults stands for keys that are not written.
    pub(super) fn of_table(table: &Table, schema: Option<&Json>) -> Self {
        let property = |key: &str| schema.and_then(|schema| schema.get("properties")?.get(key));
        let mut keys: BTreeMap<String, Self> =
            table.iter().map(|(key, value)| (key.clone(), Self::of_value(key, value, property(key)))).collect();
        let known = schema.and_then(|schema| schema.get("properties")?.as_object());
        for (key, property) in known.into_iter().flatten().filter(|(key, _)| !table.contains_key(*key)) {
            if let Some(default) = property.get("default").and_then(|default| Value::try_from(default).ok()) {
                keys.insert(key.clone(), Self::of_value(key, &default, None));
            } else if property.get("type").and_then(Json::as_str) == Some("object")
                && let Self::Table(inner) = Self::of_table(&Table::new(), Some(property))
                && !inner.is_empty()
            {
                keys.insert(key.clone(), Self::Table(inner));
            }
        }
        Self::Table(keys)
    }

    fn of_value(key: &str, value: &Value, schema: Option<&Json>) -> Self {
        match value {
            Value::Table(table) => Self::of_table(table, schema),
            Value::Array(several) if several.iter().any(Value::is_table) => {
                let items = schema.and_then(|schema| schema.get("items"));
                let tables = several.iter().filter_map(Value::as_table);
                Self::List(named(tables.map(|table| (name(table), Self::of_table(table, items)))))
            }
            // Lines of a form: a code, a name, and what else there is.
            Value::Array(several) if several.iter().any(Value::is_array) => {
                let lines = several.iter().filter_map(Value::as_array);
                let line_name = |line: &Vec<Value>| line.get(1).or(line.first()).map(plain).unwrap_or_default();
                Self::List(named(lines.map(|line| (line_name(line), Self::leaf(&listed(line))))))
            }
            Value::Array(several) => {
                let mut meant: Vec<String> = several.iter().map(plain).collect();
                if WITHOUT_ORDER.contains(&key) {
                    meant.sort();
                }
                Self::Leaf { meant: meant.join("\n"), told: listed(several) }
            }
            Value::String(text) if SQL.contains(&key) => {
                // What is no SQL is compared as it stands.
                let meant = Sql::read(text).map_or_else(|_| text.clone(), |sql| sql.normal());
                Self::Leaf { meant, told: text.clone() }
            }
            other => Self::leaf(&plain(other)),
        }
    }

    /// Whether two say the same.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Leaf { meant: one, .. }, Self::Leaf { meant: other, .. }) => one == other,
            (Self::Text(one), Self::Text(other)) => one.is_same(other),
            (one, other) => one == other,
        }
    }

    /// What it says, on one line.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Leaf { told, .. } => told.clone(),
            Self::Text(text) => text.told(),
            Self::Table(keys) => {
                let pairs = keys.iter().filter(|(_, node)| matches!(node, Self::Leaf { .. }));
                pairs.map(|(key, node)| format!("{key} = {}", node.told())).collect::<Vec<_>>().join("; ")
            }
            Self::List(list) => list.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>().join(", "),
        }
    }

    /// What both say where they differ.
    pub(super) fn told_beside(&self, other: &Self) -> (String, String) {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => one.told_beside(other),
            (one, other) => (one.told(), other.told()),
        }
    }
}

/// What a table of a list is called.
fn name(table: &Table) -> String {
    if let Some(name) = NAMES.iter().find_map(|key| table.get(*key)) {
        return plain(name);
    }
    let bounds = BOUNDS.iter().filter_map(|key| Some(format!("{key}={}", plain(table.get(*key)?))));
    bounds.collect::<Vec<_>>().join(" ")
}

/// The same with a number behind a name that stands there already.
pub(super) fn named(nodes: impl Iterator<Item = (String, Node)>) -> Vec<(String, Node)> {
    let mut list: Vec<(String, Node)> = Vec::new();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for (name, node) in nodes {
        let seen = times.entry(name.clone()).or_insert(0);
        *seen += 1;
        list.push((if *seen == 1 { name } else { format!("{name} ({seen})") }, node));
    }
    list
}

/// A value without quotation marks; 80 and 80.0 are one number.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Value::Array(several) => listed(several),
        other => other.to_string(),
    }
}

fn listed(several: &[Value]) -> String {
    several.iter().map(plain).collect::<Vec<_>>().join(", ")
}
