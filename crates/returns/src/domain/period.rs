//! Reporting periods: quarters, half-years, years, and the arithmetic of 上期 and 上年同期.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use super::flow_basis::FlowBasis;
use tongbao_document::PeriodId;
pub use tongbao_document::period::{Half, InvalidPeriod, Part, Quarter};

/// A reporting period, written `2025Q3`, `2025H1` or `2025`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "PeriodId", into = "PeriodId")]
pub struct Period {
    /// Calendar year.
    pub year: i16,
    /// Which part of it.
    pub part: Part,
}

impl Period {
    /// A quarter of a year.
    pub const fn quarter(year: i16, quarter: Quarter) -> Self {
        Self { year, part: Part::Quarter(quarter) }
    }

    /// The last quarter that had ended by a day.
    pub fn ended_by(day: Date) -> Self {
        let quarter = Self::quarter_of(day);
        if quarter.last_day() <= day { quarter } else { quarter.previous() }
    }

    /// The quarter in which a day lies.
    pub fn quarter_of(day: Date) -> Self {
        Self::quarter(day.year(), quarter_of_month(day.month()))
    }

    /// The quarters inside it, in order: returns are filed by quarter.
    pub fn quarters(self) -> impl DoubleEndedIterator<Item = Self> {
        let (first, last) = (quarter_of_month(self.first_month()), quarter_of_month(self.last_month()));
        let inside = Quarter::ALL.into_iter().filter(move |quarter| (first..=last).contains(quarter));
        inside.map(move |quarter| Self::quarter(self.year, quarter))
    }

    /// The quarter with which it ends: its cumulative filings cover the period, if the period opens the year.
    #[must_use]
    pub fn last_quarter(self) -> Self {
        Self::quarter(self.year, quarter_of_month(self.last_month()))
    }

    /// Whether a quarter, a half or a year lies inside it.
    pub fn contains(self, other: Self) -> bool {
        self.year == other.year && self.first_month() <= other.first_month() && other.last_month() <= self.last_month()
    }

    /// The half of the year in which it ends.
    #[must_use]
    pub fn half(self) -> Self {
        Self { year: self.year, part: Part::Half(if self.last_month() <= 6 { Half::First } else { Half::Second }) }
    }

    /// The whole year in which it lies.
    #[must_use]
    pub fn whole_year(self) -> Self {
        Self { year: self.year, part: Part::Year }
    }

    /// The month with which it ends.
    pub fn last_month(self) -> i8 {
        match self.part {
            Part::Quarter(quarter) => quarter.number() * 3,
            Part::Half(half) => half.number() * 6,
            Part::Year => 12,
        }
    }

    /// The month with which it begins.
    pub fn first_month(self) -> i8 {
        match self.part {
            Part::Quarter(quarter) => quarter.number() * 3 - 2,
            Part::Half(half) => half.number() * 6 - 5,
            Part::Year => 1,
        }
    }

    /// First day.
    pub fn first_day(self) -> Date {
        date(self.year, self.first_month(), 1)
    }

    /// Last day: the registry is read as of it.
    pub fn last_day(self) -> Date {
        date(self.year, self.last_month(), 1).last_of_month()
    }

    /// 上期: the period before, of the same kind.
    #[must_use]
    pub fn previous(self) -> Self {
        match self.part {
            Part::Quarter(quarter) => match quarter.previous() {
                Some(before) => Self::quarter(self.year, before),
                None => Self::quarter(self.year - 1, Quarter::Fourth),
            },
            Part::Half(Half::First) => Self { year: self.year - 1, part: Part::Half(Half::Second) },
            Part::Half(Half::Second) => Self { year: self.year, part: Part::Half(Half::First) },
            Part::Year => Self { year: self.year - 1, part: Part::Year },
        }
    }

    /// 上年同期: the same period one year earlier.
    #[must_use]
    pub fn year_before(self) -> Self {
        Self { year: self.year - 1, part: self.part }
    }

    /// 上年末: the fourth quarter of the year before.
    #[must_use]
    pub const fn year_end_before(self) -> Self {
        Self::quarter(self.year - 1, Quarter::Fourth)
    }

    /// Whether it begins on 1 January, so that a cumulative filing is the period's own value.
    pub fn opens_the_year(self) -> bool {
        self.first_month() == 1
    }

    /// 序时进度: the share of the year that has passed at its end, in percent (25, 50, 75, 100).
    pub fn elapsed_percent(self) -> f64 {
        f64::from(self.last_month()) * 100.0 / 12.0
    }

    /// `2025年第三季度`, `2025年上半年`, `2025年`
    pub fn chinese(self) -> String {
        let year = self.year;
        match self.part {
            Part::Quarter(quarter) => format!("{year}年第{}季度", numeral(quarter)),
            Part::Half(Half::First) => format!("{year}年上半年"),
            Part::Half(Half::Second) => format!("{year}年下半年"),
            Part::Year => format!("{year}年度"),
        }
    }

    /// As an axis has room for: `2025年三季度`, `2025年上半年`, `2025年`.
    pub fn short_chinese(self) -> String {
        match self.part {
            Part::Quarter(quarter) => format!("{}年{}季度", self.year, numeral(quarter)),
            Part::Half(_) => self.chinese(),
            Part::Year => format!("{}年", self.year),
        }
    }

    /// The months that a cumulative filing covers: `2025年1—9月`.
    pub fn cumulative_chinese(self) -> String {
        let (year, month) = (self.year, self.last_month());
        if month == 1 { format!("{year}年1月") } else { format!("{year}年1—{month}月") }
    }

    /// Its own months: `2025年7—9月`.
    pub fn own_chinese(self) -> String {
        format!("{}年{}—{}月", self.year, self.first_month(), self.last_month())
    }

    /// The months that a filing covers: since 1 January, or those of the period alone.
    pub fn filed_chinese(self, basis: FlowBasis) -> String {
        match basis {
            FlowBasis::YearToDate => self.cumulative_chinese(),
            FlowBasis::Quarter => self.own_chinese(),
        }
    }

    /// The quarters of its year up to its end, in order: those of which it is made since 1 January.
    pub fn quarters_so_far(self) -> impl DoubleEndedIterator<Item = Self> {
        self.whole_year().quarters().filter(move |quarter| quarter.last_day() <= self.last_day())
    }
}

fn quarter_of_month(month: i8) -> Quarter {
    match month {
        ..=3 => Quarter::First,
        4..=6 => Quarter::Second,
        7..=9 => Quarter::Third,
        10.. => Quarter::Fourth,
    }
}

fn numeral(quarter: Quarter) -> char {
    match quarter {
        Quarter::First => '一',
        Quarter::Second => '二',
        Quarter::Third => '三',
        Quarter::Fourth => '四',
    }
}

impl From<Period> for PeriodId {
    fn from(Period { year, part }: Period) -> Self {
        Self { year, part }
    }
}

impl From<PeriodId> for Period {
    fn from(PeriodId { year, part }: PeriodId) -> Self {
        Self { year, part }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        PeriodId::from(*self).fmt(formatter)
    }
}

impl FromStr for Period {
    type Err = InvalidPeriod;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<PeriodId>().map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn the_period_before_and_the_year_before() {
        for (text, previous, year_before) in [
            ("2025Q3", "2025Q2", "2024Q3"),
            ("2025Q1", "2024Q4", "2024Q1"),
            ("2025H1", "2024H2", "2024H1"),
            ("2025", "2024", "2024"),
        ] {
            assert_eq!(period(text).previous(), period(previous));
            assert_eq!(period(text).year_before(), period(year_before));
            assert_eq!(period(text).year_end_before(), period("2024Q4"), "{text}");
            assert_eq!(period(text).to_string(), text);
        }
    }

    #[test]
    fn a_period_ends_on_its_last_day() {
        assert_eq!(period("2024Q1").last_day(), date(2024, 3, 31));
        assert_eq!(period("2025Q3").last_day(), date(2025, 9, 30));
        assert_eq!(period("2025H1").last_day(), date(2025, 6, 30));
        assert!((period("2025Q3").elapsed_percent() - 75.0).abs() < 1e-12);
        assert_eq!(period("2025Q3").cumulative_chinese(), "2025年1—9月");
        assert_eq!(period("2025Q3").filed_chinese(FlowBasis::Quarter), "2025年7—9月");
        assert_eq!(period("2025Q1").filed_chinese(FlowBasis::Quarter), period("2025Q1").cumulative_chinese());
        assert_eq!(period("2025Q3").chinese(), "2025年第三季度");
        assert_eq!(period("2025Q3").short_chinese(), "2025年三季度");
    }

    #[test]
    fn halves_and_years_are_made_of_quarters() {
        let quarters = |text| period(text).quarters().map(|quarter| quarter.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(quarters("2025Q3"), "2025Q3");
        assert_eq!(quarters("2025H1"), "2025Q1 2025Q2");
        assert_eq!(quarters("2025H2"), "2025Q3 2025Q4");
        assert_eq!(quarters("2025"), "2025Q1 2025Q2 2025Q3 2025Q4");
        let so_far = |text| period(text).quarters_so_far().map(|quarter| quarter.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!((so_far("2025Q3"), so_far("2025H1")), ("2025Q1 2025Q2 2025Q3".to_owned(), "2025Q1 2025Q2".to_owned()));
        for (text, last) in [("2025Q3", "2025Q3"), ("2025H1", "2025Q2"), ("2025", "2025Q4")] {
            assert_eq!(period(text).last_quarter(), period(last));
        }
        assert!(period("2025").contains(period("2025H1")) && period("2025H1").contains(period("2025Q2")));
        assert!(!period("2025H1").contains(period("2025Q3")) && !period("2025Q2").contains(period("2025H1")));
        assert_eq!((period("2025Q2").half(), period("2025Q3").half()), (period("2025H1"), period("2025H2")));
    }
}
