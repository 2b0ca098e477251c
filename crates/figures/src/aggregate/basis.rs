//! The times for which a figure is worked out (docs/numbers.md rules 8 and 14).

use super::stand_in::Away;

/// Which time a flow covers, and what stands for what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// From 1 January, as filed.
    Cumulative,
    /// The period alone: the difference of two filings.
    Own,
    /// From 1 January, with stand-ins for what is missing: what a good result has to withstand. Not worked out for single units.
    Filled(Away),
}
