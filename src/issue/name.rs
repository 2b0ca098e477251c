//! How an issue is named: by the year and the number under which it was issued.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Which issue of a plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct IssueName {
    /// Year in which the number counts.
    pub year: i16,
    /// 第几期.
    pub number: u32,
}

/// `2025年第3期`
impl fmt::Display for IssueName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}年第{}期", self.year, self.number)
    }
}
