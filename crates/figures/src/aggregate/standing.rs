//! How those of whom an indicator is stand to it: who is concerned, who counts, and who is missing (docs/numbers.md rules 2 to 4).

/// How a unit stands to an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It files none of the items, is not among those that the indicator is of, or was not there.
    NotConcerned,
    /// All that it could contribute is 不适用.
    NotApplicable,
    /// The formula looks back at a time for which nobody was asked.
    NotAsked,
    /// It should have a value, and has none, or stands on one side of the line alone.
    Missing,
    /// It counts.
    Counted,
}

impl Standing {
    pub(super) fn is_due(self) -> bool {
        matches!(self, Self::Missing | Self::Counted)
    }
}
