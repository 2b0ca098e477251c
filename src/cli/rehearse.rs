//! `tongbao rehearse`: what would come of issuing a bulletin now.

use super::arguments::{Asked, Office, RehearseArguments, ReportFormat};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::standing::told_of_replaced;
use super::text_table::TextTable;
use super::{inbox, output};
use crate::compose::rehearsal::Outlook;
use crate::issue::OpenPoint;
use crate::pipeline::rehearse::{RehearsalReport, rehearse as look_up, workbook};
use crate::pipeline::request::RunRequest;

/// Does it.
pub(super) fn rehearse(arguments: RehearseArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let RehearseArguments { office: Office { workspace }, asked: Asked { period, cycle, as_of, plan }, report: form } = arguments;
    output::admit(form.out.as_deref(), &[], Some(&workspace))?;
    let setup = context.setup(&workspace, as_of)?;
    let request = RunRequest { period, cycle, ..RunRequest::default() };
    let report = look_up(&setup, &request, plan.as_deref(), &context.progress())?;
    let outcome = Outcome::of_action(report.is_blocked());
    let ending = match form.format {
        ReportFormat::Json => output::json(outcome, &report)?,
        ReportFormat::Text => output::text(outcome, told(&report, &context.messages), context),
        ReportFormat::Xlsx => output::workbook(outcome, workbook(&report, &setup)?, form.out.as_deref(), context)?,
    };
    let stderr = match form.format {
        ReportFormat::Xlsx if !context.common.quiet => inbox::emptied(report.emptied, &context.messages),
        _ => inbox::remark(report.emptied, context),
    };
    output::into_file(Ending { stderr: stderr + &ending.stderr, ..ending }, form.out.as_deref())
}

fn told(report: &RehearsalReport, messages: &Messages) -> String {
    let outlooks = report.outlooks.iter().map(|outlook| of_outlook(outlook, messages)).collect::<Vec<_>>();
    let without = super::run::without(&report.without, messages).into_iter().map(|line| line + "\n").collect::<String>();
    inbox::emptied(report.emptied, messages) + &without + &outlooks.join("\n")
}

fn of_outlook(outlook: &Outlook, messages: &Messages) -> String {
    let deadline = outlook.deadline.map(|day| day.to_string()).unwrap_or_default();
    let heading = messages.tell(
        "rehearse-heading",
        &[
            ("plan", outlook.plan.as_str().into()),
            ("period", messages.period(outlook.period).into()),
            ("cycle", messages.cycle(outlook.cycle).into()),
            ("deadline", deadline.into()),
            ("days", outlook.days_left.into()),
            ("due", outlook.due.into()),
            ("missing", outlook.missing.into()),
        ],
    );
    let verdict = match (outlook.issued, outlook.open.len()) {
        (Some(number), _) => messages.tell("rehearse-issued", &[("number", number.into())]),
        (None, 0) => messages.say("rehearse-ready"),
        (None, count) => messages.tell("rehearse-blocked", &[("count", count.into())]),
    };
    let replaces = outlook.replaces.as_ref().map(|replaced| told_of_replaced("rehearse-replaces", replaced, messages) + "\n");
    let sections = [
        ("rehearse-explain", outlook.unexplained.len(), points(&outlook.unexplained)),
        ("rehearse-missed", outlook.missed.len(), missed(outlook, messages)),
        ("rehearse-hanging", outlook.hanging.len(), hanging(outlook, messages)),
        ("rehearse-tasks", outlook.tasks.len(), tasks(outlook, messages)),
    ];
    let mut text = format!("{heading}\n{}{verdict}\n{}", replaces.unwrap_or_default(), points(&outlook.open));
    for (key, count, below) in sections.into_iter().filter(|(_, count, _)| *count > 0) {
        text = text + "\n" + &messages.tell(key, &[("count", count.into())]) + "\n" + &below;
    }
    text
}

fn points(points: &[OpenPoint]) -> String {
    points.iter().map(|point| "  ".to_owned() + &point.line() + "\n").collect()
}

fn missed(outlook: &Outlook, messages: &Messages) -> String {
    let keys =
        ["rehearse-group", "rehearse-indicator", "rehearse-light", "rehearse-demand", "rehearse-value", "rehearse-responsible"];
    let mut table = TextTable::new(keys.map(|key| messages.say(key)).into(), &[4]);
    for missed in &outlook.missed {
        table.push(vec![
            missed.group.clone(),
            missed.indicator.clone(),
            missed.light.word().to_owned(),
            missed.demand.clone(),
            missed.shown(),
            missed.responsible.clone(),
        ]);
    }
    indented(&table)
}

fn hanging(outlook: &Outlook, messages: &Messages) -> String {
    let place = |place: Option<u32>| place.map_or_else(|| messages.say("rehearse-unranked"), |place| place.to_string());
    let keys = ["rehearse-group", "rehearse-indicator", "rehearse-now", "rehearse-then", "rehearse-returns"];
    let mut table = TextTable::new(keys.map(|key| messages.say(key)).into(), &[2, 3]);
    for hanging in &outlook.hanging {
        let returns = messages.listed(&hanging.returns);
        let returns = if hanging.is_own { returns } else { messages.tell("rehearse-peers", &[("returns", returns.into())]) };
        table.push(vec![hanging.group.clone(), hanging.indicator.clone(), place(hanging.now), place(hanging.then), returns]);
    }
    indented(&table)
}

fn tasks(outlook: &Outlook, messages: &Messages) -> String {
    let keys = ["rehearse-task", "rehearse-item", "rehearse-due", "rehearse-days", "rehearse-state", "rehearse-responsible"];
    let mut table = TextTable::new(keys.map(|key| messages.say(key)).into(), &[3]);
    for task in &outlook.tasks {
        table.push(vec![
            task.title.clone(),
            task.item.clone(),
            task.deadline.clone().unwrap_or_default(),
            task.days.to_string(),
            task.shown.clone(),
            task.responsible.clone(),
        ]);
    }
    indented(&table)
}

fn indented(table: &TextTable) -> String {
    table.shown().lines().map(|line| "  ".to_owned() + line + "\n").collect()
}
