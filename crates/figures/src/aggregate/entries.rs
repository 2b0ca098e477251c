//! The office's adjusting entries, as the groups of one plan have them (docs/numbers.md rule 6).

use super::group::Group;
use tongbao_returns::domain::{AdjustedGroup, Adjustment, CountyCode, ItemName, Period};

/// The group of an entry in a plan: the area is entered by its code.
pub fn group_of(entry: &Adjustment, area: &CountyCode) -> Group {
    match &entry.group {
        AdjustedGroup::County(code) if code == area => Group::Area,
        AdjustedGroup::County(code) => Group::County(code.clone()),
        AdjustedGroup::Alliance(code) => Group::Alliance(code.clone()),
    }
}

/// The entries of the office, as one plan's groups have them.
pub(super) struct Entries<'run> {
    rows: Vec<(Group, &'run Adjustment)>,
}

impl<'run> Entries<'run> {
    pub(super) fn new(rows: &'run [Adjustment], area: &CountyCode) -> Self {
        Self { rows: rows.iter().map(|entry| (group_of(entry, area), entry)).collect() }
    }

    /// Those of an item of a quarter in a group, with their positions.
    pub(super) fn of(&self, group: &Group, item: &ItemName, quarter: Period) -> impl Iterator<Item = (usize, f64)> {
        let all = self.rows.iter().enumerate();
        let wanted = all.filter(move |(_, (of, entry))| of == group && entry.item == *item && entry.period == quarter);
        wanted.map(|(position, (_, entry))| (position, entry.value))
    }

    /// The groups that have any.
    pub(super) fn groups(&self) -> Vec<&Group> {
        let mut groups: Vec<&Group> = self.rows.iter().map(|(group, _)| group).collect();
        groups.sort();
        groups.dedup();
        groups
    }
}
