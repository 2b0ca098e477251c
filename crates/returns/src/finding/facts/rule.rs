//! A01: a rule of a plan is broken.

use serde::{Deserialize, Serialize};

use crate::domain::{Location, Reading};
use crate::finding::Severity;

/// A01: what a rule found, with all that it looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleBroken {
    /// Identifier of the rule, e.g. `JN-H-012`.
    pub rule: String,
    /// Its family: 表内, 跨期 …
    pub family: String,
    /// What follows, as the rule has it.
    pub severity: Severity,
    /// The rule's own sentence with the values in it: the words of the pack, not ours.
    pub sentence: String,
    /// What was expected, if anybody says so.
    pub expected: Option<Expected>,
    /// What the rule advises, if it does.
    pub hint: Option<String>,
    /// The values that the rule read, with their cells.
    pub cited: Vec<Cited>,
}

/// A value that a rule looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cited {
    /// The item in words: `出院人次`, `上年同期总收入`, `成员床位数合计`.
    pub item: String,
    /// As read.
    pub value: Reading,
    /// Its cell; `None` if the value comes from several returns or from none.
    pub at: Option<Location>,
}

/// What a rule expected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Expected {
    /// As the pack says it.
    Written(String),
    /// The same of a sum, with the number that it comes to.
    Computed {
        /// As the pack says it.
        written: String,
        /// What the sum comes to.
        wanted: f64,
        /// By how much it was missed.
        missed_by: f64,
    },
    /// A value of the magnitude that the unit's own history has.
    OwnMagnitude {
        /// The history's.
        base: f64,
    },
    /// A growth like that of the peers.
    PeersGrowth {
        /// The median of the peers.
        median: f64,
        /// The unit's own.
        own: f64,
    },
    /// A value like that of the peers.
    PeersValue {
        /// The median of the peers.
        median: f64,
        /// The unit's own.
        own: f64,
    },
}
