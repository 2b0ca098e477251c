//! The forms that packs share, looked through where a pack reads what none of its own forms asks for.
//!
//! They are no part of a pack until `plan.toml` includes them: what is read here is told as a hint, and counts in no fingerprint.

use toml::{Table, Value};

use crate::plan::folders::PackFolders;
use crate::store::disk;

/// Where the forms lie that several plans share.
pub(in crate::plan) const COMMON_FORMS: &str = "common/forms";

/// The shared forms of some folders of packs.
#[derive(Debug)]
pub(in crate::plan) struct SharedForms<'run> {
    folders: &'run PackFolders,
}

impl<'run> SharedForms<'run> {
    /// Those of these folders.
    pub(in crate::plan) fn of(folders: &'run PackFolders) -> Self {
        Self { folders }
    }

    /// The forms that ask for an item, as `includes` calls them. One that cannot be read is told when it is included.
    pub(super) fn asking_for(&self, name: &str) -> Vec<String> {
        self.those(|form| asks_for(form, name))
    }

    /// The forms that units of a category file.
    pub(super) fn filed_by(&self, category: &str) -> Vec<String> {
        let is_filed = |form: &Table| {
            let filed_by = form.get("filed-by").and_then(Value::as_array);
            filed_by.is_some_and(|listed| listed.iter().filter_map(Value::as_str).any(|listed| listed.trim() == category))
        };
        self.those(is_filed)
    }

    fn those(&self, is_meant: impl Fn(&Table) -> bool) -> Vec<String> {
        let files = self.folders.list(COMMON_FORMS, "toml").unwrap_or_default();
        let meant = files.iter().filter(|file| self.read(file).is_some_and(|form| is_meant(&form)));
        meant.filter_map(|file| file.strip_suffix(".toml")).map(str::to_owned).collect()
    }

    fn read(&self, file: &str) -> Option<Table> {
        let path = self.folders.find(&format!("{COMMON_FORMS}/{file}"))?;
        disk::read_text(&path).ok()?.parse().ok()
    }
}

/// Whether a line or a table of one of its sheets names the item.
fn asks_for(form: &Table, name: &str) -> bool {
    let list = |table: &Table, key: &str| table.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let is_named = |found: Option<&Value>| found.and_then(Value::as_str).is_some_and(|found| found.trim() == name);
    list(form, "sheet").iter().filter_map(Value::as_table).any(|sheet| {
        list(sheet, "items").iter().filter_map(Value::as_array).any(|line| is_named(line.get(1)))
            || list(sheet, "item").iter().filter_map(Value::as_table).any(|item| is_named(item.get("name")))
    })
}
