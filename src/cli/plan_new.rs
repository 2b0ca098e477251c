//! `tongbao plan new`: what was drafted, and which rows of the catalogue are left.

use std::path::Path;

use super::arguments::{Format, Packs, PlanNewArguments};
use super::check::this_folder;
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::output;
use super::text_table::TextTable;
use crate::pipeline::plan_new::{NewPack, NewPackReport, UncoveredRow, plan_new};

/// Does it.
pub(super) fn new(arguments: &PlanNewArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let PlanNewArguments { id, catalogue, like, out, packs: Packs { workspace, told } } = arguments;
    let workspace = workspace.clone().or_else(this_folder);
    output::admit_folder(out.as_deref(), workspace.as_deref().unwrap_or(Path::new(".")))?;
    let asked = NewPack { id, catalogue, like: like.as_deref(), out: out.as_deref(), year: context.day(None).year() };
    let report = plan_new(&context.templates()?, workspace.as_deref(), &asked)?;
    // The pack is there, whatever becomes of the report.
    let ending = match told.format {
        Format::Json => output::json(Outcome::Done, &report)?,
        Format::Text => output::text(Outcome::Done, in_words(&report, &context.messages), context),
    };
    Ok(ending.done())
}

fn in_words(report: &NewPackReport, messages: &Messages) -> String {
    let NewPackReport { folder, indicators, tasks, uncovered, .. } = report;
    let details =
        [("folder", folder.display().to_string().into()), ("indicators", (*indicators).into()), ("tasks", (*tasks).into())];
    let mut text = messages.tell("plan-made", &details) + "\n";
    if !uncovered.is_empty() {
        text.extend([format!("\n{}\n", messages.tell("plan-uncovered", &[("count", uncovered.len().into())]))]);
        let heading = ["plan-row", "plan-kind", "plan-item"].map(|key| messages.say(key)).to_vec();
        let mut table = TextTable::new(heading, &[]);
        for UncoveredRow { id, kind, item } in uncovered {
            table.push(vec![id.clone(), (*kind).to_owned(), item.clone()]);
        }
        text += &table.shown();
    }
    text.extend([format!("\n{}\n", messages.say("plan-made-next"))]);
    let used = if report.is_found { "plan-made-use" } else { "plan-made-elsewhere" };
    if !(report.is_found && report.is_listed) {
        text.extend([messages.tell(used, &[("line", report.settings_line().into())]), "\n".to_owned()]);
    }
    text
}
