//! The page and the schemas are those of the reader.

use std::collections::BTreeSet;

use serde_json::Value;

use super::files::{self, File};
use super::*;
use crate::plan::check::{handovers, ledger, milestones};

/// Places of all tables of a schema: objects, and lists of objects.
fn places(schema: &Value, above: &str, found: &mut BTreeSet<String>) {
    for (key, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let table = property.get("items").filter(|items| items.is_object()).unwrap_or(property);
        if table.get("properties").is_some() {
            let place = below(above, key);
            places(table, &place, found);
            found.insert(place);
        }
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Every table of a file stands on the page, every key says what it means and gives an example, every list of words has its key.
#[track_caller]
pub(crate) fn is_told(file: &File) {
    let schema = file.schema();
    let mut found = BTreeSet::from([String::new()]);
    places(&schema, "", &mut found);
    let listed: BTreeSet<String> = file.tables.iter().map(|table| table.path.to_owned()).collect();
    assert_eq!(listed, found, "{}: the tables of the file are those of the types", file.name);
    for table in &file.tables {
        let keys = key::keys(table, &schema);
        assert_eq!(keys.iter().map(|key| &key.name).collect::<Vec<_>>(), table.keys.iter().collect::<Vec<_>>());
        assert!(!keys.is_empty(), "{} [{}] has no keys", file.name, table.path);
        for key in keys {
            let place = format!("{} [{}] {}", file.name, table.path, key.name);
            assert!(!key.meaning.is_empty() && !key.kind.is_empty(), "{place}: give its field a comment that says what it means");
            assert!(key.shape.is_table() || key.example.is_some(), "{place}: give its field an `example`");
            assert_eq!(key.shape.is_table(), listed.contains(&below(table.path, &key.name)), "{place}");
        }
        let unknown: Vec<_> = table.words.iter().filter(|(key, _)| !table.keys.iter().any(|known| known == key)).collect();
        assert!(unknown.is_empty(), "{} [{}]: {unknown:?}", file.name, table.path);
    }
}

#[test]
fn every_key_of_a_plan_is_told() {
    files::all().iter().for_each(is_told);
    let items = tables("form").into_iter().find(|(table, _)| table.path == "sheet.item").map(|(_, keys)| keys).unwrap();
    let kind = items.iter().find(|key| key.name == "kind").unwrap();
    assert_eq!(kind.kind, "`flow`、`stock`、`level`、`yesno`、`choice`、`date`、`text`");
    assert!(!kind.is_needed && kind.default.is_none(), "the dictionary may say it");
    let of_plan = tables("plan").into_iter().find(|(table, _)| table.path.is_empty()).map(|(_, keys)| keys).unwrap();
    let shape = |name: &str| of_plan.iter().find(|key| key.name == name).map(|key| key.shape);
    let shapes = ["id", "campaigns", "lights", "peer-group", "wording"].map(shape);
    assert_eq!(shapes, [Shape::Value, Shape::Value, Shape::Table, Shape::Tables, Shape::Table].map(Some));
}

#[test]
fn a_schema_forbids_what_the_reader_refuses() {
    let texts = schemas(&[]);
    assert_eq!(
        texts.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        [
            "plan.schema.json",
            "items.schema.json",
            "form.schema.json",
            "indicators.schema.json",
            "shared-indicators.schema.json",
            "rules.schema.json",
            "scoring.schema.json",
            "shared-scoring.schema.json"
        ]
    );
    for (name, text) in texts {
        let schema: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(schema["additionalProperties"], false, "{name}");
        assert!(!text.contains("$ref") && !text.contains("\"null\"") && !text.contains("\"format\""), "{name}");
        assert!(schema["$schema"].as_str().unwrap().contains("draft-07"), "{name}");
    }
    let form = schema_of("form").unwrap();
    assert!(form["required"].as_array().unwrap().contains(&Value::from("sheet")), "one sheet at least");
    let items = &form["properties"]["sheet"]["items"]["properties"]["item"]["items"];
    assert_eq!(items["additionalProperties"], false);
    assert_eq!(items["properties"]["kind"]["enum"][0], "flow");
    let indicators = schema_of("indicators").unwrap();
    let scopes = &indicators["properties"]["indicator"]["items"]["properties"]["scopes"];
    assert_eq!((&scopes["type"], &scopes["items"]["enum"][3]), (&Value::from("array"), &Value::from("area")));
}

#[test]
fn the_columns_are_those_that_are_read() {
    for file in columns::all() {
        let named: Vec<&str> = file.columns.iter().map(|(name, ..)| *name).collect();
        match file.name {
            "ledger.csv" => assert_eq!(named, [ledger::COLUMNS.as_slice(), &[ledger::FILED_BY]].concat()),
            "milestones.csv" => assert_eq!(named, [milestones::COLUMNS.as_slice(), &[milestones::SOURCE]].concat()),
            "responsible.csv" => assert_eq!(named, handovers::COLUMNS),
            _ => assert_eq!(named, crate::plan::catalogue::COLUMNS),
        }
    }
}

#[test]
fn the_page_has_a_row_for_every_key() {
    let page = page(&[]);
    for row in [
        "| `code` | 文字 | 是 |  | 表号，印在封面和每张表上；各表式不得重复 | `\"TB-J04\"` |",
        "| `due-days` | 整数 |  | `15` | 报告期末之后几天截止 | `15` |",
        "### `[[sheet.item]]`",
        "### `[lights]`",
        "## ledger.csv",
    ] {
        assert!(page.lines().any(|line| line == row), "{row}");
    }
}
