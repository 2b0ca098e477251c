//! Where a pack says what its forms and items are, and which rows of its catalogue it cites. A pack alone needs it only while it is read;
//! packs that stand side by side are compared by it, and so is a pack with its catalogue.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::mistake::Mistake;
use super::place::Place;
use super::source::Source;
use tongbao_returns::domain::{FormId, ItemName, Kind};

/// Where the forms and items of a plan are declared, and what it cites.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    /// The place of each form's 表号.
    pub forms: BTreeMap<FormId, Place>,
    /// Where it says how the numbers of its tasks begin, or could: `task-prefix`, else the id.
    pub task_prefix: Option<Place>,
    /// What each name means, of the dictionary and of the forms.
    pub items: BTreeMap<ItemName, Meaning>,
    /// The rows of the catalogue that its mechanisms and indicators cite.
    pub cited: Vec<(String, Place)>,
    /// The texts of the files in which these places lie.
    pub sources: BTreeMap<PathBuf, String>,
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
