//! Tasks that the plan asks for so many times a year: done so far of what is due by now.

use super::{TaskSources, latest};
use crate::plan::LedgerRow;
use tongbao_document::count;
use tongbao_returns::domain::{Cycle, Period, UnitCode};

/// How often something was done this year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Times {
    /// So far; `None` if nobody has said.
    pub done: Option<f64>,
    /// In the whole year; `None` where the plan gives no number.
    pub required: Option<f64>,
    /// Of the required number, so many are due by the period's end: its part of the year, rounded down, since half a meeting is none.
    pub due_by_now: Option<f64>,
    /// Whether it was counted by the bulletins that the office itself issued.
    pub is_issued: bool,
}

impl Times {
    /// Whether less was done than is due by now; `None` where the plan gives no number or nobody has said.
    pub fn is_behind(&self) -> Option<bool> {
        Some(self.done? < self.due_by_now?)
    }
}

/// The count of a task; `None` if the plan does not count it by the year. Of several leads the one that did it least often counts.
pub(super) fn times(sources: &TaskSources<'_>, row: &LedgerRow, units: &[UnitCode], period: Period) -> Option<Times> {
    let required = row.yearly()?.times;
    let issued = cycle_of(row).zip(sources.issued).map(|(cycle, issued)| issued.get(&cycle).copied().unwrap_or_default());
    let reports = sources.ledger.reports(&row.id);
    let said = units
        .iter()
        .filter_map(|unit| latest(reports, unit, period))
        .filter(|report| report.period.year == period.year)
        .filter_map(|report| report.times);
    let done = match issued {
        Some(issued) => Some(count::to_f64(issued)),
        None => said.min_by(f64::total_cmp),
    };
    // What the office itself issues about a quarter comes out after it: it is due from the next one on.
    let is_own = issued.is_some() && cycle_of(row).is_some_and(|cycle| cycle != Cycle::Inspection);
    let months = period.last_month() - if is_own { 3 } else { 0 };
    let due_by_now = required.map(|required| (required * f64::from(months) / 12.0).floor());
    Some(Times { done, required, due_by_now, is_issued: issued.is_some() })
}

/// The bulletin that a task asks for, if it asks for one.
fn cycle_of(row: &LedgerRow) -> Option<Cycle> {
    Cycle::ALL.into_iter().find(|cycle| row.item == cycle.chinese())
}
