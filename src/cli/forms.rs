//! `tongbao forms`: blank returns, prefilled with what is known, to be sent to the units.

use super::arguments::{Format, FormsArguments, Office, Told};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::output;
use crate::pipeline::forms::{FormsRequest, forms as make_forms};

/// Does it.
pub(super) fn forms(arguments: FormsArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let FormsArguments { office: Office { workspace }, unit, period, out, as_of, told: Told { format } } = arguments;
    let setup = context.setup(&workspace, as_of)?;
    let report = make_forms(&setup, &FormsRequest { period, unit, out }, &context.progress())?;
    if format == Format::Json {
        return output::json(Outcome::Done, &report);
    }
    let messages = &context.messages;
    let details = [
        ("period", messages.period(report.period).into()),
        ("count", (report.files.len() - report.kept.len()).into()),
        ("folder", report.folder.display().to_string().into()),
    ];
    let mut text = messages.tell("forms-made", &details) + "\n";
    if !report.kept.is_empty() {
        let kept = report.kept.iter().map(|file| format!("  {}", file.display()));
        let lines: Vec<String> =
            std::iter::once(messages.tell("forms-kept", &[("count", report.kept.len().into())])).chain(kept).collect();
        text += &(lines.join("\n") + "\n");
    }
    let outcome = if report.kept.is_empty() { Outcome::Done } else { Outcome::ToActOn };
    Ok(output::text(outcome, text, context))
}
