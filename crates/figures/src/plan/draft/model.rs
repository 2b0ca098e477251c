//! What a draft begins from: a pack that it is to be like, and the wording that there is.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::error::PlanError;
use crate::plan::folders::PackFolders;
use crate::plan::layout::{PLAN, RULES};
use crate::plan::load::{Loaded, loaded};
use crate::plan::meant::Plan;
use crate::plan::source::Source;
use crate::store::disk;
use tongbao_returns::domain::{Category, Cycle};

/// Where wording lies that every plan has if it has none of its own.
const COMMON_WORDING: &str = "common/bulletins";
/// The dictionary that packs share.
const COMMON_DICTIONARY: &str = "common/items.toml";

/// What there is.
#[derive(Debug)]
pub(super) struct Model {
    like: Option<Like>,
    /// The wordings that plans share, pieces among them, by their stems.
    pub(super) shared: BTreeMap<String, String>,
    /// The dictionary that packs share; blank if they share none.
    dictionary: String,
    /// Wordings of some pack by their stems, where nothing else words a quarter.
    pub(super) lent: BTreeMap<String, String>,
}

/// The pack that the draft is to be like.
#[derive(Debug)]
struct Like {
    id: String,
    plan: Plan,
    sources: Vec<Source>,
}

impl Model {
    /// Reads the pack to be like, and looks for wording.
    pub(super) fn read(folders: &PackFolders, like: Option<(&PackFolders, &str)>) -> Result<Self, PlanError> {
        let like = match like {
            None => None,
            Some((folders, id)) => {
                let Loaded { plan, sources, .. } = loaded(folders, id)?;
                Some(Like { id: id.to_owned(), plan, sources })
            }
        };
        let mut shared = BTreeMap::new();
        for name in folders.list(COMMON_WORDING, "md")? {
            let stem = name.trim_end_matches(".md").to_owned();
            shared.insert(stem, text_of(folders, &format!("{COMMON_WORDING}/{name}"))?);
        }
        let is_worded = like.is_some() || shared.contains_key(Cycle::Quarterly.as_str());
        let lent = if is_worded { BTreeMap::new() } else { lent(folders)? };
        let dictionary = text_of(folders, COMMON_DICTIONARY)?;
        Ok(Self { like, shared, dictionary, lent })
    }

    /// The pack to be like.
    pub(super) fn plan(&self) -> Option<&Plan> {
        self.like.as_ref().map(|like| &like.plan)
    }

    /// The text of one of its own files, by the name below its folder.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.own().find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// The shared forms that it includes, but for those of the ledger: the draft has a ledger form of its own.
    pub(super) fn included(&self) -> Vec<String> {
        let table = self.text(PLAN).and_then(|text| text.parse::<toml::Table>().ok()).unwrap_or_default();
        let names = table.get("includes").and_then(toml::Value::as_array).into_iter().flatten();
        names.filter_map(toml::Value::as_str).filter(|name| !self.is_ledger(name)).map(str::to_owned).collect()
    }

    /// Its own rules, with its id; those of shared forms come with these.
    pub(super) fn rules(&self) -> Option<(&str, &str)> {
        let like = self.like.as_ref()?;
        self.text(RULES).map(|text| (like.id.as_str(), text))
    }

    /// The dictionaries by which the draft can ask: that of all packs, and its own.
    pub(super) fn dictionaries(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.dictionary.as_str()).chain(self.text("items.toml"))
    }

    /// The categories of those who file its forms.
    pub(super) fn categories(&self) -> BTreeSet<Category> {
        self.plan().map(|plan| plan.categories().into_iter().cloned().collect()).unwrap_or_default()
    }

    /// Whether a form of its asks for an item.
    pub(super) fn asks(&self, item: &str) -> bool {
        let mut forms = self.plan().into_iter().flat_map(|plan| &plan.forms).filter(|form| form.tasks.is_none());
        forms.any(|form| form.items().any(|known| known.name.as_str() == item))
    }

    /// Its own forms but for those of the ledger, whose rows are another plan's.
    pub(super) fn forms(&self) -> impl Iterator<Item = (&str, &str)> {
        self.own().filter(move |(name, _)| name.starts_with("forms/") && !self.is_ledger(name))
    }

    /// Whether a form of its, by the name of its file or by its id, is one of the ledger.
    pub(super) fn is_ledger(&self, name: &str) -> bool {
        let stem = name.trim_start_matches("forms/").trim_end_matches(".toml");
        self.plan().is_some_and(|plan| plan.forms.iter().any(|form| form.id.as_str() == stem && form.tasks.is_some()))
    }

    /// Its own wordings by their stems, pieces among them.
    pub(super) fn wordings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.own().filter_map(|(name, text)| Some((name.strip_prefix("bulletins/")?.strip_suffix(".md")?, text)))
    }

    /// Its own files by their names below its folder.
    fn own(&self) -> impl Iterator<Item = (&str, &str)> {
        self.like.iter().flat_map(|like| {
            like.sources.iter().filter_map(move |source| {
                let name = source.name.strip_prefix(like.id.as_str())?.strip_prefix('/')?;
                Some((name, source.text.as_str()))
            })
        })
    }
}

/// The text of a shared file; blank if there is none.
pub(super) fn text_of(folders: &PackFolders, file: &str) -> Result<String, PlanError> {
    match folders.find(file) {
        Some(path) => disk::read_text(&path).map_err(|source| PlanError::Read { path: path.clone(), source }),
        None => Ok(String::new()),
    }
}

/// The wordings of the first pack that words a quarter.
fn lent(folders: &PackFolders) -> Result<BTreeMap<String, String>, PlanError> {
    let mut lent = BTreeMap::new();
    let words_a_quarter = |id: &String| folders.find(&format!("{id}/bulletins/quarterly.md")).is_some();
    let Some(id) = folders.ids().into_iter().find(words_a_quarter) else { return Ok(lent) };
    for cycle in [Cycle::Quarterly, Cycle::HalfYear, Cycle::YearEnd] {
        if let Some(path) = folders.find(&format!("{id}/bulletins/{}.md", cycle.as_str())) {
            let text = disk::read_text(&path).map_err(|source| PlanError::Read { path: path.clone(), source })?;
            lent.insert(cycle.as_str().to_owned(), text);
        }
    }
    Ok(lent)
}
