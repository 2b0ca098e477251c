//! What keeps the generator from writing a sample.

use std::io;
use std::path::PathBuf;

use rust_xlsxwriter::XlsxError;
use zip::result::ZipError;

use tongbao_figures::store::disk::WriteError;
use tongbao_render::RenderError;

/// Why no sample was written.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The recipe could not be read.
    #[error("cannot read the recipe `{path}`", path = .path.display())]
    ReadRecipe {
        /// Where it was looked for.
        path: PathBuf,
        /// Cause.
        source: io::Error,
    },
    /// The recipe is no such TOML file.
    #[error("the recipe is not well formed")]
    ParseRecipe {
        /// Cause, with line and column.
        source: Box<toml::de::Error>,
    },
    /// The recipe does not fit the forms.
    #[error("the recipe has {count} mistakes: {list}", count = .mistakes.len(), list = .mistakes.join("; "))]
    Recipe {
        /// One sentence each.
        mistakes: Vec<String>,
    },
    /// A case of the sample names a unit, form or item that does not exist.
    #[error("the sample has no {what} `{name}`")]
    Unknown {
        /// `unit`, `form`, `sheet`, `item` or `cover field`.
        what: &'static str,
        /// As the case names it.
        name: String,
    },
    /// A folder that should be new holds something.
    #[error("the folder `{path}` is not empty", path = .path.display())]
    NotEmpty {
        /// Which.
        path: PathBuf,
    },
    /// A form could not be rendered.
    #[error("cannot render a return")]
    Render {
        /// Cause.
        #[from]
        source: RenderError,
    },
    /// A workbook of the generator's own could not be written.
    #[error("cannot write a workbook")]
    Workbook {
        /// Cause.
        #[from]
        source: XlsxError,
    },
    /// The container of a workbook could not be changed.
    #[error("cannot change the container of a workbook")]
    Container {
        /// Cause.
        #[from]
        source: ZipError,
    },
    /// A file of the sample could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}
