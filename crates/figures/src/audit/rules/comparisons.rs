//! Rules that compare a value with its own history or with peers.

use std::collections::BTreeMap;

use polars::prelude::PolarsResult;

use super::conditions::Frame;
use super::failure::Told;
use super::outcome::{NotRun, Verdict};
use super::panel::Panel;
use super::statistics;
use crate::plan::rule::Sample;
use crate::plan::{FormulaItem, Lag};
use tongbao_returns::domain::period::Part;
use tongbao_returns::domain::{Kind, UnitAttribute};
use tongbao_returns::finding::as_filed;
use tongbao_returns::finding::facts::Expected;

/// A verdict with what was worked out on the way.
pub(super) struct Compared<'run> {
    pub(super) verdict: Verdict,
    pub(super) told: Option<Told<'run>>,
}

impl Compared<'_> {
    fn only(verdict: Verdict) -> Self {
        Self { verdict, told: None }
    }
}

/// Factors of a unit that was mistaken: 元 for 万元, a digit too many; with the band in which a ratio counts as that factor.
const FACTORS: [(f64, &str); 8] = [
    (10.0, "10"),
    (100.0, "100"),
    (1_000.0, "1000"),
    (10_000.0, "10000"),
    (0.1, "1/10"),
    (0.01, "1/100"),
    (0.001, "1/1000"),
    (0.000_1, "1/10000"),
];

/// The factor that a ratio comes near. Ten times is so little that the band is narrow; beyond, the orders of magnitude speak for themselves.
fn factor(ratio: f64) -> Option<&'static str> {
    let near = |(factor, _): &&(f64, &str)| {
        let band = if (0.05..50.0).contains(factor) { 1.35 } else { 2.0 };
        (factor / band..=factor * band).contains(&ratio)
    };
    FACTORS.iter().find(near).map(|(_, name)| *name)
}

/// 单位错用: each estimate that the unit's history gives is missed by the same factor.
pub(super) fn unit_slip<'run>(panel: &Panel<'_>, sample: &'run Sample, floor: f64) -> Vec<Compared<'run>> {
    let Some(item) = sample.formula.reads.first() else { return Vec::new() };
    let lagged = |lag| FormulaItem { name: item.name.clone(), lag };
    let (year_before, previous) = (lagged(Lag::YearBefore), lagged(Lag::PreviousPeriod));
    // What the previous cumulative filing lets expect of this one: nine months' worth from six months' worth.
    let scale = match (panel.kind(&item.name), panel.period.part) {
        (Some(Kind::Flow), Part::Quarter(quarter)) if !panel.form.is_by_quarter() => match quarter.previous() {
            Some(before) => f64::from(quarter.number()) / f64::from(before.number()),
            None => 0.25,
        },
        _ => 1.0,
    };
    let compare = |row: &super::panel::Row<'_>| {
        let Some(value) = panel.said(*row, item).number() else { return Compared::only(Verdict::Unverifiable) };
        let histories = [(&year_before, 1.0), (&previous, scale)];
        let known: Vec<(&FormulaItem, f64)> = histories
            .into_iter()
            .filter_map(|(item, scale)| Some((item, panel.said(*row, item).number()? * scale)))
            .filter(|(_, estimate)| *estimate != 0.0)
            .collect();
        let Some((_, first)) = known.first() else { return Compared::only(Verdict::Unverifiable) };
        let factors: Vec<Option<&str>> = known.iter().map(|(_, estimate)| factor(value / estimate)).collect();
        let slip = factors.first().copied().flatten().filter(|first| factors.iter().all(|factor| *factor == Some(first)));
        let Some(slip) = slip.filter(|_| value.abs().max(first.abs()) >= floor) else { return Compared::only(Verdict::Pass) };
        let base = first.round();
        let histories = known.iter().map(|(item, _)| (*item).clone()).collect();
        let worked_out = [as_filed(value), as_filed(base), slip.to_owned()];
        let told = Told::of_sample(sample, Expected::OwnMagnitude { base }, histories, worked_out);
        Compared { verdict: Verdict::Fail, told: Some(told) }
    };
    panel.rows.iter().map(compare).collect()
}

/// 离群 of the ratio to the same period last year.
pub(super) fn ratio_outlier<'run>(panel: &Panel<'_>, sample: &'run Sample, peers: UnitAttribute) -> Vec<Compared<'run>> {
    let Some(item) = sample.formula.reads.first() else { return Vec::new() };
    let before = FormulaItem { name: item.name.clone(), lag: Lag::YearBefore };
    let pairs: Vec<Option<(f64, f64)>> = panel
        .rows
        .iter()
        .map(|row| Some((panel.said(*row, item).number()?, panel.said(*row, &before).number()?)))
        .map(|pair| pair.filter(|(current, base)| *current > 0.0 && *base > 0.0))
        .collect();
    let told = |position: usize, median: f64| {
        let (current, base) = pairs.get(position).copied().flatten().unwrap_or_default();
        let own = current / base;
        let worked_out = [as_filed(current), format!("{median:.2}"), format!("{own:.2}")];
        Told::of_sample(sample, Expected::PeersGrowth { median, own }, vec![before.clone()], worked_out)
    };
    among_peers(panel, &pairs, peers, statistics::ratio_outliers, told)
}

/// 离群 of a value.
pub(super) fn value_outlier<'run>(
    panel: &Panel<'_>,
    frame: &Frame<'_>,
    sample: &'run Sample,
    peers: UnitAttribute,
) -> PolarsResult<Vec<Compared<'run>>> {
    let values = frame.numbers(&sample.formula)?;
    let told = |position: usize, median: f64| {
        let value = values.get(position).copied().flatten().unwrap_or_default();
        let worked_out = [format!("{value:.2}"), format!("{median:.2}"), String::new()];
        Told::of_sample(sample, Expected::PeersValue { median, own: value }, Vec::new(), worked_out)
    };
    Ok(among_peers(panel, &values, peers, statistics::value_outliers, told))
}

/// Compares the units that have a value with their peers; too few peers, and nothing is said.
fn among_peers<'run, T: Copy>(
    panel: &Panel<'_>,
    values: &[Option<T>],
    peers: UnitAttribute,
    outliers: impl Fn(&[T]) -> Option<(f64, Vec<bool>)>,
    told: impl Fn(usize, f64) -> Told<'run>,
) -> Vec<Compared<'run>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut compared: Vec<Compared<'run>> = Vec::with_capacity(values.len());
    for (position, (row, value)) in panel.rows.iter().zip(values).enumerate() {
        compared.push(Compared::only(Verdict::Unverifiable));
        if let (Some(unit), Some(_)) = (row.unit, value) {
            groups.entry(unit.attribute(peers)).or_default().push(position);
        }
    }
    for members in groups.into_values() {
        let found: Vec<T> = members.iter().filter_map(|position| *values.get(*position)?).collect();
        let judged = outliers(&found);
        for (position, member) in members.into_iter().enumerate() {
            let Some(place) = compared.get_mut(member) else { continue };
            *place = match &judged {
                None => Compared::only(Verdict::NotRun(NotRun::FewPeers { fewest: statistics::FEWEST_PEERS })),
                Some((median, is_outlier)) if is_outlier.get(position) == Some(&true) => {
                    Compared { verdict: Verdict::Fail, told: Some(told(member, *median)) }
                }
                Some(_) => Compared::only(Verdict::Pass),
            };
        }
    }
    compared
}

#[cfg(test)]
mod tests {
    use super::factor;

    #[test]
    fn a_ratio_near_a_power_of_ten_has_its_factor() {
        assert_eq!(
            [9.0, 104.0, 1500.0, 9_000.0, 0.11, 0.0009].map(factor),
            [Some("10"), Some("100"), Some("1000"), Some("10000"), Some("1/10"), Some("1/1000")]
        );
        assert_eq!([1.0, 3.0, 6.0, 20.0, 0.3, 0.04, 100_000.0].map(factor), [None; 7]);
    }
}
