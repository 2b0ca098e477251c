//! Which units a rule concerns, beyond those that file its form.

use polars::prelude::PolarsResult;
use tongbao_returns::domain::UnitAttribute;

use super::Rule;

impl Rule {
    /// Whether the rule's condition lets units in, one by one; `said` is what the register says of a unit.
    pub fn admits<Unit>(&self, units: &[Unit], said: impl Fn(&Unit, UnitAttribute) -> &str) -> PolarsResult<Vec<bool>> {
        self.condition.as_ref().map_or_else(|| Ok(vec![true; units.len()]), |condition| condition.admits(units, said))
    }
}
