//! One formula over all groups at once, by Polars from its SQL text.
//!
//! A unit counts only if each item that the formula reads, and that the unit's own forms carry, has a value: the same units stand
//! above and below the line (docs/numbers.md rule 2). Units left out lower the coverage; units to which an item does not apply are
//! not concerned.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::computed::Computed;
use super::group::Group;
use super::unit_table::{Basis, Column as ItemColumn, State, Tables, Values};
use crate::plan::Indicator;
use tongbao_document::count;
use tongbao_returns::domain::{CountyCode, UnitAttribute};

/// The column that names the group of a row.
const GROUP: &str = "·group";
/// The column of the result.
const RESULT: &str = "·result";

/// The result for one group.
#[derive(Debug, Clone)]
pub(super) struct GroupResult {
    pub(super) computed: Computed,
    /// The formula's aggregates, in the order of its parts; empty where they were not asked for or nobody counted.
    pub(super) operands: Vec<Option<f64>>,
    pub(super) counted: u32,
    pub(super) due: u32,
    pub(super) is_additive: bool,
}

/// A formula's result and its aggregates, as the engine has them.
type Raw = (Option<f64>, Vec<Option<f64>>);

pub(super) type Evaluated = BTreeMap<Group, GroupResult>;

/// Evaluates an indicator for every group with a unit concerned; on demand with the aggregates that its formula is made of. Beside
/// the results, for every unit whether it counted.
pub(super) fn evaluate(
    tables: &Tables<'_>,
    basis: Basis,
    indicator: &Indicator,
    with_operands: bool,
) -> PolarsResult<(Evaluated, Vec<bool>)> {
    let columns: Vec<ItemColumn> = indicator.formula.reads.iter().map(|item| tables.column(item, basis)).collect();
    let admitted = match &indicator.condition {
        Some(condition) => condition.admits(&tables.units, |unit, attribute| unit.attribute(attribute))?,
        None => vec![true; tables.units.len()],
    };
    let concerned: Vec<Option<bool>> =
        (0..tables.units.len()).map(|unit| admitted[unit].then(|| is_concerned(&columns, unit)).flatten()).collect();
    let one_sided = one_sided_counties(tables, &columns, &concerned);
    let counts = |unit: usize| concerned[unit] == Some(true) && !one_sided.contains(&tables.units[unit].county);
    let mut due = vec![0_u32; tables.grouping.names.len()];
    let mut counted = due.clone();
    let mut rows: Vec<IdxSize> = Vec::new();
    let mut row_groups: Vec<u32> = Vec::new();
    for (unit, groups) in tables.grouping.groups_of.iter().enumerate() {
        if concerned[unit].is_none() {
            continue;
        }
        for &group in groups {
            if !indicator.scopes.contains(&tables.grouping.names[count::to_usize(group)].0.scope()) {
                continue;
            }
            due[count::to_usize(group)] += 1;
            if counts(unit) {
                counted[count::to_usize(group)] += 1;
                rows.push(IdxSize::try_from(unit).unwrap_or(IdxSize::MAX));
                row_groups.push(group);
            }
        }
    }
    let mut results =
        if rows.is_empty() { BTreeMap::new() } else { compute(tables, indicator, &columns, with_operands, (rows, row_groups))? };
    let is_additive = is_additive(indicator, &columns);
    let mut evaluated = Evaluated::new();
    for (position, (group, _)) in tables.grouping.names.iter().enumerate() {
        let (due, counted) = (due[position], counted[position]);
        if due == 0 {
            continue;
        }
        let (number, operands) = results.remove(&count::to_u32(position)).unwrap_or_default();
        let computed = match number {
            Some(number) if number.is_finite() => Computed::Number(number),
            _ if counted == 0 => Computed::NotReported,
            _ => Computed::NotComputable,
        };
        evaluated.insert(group.clone(), GroupResult { computed, operands, counted, due, is_additive });
    }
    Ok((evaluated, (0..tables.units.len()).map(counts).collect()))
}

/// Counties in which everybody who should file an item of the formula failed to, while others filed the rest: doctors without
/// the people they care for. Such a county counts on neither side of the line.
fn one_sided_counties<'run>(
    tables: &Tables<'run>,
    columns: &[ItemColumn],
    concerned: &[Option<bool>],
) -> BTreeSet<&'run CountyCode> {
    let mut one_sided = BTreeSet::new();
    for column in columns {
        // County → whether anybody there has the item.
        let mut has_any: BTreeMap<&CountyCode, bool> = BTreeMap::new();
        for (unit, has_values) in tables.units.iter().zip(concerned).enumerate().filter_map(|(position, (unit, concerned))| {
            let is_carrier = column.states[position] != State::NotCarried;
            Some((*unit, (*concerned)?)).filter(|_| is_carrier)
        }) {
            *has_any.entry(&unit.county).or_default() |= has_values;
        }
        one_sided.extend(has_any.into_iter().filter(|(_, has_any)| !has_any).map(|(county, _)| county));
    }
    one_sided
}

/// A missing unit lowers a sum; it bends a ratio only where one side is filed by other units than the other.
fn is_additive(indicator: &Indicator, columns: &[ItemColumn]) -> bool {
    let carried_by_some = |column: &ItemColumn, unit: usize| column.states[unit] != State::NotCarried;
    let units = columns.first().map_or(0, |column| column.states.len());
    let has_two_kinds = (0..units).any(|unit| {
        let carried = columns.iter().filter(|column| carried_by_some(column, unit)).count();
        carried > 0 && carried < columns.len()
    });
    indicator.formula.adds_over_units() || has_two_kinds
}

/// `None` if the unit is not concerned, else whether it has every value that it should.
fn is_concerned(columns: &[ItemColumn], unit: usize) -> Option<bool> {
    let states = || columns.iter().map(|column| column.states[unit]);
    if states().all(|state| state == State::NotCarried) || states().any(|state| state == State::NotApplicable) {
        return None;
    }
    Some(states().all(|state| state != State::Missing))
}

fn compute(
    tables: &Tables<'_>,
    indicator: &Indicator,
    columns: &[ItemColumn],
    with_operands: bool,
    (rows, row_groups): (Vec<IdxSize>, Vec<u32>),
) -> PolarsResult<BTreeMap<u32, Raw>> {
    let expression = indicator.formula.expression.clone();
    let said = |attribute: UnitAttribute| tables.units.iter().map(|unit| unit.attribute(attribute)).collect::<Vec<_>>();
    let attribute = |attribute: &UnitAttribute| Column::new(attribute.column().into(), said(*attribute));
    let mut by_unit: Vec<Column> = indicator.formula.attributes.iter().map(attribute).collect();
    for (item, column) in indicator.formula.reads.iter().zip(columns) {
        let name = item.column().into();
        by_unit.push(match &column.values {
            Values::Numbers(numbers) => Column::new(name, numbers),
            Values::Words(words) => Column::new(name, words),
        });
    }
    let by_unit = DataFrame::new(tables.units.len(), by_unit)?;
    let mut frame = by_unit.take(&IdxCa::from_vec("".into(), rows))?;
    frame.with_column(Column::new(GROUP.into(), row_groups))?;
    let mut wanted = vec![expression.cast(DataType::Float64).alias(RESULT)];
    let operands = if with_operands { indicator.parts.operands.as_slice() } else { &[] };
    let name = |position: usize| format!("·operand {position}");
    wanted.extend(
        operands
            .iter()
            .enumerate()
            .map(|(position, operand)| operand.expression.clone().cast(DataType::Float64).alias(name(position))),
    );
    let result = frame.lazy().group_by_stable([col(GROUP)]).agg(wanted).collect()?;
    let groups = result.column(GROUP)?.u32()?;
    let values = result.column(RESULT)?.f64()?;
    let columns: Vec<&Float64Chunked> =
        (0..operands.len()).map(|position| result.column(&name(position))?.f64()).collect::<PolarsResult<_>>()?;
    let of_row = |row: usize| columns.iter().map(|column| column.get(row)).collect();
    let rows = groups.iter().zip(values.iter()).enumerate();
    Ok(rows.filter_map(|(row, (group, value))| Some((group?, (value, of_row(row))))).collect())
}
