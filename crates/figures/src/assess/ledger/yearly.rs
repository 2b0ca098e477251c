//! Tasks that the plan asks for so many times a year: done so far of what is due by now.

use super::{TaskSources, Whose};
use crate::audit::TaskReport;
use crate::plan::LedgerRow;
use tongbao_document::count;
use tongbao_returns::domain::{Cycle, Period};

/// How often something was done this year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Times {
    /// So far; `None` if nobody has said.
    pub done: Option<f64>,
    /// In the whole year; `None` where the plan gives no number.
    pub required: Option<f64>,
    /// Of the required number, so many are due by the period's end: its part of the year, rounded down, since half a meeting is none; all
    /// of them once the plan's own deadline has come.
    pub due_by_now: Option<f64>,
    /// So many of those who answer, each for itself, have not said.
    pub unsaid: usize,
    /// Whether it was counted by the bulletins that the office itself issued.
    pub is_issued: bool,
}

impl Times {
    /// Whether less was done than is due by now; `None` where the plan gives no number, nobody has said, or whoever has not said decides.
    pub fn is_behind(&self) -> Option<bool> {
        let (done, due) = (self.done?, self.due_by_now?);
        let is_open = done >= due && due > 0.0 && self.unsaid > 0;
        (!is_open).then_some(done < due)
    }
}

/// The count of a task; `None` if the plan does not count it by the year. What the office fulfils by issuing a bulletin is counted by what it
/// has issued. Of several who answer, each for itself, the one that did it least often counts.
pub(super) fn times<'run>(sources: &TaskSources<'run>, row: &LedgerRow, whose: Whose<'run>, period: Period) -> Option<Times> {
    let mechanism = sources.mechanisms.iter().find(|mechanism| mechanism.tasks.contains(&row.id));
    let own = mechanism.zip(sources.issued);
    let required = match (row.yearly(), own) {
        (Some(yearly), _) => yearly.times,
        // Where the row does not say how often, the mechanism does.
        (None, Some((mechanism, _))) => mechanism.times_in(period.year).map(count::to_f64),
        (None, None) => return None,
    };
    let voices = whose.voices(sources, row, period);
    let this_year = |report: &&TaskReport| report.period.year == period.year;
    let said: Vec<Option<f64>> = voices
        .iter()
        .flat_map(|voice| &voice.said)
        .map(|said| said.report.filter(this_year).and_then(|report| report.times))
        .collect();
    let (done, unsaid) = match own {
        Some((mechanism, issues)) => (Some(count::to_f64(issues.times(mechanism, period))), 0),
        None => (said.iter().flatten().copied().min_by(f64::total_cmp), said.iter().filter(|times| times.is_none()).count()),
    };
    // What the office itself issues about a quarter comes out after it: it is due from the next one on.
    let comes_after = own.is_some_and(|(mechanism, _)| mechanism.cycle != Cycle::Inspection);
    let months = period.last_month() - if comes_after { 3 } else { 0 };
    let is_all_due = row.due().is_some_and(|due| due.year() == period.year && due <= period.last_day());
    let part = |required: f64| if is_all_due { required } else { (required * f64::from(months) / 12.0).floor() };
    Some(Times { done, required, due_by_now: required.map(part), unsaid, is_issued: own.is_some() })
}
