//! `tongbao run`: a folder of returns in, the bulletins out.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use jiff::civil::Date;
use serde::Serialize;

use super::error::RunError;
use super::progress::Progress;
use super::progress::Stage;
use super::reading::EXPLANATIONS;
use super::reading::Gathered;
use super::reading::gather;
use super::rendering::outputs;
use super::rendering::render_all;
use super::rendering::verify_all;
use super::setup::Setup;
use crate::aggregate::Group;
use crate::assess::assess;
use crate::audit::Accepted;
use crate::audit::Completeness;
use crate::audit::Deadlines;
use crate::audit::RuleOutcome;
use crate::audit::Tally;
use crate::audit::completeness;
use crate::audit::times_in_trouble;
use crate::compose::Chase;
use crate::compose::Composed;
use crate::compose::Material;
use crate::compose::Office;
use crate::compose::material::due_by_group;
use crate::document::Document;
use crate::domain::Cycle;
use crate::domain::Form;
use crate::domain::FormId;
use crate::domain::Period;
use crate::domain::UnitCode;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::plan::Plan;
use crate::publish::Output;
use crate::publish::publish;
use crate::registry::Registry;
use crate::render::House;
use crate::render::Substitution;

/// What to run.
#[derive(Debug, Clone, Copy)]
pub struct RunRequest {
    /// For when; without it the newest quarter that has ended.
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

/// What came of a run.
#[derive(Debug, Clone, Serialize)]
pub struct RunReport {
    /// For when.
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
    /// Where.
    pub folder: PathBuf,
    /// Documents in it; each is a PDF and a workbook.
    pub documents: usize,
    /// Return slips in it.
    pub slips: usize,
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
    let mut clock = Clock::default();
    progress.begin(Stage::Prepare, 0);
    let period = request.period.unwrap_or_else(|| newest_period(setup.as_of));
    let plans = setup.plans()?;
    let cycles = plans.iter().map(|plan| due_cycle(plan, period, setup.as_of, request.cycle)).collect::<Result<Vec<_>, _>>()?;
    let registry = setup.registry(&plans)?;
    let house = setup.house()?;
    let _lock = super::lock::lock(&setup.workspace)?;
    clock.lap(Stage::Prepare);

    let gathered = gather(setup, &plans, &registry, progress, &mut clock)?;
    let findings = gathered.findings_of(period);
    let rejected = rejected_files(&findings);
    let mut report = RunReport {
        period,
        published: Vec::new(),
        files: gathered.files,
        returns: ReturnCounts::default(),
        findings,
        rules: gathered.outcomes.iter().filter(|outcome| outcome.period == period).cloned().collect(),
        substitutions: house.faces.substitutions().to_vec(),
        timings: Vec::new(),
    };
    report.files.rejected = rejected;
    let mut ready = Vec::new();
    for (plan, cycle) in plans.iter().zip(cycles) {
        let work = Work { setup, plan, cycle, period, registry: &registry, gathered: &gathered, report: &report };
        let (outputs, made) = bulletins(&work, (&house, request.verifies), progress, &mut clock)?;
        report.returns += made.tally;
        ready.push((folder(setup, plan, plans.len(), period, cycle), plan, cycle, outputs, made));
    }
    progress.begin(Stage::Publish, 0);
    for (folder, plan, cycle, mut outputs, made) in ready {
        let Made { documents, slips, .. } = made;
        let (plan_id, cycle_name) = (plan.id.clone(), cycle.to_string());
        report.published.push(Published { plan: plan_id, cycle: cycle_name, folder: folder.clone(), documents, slips });
        outputs.push(super::manifest::manifest(setup, plan, cycle, &gathered, &report)?);
        publish(&folder, &outputs)?;
    }
    clock.lap(Stage::Publish);
    report.timings = clock.laps;
    Ok(report)
}

/// The newest quarter whose reporting window has opened: the one that ended last.
pub fn newest_period(as_of: Date) -> Period {
    let current = Period::quarter_of(as_of);
    if current.last_day() < as_of { current } else { current.previous() }
}

/// The bulletin of a plan for a period.
fn due_cycle(plan: &Plan, period: Period, as_of: Date, asked: Option<Cycle>) -> Result<Cycle, RunError> {
    let cycle = asked.unwrap_or(Cycle::Quarterly);
    let is_quarter = matches!(period.part, crate::domain::period::Part::Quarter(_));
    let last_year = plan.last_year + 1;
    if period.last_day() >= as_of || !(plan.first_year..=last_year).contains(&period.year) {
        return Err(RunError::PeriodNotOpen {
            plan: plan.id.clone(),
            period: period.to_string(),
            as_of: as_of.to_string(),
            first_year: plan.first_year,
            last_year,
        });
    }
    if cycle == Cycle::Quarterly && is_quarter && plan.wording.contains_key(cycle.as_str()) {
        Ok(cycle)
    } else {
        Err(RunError::CycleNotDue { plan: plan.id.clone(), cycle: cycle.to_string(), period: period.to_string() })
    }
}

/// `bulletins/2025Q3/quarterly`; with several plans a folder for each below it.
fn folder(setup: &Setup, plan: &Plan, plans: usize, period: Period, cycle: Cycle) -> PathBuf {
    let folder = setup.workspace.join(&setup.settings.output).join(period.to_string()).join(cycle.as_str());
    if plans > 1 { folder.join(&plan.id) } else { folder }
}

/// Files that were not used at all.
fn rejected_files(findings: &[Finding]) -> usize {
    let rejected: BTreeSet<&str> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Rejected && finding.file != EXPLANATIONS)
        .map(|finding| finding.file.as_str())
        .collect();
    rejected.len()
}

/// Completeness of some forms for a period, with the reason where a file came and was refused.
pub(super) fn completeness_of(
    forms: &[Form],
    period: Period,
    registry: &Registry,
    gathered: &Gathered,
    deadlines: &Deadlines,
    as_of: Date,
) -> Completeness {
    let refused = |unit: &UnitCode, form: &FormId| {
        let finding = gathered.findings_of_period(period).find(|finding| {
            finding.severity == Severity::Rejected
                && finding.unit.as_ref() == Some(unit)
                && finding.form.as_ref().is_none_or(|known| known == form)
        })?;
        Some(format!("已报但被拒收：{}", finding.code.title()))
    };
    completeness(period, forms, &registry.as_of(period.last_day()), &gathered.accepted, deadlines, as_of, refused)
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
        number: bulletin.number,
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
    let earlier: Vec<Completeness> = std::iter::successors(Some(period.previous()), |period| Some(period.previous()))
        .take_while(|earlier| earlier.year == period.year)
        .filter(|earlier| gathered.accepted.periods().any(|known| known == *earlier))
        .map(|earlier| completeness_of(forms, earlier, registry, gathered, &gathered.deadlines, as_of))
        .collect();
    times_in_trouble(earlier.iter().chain([this]), as_of)
}

/// The last periods of a trend for which anything was filed, up to this one: at most so many that their names fit below the chart.
fn trend_periods(accepted: &Accepted, period: Period) -> Vec<Period> {
    const MOST: usize = 8;
    let mut periods: Vec<Period> = accepted.periods().filter(|known| *known <= period).collect();
    periods.drain(..periods.len().saturating_sub(MOST));
    periods
}

/// What was made for one plan.
struct Made {
    tally: Tally,
    documents: usize,
    slips: usize,
}

/// What the bulletins of one plan are made from.
struct Work<'run> {
    setup: &'run Setup,
    plan: &'run Plan,
    cycle: Cycle,
    period: Period,
    registry: &'run Registry,
    gathered: &'run Gathered,
    report: &'run RunReport,
}

/// What is to be printed for one plan.
struct Documents {
    bulletins: Vec<Composed>,
    chasing: Document,
    found: Document,
    tally: Tally,
}

/// Figures, verdicts and wording to documents.
fn documents(work: &Work<'_>, office: &Office, progress: &dyn Progress, clock: &mut Clock) -> Result<Documents, RunError> {
    let Work { setup, plan, cycle, period, registry, gathered, report } = *work;
    progress.begin(Stage::Aggregate, 0);
    let completeness = completeness_of(&plan.forms, period, registry, gathered, &gathered.deadlines, setup.as_of);
    let figures = crate::aggregate::aggregate(plan, registry, &gathered.accepted, period)?;
    let proofs = crate::aggregate::prove(plan, registry, &gathered.accepted, period);
    let wording = plan.wording.get(cycle.as_str()).map_or("", String::as_str);
    let trends = crate::compose::charts::trends(plan, wording);
    let periods = trend_periods(&gathered.accepted, period);
    let trend = crate::aggregate::trend(plan, registry, &gathered.accepted, &trends, periods)?;
    clock.lap(Stage::Aggregate);

    progress.begin(Stage::Assess, 0);
    let members: BTreeMap<Group, Vec<&UnitCode>> = figures.grouping.all_members();
    let due_by_group = due_by_group(&members, &completeness);
    let tally_of = |group: &Group| match due_by_group.get(group) {
        Some(due) => Tally::of(due.iter().copied()),
        None => completeness.tally(|_| true),
    };
    let kind_of = |group: &Group| match group {
        Group::Alliance(code) => registry
            .alliances
            .iter()
            .find(|alliance| alliance.code == *code)
            .map(|alliance| alliance.kind.clone())
            .unwrap_or_default(),
        _ => String::new(),
    };
    let assessment = assess(plan, &figures, kind_of, tally_of);
    clock.lap(Stage::Assess);

    progress.begin(Stage::Compose, 0);
    let material = Material {
        plan,
        registry,
        as_of_registry: registry.as_of(period.last_day()),
        accepted: &gathered.accepted,
        figures: &figures,
        trend: &trend,
        assessment: &assessment,
        completeness: &completeness,
        findings: &report.findings,
        proofs: &proofs,
        office,
        period,
        as_of: setup.as_of,
        members,
        due_by_group,
    };
    let bulletins = crate::compose::compose(&material, cycle)?;
    let chasing = crate::compose::chasing_list(&Chase {
        returns: material.returns(),
        times: &times_this_year(&completeness, &plan.forms, period, registry, gathered, setup.as_of),
        findings: &report.findings,
        office,
        as_of: setup.as_of,
    });
    let found = super::findings::document(&material, &report.rules);
    clock.lap(Stage::Compose);
    Ok(Documents { bulletins, chasing, found, tally: completeness.tally(|_| true) })
}

/// Documents to files, read back before anybody sees them.
fn bulletins(
    work: &Work<'_>,
    (house, verifies): (&House, bool),
    progress: &dyn Progress,
    clock: &mut Clock,
) -> Result<(Vec<Output>, Made), RunError> {
    let Work { setup, plan, period, registry, gathered, report, .. } = *work;
    let office = office(setup);
    let documents = documents(work, &office, progress, clock)?;
    progress.begin(Stage::Render, documents.bulletins.len() * 2);
    let lists = [("催报名单", &documents.chasing), ("审核发现", &documents.found)];
    let rendered = render_all(&documents.bulletins, &lists, house, progress)?;
    clock.lap(Stage::Render);
    progress.begin(Stage::Verify, 0);
    let figures = verify_all(&rendered, verifies)?;
    let mut outputs = outputs(rendered);
    outputs.push(figures);
    clock.lap(Stage::Verify);
    let slips = super::slips::slips(setup, plan, period, registry, gathered, &report.findings, (&office, house), progress)?;
    let made = Made { tally: documents.tally, documents: documents.bulletins.len(), slips: slips.len() };
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
    use std::path::Path;

    use jiff::civil::date;
    use walkdir::WalkDir;

    use super::*;
    use crate::document::Block;
    use crate::document::Cell;
    use crate::document::Figure;
    use crate::ingest::Reader;
    use crate::pipeline::progress::Silent;
    use crate::render::xlsx::unexplained;

    #[test]
    fn the_newest_period_is_the_quarter_that_ended_last() {
        assert_eq!(newest_period(date(2025, 10, 20)), Period::quarter(2025, 3));
        assert_eq!(newest_period(date(2025, 9, 30)), Period::quarter(2025, 2));
        assert_eq!(newest_period(date(2026, 1, 1)), Period::quarter(2025, 4));
    }

    /// The bulletins of a sample for the third quarter, not rendered.
    fn of_sample(name: &str) -> Vec<Composed> {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR"));
        let sample = sources.join("sample_data").join(name);
        let workspace = tempfile::tempdir().unwrap();
        for entry in WalkDir::new(&sample).into_iter().map(Result::unwrap) {
            let target = workspace.path().join(entry.path().strip_prefix(&sample).unwrap());
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(target).unwrap();
            } else {
                std::fs::copy(entry.path(), target).unwrap();
            }
        }
        let templates = sources.join("report_templates");
        let setup = Setup::open(workspace.path(), templates, Reader::in_process(), date(2025, 10, 20)).unwrap();
        let plans = setup.plans().unwrap();
        let registry = setup.registry(&plans).unwrap();
        let mut clock = Clock::default();
        let gathered = gather(&setup, &plans, &registry, &Silent, &mut clock).unwrap();
        let period = Period::quarter(2025, 3);
        let report = RunReport {
            period,
            published: Vec::new(),
            files: gathered.files,
            returns: ReturnCounts::default(),
            findings: gathered.findings_of(period),
            rules: Vec::new(),
            substitutions: Vec::new(),
            timings: Vec::new(),
        };
        let (registry, gathered, report) = (&registry, &gathered, &report);
        let work = Work { setup: &setup, plan: &plans[0], cycle: Cycle::Quarterly, period, registry, gathered, report };
        documents(&work, &office(&setup), &Silent, &mut clock).unwrap().bulletins
    }

    /// The figures of all tables.
    fn figures(document: &Document) -> Vec<&Figure> {
        let in_text = document.blocks().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        let cells = in_text.chain(&document.workbook_tables).flat_map(|table| &table.rows).flat_map(|row| &row.cells);
        cells.filter_map(|cell| if let Cell::Figure(figure) = cell { Some(figure) } else { None }).collect()
    }

    /// Every figure of the sample's tables that says how it follows from others is a live formula of the workbook, and gives what is
    /// printed; but for rates that were adjusted so that they add up to 100 (舍位平衡), which no formula over their counts gives.
    #[track_caller]
    fn all_live_but_adjusted(sample: &str, formulas: usize, adjusted: usize) {
        let (mut with_formula, mut refused) = (0, 0);
        for Composed { stem, document } in of_sample(sample) {
            let figures = figures(&document);
            with_formula += figures.iter().filter(|figure| figure.formula.is_some()).count();
            for id in unexplained(&document) {
                let is_adjusted = figures.iter().any(|figure| figure.id == id && figure.adjustment != 0);
                assert!(is_adjusted, "{sample} {stem}: {id:?}");
                refused += 1;
            }
        }
        assert!(with_formula >= formulas, "{sample}: {with_formula} formulas");
        assert_eq!(refused, adjusted, "{sample}");
    }

    #[test]
    fn every_figure_that_follows_from_others_is_a_live_formula() {
        all_live_but_adjusted("jining", 11_000, 11);
        all_live_but_adjusted("kailu", 700, 0);
    }
}
