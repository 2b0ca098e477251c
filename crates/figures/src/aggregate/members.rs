//! An indicator over others: what the counties, alliances or units of a group came to, read as it is printed (docs/numbers.md rule 16).
//!
//! In: what the indicators that are read came to at two times that are set against each other. Out: the same of the one that reads them. A
//! member counts if each of the values that are read is printed for it and enough stands behind it; one that lacks a value is missing, above the
//! line as below it, and is never a zero.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{Column, DataFrame, PolarsResult};

use super::basis::Basis;
use super::choice::{Words, lets_in, of_units};
use super::chosen::Choice;
use super::comparison::Comparison;
use super::computed::{Computed, Earlier};
use super::engine::{Raw, Rows, by_group};
use super::evaluate::{Coverage, Evaluated, GroupResult, computed, not_asked};
use super::group::Group;
use super::stages::Pair;
use super::standing::Standing;
use super::unit_table::{State, Table};
use crate::plan::{Formula, Indicator, Scope, Variable};
use tongbao_document::count;
use tongbao_document::figure::round_half_up;
use tongbao_returns::domain::UnitAttribute;

/// The members over which an indicator is taken, at one time.
pub(super) struct Members<'run> {
    table: &'run Table<'run>,
    indicator: &'run Indicator,
    /// By their positions among the names of the grouping, each with the groups in which it stands.
    all: Vec<(usize, Vec<u32>)>,
    positions: BTreeMap<&'run Group, usize>,
    pub(super) standing: Vec<Standing>,
    /// The earlier time at which what is read looks back and for which nobody was asked: then there is nothing, and nobody is due.
    not_asked: Option<Earlier>,
    /// For each indicator that is read what is printed of it for each member.
    values: Vec<Vec<Option<f64>>>,
}

/// Both times, and how they compare.
pub(super) struct OverMembers {
    pub(super) now: Evaluated,
    pub(super) then: Evaluated,
    pub(super) compared: BTreeMap<Group, Comparison>,
    /// How each member stands now, in the order of the grouping.
    pub(super) standing: Vec<Standing>,
}

impl<'run> Members<'run> {
    /// The members of a table's groups. `read` has what each indicator that is read came to at that time; `threshold` is the plan's of
    /// coverage, in percent.
    pub(super) fn of(
        table: &'run Table<'run>,
        basis: Basis,
        indicator: &'run Indicator,
        read: &[(&Indicator, &Evaluated)],
        threshold: f64,
    ) -> PolarsResult<Self> {
        let members = members(table, indicator);
        let names = &table.grouping.names;
        let states = |(inner, evaluated): &(&Indicator, &Evaluated)| -> Vec<(State, Option<f64>)> {
            members.iter().map(|(name, _)| printed(evaluated, &names[*name].0, inner.decimals, threshold)).collect()
        };
        let states: Vec<Vec<(State, Option<f64>)>> = read.iter().map(states).collect();
        let choices = choices(table, basis, indicator, &members)?;
        // Of an indicator of another plan nothing is known.
        let is_whole = read.len() == indicator.formula.indicators().count();
        let standing = |member: usize| {
            let of_member: Vec<State> = states.iter().map(|of_indicator| of_indicator[member].0).collect();
            choices[member].of(if is_whole { standing(&of_member) } else { Standing::NotConcerned })
        };
        let mut standing: Vec<Standing> = (0..members.len()).map(standing).collect();
        let not_asked = standing.contains(&Standing::NotAsked).then(|| looks_back(read)).flatten();
        if not_asked.is_some() {
            standing.iter_mut().filter(|standing| standing.is_due()).for_each(|standing| *standing = Standing::NotAsked);
        }
        let values = states.into_iter().map(|of_indicator| of_indicator.into_iter().map(|(_, value)| value).collect()).collect();
        let positions = members.iter().enumerate().map(|(member, (name, _))| (&names[*name].0, member)).collect();
        Ok(Self { table, indicator, all: members, positions, standing, not_asked, values })
    }

    /// The formula over the members of every group, with the aggregates that it is made of.
    pub(super) fn evaluate(&self) -> PolarsResult<Evaluated> {
        let names = &self.table.grouping.names;
        if let Some(earlier) = self.not_asked {
            let concerned = self.all.iter().zip(&self.standing).filter(|(_, standing)| **standing == Standing::NotAsked);
            let groups: BTreeSet<u32> = concerned.flat_map(|((_, groups), _)| groups.iter().copied()).collect();
            return Ok(not_asked(groups.into_iter().map(|group| &names[count::to_usize(group)].0), earlier));
        }
        let mut coverages: BTreeMap<u32, Coverage> = BTreeMap::new();
        let mut rows = Rows::new();
        for (member, ((_, groups), standing)) in self.all.iter().zip(&self.standing).enumerate() {
            for group in groups {
                let coverage = coverages.entry(*group).or_default();
                coverage.counted += u32::from(*standing == Standing::Counted);
                coverage.due += u32::from(standing.is_due());
                coverage.not_applicable += u32::from(*standing == Standing::NotApplicable);
                rows.extend((*standing == Standing::Counted).then_some((member, *group)));
            }
        }
        let mut results = self.run(&self.values, &rows, true)?;
        let mut evaluated = Evaluated::new();
        for (position, coverage) in coverages.into_iter().filter(|(_, coverage)| coverage.due > 0) {
            let (number, operands) = results.remove(&position).unwrap_or_default();
            let result = GroupResult { computed: computed(number, coverage.counted), operands, coverage };
            evaluated.insert(names[count::to_usize(position)].0.clone(), result);
        }
        Ok(evaluated)
    }

    /// The formula over rows of values of the indicators that are read.
    fn run(&self, values: &[Vec<Option<f64>>], rows: &Rows, with_operands: bool) -> PolarsResult<BTreeMap<u32, Raw>> {
        let Indicator { formula, parts, .. } = self.indicator;
        let words = self.all.iter().map(|(name, _)| self.words_of(*name)).collect::<Vec<_>>();
        let attribute = |attribute: &UnitAttribute| {
            let said: Vec<&str> = words.iter().map(|words| words.attribute(*attribute)).collect();
            Column::new(attribute.column().into(), said)
        };
        let mut columns: Vec<Column> = formula.attributes.iter().map(attribute).collect();
        for (id, values) in formula.indicators().zip(values) {
            columns.push(Column::new(Variable::Indicator(id.to_owned()).to_string().into(), values));
        }
        let frame = DataFrame::new(self.all.len(), columns)?;
        let operands = if with_operands { parts.operands.as_slice() } else { &[] };
        by_group(&frame, rows, formula.expression.clone(), operands.iter().map(|operand| operand.expression.clone()).collect())
    }

    fn words_of(&self, name: usize) -> Words<'_> {
        words(self.table, &self.table.grouping.names[name].0)
    }
}

/// Works an indicator out over its members at two times, and sets these against each other.
pub(super) fn over_members(
    (now, then): (&Table<'_>, &Table<'_>),
    basis: Basis,
    indicator: &Indicator,
    pairs: &[Pair<'_>],
    threshold: f64,
) -> PolarsResult<OverMembers> {
    let read_now: Vec<_> = pairs.iter().map(|pair| (pair.indicator, pair.now)).collect();
    let read_then: Vec<_> = pairs.iter().map(|pair| (pair.indicator, pair.then)).collect();
    let now = Members::of(now, basis, indicator, &read_now, threshold)?;
    let then = Members::of(then, basis, indicator, &read_then, threshold)?;
    let (results, base) = (now.evaluate()?, then.evaluate()?);
    let compared = compare((&now, &then), (&results, &base), pairs, threshold)?;
    Ok(OverMembers { now: results, then: base, compared, standing: now.standing })
}

/// Compares the members that count now and had a value then, by what is comparable of each of them (docs/numbers.md rule 7): the two sides
/// that its own change is told of. Where they belong now.
fn compare(
    (now, then): (&Members<'_>, &Members<'_>),
    (results, base): (&Evaluated, &Evaluated),
    pairs: &[Pair<'_>],
    threshold: f64,
) -> PolarsResult<BTreeMap<Group, Comparison>> {
    let names = &now.table.grouping.names;
    let mut comparisons = vec![Comparison::default(); names.len()];
    let mut is_restricted = vec![false; names.len()];
    let mut sides = [0, 1].map(|_| vec![vec![None; now.all.len()]; pairs.len()]);
    let mut rows = Rows::new();
    for (member, (name, groups)) in now.all.iter().enumerate() {
        let group = &names[*name].0;
        let standing_then = then.positions.get(group).map(|position| then.standing[*position]);
        for group in groups.iter().map(|group| count::to_usize(*group)) {
            // Who is no member any more had a base of which nothing is compared.
            comparisons[group].base_due += u32::from(standing_then.is_some_and(Standing::is_due));
            comparisons[group].base_missing += u32::from(standing_then == Some(Standing::Missing));
        }
        let had_value = standing_then.is_none_or(|standing| standing == Standing::Counted);
        let compared: Option<Vec<Comparable>> = pairs.iter().map(|pair| Comparable::of(pair, group, threshold)).collect();
        let Some(compared) = compared.filter(|_| had_value && now.standing[member] == Standing::Counted) else { continue };
        for (position, one) in compared.iter().enumerate() {
            sides[0][position][member] = Some(one.now);
            sides[1][position][member] = Some(one.then);
        }
        for group in groups {
            let position = count::to_usize(*group);
            comparisons[position].units += 1;
            comparisons[position].base_units += 1;
            is_restricted[position] |= compared.iter().any(|one| one.is_restricted);
            rows.push((member, *group));
        }
    }
    for (position, (group, _)) in names.iter().enumerate() {
        let comparison = &mut comparisons[position];
        let coverage = results.get(group).map(|result| result.coverage).unwrap_or_default();
        let counted_then = base.get(group).map_or(0, |result| result.coverage.counted);
        (comparison.counted, comparison.due) = (coverage.counted, coverage.due);
        is_restricted[position] |= comparison.units != comparison.counted || comparison.base_units != counted_then;
    }
    rows.retain(|(_, group)| is_restricted[count::to_usize(*group)]);
    let mut of_sides = [now.run(&sides[0], &rows, false)?, now.run(&sides[1], &rows, false)?];
    let mut compared = BTreeMap::new();
    for (position, (group, _)) in names.iter().enumerate().filter(|(_, (group, _))| results.contains_key(group)) {
        let comparison = &mut comparisons[position];
        if is_restricted[position] {
            let units = comparison.units;
            let [now, then] = of_sides
                .each_mut()
                .map(|results| computed(results.remove(&count::to_u32(position)).unwrap_or_default().0, units));
            comparison.restricted = Some((now, then));
        }
        compared.insert(group.clone(), *comparison);
    }
    Ok(compared)
}

/// What of a member is comparable, as it is printed.
struct Comparable {
    now: f64,
    then: f64,
    /// Of some of its units only.
    is_restricted: bool,
}

impl Comparable {
    fn of(pair: &Pair<'_>, group: &Group, threshold: f64) -> Option<Self> {
        let comparison = pair.compared.get(group).filter(|comparison| comparison.reaches(threshold))?;
        let of = |evaluated: &Evaluated| evaluated.get(group).map_or(Computed::NotApplicable, |result| result.computed);
        let (now, then) = comparison.restricted.unwrap_or_else(|| (of(pair.now), of(pair.then)));
        let printed = |computed: Computed| Some(round_half_up(computed.number()?, pair.indicator.decimals));
        Some(Self { now: printed(now)?, then: printed(then)?, is_restricted: comparison.restricted.is_some() })
    }
}

/// The members by their positions among a table's names, each with the groups for which the indicator is computed and in which it stands.
fn members(table: &Table<'_>, indicator: &Indicator) -> Vec<(usize, Vec<u32>)> {
    let names = &table.grouping.names;
    let of_scope = names.iter().enumerate().filter(|(_, (group, _))| Some(group.scope()) == indicator.over);
    // Units stand last among the names, in the order of the table.
    let groups_of = |(order, (name, (group, _))): (usize, (usize, &(Group, String)))| {
        let groups = if group.scope() == Scope::Unit { table.grouping.groups_of[order].clone() } else { vec![0] };
        let is_meant = |group: &u32| {
            let scope = names[count::to_usize(*group)].0.scope();
            scope != Scope::Unit && indicator.scopes.contains(&scope)
        };
        (name, groups.into_iter().filter(is_meant).collect())
    };
    of_scope.enumerate().map(groups_of).collect()
}

/// What is printed for a group, and how it stands to who reads it.
fn printed(evaluated: &Evaluated, group: &Group, decimals: u8, threshold: f64) -> (State, Option<f64>) {
    let Some(result) = evaluated.get(group) else { return (State::NotCarried, None) };
    match result.computed {
        // Behind which too little stands is printed and not judged; nobody can say whether it reaches anything.
        Computed::Number(number) if result.coverage.reaches(threshold) => (State::Value, Some(round_half_up(number, decimals))),
        Computed::Number(_) | Computed::NotReported => (State::Missing, None),
        // Nothing is missing, and there is nothing to divide by.
        Computed::NotComputable => (State::NotApplicable, None),
        Computed::NotAsked(_) => (State::NotAsked, None),
        Computed::NotApplicable => (State::NotCarried, None),
    }
}

/// The earlier time at which one of those that are read looks back and for which nobody was asked.
fn looks_back(read: &[(&Indicator, &Evaluated)]) -> Option<Earlier> {
    let mut results = read.iter().flat_map(|(_, evaluated)| evaluated.values());
    results.find_map(|result| if let Computed::NotAsked(earlier) = result.computed { Some(earlier) } else { None })
}

/// How a member stands by what is printed of it.
fn standing(states: &[State]) -> Standing {
    if states.iter().all(|state| *state == State::NotCarried) {
        Standing::NotConcerned
    } else if states.contains(&State::NotAsked) {
        Standing::NotAsked
    } else if states.contains(&State::Missing) {
        Standing::Missing
    } else if states.iter().all(|state| *state == State::Value) {
        Standing::Counted
    } else {
        Standing::NotApplicable
    }
}

/// Whom the condition chooses among the members.
fn choices(table: &Table<'_>, basis: Basis, indicator: &Indicator, members: &[(usize, Vec<u32>)]) -> PolarsResult<Vec<Choice>> {
    let condition: Option<&Formula> = indicator.condition.as_ref();
    if indicator.over == Some(Scope::Unit) {
        return of_units(table, basis, condition);
    }
    let rows: Vec<Words<'_>> = members.iter().map(|(name, _)| words(table, &table.grouping.names[*name].0)).collect();
    let choice = |lets_in: bool| if lets_in { Choice::In } else { Choice::Out };
    Ok(lets_in(condition, &rows, table.registry())?.into_iter().map(choice).collect())
}

/// What the registry says of a member.
fn words<'run>(table: &'run Table<'run>, group: &'run Group) -> Words<'run> {
    match group {
        Group::Area => Words::default(),
        Group::County(code) => Words { county: code.as_str(), ..Words::default() },
        Group::Alliance(_) => Words { kind: group.kind(table.registry()).unwrap_or_default(), ..Words::default() },
        Group::Unit(code) => Words { unit: table.registry().units.get(code), ..Words::default() },
    }
}
