//! A02–A04: what was said about findings and does not settle them.

use serde::{Deserialize, Serialize};

use super::{CodeLost, NamedUnit};
use crate::domain::{Period, UnitCode};

/// Why words are no explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// They give no reason: 核实无误, 同上.
    Reasonless,
    /// They are too few to give one.
    Short {
        /// How many characters it takes.
        fewest: usize,
    },
    /// The same words stand for too many findings.
    Repeated {
        /// For how many.
        times: usize,
    },
    /// They were said of other values.
    ValuesChanged {
        /// Of which.
        then: String,
    },
    /// They do not say which of two returns counts.
    Undecided {
        /// What there is to choose from.
        choices: Vec<String>,
    },
}

/// A02: what was said is no explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplanationInvalid {
    /// Of which rule.
    pub rule: String,
    /// What was said.
    pub said: String,
    /// Why it is none.
    pub fault: Fault,
}

/// A03: the values have changed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplanationExpired {
    /// Of which rule.
    pub rule: String,
    /// The values that were explained.
    pub then: String,
    /// The values as they are.
    pub now: String,
}

/// A04: what was said belongs to no finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExplanationUnmatched {
    /// No sheet of the office's workbook has the columns.
    NoTable,
    /// The sheet of a slip lacks its columns.
    NoColumns,
    /// A row of a slip does not say of which values.
    NoValuesOnSlip {
        /// Of which rule.
        rule: String,
    },
    /// A slip says more than anybody has asked.
    TooMany {
        /// Most that are heard.
        most: usize,
        /// How many were not.
        more: usize,
    },
    /// The row does not say for when.
    PeriodUnsaid,
    /// What the row says is no period.
    PeriodUnclear {
        /// As written.
        written: String,
    },
    /// The row does not say of which unit.
    UnitUnsaid {
        /// What became of the code.
        code: CodeLost,
    },
    /// Nobody bears the code.
    StrangeUnit {
        /// As written.
        code: String,
        /// Who bears the name beside it.
        by_name: Option<NamedUnit>,
    },
    /// Code and name belong to different units.
    TwoUnits {
        /// Who bears the code.
        by_code: NamedUnit,
        /// Who bears the name.
        by_name: NamedUnit,
    },
    /// The row does not say of which rule.
    RuleUnsaid,
    /// The row does not say of which values.
    ValuesUnsaid,
    /// No plan has the rule.
    StrangeRule {
        /// As written.
        rule: String,
    },
    /// The registry does not have the unit.
    UnitGone {
        /// As written.
        unit: UnitCode,
    },
    /// The rule binds: only a correction settles it.
    Binding {
        /// Which.
        rule: String,
    },
    /// The unit has no such finding.
    NothingFound {
        /// Of which rule.
        rule: String,
        /// For when.
        period: Period,
    },
}
