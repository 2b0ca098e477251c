//! `tongbao verify`: whether published files still show the figures that the run had.

use super::arguments::{Format, VerifyArguments};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::{causes, output};
use crate::pipeline::verify::{FIGURES, Fault, Unreadable, VerifiedFolder, VerifyReport, verify as verify_folders};

/// Most differences of a file that are listed.
const LISTED: usize = 20;

/// Does it.
pub(super) fn verify(arguments: &VerifyArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let report = verify_folders(&arguments.folder)?;
    // A figure that was changed is no bulletin to act on: it is one not to be trusted.
    let outcome = if report.holds() { Outcome::Done } else { Outcome::Failed };
    match arguments.told.format {
        Format::Json => output::json(outcome, &report),
        Format::Text => Ok(told(&report, outcome, context)),
    }
}

fn told(report: &VerifyReport, outcome: Outcome, context: &Context<'_>) -> Ending {
    let messages = &context.messages;
    let mut good = String::new();
    let mut bad = String::new();
    for folder in &report.folders {
        let VerifiedFolder { folder, number, withdrawn, files, figures, faults } = folder;
        let details = [
            ("folder", folder.display().to_string().into()),
            ("files", (*files).into()),
            ("figures", (*figures).into()),
            ("faults", faults.len().into()),
        ];
        let key = if faults.is_empty() { "verify-holds" } else { "verify-differs" };
        let issued = number.map(|number| messages.tell("verify-issued", &[("number", number.into())])).unwrap_or_default();
        let since = withdrawn.map(|day| messages.tell("verify-withdrawn", &[("day", day.to_string().into())]));
        good += &(messages.tell(key, &details) + &issued + &since.unwrap_or_default() + "\n");
        bad.extend(faults.iter().map(|fault| of_fault(fault, messages)));
        // What was issued is not made again.
        if number.is_none() && faults.iter().any(|fault| fault.file == FIGURES && fault.altered.is_none()) {
            bad += &(messages.say("verify-run-again") + "\n");
        }
    }
    Ending { stderr: bad, ..output::text(outcome, good, context) }
}

fn of_fault(fault: &Fault, messages: &Messages) -> String {
    let Fault { file, unreadable, altered, differences } = fault;
    let mut lines = vec![file.clone()];
    if let Some(damage) = altered {
        let reason = causes::on_one_line(damage, messages);
        lines.push(messages.tell("verify-altered", &[("reason", reason.into())]));
    }
    if let Some(error) = unreadable {
        let reason = match error {
            Unreadable::File(error) => causes::on_one_line(error, messages),
            Unreadable::Content(error) => causes::on_one_line(error, messages),
        };
        lines.push(messages.tell("verify-unreadable", &[("reason", reason.into())]));
    }
    lines.extend(differences.iter().take(LISTED).map(|difference| {
        let details = [
            ("place", difference.place.as_str().into()),
            ("expected", difference.expected.as_str().into()),
            ("found", difference.found.as_deref().unwrap_or_default().into()),
        ];
        messages.tell("verify-difference", &details)
    }));
    if differences.len() > LISTED {
        lines.push(messages.tell("verify-rest", &[("count", (differences.len() - LISTED).into())]));
    }
    lines.join("\n  ") + "\n"
}
