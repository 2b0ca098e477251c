//! Of whom a target may be asked: one group, with what the registry and the plan say of it.
//!
//! In: words of the registry, gathered by whoever has it. Out: an [`Addressee`], of which a target's `for` asks its
//! [`GroupAttribute`]s.

use std::fmt;

use super::scope::Scope;
use super::variable::{ALLIANCE_KIND, COUNTY, PEER_GROUP};
use tongbao_returns::domain::{AllianceCode, Category, CountyCode, UnitCode};

/// What a target's `for` may ask of a group, called as the registry calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupAttribute {
    /// 单位代码 of a unit.
    UnitCode,
    /// 单位名称 of a unit, 曾用名 and 简称 included.
    UnitName,
    /// 类别 of a unit.
    Category,
    /// 等级 of a unit; no words if it has none.
    Grade,
    /// 县区代码 of a county, or of the county to which a unit belongs.
    CountyCode,
    /// Name, 简称 or code of a county, or of the county to which a unit belongs.
    County,
    /// 医联体代码 of an alliance.
    AllianceCode,
    /// Name or code of an alliance.
    Alliance,
    /// 类型 of an alliance.
    AllianceKind,
    /// Name of the plan's peer group; no words of who is in none.
    PeerGroup,
}

impl GroupAttribute {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::UnitCode,
        Self::UnitName,
        Self::Category,
        Self::Grade,
        Self::CountyCode,
        Self::County,
        Self::AllianceCode,
        Self::Alliance,
        Self::AllianceKind,
        Self::PeerGroup,
    ];

    /// Its name in a `for`.
    pub const fn column(self) -> &'static str {
        match self {
            Self::UnitCode => "单位代码",
            Self::UnitName => "单位名称",
            Self::Category => "类别",
            Self::Grade => "等级",
            Self::CountyCode => "县区代码",
            Self::County => COUNTY,
            Self::AllianceCode => "医联体代码",
            Self::Alliance => "医联体",
            Self::AllianceKind => ALLIANCE_KIND,
            Self::PeerGroup => PEER_GROUP,
        }
    }

    /// What a name stands for, if it is one of them.
    pub fn of_column(column: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|attribute| attribute.column() == column)
    }

    /// The kinds of groups of which it says something.
    pub const fn scopes(self) -> &'static [Scope] {
        match self {
            Self::UnitCode | Self::UnitName | Self::Category | Self::Grade => &[Scope::Unit],
            Self::CountyCode | Self::County => &[Scope::Unit, Scope::County],
            Self::AllianceCode | Self::Alliance | Self::AllianceKind => &[Scope::Alliance],
            Self::PeerGroup => &[Scope::Unit, Scope::Alliance, Scope::County],
        }
    }

    /// Whether it names the very group, not a kind of groups.
    pub fn is_name_of(self, scope: Scope) -> bool {
        match self {
            Self::UnitCode | Self::UnitName => scope == Scope::Unit,
            Self::CountyCode | Self::County => scope == Scope::County,
            Self::AllianceCode | Self::Alliance => scope == Scope::Alliance,
            Self::Category | Self::Grade | Self::AllianceKind | Self::PeerGroup => false,
        }
    }
}

impl fmt::Display for GroupAttribute {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.column())
    }
}

/// A group of which a target may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressee {
    /// The whole area.
    Area,
    /// A county.
    County {
        /// Which.
        county: CountyNames,
        /// The plan's peer group that it is in.
        peer_group: Option<String>,
    },
    /// An alliance.
    Alliance {
        /// Its code.
        code: AllianceCode,
        /// Its name.
        name: String,
        /// Its 类型.
        kind: String,
        /// The plan's peer group that it is in.
        peer_group: Option<String>,
    },
    /// A single unit.
    Unit {
        /// Its code.
        code: UnitCode,
        /// Its name, then the others that it bears or bore.
        names: Vec<String>,
        /// Its 类别.
        category: Category,
        /// Its 等级.
        grade: Option<String>,
        /// Where it belongs.
        county: CountyNames,
        /// The plan's peer group that it is in.
        peer_group: Option<String>,
    },
}

/// What a county is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountyNames {
    /// Its code.
    pub code: CountyCode,
    /// Its name and 简称; none of a county that the registry does not list.
    pub names: Vec<String>,
}

impl CountyNames {
    fn all(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).chain([self.code.as_str()]).collect()
    }
}

impl Addressee {
    /// The kind of group.
    pub fn scope(&self) -> Scope {
        match self {
            Self::Area => Scope::Area,
            Self::County { .. } => Scope::County,
            Self::Alliance { .. } => Scope::Alliance,
            Self::Unit { .. } => Scope::Unit,
        }
    }

    /// Every word that an attribute of it goes by; none where there is nothing to say.
    pub fn words(&self, attribute: GroupAttribute) -> Vec<&str> {
        match (self, attribute) {
            (Self::County { county, .. } | Self::Unit { county, .. }, GroupAttribute::CountyCode) => vec![county.code.as_str()],
            (Self::County { county, .. } | Self::Unit { county, .. }, GroupAttribute::County) => county.all(),
            (
                Self::County { peer_group, .. } | Self::Alliance { peer_group, .. } | Self::Unit { peer_group, .. },
                GroupAttribute::PeerGroup,
            ) => peer_group.as_deref().into_iter().collect(),
            (Self::Alliance { code, .. }, GroupAttribute::AllianceCode) => vec![code.as_str()],
            (Self::Alliance { name, code, .. }, GroupAttribute::Alliance) => vec![name, code.as_str()],
            (Self::Alliance { kind, .. }, GroupAttribute::AllianceKind) => vec![kind],
            (Self::Unit { code, .. }, GroupAttribute::UnitCode) => vec![code.as_str()],
            (Self::Unit { names, .. }, GroupAttribute::UnitName) => names.iter().map(String::as_str).collect(),
            (Self::Unit { category, .. }, GroupAttribute::Category) => vec![category.as_str()],
            (Self::Unit { grade, .. }, GroupAttribute::Grade) => grade.as_deref().into_iter().collect(),
            _ => Vec::new(),
        }
    }
}
