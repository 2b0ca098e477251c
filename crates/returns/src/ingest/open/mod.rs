//! Bytes to a [`Workbook`]: by their content, never by the file's name, and never more than a return can hold.
//!
//! In: the bytes of one file. Out: its filled cells as a person sees them, or the [`Refusal`] that rejects the file. What other programs
//! read and calamine does not is mended in front of it ([`mend`]), or opened with the word that they all know ([`velvet`]); what a cell shows
//! otherwise than it holds is read as shown, or remarked ([`crate::ingest::workbook::Odd`]). A hostile container is refused before it
//! is inflated; cells of .xlsx and .xlsb are streamed, so that one at XFD1048576 costs nothing. calamine keeps .xls and .ods in dense
//! rectangles: what would be too large is refused (`biff::extent`), and the reading process has its memory capped (see [`super::worker`]).

mod account;
mod biff;
mod binary;
mod book;
mod colour;
mod comments;
mod conditional;
mod container;
mod dense;
mod font;
mod fonts;
mod mend;
mod number_format;
mod package;
mod printed;
mod records;
mod refusal;
mod rich;
mod rules;
mod streamed;
mod value;
mod velvet;
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
        Format::Xls => match dense::xls(bytes) {
            Err(Refusal::Encrypted) => encrypted(bytes),
            opened => opened,
        },
        format => zipped(format, bytes),
    }
}

fn zipped(format: Format, bytes: &[u8]) -> Result<Workbook, Refusal> {
    match format {
        Format::Xlsx => xlsx::open(bytes),
        Format::Xlsb => xlsb::open(bytes),
        Format::Ods => dense::ods(bytes),
        Format::Xls => Err(Refusal::Encrypted),
    }
}

/// An encrypted package that other programs open without asking.
fn encrypted(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let (info, package) = biff::encrypted_package(bytes).ok_or(Refusal::Encrypted)?;
    let opened = velvet::package(&info, &package).ok_or(Refusal::Encrypted)?;
    zipped(container::format(&opened)?, &opened)
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
