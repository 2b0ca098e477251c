//! Tasks that the plan asks for so many times a year: done so far of what is due by now.

use super::{TaskSources, Whose};
use crate::audit::TaskReport;
use crate::plan::LedgerRow;
use tongbao_document::count;
use tongbao_returns::domain::{Cycle, Period};

/// How often something was done this year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Times {
    /// So far; `None` if nobody has said, or of what the office itself issues if it has never issued anything.
    pub done: Option<f64>,
    /// In the whole year; `None` where the plan gives no number.
    pub required: Option<f64>,
    /// Of the required number, so many are due by the period's end: its part of the year, rounded down, since half a meeting is none; all
    /// of them once the plan's own deadline has come.
    pub due_by_now: Option<f64>,
    /// So many of those who answer, each for itself, have not said.
    pub unsaid: usize,
    /// Whether it is counted by the bulletins that the office itself issues, and never by what is filed.
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
/// has issued, whatever is filed; an office that has never issued anything knows no count. Of several who answer, each for itself, the one that
/// did it least often counts.
pub(super) fn times<'run>(sources: &TaskSources<'run>, row: &LedgerRow, whose: Whose<'run>, period: Period) -> Option<Times> {
    let yearly = row.yearly()?;
    let mechanism = sources.mechanisms.iter().find(|mechanism| mechanism.tasks.contains(&row.id));
    // Where the row does not say how often, the mechanism does.
    let of_mechanism = || mechanism.and_then(|mechanism| mechanism.times_in(period.year)).map(count::to_f64);
    let required = yearly.times.or_else(of_mechanism);
    let (done, unsaid) = match mechanism {
        Some(mechanism) => (sources.issued.map(|issues| count::to_f64(issues.times(mechanism, period))), 0),
        None => filed(sources, row, whose, period),
    };
    // What the office itself issues about a quarter comes out after it: it is due from the next one on.
    let comes_after = mechanism.is_some_and(|mechanism| mechanism.cycle != Cycle::Inspection);
    let months = period.last_month() - if comes_after { 3 } else { 0 };
    let is_all_due = row.due().is_some_and(|due| due.year() == period.year && due <= period.last_day());
    let part = |required: f64| if is_all_due { required } else { (required * f64::from(months) / 12.0).floor() };
    Some(Times { done, required, due_by_now: required.map(part), unsaid, is_issued: mechanism.is_some() })
}

/// How often it was done this year, as it was filed, and how many have not said.
fn filed<'run>(sources: &TaskSources<'run>, row: &LedgerRow, whose: Whose<'run>, period: Period) -> (Option<f64>, usize) {
    let voices = whose.voices(sources, row, period);
    let this_year = |report: &&TaskReport| report.period.year == period.year;
    let said: Vec<Option<f64>> = voices
        .iter()
        .flat_map(|voice| &voice.said)
        .map(|said| said.report.filter(this_year).and_then(|report| report.times))
        .collect();
    (said.iter().flatten().copied().min_by(f64::total_cmp), said.iter().filter(|times| times.is_none()).count())
}
