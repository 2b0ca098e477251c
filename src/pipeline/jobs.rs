//! Which bulletins are made: a request and the plans of an office to jobs, the one that covers the least time first, with the plans that have none
//! such.

use std::borrow::Cow;

use jiff::civil::Date;

use super::error::RunError;
use super::report::Without;
use super::request::RunRequest;
use crate::issue::IssueError;
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Cycle, Period, Quarter};

/// One bulletin to be made: of a plan, a kind, for a period.
#[derive(Debug, Clone, Copy)]
pub(super) struct Job<'run> {
    pub(super) plan: &'run Plan,
    pub(super) cycle: Cycle,
    pub(super) period: Period,
}

impl<'run> Job<'run> {
    /// The plan as the bulletin tells of it: of a special report what belongs to its topic.
    pub(super) fn told(self) -> Cow<'run, Plan> {
        self.plan.as_told(self.cycle, self.period)
    }
}

/// What a request calls for.
#[derive(Debug, Default)]
pub(super) struct Called<'run> {
    /// The bulletins, the one that covers the least time first.
    pub(super) jobs: Vec<Job<'run>>,
    /// Plans that have none such, where others have one and something was asked for by name.
    pub(super) without: Vec<Without>,
}

/// The bulletins that a request calls for, plan by plan: the one that is named, else all that are due after the period; only those of one plan, if
/// one is named. A plan that has none such stops no other.
pub(super) fn called<'run>(
    plans: &'run [Plan],
    as_of: Date,
    request: RunRequest,
    plan: Option<&str>,
) -> Result<Called<'run>, RunError> {
    let named = match plan {
        None => plans,
        Some(named) => {
            let Some(plan) = plans.iter().find(|plan| plan.id == named) else {
                let known = plans.iter().map(|plan| plan.id.clone()).collect();
                return Err(IssueError::PlanUnknown { plan: named.to_owned(), known }.into());
            };
            std::slice::from_ref(plan)
        }
    };
    let asked = asked_period(named, as_of, request);
    let (mut called, mut first) = (Called::default(), None);
    for plan in named {
        match of_plan(plan, as_of, asked, request.cycle) {
            Ok(jobs) => called.jobs.extend(jobs),
            Err(error) => {
                let cycle = match &error {
                    RunError::CycleNotDue { cycle, .. } => Some(*cycle),
                    RunError::PeriodOutside { .. } => None,
                    _ => return Err(error),
                };
                called.without.push(Without { plan: plan.id.clone(), cycle, period: asked });
                first = first.or(Some(error));
            }
        }
    }
    if let Some(error) = first.filter(|_| called.jobs.is_empty()) {
        let has = |plan: &&Plan| of_plan(plan, as_of, asked, request.cycle).is_ok();
        return Err(beside(error, plans.iter().filter(has).map(|plan| plan.id.clone()).collect()));
    }
    // What is due by itself is made of the plans that have it, quarter by quarter: nobody asked the others.
    if request.period.is_none() && request.cycle.is_none() {
        called.without.clear();
    }
    // What covers the least time first: the newest quarter is what the report is about.
    called.jobs.sort_by_key(|job| job.cycle);
    Ok(called)
}

/// The bulletins of one plan.
fn of_plan(plan: &Plan, as_of: Date, asked: Period, cycle: Option<Cycle>) -> Result<Vec<Job<'_>>, RunError> {
    if !covers(plan, asked) {
        return Err(outside(plan, asked));
    }
    let job = |cycle: Cycle| {
        let (id, asked_for) = (plan.id.clone(), asked.to_string());
        let no_such = || RunError::CycleNotDue { plan: id, cycle, period: asked_for, others: Vec::new() };
        let period = plan.period_of(cycle, asked).ok_or_else(no_such)?;
        is_open(plan, period, as_of, asked)?;
        Ok(Job { plan, cycle, period })
    };
    due_cycles(plan, asked, cycle).into_iter().map(job).collect()
}

/// An error with the plans of the office that have what was asked for.
fn beside(error: RunError, others: Vec<String>) -> RunError {
    match error {
        RunError::CycleNotDue { plan, cycle, period, .. } => RunError::CycleNotDue { plan, cycle, period, others },
        RunError::PeriodOutside { plan, period, first_year, last_year, .. } => {
            RunError::PeriodOutside { plan, period, first_year, last_year, others }
        }
        error => error,
    }
}

/// The period that is asked for, or the newest one.
pub(super) fn asked_period(plans: &[Plan], as_of: Date, request: RunRequest) -> Period {
    request.period.unwrap_or_else(|| newest_period_of(plans, as_of))
}

/// The newest quarter whose reporting window has opened, and that the plans cover: after them their last.
pub(super) fn newest_period_of(plans: &[Plan], as_of: Date) -> Period {
    let newest = newest_period(as_of);
    let last_year = plans.iter().map(|plan| plan.last_year).max().unwrap_or(newest.year);
    if newest.year > last_year { Period::quarter(last_year, Quarter::Fourth) } else { newest }
}

/// The kinds of bulletin due after a period that the plan has.
fn due_cycles(plan: &Plan, asked: Period, named: Option<Cycle>) -> Vec<Cycle> {
    use tongbao_returns::domain::period::Part;
    if let Some(cycle) = named {
        return vec![cycle];
    }
    let due: &[Cycle] = match asked.part {
        Part::Quarter(_) => Cycle::due_after(asked),
        Part::Half(_) => return vec![Cycle::HalfYear],
        Part::Year => return vec![Cycle::YearEnd],
    };
    let of_plan: Vec<Cycle> = due.iter().copied().filter(|cycle| plan.has_cycle(*cycle)).collect();
    if of_plan.is_empty() { vec![Cycle::Quarterly] } else { of_plan }
}

/// Whether a period has ended and lies in the plan's years.
fn is_open(plan: &Plan, period: Period, as_of: Date, asked: Period) -> Result<(), RunError> {
    if !covers(plan, period) {
        return Err(outside(plan, asked));
    }
    if period.last_day() < as_of {
        return Ok(());
    }
    Err(RunError::PeriodNotOpen { plan: plan.id.clone(), period: asked.to_string(), as_of: as_of.to_string() })
}

/// Whether a period lies in a plan's years.
pub(super) fn covers(plan: &Plan, period: Period) -> bool {
    (plan.first_year..=plan.last_year).contains(&period.year)
}

fn outside(plan: &Plan, period: Period) -> RunError {
    RunError::PeriodOutside {
        plan: plan.id.clone(),
        period: period.to_string(),
        first_year: plan.first_year,
        last_year: plan.last_year,
        others: Vec::new(),
    }
}

/// The plans in whose years a period lies; an error if it lies in those of none.
pub(super) fn covering(mut plans: Vec<Plan>, period: Period) -> Result<Vec<Plan>, RunError> {
    if let Some(first) = plans.first().filter(|_| !plans.iter().any(|plan| covers(plan, period))) {
        return Err(outside(first, period));
    }
    plans.retain(|plan| covers(plan, period));
    Ok(plans)
}

/// The newest quarter whose reporting window has opened: the one that ended last.
pub(super) fn newest_period(as_of: Date) -> Period {
    let current = Period::quarter_of(as_of);
    if current.last_day() < as_of { current } else { current.previous() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::samples::plan;
    use super::*;
    use tongbao_figures::plan::Mechanism;

    /// Two plans, of which the first alone is inspected and the second is over in 2024.
    fn office() -> [Plan; 2] {
        let first = plan();
        let regular = [Cycle::Quarterly, Cycle::HalfYear, Cycle::YearEnd];
        let second = Plan {
            id: "second".to_owned(),
            cycles: regular.into(),
            mechanisms: regular.map(Mechanism::usual).into(),
            last_year: 2024,
            ..first.clone()
        };
        [first, second]
    }

    #[test]
    fn those_that_have_what_is_asked_for_make_it_and_the_others_are_named() {
        let plans = office();
        let asked = |period: Option<&str>, cycle: Option<Cycle>, plan: Option<&str>| {
            let request = RunRequest { period: period.map(|period| period.parse().unwrap()), cycle, ..RunRequest::default() };
            called(&plans, date(2026, 1, 20), request, plan)
        };
        let told = |called: Called<'_>| {
            let jobs: Vec<String> =
                called.jobs.iter().map(|job| format!("{} {} {}", job.plan.id, job.cycle, job.period)).collect();
            let without: Vec<(String, Option<Cycle>)> = called.without.into_iter().map(|one| (one.plan, one.cycle)).collect();
            (jobs, without)
        };
        let inspected = asked(Some("2024Q4"), Some(Cycle::Inspection), None).unwrap();
        let expected = (vec!["kailu-2024 inspection 2024Q4".to_owned()], vec![("second".to_owned(), Some(Cycle::Inspection))]);
        assert_eq!(told(inspected), expected);
        let over = asked(Some("2025H1"), None, None).unwrap();
        assert_eq!(told(over), (vec!["kailu-2024 half-year 2025H1".to_owned()], vec![("second".to_owned(), None)]));
        let both = asked(Some("2024H1"), None, None).unwrap();
        assert_eq!((both.jobs.len(), both.without.len()), (2, 0));
        let by_itself = asked(None, None, None).unwrap();
        assert!(by_itself.without.is_empty() && by_itself.jobs.iter().all(|job| job.plan.id == "kailu-2024"), "nobody asked");
    }

    #[test]
    fn what_a_named_plan_has_not_is_refused_with_those_that_have_it() {
        let plans = office();
        let refused = |period: &str, cycle: Option<Cycle>, plan: Option<&str>| {
            let request = RunRequest { period: Some(period.parse().unwrap()), cycle, ..RunRequest::default() };
            called(&plans, date(2026, 1, 20), request, plan).map(|called| called.jobs.len()).unwrap_err()
        };
        let error = refused("2024Q4", Some(Cycle::Inspection), Some("second"));
        assert!(
            matches!(&error, RunError::CycleNotDue { plan, others, .. } if plan == "second" && *others == ["kailu-2024"]),
            "{error}"
        );
        let error = refused("2025Q3", None, Some("second"));
        assert!(matches!(&error, RunError::PeriodOutside { others, .. } if *others == ["kailu-2024"]), "{error}");
        let error = refused("2019Q3", None, None);
        assert!(matches!(&error, RunError::PeriodOutside { others, .. } if others.is_empty()), "{error}");
    }

    #[test]
    fn the_newest_period_is_the_quarter_that_ended_last() {
        assert_eq!(newest_period(date(2025, 10, 20)), Period::quarter(2025, Quarter::Third));
        assert_eq!(newest_period(date(2025, 9, 30)), Period::quarter(2025, Quarter::Second));
        assert_eq!(newest_period(date(2026, 1, 1)), Period::quarter(2025, Quarter::Fourth));
    }
}
