//! A return slip (退回单) as a document: the unit's own return, cell by cell, with what is wrong marked on it, and a list in front.

use std::collections::BTreeMap;

use super::bulletin::Properties;
use super::form_book::Answer;
use super::self_check::{FormCell, SelfCheck};
use super::table::Align;

/// What is asked of the unit; the theme has a colour for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlipLevel {
    /// To be corrected.
    Error,
    /// Out of totals until it is corrected or explained.
    Suspect,
    /// To be corrected or explained.
    Explain,
    /// To be looked at.
    Note,
}

/// What stands in a cell of the return.
#[derive(Debug, Clone, PartialEq)]
pub enum SlipValue {
    /// Nothing yet.
    Blank,
    /// A number.
    Number(f64),
    /// Words.
    Text(String),
    /// TRUE or FALSE.
    Truth(bool),
    /// A day or moment: days since 30 December 1899.
    Moment(f64),
}

/// What a cell is for; decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipRole {
    /// Title of the sheet.
    Title,
    /// Words outside tables, without a frame.
    Plain,
    /// Label of a field.
    Label,
    /// Header of the table.
    Header,
    /// A cell of the table, or what stands beside a label.
    Body(Align),
    /// A code: digits that are no number.
    Code,
}

/// Whether somebody may type in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum SlipInput {
    /// Nobody.
    Locked,
    /// Anything: a cell that is to be put right and is no answer of the form.
    Open,
    /// An answer of the form.
    Asked(Answer),
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipMark {
    /// The gravest of what is wrong.
    pub level: SlipLevel,
    /// The comment: all that is wrong.
    pub comment: String,
}

/// A cell of the return.
#[derive(Debug, Clone, PartialEq)]
pub struct SlipCell {
    /// Counted from zero at A1, as in the original.
    pub row: u32,
    /// Counted from zero at A1, as in the original.
    pub column: u16,
    /// As in the original.
    pub value: SlipValue,
    /// What it is for.
    pub role: SlipRole,
    /// Decimals that a number is shown with; `None` shows it as it is.
    pub decimals: Option<u8>,
    /// Indent in characters.
    pub indent: u8,
    /// Whether somebody may type here.
    pub input: SlipInput,
    /// What is wrong with it.
    pub mark: Option<SlipMark>,
}

/// A sheet of the return.
#[derive(Debug, Clone, PartialEq)]
pub struct SlipSheet {
    /// As in the original.
    pub name: String,
    /// Whether Excel hides it.
    pub is_hidden: bool,
    /// Whether it is the cover, whose columns are wide.
    pub is_cover: bool,
    /// Whether what is not an input is locked; a sheet whose table was not found must be mended by hand.
    pub is_protected: bool,
    /// First and last row of the table's header.
    pub header: Option<(u32, u32)>,
    /// Last column that is laid out; words alone in a row run to it.
    pub last_column: u16,
    /// By row and column, one at a place.
    pub cells: Vec<SlipCell>,
}

/// A cell of the return, to which a row of the list leads or a formula of the self-check refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlipLink {
    /// Position in [`SlipBook::sheets`].
    pub sheet: usize,
    /// Counted from zero.
    pub row: u32,
    /// Counted from zero.
    pub column: u16,
}

/// The 说明 column of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipAnswer {
    /// Cannot be settled by an explanation: what to do instead.
    Locked(String),
    /// To be filled in; what was said before.
    Open(String),
    /// One of some words is to be chosen; others may be typed.
    Choice {
        /// What there is to choose from.
        offered: Vec<String>,
        /// What was said before.
        said: String,
    },
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipRow {
    /// Colour of its level.
    pub level: SlipLevel,
    /// Level in words, e.g. `差错`.
    pub severity: String,
    /// Rule or code.
    pub code: String,
    /// Sheet; `None` if it concerns the whole file.
    pub sheet: Option<String>,
    /// A1 address; words where it concerns the whole sheet or file.
    pub cell: String,
    /// Where the cell is.
    pub link: Option<SlipLink>,
    /// What is wrong.
    pub problem: String,
    /// What was expected.
    pub expected: String,
    /// Values read, as an explanation must name them.
    pub values: String,
    /// How to correct it.
    pub hint: String,
    /// 说明.
    pub answer: SlipAnswer,
}

/// 自查 over the cells of the unit's own workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipCheck {
    /// The rules.
    pub check: SelfCheck,
    /// Where the cells stand that its formulas name.
    pub places: BTreeMap<FormCell, SlipLink>,
}

/// A return slip.
#[derive(Debug, Clone, PartialEq)]
pub struct SlipBook {
    /// What the file says about itself.
    pub properties: Properties,
    /// Name of the sheet in front.
    pub front: String,
    /// Title of the sheet in front.
    pub title: String,
    /// Whose return, which form, for when; one line each.
    pub about: Vec<String>,
    /// What to do, one line each.
    pub instructions: Vec<String>,
    /// One per finding.
    pub rows: Vec<SlipRow>,
    /// The return, sheet by sheet.
    pub sheets: Vec<SlipSheet>,
    /// The rules that judge it, once more at its own cells; `None` if there are none.
    pub self_check: Option<SlipCheck>,
}
