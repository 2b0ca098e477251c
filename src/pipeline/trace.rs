//! `tongbao trace`: where a figure of an issued bulletin comes from, out of what was kept with it: its formula, the aggregates that it
//! is made of, and the cells of the returns behind them. Today's registry, plan pack and inbox are not asked.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;

use super::error::RunError;
use super::history::shown;
use super::revising::returns_of;
use crate::compose::issued::revision::measure_word;
use crate::document::FigureId;
use crate::document::Measure;
use crate::domain::Period;
use crate::domain::Place;
use crate::issue::Archive;
use crate::issue::DocumentFigures;
use crate::issue::IssueError;
use crate::issue::IssuedFigure;
use crate::issue::Snapshot;
use crate::store::KeptReturns;
use crate::store::KeptValue;

/// Most figures that are traced at once; the others are counted.
const MOST: usize = 20;

/// Which figure of which issue.
#[derive(Debug, Clone, Default)]
pub struct TraceRequest {
    /// 第几期.
    pub number: u32,
    /// Only of this plan.
    pub plan: Option<String>,
    /// Only of this year.
    pub year: Option<i16>,
    /// Part of the name of the document, e.g. 全市 or 任城区.
    pub document: Option<String>,
    /// Words that all stand in the figure's indicator, group, measure or number; every figure without.
    pub words: String,
}

/// What was found.
#[derive(Debug, Clone, Serialize)]
pub struct TraceReport {
    /// Plan id.
    pub plan: String,
    /// 第几期.
    pub number: u32,
    /// For when.
    pub period: Period,
    /// 季调度 …
    pub cycle: String,
    /// Day of issue.
    pub as_of: Date,
    /// One by one.
    pub figures: Vec<TracedFigure>,
    /// Figures that fit as well and are not traced.
    pub others: usize,
}

/// A figure with its sources.
#[derive(Debug, Clone, Serialize)]
pub struct TracedFigure {
    /// Documents that print it.
    pub documents: Vec<String>,
    /// Indicator or count.
    pub subject: String,
    /// Name of the group.
    pub group: String,
    /// What of it: 本期累计, 同比 …
    pub measure: String,
    /// Period.
    pub period: String,
    /// As printed, with unit.
    pub printed: String,
    /// As computed, not rounded.
    pub value: Option<f64>,
    /// The plan's formula; empty for a count.
    pub formula: String,
    /// The aggregates and the values before rounding, in words and numbers.
    pub workings: Vec<(String, f64)>,
    /// The cells behind them.
    pub cells: Vec<SourceCell>,
    /// For a count of returns: every return of the group and how it stood.
    pub returns: Vec<String>,
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SourceCell {
    /// 指标项名称.
    pub item: String,
    /// For when it was filed.
    pub period: Period,
    /// 单位代码.
    pub unit: String,
    /// The value.
    pub value: String,
    /// Path below the inbox.
    pub file: String,
    /// BLAKE3 of the file, hexadecimal.
    pub hash: String,
    /// Sheet.
    pub sheet: String,
    /// A1 address.
    pub cell: String,
}

/// Looks figures up.
pub fn trace(workspace: &Path, request: &TraceRequest) -> Result<TraceReport, RunError> {
    let archive = Archive::read(workspace)?;
    let snapshot = chosen(&archive, request)?;
    let (issue, documents, returns) = (&snapshot.issue, snapshot.figures()?, returns_of(snapshot)?);
    let words: Vec<&str> = request.words.split_whitespace().collect();
    let of_pages = search(snapshot, &documents, request, &words, |document| &document.printed);
    // Of the workbooks' own figures only where no page has one that fits.
    let mut found =
        if of_pages.is_empty() { search(snapshot, &documents, request, &words, |document| &document.workings) } else { of_pages };
    if found.is_empty() {
        return Err(IssueError::NoSuchFigure { asked: request.words.clone() }.into());
    }
    // The value itself before what follows from it.
    found.sort_by_key(|(figure, _)| (figure.id.subject.contains('：'), figure.id.measure));
    let others = found.len().saturating_sub(MOST);
    let figures = found.into_iter().take(MOST);
    Ok(TraceReport {
        plan: issue.plan.clone(),
        number: issue.number,
        period: issue.period,
        cycle: issue.cycle_name.clone(),
        as_of: issue.as_of,
        figures: figures.map(|(figure, at)| traced(snapshot, &documents, &returns, figure, at)).collect(),
        others,
    })
}

/// Every figure that has all the words, each with the documents that show it.
fn search<'run>(
    snapshot: &Snapshot,
    documents: &'run [DocumentFigures],
    request: &TraceRequest,
    words: &[&str],
    of: fn(&DocumentFigures) -> &Vec<IssuedFigure>,
) -> Vec<(&'run IssuedFigure, Vec<String>)> {
    let mut position: BTreeMap<&FigureId, usize> = BTreeMap::new();
    let mut found: Vec<(&IssuedFigure, Vec<String>)> = Vec::new();
    for document in documents {
        if request.document.as_deref().is_some_and(|asked| !document.stem.contains(asked)) {
            continue;
        }
        for figure in of(document) {
            match position.get(&figure.id).and_then(|position| found.get_mut(*position)) {
                Some((_, documents)) => documents.push(document.stem.clone()),
                None if fits(snapshot, figure, words) => {
                    position.insert(&figure.id, found.len());
                    found.push((figure, vec![document.stem.clone()]));
                }
                None => {}
            }
        }
    }
    found
}

fn chosen<'archive>(archive: &'archive Archive, request: &TraceRequest) -> Result<&'archive Snapshot, IssueError> {
    let name = |snapshot: &Snapshot| {
        let issue = &snapshot.issue;
        format!("{} {} {}（{} {}）", issue.plan, issue.year(), issue.name(), issue.period, issue.cycle)
    };
    let of_request = |snapshot: &&Snapshot| {
        let issue = &snapshot.issue;
        issue.number == request.number
            && request.plan.as_ref().is_none_or(|plan| issue.plan == *plan)
            && request.year.is_none_or(|year| issue.year() == year)
    };
    let fitting: Vec<&Snapshot> = archive.snapshots().iter().filter(of_request).collect();
    match fitting.as_slice() {
        [only] => Ok(only),
        [] => Err(IssueError::NumberUnknown { number: request.number, known: archive.snapshots().iter().map(name).collect() }),
        several => {
            Err(IssueError::NumberAmbiguous { number: request.number, known: several.iter().map(|one| name(one)).collect() })
        }
    }
}

fn fits(snapshot: &Snapshot, figure: &IssuedFigure, words: &[&str]) -> bool {
    let FigureId { subject, group, period, measure } = &figure.id;
    let name = group_name(snapshot, group);
    let texts = [subject.as_str(), group, &name, period, measure_word(*measure), &figure.text];
    words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
}

fn group_name(snapshot: &Snapshot, code: &str) -> String {
    snapshot.issue.group(code).map_or_else(|| code.to_owned(), |group| group.name.clone())
}

fn traced(
    snapshot: &Snapshot,
    documents: &[DocumentFigures],
    returns: &KeptReturns,
    figure: &IssuedFigure,
    at: Vec<String>,
) -> TracedFigure {
    let issue = &snapshot.issue;
    let FigureId { subject, group, period, measure } = &figure.id;
    let name = subject.split('：').next().unwrap_or_default();
    let indicator = issue.indicators.iter().find(|indicator| indicator.id == name);
    let units: BTreeSet<&str> = match issue.group(group) {
        Some(group) => group.units.iter().map(String::as_str).collect(),
        None => BTreeSet::from([group.as_str()]),
    };
    let is_of_returns = indicator.is_none() && matches!(measure, Measure::Count | Measure::Share);
    let mut workings: Vec<(String, f64)> = Vec::new();
    for working in documents.iter().flat_map(|document| &document.workings).filter(|_| indicator.is_some()) {
        let is_its =
            working.id.group == *group && (working.id.subject == name || working.id.subject.starts_with(&format!("{name}：")));
        if let (true, Some(value)) = (is_its, working.value) {
            let what =
                working.id.subject.split_once('：').map_or_else(|| measure_word(working.id.measure), |(_, operand)| operand);
            if !workings.iter().any(|(known, _)| known == what) {
                workings.push((what.to_owned(), value));
            }
        }
    }
    let items: BTreeSet<&str> = indicator.into_iter().flat_map(|indicator| indicator.items.iter().map(String::as_str)).collect();
    let due = issue.due.iter().filter(|due| is_of_returns && units.contains(due.unit.as_str()));
    TracedFigure {
        documents: at,
        subject: subject.clone(),
        group: group_name(snapshot, group),
        measure: measure_word(*measure).to_owned(),
        period: period.clone(),
        printed: format!("{}{}", figure.text, figure.unit),
        value: figure.value,
        formula: indicator.map(|indicator| indicator.formula.clone()).unwrap_or_default(),
        workings,
        cells: cells(returns, &periods(issue.period, *measure), &units, &items),
        returns: due.map(|due| format!("{} {} {}", due.unit, due.form, due.state)).collect(),
    }
}

/// The quarters whose returns stand behind a figure.
fn periods(period: Period, measure: Measure) -> BTreeSet<Period> {
    let mut periods: BTreeSet<Period> = period.quarters().collect();
    match measure {
        Measure::YearOnYear | Measure::YearBefore => periods.extend(period.year_before().quarters()),
        Measure::Own | Measure::ExactOwn | Measure::PeriodOnPeriod | Measure::PeriodBefore => {
            periods.extend(period.previous().quarters());
        }
        _ => {}
    }
    periods
}

fn cells(returns: &KeptReturns, periods: &BTreeSet<Period>, units: &BTreeSet<&str>, items: &BTreeSet<&str>) -> Vec<SourceCell> {
    let mut cells = Vec::new();
    for filed in returns.returns.iter().filter(|filed| periods.contains(&filed.period) && units.contains(filed.unit.as_str())) {
        let Some(form) = returns.forms.get(&filed.form) else { continue };
        for fact in &filed.facts {
            let Some(item) = form.items.get(usize::from(fact.item)).filter(|item| items.contains(item.name.as_str())) else {
                continue;
            };
            let sheet = |place: Place| filed.sheets.get(usize::from(place.sheet)).cloned();
            cells.push(SourceCell {
                item: item.name.clone(),
                period: filed.period,
                unit: filed.unit.to_string(),
                value: shown(Some(&KeptValue { item: item.clone(), reading: fact.reading.clone() })),
                file: filed.file.path.clone(),
                hash: filed.file.hash.clone(),
                sheet: fact.place.and_then(sheet).unwrap_or_default(),
                cell: fact.place.map(Place::a1).unwrap_or_default(),
            });
        }
    }
    cells.sort();
    cells
}
