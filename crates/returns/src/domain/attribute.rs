//! What the register says of a unit and conditions, rules and formulas may read beside items.

use std::fmt;

/// An attribute of a unit, called as its column in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitAttribute {
    /// 单位代码.
    Code,
    /// 单位名称.
    Name,
    /// 类别.
    Category,
    /// 等级; no words if there is none.
    Grade,
    /// 县区代码.
    County,
}

impl UnitAttribute {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Code, Self::Name, Self::Category, Self::Grade, Self::County];

    /// Its column.
    pub const fn column(self) -> &'static str {
        match self {
            Self::Code => "单位代码",
            Self::Name => "单位名称",
            Self::Category => "类别",
            Self::Grade => "等级",
            Self::County => "县区代码",
        }
    }

    /// What a column is, if it is one of them.
    pub fn of_column(column: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|attribute| attribute.column() == column)
    }
}

impl fmt::Display for UnitAttribute {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.column())
    }
}
