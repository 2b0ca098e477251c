//! What a figure of an indicator is computed from: its operands, its values before rounding and the bases of its changes.

use std::collections::BTreeMap;

use super::{Numbers, or_none, value};
use crate::compose::adjusted::Entry;
use crate::compose::material::Material;
use crate::compose::sources::{OfCounty, Sources};
use tongbao_document::figure::round_half_up;
use tongbao_document::{Figure, FigureId, Formula, Mark, Measure, Value};
use tongbao_figures::aggregate::{Group, GroupFigure};
use tongbao_figures::assess::judge::falls_short;
use tongbao_figures::assess::{Requirement, Status};
use tongbao_figures::plan::{Lag, Operand, Parts, Scope};
use tongbao_returns::domain::{Form, Period};

impl<'run> Numbers<'run> {
    /// A unit's value as it follows from what the unit filed, where the values are listed.
    pub(in crate::compose) fn value_from(&self, sources: &Sources<'_>) -> Figure {
        let value = self.value();
        let Group::Unit(unit) = self.group else { return value };
        let mut filed: BTreeMap<FigureId, f64> = BTreeMap::new();
        for operand in &self.indicator.parts.operands {
            filed.extend(sources.filed(operand, unit).into_iter().flatten().cloned());
        }
        let term = |operand: &Operand| match sources.filed(operand, unit)? {
            [(id, _)] => Some(Formula::figure(id.clone())),
            several => Some(Formula::sum(several.iter().map(|(id, _)| id.clone()))),
        };
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
            let added = self.added(self.group, place, operand);
            let added_up = number.and_then(|number| {
                // The printed values of members stand beside the aggregate, in the workbook of its own group.
                let of_members = || if sources.group == *self.group { self.of_members(operand, number) } else { None };
                let of_counties = self.of_counties(place, operand);
                let added_up = sources.added_up((self.position, self.group), operand, of_counties, (number, added));
                added_up.or_else(of_members)
            });
            (operand.text.as_str(), Figure { formula: added_up.map(Box::new), ..figure })
        };
        operands.iter().zip(numbers).enumerate().map(figure).collect()
    }

    /// 差额 in an operand, by its place in the formula, with the entries that it is the sum of; none where the office adds nothing.
    pub(in crate::compose) fn adjustment(&self, place: usize, sources: &Sources<'_>) -> Option<(Figure, String)> {
        let operand = self.indicator.parts.operands.get(place)?;
        let (id, number) = self.added(self.group, place, operand)?;
        let read = operand.item()?;
        let added = &self.material.figures.adjusted(self.position, self.group)?.value;
        let entries = added.entries.iter().filter_map(|position| Entry::at(self.material, *position));
        let entries: Vec<Entry<'_>> = entries.filter(|entry| entry.row.item == read.name).collect();
        let told: Vec<String> = entries.iter().map(|entry| entry.told(self.material)).collect();
        let decimals = if number.fract() == 0.0 { 0 } else { 4 };
        let figure = Figure::new(id, Value::Number(number), decimals, self.unit_of(operand).unwrap_or_default()).kept_exact();
        // Of a mean of several quarters, and where 数据来源 does not list them, the sum stands as it is.
        let figure = match self.quarter_of(read.lag).filter(|_| !sources.is_by_return) {
            Some(quarter) => {
                let of_quarter = entries.iter().filter(|entry| entry.row.period == quarter);
                figure.computed_as(Formula::sum(of_quarter.map(Entry::id)))
            }
            None => figure,
        };
        Some((figure.signed(), told.join("；")))
    }

    /// The quarter whose filings an item is read from; none of a mean.
    fn quarter_of(&self, lag: Lag) -> Option<Period> {
        (lag != Lag::YearMean).then(|| lag.read_for(self.material.period).last_quarter())
    }

    /// What is added to an operand of a group, if anything is; where nobody counted there is nothing to add to.
    fn added(&self, group: &Group, place: usize, operand: &Operand) -> Option<(FigureId, f64)> {
        (*self.material.figures.operands(self.position, group).get(place)?)?;
        let number = *self.material.figures.adjusted(self.position, group)?.value.operands.get(place)?;
        let id = FigureId { measure: Measure::Adjustment, ..self.operand_id(group, operand) };
        (number != 0.0).then_some((id, number))
    }

    /// An operand of every county.
    fn of_counties(&self, place: usize, operand: &Operand) -> Vec<OfCounty> {
        let counties = self.material.figures.grouping.of_scope(Scope::County).map(|(county, _)| county);
        let of_county = |county: &Group| {
            let number = *self.material.figures.operands(self.position, county).get(place)?;
            let added = self.added(county, place, operand);
            Some(OfCounty { id: self.operand_id(county, operand), number: number?, added })
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
        let shown = Figure::new(id, value(self.figure.year_before), self.indicator.decimals, &self.indicator.unit)
            .computed_as(self.term(Measure::YearBefore));
        let added = self.material.figures.adjusted(self.position, self.group);
        let is_adjusted = added.is_some_and(|added| added.year_before.changes());
        shown.marked(is_adjusted.then_some(Mark::Adjusted))
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

    /// Whether the value reaches what is asked, and would not with stand-ins for what is missing.
    pub(in crate::compose) fn is_unproven(&self) -> bool {
        self.verdict().is_some_and(|verdict| verdict.status == Status::Unproven)
    }

    /// 缺数补算: what would not reach what is asked, of a trend with what it is set against.
    pub(in crate::compose) fn filled(&self) -> Vec<(&'static str, &'static str, Figure)> {
        if !self.is_unproven() {
            return Vec::new();
        }
        let Material { plan, period, figures, .. } = self.material;
        let addressee = figures.addressee(self.group);
        let short = addressee.and_then(|addressee| falls_short(plan, self.indicator, addressee, *period, &self.figure));
        let Some(filled) = short else { return Vec::new() };
        let told = |name, measure, number| (name, "缺数单位按其前后一年内的报数补算", self.exact(measure, value(number)));
        if self.verdict().is_some_and(|verdict| matches!(verdict.requirement, Requirement::Trend(_))) {
            let (now, then) = filled.compared_with_year_before();
            let now = told("缺数补算本期", Measure::FilledValue, now);
            vec![now, told("缺数补算上年同期", Measure::FilledYearBefore, then)]
        } else {
            vec![told("缺数补算本期", Measure::FilledValue, filled.value)]
        }
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
