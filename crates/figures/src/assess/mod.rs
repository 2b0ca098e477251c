//! Figures against the plan's demands: lights, completion, ranks.
//!
//! In: the plan and [`Figures`]. Out: a [`Verdict`] for each figure and the [`Standing`] of each county and alliance. What is
//! compared and ranked is the number as printed, never the raw one, so that a reader can repeat every judgement.

pub mod change;
pub mod judge;
pub mod ledger;
pub mod mechanism;
pub mod own;
pub mod rank;
pub mod score;
pub mod standing;

pub use judge::{Requirement, Status, Verdict};
pub use ledger::{Part, Spread, Stage, StepStanding, TaskHistory, TaskSources, TaskStanding, TaskStatus, TaskTally};
pub use mechanism::{MechanismStanding, MechanismStatus, mechanism_standings};
pub use own::{Numbered, OwnIssue, OwnIssues};
pub use rank::{Place, Unranked};
pub use score::{Scores, score};
pub use standing::Standing;

use std::collections::BTreeMap;

use crate::aggregate::{Figures, Group};
use crate::audit::Tally;
use crate::plan::{Plan, Scope};

/// What the plan makes of the figures of a period.
#[derive(Debug, Clone)]
pub struct Assessment {
    verdicts: Vec<BTreeMap<Group, Verdict>>,
    places: Vec<BTreeMap<Group, Place>>,
    standings: BTreeMap<Group, Standing>,
}

impl Assessment {
    /// The verdict on an indicator (by its position in the plan) of a group.
    pub fn verdict(&self, indicator: usize, group: &Group) -> Option<&Verdict> {
        self.verdicts.get(indicator)?.get(group)
    }

    /// The place of a county, an alliance or an institution among its peers.
    pub fn place(&self, indicator: usize, group: &Group) -> Option<&Place> {
        self.places.get(indicator)?.get(group)
    }

    /// How a county, an alliance or an institution stands over all indicators.
    pub fn standing(&self, group: &Group) -> Option<&Standing> {
        self.standings.get(group)
    }
}

/// Judges every figure, ranks counties, alliances and institutions among their peers.
///
/// `peers_of` says in which peer group somebody is ranked, if in any; `tally_of` says how complete the returns of a group are.
pub fn assess<Peers: Ord>(
    plan: &Plan,
    figures: &Figures,
    peers_of: impl Fn(&Group) -> Option<Peers>,
    tally_of: impl Fn(&Group) -> Tally,
) -> Assessment {
    let mut verdicts = Vec::with_capacity(plan.indicators.len());
    let mut places = Vec::with_capacity(plan.indicators.len());
    let peers = peer_groups(figures, peers_of);
    for (position, indicator) in plan.indicators.iter().enumerate() {
        let judged = figures.of_indicator(position).filter_map(|(group, figure)| {
            let addressee = figures.addressee(group)?;
            Some((group.clone(), judge::judge(plan, indicator, addressee, figures.period, figure)))
        });
        let of_indicator: BTreeMap<Group, Verdict> = judged.collect();
        let mut of_peers = BTreeMap::new();
        for peers in &peers {
            of_peers.extend(rank::rank_indicator(plan, indicator, position, figures, peers));
        }
        verdicts.push(of_indicator);
        places.push(of_peers);
    }
    let standings = standing::standings(plan, &verdicts, &peers, tally_of);
    Assessment { verdicts, places, standings }
}

/// Those who are ranked among one another: never a county with an alliance or an institution.
fn peer_groups<Peers: Ord>(figures: &Figures, peers_of: impl Fn(&Group) -> Option<Peers>) -> Vec<Vec<Group>> {
    let mut peers: BTreeMap<(Scope, Peers), Vec<Group>> = BTreeMap::new();
    for scope in [Scope::County, Scope::Alliance, Scope::Unit] {
        for (group, _) in figures.grouping.of_scope(scope) {
            if let Some(of_group) = peers_of(group) {
                peers.entry((scope, of_group)).or_default().push(group.clone());
            }
        }
    }
    peers.into_values().collect()
}
