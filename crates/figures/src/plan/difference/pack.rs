//! The files of a pack, those that are shared among them, as trees by the names that they would have in the pack's own folder.

use std::collections::BTreeMap;

use csv::ReaderBuilder;
use toml::{Table, Value};

use super::node::{Node, named};
use super::texts::Text;
use super::written_out;
use crate::plan::reference;
use crate::plan::source::Source;

/// The indicators of a pack, and those that several use by name.
const INDICATORS: &str = "indicators.toml";
/// The scores of a pack, and what several take by name.
const SCORING: &str = "scoring.toml";
/// The files out of which packs take parts by name.
const SHARED: [&str; 2] = ["common/indicators.toml", "common/scoring.toml"];

/// Everything that was read of a pack; of two texts of one name the later one counts, as when a wording is chosen.
pub(super) fn files(sources: &[Source]) -> BTreeMap<String, Node> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let mut shared: BTreeMap<&str, Table> = BTreeMap::new();
    let mut files = BTreeMap::new();
    for source in sources {
        // `kailu-2024/forms/a.toml` and `common/forms/a.toml` are one form.
        let below = source.name.split_once('/').map_or(source.name.as_str(), |(_, below)| below);
        match below.rsplit_once('.').map(|(_, extension)| extension) {
            // What a pack takes by name stands in its own files as if it were written there.
            Some("toml") if SHARED.contains(&source.name.as_str()) => {
                shared.insert(below, source.text.parse().unwrap_or_default());
            }
            Some("toml") => {
                let name = if below.starts_with("rules/") { "rules.toml" } else { below };
                // What is no TOML would not have been loaded.
                let table: Table = source.text.parse().unwrap_or_default();
                join(tables.entry(name.to_owned()).or_default(), table);
            }
            Some("csv") => {
                files.insert(below.to_owned(), rows(&source.text));
            }
            _ => {
                files.insert(below.to_owned(), Node::Text(Text::new(&source.text)));
            }
        }
    }
    let nothing = Table::new();
    let of = |name: &str| shared.get(name).unwrap_or(&nothing);
    for (name, table) in &mut tables {
        match name.as_str() {
            INDICATORS => written_out::indicators(table, of(INDICATORS)),
            SCORING => written_out::scoring(table, of(SCORING)),
            _ => {}
        }
    }
    for (name, table) in tables {
        let stem = name.split('/').next().unwrap_or(&name).trim_end_matches(".toml");
        // A folder of files of one kind is called by several of them.
        let schema = reference::schema_of(if stem == "forms" { "form" } else { stem });
        files.insert(name, Node::of_table(&table, schema.as_ref()));
    }
    files
}

/// Adds what another file of the same kind says: lists grow, other keys are replaced.
fn join(table: &mut Table, other: Table) {
    for (key, value) in other {
        match value {
            Value::Array(more) if table.get(&key).is_some_and(Value::is_array) => {
                table.get_mut(&key).and_then(Value::as_array_mut).into_iter().for_each(|list| list.extend(more.iter().cloned()));
            }
            value => drop(table.insert(key, value)),
        }
    }
}

/// The rows of a CSV file by their ids, and by the day where a file may have several of an id.
fn rows(text: &str) -> Node {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers: Vec<String> =
        reader.headers().map(|headers| headers.iter().map(|name| name.trim().to_owned()).collect()).unwrap_or_default();
    let row = |record: &csv::StringRecord| {
        let fields = headers.iter().zip(record.iter()).filter(|(_, field)| !field.trim().is_empty());
        let fields: BTreeMap<String, Node> = fields.map(|(name, field)| (name.clone(), Node::leaf(field))).collect();
        let told = |name: &str| fields.get(name).map(Node::told);
        // A step is known by what is to be reached: its day may be put off.
        let which = told("from").or_else(|| told("item").filter(|_| headers.iter().any(|header| header == "by")));
        let name = match (told("id"), which) {
            (Some(id), Some(which)) => format!("{id} {which}"),
            (id, _) => id.unwrap_or_default(),
        };
        (name, Node::Table(fields))
    };
    let records: Vec<csv::StringRecord> = reader.records().filter_map(Result::ok).collect();
    Node::List(named(records.iter().map(row)))
}
