//! `tongbao trace`: where a figure of an issued bulletin comes from, out of what was kept with it: its formula, the aggregates that it
//! is made of, and the cells of the returns behind them. Today's registry, plan pack and inbox are not asked.

mod behind_others;
mod cells;
mod parts;
mod quarters;

use std::collections::BTreeMap;
use std::path::Path;

use cells::{Behind, Kept};
use jiff::civil::Date;
use parts::Known;
use serde::Serialize;

use super::error::RunError;
use super::folders::archive_of;
use crate::compose::issued::measures::measure_word;
use crate::issue::{
    Archive, DocumentFigures, IssueError, IssueName, IssuedAdjustment, IssuedDue, IssuedFigure, IssuedIndicator, IssuedListed,
    Replaced, Withdrawal,
};
use tongbao_document::subject::{OverallCount, Slice};
use tongbao_document::{FigureId, GroupId, Measure, Subject};
use tongbao_returns::domain::{Cycle, Period};
use tongbao_returns::ingest::Reader;

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
    pub cycle: Cycle,
    /// Day of issue.
    pub as_of: Date,
    /// The withdrawn issue of which it takes the place (更正).
    pub replaces: Option<Replaced>,
    /// That it was withdrawn itself (撤销); none while it is in force.
    pub withdrawn: Option<Withdrawal>,
    /// The issue that takes its place, once there is one.
    pub replaced_by: Option<IssueName>,
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
    /// The plan's formula; of scores and counts the formula with the printed numbers.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub formula: Option<String>,
    /// The aggregates and the values before rounding, in words and numbers.
    pub workings: Vec<(String, f64)>,
    /// For an indicator over others the printed values of the members of the group.
    pub members: Vec<TracedMember>,
    /// For a count of the registry the rows that were counted.
    pub listed: Vec<IssuedListed>,
    /// The cells behind them: of the figure's own period, and of no unit that did not count.
    pub cells: Vec<SourceCell>,
    /// 差额: what the office added to the sum of the group, beside the cells.
    pub adjustments: Vec<IssuedAdjustment>,
    /// Of which earlier periods, and issues, the cells are.
    pub origins: Vec<Origin>,
    /// For scores and counts: the figures of the formula, and theirs.
    pub parts: Vec<TracedPart>,
    /// For a figure of the task ledger: the issued workbooks whose sheet 台账明细 has the tasks with the cells that were filed.
    pub task_lists: Vec<String>,
    /// For a count of returns: every return of the group and how it stood.
    pub returns: Vec<String>,
}

/// A member of a group over which an indicator is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TracedMember {
    /// The indicator that is read.
    pub indicator: String,
    /// Code of the member.
    pub code: String,
    /// Its name.
    pub name: String,
    /// As printed, with unit.
    pub printed: String,
}

/// A figure that another one is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TracedPart {
    /// 1 below the traced figure, 2 below that.
    pub level: usize,
    /// What it is called in the formula.
    pub what: String,
    /// As printed, with unit.
    pub printed: String,
    /// Its own formula with the printed numbers.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub formula: Option<String>,
}

/// A period other than the issue's that a figure is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// For when.
    pub period: Period,
    /// The issue that the number was taken from (第几期 of which year): the cells are those sealed with it. None if the number was
    /// added up for the issue that is traced.
    pub issue: Option<IssueName>,
    /// Whether the returns are kept; without them no cell can be listed.
    pub is_kept: bool,
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
    /// 单位名称.
    pub unit_name: String,
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
pub fn trace(workspace: &Path, reader: &Reader, request: &TraceRequest) -> Result<TraceReport, RunError> {
    let archive = archive_of(workspace)?;
    let snapshot = archive.chosen(request.number, request.plan.as_deref(), request.year)?;
    let (issue, documents) = (&snapshot.issue, snapshot.figures()?);
    let kept = Kept::of(snapshot, reader)?;
    let known = Known::of(&documents);
    let words: Vec<&str> = request.words.split_whitespace().collect();
    let of_pages = search(&kept, &documents, request, &words, |document| &document.printed);
    // Of the workbooks' own figures only where no page has one that fits.
    let mut found =
        if of_pages.is_empty() { search(&kept, &documents, request, &words, |document| &document.workings) } else { of_pages };
    if found.is_empty() {
        return Err(IssueError::NoSuchFigure { asked: request.words.clone() }.into());
    }
    // The value itself before what follows from it.
    found.sort_by_key(|(figure, _)| (!is_whole(&figure.id.subject), figure.id.measure));
    let others = found.len().saturating_sub(MOST);
    let figures = found.into_iter().take(MOST);
    Ok(TraceReport {
        plan: issue.plan.clone(),
        number: issue.number,
        period: issue.period,
        cycle: issue.cycle,
        as_of: issue.as_of,
        replaces: issue.replaces.clone(),
        withdrawn: snapshot.withdrawal.clone(),
        replaced_by: archive.correction_of(issue).map(|correction| correction.issue.named()),
        figures: figures
            .map(|(figure, at)| traced(&archive, &kept, (&documents, &known), figure, at))
            .collect::<Result<_, _>>()?,
        others,
    })
}

/// Every figure that has all the words, each with the documents that show it.
fn search<'run>(
    kept: &Kept<'_>,
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
                None if fits(kept, figure, words) => {
                    position.insert(&figure.id, found.len());
                    found.push((figure, vec![document.stem.clone()]));
                }
                None => {}
            }
        }
    }
    found
}

fn fits(kept: &Kept<'_>, figure: &IssuedFigure, words: &[&str]) -> bool {
    let FigureId { subject, group, period, measure } = &figure.id;
    let name = group_name(kept, group);
    let period = period.map(|period| period.to_string()).unwrap_or_default();
    let texts = [&subject.to_string(), group.code(), &name, &period, measure_word(*measure), &figure.text];
    words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
}

/// Whether a subject is something itself, and not a part or a slice of something.
fn is_whole(subject: &Subject) -> bool {
    match subject {
        Subject::Indicator(_)
        | Subject::Item(_)
        | Subject::Overall(_)
        | Subject::Score(_)
        | Subject::Scores(_)
        | Subject::Findings { .. }
        | Subject::Returns(Slice::Whole, _)
        | Subject::Lights(Slice::Whole, _)
        | Subject::Words(_) => true,
        Subject::Operand { .. }
        | Subject::Returns(..)
        | Subject::Lights(..)
        | Subject::Unranked(_)
        | Subject::Ranking { .. }
        | Subject::Rectified(..)
        | Subject::Tasks(..)
        | Subject::Task { .. }
        | Subject::TaskParts { .. }
        | Subject::Mechanisms(_)
        | Subject::Mechanism { .. }
        | Subject::Moved(_)
        | Subject::IndicatorScore(_)
        | Subject::Adjustment(_)
        | Subject::Event { .. }
        | Subject::AdjustingEntry { .. }
        | Subject::Scheme { .. }
        | Subject::Proof { .. }
        | Subject::Outstanding { .. }
        | Subject::Revisions
        | Subject::Compared { .. } => false,
    }
}

/// Of a county, an alliance, the area or a unit.
fn group_name(kept: &Kept<'_>, id: &GroupId) -> String {
    let known = kept.snapshot.issue.group(id).map(|group| group.name.as_str());
    known.or_else(|| kept.unit_name(id.code())).unwrap_or(id.code()).to_owned()
}

fn traced(
    archive: &Archive,
    kept: &Kept<'_>,
    (documents, known): (&[DocumentFigures], &Known<'_>),
    figure: &IssuedFigure,
    at: Vec<String>,
) -> Result<TracedFigure, RunError> {
    let issue = &kept.snapshot.issue;
    let FigureId { subject, group, period, measure } = &figure.id;
    let name = match subject {
        Subject::Indicator(name) | Subject::Operand { indicator: name, .. } => Some(name),
        _ => None,
    };
    let indicator = name.and_then(|name| issue.indicators.iter().find(|indicator| indicator.id == *name));
    let Behind { cells, origins, adjustments } = match indicator {
        // Behind the printed values of others, and behind rows of the registry, stand no cells of its own.
        Some(indicator) if indicator.over.is_none() && indicator.listed.is_empty() => {
            cells::behind(archive, kept, &figure.id, indicator)?
        }
        _ => Behind::default(),
    };
    Ok(TracedFigure {
        documents: at,
        subject: subject.to_string(),
        group: group_name(kept, group),
        measure: measure_word(*measure).to_owned(),
        period: period.map(|period| period.to_string()).unwrap_or_default(),
        printed: parts::printed(figure),
        value: figure.value,
        formula: indicator.map_or_else(|| known.formula(&figure.id), |indicator| Some(indicator.formula.clone())),
        workings: indicator.map(|indicator| workings(documents, indicator, &figure.id)).unwrap_or_default(),
        members: indicator.map(|indicator| behind_others::members(kept, known, indicator, &figure.id)).unwrap_or_default(),
        listed: indicator.map(|indicator| behind_others::listed(kept, indicator, &figure.id)).unwrap_or_default(),
        cells,
        adjustments,
        origins,
        parts: if indicator.is_none() { known.below(&figure.id) } else { Vec::new() },
        task_lists: task_lists(kept, &figure.id),
        returns: if indicator.is_none() { returns(kept, &figure.id) } else { Vec::new() },
    })
}

/// The aggregates of an indicator and what follows from them before rounding; of a base nothing is kept but its cells.
fn workings(documents: &[DocumentFigures], indicator: &IssuedIndicator, id: &FigureId) -> Vec<(String, f64)> {
    let mut workings: Vec<(String, f64)> = Vec::new();
    if matches!(id.measure, Measure::YearBefore | Measure::PeriodBefore) {
        return workings;
    }
    for working in documents.iter().flat_map(|document| &document.workings) {
        let FigureId { subject, group, period, measure } = &working.id;
        let what = match subject {
            Subject::Indicator(name) if *name == indicator.id => measure_word(*measure).to_owned(),
            Subject::Operand { indicator: name, aggregate } if *name == indicator.id => match measure {
                Measure::Adjustment => format!("{aggregate}其中：差额"),
                _ => aggregate.clone(),
            },
            _ => continue,
        };
        let is_its = *group == id.group && *period == id.period;
        let is_new = || !workings.iter().any(|(known, _)| *known == what);
        if let Some(value) = working.value.filter(|_| is_its && is_new()) {
            workings.push((what, value));
        }
    }
    workings
}

/// The workbooks of the group and of the area, which list its tasks.
fn task_lists(kept: &Kept<'_>, id: &FigureId) -> Vec<String> {
    if !matches!(id.subject, Subject::Tasks(..) | Subject::Task { .. } | Subject::TaskParts { .. }) {
        return Vec::new();
    }
    let issue = &kept.snapshot.issue;
    let own = issue.documents.iter().find(|document| document.group.as_ref() == Some(&id.group));
    // The area's own bulletin is the first.
    own.or(issue.documents.first()).map(|document| format!("{}/{}.xlsx", issue.folder, document.stem)).into_iter().collect()
}

/// For a count of returns, or of units that owe them: every return behind it, and how it stood.
fn returns(kept: &Kept<'_>, FigureId { subject, group, .. }: &FigureId) -> Vec<String> {
    let slice = match subject {
        Subject::Returns(slice, _) => slice,
        Subject::Overall(OverallCount::Units) => &Slice::Whole,
        _ => return Vec::new(),
    };
    let issue = &kept.snapshot.issue;
    let is_of_group = |unit: &String| issue.group(group).map_or(unit == group.code(), |group| group.units.contains(unit));
    let is_member = |is_its: &dyn Fn(&GroupId) -> bool, name: &str, unit: &String| {
        issue.groups.iter().any(|group| is_its(&group.id) && group.name == name && group.units.contains(unit))
    };
    let is_of_slice = |due: &IssuedDue| match slice {
        Slice::County(name) => is_member(&|id| matches!(id, GroupId::County(_)), name, &due.unit),
        Slice::Alliance(name) => is_member(&|id| matches!(id, GroupId::Alliance(_)), name, &due.unit),
        Slice::Form(title) => kept.returns.forms.iter().any(|(id, form)| id.as_str() == due.form && form.title == *title),
        Slice::Unit(name) => kept.unit_name(&due.unit) == Some(name),
        Slice::Category(_) | Slice::Campaign(_) | Slice::Whole | Slice::Total => true,
    };
    let form = |id: &str| {
        let known = kept.returns.forms.iter().find(|(known, _)| known.as_str() == id);
        known.map_or_else(|| id.to_owned(), |(_, form)| format!("{}《{}》", form.code, form.title))
    };
    let told = |due: &IssuedDue| {
        let name = kept.unit_name(&due.unit).unwrap_or_default();
        format!("{} {name} {} 截止{} {}", due.unit, form(&due.form), due.deadline, due.state)
    };
    issue.due.iter().filter(|due| is_of_group(&due.unit) && is_of_slice(due)).map(told).collect()
}
