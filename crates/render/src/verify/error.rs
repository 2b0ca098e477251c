//! Why a written file could not be read back.

/// A file that is not what was written.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// Not a PDF.
    #[error("the file is not a readable PDF")]
    Pdf(#[source] Box<lopdf::Error>),
    /// Not a workbook.
    #[error("the file is not a readable workbook")]
    Container(#[from] zip::result::ZipError),
    /// A part of a workbook that is not well formed.
    #[error("the workbook's part `{part}` is not well formed")]
    Part {
        /// Its name in the container.
        part: String,
        /// Why.
        source: Box<quick_xml::Error>,
    },
    /// A part of a workbook that cannot be inflated.
    #[error("the workbook's part `{part}` cannot be read")]
    Inflate {
        /// Its name in the container.
        part: String,
        /// Why.
        source: std::io::Error,
    },
}
