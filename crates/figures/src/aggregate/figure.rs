//! One indicator of one group: value, coverage, and the bases of 同比 and 环比.

use super::comparison::Comparison;
use super::computed::Computed;
use super::evaluate::Coverage;
use super::withstood::Filled;

/// One indicator of one group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupFigure {
    /// Cumulative for flows, at the period's end for stocks.
    pub value: Computed,
    /// Who stands behind it.
    pub coverage: Coverage,
    /// The same of the same period last year, of the units and with the membership of then.
    pub year_before: Computed,
    /// How the value compares with it.
    pub yearly: Comparison,
    /// The last period alone.
    pub own: Computed,
    /// Who stands behind that.
    pub own_coverage: Coverage,
    /// The period before alone.
    pub own_before: Computed,
    /// How the two compare.
    pub periodic: Comparison,
    /// What value and comparison with last year would be with stand-ins for what is missing; none where that is the same.
    pub filled: Option<Filled>,
}

impl GroupFigure {
    /// The value and last year's, as they are set against each other.
    pub fn compared_with_year_before(&self) -> (Computed, Computed) {
        self.yearly.restricted.unwrap_or((self.value, self.year_before))
    }

    /// The period alone and the one before, as they are set against each other.
    pub fn compared_with_period_before(&self) -> (Computed, Computed) {
        self.periodic.restricted.unwrap_or((self.own, self.own_before))
    }

    /// The same figure with stand-ins for what is missing, at both ends between which it then lies; nothing where nothing is missing, or
    /// nothing of it is known.
    pub fn filled(&self) -> impl Iterator<Item = Self> {
        let figure = *self;
        let ends = self.filled.into_iter().flat_map(|filled| filled.value.into_iter().zip(filled.yearly));
        ends.map(move |(value, (now, then))| {
            let restricted = Some((now, then.unwrap_or(figure.year_before)));
            Self { value, yearly: Comparison { restricted, ..figure.yearly }, filled: None, ..figure }
        })
    }
}
