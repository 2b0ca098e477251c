//! Rules with a condition: one pass of the engine over all units of a form, all conditions at once.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{Column as FrameColumn, DataFrame, DataType, IntoLazy, OptFlags, PolarsResult};

use super::outcome::Verdict;
use super::panel::{Column, Panel, Said};
use crate::plan::rule::Condition;
use crate::plan::{Formula, FormulaItem, Lag, Missing};
use tongbao_returns::domain::UnitAttribute;

/// The columns that the rules of a form read, over the form's units.
pub(super) struct Frame<'run> {
    columns: BTreeMap<String, Column<'run>>,
    data: DataFrame,
    /// What each formula comes to, by its address in the plan: all are answered in one pass, and only if that fails one by one, so that
    /// the formula that is at fault can be told.
    answers: BTreeMap<usize, FrameColumn>,
}

impl<'run> Frame<'run> {
    /// With the columns that these formulas read.
    pub(super) fn new<'plan>(
        panel: &Panel<'run>,
        formulas: &(impl Iterator<Item = &'plan Formula> + Clone),
    ) -> PolarsResult<Self> {
        let mut columns: BTreeMap<String, Column<'run>> = BTreeMap::new();
        for item in formulas.clone().flat_map(|formula| &formula.reads) {
            columns.entry(item.column()).or_insert_with(|| panel.column(item));
        }
        let read: BTreeSet<UnitAttribute> = formulas.clone().flat_map(|formula| formula.attributes.iter().copied()).collect();
        let attributes = read.into_iter().map(|attribute| panel.attribute(attribute));
        let series = columns.iter().map(|(name, column)| as_series(name, column)).chain(attributes).collect();
        let data = DataFrame::new(panel.rows.len(), series)?;
        let answers = Self::all(&data, formulas.clone()).unwrap_or_default();
        Ok(Self { columns, data, answers })
    }

    fn all<'plan>(
        data: &DataFrame,
        formulas: impl Iterator<Item = &'plan Formula>,
    ) -> PolarsResult<BTreeMap<usize, FrameColumn>> {
        let distinct: BTreeMap<usize, &Formula> = formulas.map(|formula| (address(formula), formula)).collect();
        let named = distinct.iter().map(|(address, formula)| formula.expression.clone().alias(address.to_string()));
        // One pass over a few columns: looking for common parts costs more than they do.
        let lazy = data.clone().lazy().with_optimizations(OptFlags::empty());
        let answers = lazy.select(named.collect::<Vec<_>>()).collect()?;
        distinct.into_keys().map(|address| Ok((address, answers.column(&address.to_string())?.clone()))).collect()
    }

    /// Which units a condition of units lets in.
    pub(super) fn admits(&self, condition: Option<&Formula>) -> PolarsResult<Vec<bool>> {
        let Some(condition) = condition else { return Ok(vec![true; self.data.height()]) };
        Ok(self.truths(condition)?.into_iter().map(|truth| truth == Some(true)).collect())
    }

    /// Whether a condition holds, unit by unit.
    pub(super) fn truths(&self, formula: &Formula) -> PolarsResult<Vec<Option<bool>>> {
        let answer = self.answer(formula)?.cast(&DataType::Boolean)?;
        Ok(answer.bool()?.iter().collect())
    }

    /// The number that an expression comes to, unit by unit.
    pub(super) fn numbers(&self, formula: &Formula) -> PolarsResult<Vec<Option<f64>>> {
        let answer = self.answer(formula)?.cast(&DataType::Float64)?;
        Ok(answer.f64()?.iter().map(|number| number.filter(|number| number.is_finite())).collect())
    }

    fn answer(&self, formula: &Formula) -> PolarsResult<FrameColumn> {
        let height = self.data.height();
        let known = self.answers.get(&address(formula)).cloned();
        let alone = || self.data.clone().lazy().select([formula.expression.clone().alias("answer")]).collect();
        let answer = known.map_or_else(|| alone()?.column("answer").cloned(), Ok)?;
        // A condition over constants alone has one answer for everybody.
        Ok(if answer.len() == 1 && height != 1 { answer.new_from_index(0, height) } else { answer })
    }

    /// The verdict of a condition for every unit.
    pub(super) fn verdicts(&self, condition: &Condition, missing: Missing) -> PolarsResult<Vec<Verdict>> {
        let truths = self.truths(&condition.formula)?;
        let needed: Vec<(&Column<'run>, Lag)> = condition
            .needed
            .iter()
            .filter_map(|variable| {
                let item = variable.item()?;
                Some((self.columns.get(&item.column())?, item.lag))
            })
            .collect();
        let forbidden: Vec<&Column<'run>> = if condition.forbids_not_applicable {
            condition.own_items().filter_map(|variable| self.columns.get(&variable.item()?.column())).collect()
        } else {
            Vec::new()
        };
        let verdict = |(row, truth): (usize, Option<bool>)| {
            if forbidden.iter().any(|column| column.said.get(row) == Some(&Said::NotApplicable)) {
                return Verdict::Fail;
            }
            let lacking = |(column, lag): &(&Column<'run>, Lag)| {
                let said = column.said.get(row).filter(|said| !said.is_value())?;
                Some(missing == Missing::Fail && *lag == Lag::None && *said == Said::Missing)
            };
            let is_blank_an_offence = needed.iter().filter_map(lacking).max();
            match (is_blank_an_offence, truth) {
                (Some(true), _) | (None, Some(false)) => Verdict::Fail,
                (Some(false), _) | (None, None) => Verdict::Unverifiable,
                (None, Some(true)) => Verdict::Pass,
            }
        };
        Ok(truths.into_iter().enumerate().map(verdict).collect())
    }

    /// The columns in which no unit has a value, each with whether nobody said that it does not apply.
    pub(super) fn silent_columns<'plan>(
        &self,
        formula: &'plan Formula,
    ) -> impl Iterator<Item = (String, bool)> + use<'plan, '_, 'run> {
        formula.reads.iter().filter(|item| item.lag == Lag::None).map(FormulaItem::column).filter_map(|name| {
            let said = &self.columns.get(&name)?.said;
            let is_silent = !said.iter().any(Said::is_value);
            let applies = !said.contains(&Said::NotApplicable);
            is_silent.then_some((name, applies))
        })
    }
}

fn address(formula: &Formula) -> usize {
    std::ptr::from_ref(formula).addr()
}

fn as_series(name: &str, column: &Column<'_>) -> FrameColumn {
    if column.is_text {
        let words = column.said.iter().map(|said| if let Said::Word(word) = said { Some(*word) } else { None });
        FrameColumn::new(name.into(), words.collect::<Vec<_>>())
    } else {
        FrameColumn::new(name.into(), column.said.iter().map(Said::number).collect::<Vec<_>>())
    }
}
