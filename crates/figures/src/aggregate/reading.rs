//! What the units of a period say about an indicator: who is concerned, who counts, and how much of it each of them is.
//!
//! A unit counts only if each item that the formula reads, and that the unit's own forms carry, has a value or is 不适用: the same units
//! stand above and below the line (docs/numbers.md rules 2 and 3).

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::adjusted::{Adjusted, adjusted};
use super::basis::Basis;
use super::choice::of_units;
use super::chosen::Choice;
use super::computed::Earlier;
use super::engine::{Raw, Rows, by_group};
use super::group::Group;
use super::stand_in::Away;
use super::standing::Standing;
use super::unit_table::{Column as ItemColumn, State, Table, Values};
use super::volumes::Size;
use crate::plan::formula::with_summed_columns;
use crate::plan::{FormulaItem, Indicator, Scope, Volume};
use tongbao_document::count;
use tongbao_returns::domain::{CountyCode, Kind, UnitAttribute};

/// What the units of a table say about an indicator.
pub(super) struct Reading<'table, 'run> {
    pub(super) table: &'table Table<'run>,
    basis: Basis,
    pub(super) indicator: &'run Indicator,
    columns: Vec<ItemColumn>,
    /// What the office adds to it, group by group.
    pub(super) adjusted: BTreeMap<Group, Adjusted>,
    /// For each unit how it stands.
    pub(super) standing: Vec<Standing>,
    /// The earlier time at which it looks back and for which nobody was asked: then it has no values, and nobody is due.
    pub(super) not_asked: Option<Earlier>,
    /// Whether it is worked out with stand-ins for single units too, because another indicator is taken over these.
    fills_units: bool,
}

impl<'table, 'run> Reading<'table, 'run> {
    pub(super) fn of(table: &'table Table<'run>, basis: Basis, indicator: &'run Indicator) -> PolarsResult<Self> {
        let columns: Vec<ItemColumn> = indicator.formula.reads.iter().map(|item| table.column(item, basis)).collect();
        let choices = of_units(table, basis, indicator.condition.as_ref())?;
        let admitted: Vec<bool> = choices.iter().map(|choice| *choice == Choice::In).collect();
        let volume = indicator.formula.volume();
        let below = Volume::items(&volume.below);
        let is_below: Vec<bool> = indicator.formula.reads.iter().map(|item| below.contains(&item)).collect();
        let standing = |unit: usize| choices[unit].of(of_unit(&columns, &is_below, unit));
        let mut standing: Vec<Standing> = (0..table.units.len()).map(standing).collect();
        with_heirs(table, indicator, &columns, &admitted, &mut standing);
        let not_asked = standing.contains(&Standing::NotAsked).then(|| not_asked(indicator, &columns)).flatten();
        if not_asked.is_some() {
            standing.iter_mut().filter(|standing| standing.is_due()).for_each(|standing| *standing = Standing::NotAsked);
        }
        let adjusted = adjusted(table, basis, indicator);
        let mut reading = Self { table, basis, indicator, columns, adjusted, standing, not_asked, fills_units: false };
        let counted = reading.standing.iter().map(|standing| *standing == Standing::Counted).collect::<Vec<_>>();
        let one_sided = reading.one_sided_counties(&counted);
        for (standing, unit) in reading.standing.iter_mut().zip(&table.units) {
            if *standing == Standing::Counted && one_sided.contains(&unit.county) {
                *standing = Standing::Missing;
            }
        }
        Ok(reading)
    }

    /// The same with stand-ins for what is missing, of single units too where another indicator is taken over these.
    pub(super) fn filled(&self, away: Away, fills_units: bool) -> PolarsResult<Self> {
        Ok(Self { fills_units, ..Self::of(self.table, Basis::Filled(away), self.indicator)? })
    }

    /// Counties in which everybody who should file an item of the formula failed to, while others filed the rest: doctors without
    /// the people they care for. Such a county counts on neither side of the line.
    pub(super) fn one_sided_counties(&self, counts: &[bool]) -> BTreeSet<&'run CountyCode> {
        let mut one_sided = BTreeSet::new();
        for column in &self.columns {
            // County → whether anybody there has the item.
            let mut has_any: BTreeMap<&CountyCode, bool> = BTreeMap::new();
            for (position, unit) in self.table.units.iter().enumerate() {
                if !matches!(column.states[position], State::NotCarried | State::NotThere) && self.standing[position].is_due() {
                    *has_any.entry(&unit.county).or_default() |= counts[position];
                }
            }
            one_sided.extend(has_any.into_iter().filter(|(_, has_any)| !has_any).map(|(county, _)| county));
        }
        one_sided
    }

    /// Whether a counted unit that has closed stands with an older return than its last one should be.
    pub(super) fn stands_with_an_older_return(&self, unit: usize) -> bool {
        let is_older = |item: &FormulaItem| self.table.stands_with_an_older_return(unit, item);
        !self.is_filled() && self.indicator.formula.reads.iter().any(is_older)
    }

    /// Whether the period was one of those for which returns came, and somebody had said by then what the formula reads, at that time and at those
    /// at which it looks back.
    pub(super) fn was_asked(&self) -> bool {
        let was_said = || self.indicator.formula.reads.iter().all(|item| self.table.was_said(item));
        self.not_asked.is_none() && self.table.was_reported() && was_said()
    }

    fn is_filled(&self) -> bool {
        matches!(self.basis, Basis::Filled(_))
    }

    /// Whether something that units should say is missing, or stands with an older return than the last one.
    pub(super) fn has_gaps(&self) -> bool {
        let is_gap = |(unit, standing): (usize, &Standing)| match standing {
            Standing::Missing => true,
            Standing::Counted => self.stands_with_an_older_return(unit),
            Standing::NotConcerned | Standing::NotApplicable | Standing::NotAsked => false,
        };
        self.standing.iter().enumerate().any(is_gap)
    }

    /// Whether what flows and is read is filed by the quarter.
    pub(super) fn reads_quarters(&self) -> bool {
        self.indicator.formula.reads.iter().any(|item| self.table.is_by_quarter(&item.name))
    }

    /// For each unit how large it is: as it says now, or as it was when last known; a quarter's worth of what flows.
    pub(super) fn sizes(&self) -> Vec<Size> {
        let Volume { below, above } = self.indicator.formula.volume();
        let [files_below, files_above] = [&below, &above].map(|sums| {
            let items = Volume::items(sums);
            let reads = self.indicator.formula.reads.iter().zip(&self.columns);
            let columns: Vec<&ItemColumn> = reads.filter(|(item, _)| items.contains(item)).map(|(_, column)| column).collect();
            move |unit: usize| columns.iter().any(|column| column.states[unit] != State::NotCarried)
        });
        let of_unit = |unit: usize| Size {
            sides: [&below, &above].map(|sums| self.table.volume(sums, unit)),
            is_one_sided: files_below(unit) != files_above(unit),
        };
        (0..self.table.units.len()).map(of_unit).collect()
    }

    /// The formula over the units of each group, on demand with the aggregates that it is made of. What the office adds is not in it yet:
    /// see [`Self::with_adjustment`].
    pub(super) fn evaluate(&self, rows: &Rows, with_operands: bool) -> PolarsResult<BTreeMap<u32, Raw>> {
        if rows.is_empty() {
            return Ok(BTreeMap::new());
        }
        let Indicator { formula, parts, .. } = self.indicator;
        let said = |attribute: UnitAttribute| self.table.units.iter().map(|unit| unit.attribute(attribute)).collect::<Vec<_>>();
        let attribute = |attribute: &UnitAttribute| Column::new(attribute.column().into(), said(*attribute));
        let mut by_unit: Vec<Column> = formula.attributes.iter().map(attribute).collect();
        let mut has_nothing: BTreeSet<String> = BTreeSet::new();
        for (item, column) in formula.reads.iter().zip(&self.columns) {
            let name = item.column();
            by_unit.push(match &column.values {
                Values::Numbers(numbers) => Column::new(name.as_str().into(), numbers),
                Values::Words(words) => Column::new(name.as_str().into(), words),
            });
            // Who has nothing of it adds nothing: zero to a sum, and no value to a count or a mean.
            let has_none = |state: &State| matches!(state, State::NotApplicable | State::NotThere);
            if let (Values::Numbers(numbers), true) = (&column.values, column.states.iter().any(has_none)) {
                let summed = numbers.iter().zip(&column.states);
                let summed: Vec<Option<f64>> = summed.map(|(number, state)| number.or(has_none(state).then_some(0.0))).collect();
                by_unit.push(Column::new(in_sums(&name).into(), summed));
                has_nothing.insert(name);
            }
        }
        let in_sums = |name: &str| has_nothing.contains(name).then(|| in_sums(name));
        let run = |expression: &Expr| {
            let expression = expression.clone();
            if has_nothing.is_empty() { expression } else { with_summed_columns(expression, &in_sums) }
        };
        let by_unit = DataFrame::new(self.table.units.len(), by_unit)?;
        let operands = if with_operands || self.is_adjusted() { parts.operands.as_slice() } else { &[] };
        let operands = operands.iter().map(|operand| run(&operand.expression)).collect();
        by_group(&by_unit, rows, run(&formula.expression), operands)
    }

    /// A result for a group with what the office adds to that group's sums. Where nobody counted there is no sum to add to.
    pub(super) fn with_adjustment(&self, group: &Group, result: Option<Raw>) -> Raw {
        let Some((number, mut operands)) = result else { return Raw::default() };
        let Some(adjusted) = self.adjusted.get(group).filter(|adjusted| adjusted.changes()) else { return (number, operands) };
        for (operand, added) in operands.iter_mut().zip(&adjusted.operands) {
            *operand = operand.map(|operand| operand + added);
        }
        (self.indicator.parts.recomputed(&operands), operands)
    }

    fn is_adjusted(&self) -> bool {
        self.adjusted.values().any(Adjusted::changes)
    }

    /// The units that count, each in each of its groups for which the indicator is computed.
    pub(super) fn counted_rows(&self) -> Rows {
        let counts = |unit: &usize| self.standing[*unit] == Standing::Counted;
        let units = (0..self.table.units.len()).filter(counts);
        units.flat_map(|unit| self.groups_of(unit).map(move |group| (unit, group))).collect()
    }

    /// The groups of a unit for which the indicator is computed.
    pub(super) fn groups_of(&self, unit: usize) -> impl Iterator<Item = u32> {
        self.table.grouping.groups_of[unit].iter().copied().filter(|group| self.is_meant(*group))
    }

    /// Whether the indicator is computed for a group.
    pub(super) fn is_meant(&self, group: u32) -> bool {
        let scope = self.table.grouping.names[count::to_usize(group)].0.scope();
        self.indicator.scopes.contains(&scope) && (self.fills_units || !(self.is_filled() && scope == Scope::Unit))
    }
}

/// The column of an item's values as sums take them.
fn in_sums(column: &str) -> String {
    format!("·{column}")
}

/// A closed unit has no stocks any more, but who came from it has: of what reads both it counts with what flowed, if all those count who file
/// the stocks now, and is missing with them.
fn with_heirs(table: &Table<'_>, indicator: &Indicator, columns: &[ItemColumn], admitted: &[bool], standing: &mut [Standing]) {
    let flows = |item: &FormulaItem| table.kind(&item.name) == Some(&Kind::Flow);
    // Whose time is over nothing flows of any more; and what it had of earlier and does not flow is read with those that came from it.
    let is_read_with_heirs = |unit: usize| {
        indicator.formula.reads.iter().zip(columns).any(|(item, column)| match column.states[unit] {
            State::NotThere => flows(item),
            State::Value => !flows(item),
            State::NotCarried | State::Missing | State::NotAsked | State::NotApplicable => false,
        })
    };
    // What flowed with one and is worked out with what another has is neither's.
    let mixes = |unit: usize| {
        let reads = || indicator.formula.reads.iter().zip(columns);
        let is_gone = |item: &FormulaItem| reads().any(|(read, column)| read == item && column.states[unit] == State::NotThere);
        let is_mixed = |reads: &[FormulaItem]| reads.iter().any(is_gone) && !reads.iter().all(is_gone);
        indicator.parts.operands.iter().any(|operand| is_mixed(operand.reads()))
    };
    for unit in (0..table.units.len()).filter(|unit| admitted[*unit] && !table.heirs(*unit).is_empty()) {
        let is_gone = |column: &&ItemColumn| column.states[unit] == State::NotThere;
        let files = |column: &ItemColumn, heir: usize| column.states[heir] != State::NotCarried;
        let gone: Vec<&ItemColumn> = columns.iter().filter(is_gone).collect();
        let heirs: Vec<usize> =
            table.heirs(unit).iter().copied().filter(|heir| gone.iter().any(|column| files(column, *heir))).collect();
        let is_whole = gone.iter().all(|column| heirs.iter().any(|heir| files(column, *heir)));
        let flows = columns.iter().filter(|column| !is_gone(column)).map(|column| column.states[unit]);
        let flows: Vec<State> = flows.filter(|state| *state != State::NotCarried).collect();
        let has_flowed = flows.contains(&State::Value) || flows.contains(&State::Missing);
        if gone.is_empty()
            || mixes(unit)
            || !is_whole
            || !has_flowed
            || is_read_with_heirs(unit)
            || !heirs.iter().all(|heir| standing[*heir].is_due())
        {
            continue;
        }
        let counts = !flows.contains(&State::Missing) && heirs.iter().all(|heir| standing[*heir] == Standing::Counted);
        standing[unit] = if counts { Standing::Counted } else { Standing::Missing };
    }
}

/// The first earlier time that is read and for which nobody was asked.
fn not_asked(indicator: &Indicator, columns: &[ItemColumn]) -> Option<Earlier> {
    let mut reads = indicator.formula.reads.iter().zip(columns);
    reads.find_map(|(item, column)| Earlier::of(item.lag).filter(|_| column.states.contains(&State::NotAsked)))
}

/// How a unit stands by what it says about each item; `is_below` tells which of them stand below the line.
fn of_unit(columns: &[ItemColumn], is_below: &[bool], unit: usize) -> Standing {
    let carried: Vec<(State, bool)> = columns
        .iter()
        .zip(is_below)
        .map(|(column, is_below)| (column.states[unit], *is_below))
        .filter(|(state, _)| *state != State::NotCarried)
        .collect();
    let is_inapplicable = |(state, _): &(State, bool)| *state == State::NotApplicable;
    let below = || carried.iter().filter(|(_, is_below)| *is_below);
    if carried.is_empty() || carried.iter().any(|(state, _)| *state == State::NotThere) {
        Standing::NotConcerned
    } else if carried.iter().all(is_inapplicable) || (below().next().is_some() && below().all(is_inapplicable)) {
        Standing::NotApplicable
    } else if carried.iter().any(|(state, _)| *state == State::NotAsked) {
        Standing::NotAsked
    } else if carried.iter().any(|(state, _)| *state == State::Missing) {
        Standing::Missing
    } else {
        Standing::Counted
    }
}
