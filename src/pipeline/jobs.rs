//! Which bulletins are made: a request and the plans to jobs, the one that covers the least time first.

use std::borrow::Cow;

use jiff::civil::Date;

use super::error::RunError;
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

/// The bulletins that a request calls for; only those of one plan, if one is named.
pub(super) fn jobs_of_plan<'run>(
    plans: &'run [Plan],
    as_of: Date,
    request: RunRequest,
    plan: Option<&str>,
) -> Result<Vec<Job<'run>>, RunError> {
    let Some(named) = plan else { return jobs(plans, as_of, request) };
    let Some(plan) = plans.iter().find(|plan| plan.id == named) else {
        let known = plans.iter().map(|plan| plan.id.clone()).collect();
        return Err(IssueError::PlanUnknown { plan: named.to_owned(), known }.into());
    };
    jobs(std::slice::from_ref(plan), as_of, request)
}

/// The bulletins that a request calls for, plan by plan: the one that is named, else all that are due after the period.
pub(super) fn jobs(plans: &[Plan], as_of: Date, request: RunRequest) -> Result<Vec<Job<'_>>, RunError> {
    let asked = asked_period(plans, as_of, request);
    let mut jobs = Vec::new();
    // A plan that is over stops no other.
    let is_covered = plans.iter().any(|plan| covers(plan, asked));
    for plan in plans.iter().filter(|plan| !is_covered || covers(plan, asked)) {
        for cycle in due_cycles(plan, asked, request.cycle) {
            let no_such = || RunError::CycleNotDue { plan: plan.id.clone(), cycle, period: asked.to_string() };
            let period = plan.period_of(cycle, asked).ok_or_else(no_such)?;
            is_open(plan, period, as_of, asked)?;
            jobs.push(Job { plan, cycle, period });
        }
    }
    // What covers the least time first: the newest quarter is what the report is about.
    jobs.sort_by_key(|job| job.cycle);
    Ok(jobs)
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

fn covers(plan: &Plan, period: Period) -> bool {
    (plan.first_year..=plan.last_year).contains(&period.year)
}

fn outside(plan: &Plan, period: Period) -> RunError {
    RunError::PeriodOutside {
        plan: plan.id.clone(),
        period: period.to_string(),
        first_year: plan.first_year,
        last_year: plan.last_year,
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

    use super::*;

    #[test]
    fn the_newest_period_is_the_quarter_that_ended_last() {
        assert_eq!(newest_period(date(2025, 10, 20)), Period::quarter(2025, Quarter::Third));
        assert_eq!(newest_period(date(2025, 9, 30)), Period::quarter(2025, Quarter::Second));
        assert_eq!(newest_period(date(2026, 1, 1)), Period::quarter(2025, Quarter::Fourth));
    }
}
