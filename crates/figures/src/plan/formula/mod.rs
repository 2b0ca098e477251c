//! A formula: a SQL expression over item names, as text and compiled.
//!
//! There is no language of ours: what stands in the pack is what any SQL engine runs over the stored Parquet.

pub(super) mod aggregates;
pub mod parts;
pub(super) mod trial;

use polars::prelude::Expr;
use polars::sql::sql_expr;

pub use self::parts::{Arithmetic, Operand, Parts};
use tongbao_returns::domain::ItemName;

/// What a formula or a condition may read besides items: the columns that every unit has.
pub const UNIT_ATTRIBUTES: [&str; 5] = ["单位代码", "单位名称", "类别", "等级", "县区代码"];

const YEAR_BEFORE: &str = "上年同期_";
const PREVIOUS_PERIOD: &str = "上期_";
const MEMBERS: &str = "成员_";
const YEAR_MEAN: &str = "平均_";

/// How many members the registry gives to the alliance that the unit leads; rules of alliance offices may read it.
pub const MEMBER_COUNT: &str = "名录成员数";

/// A formula as written and compiled.
#[derive(Debug, Clone)]
pub struct Formula {
    /// As written.
    pub text: String,
    /// Compiled; its columns are the names in the text, 上期_ and 上年同期_ included.
    pub expression: Expr,
    /// The items that it reads, each once, in the order of their names.
    pub reads: Vec<FormulaItem>,
    /// The unit attributes that it reads.
    pub attributes: Vec<String>,
    /// The aggregates that it is made of.
    pub parts: Parts,
}

/// An item that a formula reads, of this period or of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormulaItem {
    /// Name of the item, without prefix.
    pub name: ItemName,
    /// Of which period.
    pub lag: Lag,
}

impl FormulaItem {
    /// What a column stands for.
    pub fn of_column(column: &str) -> Self {
        let (name, lag) = if let Some(name) = column.strip_prefix(YEAR_BEFORE) {
            (name, Lag::YearBefore)
        } else if let Some(name) = column.strip_prefix(PREVIOUS_PERIOD) {
            (name, Lag::PreviousPeriod)
        } else if let Some(name) = column.strip_prefix(MEMBERS) {
            (name, Lag::Members)
        } else if let Some(name) = column.strip_prefix(YEAR_MEAN) {
            (name, Lag::YearMean)
        } else {
            (column, Lag::None)
        };
        Self { name: ItemName::new(name), lag }
    }

    /// The column that the formula reads: the name with its prefix.
    pub fn column(&self) -> String {
        format!("{}{}", self.lag.prefix(), self.name)
    }
}

/// Of which period an item is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lag {
    /// The period itself.
    None,
    /// 上期.
    PreviousPeriod,
    /// 上年同期.
    YearBefore,
    /// The period itself, added up over the members of the alliance that the unit leads; in rules only.
    Members,
    /// The mean of the quarter-ends of the year up to the period: a year's average of a 时点数 (docs/numbers.md rule 14); in
    /// indicators only.
    YearMean,
}

impl Lag {
    /// What stands before the name in a formula.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::None => "",
            Self::PreviousPeriod => PREVIOUS_PERIOD,
            Self::YearBefore => YEAR_BEFORE,
            Self::Members => MEMBERS,
            Self::YearMean => YEAR_MEAN,
        }
    }
}

/// Text that is no SQL expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FormulaMistake(pub String);

/// Compiles a formula; whether its names are items is for the pack's check to say.
pub fn parse(text: &str) -> Result<Formula, FormulaMistake> {
    let expression = sql_expr(text).map_err(|error| FormulaMistake(error.to_string()))?;
    let mut columns: Vec<String> = expression.clone().meta().root_names().iter().map(ToString::to_string).collect();
    columns.sort();
    columns.dedup();
    let (attributes, columns): (Vec<_>, Vec<_>) =
        columns.into_iter().partition(|column| UNIT_ATTRIBUTES.contains(&column.as_str()));
    let mut reads: Vec<_> = columns.iter().map(|column| FormulaItem::of_column(column)).collect();
    reads.sort();
    let parts = parts::parts(text, &expression);
    Ok(Formula { text: text.to_owned(), expression, reads, attributes, parts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_knows_what_it_reads() {
        let formula = parse(
            "(SUM(总费用) - SUM(上年同期_总费用)) * 100.0 / NULLIF(SUM(CASE WHEN 类别 = '乡镇卫生院' THEN 上期_总费用 END), 0)",
        )
        .unwrap();
        let reads: Vec<_> = formula.reads.iter().map(|item| (item.name.as_str(), item.lag)).collect();
        assert_eq!(reads, [("总费用", Lag::None), ("总费用", Lag::PreviousPeriod), ("总费用", Lag::YearBefore)]);
        assert_eq!(
            formula.reads.iter().map(FormulaItem::column).collect::<Vec<_>>(),
            ["总费用", "上期_总费用", "上年同期_总费用"]
        );
        assert_eq!(formula.attributes, ["类别"]);
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for text in ["SUM(总费用", "SUM(a) FROM b", "", "SUM(a) SUM(b)", "无此函数(a)"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
