//! How much a part of a score weighs: the same in every year of the plan, or year by year.

use std::collections::BTreeMap;

/// Points out of 100, at most two decimals.
#[derive(Debug, Clone, PartialEq)]
pub enum Weight {
    /// In every year.
    Same(f64),
    /// By year; in a year that is not named nothing is scored.
    ByYear(BTreeMap<i16, f64>),
}

impl Weight {
    /// The points of a year; none if nothing is scored in it.
    pub fn in_year(&self, year: i16) -> Option<f64> {
        match self {
            Self::Same(points) => Some(*points),
            Self::ByYear(years) => years.get(&year).copied(),
        }
    }
}
