//! Every key of every file of a pack: as a page for authors and as schemas for their editors.
//!
//! In: the types that read the files (`raw`) and the words that the checks know; files of a pack that are no part of its plan are handed in by
//! those who read them. Out: the page in Markdown, JSON Schemas. Neither is written by
//! hand, so that neither says what the reader does not do; tests hold the copies that are shipped against them.

mod columns;
mod files;
mod key;
mod page;
pub(in crate::plan) mod schema;

pub use files::File;
pub use page::page;

pub(crate) use self::files::Table;
pub(super) use self::key::{Key, Shape};

/// The schemas: name of the file and text, one for each file of a pack that is TOML, then one for each of `more`.
pub fn schemas(more: &[File]) -> Vec<(String, String)> {
    let text = |file: &File| serde_json::to_string_pretty(&file.schema()).unwrap_or_default() + "\n";
    files::all().iter().chain(more).map(|file| (format!("{}.schema.json", file.stem), text(file))).collect()
}

/// The tables of a file of this stem, each with its keys, in the order of the types that read them.
pub(super) fn tables(stem: &str) -> Vec<(Table, Vec<Key>)> {
    let Some(file) = files::all().into_iter().find(|file| file.stem == stem) else { return Vec::new() };
    let schema = file.schema();
    file.tables.into_iter().map(|table| (table.clone(), key::keys(&table, &schema))).collect()
}

/// The schema of a file of this stem.
pub(super) fn schema_of(stem: &str) -> Option<serde_json::Value> {
    files::all().iter().find(|file| file.stem == stem).map(File::schema)
}

#[cfg(test)]
pub(crate) mod tests;
