//! What is wrong with a return, as data: code, severity, place, and a sentence in plain Chinese that a filler can act on.
//!
//! Findings are collected and never stop a batch. Their words are Chinese always: fillers and clerks read them.

pub mod code;

pub use code::Code;

use serde::Deserialize;
use serde::Serialize;

use crate::domain::FormId;
use crate::domain::UnitCode;

/// What follows from a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// 拒收: the file is not used at all.
    Rejected,
    /// 差错: the value in the cell is not used.
    Error,
    /// 存疑: used, somebody should look.
    Doubt,
    /// 提示: used; what was cleaned or chosen is said.
    Note,
}

impl Severity {
    /// 拒收, 差错, 存疑, 提示.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rejected => "拒收",
            Self::Error => "差错",
            Self::Doubt => "存疑",
            Self::Note => "提示",
        }
    }
}

/// One violation, at one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// Path of the file below the inbox; empty if it concerns no file.
    pub file: String,
    /// Sheet name; empty if it concerns the whole file.
    pub sheet: String,
    /// A1 address; empty if it concerns the whole sheet.
    pub cell: String,
    /// What kind of violation.
    pub code: Code,
    /// What follows.
    pub severity: Severity,
    /// Whose return, as far as known.
    pub unit: Option<UnitCode>,
    /// Which form, as far as known.
    pub form: Option<FormId>,
    /// What is wrong, with the values read.
    pub message: String,
    /// What to do about it; may be empty.
    pub hint: String,
}

impl Finding {
    /// A finding about a whole file, with the severity that its code has.
    pub fn about_file(code: Code, file: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            sheet: String::new(),
            cell: String::new(),
            code,
            severity: code.severity(),
            unit: None,
            form: None,
            message: message.into(),
            hint: code.hint().to_owned(),
        }
    }

    /// The same finding at a sheet and cell.
    #[must_use]
    pub fn at(mut self, sheet: &str, cell: impl Into<String>) -> Self {
        sheet.clone_into(&mut self.sheet);
        self.cell = cell.into();
        self
    }

    /// The same finding with a hint of its own.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same finding of a unit's return.
    #[must_use]
    pub fn of(mut self, unit: &UnitCode, form: &FormId) -> Self {
        self.unit = Some(unit.clone());
        self.form = Some(form.clone());
        self
    }

    /// `inbox/a.xlsx › 表1 › D3`, as far as known.
    pub fn place(&self) -> String {
        [&self.file, &self.sheet, &self.cell]
            .iter()
            .filter(|part| !part.is_empty())
            .map(|part| part.as_str())
            .collect::<Vec<_>>()
            .join(" › ")
    }
}

/// A stage's product and the findings made on the way; findings never stop a batch.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The product.
    pub value: T,
    /// In the order in which they were made.
    pub findings: Vec<Finding>,
}
