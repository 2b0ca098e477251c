//! Two periods set against each other: the units that counted in both, with those from which they came, grouped as they are grouped now
//! (docs/numbers.md rule 7).

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::PolarsResult;

use super::computed::Computed;
use super::engine::{Raw, Rows};
use super::evaluate::{Evaluated, computed};
use super::filings::Filings;
use super::group::Group;
use super::reading::Reading;
use super::standing::Standing;
use super::unit_table::Table;
use super::volumes::{Size, Volumes};
use tongbao_document::count;
use tongbao_returns::registry::Unit;

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
    /// Of these those that had not reported; nobody where nobody was asked.
    pub base_missing: u32,
    /// Share of the volume that the compared units have of those concerned, the lower of now and then, in percent; none where all are
    /// compared, or no volume is known.
    pub volume_percent: Option<f64>,
    /// 可比口径: now and then of the compared units alone; none where these are all of both, so that the figures themselves compare.
    pub restricted: Option<(Computed, Computed)>,
}

impl Comparison {
    /// Whether enough stands behind it to judge by: the compared units are so large a share of those concerned, in percent, on
    /// either side, by their number and by their volume.
    pub fn reaches(&self, threshold_percent: f64) -> bool {
        let covers = |units: u32, due: u32| f64::from(units) * 100.0 >= threshold_percent * f64::from(due);
        covers(self.units, self.due)
            && covers(self.base_units, self.base_due)
            && self.volume_percent.is_none_or(|volume| volume >= threshold_percent)
    }

    /// Whether some of the units that count now are not compared.
    pub fn is_partial(&self) -> bool {
        self.units < self.counted
    }
}

/// Who belongs together: units with those from which they came, over any number of mergers, by their positions among the filings.
pub(super) struct Families {
    /// Of each unit the first of its family; most are a family of their own.
    heads: Vec<usize>,
    /// Of each unit those from which it came.
    origins: BTreeMap<usize, Vec<usize>>,
}

impl Families {
    pub(super) fn of(filings: &Filings<'_>) -> Self {
        let mut families = Self { heads: (0..filings.units.len()).collect(), origins: BTreeMap::new() };
        for (position, unit) in filings.units.iter().enumerate().filter(|(_, unit)| !unit.predecessors.is_empty()) {
            let origins = filings.registry().origins(&unit.code).into_iter().filter_map(|origin| filings.position(origin));
            let origins: Vec<usize> = origins.collect();
            for origin in &origins {
                let (one, other) = (families.head(position), families.head(*origin));
                families.heads[one.max(other)] = one.min(other);
            }
            families.origins.insert(position, origins);
        }
        for position in 0..filings.units.len() {
            families.heads[position] = families.head(position);
        }
        families
    }

    fn head(&self, unit: usize) -> usize {
        let mut head = unit;
        while self.heads[head] != head {
            head = self.heads[head];
        }
        head
    }

    fn origins(&self, unit: usize) -> &[usize] {
        self.origins.get(&unit).map_or(&[], Vec::as_slice)
    }
}

/// A unit of a table by its position there, with the groups in which it is compared.
type Member = (usize, Vec<u32>);

/// The units of one family that are concerned: now with their groups, then with those to which they belong now.
#[derive(Default)]
struct Members {
    now: Vec<Member>,
    then: Vec<Member>,
    is_compared: bool,
}

impl Members {
    fn groups(&self) -> BTreeSet<u32> {
        self.now.iter().chain(&self.then).flat_map(|(_, groups)| groups.iter().copied()).collect()
    }
}

/// What the comparisons of all indicators between two periods share.
pub(super) struct Between<'run> {
    families: &'run Families,
    /// For each unit of then, see [`stands_now`].
    stands: Vec<Option<usize>>,
}

impl<'run> Between<'run> {
    pub(super) fn of(now: &Table<'_>, then: &Table<'_>, families: &'run Families) -> Self {
        Self { families, stands: stands_now(now, then, families, &|_| true) }
    }
}

/// The volumes of the compared units among all that are concerned, now and then, group by group; nothing where all are compared.
struct Compared {
    sizes: [Vec<Size>; 2],
    by_group: BTreeMap<usize, [Volumes; 2]>,
}

impl Compared {
    fn of((now, then): (&Reading<'_, '_>, &Reading<'_, '_>), members: &[Members]) -> Self {
        let is_whole = members.iter().all(|members| members.is_compared);
        let sizes = [now, then].map(|reading| if is_whole { Vec::new() } else { reading.sizes() });
        Self { sizes, by_group: BTreeMap::new() }
    }

    /// What the members of a family add in a group.
    fn add(&mut self, members: &Members, group: u32, is_compared: bool) {
        let times = self.by_group.entry(count::to_usize(group)).or_default();
        for ((volumes, sizes), members) in times.iter_mut().zip(&self.sizes).zip([&members.now, &members.then]) {
            let here = members.iter().filter(|(_, groups)| groups.contains(&group));
            for size in here.filter_map(|(unit, _)| sizes.get(*unit)) {
                volumes.add(size, is_compared);
            }
        }
    }

    fn percent(&self, group: usize) -> Option<f64> {
        self.by_group.get(&group)?.iter().filter_map(Volumes::percent).reduce(f64::min)
    }
}

/// Compares an indicator now with an earlier period, for every group that there is now. `results` are those of the same two readings.
pub(super) fn compare(
    (now, then): (&Reading<'_, '_>, &Reading<'_, '_>),
    (results, base): (&Evaluated, &Evaluated),
    between: &Between<'_>,
) -> PolarsResult<BTreeMap<Group, Comparison>> {
    let mut members = members(now, then, between);
    without_one_sided(now, then, &mut members);
    let mut volumes = Compared::of((now, then), &members);

    let names = &now.table.grouping.names;
    let mut comparisons = vec![Comparison::default(); names.len()];
    let (mut now_rows, mut then_rows) = (Rows::new(), Rows::new());
    // Groups whose base is not made of the units that they had then.
    let mut is_regrouped = vec![false; names.len()];
    for members in &members {
        for group in members.groups() {
            let comparison = &mut comparisons[count::to_usize(group)];
            let inside = |units: &[Member]| count::to_u32(units.iter().filter(|(_, groups)| groups.contains(&group)).count());
            let (here, there) = (inside(&members.now), inside(&members.then));
            comparison.base_due += there;
            let has_not_reported =
                |(unit, groups): &&Member| groups.contains(&group) && then.standing[*unit] == Standing::Missing;
            comparison.base_missing += count::to_u32(members.then.iter().filter(has_not_reported).count());
            // A family of which a part lies elsewhere cannot be set against itself here.
            let is_whole = here == count::to_u32(members.now.len()) && there == count::to_u32(members.then.len());
            let is_compared = members.is_compared && is_whole;
            volumes.add(members, group, is_compared);
            if !is_compared {
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
        comparison.volume_percent = volumes.percent(position);
        let counted_then = base.get(group).map_or(0, |result| result.coverage.counted);
        is_restricted[position] =
            comparison.units != comparison.counted || comparison.base_units != counted_then || is_regrouped[position];
    }
    let only = |rows: Rows| rows.into_iter().filter(|(_, group)| is_restricted[count::to_usize(*group)]).collect::<Rows>();
    let (mut now_results, mut then_results) = (now.evaluate(&only(now_rows), false)?, then.evaluate(&only(then_rows), false)?);
    let mut by_group = BTreeMap::new();
    for (position, ((group, _), comparison)) in names.iter().zip(&mut comparisons).enumerate() {
        if !results.contains_key(group) {
            continue;
        }
        if is_restricted[position] {
            // Each side with what the office adds to its own sums.
            let number = |reading: &Reading<'_, '_>, results: &mut BTreeMap<u32, Raw>, units: u32| {
                computed(reading.with_adjustment(group, results.remove(&count::to_u32(position))).0, units)
            };
            comparison.restricted =
                Some((number(now, &mut now_results, comparison.units), number(then, &mut then_results, comparison.base_units)));
        }
        by_group.insert(group.clone(), *comparison);
    }
    Ok(by_group)
}

/// Everybody concerned, by family. Who counted then and stands here still is grouped where it stands, who has been taken over where its
/// family stands, and who is gone where it was.
fn members(now: &Reading<'_, '_>, then: &Reading<'_, '_>, Between { families, stands }: &Between<'_>) -> Vec<Members> {
    let mut members: Vec<Members> = Vec::new();
    members.resize_with(families.heads.len(), Members::default);
    for (unit, position) in now.table.positions.iter().enumerate().filter(|(unit, _)| now.standing[*unit].is_due()) {
        members[families.heads[*position]].now.push((unit, now.groups_of(unit).collect()));
    }
    let position_now: BTreeMap<&Group, u32> =
        now.table.grouping.names.iter().enumerate().map(|(position, (group, _))| (group, count::to_u32(position))).collect();
    for (unit, position) in then.table.positions.iter().enumerate().filter(|(unit, _)| then.standing[*unit].is_due()) {
        let groups = if let Some(stands) = stands[unit] {
            now.groups_of(stands).collect()
        } else {
            let names = &then.table.grouping.names;
            let was_in = then.groups_of(unit).map(|group| &names[count::to_usize(group)].0);
            was_in.filter_map(|group| position_now.get(group).copied()).collect()
        };
        members[families.heads[*position]].then.push((unit, groups));
    }
    // Who stands with an older return than the last one has another time than last year.
    let counts = |reading: &Reading<'_, '_>, units: &[Member]| {
        let is_whole = |unit: usize| reading.standing[unit] == Standing::Counted && !reading.stands_with_an_older_return(unit);
        !units.is_empty() && units.iter().all(|(unit, _)| is_whole(*unit))
    };
    members.retain(|members| !(members.now.is_empty() && members.then.is_empty()));
    // Who closed and came into nobody was at work for a part of the time only: it stands on neither side.
    let goes_on =
        |members: &Members| members.now.iter().any(|(unit, _)| now.table.units[*unit].is_open(now.table.period.last_day()));
    for members in &mut members {
        members.is_compared = goes_on(members) && counts(now, &members.now) && counts(then, &members.then);
    }
    members
}

/// For each unit of an earlier period the groups to which it belongs now: its own where it still stands, those of the first unit that came
/// from it where it does not; none where it is gone without any. Of the units of now only those stand of which `is_there` says so.
pub(super) fn groups_now(
    now: &Table<'_>,
    then: &Table<'_>,
    families: &Families,
    is_there: &dyn Fn(&Unit) -> bool,
) -> Vec<Option<Vec<u32>>> {
    let stands = stands_now(now, then, families, is_there).into_iter();
    stands.map(|stands| Some(now.grouping.groups_of[stands?].clone())).collect()
}

/// For each unit of an earlier period the one in the table of now as which it stands: itself, also in the year in which it closes, later the
/// first unit that came from it.
fn stands_now(now: &Table<'_>, then: &Table<'_>, families: &Families, is_there: &dyn Fn(&Unit) -> bool) -> Vec<Option<usize>> {
    // What came into several is counted once: with the first that came from it.
    let mut of_origin: BTreeMap<usize, usize> = BTreeMap::new();
    for (unit, position) in now.positions.iter().enumerate().filter(|(unit, _)| is_there(now.units[*unit])) {
        for origin in families.origins(*position) {
            of_origin.entry(*origin).or_insert(unit);
        }
    }
    let itself = |position: &usize| now.positions.binary_search(position).ok().filter(|unit| is_there(now.units[*unit]));
    then.positions.iter().map(|position| itself(position).or_else(|| of_origin.get(position).copied())).collect()
}

/// Of two sides that different units file neither is compared in a county where the other is not.
fn without_one_sided(now: &Reading<'_, '_>, then: &Reading<'_, '_>, members: &mut [Members]) {
    type UnitsOf = fn(&Members) -> &Vec<Member>;
    let sides: [(&Reading<'_, '_>, UnitsOf); 2] = [(now, |members| &members.now), (then, |members| &members.then)];
    let one_sided = sides.map(|(reading, units)| {
        let mut is_compared = vec![false; reading.table.units.len()];
        for (unit, _) in members.iter().filter(|members| members.is_compared).flat_map(units) {
            is_compared[*unit] = true;
        }
        reading.one_sided_counties(&is_compared)
    });
    for members in members {
        for ((reading, units), one_sided) in sides.iter().zip(&one_sided) {
            let lies_in = |(unit, _): &Member| one_sided.contains(&reading.table.units[*unit].county);
            members.is_compared &= !units(members).iter().any(lies_in);
        }
    }
}
