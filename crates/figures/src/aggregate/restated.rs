//! The main totals of last year as they were filed, and on today's structure: what mergers, closings and moves did to the base of a
//! change (docs/numbers.md rules 7 and 13).

use std::collections::BTreeMap;

use super::basis::Basis;
use super::comparison::{Families, groups_now};
use super::filings::Filings;
use super::group::Group;
use super::unit_table::{Column, State, Table, Values};
use crate::audit::Accepted;
use crate::plan::{FormulaItem, Lag, Plan};
use tongbao_document::count;
use tongbao_returns::domain::{Form, ItemName, Kind, Period, UnitCode};
use tongbao_returns::registry::Registry;

/// A main total of a period and of the same period last year.
#[derive(Debug, Clone, PartialEq)]
pub struct Restated {
    /// What is added.
    pub item: ItemName,
    /// Its unit of measure.
    pub unit: String,
    /// Its decimals.
    pub decimals: u8,
    /// Now, by group.
    pub now: BTreeMap<Group, f64>,
    /// By group how many units are concerned now, and how many of these have reported.
    pub reported: BTreeMap<Group, (u32, u32)>,
    /// Last year, of the units and in the groups of then.
    pub as_filed: BTreeMap<Group, f64>,
    /// Last year, of the units of now and those from which they came, in the groups of now.
    pub as_grouped_now: BTreeMap<Group, f64>,
    /// What each unit adds now.
    pub of_units: BTreeMap<UnitCode, f64>,
    /// What each unit added last year.
    pub of_units_then: BTreeMap<UnitCode, f64>,
}

/// The plan's proof items, in its order.
pub fn restated(plan: &Plan, registry: &Registry, accepted: &Accepted, period: Period) -> Vec<Restated> {
    let filings = Filings::new(plan, registry, accepted, &[period, period.year_before()]);
    let (now, then) = (Table::new(plan, &filings, period), Table::new(plan, &filings, period.year_before()));
    let families = Families::of(&filings);
    let all = groups_now(&now, &then, &families, &|_| true);
    // A closed unit has no stocks any more.
    let open = groups_now(&now, &then, &families, &|unit| unit.is_open(period.last_day()));
    let item = |name: &ItemName| {
        let definition = plan.forms.iter().flat_map(Form::items).find(|item| item.name == *name)?;
        let stands = if definition.kind == Kind::Flow { &all } else { &open };
        let column = column(&now, name);
        let mut reported: BTreeMap<Group, (u32, u32)> = BTreeMap::new();
        for (unit, state) in column.states.iter().enumerate().filter(|(_, state)| matches!(state, State::Value | State::Missing))
        {
            for group in &now.grouping.groups_of[unit] {
                let (due, has) = reported.entry(now.grouping.names[count::to_usize(*group)].0.clone()).or_default();
                *due += 1;
                *has += u32::from(*state == State::Value);
            }
        }
        let (of_units, of_units_then) = (values(&now, column), values(&then, self::column(&then, name)));
        let names = |positions: &mut dyn Iterator<Item = u32>, table: &Table<'_>| -> Vec<Group> {
            positions.map(|position| table.grouping.names[count::to_usize(position)].0.clone()).collect()
        };
        let added = |of_units: &[Option<f64>], groups_of: &dyn Fn(usize) -> Vec<Group>| {
            let mut sums: BTreeMap<Group, f64> = BTreeMap::new();
            for (unit, value) in of_units.iter().enumerate() {
                for group in groups_of(unit) {
                    *sums.entry(group).or_default() += value.unwrap_or(0.0);
                }
            }
            sums
        };
        let own = |table: &Table<'_>, unit: usize| names(&mut table.grouping.groups_of[unit].iter().copied(), table);
        Some(Restated {
            item: name.clone(),
            unit: definition.unit.clone(),
            decimals: definition.decimals,
            now: added(&of_units, &|unit| own(&now, unit)),
            reported,
            as_filed: added(&of_units_then, &|unit| own(&then, unit)),
            as_grouped_now: added(&of_units_then, &|unit| names(&mut stands[unit].iter().flatten().copied(), &now)),
            of_units: by_code(&now, &of_units),
            of_units_then: by_code(&then, &of_units_then),
        })
    };
    plan.proof_items.iter().filter_map(item).collect()
}

fn column(table: &Table<'_>, name: &ItemName) -> Column {
    table.column(&FormulaItem { name: name.clone(), lag: Lag::None }, Basis::Cumulative)
}

fn values(table: &Table<'_>, column: Column) -> Vec<Option<f64>> {
    match column.values {
        Values::Numbers(numbers) => numbers,
        Values::Words(_) => vec![None; table.units.len()],
    }
}

fn by_code(table: &Table<'_>, values: &[Option<f64>]) -> BTreeMap<UnitCode, f64> {
    table.units.iter().zip(values).filter_map(|(unit, value)| Some((unit.code.clone(), (*value)?))).collect()
}
