//! What the office itself has issued of a plan: by it the tasks are counted that it fulfils by issuing, and its mechanisms are followed.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::plan::Mechanism;
use tongbao_returns::domain::{Cycle, Period};

/// A bulletin of the office: one that was issued and is in force, or the one that is being made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnIssue {
    /// Which kind.
    pub cycle: Cycle,
    /// For when.
    pub period: Period,
    /// Its number and the day of issue; none of a draft.
    pub issued: Option<Numbered>,
}

/// Under which number a bulletin was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// As printed on page one.
    pub number: String,
    /// The day of issue.
    pub on: Date,
}

/// All of them, in the order of the days of issue, and since when returns came to the office.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnIssues {
    issues: Vec<OwnIssue>,
    first_filed: Option<Period>,
}

impl OwnIssues {
    /// Of these bulletins, in the order of the days of issue.
    pub fn new(issues: impl IntoIterator<Item = OwnIssue>) -> Self {
        Self { issues: issues.into_iter().collect(), first_filed: None }
    }

    /// The same of an office to which returns of the plan's forms came, of this period first; of none to which nothing came.
    #[must_use]
    pub fn with_first_filed(self, first_filed: Option<Period>) -> Self {
        Self { first_filed, ..self }
    }

    /// The same with the bulletin that is being made, which would else accuse itself as long as it is a draft; one that was issued already
    /// stands for itself.
    #[must_use]
    pub fn with(mut self, made: OwnIssue) -> Self {
        if self.issues.iter().all(|issue| (issue.cycle, issue.period) != (made.cycle, made.period)) {
            self.issues.push(made);
        }
        self
    }

    /// How often the bulletin of a mechanism was issued in the year of a period, up to its end: each time counts once, whichever bulletin
    /// stands for it.
    pub fn times(&self, mechanism: &Mechanism, period: Period) -> usize {
        let of_year = self.of(mechanism).map(|issue| issue.period.last_day()).filter(|end| end.year() == period.year);
        of_year.filter(|end| *end <= period.last_day()).collect::<BTreeSet<Date>>().len()
    }

    /// The bulletins that are one of a mechanism, in the order of the days of issue.
    pub(super) fn of(&self, mechanism: &Mechanism) -> impl DoubleEndedIterator<Item = &OwnIssue> {
        let is_one = |issue: &OwnIssue| match mechanism.cycle {
            Cycle::Special => {
                let is_of_topic = mechanism.topics.iter().any(|topic| topic.period == issue.period);
                issue.cycle == Cycle::Special && is_of_topic
            }
            kind => issue.cycle.stands_for(kind),
        };
        self.issues.iter().filter(move |issue| is_one(issue))
    }

    /// The day on which the office's work on the plan begins: the first of the first quarter for which a return came, or with which the period of
    /// a bulletin ended that was issued: who issues the year-end assessment need not have been there in its first quarter. None where
    /// there is neither.
    pub(super) fn begins(&self) -> Option<Date> {
        let issued = self.issues.iter().filter(|issue| issue.issued.is_some()).map(|issue| issue.period);
        issued.chain(self.first_filed).map(|period| period.last_quarter().first_day()).min()
    }

    /// Whether the office had issued anything about a time up to a day.
    pub(super) fn had_begun(&self, day: Date) -> bool {
        self.issues.iter().any(|issue| issue.issued.is_some() && issue.period.last_day() <= day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issued(cycle: Cycle, period: &str) -> OwnIssue {
        let period: Period = period.parse().unwrap();
        OwnIssue { cycle, period, issued: Some(Numbered { number: "第1期".to_owned(), on: period.last_day() }) }
    }

    fn draft(cycle: Cycle, period: &str) -> OwnIssue {
        OwnIssue { issued: None, ..issued(cycle, period) }
    }

    /// How often each of the regular kinds was issued up to a period.
    fn times(issues: &OwnIssues, period: &str) -> [usize; 3] {
        let kinds = [Cycle::Quarterly, Cycle::HalfYear, Cycle::YearEnd];
        kinds.map(|kind| issues.times(&Mechanism::usual(kind), period.parse().unwrap()))
    }

    #[test]
    fn bulletins_of_the_year_are_counted_up_to_the_period_with_the_one_that_is_made() {
        let office = OwnIssues::new([
            issued(Cycle::Quarterly, "2024Q3"),
            issued(Cycle::Quarterly, "2025Q1"),
            issued(Cycle::HalfYear, "2025H1"),
        ]);
        assert_eq!(times(&office, "2025Q3"), [2, 1, 0], "the half-year notice stands for the second quarter");
        assert_eq!(times(&office.clone().with(draft(Cycle::Quarterly, "2025Q3")), "2025Q3"), [3, 1, 0]);
        // The second quarter's own dispatch beside the notice is no third one.
        assert_eq!(times(&office.clone().with(draft(Cycle::Quarterly, "2025Q2")), "2025Q3"), [2, 1, 0]);
        assert_eq!(times(&office.clone().with(draft(Cycle::YearEnd, "2025")), "2025"), [3, 2, 1], "the third was not issued");
        assert_eq!(times(&office, "2025Q1"), [1, 0, 0], "what is about a later time does not count yet");
        assert_eq!(times(&OwnIssues::default(), "2025"), [0, 0, 0]);
    }

    #[test]
    fn an_office_begins_with_its_first_return_or_issue() {
        let began = |issues: &[OwnIssue], filed: Option<&str>| {
            let filed = filed.map(|period| period.parse().unwrap());
            OwnIssues::new(issues.iter().cloned()).with_first_filed(filed).begins().map(|day| day.to_string())
        };
        assert_eq!(began(&[], None), None);
        assert_eq!(began(&[], Some("2025Q3")).as_deref(), Some("2025-07-01"));
        assert_eq!(began(&[issued(Cycle::HalfYear, "2025H1")], Some("2025Q3")).as_deref(), Some("2025-04-01"));
        assert_eq!(began(&[issued(Cycle::YearEnd, "2025")], Some("2025Q3")).as_deref(), Some("2025-07-01"));
        assert_eq!(began(&[issued(Cycle::Quarterly, "2025Q4")], Some("2025Q3")).as_deref(), Some("2025-07-01"));
        assert_eq!(began(&[draft(Cycle::Quarterly, "2025Q1")], None), None, "a draft is no beginning");
    }

    #[test]
    fn an_issue_is_not_counted_again_as_the_draft_beside_it() {
        let office = OwnIssues::new([issued(Cycle::Inspection, "2025Q3")]);
        assert_eq!(office.clone().with(draft(Cycle::Inspection, "2025Q3")), office);
    }

    #[test]
    fn a_special_report_is_one_of_the_mechanism_that_has_its_topic() {
        let of = |periods: &[&str]| {
            let topic = |period: &&str| crate::plan::Topic {
                name: "题目".to_owned(),
                period: period.parse().unwrap(),
                indicators: Vec::new(),
                tasks: Vec::new(),
            };
            Mechanism { topics: periods.iter().map(topic).collect(), ..Mechanism::usual(Cycle::Special) }
        };
        let office = OwnIssues::new([issued(Cycle::Special, "2025Q1"), issued(Cycle::Special, "2025Q3")]);
        let year: Period = "2025".parse().unwrap();
        assert_eq!(office.times(&of(&["2025Q1", "2025Q2"]), year), 1);
        assert_eq!(office.times(&of(&["2025Q3"]), year), 1);
        assert_eq!(office.times(&of(&["2025H1"]), year), 0, "a report on the second quarter is not one on the half");
    }
}
