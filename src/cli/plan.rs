//! `tongbao plan check`: whether plan packs are sound, and every mistake with its line.

use super::arguments::{Format, PlanCheckArguments, Told};
use super::check::this_folder;
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::output;
use crate::pipeline::plan_check::{PackReport, PlanReport, plan_check};

/// Does it. The mistakes are what was asked for, so they are a result; the exit code is that of a run with such a pack.
pub(super) fn check(arguments: PlanCheckArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let PlanCheckArguments { pack, workspace, told: Told { format } } = arguments;
    let workspace = workspace.or_else(this_folder);
    let report = plan_check(&context.templates()?, workspace.as_deref(), pack.as_deref())?;
    let outcome = if report.is_sound() { Outcome::Done } else { Outcome::Misused };
    match format {
        Format::Json => output::json(outcome, &report),
        Format::Text => Ok(output::text(outcome, told(&report, &context.messages), context)),
    }
}

fn told(report: &PlanReport, messages: &Messages) -> String {
    report.packs.iter().map(|pack| of_pack(pack, messages)).collect()
}

fn of_pack(pack: &PackReport, messages: &Messages) -> String {
    if !pack.mistakes.is_empty() {
        let summary = messages.tell("plan-mistakes", &[("id", (&pack.id).into()), ("count", pack.mistakes.len().into())]);
        return format!("{}\n\n{summary}\n", pack.rendered.trim_end());
    }
    let details = [
        ("id", (&pack.id).into()),
        ("forms", pack.forms.into()),
        ("items", pack.items.into()),
        ("indicators", pack.indicators.into()),
        ("ledger", pack.ledger.into()),
    ];
    messages.tell("plan-sound", &details) + "\n"
}
