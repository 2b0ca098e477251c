//! Bytes to a [`Workbook`]: by their content, never by the file's name, and never more than a return can hold.
//!
//! In: the bytes of one file. Out: its filled cells, or the [`Refusal`] that rejects the file. A hostile container is refused before it
//! is inflated; cells of .xlsx and .xlsb are streamed, so that one at XFD1048576 costs nothing. calamine keeps .xls and .ods in dense
//! rectangles: only a reading process with capped memory (see [`super::worker`]) makes these safe.

mod container;
mod dense;
mod streamed;
mod value;

use calamine::{Sheet, SheetType};
use serde::{Deserialize, Serialize};

use super::workbook::{Format, Workbook};
use crate::finding::Code;

/// More sheets than this are no return, and opening each takes time and memory even if it is empty.
const MOST_SHEETS: usize = 1_000;

/// Why a file is not read: becomes a finding about the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Refusal {
    /// Kind of refusal.
    pub(super) code: Code,
    /// What was seen, in Chinese.
    pub(super) detail: String,
}

impl Refusal {
    /// A refusal with what was seen.
    pub(super) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }

    /// The file is of a kind that can be read, but this one cannot. The reader's reason is English and helps no filler.
    fn damaged(_cause: impl std::fmt::Display) -> Self {
        Self::new(Code::Truncated, "文件残缺或已损坏，读取中断")
    }

    fn encrypted() -> Self {
        Self::new(Code::Encrypted, "文件已加密，请去除密码后重报")
    }
}

/// Reads a workbook from its bytes.
pub(super) fn open(bytes: &[u8]) -> Result<Workbook, Refusal> {
    match container::format(bytes)? {
        Format::Xlsx => streamed::xlsx(bytes),
        Format::Xlsb => streamed::xlsb(bytes),
        Format::Xls => dense::xls(bytes),
        Format::Ods => dense::ods(bytes),
    }
}

/// The sheets that hold cells.
fn worksheets(all: &[Sheet]) -> Result<Vec<Sheet>, Refusal> {
    if all.len() > MOST_SHEETS {
        return Err(Refusal::new(Code::TooLarge, format!("共 {} 张工作表，远超一份报表", all.len())));
    }
    Ok(all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect())
}
