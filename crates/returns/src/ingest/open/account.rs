//! What of a sheet is read otherwise than calamine reads it, whatever the format: filled in by those who know the format.

use std::collections::{BTreeMap, BTreeSet};

use super::number_format::NumberFormat;
use crate::ingest::workbook::Layout;

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
    /// Texts with the words marked that are struck out or raised.
    pub(super) texts: BTreeMap<At, String>,
    /// Signs of errors that the file keeps as numbers.
    pub(super) errors: BTreeMap<At, String>,
    /// Formulas.
    pub(super) formulas: BTreeSet<At>,
    /// Formulas whose result is an empty text: what a program leaves that does not calculate.
    pub(super) empty_formulas: BTreeSet<At>,
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
}
