//! Which units answer for which rows of a ledger form, by rule (`[[tasks.asked]]`).

use super::code::{Category, CountyCode};

/// For whom a unit answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Capacity {
    /// For itself.
    #[default]
    Unit,
    /// For its county, together with the other units of the county that are asked so.
    County,
}

/// A rule: units of some categories answer for the rows of some scopes, and for those that call them by some words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedUnits {
    /// Scopes of rows: `public-hospital`.
    pub scopes: Vec<String>,
    /// Words among `responsible`: 各公立医院.
    pub words: Vec<String>,
    /// Categories of the units.
    pub categories: Vec<Category>,
    /// 等级 of the units; of any if there is none.
    pub grades: Vec<String>,
    /// The counties in which they lie, by code or name; all of them if there is none.
    pub within: Vec<String>,
    /// For whom they answer.
    pub capacity: Capacity,
}

impl AskedUnits {
    /// Whether it is a rule for a unit.
    pub fn includes(&self, filer: TaskFiler<'_>) -> bool {
        let is_of_grade = |grade: &str| self.grades.iter().any(|asked| asked == grade);
        self.categories.contains(filer.category)
            && (self.grades.is_empty() || filer.grade.is_some_and(is_of_grade))
            && (self.within.is_empty() || self.within.iter().any(|county| filer.lies_in(county)))
    }
}

/// A unit, as a ledger form looks at it.
#[derive(Debug, Clone, Copy)]
pub struct TaskFiler<'unit> {
    /// 类别.
    pub category: &'unit Category,
    /// 等级.
    pub grade: Option<&'unit str>,
    /// 单位名称.
    pub name: &'unit str,
    /// 曾用名/简称.
    pub aliases: &'unit [String],
    /// 县区代码.
    pub county: &'unit CountyCode,
    /// What that county is called.
    pub county_names: &'unit [String],
}

impl TaskFiler<'_> {
    /// Whether it is called so.
    pub fn bears(self, name: &str) -> bool {
        is_same(self.name, name) || self.aliases.iter().any(|alias| is_same(alias, name))
    }

    /// Whether its county is called so, or has this code.
    pub(super) fn lies_in(self, county: &str) -> bool {
        self.county.as_str() == county || self.county_names.iter().any(|name| name == county)
    }
}

/// Whether two spellings of a name differ by blanks alone.
fn is_same(one: &str, other: &str) -> bool {
    let is_letter = |character: &char| !character.is_whitespace();
    one.chars().filter(is_letter).eq(other.chars().filter(is_letter))
}
