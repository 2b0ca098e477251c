//! Which rules concern which units. The conditions are worked out for all units at once, before the work is spread over threads.

use tongbao_figures::plan::{Plan, Rule};
use tongbao_returns::registry::Unit;

/// The rules of plans, those of shared forms once, each with the units that its condition admits.
pub(super) struct Concerning<'plan>(Vec<(&'plan Rule, Vec<bool>)>);

impl<'plan> Concerning<'plan> {
    /// Of these units.
    pub(super) fn new(plans: impl IntoIterator<Item = &'plan Plan>, units: &[&Unit]) -> Self {
        let plans: Vec<&Plan> = plans.into_iter().collect();
        let mut rules: Vec<(&Rule, Vec<bool>)> = Vec::new();
        for rule in plans.iter().flat_map(|plan| &plan.rules) {
            if !rules.iter().any(|(known, _)| known.id == rule.id) {
                // The plan's check has run the condition; one that fails all the same must not keep a form or a slip from its filler, and `run`
                // tells.
                let asked = rule.names_asked();
                let admits = rule.admits(units, |unit, attribute| unit.attribute_among(attribute, &asked));
                let admits = admits.unwrap_or_else(|_| vec![false; units.len()]);
                // Of plans of some counties nobody else is asked by their rules.
                let sharing = plans.iter().filter(|plan| plan.rules.iter().any(|known| known.id == rule.id));
                let participants = sharing.map(|plan| plan.participants()).reduce(|all, plan| all.or(&plan)).unwrap_or_default();
                let takes_part = |unit: &Unit| participants.includes(unit.as_filer());
                let admits = admits.into_iter().zip(units).map(|(admits, unit)| admits && takes_part(unit)).collect();
                rules.push((rule, admits));
            }
        }
        Self(rules)
    }

    /// Those that concern a unit, by its position.
    pub(super) fn of(&self, unit: usize) -> Vec<&'plan Rule> {
        self.0.iter().filter(|(_, admits)| admits.get(unit) == Some(&true)).map(|(rule, _)| *rule).collect()
    }
}
