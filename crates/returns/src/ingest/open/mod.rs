//! Bytes to a [`Workbook`]: by their content, never by the file's name, and never more than a return can hold.
//!
//! In: the bytes of one file. Out: its filled cells as a person sees them, or the [`Refusal`] that rejects the file. What other programs
//! read and calamine does not is mended in front of it ([`mend`]); what a cell shows otherwise than it holds is read as shown, or
//! remarked ([`crate::ingest::workbook::Odd`]). A hostile container is refused before it
//! is inflated; cells of .xlsx and .xlsb are streamed, so that one at XFD1048576 costs nothing. calamine keeps .xls and .ods in dense
//! rectangles: what would be too large is refused (`extent`), and the reading process has its memory capped (see [`super::worker`]).

mod account;
mod biff;
mod binary;
mod book;
mod container;
mod dense;
mod extent;
mod marked;
mod mend;
mod number_format;
mod package;
mod records;
mod refusal;
mod streamed;
mod value;
mod xml;

pub(super) use refusal::Refusal;

use calamine::{Sheet, SheetType};

use super::workbook::{Format, Workbook};
use crate::finding::facts::TooLarge;

/// More sheets than this are no return, and opening each takes time and memory even if it is empty.
const MOST_SHEETS: usize = 256;

/// Reads a workbook from its bytes.
pub(super) fn open(bytes: &[u8]) -> Result<Workbook, Refusal> {
    match container::format(bytes)? {
        Format::Xlsx => streamed::xlsx(bytes),
        Format::Xlsb => streamed::xlsb(bytes),
        Format::Xls => dense::xls(bytes),
        Format::Ods => dense::ods(bytes),
    }
}

/// The sheets that hold cells.
fn worksheets(all: &[Sheet]) -> Result<Vec<Sheet>, Refusal> {
    if all.len() > MOST_SHEETS {
        return Err(Refusal::TooLarge(TooLarge::Sheets { found: all.len(), most: MOST_SHEETS }));
    }
    Ok(all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect())
}
