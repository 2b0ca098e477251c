//! Issuing: what stands in the way, where the files go, what is kept, and how a half-finished issue is finished.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;
use walkdir::WalkDir;

use super::composing::Task;
use super::error::RunError;
use super::reading::{Gathered, OFFICE_SHEETS};
use super::run::Job;
use super::setup::Setup;
use crate::compose::issued::frozen;
use crate::compose::{Composed, Material, Office};
use crate::issue::{
    Archive, DocumentFigures, Forced, Issue, IssueError, Issued, IssuedBase, IssuedDocument, IssuedDue, IssuedFile, IssuedGroup,
    IssuedIndicator, IssuedResult, Issuing, OpenPoint, Snapshot, archive,
};
use crate::publish::{Output, publish, recover};
use tongbao_document::Properties;
use tongbao_figures::audit::{Completeness, DueReturn, Timeliness};
use tongbao_figures::plan::Plan;
use tongbao_figures::store::KeptReturns;
use tongbao_returns::domain::{Cycle, Form, FormId, Period, UnitCode};
use tongbao_returns::finding::{Finding, Severity};
use tongbao_returns::registry::Registry;

/// The status of what is not issued, and behind the name of its folder.
const DRAFT: &str = "草稿";
/// What of a folder tells whether it is issued.
const MANIFEST: &str = "run.json";
/// The registry, below the workspace and below a snapshot.
const REGISTRY: &str = "registry.xlsx";
/// What of the office's own files a snapshot keeps beside the registry: its sheets and its settings, among them the deadlines.
pub(super) const KEPT_SHEETS: [&str; 5] = {
    let [explanations, events, practices, sign_offs] = OFFICE_SHEETS;
    [explanations, events, practices, sign_offs, "tongbao.toml"]
};
/// What the office keeps beside the registry, below a snapshot.
pub(super) const OFFICE: &str = "office";
/// The plan pack, below a snapshot.
const PACK: &str = "pack";

/// A bulletin that is to be issued (定稿).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueRequest {
    /// 第几期.
    pub number: u32,
    /// Why it is issued although something stands open; none if it is not to be then.
    pub force: Option<String>,
}

/// What one bulletin knows of issues: those before it, and its own.
#[derive(Debug, Default)]
pub(super) struct Desk {
    pub(super) issued: Issued,
    pub(super) issuing: Option<Issuing>,
    /// The issue that the draft stands beside.
    pub(super) same: Option<Snapshot>,
    /// How many bulletins of each kind were issued in the year up to the period, this one included; none if the office has never
    /// issued any.
    pub(super) times: Option<BTreeMap<Cycle, usize>>,
    /// As printed on page one; empty for a draft.
    printed_number: String,
}

impl Desk {
    /// Of a bulletin.
    pub(super) fn of(setup: &Setup, archive: &Archive, job: Job<'_>, issuing: Option<Issuing>) -> Result<Self, RunError> {
        let Job { plan, cycle, period } = job;
        let issued = Issued::of(archive, &plan.id, period, cycle.as_str())?;
        let same = archive.find(&plan.id, period, cycle.as_str()).cloned();
        let number = setup.settings.bulletin.number.as_deref();
        let printed_number = issuing.as_ref().map(|issuing| printed_number(number, issuing.day.year(), issuing.number));
        let times = times(archive, job, issuing.is_some());
        Ok(Self { issued, issuing, same, times, printed_number: printed_number.unwrap_or_default() })
    }

    /// The office as it signs this bulletin.
    pub(super) fn office(&self, office: Office) -> Office {
        match self.issuing {
            Some(_) => Office { status: Properties::FINAL.to_owned(), number: Some(self.printed_number.clone()), ..office },
            // Beside an issued bulletin nothing is for comment any more.
            None if self.same.is_some() => Office { status: DRAFT.to_owned(), ..office },
            None => office,
        }
    }

    /// 草稿 or 定稿, as the manifest says it.
    pub(super) fn status(&self) -> &'static str {
        if self.issuing.is_some() { Properties::FINAL } else { DRAFT }
    }
}

/// How often each kind was made in the year up to the period: what was issued, and the bulletin that is being made, which would else
/// accuse itself as long as it is a draft.
fn times(archive: &Archive, job: Job<'_>, is_issued_now: bool) -> Option<BTreeMap<Cycle, usize>> {
    let Job { plan, cycle, period } = job;
    let all = || archive.of_plan(&plan.id).map(|snapshot| &snapshot.issue);
    if all().next().is_none() && !is_issued_now {
        return None;
    }
    let of_year = all().filter(|issue| issue.period.year == period.year && issue.period.last_day() <= period.last_day());
    let issued = of_year.filter_map(|issue| Some((issue.cycle.parse::<Cycle>().ok()?, issue.period)));
    let turns: BTreeSet<(Cycle, i8)> = issued.chain([(cycle, period)]).flat_map(|(cycle, period)| turns(cycle, period)).collect();
    let mut times: BTreeMap<Cycle, usize> = BTreeMap::new();
    for (cycle, _) in turns {
        *times.entry(cycle).or_default() += 1;
    }
    Some(times)
}

/// The turns of a year for which a bulletin stands, each by the month with which it ends: a half-year notice is also the dispatch of
/// the second quarter, a year-end assessment that of the fourth and the notice of the second half.
fn turns(cycle: Cycle, period: Period) -> Vec<(Cycle, i8)> {
    let month = period.last_month();
    match cycle {
        Cycle::Quarterly | Cycle::Inspection => vec![(cycle, month)],
        Cycle::HalfYear => vec![(Cycle::Quarterly, month), (cycle, month)],
        Cycle::YearEnd => vec![(Cycle::Quarterly, month), (Cycle::HalfYear, month), (cycle, month)],
    }
}

/// `济医改秘〔2025〕3号` from `济医改秘〔{year}〕{number}号`; a number without a place for it has the issue's behind it.
fn printed_number(setting: Option<&str>, year: i16, number: u32) -> String {
    match setting.map(|setting| setting.replace("{year}", &year.to_string())) {
        None => format!("第{number}期"),
        Some(setting) if setting.contains("{number}") => setting.replace("{number}", &number.to_string()),
        Some(setting) => format!("{setting}（第{number}期）"),
    }
}

/// The number that a draft shows: with a blank while it has not been given.
pub(super) fn draft_number(setting: Option<&str>, as_of: Date) -> Option<String> {
    setting.map(|setting| setting.replace("{year}", &as_of.year().to_string()).replace("{number}", "\u{3000}"))
}

/// The one bulletin that gets the number: it must be the only one, new, and the number free.
pub(super) fn admit(archive: &Archive, jobs: &[Job<'_>], request: &IssueRequest, as_of: Date) -> Result<(), IssueError> {
    let [job] = jobs else {
        let name = |job: &Job<'_>| format!("--plan {} --period {} --cycle {}", job.plan.id, job.period, job.cycle);
        return Err(IssueError::Ambiguous { jobs: jobs.iter().map(name).collect() });
    };
    let Job { plan, cycle, period } = *job;
    if let Some(Snapshot { issue, .. }) = archive.find(&plan.id, period, cycle.as_str()) {
        return Err(IssueError::Repeated {
            plan: plan.id.clone(),
            period: period.to_string(),
            cycle: cycle.to_string(),
            number: issue.number,
            day: issue.as_of.to_string(),
        });
    }
    let Some(Snapshot { issue, .. }) = archive.of_number(&plan.id, as_of.year(), request.number) else { return Ok(()) };
    Err(IssueError::NumberTaken {
        number: request.number,
        year: as_of.year(),
        period: issue.period.to_string(),
        cycle: issue.cycle.clone(),
        day: issue.as_of.to_string(),
    })
}

/// How it is issued; an error with everything that stands open, unless the office has a reason to issue nevertheless.
pub(super) fn decide(job: Job<'_>, request: &IssueRequest, open: Vec<OpenPoint>, day: Date) -> Result<Issuing, IssueError> {
    let forced = match (&request.force, open.is_empty()) {
        (_, true) => None,
        (Some(reason), false) => Some(Forced { reason: reason.clone(), open }),
        (None, false) => {
            let Job { plan, cycle, period } = job;
            return Err(IssueError::Blocked {
                plan: plan.id.clone(),
                period: period.to_string(),
                cycle: cycle.to_string(),
                open,
            });
        }
    };
    Ok(Issuing { number: request.number, day, forced })
}

/// The day from which a bulletin may be issued is the one after this: the last on which a return is on time. Whoever has more time by
/// exception is waited for as long as the return is missing.
pub(super) fn last_day(completeness: &Completeness) -> Option<Date> {
    let usual = completeness.due.iter().filter(|due| due.exception.is_none());
    let waited_for = completeness.due.iter().filter(|due| due.timeliness == Timeliness::Missing);
    usual.chain(waited_for).map(|due| due.deadline).max()
}

/// Everything that stands in the way of a final issue.
pub(super) struct Obstacles<'run> {
    pub(super) plan: &'run Plan,
    pub(super) registry: &'run Registry,
    pub(super) gathered: &'run Gathered,
    pub(super) period: Period,
    pub(super) findings: &'run [Finding],
    pub(super) completeness: &'run Completeness,
    pub(super) as_of: Date,
}

impl Obstacles<'_> {
    /// The day first, then unit by unit.
    pub(super) fn points(&self) -> Vec<OpenPoint> {
        let mut points: Vec<OpenPoint> = Vec::new();
        let mut told: BTreeSet<(UnitCode, FormId)> = BTreeSet::new();
        for finding in self.findings.iter().filter(|finding| finding.is_open() && self.is_current(finding)) {
            if let (Some(unit), Some(form)) = (&finding.unit, &finding.form) {
                told.insert((unit.clone(), form.clone()));
            }
            points.push(self.of_finding(finding));
        }
        for due in self.completeness.due.iter().filter(|due| due.is_returned) {
            if !told.contains(&(due.unit.clone(), due.form.clone())) {
                points.push(self.of_returned(due));
            }
        }
        points.sort_by(|a, b| (&a.county, &a.unit, &a.form, &a.place, a).cmp(&(&b.county, &b.unit, &b.form, &b.place, b)));
        points.dedup();
        if let Some(last) = last_day(self.completeness).filter(|last| self.as_of <= *last) {
            let what = format!("报送截止日为{last}，当日及以前收到的报表仍算及时");
            let action = "截止日过后再定稿".to_owned();
            points.insert(0, OpenPoint { kind: "未到截止日".to_owned(), what, action, ..OpenPoint::default() });
        }
        points
    }

    /// Whether a finding is about what counts: of the plan's forms, not about a file that a newer one has replaced. A refused file that
    /// does not say whose it is stands in the way as long as anything is missing, since it may be that.
    fn is_current(&self, finding: &Finding) -> bool {
        let is_of_plan = finding.form.as_ref().is_none_or(|form| self.plan.form(form).is_some());
        if finding.severity == Severity::Rejected && finding.unit.is_none() {
            return is_of_plan && self.completeness.due.iter().any(|due| due.timeliness == Timeliness::Missing);
        }
        let Some(unit) = finding.unit.as_ref().filter(|_| is_of_plan) else { return is_of_plan };
        if finding.severity == Severity::Rejected {
            return self.is_waited_for(finding, unit);
        }
        let periods: Vec<Period> = finding.period.map_or_else(|| self.period.quarters().collect(), |period| vec![period]);
        let arrived = |form: &FormId| periods.iter().find_map(|period| self.gathered.accepted.find_arrived(*period, unit, form));
        // A finding about the register, or about a workbook that two forms share, names no file of its own.
        finding
            .form
            .as_ref()
            .and_then(arrived)
            .is_none_or(|filed| filed.file.path == finding.file || finding.file.is_empty() || finding.period.is_none())
    }

    /// Whether a file that was refused may be one that is still missing: of its form, if the unit files that, else of any.
    fn is_waited_for(&self, finding: &Finding, unit: &UnitCode) -> bool {
        let Some(known) = self.registry.units.get(unit) else { return true };
        let asked = || self.plan.forms_of(&known.category);
        let form = finding.form.as_ref().filter(|form| asked().any(|known| known.id == **form));
        let is_meant = |id: &FormId| form.is_none_or(|form| form == id);
        match finding.period {
            Some(period) if known.is_open(period.last_day()) => {
                let mut forms = asked().filter(|form| is_meant(&form.id));
                forms.any(|form| self.gathered.accepted.find_arrived(period, unit, &form.id).is_none())
            }
            Some(_) => false,
            None => {
                let mut due = self.completeness.due.iter().filter(|due| due.unit == *unit && is_meant(&due.form));
                due.any(|due| due.timeliness == Timeliness::Missing)
            }
        }
    }

    fn of_finding(&self, finding: &Finding) -> OpenPoint {
        let is_it = |due: &&DueReturn| finding.unit.as_ref() == Some(&due.unit) && finding.form.as_ref() == Some(&due.form);
        let is_returned = self.completeness.due.iter().filter(is_it).any(|due| due.is_returned);
        let is_reason = matches!(finding.severity, Severity::Error | Severity::Suspect);
        let action = match finding.severity {
            _ if !finding.hint.is_empty() => finding.hint.clone(),
            Severity::Rejected => "重报，或把无关文件移出收件文件夹".to_owned(),
            Severity::Error => "更正后重报".to_owned(),
            Severity::Suspect | Severity::Explain | Severity::Doubt | Severity::Note => "更正后重报，或说明理由".to_owned(),
        };
        let kind = if is_returned && is_reason && !finding.rule.is_empty() { "退回" } else { finding.severity.word() };
        OpenPoint {
            kind: kind.to_owned(),
            code: finding.id().to_owned(),
            place: finding.place(),
            what: finding.message.clone(),
            action,
            ..self.whose(finding.unit.as_ref(), finding.form.as_ref())
        }
    }

    fn of_returned(&self, due: &DueReturn) -> OpenPoint {
        OpenPoint {
            kind: "退回".to_owned(),
            what: "报表已退回，未计入汇总".to_owned(),
            action: "更正后重报，或说明理由".to_owned(),
            ..self.whose(Some(&due.unit), Some(&due.form))
        }
    }

    fn whose(&self, unit: Option<&UnitCode>, form: Option<&FormId>) -> OpenPoint {
        let known = unit.and_then(|unit| self.registry.units.get(unit));
        let form = form.and_then(|form| self.plan.form(form));
        OpenPoint {
            county: known.map(|unit| unit.county.to_string()).unwrap_or_default(),
            unit: unit.map(ToString::to_string).unwrap_or_default(),
            unit_name: known.map(|unit| unit.name.clone()).unwrap_or_default(),
            form: form.map(|form| format!("{}《{}》", form.code, form.title)).unwrap_or_default(),
            ..OpenPoint::default()
        }
    }
}

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
    returns: KeptReturns,
}

impl Frozen {
    /// Of what is composed.
    pub(super) fn of(task: &Task<'_>, material: &Material<'_>, composed: &[Composed]) -> Result<Self, RunError> {
        let document = |one: &Composed| IssuedDocument { stem: one.stem.clone(), title: one.document.properties.title.clone() };
        Ok(Self {
            documents: composed.iter().map(document).collect(),
            figures: composed.iter().map(|one| DocumentFigures::of(&one.stem, &one.document)).collect(),
            groups: frozen::groups(material),
            due: frozen::due_of(material),
            indicators: frozen::indicators(task.plan, material.figures),
            results: frozen::results(material),
            bases: bases(task, material)?,
            returns: kept_returns(&task.plan.forms, task.gathered, task.period),
        })
    }
}

/// The periods that changes are told against and trends go through, each with who counted then.
fn bases(task: &Task<'_>, material: &Material<'_>) -> Result<Vec<IssuedBase>, RunError> {
    let Task { plan, registry, gathered, period, issuing, .. } = *task;
    let trend = material.trend.into_iter().flat_map(|trend| trend.periods.iter().copied());
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
    let of_plan = |form: &FormId| forms.iter().any(|known| known.id == *form);
    let returns = periods.flat_map(|period| gathered.accepted.of_period(period)).filter(|filed| of_plan(&filed.form));
    KeptReturns::of(forms, returns)
}

/// Writes the snapshot: whole or not at all, and before anything is published, so that a run that is killed leaves either nothing or
/// an issue that the next run publishes.
pub(super) fn keep(task: &Task<'_>, frozen: Frozen, folder: &Path, published: &[Output]) -> Result<(), RunError> {
    let Task { setup, plan, cycle, period, .. } = *task;
    let Some(issuing) = &task.issuing.issuing else { return Ok(()) };
    let at = archive::folder_of(&setup.workspace, &plan.id, period, cycle.as_str());
    let json = |source| IssueError::Json { source };
    let mut files: Vec<Output> = Vec::new();
    let mut put = |path: String, bytes: Vec<u8>| files.push(Output { path: PathBuf::from(path), bytes });
    put(archive::PRINTED.to_owned(), lines(&frozen.figures).map_err(json)?);
    for (name, bytes) in frozen.returns.files()? {
        put(format!("{}/{name}", archive::FACTS), bytes);
    }
    let registry = read(&setup.workspace.join(REGISTRY))?;
    let registry_hash = blake3::hash(&registry).to_hex().to_string();
    put(REGISTRY.to_owned(), registry);
    for name in KEPT_SHEETS {
        let path = setup.workspace.join(name);
        if path.is_file() {
            put(format!("{OFFICE}/{name}"), read(&path)?);
        }
    }
    for part in [plan.id.as_str(), "common"] {
        for entry in WalkDir::new(setup.templates.join(part)).sort_by_file_name() {
            let entry =
                entry.map_err(|error| IssueError::Damaged { path: setup.templates.join(part), reason: error.to_string() })?;
            if entry.file_type().is_file() {
                let below = entry.path().strip_prefix(&setup.templates).unwrap_or(entry.path());
                put(format!("{PACK}/{}", slashed(below)), read(entry.path())?);
            }
        }
    }
    for output in published {
        put(format!("{}/{}", archive::PUBLISHED, slashed(&output.path)), output.bytes.clone());
    }
    let listed = |output: &Output| IssuedFile {
        path: slashed(&output.path),
        hash: blake3::hash(&output.bytes).to_hex().to_string(),
        size: u64::try_from(output.bytes.len()).unwrap_or(u64::MAX),
    };
    let issue = Issue {
        tongbao: env!("CARGO_PKG_VERSION").to_owned(),
        plan: plan.id.clone(),
        plan_title: plan.short_title.clone(),
        plan_fingerprint: plan.fingerprint.clone(),
        period,
        cycle: cycle.to_string(),
        cycle_name: cycle.chinese().to_owned(),
        number: issuing.number,
        printed_number: task.issuing.printed_number.clone(),
        as_of: issuing.day,
        forced: issuing.forced.clone(),
        registry_hash,
        folder: slashed(folder.strip_prefix(&setup.workspace).unwrap_or(folder)),
        documents: frozen.documents,
        groups: frozen.groups,
        due: frozen.due,
        indicators: frozen.indicators,
        results: frozen.results,
        bases: frozen.bases,
        files: files.iter().map(listed).collect(),
    };
    let bytes = serde_json::to_vec_pretty(&issue).map_err(json)?;
    let seal = format!("{}\n", blake3::hash(&bytes).to_hex());
    files.push(Output { path: PathBuf::from(archive::ISSUE), bytes });
    files.push(Output { path: PathBuf::from(archive::SEAL), bytes: seal.into_bytes() });
    Ok(publish(&at, &files)?)
}

/// A document a line.
fn lines(figures: &[DocumentFigures]) -> serde_json::Result<Vec<u8>> {
    let lines = figures.iter().map(serde_json::to_string).collect::<serde_json::Result<Vec<_>>>()?;
    Ok(format!("[\n{}\n]\n", lines.join(",\n")).into_bytes())
}

fn read(path: &Path) -> Result<Vec<u8>, IssueError> {
    fs::read(path).map_err(|error| IssueError::Damaged { path: path.to_owned(), reason: error.to_string() })
}

fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// What the manifest of a folder says about it.
#[derive(Deserialize)]
struct Standing {
    #[serde(default)]
    status: String,
}

/// Whether the files of a folder are issued ones.
pub(super) fn is_issued(folder: &Path) -> bool {
    let manifest = fs::read(folder.join(MANIFEST)).ok();
    let standing: Option<Standing> = manifest.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    standing.is_some_and(|standing| standing.status == Properties::FINAL)
}

/// Finishes what a killed run left: an issue that is kept and not published is published from its snapshot. The folders that came back.
pub(super) fn finish(setup: &Setup, archive: &Archive) -> Result<Vec<PathBuf>, RunError> {
    let mut finished = Vec::new();
    for snapshot in archive.snapshots() {
        let folder = setup.workspace.join(&snapshot.issue.folder);
        recover(&folder)?;
        if is_issued(&folder) {
            continue;
        }
        let output = |(path, _): (&str, &str)| {
            let bytes = snapshot.bytes(&format!("{}/{path}", archive::PUBLISHED))?;
            Ok(Output { path: PathBuf::from(path), bytes })
        };
        let outputs = snapshot.published().map(output).collect::<Result<Vec<_>, IssueError>>()?;
        publish(&folder, &outputs)?;
        finished.push(folder);
    }
    Ok(finished)
}

/// Issued files that somebody has changed: they are told, and left as they are.
pub(super) fn altered(setup: &Setup, archive: &Archive) -> Vec<String> {
    let mut altered = Vec::new();
    for snapshot in archive.snapshots() {
        let folder = setup.workspace.join(&snapshot.issue.folder);
        altered.extend(
            snapshot.differences(&folder).into_iter().map(|(path, why)| format!("{}/{path}：{why}", snapshot.issue.folder)),
        );
    }
    altered
}

/// Where a bulletin goes: never into, over or around an issued folder. A draft of an issued bulletin stands beside it.
pub(super) fn place(setup: &Setup, archive: &Archive, job: Job<'_>, usual: PathBuf) -> Result<PathBuf, RunError> {
    let Job { plan, cycle, period } = job;
    let issued: Vec<PathBuf> = archive.snapshots().iter().map(|snapshot| setup.workspace.join(&snapshot.issue.folder)).collect();
    let beside = |name: String| {
        let below =
            usual.strip_prefix(setup.workspace.join(&setup.settings.output).join(period.to_string()).join(cycle.as_str()));
        let parent = setup.workspace.join(&setup.settings.output).join(period.to_string()).join(name);
        // Joining nothing would leave a slash behind.
        match below {
            Ok(below) if below != Path::new("") => parent.join(below),
            _ => parent,
        }
    };
    let is_touching = |folder: &Path| issued.iter().any(|issued| issued.starts_with(folder) || folder.starts_with(issued));
    let folder = if archive.find(&plan.id, period, cycle.as_str()).is_some() {
        beside(draft_name(cycle))
    } else if is_touching(&usual) {
        setup.workspace.join(&setup.settings.output).join(period.to_string()).join(format!("{cycle}-{}", plan.id))
    } else {
        usual
    };
    if is_issued(&folder) {
        return Err(IssueError::SnapshotMissing { folder }.into());
    }
    Ok(folder)
}

/// `quarterly-草稿`
fn draft_name(cycle: Cycle) -> String {
    format!("{cycle}-{DRAFT}")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_number_has_its_place_or_stands_behind() {
        assert_eq!(printed_number(None, 2025, 3), "第3期");
        assert_eq!(printed_number(Some("济医改秘〔{year}〕{number}号"), 2025, 3), "济医改秘〔2025〕3号");
        assert_eq!(printed_number(Some("济医改秘〔2025〕13号"), 2025, 3), "济医改秘〔2025〕13号（第3期）");
        let day = date(2025, 10, 20);
        assert_eq!(draft_number(Some("济医改秘〔{year}〕{number}号"), day).as_deref(), Some("济医改秘〔2025〕\u{3000}号"));
        assert_eq!(draft_number(Some("济医改秘〔{year}〕13号"), day).as_deref(), Some("济医改秘〔2025〕13号"));
        assert_eq!(draft_number(None, day), None);
    }

    fn sources() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
    }

    fn plan() -> Plan {
        tongbao_figures::plan::load(&sources().join("report_templates"), "kailu-2024").unwrap()
    }

    fn setup() -> Setup {
        let workspace = sources().join("sample_data/kailu");
        let reader = tongbao_returns::ingest::Reader::in_process();
        Setup::open(&workspace, sources().join("report_templates"), reader, date(2025, 10, 20)).unwrap()
    }

    fn issue(plan: &str, period: &str, cycle: &str, number: u32, folder: &str) -> Issue {
        Issue {
            tongbao: String::new(),
            plan: plan.to_owned(),
            plan_title: String::new(),
            plan_fingerprint: String::new(),
            period: period.parse().unwrap(),
            cycle: cycle.to_owned(),
            cycle_name: String::new(),
            number,
            printed_number: String::new(),
            as_of: date(2025, 7, 20),
            forced: None,
            registry_hash: String::new(),
            folder: folder.to_owned(),
            documents: Vec::new(),
            groups: Vec::new(),
            due: Vec::new(),
            indicators: Vec::new(),
            results: Vec::new(),
            bases: Vec::new(),
            files: Vec::new(),
        }
    }

    fn job<'run>(plan: &'run Plan, period: &str, cycle: Cycle) -> Job<'run> {
        Job { plan, cycle, period: period.parse().unwrap() }
    }

    #[test]
    fn a_number_is_free_once_by_plan_and_year() {
        let plan = plan();
        let archive = Archive::of(vec![issue("kailu-2024", "2025Q2", "quarterly", 2, "a")]);
        let admitted = |period, cycle, number, day| {
            admit(&archive, &[job(&plan, period, cycle)], &IssueRequest { number, force: None }, day)
        };
        let day = date(2025, 10, 20);
        assert!(admitted("2025Q3", Cycle::Quarterly, 3, day).is_ok());
        assert!(admitted("2025H1", Cycle::HalfYear, 3, day).is_ok(), "another bulletin of the same quarter");
        assert!(matches!(
            admitted("2025Q3", Cycle::Quarterly, 2, day),
            Err(IssueError::NumberTaken { number: 2, year: 2025, .. })
        ));
        assert!(admitted("2025Q4", Cycle::Quarterly, 2, date(2026, 1, 20)).is_ok(), "a new year");
        assert!(matches!(admitted("2025Q2", Cycle::Quarterly, 5, day), Err(IssueError::Repeated { number: 2, .. })));
        let two = [job(&plan, "2025Q2", Cycle::Quarterly), job(&plan, "2025H1", Cycle::HalfYear)];
        let outcome = admit(&archive, &two, &IssueRequest { number: 3, force: None }, day);
        assert!(matches!(outcome, Err(IssueError::Ambiguous { jobs }) if jobs.len() == 2));
    }

    #[test]
    fn force_without_anything_open_is_no_force() {
        let plan = plan();
        let job = job(&plan, "2025Q3", Cycle::Quarterly);
        let (day, request) =
            (date(2025, 10, 20), |force: Option<&str>| IssueRequest { number: 3, force: force.map(str::to_owned) });
        assert_eq!(decide(job, &request(Some("急用")), Vec::new(), day).unwrap().forced, None);
        let open = || vec![OpenPoint { kind: "退回".to_owned(), ..OpenPoint::default() }];
        let forced = decide(job, &request(Some("急用")), open(), day).unwrap().forced.unwrap();
        assert_eq!((forced.reason.as_str(), forced.open.len()), ("急用", 1));
        assert!(matches!(decide(job, &request(None), open(), day), Err(IssueError::Blocked { open, .. }) if open.len() == 1));
    }

    #[test]
    fn nothing_is_written_into_over_or_around_an_issued_folder() {
        let (plan, setup) = (plan(), setup());
        let at = |path: &str| setup.workspace.join(path);
        let placed = |issues: Vec<Issue>, usual: &str| {
            let folder = place(&setup, &Archive::of(issues), job(&plan, "2025Q3", Cycle::Quarterly), at(usual)).unwrap();
            folder.strip_prefix(&setup.workspace).unwrap().to_string_lossy().into_owned()
        };
        let (alone, among) = ("bulletins/2025Q3/quarterly", "bulletins/2025Q3/quarterly/kailu-2024");
        let own = |folder| issue("kailu-2024", "2025Q3", "quarterly", 3, folder);
        let other = |folder| issue("jining-2023", "2025Q3", "quarterly", 1, folder);
        assert_eq!(placed(vec![], alone), alone);
        assert_eq!(placed(vec![own(alone)], alone), "bulletins/2025Q3/quarterly-草稿");
        assert_eq!(placed(vec![own(among)], among), "bulletins/2025Q3/quarterly-草稿/kailu-2024");
        // The other plan was issued while it was the only one, or while both were.
        assert_eq!(placed(vec![other(alone)], among), "bulletins/2025Q3/quarterly-kailu-2024");
        assert_eq!(placed(vec![other("bulletins/2025Q3/quarterly/jining-2023")], alone), "bulletins/2025Q3/quarterly-kailu-2024");
        assert_eq!(placed(vec![other("bulletins/2025Q3/quarterly/jining-2023")], among), among);
    }

    #[test]
    fn bulletins_of_the_year_are_counted_up_to_the_period_with_the_one_that_is_issued() {
        let plan = plan();
        let this = job(&plan, "2025Q3", Cycle::Quarterly);
        assert_eq!(times(&Archive::default(), this, false), None, "an office that never issued anything knows no count");
        let archive = Archive::of(vec![
            issue("kailu-2024", "2024Q3", "quarterly", 1, "a"),
            issue("kailu-2024", "2025Q1", "quarterly", 1, "b"),
            issue("kailu-2024", "2025H1", "half-year", 2, "c"),
            issue("jining-2023", "2025Q2", "quarterly", 1, "d"),
        ]);
        let counted = |is_issued_now| times(&archive, this, is_issued_now).unwrap();
        // The half-year notice stands for the second quarter, and the draft for the third.
        assert_eq!(counted(false), BTreeMap::from([(Cycle::Quarterly, 3), (Cycle::HalfYear, 1)]));
        assert_eq!(counted(true), counted(false));
        let year = times(&archive, job(&plan, "2025", Cycle::YearEnd), true).unwrap();
        assert_eq!(
            year,
            BTreeMap::from([(Cycle::Quarterly, 3), (Cycle::HalfYear, 2), (Cycle::YearEnd, 1)]),
            "the third was not issued"
        );
    }
}
