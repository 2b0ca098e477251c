//! What a figure of an indicator is computed from: its operands, its values before rounding and the bases of its changes.

use std::collections::BTreeMap;

use super::{Numbers, or_none, value};
use crate::compose::sources::Sources;
use tongbao_document::figure::round_half_up;
use tongbao_document::{Figure, FigureId, Formula, Measure, Value};
use tongbao_figures::aggregate::{Group, GroupFigure};
use tongbao_figures::plan::{Operand, Parts, Scope};
use tongbao_returns::domain::Form;

impl<'run> Numbers<'run> {
    /// A unit's value as it follows from what the unit filed, where the values are listed.
    pub(in crate::compose) fn value_from(&self, sources: &Sources<'_>) -> Figure {
        let value = self.value();
        let Group::Unit(unit) = self.group else { return value };
        let mut filed: BTreeMap<FigureId, f64> = BTreeMap::new();
        for operand in &self.indicator.parts.operands {
            filed.extend(sources.filed(operand, unit));
        }
        let term = |operand: &Operand| sources.filed(operand, unit).map(|(id, _)| Formula::figure(id));
        let formula = self.arithmetic(&term);
        let result = formula.as_ref().and_then(|formula| formula.evaluate(&|id| filed.get(id).copied()));
        match (formula, result) {
            (Some(formula), Some(result)) if Some(round_half_up(result, value.decimals)) == value.rounded() => {
                value.computed_as(formula)
            }
            _ => value,
        }
    }

    /// The aggregates that the formula is made of, as text and number, in the unit of the item that they are made of.
    pub(in crate::compose) fn operands(&self, sources: &Sources<'_>) -> Vec<(&'run str, Figure)> {
        let operands = &self.indicator.parts.operands;
        let numbers = self.material.figures.operands(self.position, self.group);
        let figure = |(place, (operand, number)): (usize, (&'run Operand, &Option<f64>))| {
            let id = self.operand_id(self.group, operand);
            // Sums of counts are whole; of money they have decimals.
            let decimals = if number.is_some_and(|number| number.fract() != 0.0) { 4 } else { 0 };
            let figure = Figure::new(id, or_none(*number), decimals, self.unit_of(operand).unwrap_or_default()).kept_exact();
            let added_up = number.and_then(|number| {
                sources.added_up((self.position, self.group), operand, self.of_counties(place, operand), number)
            });
            (operand.text.as_str(), Figure { formula: added_up.map(Box::new), ..figure })
        };
        operands.iter().zip(numbers).enumerate().map(figure).collect()
    }

    /// An operand of every county.
    fn of_counties(&self, place: usize, operand: &Operand) -> Vec<(FigureId, f64)> {
        let counties = self.material.figures.grouping.of_scope(Scope::County).map(|(county, _)| county);
        let of_county = |county: &Group| {
            let number = *self.material.figures.operands(self.position, county).get(place)?;
            Some((self.operand_id(county, operand), number?))
        };
        counties.filter_map(of_county).collect()
    }

    /// 计量单位 of the item that an operand is made of; none of a count, or of what is made of several.
    fn unit_of(&self, operand: &Operand) -> Option<&'run str> {
        let name = &operand.item()?.name;
        let item = self.material.plan.forms.iter().flat_map(Form::items).find(|item| item.name == *name)?;
        Some(&item.unit)
    }

    /// The value before rounding, computed from the operands.
    pub(in crate::compose) fn exact_value(&self) -> Figure {
        let value = self.exact(Measure::ExactValue, value(self.figure.value));
        let term = |operand: &Operand| Some(Formula::figure(self.operand_id(self.group, operand)));
        let formula = self.arithmetic(&term).map(Box::new);
        Figure { formula, ..value }
    }

    /// The last period alone, before rounding.
    pub(in crate::compose) fn exact_own(&self) -> Figure {
        self.exact(Measure::ExactOwn, value(self.figure.own))
    }

    /// The base of 同比.
    pub(in crate::compose) fn year_before(&self) -> Figure {
        self.exact(Measure::YearBefore, value(self.figure.year_before))
    }

    /// The same as printed: last year's value, which last year's bulletin of this kind shows too.
    pub(in crate::compose) fn year_before_shown(&self) -> Figure {
        let mut id = self.id(Measure::Value);
        id.period = Some(self.material.period.year_before().into());
        Figure::new(id, value(self.figure.year_before), self.indicator.decimals, &self.indicator.unit)
            .computed_as(self.term(Measure::YearBefore))
    }

    /// The base of 环比.
    pub(in crate::compose) fn period_before(&self) -> Figure {
        self.exact(Measure::PeriodBefore, value(self.figure.own_before))
    }

    /// 可比口径: now and then of the compared units alone, each pair where it is not of all of them.
    pub(in crate::compose) fn compared(&self, with_period_before: bool) -> Vec<(&'static str, String, Figure)> {
        let GroupFigure { yearly, periodic, .. } = &self.figure;
        let mut told = Vec::new();
        let changes = [
            ("同比", yearly, [("可比口径本期", Measure::ComparedValue), ("可比口径上年同期", Measure::ComparedYearBefore)]),
            ("环比", periodic, [("可比口径本季", Measure::ComparedOwn), ("可比口径上季", Measure::ComparedPeriodBefore)]),
        ];
        for (name, comparison, [now, base]) in changes.into_iter().filter(|(name, ..)| with_period_before || *name == "同比") {
            let Some((value_now, value_base)) = comparison.restricted else { continue };
            let how = |units: u32| format!("{name}只比较两期都计入的单位：{units}家");
            told.push((now.0, how(comparison.units), self.exact(now.1, value(value_now))));
            told.push((base.0, how(comparison.base_units), self.exact(base.1, value(value_base))));
        }
        told
    }

    fn exact(&self, measure: Measure, value: Value) -> Figure {
        self.figure(measure, value, (self.indicator.decimals + 4).min(8), &self.indicator.unit).kept_exact()
    }

    /// The plan's arithmetic with a term for every operand; none if one of them has none.
    fn arithmetic(&self, term: &impl Fn(&Operand) -> Option<Formula>) -> Option<Formula> {
        let Parts { operands, arithmetic } = &self.indicator.parts;
        arithmetic.try_bind(&|position| operands.get(*position).and_then(term).ok_or(())).ok()
    }
}
