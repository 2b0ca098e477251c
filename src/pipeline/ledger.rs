//! The ledger of tasks: what was filed, signed off, and how every task stands for a bulletin.

use std::collections::BTreeMap;

use super::error::RunError;
use super::gathered::Gathered;
use super::setup::Setup;
use super::task::Task;
use crate::compose::Followed;
use tongbao_figures::assess::TaskSources;
use tongbao_figures::assess::ledger::{county_standings, history, standings};
use tongbao_figures::audit::{Accepted, Answering, TaskLedger, answering, task_ledger, unanswered};
use tongbao_returns::domain::{Cycle, Form, OfficeFile};
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
    findings.extend(forms.iter().filter_map(|form| unanswered(form, &answering(form, &today))));
    Ok((ledger, findings))
}

/// Who answers for the tasks of a plan at the end of the task's period.
pub(super) fn who_answers(task: &Task<'_>) -> BTreeMap<String, Answering> {
    let as_of = task.registry.as_of(task.period.last_day());
    task.plan.forms.iter().flat_map(|form| answering(form, &as_of)).collect()
}

/// How the tasks of a plan stand.
pub(super) fn followed<'run>(
    task: &Task<'run>,
    gathered: &'run Gathered,
    answering: &'run BTreeMap<String, Answering>,
    issued: Option<&'run BTreeMap<Cycle, usize>>,
) -> Followed<'run> {
    let sources = TaskSources { tasks: &task.plan.ledger, ledger: &gathered.ledger, answering, as_of: task.setup.as_of, issued };
    let counties = task.registry.counties.iter().map(|county| {
        let standings = county_standings(&sources, &county.code, task.period);
        (county.code.clone(), standings)
    });
    let (quarters, history) = history(&sources, task.period);
    Followed {
        standings: standings(&sources, task.period),
        counties: counties.filter(|(_, standings)| !standings.is_empty()).collect(),
        quarters,
        history,
    }
}
