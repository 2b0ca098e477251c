//! Arguments that cannot be understood, and help, which ends a command in the same way.

use std::error::Error;
use std::iter;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::ending::{Ending, Outcome};
use super::failure::laid_out;
use super::messages::Messages;

/// Help and version are results; everything else is a misuse.
pub(super) fn ending(error: &clap::Error, messages: &Messages) -> Ending {
    let stderr = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return Ending::with(Outcome::Done, error.render().to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => error.render().to_string(),
        _ => told(error, messages),
    };
    Ending { stderr, ..Ending::with(Outcome::Misused, []) }
}

fn told(error: &clap::Error, messages: &Messages) -> String {
    let of = |kind| found(error, kind, messages);
    let argument = || of(ContextKind::InvalidArg);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => messages.tell("usage-unknown", &[("argument", argument().into())]),
        ErrorKind::InvalidSubcommand => {
            messages.tell("usage-unknown", &[("argument", of(ContextKind::InvalidSubcommand).into())])
        }
        ErrorKind::InvalidValue if of(ContextKind::InvalidValue).is_empty() => {
            messages.tell("usage-value-missing", &[("argument", argument().into())])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            messages.tell("usage-value", &[("argument", argument().into()), ("value", of(ContextKind::InvalidValue).into())])
        }
        ErrorKind::MissingRequiredArgument => messages.tell("usage-required", &[("argument", argument().into())]),
        ErrorKind::ArgumentConflict => messages.tell("usage-twice", &[("argument", argument().into())]),
        ErrorKind::MissingSubcommand => messages.say("usage-command-missing"),
        _ => first_line(error),
    };
    let cause = || iter::successors(error.source(), |error| (*error).source()).map(ToString::to_string);
    let is_explained = error.kind() == ErrorKind::ValueValidation && explained(&argument()).is_some();
    let causes: Vec<_> = if is_explained { Vec::new() } else { cause().collect() };
    laid_out(messages, &message, causes, &[], Some(&hint(error, messages)))
}

/// What would have been understood, else where to read about it.
fn hint(error: &clap::Error, messages: &Messages) -> String {
    let of = |kind| found(error, kind, messages);
    let argument = of(ContextKind::InvalidArg);
    let suggestions = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(suggestion) = suggestions.into_iter().map(of).find(|suggestion| !suggestion.is_empty()) {
        return messages.tell("usage-suggestion", &[("suggestion", suggestion.into())]);
    }
    if let (ErrorKind::ValueValidation, Some(key)) = (error.kind(), explained(&argument)) {
        return messages.say(key);
    }
    let choices = of(ContextKind::ValidValue);
    if !choices.is_empty() {
        return messages.tell("usage-choices", &[("choices", choices.into())]);
    }
    messages.say("usage-help")
}

/// The message that says how a value is written.
fn explained(argument: &str) -> Option<&'static str> {
    match argument.split_whitespace().next()? {
        "--period" => Some("usage-period"),
        "--as-of" => Some("usage-date"),
        "--cycle" => Some("usage-cycle"),
        "--threads" | "--number" => Some("usage-threads"),
        "--wait" => Some("usage-wait"),
        "--reason" => Some("usage-reason"),
        "--area-code" => Some("usage-area-code"),
        _ => None,
    }
}

fn found(error: &clap::Error, kind: ContextKind, messages: &Messages) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => messages.listed(texts),
        _ => String::new(),
    }
}

/// clap's own words, for the rare mistakes that have none of ours.
fn first_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::main_with;
    use super::*;
    use crate::cli::surroundings::Surroundings;

    #[track_caller]
    fn refused(line: &str, message: &str, hint: &str) {
        let ending = main_with(&Surroundings::of_line(line));
        assert_eq!((ending.outcome, ending.stdout.len()), (Outcome::Misused, 0), "{line}");
        assert_eq!(ending.stderr, format!("{message}\n\n{hint}\n"), "{line}");
    }

    #[test]
    fn what_cannot_be_understood_is_quoted_with_what_could() {
        refused("run --perid 2025Q3", "error: there is no `--perid`", "hint: did you mean `--period`?");
        refused("chek a.xlsx", "error: there is no `chek`", "hint: did you mean `check`?");
        refused(
            "run --period 2025-3",
            "error: `--period <PERIOD>` cannot be `2025-3`",
            "hint: a period is written `2025Q3`, `2025H1` or `2025`",
        );
        refused(
            "status --as-of yesterday",
            "error: `--as-of <DATE>` cannot be `yesterday`",
            "hint: a date is written `2025-10-20`",
        );
        refused(
            "withdraw --number 3 --reason \u{200b}",
            "error: `--reason <TEXT>` cannot be `\u{200b}`",
            "hint: a reason is words",
        );
        refused("status --format pdf", "error: `--format <FORMAT>` cannot be `pdf`", "hint: one of: text, json, xlsx");
        refused("check", "error: `<FILE>...` is missing", "hint: `--help` explains the options");
    }

    #[test]
    fn in_chinese_too() {
        refused("run --perid 2025Q3 --lang zh", "错误：没有“--perid”", "提示：是否想写“--period”");
        refused("run --period --lang=zh", "错误：“--period <PERIOD>”后面缺值", "提示：用 --help 查看说明");
    }
}
