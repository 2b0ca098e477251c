//! The two times for which a figure is worked out (docs/numbers.md rule 14).

/// Which time a flow covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// From 1 January, as filed.
    Cumulative,
    /// The period alone: the difference of two filings.
    Own,
}
