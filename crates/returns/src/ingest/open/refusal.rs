//! Why a file is not opened: the facts of the finding about it, as they cross the border of a reading process.

use serde::{Deserialize, Serialize};

use crate::finding::Facts;
use crate::finding::facts::{
    Content, EmptyFile, Encrypted, NotAWorkbook, ReaderFailed, ReaderTimeout, TooLarge, Truncated, Unreadable, UnsupportedFormat,
};

/// Why a file is not read: becomes a finding about the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::ingest) enum Refusal {
    NotAWorkbook(NotAWorkbook),
    Truncated(Truncated),
    /// A workbook of Excel before version 97 that cannot be read.
    Outdated,
    EmptyFile,
    Encrypted,
    TooLarge(TooLarge),
    ReaderFailed,
    ReaderTimeout(ReaderTimeout),
    Unreadable(Unreadable),
}

impl Refusal {
    /// The bytes are something else. Whether they were meant to be a workbook depends on the file's name, which only the caller of
    /// [`super::open`] knows.
    pub(super) fn is(content: Content) -> Self {
        Self::NotAWorkbook(NotAWorkbook { content })
    }

    /// Whether the first bytes of the file were enough: nothing of it was unfolded or read.
    pub(in crate::ingest) fn is_at_first_sight(&self) -> bool {
        matches!(self, Self::NotAWorkbook(_) | Self::EmptyFile | Self::Unreadable(_))
    }

    /// The file is of a kind that can be read, but this one cannot. The reader's reason is English and helps no filler.
    pub(super) fn damaged(_cause: impl std::error::Error) -> Self {
        Self::Truncated(Truncated::Damaged)
    }
}

impl From<Refusal> for Facts {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotAWorkbook(facts) => facts.into(),
            Refusal::Truncated(facts) => facts.into(),
            Refusal::Outdated => UnsupportedFormat { content: Content::OldExcel }.into(),
            Refusal::EmptyFile => EmptyFile.into(),
            Refusal::Encrypted => Encrypted.into(),
            Refusal::TooLarge(facts) => facts.into(),
            Refusal::ReaderFailed => ReaderFailed.into(),
            Refusal::ReaderTimeout(facts) => facts.into(),
            Refusal::Unreadable(facts) => facts.into(),
        }
    }
}
