//! Reporting periods: quarters, half-years, years, and the arithmetic of 上期 and 上年同期.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// Which part of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Part {
    /// 1 to 4.
    Quarter(i8),
    /// 1 or 2.
    Half(i8),
    /// The whole year.
    Year,
}

/// A reporting period, written `2025Q3`, `2025H1` or `2025`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    /// Calendar year.
    pub year: i16,
    /// Which part of it.
    pub part: Part,
}

/// Text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a period is written 2025Q3, 2025H1 or 2025, found `{0}`")]
pub struct InvalidPeriod(pub String);

impl Period {
    /// A quarter, 1 to 4.
    pub fn quarter(year: i16, quarter: i8) -> Self {
        Self { year, part: Part::Quarter(quarter.clamp(1, 4)) }
    }

    /// The quarter in which a day lies.
    pub fn quarter_of(day: Date) -> Self {
        Self::quarter(day.year(), (day.month() - 1) / 3 + 1)
    }

    /// The quarters inside it, in order: returns are filed by quarter.
    pub fn quarters(self) -> impl DoubleEndedIterator<Item = Self> {
        let of_month = |month: i8| (month - 1) / 3 + 1;
        (of_month(self.first_month())..=of_month(self.last_month())).map(move |quarter| Self::quarter(self.year, quarter))
    }

    /// The quarter with which it ends: its cumulative filings cover the period, if the period opens the year.
    #[must_use]
    pub fn last_quarter(self) -> Self {
        Self::quarter(self.year, (self.last_month() - 1) / 3 + 1)
    }

    /// Whether a quarter, a half or a year lies inside it.
    pub fn contains(self, other: Self) -> bool {
        self.year == other.year && self.first_month() <= other.first_month() && other.last_month() <= self.last_month()
    }

    /// The half of the year in which it ends.
    #[must_use]
    pub fn half(self) -> Self {
        Self { year: self.year, part: Part::Half(if self.last_month() <= 6 { 1 } else { 2 }) }
    }

    /// The whole year in which it lies.
    #[must_use]
    pub fn whole_year(self) -> Self {
        Self { year: self.year, part: Part::Year }
    }

    /// The month with which it ends.
    pub fn last_month(self) -> i8 {
        match self.part {
            Part::Quarter(quarter) => quarter * 3,
            Part::Half(half) => half * 6,
            Part::Year => 12,
        }
    }

    /// The month with which it begins.
    pub fn first_month(self) -> i8 {
        match self.part {
            Part::Quarter(quarter) => quarter * 3 - 2,
            Part::Half(half) => half * 6 - 5,
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
            Part::Quarter(1) => Self::quarter(self.year - 1, 4),
            Part::Quarter(quarter) => Self::quarter(self.year, quarter - 1),
            Part::Half(1) => Self { year: self.year - 1, part: Part::Half(2) },
            Part::Half(_) => Self { year: self.year, part: Part::Half(1) },
            Part::Year => Self { year: self.year - 1, part: Part::Year },
        }
    }

    /// 上年同期: the same period one year earlier.
    #[must_use]
    pub fn year_before(self) -> Self {
        Self { year: self.year - 1, part: self.part }
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
            Part::Quarter(quarter) => {
                let number = ["一", "二", "三", "四"].get(usize::from(quarter.unsigned_abs()) - 1).unwrap_or(&"");
                format!("{year}年第{number}季度")
            }
            Part::Half(1) => format!("{year}年上半年"),
            Part::Half(_) => format!("{year}年下半年"),
            Part::Year => format!("{year}年度"),
        }
    }

    /// As an axis has room for: `2025年三季度`, `2025年上半年`, `2025年`.
    pub fn short_chinese(self) -> String {
        match self.part {
            Part::Quarter(_) => self.chinese().replace('第', ""),
            Part::Half(_) => self.chinese(),
            Part::Year => format!("{}年", self.year),
        }
    }

    /// The months that a cumulative filing covers: `2025年1—9月`.
    pub fn cumulative_chinese(self) -> String {
        let (year, month) = (self.year, self.last_month());
        if month == 1 { format!("{year}年1月") } else { format!("{year}年1—{month}月") }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Quarter(quarter) => write!(formatter, "{}Q{quarter}", self.year),
            Part::Half(half) => write!(formatter, "{}H{half}", self.year),
            Part::Year => write!(formatter, "{}", self.year),
        }
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = InvalidPeriod;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl FromStr for Period {
    type Err = InvalidPeriod;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidPeriod(text.to_owned());
        let trimmed = text.trim();
        let (year, rest) = trimmed.split_at_checked(4).ok_or_else(invalid)?;
        if !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(invalid());
        }
        let year: i16 = year.parse().ok().filter(|year| (1990..=2100).contains(year)).ok_or_else(invalid)?;
        let part = match rest.to_ascii_uppercase().as_str() {
            "" => Part::Year,
            "H1" => Part::Half(1),
            "H2" => Part::Half(2),
            "Q1" => Part::Quarter(1),
            "Q2" => Part::Quarter(2),
            "Q3" => Part::Quarter(3),
            "Q4" => Part::Quarter(4),
            _ => return Err(invalid()),
        };
        Ok(Self { year, part })
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
        assert_eq!(period("2025Q3").chinese(), "2025年第三季度");
    }

    #[test]
    fn halves_and_years_are_made_of_quarters() {
        let quarters = |text| period(text).quarters().map(|quarter| quarter.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(quarters("2025Q3"), "2025Q3");
        assert_eq!(quarters("2025H1"), "2025Q1 2025Q2");
        assert_eq!(quarters("2025H2"), "2025Q3 2025Q4");
        assert_eq!(quarters("2025"), "2025Q1 2025Q2 2025Q3 2025Q4");
        for (text, last) in [("2025Q3", "2025Q3"), ("2025H1", "2025Q2"), ("2025", "2025Q4")] {
            assert_eq!(period(text).last_quarter(), period(last));
        }
        assert!(period("2025").contains(period("2025H1")) && period("2025H1").contains(period("2025Q2")));
        assert!(!period("2025H1").contains(period("2025Q3")) && !period("2025Q2").contains(period("2025H1")));
        assert_eq!((period("2025Q2").half(), period("2025Q3").half()), (period("2025H1"), period("2025H2")));
    }

    #[test]
    fn other_text_is_refused() {
        for text in ["", "2025Q5", "25Q3", "2025-Q3", "第三季度", "20二5Q1", "2025Q3x"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
