//! In what plans and registry do not fit together: what is to be acted on as the first lines of a report, what is only to be known as the
//! last. The words are Chinese whatever the language of the messages, as those of findings.

use super::context::Context;
use super::messages::Messages;
use crate::pipeline::configuration::Warning;

/// More than these are counted only.
const LISTED: usize = 20;

/// A report between its first and its last lines.
pub(super) fn around(report: &str, warnings: &[Warning], messages: &Messages) -> String {
    let (first, last) = (first(warnings, messages), last(warnings, messages));
    let blank = |lines: &str| if lines.is_empty() { "" } else { "\n" };
    format!("{first}{}{report}{}{last}", blank(&first), blank(&last))
}

/// For stderr: one line for whoever wants quiet and sees no report.
pub(super) fn remark(warnings: &[Warning], context: &Context<'_>) -> String {
    if context.common.quiet { heading(warnings, &context.messages) } else { String::new() }
}

/// The heading with a line for each; nothing if all fits.
pub(super) fn first(warnings: &[Warning], messages: &Messages) -> String {
    heading(warnings, messages) + &listed(warnings.iter().filter(|warning| warning.needs_action()), messages)
}

fn heading(warnings: &[Warning], messages: &Messages) -> String {
    match warnings.iter().filter(|warning| warning.needs_action()).count() {
        0 => String::new(),
        count => messages.tell("configuration-heading", &[("count", count.into())]) + "\n",
    }
}

fn last(warnings: &[Warning], messages: &Messages) -> String {
    let notes = listed(warnings.iter().filter(|warning| !warning.needs_action()), messages);
    if notes.is_empty() { notes } else { messages.say("configuration-notes") + "\n" + &notes }
}

fn listed<'run>(warnings: impl Iterator<Item = &'run Warning>, messages: &Messages) -> String {
    let lines: Vec<String> = warnings.map(|warning| format!("  {warning}\n")).collect();
    let rest = lines.len().saturating_sub(LISTED);
    let more = (rest > 0).then(|| format!("  {}\n", messages.tell("configuration-rest", &[("count", rest.into())])));
    lines.into_iter().take(LISTED).chain(more).collect()
}
