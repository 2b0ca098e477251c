//! One indicator over all groups of a period at once, with who stands behind each result.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::PolarsResult;

use super::computed::{Computed, Earlier};
use super::group::Group;
use super::reading::Reading;
use super::standing::Standing;
use super::volumes::Volumes;
use tongbao_document::count;

/// The result for one group.
#[derive(Debug, Clone)]
pub(super) struct GroupResult {
    pub(super) computed: Computed,
    /// The formula's aggregates, in the order of its parts; empty where they were not asked for or nobody counted.
    pub(super) operands: Vec<Option<f64>>,
    pub(super) coverage: Coverage,
}

/// Who stands behind a figure (docs/numbers.md rule 4).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Coverage {
    /// Units that counted.
    pub counted: u32,
    /// Units concerned.
    pub due: u32,
    /// Units of which all that they could contribute is 不适用: they are not concerned.
    pub not_applicable: u32,
    /// Of those that counted the ones that have closed, and stand with an older return than that of the quarter in which they closed.
    pub older: u32,
    /// Share of the volume that the counted units had when last known, in percent; none where no volume is known.
    pub volume_percent: Option<f64>,
}

impl Coverage {
    /// Units counted over units concerned, in percent; nothing if none is concerned.
    pub fn units_percent(&self) -> Option<f64> {
        (self.due > 0).then(|| f64::from(self.counted) * 100.0 / f64::from(self.due))
    }

    /// The lower of the share of units and the share of volume, in percent; nothing if nobody is concerned.
    pub fn percent(&self) -> Option<f64> {
        let units = self.units_percent()?;
        Some(self.volume_percent.map_or(units, |volume| volume.min(units)))
    }

    /// Whether it is at least so large, in percent; of nobody it is.
    pub fn reaches(&self, threshold_percent: f64) -> bool {
        self.percent().is_none_or(|percent| percent >= threshold_percent)
    }

    /// Whether somebody is missing.
    pub fn lacks_somebody(&self) -> bool {
        self.counted < self.due
    }
}

pub(super) type Evaluated = BTreeMap<Group, GroupResult>;

/// Evaluates an indicator for every group with a unit concerned; on demand with the aggregates that its formula is made of.
pub(super) fn evaluate(reading: &Reading<'_, '_>, with_operands: bool) -> PolarsResult<Evaluated> {
    let grouping = &reading.table.grouping;
    if let Some(earlier) = reading.not_asked {
        let concerned = reading.standing.iter().enumerate().filter(|(_, standing)| **standing == Standing::NotAsked);
        let groups: BTreeSet<u32> = concerned.flat_map(|(unit, _)| reading.groups_of(unit)).collect();
        return Ok(not_asked(groups.into_iter().map(|group| &grouping.names[count::to_usize(group)].0), earlier));
    }
    let coverages = coverages(reading);
    let mut results = reading.evaluate(&reading.counted_rows(), with_operands)?;
    let mut evaluated = Evaluated::new();
    for (position, (group, _)) in grouping.names.iter().enumerate() {
        let coverage = coverages[position];
        if coverage.due == 0 {
            continue;
        }
        let (number, operands) = reading.with_adjustment(group, results.remove(&count::to_u32(position)));
        let computed = computed(number, coverage.counted);
        evaluated.insert(group.clone(), GroupResult { computed, operands, coverage });
    }
    Ok(evaluated)
}

/// Of some groups there is nothing, because nobody was asked at an earlier time: nobody is due.
pub(super) fn not_asked<'run>(groups: impl Iterator<Item = &'run Group>, earlier: Earlier) -> Evaluated {
    let result = || GroupResult { computed: Computed::NotAsked(earlier), operands: Vec::new(), coverage: Coverage::default() };
    groups.map(|group| (group.clone(), result())).collect()
}

/// What came out of the engine for so many units.
pub(super) fn computed(number: Option<f64>, counted: u32) -> Computed {
    match number {
        Some(number) if number.is_finite() => Computed::Number(number),
        _ if counted == 0 => Computed::NotReported,
        _ => Computed::NotComputable,
    }
}

/// Who stands behind the figure of each group, by its position.
fn coverages(reading: &Reading<'_, '_>) -> Vec<Coverage> {
    let groups = reading.table.grouping.names.len();
    let mut coverages = vec![Coverage::default(); groups];
    let mut volumes = vec![Volumes::default(); groups];
    let is_whole = reading.standing.iter().all(|standing| *standing != Standing::Missing);
    // Where nobody is missing, nothing of the volume is.
    let sizes = if is_whole { Vec::new() } else { reading.sizes() };
    for (unit, standing) in reading.standing.iter().enumerate() {
        let counts = *standing == Standing::Counted;
        let is_older = counts && reading.stands_with_an_older_return(unit);
        for group in reading.groups_of(unit).map(count::to_usize) {
            let coverage = &mut coverages[group];
            coverage.counted += u32::from(counts);
            coverage.due += u32::from(standing.is_due());
            coverage.not_applicable += u32::from(*standing == Standing::NotApplicable);
            coverage.older += u32::from(is_older);
            if let Some(size) = sizes.get(unit).filter(|_| standing.is_due()) {
                volumes[group].add(size, counts);
            }
        }
    }
    for (coverage, volumes) in coverages.iter_mut().zip(volumes) {
        coverage.volume_percent = volumes.percent();
    }
    coverages
}
