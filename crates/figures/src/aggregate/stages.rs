//! What an indicator comes to at the four times of which its figures are made, group by group.

use std::collections::BTreeMap;

use super::comparison::Comparison;
use super::computed::Computed;
use super::evaluate::{Evaluated, GroupResult};
use super::figure::GroupFigure;
use super::group::Group;
use super::stand_in::Away;
use super::withstood::{Way, filled};
use crate::plan::Indicator;

/// The four times, and how they compare.
pub(super) struct Stages {
    /// The period since 1 January, or at its end.
    pub(super) value: Evaluated,
    /// The same of last year.
    pub(super) year_before: Evaluated,
    /// The period alone.
    pub(super) own: Evaluated,
    /// The period before alone.
    pub(super) own_before: Evaluated,
    /// The period with last year.
    pub(super) yearly: BTreeMap<Group, Comparison>,
    /// The period alone with the one before.
    pub(super) periodic: BTreeMap<Group, Comparison>,
    /// With stand-ins for what is missing.
    pub(super) ways: Vec<Way>,
    /// Whether anybody was asked last year.
    pub(super) was_asked: bool,
}

/// An indicator that another one reads, at two times that are set against each other.
#[derive(Clone, Copy)]
pub(super) struct Pair<'run> {
    pub(super) indicator: &'run Indicator,
    pub(super) now: &'run Evaluated,
    pub(super) then: &'run Evaluated,
    pub(super) compared: &'run BTreeMap<Group, Comparison>,
}

impl Stages {
    /// The figures of the groups for which the indicator is computed.
    pub(super) fn figures(&self, indicator: &Indicator) -> BTreeMap<Group, GroupFigure> {
        let filled = filled((&self.value, &self.year_before), &self.yearly, &self.ways);
        let computed =
            |evaluated: &Evaluated, group: &Group| evaluated.get(group).map_or(Computed::NotApplicable, |result| result.computed);
        let figure = |(group, result): (&Group, &GroupResult)| {
            let figure = GroupFigure {
                value: result.computed,
                coverage: result.coverage,
                year_before: computed(&self.year_before, group),
                yearly: self.yearly.get(group).copied().unwrap_or_default(),
                own: computed(&self.own, group),
                own_coverage: self.own.get(group).map(|result| result.coverage).unwrap_or_default(),
                own_before: computed(&self.own_before, group),
                periodic: self.periodic.get(group).copied().unwrap_or_default(),
                filled: filled.get(group).copied(),
            };
            (group.clone(), figure)
        };
        self.value.iter().filter(|(group, _)| indicator.scopes.contains(&group.scope())).map(figure).collect()
    }

    /// The aggregates behind the values, taken out of them. Of single units there may be hundreds of thousands, and their items stand in
    /// 数据来源.
    pub(super) fn take_operands(&mut self) -> BTreeMap<Group, Vec<Option<f64>>> {
        let of_groups = self.value.iter_mut().filter(|(group, _)| !matches!(group, Group::Unit(_)));
        of_groups.map(|(group, result)| (group.clone(), std::mem::take(&mut result.operands))).collect()
    }

    /// The period and last year.
    pub(super) fn with_year_before<'run>(&'run self, indicator: &'run Indicator) -> Pair<'run> {
        Pair { indicator, now: &self.value, then: &self.year_before, compared: &self.yearly }
    }

    /// The period alone and the one before.
    pub(super) fn with_period_before<'run>(&'run self, indicator: &'run Indicator) -> Pair<'run> {
        Pair { indicator, now: &self.own, then: &self.own_before, compared: &self.periodic }
    }

    /// The period and last year with stand-ins of one quarter; as they were filed where nothing is missing.
    pub(super) fn stood_in<'run>(&'run self, indicator: &'run Indicator, away: Away) -> Pair<'run> {
        match self.ways.iter().find(|way| way.away == away) {
            Some(way) => Pair { indicator, now: &way.value, then: &way.base, compared: &way.yearly },
            None => self.with_year_before(indicator),
        }
    }
}
