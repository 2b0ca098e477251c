//! The steps of a task (分步), as a ledger form prints them: what is to be reached first, and next.

use jiff::civil::Date;

/// A step of a task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// What is to be reached.
    pub item: String,
    /// Until when, in words: `2025年底`.
    pub deadline: String,
    /// The last day of that.
    pub due: Option<Date>,
}

/// Where a unit stands in the steps of a task when it is handed a form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StepAt {
    /// How many steps are done: the form asks for the next one, and after the last for the last.
    pub done: usize,
    /// Position of the step of which the unit's last return speaks; none if there is none.
    pub told: Option<usize>,
}
