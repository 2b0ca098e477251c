//! Which rows of a ledger form are looked at: a bulletin sees its own plan's alone, a special report those of its topic.

use std::collections::BTreeSet;

/// Which rows of a ledger form are looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Sight {
    /// All of them.
    #[default]
    All,
    /// Those of a plan, by its identifier, where there are those of several.
    Plan(String),
    /// Some tasks, by their identifiers.
    Tasks(BTreeSet<String>),
}

impl Sight {
    /// Whether the row of a task is looked at, by its identifier and that of its plan, if its form says whose it is.
    pub fn has(&self, task: &str, plan: Option<&str>) -> bool {
        match self {
            Self::All => true,
            Self::Plan(id) => plan == Some(id.as_str()),
            Self::Tasks(ids) => ids.contains(task),
        }
    }

    /// Whether there may be rows that are not looked at.
    pub fn is_narrowed(&self) -> bool {
        *self != Self::All
    }
}
