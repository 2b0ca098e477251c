//! How a command ends: the four endings that a scheduler can tell apart, and what it says.

use std::path::Path;

use serde::Serialize;

use super::context::Context;
use super::failure::Failure;
use crate::pipeline::RunError;
use crate::publish::write_atomically;

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
}

impl Ending {
    /// An ending with a result and nothing to remark.
    pub(super) fn with(outcome: Outcome, result: impl Into<Vec<u8>>) -> Self {
        Self { outcome, stdout: result.into(), stderr: String::new() }
    }

    /// The same with its result in a file, if there is to be one.
    pub(super) fn into_file(mut self, file: Option<&Path>) -> Result<Self, Failure> {
        if let Some(file) = file {
            write_atomically(file, &self.stdout).map_err(RunError::from)?;
            self.stdout.clear();
        }
        Ok(self)
    }
}

/// A report in text: dropped if the command is to be quiet.
pub(super) fn text(outcome: Outcome, text: String, context: &Context<'_>) -> Ending {
    Ending::with(outcome, if context.common.quiet { String::new() } else { text })
}

/// A report in JSON: whoever asks for it wants it, quiet or not.
pub(super) fn json(outcome: Outcome, report: &impl Serialize) -> Result<Ending, Failure> {
    let mut text = serde_json::to_string_pretty(report).map_err(Failure::Json)?;
    text.push('\n');
    Ok(Ending::with(outcome, text))
}

/// A workbook: to a file or a pipe, never to a screen.
pub(super) fn workbook(outcome: Outcome, bytes: Vec<u8>, file: Option<&Path>, context: &Context<'_>) -> Result<Ending, Failure> {
    if file.is_none() && context.surroundings.stdout_is_terminal {
        return Err(Failure::WorkbookOnTerminal);
    }
    Ok(Ending::with(outcome, bytes))
}
