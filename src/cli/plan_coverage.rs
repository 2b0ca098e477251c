//! `tongbao plan coverage`: row by row what answers it.

use super::arguments::{Format, Packs, PlanCoverageArguments};
use super::check::{passed_over, this_folder, this_pack};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::output;
use super::text_table::TextTable;
use crate::pipeline::plan_coverage::{CitingStep, CoveredRow, PackCoverage, UnknownSource, plan_coverage};

/// Does it.
pub(super) fn coverage(arguments: PlanCoverageArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let PlanCoverageArguments { pack, catalogue, packs: Packs { workspace, told } } = arguments;
    let workspace = workspace.or_else(this_folder);
    let pack = pack.or_else(|| this_pack(workspace.as_deref()));
    let report = plan_coverage(&context.templates()?, workspace.as_deref(), pack.as_deref(), catalogue.as_deref())?;
    let outcome = Outcome::of_action(!report.is_whole());
    match told.format {
        Format::Json => output::json(outcome, &report),
        Format::Text => {
            let aside = passed_over(pack.as_deref(), workspace.as_deref(), context)?;
            let text = report.packs.iter().map(|pack| of_pack(pack, &context.messages)).collect::<Vec<_>>().join("\n");
            Ok(output::text(outcome, aside + &text, context))
        }
    }
}

fn of_pack(pack: &PackCoverage, messages: &Messages) -> String {
    let heading = ["plan-row", "plan-kind", "plan-item", "plan-answer"].map(|key| messages.say(key)).to_vec();
    let mut table = TextTable::new(heading, &[]);
    for row in &pack.rows {
        table.push(vec![row.id.clone(), row.kind.to_owned(), row.item.clone(), answer(row, messages)]);
    }
    let mut text = table.shown();
    for UnknownSource { source, indicators, steps, mechanisms } in &pack.unknown {
        let bulletins = mechanisms.iter().map(|cycle| messages.cycle(*cycle));
        let of_steps = steps.iter().map(|step| in_words(step, messages));
        let cited: Vec<String> = indicators.iter().cloned().chain(of_steps).chain(bulletins).collect();
        let by = if cited.is_empty() { messages.say("plan-is-task") } else { messages.listed(cited) };
        text += &(messages.tell("plan-unknown-source", &[("source", source.into()), ("by", by.into())]) + "\n");
    }
    let details = [
        ("id", (&pack.id).into()),
        ("rows", pack.rows.len().into()),
        ("open", pack.rows.iter().filter(|row| row.is_open).count().into()),
        ("unknown", pack.unknown.len().into()),
    ];
    text + &messages.tell("plan-covered", &details) + "\n"
}

/// The indicators, the task and the bulletins that answer a row; nothing has to be said of a fact.
fn answer(row: &CoveredRow, messages: &Messages) -> String {
    let task = row.is_task.then(|| messages.say("plan-is-task"));
    let steps = row.steps.iter().map(|step| in_words(step, messages));
    let bulletins = row.mechanisms.iter().map(|cycle| messages.cycle(*cycle));
    let open = row.is_open.then(|| messages.say("plan-is-open"));
    messages.listed(row.indicators.iter().cloned().chain(task).chain(steps).chain(bulletins).chain(open))
}

fn in_words(CitingStep { task, step }: &CitingStep, messages: &Messages) -> String {
    messages.tell("plan-is-step", &[("task", task.into()), ("step", (*step).into())])
}
