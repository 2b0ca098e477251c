//! The cells of a sheet while it is laid out: first as they were, then, one after the other, with what they are for.

use std::collections::BTreeMap;

use tongbao_document::{Align, Answer, SlipCell, SlipInput, SlipRole, SlipValue};
use tongbao_returns::domain::{OriginalSheet, OriginalValue};

/// Columns beyond this are not laid out: somebody's notes far out must not make every page small.
pub(super) const WIDEST: u16 = 30;

/// The date system of 1904 is behind by so many days.
const FROM_1904: f64 = 1462.0;

/// A sheet's cells by place.
#[derive(Debug)]
pub(super) struct Cells {
    pub(super) by_place: BTreeMap<(u32, u16), SlipCell>,
    is_1904: bool,
}

impl Cells {
    /// The original's cells, plain and locked.
    pub(super) fn of(sheet: &OriginalSheet, is_1904: bool) -> Self {
        let cells = sheet.cells.iter().map(|cell| {
            let value = match &cell.value {
                OriginalValue::Number(number) => SlipValue::Number(*number),
                OriginalValue::Text(text) => SlipValue::Text(text.clone()),
                OriginalValue::Truth(truth) => SlipValue::Truth(*truth),
                OriginalValue::Moment(days) => SlipValue::Moment(*days),
            };
            ((cell.row, cell.column), plain(cell.row, cell.column, value))
        });
        Self { by_place: cells.collect(), is_1904 }
    }

    /// The cell at a place; a blank one if the original has none.
    pub(super) fn at(&mut self, row: u32, column: u16) -> &mut SlipCell {
        self.by_place.entry((row, column)).or_insert_with(|| plain(row, column, SlipValue::Blank))
    }

    /// Filled cells of a row, from left to right.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = &SlipCell> {
        self.by_place.range((row, 0)..(row + 1, 0)).map(|(_, cell)| cell).filter(|cell| cell.value != SlipValue::Blank)
    }

    /// The first filled cell to the right.
    pub(super) fn beside(&self, row: u32, column: u16) -> Option<&SlipCell> {
        self.row(row).find(|cell| cell.column > column)
    }

    /// Words of a cell.
    pub(super) fn words(&self, row: u32, column: u16) -> Option<&str> {
        self.by_place.get(&(row, column)).and_then(words)
    }

    /// Lets an answer be typed at a place.
    pub(super) fn ask(&mut self, row: u32, column: u16, answer: Answer) {
        let is_1904 = self.is_1904;
        let cell = self.at(row, column);
        // A bare number that stands for a day counts from 1904 in the original and from 1900 in the slip.
        if let (Answer::Date, SlipValue::Number(days), true) = (&answer, &cell.value, is_1904)
            && *days < 100_000.0
        {
            cell.value = SlipValue::Moment(*days + FROM_1904);
        }
        cell.role = SlipRole::Body(match answer {
            Answer::Number { .. } => Align::Right,
            Answer::Choice(_) | Answer::Date => Align::Center,
            Answer::Text => Align::Left,
        });
        cell.input = SlipInput::Asked(answer);
    }

    /// Title, if a sheet begins with words alone in their row.
    pub(super) fn set_title(&mut self, above: u32) {
        let Some(((row, column), _)) = self.by_place.first_key_value().filter(|((row, _), _)| *row < above) else { return };
        let (row, column) = (*row, *column);
        if self.row(row).count() == 1 && self.words(row, column).is_some() {
            self.at(row, column).role = SlipRole::Title;
        }
    }

    /// Last filled column within reach.
    pub(super) fn last_column(&self) -> u16 {
        self.by_place.keys().map(|(_, column)| *column).filter(|column| *column < WIDEST).max().unwrap_or_default()
    }
}

fn plain(row: u32, column: u16, value: SlipValue) -> SlipCell {
    SlipCell { row, column, value, role: SlipRole::Plain, decimals: None, indent: 0, input: SlipInput::Locked, mark: None }
}

/// Words of a cell, if it holds any.
pub(super) fn words(cell: &SlipCell) -> Option<&str> {
    match &cell.value {
        SlipValue::Text(text) => Some(text),
        SlipValue::Blank | SlipValue::Number(_) | SlipValue::Truth(_) | SlipValue::Moment(_) => None,
    }
}

/// A label as compared: without blanks, brackets and its colon.
pub(super) fn label(text: &str) -> String {
    let compact: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let bare = compact.split(['(', '（']).next().unwrap_or_default();
    bare.trim_end_matches([':', '：']).to_owned()
}
