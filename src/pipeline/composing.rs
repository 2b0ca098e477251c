//! One plan's figures, judged and composed: everything between the accepted returns and the files.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::clock::Clock;
use super::completeness::{completeness_of, times_this_year};
use super::desk::office;
use super::error::RunError;
use super::freezing::Frozen;
use super::progress::{Progress, Stage};
use super::task::Task;
use crate::compose::adjusted::explain;
use crate::compose::issued::bases::{Signs, with_issued_bases, with_issued_values};
use crate::compose::issued::marks::mark;
use crate::compose::material::due_by_group;
use crate::compose::{Chase, Composed, Followed, Material, Office, Returns};
use tongbao_document::Document;
use tongbao_figures::aggregate::{Figures, Group, Proof, Restated, Trend};
use tongbao_figures::assess::{Assessment, Scores, assess};
use tongbao_figures::audit::{Accepted, Answerers, Completeness, Tally};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Cycle, Period, UnitCode};
use tongbao_returns::registry::Registry;

/// The documents of one plan.
pub(super) struct Composition {
    pub(super) bulletins: Vec<Composed>,
    /// 催报名单.
    pub(super) chasing: Document,
    /// 审核发现.
    pub(super) findings: Document,
    pub(super) tally: Tally,
    /// What is kept if it is issued.
    pub(super) frozen: Option<Frozen>,
}

/// A period of a plan, added up and judged.
struct Judged {
    period: Period,
    completeness: Completeness,
    figures: Figures,
    /// What the reader must know of the bases of changes.
    signs: Signs,
    assessment: Assessment,
}

/// Periods that were judged already: the bulletin before of one is often another's own. All of one office, as of one day, beside the same issues.
#[derive(Default)]
pub(super) struct JudgedPeriods(BTreeMap<Period, Arc<Judged>>);

impl JudgedPeriods {
    /// A period, judged now if it was not before.
    fn judged(
        &mut self,
        task: &Task<'_>,
        period: Period,
        progress: &dyn Progress,
        clock: &mut Clock,
    ) -> Result<Arc<Judged>, RunError> {
        if let Some(known) = self.0.get(&period) {
            return Ok(Arc::clone(known));
        }
        let judged = Arc::new(judged(task, period, progress, clock)?);
        self.0.insert(period, Arc::clone(&judged));
        Ok(judged)
    }
}

/// Adds up and judges a period.
fn judged(task: &Task<'_>, period: Period, progress: &dyn Progress, clock: &mut Clock) -> Result<Judged, RunError> {
    let Task { setup, plan, registry, gathered, issuing, .. } = *task;
    progress.begin(Stage::Aggregate, 0);
    let completeness = completeness_of(&plan.forms, period, registry, gathered, &gathered.deadlines, setup.as_of);
    let figures = tongbao_figures::aggregate::aggregate(plan, registry, &gathered.accepted, period)?;
    let (figures, mut signs) = with_issued_bases(figures, plan, &issuing.issued);
    // What is looked back at is what was issued, whatever has come in since.
    let figures = if period == task.period {
        figures
    } else {
        let (figures, revised) = with_issued_values(figures, plan, &issuing.issued);
        signs.extend(revised);
        figures
    };
    clock.lap(Stage::Aggregate);
    progress.begin(Stage::Assess, 0);
    let assessment = assessment_of(plan, registry, &figures, &completeness);
    clock.lap(Stage::Assess);
    Ok(Judged { period, completeness, figures, signs, assessment })
}

/// Judges figures; a group is ranked if enough of its returns have come.
pub(super) fn assessment_of(plan: &Plan, registry: &Registry, figures: &Figures, completeness: &Completeness) -> Assessment {
    let due_by_group = due_by_group(&figures.grouping, registry, completeness);
    let tally_of = |group: &Group| match due_by_group.get(group) {
        Some(due) => Tally::of(due.iter().copied()),
        None => completeness.tally(|_| true),
    };
    assess(plan, figures, |group| group.ranked_among(plan, registry), tally_of)
}

impl Judged {
    /// As bulletins are made of it.
    fn material<'run>(&'run self, task: &Task<'run>, office: &'run Office) -> Material<'run> {
        let members: BTreeMap<Group, Vec<&UnitCode>> = self.figures.grouping.all_members();
        let due_by_group = due_by_group(&self.figures.grouping, task.registry, &self.completeness);
        Material {
            plan: task.plan,
            registry: task.registry,
            places: task.places,
            as_of_registry: task.registry.as_of(self.period.last_day()),
            accepted: &task.gathered.accepted,
            figures: &self.figures,
            trend: None,
            first_year: None,
            assessment: &self.assessment,
            completeness: &self.completeness,
            findings: task.findings,
            proofs: &[],
            restated: &[],
            office,
            period: self.period,
            as_of: task.setup.as_of,
            members,
            due_by_group,
            practices: &task.gathered.practices,
            before: None,
            issued: &task.issuing.issued,
            issuing: None,
            ledger: Followed::default(),
            scores: None,
            events: &task.gathered.events,
        }
    }
}

/// Everything that the bulletins of a plan are made of.
pub(super) struct Prepared {
    judged: Arc<Judged>,
    scores: Option<Scores>,
    /// What the reader must know of the bases of changes, of both bulletins.
    signs: Signs,
    before: Option<Arc<Judged>>,
    proofs: Vec<Proof>,
    restated: Vec<Restated>,
    trend: Trend,
    first_year: Option<Trend>,
    answering: Answerers,
    office: Office,
}

impl Prepared {
    /// Adds up and judges.
    fn of(task: &Task<'_>, progress: &dyn Progress, clock: &mut Clock) -> Result<Self, RunError> {
        Self::beside(&mut JudgedPeriods::default(), task, progress, clock)
    }

    /// The same for one of several bulletins of an office: no period is judged again.
    pub(super) fn beside(
        known: &mut JudgedPeriods,
        task: &Task<'_>,
        progress: &dyn Progress,
        clock: &mut Clock,
    ) -> Result<Self, RunError> {
        let Task { setup, plan, cycle, period, registry, gathered, issuing, .. } = *task;
        let judged_now = known.judged(task, period, progress, clock)?;
        let answering = super::ledger::who_answers(task);
        let (scores, score_signs) =
            super::scoring::scores(task, &judged_now.figures, &judged_now.completeness, &answering)?.unzip();
        let before = judged_before(known, task, progress, clock)?;
        progress.begin(Stage::Aggregate, 0);
        let proofs = tongbao_figures::aggregate::prove(plan, registry, &gathered.accepted, period);
        let restated = tongbao_figures::aggregate::restated(plan, registry, &gathered.accepted, period);
        let trends = crate::compose::charts::call::trends(plan, cycle);
        let periods = trend_periods(&gathered.accepted, period);
        let trend = tongbao_figures::aggregate::trend(plan, registry, &gathered.accepted, &trends, periods)?;
        let first_year = first_year(task)?;
        clock.lap(Stage::Aggregate);
        let mut signs = judged_now.signs.clone();
        signs.extend(score_signs.into_iter().flatten());
        signs.extend(before.iter().flat_map(|before| &before.signs).map(|(id, sign)| (id.clone(), *sign)));
        let office = issuing.office(office(setup));
        Ok(Self { judged: judged_now, scores, signs, before, proofs, restated, trend, first_year, answering, office })
    }

    /// What the bulletin before was made of.
    pub(super) fn before<'run>(&'run self, task: &Task<'run>) -> Option<Material<'run>> {
        self.before.as_ref().map(|before| before.material(task, &self.office))
    }

    /// What the bulletins are made of.
    pub(super) fn material<'run>(&'run self, task: &Task<'run>, before: Option<&'run Material<'run>>) -> Material<'run> {
        Material {
            trend: Some(&self.trend),
            first_year: self.first_year.as_ref(),
            proofs: &self.proofs,
            restated: &self.restated,
            before,
            scores: self.scores.as_ref(),
            ledger: super::ledger::followed(task, task.gathered, &self.answering, task.issuing.counted()),
            issuing: task.issuing.issuing.as_ref(),
            ..self.judged.material(task, &self.office)
        }
    }
}

/// Adds up, judges and composes.
pub(super) fn composition(task: &Task<'_>, progress: &dyn Progress, clock: &mut Clock) -> Result<Composition, RunError> {
    let Task { setup, plan, cycle, period, registry, gathered, findings, rules, issuing, .. } = *task;
    let prepared = Prepared::of(task, progress, clock)?;
    progress.begin(Stage::Compose, 0);
    let before = prepared.before(task);
    let material = prepared.material(task, before.as_ref());
    let Prepared { judged: judged_now, signs, office, .. } = &prepared;
    let mut composed = crate::compose::compose(&material, cycle)?;
    let revised = super::revising::revision(task, &material, &composed)?;
    explain(&mut composed, &material);
    mark(&mut composed, period, &issuing.issued, signs);
    composed.extend(revised);
    let frozen = issuing.issuing.is_some().then(|| Frozen::of(task, &material, &composed)).transpose()?;
    // Returns of the quarters before have been chased before.
    let quarter = period.last_quarter();
    let of_quarter =
        (quarter != period).then(|| completeness_of(&plan.forms, quarter, registry, gathered, &gathered.deadlines, setup.as_of));
    let completeness = of_quarter.as_ref().unwrap_or(&judged_now.completeness);
    let chasing = crate::compose::chasing_list(&Chase {
        returns: Returns { period: quarter, completeness, ..material.returns() },
        times: &times_this_year(completeness, &plan.forms, quarter, registry, gathered, setup.as_of),
        findings,
        office,
        as_of: setup.as_of,
    });
    let found = super::findings::document(&material, rules, super::manifest::below_workspace(setup, period).as_deref());
    clock.lap(Stage::Compose);

    let tally = judged_now.completeness.tally(|_| true);
    Ok(Composition { bulletins: composed, chasing, findings: found, tally, frozen })
}

/// The bulletin before: the last one that was issued. Where none was, that of the quarter before, or after a fourth quarter that of the
/// year, as it would be made today. None where nobody had filed anything, or no wording of the plan looks back.
fn judged_before(
    known: &mut JudgedPeriods,
    task: &Task<'_>,
    progress: &dyn Progress,
    clock: &mut Clock,
) -> Result<Option<Arc<Judged>>, RunError> {
    let quarter = task.period.last_quarter().previous();
    let looks_back = crate::compose::wording::looks_back(&task.plan.wording, task.cycle);
    if !looks_back || task.gathered.accepted.of_period(quarter).next().is_none() {
        return Ok(None);
    }
    let whole_year = quarter.whole_year();
    let usual = if whole_year.last_quarter() == quarter { whole_year } else { quarter };
    let period = task.issuing.issued.last().map_or(usual, |issue| issue.period);
    known.judged(task, period, progress, clock).map(Some)
}

/// Every indicator in the same period of the plan's first year, for effect monitoring (docs/numbers.md rule 7). Last year stands on the page
/// by itself.
fn first_year(task: &Task<'_>) -> Result<Option<Trend>, RunError> {
    let Task { plan, cycle, period, registry, gathered, .. } = *task;
    let first = Period { year: plan.first_year, ..period };
    let is_asked = cycle == Cycle::Effect && first.year < period.year_before().year;
    if !is_asked || gathered.accepted.of_period(first.last_quarter()).next().is_none() {
        return Ok(None);
    }
    let all: Vec<usize> = (0..plan.indicators.len()).collect();
    Ok(Some(tongbao_figures::aggregate::trend(plan, registry, &gathered.accepted, &all, vec![first])?))
}

/// The last periods of a trend for which anything was filed, up to this one: at most so many that their names fit below the chart.
fn trend_periods(accepted: &Accepted, period: Period) -> Vec<Period> {
    const MOST: usize = 8;
    let mut periods: Vec<Period> = accepted.periods().filter(|known| known.last_day() <= period.last_day()).collect();
    periods.drain(..periods.len().saturating_sub(MOST));
    periods
}
