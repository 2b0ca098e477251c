//! What a unit or the office says about a finding (说明), before anybody has judged whether it is an explanation.

use serde::{Deserialize, Serialize};

use super::code::UnitCode;
use super::location::Location;
use super::period::Period;

/// One line of a slip's 说明 column or of `explanations.xlsx`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// For when.
    pub period: Period,
    /// Whose return.
    pub unit: UnitCode,
    /// Identifier of the rule, e.g. `JN-H-012`.
    pub rule: String,
    /// The values that it explains, as the finding named them: `出院人次＝120；出院患者手术人次＝130`.
    pub values: String,
    /// What is said.
    pub text: String,
    /// The cell of the text: on a slip, or in the office's `explanations.xlsx`.
    pub at: Location,
}
