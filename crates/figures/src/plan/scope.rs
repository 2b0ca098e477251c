//! Of whom an indicator speaks, and who is ranked or scored.

/// A kind of group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// A single unit.
    Unit,
    /// An alliance (医联体).
    Alliance,
    /// A county (县区).
    County,
    /// The whole area (全市, 全县).
    Area,
}
