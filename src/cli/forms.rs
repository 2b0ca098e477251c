//! `tongbao forms`: blank returns, prefilled with what is known, to be sent to the units.

use super::arguments::{Format, FormsArguments, Office, Told};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::{configuration, output};
use crate::pipeline::forms::{FormsRequest, forms as make_forms};

/// Does it.
pub(super) fn forms(arguments: FormsArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let FormsArguments { office: Office { workspace }, unit, period, out, as_of, waiting, told: Told { format } } = arguments;
    output::admit_folder(out.as_deref(), &workspace)?;
    let setup = context.setup_to_write(&workspace, as_of, "forms", &waiting)?;
    let report = make_forms(&setup, &FormsRequest { period, unit, out }, &context.progress())?;
    let outcome = Outcome::of_action(report.needs_action());
    let stderr = configuration::remark(&report.configuration, context);
    if format == Format::Json {
        return Ok(Ending { stderr, ..output::json(outcome, &report)? });
    }
    let messages = &context.messages;
    let details = [
        ("period", messages.period(report.period).into()),
        ("count", (report.files.len() - report.kept.len()).into()),
        ("folder", report.folder.display().to_string().into()),
    ];
    if report.files.is_empty() {
        let text = messages.tell("forms-none", &[("period", messages.period(report.period).into())]) + "\n";
        let text = configuration::around(&text, &report.configuration, messages);
        return Ok(Ending { stderr, ..output::text(outcome, text, context) });
    }
    let mut text = messages.tell("forms-made", &details) + "\n";
    if !report.kept.is_empty() {
        let kept = report.kept.iter().map(|file| format!("  {}", file.display()));
        let lines: Vec<String> =
            std::iter::once(messages.tell("forms-kept", &[("count", report.kept.len().into())])).chain(kept).collect();
        text += &(lines.join("\n") + "\n");
    }
    let text = configuration::around(&text, &report.configuration, messages);
    Ok(Ending { stderr, ..output::text(outcome, text, context) })
}
