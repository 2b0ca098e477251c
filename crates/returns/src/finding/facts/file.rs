//! F: the file.

use serde::{Deserialize, Serialize};

use crate::finding::Severity;

/// F01: the bytes are no workbook, though the name says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotAWorkbook {
    /// What they are instead.
    pub content: Content,
}

/// F09: the file is of another kind, and does not pretend to be a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsupportedFormat {
    /// Which kind.
    pub content: Content,
}

/// What people send instead of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// A ZIP archive of something else.
    Archive,
    /// .rar
    Rar,
    /// .7z
    SevenZip,
    /// .gz
    Gzip,
    /// .pdf
    Pdf,
    /// .png, .jpg, .gif
    Image,
    /// .docx
    Word,
    /// .pptx
    PowerPoint,
    /// A compound file that is no workbook: .doc, .wps
    OldOffice,
    /// A workbook of Excel before version 97, if it cannot be read.
    OldExcel,
    /// .rtf
    Rtf,
    /// A web page.
    Html,
    /// XML that is no package.
    Xml,
    /// Words without any form.
    PlainText,
    /// Bytes that are no words either.
    Binary,
}

/// F02: the file breaks off, or its inside is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Truncated {
    /// The reader could not go on.
    Damaged,
    /// A cell stands where no sheet has one.
    CellOutside,
}

/// F03: no bytes at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmptyFile;

/// F04: the name claims another format than the content has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongExtension {
    /// As the name has it, in lower case.
    pub extension: String,
    /// The usual one of the content.
    pub content: String,
}

/// F05: a password is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encrypted;

/// F06: more than a return can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TooLarge {
    /// The file itself.
    File {
        /// Most that is read.
        most_mebibytes: u64,
    },
    /// What it unfolds to.
    Unfolded {
        /// The file as it is.
        bytes: u64,
        /// The same unfolded, at least.
        mebibytes: u64,
    },
    /// Sheets.
    Sheets {
        /// How many there are.
        found: usize,
        /// Most that are read.
        most: usize,
    },
    /// Filled cells, counted while they were read.
    Cells {
        /// Most that are read.
        most: usize,
    },
    /// Cells that the file announces.
    AnnouncedCells {
        /// How many.
        found: u64,
    },
    /// The words of all cells together.
    Words {
        /// Most that is read.
        most_mebibytes: u64,
    },
    /// The words of one cell.
    CellWords,
    /// What a reading process would hand over.
    Read {
        /// Most that is taken.
        most_mebibytes: u64,
    },
}

/// F07: the reader broke down on the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderFailed;

/// F08: the reader did not come to an end.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReaderTimeout {
    /// How long was waited.
    pub seconds: f64,
}

/// F10: the system does not hand the file out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// Why not.
    pub denial: Denial,
}

/// Why the system does not hand a file out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Denial {
    /// It is not there, or no longer.
    NotFound,
    /// This account may not read it.
    Permission,
    /// A folder has the name.
    Folder,
    /// A pipe or a device.
    NoFile,
    /// A symbolic link.
    Link,
    /// A symbolic link to what is not there.
    Dangling,
    /// A folder whose files this account may not list.
    ClosedFolder,
    /// Longer than the system opens.
    PathTooLong,
    /// Something rarer, by the number that the system gives it, if it gives one.
    Other(Option<i32>),
}

/// F11: more findings of one code than are told one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FurtherFindings {
    /// Of which code.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// What follows from each.
    pub severity: Severity,
    /// How many were not told.
    pub more: usize,
}

/// F12: one file holds several returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeveralReturns {
    /// How many.
    pub count: usize,
}
