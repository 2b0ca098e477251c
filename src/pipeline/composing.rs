//! One plan's figures, judged and composed: everything between the accepted returns and the files.

use std::collections::BTreeMap;

use super::error::RunError;
use super::issuing::Desk;
use super::issuing::Frozen;
use super::progress::Progress;
use super::progress::Stage;
use super::reading::Gathered;
use super::run::Clock;
use super::run::completeness_of;
use super::run::office;
use super::run::times_this_year;
use super::setup::Setup;
use crate::aggregate::Group;
use crate::assess::assess;
use crate::audit::Accepted;
use crate::audit::RuleOutcome;
use crate::audit::Tally;
use crate::compose::Chase;
use crate::compose::Composed;
use crate::compose::Material;
use crate::compose::issued::bases::with_issued_bases;
use crate::compose::issued::marks::mark;
use crate::compose::material::due_by_group;
use crate::document::Document;
use crate::domain::Cycle;
use crate::domain::Period;
use crate::domain::UnitCode;
use crate::finding::Finding;
use crate::plan::Plan;
use crate::registry::Registry;

/// What is to be made for one plan, and from what.
pub(super) struct Task<'run> {
    pub(super) setup: &'run Setup,
    pub(super) plan: &'run Plan,
    pub(super) cycle: Cycle,
    pub(super) period: Period,
    pub(super) registry: &'run Registry,
    pub(super) gathered: &'run Gathered,
    /// Of the period.
    pub(super) findings: &'run [Finding],
    /// Of the period.
    pub(super) rules: &'run [RuleOutcome],
    /// What was issued, and whether this is.
    pub(super) issuing: &'run Desk,
}

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

/// Adds up, judges and composes.
pub(super) fn composition(task: &Task<'_>, progress: &dyn Progress, clock: &mut Clock) -> Result<Composition, RunError> {
    let Task { setup, plan, cycle, period, registry, gathered, findings, rules, issuing } = *task;
    progress.begin(Stage::Aggregate, 0);
    let completeness = completeness_of(&plan.forms, period, registry, gathered, &gathered.deadlines, setup.as_of);
    let figures = crate::aggregate::aggregate(plan, registry, &gathered.accepted, period)?;
    let (figures, signs) = with_issued_bases(figures, plan, &issuing.issued);
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
    let assessment = assess(plan, &figures, |group| kind_of(registry, group), tally_of);
    clock.lap(Stage::Assess);

    progress.begin(Stage::Compose, 0);
    let office = issuing.office(office(setup));
    let material = Material {
        plan,
        registry,
        as_of_registry: registry.as_of(period.last_day()),
        accepted: &gathered.accepted,
        figures: &figures,
        trend: &trend,
        assessment: &assessment,
        completeness: &completeness,
        findings,
        proofs: &proofs,
        office: &office,
        issued: &issuing.issued,
        issuing: issuing.issuing.as_ref(),
        period,
        as_of: setup.as_of,
        members,
        due_by_group,
    };
    let mut composed = crate::compose::compose(&material, cycle)?;
    let revised = super::revising::revision(task, &material, &composed)?;
    mark(&mut composed, period, &issuing.issued, &signs);
    composed.extend(revised);
    let frozen = issuing.issuing.is_some().then(|| Frozen::of(task, &material, &composed));
    let chasing = crate::compose::chasing_list(&Chase {
        returns: material.returns(),
        times: &times_this_year(&completeness, &plan.forms, period, registry, gathered, setup.as_of),
        findings,
        office: &office,
        as_of: setup.as_of,
    });
    let found = super::findings::document(&material, rules);
    clock.lap(Stage::Compose);

    Ok(Composition { bulletins: composed, chasing, findings: found, tally: completeness.tally(|_| true), frozen })
}

/// The kind of an alliance, inside which it is ranked; empty for other groups.
pub(super) fn kind_of(registry: &Registry, group: &Group) -> String {
    let Group::Alliance(code) = group else { return String::new() };
    let alliance = registry.alliances.iter().find(|alliance| alliance.code == *code);
    alliance.map(|alliance| alliance.kind.clone()).unwrap_or_default()
}

/// The last periods of a trend for which anything was filed, up to this one: at most so many that their names fit below the chart.
fn trend_periods(accepted: &Accepted, period: Period) -> Vec<Period> {
    const MOST: usize = 8;
    let mut periods: Vec<Period> = accepted.periods().filter(|known| *known <= period).collect();
    periods.drain(..periods.len().saturating_sub(MOST));
    periods
}
