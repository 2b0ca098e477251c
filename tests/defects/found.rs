//! A run over the clean returns of the world with one of them spoilt.

use std::collections::{BTreeMap, BTreeSet};

use tongbao_figures::audit::{Accepted, accept, blank_items, judge};
use tongbao_returns::domain::{FormId, Period, Return, Statement, UnitCode};
use tongbao_returns::finding::Finding;
use tongbao_returns::ingest::FileReading;

use super::Defect;
use super::draft::Draft;
use super::world::{THIS, World, path_of, world};

/// What came of a run.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) findings: Vec<Finding>,
    pub(super) accepted: Accepted,
    /// What was read from the draft.
    pub(super) draft: Option<FileReading>,
}

impl Found {
    /// The findings of the clean returns.
    pub(super) fn in_clean() -> Self {
        let world = world();
        run(world, world.returns.iter().map(|clean| clean.reading.clone()).collect(), &[])
    }

    /// The findings with a defect, and the file that was read.
    pub(super) fn with(defect: &Defect) -> (Self, Draft) {
        let mut draft = Draft::new(defect.of);
        (defect.change)(&mut draft);
        (Self::with_draft(&draft), draft)
    }

    /// The findings with a file that arrives instead of a clean return, or beside it.
    pub(super) fn with_draft(draft: &Draft) -> Self {
        let world = world();
        let own = path_of(draft.whose.0, draft.whose.1, THIS);
        let clean = world.returns.iter().map(|clean| &clean.reading);
        let mut readings: Vec<FileReading> =
            clean.filter(|reading| draft.is_beside || reading.source.path != own).cloned().collect();
        let read = read(world, draft);
        readings.push(read.clone());
        let found = run(world, readings, &draft.statements);
        Self { draft: Some(read), ..found }
    }

    /// The return of a unit in the quarter, and whether it was sent back.
    pub(super) fn filed(&self, unit: &str, form: &str) -> Option<(&Return, bool)> {
        let (unit, form) = (UnitCode::new(unit), FormId::new(form));
        let counted = self.accepted.find(THIS, &unit, &form).map(|filed| (filed, false));
        counted.or_else(|| self.accepted.find_returned(THIS, &unit, &form).map(|filed| (filed, true)))
    }

    /// Every return with its file, and whether it counts.
    pub(super) fn standing(&self) -> BTreeMap<(Period, String, String), (String, bool)> {
        let mut standing = BTreeMap::new();
        for period in self.accepted.periods().collect::<BTreeSet<_>>() {
            for filed in self.accepted.arrived_of_period(period) {
                let counts = self.accepted.find(period, &filed.unit, &filed.form).is_some();
                let key = (period, filed.unit.to_string(), filed.form.to_string());
                standing.insert(key, (filed.file.path.clone(), counts));
            }
        }
        standing
    }
}

fn read(world: &World, draft: &Draft) -> FileReading {
    let inbox = tempfile::tempdir().expect("scratch folder");
    let path = inbox.path().join(&draft.path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
    std::fs::write(&path, draft.file()).expect("file");
    let found = tongbao_returns::ingest::discover(inbox.path()).expect("inbox");
    if draft.vanishes {
        std::fs::remove_file(&path).expect("file");
    }
    let mut reading = world.read_found(&found).pop().expect("a reading of the file");
    // The newer file, whatever the clock says: the clean ones were changed at zero.
    reading.source.modified = 1;
    if let Some(filed) = &mut reading.filed {
        filed.file.modified = 1;
    }
    reading
}

/// What a run does after reading.
fn run(world: &World, readings: Vec<FileReading>, statements: &[Statement]) -> Found {
    let mut findings = Vec::new();
    let mut returns = Vec::new();
    for reading in readings {
        if let Some(filed) = &reading.filed {
            findings.extend(blank_items(filed, world.form(filed.form.as_str()), false, &reading.findings));
        }
        findings.extend(reading.findings);
        returns.extend(reading.filed);
    }
    let chosen = accept(returns);
    findings.extend(chosen.findings);
    let audited = judge(&world.plans, Some(&world.registry), chosen.value, statements);
    findings.extend(audited.findings);
    Found { findings, accepted: audited.accepted, draft: None }
}

/// Does something with each, on all cores. Not with rayon: a run uses it itself, and runs stolen by waiting runs would pile up.
pub(super) fn each<T: Sync, R: Send>(all: &[T], act: impl Fn(&T) -> Option<R> + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let act = |part: &[T]| part.iter().filter_map(&act).collect::<Vec<R>>();
    std::thread::scope(|scope| {
        let parts = all.chunks(all.len().div_ceil(cores).max(1));
        let running: Vec<_> = parts.map(|part| scope.spawn(|| act(part))).collect();
        running.into_iter().flat_map(|part| part.join().expect("a run that ends")).collect()
    })
}

/// `收入费用!D9`, as the kit writes places.
pub(super) fn place(finding: &Finding) -> String {
    match (finding.at.sheet_name(), finding.at.cell) {
        (sheet, None) => sheet.to_owned(),
        (sheet, Some(cell)) => format!("{sheet}!{cell}"),
    }
}
