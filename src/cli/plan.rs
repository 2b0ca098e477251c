//! `tongbao plan check`: whether plan packs are sound, every mistake with its line, and what is still to be filled in.

use std::path::PathBuf;

use super::arguments::{Format, Packs, PlanCheckArguments};
use super::check::{passed_over, this_folder, this_pack};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::output;
use crate::pipeline::plan_check::{PackMistake, PackReport, PlanReport, plan_check_together};

/// Does it. The mistakes are what was asked for, so they are a result; the exit code is that of a run with such a pack, and what is still to be
/// filled in is something to act on.
pub(super) fn check(arguments: PlanCheckArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let PlanCheckArguments { mut packs, verbose, shared: Packs { workspace, told: by } } = arguments;
    let workspace = workspace.or_else(this_folder);
    if packs.is_empty() {
        packs.extend(this_pack(workspace.as_deref()));
    }
    let report = plan_check_together(&context.templates()?, workspace.as_deref(), &packs)?;
    let outcome = if report.is_sound() { Outcome::of_action(!report.is_filled()) } else { Outcome::Misused };
    match by.format {
        Format::Json => output::json(outcome, &report),
        Format::Text => {
            let aside = passed_over(packs.iter().map(PathBuf::as_path), workspace.as_deref(), context)?;
            Ok(output::text(outcome, aside + &told(&report, verbose, &context.messages), context))
        }
    }
}

fn told(report: &PlanReport, verbose: bool, messages: &Messages) -> String {
    let pack = |pack: &PackReport| {
        let listed = if verbose && pack.mistakes.is_empty() { from_items(pack, messages) } else { String::new() };
        of_pack(pack, messages) + &listed
    };
    report.packs.iter().map(pack).collect()
}

/// What holds of the pack's items without a rule that somebody wrote.
fn from_items(pack: &PackReport, messages: &Messages) -> String {
    let rules = pack.rules_from_items.as_slice();
    let heading = if pack.has_rules_from_items { "plan-rules-from-items" } else { "plan-rules-from-items-off" };
    let mut lines = vec![messages.tell(heading, &[("count", rules.len().into())])];
    lines.extend(
        rules.iter().map(|rule| format!("{}  {}  {}：{}", rule.rule, rule.severity, rule.form, rule.expected.join("；"))),
    );
    lines.push(messages.tell("plan-bounds", &[("count", pack.bounds.len().into())]));
    let bounds = pack.bounds.iter();
    lines.extend(bounds.map(|bound| format!("{} {}  {}：{}", bound.form, bound.code, bound.item, bound.in_words())));
    lines.iter().flat_map(|line| ["  ", line.as_str(), "\n"]).collect()
}

/// The places that a draft has left to its author, each on a line.
fn unfilled(pack: &PackReport, messages: &Messages) -> String {
    if pack.unfilled.is_empty() {
        return String::new();
    }
    let place = |PackMistake { file, line, column, message, .. }: &PackMistake| {
        format!("  {}:{line}:{column}  {message}\n", file.display())
    };
    let heading = messages.tell("plan-unfilled", &[("count", pack.unfilled.len().into())]);
    std::iter::once(format!("  {heading}\n")).chain(pack.unfilled.iter().map(place)).collect()
}

/// Names that may be slips of the pen, each on a line.
fn doubts(pack: &PackReport, messages: &Messages) -> String {
    if pack.doubts.is_empty() {
        return String::new();
    }
    let place = |PackMistake { file, line, column, message, .. }: &PackMistake| {
        format!("  {}:{line}:{column}  {message}\n", file.display())
    };
    let heading = messages.tell("plan-doubts", &[("count", pack.doubts.len().into())]);
    std::iter::once(format!("  {heading}\n")).chain(pack.doubts.iter().map(place)).collect()
}

fn of_pack(pack: &PackReport, messages: &Messages) -> String {
    if !pack.mistakes.is_empty() {
        let summary = messages.tell("plan-mistakes", &[("id", (&pack.id).into()), ("count", pack.mistakes.len().into())]);
        return format!("{}\n\n{summary}\n{}", pack.rendered.trim_end(), unfilled(pack, messages));
    }
    let details = [
        ("id", (&pack.id).into()),
        ("forms", pack.forms.into()),
        ("items", pack.items.into()),
        ("indicators", pack.indicators.into()),
        ("ledger", pack.ledger.into()),
    ];
    let mut text = messages.tell("plan-sound", &details) + "\n";
    if !pack.unfit_tests.is_empty() {
        let details = [("id", (&pack.id).into()), ("count", pack.unfit_tests.len().into())];
        text.extend([format!("  {}\n", messages.tell("plan-unfit-tests", &details))]);
    }
    text + &doubts(pack, messages) + &unfilled(pack, messages)
}
