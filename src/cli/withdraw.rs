//! `tongbao withdraw`: an issued bulletin is withdrawn, on record.

use super::arguments::{Format, Office, Told, WithdrawArguments};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::output;
use crate::pipeline::withdrawing::{WithdrawReport, WithdrawRequest, withdraw as take_back};

/// Does it.
pub(super) fn withdraw(arguments: WithdrawArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let WithdrawArguments { office: Office { workspace }, number, reason, plan, year, as_of, waiting, told: Told { format } } =
        arguments;
    let setup = context.setup_to_write(&workspace, as_of, "withdraw", &waiting)?;
    let report = take_back(&setup, &WithdrawRequest { number, plan, year, reason }, &context.progress())?;
    let ending = match format {
        Format::Json => output::json(Outcome::Done, &report)?,
        Format::Text => output::text(Outcome::Done, told(&report, &context.messages), context),
    };
    Ok(ending.done())
}

fn told(report: &WithdrawReport, messages: &Messages) -> String {
    let WithdrawReport { plan, year, number, period, cycle, issued_on, withdrawn_on, reason, folder, next_number } = report;
    let details = [
        ("plan", plan.into()),
        ("year", year.to_string().into()),
        ("number", (*number).into()),
        ("period", messages.period(*period).into()),
        ("cycle", messages.cycle(*cycle).into()),
        ("issued", issued_on.to_string().into()),
        ("day", withdrawn_on.to_string().into()),
        ("reason", reason.into()),
        ("folder", folder.into()),
        // As options are written.
        ("asked", format!("--plan {plan} --period {period} --cycle {cycle}").into()),
        ("next", (*next_number).into()),
    ];
    let lines = ["withdraw-done", "withdraw-stays", "withdraw-next"].map(|key| messages.tell(key, &details));
    lines.join("\n") + "\n"
}
