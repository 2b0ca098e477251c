//! `tongbao run`: a folder of returns in, the bulletins out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use serde::Serialize;

use super::composing::{Composition, Task, composition};
use super::error::RunError;
use super::issuing;
use super::issuing::{Desk, Frozen, IssueRequest, Obstacles};
use super::progress::{Progress, Stage};
use super::reading::{Gathered, OFFICE_SHEETS, gather};
use super::rendering::{outputs, render_all, verify_all};
use super::setup::Setup;
use crate::compose::{Composed, Office};
use crate::issue::{Archive, IssueError, Issuing};
use crate::publish::{Output, publish};
use tongbao_figures::audit::{Completeness, Deadlines, RuleOutcome, Tally, completeness, times_in_trouble};
use tongbao_figures::plan::Plan;
use tongbao_render::{House, Substitution};
use tongbao_returns::domain::{Cycle, Form, FormId, Period, UnitCode};
use tongbao_returns::finding::{Finding, Severity};
use tongbao_returns::registry::Registry;

/// What to run.
#[derive(Debug, Clone, Copy)]
pub struct RunRequest {
    /// For when; without it the newest quarter that has ended. A quarter may ask for the half or the year with which it ends.
    pub period: Option<Period>,
    /// Which bulletin; without it those due for the period.
    pub cycle: Option<Cycle>,
    /// Whether the files are read back and compared with the documents before they are published.
    pub verifies: bool,
}

impl Default for RunRequest {
    fn default() -> Self {
        Self { period: None, cycle: None, verifies: true }
    }
}

/// Which of the bulletins, and whether it is issued.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// Only those of this plan.
    pub plan: Option<String>,
    /// It is issued (定稿).
    pub issue: Option<IssueRequest>,
}

/// What came of a run.
#[derive(Debug, Clone, Serialize)]
pub struct RunReport {
    /// For when: that of the first bulletin.
    pub period: Period,
    /// The folders that were written.
    pub published: Vec<Published>,
    /// Files of the inbox.
    pub files: FileCounts,
    /// Returns due for the period, over all plans.
    pub returns: ReturnCounts,
    /// What is wrong with returns of the period, and with files whose period is not known.
    pub findings: Vec<Finding>,
    /// How every rule ended for the period.
    pub rules: Vec<RuleOutcome>,
    /// Issued folders that a killed run had not finished, and this one has.
    pub finished: Vec<PathBuf>,
    /// Issued files that are not as they were issued, with the reason; they are left as they are.
    pub altered: Vec<String>,
    /// Faces that stand in for others.
    pub substitutions: Vec<Substitution>,
    /// How long each stage took; not part of any output, which must not depend on the machine.
    #[serde(skip)]
    pub timings: Vec<(Stage, Duration)>,
}

/// A folder of bulletins.
#[derive(Debug, Clone, Serialize)]
pub struct Published {
    /// Plan id.
    pub plan: String,
    /// Cycle.
    pub cycle: String,
    /// For when.
    pub period: Period,
    /// Where.
    pub folder: PathBuf,
    /// Documents in it; each is a PDF and a workbook.
    pub documents: usize,
    /// Return slips in it.
    pub slips: usize,
    /// Figures that were read back and compared, each once a medium; 0 if nothing was.
    pub verified: usize,
    /// 草稿 or 定稿.
    pub status: String,
    /// The number under which it is issued; none for a draft.
    pub number: Option<u32>,
}

/// Counts of files.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct FileCounts {
    /// In the inbox.
    pub found: usize,
    /// Opened in this run.
    pub read: usize,
    /// Unchanged since an earlier run.
    pub from_store: usize,
    /// Not used at all.
    pub rejected: usize,
}

/// Counts of returns; `on_time + late + missing == due`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ReturnCounts {
    /// 应报.
    pub due: usize,
    /// 及时.
    pub on_time: usize,
    /// 迟报.
    pub late: usize,
    /// 缺报.
    pub missing: usize,
    /// 退回; among those on time or late.
    pub returned: usize,
    /// 空表; among the missing.
    pub empty: usize,
}

impl std::ops::AddAssign<Tally> for ReturnCounts {
    fn add_assign(&mut self, tally: Tally) {
        let Tally { due, on_time, late, missing, returned, empty } = tally;
        self.due += due;
        self.on_time += on_time;
        self.late += late;
        self.missing += missing;
        self.returned += returned;
        self.empty += empty;
    }
}

impl From<Tally> for ReturnCounts {
    fn from(tally: Tally) -> Self {
        let mut counts = Self::default();
        counts += tally;
        counts
    }
}

impl RunReport {
    /// Whether somebody has to act: a file was rejected, a cell is wrong, a return is missing or was sent back.
    pub fn needs_action(&self) -> bool {
        self.returns.missing > 0 || self.findings.iter().any(|finding| finding.is_open() && finding.severity <= Severity::Suspect)
    }
}

/// Reads, audits, adds up, judges, composes, renders and publishes; a folder is replaced only when all of it is ready.
pub fn run(setup: &Setup, request: &RunRequest, progress: &dyn Progress) -> Result<RunReport, RunError> {
    run_as_wished(setup, request, &Wish::default(), progress)
}

/// The same of one plan only, or to issue a bulletin.
pub fn run_as_wished(setup: &Setup, request: &RunRequest, wish: &Wish, progress: &dyn Progress) -> Result<RunReport, RunError> {
    let mut clock = Clock::default();
    progress.begin(Stage::Prepare, 0);
    let plans = setup.plans()?;
    let jobs = jobs_of_plan(&plans, setup.as_of, *request, wish.plan.as_deref())?;
    let registry = setup.registry(&plans)?;
    let house = setup.house()?;
    let _lock = super::lock::lock(&setup.workspace)?;
    let archive = Archive::read(&setup.workspace)?;
    // What a killed run left is published before anything else: whoever repeats the same command finds it done.
    let finished = issuing::finish(setup, &archive)?;
    if let Some(asked) = &wish.issue {
        issuing::admit(&archive, &jobs, asked, setup.as_of)?;
    }
    clock.lap(Stage::Prepare);

    let gathered = gather(setup, &plans, &registry, progress, &mut clock)?;
    let period = jobs.first().map_or_else(|| asked_period(setup.as_of, *request), |job| job.period);
    let findings = gathered.findings_of(period);
    let mut report = RunReport {
        period,
        published: Vec::new(),
        files: FileCounts { rejected: rejected_files(&findings), ..gathered.files },
        returns: ReturnCounts::default(),
        findings,
        rules: gathered.outcomes_of(period),
        finished,
        altered: issuing::altered(setup, &archive),
        substitutions: house.faces.substitutions().to_vec(),
        timings: Vec::new(),
    };
    let mut ready = Vec::new();
    for job in jobs {
        let Job { plan, cycle, period } = job;
        let folder = issuing::place(setup, &archive, job, folder(setup, plan, plans.len(), period, cycle))?;
        let (findings, rules) = (gathered.findings_of(period), gathered.outcomes_of(period));
        let decided = match &wish.issue {
            Some(asked) => Some(decided(setup, job, &registry, &gathered, &findings, asked)?),
            None => None,
        };
        let desk = Desk::of(setup, &archive, job, decided)?;
        let task = Task {
            setup,
            plan,
            cycle,
            period,
            registry: &registry,
            gathered: &gathered,
            findings: &findings,
            rules: &rules,
            issuing: &desk,
        };
        let (mut outputs, made) = bulletins(&task, (&house, request.verifies || wish.issue.is_some()), progress, &mut clock)?;
        outputs.push(super::manifest::manifest(&task, made.tally, &report.substitutions)?);
        if period == report.period {
            report.returns += made.tally;
        }
        let Made { documents, slips, verified, frozen, .. } = made;
        if let Some(frozen) = frozen {
            issuing::keep(&task, frozen, &folder, &outputs)?;
        }
        let (plan, cycle) = (plan.id.clone(), cycle.to_string());
        let (status, number) = (desk.status().to_owned(), desk.issuing.as_ref().map(|issuing| issuing.number));
        ready.push((Published { plan, cycle, period, folder, documents, slips, verified, status, number }, outputs));
    }
    progress.begin(Stage::Publish, 0);
    for (published, outputs) in ready {
        publish(&published.folder, &outputs)?;
        report.published.push(published);
    }
    clock.lap(Stage::Publish);
    report.timings = clock.laps;
    Ok(report)
}

/// The same up to the documents: for whoever measures or looks at them, and writes nothing but the store.
pub fn documents(setup: &Setup, request: &RunRequest, progress: &dyn Progress) -> Result<Vec<Composed>, RunError> {
    let mut clock = Clock::default();
    let plans = setup.plans()?;
    let jobs = jobs(&plans, setup.as_of, *request)?;
    let registry = setup.registry(&plans)?;
    let _lock = super::lock::lock(&setup.workspace)?;
    let gathered = gather(setup, &plans, &registry, progress, &mut clock)?;
    let mut documents = Vec::new();
    for Job { plan, cycle, period } in jobs {
        let findings = gathered.findings_of(period);
        let (registry, gathered, findings) = (&registry, &gathered, findings.as_slice());
        let desk = Desk::default();
        let task = Task { setup, plan, cycle, period, registry, gathered, findings, rules: &[], issuing: &desk };
        documents.extend(composition(&task, progress, &mut clock)?.bulletins);
    }
    Ok(documents)
}

/// How a bulletin is issued, after a look at everything that stands open.
fn decided(
    setup: &Setup,
    job: Job<'_>,
    registry: &Registry,
    gathered: &Gathered,
    findings: &[Finding],
    asked: &IssueRequest,
) -> Result<Issuing, RunError> {
    let Job { plan, period, .. } = job;
    let completeness = completeness_of(&plan.forms, period, registry, gathered, &gathered.deadlines, setup.as_of);
    let (completeness, as_of) = (&completeness, setup.as_of);
    let open = Obstacles { plan, registry, gathered, period, findings, completeness, as_of }.points();
    Ok(issuing::decide(job, asked, open, as_of)?)
}

/// The bulletins that a request calls for; only those of one plan, if one is named.
pub(super) fn jobs_of_plan<'run>(
    plans: &'run [Plan],
    as_of: Date,
    request: RunRequest,
    plan: Option<&str>,
) -> Result<Vec<Job<'run>>, RunError> {
    let Some(named) = plan else { return jobs(plans, as_of, request) };
    let Some(plan) = plans.iter().find(|plan| plan.id == named) else {
        let known = plans.iter().map(|plan| plan.id.clone()).collect();
        return Err(IssueError::PlanUnknown { plan: named.to_owned(), known }.into());
    };
    jobs(std::slice::from_ref(plan), as_of, request)
}

/// One bulletin to be made: of a plan, a kind, for a period.
#[derive(Debug, Clone, Copy)]
pub(super) struct Job<'run> {
    pub(super) plan: &'run Plan,
    pub(super) cycle: Cycle,
    pub(super) period: Period,
}

/// The period that is asked for, or the newest one.
fn asked_period(as_of: Date, request: RunRequest) -> Period {
    request.period.unwrap_or_else(|| newest_period(as_of))
}

/// The bulletins that a request calls for, plan by plan: the one that is named, else all that are due after the period.
pub(super) fn jobs(plans: &[Plan], as_of: Date, request: RunRequest) -> Result<Vec<Job<'_>>, RunError> {
    let asked = asked_period(as_of, request);
    let mut jobs = Vec::new();
    for plan in plans {
        for cycle in due_cycles(plan, asked, request.cycle) {
            let no_such = || RunError::CycleNotDue { plan: plan.id.clone(), cycle: cycle.to_string(), period: asked.to_string() };
            let period = cycle.period(asked).filter(|_| plan.has_cycle(cycle)).ok_or_else(no_such)?;
            is_open(plan, period, as_of, asked)?;
            jobs.push(Job { plan, cycle, period });
        }
    }
    // What covers the least time first: the newest quarter is what the report is about.
    jobs.sort_by_key(|job| job.cycle);
    Ok(jobs)
}

/// The kinds of bulletin due after a period that the plan has.
fn due_cycles(plan: &Plan, asked: Period, named: Option<Cycle>) -> Vec<Cycle> {
    use tongbao_returns::domain::period::Part;
    if let Some(cycle) = named {
        return vec![cycle];
    }
    let due: &[Cycle] = match asked.part {
        Part::Quarter(_) => Cycle::due_after(asked),
        Part::Half(_) => return vec![Cycle::HalfYear],
        Part::Year => return vec![Cycle::YearEnd],
    };
    let of_plan: Vec<Cycle> = due.iter().copied().filter(|cycle| plan.has_cycle(*cycle)).collect();
    if of_plan.is_empty() { vec![Cycle::Quarterly] } else { of_plan }
}

/// Whether a period has ended and lies in the plan's years; the year after them is for looking back.
fn is_open(plan: &Plan, period: Period, as_of: Date, asked: Period) -> Result<(), RunError> {
    let last_year = plan.last_year + 1;
    if period.last_day() < as_of && (plan.first_year..=last_year).contains(&period.year) {
        return Ok(());
    }
    Err(RunError::PeriodNotOpen {
        plan: plan.id.clone(),
        period: asked.to_string(),
        as_of: as_of.to_string(),
        first_year: plan.first_year,
        last_year,
    })
}

/// The newest quarter whose reporting window has opened: the one that ended last.
pub fn newest_period(as_of: Date) -> Period {
    let current = Period::quarter_of(as_of);
    if current.last_day() < as_of { current } else { current.previous() }
}

/// `bulletins/2025Q3/quarterly`; with several plans a folder for each below it.
fn folder(setup: &Setup, plan: &Plan, plans: usize, period: Period, cycle: Cycle) -> PathBuf {
    let folder = setup.workspace.join(&setup.settings.output).join(period.to_string()).join(cycle.as_str());
    if plans > 1 { folder.join(&plan.id) } else { folder }
}

/// Files that were not used at all.
pub(super) fn rejected_files(findings: &[Finding]) -> usize {
    let rejected: BTreeSet<&str> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Rejected && !OFFICE_SHEETS.contains(&finding.file.as_str()))
        .map(|finding| finding.file.as_str())
        .collect();
    rejected.len()
}

/// Completeness of some forms for every quarter of a period, with the reason where a file came and was refused. A quarter of a half or a
/// year for which nobody at all has filed was not collected here, and nobody is behind with it.
pub(super) fn completeness_of(
    forms: &[Form],
    period: Period,
    registry: &Registry,
    gathered: &Gathered,
    deadlines: &Deadlines,
    as_of: Date,
) -> Completeness {
    let of_quarter = |quarter: Period| {
        let refused = |unit: &UnitCode, form: &FormId| {
            let finding = gathered.findings_of_period(quarter).find(|finding| {
                finding.severity == Severity::Rejected
                    && finding.unit.as_ref() == Some(unit)
                    && finding.form.as_ref().is_none_or(|known| known == form)
            })?;
            Some(format!("已报但被拒收：{}", finding.code.title()))
        };
        let registry = registry.as_of(quarter.last_day());
        completeness(quarter, forms, &registry, &gathered.accepted, deadlines, as_of, refused)
    };
    let is_collected =
        |quarter: &Period| *quarter == period.last_quarter() || gathered.accepted.of_period(*quarter).next().is_some();
    Completeness { due: period.quarters().filter(is_collected).flat_map(|quarter| of_quarter(quarter).due).collect() }
}

/// Who issues the bulletins and chases the returns.
pub(super) fn office(setup: &Setup) -> Office {
    let bulletin = setup.settings.bulletin.clone();
    Office {
        name: setup.settings.office.clone(),
        mark: bulletin.mark.unwrap_or_else(|| setup.settings.office.clone()),
        addressees: setup.settings.addressees.clone(),
        contact: bulletin.contact,
        status: if bulletin.for_comment { "征求意见稿" } else { "草稿" }.to_owned(),
        number: issuing::draft_number(bulletin.number.as_deref(), setup.as_of),
        copy_number: bulletin.copy_number,
        secrecy: bulletin.secrecy,
        urgency: bulletin.urgency,
        sealed: bulletin.sealed,
        remark: bulletin.remark,
        copies: bulletin.copies,
        is_sample: setup.settings.sample,
    }
}

/// In how many periods of the year, this one included, each unit's form was missing, late or returned. A period for which nobody at
/// all has filed was not collected here.
pub(super) fn times_this_year(
    this: &Completeness,
    forms: &[Form],
    period: Period,
    registry: &Registry,
    gathered: &Gathered,
    as_of: Date,
) -> BTreeMap<(UnitCode, FormId), usize> {
    let earlier: Vec<Completeness> = period
        .whole_year()
        .quarters()
        .take_while(|earlier| earlier.last_day() < period.first_day())
        .filter(|earlier| gathered.accepted.periods().any(|known| known == *earlier))
        .map(|earlier| completeness_of(forms, earlier, registry, gathered, &gathered.deadlines, as_of))
        .collect();
    times_in_trouble(earlier.iter().chain([this]), as_of)
}

/// What was made for one plan.
struct Made {
    tally: Tally,
    documents: usize,
    slips: usize,
    verified: usize,
    frozen: Option<Frozen>,
}

fn bulletins(
    task: &Task<'_>,
    (house, is_read_back): (&House, bool),
    progress: &dyn Progress,
    clock: &mut Clock,
) -> Result<(Vec<Output>, Made), RunError> {
    let Composition { bulletins, chasing, findings, tally, frozen } = composition(task, progress, clock)?;
    progress.begin(Stage::Render, bulletins.len() * 2);
    let lists = [("催报名单", &chasing), ("审核发现", &findings)];
    let rendered = render_all(&bulletins, &lists, house, progress)?;
    clock.lap(Stage::Render);
    progress.begin(Stage::Verify, 0);
    let (figures, verified) = verify_all(&rendered, is_read_back)?;
    let mut outputs = outputs(rendered);
    outputs.push(figures);
    clock.lap(Stage::Verify);
    let slips = super::slips::slips(task, house, progress)?;
    let made = Made { tally, documents: bulletins.len(), slips: slips.len(), verified, frozen };
    outputs.extend(slips);
    clock.lap(Stage::Render);
    Ok((outputs, made))
}

/// Wall time by stage.
#[derive(Debug)]
pub(super) struct Clock {
    laps: Vec<(Stage, Duration)>,
    last: Instant,
}

impl Default for Clock {
    fn default() -> Self {
        Self { laps: Vec::new(), last: Instant::now() }
    }
}

impl Clock {
    /// What has passed since the last lap belongs to this stage.
    pub(super) fn lap(&mut self, stage: Stage) {
        let now = Instant::now();
        let passed = now.duration_since(self.last);
        self.last = now;
        match self.laps.iter_mut().find(|(known, _)| *known == stage) {
            Some((_, total)) => *total += passed,
            None => self.laps.push((stage, passed)),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_newest_period_is_the_quarter_that_ended_last() {
        assert_eq!(newest_period(date(2025, 10, 20)), Period::quarter(2025, 3));
        assert_eq!(newest_period(date(2025, 9, 30)), Period::quarter(2025, 2));
        assert_eq!(newest_period(date(2026, 1, 1)), Period::quarter(2025, 4));
    }
}
