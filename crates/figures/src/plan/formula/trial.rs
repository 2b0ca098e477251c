//! A formula run on a few made-up rows: what it makes of them says whether it can be used.

use std::collections::BTreeSet;

use polars::prelude::{Column, DataFrame, DataType, IntoLazy, PolarsError};

use super::{Formula, FormulaItem};
use crate::plan::aggregation::Aggregate;
use crate::plan::variable::UNIT_ATTRIBUTES;
use tongbao_returns::domain::Category;

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
) -> Result<Outcome, PolarsError> {
    let mut columns: Vec<Column> = UNIT_ATTRIBUTES.iter().map(|&name| Column::new(name.into(), ["甲", "乙"])).collect();
    for item in &formula.reads {
        let name = item.column().into();
        columns.push(if is_number(item) { Column::new(name, [1.0, 3.0]) } else { Column::new(name, ["是", "否"]) });
    }
    let result = DataFrame::new(2, columns)?.lazy().select([formula.expression.clone().alias("值")]).collect()?;
    let value = result.column("值")?;
    Ok(match value.dtype() {
        _ if value.len() != 1 => Outcome::Rows,
        dtype if dtype.is_primitive_numeric() => Outcome::Number,
        _ => Outcome::NoNumber,
    })
}

/// Runs a condition or a value over two units, one by one; says why it cannot be run, or what it yields.
pub(in crate::plan) fn unit_by_unit(formula: &Formula, is_number: impl Fn(&FormulaItem) -> bool) -> Result<Outcome, PolarsError> {
    let mut columns: Vec<Column> = UNIT_ATTRIBUTES.iter().map(|&name| Column::new(name.into(), ["甲", "乙"])).collect();
    for item in &formula.reads {
        let name = item.column().into();
        columns.push(if is_number(item) { Column::new(name, [1.0, 3.0]) } else { Column::new(name, ["是", "否"]) });
    }
    let result = DataFrame::new(2, columns)?.lazy().select([formula.expression.clone().alias("值")]).collect()?;
    Ok(match result.column("值")?.dtype() {
        DataType::Boolean => Outcome::Truth,
        dtype if dtype.is_primitive_numeric() => Outcome::Number,
        _ => Outcome::NoNumber,
    })
}

/// The categories whose units a condition can choose. A condition that reads more than 类别 may choose units of each.
pub(in crate::plan) fn chosen(condition: &Formula, categories: &BTreeSet<&Category>) -> Result<BTreeSet<Category>, PolarsError> {
    let names: Vec<&str> = categories.iter().map(|category| category.as_str()).collect();
    let columns = UNIT_ATTRIBUTES.iter().map(|&name| Column::new(name.into(), &names)).collect();
    let units = DataFrame::new(names.len(), columns)?.lazy().filter(condition.expression.clone()).collect()?;
    let chosen = units.column("类别")?.cast(&DataType::String)?;
    let reads_only_category = condition.attributes.iter().all(|attribute| *attribute == "类别");
    Ok(if reads_only_category {
        chosen.str()?.iter().flatten().map(Category::new).collect()
    } else {
        categories.iter().map(|&category| category.clone()).collect()
    })
}
