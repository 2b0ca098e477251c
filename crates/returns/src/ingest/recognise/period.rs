//! Which period, and when it was reported; whether the two go together.

use jiff::civil::Date;

use super::cover::{Cover, Field, words};
use super::period_text::Told;
use super::span::Span;
use super::{At, period_text};
use crate::domain::{FlowBasis, Location, Period};
use crate::finding::facts::{PeriodDiffers, PeriodUnknown, ReportDateMissing, ReportDateOdd, WrongPeriod};
use crate::ingest::convert::{date, table, tasks};
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Cell, Grid, Value};

/// The head of a sheet ends above this row at the latest.
const HEAD_ROWS: u32 = 12;

/// Reported so many days after its end, a period is last year's, left standing on a form that was used again.
const STALE_DAYS: i32 = 300;

/// What the cover says; whether it has come by a day is not asked here. A day after the one on which the file was saved is a slip itself, and
/// says nothing of the period.
pub(super) fn recognise(cover: &Cover<'_>, basis: FlowBasis, saved: Option<Date>, remarks: &mut Remarks) -> Option<Said> {
    let reported_on = cover.entry(Field::ReportedOn);
    let day = reported_on.and_then(|entry| date::parse(entry.value, cover.workbook.is_1904));
    let at_day = reported_on.map_or_else(|| cover.whole(), |entry| cover.at(entry));
    let Some(entry) = cover.entry(Field::Period) else {
        cover.whole().remark(remarks, PeriodUnknown::Unsaid);
        return None;
    };
    let Some(period) = read(entry.value, cover.workbook.is_1904) else {
        cover.at(entry).remark(remarks, PeriodUnknown::Unclear { written: entry.words() });
        return None;
    };
    let is_to_come = day.zip(saved).is_some_and(|(day, saved)| day > saved);
    if !is_plausible(period, day.filter(|_| !is_to_come), cover.at(entry), remarks) {
        return None;
    }
    let span = Span { period, basis };
    if span.is_other(&entry.words()) && is_in_words(entry.value) {
        cover.at(entry).remark(remarks, span.doubt(&entry.words()));
    }
    match (reported_on, day) {
        (None, _) => {
            at_day.remark(remarks, ReportDateMissing::Unsaid);
        }
        (Some(entry), None) => {
            at_day.remark(remarks, ReportDateMissing::Unclear { written: entry.words() });
        }
        (_, Some(day)) if day < period.last_day() => {
            at_day.remark(remarks, ReportDateOdd::TooEarly { reported_on: day, period });
        }
        _ => {}
    }
    Some(Said { period, day, period_at: cover.at(entry).place(remarks), day_at: at_day.place(remarks) })
}

/// What a cover says of its time, and where.
pub(super) struct Said {
    pub(super) period: Period,
    /// 报出日期.
    pub(super) day: Option<Date>,
    pub(super) period_at: Location,
    pub(super) day_at: Location,
}

/// The form's sheets print the months that they cover; a cover that names another quarter was probably forgotten when a form was used
/// again. Which of the two is right cannot be known: the cover counts, and somebody is asked to look. Where every sheet and 报出日期
/// agree against the cover, the return would take another quarter's place, and it is refused.
pub(super) fn same_on_sheets(cover: &Cover<'_>, span: Span, day: Option<Date>, remarks: &mut Remarks) {
    let (workbook, period) = (cover.workbook, span.period);
    let is_form = |(position, grid): &(usize, &Grid)| {
        *position != cover.position() && !grid.is_self_check() && !super::cover::is_cover(grid)
    };
    let mut told: Vec<Period> = Vec::new();
    for (_, grid) in workbook.sheets.iter().enumerate().filter(is_form) {
        let head = grid.cells().iter().take_while(|cell| cell.row < HEAD_ROWS);
        let named = head.filter_map(|cell| match workbook.value(cell) {
            Value::Text(text) => Some((cell, text, period_text::told(text, span)?)),
            _ => None,
        });
        let mut named: Vec<(&Cell, &str, Told)> = named.collect();
        if named.iter().any(|(.., told)| *told != Told::Same) {
            // Below the header of the table stand answers, and a date among them is no period.
            let end = table::locate(workbook, grid, span).map(|table| table.header).ok();
            let end = end.or_else(|| tasks::header(workbook, grid)).unwrap_or(HEAD_ROWS);
            named.retain(|(cell, ..)| cell.row < end);
            // 2025年1—9月 | 2024年1—9月: labels of columns, not of the sheet.
            let of_columns: Vec<u32> = named.iter().filter(|(.., told)| *told == Told::Same).map(|(cell, ..)| cell.row).collect();
            named.retain(|(cell, _, told)| *told == Told::Same || !of_columns.contains(&cell.row));
        }
        told.extend(named.iter().filter_map(|(.., told)| match told {
            Told::Same => Some(period),
            Told::Other(other) => Some(*other),
            Told::Part => None,
        }));
        let find = |is_it: fn(&Told) -> bool| named.iter().find(|(.., told)| is_it(told));
        if let Some((cell, text, _)) = find(|told| matches!(told, Told::Other(_))) {
            remarks.on_cell(&grid.name, cell, PeriodDiffers { written: text.trim().to_owned(), period });
        } else if let Some((cell, text, _)) = find(|told| *told == Told::Part) {
            remarks.on_cell(&grid.name, cell, span.doubt(text.trim()));
        }
    }
    let reported_for = day.map(Period::ended_by).filter(|reported_for| *reported_for != period && !told.is_empty());
    if let (Some(other), Some(day), Some(entry)) = (reported_for, day, cover.entry(Field::Period))
        && told.iter().all(|told| *told == other)
    {
        cover.at(entry).remark(remarks, WrongPeriod::AgainstSheets { period, sheets: other, reported_on: day });
    }
}

/// A date stands for the quarter that it ends.
pub(super) fn read(value: Value<'_>, is_1904: bool) -> Option<Period> {
    match value {
        Value::DateTime(_) | Value::Iso(_) => {
            let day = date::parse(value, is_1904)?;
            Some(Period::quarter_of(day)).filter(|period| period.last_month() == day.month())
        }
        _ => period_text::parse(&words(value)),
    }
}

fn is_in_words(value: Value<'_>) -> bool {
    matches!(value, Value::Text(_))
}

/// A period that ended long before it was reported is a slip.
fn is_plausible(period: Period, day: Option<Date>, at: At<'_>, remarks: &mut Remarks) -> bool {
    let Some(reported_on) = day.filter(|day| (*day - period.last_day()).get_days() > STALE_DAYS) else { return true };
    at.remark(remarks, WrongPeriod::Stale { period, reported_on, days: STALE_DAYS, probable: Period::ended_by(reported_on) });
    false
}
