//! A formula run on a few made-up rows: what it makes of them says whether it can be used.

use std::collections::BTreeSet;

use polars::prelude::{Column, DataFrame, DataType, IntoLazy, PolarsResult};

use super::{Formula, FormulaItem};
use crate::plan::aggregation::Aggregate;
use tongbao_returns::domain::{Category, UnitAttribute};

/// What a formula makes of two units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plan) enum Outcome {
    /// One number for both.
    Number,
    /// One value that is no number.
    NoNumber,
    /// Yes or no.
    Truth,
    /// A value for each.
    Rows,
}

/// Runs a formula over two units; items are numbers or words.
pub(in crate::plan) fn group_of_two(
    formula: &Formula<Aggregate>,
    is_number: impl Fn(&FormulaItem) -> bool,
) -> PolarsResult<Outcome> {
    let value = over_two(formula, is_number)?;
    Ok(match value.dtype() {
        _ if value.len() != 1 => Outcome::Rows,
        dtype if dtype.is_primitive_numeric() => Outcome::Number,
        _ => Outcome::NoNumber,
    })
}

/// Runs a condition or a value over two units, one by one; says why it cannot be run, or what it yields.
pub(in crate::plan) fn unit_by_unit(formula: &Formula, is_number: impl Fn(&FormulaItem) -> bool) -> PolarsResult<Outcome> {
    Ok(match over_two(formula, is_number)?.dtype() {
        DataType::Boolean => Outcome::Truth,
        dtype if dtype.is_primitive_numeric() => Outcome::Number,
        _ => Outcome::NoNumber,
    })
}

fn over_two<Operand>(formula: &Formula<Operand>, is_number: impl Fn(&FormulaItem) -> bool) -> PolarsResult<Column> {
    let attribute = |attribute: &UnitAttribute| Column::new(attribute.column().into(), ["甲", "乙"]);
    let item = |item: &FormulaItem| {
        let name = item.column().into();
        if is_number(item) { Column::new(name, [1.0, 3.0]) } else { Column::new(name, ["是", "否"]) }
    };
    let columns = formula.attributes.iter().map(attribute).chain(formula.reads.iter().map(item)).collect();
    let result = DataFrame::new(2, columns)?.lazy().select([formula.expression.clone().alias("值")]).collect()?;
    result.column("值").cloned()
}

/// The categories whose units a condition can choose. A condition that reads more than 类别 may choose units of each.
pub(in crate::plan) fn chosen(condition: &Formula, categories: &BTreeSet<&Category>) -> PolarsResult<BTreeSet<Category>> {
    let categories: Vec<&Category> = categories.iter().copied().collect();
    let admits = condition.admits(&categories, |category, _| category.as_str())?;
    let reads_more = condition.attributes.iter().any(|attribute| *attribute != UnitAttribute::Category);
    let chosen = categories.into_iter().zip(admits).filter(|(_, admits)| reads_more || *admits);
    Ok(chosen.map(|(category, _)| category.clone()).collect())
}
