//! An indicator (指标): a formula over items, with direction, targets and weight.

use std::collections::BTreeSet;

use super::scope::Scope;
use super::{Aggregate, Formula, Parts, Scale, UnitOfMeasure};

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
    /// Decimals printed.
    pub decimals: u8,
    /// Which way is good.
    pub better: Better,
    /// Groups for which it is computed.
    pub scopes: BTreeSet<Scope>,
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
    /// By year, as the file has them.
    pub targets: Vec<Target>,
}

impl Indicator {
    /// The target that a group is judged by in a year: the one that is due next, else the last one that was due. A target
    /// of another scope does not count; of two for one year the one for this very scope does.
    pub fn target_for(&self, year: i16, scope: Scope) -> Option<&Target> {
        let for_scope = || self.targets.iter().filter(|target| target.scope.is_none_or(|only| only == scope));
        let due = for_scope()
            .map(|target| target.year)
            .filter(|&due| due >= year)
            .min()
            .or_else(|| for_scope().map(|target| target.year).max())?;
        for_scope().filter(|target| target.year == due).max_by_key(|target| target.scope.is_some())
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

/// What is demanded by a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// By the end of which year.
    pub year: i16,
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
    /// `=`
    Exactly(f64),
    /// Both ends included.
    Between(f64, f64),
}

impl Demand {
    /// Whether a value meets it.
    pub fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
            Self::Exactly(exact) => value.total_cmp(&exact).is_eq(),
            Self::Between(low, high) => (low..=high).contains(&value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::formula;

    fn indicator(targets: &[(i16, f64, Option<Scope>)]) -> Indicator {
        let target = |&(year, value, scope): &(i16, f64, Option<Scope>)| Target { year, demand: Demand::AtLeast(value), scope };
        let (formula, sql) = formula::read("SUM(实有床位数)").unwrap();
        Indicator {
            id: "床位数".to_owned(),
            source: Vec::new(),
            campaign: String::new(),
            clause: String::new(),
            formula: formula.over_groups().unwrap(),
            parts: Parts::of(&sql).unwrap(),
            unit: UnitOfMeasure::of("张"),
            decimals: 0,
            better: Better::Higher,
            scopes: BTreeSet::from([Scope::County, Scope::Area]),
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

    #[test]
    fn the_target_that_is_due_next_counts() {
        let indicator = indicator(&[(2027, 30.0, None), (2025, 10.0, None)]);
        let year_of = |year| indicator.target_for(year, Scope::County).map(|target| target.year);
        assert_eq!(year_of(2024), Some(2025));
        assert_eq!(year_of(2025), Some(2025));
        assert_eq!(year_of(2026), Some(2027));
        assert_eq!(year_of(2028), Some(2027), "after the last year the last target stands");
    }

    #[test]
    fn a_target_of_another_scope_does_not_count() {
        let indicator = indicator(&[(2025, 30.0, Some(Scope::Area)), (2025, 3.0, None), (2026, 40.0, Some(Scope::Area))]);
        let value_of = |year, scope| match indicator.target_for(year, scope).map(|target| target.demand) {
            Some(Demand::AtLeast(value)) => Some(value),
            _ => None,
        };
        assert_eq!(value_of(2025, Scope::Area), Some(30.0));
        assert_eq!(value_of(2025, Scope::County), Some(3.0));
        assert_eq!(value_of(2026, Scope::Area), Some(40.0));
        assert_eq!(value_of(2026, Scope::County), Some(3.0));
        assert!(super::Indicator { targets: Vec::new(), ..indicator }.target_for(2025, Scope::Area).is_none());
    }
}
