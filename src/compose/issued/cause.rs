//! One cause in words: a cell of a return, or the whole return.

use crate::issue::{CellChange, ReturnChange};
use tongbao_returns::domain::Period;

/// `甲医院《…》 a.xlsx › 表1 › D14 门诊人次 1,234→1,250`
pub(super) fn of_cell(change: &ReturnChange, cell: &CellChange) -> String {
    let file = if change.file_now.is_empty() { &change.file_then } else { &change.file_now };
    let place =
        [file.as_str(), &cell.sheet, &cell.cell].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" › ");
    format!("{}{} {place} {} {}→{}", change.unit_name, change.form, cell.item, cell.old, cell.new)
}

pub(super) fn of_return(change: &ReturnChange, period: Period) -> String {
    let of = if period.contains(change.period) { String::new() } else { change.period.chinese() };
    let file = if change.file_now.is_empty() { &change.file_then } else { &change.file_now };
    format!("{}{of}{}{}（{file}）", change.unit_name, change.form, change.kind)
}
