//! A count as a number.

/// A count as a number.
pub(super) fn amount(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
