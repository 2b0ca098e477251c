//! What of a sheet is read otherwise than calamine reads it, whatever the format: filled in by those who know the format.

use std::collections::{BTreeMap, BTreeSet};

use super::Refusal;
use super::conditional::{Conditions, Sight, Unsure, View};
use super::font::Paint;
use super::number_format::{NumberFormat, Shown};
use super::rich::{self, Rich};
use crate::ingest::normal;
use crate::ingest::workbook::{Layout, Odd, Value, Workbook};

/// A cell by row and column.
pub(super) type At = (u32, u32);

/// What a style says of the cells that bear it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct CellStyle {
    /// The format, if it shows another number.
    pub(super) format: Option<NumberFormat>,
    /// How the words of the cell look.
    pub(super) paint: Paint,
}

impl CellStyle {
    /// Whether cells are read otherwise for it.
    pub(super) fn is_odd(&self) -> bool {
        self.format.is_some() || self.paint.is_odd()
    }
}

/// The account of one sheet.
#[derive(Debug, Default)]
pub(super) struct SheetAccount {
    /// Formats that show another number.
    pub(super) formats: BTreeMap<At, NumberFormat>,
    /// How the words of cells look, where anything hangs on it.
    pub(super) paints: BTreeMap<At, Paint>,
    /// Whether anything hangs on the colours of cells: words with fonts of their own, or conditional formats that give colours.
    pub(super) keeps_colours: bool,
    /// What conditional formats show otherwise.
    pub(super) conditions: Conditions,
    /// Words that the file itself shows for a number.
    pub(super) words: BTreeMap<At, String>,
    /// The words of cells that do not say what they hold.
    pub(super) untyped: BTreeMap<At, String>,
    /// Cells whose text the file has lost.
    pub(super) lost: BTreeSet<At>,
    /// Texts with signs for the fonts of their words.
    pub(super) texts: BTreeMap<At, String>,
    /// Signs of errors that the file keeps as numbers.
    pub(super) errors: BTreeMap<At, String>,
    /// Formulas.
    pub(super) formulas: BTreeSet<At>,
    /// Formulas whose result is an empty text: what a program leaves that does not calculate.
    pub(super) empty_formulas: BTreeSet<At>,
    /// Formulas with what stands there when nobody has calculated: a zero in .xls for when the file is opened, a zero or nothing in .ods.
    pub(super) uncalculated: BTreeSet<At>,
    /// Whether formulas are calculated only when somebody asks for it.
    pub(super) is_manual: bool,
    /// What is merged and hidden.
    pub(super) layout: Layout,
}

impl SheetAccount {
    /// A cell bears a style.
    pub(super) fn bears(&mut self, at: At, style: &CellStyle) {
        if style.paint.is_odd() || self.keeps_colours && style.paint.is_coloured() {
            self.paints.insert(at, style.paint);
        }
        if let Some(format) = &style.format {
            self.formats.insert(at, format.clone());
        }
    }

    /// How the words of a cell look.
    pub(super) fn paint(&self, at: At) -> Paint {
        if self.paints.is_empty() { Paint::default() } else { self.paints.get(&at).copied().unwrap_or_default() }
    }

    /// Puts a number into its cell as the cell shows it.
    pub(super) fn put_number(&self, workbook: &mut Workbook, at: At, number: f64) -> Result<(), Refusal> {
        let (row, column) = at;
        let paint = self.paint(at);
        if paint.is_withdrawn() {
            return workbook.put(row, column, Value::Withdrawn(&number.to_string()));
        }
        let Ok(View { sight, is_seen }) = self.view(at, number, paint) else {
            workbook.remark(row, column, Odd::Conditional);
            return workbook.put(row, column, Value::Number(number));
        };
        match sight {
            Sight::Struck => return workbook.put(row, column, Value::Withdrawn(&number.to_string())),
            Sight::Shown(Shown::As(text)) => workbook.put(row, column, Value::Text(&text))?,
            Sight::Shown(shown) => {
                match shown {
                    Shown::Scaled => workbook.remark(row, column, Odd::Scaled),
                    Shown::Words(words) => workbook.remark(row, column, Odd::Worded(words)),
                    Shown::Hidden => workbook.remark(row, column, Odd::Hidden),
                    Shown::Unknown => workbook.remark(row, column, Odd::Unformatted),
                    Shown::Plain | Shown::As(_) => {}
                }
                workbook.put(row, column, Value::Number(number))?;
            }
        }
        match is_seen {
            Some(true) => {}
            Some(false) => workbook.remark_as_well(row, column, Odd::Hidden),
            None => workbook.remark_as_well(row, column, Odd::PerhapsHidden),
        }
        Ok(())
    }

    fn view(&self, at: At, number: f64, paint: Paint) -> Result<View, Unsure> {
        let own = self.formats.get(&at).map_or(Shown::Plain, |format| format.shows(number));
        if self.conditions.is_empty() {
            return Ok(View { sight: Sight::Shown(own), is_seen: Some(!paint.is_unseen()) });
        }
        self.conditions.view(at, number, &own, paint)
    }

    /// Puts words into their cell, without those that are no part of what it says.
    pub(super) fn put_words(&self, workbook: &mut Workbook, at: At, words: &str) -> Result<(), Refusal> {
        let (row, column) = at;
        let paint = self.paint(at);
        let Some(Rich { shown, withdrawn, unseen }) = rich::read(words, paint) else {
            return put_plain(workbook, at, words, paint);
        };
        if !is_blank(&shown) {
            if !is_blank(&unseen) {
                workbook.remark(row, column, Odd::Unseen(unseen));
            } else if !is_blank(&withdrawn) {
                workbook.remark(row, column, Odd::Withdrawn(withdrawn));
            }
            return workbook.put(row, column, Value::Text(&shown));
        }
        if !is_blank(&unseen) {
            workbook.remark_as_well(row, column, Odd::Hidden);
            return workbook.put(row, column, Value::Text(&unseen));
        }
        if is_blank(&withdrawn) { Ok(()) } else { workbook.put(row, column, Value::Withdrawn(&withdrawn)) }
    }
}

/// Puts words that all have the font of their cell.
fn put_plain(workbook: &mut Workbook, (row, column): At, words: &str, paint: Paint) -> Result<(), Refusal> {
    if paint.is_withdrawn() {
        return if is_blank(words) { Ok(()) } else { workbook.put(row, column, Value::Withdrawn(words)) };
    }
    if paint.is_unseen() {
        workbook.remark_as_well(row, column, Odd::Hidden);
    }
    workbook.put(row, column, Value::Text(words))
}

/// The invisible ones come with text pasted from web pages.
fn is_blank(text: &str) -> bool {
    text.chars().all(normal::is_blank)
}
