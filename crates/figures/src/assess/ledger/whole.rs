//! Tasks without steps: what each who answers for one said last, set against what the office decided.

use jiff::civil::Date;

use super::settled::{Part, Settled};
use super::status::TaskStatus;
use super::whose::{Reach, Said, Voice, Whose};
use super::{TaskSources, decided};
use crate::audit::TaskReport;
use crate::plan::LedgerRow;
use tongbao_returns::domain::{Decision, Period, SignOff, TaskState};

/// The state of a task, or of a county's part of it: the least advanced of those who answer for it, each for itself.
pub(super) fn settled<'run>(sources: &TaskSources<'run>, row: &LedgerRow, whose: Whose<'run>, period: Period) -> Settled<'run> {
    let decision = decided(sources, row, period).next_back();
    let voices = whose.voices(sources, row, period);
    if voices.is_empty() {
        // Nobody reports on it: the office knows.
        let outcome = outcome(None, decision);
        return Settled {
            status: outcome.status,
            parts: Vec::new(),
            report: None,
            closed_on: outcome.closed_on,
            sent_back: outcome.sent_back,
            step: None,
            done_steps: Vec::new(),
        };
    }
    let reports = sources.ledger.reports(&row.id);
    let (mut parts, mut outcomes) = (Vec::new(), Vec::new());
    for Voice { party, said } in voices {
        let reach = whose.reach(sources, row, party, period);
        let of_unit =
            |said: Said<'run>| (said.report, outcome(said.report, decision.filter(|it| concerns(it, reach, said, reports))));
        let of_units: Vec<_> = said.into_iter().map(of_unit).collect();
        if let Some((report, outcome)) = of_units.iter().min_by_key(|(_, outcome)| outcome.status.advance()) {
            parts.push(Part { party, status: outcome.status, report: *report, step: None });
        }
        outcomes.extend(of_units.into_iter().map(|(_, outcome)| outcome));
    }
    let worst = parts.iter().min_by_key(|part| part.status.advance());
    let (status, report) = worst.map_or((TaskStatus::NotReported, None), |part| (part.status, part.report));
    let closed_on = outcomes.iter().filter_map(|outcome| outcome.closed_on).max().filter(|_| status == TaskStatus::Closed);
    let sent_back = outcomes.iter().find_map(|outcome| outcome.sent_back);
    Settled { status, parts, report, closed_on, sent_back, step: None, done_steps: Vec::new() }
}

/// Whether the office's last decision about a task concerns a unit that answers for it.
fn concerns(decision: &SignOff, reach: Reach, said: Said<'_>, reports: &[TaskReport]) -> bool {
    match decision.decision {
        Decision::Close => {
            let is_done = said.report.is_some_and(|report| report.state == TaskState::Done);
            !reach.is_of_county || is_done || reach.leads && reports.is_empty()
        }
        Decision::SendBack => reach.leads && (reach.is_alone || said.was_done(reports, decision)),
    }
}

/// What a unit's last report comes to after a decision that concerns it.
struct Outcome<'run> {
    status: TaskStatus,
    closed_on: Option<Date>,
    sent_back: Option<&'run SignOff>,
}

fn outcome<'run>(report: Option<&TaskReport>, decision: Option<&'run SignOff>) -> Outcome<'run> {
    let filed = report.map_or(TaskStatus::NotReported, |report| TaskStatus::of(report.state));
    match decision {
        Some(closed) if closed.decision == Decision::Close => {
            Outcome { status: TaskStatus::Closed, closed_on: Some(closed.on), sent_back: None }
        }
        Some(returned) if report.is_none_or(|report| report.reported_on <= returned.on) => {
            Outcome { status: TaskStatus::InProgress, closed_on: None, sent_back: Some(returned) }
        }
        Some(returned) if filed != TaskStatus::AwaitingSignOff => {
            Outcome { status: filed, closed_on: None, sent_back: Some(returned) }
        }
        _ => Outcome { status: filed, closed_on: None, sent_back: None },
    }
}
