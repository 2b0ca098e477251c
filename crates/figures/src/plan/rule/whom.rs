//! Which units a rule concerns, beyond those that file its form.

use polars::prelude::{Column, DataFrame, DataType, IntoLazy, PolarsResult};

use super::Rule;
use crate::plan::formula::FormulaMistake;
use crate::plan::variable::UNIT_ATTRIBUTES;

impl Rule {
    /// Whether the rule's condition lets units in, unit by unit; their attributes in the order of [`UNIT_ATTRIBUTES`].
    pub fn admits(&self, units: &[[&str; UNIT_ATTRIBUTES.len()]]) -> Result<Vec<bool>, FormulaMistake> {
        let Some(condition) = &self.condition else { return Ok(vec![true; units.len()]) };
        let run = || -> PolarsResult<Vec<bool>> {
            let column = |(position, name): (usize, &&str)| {
                let words: Vec<&str> = units.iter().filter_map(|unit| unit.get(position).copied()).collect();
                Column::new((*name).into(), words)
            };
            let columns = UNIT_ATTRIBUTES.iter().enumerate().map(column).collect();
            let answer =
                DataFrame::new(units.len(), columns)?.lazy().select([condition.expression.clone().alias("值")]).collect()?;
            let answer = answer.column("值")?.cast(&DataType::Boolean)?;
            let truths: Vec<bool> = answer.bool()?.iter().map(|truth| truth == Some(true)).collect();
            // A condition over constants alone has one answer for everybody.
            Ok(if let ([only], false) = (truths.as_slice(), units.len() == 1) { vec![*only; units.len()] } else { truths })
        };
        Ok(run()?)
    }
}
