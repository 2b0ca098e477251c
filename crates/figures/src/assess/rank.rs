//! Competition ranks (1, 1, 3) inside a peer group (docs/numbers.md rule 10); ties are listed by code; whoever is not ranked has a
//! reason.

use std::collections::BTreeMap;

use crate::aggregate::{Computed, Figures, Group, GroupFigure};
use crate::plan::{Better, Indicator, Plan};
use tongbao_document::figure::round_half_up;

/// Why a group has no rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unranked {
    /// 监测比较 or an interval: more is not better.
    NoDirection,
    /// There is no value.
    NoValue,
    /// Coverage is below the plan's threshold.
    LowCoverage,
    /// Nothing that is asked of it is due yet, or applies to it.
    NothingAsked,
    /// No return of the period is due: all its units have closed.
    NothingDue,
    /// Too little of what is asked could be judged, because returns are missing.
    TooFewJudged,
    /// It has no peers: nobody is ranked among itself.
    Alone,
}

impl Unranked {
    /// In the bulletin's words.
    pub fn reason(self) -> &'static str {
        match self {
            Self::NoDirection => "监测比较指标不排名",
            Self::NoValue => "无数据不排名",
            Self::LowCoverage => "数据覆盖率不足，不参与排名",
            Self::NothingAsked => "没有到期可评价的指标，不参与排名",
            Self::NothingDue => "本期没有应报的单位，不参与排名",
            Self::TooFewJudged => "因缺数能评价的指标不足，不参与排名",
            Self::Alone => "没有可比的同类，不参与排名",
        }
    }
}

/// A place in a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// 1 is best; equal printed values share a place and the next is skipped.
    Ranked(u32),
    /// With the reason.
    Unranked(Unranked),
}

impl Place {
    /// The place, if there is one.
    pub fn number(self) -> Option<u32> {
        match self {
            Self::Ranked(number) => Some(number),
            Self::Unranked(_) => None,
        }
    }
}

/// What a group is ranked by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// As printed.
    pub value: f64,
    /// Whether it is the value with stand-ins for what is missing, which is less favourable than the printed one.
    pub is_filled: bool,
}

/// What a figure is ranked by: the least favourable of the printed value and of those with stand-ins for what is missing, so that nobody
/// passes anybody by a return that has not come. None without a value.
pub fn ranked_by(indicator: &Indicator, figure: &GroupFigure) -> Option<Ranked> {
    let printed = |value: Computed| value.number().map(|number| round_half_up(number, indicator.decimals));
    let value = printed(figure.value)?;
    let filled = figure.filled().filter_map(|filled| printed(filled.value));
    let less_favourable = |one: f64, other: f64| if indicator.better == Better::Lower { one.max(other) } else { one.min(other) };
    let ranked = filled.fold(value, less_favourable);
    Some(Ranked { value: ranked, is_filled: ranked.total_cmp(&value).is_ne() })
}

/// Ranks one indicator among peers.
pub(super) fn rank_indicator(
    plan: &Plan,
    indicator: &Indicator,
    position: usize,
    figures: &Figures,
    peers: &[Group],
) -> BTreeMap<Group, Place> {
    let mut places = BTreeMap::new();
    let mut ranked = Vec::new();
    for group in peers {
        let Some(figure) = figures.get(position, group) else { continue };
        let value = ranked_by(indicator, figure).map(|ranked| ranked.value);
        let is_covered = figure.coverage.reaches(plan.coverage_threshold);
        match (indicator.better, value) {
            (Better::Neutral | Better::Within, _) => drop(places.insert(group.clone(), Place::Unranked(Unranked::NoDirection))),
            (_, None) => drop(places.insert(group.clone(), Place::Unranked(Unranked::NoValue))),
            (_, Some(_)) if !is_covered => drop(places.insert(group.clone(), Place::Unranked(Unranked::LowCoverage))),
            (_, Some(_)) if peers.len() == 1 => drop(places.insert(group.clone(), Place::Unranked(Unranked::Alone))),
            (Better::Lower, Some(value)) => ranked.push((group.clone(), -value)),
            (Better::Higher, Some(value)) => ranked.push((group.clone(), value)),
        }
    }
    places.extend(competition_ranks(ranked));
    places
}

/// Greatest score first; equal scores share a place.
pub fn competition_ranks(mut scores: Vec<(Group, f64)>) -> BTreeMap<Group, Place> {
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut places = BTreeMap::new();
    let mut last: Option<(f64, u32)> = None;
    for (number, (group, score)) in (1_u32..).zip(scores) {
        let place = match last {
            Some((same, place)) if same.total_cmp(&score).is_eq() => place,
            _ => number,
        };
        last = Some((score, place));
        places.insert(group, Place::Ranked(place));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::domain::CountyCode;

    #[test]
    fn ties_share_a_place_and_the_next_is_skipped() {
        let county = |code: &str| Group::County(CountyCode::new(code));
        let places = competition_ranks(vec![(county("3"), 90.0), (county("1"), 88.5), (county("2"), 90.0), (county("4"), 70.0)]);
        let numbers: Vec<_> = places.iter().map(|(group, place)| (group.clone(), place.number())).collect();
        let expected = [("1", 3), ("2", 1), ("3", 1), ("4", 4)].map(|(code, place)| (county(code), Some(place)));
        assert_eq!(numbers, expected);
    }
}
