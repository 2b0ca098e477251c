//! The store of a workspace, `.tongbao/`: what was read before is not read again.
//!
//! In: readings of files. Out: the same readings, for files that have not changed. Facts are kept as plain Parquet, one file a
//! period (`facts/2025Q3.parquet`: file, item, state, number, text, sheet, row, column), with `files.json` naming the files; so any
//! engine that reads Parquet can take over the aggregation. Returns whose files are gone move to [`history`]. A damaged store is not an error: it is read anew.

pub mod disk;
pub mod error;
mod facts;
pub mod history;
pub mod snapshot;
#[cfg(test)]
mod tests;

pub use error::{KeptError, StoreError};
pub use history::{Filing, History, KeptItem, KeptValue};
pub use snapshot::KeptReturns;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use tongbao_document::count;
use tongbao_returns::domain::{Form, FormId, Period, Return, UnitCode};
use tongbao_returns::ingest::FileReading;
use tongbao_returns::registry::Registry;

/// To be changed whenever the same file would be read otherwise than before.
const READING_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "-5");

/// The store of one workspace.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    basis: String,
    as_of: Date,
    forms: BTreeMap<FormId, Vec<KeptItem>>,
}

/// The readings of the last run, as far as they hold.
#[derive(Debug, Default)]
pub struct Kept {
    /// By path and hash.
    pub readings: BTreeMap<(String, String), FileReading>,
    /// How many files the last run stored, whether their readings hold or not.
    pub stored: usize,
}

#[derive(Deserialize)]
struct Catalogue {
    /// What the readings depend on beside the files.
    basis: String,
    /// As-of date of the run that read them.
    as_of: Date,
    /// The items of each form by which they were read.
    #[serde(default)]
    forms: BTreeMap<FormId, Vec<KeptItem>>,
    /// In the order of paths; the facts of a return are in the Parquet file of its period, under this position.
    readings: Vec<FileReading>,
}

impl Store {
    /// A store whose readings hold for these forms and this registry.
    pub fn new(workspace: &Path, forms: &[Form], registry: &Registry, as_of: Date) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(READING_VERSION.as_bytes());
        hasher.update(format!("{forms:?}{registry:?}").as_bytes());
        Self {
            folder: workspace.join(".tongbao"),
            basis: hasher.finalize().to_hex().to_string(),
            as_of,
            forms: forms.iter().map(|form| (form.id.clone(), history::items(form))).collect(),
        }
    }

    /// The readings kept from the last run, by path and hash; none if forms or registry have changed since.
    pub fn load(&self) -> Kept {
        let Some(catalogue) = self.catalogue() else { return Kept::default() };
        let stored = catalogue.readings.len();
        Kept { readings: self.holding(catalogue).unwrap_or_default(), stored }
    }

    fn catalogue(&self) -> Option<Catalogue> {
        let text = fs::read(self.folder.join("files.json")).ok()?;
        serde_json::from_slice(&text).ok()
    }

    fn holding(&self, catalogue: Catalogue) -> Option<BTreeMap<(String, String), FileReading>> {
        if catalogue.basis != self.basis {
            return None;
        }
        let mut facts: BTreeMap<Period, facts::Kept> = BTreeMap::new();
        let mut known = BTreeMap::new();
        for (position, mut reading) in catalogue.readings.into_iter().enumerate() {
            if let Some(filed) = &mut reading.filed {
                let kept = match facts.entry(filed.period) {
                    std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
                    std::collections::btree_map::Entry::Vacant(entry) => {
                        entry.insert(facts::read(&self.facts_file(filed.period)).ok()?)
                    }
                };
                filed.facts = kept.remove(&count::to_u32(position))?;
            }
            known.insert((reading.source.path.clone(), reading.source.hash.clone()), reading);
        }
        Some(known)
    }

    /// The returns that a unit has filed for a period, as the last run stored them.
    pub fn filings(&self, unit: &UnitCode, period: Period) -> Vec<Filing> {
        let Some(catalogue) = self.catalogue() else { return Vec::new() };
        self.kept_filings(&catalogue, |filed| filed.unit == *unit && filed.period == period)
    }

    /// The returns of a period whose files are gone.
    pub fn history(&self, period: Period) -> History {
        history::read(&self.history_folder(), period)
    }

    /// Returns of a catalogue with their values. They are told by the forms with which they were read, which may have changed since.
    fn kept_filings(&self, catalogue: &Catalogue, is_wanted: impl Fn(&Return) -> bool) -> Vec<Filing> {
        let mut facts: BTreeMap<Period, facts::Kept> = BTreeMap::new();
        let mut filings = Vec::new();
        for (position, reading) in (0_u32..).zip(&catalogue.readings) {
            let Some(filed) = reading.filed.as_ref().filter(|filed| is_wanted(filed)) else { continue };
            let of_period =
                facts.entry(filed.period).or_insert_with(|| facts::read(&self.facts_file(filed.period)).unwrap_or_default());
            let unchanged = || (catalogue.basis == self.basis).then(|| self.forms.get(&filed.form)).flatten();
            let items = catalogue.forms.get(&filed.form).or_else(unchanged);
            filings.push(history::filing(filed, of_period.get(&position), items, catalogue.as_of));
        }
        filings
    }

    /// Moves the returns of the last run whose content is nowhere among the present files to the history.
    fn keep_what_is_gone(&self, present: &[FileReading]) -> Result<(), StoreError> {
        let Some(catalogue) = self.catalogue() else { return Ok(()) };
        let hashes: BTreeSet<&str> = present.iter().map(|reading| reading.source.hash.as_str()).collect();
        let mut by_period: BTreeMap<Period, Vec<Filing>> = BTreeMap::new();
        for gone in self.kept_filings(&catalogue, |filed| !hashes.contains(filed.file.hash.as_str())) {
            by_period.entry(gone.period).or_default().push(gone);
        }
        by_period.into_iter().try_for_each(|(period, gone)| history::add(&self.history_folder(), period, gone))
    }

    /// Keeps the readings of this run in place of the last one's; what the last one had and this one has not goes to the history.
    pub fn save(&self, readings: &mut [FileReading]) -> Result<(), StoreError> {
        // Before anything of the last run is touched: a run that is killed here does it again.
        self.keep_what_is_gone(readings)?;
        let mut by_period: BTreeMap<Period, Vec<(u32, &Return)>> = BTreeMap::new();
        for (position, reading) in (0_u32..).zip(readings.iter()) {
            if let Some(filed) = &reading.filed {
                by_period.entry(filed.period).or_default().push((position, filed));
            }
        }
        // The catalogue goes first and comes last: without it the facts are not believed.
        let catalogue_file = self.folder.join("files.json");
        if let Err(source) = fs::remove_file(&catalogue_file)
            && source.kind() != std::io::ErrorKind::NotFound
        {
            return Err(disk::WriteError { path: catalogue_file, source }.into());
        }
        let mut facts = Vec::with_capacity(by_period.len());
        for (period, returns) in &by_period {
            let path = self.facts_file(*period);
            let bytes = facts::encode(&path, returns)?;
            facts.push((path, bytes));
        }
        drop(by_period);
        disk::write_all(&facts)?;
        drop(facts);
        // Facts live in Parquet alone; they are set aside while the catalogue is written and put back afterwards.
        let mut aside = Vec::with_capacity(readings.len());
        for reading in readings.iter_mut() {
            aside.push(reading.filed.as_mut().map(|filed| std::mem::take(&mut filed.facts)));
        }
        let catalogue = CatalogueRef { basis: &self.basis, as_of: self.as_of, forms: &self.forms, readings };
        let text = serde_json::to_vec(&catalogue);
        for (reading, facts) in readings.iter_mut().zip(aside) {
            if let (Some(filed), Some(facts)) = (reading.filed.as_mut(), facts) {
                filed.facts = facts;
            }
        }
        let text = text.map_err(|source| StoreError::Catalogue { source })?;
        Ok(disk::write(&catalogue_file, &text)?)
    }

    fn history_folder(&self) -> PathBuf {
        self.folder.join("history")
    }

    fn facts_file(&self, period: Period) -> PathBuf {
        self.folder.join("facts").join(format!("{period}.parquet"))
    }
}

#[derive(Serialize)]
struct CatalogueRef<'run> {
    basis: &'run str,
    as_of: Date,
    forms: &'run BTreeMap<FormId, Vec<KeptItem>>,
    readings: &'run [FileReading],
}
