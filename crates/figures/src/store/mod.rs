//! The store of a workspace, `.tongbao/`: what was read before is not read again.
//!
//! In: readings of files. Out: the same readings, for files that have not changed. Facts are kept as plain Parquet, one file a
//! period (`facts/2025Q3-HASH.parquet`: file, item, state, number, text, sheet, row, column), with `files.json` naming the files and the
//! hashes of the facts; so any engine that reads Parquet can take over the aggregation. Returns whose files are gone move to [`history`].
//! Every file is sealed by its hash. A damaged part is no error: it is set aside under another name, and what it told of is read anew.
//!
//! A run adds what is new beside what is there, and then puts the new `files.json` in the place of the old one: before that moment the store
//! is the last run's, after it this run's, whatever happens. Whoever reads meanwhile sees one of the two, without a lock.

pub mod disk;
pub mod error;
mod facts;
pub mod history;
mod sealed;
pub mod snapshot;
#[cfg(test)]
mod tests;

pub use error::{KeptError, StoreError};
pub use history::{Filing, FilingDetails, History, KeptItem, KeptValue};
pub use snapshot::KeptReturns;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use sealed::Unread;
use serde::{Deserialize, Serialize};

use tongbao_returns::domain::{Form, FormId, Period, Return, UnitCode};
use tongbao_returns::ingest::FileReading;
use tongbao_returns::registry::Registry;

/// To be changed whenever the same file would be read otherwise than before.
const READING_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "-12");

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
    /// By path and hash; of a file with several returns all of them, in their order.
    pub readings: BTreeMap<(String, String), Vec<FileReading>>,
    /// As-of date of the run that read a file first, by the hash of its bytes, whether its reading holds or not.
    pub first_seen: BTreeMap<String, Date>,
    /// How many files the last run stored, whether their readings hold or not.
    pub stored: usize,
    /// Files of the store that are not as they were written: nothing of them is believed, see [`Store::set_aside`].
    pub damaged: Vec<PathBuf>,
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
    /// The hash of each period's Parquet file, by which it is also named.
    #[serde(default)]
    seals: BTreeMap<Period, String>,
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

    /// The readings kept from the last run, by path and hash; none if forms or registry have changed since, and none of a period whose facts
    /// are damaged, or that say something about the machine that read them and not about the file.
    pub fn load(&self) -> Kept {
        let (catalogue, facts, damaged) = match self.whole(|_| true) {
            Ok(whole) => whole,
            Err(Unread::Absent) => return Kept::default(),
            Err(Unread::Damaged) => return Kept { damaged: vec![self.catalogue_file()], ..Kept::default() },
        };
        let stored = catalogue.readings.len();
        let seen = catalogue.readings.iter().filter_map(|reading| Some((reading.source.hash.clone(), reading.first_seen?)));
        let first_seen = seen.filter(|(hash, _)| !hash.is_empty()).collect();
        let readings = if catalogue.basis == self.basis { holding(catalogue, facts) } else { BTreeMap::new() };
        Kept { readings, first_seen, stored, damaged }
    }

    /// The catalogue with the facts of the periods of some returns, and the files that are damaged.
    fn whole(&self, is_wanted: impl Fn(&Return) -> bool) -> Result<(Catalogue, ByPeriod, Vec<PathBuf>), Unread> {
        let mut sealed = sealed::bytes(&self.catalogue_file())?;
        loop {
            let catalogue = catalogue_of(&sealed)?;
            let (facts, damaged) = self.facts_of(&catalogue, &is_wanted);
            if damaged.is_empty() {
                return Ok((catalogue, facts, damaged));
            }
            // A run that ended meanwhile has taken away what its own catalogue does not name any more.
            let now = sealed::bytes(&self.catalogue_file())?;
            if now == sealed {
                return Ok((catalogue, facts, damaged));
            }
            sealed = now;
        }
    }

    /// The facts of the periods of some returns, and the files that are damaged.
    fn facts_of(&self, catalogue: &Catalogue, is_wanted: impl Fn(&Return) -> bool) -> (ByPeriod, Vec<PathBuf>) {
        let filed = catalogue.readings.iter().filter_map(|reading| reading.filed.as_ref());
        let periods: BTreeSet<Period> = filed.filter(|filed| is_wanted(filed)).map(|filed| filed.period).collect();
        let (mut facts, mut damaged) = (BTreeMap::new(), Vec::new());
        for period in periods {
            let seal = catalogue.seals.get(&period);
            let path = self.facts_file(period, seal);
            let is_as_written = |bytes: &Vec<u8>| seal.is_none_or(|seal| *seal == sealed::hash(bytes));
            let bytes = sealed::bytes(&path).or_else(|_| sealed::bytes(&self.facts_file(period, None)));
            let bytes = bytes.ok().filter(is_as_written);
            match bytes.and_then(|bytes| facts::decode(&bytes).ok()) {
                Some(of_period) => drop(facts.insert(period, of_period)),
                None => damaged.push(path),
            }
        }
        (facts, damaged)
    }

    /// What a unit has filed for a period: first what is among the present files, then what the last run stored and is not there any more.
    pub fn filings(&self, unit: &UnitCode, period: Period, present: &[FileReading]) -> (Vec<Filing>, Vec<Filing>) {
        let is_wanted = |filed: &Return| filed.unit == *unit && filed.period == period;
        let of_present = present.iter().filter_map(|reading| Some((reading.filed.as_ref()?, reading.first_seen)));
        let filing = |(filed, first): (&Return, Option<Date>)| {
            history::filing(filed, Some(&filed.facts), self.forms.get(&filed.form), (first, self.as_of))
        };
        let of_unit = of_present.filter(|(filed, _)| is_wanted(filed));
        (of_unit.map(filing).collect(), self.gone(present, is_wanted))
    }

    /// Every return whose file lay in the inbox once and does not any more, as far as it was kept so that it can be counted; what came back,
    /// under whatever name, is not gone. Of a run that has stored the present files (`is_stored`) the history knows all of them.
    pub fn departed(&self, present: &[FileReading], is_stored: bool) -> Vec<Filing> {
        let hashes: BTreeSet<&str> = present.iter().map(|reading| reading.source.hash.as_str()).collect();
        let mut departed = history::all(&self.history_folder());
        departed.retain(|filing| filing.details.is_some() && !hashes.contains(filing.file.hash.as_str()));
        let key = |filing: &Filing| (filing.period, filing.unit.clone(), filing.form.clone(), filing.file.hash.clone());
        let known: BTreeSet<_> = departed.iter().map(key).collect();
        let going = if is_stored { Vec::new() } else { self.gone(present, |_| true) };
        departed.extend(going.into_iter().filter(|filing| !known.contains(&key(filing))));
        departed
    }

    /// The returns of a period whose files are gone.
    pub fn history(&self, period: Period) -> History {
        history::read(&self.history_folder(), period)
    }

    /// Returns of the last run whose content is nowhere among the present files, with their values. They are told by the forms with which
    /// they were read, which may have changed since.
    pub fn gone(&self, present: &[FileReading], is_wanted: impl Fn(&Return) -> bool) -> Vec<Filing> {
        let hashes: BTreeSet<&str> = present.iter().map(|reading| reading.source.hash.as_str()).collect();
        let is_wanted = |filed: &Return| is_wanted(filed) && !hashes.contains(filed.file.hash.as_str());
        let Ok((catalogue, facts, _)) = self.whole(is_wanted) else { return Vec::new() };
        let mut filings = Vec::new();
        for (position, reading) in (0_u32..).zip(&catalogue.readings) {
            let Some(filed) = reading.filed.as_ref().filter(|filed| is_wanted(filed)) else { continue };
            let unchanged = || (catalogue.basis == self.basis).then(|| self.forms.get(&filed.form)).flatten();
            let items = catalogue.forms.get(&filed.form).or_else(unchanged);
            filings.push(history::filing(
                filed,
                facts.get(&filed.period).and_then(|kept| kept.get(&position)),
                items,
                (reading.first_seen, catalogue.as_of),
            ));
        }
        filings
    }

    /// Adds the returns of the last run whose content is nowhere among the present files to the history.
    fn keep_what_is_gone(&self, present: &[FileReading]) -> Result<(), StoreError> {
        let mut by_period: BTreeMap<Period, Vec<Filing>> = BTreeMap::new();
        for gone in self.gone(present, |_| true) {
            by_period.entry(gone.period).or_default().push(gone);
        }
        by_period.into_iter().try_for_each(|(period, gone)| history::add(&self.history_folder(), period, gone))
    }

    /// Gives damaged files other names, so that nothing is written over them.
    pub fn set_aside(&self, damaged: &[PathBuf]) -> Result<(), StoreError> {
        Ok(damaged.iter().filter(|path| path.exists()).try_for_each(|path| sealed::set_aside(path))?)
    }

    /// Keeps the readings of this run in place of the last one's; what the last one had and this one has not goes to the history.
    pub fn save(&self, readings: &mut [FileReading]) -> Result<(), StoreError> {
        // Before anything of the last run is given up: a run that is killed here does it again.
        self.keep_what_is_gone(readings)?;
        let mut by_period: BTreeMap<Period, Vec<(u32, &Return)>> = BTreeMap::new();
        for (position, reading) in (0_u32..).zip(readings.iter()) {
            if let Some(filed) = &reading.filed {
                by_period.entry(filed.period).or_default().push((position, filed));
            }
        }
        let mut facts = Vec::with_capacity(by_period.len());
        let mut seals = BTreeMap::new();
        for (period, returns) in &by_period {
            let bytes = facts::encode(&self.facts_file(*period, None), returns)?;
            let seal = sealed::hash(&bytes);
            let path = self.facts_file(*period, Some(&seal));
            if sealed::bytes(&path).ok().as_ref() != Some(&bytes) {
                facts.push((path, bytes));
            }
            seals.insert(*period, seal);
        }
        drop(by_period);
        disk::write_all(&facts)?;
        drop(facts);
        // Facts live in Parquet alone; they are set aside while the catalogue is written and put back afterwards.
        let mut aside = Vec::with_capacity(readings.len());
        for reading in readings.iter_mut() {
            aside.push(reading.filed.as_mut().map(|filed| std::mem::take(&mut filed.facts)));
        }
        let catalogue = CatalogueRef { basis: &self.basis, as_of: self.as_of, forms: &self.forms, seals: &seals, readings };
        let text = serde_json::to_vec(&catalogue);
        for (reading, facts) in readings.iter_mut().zip(aside) {
            if let (Some(filed), Some(facts)) = (reading.filed.as_mut(), facts) {
                filed.facts = facts;
            }
        }
        let text = text.map_err(|source| StoreError::Catalogue { source })?;
        disk::write(&self.catalogue_file(), &sealed::seal(text))?;
        self.remove_what_nobody_names(&seals);
        Ok(())
    }

    /// Takes away facts that the catalogue does not name, as a run leaves them that was killed before it did so itself; those named as before there
    /// were seals may be the catalogue's.
    pub fn tidy(&self) {
        let Ok(catalogue) = sealed::bytes(&self.catalogue_file()).and_then(|sealed| catalogue_of(&sealed)) else { return };
        let has_seals = catalogue.readings.iter().filter_map(|reading| reading.filed.as_ref()).all(|filed| {
            let seal = catalogue.seals.get(&filed.period);
            seal.is_some() && self.facts_file(filed.period, seal).exists()
        });
        if has_seals {
            self.remove_what_nobody_names(&catalogue.seals);
        }
    }

    /// Takes away the facts of earlier catalogues; what cannot be removed is in nobody's way, and the next run tries again.
    fn remove_what_nobody_names(&self, seals: &BTreeMap<Period, String>) {
        let named: BTreeSet<PathBuf> = seals.iter().map(|(period, seal)| self.facts_file(*period, Some(seal))).collect();
        let entries = fs::read_dir(self.facts_folder()).into_iter().flatten().filter_map(Result::ok);
        let stale = entries.map(|entry| entry.path()).filter(|path| !named.contains(path) && is_of_a_period(path));
        stale.for_each(|path| drop(disk::remove_file(&path)));
    }

    fn catalogue_file(&self) -> PathBuf {
        self.folder.join("files.json")
    }

    fn history_folder(&self) -> PathBuf {
        self.folder.join("history")
    }

    fn facts_folder(&self) -> PathBuf {
        self.folder.join("facts")
    }

    /// Without a seal: as files were named before they had one.
    fn facts_file(&self, period: Period, seal: Option<&String>) -> PathBuf {
        let sealed = seal.and_then(|seal| seal.get(..16)).map(|seal| format!("-{seal}")).unwrap_or_default();
        self.facts_folder().join(format!("{period}{sealed}.parquet"))
    }
}

#[derive(Serialize)]
struct CatalogueRef<'run> {
    basis: &'run str,
    as_of: Date,
    forms: &'run BTreeMap<FormId, Vec<KeptItem>>,
    seals: &'run BTreeMap<Period, String>,
    readings: &'run [FileReading],
}

/// Facts, as far as they are whole.
type ByPeriod = BTreeMap<Period, facts::Kept>;

fn catalogue_of(sealed: &[u8]) -> Result<Catalogue, Unread> {
    sealed::unseal(sealed).and_then(|text| serde_json::from_slice(text).ok()).ok_or(Unread::Damaged)
}

/// Whether a file holds facts and was not set aside: `2025Q3.parquet`, `2025Q3-0123456789abcdef.parquet`.
fn is_of_a_period(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".parquet"));
    name.is_some_and(|name| name.split('-').next().is_some_and(|period| period.parse::<Period>().is_ok()) && !name.contains('.'))
}

/// The readings of a catalogue with their facts, as far as these are whole.
fn holding(catalogue: Catalogue, mut facts: ByPeriod) -> BTreeMap<(String, String), Vec<FileReading>> {
    let mut known: BTreeMap<_, Vec<FileReading>> = BTreeMap::new();
    // A file is known whole or not at all.
    let mut lacking = BTreeSet::new();
    for (position, mut reading) in (0_u32..).zip(catalogue.readings) {
        let key = (reading.source.path.clone(), reading.source.hash.clone());
        if reading.is_about_the_machine() {
            lacking.insert(key);
            continue;
        }
        if let Some(filed) = &mut reading.filed {
            let Some(kept) = facts.get_mut(&filed.period).and_then(|kept| kept.remove(&position)) else {
                lacking.insert(key);
                continue;
            };
            filed.facts = kept;
        }
        known.entry(key).or_default().push(reading);
    }
    known.retain(|key, _| !lacking.contains(key));
    known
}
