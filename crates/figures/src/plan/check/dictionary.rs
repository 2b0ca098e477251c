//! `items.toml`: what an item is, said once for all forms. First the dictionary of all packs is read, then the pack's own.
//!
//! In: the two files. Out: an item for each name, without code; the aliases under which an office may know it, which are offered where a
//! name is not known and never taken for one.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use super::agreement;
use super::fields::{Checker, Placed, optional};
use super::items::{OfEntry, Said, meaning, of_dictionary, well_formed};
use crate::plan::mistake::Mistake;
use crate::plan::near;
use crate::plan::place::Place;
use crate::plan::raw::RawDictionary;
use crate::plan::source::Source;
use tongbao_returns::domain::{Item, ItemName};

/// The items of the dictionary by name.
#[derive(Debug, Default)]
pub(in crate::plan) struct Dictionary {
    entries: BTreeMap<ItemName, Entry>,
    aliases: BTreeMap<String, (ItemName, Place)>,
    /// Whether a file of it could not be read: then an unknown name may stand there.
    pub(in crate::plan) is_incomplete: bool,
}

/// An item of the dictionary.
#[derive(Debug)]
pub(in crate::plan) struct Entry {
    /// Without code.
    pub(in crate::plan) item: Item,
    /// Without a kind nothing can be said about its use.
    pub(in crate::plan) has_kind: bool,
    /// Where it stands.
    pub(in crate::plan) place: Place,
    yearbook: Option<String>,
}

/// The places of an entry that checks across entries need.
struct Spans {
    name: ItemName,
    head: Range<usize>,
    part_of: Option<Range<usize>>,
    aliases: Vec<Placed<String>>,
}

impl Dictionary {
    /// Adds a file of the dictionary.
    pub(in crate::plan) fn read(&mut self, raw: RawDictionary, source: &Source, mistakes: &mut Vec<Mistake>) {
        let mut checker = Checker { source, mistakes };
        let mut read: Vec<Spans> = Vec::new();
        for raw in raw.items {
            let head = raw.span();
            let (own, said) = of_dictionary(raw.into_inner());
            let name = checker.needed(own.name.clone(), "name", &head);
            well_formed(&name, &mut checker);
            if name.value.is_empty() {
                self.is_incomplete = true;
                continue;
            }
            if let Some(first) = read.iter().find(|known| known.name.as_str() == name.value) {
                let line = source.place(first.head.clone()).line;
                checker.tell(name.span.clone(), format!("指标项`{}`重复：第{line}行已有", name.value));
                continue;
            }
            let (part_of, name_span) = (said.part_of.as_ref().map(Spanned::span), name.span.clone());
            let aliases = self.entry(&name, own, said, &head, &mut checker);
            read.push(Spans { name: ItemName::new(&name.value), head: name_span, part_of, aliases });
        }
        for spans in &read {
            self.know_aliases(spans, &mut checker);
            self.check_whole(spans, &mut checker);
        }
    }

    /// Adds one entry, or what a pack says of an item of all packs; gives its aliases back.
    fn entry(
        &mut self,
        name: &Placed<String>,
        own: OfEntry,
        said: Said,
        head: &Range<usize>,
        checker: &mut Checker<'_>,
    ) -> Vec<Placed<String>> {
        let aliases = checker.list(own.aliases, "aliases");
        let yearbook = optional(own.yearbook);
        if let Some(known) = self.entries.get_mut(&ItemName::new(&name.value)) {
            agreement::contradictions(&said, &known.item, &known.place, checker);
            known.item.label = optional(said.label).or_else(|| known.item.label.take());
            known.item.part_of = said.part_of.map(|whole| ItemName::new(whole.get_ref())).or_else(|| known.item.part_of.take());
            known.yearbook = yearbook.or_else(|| known.yearbook.take());
            known.item.note = optional(said.note).unwrap_or_else(|| std::mem::take(&mut known.item.note));
        } else {
            let (item, has_kind) = meaning(name, said, head, checker);
            let place = checker.source.place(name.span.clone());
            self.is_incomplete |= !has_kind;
            self.entries.insert(item.name.clone(), Entry { item, has_kind, place, yearbook });
        }
        aliases
    }

    /// An alias is no name of an item, and one item's only.
    fn know_aliases(&mut self, spans: &Spans, checker: &mut Checker<'_>) {
        if let Some((other, place)) = self.aliases.get(spans.name.as_str()) {
            let message = format!("`{}`是`{other}`的别名（{place}）：一回事只用一个名称", spans.name);
            checker.tell_with_hint(spans.head.clone(), message, Some(format!("用`{other}`")));
        }
        for alias in &spans.aliases {
            let place = checker.source.place(alias.span.clone());
            if self.entries.contains_key(&ItemName::new(&alias.value)) {
                checker.tell(alias.span.clone(), format!("`{}`是指标项的名称，不能又是`{}`的别名", alias.value, spans.name));
                continue;
            }
            let (known, first) = self.aliases.entry(alias.value.clone()).or_insert_with(|| (spans.name.clone(), place));
            if *known != spans.name {
                checker.tell(alias.span.clone(), format!("`{}`已是`{known}`的别名（{first}）", alias.value));
            }
        }
    }

    /// 其中 names another item of the dictionary, both of them numbers of one unit, and nothing is a part of itself.
    fn check_whole(&self, spans: &Spans, checker: &mut Checker<'_>) {
        let (Some(part), Some(span)) = (self.entries.get(&spans.name), &spans.part_of) else { return };
        let Some(name) = &part.item.part_of else { return };
        let Some(whole) = self.entries.get(name) else {
            if !self.is_incomplete {
                let hint = self.suggestion(name.as_str(), self.names());
                checker.tell_with_hint(span.clone(), format!("指标项字典里没有`{name}`"), hint);
            }
            return;
        };
        let mut above = Some(name);
        for _step in 0..=self.entries.len() {
            if above == Some(&spans.name) {
                checker.tell(span.clone(), format!("`{}`成了自己的其中项", spans.name));
                return;
            }
            above = above.and_then(|name| self.entries.get(name)?.item.part_of.as_ref());
        }
        if part.has_kind && whole.has_kind && !(part.item.kind.is_number() && whole.item.kind.is_number()) {
            checker.tell(span.clone(), format!("`{}`和`{name}`都应是数，才有其中项", spans.name));
        } else if part.item.unit != whole.item.unit {
            let (here, there) = (&part.item.unit, &whole.item.unit);
            checker.tell(span.clone(), format!("`{}`的计量单位是{here}，`{name}`的是{there}，不能是其中项", spans.name));
        }
    }

    /// The item of a name.
    pub(in crate::plan) fn get(&self, name: &ItemName) -> Option<&Entry> {
        self.entries.get(name)
    }

    /// Every entry.
    pub(in crate::plan) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// All names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(ItemName::as_str)
    }

    /// What was meant by a name that is not known: an item of which it is an alias, else the nearest of those that are known.
    pub(super) fn suggestion<'name>(&self, written: &str, known: impl IntoIterator<Item = &'name str>) -> Option<String> {
        match self.aliases.get(written) {
            Some((name, place)) => Some(format!("`{written}`在指标项字典里叫`{name}`（{place}）")),
            None => near::suggestion(written, known),
        }
    }

    /// The item of which a word is an alias.
    pub(super) fn bearer(&self, alias: &str) -> Option<&ItemName> {
        self.aliases.get(alias).map(|(name, _)| name)
    }
}

impl Entry {
    /// The item with the code that a form gives it, its own words, and its note in the dictionary's stead.
    pub(super) fn asked(&self, code: String, label: Option<String>, note: Option<String>) -> Item {
        let note = note.unwrap_or_else(|| self.item.note.clone());
        let note = match &self.yearbook {
            None => note,
            Some(yearbook) if note.is_empty() => format!("同{yearbook}"),
            Some(yearbook) => format!("{note}（同{yearbook}）"),
        };
        Item { code, note, label: label.or_else(|| self.item.label.clone()), ..self.item.clone() }
    }
}
