//! Bytes to a [`Workbook`]: by their content, never by the file's name, and never more than a return can hold.
//!
//! In: the bytes of one file. Out: its filled cells as a person sees them, or the [`Refusal`] that rejects the file. What other programs
//! read and calamine does not is mended in front of it ([`mend`]); what a cell shows otherwise than it holds is read as shown, or
//! remarked ([`crate::ingest::workbook::Odd`]). A hostile container is refused before it
//! is inflated; cells of .xlsx and .xlsb are streamed, so that one at XFD1048576 costs nothing. calamine keeps .xls and .ods in dense
//! rectangles: what would be too large is refused (`biff::extent`), and the reading process has its memory capped (see [`super::worker`]).

mod account;
mod biff;
mod binary;
mod book;
mod comments;
mod conditional;
mod container;
mod dense;
mod marked;
mod mend;
mod number_format;
mod package;
mod records;
mod refusal;
mod rules;
mod streamed;
mod value;
mod xlsb;
mod xlsx;
mod xml;

pub(super) use refusal::Refusal;

use std::collections::BTreeSet;

use calamine::{Sheet, SheetType};

use super::workbook::{Format, Workbook};
use crate::finding::facts::{TooLarge, Truncated};

/// More sheets than this are no return, and opening each takes time and memory even if it is empty.
const MOST_SHEETS: usize = 256;

/// Reads a workbook from its bytes.
pub(super) fn open(bytes: &[u8]) -> Result<Workbook, Refusal> {
    match container::format(bytes)? {
        Format::Xlsx => xlsx::open(bytes),
        Format::Xlsb => xlsb::open(bytes),
        Format::Xls => dense::xls(bytes),
        Format::Ods => dense::ods(bytes),
    }
}

/// The sheets that hold cells. Of two of one name the libraries know one only: which of them is lost, nobody would see.
fn worksheets(all: &[Sheet]) -> Result<Vec<Sheet>, Refusal> {
    if all.len() > MOST_SHEETS {
        return Err(Refusal::TooLarge(TooLarge::Sheets { found: all.len(), most: MOST_SHEETS }));
    }
    let mut names = BTreeSet::new();
    if !all.iter().all(|sheet| names.insert(&sheet.name)) {
        return Err(Refusal::Truncated(Truncated::Damaged));
    }
    Ok(all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect())
}
