//! Why the store could not be kept.

use std::path::PathBuf;

use super::disk::WriteError;
use tongbao_returns::domain::Period;

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

/// Returns that were kept with a bulletin and cannot be read any more.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// The list of returns.
    #[error("the list of returns is not well formed")]
    List(#[source] serde_json::Error),
    /// The facts of a period.
    #[error("the facts of {period} are not well formed")]
    Facts {
        /// Which.
        period: Period,
        /// Why.
        source: Box<polars::prelude::PolarsError>,
    },
}
