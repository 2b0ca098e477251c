//! What the checked forms offer to formulas: which item is of which kind, and who files it. With it the words of the registry, which
//! conditions compare with.

use std::collections::{BTreeMap, BTreeSet};

use super::areas::Areas;
use super::declared::Declared;
use super::dictionary::Dictionary;
use super::offered::SharedForms;
use crate::plan::peer_group::{PeerGroup, PeersOf};
use tongbao_returns::domain::{Category, Form, ItemName, Kind};
use tongbao_returns::registry::{Alliance, CATEGORIES, GRADES};

/// The items of all forms of a plan by name.
pub(in crate::plan) struct Vocabulary<'forms> {
    dictionary: &'forms Dictionary,
    items: BTreeMap<&'forms ItemName, Known<'forms>>,
    /// Categories that file any form.
    pub(in crate::plan) categories: BTreeSet<&'forms Category>,
    /// Kinds of alliances: those of the registry's template and those that the plan's peer groups name.
    pub(in crate::plan) alliance_kinds: BTreeSet<&'forms str>,
    /// The peer groups of the plan.
    pub(super) peer_groups: &'forms [PeerGroup],
    /// The counties of its area, as far as the pack knows them.
    pub(super) areas: Areas<'forms>,
    /// Whether every form could be read; if not, an unknown name may stand in one that could not.
    pub(in crate::plan) is_complete: bool,
    shared_forms: Option<&'forms SharedForms<'forms>>,
}

/// An item of some forms.
pub(in crate::plan) struct Known<'forms> {
    /// Its kind, the same in all forms.
    pub(in crate::plan) kind: &'forms Kind,
    /// 计量单位, the same in all forms.
    pub(super) unit: &'forms str,
    /// Who files it.
    pub(in crate::plan) filed_by: BTreeSet<&'forms Category>,
}

impl<'forms> Vocabulary<'forms> {
    /// Of the forms.
    pub(in crate::plan) fn of(forms: &'forms [Form], dictionary: &'forms Dictionary, is_complete: bool) -> Self {
        let mut items: BTreeMap<_, Known<'_>> = BTreeMap::new();
        for form in forms {
            for item in form.items() {
                let known = items.entry(&item.name).or_insert_with(|| Known {
                    kind: &item.kind,
                    unit: &item.unit,
                    filed_by: BTreeSet::new(),
                });
                known.filed_by.extend(&form.filed_by);
            }
        }
        Self {
            dictionary,
            items,
            categories: forms.iter().flat_map(|form| &form.filed_by).collect(),
            alliance_kinds: Alliance::KINDS.into_iter().collect(),
            peer_groups: &[],
            areas: Areas::default(),
            is_complete,
            shared_forms: None,
        }
    }

    /// The same with the forms that packs share, of which those that would help are named.
    pub(in crate::plan) fn beside(self, shared_forms: &'forms SharedForms<'forms>) -> Self {
        Self { shared_forms: Some(shared_forms), ..self }
    }

    /// The same with what `plan.toml` declares: the area, and who is ranked among whom.
    pub(in crate::plan) fn of_plan(mut self, declared: Declared<'forms>) -> Self {
        let peer_groups = declared.peer_groups().unwrap_or_default();
        for group in peer_groups {
            if let PeersOf::AllianceKinds(kinds) = &group.of {
                self.alliance_kinds.extend(kinds.iter().map(String::as_str));
            }
        }
        let areas = Areas::of((declared.area_code(), declared.area_name()), peer_groups, declared.counties());
        Self { peer_groups, areas, ..self }
    }

    /// The words of 类别 that units of the registry may have, whether they file anything or not.
    pub(in crate::plan) fn registered_categories(&self) -> BTreeSet<&str> {
        self.categories.iter().map(|category| category.as_str()).chain(CATEGORIES).collect()
    }

    /// The words of 等级.
    pub(in crate::plan) fn grades() -> impl Iterator<Item = &'static str> + Clone {
        GRADES.into_iter()
    }

    /// The names of the items that a condition can ask units for: those that are answered by one of several words.
    pub(in crate::plan) fn answers(&self) -> impl Iterator<Item = &'forms str> {
        let is_answer = |known: &Known<'_>| matches!(known.kind, Kind::YesNo | Kind::Choice(_));
        self.items.iter().filter(move |(_, known)| is_answer(known)).map(|(name, _)| name.as_str())
    }

    /// The item of a name.
    pub(in crate::plan) fn get(&self, name: &ItemName) -> Option<&Known<'forms>> {
        self.items.get(name)
    }

    /// What was meant by a name that no form asks for.
    pub(in crate::plan) fn suggestion(&self, written: &str) -> Option<String> {
        if self.dictionary.get(&ItemName::new(written)).is_none() {
            return self.dictionary.suggestion(written, self.items.keys().map(|name| name.as_str()));
        }
        let shared = self.shared_forms_with(written);
        Some(if shared.is_empty() {
            format!("`{written}`在指标项字典里，但没有表式问它：在一张表的`items`里加一行")
        } else {
            format!("共用表式 {} 问`{written}`：加在 plan.toml 的`includes`里，或在一张表的`items`里加一行", shared.join("、"))
        })
    }

    /// The shared forms that units of a category file and this plan does not include, as `includes` calls them.
    pub(super) fn shared_forms_of(&self, category: &str) -> Vec<String> {
        self.shared_forms.map(|forms| forms.filed_by(category)).unwrap_or_default()
    }

    /// The shared forms that ask for an item, as `includes` calls them.
    pub(super) fn shared_forms_with(&self, name: &str) -> Vec<String> {
        self.shared_forms.map(|forms| forms.asking_for(name)).unwrap_or_default()
    }

    /// The first name in a formula that begins with a digit and stands there without quotes: SQL would take it for a number.
    pub(in crate::plan) fn unquoted(&self, formula: &str) -> Option<&'forms str> {
        unquoted(formula, self.items.keys().map(|name| name.as_str()))
    }
}

/// The first of some names that begins with a digit and stands in a formula without quotes.
pub(super) fn unquoted<'name>(formula: &str, names: impl Iterator<Item = &'name str>) -> Option<&'name str> {
    let is_of_word = |before: char| before.is_alphanumeric() || matches!(before, '_' | '"');
    let stands_bare = |name: &&str| {
        let mut places = formula.match_indices(*name);
        places.any(|(at, _)| !formula.get(..at).is_some_and(|before| before.ends_with(is_of_word)))
    };
    names.filter(|name| name.starts_with(|first: char| first.is_ascii_digit())).find(stands_bare)
}
