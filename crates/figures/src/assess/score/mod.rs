//! 得分: figures to points, scores, grades and places (docs/numbers.md rules 9 and 10).
//!
//! In: the plan's [`Scoring`], the figures of a period, and what happened in the year. Out: a [`Scorecard`] for every group of every
//! peer group. Everything is computed from numbers as printed, and every part is itself a printed number of two decimals: effective
//! weights add up to 100.00, points add up to the score. 一票否决 caps the grade and changes neither score nor place.

mod adjust;
mod line;
mod method;
mod quota;
mod weights;

pub use adjust::{Adjusted, Vetoed, group_of};
pub use line::{COMPLETION_DECIMALS, Lack, Ready, Standard};
pub use method::{Earned, earned};

use std::collections::BTreeMap;

use super::ledger::TaskTally;
use super::rank::competition_ranks;
use crate::aggregate::{Figures, Group};
use crate::audit::Tally;
use crate::plan::{AdjustmentKind, Better, Method, Plan, Scoring, Treatment, Weighed, WeightedPart};
use tongbao_document::count;
use tongbao_document::figure::round_half_up;
use tongbao_returns::domain::Event;

/// What scores are made from.
pub struct Ground<'run> {
    /// What is demanded.
    pub plan: &'run Plan,
    /// The year whose weights count: this year's also where last year is scored by this year's method.
    pub weights_of: i16,
    /// The figures of the period; last year's are their bases.
    pub figures: &'run Figures,
    /// 类别 of a unit, 类型 of an alliance, the declared peer group of a county; none of other groups.
    pub kind_of: &'run dyn Fn(&Group) -> Option<String>,
    /// How complete the returns of a group are, over the whole year.
    pub tally_of: &'run dyn Fn(&Group) -> Tally,
    /// How far a group has come with its tasks at the year's end.
    pub tasks_of: &'run dyn Fn(&Group) -> TaskTally,
    /// What happened; only what is dated in the year counts.
    pub events: &'run [Event],
    /// Last year's scores, for the change: computed anew by this year's method, or as they were issued.
    pub last_year: &'run BTreeMap<Group, f64>,
}

/// What became of one part's weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// Points were given by the method.
    Scored {
        /// What was scored.
        ready: Ready,
        /// How.
        earned: Earned,
        /// Points, two decimals.
        points: f64,
    },
    /// No points: the weight stays.
    Zero(Lack),
    /// The weight was spread over the rest.
    Spread(Lack),
}

/// One part of a scorecard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Position in the scheme's parts.
    pub part: usize,
    /// Effective weight, two decimals; zero where it was spread.
    pub effective: f64,
    /// What became of it.
    pub outcome: Outcome,
}

impl Line {
    /// The points, zero where none were given.
    pub fn points(&self) -> f64 {
        match self.outcome {
            Outcome::Scored { points, .. } => points,
            Outcome::Zero(_) | Outcome::Spread(_) => 0.0,
        }
    }
}

/// A score and what follows from it; every number has two decimals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Total {
    /// Points of the indicators: 0 to 100.
    pub base: f64,
    /// 加分 under its cap.
    pub bonus: f64,
    /// 减分 under its cap, and never more than there is.
    pub penalty: f64,
    /// `base + bonus − penalty`: 0 to 100 and the bonus cap.
    pub score: f64,
    /// Position of the grade that the score alone would give.
    pub grade_by_score: usize,
    /// Position of the grade under every veto and every quota.
    pub grade: usize,
    /// The best grade that was reached, in score and without a veto, and whose quota others have filled.
    pub crowded_out_of: Option<usize>,
    /// Competition rank among peers.
    pub place: u32,
    /// Last year's score, if there is one.
    pub last_year: Option<f64>,
}

impl Total {
    /// Position of the grade that was reached, in score and without a veto, whether or not its quota was filled.
    pub fn reached(&self) -> usize {
        self.crowded_out_of.unwrap_or(self.grade)
    }
}

/// The score of one group with all that it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorecard {
    /// Whose.
    pub group: Group,
    /// As many as the scheme has parts in the year, in their order.
    pub lines: Vec<Line>,
    /// 加减分 that happened.
    pub adjusted: Vec<Adjusted>,
    /// 一票否决 that happened.
    pub vetoed: Vec<Vetoed>,
    /// None where no weight is left: 不评分.
    pub total: Option<Total>,
}

/// The scores of all peer groups.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scores {
    /// As many as the plan has schemes; in each the best first, equal scores by code, the unscored last.
    pub schemes: Vec<Vec<Scorecard>>,
}

impl Scores {
    /// The scorecard of a group, with the position of its scheme.
    pub fn card(&self, group: &Group) -> Option<(usize, &Scorecard)> {
        let of_schemes = self.schemes.iter().enumerate();
        of_schemes.flat_map(|(scheme, cards)| cards.iter().map(move |card| (scheme, card))).find(|(_, card)| card.group == *group)
    }

    /// The peer group of a group, itself included, best first.
    pub fn peers(&self, group: &Group) -> Option<&[Scorecard]> {
        self.schemes.get(self.card(group)?.0).map(Vec::as_slice)
    }

    /// Every score, for next year's comparison.
    pub fn by_group(&self) -> BTreeMap<Group, f64> {
        let cards = self.schemes.iter().flatten();
        cards.filter_map(|card| Some((card.group.clone(), card.total?.score))).collect()
    }
}

/// Scores every group of every scheme.
pub fn score(scoring: &Scoring, ground: &Ground<'_>) -> Scores {
    let schemes = scoring.schemes.iter().map(|scheme| {
        let in_scope = ground.figures.grouping.of_scope(scheme.scope).map(|(group, _)| group);
        let peers: Vec<&Group> =
            in_scope.filter(|group| scheme.includes(scheme.scope, (ground.kind_of)(group).as_deref())).collect();
        let parts: Vec<Weighted<'_>> = scheme
            .parts_in(ground.weights_of)
            .map(|(position, part, weight)| Weighted { position, part, weight, places: places(ground, part, &peers) })
            .collect();
        let mut cards: Vec<Scorecard> = peers.iter().map(|group| card(scoring, ground, group, &parts)).collect();
        rank(&mut cards);
        quota::apply(&scoring.grades, &mut cards);
        cards
    });
    Scores { schemes: schemes.collect() }
}

/// A part of a scheme as it counts in the year.
struct Weighted<'run> {
    /// Position among the scheme's parts.
    position: usize,
    part: &'run WeightedPart,
    /// Points out of 100.
    weight: f64,
    /// Place and number of peers, where the method asks for them.
    places: BTreeMap<Group, (u32, u32)>,
}

/// What there is to score of a part for a group, or what is lacking.
fn ready(ground: &Ground<'_>, part: &WeightedPart, group: &Group) -> Result<Ready, Lack> {
    match part.what {
        Weighed::Tasks => line::completion((ground.tasks_of)(group), &part.method),
        Weighed::OverdueTasks => line::overdue((ground.tasks_of)(group)),
        Weighed::Indicator(position) => {
            let indicator = ground.plan.indicators.get(position).ok_or(Lack::NotApplicable)?;
            let addressee = ground.figures.addressee(group).ok_or(Lack::NotApplicable)?;
            let figure = ground.figures.get(position, group);
            line::ready(ground.plan, indicator, &part.method, (addressee, ground.figures.period), figure)
        }
    }
}

/// Places by the printed values of one part, where the method asks for them.
fn places(ground: &Ground<'_>, part: &WeightedPart, peers: &[&Group]) -> BTreeMap<Group, (u32, u32)> {
    if part.method != Method::Rank {
        return BTreeMap::new();
    }
    let is_lower_better = match part.what {
        Weighed::Tasks => false,
        Weighed::OverdueTasks => true,
        Weighed::Indicator(position) => {
            ground.plan.indicators.get(position).is_some_and(|indicator| indicator.better == Better::Lower)
        }
    };
    let value_of = |group: &&Group| {
        let value = ready(ground, part, group).ok()?.value;
        Some(((*group).clone(), if is_lower_better { -value } else { value }))
    };
    let values: Vec<(Group, f64)> = peers.iter().filter_map(value_of).map(|(group, value)| (group, value + 0.0)).collect();
    let among = count::to_u32(values.len());
    let ranked = competition_ranks(values).into_iter();
    ranked.filter_map(|(group, place)| Some((group, (place.number()?, among)))).collect()
}

/// One group, without its place.
fn card(scoring: &Scoring, ground: &Ground<'_>, group: &Group, parts: &[Weighted<'_>]) -> Scorecard {
    let readies: Vec<_> = parts.iter().map(|weighted| ready(ground, weighted.part, group)).collect();
    let stays = |ready: &Result<Ready, Lack>| match ready {
        Ok(_) => true,
        Err(lack) => lack.treatment(scoring) == Treatment::Zero,
    };
    let staying = parts.iter().zip(&readies).filter(|(_, ready)| stays(ready)).map(|(weighted, _)| weighted.weight);
    // Of nobody is anything known where every weight was spread.
    let effective = weights::effective(&staying.collect::<Vec<f64>>());
    let is_scored = effective.is_some();
    let mut effective = effective.into_iter().flatten();
    let mut lines = Vec::with_capacity(parts.len());
    for (weighted, ready) in parts.iter().zip(readies) {
        let effective = if stays(&ready) { effective.next().unwrap_or_default() } else { 0.0 };
        let outcome = match ready {
            Ok(ready) => {
                let place = weighted.places.get(group).copied();
                let demand = ready.standard.map(|standard| standard.demand);
                match method::earned(&weighted.part.method, demand, place, ready.value) {
                    Some(earned) => Outcome::Scored { ready, earned, points: earned.points(effective, ready.value) },
                    None => Outcome::Zero(Lack::NoTarget),
                }
            }
            Err(lack) if stays(&Err(lack)) => Outcome::Zero(lack),
            Err(lack) => Outcome::Spread(lack),
        };
        lines.push(Line { part: weighted.position, effective, outcome });
    }
    let adjusted = adjust::adjusted(scoring, ground, group);
    let vetoed = adjust::vetoed(scoring, ground, group);
    let total = is_scored.then(|| {
        let base = round_half_up(lines.iter().map(Line::points).sum(), 2);
        let bonus = adjust::total(scoring, &adjusted, AdjustmentKind::Bonus);
        // Nobody has less than nothing: what cannot be taken is not shown as taken.
        let penalty = adjust::total(scoring, &adjusted, AdjustmentKind::Penalty).min(round_half_up(base + bonus, 2));
        let score = round_half_up(base + bonus - penalty, 2) + 0.0;
        let grade_by_score = scoring.grade_of(score);
        let caps = vetoed.iter().filter_map(|vetoed| scoring.vetoes.get(vetoed.veto)).map(|veto| veto.caps_at);
        let grade = caps.fold(grade_by_score, usize::max);
        let last_year = ground.last_year.get(group).copied();
        Total { base, bonus, penalty, score, grade_by_score, grade, crowded_out_of: None, place: 0, last_year }
    });
    Scorecard { group: group.clone(), lines, adjusted, vetoed, total }
}

/// Places by score, and the order of the tables.
fn rank(cards: &mut [Scorecard]) {
    let scores = cards.iter().filter_map(|card| Some((card.group.clone(), card.total?.score))).collect();
    let places = competition_ranks(scores);
    for card in cards.iter_mut() {
        if let (Some(total), Some(place)) = (&mut card.total, places.get(&card.group).and_then(|place| place.number())) {
            total.place = place;
        }
    }
    cards.sort_by(|one, other| {
        let key = |card: &Scorecard| card.total.map_or(u32::MAX, |total| total.place);
        key(one).cmp(&key(other)).then_with(|| one.group.cmp(&other.group))
    });
}
