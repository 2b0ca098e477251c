//! 机制落实情况: how the office fulfils what the plan demands of it, by what it has issued.
//!
//! In: the plan's mechanisms, the office's own issues, a year and a day. Out: a [`MechanismStanding`] for each: which bulletins of the year
//! can be made by now, which of them were issued, which are overdue by how many days, and which is next. Days are counted from the deadline
//! to that day. An office owes nothing of the time before it began: before the first period for which it has a return or an issue.

use jiff::civil::Date;

use super::own::{OwnIssue, OwnIssues};
use crate::plan::{Mechanism, Plan, Turn};
use tongbao_returns::domain::Cycle;

/// How a mechanism stands.
#[derive(Debug, Clone, PartialEq)]
pub struct MechanismStanding<'run> {
    /// Which.
    pub mechanism: &'run Mechanism,
    /// 应办: of the year's bulletins those whose period has ended since the office began, or that were issued already.
    pub due: usize,
    /// 已办: of these what was issued.
    pub done: usize,
    /// The bulletin that was issued last, or is being made.
    pub latest: Option<OwnIssue>,
    /// What is past its deadline and was not issued, the oldest first, each with the days; of the year before as well, if the office issued
    /// bulletins by then.
    pub overdue: Vec<(Turn, i32)>,
    /// What is to be issued next and is not overdue.
    pub next: Option<Turn>,
    /// In a word.
    pub status: MechanismStatus,
}

/// How a mechanism stands, in the words of tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MechanismStatus {
    /// Something is past its deadline.
    Overdue,
    /// All of the year was issued.
    Done,
    /// Some of the year was issued, and nothing is overdue.
    InProgress,
    /// Nothing of the year was issued, and nothing is overdue.
    NotStarted,
}

impl MechanismStatus {
    /// As it is printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Overdue => "逾期",
            Self::Done => "已完成",
            Self::InProgress => "推进中",
            Self::NotStarted => "未启动",
        }
    }
}

impl MechanismStanding<'_> {
    /// By how many days the oldest that is overdue is.
    pub fn overdue_days(&self) -> Option<i32> {
        self.overdue.first().map(|(_, days)| *days)
    }
}

/// How the mechanisms of a plan stand on a day, by the bulletins about a year; in the plan's order, without those of which nothing is
/// demanded for the year or next.
pub fn mechanism_standings<'run>(plan: &'run Plan, issues: &OwnIssues, year: i16, day: Date) -> Vec<MechanismStanding<'run>> {
    let years = (plan.first_year, plan.last_year);
    let standings = plan.mechanisms.iter().map(|mechanism| standing(mechanism, years, issues, year, day));
    standings.filter(|standing| standing.due > 0 || standing.next.is_some() || !standing.overdue.is_empty()).collect()
}

fn standing<'run>(
    mechanism: &'run Mechanism,
    (first_year, last_year): (i16, i16),
    issues: &OwnIssues,
    year: i16,
    day: Date,
) -> MechanismStanding<'run> {
    let is_open = |turn: &Turn| !is_issued(mechanism, turn, issues);
    let begins = issues.begins();
    let is_owed = |turn: &Turn| begins.is_some_and(|begins| turn.ends >= begins);
    let turns = mechanism.turns(year);
    let done = turns.iter().filter(|turn| !is_open(turn)).count();
    let due = turns.iter().filter(|turn| turn.ends < day && is_owed(turn) || !is_open(turn)).count();
    // What is demanded once is the same in every year.
    let is_by_the_year = turns.iter().all(|turn| turn.period.is_some());
    let of_year = |year: i16| {
        let is_demanded = is_by_the_year && (first_year..=last_year).contains(&year);
        if is_demanded { mechanism.turns(year) } else { Vec::new() }
    };
    let left = of_year(year - 1).into_iter().filter(|turn| issues.had_begun(turn.ends));
    let open: Vec<Turn> = left.chain(turns.iter().copied()).chain(of_year(year + 1)).filter(|turn| is_open(turn)).collect();
    let days = |turn: &Turn| turn.deadline.map(|deadline| (day - deadline).get_days()).filter(|days| *days > 0);
    let late = open.iter().filter(|turn| is_owed(turn));
    let mut overdue: Vec<(Turn, i32)> = late.filter_map(|turn| Some((*turn, days(turn)?))).collect();
    overdue.sort_by_key(|(turn, _)| turn.deadline);
    // An office that has not begun yet may still do what is not late; one that has does not go back.
    let is_before = |turn: &Turn| begins.is_some_and(|begins| turn.ends < begins);
    // Of what has no deadline and ended in the year before nobody speaks any more.
    let is_next =
        |turn: &&Turn| days(turn).is_none() && !is_before(turn) && (turn.ends.year() >= year || turn.deadline.is_some());
    let next = open.iter().filter(is_next).min_by_key(|turn| turn.deadline.unwrap_or(turn.ends)).copied();
    let is_left = turns.iter().any(|turn| is_open(turn) && !is_before(turn));
    let status = match (overdue.is_empty(), done) {
        (false, _) => MechanismStatus::Overdue,
        (true, 0) => MechanismStatus::NotStarted,
        (true, _) if is_left => MechanismStatus::InProgress,
        (true, _) => MechanismStatus::Done,
    };
    MechanismStanding { mechanism, due, done, latest: issues.of(mechanism).next_back().cloned(), overdue, next, status }
}

/// Whether a bulletin that is demanded was issued: one about a time that ends in the period for which it is demanded.
fn is_issued(mechanism: &Mechanism, turn: &Turn, issues: &OwnIssues) -> bool {
    let mut of_mechanism = issues.of(mechanism);
    match (mechanism.cycle, turn.period) {
        (Cycle::Special, Some(topic)) => of_mechanism.any(|issue| issue.period == topic),
        (_, Some(period)) => {
            of_mechanism.any(|issue| (period.first_day()..=period.last_day()).contains(&issue.period.last_day()))
        }
        // Once is once, late or not.
        (_, None) => of_mechanism.next().is_some(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::assess::own::Numbered;
    use crate::plan::Every;
    use tongbao_returns::domain::Period;

    fn issued(issues: &[(Cycle, &str)]) -> OwnIssues {
        OwnIssues::new(issues.iter().map(|(cycle, period)| {
            let period: Period = period.parse().unwrap();
            OwnIssue { cycle: *cycle, period, issued: Some(Numbered { number: "第1期".to_owned(), on: period.last_day() }) }
        }))
    }

    fn within(cycle: Cycle, days: i32) -> Mechanism {
        Mechanism { within_days: Some(days), has_second_half: true, ..Mechanism::usual(cycle) }
    }

    /// How a mechanism of a plan of 2024 and 2025 stands on a day by the bulletins about 2025, at an office to which returns have come since the
    /// beginning of that year.
    fn on<'run>(mechanism: &'run Mechanism, issues: &OwnIssues, day: Date) -> MechanismStanding<'run> {
        let issues = issues.clone().with_first_filed(Some("2025Q1".parse().unwrap()));
        standing(mechanism, (2024, 2025), &issues, 2025, day)
    }

    #[test]
    fn two_of_four_quarters_are_issued_and_the_third_is_overdue_by_days() {
        let quarterly = within(Cycle::Quarterly, 30);
        // The half-year notice is the dispatch of the second quarter.
        let office = issued(&[(Cycle::Quarterly, "2025Q1"), (Cycle::HalfYear, "2025H1")]);
        let in_time = on(&quarterly, &office, date(2025, 10, 20));
        assert_eq!((in_time.due, in_time.done, in_time.status), (3, 2, MechanismStatus::InProgress));
        assert_eq!((in_time.overdue_days(), in_time.next.and_then(|turn| turn.deadline)), (None, Some(date(2025, 10, 30))));
        assert_eq!(in_time.latest.map(|issue| issue.cycle), Some(Cycle::HalfYear));
        // 30 September and 30 days are 30 October; to 9 November are 10 days.
        let late = on(&quarterly, &office, date(2025, 11, 9));
        assert_eq!((late.due, late.done, late.status, late.overdue_days()), (3, 2, MechanismStatus::Overdue, Some(10)));
        assert_eq!(late.overdue[0].0.in_words(), "2025年第三季度");
        assert_eq!(late.next.map(|turn| turn.in_words()).as_deref(), Some("2025年第四季度"));
        let year_end = issued(&[
            (Cycle::Quarterly, "2025Q1"),
            (Cycle::HalfYear, "2025H1"),
            (Cycle::Quarterly, "2025Q3"),
            (Cycle::YearEnd, "2025"),
        ]);
        let all = on(&quarterly, &year_end, date(2026, 1, 20));
        assert_eq!((all.due, all.done, all.status, all.next), (4, 4, MechanismStatus::Done, None));
    }

    #[test]
    fn who_has_issued_nothing_is_overdue_since_the_first_deadline_of_the_year() {
        let quarterly = within(Cycle::Quarterly, 30);
        let nothing = on(&quarterly, &OwnIssues::default(), date(2025, 10, 20));
        // 30 April to 20 October: 30 + 31 + 30 + 31 + 31 + 20 days.
        assert_eq!((nothing.due, nothing.done, nothing.overdue.len(), nothing.overdue_days()), (3, 0, 2, Some(173)));
        assert_eq!((nothing.latest, nothing.status), (None, MechanismStatus::Overdue));
        let early = on(&quarterly, &OwnIssues::default(), date(2025, 3, 31));
        assert_eq!((early.due, early.status), (0, MechanismStatus::NotStarted), "on its last day a period has not ended");
    }

    #[test]
    fn an_office_that_begins_in_july_owes_nothing_of_the_time_before() {
        let (quarterly, notice) = (within(Cycle::Quarterly, 30), within(Cycle::HalfYear, 30));
        let since_july = issued(&[]).with_first_filed(Some("2025Q3".parse().unwrap()));
        let of = |mechanism, day| standing(mechanism, (2024, 2025), &since_july, 2025, day);
        // The third quarter alone can be made, until 30 October; to 9 November are 10 days.
        let in_time = of(&quarterly, date(2025, 10, 20));
        assert_eq!((in_time.due, in_time.overdue_days(), in_time.status), (1, None, MechanismStatus::NotStarted));
        assert_eq!(in_time.next.map(|turn| turn.in_words()).as_deref(), Some("2025年第三季度"));
        let late = of(&quarterly, date(2025, 11, 9));
        assert_eq!((late.due, late.overdue.len(), late.overdue_days()), (1, 1, Some(10)));
        // Of the first half nothing is owed, and nothing is next but the second.
        let half = of(&notice, date(2025, 7, 20));
        assert_eq!((half.due, half.next.map(|turn| turn.in_words()).as_deref()), (0, Some("2025年下半年")));
        // All that it owes of the year is issued.
        let both = issued(&[(Cycle::Quarterly, "2025Q3"), (Cycle::YearEnd, "2025")]);
        let both = both.with_first_filed(Some("2025Q3".parse().unwrap()));
        let done = standing(&notice, (2024, 2025), &both, 2025, date(2026, 1, 20));
        assert_eq!((done.due, done.done, done.status), (1, 1, MechanismStatus::Done));
        // An issue about an earlier time is a beginning as well.
        let earlier = issued(&[(Cycle::Quarterly, "2025Q1")]).with_first_filed(Some("2025Q3".parse().unwrap()));
        let standing = standing(&quarterly, (2024, 2025), &earlier, 2025, date(2025, 10, 20));
        assert_eq!((standing.due, standing.overdue_days()), (3, Some(82)), "the second quarter was due on 30 July");
    }

    #[test]
    fn an_office_without_a_return_is_late_with_nothing() {
        let quarterly = within(Cycle::Quarterly, 30);
        let nothing = standing(&quarterly, (2024, 2025), &OwnIssues::default(), 2025, date(2025, 10, 20));
        assert_eq!((nothing.due, nothing.overdue_days(), nothing.status), (0, None, MechanismStatus::NotStarted));
        assert_eq!(nothing.next.and_then(|turn| turn.deadline), Some(date(2025, 10, 30)), "the first that can be in time");
    }

    #[test]
    fn without_a_deadline_nothing_is_overdue() {
        let notice = Mechanism { has_second_half: true, ..Mechanism::usual(Cycle::HalfYear) };
        let standing = on(&notice, &OwnIssues::default(), date(2025, 10, 20));
        assert_eq!((standing.due, standing.done, standing.status), (1, 0, MechanismStatus::NotStarted));
        assert_eq!(standing.next.map(|turn| (turn.in_words(), turn.deadline)), Some(("2025年上半年".to_owned(), None)));
    }

    #[test]
    fn what_is_demanded_once_is_done_once_late_or_not() {
        let once = Mechanism { every: Every::Once, by: Some(date(2025, 6, 30)), ..Mechanism::usual(Cycle::ThirdParty) };
        let open = on(&once, &OwnIssues::default(), date(2025, 6, 30));
        assert_eq!((open.due, open.overdue_days(), open.status), (0, None, MechanismStatus::NotStarted));
        let late = on(&once, &OwnIssues::default(), date(2025, 7, 10));
        assert_eq!((late.due, late.done, late.overdue_days()), (1, 0, Some(10)));
        let done = on(&once, &issued(&[(Cycle::ThirdParty, "2025")]), date(2026, 1, 20));
        assert_eq!((done.due, done.done, done.status), (1, 1, MechanismStatus::Done));
    }

    #[test]
    fn what_was_left_of_the_year_before_stays_overdue_where_the_office_had_begun() {
        let quarterly = within(Cycle::Quarterly, 30);
        let office = issued(&[(Cycle::Quarterly, "2024Q3")]);
        // 2024Q4 was due on 30 January.
        let standing = on(&quarterly, &office, date(2025, 2, 9));
        assert_eq!((standing.due, standing.done, standing.overdue_days()), (0, 0, Some(10)));
        let begins = on(&quarterly, &OwnIssues::default(), date(2025, 2, 9));
        assert_eq!((begins.overdue_days(), begins.status), (None, MechanismStatus::NotStarted));
    }

    #[test]
    fn an_inspection_of_any_quarter_is_that_of_the_year() {
        let inspection = within(Cycle::Inspection, 30);
        let standing = on(&inspection, &issued(&[(Cycle::Inspection, "2025Q3")]), date(2025, 10, 20));
        assert_eq!((standing.due, standing.done, standing.status), (1, 1, MechanismStatus::Done));
    }
}
