//! A target (目标值): what is demanded, of whom, from when on, and until when.

use std::fmt;

use jiff::civil::Date;

use super::addressee::Addressee;
use super::audience::{Audience, Particularity};
use super::scope::Scope;
use tongbao_returns::domain::{Period, Quarter, chinese_date};

/// When a target is due (docs/numbers.md rule 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// In the course of a year.
    Year(i16),
    /// By a day: something is to be reached on it.
    Day(Date),
    /// From a day on: something holds since then, in every year anew where it is built up during the year.
    From(Date),
}

impl Due {
    /// The day from which on it counts: the first of its year, or the day itself.
    pub fn first_day(self) -> Date {
        match self {
            Self::Year(year) => Period::quarter(year, Quarter::First).first_day(),
            Self::Day(day) | Self::From(day) => day,
        }
    }

    /// `2025年`, `2017年8月1日`: when it begins, in a sentence that says that it begins.
    pub fn beginning(self) -> String {
        match self {
            Self::Year(year) => format!("{year}年"),
            Self::Day(day) | Self::From(day) => chinese_date(day),
        }
    }
}

impl fmt::Display for Due {
    /// `2025年`, `2017年8月1日`, `2017年8月1日起`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.beginning())?;
        if let Self::From(_) = self { out.write_str("起") } else { Ok(()) }
    }
}

/// What is demanded, of whom, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// When.
    pub due: Due,
    /// The day on which it was announced, of one that was set or adjusted during the plan; `None` of what the plan has said from the first.
    pub set: Option<Date>,
    /// The last day of periods for which it counts; for ever if there is none.
    pub until: Option<Date>,
    /// What.
    pub demand: Demand,
    /// Of which kind of groups only; `None` for all.
    pub scope: Option<Scope>,
    /// Of which groups only; `None` for all.
    pub audience: Option<Audience>,
}

impl Target {
    /// Whether it is asked of groups of a kind, of some at least.
    pub fn is_asked_of_scope(&self, scope: Scope) -> bool {
        self.scope.is_none_or(|only| only == scope) && self.audience.as_ref().is_none_or(|audience| audience.speaks_of(scope))
    }

    /// Whether it is asked of a group.
    pub fn is_asked_of(&self, addressee: &Addressee) -> bool {
        self.scope.is_none_or(|only| only == addressee.scope())
            && self.audience.as_ref().is_none_or(|audience| audience.includes(addressee))
    }

    /// How particular it is among groups of a kind: of two that are asked of one group the greater counts.
    pub fn particularity(&self, scope: Scope) -> Particularity {
        let audience = self.audience.as_ref().map(|audience| audience.particularity(scope));
        Particularity { is_of_scope: self.scope.is_some(), ..audience.unwrap_or_default() }
    }

    /// Whether it had been announced by a period's end: a bulletin about an earlier one knows nothing of it, whenever it is made.
    pub fn is_known(&self, period: Period) -> bool {
        self.set.is_none_or(|set| set <= period.last_day())
    }

    /// Whether it counts for a period that ends when this one does, but for its end.
    pub fn has_begun(&self, period: Period) -> bool {
        self.due.first_day() <= period.last_day()
    }

    /// Whether its last day lies before a period's end.
    pub fn has_ended(&self, period: Period) -> bool {
        self.until.is_some_and(|until| until < period.last_day())
    }

    /// Whether a count that is built up during the year owes it in parts in a year: that of its own year does, and that which holds from
    /// a day on does every year.
    pub fn is_built_up_in(&self, year: i16) -> bool {
        match self.due {
            Due::Year(own) => own == year,
            Due::From(_) => true,
            Due::Day(_) => false,
        }
    }
}

/// A demanded value, in the indicator's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Demand {
    /// `>=`
    AtLeast(f64),
    /// `<=`
    AtMost(f64),
    /// `>`
    Above(f64),
    /// `<`
    Below(f64),
    /// `=`
    Exactly(f64),
    /// `=` with a tolerance, both ends included: 左右, or parts of a whole that nobody meets to the digit.
    About {
        /// The number.
        number: f64,
        /// How far from it is still met, in the indicator's unit; more than zero.
        tolerance: f64,
    },
    /// Both ends included.
    Between(f64, f64),
}

impl Demand {
    /// The number; an interval has two.
    pub fn number(self) -> Option<f64> {
        match self {
            Self::AtLeast(number)
            | Self::AtMost(number)
            | Self::Above(number)
            | Self::Below(number)
            | Self::Exactly(number)
            | Self::About { number, .. } => Some(number),
            Self::Between(..) => None,
        }
    }

    /// Whether a value meets it. Values and demands are decimal numbers of few digits: a tolerance is not missed by the noise of a
    /// subtraction.
    pub fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
            Self::Above(bound) => value > bound,
            Self::Below(bound) => value < bound,
            Self::Exactly(exact) => value.total_cmp(&exact).is_eq(),
            Self::About { number, tolerance } => (value - number).abs() <= tolerance + 1e-9,
            Self::Between(low, high) => (low..=high).contains(&value),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn demands_are_met_at_their_bounds_or_not() {
        let about = Demand::About { number: 80.0, tolerance: 0.3 };
        for (demand, met, missed) in [
            (Demand::AtLeast(90.0), 90.0, 89.9),
            (Demand::AtMost(30.0), 30.0, 30.1),
            (Demand::Above(90.0), 90.1, 90.0),
            (Demand::Below(30.0), 29.9, 30.0),
            (Demand::Exactly(4.0), 4.0, 4.1),
            (about, 80.3, 80.4),
            (about, 79.7, 79.6),
            (Demand::Between(1.0, 3.0), 3.0, 3.1),
        ] {
            assert!(demand.is_met(met) && !demand.is_met(missed), "{demand:?}");
        }
    }

    #[test]
    fn a_day_is_told_as_the_plan_means_it() {
        let day = date(2017, 8, 1);
        for (due, words, beginning) in [
            (Due::Year(2025), "2025年", "2025年"),
            (Due::Day(day), "2017年8月1日", "2017年8月1日"),
            (Due::From(day), "2017年8月1日起", "2017年8月1日"),
        ] {
            assert_eq!((due.to_string().as_str(), due.beginning().as_str()), (words, beginning));
        }
    }
}
