//! What a formula can be about: items of returns, of this period or another, and what the register says of a unit.

use std::fmt;

use tongbao_returns::domain::{ItemName, UnitAttribute};

/// How many members the registry gives to the alliance that the unit leads; rules of alliance offices may read it.
pub const MEMBER_COUNT: &str = "名录成员数";

const YEAR_BEFORE: &str = "上年同期_";
const PREVIOUS_PERIOD: &str = "上期_";
const MEMBERS: &str = "成员_";
const YEAR_MEAN: &str = "平均_";

/// What a name in a formula stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variable {
    /// What the register says of the unit.
    Attribute(UnitAttribute),
    /// An item; whether there is one of that name is for the pack's check to say.
    Item(FormulaItem),
}

/// An item that a formula reads, of this period or of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormulaItem {
    /// Name of the item, without prefix.
    pub name: ItemName,
    /// Of which period.
    pub lag: Lag,
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

impl Variable {
    /// What a column is.
    pub fn of_column(column: &str) -> Self {
        UnitAttribute::of_column(column).map_or_else(|| Self::Item(FormulaItem::of_column(column)), Self::Attribute)
    }

    /// The item, if it is one.
    pub fn item(&self) -> Option<&FormulaItem> {
        match self {
            Self::Item(item) => Some(item),
            Self::Attribute(_) => None,
        }
    }
}

impl fmt::Display for Variable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute(attribute) => attribute.fmt(out),
            Self::Item(item) => out.write_str(&item.column()),
        }
    }
}

impl FormulaItem {
    /// What a column that is no attribute stands for.
    pub fn of_column(column: &str) -> Self {
        let prefixes = [Lag::YearBefore, Lag::PreviousPeriod, Lag::Members, Lag::YearMean];
        let of_lag = |lag: Lag| column.strip_prefix(lag.prefix()).map(|name| (name, lag));
        let (name, lag) = prefixes.into_iter().find_map(of_lag).unwrap_or((column, Lag::None));
        Self { name: ItemName::new(name), lag }
    }

    /// The column that the formula reads: the name with its prefix.
    pub fn column(&self) -> String {
        format!("{}{}", self.lag.prefix(), self.name)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_an_attribute_or_an_item_of_some_period() {
        assert_eq!(Variable::of_column("类别"), Variable::Attribute(UnitAttribute::Category));
        let read = |column| Variable::of_column(column).item().map(|item| (item.name.to_string(), item.lag));
        let item = |name: &str, lag| Some((name.to_owned(), lag));
        assert_eq!(read("总费用"), item("总费用", Lag::None));
        assert_eq!(read("上期_总费用"), item("总费用", Lag::PreviousPeriod));
        assert_eq!(read("上年同期_总费用"), item("总费用", Lag::YearBefore));
        assert_eq!(read("成员_总费用"), item("总费用", Lag::Members));
        assert_eq!(read("平均_总费用"), item("总费用", Lag::YearMean));
    }

    #[test]
    fn a_variable_is_written_as_its_column() {
        for column in ["等级", "总费用", "上年同期_总费用"] {
            assert_eq!(Variable::of_column(column).to_string(), column);
        }
    }
}
