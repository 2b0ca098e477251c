//! What is known, made ready to be looked up once per run instead of once per file.

use std::collections::BTreeMap;

use super::convert::measure::Measure;
use super::convert::unit_words;
use super::normal;
use crate::domain::{Form, Item, Sheet};
use crate::finding::facts::NamedUnit;
use crate::registry::{Registry, Unit};

/// An item with its name, its label and its unit of measure as compared.
#[derive(Debug)]
pub(super) struct ItemEntry<'known> {
    pub(super) item: &'known Item,
    pub(super) measure: Measure,
    name: String,
    label: Option<String>,
}

impl ItemEntry<'_> {
    /// Whether a row with these words, as compared, is the item's: its name and its printed label are both right.
    pub(super) fn bears(&self, name: &str) -> bool {
        self.name == name || self.label.as_deref() == Some(name)
    }
}

/// A sheet of a form, its name as compared, and which of the form's items stand on it.
#[derive(Debug)]
pub(super) struct SheetEntry<'known> {
    pub(super) sheet: &'known Sheet,
    pub(super) name: String,
    pub(super) items: std::ops::Range<usize>,
}

/// A form with its items by code.
#[derive(Debug)]
pub(super) struct FormEntry<'known> {
    pub(super) form: &'known Form,
    pub(super) code: String,
    pub(super) sheets: Vec<SheetEntry<'known>>,
    pub(super) items: Vec<ItemEntry<'known>>,
    /// The units of measure that it prints above its tables.
    pub(super) printed_units: Vec<String>,
    by_code: BTreeMap<String, usize>,
}

impl<'known> FormEntry<'known> {
    fn new(form: &'known Form) -> Self {
        let mut sheets = Vec::new();
        let mut items = Vec::new();
        for sheet in &form.sheets {
            let first = items.len();
            items.extend(sheet.items.iter().map(|item| ItemEntry {
                item,
                measure: Measure::of(&item.unit),
                name: normal::item_name(item.name.as_str()),
                label: item.label.as_deref().map(normal::item_name),
            }));
            sheets.push(SheetEntry { sheet, name: normal::compact(&sheet.name), items: first..items.len() });
        }
        // The form's own spelling goes before one that only differs by the zeros which Excel drops.
        let mut by_code = BTreeMap::new();
        for (position, entry) in items.iter().enumerate() {
            by_code.entry(normal::without_leading_zeros(&normal::code(&entry.item.code)).to_owned()).or_insert(position);
        }
        for (position, entry) in items.iter().enumerate() {
            by_code.insert(normal::code(&entry.item.code), position);
        }
        Self { form, code: normal::code(&form.code), sheets, items, printed_units: unit_words::printed(form), by_code }
    }

    /// Position of the item with a code as compared.
    pub(super) fn position(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).or_else(|| self.by_code.get(normal::without_leading_zeros(code))).copied()
    }

    /// The item that bears a name or label as compared.
    pub(super) fn named(&self, name: &str) -> Option<&ItemEntry<'known>> {
        self.items.iter().find(|entry| entry.bears(name))
    }
}

/// Forms and units, ready to be looked up.
#[derive(Debug)]
pub(super) struct Index<'known> {
    pub(super) forms: Vec<FormEntry<'known>>,
    registry: Option<&'known Registry>,
    by_code: BTreeMap<String, &'known Unit>,
    by_name: BTreeMap<String, Vec<&'known Unit>>,
    by_alias: BTreeMap<String, Vec<&'known Unit>>,
}

impl<'known> Index<'known> {
    pub(super) fn new(forms: &'known [Form], registry: Option<&'known Registry>) -> Self {
        let (mut by_code, mut by_name, mut by_alias) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for unit in registry.into_iter().flat_map(|registry| registry.units.values()) {
            by_code.insert(normal::code(unit.code.as_str()), unit);
            bearers(&mut by_name, &unit.name, unit);
            for alias in &unit.aliases {
                bearers(&mut by_alias, alias, unit);
            }
        }
        Self { forms: forms.iter().map(FormEntry::new).collect(), registry, by_code, by_name, by_alias }
    }

    /// Whether units can be looked up at all.
    pub(super) fn has_registry(&self) -> bool {
        self.registry.is_some()
    }

    /// The unit with a code as typed.
    pub(super) fn unit(&self, code: &str) -> Option<&'known Unit> {
        self.by_code.get(&normal::code(code)).copied()
    }

    /// The units with exactly this name, else those with this alias: more than one if the name does not tell them apart.
    pub(super) fn units_named(&self, name: &str) -> &[&'known Unit] {
        let name = normal::unit_name(name);
        self.by_name.get(&name).or_else(|| self.by_alias.get(&name)).map_or(&[], Vec::as_slice)
    }

    /// Every unit, by code.
    pub(super) fn units(&self) -> impl Iterator<Item = &'known Unit> {
        self.registry.into_iter().flat_map(|registry| registry.units.values())
    }

    /// The form with a 表号 as compared.
    pub(super) fn form(&self, code: &str) -> Option<&FormEntry<'known>> {
        self.forms.iter().find(|entry| entry.code == code)
    }
}

fn bearers<'known>(names: &mut BTreeMap<String, Vec<&'known Unit>>, name: &str, unit: &'known Unit) {
    let bearers = names.entry(normal::unit_name(name)).or_default();
    if !bearers.iter().any(|bearer| bearer.code == unit.code) {
        bearers.push(unit);
    }
}

impl From<&Unit> for NamedUnit {
    fn from(unit: &Unit) -> Self {
        Self { code: unit.code.clone(), name: unit.name.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Category, FormId, ItemName, Kind};

    #[test]
    fn a_row_is_found_by_any_code_and_by_its_name_or_its_label() {
        let item = |code: &str, name: &str| Item::new(code, ItemName::new(name), Kind::Flow);
        let label = Some("5岁以下儿童死亡数（人），按户籍".to_owned());
        let deaths = Item { label, ..item("A01", "5岁以下儿童死亡数") };
        let items = vec![deaths, item("1.1.1", "活产数"), item("012", "3.5级以上医院数")];
        let form = Form::new(FormId::new("f"), Category::new("c"), Sheet::new("表", items));
        let entry = FormEntry::new(&form);
        for (written, position) in [("a01", 0), ("Ａ01", 0), ("1.1.1", 1), ("12", 2), ("012", 2)] {
            assert_eq!(entry.position(&normal::code(written)), Some(position), "{written}");
        }
        assert_eq!(entry.position("A02"), None);
        let named = |written: &str| entry.named(&normal::item_name(written)).map(|entry| entry.item.code.as_str());
        for written in ["5岁以下儿童死亡数", "其中：5岁以下儿童死亡数（人），按户籍", "5岁以下 儿童死亡数,按户籍"]
        {
            assert_eq!(named(written), Some("A01"), "{written}");
        }
        assert_eq!((named("5岁以下儿童数"), named("3.5级以上医院数")), (None, Some("012")));
    }
}
