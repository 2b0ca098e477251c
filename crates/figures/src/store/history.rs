//! What was filed and is no longer among the files of the inbox: overwritten, renamed away or deleted.
//!
//! One file a period, `history/2025Q3.json`. Values are kept by the code and the name of their items, so that they can be read when
//! forms and registry have long changed. A file that cannot be read is set aside under another name, never overwritten.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::disk;
use super::error::StoreError;
use super::sealed::{self, Unread};
use tongbao_returns::domain::{Fact, Form, FormId, Period, Reading, Return, SourceFile, UnitCode};

/// A return as it was filed once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filing {
    /// Who filed.
    pub unit: UnitCode,
    /// Which form.
    pub form: FormId,
    /// For when.
    pub period: Period,
    /// The file as it was.
    pub file: SourceFile,
    /// 报出日期.
    pub reported_on: Option<Date>,
    /// As-of date of the run that last stored it.
    pub seen: Date,
    /// What it said, in the order of the form; `None` if that could not be told any more.
    pub values: Option<Vec<KeptValue>>,
}

/// The value of an item, independent of the form's present state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptValue {
    /// Which item.
    #[serde(flatten)]
    pub item: KeptItem,
    /// What its cell said.
    pub reading: Reading,
}

/// An item as its form had it when the return was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KeptItem {
    /// 代码.
    pub code: String,
    /// 指标项名称.
    pub name: String,
    /// Decimals with which it is shown.
    pub decimals: u8,
}

/// What is kept for a period.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// By unit and form, the oldest first.
    pub filings: Vec<Filing>,
    /// Files that cannot be read: what they held is not among the filings.
    pub damaged: Vec<PathBuf>,
}

/// The items of a form, in the order of its facts.
pub(super) fn items(form: &Form) -> Vec<KeptItem> {
    let item = |item: &tongbao_returns::domain::Item| KeptItem {
        code: item.code.clone(),
        name: item.name.to_string(),
        decimals: item.decimals,
    };
    form.items().map(item).collect()
}

/// A return with its facts, as it is kept; the values are left out if facts and items do not belong together.
pub(super) fn filing(filed: &Return, facts: Option<&Vec<Fact>>, items: Option<&Vec<KeptItem>>, seen: Date) -> Filing {
    let value = |fact: &Fact, items: &[KeptItem]| {
        let item = items.get(usize::from(fact.item))?.clone();
        Some(KeptValue { item, reading: fact.reading.clone() })
    };
    let values = facts.zip(items).and_then(|(facts, items)| facts.iter().map(|fact| value(fact, items)).collect());
    Filing {
        unit: filed.unit.clone(),
        form: filed.form.clone(),
        period: filed.period,
        file: filed.file.clone(),
        reported_on: filed.reported_on,
        seen,
        values,
    }
}

/// Reads what is kept for a period.
pub(super) fn read(folder: &Path, period: Period) -> History {
    let path = file(folder, period);
    let mut history = History { filings: Vec::new(), damaged: sealed::aside_of(&path) };
    match read_file(&path) {
        Ok(filings) => history.filings = filings,
        Err(Unread::Absent) => {}
        Err(Unread::Damaged) => history.damaged.push(path),
    }
    history
}

/// Adds filings to what is kept for a period. A file that cannot be read is set aside first.
pub(super) fn add(folder: &Path, period: Period, gone: Vec<Filing>) -> Result<(), StoreError> {
    let path = file(folder, period);
    let mut filings = match read_file(&path) {
        Ok(filings) => filings,
        Err(Unread::Absent) => Vec::new(),
        Err(Unread::Damaged) => {
            sealed::set_aside(&path)?;
            Vec::new()
        }
    };
    for filing in gone {
        let is_known =
            |known: &&mut Filing| (&known.unit, &known.form, &known.file.hash) == (&filing.unit, &filing.form, &filing.file.hash);
        match filings.iter_mut().find(is_known) {
            Some(known) => {
                known.seen = known.seen.max(filing.seen);
                known.values = known.values.take().or(filing.values);
            }
            None => filings.push(filing),
        }
    }
    filings.sort_by(|a, b| order(a).cmp(&order(b)));
    let text = serde_json::to_vec(&filings).map_err(|source| StoreError::Catalogue { source })?;
    Ok(disk::write(&path, &sealed::seal(text))?)
}

fn order(filing: &Filing) -> (&UnitCode, &FormId, Option<Date>, &SourceFile) {
    (&filing.unit, &filing.form, filing.reported_on, &filing.file)
}

fn read_file(path: &Path) -> Result<Vec<Filing>, Unread> {
    let sealed = sealed::bytes(path)?;
    sealed::unseal(&sealed).and_then(|text| serde_json::from_slice(text).ok()).ok_or(Unread::Damaged)
}

fn file(folder: &Path, period: Period) -> PathBuf {
    folder.join(format!("{period}.json"))
}
