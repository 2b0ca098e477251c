//! What an aggregate came to.

use crate::plan::Lag;

/// A number, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Computed {
    /// A number, not rounded.
    Number(f64),
    /// Units counted, but the formula has no value: division by zero, an operand that nobody has.
    NotComputable,
    /// Units are due, none reported what the formula needs.
    NotReported,
    /// The formula looks back at a time for which nobody was asked: nobody lacks anything (docs/numbers.md rule 14).
    NotAsked(Earlier),
    /// No unit of the group is concerned.
    NotApplicable,
}

impl Computed {
    /// The number, if there is one.
    pub fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::NotComputable | Self::NotReported | Self::NotAsked(_) | Self::NotApplicable => None,
        }
    }
}

/// An earlier time at which a formula looks back, or against which a value is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// 上年同期 or 上年末.
    LastYear,
    /// 上期.
    LastPeriod,
    /// The quarters of the year so far, of which a mean is taken.
    ThisYear,
}

impl Earlier {
    /// At which time an item is read; none of the period itself.
    pub(super) fn of(lag: Lag) -> Option<Self> {
        match lag {
            Lag::None | Lag::Members => None,
            Lag::YearBefore | Lag::YearEnd => Some(Self::LastYear),
            Lag::PreviousPeriod => Some(Self::LastPeriod),
            Lag::YearMean => Some(Self::ThisYear),
        }
    }

    /// What there is none of.
    pub const fn data(self) -> &'static str {
        match self {
            Self::LastYear => "上年数据",
            Self::LastPeriod => "上期数据",
            Self::ThisYear => "本年以前各季数据",
        }
    }

    /// That there is none.
    pub const fn lack(self) -> &'static str {
        match self {
            Self::LastYear => "无上年数据",
            Self::LastPeriod => "无上期数据",
            Self::ThisYear => "无本年以前各季数据",
        }
    }
}
