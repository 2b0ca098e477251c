//! The first half of every command: the inbox to accepted facts, with what was read before taken from the store.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::civil::Date;
use rayon::prelude::*;

use super::clock::Clock;
use super::deadlines::deadlines;
use super::error::RunError;
use super::gathered::Gathered;
use super::lock::Lock;
use super::progress::{Progress, Stage};
use super::refused::{Refused, Whole, settle};
use super::report::FileCounts;
use super::senders::Formerly;
use super::setup::{Setup, forms};
use tongbao_figures::audit::{Deadlines, Sightings, TaskLedger, accept_knowing, blank_items, in_order_of_filing, judge};
use tongbao_figures::plan::Plan;
use tongbao_figures::store::{Filing, Store};
use tongbao_returns::domain::{Form, OfficeFile, Period, Return, Statement};
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
    /// What lay in the inbox once and is not there any more.
    departed: Vec<Filing>,
    /// The files that were opened now, by their paths.
    opened: BTreeSet<String>,
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
    let (stored_before, damaged, first_seen) = (kept.stored, kept.damaged, kept.first_seen);
    let (mut readings, opened) = read_changed(setup, &found, &known, kept.readings, progress)?;
    clock.lap(Stage::Read);
    progress.begin(Stage::Store, 0);
    let is_seen_anew = see(&mut readings, first_seen, setup.as_of);
    let is_changed = !opened.is_empty() || is_seen_anew || stored_before != readings.len() || !damaged.is_empty();
    match lock {
        Some(_) if is_changed => {
            store.set_aside(&damaged)?;
            store.save(&mut readings)?;
        }
        Some(_) => store.tidy(),
        None => {}
    }
    let departed = store.departed(&readings, lock.is_some());
    clock.lap(Stage::Store);
    let files = FileCounts {
        found: found.len(),
        damaged: damaged.len(),
        emptied: if found.is_empty() { Some(stored_before) } else { None },
        ..FileCounts::default()
    };
    let places = found.into_iter().map(|found| (found.source.path, found.path)).collect();
    Ok(Inbox { readings, store, forms, deadlines, departed, opened, places, damaged, files })
}

/// Notes of every file whose period is over when it was read first, which no later run changes; whether any was read first now.
fn see(readings: &mut [FileReading], mut first_seen: BTreeMap<String, Date>, as_of: Date) -> bool {
    let mut is_seen_anew = false;
    for reading in readings.iter_mut().filter(|reading| reading.first_seen.is_none() && !reading.source.hash.is_empty()) {
        let is_over = reading.said.as_ref().is_none_or(|said| said.period.last_day() <= as_of);
        if let Some(day) = first_seen.get(&reading.source.hash) {
            reading.first_seen = Some(*day);
        } else if is_over {
            first_seen.insert(reading.source.hash.clone(), as_of);
            reading.first_seen = Some(as_of);
            is_seen_anew = true;
        }
    }
    is_seen_anew
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
    let Inbox { readings, store, forms, deadlines, departed, opened, places, damaged, files } = inbox;
    progress.begin(Stage::Audit, 0);
    let readings = come_by(readings, setup.as_of);
    let come: BTreeSet<&str> = readings.iter().map(|reading| reading.source.path.as_str()).collect();
    let (come, read) = (come.len(), come.iter().filter(|path| opened.contains(**path)).count());
    let later = files.found.saturating_sub(come);
    let files = FileCounts { found: come, read, from_store: come - read, later, ..files };
    let refused = Refused::among(&readings, setup.as_of);
    let gone = departed.iter().filter_map(|filing| counting(filing, &forms, registry, setup.as_of)).collect();
    let sightings = sightings(&readings, &departed);
    let (explanations, practices) = (setup.office_file(OfficeFile::Explanations), setup.office_file(OfficeFile::Practices));
    let said = tongbao_returns::ingest::statements(&explanations, Some(registry), &setup.reader)?;
    let happened = super::scoring::events(setup, plans, registry)?;
    let practices = tongbao_returns::ingest::practices(&practices, registry, &setup.reader)?;
    let adjustments = super::adjustments::read(setup, plans, &forms, registry)?;
    let mut gathered = accept_all((readings, gone, sightings), (plans, &forms, registry), files, deadlines, said);
    let (ledger, findings) = super::ledger::follow(setup, &forms, registry, &gathered.accepted)?;
    gathered.findings.extend(findings);
    gathered.findings.extend(happened.findings.into_iter().chain(practices.findings).chain(adjustments.findings));
    gathered.findings = capped(gathered.findings);
    let formerly = Formerly::of(&gathered.findings, &store, gathered.accepted.periods(), departed);
    let whole = Whole { accepted: &gathered.accepted, formerly: &formerly, registry, forms: &forms };
    settle(&mut gathered.findings, &refused, &whole);
    let accepted = gathered.accepted.with_adjustments(adjustments.value);
    let gathered =
        Gathered { accepted, formerly, ledger, events: happened.value, practices: practices.value, places, damaged, ..gathered };
    clock.lap(Stage::Audit);
    Ok(gathered)
}

/// A return that is not there any more and had come by a day, as it would be read now: of a unit that files its form.
fn counting(filing: &Filing, forms: &[Form], registry: &Registry, as_of: Date) -> Option<Return> {
    let form = forms.iter().find(|form| form.id == filing.form)?;
    let unit = registry.units.get(&filing.unit)?;
    let (first, last) = (filing.period.first_day(), filing.period.last_day());
    let has_come = last <= as_of && filing.reported_on.is_none_or(|day| day <= as_of);
    let is_asked = unit.files(form, last) && unit.is_open_within(first, last);
    if has_come && is_asked { filing.as_return(form) } else { None }
}

fn sightings(readings: &[FileReading], departed: &[Filing]) -> Sightings {
    let of_present = readings.iter().filter_map(|reading| Some((reading.source.hash.clone(), reading.first_seen?)));
    let first_seen = |filing: &Filing| filing.details.as_ref()?.first_seen;
    let of_departed = departed.iter().filter_map(|filing| Some((filing.file.hash.clone(), first_seen(filing)?)));
    Sightings {
        first: of_present.chain(of_departed).filter(|(hash, _)| !hash.is_empty()).collect(),
        gone: departed.iter().map(|filing| (filing.file.hash.clone(), filing.seen)).collect(),
    }
}

/// Reads the files that the store does not know; the readings of all files, in their order, and the paths of those that were read.
fn read_changed(
    setup: &Setup,
    found: &[Found],
    known: &Known<'_>,
    mut kept: BTreeMap<(String, String), Vec<FileReading>>,
    progress: &dyn Progress,
) -> Result<(Vec<FileReading>, BTreeSet<String>), RunError> {
    if kept.is_empty() {
        let opened = found.iter().map(|found| found.source.path.clone()).collect();
        return Ok((tongbao_returns::ingest::read(found, known, &setup.reader, &|| progress.step())?, opened));
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
    let opened = changed.iter().map(|found| found.source.path.clone()).collect();
    Ok((readings.into_iter().flatten().collect(), opened))
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
    (readings, gone, sightings): (Vec<FileReading>, Vec<Return>, Sightings),
    (plans, forms, registry): (&[Plan], &[Form], &Registry),
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
    returns.extend(gone);
    let accepted = accept_knowing(returns, sightings);
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
