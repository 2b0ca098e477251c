//! 差额: what the office adds to the aggregates of an indicator for a group (docs/numbers.md rule 6).
//!
//! An entry says what no return can say of a sum: it is added to `SUM(item)` of exactly its group, and the formula is worked out again.
//! Nothing is added to a unit, and nobody counts because of it.

use std::collections::BTreeMap;

use super::basis::Basis;
use super::entries::Entries;
use super::group::Group;
use super::unit_table::Table;
use crate::plan::{FormulaItem, Indicator, Lag, Operand};
use tongbao_returns::domain::{Kind, Period};

/// What is added for one group at one time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Adjusted {
    /// To each aggregate of the formula, in the order of its parts.
    pub operands: Vec<f64>,
    /// The entries behind it, by their positions in the office's file.
    pub entries: Vec<usize>,
    /// Entries of items that the formula does not add up plainly: they change nothing.
    pub unused: Vec<usize>,
}

/// What is added to the four numbers of a figure.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FigureAdjusted {
    /// To the value.
    pub value: Adjusted,
    /// To the same of last year.
    pub year_before: Adjusted,
    /// To the period alone.
    pub own: Adjusted,
    /// To the period before alone.
    pub own_before: Adjusted,
}

impl Adjusted {
    /// Whether anything becomes another number: entries may take back what others add.
    pub fn changes(&self) -> bool {
        self.operands.iter().any(|added| *added != 0.0)
    }
}

/// What is added to an indicator in a period, group by group; groups to which nothing is added are left out.
pub(super) fn adjusted(table: &Table<'_>, basis: Basis, indicator: &Indicator) -> BTreeMap<Group, Adjusted> {
    let entries = table.entries();
    let of_group = |group: &Group| {
        let mut adjusted = Adjusted { operands: vec![0.0; indicator.parts.operands.len()], ..Adjusted::default() };
        for read in &indicator.formula.reads {
            let Some(kind) = table.kind(&read.name) else { continue };
            let (sum, behind) = added(entries, group, read, &times(read.lag, kind, basis, table.period));
            if indicator.parts.take_sums_of(&read.name) {
                let is_its = |operand: &Operand| operand.item() == Some(read);
                for (operand, added) in indicator.parts.operands.iter().zip(&mut adjusted.operands) {
                    *added = if is_its(operand) { sum } else { *added };
                }
                adjusted.entries.extend(behind);
            } else {
                adjusted.unused.extend(behind);
            }
        }
        for positions in [&mut adjusted.entries, &mut adjusted.unused] {
            positions.sort_unstable();
            positions.dedup();
        }
        adjusted
    };
    let has_any = |adjusted: &Adjusted| !adjusted.entries.is_empty() || !adjusted.unused.is_empty();
    let of_groups = entries.groups().into_iter().map(|group| (group.clone(), of_group(group)));
    of_groups.filter(|(_, adjusted)| has_any(adjusted)).collect()
}

/// The quarters whose entries say what is added, each once more or once less, and by how many the sum is divided.
fn times(lag: Lag, kind: &Kind, basis: Basis, period: Period) -> (Vec<(Period, f64)>, f64) {
    let at = |period: Period| {
        let mut quarters = vec![(period.last_quarter(), 1.0)];
        // Entries of flows say how much it is since 1 January, whatever forms ask for. Without one before there was nothing before.
        if basis == Basis::Own && *kind == Kind::Flow && !period.opens_the_year() {
            quarters.push((period.previous().last_quarter(), -1.0));
        }
        (quarters, 1.0)
    };
    match lag {
        Lag::None | Lag::Members => at(period),
        Lag::PreviousPeriod => at(period.previous()),
        Lag::YearBefore => at(period.year_before()),
        // Of what flows that whole year, of the period alone as well.
        Lag::YearEnd => (vec![(period.year_end_before(), 1.0)], 1.0),
        Lag::YearMean => {
            let quarters: Vec<(Period, f64)> = period.quarters_so_far().map(|quarter| (quarter, 1.0)).collect();
            let divisor = quarters.iter().map(|(_, once)| once).sum();
            (quarters, divisor)
        }
    }
}

/// The sum of the entries of some quarters, and which they are.
fn added(
    entries: &Entries<'_>,
    group: &Group,
    read: &FormulaItem,
    (quarters, divisor): &(Vec<(Period, f64)>, f64),
) -> (f64, Vec<usize>) {
    let (mut sum, mut behind) = (0.0, Vec::new());
    for (quarter, times) in quarters {
        for (position, value) in entries.of(group, &read.name, *quarter) {
            sum += value * times;
            behind.push(position);
        }
    }
    (sum / divisor, behind)
}
