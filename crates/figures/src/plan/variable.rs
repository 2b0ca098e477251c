//! What a formula can be about: items of returns, of this period or another, what the register says of a unit, other indicators, and
//! how many the register lists.

use std::fmt;

use super::listed::Listed;
use tongbao_document::quotes::quoted;
use tongbao_returns::domain::{ItemName, Period, UnitAttribute};

/// How many members the registry gives to the alliance that the unit leads; rules of alliance offices may read it.
pub const MEMBER_COUNT: &str = "名录成员数";

/// 类型 of the alliances of a unit, as conditions call it.
pub const ALLIANCE_KIND: &str = "医联体类型";

/// Name, 简称 or code of a county, as conditions call it.
pub const COUNTY: &str = "县区";

/// The peer group of the plan, as conditions call it.
pub const PEER_GROUP: &str = "同组";

/// What stands before the identifier of an indicator that another one reads.
const INDICATOR: &str = "指标_";
const YEAR_BEFORE: &str = "上年同期_";
const PREVIOUS_PERIOD: &str = "上期_";
const MEMBERS: &str = "成员_";
const YEAR_MEAN: &str = "平均_";
const YEAR_END: &str = "上年末_";

/// What a name in a formula stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variable {
    /// What the register says of the unit.
    Attribute(UnitAttribute),
    /// 类型 of an alliance to which the unit belongs; only conditions of indicators may read it. A unit in several alliances is asked
    /// once for each.
    AllianceKind,
    /// What a county is called, or that of a unit: its name, 简称 or code, whichever is asked for; only conditions of indicators may read it.
    County,
    /// The peer group of the plan; only conditions of indicators may name it, and before they are run what it is of stands in its place.
    PeerGroup,
    /// The printed value of another indicator, by its identifier, for a member of the group (docs/numbers.md rule 16).
    Indicator(String),
    /// How many the register lists.
    Listed(Listed),
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
    /// 上年末: the fourth quarter of the year before; of what flows that whole year.
    YearEnd,
}

impl Variable {
    /// What a column is.
    pub fn of_column(column: &str) -> Self {
        if let Some(attribute) = UnitAttribute::of_column(column) {
            Self::Attribute(attribute)
        } else if let Some(listed) = Listed::of_column(column) {
            Self::Listed(listed)
        } else if column == ALLIANCE_KIND {
            Self::AllianceKind
        } else if column == COUNTY {
            Self::County
        } else if column == PEER_GROUP {
            Self::PeerGroup
        } else {
            let indicator = column.strip_prefix(INDICATOR).map(|id| Self::Indicator(id.to_owned()));
            indicator.unwrap_or_else(|| Self::Item(FormulaItem::of_column(column)))
        }
    }

    /// As fillers and clerks read it.
    pub fn in_words(&self) -> String {
        match self {
            Self::Attribute(attribute) => attribute.to_string(),
            Self::AllianceKind => ALLIANCE_KIND.to_owned(),
            Self::County => COUNTY.to_owned(),
            Self::PeerGroup => PEER_GROUP.to_owned(),
            Self::Indicator(id) => format!("指标{}", quoted(id)),
            Self::Listed(listed) => listed.word().to_owned(),
            Self::Item(item) => item.in_words(),
        }
    }

    /// The item, if it is one.
    pub fn item(&self) -> Option<&FormulaItem> {
        match self {
            Self::Item(item) => Some(item),
            Self::Attribute(_) | Self::AllianceKind | Self::County | Self::PeerGroup | Self::Indicator(_) | Self::Listed(_) => {
                None
            }
        }
    }

    /// Whether it is a word that the registry, or the plan, says of whoever is chosen: never a number.
    pub fn is_of_registry(&self) -> bool {
        match self {
            Self::Attribute(_) | Self::AllianceKind | Self::County | Self::PeerGroup => true,
            Self::Indicator(_) | Self::Listed(_) | Self::Item(_) => false,
        }
    }
}

impl fmt::Display for Variable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute(attribute) => attribute.fmt(out),
            Self::AllianceKind => out.write_str(ALLIANCE_KIND),
            Self::County => out.write_str(COUNTY),
            Self::PeerGroup => out.write_str(PEER_GROUP),
            Self::Indicator(id) => write!(out, "{INDICATOR}{id}"),
            Self::Listed(listed) => listed.fmt(out),
            Self::Item(item) => out.write_str(&item.column()),
        }
    }
}

impl FormulaItem {
    /// What a column that is no attribute stands for.
    pub fn of_column(column: &str) -> Self {
        let prefixes = [Lag::YearBefore, Lag::PreviousPeriod, Lag::Members, Lag::YearMean, Lag::YearEnd];
        let of_lag = |lag: Lag| column.strip_prefix(lag.prefix()).map(|name| (name, lag));
        let (name, lag) = prefixes.into_iter().find_map(of_lag).unwrap_or((column, Lag::None));
        Self { name: ItemName::new(name), lag }
    }

    /// As fillers and clerks read it: 上年同期总收入, 成员总收入合计.
    pub fn in_words(&self) -> String {
        let name = &self.name;
        match self.lag {
            Lag::None => name.to_string(),
            Lag::PreviousPeriod => format!("上期{name}"),
            Lag::YearBefore => format!("上年同期{name}"),
            Lag::Members => format!("成员{name}合计"),
            Lag::YearMean => format!("各季末平均{name}"),
            Lag::YearEnd => format!("上年末{name}"),
        }
    }

    /// The column that the formula reads: the name with its prefix.
    pub fn column(&self) -> String {
        format!("{}{}", self.lag.prefix(), self.name)
    }
}

impl Lag {
    /// The period of which is read for a period; of a mean its last.
    #[must_use]
    pub fn read_for(self, period: Period) -> Period {
        match self {
            Self::None | Self::Members | Self::YearMean => period,
            Self::PreviousPeriod => period.previous(),
            Self::YearBefore => period.year_before(),
            Self::YearEnd => period.year_end_before(),
        }
    }

    /// What stands before the name in a formula.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::None => "",
            Self::PreviousPeriod => PREVIOUS_PERIOD,
            Self::YearBefore => YEAR_BEFORE,
            Self::Members => MEMBERS,
            Self::YearMean => YEAR_MEAN,
            Self::YearEnd => YEAR_END,
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
        assert_eq!(read("上年末_床位数"), item("床位数", Lag::YearEnd));
        assert_eq!(Variable::of_column("医联体类型"), Variable::AllianceKind);
        assert_eq!((Variable::of_column("县区"), Variable::of_column("同组")), (Variable::County, Variable::PeerGroup));
        assert_eq!(Variable::of_column("指标_就诊率"), Variable::Indicator("就诊率".to_owned()));
        assert_eq!(Variable::of_column("名录_成员数"), Variable::Listed(Listed::Members));
        assert_eq!(read("名录成员数"), item("名录成员数", Lag::None), "what rules read has no line below");
    }

    #[test]
    fn a_variable_is_written_as_its_column() {
        for column in
            ["等级", "总费用", "上年同期_总费用", "上年末_床位数", "医联体类型", "县区", "同组", "指标_就诊率", "名录_机构数"]
        {
            assert_eq!(Variable::of_column(column).to_string(), column);
        }
    }

    #[test]
    fn in_words_a_variable_has_no_signs_of_its_own() {
        for (column, words) in [
            ("等级", "等级"),
            ("总费用", "总费用"),
            ("上期_总费用", "上期总费用"),
            ("上年同期_总费用", "上年同期总费用"),
            ("上年末_床位数", "上年末床位数"),
            ("平均_床位数", "各季末平均床位数"),
            ("成员_床位数", "成员床位数合计"),
            ("医联体类型", "医联体类型"),
            ("指标_就诊率", "指标“就诊率”"),
            ("名录_机构数", "名录机构数"),
            ("名录成员数", "名录成员数"),
        ] {
            assert_eq!(Variable::of_column(column).in_words(), words);
        }
    }
}
