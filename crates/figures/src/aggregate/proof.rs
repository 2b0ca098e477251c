//! The proof that nothing was counted twice or lost (docs/numbers.md rule 6).
//!
//! For an additive item: Σ counties + units directly under the area = area, and Σ alliances + units in none − units counted
//! twice = area. The area is computed from the units alone, so that the identities are checked, not assumed. What the office adds to the
//! sums of groups stands beside them, and in none of them.

use super::entries::group_of;
use super::filings::Filings;
use super::group::{Group, Grouping};
use crate::audit::Accepted;
use crate::plan::Plan;
use tongbao_document::count;
use tongbao_returns::domain::{Form, ItemName, Period, UnitCode};
use tongbao_returns::registry::Registry;

/// The two identities of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// What was added.
    pub item: ItemName,
    /// Its unit of measure.
    pub unit: String,
    /// Its decimals.
    pub decimals: u8,
    /// All units of the area.
    pub area: f64,
    /// The units of each county, added over counties.
    pub counties: f64,
    /// Units directly under the area.
    pub outside_counties: f64,
    /// The members of each alliance, added over alliances.
    pub alliances: f64,
    /// Units in no alliance.
    pub in_no_alliance: f64,
    /// What units in several alliances add beyond the first.
    pub counted_twice: f64,
    /// 差额 of groups that the area has; none where the office added nothing.
    pub added: Option<Added>,
}

/// What the office adds beside the units.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Added {
    /// To the area's sum.
    pub area: f64,
    /// To the counties' sums, added over counties.
    pub counties: f64,
    /// To the alliances' sums, added over alliances.
    pub alliances: f64,
}

impl Proof {
    /// Whether both identities hold to the item's decimals.
    pub fn holds(&self) -> bool {
        let tolerance = 0.5 * 10_f64.powi(-i32::from(self.decimals) - 2) * self.area.abs().max(1.0).log10().max(1.0);
        let is_near = |sum: f64| (sum - self.area).abs() <= tolerance.max(self.area.abs() * 1e-12);
        is_near(self.counties + self.outside_counties) && is_near(self.alliances + self.in_no_alliance - self.counted_twice)
    }
}

/// Adds up each of the plan's proof items along both ways.
pub fn prove(plan: &Plan, registry: &Registry, accepted: &Accepted, period: Period) -> Vec<Proof> {
    let as_of = registry.as_of(period.last_day());
    let grouping = Grouping::new(&as_of, &plan.area_code, &plan.area_name);
    let filings = Filings::new(plan, registry, accepted, &[period]);
    plan.proof_items.iter().filter_map(|item| prove_item(plan, &filings, accepted, period, &grouping, item)).collect()
}

fn prove_item(
    plan: &Plan,
    filings: &Filings<'_>,
    accepted: &Accepted,
    period: Period,
    grouping: &Grouping,
    name: &ItemName,
) -> Option<Proof> {
    let definition = plan.forms.iter().flat_map(Form::items).find(|item| item.name == *name)?;
    let carriers = filings.carriers(name)?;
    let value_of = |unit: &UnitCode| -> f64 {
        let unit = filings.position(unit);
        unit.and_then(|unit| filings.total(carriers, unit, period).number()).unwrap_or(0.0)
    };
    let values: Vec<f64> = grouping.units.iter().map(value_of).collect();
    let mut group_sums = vec![0.0; grouping.names.len()];
    let mut proof = Proof {
        item: name.clone(),
        unit: definition.unit.clone(),
        decimals: definition.decimals,
        area: values.iter().sum(),
        counties: 0.0,
        outside_counties: 0.0,
        alliances: 0.0,
        in_no_alliance: 0.0,
        counted_twice: 0.0,
        added: added(plan, accepted, period, grouping, name),
    };
    for (value, groups) in values.iter().zip(&grouping.groups_of) {
        let mut counties = 0;
        let mut alliances = 0_u32;
        for &group in groups {
            group_sums[count::to_usize(group)] += value;
            match grouping.names[count::to_usize(group)].0 {
                Group::County(_) => counties += 1,
                Group::Alliance(_) => alliances += 1,
                Group::Area | Group::Unit(_) => {}
            }
        }
        if counties == 0 {
            proof.outside_counties += value;
        }
        match alliances {
            0 => proof.in_no_alliance += value,
            several => proof.counted_twice += value * f64::from(several - 1),
        }
    }
    for ((group, _), sum) in grouping.names.iter().zip(&group_sums) {
        match group {
            Group::County(_) => proof.counties += sum,
            Group::Alliance(_) => proof.alliances += sum,
            Group::Area | Group::Unit(_) => {}
        }
    }
    Some(proof)
}

/// The entries of an item for a period's last quarter, by the kind of group.
fn added(plan: &Plan, accepted: &Accepted, period: Period, grouping: &Grouping, item: &ItemName) -> Option<Added> {
    let mut added: Option<Added> = None;
    let rows = &accepted.adjustments().rows;
    for entry in rows.iter().filter(|entry| entry.item == *item && entry.period == period.last_quarter()) {
        let group = group_of(entry, &plan.area_code);
        if !grouping.names.iter().any(|(known, _)| *known == group) {
            continue;
        }
        let added = added.get_or_insert_default();
        match group {
            Group::Area => added.area += entry.value,
            Group::County(_) => added.counties += entry.value,
            Group::Alliance(_) => added.alliances += entry.value,
            Group::Unit(_) => {}
        }
    }
    added
}
