//! What is kept of a bulletin that is issued, and how it is written.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use walkdir::WalkDir;

use super::error::RunError;
use super::gathered::Gathered;
use super::office_sheets::{OFFICE, kept_files};
use super::task::Task;
use crate::compose::issued::frozen;
use crate::compose::{Composed, Material};
use crate::issue::{
    DocumentFigures, Issue, IssueError, IssueName, IssuedAdjustment, IssuedBase, IssuedDocument, IssuedDue, IssuedFile,
    IssuedGroup, IssuedIndicator, IssuedResult, SCHEMA, archive,
};
use crate::publish::{Output, Staged, stage};
use tongbao_document::count;
use tongbao_figures::plan::PackFolders;
use tongbao_figures::plan::catalogue::CATALOGUE;
use tongbao_figures::store::KeptReturns;
use tongbao_returns::domain::{Form, OfficeFile, Period, Return};

/// The plan pack, below a snapshot.
const PACK: &str = "pack";

/// What is kept of a bulletin that is issued.
#[derive(Debug)]
pub(super) struct Frozen {
    documents: Vec<IssuedDocument>,
    figures: Vec<DocumentFigures>,
    groups: Vec<IssuedGroup>,
    due: Vec<IssuedDue>,
    indicators: Vec<IssuedIndicator>,
    results: Vec<IssuedResult>,
    bases: Vec<IssuedBase>,
    adjustments: Vec<IssuedAdjustment>,
    returns: KeptReturns,
}

impl Frozen {
    /// Of what is composed.
    pub(super) fn of(task: &Task<'_>, material: &Material<'_>, composed: &[Composed]) -> Result<Self, RunError> {
        let document = |one: &Composed| IssuedDocument {
            stem: one.stem.clone(),
            title: one.document.properties.title.clone(),
            group: one.group.clone(),
        };
        Ok(Self {
            documents: composed.iter().map(document).collect(),
            figures: composed.iter().map(|one| DocumentFigures::of(&one.stem, &one.document)).collect(),
            groups: frozen::groups(material),
            due: frozen::due_of(material),
            indicators: frozen::indicators(material),
            results: frozen::results(material),
            bases: bases(task, material)?,
            adjustments: frozen::adjustments(material),
            returns: kept_returns(&task.plan.forms, task.gathered, task.period),
        })
    }
}

/// The periods that changes are told against and trends go through, and the plan's first year where it stands on the page, each with who counted
/// then.
fn bases(task: &Task<'_>, material: &Material<'_>) -> Result<Vec<IssuedBase>, RunError> {
    let Task { plan, registry, gathered, period, issuing, .. } = *task;
    let trends = [material.trend, material.first_year];
    let trend = trends.into_iter().flatten().flat_map(|trend| trend.periods.iter().copied());
    // The quarter before alone is the difference against the one before it.
    let changes = [period.year_before(), period.previous(), period.previous().previous()];
    let periods: BTreeSet<Period> = trend.chain(changes).filter(|known| *known != period).collect();
    let base = |period: Period| {
        let figures = tongbao_figures::aggregate::aggregate(plan, registry, &gathered.accepted, period)?;
        Ok(frozen::base(plan, &figures, issuing.issued.name(period)))
    };
    periods.into_iter().map(base).collect()
}

/// The accepted returns of a period and of those before it: what its bulletin is made from.
pub(super) fn kept_returns(forms: &[Form], gathered: &Gathered, period: Period) -> KeptReturns {
    let periods = gathered.accepted.periods().filter(|known| known.last_day() <= period.last_day());
    let form_of = |filed: &Return| forms.iter().find(|known| known.id == filed.form);
    let returns = periods.flat_map(|period| gathered.accepted.of_period(period));
    let own: Vec<Cow<'_, Return>> = returns.filter_map(|filed| of_plan(filed, form_of(filed)?)).collect();
    KeptReturns::of(forms, own.iter().map(Cow::as_ref))
}

/// A return as far as it is the plan's: of a ledger form that others share, its own rows. None if it says nothing of these.
fn of_plan<'run>(filed: &'run Return, form: &Form) -> Option<Cow<'run, Return>> {
    match form.tasks.as_ref().filter(|tasks| tasks.in_sight.is_narrowed()) {
        None => Some(Cow::Borrowed(filed)),
        Some(tasks) => Some(Cow::Owned(Return { facts: tasks.own_facts(&filed.facts)?, ..filed.clone() })),
    }
}

/// Writes the snapshot beside its place; nothing of a draft. It comes to its place whole or not at all, and before its bulletin does, so that
/// a run that is killed leaves either nothing or an issue that the next run publishes.
pub(super) fn keep(task: &Task<'_>, frozen: Frozen, folder: &Path, published: &[Output]) -> Result<Option<Staged>, RunError> {
    let Task { setup, plan, cycle, period, .. } = *task;
    let Some(issuing) = &task.issuing.issuing else { return Ok(None) };
    let own = IssueName { year: issuing.day.year(), number: issuing.number };
    let at = match &issuing.replaces {
        None => archive::folder_of(&setup.workspace, &plan.id, period, cycle),
        Some(_) => archive::folder_of_correction(&setup.workspace, &plan.id, period, cycle, &own),
    };
    let json = |source| IssueError::Json { source };
    let mut files: Vec<Output> = Vec::new();
    let mut put = |path: String, bytes: Vec<u8>| files.push(Output { path: PathBuf::from(path), bytes });
    put(archive::PRINTED.to_owned(), lines(&frozen.figures).map_err(json)?);
    for (name, bytes) in frozen.returns.files()? {
        put(format!("{}/{name}", archive::FACTS), bytes);
    }
    let registry = read(&setup.office_file(OfficeFile::Registry))?;
    let registry_hash = blake3::hash(&registry).to_hex().to_string();
    put(OfficeFile::Registry.name().to_owned(), registry);
    for name in kept_files() {
        let path = setup.workspace.join(name);
        if path.is_file() {
            put(format!("{OFFICE}/{name}"), read(&path)?);
        }
    }
    for part in [plan.id.as_str(), "common"] {
        for (below, path) in pack_files(&setup.packs, part)? {
            put(format!("{PACK}/{}", slashed(&below)), read(&path)?);
        }
    }
    for output in published {
        put(format!("{}/{}", archive::PUBLISHED, slashed(&output.path)), output.bytes.clone());
    }
    let listed = |output: &Output| IssuedFile {
        path: slashed(&output.path),
        hash: blake3::hash(&output.bytes).to_hex().to_string(),
        size: count::to_u64(output.bytes.len()),
    };
    let issue = Issue {
        schema: SCHEMA,
        tongbao: env!("CARGO_PKG_VERSION").to_owned(),
        plan: plan.id.clone(),
        plan_title: plan.short_title.clone(),
        plan_fingerprint: plan.fingerprint.clone(),
        period,
        cycle,
        cycle_name: cycle.chinese().to_owned(),
        number: issuing.number,
        printed_number: task.issuing.printed_number.clone().unwrap_or_default(),
        as_of: issuing.day,
        forced: issuing.forced.clone(),
        replaces: issuing.replaces.clone(),
        registry_hash,
        folder: slashed(folder.strip_prefix(&setup.workspace).unwrap_or(folder)),
        documents: frozen.documents,
        groups: frozen.groups,
        due: frozen.due,
        indicators: frozen.indicators,
        results: frozen.results,
        bases: frozen.bases,
        adjustments: frozen.adjustments,
        files: files.iter().map(listed).collect(),
    };
    let bytes = serde_json::to_vec_pretty(&issue).map_err(json)?;
    let seal = format!("{}\n", blake3::hash(&bytes).to_hex());
    files.push(Output { path: PathBuf::from(archive::ISSUE), bytes });
    files.push(Output { path: PathBuf::from(archive::SEAL), bytes: seal.into_bytes() });
    Ok(Some(stage(&at, &files)?))
}

/// The files of a part of a pack, by their paths below it: of those that lie in several folders the one that is read.
fn pack_files(folders: &PackFolders, part: &str) -> Result<BTreeMap<PathBuf, PathBuf>, IssueError> {
    let mut files = BTreeMap::new();
    for folder in folders.paths().filter(|folder| folder.join(part).is_dir()) {
        for entry in WalkDir::new(folder.join(part)).sort_by_file_name() {
            let entry = entry.map_err(|error| IssueError::Unread { path: folder.join(part), source: io::Error::from(error) })?;
            // The catalogue is for authors: no bulletin is made from it.
            if entry.file_type().is_file() && entry.file_name() != CATALOGUE {
                let below = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_owned();
                files.entry(below).or_insert_with(|| entry.into_path());
            }
        }
    }
    Ok(files)
}

/// A document a line.
fn lines(figures: &[DocumentFigures]) -> serde_json::Result<Vec<u8>> {
    let lines = figures.iter().map(serde_json::to_string).collect::<serde_json::Result<Vec<_>>>()?;
    Ok(format!("[\n{}\n]\n", lines.join(",\n")).into_bytes())
}

fn read(path: &Path) -> Result<Vec<u8>, IssueError> {
    fs::read(path).map_err(|source| IssueError::Unread { path: path.to_owned(), source })
}

fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
