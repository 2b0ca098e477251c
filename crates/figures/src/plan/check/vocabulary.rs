//! What the checked forms offer to formulas: which item is of which kind, and who files it.

use std::collections::{BTreeMap, BTreeSet};

use tongbao_returns::domain::{Category, Form, ItemName, Kind};

/// The items of all forms of a plan by name.
pub(in crate::plan) struct Vocabulary<'forms> {
    items: BTreeMap<&'forms ItemName, Known<'forms>>,
    /// Categories that file any form.
    pub(in crate::plan) categories: BTreeSet<&'forms Category>,
    /// Whether every form could be read; if not, an unknown name may stand in one that could not.
    pub(in crate::plan) is_complete: bool,
}

/// An item of some forms.
pub(in crate::plan) struct Known<'forms> {
    /// Its kind, the same in all forms.
    pub(in crate::plan) kind: &'forms Kind,
    /// Who files it.
    pub(in crate::plan) filed_by: BTreeSet<&'forms Category>,
}

impl<'forms> Vocabulary<'forms> {
    /// Of the forms.
    pub(in crate::plan) fn of(forms: &'forms [Form], is_complete: bool) -> Self {
        let mut items: BTreeMap<_, Known<'_>> = BTreeMap::new();
        for form in forms {
            for item in form.items() {
                let known = items.entry(&item.name).or_insert_with(|| Known { kind: &item.kind, filed_by: BTreeSet::new() });
                known.filed_by.extend(&form.filed_by);
            }
        }
        Self { items, categories: forms.iter().flat_map(|form| &form.filed_by).collect(), is_complete }
    }

    /// The item of a name.
    pub(in crate::plan) fn get(&self, name: &ItemName) -> Option<&Known<'forms>> {
        self.items.get(name)
    }

    /// All names.
    pub(in crate::plan) fn names(&self) -> impl Iterator<Item = &'forms str> {
        self.items.keys().map(|name| name.as_str())
    }
}
