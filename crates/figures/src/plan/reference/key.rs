//! One key of a table: what may stand there, whether it must, and what holds without it.

use serde_json::Value;

use super::files::Table;
use super::schema;

/// A key of a table, as the page tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    /// As it is written.
    pub(crate) name: String,
    /// Whether a value stands there, or a table with keys of its own.
    pub(crate) shape: Shape,
    /// What may stand there, in words.
    pub(crate) kind: String,
    /// Whether it must be written.
    pub(crate) is_needed: bool,
    /// What holds without it, as TOML.
    pub(crate) default: Option<String>,
    /// What it means.
    pub(crate) meaning: String,
    /// For example, as TOML.
    pub(crate) example: Option<String>,
}

/// What stands at a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A value: a text, a number, a list of these, or keys and values of the author's own.
    Value,
    /// One table: `[lights]`.
    Table,
    /// As many tables as there are things: `[[indicator]]`.
    Tables,
}

impl Shape {
    fn of(property: &Value) -> Self {
        let has_keys = |of: &Value| of.get("properties").is_some();
        if has_keys(property) {
            Self::Table
        } else if property.get("items").is_some_and(has_keys) {
            Self::Tables
        } else {
            Self::Value
        }
    }

    /// Whether the key heads tables.
    pub(crate) fn is_table(self) -> bool {
        self != Self::Value
    }
}

/// The keys of a table, in the order of the type that reads them; tables of tables are keys as well.
pub(super) fn keys(table: &Table, file: &Value) -> Vec<Key> {
    let Some(of_table) = schema::table(file, table.path) else { return Vec::new() };
    let required: Vec<&str> =
        of_table.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let key = |name: &String| {
        let property = of_table.get("properties")?.get(name)?;
        let text = |key: &str| property.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Key {
            name: name.clone(),
            shape: Shape::of(property),
            kind: kind(property),
            is_needed: required.contains(&name.as_str()),
            default: property.get("default").and_then(as_toml),
            meaning: text("description"),
            example: property.get("examples").and_then(|examples| examples.get(0)).and_then(as_toml),
        })
    };
    table.keys.iter().filter_map(key).collect()
}

/// A value of JSON as TOML writes it.
pub(super) fn as_toml(value: &Value) -> Option<String> {
    toml::Value::try_from(value).ok().map(|value| value.to_string())
}

/// What may stand at a key, in words.
fn kind(property: &Value) -> String {
    let words = |of: &Value| of.get("enum").and_then(Value::as_array).map(|words| listed(words));
    let type_of = |of: &Value| of.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(Value::Array(several)) = property.get("type") {
        return several.iter().filter_map(Value::as_str).map(type_in_words).collect::<Vec<_>>().join("，或");
    }
    let items = property.get("items");
    match (type_of(property).as_str(), items.map(type_of).as_deref()) {
        ("array", Some("object")) => "表，可以有几个".to_owned(),
        ("array", Some("string")) => {
            items.and_then(words).map_or_else(|| "文字列表".to_owned(), |words| format!("列表，其中可写 {words}"))
        }
        ("array", Some("integer")) => "整数列表".to_owned(),
        ("array", _) => "列表".to_owned(),
        ("string", _) => words(property).unwrap_or_else(|| type_in_words("string").to_owned()),
        ("object", _) if property.get("additionalProperties").map(type_of).as_deref() == Some("number") => "各年的数".to_owned(),
        (other, _) => type_in_words(other).to_owned(),
    }
}

fn type_in_words(of: &str) -> &str {
    match of {
        "string" => "文字",
        "integer" => "整数",
        "number" => "数",
        "boolean" => "true 或 false",
        "object" => "表",
        other => other,
    }
}

/// `a`、`b`
fn listed(words: &[Value]) -> String {
    words.iter().filter_map(Value::as_str).map(|word| format!("`{word}`")).collect::<Vec<_>>().join("、")
}
