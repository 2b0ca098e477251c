//! Which period a number is of, as an identity: the calendar behind it, its first day and the period before it, is the domain's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A quarter of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quarter {
    /// January to March.
    First,
    /// April to June.
    Second,
    /// July to September.
    Third,
    /// October to December.
    Fourth,
}

impl Quarter {
    /// In the order of the year.
    pub const ALL: [Self; 4] = [Self::First, Self::Second, Self::Third, Self::Fourth];

    /// 1 to 4.
    pub fn number(self) -> i8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
            Self::Fourth => 4,
        }
    }

    /// The quarter of a number from 1 to 4.
    pub fn of_number(number: i8) -> Option<Self> {
        Self::ALL.into_iter().find(|quarter| quarter.number() == number)
    }

    /// The quarter before in the same year.
    pub fn previous(self) -> Option<Self> {
        Self::of_number(self.number() - 1)
    }
}

/// A half of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Half {
    /// January to June.
    First,
    /// July to December.
    Second,
}

impl Half {
    /// 1 or 2.
    pub fn number(self) -> i8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
        }
    }
}

/// Which part of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A quarter.
    Quarter(Quarter),
    /// A half.
    Half(Half),
    /// The whole year.
    Year,
}

/// The period of a figure, written `2025Q3`, `2025H1` or `2025`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PeriodId {
    /// Calendar year.
    pub year: i16,
    /// Which part of it.
    pub part: Part,
}

/// Text that names no period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPeriod(pub String);

impl fmt::Display for InvalidPeriod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a period is written 2025Q3, 2025H1 or 2025, found `{}`", self.0)
    }
}

impl std::error::Error for InvalidPeriod {}

impl fmt::Display for PeriodId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Quarter(quarter) => write!(formatter, "{}Q{}", self.year, quarter.number()),
            Part::Half(half) => write!(formatter, "{}H{}", self.year, half.number()),
            Part::Year => write!(formatter, "{}", self.year),
        }
    }
}

impl From<PeriodId> for String {
    fn from(period: PeriodId) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for PeriodId {
    type Error = InvalidPeriod;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl FromStr for PeriodId {
    type Err = InvalidPeriod;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidPeriod(text.to_owned());
        let (year, rest) = text.trim().split_at_checked(4).ok_or_else(invalid)?;
        if !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(invalid());
        }
        let year: i16 = year.parse().ok().filter(|year| (1990..=2100).contains(year)).ok_or_else(invalid)?;
        let part = match rest.to_ascii_uppercase().as_str() {
            "" => Part::Year,
            "H1" => Part::Half(Half::First),
            "H2" => Part::Half(Half::Second),
            "Q1" => Part::Quarter(Quarter::First),
            "Q2" => Part::Quarter(Quarter::Second),
            "Q3" => Part::Quarter(Quarter::Third),
            "Q4" => Part::Quarter(Quarter::Fourth),
            _ => return Err(invalid()),
        };
        Ok(Self { year, part })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_as_it_is_written() {
        for text in ["2025Q1", "2025Q4", "2024H1", "2024H2", "2025"] {
            assert_eq!(text.parse::<PeriodId>().map(|period| period.to_string()).as_deref(), Ok(text));
        }
        assert_eq!("2025q3 ".parse::<PeriodId>().map(|period| period.to_string()).as_deref(), Ok("2025Q3"));
    }

    #[test]
    fn other_text_is_refused() {
        for text in ["", "2025Q5", "2025Q7", "25Q3", "2025-Q3", "第三季度", "20二5Q1", "2025Q3x"] {
            assert!(text.parse::<PeriodId>().is_err(), "{text}");
        }
    }

    #[test]
    fn there_is_no_seventh_quarter() {
        assert_eq!([0, 1, 4, 5, 7].map(Quarter::of_number), [None, Some(Quarter::First), Some(Quarter::Fourth), None, None]);
        assert_eq!(
            Quarter::ALL.map(Quarter::previous),
            [None, Some(Quarter::First), Some(Quarter::Second), Some(Quarter::Third)]
        );
    }
}
