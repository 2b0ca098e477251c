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
use crate::pipeline::plan_new::{NewPack, NewPackReport, UnclearRow, UncoveredRow, plan_new};
use tongbao_figures::plan::draft::PlanNames;

/// Does it.
pub(super) fn new(arguments: &PlanNewArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let PlanNewArguments { id, catalogue, like, out, packs: Packs { workspace, told }, .. } = arguments;
    let names = PlanNames {
        title: arguments.title.as_deref(),
        short_title: arguments.short_title.as_deref(),
        issuer: arguments.issuer.as_deref(),
        area_code: arguments.area_code.as_deref(),
        area_name: arguments.area_name.as_deref(),
    };
    let workspace = workspace.clone().or_else(this_folder);
    output::admit_folder(out.as_deref(), workspace.as_deref().unwrap_or(Path::new(".")))?;
    let (like, out, year) = (like.as_deref(), out.as_deref(), context.day(None).year());
    let asked = NewPack { id, catalogue, like, out, year, names };
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
    let counted = [("plan-made-shared", report.shared), ("plan-of-others", report.of_others)];
    let lines =
        counted.iter().filter(|(_, count)| *count > 0).map(|(key, count)| messages.tell(key, &[("count", (*count).into())]));
    text.extend(lines.map(|line| line + "\n"));
    if !report.unclear.is_empty() {
        text.extend([format!("\n{}\n", messages.tell("plan-unclear", &[("count", report.unclear.len().into())]))]);
        let heading = ["plan-line", "plan-row", "plan-item", "plan-operator"].map(|key| messages.say(key)).to_vec();
        let mut table = TextTable::new(heading, &[]);
        for UnclearRow { line, id, item, operator } in &report.unclear {
            table.push(vec![line.to_string(), id.clone(), item.clone(), operator.clone()]);
        }
        text += &table.shown();
    }
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
    if report.unfilled > 0 {
        text.extend([messages.tell("plan-made-unfilled", &[("count", report.unfilled.into())]), "\n".to_owned()]);
    }
    let used = if report.is_found { "plan-made-use" } else { "plan-made-elsewhere" };
    if !(report.is_found && report.is_listed) {
        text.extend([messages.tell(used, &[("line", report.settings_line().into())]), "\n".to_owned()]);
    }
    text
}
