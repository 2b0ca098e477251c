//! The scores that a bulletin tells of, and their figures.

use crate::compose::material::Material;
use crate::compose::table::text;
use tongbao_document::subject::ScorePart;
use tongbao_document::{Cell, Figure, FigureId, Formula, Measure, Operation, Subject, Value};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::Scores;
use tongbao_figures::assess::score::{Scorecard, Total};
use tongbao_figures::plan::{Quota, Scheme, Scope, Scoring};
use tongbao_returns::domain::{Period, chinese_date};

/// Decimals of weights and points.
pub(super) const DECIMALS: u8 = 2;

/// The scores of a run that a bulletin tells of.
#[derive(Clone, Copy)]
pub(in crate::compose) struct Told<'run> {
    pub(super) material: &'run Material<'run>,
    pub(super) scoring: &'run Scoring,
    pub(super) scores: &'run Scores,
    /// Whose bulletin it is.
    pub(super) group: &'run Group,
}

impl<'run> Told<'run> {
    /// Of one bulletin; none where nothing is scored.
    pub(in crate::compose) fn of(material: &'run Material<'run>, group: &'run Group) -> Option<Self> {
        Some(Self { material, scoring: material.plan.scoring.as_ref()?, scores: material.scores?, group })
    }

    /// The schemes with the scorecards that belong to the bulletin, in order; those without any are left out.
    pub(super) fn shown(&self, test: impl Fn(&Scheme) -> bool) -> Vec<(&'run Scheme, Vec<&'run Scorecard>)> {
        let schemes = self.scoring.schemes.iter().zip(&self.scores.schemes).filter(|(scheme, _)| test(scheme));
        let of_scheme =
            schemes.map(|(scheme, cards)| (scheme, cards.iter().filter(|card| self.belongs(&card.group)).collect::<Vec<_>>()));
        of_scheme.filter(|(_, cards)| !cards.is_empty()).collect()
    }

    /// Whether a group is told of in this bulletin: everybody in the area's, else the group itself and its units.
    pub(super) fn belongs(&self, group: &Group) -> bool {
        match group {
            _ if *self.group == Group::Area || group == self.group => true,
            Group::Unit(unit) => self.material.is_member(self.group, unit),
            Group::Area | Group::County(_) | Group::Alliance(_) => false,
        }
    }

    pub(super) fn grade(&self, position: usize) -> &'run str {
        self.scoring.grades.get(position).map_or("", |grade| grade.name.as_str())
    }

    /// Why a grade that was reached is not given: others have filled it.
    pub(super) fn crowded(&self, total: &Total) -> Option<String> {
        let grade = self.scoring.grades.get(total.crowded_out_of?)?;
        Some(format!("{}名额已满（{}）", grade.name, grade.quota.map(quota_in_words)?))
    }

    pub(super) fn points(&self, group: &Group, subject: Subject, measure: Measure, points: f64) -> Figure {
        Figure::new(self.material.id(group, subject, measure), Value::Number(points), DECIMALS, "分")
    }

    fn part(&self, group: &Group, part: ScorePart, measure: Measure, points: f64) -> Figure {
        self.points(group, Subject::Score(part), measure, points)
    }

    /// Which figure the score of a group is.
    pub(super) fn score_id(&self, group: &Group, measure: Measure) -> FigureId {
        self.material.id(group, Subject::Score(ScorePart::Score), measure)
    }

    pub(super) fn base(&self, group: &Group, total: &Total) -> Figure {
        self.part(group, ScorePart::Indicators, Measure::Points, total.base)
    }

    pub(super) fn bonus(&self, group: &Group, total: &Total) -> Figure {
        self.part(group, ScorePart::Bonus, Measure::Points, total.bonus)
    }

    pub(super) fn penalty(&self, group: &Group, total: &Total) -> Figure {
        self.part(group, ScorePart::Penalty, Measure::Points, total.penalty)
    }

    /// The score, as the sum of its parts.
    pub(super) fn score(&self, group: &Group, total: &Total) -> Figure {
        let term = |part| Formula::figure(self.material.id(group, Subject::Score(part), Measure::Points));
        let [base, bonus, penalty] = [ScorePart::Indicators, ScorePart::Bonus, ScorePart::Penalty].map(term);
        let sum = base.with(Operation::Add, bonus).with(Operation::Subtract, penalty);
        self.part(group, ScorePart::Score, Measure::Score, total.score).computed_as(sum)
    }

    pub(super) fn last_year(&self, group: &Group, total: &Total) -> Option<Figure> {
        total.last_year.map(|score| self.part(group, ScorePart::LastYear, Measure::Score, score))
    }

    /// The change against last year.
    pub(super) fn change(&self, group: &Group, total: &Total) -> Option<Figure> {
        let last_year = total.last_year?;
        let term = |part| Formula::figure(self.material.id(group, Subject::Score(part), Measure::Score));
        let [now, before] = [ScorePart::Score, ScorePart::LastYear].map(term);
        let change = self.part(group, ScorePart::Score, Measure::YearOnYear, total.score - last_year).signed();
        Some(change.computed_as(now.with(Operation::Subtract, before)))
    }

    /// Whether anybody else is scored among whom a group has a place.
    pub(super) fn has_peers(&self, group: &Group) -> bool {
        let scored = |peers: &[Scorecard]| peers.iter().filter(|peer| peer.total.is_some()).count();
        self.scores.peers(group).is_some_and(|peers| scored(peers) > 1)
    }

    pub(super) fn place(&self, group: &Group, total: &Total) -> Figure {
        Figure::new(self.score_id(group, Measure::Rank), Value::Number(f64::from(total.place)), 0, "")
    }

    /// The vetoes of a scorecard in words, with their dates.
    pub(super) fn vetoes(&self, card: &Scorecard) -> Vec<String> {
        let in_words = |vetoed: &tongbao_figures::assess::score::Vetoed| {
            let veto = self.scoring.vetoes.get(vetoed.veto)?;
            let event = self.material.events.get(vetoed.event)?;
            let reason = if event.reason.is_empty() { String::new() } else { format!("，{}", event.reason) };
            Some(format!("{}，{}{reason}", veto.title, chinese_date(event.date)))
        };
        card.vetoed.iter().filter_map(in_words).collect()
    }
}

/// Which figure the score of a group is in a year's assessment.
pub fn score_id(group: &Group, period: Period) -> FigureId {
    let subject = Subject::Score(ScorePart::Score);
    FigureId { subject, group: group.into(), period: Some(period.into()), measure: Measure::Score }
}

/// The figures of a year's assessment that rest on last year's score: the score, and the change against it.
pub fn last_year_ids(group: &Group, period: Period) -> [FigureId; 2] {
    let score = score_id(group, period);
    let change = FigureId { measure: Measure::YearOnYear, ..score.clone() };
    [FigureId { subject: Subject::Score(ScorePart::LastYear), ..score }, change]
}

/// `最多3个`, `最多30%`.
pub(super) fn quota_in_words(quota: Quota) -> String {
    match quota {
        Quota::Number(number) => format!("最多{number}个"),
        Quota::Percent(percent) => format!("最多{percent}%"),
    }
}

/// Why a group has no score.
pub(super) const UNSCORED: &str = "没有可评分的指标，不评分";

/// A figure, or a dash.
pub(super) fn or_dash(figure: Option<Figure>) -> Cell {
    figure.map_or_else(|| text("—"), Cell::Figure)
}

/// Whether a scheme scores institutions.
pub(super) fn is_of_units(scheme: &Scheme) -> bool {
    scheme.scope == Scope::Unit
}
