//! What is wrong with a return, as data: code, severity, place, and a sentence in plain Chinese that a filler can act on.
//!
//! Findings are collected and never stop a batch. Their words are Chinese always: fillers and clerks read them.

pub mod code;

pub use code::Code;

use serde::{Deserialize, Serialize};

use crate::domain::{FormId, Period, UnitCode};

/// What follows from a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// 拒收: the file is not used at all.
    Rejected,
    /// 差错: of a cell, its value is not used; of a rule (强制性), the return is sent back and stays out of totals.
    Error,
    /// 待说明 (准强制性): the return stays out of totals until it is corrected or explained.
    Suspect,
    /// 核实 (核实性): used; to be corrected or explained before a final bulletin.
    Explain,
    /// 存疑: used, somebody should look.
    Doubt,
    /// 提示: used; what was cleaned or chosen is said.
    Note,
}

impl Severity {
    /// The gravest first.
    pub const ALL: [Self; 6] = [Self::Rejected, Self::Error, Self::Suspect, Self::Explain, Self::Doubt, Self::Note];

    /// 拒收, 差错, 待说明, 核实, 存疑, 提示.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rejected => "拒收",
            Self::Error => "差错",
            Self::Suspect => "待说明",
            Self::Explain => "核实",
            Self::Doubt => "存疑",
            Self::Note => "提示",
        }
    }
}

/// A value that a rule looked at, with its cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cited {
    /// The item as the rule names it: `出院人次`, `上年同期_总收入`, `成员_床位数`.
    pub item: String,
    /// The value as read, formatted; `未填` if there is none.
    pub value: String,
    /// Path of the file; empty if the value comes from several returns or from none.
    pub file: String,
    /// Sheet name; empty likewise.
    pub sheet: String,
    /// A1 address; empty likewise.
    pub cell: String,
}

/// What the unit or the office said about a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state", content = "text")]
pub enum Explanation {
    /// It may stand, and why.
    Accepted(String),
    /// What was said is no explanation, and why not.
    Refused(String),
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
    /// Identifier of the rule, e.g. `JN-H-012`; empty if no rule of a plan was broken.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// Family of the rule: 表内, 跨期 …; empty likewise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub family: String,
    /// For when the return was filed, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// What was expected, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub expected: String,
    /// The values that the rule read, with their cells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cited: Vec<Cited>,
    /// What was said about it, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
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
            rule: String::new(),
            family: String::new(),
            period: None,
            expected: String::new(),
            cited: Vec::new(),
            explanation: None,
        }
    }

    /// What the finding is called in lists and by `tongbao explain`: the rule's identifier, else the code.
    pub fn id(&self) -> &str {
        if self.rule.is_empty() { self.code.as_str() } else { &self.rule }
    }

    /// What it is called: the title of its code, or the family of its rule.
    pub fn title(&self) -> String {
        if self.family.is_empty() { self.code.title().to_owned() } else { format!("{}审核", self.family) }
    }

    /// The values that the rule read, as an explanation must name them: `出院人次=120；出院患者手术人次=130`.
    pub fn values(&self) -> String {
        self.cited.iter().map(|cited| format!("{}={}", cited.item, cited.value)).collect::<Vec<_>>().join("；")
    }

    /// Whether the unit has to correct it or to say why it may stand.
    pub fn is_open(&self) -> bool {
        let is_explained = matches!(self.explanation, Some(Explanation::Accepted(_)));
        match self.severity {
            Severity::Rejected | Severity::Error => true,
            Severity::Suspect | Severity::Explain => !is_explained,
            Severity::Doubt | Severity::Note => false,
        }
    }

    /// Whether an explanation can settle it.
    pub fn can_be_explained(&self) -> bool {
        matches!(self.severity, Severity::Suspect | Severity::Explain)
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
