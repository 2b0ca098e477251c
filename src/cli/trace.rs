//! `tongbao trace`: where a figure of an issued bulletin comes from.

use super::arguments::{Format, Office, Told, TraceArguments};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::output;
use super::standing::{details_of, told_of_replaced, told_of_withdrawal};
use super::text_table::TextTable;
use crate::issue::{IssuedAdjustment, IssuedListed};
use crate::pipeline::trace::{Origin, TraceReport, TraceRequest, TracedFigure, TracedMember, trace as look_up};

/// Most cells, members or rows behind a figure that are listed on a terminal.
const LISTED: usize = 40;

/// Does it.
pub(super) fn trace(arguments: TraceArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let TraceArguments { office: Office { workspace }, issue, plan, year, document, figure, told: Told { format } } = arguments;
    let request = TraceRequest { number: issue, plan, year, document, words: figure };
    let report = look_up(&workspace, &context.reader(), &request)?;
    Ok(match format {
        Format::Json => output::json(Outcome::Done, &report)?,
        Format::Text => output::text(Outcome::Done, told(&report, &context.messages), context),
    })
}

fn told(report: &TraceReport, messages: &Messages) -> String {
    let TraceReport { plan, number, period, as_of, figures, others, cycle, replaces, withdrawn, replaced_by } = report;
    let mut text = messages.tell(
        "trace-issue",
        &[
            ("plan", plan.into()),
            ("number", (*number).into()),
            ("period", messages.period(*period).into()),
            ("cycle", messages.cycle(*cycle).into()),
            ("day", as_of.to_string().into()),
        ],
    ) + "\n";
    let standing = [
        replaces.as_ref().map(|replaced| told_of_replaced("trace-replaces", replaced, messages)),
        withdrawn.as_ref().map(|withdrawal| told_of_withdrawal("trace-withdrawn", withdrawal, messages)),
        replaced_by.as_ref().map(|name| messages.tell("trace-replaced-by", &details_of(name))),
    ];
    text.extend(standing.into_iter().flatten().map(|line| line + "\n"));
    for figure in figures {
        text += &of_figure(figure, messages);
    }
    if *others > 0 {
        text = text + "\n" + &messages.tell("trace-others", &[("count", (*others).into())]) + "\n";
    }
    text
}

fn of_figure(figure: &TracedFigure, messages: &Messages) -> String {
    let TracedFigure {
        documents,
        subject,
        group,
        measure,
        period,
        printed,
        value,
        formula,
        workings,
        members,
        listed,
        cells,
        adjustments,
        origins,
        returns,
        parts,
        task_lists,
    } = figure;
    let mut lines = vec![String::new(), format!("{subject}  {group}  {measure}  {period}  {printed}")];
    let mut say = |key: &str, value: String| {
        if !value.is_empty() {
            lines.push(format!(
                "  {}",
                messages.tell("explain-line", &[("label", messages.say(key).into()), ("value", value.into())])
            ));
        }
    };
    say("trace-documents", messages.listed(documents));
    say("trace-value", value.map(|value| value.to_string()).unwrap_or_default());
    say("trace-formula", formula.clone().unwrap_or_default());
    for (what, number) in workings {
        say("trace-working", format!("{what} = {number}"));
    }
    for TracedMember { indicator, code, name, printed } in members.iter().take(LISTED) {
        say("trace-member", format!("{indicator}  {code} {name}  {printed}"));
    }
    for IssuedListed { listed, code, name, place, .. } in listed.iter().take(LISTED) {
        say("trace-listed", format!("{listed}  {code} {name}  {place}"));
    }
    let others = members.len().saturating_sub(LISTED) + listed.len().saturating_sub(LISTED);
    if others > 0 {
        say("trace-member", messages.tell("trace-more-members", &[("count", others.into())]));
    }
    for entry in adjustments {
        let IssuedAdjustment { item, period, value, .. } = entry;
        say("trace-adjustment", format!("{item} {period} {value}  {}  {}", entry.ground(), entry.place()));
    }
    for book in task_lists {
        say("trace-tasks", book.clone());
    }
    for one in returns {
        say("trace-return", one.clone());
    }
    for part in parts {
        let formula = part.formula.as_ref().map(|formula| format!(" = {formula}")).unwrap_or_default();
        lines.push(format!("  {}{} {}{formula}", "  ".repeat(part.level), part.what, part.printed));
    }
    for origin in origins {
        lines.push(format!("  {}", told_of(origin, messages)));
    }
    let keys = [
        "trace-item",
        "trace-period",
        "trace-unit",
        "trace-unit-name",
        "trace-cell-value",
        "trace-file",
        "trace-sheet",
        "trace-cell",
        "trace-hash",
    ];
    let mut table = TextTable::new(keys.map(|key| messages.say(key)).into(), &[4]);
    for cell in cells.iter().take(LISTED) {
        table.push(vec![
            cell.item.clone(),
            cell.period.to_string(),
            cell.unit.clone(),
            cell.unit_name.clone(),
            cell.value.clone(),
            cell.file.clone(),
            cell.sheet.clone(),
            cell.cell.clone(),
            cell.hash.get(..16).unwrap_or(&cell.hash).to_owned(),
        ]);
    }
    lines.extend(table.shown().lines().map(|line| format!("  {line}")));
    if cells.len() > LISTED {
        lines.push(format!("  {}", messages.tell("trace-more-cells", &[("count", (cells.len() - LISTED).into())])));
    }
    lines.join("\n") + "\n"
}

/// Of which period the cells are, and in which issue they are sealed.
fn told_of(origin: &Origin, messages: &Messages) -> String {
    let Origin { period, issue, is_kept } = origin;
    let period = ("period", messages.period(*period).into());
    let key = match (issue, is_kept) {
        (Some(_), true) => "trace-origin-issue",
        (Some(_), false) => "trace-origin-issue-lost",
        (None, true) => "trace-origin",
        (None, false) => "trace-origin-lost",
    };
    match issue {
        Some(name) => messages.tell(key, &[period, ("year", name.year.to_string().into()), ("number", name.number.into())]),
        None => messages.tell(key, &[period]),
    }
}
