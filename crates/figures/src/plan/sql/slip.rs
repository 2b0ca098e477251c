//! What is wrong with a text of a formula, for whoever wrote it.

use std::fmt;
use std::ops::Range;

/// What is wrong with a text that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Where it stands: bytes of the text.
    pub span: Range<usize>,
    /// What is wrong; it goes on behind the name of the text, as `公式` or `条件`.
    pub message: String,
    /// What to write instead, where that can be said.
    pub hint: Option<String>,
}

impl fmt::Display for Slip {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}
