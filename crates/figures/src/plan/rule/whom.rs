//! Which units a rule concerns, beyond those that file its form.

use polars::prelude::PolarsResult;
use tongbao_returns::domain::UnitAttribute;

use super::{Rule, Test};
use crate::plan::variable::Variable;

impl Rule {
    /// The names of units that its condition asks for.
    pub fn names_asked(&self) -> Vec<&str> {
        let name = Variable::Attribute(UnitAttribute::Name);
        self.condition.as_ref().map(|condition| condition.words_of(&name)).unwrap_or_default()
    }

    /// Whether an answer of 不适用 breaks it.
    pub fn forbids_not_applicable(&self) -> bool {
        matches!(&self.test, Test::Conditions(conditions) if conditions.iter().any(|one| one.forbids_not_applicable))
    }

    /// Whether the rule's condition lets units in, one by one; `said` is what the register says of a unit.
    pub fn admits<Unit>(&self, units: &[Unit], said: impl Fn(&Unit, UnitAttribute) -> &str) -> PolarsResult<Vec<bool>> {
        self.condition.as_ref().map_or_else(|| Ok(vec![true; units.len()]), |condition| condition.admits(units, said))
    }
}
