//! The bulletins of a trial: every kind that the pack has, for every period of the year that it is made for, each by a run of its own, so that one
//! that fails keeps no other from being seen.

use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::looked_at;
use crate::compose::ComposeError;
use crate::pipeline::configuration::Warning;
use crate::pipeline::error::RunError;
use crate::pipeline::progress::Progress;
use crate::pipeline::request::RunRequest;
use crate::pipeline::run::run;
use crate::pipeline::setup::Setup;
use tongbao_figures::audit::RuleOutcome;
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Cycle, Period, Quarter};
use tongbao_returns::finding::Finding;

/// A bulletin that was made.
#[derive(Debug, Clone, Serialize)]
pub struct Rendered {
    /// For when.
    pub period: Period,
    /// Which kind.
    pub cycle: Cycle,
    /// Where it lies.
    pub folder: PathBuf,
    /// Documents in it.
    pub documents: usize,
}

/// A bulletin that could not be made.
#[derive(Debug, Serialize)]
pub struct Failed {
    /// For when.
    pub period: Period,
    /// Which kind.
    pub cycle: Cycle,
    /// The wording in which the mistake is, below the folder of packs; none if it is in none.
    pub file: Option<PathBuf>,
    /// Its line there, from 1, where it is known.
    pub line: Option<usize>,
    /// Why.
    #[serde(serialize_with = "in_words")]
    pub error: RunError,
}

/// The error with its causes.
fn in_words<S: Serializer>(error: &RunError, serializer: S) -> Result<S::Ok, S::Error> {
    let first: &dyn std::error::Error = error;
    let causes = std::iter::successors(Some(first), |error| error.source());
    serializer.collect_str(&causes.map(ToString::to_string).collect::<Vec<_>>().join(": "))
}

/// What the runs came to.
#[derive(Default)]
pub(super) struct Made {
    pub(super) rendered: Vec<Rendered>,
    pub(super) failed: Vec<Failed>,
    /// Where pack and made registry do not fit together, each once.
    pub(super) warnings: Vec<Warning>,
    pub(super) outcomes: Vec<RuleOutcome>,
    pub(super) findings: Vec<Finding>,
}

/// Makes every bulletin of the plan's last year.
pub(super) fn make(
    plan: &Plan,
    setup: &impl Fn(Date) -> Result<Setup, RunError>,
    progress: &dyn Progress,
) -> Result<Made, RunError> {
    let mut made = Made::default();
    for (period, cycle) in bulletins(plan) {
        let setup = setup(looked_at(plan, period))?;
        let request = RunRequest { period: Some(period), cycle: Some(cycle), verifies: true };
        match run(&setup, &request, progress) {
            Ok(report) => {
                let folders = report.published.into_iter();
                made.rendered.extend(folders.map(|one| Rendered { period, cycle, folder: one.folder, documents: one.documents }));
                made.outcomes.extend(report.rules);
                // Those of a quarter are found again in the half and the year to which it belongs.
                let is_new = cycle == Cycle::Quarterly || period.last_month() == 12;
                made.findings.extend(report.findings.into_iter().filter(|_| is_new));
                for warning in report.configuration {
                    if !made.warnings.contains(&warning) {
                        made.warnings.push(warning);
                    }
                }
            }
            Err(error) => {
                let (file, line) = place(&error).map_or((None, None), |(file, line)| (Some(file), line));
                made.failed.push(Failed { period, cycle, file, line, error });
            }
        }
    }
    Ok(made)
}

/// The bulletins of the plan's last year, the one that covers the least time first.
fn bulletins(plan: &Plan) -> Vec<(Period, Cycle)> {
    let mut bulletins = Vec::new();
    for cycle in Cycle::ALL.into_iter().filter(|cycle| plan.has_cycle(*cycle)) {
        bulletins.extend(periods(plan, cycle).into_iter().map(|period| (period, cycle)));
    }
    bulletins
}

/// For which periods of that year there is a bulletin of a kind; of what comes when it is asked for those that the plan demands.
fn periods(plan: &Plan, cycle: Cycle) -> Vec<Period> {
    let year = Period::quarter(plan.last_year, Quarter::Fourth).whole_year();
    let mut periods: Vec<Period> = match cycle {
        Cycle::ThirdParty | Cycle::Effect | Cycle::Special => {
            let of_kind = plan.mechanisms.iter().filter(|mechanism| mechanism.cycle == cycle);
            of_kind.flat_map(|mechanism| mechanism.turns(plan.last_year)).map(|turn| turn.period.unwrap_or(year)).collect()
        }
        Cycle::Quarterly | Cycle::HalfYear | Cycle::YearEnd | Cycle::Inspection => {
            year.quarters().filter_map(|quarter| plan.period_of(cycle, quarter)).collect()
        }
    };
    // Of the second half there are no figures of its own.
    periods.retain(|period| cycle.period(*period).is_some());
    periods.dedup();
    periods
}

/// The wording in which an error is, with the line where it is known.
fn place(error: &RunError) -> Option<(PathBuf, Option<usize>)> {
    let RunError::Compose(ComposeError::Template { place, .. } | ComposeError::Directive { place, .. }) = error else {
        return None;
    };
    Some((place.file.clone(), (place.line > 0).then_some(place.line)))
}
