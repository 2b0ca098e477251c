//! Who takes part in a plan, and of whom it tells anything.
//!
//! A plan may be of some counties of its area only: nobody else owes it anything, is counted or told of. What a plan says nothing of, be it
//! alliances, counties or institutions, its bulletins do not tell, whatever else the registry holds.

use std::borrow::Cow;

use super::meant::Plan;
use super::{Indicator, Lag, Listed, PeersOf, Scope, Variable};
use tongbao_returns::domain::Participants;
use tongbao_returns::registry::Registry;

impl Plan {
    /// Who takes part.
    pub fn participants(&self) -> Participants {
        if self.counties.is_empty() {
            return Participants::default();
        }
        Participants::of_counties(self.area_code.clone(), self.counties.clone(), self.area_units.clone())
    }

    /// The registry as far as it takes part.
    pub fn registered<'registry>(&self, registry: &'registry Registry) -> Cow<'registry, Registry> {
        let participants = self.participants();
        if participants.is_everybody() {
            Cow::Borrowed(registry)
        } else {
            Cow::Owned(registry.of_participants(&participants, &self.area_code))
        }
    }

    /// Whether it demands or scores anything of groups of a kind, each by itself; of alliances also whether a rule reads their members.
    pub fn tells_of(&self, scope: Scope) -> bool {
        let has_indicator = self.indicators.iter().any(|indicator| indicator.scopes.contains(&scope));
        let schemes = || self.scoring.iter().flat_map(|scoring| &scoring.schemes);
        has_indicator || schemes().any(|scheme| scheme.scope == scope) || scope == Scope::Alliance && self.has_rule_of_members()
    }

    /// Whether it has anything to do with alliances: tells of them, counts them, or asks for their kinds.
    pub fn speaks_of_alliances(&self) -> bool {
        let names_kinds = self.peer_groups.iter().any(|group| matches!(group.of, PeersOf::AllianceKinds(_)));
        self.tells_of(Scope::Alliance) || names_kinds || self.indicators.iter().any(reads_alliances)
    }

    fn has_rule_of_members(&self) -> bool {
        let formulas = self.rules.iter().flat_map(|rule| rule.formulas());
        formulas.flat_map(|formula| &formula.reads).any(|item| item.lag == Lag::Members)
    }
}

fn reads_alliances(indicator: &Indicator) -> bool {
    let counts = indicator.formula.listed().any(|listed| matches!(listed, Listed::Alliances | Listed::Members));
    let condition = indicator.condition.as_ref();
    counts
        || indicator.over == Some(Scope::Alliance)
        || condition.is_some_and(|condition| condition.others.contains(&Variable::AllianceKind))
}
