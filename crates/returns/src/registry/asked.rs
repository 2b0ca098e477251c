//! What a unit is asked: which tasks of a ledger form it answers for, and which forms it therefore files.

use jiff::civil::Date;

use super::Unit;
use crate::domain::{Form, Task, TaskFiler, Tasks, UnitAttribute};

impl Unit {
    /// Its name, then those by which it is known beside.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// Its name, or, if it is asked for by another of its names, that one.
    pub fn called<'unit>(&'unit self, asked: &[&str]) -> &'unit str {
        self.names().find(|name| asked.contains(name)).unwrap_or(&self.name)
    }

    /// What the register says of it to somebody who asks for units of some names.
    pub fn attribute_among<'unit>(&'unit self, attribute: UnitAttribute, asked: &[&str]) -> &'unit str {
        if attribute == UnitAttribute::Name { self.called(asked) } else { self.attribute(attribute) }
    }

    /// As a ledger form looks at it.
    pub fn as_filer(&self) -> TaskFiler<'_> {
        TaskFiler {
            category: &self.category,
            grade: self.grade.as_deref(),
            name: &self.name,
            aliases: &self.aliases,
            county: &self.county,
            county_names: &self.county_names,
        }
    }

    /// Whether it answers for a task on a day.
    pub fn answers_for(&self, tasks: &Tasks, task: &Task, day: Date) -> bool {
        tasks.is_answered_by(task, self.as_filer(), day)
    }

    /// Whether it may be asked for a form: its kind files it, and it takes part in a plan that asks.
    pub fn may_file(&self, form: &Form) -> bool {
        form.is_filed_by(&self.category) && form.participants.includes(self.as_filer())
    }

    /// Whether it files a form for a period that ends on a day: it may be asked for it, and of a ledger form some task in sight is its own.
    pub fn files(&self, form: &Form, day: Date) -> bool {
        let has_task = |tasks: &Tasks| tasks.own_rows().any(|task| self.answers_for(tasks, task, day));
        self.may_file(form) && form.tasks.as_ref().is_none_or(has_task)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Category, CountyCode, UnitCode};

    #[test]
    fn of_its_names_the_one_is_said_that_is_asked_for() {
        let [code, county] = ["U1", "370811"];
        let unit = Unit::new(UnitCode::new(code), "市第一医院".to_owned(), Category::new("医院"), CountyCode::new(county));
        let unit = Unit { aliases: vec!["市一院".to_owned()], ..unit };
        assert_eq!(unit.called(&["市一院"]), "市一院");
        assert_eq!(unit.called(&["市一院", "市第一医院"]), "市第一医院");
        assert_eq!(unit.attribute_among(UnitAttribute::Name, &["市二院"]), "市第一医院");
        assert_eq!(unit.attribute_among(UnitAttribute::Category, &["市一院"]), "医院");
    }
}
