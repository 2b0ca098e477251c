//! JSON Schema of a file, as editors of TOML read it.
//!
//! In: the type that reads the file. Out: its schema, whole in itself (draft 7, no references), with `required` for what must be written and without what
//! TOML does not have: nulls, and formats of numbers.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::plan::check::fields::Words;

/// The schema of a type, without the words of its keys.
pub(in crate::plan) fn bare<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    let mut value = settings.into_generator().into_root_schema_for::<T>().to_value();
    as_toml(&mut value);
    value
}

/// Gives the file its name and its purpose.
pub(super) fn name(schema: &mut Value, name: &str, about: &str) {
    if let Value::Object(object) = schema {
        object.insert("title".to_owned(), json!(name));
        object.insert("description".to_owned(), json!(about));
    }
}

/// Says which words the keys of a table may hold.
pub(super) fn add_words(schema: &mut Value, path: &str, words: &Words) {
    let Some(table) = table_mut(schema, path) else { return };
    for (key, words) in words {
        let Some(Value::Object(property)) = property_mut(table, key) else { continue };
        let holder = if property.get("type") == Some(&json!("array")) {
            property.get_mut("items").and_then(Value::as_object_mut)
        } else {
            Some(property)
        };
        if let Some(holder) = holder {
            holder.insert("enum".to_owned(), json!(words));
        }
    }
}

/// The schema of the table at a path; of a list of tables that of one of them.
pub(super) fn table<'schema>(schema: &'schema Value, path: &str) -> Option<&'schema Value> {
    segments(path).try_fold(schema, |table, segment| {
        let property = table.get("properties")?.get(segment)?;
        Some(if property.get("type") == Some(&json!("array")) { property.get("items")? } else { property })
    })
}

fn table_mut<'schema>(schema: &'schema mut Value, path: &str) -> Option<&'schema mut Value> {
    segments(path).try_fold(schema, |table, segment| {
        let property = property_mut(table, segment)?;
        if property.get("type") == Some(&json!("array")) { property.get_mut("items") } else { Some(property) }
    })
}

fn property_mut<'schema>(table: &'schema mut Value, key: &str) -> Option<&'schema mut Value> {
    table.get_mut("properties")?.get_mut(key)
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').filter(|segment| !segment.is_empty())
}

/// Takes out what TOML does not have; a list of which one at least must be written is itself needed.
fn as_toml(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.remove("format");
            without_null(object);
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|one| one != "null");
                if let [one] = types.as_slice() {
                    let one = one.clone();
                    object.insert("type".to_owned(), one);
                }
            }
            need_lists(object);
            for (key, value) in object.iter_mut() {
                match value {
                    // Its keys are names of keys, whatever they are called.
                    Value::Object(properties) if key == "properties" => properties.values_mut().for_each(as_toml),
                    value => as_toml(value),
                }
            }
        }
        Value::Array(several) => several.iter_mut().for_each(as_toml),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What may be left out is what it is: of `anyOf` with nothing in it only the other stays.
fn without_null(object: &mut Map<String, Value>) {
    let Some(Value::Array(several)) = object.get("anyOf") else { return };
    let mut others = several.iter().filter(|one| one.get("type") != Some(&json!("null")));
    let (Some(Value::Object(only)), None) = (others.next(), others.next()) else { return };
    let only = only.clone();
    object.remove("anyOf");
    for (key, value) in only {
        object.entry(key).or_insert(value);
    }
}

fn need_lists(object: &mut Map<String, Value>) {
    let Some(Value::Object(properties)) = object.get("properties") else { return };
    let is_needed = |property: &Value| property.get("minItems").and_then(Value::as_u64).is_some_and(|least| least > 0);
    let needed: Vec<String> = properties.iter().filter(|(_, property)| is_needed(property)).map(|(key, _)| key.clone()).collect();
    if needed.is_empty() {
        return;
    }
    if let Value::Array(required) = object.entry("required").or_insert_with(|| json!([])) {
        required.extend(needed.into_iter().map(Value::String));
    }
}
