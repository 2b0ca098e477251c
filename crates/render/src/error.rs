//! Why a document could not be rendered.

/// A document that cannot become a file.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A font file is not a font.
    #[error("cannot read the font `{file}`")]
    Font {
        /// File name.
        file: String,
    },
    /// A font whose weight can be varied: its outlines cannot be cut into a document.
    #[error("the font `{file}` is a variable font")]
    VariableFont {
        /// File or family as the chain names it.
        file: String,
    },
    /// A role of the style names no usable face.
    #[error("the house style's role `{role}` names no font that is there")]
    Role {
        /// `fangsong`, `hei` …
        role: String,
    },
    /// No face has the character, nor 〓 to stand in for it.
    #[error("no font has the character {character} (U+{code:04X}), which stands in: {place}", code = u32::from(*.character))]
    Glyph {
        /// The character.
        character: char,
        /// The text around it.
        place: String,
    },
    /// The workbook writer refused.
    #[error("cannot write the workbook `{title}`")]
    Workbook {
        /// Title of the document.
        title: String,
        /// Its reason.
        source: Box<rust_xlsxwriter::XlsxError>,
    },
    /// The PDF writer refused.
    #[error("cannot write the PDF `{title}`")]
    Pdf {
        /// Title of the document.
        title: String,
        /// Its reason.
        source: PdfError,
    },
}

/// Why a PDF cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A page uses a face that was not loaded.
    #[error("the face {0} is not there")]
    Face(u16),
    /// A face cannot be cut; the cutter has no other reason than its words.
    #[error("a face cannot be cut: {0}")]
    Cut(String),
    /// The writer of objects refused.
    #[error("its objects cannot be written")]
    Objects(#[source] std::io::Error),
}
