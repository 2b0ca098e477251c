//! Documents to bytes. No files, no clock, no plan: everything shown is in the document, everything about its look in the [`House`].

#![cfg_attr(test, expect(clippy::disallowed_methods, reason = "tests write files as they please"))]

pub mod error;
pub mod fonts;
pub mod pdf;
pub mod profile;
pub mod theme;
pub mod verify;
pub mod xlsx;

pub use error::{PdfError, RenderError};
pub use fonts::{Faces, FontFile, Lack, Substitution};
pub use profile::Profile;
pub use theme::{FontRole, Theme};

/// The house style with its faces, parsed once per run and shared by all documents.
#[derive(Debug)]
pub struct House {
    /// Sizes, colours, role chains.
    pub theme: Theme,
    /// The page.
    pub profile: Profile,
    /// The parsed faces.
    pub faces: Faces,
}
