//! 年终评估: this year's scores, beside last year's by the same method.

use std::collections::BTreeMap;

use super::completeness::completeness_of;
use super::error::RunError;
use super::setup::Setup;
use super::task::Task;
use crate::compose::issued::bases::Signs;
use crate::compose::material::due_by_group;
use crate::compose::scores::{last_year_ids, score_id};
use tongbao_document::Mark;
use tongbao_figures::aggregate::{Figures, Group};
use tongbao_figures::assess::score::Ground;
use tongbao_figures::assess::{Scores, TaskTally, score};
use tongbao_figures::audit::{Answerers, Completeness, Tally};
use tongbao_figures::plan::{AdjustmentKind, Counts, Plan, Scoring};
use tongbao_returns::domain::{Cycle, Event, Nature, OfficeFile};
use tongbao_returns::finding::Checked;
use tongbao_returns::ingest::Matter;
use tongbao_returns::registry::Registry;

/// Reads what happened, by the names that the plans give it.
pub(super) fn events(setup: &Setup, plans: &[Plan], registry: &Registry) -> Result<Checked<Vec<Event>>, RunError> {
    let mut matters: Vec<Matter> = Vec::new();
    for matter in plans.iter().filter_map(|plan| plan.scoring.as_ref()).flat_map(matters_of) {
        if !matters.contains(&matter) {
            matters.push(matter);
        }
    }
    if matters.is_empty() {
        return Ok(Checked { value: Vec::new(), findings: Vec::new() });
    }
    Ok(tongbao_returns::ingest::events(&setup.office_file(OfficeFile::Events), registry, &matters, setup.as_of, &setup.reader)?)
}

fn matters_of(scoring: &Scoring) -> Vec<Matter> {
    let vetoes = scoring.vetoes.iter().map(|veto| Matter {
        id: veto.id.clone(),
        title: veto.title.clone(),
        nature: Nature::Veto,
        is_automatic: false,
    });
    let adjustments = scoring.adjustments.iter().map(|adjustment| Matter {
        id: adjustment.id.clone(),
        title: adjustment.title.clone(),
        nature: match adjustment.kind {
            AdjustmentKind::Bonus => Nature::Bonus,
            AdjustmentKind::Penalty => Nature::Penalty,
        },
        is_automatic: adjustment.counts != Counts::Events,
    });
    vetoes.chain(adjustments).collect()
}

/// The scores of a year's end; none for other bulletins, and for plans that score nothing.
///
/// Beside the scores the signs of last year's: those that were issued are taken as they were, marked where they would be others today.
pub(super) fn scores(
    task: &Task<'_>,
    figures: &Figures,
    completeness: &Completeness,
    answering: &Answerers,
) -> Result<Option<(Scores, Signs)>, RunError> {
    let Some(scoring) = task.plan.scoring.as_ref().filter(|_| task.cycle == Cycle::YearEnd) else { return Ok(None) };
    let computed = last_year(task, scoring, answering)?;
    let mut last_year = computed.clone();
    let mut signs = Signs::new();
    let period = task.period.year_before();
    for (group, _) in &figures.grouping.names {
        let Some(issued) = task.issuing.issued.figure(&score_id(group, period)).and_then(|figure| figure.rounded) else {
            continue;
        };
        if computed.get(group).is_some_and(|score| issued.total_cmp(score).is_ne()) {
            signs.extend(last_year_ids(group, task.period).map(|id| (id, Mark::Revised)));
        }
        last_year.insert(group.clone(), issued);
    }
    let tasks = super::ledger::tallies(task, answering, task.period, task.issuing.counted());
    let of = Scorable::of(task);
    Ok(Some((scored(&of, scoring, figures, completeness, &tasks, &last_year), signs)))
}

/// Last year's scores by this year's method, last year's data, membership and events; empty if nothing was filed then.
fn last_year(task: &Task<'_>, scoring: &Scoring, answering: &Answerers) -> Result<BTreeMap<Group, f64>, RunError> {
    let Task { plan, registry, gathered, setup, .. } = *task;
    let period = task.period.year_before();
    if !gathered.accepted.periods().any(|filed| filed == period.last_quarter()) {
        return Ok(BTreeMap::new());
    }
    let figures = tongbao_figures::aggregate::aggregate(plan, registry, &gathered.accepted, period)?;
    let completeness = completeness_of(&plan.forms, period, registry, gathered, &gathered.deadlines, setup.as_of);
    // How often the office itself issued anything last year is not kept: those tasks are counted as they were filed.
    let tasks = super::ledger::tallies(task, answering, period, None);
    Ok(scored(&Scorable::of(task), scoring, &figures, &completeness, &tasks, &BTreeMap::new()).by_group())
}

/// What a year is scored by beside its figures.
pub(super) struct Scorable<'run> {
    pub(super) plan: &'run Plan,
    pub(super) registry: &'run Registry,
    /// Of all years.
    pub(super) events: &'run [Event],
    /// The year whose weights count.
    pub(super) weights_of: i16,
}

impl<'run> Scorable<'run> {
    /// Of a task, last year's scores by this year's weights as well.
    fn of(task: &Task<'run>) -> Self {
        let Task { plan, registry, gathered, period, .. } = *task;
        Self { plan, registry, events: &gathered.events, weights_of: period.year }
    }
}

/// The scores of a year by its figures.
pub(super) fn scored(
    of: &Scorable<'_>,
    scoring: &Scoring,
    figures: &Figures,
    completeness: &Completeness,
    tasks: &BTreeMap<Group, TaskTally>,
    last_year: &BTreeMap<Group, f64>,
) -> Scores {
    let Scorable { plan, registry, events, weights_of } = *of;
    let due = due_by_group(&figures.grouping, registry, completeness);
    let tally_of = |group: &Group| match group {
        Group::Area => completeness.tally(|_| true),
        Group::County(_) | Group::Alliance(_) | Group::Unit(_) => Tally::of(due.get(group).into_iter().flatten().copied()),
    };
    let kind_of = |group: &Group| match group {
        // Who has closed by the year's end is scored no more.
        Group::Unit(unit) => {
            let open = registry.units.get(unit).filter(|unit| unit.is_open(figures.period.last_day()));
            open.map(|unit| unit.category.to_string())
        }
        Group::County(_) => group.peers(plan, registry).name.map(str::to_owned),
        Group::Area | Group::Alliance(_) => group.kind(registry).map(str::to_owned),
    };
    let tasks_of = |group: &Group| tasks.get(group).copied().unwrap_or_default();
    let ground =
        Ground { plan, weights_of, figures, kind_of: &kind_of, tally_of: &tally_of, tasks_of: &tasks_of, events, last_year };
    score(scoring, &ground)
}
