//! 加减分 and 一票否决 of one group: what happened in the year, counted, capped.

use super::Ground;
use crate::aggregate::Group;
use crate::plan::{Adjustment, AdjustmentKind, Counts, Scoring};
use tongbao_document::figure::round_half_up;
use tongbao_returns::domain::{Event, EventSubject, Nature};

/// One adjustment that a group got.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adjusted {
    /// Position in the scoring.
    pub adjustment: usize,
    /// How often it happened.
    pub count: usize,
    /// Points of all times together, before the cap.
    pub uncapped: f64,
    /// Points after the adjustment's own cap; more than zero, also of a penalty.
    pub points: f64,
}

/// One event that caps a group's grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vetoed {
    /// Position in the scoring.
    pub veto: usize,
    /// Position among the events.
    pub event: usize,
}

/// The group that an event concerns.
pub fn group_of(subject: &EventSubject, area: &tongbao_returns::domain::CountyCode) -> Group {
    match subject {
        EventSubject::County(code) if code == area => Group::Area,
        EventSubject::County(code) => Group::County(code.clone()),
        EventSubject::Alliance(code) => Group::Alliance(code.clone()),
        EventSubject::Unit(code) => Group::Unit(code.clone()),
    }
}

/// The events of a group that are dated in the year, up to the period's last day, with their positions.
pub(super) fn events_of<'run>(ground: &'run Ground<'run>, group: &Group) -> impl Iterator<Item = (usize, &'run Event)> {
    let period = ground.figures.period;
    let group = group.clone();
    let counts = move |event: &Event| {
        event.date.year() == period.year
            && event.date <= period.last_day()
            && group_of(&event.subject, &ground.plan.area_code) == group
    };
    ground.events.iter().enumerate().filter(move |(_, event)| counts(event))
}

/// Every adjustment of a group that happened, in the order of the pack.
pub(super) fn adjusted(scoring: &Scoring, ground: &Ground<'_>, group: &Group) -> Vec<Adjusted> {
    let concerns = |adjustment: &Adjustment| adjustment.scopes.is_empty() || adjustment.scopes.contains(&group.scope());
    let all = scoring.adjustments.iter().enumerate().filter(|(_, adjustment)| concerns(adjustment));
    let of_one = |(position, adjustment): (usize, &Adjustment)| {
        let times: Vec<f64> = match adjustment.counts {
            Counts::Events => events_of(ground, group)
                .filter(|(_, event)| event.nature != Nature::Veto && event.matter == adjustment.id)
                .map(|(_, event)| event.points.unwrap_or(adjustment.points))
                .collect(),
            Counts::Late => vec![adjustment.points; (ground.tally_of)(group).late],
            Counts::Missing => vec![adjustment.points; (ground.tally_of)(group).missing],
            Counts::Overdue => vec![adjustment.points; (ground.tasks_of)(group).overdue],
        };
        let uncapped = round_half_up(times.iter().sum(), 2);
        let points = uncapped.min(adjustment.cap);
        (!times.is_empty()).then_some(Adjusted { adjustment: position, count: times.len(), uncapped, points })
    };
    all.filter_map(of_one).collect()
}

/// Every veto of a group, in the order of the events.
pub(super) fn vetoed(scoring: &Scoring, ground: &Ground<'_>, group: &Group) -> Vec<Vetoed> {
    let of_event = |(position, event): (usize, &Event)| {
        let veto = scoring.vetoes.iter().position(|veto| event.nature == Nature::Veto && event.matter == veto.id)?;
        Some(Vetoed { veto, event: position })
    };
    events_of(ground, group).filter_map(of_event).collect()
}

/// Points of all bonuses or all penalties together, under their common cap.
pub(super) fn total(scoring: &Scoring, adjusted: &[Adjusted], kind: AdjustmentKind) -> f64 {
    let of_kind = |one: &&Adjusted| scoring.adjustments.get(one.adjustment).is_some_and(|adjustment| adjustment.kind == kind);
    let sum: f64 = adjusted.iter().filter(of_kind).map(|one| one.points).sum();
    let cap = match kind {
        AdjustmentKind::Bonus => scoring.bonus_cap,
        AdjustmentKind::Penalty => scoring.penalty_cap,
    };
    round_half_up(sum, 2).min(cap)
}
