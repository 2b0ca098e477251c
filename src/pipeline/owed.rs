//! What an office owes by the mechanisms of its plans, from its own issues: for `tongbao status`.
//!
//! Out: a [`Owed`] for each bulletin that is overdue, and for the next of each mechanism of which none is; only of mechanisms of which the
//! plan says until when, since of the others nobody can be late.

use jiff::civil::Date;
use serde::Serialize;

use super::agreement::Agreement;
use super::desk::{first_filed, own_issues};
use super::error::RunError;
use super::setup::Setup;
use tongbao_figures::assess::{MechanismStanding, OwnIssues, mechanism_standings};
use tongbao_figures::audit::Accepted;
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
    /// How it is made.
    pub made_by: MadeBy,
    /// The last day on which it is on time.
    pub deadline: Date,
    /// From the deadline to the day on which this is asked: negative before it.
    pub days_late: i32,
    /// Whether that day is past.
    pub is_overdue: bool,
    /// 逾期, 推进中 and so on: of the mechanism.
    pub state: &'static str,
}

/// What `tongbao run` is asked for, so that it makes the bulletin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MadeBy {
    /// `--cycle`; another kind than is demanded where that stands for it.
    pub cycle: Cycle,
    /// `--period`; `None` where any will do.
    pub period: Option<Period>,
    /// Whether it can be made on the day on which this is asked: its period has ended.
    pub is_open: bool,
}

/// What is owed by several plans for the year of a period, in the order of the plans and of their mechanisms; nothing of the time before the
/// office's first return or issue. The archive is read only if a plan has deadlines.
pub(super) fn owed(setup: &Setup, plans: &[Plan], accepted: &Accepted, period: Period) -> Result<Vec<Owed>, RunError> {
    if plans.iter().flat_map(|plan| &plan.mechanisms).all(|mechanism| !mechanism.has_deadline()) {
        return Ok(Vec::new());
    }
    // What is damaged there is for `issued` and `verify` to tell.
    let archive = Agreement::of(&setup.workspace)?.archive;
    let issues = |plan: &Plan| own_issues(&archive, &plan.id, setup.as_of).with_first_filed(first_filed(plan, accepted));
    Ok(plans.iter().flat_map(|plan| of_plan(plan, &issues(plan), period.year, setup.as_of)).collect())
}

fn of_plan(plan: &Plan, issues: &OwnIssues, year: i16, day: Date) -> Vec<Owed> {
    let standings = mechanism_standings(plan, issues, year, day);
    standings.iter().flat_map(|standing| of_mechanism(plan, standing, day)).collect()
}

fn of_mechanism(plan: &Plan, standing: &MechanismStanding<'_>, day: Date) -> Vec<Owed> {
    let mechanism = standing.mechanism;
    let latest = standing.latest.as_ref().and_then(|issue| issue.issued.as_ref());
    let told = |turn: &Turn| {
        let deadline = turn.deadline?;
        let days_late = (day - deadline).get_days();
        let (cycle, period) = mechanism.bulletin(turn);
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
            made_by: MadeBy { cycle, period, is_open: period.is_none_or(|period| period.last_day() < day) },
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
    use crate::issue::Archive;
    use tongbao_figures::plan::{Every, Mechanism};

    /// What an office owes on a day of 2025, which has issued of the year the half-year notice or nothing: kind, period, deadline, days after
    /// it, 应办 and 已办.
    fn on(has_issued: bool, day: Date) -> Vec<(Cycle, String, Date, i32, usize, usize)> {
        let within = |cycle| Mechanism { within_days: Some(30), ..Mechanism::usual(cycle) };
        let usual = Mechanism::usual(Cycle::YearEnd);
        let plan = Plan { mechanisms: vec![within(Cycle::Quarterly), usual, within(Cycle::HalfYear)], ..plan() };
        let kept = if has_issued { vec![issue("kailu-2024", "2025H1", Cycle::HalfYear, 1, "a")] } else { Vec::new() };
        let issues = own_issues(&Archive::of(kept), &plan.id, day).with_first_filed("2025Q1".parse().ok());
        let owed = of_plan(&plan, &issues, 2025, day);
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
    fn what_is_owed_says_what_is_to_be_asked_for() {
        let half_yearly =
            |cycle| Mechanism { every: Every::HalfYear, within_days: Some(30), has_second_half: true, ..Mechanism::usual(cycle) };
        let kinds = [Cycle::HalfYear, Cycle::Effect, Cycle::Inspection];
        let plan = Plan { mechanisms: kinds.map(half_yearly).into(), ..plan() };
        let since = |period: &str| OwnIssues::default().with_first_filed(period.parse().ok());
        let told = |issues: &OwnIssues, year: i16, day: Date| -> Vec<String> {
            let owed = of_plan(&plan, issues, year, day).into_iter();
            owed.map(|Owed { made_by: MadeBy { cycle, period, is_open }, .. }| {
                let period = period.map(|period| period.to_string()).unwrap_or_default();
                // What is told to be open can be made as it is told.
                assert_eq!(
                    cycle.period(period.parse().unwrap()).map(|period| period.to_string()).as_deref(),
                    Some(period.as_str())
                );
                format!("{cycle} {period}{}", if is_open { "" } else { ", not yet" })
            })
            .collect()
        };
        // An office that begins in July owes the second half alone, and that has not ended.
        let expected = ["year-end 2025, not yet", "effect 2025, not yet", "inspection 2025Q4, not yet"];
        assert_eq!(told(&since("2025Q3"), 2025, date(2025, 10, 20)), expected);
        assert_eq!(told(&since("2025Q3"), 2025, date(2026, 3, 1)), expected.map(|told| told.replace(", not yet", "")));
        assert_eq!(told(&since("2025Q1"), 2025, date(2025, 9, 1)), ["half-year 2025H1", "effect 2025H1", "inspection 2025Q2"]);
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
