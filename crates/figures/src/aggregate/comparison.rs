//! Two periods set against each other: the units that counted in both, with those from which they came, grouped as they are grouped now
//! (docs/numbers.md rule 7).

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::PolarsResult;

use super::computed::Computed;
use super::evaluate::{Evaluated, computed};
use super::group::Group;
use super::reading::{Reading, Rows, Standing};
use super::unit_table::Table;
use tongbao_document::count;
use tongbao_returns::domain::UnitCode;
use tongbao_returns::registry::{Registry, Unit};

/// How a figure compares with an earlier one.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Comparison {
    /// Of the units that count now those that are compared.
    pub units: u32,
    /// Units that count now.
    pub counted: u32,
    /// Units concerned now.
    pub due: u32,
    /// Of the units that counted then those that are compared.
    pub base_units: u32,
    /// Units concerned then, those that came together since where they belong now.
    pub base_due: u32,
    /// 可比口径: now and then of the compared units alone; none where these are all of both, so that the figures themselves compare.
    pub restricted: Option<(Computed, Computed)>,
}

impl Comparison {
    /// Whether enough stands behind it to judge by: the compared units are so large a share of those concerned, in percent, on
    /// either side.
    pub fn reaches(&self, threshold_percent: f64) -> bool {
        let covers = |units: u32, due: u32| f64::from(units) * 100.0 >= threshold_percent * f64::from(due);
        covers(self.units, self.due) && covers(self.base_units, self.base_due)
    }

    /// Whether some of the units that count now are not compared.
    pub fn is_partial(&self) -> bool {
        self.units < self.counted
    }
}

/// Who belongs together: units with those from which they came, over any number of mergers, by the first of their codes.
pub(super) struct Families<'run>(BTreeMap<&'run UnitCode, &'run UnitCode>);

impl<'run> Families<'run> {
    pub(super) fn of(registry: &'run Registry) -> Self {
        let mut families = Self(BTreeMap::new());
        for unit in registry.units.values() {
            for predecessor in unit.predecessors.iter().filter_map(|code| registry.units.get(code)) {
                let (one, other) = (families.head(&unit.code), families.head(&predecessor.code));
                families.0.insert(one.max(other), one.min(other));
            }
        }
        families
    }

    fn head(&self, unit: &'run UnitCode) -> &'run UnitCode {
        let mut head = unit;
        while let Some(next) = self.0.get(head).filter(|next| **next != head) {
            head = next;
        }
        head
    }
}

/// A unit by its position, with the groups in which it is compared.
type Member = (usize, BTreeSet<u32>);

/// The units of one family that are concerned: now with their groups, then with those to which they belong now.
#[derive(Default)]
struct Members {
    now: Vec<Member>,
    then: Vec<Member>,
}

/// Compares an indicator now with an earlier period, for every group that there is now. `results` are those of the same two readings.
pub(super) fn compare(
    (now, then): (&Reading<'_, '_>, &Reading<'_, '_>),
    (results, base): (&Evaluated, &Evaluated),
    families: &Families<'_>,
) -> PolarsResult<BTreeMap<Group, Comparison>> {
    let members = members(now, then, families);
    let counts = |reading: &Reading<'_, '_>, units: &[Member]| {
        !units.is_empty() && units.iter().all(|(unit, _)| reading.standing[*unit] == Standing::Counted)
    };
    let mut compared: BTreeSet<&UnitCode> = members
        .iter()
        .filter(|(_, members)| counts(now, &members.now) && counts(then, &members.then))
        .map(|(family, _)| *family)
        .collect();
    without_one_sided(now, then, &members, &mut compared);

    let names = &now.table.grouping.names;
    let mut comparisons = vec![Comparison::default(); names.len()];
    let (mut now_rows, mut then_rows) = (Rows::new(), Rows::new());
    // Groups whose base is not made of the units that they had then.
    let mut is_regrouped = vec![false; names.len()];
    for (family, members) in &members {
        let groups: BTreeSet<u32> =
            members.now.iter().chain(&members.then).flat_map(|(_, groups)| groups.iter().copied()).collect();
        for group in groups {
            let comparison = &mut comparisons[count::to_usize(group)];
            let inside = |units: &[Member]| count::to_u32(units.iter().filter(|(_, g)| g.contains(&group)).count());
            let (here, there) = (inside(&members.now), inside(&members.then));
            comparison.base_due += there;
            // A family of which a part lies elsewhere cannot be set against itself here.
            let is_whole = here == count::to_u32(members.now.len()) && there == count::to_u32(members.then.len());
            if !compared.contains(family) || !is_whole {
                continue;
            }
            comparison.units += here;
            comparison.base_units += there;
            now_rows.extend(members.now.iter().map(|(unit, _)| (*unit, group)));
            then_rows.extend(members.then.iter().map(|(unit, _)| (*unit, group)));
            let group_now = &names[count::to_usize(group)].0;
            let was_here = |unit: usize| {
                let grouping = &then.table.grouping;
                grouping.groups_of[unit].iter().any(|group| grouping.names[count::to_usize(*group)].0 == *group_now)
            };
            is_regrouped[count::to_usize(group)] |= !members.then.iter().all(|(unit, _)| was_here(*unit));
        }
    }

    let mut is_restricted = vec![false; names.len()];
    for (position, (group, _)) in names.iter().enumerate() {
        let comparison = &mut comparisons[position];
        let coverage = results.get(group).map(|result| result.coverage).unwrap_or_default();
        (comparison.counted, comparison.due) = (coverage.counted, coverage.due);
        let counted_then = base.get(group).map_or(0, |result| result.coverage.counted);
        is_restricted[position] =
            comparison.units != comparison.counted || comparison.base_units != counted_then || is_regrouped[position];
    }
    let only = |rows: Rows| rows.into_iter().filter(|(_, group)| is_restricted[count::to_usize(*group)]).collect::<Rows>();
    let (now_results, then_results) = (now.evaluate(&only(now_rows), false)?, then.evaluate(&only(then_rows), false)?);
    let mut by_group = BTreeMap::new();
    for (position, ((group, _), comparison)) in names.iter().zip(&mut comparisons).enumerate() {
        if !results.contains_key(group) {
            continue;
        }
        if is_restricted[position] {
            let number = |results: &BTreeMap<u32, super::reading::Raw>, units: u32| {
                computed(results.get(&count::to_u32(position)).and_then(|(number, _)| *number), units)
            };
            comparison.restricted = Some((number(&now_results, comparison.units), number(&then_results, comparison.base_units)));
        }
        by_group.insert(group.clone(), *comparison);
    }
    Ok(by_group)
}

/// Everybody concerned, by family. Who counted then and stands here still is grouped where it stands, who has been taken over where its
/// family stands, and who is gone where it was.
fn members<'run>(
    now: &Reading<'_, 'run>,
    then: &Reading<'_, 'run>,
    families: &Families<'run>,
) -> BTreeMap<&'run UnitCode, Members> {
    let mut members: BTreeMap<&UnitCode, Members> = BTreeMap::new();
    for (position, unit) in now.table.units.iter().enumerate().filter(|(position, _)| now.standing[*position].is_due()) {
        let groups = now.groups_of(position).collect();
        members.entry(families.head(&unit.code)).or_default().now.push((position, groups));
    }
    let position_now: BTreeMap<&Group, u32> =
        now.table.grouping.names.iter().enumerate().map(|(position, (group, _))| (group, count::to_u32(position))).collect();
    let stands = groups_now(now.table, then.table, families);
    for (position, unit) in then.table.units.iter().enumerate().filter(|(position, _)| then.standing[*position].is_due()) {
        let groups = if let Some(groups) = &stands[position] {
            groups.iter().copied().filter(|group| now.is_meant(*group)).collect()
        } else {
            let names = &then.table.grouping.names;
            let was_in = then.groups_of(position).map(|group| &names[count::to_usize(group)].0);
            was_in.filter_map(|group| position_now.get(group).copied()).collect()
        };
        members.entry(families.head(&unit.code)).or_default().then.push((position, groups));
    }
    members
}

/// For each unit of an earlier period the groups to which it belongs now: its own where it still stands, those of the units that came from
/// it where it does not; none where it is gone without any.
pub(super) fn groups_now<'run>(now: &Table<'run>, then: &Table<'run>, families: &Families<'run>) -> Vec<Option<BTreeSet<u32>>> {
    let mut of_family: BTreeMap<&UnitCode, BTreeSet<u32>> = BTreeMap::new();
    for (unit, groups) in now.units.iter().zip(&now.grouping.groups_of) {
        of_family.entry(families.head(&unit.code)).or_default().extend(groups);
    }
    let stands = |unit: &&Unit| match now.units.binary_search_by(|known| known.code.cmp(&unit.code)) {
        Ok(position) => Some(now.grouping.groups_of[position].iter().copied().collect()),
        Err(_) => of_family.get(families.head(&unit.code)).cloned(),
    };
    then.units.iter().map(stands).collect()
}

/// Of two sides that different units file neither is compared in a county where the other is not.
fn without_one_sided(
    now: &Reading<'_, '_>,
    then: &Reading<'_, '_>,
    members: &BTreeMap<&UnitCode, Members>,
    compared: &mut BTreeSet<&UnitCode>,
) {
    let side = |reading: &Reading<'_, '_>, units: fn(&Members) -> &Vec<Member>, compared: &BTreeSet<&UnitCode>| {
        let mut is_compared = vec![false; reading.table.units.len()];
        for (_, members) in members.iter().filter(|(family, _)| compared.contains(*family)) {
            for (unit, _) in units(members) {
                is_compared[*unit] = true;
            }
        }
        let one_sided = reading.one_sided_counties(&is_compared);
        let is_left_out =
            |members: &Members| units(members).iter().any(|(unit, _)| one_sided.contains(&reading.table.units[*unit].county));
        members.iter().filter(|(_, members)| is_left_out(members)).map(|(family, _)| *family).collect::<Vec<_>>()
    };
    let mut left_out = side(now, |members| &members.now, compared);
    left_out.extend(side(then, |members| &members.then, compared));
    compared.retain(|family| !left_out.contains(family));
}
