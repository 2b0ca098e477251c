//! A use of an item that its kind does not allow.

/// What is wrong, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::plan) struct Misuse {
    /// The column as written.
    pub(in crate::plan) column: String,
    /// What is wrong with its use.
    pub(in crate::plan) message: String,
    /// What to write instead, where the message does not say it.
    pub(in crate::plan) hint: Option<&'static str>,
}
