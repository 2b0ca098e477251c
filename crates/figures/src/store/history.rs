//! What was filed and is no longer among the files of the inbox: overwritten, renamed away or deleted.
//!
//! One file a period, `history/2025Q3.json`. Values are kept by the code and the name of their items, so that they can be read when
//! forms and registry have long changed. A file that cannot be read is set aside under another name, never overwritten.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::disk;
use super::error::StoreError;
use super::sealed::{self, Unread};
use tongbao_returns::domain::{Fact, Form, FormId, Period, Place, Reading, Return, SourceFile, UnitCode};

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
    /// What else is needed to count it further; none of what went before this was kept, which counts no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<FilingDetails>,
}

/// What a return said beside its values.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FilingDetails {
    /// Where each value stood.
    pub places: Vec<Option<Place>>,
    /// Names of the workbook's sheets.
    pub sheets: Vec<String>,
    /// Sheets that declared 本表无数据.
    pub declared_empty: Vec<String>,
    /// Of a form by the quarter: the year so far beside it, items by their places among the values.
    pub since_january: Vec<Fact>,
    /// Whether it contradicted itself.
    pub is_held: bool,
    /// As-of date of the run that read it first.
    pub first_seen: Option<Date>,
}

impl Filing {
    /// The return, as its form has its items now; `None` if that cannot be told, or the form has no place any more for something that it said.
    pub fn as_return(&self, form: &Form) -> Option<Return> {
        let (values, details) = (self.values.as_ref()?, self.details.as_ref()?);
        let positions: BTreeMap<(&str, &str), u16> =
            (0..).zip(form.items()).map(|(position, item)| ((item.code.as_str(), item.name.as_str()), position)).collect();
        let position = |item: &KeptItem| positions.get(&(item.code.as_str(), item.name.as_str())).copied();
        let blank = |item| Fact { item, reading: Reading::Blank, place: None };
        let mut facts: Vec<Fact> = (0..).zip(form.items()).map(|(item, _)| blank(item)).collect();
        let places = details.places.iter().copied().chain(std::iter::repeat(None));
        for (value, place) in values.iter().zip(places) {
            match position(&value.item) {
                Some(item) => *facts.get_mut(usize::from(item))? = Fact { item, reading: value.reading.clone(), place },
                None if value.reading == Reading::Blank => {}
                None => return None,
            }
        }
        let of_year = |fact: &Fact| {
            let item = position(&values.get(usize::from(fact.item))?.item)?;
            Some(Fact { item, ..fact.clone() })
        };
        Some(Return {
            unit: self.unit.clone(),
            form: self.form.clone(),
            period: self.period,
            reported_on: self.reported_on,
            file: self.file.clone(),
            sheets: details.sheets.clone(),
            facts,
            declared_empty: details.declared_empty.clone(),
            since_january: details.since_january.iter().filter_map(of_year).collect(),
            is_held: details.is_held,
        })
    }
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
pub(super) fn filing(
    filed: &Return,
    facts: Option<&Vec<Fact>>,
    items: Option<&Vec<KeptItem>>,
    (first_seen, seen): (Option<Date>, Date),
) -> Filing {
    let value = |fact: &Fact, items: &[KeptItem]| {
        let item = items.get(usize::from(fact.item))?.clone();
        Some(KeptValue { item, reading: fact.reading.clone() })
    };
    let values = facts.zip(items).and_then(|(facts, items)| facts.iter().map(|fact| value(fact, items)).collect());
    let details = FilingDetails {
        places: facts.map(|facts| facts.iter().map(|fact| fact.place).collect()).unwrap_or_default(),
        sheets: filed.sheets.clone(),
        declared_empty: filed.declared_empty.clone(),
        since_january: filed.since_january.clone(),
        is_held: filed.is_held,
        first_seen,
    };
    Filing {
        unit: filed.unit.clone(),
        form: filed.form.clone(),
        period: filed.period,
        file: filed.file.clone(),
        reported_on: filed.reported_on,
        seen,
        values,
        details: Some(details),
    }
}

/// What is kept of all periods; of files that cannot be read nothing.
pub(super) fn all(folder: &Path) -> Vec<Filing> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let period = |path: PathBuf| {
        let name = path.file_name()?.to_str()?.strip_suffix(".json")?;
        name.parse::<Period>().ok()
    };
    let periods: BTreeSet<Period> = entries.filter_map(|entry| period(entry.path())).collect();
    periods.into_iter().flat_map(|period| read_file(&file(folder, period)).unwrap_or_default()).collect()
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
                let first = |filing: &Filing| filing.details.as_ref().and_then(|details| details.first_seen);
                let first_seen = first(known).into_iter().chain(first(&filing)).min();
                // Values, their order and their places belong together: both are of one time.
                let (values, details) = match known.values.take() {
                    Some(values) if filing.values.is_none() => (Some(values), known.details.take()),
                    _ => (filing.values, filing.details),
                };
                known.seen = known.seen.max(filing.seen);
                known.values = values;
                known.details = details.map(|details| FilingDetails { first_seen, ..details });
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
