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
const WITHOUT_ORDER: [&str; 20] = [
    "account",
    "alliance-kinds",
    "area-scopes",
    "area-units",
    "categories",
    "commend",
    "counties",
    "cycles",
    "everyone",
    "filed-by",
    "grades",
    "not-applicable",
    "not-reported",
    "of",
    "quarters",
    "scopes",
    "scopes-filed-by",
    "source",
    "tasks",
    "units",
];
/// The same of a key of one table alone: elsewhere whoever leads stands first.
const WITHOUT_ORDER_IN: (&str, &str) = ("asked", "responsible");
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

    /// A list of texts.
    pub(super) fn listed(texts: Vec<String>, has_order: bool) -> Self {
        let told = texts.join("；");
        Self::Leaf { meant: meant(texts, has_order), told }
    }

    /// A file or a table that stands under a key; what the schema knows of defaults stands for keys that are not written, and what says nothing
    /// is not there.
    pub(super) fn of_table(table: &Table, within: &str, schema: Option<&Json>) -> Self {
        let property = |key: &str| schema.and_then(|schema| schema.get("properties")?.get(key));
        let said = table.iter().filter(|(_, value)| !is_nothing(value));
        let mut keys: BTreeMap<String, Self> =
            said.map(|(key, value)| (key.clone(), Self::of_value((within, key), value, property(key)))).collect();
        let known = schema.and_then(|schema| schema.get("properties")?.as_object());
        for (key, property) in known.into_iter().flatten().filter(|(key, _)| !table.contains_key(*key)) {
            let default = property.get("default").and_then(|default| Value::try_from(default).ok());
            if let Some(default) = default.filter(|default| !is_nothing(default)) {
                keys.insert(key.clone(), Self::of_value((within, key), &default, None));
            } else if property.get("type").and_then(Json::as_str) == Some("object")
                && let Self::Table(inner) = Self::of_table(&Table::new(), key, Some(property))
                && !inner.is_empty()
            {
                keys.insert(key.clone(), Self::Table(inner));
            }
        }
        Self::Table(keys)
    }

    fn of_value((within, key): (&str, &str), value: &Value, schema: Option<&Json>) -> Self {
        match value {
            Value::Table(table) => Self::of_table(table, key, schema),
            Value::Array(several) if several.iter().any(Value::is_table) => {
                let items = schema.and_then(|schema| schema.get("items"));
                let tables = several.iter().filter_map(Value::as_table);
                Self::List(named(tables.map(|table| (name(table, key), Self::of_table(table, key, items)))))
            }
            Value::Array(several) => {
                let texts = several.iter().map(plain).collect();
                Self::Leaf { meant: meant(texts, has_order(within, key)), told: listed(several) }
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

/// Whether a value says no more than if its key were not there.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(several) => several.is_empty(),
        _ => false,
    }
}

/// Whether the order of a list says something.
fn has_order(within: &str, key: &str) -> bool {
    !WITHOUT_ORDER.contains(&key) && (within, key) != WITHOUT_ORDER_IN
}

/// By what a list is compared.
fn meant(mut texts: Vec<String>, has_order: bool) -> String {
    if !has_order {
        texts.sort();
    }
    texts.join("\n")
}

/// What a table of a list under a key is called.
fn name(table: &Table, within: &str) -> String {
    if let Some((key, name)) = NAMES.iter().find_map(|key| Some((*key, table.get(*key)?))) {
        let Value::Array(several) = name else { return plain(name) };
        let texts = several.iter().map(plain).collect();
        return meant(texts, has_order(within, key)).replace('\n', ", ");
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
