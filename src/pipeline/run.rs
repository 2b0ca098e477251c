//! `tongbao run`: a folder of returns in, the bulletins out.

use std::collections::BTreeSet;
use std::path::Path;

use super::clock::Clock;
use super::completeness::completeness_of;
use super::composing::{Composition, composition};
use super::configuration::checked;
use super::desk::Desk;
use super::entering::{Entered, enter};
use super::error::RunError;
use super::folders::folder;
use super::freezing::Frozen;
use super::gathered::Gathered;
use super::jobs::{Called, Job, asked_period, called, covers};
use super::obstacles::Obstacles;
use super::outdated::outdated;
use super::progress::{Progress, Stage};
use super::reading::gather;
use super::rendering::{outputs, render_all, verify_all};
use super::report::{FileCounts, Published, ReturnCounts, RunReport, SharedSlips, rejected_files};
use super::request::{IssueRequest, RunRequest, Wish};
use super::setup::{Registered, Setup, forms};
use super::slips::{Slips, slips};
use super::task::Task;
use super::{admission, folders, freezing};
use crate::compose::Composed;
use crate::issue::{Archive, Issuing};
use crate::publish::{Output, Staged, put_in_place, stage};
use tongbao_figures::audit::Tally;
use tongbao_figures::plan::Plan;
use tongbao_render::House;
use tongbao_returns::domain::Period;
use tongbao_returns::finding::Finding;
use tongbao_returns::finding::cap::capped;
use tongbao_returns::registry::Registry;

/// Reads, audits, adds up, judges, composes, renders and publishes; a folder is replaced only when all of it is ready.
pub fn run(setup: &Setup, request: &RunRequest, progress: &dyn Progress) -> Result<RunReport, RunError> {
    run_as_wished(setup, request, &Wish::default(), progress)
}

/// The same of one plan only, or to issue a bulletin.
pub fn run_as_wished(setup: &Setup, request: &RunRequest, wish: &Wish, progress: &dyn Progress) -> Result<RunReport, RunError> {
    let mut clock = Clock::default();
    progress.begin(Stage::Prepare, 0);
    let plans = setup.plans()?;
    let Called { jobs, without } = called(&plans, setup.as_of, *request, wish.plan.as_deref())?;
    let period = jobs.first().map_or_else(|| asked_period(&plans, setup.as_of, *request), |job| job.period);
    let (Registered { registry, places, .. }, configuration) = checked(setup, &plans, period.last_day())?;
    let house = setup.house()?;
    let Entered { lock, archive, mut register, finished } = enter(setup, progress)?;
    if let Ok(register) = &register {
        folders::refuse_lost_withdrawals(&setup.workspace, register, &archive)?;
    }
    if let Some(asked) = &wish.issue {
        admission::admit(&archive, &jobs, asked, setup.as_of)?;
        let trusted = folders::trusted(&setup.workspace, register)?;
        admission::admit_beside_lost(&setup.workspace, &trusted, &archive, &jobs, asked, setup.as_of)?;
        register = Ok(trusted);
    }
    clock.lap(Stage::Prepare);

    let mut gathered = gather(setup, &plans, &registry, Some(&lock), progress, &mut clock)?;
    let unprintable = super::glyphs::findings(setup, &gathered, &house.faces)?;
    gathered.findings.extend(capped(unprintable));
    let findings = gathered.findings_of(period);
    let mut report = RunReport {
        period,
        configuration,
        published: Vec::new(),
        without,
        slips: Vec::new(),
        files: FileCounts { rejected: rejected_files(&findings), ..gathered.files },
        damaged: std::mem::take(&mut gathered.damaged),
        returns: ReturnCounts::default(),
        findings,
        rules: gathered.outcomes_of(period),
        finished: finished.folders,
        restored: finished.restored,
        altered: folders::altered(setup, &archive, register),
        placed: finished.placed,
        outdated: Vec::new(),
        substitutions: house.faces.substitutions().to_vec(),
        timings: Vec::new(),
    };
    let of_period = jobs.iter().filter(|job| job.period == period).map(|job| job.plan).collect::<Vec<&Plan>>();
    // A form that several plans share is filed once and counted once.
    let filed = if let [only] = of_period.as_slice() { only.forms.clone() } else { forms(of_period) };
    report.returns += completeness_of(&filed, period, &registry, &gathered, &gathered.deadlines, setup.as_of).tally(|_| true);
    // Written beside their places one by one, so that the disk is full before anything is in its place; a snapshot goes before its files.
    let mut staged = Vec::new();
    for job in jobs {
        let told = job.told();
        let job = Job { plan: &told, ..job };
        let Job { plan, cycle, period } = job;
        let gathered = &*gathered.of_plan(plan);
        let folder = folders::place(setup, &archive, job, folder(setup, plan, plans.len(), period, cycle))?;
        let (findings, rules) = (gathered.findings_for(plan, &registry, period), gathered.outcomes_of(period));
        // The names of then, and of these who takes part.
        let named = registry.named_as_of(period.last_day());
        let registry = plan.registered(&named);
        let decided = match &wish.issue {
            Some(asked) => Some(decided(setup, &archive, job, &named, gathered, &findings, asked)?),
            None => None,
        };
        let desk = Desk::of(setup, &archive, job, decided)?;
        let task = Task {
            setup,
            plan,
            cycle,
            period,
            registry: &registry,
            places: &places,
            gathered,
            findings: &findings,
            rules: &rules,
            issuing: &desk,
        };
        let (mut outputs, made) = bulletins(&task, (&house, request.verifies || wish.issue.is_some()), progress, &mut clock)?;
        let manifest = super::manifest::manifest(&task, made.tally, &report, &outputs)?;
        outputs.push(manifest);
        let Made { documents, slips, verified, frozen, .. } = made;
        if let Some(frozen) = frozen {
            staged.extend(freezing::keep(&task, frozen, &folder, &outputs)?);
        }
        staged.push(stage(&folder, &outputs)?);
        let plan = plan.id.clone();
        let (status, number) = (desk.status(), desk.issuing.as_ref().map(|issuing| issuing.number));
        let replaces = desk.replaces;
        report.published.push(Published { plan, cycle, period, folder, documents, slips, verified, status, number, replaces });
        clock.lap(Stage::Publish);
    }
    let periods: BTreeSet<Period> = report.published.iter().map(|published| published.period).collect();
    for period in periods {
        let (slips, folder) = shared_slips(setup, &plans, period, (&registry, &gathered), &house, progress)?;
        staged.extend(folder);
        report.slips.extend(slips);
    }
    clock.lap(Stage::Render);
    progress.begin(Stage::Publish, 0);
    report.placed.append(put_in_place(staged)?);
    report.outdated = outdated(&report.published.iter().map(|published| published.folder.as_path()).collect::<Vec<_>>());
    // From here on nothing fails: the bulletins stand.
    folders::register_anew(setup);
    clock.lap(Stage::Publish);
    report.timings = clock.laps;
    Ok(report)
}

/// The same up to the documents: for whoever measures or looks at them, and writes nothing but the store.
pub fn documents(setup: &Setup, request: &RunRequest, progress: &dyn Progress) -> Result<Vec<Composed>, RunError> {
    let mut clock = Clock::default();
    let plans = setup.plans()?;
    let Called { jobs, .. } = called(&plans, setup.as_of, *request, None)?;
    let Registered { registry, places, .. } = setup.registered(&plans)?;
    let lock = super::lock::lock(setup, progress)?;
    let gathered = gather(setup, &plans, &registry, Some(&lock), progress, &mut clock)?;
    let mut documents = Vec::new();
    for job in jobs {
        let Job { cycle, period, .. } = job;
        let plan = &job.told();
        let gathered = &*gathered.of_plan(plan);
        let findings = gathered.findings_for(plan, &registry, period);
        let named = registry.named_as_of(period.last_day());
        let registry = plan.registered(&named);
        let (registry, places, findings) = (&*registry, &places, findings.as_slice());
        let desk = Desk::of_draft(cycle, period);
        let task = Task { setup, plan, cycle, period, registry, places, gathered, findings, rules: &[], issuing: &desk };
        documents.extend(composition(&task, progress, &mut clock)?.bulletins);
    }
    Ok(documents)
}

/// How a bulletin is issued, after a look at everything that stands open.
fn decided(
    setup: &Setup,
    archive: &Archive,
    job: Job<'_>,
    registry: &Registry,
    gathered: &Gathered,
    findings: &[Finding],
    asked: &IssueRequest,
) -> Result<Issuing, RunError> {
    let Job { plan, cycle, period } = job;
    let completeness = completeness_of(&plan.forms, period, registry, gathered, &gathered.deadlines, setup.as_of);
    let (completeness, as_of) = (&completeness, setup.as_of);
    let open = Obstacles { plan, registry, gathered, period, findings, completeness, as_of }.points();
    Ok(admission::decide(job, asked, open, archive.withdrawn(&plan.id, period, cycle), as_of)?)
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
    let (figures, verified) = verify_all(&rendered, house, is_read_back)?;
    let mut outputs = outputs(rendered);
    outputs.push(figures);
    clock.lap(Stage::Verify);
    let slips = own_slips(task, house, progress)?;
    let made = Made { tally, documents: bulletins.len(), slips: slips.len(), verified, frozen };
    outputs.extend(slips);
    clock.lap(Stage::Render);
    Ok((outputs, made))
}

/// The slips of a plan alone in its office, which lie with its bulletin.
fn own_slips(task: &Task<'_>, house: &House, progress: &dyn Progress) -> Result<Vec<Output>, RunError> {
    let Task { setup, plan, period, registry, gathered, findings, .. } = *task;
    if folders::shared_slips(setup, period).is_some() {
        return Ok(Vec::new());
    }
    let of = Slips { setup, plans: &[plan], period, registry, gathered, findings };
    let below = |Output { path, bytes }| Output { path: Path::new(folders::SLIPS).join(path), bytes };
    Ok(slips(&of, house, progress)?.into_iter().map(below).collect())
}

/// The slips of all plans of an office for a period, one for a return, whichever of them the command is about; with their folder beside its place.
/// Where there are none and never were any, there is no folder.
fn shared_slips(
    setup: &Setup,
    plans: &[Plan],
    period: Period,
    (registry, gathered): (&Registry, &Gathered),
    house: &House,
    progress: &dyn Progress,
) -> Result<(Option<SharedSlips>, Option<Staged>), RunError> {
    let Some(folder) = folders::shared_slips(setup, period) else { return Ok((None, None)) };
    let plans: Vec<&Plan> = plans.iter().filter(|plan| covers(plan, period)).collect();
    // The names of then.
    let registry = &registry.named_as_of(period.last_day());
    let findings = &gathered.findings_for_any(&plans, registry, period);
    let mut outputs = slips(&Slips { setup, plans: &plans, period, registry, gathered, findings }, house, progress)?;
    let count = outputs.len();
    if count == 0 && !folder.is_dir() {
        return Ok((None, None));
    }
    outputs.push(super::manifest::of_slips(setup, &plans, period, &outputs)?);
    let staged = stage(&folder, &outputs)?;
    Ok(((count > 0).then_some(SharedSlips { period, folder, count }), Some(staged)))
}
