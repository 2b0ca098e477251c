//! `tongbao plan diff`: what differs between two packs, one line a difference.

use super::arguments::{Format, Packs, PlanDiffArguments};
use super::check::{passed_over, this_folder};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::output;
use crate::pipeline::plan_difference::{DifferenceReport, plan_difference};
use tongbao_figures::plan::difference::{Change, Difference};

/// Does it.
pub(super) fn diff(arguments: PlanDiffArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let PlanDiffArguments { before, after, packs: Packs { workspace, told } } = arguments;
    let workspace = workspace.or_else(this_folder);
    let report = plan_difference(&context.templates()?, workspace.as_deref(), &before, &after)?;
    let outcome = Outcome::of_action(!report.differences.is_empty());
    match told.format {
        Format::Json => output::json(outcome, &report),
        Format::Text => {
            let aside = passed_over([before.as_path(), after.as_path()], workspace.as_deref(), context)?;
            Ok(output::text(outcome, aside + &in_words(&report, &context.messages), context))
        }
    }
}

fn in_words(report: &DifferenceReport, messages: &Messages) -> String {
    let DifferenceReport { before, after, differences } = report;
    let mut text = String::new();
    let mut file = "";
    for difference in differences {
        if difference.file != file {
            file = &difference.file;
            text.extend([format!("{file}\n")]);
        }
        text.extend([format!("  {}\n", line(difference, messages))]);
    }
    let key = if differences.is_empty() { "plan-same" } else { "plan-differences" };
    let details = [("before", before.into()), ("after", after.into()), ("count", differences.len().into())];
    text + &messages.tell(key, &details) + "\n"
}

/// `~ indicator › 县域内就诊率 › target › year=2025 › value: 90 → 95`
fn line(difference: &Difference, messages: &Messages) -> String {
    let Difference { place, change, before, after, .. } = difference;
    let (before, after) = (before.as_deref().unwrap_or_default(), after.as_deref().unwrap_or_default());
    let (sign, told) = match change {
        Change::Added => ("+", after.to_owned()),
        Change::Removed => ("-", before.to_owned()),
        Change::Changed => ("~", format!("{before} → {after}")),
        Change::Reordered => ("~", messages.say("plan-reordered")),
    };
    let place = place.join(" › ");
    if place.is_empty() { format!("{sign} {told}") } else { format!("{sign} {place}: {told}") }
}
