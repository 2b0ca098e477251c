//! `tongbao history`: what a unit has filed for a period, one filing after the other, and what changed between them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use serde::Serialize;

use super::clock::Clock;
use super::error::RunError;
use super::form_names::{form_of_name, nearest_forms};
use super::gathered::Gathered;
use super::jobs::newest_period;
use super::progress::{Progress, Stage};
use super::reading::{audited, read_inbox};
use super::setup::{Setup, forms as forms_of};
use tongbao_document::figure::{decimals_of, format_decimal};
use tongbao_figures::store::{Filing, KeptItem, KeptValue};
use tongbao_returns::domain::{Form, FormId, Period, Reading, Return};
use tongbao_returns::finding::Finding;
use tongbao_returns::nearest::nearest_names;
use tongbao_returns::registry::{Registry, Unit};

/// Whose history.
#[derive(Debug, Clone, Default)]
pub struct HistoryRequest {
    /// 单位代码, 单位名称 or 曾用名/简称.
    pub unit: String,
    /// For when; without it the quarter that ended last.
    pub period: Option<Period>,
    /// Only this form: 表号, title or identifier.
    pub form: Option<String>,
}

/// What a unit has filed.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryReport {
    /// 单位代码.
    pub unit_code: String,
    /// 单位名称.
    pub unit_name: String,
    /// For when.
    pub period: Period,
    /// In the order of the plans; forms of which nothing came are left out.
    pub forms: Vec<FormHistory>,
    /// Other periods for which a return of the unit is in the inbox.
    pub other_periods: Vec<Period>,
    /// Files of the history that cannot be read: filings may be missing here.
    pub damaged: Vec<PathBuf>,
}

/// The filings of one form, the oldest first.
#[derive(Debug, Clone, Serialize)]
pub struct FormHistory {
    /// 表号.
    pub form: String,
    /// Title of the form.
    pub title: String,
    /// One after the other.
    pub filings: Vec<FiledOnce>,
}

/// One filing.
#[derive(Debug, Clone, Serialize)]
pub struct FiledOnce {
    /// Path below the inbox.
    pub file: String,
    /// BLAKE3 of the file, hexadecimal.
    pub hash: String,
    /// 报出日期.
    pub reported_on: Option<Date>,
    /// What became of it.
    pub standing: Standing,
    /// Why it waits, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// As-of date of the run that last stored it, if its file is gone.
    pub last_seen: Option<Date>,
    /// What changed against the filing before it; nothing if it is the first, `None` if one of the two cannot be told any more.
    pub changes: Option<Vec<Change>>,
}

/// What became of a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It counts.
    Counts,
    /// 退回: it is the newest, but has to be corrected or explained.
    Returned,
    /// A newer one counts.
    Superseded,
    /// It is newer than the one that counts, and waits for somebody's word.
    Waiting,
    /// Its file was overwritten or deleted.
    Gone,
    /// The same, and it goes on to count until somebody has decided.
    GoneCounts,
    /// It is dated after the day as of which is asked, and has not come.
    Later,
}

/// An item whose value changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// 代码.
    pub code: String,
    /// 指标项名称.
    pub item: String,
    /// Before, formatted; 未填 for a blank, 无此项 if the form had no such item.
    pub old: String,
    /// After.
    pub new: String,
}

/// Reads the inbox and tells what a unit has filed, what is no longer in the inbox included.
pub fn history(setup: &Setup, request: &HistoryRequest, progress: &dyn Progress) -> Result<HistoryReport, RunError> {
    progress.begin(Stage::Prepare, 0);
    let period = request.period.unwrap_or_else(|| newest_period(setup.as_of));
    let plans = setup.plans()?;
    let registry = setup.registry(&plans)?;
    let forms = forms_of(&plans);
    let unit = find_unit(&registry, &request.unit)?;
    let asked = request.form.as_deref().map(|name| find_form(name, &forms)).transpose()?;
    let inbox = read_inbox(setup, &plans, &registry, None, progress, &mut Clock::default())?;
    // A run that ends meanwhile moves what is gone from the one to the other: first where it comes from, then where it goes.
    let (present, gone) = inbox.store.filings(&unit.code, period, &inbox.readings);
    let kept = inbox.store.history(period);
    let gathered = audited(inbox, setup, &plans, &registry, progress, &mut Clock::default())?;
    let mut by_form: BTreeMap<FormId, Vec<(Filing, bool)>> = BTreeMap::new();
    for filing in present {
        by_form.entry(filing.form.clone()).or_default().push((filing, true));
    }
    for filing in gone.into_iter().chain(kept.filings).filter(|filing| filing.unit == unit.code) {
        let filings = by_form.entry(filing.form.clone()).or_default();
        // What came back has not gone.
        if !filings.iter().any(|(present, _)| present.file.hash == filing.file.hash) {
            filings.push((filing, false));
        }
    }
    let position = |id: &FormId| forms.iter().position(|form| form.id == *id).unwrap_or(usize::MAX);
    let mut by_form: Vec<_> = by_form.into_iter().filter(|(id, _)| asked.is_none_or(|form| form.id == *id)).collect();
    by_form.sort_by_key(|(id, _)| (position(id), id.clone()));
    let of_form = |(id, filings): (FormId, Vec<(Filing, bool)>)| {
        let form = forms.iter().find(|form| form.id == id);
        FormHistory {
            form: form.map_or_else(|| id.to_string(), |form| form.code.clone()),
            title: form.map_or_else(String::new, |form| form.title.clone()),
            filings: told(filings, &gathered, setup.as_of),
        }
    };
    let has_filed = |period: &Period| gathered.accepted.arrived_of_period(*period).any(|filed| filed.unit == unit.code);
    Ok(HistoryReport {
        unit_code: unit.code.to_string(),
        unit_name: unit.name.clone(),
        period,
        forms: by_form.into_iter().map(of_form).collect(),
        other_periods: gathered.accepted.periods().filter(|other| *other != period).filter(has_filed).collect(),
        damaged: kept.damaged,
    })
}

/// The oldest first, as the audit chooses the newest; each compared with the one before it.
fn told(mut filings: Vec<(Filing, bool)>, gathered: &Gathered, as_of: Date) -> Vec<FiledOnce> {
    filings.sort_by(|(a, _), (b, _)| recency(a).cmp(&recency(b)));
    let mut told = Vec::with_capacity(filings.len());
    let mut before: Option<&Filing> = None;
    for (filing, is_present) in &filings {
        let standing = match standing(filing, gathered, as_of) {
            standing if *is_present => standing,
            Standing::Counts | Standing::Returned => Standing::GoneCounts,
            _ => Standing::Gone,
        };
        told.push(FiledOnce {
            file: filing.file.path.clone(),
            hash: filing.file.hash.clone(),
            reported_on: filing.reported_on,
            standing,
            why: if matches!(standing, Standing::Waiting | Standing::GoneCounts) { why(filing, gathered) } else { None },
            last_seen: (!is_present).then_some(filing.seen),
            changes: before.map_or_else(|| Some(Vec::new()), |before| changes(before, filing)),
        });
        before = Some(filing);
    }
    told
}

fn recency(filing: &Filing) -> (Option<Date>, i64, &str, &str) {
    (filing.reported_on, filing.file.modified, &filing.file.path, &filing.file.hash)
}

fn standing(filing: &Filing, gathered: &Gathered, as_of: Date) -> Standing {
    // As `come_by` has it: without a day it comes when its period is over.
    let is_later = filing.reported_on.map_or(filing.period.last_day() > as_of, |day| day > as_of);
    if is_later {
        return Standing::Later;
    }
    let is_it = |filed: &Return| filed.file.path == filing.file.path && filed.file.hash == filing.file.hash;
    if gathered.accepted.find(filing.period, &filing.unit, &filing.form).is_some_and(is_it) {
        Standing::Counts
    } else if gathered.accepted.find_returned(filing.period, &filing.unit, &filing.form).is_some_and(is_it) {
        Standing::Returned
    } else if gathered.accepted.contested_of_period(filing.period).any(is_it) {
        Standing::Waiting
    } else {
        Standing::Superseded
    }
}

/// Why a filing waits, or counts though it is gone: what was found so, else the first thing that is to be settled in it.
fn why(filing: &Filing, gathered: &Gathered) -> Option<String> {
    let open = || gathered.findings.iter().filter(|finding| finding.is_open() && finding.at.file.is_received(&filing.file.path));
    let contested = open().find(|finding| CONTESTED.contains(&finding.id()));
    contested.or_else(|| open().next()).map(Finding::message)
}

/// The rules by which a newer return waits, and one that is gone counts.
const CONTESTED: [&str; 3] = ["TY-04", "TY-05", "TY-08"];

/// Item by item, in the order of the newer form; items that only the older has come last.
fn changes(old: &Filing, new: &Filing) -> Option<Vec<Change>> {
    let (old, new) = (old.values.as_ref()?, new.values.as_ref()?);
    let find = |values: &[KeptValue], item: &KeptItem| {
        values.iter().find(|value| (&value.item.code, &value.item.name) == (&item.code, &item.name)).cloned()
    };
    let only_old = old.iter().filter(|value| find(new, &value.item).is_none());
    let items = new.iter().chain(only_old).map(|value| &value.item);
    let changed = items.filter_map(|item| {
        let (before, after) = (find(old, item), find(new, item));
        let is_same = before.as_ref().map(|value| &value.reading) == after.as_ref().map(|value| &value.reading);
        (!is_same).then(|| Change {
            code: item.code.clone(),
            item: item.name.clone(),
            old: shown(before.as_ref()),
            new: shown(after.as_ref()),
        })
    });
    Some(changed.collect())
}

pub(super) fn shown(value: Option<&KeptValue>) -> String {
    let Some(KeptValue { item, reading }) = value else { return "无此项".to_owned() };
    match reading {
        Reading::Number(number) => format_decimal(*number, item.decimals.max(decimals_of(*number, 6)), false),
        Reading::Text(text) => text.clone(),
        Reading::NotApplicable => "不适用".to_owned(),
        Reading::Blank => "未填".to_owned(),
    }
}

/// By code, then by name, then by alias.
fn find_unit<'registry>(registry: &'registry Registry, asked: &str) -> Result<&'registry Unit, RunError> {
    let asked = asked.trim();
    let units = || registry.units.values();
    let by_code = || units().find(|unit| unit.code.as_str() == asked);
    let by_name = || units().find(|unit| unit.name == asked);
    let by_alias = || units().find(|unit| unit.aliases.iter().any(|alias| alias == asked));
    by_code().or_else(by_name).or_else(by_alias).ok_or_else(|| {
        let names = units().flat_map(|unit| [unit.code.as_str(), unit.name.as_str()]);
        let near = nearest_names(asked, names);
        let bears = |unit: &&Unit| near.contains(&unit.code.as_str()) || near.contains(&unit.name.as_str());
        let contains = |unit: &&Unit| !asked.is_empty() && (unit.name.contains(asked) || unit.code.as_str().contains(asked));
        let mut found: Vec<&Unit> = units().filter(contains).take(3).collect();
        found.extend(units().filter(bears).filter(|unit| !contains(unit)));
        let nearest = found.into_iter().take(5).map(|unit| format!("{} {}", unit.code, unit.name)).collect();
        RunError::UnitUnknown { unit: asked.to_owned(), nearest }
    })
}

fn find_form<'forms>(name: &str, forms: &'forms [Form]) -> Result<&'forms Form, RunError> {
    form_of_name(name, forms).ok_or_else(|| RunError::FormUnknown {
        form: name.to_owned(),
        nearest: nearest_forms(name, forms).into_iter().map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::domain::{Quarter, SourceFile, UnitCode};

    fn filing(values: Option<&[(&str, Reading)]>) -> Filing {
        let value = |(code, reading): &(&str, Reading)| KeptValue {
            item: KeptItem { code: (*code).to_owned(), name: format!("项{code}"), decimals: 1 },
            reading: reading.clone(),
        };
        Filing {
            unit: UnitCode::new("U1"),
            form: FormId::new("hospital"),
            period: Period::quarter(2025, Quarter::Third),
            file: SourceFile { path: "a.xlsx".to_owned(), hash: String::new(), size: 1, modified: 0 },
            reported_on: None,
            seen: jiff::civil::date(2025, 10, 20),
            values: values.map(|values| values.iter().map(value).collect()),
            details: None,
        }
    }

    #[test]
    fn what_changed_is_told_with_blanks_and_items_that_came_and_went() {
        let old = [
            ("1", Reading::Number(1234.0)),
            ("2", Reading::Blank),
            ("3", Reading::Number(0.5)),
            ("4", Reading::NotApplicable),
            ("5", Reading::Text("是".to_owned())),
        ];
        let new = [
            ("1", Reading::Number(1234.25)),
            ("2", Reading::Number(0.0)),
            ("3", Reading::Number(0.5)),
            ("4", Reading::Number(3.0)),
            ("6", Reading::Text("否".to_owned())),
        ];
        let changed: Vec<_> = changes(&filing(Some(&old)), &filing(Some(&new)))
            .unwrap()
            .into_iter()
            .map(|change| format!("{} {} {}→{}", change.code, change.item, change.old, change.new))
            .collect();
        assert_eq!(
            changed,
            ["1 项1 1,234.0→1,234.25", "2 项2 未填→0.0", "4 项4 不适用→3.0", "6 项6 无此项→否", "5 项5 是→无此项"]
        );
        assert_eq!(changes(&filing(None), &filing(Some(&new))), None);
    }
}
