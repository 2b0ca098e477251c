//! One cause in words: a cell of a return, or the whole return.

use crate::issue::{CellChange, ReturnChange};
use tongbao_returns::domain::Period;

/// `甲医院《…》 a.xlsx › 表1 › D14 门诊人次 1,234→1,250`
pub(super) fn of_cell(change: &ReturnChange, cell: &CellChange) -> String {
    let parts = [Some(&change.file), cell.sheet.as_ref(), cell.cell.as_ref()];
    let place = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" › ");
    format!("{}{} {place} {} {}→{}", change.unit_name, change.form, cell.item, cell.old, cell.new)
}

pub(super) fn of_return(change: &ReturnChange, period: Period) -> String {
    let of = if period.contains(change.period) { String::new() } else { change.period.chinese() };
    format!("{}{of}{}{}（{}）", change.unit_name, change.form, change.kind, change.file)
}
