//! In which order the indicators of a plan are worked out, where some read others (docs/numbers.md rule 16), and what of them is asked.

use std::collections::BTreeSet;

use crate::plan::{Better, Indicator, Plan, Scope};

/// What is asked of an indicator beside its own figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Role {
    /// Another one reads it.
    pub(super) is_read: bool,
    /// It, or one that reads it, is judged: then it has to be known what it would be with stand-ins.
    pub(super) is_judged: bool,
    /// Another one that is judged is taken over its single units.
    pub(super) fills_units: bool,
}

/// The positions of the indicators that one reads, in the order of their identifiers; what the plan does not have is left out.
pub(super) fn read_by(plan: &Plan, indicator: &Indicator) -> Vec<usize> {
    let position = |id: &str| plan.indicators.iter().position(|known| known.id == id);
    indicator.formula.indicators().filter_map(position).collect()
}

/// The indicators in layers: each reads none but those of the layers before. What reads itself stands in none; a pack's check refuses it.
pub(super) fn layers(plan: &Plan) -> Vec<Vec<usize>> {
    let mut done: BTreeSet<usize> = BTreeSet::new();
    let mut layers: Vec<Vec<usize>> = Vec::new();
    loop {
        let is_ready = |(position, indicator): &(usize, &Indicator)| {
            !done.contains(position) && read_by(plan, indicator).iter().all(|inner| done.contains(inner))
        };
        let layer: Vec<usize> = plan.indicators.iter().enumerate().filter(is_ready).map(|(position, _)| position).collect();
        if layer.is_empty() {
            return layers;
        }
        done.extend(&layer);
        layers.push(layer);
    }
}

/// What is asked of each indicator.
pub(super) fn roles(plan: &Plan, layers: &[Vec<usize>]) -> Vec<Role> {
    let is_judged = |indicator: &Indicator| indicator.better != Better::Neutral || !indicator.targets.is_empty();
    let own = |indicator: &Indicator| Role { is_judged: is_judged(indicator), ..Role::default() };
    let mut roles: Vec<Role> = plan.indicators.iter().map(own).collect();
    for position in layers.iter().rev().flatten() {
        let (Some(outer), Some(role)) = (plan.indicators.get(*position), roles.get(*position).copied()) else { continue };
        for inner in read_by(plan, outer) {
            if let Some(known) = roles.get_mut(inner) {
                known.is_read = true;
                known.is_judged |= role.is_judged;
                known.fills_units |= role.is_judged && outer.over == Some(Scope::Unit);
            }
        }
    }
    roles
}

/// Some indicators and all that stand behind them, in an order in which each comes after those that it reads.
pub(super) fn with_those_behind(plan: &Plan, wanted: &[usize]) -> Vec<usize> {
    let mut needed: BTreeSet<usize> = wanted.iter().copied().collect();
    let layers = layers(plan);
    for position in layers.iter().rev().flatten() {
        if let Some(indicator) = plan.indicators.get(*position).filter(|_| needed.contains(position)) {
            needed.extend(read_by(plan, indicator));
        }
    }
    layers.into_iter().flatten().filter(|position| needed.contains(position)).collect()
}
