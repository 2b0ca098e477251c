//! Why the store could not be kept.

use std::path::PathBuf;

use super::disk::WriteError;

/// A store that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk refused.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Parquet refused.
    #[error("cannot write the facts `{path}`", path = .path.display())]
    Facts {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: Box<polars::prelude::PolarsError>,
    },
    /// The list of files could not be put into JSON.
    #[error("cannot write the list of files read")]
    Catalogue {
        /// Why.
        source: serde_json::Error,
    },
}
