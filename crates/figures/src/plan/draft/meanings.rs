//! What names mean already: in the dictionaries by which a draft can ask, and in the packs that lie beside it. A name means one thing in all of them.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::plan::folders::PackFolders;
use crate::plan::load::load_from;
use tongbao_returns::domain::{Item, Kind};

/// What a name means.
#[derive(Debug, Clone)]
pub(super) struct Meaning {
    /// Unit of measure.
    pub(super) unit: String,
    /// Over time and over units.
    pub(super) kind: Kind,
    /// Whether a form asks for it by its name alone.
    pub(super) is_in_dictionary: bool,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Meanings {
    names: BTreeMap<String, Meaning>,
    aliases: BTreeMap<String, String>,
}

impl Meanings {
    /// Of the packs in these folders, and of these dictionaries.
    pub(super) fn of<'text>(folders: &PackFolders, dictionaries: impl Iterator<Item = &'text str>) -> Self {
        let mut meanings = Self::default();
        // A pack that is not sound means nothing to others.
        for plan in folders.ids().iter().filter_map(|id| load_from(folders, id).ok()) {
            for form in plan.forms.iter().filter(|form| form.tasks.is_none()) {
                let meaning = |item: &Item| Meaning { unit: item.unit.clone(), kind: item.kind.clone(), is_in_dictionary: false };
                meanings.names.extend(form.items().map(|item| (item.name.to_string(), meaning(item))));
            }
        }
        for table in dictionaries.filter_map(|text| text.parse::<Table>().ok()) {
            for entry in table.get("item").and_then(Value::as_array).into_iter().flatten() {
                meanings.read(entry);
            }
        }
        meanings
    }

    fn read(&mut self, entry: &Value) {
        let text = |key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
        let Some(name) = text("name") else { return };
        if let (Some(unit), Some(kind)) = (text("unit"), text("kind")) {
            let kind = match kind.as_str() {
                "flow" => Kind::Flow,
                "stock" => Kind::Stock,
                "level" => Kind::Level,
                "yesno" => Kind::YesNo,
                // What is no number cannot be added up, whatever else it is.
                _ => Kind::Text,
            };
            self.names.insert(name.clone(), Meaning { unit, kind, is_in_dictionary: true });
        }
        let aliases = entry.get("aliases").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        self.aliases.extend(aliases.map(|alias| (alias.to_owned(), name.clone())));
    }

    /// What a name means, if it means anything.
    pub(super) fn get(&self, name: &str) -> Option<&Meaning> {
        self.names.get(name)
    }

    /// The name of what is also called so.
    pub(super) fn name<'name>(&'name self, called: &'name str) -> &'name str {
        self.aliases.get(called).map_or(called, String::as_str)
    }
}
