//! Where a pack says what its forms and items are, which rows of its catalogue it cites, and whom its indicators mean. A pack alone needs it
//! only while it is read; packs that stand side by side are compared by it, so is a pack with its catalogue, and what does not fit the
//! registry is told at its line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::mistake::Mistake;
use super::place::Place;
use super::source::Source;
use tongbao_returns::domain::{Category, FormId, ItemName, Kind};

/// Where the forms and items of a plan are declared, and what it cites.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    /// The place of each form's 表号.
    pub forms: BTreeMap<FormId, Place>,
    /// Who files forms that packs share beside those whom the forms name.
    pub also_filed_by: BTreeMap<FormId, Vec<Category>>,
    /// Where it says how the numbers of its tasks begin, or could: `task-prefix`, else the id.
    pub task_prefix: Option<Place>,
    /// What each name means, of the dictionary and of the forms.
    pub items: BTreeMap<ItemName, Meaning>,
    /// The rows of the catalogue that its mechanisms, indicators and steps of tasks cite.
    pub cited: Vec<(String, Place)>,
    /// Where each indicator says of whom it is, by its identifier.
    pub indicators: BTreeMap<String, OfIndicator>,
    /// Where each peer group lists its counties, kinds or categories, by the group's name, in the order of the list.
    pub peer_groups: BTreeMap<String, Vec<Place>>,
    /// The texts of the files in which the places of forms, items and rows lie.
    pub sources: BTreeMap<PathBuf, String>,
}

/// Where an indicator says of whom it is.
#[derive(Debug, Clone, Default)]
pub struct OfIndicator {
    /// Its `where`; of what is shared the place where it is used.
    pub condition: Option<Place>,
    /// For each of its targets `for`, or the head of its table.
    pub targets: Vec<Place>,
}

/// What a name means, as far as two may not differ.
#[derive(Debug, Clone)]
pub struct Meaning {
    /// 计量单位.
    pub unit: String,
    /// Its axes.
    pub kind: Kind,
    /// Where it says so.
    pub place: Place,
}

impl Origins {
    /// Keeps the texts of the files in which its places lie, and of those of which something is told.
    #[must_use]
    pub(super) fn with_texts<'read>(mut self, read: impl Iterator<Item = &'read Source>, told: &[Mistake]) -> Self {
        let places = self.forms.values().chain(&self.task_prefix).chain(self.items.values().map(|meaning| &meaning.place));
        let places = places.chain(self.cited.iter().map(|(_, place)| place));
        let named: BTreeSet<&PathBuf> = places.map(|place| &place.file).chain(told.iter().map(|told| &told.file)).collect();
        let texts = read.filter(|source| named.contains(&source.file)).map(|source| (source.file.clone(), source.text.clone()));
        self.sources = texts.collect();
        self
    }

    /// The text of a file; nothing if no place of it is kept.
    pub(super) fn text(&self, place: &Place) -> &str {
        self.sources.get(&place.file).map_or("", String::as_str)
    }
}
