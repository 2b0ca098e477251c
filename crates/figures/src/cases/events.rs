//! What happened in a test beside the returns: 一票否决 and 加减分, and what the office decided about tasks.

use toml::Spanned;

use super::dates::date;
use super::names::Names;
use super::raw::{RawEvent, RawSignOff};
use crate::aggregate::Group;
use crate::plan::check::fields::{Checker, Placed, Words, optional, words_of};
use crate::plan::check::named_task;
use crate::plan::{AdjustmentKind, Counts, Plan};
use tongbao_returns::domain::{CellAddress, Decision, Event, EventSubject, File, Location, Nature, OfficeFile, Period, SignOff};

const DECISIONS: [(&str, Decision); 2] = [("销号", Decision::Close), ("退回", Decision::SendBack)];

/// What the keys of `[[test.sign-off]]` may say.
pub(super) fn words() -> Words {
    vec![("decision", words_of(&DECISIONS))]
}

/// `[[test.event]]`; none after its mistake is told.
pub(super) fn event(
    raw: Spanned<RawEvent>,
    (plan, period): (&Plan, Period),
    names: &Names,
    checker: &mut Checker<'_>,
) -> Option<Event> {
    let head = raw.span();
    let raw = raw.into_inner();
    let of = raw.of.map(|of| checker.needed(Some(of), "of", &head));
    let subject = match names.meant(of.as_ref(), checker)?.0 {
        Group::Area => EventSubject::County(plan.area_code.clone()),
        Group::County(code) => EventSubject::County(code),
        Group::Alliance(code) => EventSubject::Alliance(code),
        Group::Unit(code) => EventSubject::Unit(code),
    };
    let matter = checker.needed(raw.matter, "matter", &head);
    let nature = nature(plan, &matter, checker)?;
    let date = date(raw.date, "date", checker).unwrap_or_else(|| period.last_day());
    let points = checker.finite(raw.points, "points").map(|points| points.value);
    let (sheet, cell) = (String::new(), CellAddress { row: 0, column: 0 });
    Some(Event { subject, nature, matter: matter.value, date, points, reason: String::new(), sheet, cell })
}

/// What follows from a matter of `scoring.toml`; one that it does not have is told.
fn nature(plan: &Plan, matter: &Placed<String>, checker: &mut Checker<'_>) -> Option<Nature> {
    let vetoes = plan.scoring.iter().flat_map(|scoring| &scoring.vetoes).map(|veto| (veto.id.as_str(), Nature::Veto));
    let adjustments = plan.scoring.iter().flat_map(|scoring| &scoring.adjustments);
    let adjustments = adjustments.filter(|adjustment| adjustment.counts == Counts::Events).map(|adjustment| {
        let nature = match adjustment.kind {
            AdjustmentKind::Bonus => Nature::Bonus,
            AdjustmentKind::Penalty => Nature::Penalty,
        };
        (adjustment.id.as_str(), nature)
    });
    let known: Vec<(&str, Nature)> = vetoes.chain(adjustments).collect();
    checker.word(matter, "matter", &known)
}

/// `[[test.sign-off]]`; none after its mistake is told.
pub(super) fn sign_off(raw: Spanned<RawSignOff>, (plan, period): (&Plan, Period), checker: &mut Checker<'_>) -> Option<SignOff> {
    let head = raw.span();
    let raw = raw.into_inner();
    let task = checker.needed(raw.task, "task", &head);
    let task = named_task::row(&plan.ledger, &task, checker).map(|row| row.id.clone());
    let decision = checker.needed(raw.decision, "decision", &head);
    let decision = checker.word(&decision, "decision", &DECISIONS);
    // Returns are looked at after the period's end.
    let usual = || period.last_day().tomorrow().unwrap_or_else(|_| period.last_day());
    let on = date(raw.on, "on", checker).unwrap_or_else(usual);
    let reason = optional(raw.reason).unwrap_or_default();
    let at = Location::file(File::Office(OfficeFile::SignOffs));
    Some(SignOff { task: task?, decision: decision?, on, reason, at })
}
