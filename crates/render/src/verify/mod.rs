//! Written files back to numbers: one number in workbook, page and sentence.
//!
//! In: the bytes of a PDF and of a workbook, as they lie on disk or are about to, and an [`Expectation`]: every figure of the
//! document with the place where each medium shows it. Out: [`Difference`]s. Nothing of the renderers is used: the page is read
//! back through its fonts' `ToUnicode` tables, the workbook through its cells' values and number formats. What is written wrongly,
//! lost, or changed afterwards is found here.

pub mod error;
mod expectation;
mod format;
mod page;
mod sheet;
mod workbook;

use serde::Serialize;

pub use error::VerifyError;
pub use expectation::{Expectation, Layout, expect};

/// A figure that a medium does not show as the document has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Where: a sheet and a cell, or the words around it on the page.
    pub place: String,
    /// What the document says.
    pub expected: String,
    /// What the file shows in its place; `None` if there is no such place.
    pub found: Option<String>,
}

/// What came of comparing a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Figures compared.
    pub figures: usize,
    /// Figures that differ.
    pub differences: Vec<Difference>,
}

/// Compares the text of a PDF with the document.
pub fn page(bytes: &[u8], expectation: &Expectation) -> Result<Outcome, VerifyError> {
    Ok(page::compare(&page::read(bytes)?, &expectation.passages))
}

/// Compares the cells of a workbook, and the sentences of its sheet 正文, with the document.
pub fn workbook(bytes: &[u8], expectation: &Expectation) -> Result<Outcome, VerifyError> {
    workbook::compare(bytes, expectation)
}
