//! The bulletins of a trial: every kind that the pack has, for every period of the plan's last year that it is made for, and of earlier years
//! with targets or topics of their own what tells of them; each by a run of its own, so that one that fails keeps no other from being seen.

use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::{earlier_years, looked_at};
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

/// Makes every bulletin of the trial.
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

/// The bulletins that tell most of a year, the first of which a plan has telling of an earlier one.
const OF_A_YEAR: [Cycle; 6] =
    [Cycle::YearEnd, Cycle::Quarterly, Cycle::HalfYear, Cycle::Effect, Cycle::ThirdParty, Cycle::Inspection];

/// The bulletins year by year, of the plan's last year all, the one that covers the least time first.
fn bulletins(plan: &Plan) -> Vec<(Period, Cycle)> {
    let mut bulletins: Vec<(Period, Cycle)> =
        earlier_years(plan).into_iter().flat_map(|year| of_an_earlier_year(plan, year)).collect();
    for cycle in Cycle::ALL.into_iter().filter(|cycle| plan.has_cycle(*cycle)) {
        bulletins.extend(periods(plan, cycle, plan.last_year).into_iter().map(|period| (period, cycle)));
    }
    bulletins
}

/// The last bulletin of a year that tells most of it, and the year's special reports.
fn of_an_earlier_year(plan: &Plan, year: i16) -> Vec<(Period, Cycle)> {
    let last = |cycle: &Cycle| Some((periods(plan, *cycle, year).pop()?, *cycle));
    let telling = OF_A_YEAR.iter().filter(|cycle| plan.has_cycle(**cycle)).find_map(last);
    let special = periods(plan, Cycle::Special, year).into_iter().map(|period| (period, Cycle::Special));
    telling.into_iter().chain(special.filter(|_| plan.has_cycle(Cycle::Special))).collect()
}

/// For which periods of a year there is a bulletin of a kind; of what comes when it is asked for those that the plan demands.
fn periods(plan: &Plan, cycle: Cycle, year: i16) -> Vec<Period> {
    let whole = Period::quarter(year, Quarter::Fourth).whole_year();
    let mut periods: Vec<Period> = match cycle {
        Cycle::ThirdParty | Cycle::Effect | Cycle::Special => {
            let of_kind = plan.mechanisms.iter().filter(|mechanism| mechanism.cycle == cycle);
            let turns = of_kind.flat_map(|mechanism| mechanism.turns(year).into_iter().map(move |turn| (mechanism, turn)));
            turns.map(|(mechanism, turn)| mechanism.bulletin(&turn).1.unwrap_or(whole)).collect()
        }
        Cycle::Quarterly | Cycle::HalfYear | Cycle::YearEnd | Cycle::Inspection => {
            whole.quarters().filter_map(|quarter| plan.period_of(cycle, quarter)).collect()
        }
    };
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use tongbao_figures::plan::{Every, Mechanism, Topic, load};

    /// A plan with these kinds of bulletins, each as often as usual.
    fn plan(cycles: &[Cycle]) -> Plan {
        let plan = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates"), "kailu-2024").unwrap();
        let mechanisms = cycles.iter().copied().map(Mechanism::usual).collect();
        Plan { cycles: cycles.to_vec(), mechanisms, ..plan }
    }

    fn told(plan: &Plan) -> Vec<String> {
        bulletins(plan).into_iter().map(|(period, cycle)| format!("{period} {cycle}")).collect()
    }

    #[test]
    fn of_a_year_with_targets_or_topics_of_its_own_the_assessment_and_the_special_reports_are_made() {
        let both = plan(&[Cycle::Quarterly, Cycle::YearEnd]);
        let of_2025 = ["2025Q1 quarterly", "2025Q2 quarterly", "2025Q3 quarterly", "2025Q4 quarterly", "2025 year-end"];
        let after = |earlier: &[&'static str], last: usize| [earlier, &of_2025[..last]].concat();
        // Two of its targets are of 2024.
        assert_eq!(told(&both), after(&["2024 year-end"], 5));
        let mut plan = plan(&[Cycle::Quarterly]);
        assert_eq!(told(&plan), after(&["2024Q4 quarterly"], 4));
        for indicator in &mut plan.indicators {
            indicator.targets.clear();
        }
        assert_eq!(told(&plan), after(&[], 4));
        let topic = Topic {
            name: "专题".to_owned(),
            period: Period::quarter(2024, Quarter::Second),
            indicators: vec![plan.indicators[0].id.clone()],
            tasks: Vec::new(),
        };
        plan.cycles.push(Cycle::Special);
        plan.mechanisms.push(Mechanism { topics: vec![topic], ..Mechanism::usual(Cycle::Special) });
        assert_eq!(told(&plan), after(&["2024Q4 quarterly", "2024Q2 special"], 4));
    }

    #[test]
    fn what_is_demanded_by_the_half_is_made_of_the_first_and_of_the_year() {
        let mut plan = plan(&[Cycle::Effect]);
        plan.mechanisms = vec![Mechanism { every: Every::HalfYear, ..Mechanism::usual(Cycle::Effect) }];
        assert_eq!(told(&plan), ["2024 effect", "2025H1 effect", "2025 effect"]);
    }
}
