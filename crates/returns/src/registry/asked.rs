//! What a unit is asked: which tasks of a ledger form it answers for, and which forms it therefore files.

use jiff::civil::Date;

use super::Unit;
use crate::domain::{Form, Task, Tasks};

impl Unit {
    /// Its name, then those by which it is known beside.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// Whether it answers for a task on a day.
    pub fn answers_for(&self, tasks: &Tasks, task: &Task, day: Date) -> bool {
        tasks.is_answered_by(task, &self.category, self.names(), day)
    }

    /// Whether it files a form for a period that ends on a day: its kind does, and of a ledger form some task is its own.
    pub fn files(&self, form: &Form, day: Date) -> bool {
        let has_task = |tasks: &Tasks| tasks.rows.iter().any(|task| self.answers_for(tasks, task, day));
        form.is_filed_by(&self.category) && form.tasks.as_ref().is_none_or(has_task)
    }
}
