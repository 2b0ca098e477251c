//! What is said about findings (说明), in a slip that came back and in the office's `explanations.xlsx`; and the other sheets that the
//! office keeps: `events.xlsx`, `signoff.xlsx`, `practices.xlsx`, `adjustments.xlsx`.
//!
//! Columns are found by their headers, wherever they stand. A row without a 说明 says nothing. Whether what is said is an explanation
//! is for the audit to judge.

mod adjustments;
mod events;
mod office;
mod practices;
mod sign_off;
mod slip;
mod texts;
mod whom;

pub use adjustments::{Adjustable, adjustments};
pub use events::{Matter, events};
pub use office::statements;
pub use practices::practices;
pub use sign_off::sign_offs;
pub(super) use slip::{read, take};
pub use texts::texts;

use std::io::ErrorKind;
use std::path::Path;

use super::error::IngestError;
use super::open::Refusal;
use super::reader::Reader;
use super::remarks::Remarks;
use super::workbook::{Cell, Grid, Value, Workbook};
use super::{discover, normal, too_large, unreadable};
use crate::domain::CellAddress;
use crate::finding::facts::{Denial, Unreadable};
use tongbao_document::plain;

/// Rows in which a header may stand.
const HEAD_ROWS: u32 = 60;

/// What a slip says where an explanation settles nothing; nobody wrote it.
const FIXED: [&str; 4] = ["须更正", "请核对", "无需说明", "—"];

/// A column: the labels that head it, surest first.
type Labels = &'static [&'static str];

const RULE: Labels = &["规则", "规则代码", "规则编号", "审核规则", "代码", "审核代码", "规则/代码"];
const VALUES: Labels = &["读到的数值", "数值", "涉及数值", "读到的值", "审核数值"];
const TEXT: Labels = &["说明", "情况说明", "说明内容", "原因说明", "核实说明", "填报单位说明"];

/// Opens a workbook that the office keeps; nothing without the file. One that cannot be opened is told: what the office has written must
/// not be lost without a word.
fn opened(path: &Path, reader: &Reader, remarks: &mut Remarks) -> Result<Option<Workbook>, IngestError> {
    let opened = match discover::bytes(path) {
        Ok(Some(bytes)) => reader.opener().open(bytes)?,
        Ok(None) => Err(too_large()),
        // A link to what is not there was meant to be a file: a share that is not mounted must not pass for words that nobody wrote.
        Err(error) if error.kind() == ErrorKind::NotFound && path.is_symlink() => {
            Err(Refusal::Unreadable(Unreadable { denial: Denial::Dangling }))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => Err(unreadable(&error)),
    };
    match opened {
        Ok(workbook) => Ok(Some(workbook)),
        Err(refusal) => {
            remarks.on_file(refusal);
            Ok(None)
        }
    }
}

/// A sheet with its header found.
struct Table<'all, const COLUMNS: usize> {
    workbook: &'all Workbook,
    grid: &'all Grid,
    header: u32,
    columns: [Option<u16>; COLUMNS],
}

impl<'all, const COLUMNS: usize> Table<'all, COLUMNS> {
    /// The first row that heads every needed column.
    fn locate(workbook: &'all Workbook, grid: &'all Grid, known: [(Labels, bool); COLUMNS]) -> Option<Self> {
        let mut rows = grid.rows().take_while(|row| row.first().is_some_and(|cell| cell.row < HEAD_ROWS));
        rows.find_map(|row| {
            let columns = known.map(|(labels, _)| headed(workbook, row, labels));
            let is_whole = columns.iter().zip(known).all(|(column, (_, is_needed))| column.is_some() || !is_needed);
            let header = row.first()?.row;
            is_whole.then_some(Self { workbook, grid, header, columns })
        })
    }

    /// The rows below the header, each with the cells of the known columns.
    fn rows(&self) -> impl Iterator<Item = (u32, [Option<&'all Cell>; COLUMNS])> {
        self.grid.rows().filter_map(|row| {
            let number = row.first()?.row;
            let at = |column: Option<u16>| row.iter().find(|cell| Some(cell.column) == column);
            (number > self.header).then(|| (number, self.columns.map(at)))
        })
    }

    /// The cell of a column in a row; a blank one has no place of its own, but its column and row have. Column A if the table has no such
    /// column.
    fn address(&self, row: u32, column: usize) -> CellAddress {
        CellAddress { row, column: self.columns.get(column).copied().flatten().unwrap_or_default() }
    }

    /// The words of a cell on one line, without blanks around them.
    fn words(&self, cell: Option<&Cell>) -> String {
        match cell.map(|cell| self.workbook.value(cell)) {
            Some(Value::Text(text) | Value::Iso(text)) => plain::one_line(text).trim_matches(normal::is_blank).to_owned(),
            Some(Value::Number(number) | Value::DateTime(number)) => normal::number_as_code(number),
            Some(Value::Bool(_) | Value::Error(_) | Value::Uncalculated | Value::Withdrawn(_) | Value::Lost) | None => {
                String::new()
            }
        }
    }
}

/// The column that one of the labels heads; an earlier label goes before a later one.
fn headed(workbook: &Workbook, row: &[Cell], labels: Labels) -> Option<u16> {
    let heads = |cell: &&Cell, label: &str| matches!(workbook.value(cell), Value::Text(text) if normal::label(text) == label);
    labels.iter().find_map(|label| row.iter().find(|cell| heads(cell, label)).map(|cell| cell.column))
}

/// A rule as compared: capitals, one kind of dash, no blanks.
fn rule(words: &str) -> String {
    normal::code(words)
}

fn is_fixed(words: &str) -> bool {
    FIXED.contains(&words)
}
