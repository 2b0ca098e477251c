//! What an office owes by the mechanisms of its plans, from its own issues: for `tongbao status`.
//!
//! Out: a [`Owed`] for each bulletin that is overdue, and for the next of each mechanism of which none is; only of mechanisms of which the
//! plan says until when, since of the others nobody can be late.

use jiff::civil::Date;
use serde::Serialize;

use super::agreement::Agreement;
use super::desk::own_issues;
use super::error::RunError;
use super::setup::Setup;
use crate::issue::Archive;
use tongbao_figures::assess::{MechanismStanding, mechanism_standings};
use tongbao_figures::plan::{Plan, Turn};
use tongbao_returns::domain::{Cycle, Period};

/// A bulletin that the plan demands of the office and that was not issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Owed {
    /// Id of the plan.
    pub plan: String,
    /// Which kind.
    pub cycle: Cycle,
    /// What the plan calls it.
    pub title: String,
    /// Clause of the plan.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub clause: Option<String>,
    /// `quarter`, `half-year`, `year` or `once`.
    pub every: &'static str,
    /// Who is responsible, the leader first.
    pub responsible: Vec<String>,
    /// 应办: of the year's bulletins so many can be made by now.
    pub due: usize,
    /// 已办: of these so many were issued.
    pub done: usize,
    /// The number of the one that was issued last.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub latest_number: Option<String>,
    /// When that was.
    pub latest_date: Option<Date>,
    /// For when it is demanded; `None` of what is demanded once in all.
    pub period: Option<Period>,
    /// The last day on which it is on time.
    pub deadline: Date,
    /// From the deadline to the day on which this is asked: negative before it.
    pub days_late: i32,
    /// Whether that day is past.
    pub is_overdue: bool,
    /// 逾期, 推进中 and so on: of the mechanism.
    pub state: &'static str,
}

/// What is owed by several plans for the year of a period, in the order of the plans and of their mechanisms. The archive is read only if a
/// plan has deadlines.
pub(super) fn owed(setup: &Setup, plans: &[Plan], period: Period) -> Result<Vec<Owed>, RunError> {
    if plans.iter().flat_map(|plan| &plan.mechanisms).all(|mechanism| !mechanism.has_deadline()) {
        return Ok(Vec::new());
    }
    // What is damaged there is for `issued` and `verify` to tell.
    let archive = Agreement::of(&setup.workspace)?.archive;
    Ok(plans.iter().flat_map(|plan| of_plan(plan, &archive, period.year, setup.as_of)).collect())
}

fn of_plan(plan: &Plan, archive: &Archive, year: i16, day: Date) -> Vec<Owed> {
    let standings = mechanism_standings(plan, &own_issues(archive, &plan.id, day), year, day);
    standings.iter().flat_map(|standing| of_mechanism(plan, standing, day)).collect()
}

fn of_mechanism(plan: &Plan, standing: &MechanismStanding<'_>, day: Date) -> Vec<Owed> {
    let mechanism = standing.mechanism;
    let latest = standing.latest.as_ref().and_then(|issue| issue.issued.as_ref());
    let told = |turn: &Turn| {
        let deadline = turn.deadline?;
        let days_late = (day - deadline).get_days();
        Some(Owed {
            plan: plan.id.clone(),
            cycle: mechanism.cycle,
            title: mechanism.name().to_owned(),
            clause: mechanism.clause.clone(),
            every: mechanism.every.as_str(),
            responsible: mechanism.responsible.clone(),
            due: standing.due,
            done: standing.done,
            latest_number: latest.map(|issued| issued.number.clone()),
            latest_date: latest.map(|issued| issued.on),
            period: turn.period,
            deadline,
            days_late,
            is_overdue: days_late > 0,
            state: standing.status.word(),
        })
    };
    let overdue = standing.overdue.iter().filter_map(|(turn, _)| told(turn)).collect::<Vec<_>>();
    if overdue.is_empty() { standing.next.iter().filter_map(told).collect() } else { overdue }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::samples::{issue, plan};
    use super::*;
    use tongbao_figures::plan::Mechanism;

    /// What an office owes on a day of 2025, which has issued of the year the half-year notice or nothing: kind, period, deadline, days after
    /// it, 应办 and 已办.
    fn on(has_issued: bool, day: Date) -> Vec<(Cycle, String, Date, i32, usize, usize)> {
        let within = |cycle| Mechanism { within_days: Some(30), ..Mechanism::usual(cycle) };
        let usual = Mechanism::usual(Cycle::YearEnd);
        let plan = Plan { mechanisms: vec![within(Cycle::Quarterly), usual, within(Cycle::HalfYear)], ..plan() };
        let issued = if has_issued { vec![issue("kailu-2024", "2025H1", Cycle::HalfYear, 1, "a")] } else { Vec::new() };
        let owed = of_plan(&plan, &Archive::of(issued), 2025, day);
        let shown = |owed: Owed| {
            assert_eq!(owed.is_overdue, owed.days_late > 0);
            let period = owed.period.map(|period| period.to_string()).unwrap_or_default();
            (owed.cycle, period, owed.deadline, owed.days_late, owed.due, owed.done)
        };
        owed.into_iter().map(shown).collect()
    }

    #[test]
    fn each_that_is_overdue_is_told_with_its_days() {
        let (first, second) = (date(2025, 4, 30), date(2025, 7, 30));
        let day = date(2025, 10, 20);
        // From 30 April: 31 + 30 + 31 + 31 + 30 + 20 days; from 30 July: 1 + 31 + 30 + 20. The year end has no deadline.
        let nothing = [
            (Cycle::Quarterly, "2025Q1".to_owned(), first, 173, 3, 0),
            (Cycle::Quarterly, "2025Q2".to_owned(), second, 82, 3, 0),
            (Cycle::HalfYear, "2025H1".to_owned(), second, 82, 1, 0),
        ];
        assert_eq!(on(false, day), nothing);
        // The notice is the dispatch of the second quarter as well, and no other is due before the plan ends.
        assert_eq!(on(true, day), [(Cycle::Quarterly, "2025Q1".to_owned(), first, 173, 3, 1)]);
    }

    #[test]
    fn where_none_is_overdue_the_next_is_told() {
        // Its last day is on time; to 30 July are 31 + 30 + 30 days.
        let expected = [
            (Cycle::Quarterly, "2025Q1".to_owned(), date(2025, 4, 30), 0, 1, 0),
            (Cycle::HalfYear, "2025H1".to_owned(), date(2025, 7, 30), -91, 0, 0),
        ];
        assert_eq!(on(false, date(2025, 4, 30)), expected);
    }
}
