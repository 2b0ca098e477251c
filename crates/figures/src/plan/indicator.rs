//! An indicator (指标): a formula over items, with direction, targets and weight.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;

use super::scope::Scope;
use super::{Aggregate, Formula, FormulaItem, Parts, Scale, UnitOfMeasure};
use tongbao_returns::domain::{Period, Quarter, chinese_date};

/// An indicator as checked.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Identifier and printed name.
    pub id: String,
    /// Rows of the catalogue that it answers.
    pub source: Vec<String>,
    /// Which group.
    pub campaign: String,
    /// Clause of the plan.
    pub clause: String,
    /// Over the units of a group; reduces to one number.
    pub formula: Formula<Aggregate>,
    /// The aggregates that the formula is made of.
    pub parts: Parts,
    /// Unit of measure.
    pub unit: UnitOfMeasure,
    /// Whether its value is itself a grade or a place, the mean or the extreme of such items: it changes by a difference.
    pub is_of_levels: bool,
    /// Decimals printed.
    pub decimals: u8,
    /// Which way is good.
    pub better: Better,
    /// Groups for which it is computed.
    pub scopes: BTreeSet<Scope>,
    /// The members of a group over whose printed values of other indicators it is taken; `None` where it is taken over what units file,
    /// or over the registry (docs/numbers.md rule 16).
    pub over: Option<Scope>,
    /// Which units it concerns; `None` for all that file its items.
    pub condition: Option<Formula>,
    /// Who is responsible, the leader first.
    pub responsible: Vec<String>,
    /// 口径.
    pub caliber: String,
    /// A count built up during the year, judged against 25/50/75/100 % of the target as well.
    pub is_paced: bool,
    /// The plan names no value: 未定目标值, no light.
    pub is_open: bool,
    /// Points out of 100; all weights of a plan add up to 100.
    pub weight: Option<f64>,
    /// How points are given.
    pub score: Option<Score>,
    /// The scale of that, where it needs one.
    pub scale: Option<Scale>,
    /// As the file has them.
    pub targets: Vec<Target>,
}

/// What an indicator is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenOver {
    /// The items that the units of a group file.
    Units,
    /// The printed values of other indicators, for the members of a group that are of this scope.
    Members(Scope),
    /// The rows of the registry.
    Registry,
}

impl Indicator {
    /// What it is taken over.
    pub fn taken_over(&self) -> TakenOver {
        match self.over {
            Some(over) => TakenOver::Members(over),
            None if self.formula.listed().next().is_some() => TakenOver::Registry,
            None => TakenOver::Units,
        }
    }

    /// The items that it reads itself, its condition's included.
    pub fn items(&self) -> impl Iterator<Item = &FormulaItem> {
        self.formula.reads.iter().chain(self.condition.iter().flat_map(|condition| &condition.reads))
    }

    /// Whether its value is the sum of what each unit adds to it.
    pub fn adds_over_units(&self) -> bool {
        self.taken_over() == TakenOver::Units && self.formula.adds_over_units()
    }

    /// The target that counts at a period's end: of those of this scope the last one that has begun to. Of two that begin on one
    /// day the one for this very scope counts.
    pub fn target_for(&self, period: Period, scope: Scope) -> Option<&Target> {
        let begun = self.targets_of(scope).filter(|target| target.due.first_day() <= period.last_day());
        begun.max_by_key(|target| (target.due.first_day(), target.scope.is_some()))
    }

    /// The target that will count next after a period's end, if there is one.
    pub fn next_target(&self, period: Period, scope: Scope) -> Option<&Target> {
        let later = self.targets_of(scope).filter(|target| target.due.first_day() > period.last_day());
        later.min_by_key(|target| (target.due.first_day(), target.scope.is_none()))
    }

    fn targets_of(&self, scope: Scope) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(move |target| target.scope.is_none_or(|only| only == scope))
    }
}

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither: shown without colour and rank.
    Neutral,
    /// Inside a range is good.
    Within,
}

/// How points are given for an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Score {
    /// Full points or none.
    Target,
    /// In proportion to the target.
    Proportional,
    /// 60 + 40 × (x − low) / (high − low).
    Efficacy,
    /// By bands.
    Bands,
    /// By rank.
    Rank,
}

/// When a target is due (docs/numbers.md rule 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// In the course of a year.
    Year(i16),
    /// On a day.
    Day(Date),
}

impl Due {
    /// The day from which on it counts: the first of its year, or the day itself.
    pub fn first_day(self) -> Date {
        match self {
            Self::Year(year) => Period::quarter(year, Quarter::First).first_day(),
            Self::Day(day) => day,
        }
    }
}

impl fmt::Display for Due {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(out, "{year}年"),
            Self::Day(day) => out.write_str(&chinese_date(*day)),
        }
    }
}

/// What is demanded, and when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// When.
    pub due: Due,
    /// What.
    pub demand: Demand,
    /// Of which groups only; `None` for all.
    pub scope: Option<Scope>,
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
    use crate::plan::formula;

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

    fn indicator(targets: &[(Due, f64, Option<Scope>)]) -> Indicator {
        let target = |&(due, value, scope): &(Due, f64, Option<Scope>)| Target { due, demand: Demand::AtLeast(value), scope };
        let (formula, sql) = formula::read("SUM(实有床位数)").unwrap();
        Indicator {
            id: "床位数".to_owned(),
            source: Vec::new(),
            campaign: String::new(),
            clause: String::new(),
            formula: formula.over_groups().unwrap(),
            parts: Parts::of(&sql).unwrap(),
            unit: UnitOfMeasure::of("张"),
            is_of_levels: false,
            decimals: 0,
            better: Better::Higher,
            scopes: BTreeSet::from([Scope::County, Scope::Area]),
            over: None,
            condition: None,
            responsible: Vec::new(),
            caliber: String::new(),
            is_paced: false,
            is_open: false,
            weight: None,
            score: None,
            scale: None,
            targets: targets.iter().map(target).collect(),
        }
    }

    fn quarter(year: i16, quarter: Quarter) -> Period {
        Period::quarter(year, quarter)
    }

    fn value(target: Option<&Target>) -> Option<f64> {
        match target?.demand {
            Demand::AtLeast(value) => Some(value),
            _ => None,
        }
    }

    #[test]
    fn a_target_counts_from_its_own_year_on_and_not_before() {
        let indicator = indicator(&[(Due::Year(2027), 30.0, None), (Due::Year(2025), 10.0, None)]);
        let of = |year, of_year| {
            let period = quarter(year, of_year);
            (value(indicator.target_for(period, Scope::County)), value(indicator.next_target(period, Scope::County)))
        };
        assert_eq!(of(2024, Quarter::Fourth), (None, Some(10.0)), "not due yet");
        assert_eq!(of(2025, Quarter::First), (Some(10.0), Some(30.0)));
        assert_eq!(of(2026, Quarter::Fourth), (Some(10.0), Some(30.0)), "that of 2025 stands until 2027 begins");
        assert_eq!(of(2027, Quarter::First), (Some(30.0), None));
        assert_eq!(of(2029, Quarter::First), (Some(30.0), None), "after the last year the last target stands");
    }

    #[test]
    fn a_target_of_a_day_counts_for_the_period_that_ends_on_it_or_later() {
        let indicator = indicator(&[(Due::Day(date(2017, 9, 30)), 10.0, None), (Due::Day(date(2017, 10, 1)), 20.0, None)]);
        let of = |of_year| value(indicator.target_for(quarter(2017, of_year), Scope::Area));
        assert_eq!([of(Quarter::Second), of(Quarter::Third), of(Quarter::Fourth)], [None, Some(10.0), Some(20.0)]);
        assert_eq!(Due::Day(date(2017, 8, 1)).to_string(), "2017年8月1日");
    }

    #[test]
    fn a_target_of_another_scope_does_not_count() {
        let of_area = Some(Scope::Area);
        let indicator =
            indicator(&[(Due::Year(2025), 30.0, of_area), (Due::Year(2025), 3.0, None), (Due::Year(2026), 40.0, of_area)]);
        let of = |year, scope| value(indicator.target_for(quarter(year, Quarter::First), scope));
        assert_eq!((of(2025, Scope::Area), of(2025, Scope::County)), (Some(30.0), Some(3.0)));
        assert_eq!((of(2026, Scope::Area), of(2026, Scope::County)), (Some(40.0), Some(3.0)));
        assert_eq!(value(indicator.next_target(quarter(2025, Quarter::First), Scope::Area)), Some(40.0));
        let none = Indicator { targets: Vec::new(), ..indicator };
        assert!(none.target_for(quarter(2025, Quarter::First), Scope::Area).is_none());
    }
}
