//! `tongbao check FILE…`: an institution looks at its own return before it sends it. Nothing is stored.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Serialize;

use super::error::RunError;
use super::progress::{Progress, Stage};
use super::reading::blanks;
use super::setup::{Setup, forms, style};
use crate::compose::{FindingsBook, Whose, findings_book};
use tongbao_document::Properties;
use tongbao_figures::audit::{RuleOutcome, accept, in_order_of_filing, judge_counting, task_ledger};
use tongbao_figures::plan::{PackFolders, Plan};
use tongbao_figures::store::{Kept, Store};
use tongbao_returns::domain::{File, Form, FormId, OfficeFile, Period, Return, SignOff, Statement, UnitCode};
use tongbao_returns::finding::facts::WrongPeriod;
use tongbao_returns::finding::{Finding, printed};
use tongbao_returns::ingest::{FileReading, Known, Reader, come_by};
use tongbao_returns::registry::Registry;

/// What was found in each file.
#[derive(Debug, Clone, Serialize)]
pub struct CheckReport {
    /// In the order asked.
    pub files: Vec<CheckedFile>,
    /// How every rule ended for these files.
    pub rules: Vec<RuleOutcome>,
    /// The workspace has stored nothing that holds: rules that look at earlier periods or at other forms could not be verified.
    pub lacks_history: bool,
    /// What the workspace has stored; none without a workspace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<StoredHistory>,
}

/// What a workspace has stored of earlier returns, as of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoredHistory {
    /// Returns with which rules can compare.
    Held,
    /// Nothing: no run has stored a return yet.
    Never,
    /// The registry, a form or the program has changed since the last run, which read by the old ones.
    Outdated,
    /// The store is damaged.
    Damaged,
    /// All that is stored is dated later.
    Later,
    /// Files that were all refused.
    Refused,
}

impl StoredHistory {
    /// Of what the last run kept, and what of it has come by the day.
    fn of(kept: &Kept, come: &[FileReading]) -> Self {
        let is_return = |reading: &FileReading| reading.filed.is_some();
        if come.iter().any(is_return) {
            Self::Held
        } else if !kept.damaged.is_empty() {
            Self::Damaged
        } else if kept.stored == 0 {
            Self::Never
        } else if kept.readings.is_empty() {
            Self::Outdated
        } else if kept.readings.values().flatten().any(is_return) {
            Self::Later
        } else {
            Self::Refused
        }
    }
}

/// One file.
#[derive(Debug, Clone, Serialize)]
pub struct CheckedFile {
    /// As asked.
    pub path: String,
    /// 单位代码, if it was recognised.
    pub unit: Option<String>,
    /// Title of the form, if it was recognised.
    pub form: Option<String>,
    /// Period in words, if it was recognised.
    pub period: Option<String>,
    /// Cells with a value.
    pub values: usize,
    /// In the order of sheets and cells.
    #[serde(serialize_with = "printed")]
    pub findings: Vec<Finding>,
}

impl CheckReport {
    /// Whether something must be corrected.
    pub fn needs_action(&self) -> bool {
        self.findings().any(Finding::is_open)
    }

    /// All findings, file by file.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.files.iter().flat_map(|file| &file.findings)
    }
}

/// Reads the files against the forms of the workspace, or, without one, of all packs; then no unit can be looked up.
pub fn check(
    files: &[PathBuf],
    setup: Option<&Setup>,
    templates: &Path,
    reader: &Reader,
    as_of: Date,
    progress: &dyn Progress,
) -> Result<CheckReport, RunError> {
    progress.begin(Stage::Prepare, 0);
    let (plans, registry) = match setup {
        Some(setup) => {
            let plans = setup.plans()?;
            let registry = setup.registry(&plans)?;
            (plans, Some(registry))
        }
        None => (with_common_rules(super::plan_check::all_plans(&PackFolders::shipped(templates))?), None::<Registry>),
    };
    let forms = forms(&plans);
    // A file named twice is one file, not a copy of itself.
    let mut named = BTreeSet::new();
    let found = tongbao_returns::ingest::named(files.iter().map(PathBuf::as_path).filter(|path| named.insert(*path)));
    progress.begin(Stage::Read, found.len());
    let known = Known { forms: &forms, registry: registry.as_ref() };
    let read = tongbao_returns::ingest::read(&found, &known, reader, &|| progress.step())?;
    let readings: Vec<FileReading> = read.into_iter().map(|reading| as_it_stands(reading, as_of)).collect();
    progress.begin(Stage::Audit, 0);
    let history = setup.zip(registry.as_ref()).map(|(setup, registry)| {
        let kept = Store::new(&setup.workspace, &forms, registry, as_of).load();
        let come = come_by(kept.readings.values().flatten().cloned().collect(), as_of);
        (StoredHistory::of(&kept, &come), come)
    });
    let (stored, history) = history.unzip();
    let lacks_history = stored.is_some_and(|stored| stored != StoredHistory::Held);
    let said = match setup {
        Some(setup) => {
            let path = setup.office_file(OfficeFile::Explanations);
            tongbao_returns::ingest::statements(&path, registry.as_ref(), reader)?.value
        }
        None => Vec::new(),
    };
    let decided = match setup {
        Some(setup) => tongbao_returns::ingest::sign_offs(&setup.office_file(OfficeFile::SignOffs), &forms, as_of, reader)?.value,
        None => Vec::new(),
    };
    let audited = audit((&plans, &forms), registry.as_ref(), &readings, history.unwrap_or_default(), (said, decided));
    let mut files: Vec<CheckedFile> = readings.into_iter().map(|reading| checked(reading, &forms, registry.as_ref())).collect();
    for finding in audited.findings {
        if let Some(file) = files.iter_mut().find(|file| finding.at.file.is_received(&file.path)) {
            file.findings.push(finding);
        }
    }
    Ok(CheckReport { files, rules: audited.outcomes, lacks_history, history: stored })
}

/// Without a workspace nobody says whose plan it is: of a form that several plans share only the rules count that all of them have.
fn with_common_rules(mut plans: Vec<Plan>) -> Vec<Plan> {
    let known: Vec<(BTreeSet<FormId>, BTreeSet<String>)> = plans
        .iter()
        .map(|plan| {
            let forms = plan.forms.iter().map(|form| form.id.clone()).collect();
            (forms, plan.rules.iter().map(|rule| rule.id.clone()).collect())
        })
        .collect();
    for plan in &mut plans {
        plan.rules.retain(|rule| known.iter().all(|(forms, rules)| !forms.contains(&rule.form) || rules.contains(&rule.id)));
    }
    plans
}

/// Findings about the files alone, and outcomes that count them alone.
struct FilesAudited {
    findings: Vec<Finding>,
    outcomes: Vec<RuleOutcome>,
}

/// Runs the rules over the files; what the workspace has stored is their history, their other forms and their peers.
fn audit(
    (plans, forms): (&[Plan], &[Form]),
    registry: Option<&Registry>,
    readings: &[FileReading],
    history: Vec<FileReading>,
    (said, decided): (Vec<Statement>, Vec<SignOff>),
) -> FilesAudited {
    let key = |filed: &Return| (filed.period, filed.unit.clone(), filed.form.clone());
    let own: Vec<Return> = readings.iter().filter_map(|reading| reading.filed.clone()).collect();
    let asked: BTreeSet<_> = own.iter().map(key).collect();
    let slips = history.iter().chain(readings);
    let mut statements =
        in_order_of_filing(slips.filter_map(|reading| Some((reading.filed.as_ref()?, reading.statements.as_slice()))));
    statements.extend(said);
    let mut returns = own;
    for reading in history {
        returns.extend(reading.filed.filter(|filed| !asked.contains(&key(filed))));
    }
    let chosen = accept(returns);
    let counts = |period: Period, unit: &UnitCode, form: &FormId| asked.contains(&(period, unit.clone(), form.clone()));
    let audited = judge_counting(plans, registry, chosen.value, &statements, &counts);
    let own_files: BTreeSet<&str> = readings.iter().map(|reading| reading.source.path.as_str()).collect();
    let is_own = |finding: &Finding| matches!(&finding.at.file, File::Received(path) if own_files.contains(path.as_str()));
    let is_asked = |finding: &Finding| {
        let known = finding.period.zip(finding.unit.clone()).zip(finding.form.clone());
        is_own(finding) || known.is_some_and(|((period, unit), form)| asked.contains(&(period, unit, form)))
    };
    let (_, of_tasks) = task_ledger(forms, registry, &audited.accepted, decided);
    let of_tasks = of_tasks.into_iter().filter(is_asked);
    let superseded = chosen.findings.into_iter().filter(is_own);
    let findings = audited.findings.into_iter().filter(is_asked).chain(of_tasks).chain(superseded).collect();
    let outcomes = audited.outcomes.into_iter().filter(|outcome| outcome.units() > 0).collect();
    FilesAudited { findings, outcomes }
}

/// The findings as a workbook, for `--format xlsx`.
pub fn findings_workbook(report: &CheckReport, templates: &Path, as_of: Date) -> Result<Vec<u8>, RunError> {
    let findings: Vec<Finding> = report.findings().cloned().collect();
    let title_of = |finding: &Finding| {
        report
            .files
            .iter()
            .find(|file| finding.at.file.is_received(&file.path))
            .and_then(|file| file.form.clone())
            .unwrap_or_default()
    };
    let properties = Properties {
        title: "报表审核发现".to_owned(),
        as_of: (as_of.year(), as_of.month(), as_of.day()),
        ..Properties::default()
    };
    let book = FindingsBook {
        findings: &findings,
        outcomes: &report.rules,
        whose: &|_| Whose::default(),
        form: &title_of,
        slips: None,
        properties,
    };
    Ok(tongbao_render::xlsx::bulletin(&findings_book(&book), &style(templates)?)?)
}

fn checked(mut reading: FileReading, forms: &[Form], registry: Option<&Registry>) -> CheckedFile {
    reading.findings.extend(blanks(&reading, forms, registry));
    let form = reading.filed.as_ref().and_then(|filed| forms.iter().find(|form| form.id == filed.form));
    let form = form.map(|form| format!("《{}》", form.title));
    let filed = reading.filed.as_ref();
    CheckedFile {
        path: reading.source.path,
        unit: filed.map(|filed| filed.unit.to_string()),
        form,
        period: filed.map(|filed| filed.period.chinese()),
        values: filed.map_or(0, |filed| filed.facts.iter().filter(|fact| fact.reading.is_value()).count()),
        findings: reading.findings,
    }
}

/// A reading as it stands on a day. A file that somebody asks about is told of also where it is not there yet: its period has not ended then.
fn as_it_stands(reading: FileReading, as_of: Date) -> FileReading {
    let (source, said) = (reading.source.clone(), reading.said.clone());
    come_by(vec![reading], as_of).pop().unwrap_or_else(|| {
        let not_over = said.as_ref().map(|said| {
            let facts = WrongPeriod::NotOver { period: said.period, as_of, probable: Period::ended_by(as_of) };
            let (unit, form) = (said.unit.clone(), said.form.clone());
            Finding { unit, form, ..Finding::at(said.period_at.clone(), facts) }
        });
        let findings = not_over.into_iter().collect();
        FileReading { source, filed: None, period: None, said, findings, statements: Vec::new(), first_seen: None }
    })
}
