//! The files of a pack, those that are shared among them, as trees by the names that they would have in the pack's own folder.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord};
use serde::Serialize;
use toml::{Table, Value};

use super::node::{Node, named};
use super::texts::Text;
use super::whole;
use crate::plan::load::{Loaded, Whole};
use crate::plan::meant::{LedgerRow, Plan};
use crate::plan::reference;
use crate::plan::source::Source;

/// Files out of which packs take parts by name: these stand in the pack's own files as if they were written there.
const TAKEN_BY_NAME: [&str; 2] = ["common/indicators.toml", "common/scoring.toml"];
/// What the dictionary says the forms say.
const DICTIONARY: &str = "items.toml";

/// Everything that was read of a pack; of two texts of one name the later one counts, as when a wording is chosen.
pub(super) fn files(loaded: &Loaded) -> BTreeMap<String, Node> {
    let Loaded { plan, sources, whole } = loaded;
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let mut files = BTreeMap::new();
    for Source { name, text, .. } in sources {
        // `kailu-2024/forms/a.toml` and `common/forms/a.toml` are one form.
        let below = name.split_once('/').map_or(name.as_str(), |(_, below)| below);
        match below.rsplit_once('.').map(|(_, extension)| extension) {
            Some("toml") if below == DICTIONARY || TAKEN_BY_NAME.contains(&name.as_str()) => {}
            Some("toml") => {
                let name = if below.starts_with("rules/") { "rules.toml" } else { below };
                // What is no TOML would not have been loaded.
                join(tables.entry(name.to_owned()).or_default(), text.parse().unwrap_or_default());
            }
            Some("csv") => drop(files.insert(below.to_owned(), rows(text, &plan.ledger))),
            _ => drop(files.insert(below.to_owned(), Node::Text(Text::new(text)))),
        }
    }
    for (name, mut table) in tables {
        let stem = name.split('/').next().unwrap_or(&name).trim_end_matches(".toml");
        // A folder of files of one kind is called by several of them.
        let stem = if stem == "forms" { "form" } else { stem };
        complete(&mut table, &name, stem, plan, whole);
        let node = Node::of_table(&table, stem, reference::schema_of(stem).as_ref());
        files.insert(name, node);
    }
    files
}

/// Says in a file what it does not write.
fn complete(table: &mut Table, name: &str, stem: &str, plan: &Plan, whole: &Whole) {
    match stem {
        "plan" => whole::plan(table, plan),
        "form" => {
            let is_of_file = |id: &str| name.trim_end_matches(".toml").rsplit('/').next() == Some(id);
            if let Some(form) = plan.forms.iter().find(|form| is_of_file(form.id.as_str())) {
                whole::form(table, form);
            }
        }
        "indicators" => *table = written(&whole.indicators),
        "rules" => whole::rules(table, plan),
        "scoring" => {
            *table = whole.scoring.as_ref().map(written).unwrap_or_default();
            whole::scoring(table, &written(&whole.indicators));
        }
        _ => {}
    }
}

/// A file of this type as it would be written.
fn written(file: &impl Serialize) -> Table {
    // What was read from TOML can be written as such.
    Table::try_from(file).unwrap_or_default()
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

/// The rows of a CSV file by their ids, and by what else tells them apart where a file may have several of an id; those follow one another in time, and
/// it does not matter which task comes first.
fn rows(text: &str, ledger: &[LedgerRow]) -> Node {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers: Vec<String> =
        reader.headers().map(|headers| headers.iter().map(|name| name.trim().to_owned()).collect()).unwrap_or_default();
    let has = |name: &str| headers.iter().any(|header| header == name);
    let row = |record: &StringRecord| {
        let written = headers.iter().map(String::as_str).zip(record.iter().map(str::trim));
        let written: BTreeMap<&str, &str> = written.filter(|(_, field)| !field.is_empty()).collect();
        let told = |name: &str| written.get(name).copied();
        let task = ledger.iter().find(|row| told("id").is_some_and(|id| row.is_called(id)));
        let id = task.map_or(told("id").unwrap_or_default(), |task| task.id.as_str());
        // A step is known by what is to be reached: its day may be put off.
        let which = told("from").or_else(|| told("item").filter(|_| has("by")));
        let name = which.map_or_else(|| id.to_owned(), |which| format!("{id} {which}"));
        let mut fields: BTreeMap<String, Node> =
            written.iter().map(|(name, text)| ((*name).to_owned(), field(name, text))).collect();
        fields.insert("id".to_owned(), Node::leaf(id));
        if told("operator") == Some("done") {
            fields.remove("operator");
        }
        // A task in steps is to be done with its last one.
        if let Some(last) = task.and_then(|task| task.steps.last()).filter(|_| has("deadline")) {
            fields.insert("deadline".to_owned(), Node::leaf(&last.by.to_string()));
        }
        let place = (id.to_owned(), told("from").unwrap_or_default().to_owned());
        (place, (name, Node::Table(fields)))
    };
    let records: Vec<StringRecord> = reader.records().filter_map(Result::ok).collect();
    let mut rows: Vec<_> = records.iter().map(row).collect();
    if has("by") || has("from") {
        rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    }
    Node::List(named(rows.into_iter().map(|(_, row)| row)))
}

/// A field: who is responsible, the leader first; who files, in any order; or words.
fn field(name: &str, text: &str) -> Node {
    let names = || text.split([';', '；']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    match name {
        "responsible" => Node::listed(names(), true),
        "filed-by" => Node::listed(names(), false),
        _ => Node::leaf(text),
    }
}
