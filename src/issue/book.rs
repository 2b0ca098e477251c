//! What a bulletin that is being composed knows of those issued before it: the bases of its changes, what was behind, and which of its
//! own figures have been issued already.

use std::collections::{BTreeMap, BTreeSet};

use super::archive::Archive;
use super::error::IssueError;
use super::name::IssueName;
use super::record::{Issue, IssuedFigure, IssuedResult};
use tongbao_document::{FigureId, GroupId, PeriodId};
use tongbao_returns::domain::{Cycle, Period};

/// The issued bulletins of one plan that are in force, as far as they concern a bulletin.
#[derive(Debug, Clone, Default)]
pub struct Issued {
    /// What the first bulletin of the plan in force was about; none if there is none.
    first: Option<Period>,
    periods: BTreeSet<Period>,
    /// Which issue the results of a period are of.
    names: BTreeMap<Period, IssueName>,
    results: BTreeMap<(Period, String, GroupId), IssuedResult>,
    same: Option<BTreeMap<FigureId, IssuedFigure>>,
    earlier: BTreeMap<FigureId, IssuedFigure>,
    last: Option<Issue>,
}

/// How an issued number stands to an earlier period's figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Base {
    /// It was issued, with or without a number.
    Issued(Option<f64>),
    /// The office had begun to issue, but not this period.
    Unissued,
    /// Before the first issue, or nothing was ever issued: nothing is to be said.
    Unknown,
}

impl Issued {
    /// Of a plan, for the bulletin of a period and a cycle.
    pub fn of(archive: &Archive, plan: &str, period: Period, cycle: Cycle) -> Result<Self, IssueError> {
        let mut issued = Self::default();
        let last = archive.last_before(plan, period);
        for snapshot in archive.of_plan(plan) {
            let issue = &snapshot.issue;
            let is_same = issue.period == period && issue.cycle == cycle;
            if !is_same && !issue.speaks_of_figures() {
                continue;
            }
            let is_first = issued.first.is_none_or(|first| issue.period.last_day() < first.last_day());
            issued.first = if is_first { Some(issue.period) } else { issued.first };
            issued.periods.insert(issue.period);
            issued.names.insert(issue.period, issue.named());
            for result in &issue.results {
                issued.results.insert((issue.period, result.indicator.clone(), result.group.clone()), result.clone());
            }
            let is_last = last.is_some_and(|last| last.folder == snapshot.folder);
            let is_base = issue.cycle == cycle && [period.previous(), period.year_before()].contains(&issue.period);
            if is_same || is_last || is_base {
                let figures =
                    snapshot.figures()?.into_iter().flat_map(|document| document.printed.into_iter().chain(document.workings));
                if is_same {
                    let mut same: BTreeMap<FigureId, IssuedFigure> = BTreeMap::new();
                    for figure in figures {
                        if same.get(&figure.id).is_none_or(|known| figure.signed && !known.signed) {
                            same.insert(figure.id.clone(), figure);
                        }
                    }
                    issued.same = Some(same);
                } else {
                    // A bulletin speaks for its own period; what it says of others was said before.
                    let own = Some(PeriodId::from(issue.period));
                    issued
                        .earlier
                        .extend(figures.filter(|figure| figure.id.period == own).map(|figure| (figure.id.clone(), figure)));
                }
            }
        }
        issued.last = last.map(|snapshot| snapshot.issue.clone());
        Ok(issued)
    }

    /// The last bulletin issued about a time before: what was behind in which group ([`Issue::lagging`]), and the places.
    pub fn last(&self) -> Option<&Issue> {
        self.last.as_ref()
    }

    /// A figure of the last bulletin, or of the same cycle's one period or one year earlier: e.g. last year's year-end scores.
    pub fn figure(&self, id: &FigureId) -> Option<&IssuedFigure> {
        self.earlier.get(id)
    }

    /// What came out for an indicator and a group in an issued period, whichever.
    pub fn result(&self, period: Period, indicator: &str, group: &GroupId) -> Option<&IssuedResult> {
        self.results.get(&(period, indicator.to_owned(), group.clone()))
    }

    /// The issue that [`Self::result`] of a period is of.
    pub fn name(&self, period: Period) -> Option<&IssueName> {
        self.names.get(&period)
    }

    /// The figures of this very bulletin, if it has been issued: what is composed now is a draft beside it.
    pub fn same(&self) -> Option<&BTreeMap<FigureId, IssuedFigure>> {
        self.same.as_ref()
    }

    /// How an earlier period's cumulative value stands to what was issued. A half or a year that opens the year has the cumulative
    /// numbers of its last quarter, if that alone was issued.
    pub fn value(&self, period: Period, indicator: &str, group: &GroupId) -> Base {
        let of_quarter = || self.result(period.last_quarter(), indicator, group).filter(|_| period.opens_the_year());
        let result = self.result(period, indicator, group).or_else(of_quarter);
        self.base(period, result, |result| result.value)
    }

    /// The same of the period's own value, the base of 环比.
    pub fn own(&self, period: Period, indicator: &str, group: &GroupId) -> Base {
        self.base(period, self.result(period, indicator, group), |result| result.own)
    }

    fn base(&self, period: Period, issued: Option<&IssuedResult>, number: fn(&IssuedResult) -> Option<f64>) -> Base {
        match issued {
            Some(result) => Base::Issued(number(result)),
            // A half or a year that ends with the quarter speaks for it, if not of its own figures.
            None if self.periods.iter().any(|issued| *issued == period || issued.last_quarter() == period) => Base::Unknown,
            None if self.first.is_some_and(|first| period.last_day() > first.last_day()) => Base::Unissued,
            None => Base::Unknown,
        }
    }
}

#[cfg(test)]
impl Issued {
    /// Of an office that has issued these periods, with 40 for 指标 of the area in each.
    pub(crate) fn of_periods(periods: &[Period]) -> Self {
        let mut issued = Self { first: periods.first().copied(), ..Self::default() };
        for period in periods {
            issued.periods.insert(*period);
            let result = IssuedResult {
                indicator: "指标".to_owned(),
                group: GroupId::Area,
                text: "40.0".to_owned(),
                value: Some(40.0),
                own: None,
                light: None,
                status: None,
                place: None,
            };
            issued.results.insert((*period, "指标".to_owned(), GroupId::Area), result);
        }
        issued
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::domain::period::{Half, Part, Quarter};

    fn quarter(quarter: i8) -> Period {
        Period::quarter(2025, Quarter::of_number(quarter).unwrap())
    }

    #[test]
    fn a_base_is_issued_or_skipped_or_older_than_all_issues() {
        let office = Issued::of_periods(&[quarter(1), quarter(3)]);
        let base = |period| office.value(period, "指标", &GroupId::Area);
        assert_eq!(base(quarter(1)), Base::Issued(Some(40.0)));
        assert_eq!(base(quarter(2)), Base::Unissued);
        assert_eq!(base(Period::quarter(2024, Quarter::Fourth)), Base::Unknown, "before the first issue");
        assert_eq!(office.own(quarter(1), "指标", &GroupId::Area), Base::Issued(None));
        assert_eq!(office.value(quarter(1), "新指标", &GroupId::Area), Base::Unknown, "issued, but not with this figure");
        assert_eq!(Issued::of_periods(&[]).value(quarter(2), "指标", &GroupId::Area), Base::Unknown, "nothing was ever issued");
    }

    #[test]
    fn a_half_that_was_issued_speaks_for_its_last_quarter() {
        let half = Period { year: 2025, part: Part::Half(Half::First) };
        let office = Issued::of_periods(&[quarter(1), half]);
        assert_eq!(office.value(half, "指标", &GroupId::Area), Base::Issued(Some(40.0)));
        assert_eq!(office.value(quarter(2), "指标", &GroupId::Area), Base::Unknown);
        assert_eq!(office.value(quarter(3), "指标", &GroupId::Area), Base::Unissued);
    }
}
