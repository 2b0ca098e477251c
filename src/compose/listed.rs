//! 名录 in a document: the rows of the registry behind counts of it, with the cells in which they stand (docs/numbers.md rule 16).

use super::material::Material;
use tongbao_figures::aggregate::{Group, ListedRow, listed};
use tongbao_figures::plan::{Indicator, Listed};
use tongbao_returns::registry::Spot;

/// A row of the registry that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counted {
    /// As what.
    pub(super) listed: Listed,
    /// Code of what is counted; of a membership that of the unit.
    pub(super) code: String,
    /// Its name.
    pub(super) name: String,
    /// Where it stands; nothing of a registry that was not read from a workbook.
    pub(super) spot: Option<Spot>,
    /// The groups in which it is counted.
    pub(super) groups: Vec<Group>,
}

/// The rows behind an indicator, in the order of the registry; none behind one that does not count it.
pub(super) fn counted(material: &Material<'_>, indicator: &Indicator) -> Vec<Counted> {
    let Material { plan, registry, places, period, .. } = material;
    // Its figures were made with the same condition, which the engine took.
    let entries = listed(plan, registry, indicator, *period).unwrap_or_default();
    let row = |entry: tongbao_figures::aggregate::ListedEntry| {
        let (name, spot) = match &entry.row {
            ListedRow::Unit(code) => (registry.unit_name(code), places.unit(code, "单位名称")),
            ListedRow::County(code) => (material.county_name(code), places.county(code, "名称")),
            ListedRow::Alliance(code) => (material.name(&Group::Alliance(code.clone())), places.alliance(code, "名称")),
            ListedRow::Membership(position, code) => (registry.unit_name(code), places.membership(*position, "单位代码")),
        };
        Counted { listed: entry.listed, code: entry.row.code().to_owned(), name, spot, groups: entry.groups }
    };
    entries.into_iter().map(row).collect()
}

/// The rows behind all counts of a group, each once.
pub(super) fn counted_in(material: &Material<'_>, group: &Group) -> Vec<Counted> {
    let mut rows: Vec<Counted> = Vec::new();
    let is_of_scope = |indicator: &&Indicator| indicator.scopes.contains(&group.scope());
    for indicator in material.plan.indicators.iter().filter(is_of_scope) {
        rows.extend(counted(material, indicator).into_iter().filter(|row| row.groups.contains(group)));
    }
    rows.sort_by(|one, other| (one.listed, one.spot, &one.code).cmp(&(other.listed, other.spot, &other.code)));
    rows.dedup();
    rows
}
