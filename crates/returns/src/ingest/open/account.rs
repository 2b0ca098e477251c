//! What of a sheet is read otherwise than calamine reads it, whatever the format: filled in by those who know the format.

use std::collections::{BTreeMap, BTreeSet};

use super::Refusal;
use super::conditional::{Conditions, Sight, Unsure};
use super::number_format::{NumberFormat, Shown};
use crate::ingest::workbook::{Layout, Odd, Value, Workbook};

/// A cell by row and column.
pub(super) type At = (u32, u32);

/// What a style says of the cells that bear it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct CellStyle {
    /// The format, if it shows another number.
    pub(super) format: Option<NumberFormat>,
    /// Whether all that stands in the cell is struck out.
    pub(super) is_struck: bool,
}

impl CellStyle {
    /// Whether cells are read otherwise for it.
    pub(super) fn is_odd(&self) -> bool {
        self.format.is_some() || self.is_struck
    }
}

/// The account of one sheet.
#[derive(Debug, Default)]
pub(super) struct SheetAccount {
    /// Formats that show another number.
    pub(super) formats: BTreeMap<At, NumberFormat>,
    /// Cells that are struck out as a whole.
    pub(super) struck: BTreeSet<At>,
    /// What conditional formats show otherwise.
    pub(super) conditions: Conditions,
    /// Words that the file itself shows for a number.
    pub(super) words: BTreeMap<At, String>,
    /// The words of cells that do not say what they hold.
    pub(super) untyped: BTreeMap<At, String>,
    /// Cells whose text the file has lost.
    pub(super) lost: BTreeSet<At>,
    /// Texts with the words marked that are struck out or raised.
    pub(super) texts: BTreeMap<At, String>,
    /// Signs of errors that the file keeps as numbers.
    pub(super) errors: BTreeMap<At, String>,
    /// Formulas.
    pub(super) formulas: BTreeSet<At>,
    /// Formulas whose result is an empty text: what a program leaves that does not calculate.
    pub(super) empty_formulas: BTreeSet<At>,
    /// Formulas with a zero that are to be calculated when the file is opened.
    pub(super) uncalculated: BTreeSet<At>,
    /// Whether formulas are calculated only when somebody asks for it.
    pub(super) is_manual: bool,
    /// What is merged and hidden.
    pub(super) layout: Layout,
}

impl SheetAccount {
    /// A cell bears a style.
    pub(super) fn bears(&mut self, at: At, style: &CellStyle) {
        if style.is_struck {
            self.struck.insert(at);
        } else if let Some(format) = &style.format {
            self.formats.insert(at, format.clone());
        }
    }

    /// Puts a number into its cell as the cell shows it.
    pub(super) fn put_number(&self, workbook: &mut Workbook, at: At, number: f64) -> Result<(), Refusal> {
        let (row, column) = at;
        match self.sight(at, number) {
            Ok(Sight::Struck) => return workbook.put(row, column, Value::Withdrawn(&number.to_string())),
            Ok(Sight::Shown(shown)) => match shown {
                Shown::As(text) => return workbook.put(row, column, Value::Text(&text)),
                Shown::Scaled => workbook.remark(row, column, Odd::Scaled),
                Shown::Words(words) => workbook.remark(row, column, Odd::Worded(words)),
                Shown::Hidden => workbook.remark(row, column, Odd::Hidden),
                Shown::Unknown => workbook.remark(row, column, Odd::Unformatted),
                Shown::Plain => {}
            },
            Err(Unsure) => workbook.remark(row, column, Odd::Conditional),
        }
        workbook.put(row, column, Value::Number(number))
    }

    fn sight(&self, at: At, number: f64) -> Result<Sight, Unsure> {
        let own = self.formats.get(&at).map_or(Shown::Plain, |format| format.shows(number));
        if self.conditions.is_empty() { Ok(Sight::Shown(own)) } else { self.conditions.shown(at, number, &own) }
    }
}
