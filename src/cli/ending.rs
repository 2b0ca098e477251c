//! How a command ends: the four endings that a scheduler can tell apart, and what it says.

/// Which of the four endings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done, nothing to act on.
    Done,
    /// Failed: nothing was published.
    Failed,
    /// Asked or configured in a way that cannot work.
    Misused,
    /// Done, and there is something to act on.
    ToActOn,
}

impl Outcome {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Misused => 2,
            Self::ToActOn => 3,
        }
    }

    /// Done, with or without something to act on.
    pub(super) fn of_action(is_needed: bool) -> Self {
        if is_needed { Self::ToActOn } else { Self::Done }
    }
}

/// The end of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// Which.
    pub outcome: Outcome,
    /// Results: text in UTF-8, or a workbook.
    pub stdout: Vec<u8>,
    /// Diagnostics.
    pub stderr: String,
    /// Which, if the result cannot be shown: a command that only tells has failed then, one that has done something has done it.
    pub unshown: Outcome,
    /// What is said then.
    pub told_unshown: String,
}

impl Ending {
    /// An ending with a result and nothing to remark.
    pub(super) fn with(outcome: Outcome, result: impl Into<Vec<u8>>) -> Self {
        Self { outcome, stdout: result.into(), stderr: String::new(), unshown: Outcome::Failed, told_unshown: String::new() }
    }

    /// The same of a command that has done something whatever is shown of it: then there is something to look into, not nothing done.
    pub(super) fn done(self) -> Self {
        Self { unshown: Outcome::ToActOn, ..self }
    }
}
