//! A place in a file of a pack, for those who tell of it from elsewhere: what stands here says otherwise than there.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

/// A place in a file of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Below the folder of packs, with `/`.
    pub file: PathBuf,
    /// Counted from 1.
    pub line: usize,
    /// Bytes of the file's text.
    pub span: Range<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.file.display(), self.line)
    }
}
