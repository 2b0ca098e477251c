//! Which period, and when it was reported; whether the two go together.

use jiff::civil::Date;

use super::cover::{Cover, Field, words};
use super::{At, period_text};
use crate::domain::Period;
use crate::finding::Code;
use crate::ingest::convert::{date, table};
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Cell, Grid, Value};

/// The head of a sheet ends above this row at the latest.
const HEAD_ROWS: u32 = 12;

/// Reported so many days after its end, a period is last year's, left standing on a form that was used again.
const STALE_DAYS: i32 = 300;

pub(super) fn recognise(cover: &Cover<'_>, as_of: Date, remarks: &mut Remarks) -> Option<(Period, Option<Date>)> {
    let reported_on = cover.entry(Field::ReportedOn);
    let day = reported_on.and_then(|entry| date::parse(entry.value, cover.workbook.is_1904));
    let at_day = reported_on.map_or_else(|| cover.whole(), |entry| cover.at(entry));
    let Some(entry) = cover.entry(Field::Period) else {
        cover.whole().remark(remarks, Code::PeriodUnknown, "封面没有报告期");
        return None;
    };
    let Some(period) = read(entry.value, cover.workbook.is_1904) else {
        cover.at(entry).remark(remarks, Code::PeriodUnknown, format!("报告期“{}”无法识别", entry.words()));
        return None;
    };
    if !is_plausible(period, day, as_of, cover.at(entry), remarks) {
        return None;
    }
    match (reported_on, day) {
        (None, _) => {
            at_day.remark(remarks, Code::ReportDateMissing, "封面没有报出日期");
        }
        (Some(entry), None) => {
            at_day.remark(remarks, Code::ReportDateMissing, format!("报出日期“{}”无法识别", entry.words()));
        }
        (_, Some(day)) if day < period.last_day() => {
            at_day.remark(remarks, Code::ReportDateOdd, format!("报出日期 {day} 早于报告期末 {}", period.last_day()));
        }
        (_, Some(day)) if day > as_of => {
            at_day.remark(remarks, Code::ReportDateOdd, format!("报出日期 {day} 晚于数据截止日 {as_of}"));
        }
        _ => {}
    }
    Some((period, day))
}

/// The form's sheets print the months that they cover; a cover that names another quarter was probably forgotten when a form was used
/// again. Which of the two is right cannot be known: the cover counts, and somebody is asked to look. Where every sheet and 报出日期
/// agree against the cover, the return would take another quarter's place, and it is refused.
pub(super) fn same_on_sheets(cover: &Cover<'_>, period: Period, day: Option<Date>, remarks: &mut Remarks) {
    let workbook = cover.workbook;
    let is_form = |(position, grid): &(usize, &Grid)| *position != cover.position() && !grid.is_self_check();
    let mut told: Vec<Period> = Vec::new();
    for (_, grid) in workbook.sheets.iter().enumerate().filter(is_form) {
        let head = grid.cells().iter().take_while(|cell| cell.row < HEAD_ROWS);
        let named = head.filter_map(|cell| match workbook.value(cell) {
            Value::Text(text) if text.contains('年') && text.contains(['月', '季']) => {
                Some((cell, text, period_text::parse(text)?))
            }
            _ => None,
        });
        let mut named: Vec<(&Cell, &str, Period)> = named.collect();
        if named.iter().any(|(.., told)| *told != period) {
            // Below the header of the table stand answers, and a date among them is no period.
            let end = table::locate(workbook, grid).map_or(HEAD_ROWS, |table| table.header + 1);
            named.retain(|(cell, ..)| cell.row < end);
        }
        told.extend(named.iter().map(|(.., told)| *told));
        if let Some((cell, text, _)) = named.into_iter().find(|(.., told)| *told != period) {
            let message = format!("表内写的是“{}”，封面报告期是 {period}（{}）", text.trim(), period.chinese());
            remarks.on_cell(&grid.name, cell, Code::PeriodDiffers, message);
        }
    }
    let reported_for = day.map(ended_by).filter(|reported_for| *reported_for != period && !told.is_empty());
    if let (Some(other), Some(day), Some(entry)) = (reported_for, day, cover.entry(Field::Period))
        && told.iter().all(|told| *told == other)
    {
        let message = format!("封面报告期是 {period}，各表写的却都是{}，报出日期是 {day}", other.cumulative_chinese());
        let finding = cover.at(entry).remark(remarks, Code::WrongPeriod, message);
        finding.hint = format!("请核对封面报告期，可能应为 {other}（{}）", other.chinese());
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

/// A period that has not ended cannot be reported; one that ended long before it was reported is a slip.
fn is_plausible(period: Period, day: Option<Date>, as_of: Date, at: At<'_>, remarks: &mut Remarks) -> bool {
    let end = period.last_day();
    let (reason, probable) = if end > as_of {
        (
            format!("报告期 {period} 到 {end} 才结束，数据截止日为 {as_of}"),
            ended_by(day.filter(|day| *day <= as_of).unwrap_or(as_of)),
        )
    } else if let Some(day) = day.filter(|day| (*day - end).get_days() > STALE_DAYS) {
        (format!("报告期 {period} 在报出日期 {day} 的 {STALE_DAYS} 多天前已结束"), ended_by(day.min(as_of)))
    } else {
        return true;
    };
    let finding = at.remark(remarks, Code::WrongPeriod, reason);
    finding.hint = format!("请核对封面报告期，可能应为 {probable}（{}）", probable.chinese());
    false
}

/// The last quarter that ended by a day.
fn ended_by(day: Date) -> Period {
    let quarter = Period::quarter_of(day);
    if quarter.last_day() <= day { quarter } else { quarter.previous() }
}
