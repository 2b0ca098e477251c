//! What is not as it was issued: which file, and in what way.

use std::error::Error;
use std::io;

use serde::{Serialize, Serializer};

/// In what way a file is not as it was issued.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// A published file has another content.
    #[error("its content is not what was issued")]
    Published,
    /// A file that was kept with the issue has another content.
    #[error("its content is not what was sealed")]
    Kept,
    /// The bulletin was issued, and nothing is kept of it.
    #[error("it was issued, but .tongbao/issued holds nothing of it")]
    Unsealed,
    /// Issued, and not published yet, or taken away since.
    #[error("it was issued, but its files do not stand there; `tongbao run` publishes them again")]
    Unpublished,
    /// It is not there any more.
    #[error("it is gone")]
    Gone,
    /// It was not there when the bulletin was issued.
    #[error("it is not among what was issued")]
    Added,
    /// It stands a second time elsewhere, where it belongs.
    #[error("it is a copy: what was issued stands in `{of}`")]
    Copied {
        /// Where the original stands.
        of: String,
    },
    /// It does not stand where it belongs, and there is nothing.
    #[error("it does not stand in its place: it belongs to `{place}`")]
    Moved {
        /// Where it belongs.
        place: String,
    },
    /// It is about an issue of which nothing is kept.
    #[error("it withdraws an issue of which .tongbao/issued holds nothing")]
    NotKept,
    /// The system does not hand it out.
    #[error("it cannot be read")]
    Unreadable(#[source] io::Error),
    /// Its content is what was sealed, and this version cannot make sense of it.
    #[error("it is not well formed")]
    Malformed(#[source] Box<dyn Error + Send + Sync>),
}

/// A file that is not as it was issued.
#[derive(Debug)]
pub struct AlteredFile {
    /// Its path, as it is told.
    pub path: String,
    /// In what way.
    pub damage: Damage,
}

/// `bulletins/2025Q3/quarterly/全县.pdf: its content is not what was issued`
impl Serialize for AlteredFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}: {}", self.path, self.damage))
    }
}
