//! 通报种类: which bulletin of the yearly cycle.

use std::fmt;
use std::str::FromStr;

/// A kind of bulletin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cycle {
    /// 季调度.
    Quarterly,
    /// 半年通报.
    HalfYear,
    /// 年终评估.
    YearEnd,
}

impl Cycle {
    /// As written in plan packs, folders and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quarterly => "quarterly",
            Self::HalfYear => "half-year",
            Self::YearEnd => "year-end",
        }
    }

    /// 季调度, 半年通报, 年终评估.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Quarterly => "季调度",
            Self::HalfYear => "半年通报",
            Self::YearEnd => "年终评估",
        }
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Text that names no cycle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a cycle is quarterly, half-year or year-end, found `{0}`")]
pub struct InvalidCycle(pub String);

impl FromStr for Cycle {
    type Err = InvalidCycle;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Quarterly, Self::HalfYear, Self::YearEnd]
            .into_iter()
            .find(|cycle| cycle.as_str() == text)
            .ok_or_else(|| InvalidCycle(text.to_owned()))
    }
}
