//! `run.json`: what went in, with hashes, versions, counts and warnings. No clock and no machine stand in it, so that equal inputs
//! give equal bytes; timings go to stderr with `--verbose`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Serialize;

use super::configuration::Warning;
use super::error::RunError;
use super::folders::shared_slips;
use super::report::{FileCounts, ReturnCounts, RunReport, rejected_files};
use super::setup::Setup;
use super::task::Task;
use crate::issue::{Forced, Replaced};
use crate::publish::{MANIFEST, Output, slashed};
use tongbao_document::Status;
use tongbao_figures::audit::{RuleOutcome, Tally};
use tongbao_figures::plan::Plan;
use tongbao_render::Substitution;
use tongbao_returns::domain::{Cycle, Period, SourceFile};
use tongbao_returns::finding::{Finding, printed};

#[derive(Serialize)]
struct Manifest<'run> {
    tongbao: &'static str,
    plan: &'run str,
    plan_fingerprint: &'run str,
    period: String,
    cycle: Cycle,
    as_of: String,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forced: Option<&'run Forced>,
    /// In what plans and registry do not fit together.
    configuration: &'run [Warning],
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<&'run Replaced>,
    /// Below the workspace, where the slips lie together of an office of several plans; of one plan they are among the outputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    slips: Option<String>,
    files: FileCounts,
    returns: ReturnCounts,
    findings_by_code: BTreeMap<&'run str, usize>,
    rules: Vec<&'run RuleOutcome>,
    #[serde(serialize_with = "printed")]
    findings: &'run [Finding],
    substituted_fonts: &'run [Substitution],
    inputs: Vec<Input<'run>>,
    /// Every file of the folder that this run wrote, this one included; what else lies there is somebody else's.
    outputs: BTreeSet<String>,
}

#[derive(Serialize)]
struct Input<'run> {
    path: &'run str,
    hash: &'run str,
    size: u64,
}

/// Composes the manifest of one folder.
pub(super) fn manifest(task: &Task<'_>, tally: Tally, report: &RunReport, outputs: &[Output]) -> Result<Output, RunError> {
    let Task { setup, plan, cycle, period, gathered, findings, rules, issuing, .. } = *task;
    let mut findings_by_code = BTreeMap::new();
    for finding in findings {
        *findings_by_code.entry(finding.id()).or_insert(0) += 1;
    }
    // How many files came from the store, and what has come since, depends on when it runs, not on the inputs.
    let found = gathered.files.found;
    let files = FileCounts { found, read: found, rejected: rejected_files(findings), ..FileCounts::default() };
    let office = super::office_sheets::office_sheets(setup);
    let manifest = Manifest {
        tongbao: env!("CARGO_PKG_VERSION"),
        plan: &plan.id,
        plan_fingerprint: &plan.fingerprint,
        period: period.to_string(),
        cycle,
        as_of: setup.as_of.to_string(),
        status: issuing.status(),
        number: issuing.issuing.as_ref().map(|issuing| issuing.number),
        forced: issuing.issuing.as_ref().and_then(|issuing| issuing.forced.as_ref()),
        configuration: &report.configuration,
        replaces: issuing.issuing.as_ref().and_then(|issuing| issuing.replaces.as_ref()),
        slips: below_workspace(setup, period),
        files,
        returns: tally.into(),
        findings_by_code,
        rules: rules.iter().filter(|outcome| super::findings::has_rule(plan, outcome)).collect(),
        findings,
        substituted_fonts: &report.substitutions,
        inputs: gathered
            .sources
            .iter()
            .chain(&office)
            .map(|SourceFile { path, hash, size, .. }| Input { path, hash, size: *size })
            .collect(),
        outputs: outputs.iter().map(|output| slashed(&output.path)).chain([MANIFEST.to_owned()]).collect(),
    };
    let bytes = serde_json::to_vec_pretty(&manifest).map_err(|source| RunError::Manifest { source })?;
    Ok(Output { path: PathBuf::from(MANIFEST), bytes })
}

/// Where the slips of several plans lie, below the workspace; none of a plan alone.
pub(super) fn below_workspace(setup: &Setup, period: Period) -> Option<String> {
    let folder = shared_slips(setup, period)?;
    Some(slashed(folder.strip_prefix(&setup.workspace).unwrap_or(&folder)))
}

/// What stands beside the slips of several plans.
#[derive(Serialize)]
struct SlipsManifest<'run> {
    tongbao: &'static str,
    plans: Vec<&'run str>,
    period: String,
    as_of: String,
    outputs: BTreeSet<String>,
}

/// Composes the manifest of a folder of slips: by it the next run knows which files are its own.
pub(super) fn of_slips(setup: &Setup, plans: &[&Plan], period: Period, outputs: &[Output]) -> Result<Output, RunError> {
    let manifest = SlipsManifest {
        tongbao: env!("CARGO_PKG_VERSION"),
        plans: plans.iter().map(|plan| plan.id.as_str()).collect(),
        period: period.to_string(),
        as_of: setup.as_of.to_string(),
        outputs: outputs.iter().map(|output| slashed(&output.path)).chain([MANIFEST.to_owned()]).collect(),
    };
    let bytes = serde_json::to_vec_pretty(&manifest).map_err(|source| RunError::Manifest { source })?;
    Ok(Output { path: PathBuf::from(MANIFEST), bytes })
}
