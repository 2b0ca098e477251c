//! A command that failed: what it could not do, each cause once, what the operator can do next.
//!
//! In English an error says itself what failed; in Chinese the catalogue does.

use super::ending::{Ending, Outcome};
use super::messages::{Language, Messages};
use super::reasons::Reason;
use super::{causes, reasons};
use crate::issue::{IssueError, OpenPoint};
use crate::pipeline::RunError;
use crate::settings::SettingsError;
use tongbao_render::verify::Difference;

/// Mistakes of a registry that are told one by one; the message counts all.
const MOST_MISTAKES: usize = 200;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The pipeline.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A report that JSON cannot hold.
    #[error("cannot write the report as JSON")]
    Json(#[source] serde_json::Error),
    /// The system grants this process less memory than any command may take.
    #[error("the system grants {limit} MiB of address space, and {least} MiB are needed")]
    Memory {
        /// What it grants, in MiB.
        limit: u64,
        /// What is needed, in MiB.
        least: u64,
    },
    /// It panicked: nearly always because there was no thread or memory left.
    #[error("the program broke off before it was done")]
    Broken(
        /// What the panic said, for whoever mends the program.
        String,
    ),
    /// A workbook was to go to the screen.
    #[error("cannot show a workbook on a terminal")]
    WorkbookOnTerminal,
}

impl Failure {
    /// The failure as the end of its command. It is told even to whoever wants quiet.
    pub(super) fn ending(&self, messages: &Messages) -> Ending {
        let outcome = match self {
            Self::Run(error) if !error.is_configuration() => Outcome::Failed,
            Self::Json(_) | Self::Memory { .. } | Self::Broken(_) => Outcome::Failed,
            Self::Run(_) | Self::WorkbookOnTerminal => Outcome::Misused,
        };
        Ending { stderr: self.told(messages), ..Ending::with(outcome, []) }
    }

    fn told(&self, messages: &Messages) -> String {
        let reason = self.reason(messages);
        let hint = messages.attribute(reason.key, "hint", &reason.details);
        let message = match messages.language() {
            Language::En => self.to_string(),
            Language::Zh => messages.tell(reason.key, &reason.details),
        };
        let told = laid_out(messages, &message, causes::of(self, messages), &self.mistakes(), hint.as_deref());
        match self {
            Self::Broken(words) if !words.is_empty() => {
                format!("{told}\n{}\n", messages.tell("failure-developer", &[("words", words.as_str().into())]))
            }
            _ => told,
        }
    }

    fn reason(&self, messages: &Messages) -> Reason<'_> {
        match self {
            Self::Run(error) => reasons::of_run(error, messages),
            Self::Json(_) => Reason::new("failure-json", []),
            Self::Memory { limit, least } => {
                Reason::new("failure-memory", [("limit", (*limit).into()), ("least", (*least).into())])
            }
            Self::Broken(_) => Reason::new("failure-broken", []),
            Self::WorkbookOnTerminal => Reason::new("failure-workbook-on-terminal", []),
        }
    }

    /// What is wrong in a plan pack or a registry, place by place; Chinese always, as whoever keeps these files reads Chinese.
    fn mistakes(&self) -> Vec<String> {
        match self {
            Self::Run(RunError::Plan(error)) => error.shown(),
            Self::Run(RunError::Registry(error)) => {
                error.mistakes().iter().take(MOST_MISTAKES).map(ToString::to_string).collect()
            }
            Self::Run(RunError::Settings(SettingsError::Bulletin { mistakes, .. })) => {
                mistakes.iter().map(ToString::to_string).collect()
            }
            Self::Run(RunError::NobodyFiles { warnings, .. }) => warnings.iter().map(ToString::to_string).collect(),
            Self::Run(RunError::Deadlines { mistakes, .. }) => mistakes.iter().map(ToString::to_string).collect(),
            Self::Run(RunError::Approvals { mistakes, .. }) => mistakes.iter().map(ToString::to_string).collect(),
            Self::Run(RunError::Issue(IssueError::Ambiguous { jobs })) => jobs.clone(),
            Self::Run(RunError::Issue(IssueError::Unfilled { places, .. })) => places.clone(),
            Self::Run(RunError::Issue(IssueError::Blocked { open, .. })) => open.iter().map(OpenPoint::line).collect(),
            Self::Run(RunError::Differs { differences, .. }) => {
                let told = |difference: &Difference| {
                    let Difference { place, expected, found } = difference;
                    match found {
                        Some(found) => format!("{place}：应为“{expected}”，读到“{found}”"),
                        None => format!("{place}：应为“{expected}”，没有读到"),
                    }
                };
                differences.iter().take(20).map(told).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A failed run as part of a report: what failed, each cause, and the hint.
pub(super) fn told_of_run(error: &RunError, messages: &Messages) -> String {
    let reason = reasons::of_run(error, messages);
    let message = match messages.language() {
        Language::En => error.to_string(),
        Language::Zh => messages.tell(reason.key, &reason.details),
    };
    let hint = messages.attribute(reason.key, "hint", &reason.details);
    laid_out(messages, &message, causes::of(error, messages), &[], hint.as_deref())
}

/// A message with its causes below it, then mistakes, then a hint, each after a blank line.
pub(super) fn laid_out(
    messages: &Messages,
    message: &str,
    causes: impl IntoIterator<Item = String>,
    mistakes: &[String],
    hint: Option<&str>,
) -> String {
    let mut lines = vec![messages.tell("failure", &[("message", message.into())])];
    for cause in causes {
        // A cause that shows a line of a file has lines of its own.
        let cause = cause.trim_end().replace('\n', "\n    ");
        lines.push(format!("  {}", messages.tell("failure-cause", &[("cause", cause.into())])));
    }
    if !mistakes.is_empty() {
        lines.push(String::new());
        lines.extend(mistakes.iter().map(|mistake| mistake.trim_end().to_owned()));
    }
    if let Some(hint) = hint {
        lines.push(String::new());
        lines.push(messages.tell("failure-hint", &[("hint", hint.into())]));
    }
    lines.push(String::new());
    lines.join("\n")
}
