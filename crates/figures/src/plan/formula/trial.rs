//! A formula run on a few made-up rows: what it makes of them says whether it can be used.

use std::collections::BTreeSet;

use polars::prelude::{Column, DataFrame, DataType, IntoLazy, PolarsResult};

use super::{Formula, FormulaItem};
use crate::plan::aggregation::Aggregate;
use crate::plan::variable::Variable;
use tongbao_returns::domain::{Category, UnitAttribute};

/// What a formula makes of two units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    let other = |other: &Variable| {
        let name = other.to_string().into();
        if other.is_of_registry() { Column::new(name, ["甲", "乙"]) } else { Column::new(name, [1.0, 3.0]) }
    };
    let columns = formula.attributes.iter().map(attribute).chain(formula.reads.iter().map(item));
    let columns = columns.chain(formula.others.iter().map(other)).collect();
    let result = DataFrame::new(2, columns)?.lazy().select([formula.expression.clone().alias("值")]).collect()?;
    result.column("值").cloned()
}

/// The categories whose units a condition can choose: what it asks beside 类别 may have any answer.
pub(in crate::plan) fn chosen(condition: &Formula, categories: &BTreeSet<&Category>) -> PolarsResult<BTreeSet<Category>> {
    let categories: Vec<&Category> = categories.iter().copied().collect();
    let nothing = |name: String| Column::new(name.into(), vec![None::<&str>; categories.len()]);
    let attribute = |attribute: &UnitAttribute| match attribute {
        UnitAttribute::Category => {
            let words: Vec<&str> = categories.iter().map(|category| category.as_str()).collect();
            Column::new(attribute.column().into(), words)
        }
        _ => nothing(attribute.to_string()),
    };
    let columns = condition.attributes.iter().map(attribute);
    let columns = columns.chain(condition.reads.iter().map(|item| nothing(item.column())));
    let columns = columns.chain(condition.others.iter().map(|other| nothing(other.to_string()))).collect();
    let answers = condition.answers(DataFrame::new(categories.len(), columns)?)?;
    let chosen = categories.into_iter().zip(answers).filter(|(_, answer)| *answer != Some(false));
    Ok(chosen.map(|(category, _)| category.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_chooses_categories_whatever_else_it_asks() {
        let (hospital, centre) = (Category::new("医院"), Category::new("卫生院"));
        let categories = BTreeSet::from([&hospital, &centre]);
        let chosen = |text: &str| {
            let chosen = chosen(&Formula::<Variable>::parse(text).unwrap(), &categories).unwrap();
            chosen.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(chosen("类别 = '医院'"), "医院");
        assert_eq!(chosen("类别 = '医院' AND 等级 = '三级'"), "医院", "of any level");
        assert_eq!(chosen("类别 <> '医院' AND 互认 = '是' AND 医联体类型 = '专科联盟'"), "卫生院");
        assert_eq!(chosen("类别 = '医院' OR 互认 = '是'"), "医院 卫生院");
        assert_eq!(chosen("类别 = '医院' AND 类别 = '卫生院'"), "");
    }
}
