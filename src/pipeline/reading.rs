//! The first half of every command: the inbox to accepted facts, with what was read before taken from the store.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use super::clock::Clock;
use super::deadlines::deadlines;
use super::error::RunError;
use super::gathered::Gathered;
use super::lock::Lock;
use super::progress::{Progress, Stage};
use super::report::FileCounts;
use super::senders::Formerly;
use super::setup::{Setup, forms};
use tongbao_figures::audit::{Deadlines, TaskLedger, accept, blank_items, in_order_of_filing, judge};
use tongbao_figures::plan::Plan;
use tongbao_figures::store::{Filing, Store};
use tongbao_returns::domain::{Form, OfficeFile, Period, Statement};
use tongbao_returns::finding::cap::capped;
use tongbao_returns::finding::{Checked, Finding};
use tongbao_returns::ingest::{FileReading, Found, Known, come_by, fingerprint};
use tongbao_returns::registry::Registry;

/// What the inbox holds, read and not yet judged.
pub(super) struct Inbox {
    /// Every file, whatever its day.
    pub(super) readings: Vec<FileReading>,
    pub(super) store: Store,
    forms: Vec<Form>,
    deadlines: Deadlines,
    /// What refused files said at the last run, as long as no run has moved that to the history.
    overwritten: Vec<Filing>,
    /// Where each file is opened, by its path as it is shown.
    places: BTreeMap<String, PathBuf>,
    /// Files of the store that were damaged.
    damaged: Vec<PathBuf>,
    files: FileCounts,
}

/// Reads the inbox and judges what it holds.
pub(super) fn gather(
    setup: &Setup,
    plans: &[Plan],
    registry: &Registry,
    lock: Option<&Lock>,
    progress: &dyn Progress,
    clock: &mut Clock,
) -> Result<Gathered, RunError> {
    let inbox = read_inbox(setup, plans, registry, lock, progress, clock)?;
    audited(inbox, setup, plans, registry, progress, clock)
}

/// Reads the inbox. Whoever holds the lock stores what was read; without it nothing is written, and what a run stores meanwhile is its own
/// business.
pub(super) fn read_inbox(
    setup: &Setup,
    plans: &[Plan],
    registry: &Registry,
    lock: Option<&Lock>,
    progress: &dyn Progress,
    clock: &mut Clock,
) -> Result<Inbox, RunError> {
    let forms = forms(plans);
    let deadlines = deadlines(setup, &forms, registry)?;
    let known = Known { forms: &forms, registry: Some(registry) };
    let store = Store::new(&setup.workspace, &forms, registry, setup.as_of);
    let found = tongbao_returns::ingest::discover(&setup.inbox())?;
    progress.begin(Stage::Read, found.len());
    let kept = store.load();
    let (stored_before, damaged) = (kept.stored, kept.damaged);
    let (mut readings, read) = read_changed(setup, &found, &known, kept.readings, progress)?;
    clock.lap(Stage::Read);
    progress.begin(Stage::Store, 0);
    let is_changed = read > 0 || stored_before != readings.len() || !damaged.is_empty();
    let overwritten = if lock.is_some() { Vec::new() } else { overwritten(&store, &readings) };
    match lock {
        Some(_) if is_changed => {
            store.set_aside(&damaged)?;
            store.save(&mut readings)?;
        }
        Some(_) => store.tidy(),
        None => {}
    }
    clock.lap(Stage::Store);
    let files = FileCounts {
        found: found.len(),
        read,
        from_store: found.len().saturating_sub(read),
        damaged: damaged.len(),
        emptied: if found.is_empty() { Some(stored_before) } else { None },
        ..FileCounts::default()
    };
    let places = found.into_iter().map(|found| (found.source.path, found.path)).collect();
    Ok(Inbox { readings, store, forms, deadlines, overwritten, places, damaged, files })
}

/// Judges what was read, and whatever else the office keeps.
pub(super) fn audited(
    inbox: Inbox,
    setup: &Setup,
    plans: &[Plan],
    registry: &Registry,
    progress: &dyn Progress,
    clock: &mut Clock,
) -> Result<Gathered, RunError> {
    let Inbox { readings, store, forms, deadlines, overwritten, places, damaged, files } = inbox;
    progress.begin(Stage::Audit, 0);
    let readings = come_by(readings, setup.as_of);
    let come = count_files(&readings);
    let files = FileCounts { found: come, later: files.found.saturating_sub(come), ..files };
    let (explanations, practices) = (setup.office_file(OfficeFile::Explanations), setup.office_file(OfficeFile::Practices));
    let said = tongbao_returns::ingest::statements(&explanations, Some(registry), &setup.reader)?;
    let happened = super::scoring::events(setup, plans, registry)?;
    let practices = tongbao_returns::ingest::practices(&practices, registry, &setup.reader)?;
    let adjustments = super::adjustments::read(setup, plans, &forms, registry)?;
    let mut gathered = accept_all(readings, plans, &forms, registry, files, deadlines, said);
    let (ledger, findings) = super::ledger::follow(setup, &forms, registry, &gathered.accepted)?;
    gathered.findings.extend(findings);
    gathered.findings.extend(happened.findings.into_iter().chain(practices.findings).chain(adjustments.findings));
    gathered.findings = capped(gathered.findings);
    let formerly = Formerly::of(&gathered.findings, &store, gathered.accepted.periods(), overwritten);
    let accepted = gathered.accepted.with_adjustments(adjustments.value);
    let gathered =
        Gathered { accepted, formerly, ledger, events: happened.value, practices: practices.value, places, damaged, ..gathered };
    clock.lap(Stage::Audit);
    Ok(gathered)
}

/// How many files: one may hold several returns.
fn count_files(readings: &[FileReading]) -> usize {
    readings.iter().map(|reading| reading.source.path.as_str()).collect::<BTreeSet<_>>().len()
}

/// What the last run stored of files that are refused now.
fn overwritten(store: &Store, readings: &[FileReading]) -> Vec<Filing> {
    let refused = readings.iter().filter(|reading| reading.filed.is_none());
    let refused: BTreeSet<&str> = refused.map(|reading| reading.source.path.as_str()).collect();
    store.gone(readings, |filed| refused.contains(filed.file.path.as_str()))
}

/// Reads the files that the store does not know; the readings of all files, in their order, and how many were read.
fn read_changed(
    setup: &Setup,
    found: &[Found],
    known: &Known<'_>,
    mut kept: BTreeMap<(String, String), Vec<FileReading>>,
    progress: &dyn Progress,
) -> Result<(Vec<FileReading>, usize), RunError> {
    if kept.is_empty() {
        return Ok((tongbao_returns::ingest::read(found, known, &setup.reader, &|| progress.step())?, found.len()));
    }
    // A file that cannot be fingerprinted is read anew, and then says itself what is wrong with it.
    let hashes: Vec<Option<String>> = found.par_iter().map(|found| fingerprint(found).ok()).collect();
    let mut readings: Vec<Vec<FileReading>> = Vec::with_capacity(found.len());
    let (mut changed, mut places) = (Vec::new(), BTreeMap::new());
    for (position, (found, hash)) in found.iter().zip(hashes).enumerate() {
        let known = hash.and_then(|hash| kept.remove(&(found.source.path.clone(), hash)));
        let Some(mut known) = known else {
            changed.push(found.clone());
            places.insert(found.source.path.as_str(), position);
            readings.push(Vec::new());
            continue;
        };
        for reading in &mut known {
            reading.source.modified = found.source.modified;
            if let Some(filed) = &mut reading.filed {
                filed.file.modified = found.source.modified;
            }
        }
        progress.step();
        readings.push(known);
    }
    for reading in tongbao_returns::ingest::read(&changed, known, &setup.reader, &|| progress.step())? {
        let place = places.get(reading.source.path.as_str()).and_then(|position| readings.get_mut(*position));
        if let Some(place) = place {
            place.push(reading);
        }
    }
    Ok((readings.into_iter().flatten().collect(), changed.len()))
}

/// What a return left blank; without a registry its unit is taken to be open.
pub(super) fn blanks(reading: &FileReading, forms: &[Form], registry: Option<&Registry>) -> Vec<Finding> {
    let Some(filed) = &reading.filed else { return Vec::new() };
    let unit = registry.and_then(|registry| registry.units.get(&filed.unit));
    let has_closed = unit.is_some_and(|unit| unit.has_closed_before(filed.period.last_day()));
    let form = forms.iter().find(|form| form.id == filed.form);
    form.map_or_else(Vec::new, |form| blank_items(filed, form, has_closed, &reading.findings))
}

fn accept_all(
    readings: Vec<FileReading>,
    plans: &[Plan],
    forms: &[Form],
    registry: &Registry,
    files: FileCounts,
    deadlines: Deadlines,
    said: Checked<Vec<Statement>>,
) -> Gathered {
    let slips = readings.iter().filter_map(|reading| Some((reading.filed.as_ref()?, reading.statements.as_slice())));
    let mut statements = in_order_of_filing(slips);
    let mut findings = said.findings;
    let mut sources = Vec::with_capacity(readings.len());
    let mut returns = Vec::with_capacity(readings.len());
    let mut periods: BTreeMap<String, Period> = BTreeMap::new();
    for reading in readings {
        let period = reading.period;
        findings.extend(blanks(&reading, forms, Some(registry)).into_iter().map(|finding| finding.in_period(period)));
        findings.extend(reading.findings.into_iter().map(|finding| finding.in_period(period)));
        if let Some(period) = period {
            periods.insert(reading.source.path.clone(), period);
        }
        if sources.last() != Some(&reading.source) {
            sources.push(reading.source);
        }
        returns.extend(reading.filed);
    }
    let accepted = accept(returns);
    findings.extend(accepted.findings.into_iter().map(|finding| {
        let period = periods.get(finding.at.file.name()).copied();
        finding.in_period(period)
    }));
    // The office speaks last.
    statements.extend(said.value);
    let audited = judge(plans, Some(registry), accepted.value, &statements);
    findings.extend(audited.findings);
    let (accepted, outcomes) = (audited.accepted, audited.outcomes);
    let (formerly, events, practices, ledger) = (Formerly::default(), Vec::new(), Vec::new(), TaskLedger::default());
    let (places, damaged) = (BTreeMap::new(), Vec::new());
    Gathered { accepted, deadlines, findings, formerly, sources, places, damaged, files, events, practices, outcomes, ledger }
}
