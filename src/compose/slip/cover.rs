//! Labels of a cover and what stands beside them: what the filler has to write stays open.

use super::layout::{Cells, label, words};
use tongbao_document::{Align, Answer, SlipInput, SlipRole};
use tongbao_returns::domain::CoverField;

/// Marks labels and opens the fields outside the rows of a table.
pub(super) fn open_fields(cells: &mut Cells, table: Option<(u32, u32)>) {
    let is_outside = |row: u32| table.is_none_or(|(first, last)| row < first || row > last);
    let found: Vec<(u32, u16, String)> = cells
        .by_place
        .values()
        .filter(|cell| is_outside(cell.row))
        .filter_map(|cell| Some((cell.row, cell.column, words(cell)?.to_owned())))
        .collect();
    let is_label = |text: &str| is_known(&label(text)) || is_field_within(text);
    // What stands in the column of known labels and has something beside it is a label too.
    let columns: Vec<u16> = found.iter().filter(|(.., text)| is_known(&label(text))).map(|(_, column, _)| *column).collect();
    for (row, column, text) in &found {
        let (row, column, name) = (*row, *column, label(text));
        if is_field_within(text) {
            let cell = cells.at(row, column);
            cell.role = SlipRole::Body(Align::Left);
            cell.input = SlipInput::Open;
            continue;
        }
        let beside = cells.beside(row, column).map(|cell| (cell.column, words(cell).is_some_and(is_label)));
        let is_known = is_known(&name);
        let is_beside = beside.is_some_and(|(next, is_label)| next == column + 1 && !is_label);
        let is_field = is_known || (is_beside && columns.contains(&column));
        if !is_field {
            continue;
        }
        let value = match beside {
            Some((next, true)) if next == column + 1 => continue,
            Some((next, false)) => next,
            Some((_, true)) | None => column + 1,
        };
        cells.at(row, column).role = SlipRole::Label;
        let is_blank = beside.is_none_or(|(_, is_label)| is_label);
        if CoverField::of_label(&name) == Some(CoverField::ReportedOn) {
            cells.ask(row, value, Answer::Date);
            cells.at(row, value).role = SlipRole::Body(Align::Left);
        } else if CoverField::of_label(&name) == Some(CoverField::Filler) || (is_known && is_blank) {
            cells.ask(row, value, Answer::Text);
        } else {
            cells.at(row, value).role = SlipRole::Body(Align::Left);
        }
    }
}

/// Whether it is a field of the cover that the filler, or whoever made the form, fills in.
fn is_known(label: &str) -> bool {
    CoverField::of_label(label).is_some_and(|field| field != CoverField::Printed)
}

/// `填表人：张三  报出日期：2025年10月12日`: one cell that holds the field and its value.
fn is_field_within(text: &str) -> bool {
    let asks = |name: &str| {
        text.match_indices(name).any(|(at, name)| {
            let rest = text.get(at + name.len()..).unwrap_or_default().trim_start();
            rest.strip_prefix([':', '：']).is_some_and(|value| !value.trim().is_empty())
        })
    };
    text.chars().count() <= 120 && CoverField::Filler.labels().chain(CoverField::ReportedOn.labels()).any(asks)
}
