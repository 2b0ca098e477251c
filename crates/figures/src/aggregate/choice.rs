//! Whom the condition of an indicator chooses, by what the registry says of them and by what they answer (docs/numbers.md rule 2). Who has
//! not answered is missing, and is not left out in silence.

use polars::prelude::{Column, DataFrame, PolarsResult};

use super::basis::Basis;
use super::chosen::Choice;
use super::unit_table::{State, Table, Values};
use crate::plan::{ALLIANCE_KIND, COUNTY, Formula, FormulaItem, Variable};
use tongbao_returns::domain::UnitAttribute;
use tongbao_returns::registry::{Registry, Unit};

/// What the registry says of a row: of a unit in one of its alliances, of an alliance, of a county.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Words<'run> {
    pub(super) unit: Option<&'run Unit>,
    /// 县区代码, of a county.
    pub(super) county: &'run str,
    /// 类型 of an alliance; no words where there is none.
    pub(super) kind: &'run str,
}

impl<'run> Words<'run> {
    /// What the register says of it in a column.
    pub(super) fn attribute(&self, attribute: UnitAttribute) -> &'run str {
        match (self.unit, attribute) {
            (Some(unit), attribute) => unit.attribute(attribute),
            (None, UnitAttribute::County) => self.county,
            (None, _) => "",
        }
    }

    /// The same to somebody who asks for some names: a unit is known by its 曾用名 and 简称, too.
    fn attribute_among(&self, attribute: UnitAttribute, asked: &[&str]) -> &'run str {
        self.unit.map_or_else(|| self.attribute(attribute), |unit| unit.attribute_among(attribute, asked))
    }

    /// A unit once for each kind of its alliances, once if it is in none.
    pub(super) fn of_unit(unit: &'run Unit, kinds: &[&'run str]) -> Vec<Self> {
        let row = Self { unit: Some(unit), ..Self::default() };
        if kinds.is_empty() { vec![row] } else { kinds.iter().map(|&kind| Self { kind, ..row }).collect() }
    }
}

/// Whether a condition that asks the registry alone lets each row in.
pub(super) fn lets_in(condition: Option<&Formula>, rows: &[Words<'_>], registry: &Registry) -> PolarsResult<Vec<bool>> {
    let Some(condition) = condition else { return Ok(vec![true; rows.len()]) };
    Ok(answers(condition, rows, registry, Vec::new())?.into_iter().map(|answer| answer == Some(true)).collect())
}

/// Whether a condition lets any row in whatever units answer.
pub(super) fn may_let_in(condition: &Formula, rows: &[Words<'_>], registry: &Registry) -> PolarsResult<bool> {
    let unanswered = |item: &FormulaItem| Column::new(item.column().into(), vec![None::<&str>; rows.len()]);
    let asked = condition.reads.iter().map(unanswered).collect();
    let hangs_on_answers = !condition.reads.is_empty();
    let answers = answers(condition, rows, registry, asked)?;
    Ok(answers.into_iter().any(|answer| answer.unwrap_or(hangs_on_answers)))
}

/// What a condition says of each unit of a table. One in several alliances is meant if it is in one of them.
pub(super) fn of_units(table: &Table<'_>, basis: Basis, condition: Option<&Formula>) -> PolarsResult<Vec<Choice>> {
    let Some(condition) = condition else { return Ok(vec![Choice::In; table.units.len()]) };
    if condition.reads.is_empty() {
        // What the registry alone says is the same on every basis, and for every indicator.
        table.chosen.by(&condition.text, || asked(table, basis, condition))
    } else {
        asked(table, basis, condition)
    }
}

fn asked(table: &Table<'_>, basis: Basis, condition: &Formula) -> PolarsResult<Vec<Choice>> {
    let mut rows: Vec<(usize, Words<'_>)> = Vec::new();
    for (position, unit) in table.units.iter().enumerate() {
        let kinds = if condition.reads_alliance_kind() { table.alliance_kinds(position) } else { Vec::new() };
        rows.extend(Words::of_unit(unit, &kinds).into_iter().map(|words| (position, words)));
    }
    let mut is_missing = vec![false; table.units.len()];
    let mut said = Vec::new();
    for item in &condition.reads {
        let column = table.column(item, basis);
        for (is_missing, state) in is_missing.iter_mut().zip(&column.states) {
            *is_missing |= matches!(state, State::Missing | State::NotAsked);
        }
        said.push(answered(item, &column.values, &rows));
    }
    let words: Vec<Words<'_>> = rows.iter().map(|(_, words)| *words).collect();
    let mut choices = vec![Choice::Out; table.units.len()];
    for ((unit, _), answer) in rows.iter().zip(answers(condition, &words, table.registry(), said)?) {
        let choice = match answer {
            Some(true) => Choice::In,
            None if is_missing[*unit] => Choice::Unanswered,
            Some(false) | None => Choice::Out,
        };
        choices[*unit] = choices[*unit].max(choice);
    }
    Ok(choices)
}

/// What units answer, row by row.
fn answered(item: &FormulaItem, values: &Values, rows: &[(usize, Words<'_>)]) -> Column {
    let name = item.column().into();
    match values {
        Values::Numbers(numbers) => Column::new(name, rows.iter().map(|(unit, _)| numbers[*unit]).collect::<Vec<_>>()),
        Values::Words(words) => Column::new(name, rows.iter().map(|(unit, _)| words[*unit].as_deref()).collect::<Vec<_>>()),
    }
}

fn answers(
    condition: &Formula,
    rows: &[Words<'_>],
    registry: &Registry,
    mut columns: Vec<Column>,
) -> PolarsResult<Vec<Option<bool>>> {
    for attribute in &condition.attributes {
        let asked = condition.words_of(&Variable::Attribute(*attribute));
        let words: Vec<&str> = rows.iter().map(|row| row.attribute_among(*attribute, &asked)).collect();
        columns.push(Column::new(attribute.column().into(), words));
    }
    if condition.reads_alliance_kind() {
        columns.push(Column::new(ALLIANCE_KIND.into(), rows.iter().map(|row| row.kind).collect::<Vec<_>>()));
    }
    if condition.reads_county() {
        let asked = condition.words_of(&Variable::County);
        let words: Vec<&str> = rows.iter().map(|row| called(row.attribute(UnitAttribute::County), &asked, registry)).collect();
        columns.push(Column::new(COUNTY.into(), words));
    }
    condition.answers(DataFrame::new(rows.len(), columns)?)
}

/// What a county is called: of its name, 简称 and code the one that is asked for, else its name.
fn called<'run>(code: &'run str, asked: &[&str], registry: &'run Registry) -> &'run str {
    let Some(county) = registry.counties.iter().find(|county| county.code.as_str() == code) else { return code };
    let names = [county.name.as_str(), &county.short_name, code];
    names.into_iter().find(|name| asked.contains(name)).unwrap_or(&county.name)
}
