//! How a county or an alliance stands over all indicators that are judged for it.

use std::collections::BTreeMap;

use super::judge::Verdict;
use super::rank::{Place, Unranked, competition_ranks};
use crate::aggregate::Group;
use crate::audit::Tally;
use crate::plan::Plan;
use tongbao_document::figure::round_half_up;
use tongbao_document::{Light, count};

/// Counts of lights and the place that follows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Green.
    pub green: u32,
    /// Yellow.
    pub yellow: u32,
    /// Red.
    pub red: u32,
    /// Asked for and due, but withheld because returns are missing.
    pub withheld: u32,
    /// 达标率: green over all that is asked for and due, in percent; none if nothing is.
    pub green_percent: Option<f64>,
    /// Place by 达标率 among peers.
    pub place: Place,
}

/// Counts the lights of every group and ranks peers by 达标率, to one decimal as printed.
///
/// A group whose returns (及时 + 迟报) fall below the plan's coverage threshold is not ranked, nor is one for which too little of what is
/// asked could be judged: losing returns never raises a place. Nor is one that has no peers.
pub(super) fn standings(
    plan: &Plan,
    verdicts: &[BTreeMap<Group, Verdict>],
    peers: &[Vec<Group>],
    tally_of: impl Fn(&Group) -> Tally,
) -> BTreeMap<Group, Standing> {
    let mut standings = BTreeMap::new();
    for groups in peers.iter().chain([&vec![Group::Area]]) {
        let mut scores = Vec::new();
        let mut unranked = BTreeMap::new();
        for group in groups {
            let standing = count(verdicts, group);
            match standing.green_percent {
                None => drop(unranked.insert(group.clone(), Place::Unranked(Unranked::NothingAsked))),
                Some(_) if tally_of(group).due == 0 => {
                    unranked.insert(group.clone(), Place::Unranked(Unranked::NothingDue));
                }
                Some(_) if !is_complete(tally_of(group), plan.coverage_threshold) => {
                    unranked.insert(group.clone(), Place::Unranked(Unranked::LowCoverage));
                }
                Some(_) if !standing.is_judged(plan.coverage_threshold) => {
                    unranked.insert(group.clone(), Place::Unranked(Unranked::TooFewJudged));
                }
                Some(_) if groups.len() == 1 => {
                    unranked.insert(group.clone(), Place::Unranked(Unranked::Alone));
                }
                Some(percent) => scores.push((group.clone(), round_half_up(percent, 1))),
            }
            standings.insert(group.clone(), standing);
        }
        unranked.extend(competition_ranks(scores));
        for (group, place) in unranked {
            if let Some(standing) = standings.get_mut(&group) {
                standing.place = place;
            }
        }
    }
    standings
}

impl Standing {
    /// Whether enough of what is asked could be judged.
    fn is_judged(&self, threshold_percent: f64) -> bool {
        let judged = self.green + self.yellow + self.red;
        f64::from(judged) * 100.0 >= threshold_percent * f64::from(judged + self.withheld)
    }
}

fn count(verdicts: &[BTreeMap<Group, Verdict>], group: &Group) -> Standing {
    let (mut green, mut yellow, mut red, mut withheld) = (0_u32, 0_u32, 0_u32, 0_u32);
    for verdict in verdicts.iter().filter_map(|of_indicator| of_indicator.get(group)) {
        match verdict.light {
            Some(Light::Green) => green += 1,
            Some(Light::Yellow) => yellow += 1,
            Some(Light::Red) => red += 1,
            None => withheld += u32::from(verdict.is_asked()),
        }
    }
    let asked = green + yellow + red + withheld;
    let green_percent = (asked > 0).then(|| f64::from(green) * 100.0 / f64::from(asked));
    Standing { green, yellow, red, withheld, green_percent, place: Place::Unranked(Unranked::NoValue) }
}

/// Whether enough of the returns due have arrived.
fn is_complete(tally: Tally, threshold_percent: f64) -> bool {
    let arrived = count::to_f64(tally.on_time + tally.late);
    arrived * 100.0 >= threshold_percent * count::to_f64(tally.due)
}
