//! The ledger of tasks: what was filed, signed off, and how every task stands for a bulletin.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::desk::first_filed;
use super::error::RunError;
use super::gathered::Gathered;
use super::setup::Setup;
use super::task::Task;
use crate::compose::Followed;
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::ledger::{county_standings, history, standings};
use tongbao_figures::assess::{OwnIssues, TaskSources, TaskTally, mechanism_standings};
use tongbao_figures::audit::{Accepted, Answerers, TaskLedger, answering, task_ledger, unanswered};
use tongbao_returns::domain::{Form, OfficeFile, Period};
use tongbao_returns::finding::Finding;
use tongbao_returns::registry::Registry;

/// Reads the office's decisions and sets them against what was filed.
pub(super) fn follow(
    setup: &Setup,
    forms: &[Form],
    registry: &Registry,
    accepted: &Accepted,
) -> Result<(TaskLedger, Vec<Finding>), RunError> {
    let path = setup.office_file(OfficeFile::SignOffs);
    let signed = tongbao_returns::ingest::sign_offs(&path, forms, setup.as_of, &setup.reader)?;
    let mut findings = signed.findings;
    let (ledger, found) = task_ledger(forms, Some(registry), accepted, signed.value);
    findings.extend(found);
    let today = registry.as_of(setup.as_of);
    findings.extend(forms.iter().flat_map(|form| unanswered(form, &today)));
    Ok((ledger, findings))
}

/// Who answers for the tasks of a plan at the end of the task's period, and of each one before from the first for which anything was filed.
pub(super) fn who_answers(task: &Task<'_>) -> Answerers {
    answerers(&task.plan.forms, task.registry, &task.gathered.accepted, task.period)
}

/// The same of the forms of a plan, without a task.
pub(super) fn answerers(forms: &[Form], registry: &Registry, accepted: &Accepted, period: Period) -> Answerers {
    let last = period.last_day();
    let days = accepted.periods().chain([period.previous(), period]).map(Period::last_day);
    let days: BTreeSet<Date> = days.filter(|day| *day <= last).collect();
    let quarters = days.first().into_iter().flat_map(|first| quarters_between(*first, last));
    Answerers::new(quarters.map(|day| {
        let as_of = registry.as_of(day);
        (day, forms.iter().flat_map(|form| answering(form, &as_of)).collect())
    }))
}

/// The last days of the quarters from one day to another.
fn quarters_between(first: Date, last: Date) -> impl Iterator<Item = Date> {
    let quarters = std::iter::successors(Some(Period::quarter_of(last)), |quarter| Some(quarter.previous()));
    quarters.map(Period::last_day).take_while(move |day| *day >= first)
}

/// How far the area and each county had come with their tasks at the end of a period.
pub(super) fn tallies(
    task: &Task<'_>,
    answering: &Answerers,
    period: Period,
    issued: Option<&OwnIssues>,
) -> BTreeMap<Group, TaskTally> {
    tallies_of(&sources(task, task.gathered, answering, issued), task.registry, period)
}

/// What the standing of tasks is read from.
fn sources<'run>(
    task: &Task<'run>,
    gathered: &'run Gathered,
    answering: &'run Answerers,
    issued: Option<&'run OwnIssues>,
) -> TaskSources<'run> {
    let (tasks, mechanisms, ledger) = (&task.plan.ledger, &task.plan.mechanisms, &gathered.ledger);
    TaskSources { tasks, ledger, answering, as_of: task.setup.as_of, mechanisms, issued }
}

/// The same from the sources of the tasks.
pub(super) fn tallies_of(sources: &TaskSources<'_>, registry: &Registry, period: Period) -> BTreeMap<Group, TaskTally> {
    let end = period.last_day();
    let counties = registry
        .counties
        .iter()
        .map(|county| (Group::County(county.code.clone()), TaskTally::of(&county_standings(sources, &county.code, period), end)));
    std::iter::once((Group::Area, TaskTally::of(&standings(sources, period), end))).chain(counties).collect()
}

/// How the tasks of a plan stand, and what it demands of the office itself.
pub(super) fn followed<'run>(
    task: &Task<'run>,
    gathered: &'run Gathered,
    answering: &'run Answerers,
    issued: Option<&'run OwnIssues>,
) -> Followed<'run> {
    let sources = sources(task, gathered, answering, issued);
    let counties = task.registry.counties.iter().map(|county| {
        let standings = county_standings(&sources, &county.code, task.period);
        (county.code.clone(), standings)
    });
    let (quarters, history) = history(&sources, task.period);
    let Task { setup, plan, period, issuing, .. } = *task;
    let own = issuing.own.clone().with_first_filed(first_filed(plan, &gathered.accepted));
    // What the office has by its own will is no demand of the plan.
    let mut mechanisms =
        if plan.follows_mechanisms() { mechanism_standings(plan, &own, period.year, setup.as_of) } else { Vec::new() };
    mechanisms.retain(|standing| standing.mechanism.is_demanded());
    Followed {
        standings: standings(&sources, task.period),
        counties: counties.filter(|(_, standings)| !standings.is_empty()).collect(),
        quarters,
        history,
        mechanisms,
    }
}
