//! `tongbao issued`: what has been issued, and whether it is still as it was.

use super::arguments::{Format, IssuedArguments};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::standing::{details_of, told_of_withdrawal};
use super::text_table::TextTable;
use super::{causes, output};
use crate::issue::{AlteredFile, Damage};
use crate::pipeline::issued::{IssuedBulletin, IssuedReport, issued as look_up};

/// Does it.
pub(super) fn issued(arguments: &IssuedArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let report = look_up(&arguments.office.workspace)?;
    let messages = &context.messages;
    // As with `verify`: a file that was changed is not to be trusted.
    let outcome = if report.holds() { Outcome::Done } else { Outcome::Failed };
    let ending = match arguments.told.format {
        Format::Json => output::json(outcome, &report)?,
        Format::Text => output::text(outcome, told(&report, messages), context),
    };
    let altered = report.issues.iter().flat_map(|issue| &issue.altered);
    let altered = altered.map(|file| warning(file, messages) + "\n");
    let stderr = altered.chain(report.strays.iter().map(|file| stray(file, messages) + "\n")).collect();
    Ok(Ending { stderr, ..ending })
}

/// That an issued file is not as it was issued.
pub(super) fn warning(file: &AlteredFile, messages: &Messages) -> String {
    if matches!(file.damage, Damage::Unpublished) {
        return messages.tell("run-unpublished", &[("file", file.path.as_str().into())]);
    }
    let reason = causes::on_one_line(&file.damage, messages);
    messages.tell("run-altered", &[("file", file.path.as_str().into()), ("reason", reason.into())])
}

/// That there is something among the issues that does not belong there, or is missed.
fn stray(file: &AlteredFile, messages: &Messages) -> String {
    let reason = causes::on_one_line(&file.damage, messages);
    messages.tell("issued-stray", &[("file", file.path.as_str().into()), ("reason", reason.into())])
}

fn told(report: &IssuedReport, messages: &Messages) -> String {
    if report.issues.is_empty() {
        return if report.strays.is_empty() { messages.say("issued-none") + "\n" } else { String::new() };
    }
    let keys = [
        "issued-plan",
        "issued-number",
        "issued-printed",
        "issued-period",
        "issued-cycle",
        "issued-day",
        "issued-standing",
        "issued-state",
        "issued-open",
        "issued-reason",
        "issued-folder",
    ];
    let mut table = TextTable::new(keys.map(|key| messages.say(key)).into(), &[1, 8]);
    for issue in &report.issues {
        let state = if issue.altered.is_empty() { "issued-whole" } else { "issued-altered" };
        table.push(vec![
            issue.plan.clone(),
            format!("{}-{}", issue.year, issue.number),
            issue.printed_number.clone(),
            issue.period.to_string(),
            messages.cycle(issue.cycle),
            issue.as_of.to_string(),
            standing(issue, messages),
            messages.say(state),
            if issue.open == 0 { String::new() } else { issue.open.to_string() },
            issue.reason.clone().unwrap_or_default(),
            issue.folder.clone(),
        ]);
    }
    table.shown()
}

/// Whether it is in force, since when it is not, and in whose place it came.
fn standing(issue: &IssuedBulletin, messages: &Messages) -> String {
    let mut words = match &issue.withdrawn {
        Some(withdrawal) => told_of_withdrawal("issued-withdrawn", withdrawal, messages),
        None => messages.say("issued-valid"),
    };
    if let Some(name) = &issue.replaced_by {
        words += &messages.tell("issued-replaced-by", &details_of(name));
    }
    match &issue.replaces {
        Some(replaced) => messages.listed([words, messages.tell("issued-replaces", &details_of(&replaced.issue))]),
        None => words,
    }
}
