//! Figures by what they measure: the one place where results become the numbers of a document.

use std::collections::BTreeMap;

use super::change::{change, is_told_as_difference};
use super::material::Material;
use super::sources::Sources;
use tongbao_document::figure::round_half_up;
use tongbao_document::{Figure, FigureId, Formula, Mark, Measure, Operation, Value};
use tongbao_figures::aggregate::{Computed, Group, GroupFigure};
use tongbao_figures::assess::{Place, Requirement, Verdict};
use tongbao_figures::plan::{Better, Demand, Indicator, Operand, Parts, Scope};
use tongbao_returns::domain::{Form, Period};

/// The figures of one indicator for one group.
pub(super) struct Numbers<'run> {
    material: &'run Material<'run>,
    position: usize,
    indicator: &'run Indicator,
    group: &'run Group,
    figure: GroupFigure,
    verdict: Option<Verdict>,
    place: Option<Place>,
}

impl<'run> Numbers<'run> {
    /// The figures of an indicator, by its position in the plan; none if it does not concern the group.
    pub(super) fn of(material: &'run Material<'run>, position: usize, group: &'run Group) -> Option<Self> {
        let indicator = material.plan.indicators.get(position)?;
        let figure = *material.figures.get(position, group)?;
        let verdict = material.assessment.verdict(position, group).copied();
        let place = material.assessment.place(position, group).copied();
        Some(Self { material, position, indicator, group, figure, verdict, place })
    }

    /// Where the indicator stands in the plan.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    pub(super) fn indicator(&self) -> &'run Indicator {
        self.indicator
    }

    pub(super) fn verdict(&self) -> Option<&Verdict> {
        self.verdict.as_ref()
    }

    /// Cumulative or end-of-period value, marked where too few units stand behind it.
    pub(super) fn value(&self) -> Figure {
        let is_low = self.figure.coverage_percent().is_some_and(|coverage| coverage < self.material.plan.coverage_threshold);
        let value = self.figure(Measure::Value, value(self.figure.value), self.indicator.decimals, &self.indicator.unit);
        let value = value.marked(is_low.then_some(Mark::LowCoverage));
        // A unit's own operands are its cells, which stand in 数据来源.
        if matches!(self.group, Group::Unit(_)) { value } else { value.computed_as(self.term(Measure::ExactValue)) }
    }

    /// The last period alone.
    pub(super) fn own(&self) -> Figure {
        self.figure(Measure::Own, value(self.figure.own), self.indicator.decimals, &self.indicator.unit)
            .computed_as(self.term(Measure::ExactOwn))
    }

    /// 同比; marked where units are missing in one of the two years, so that they cannot be set against each other.
    pub(super) fn year_on_year(&self) -> Figure {
        let told = change(&self.indicator.unit, self.indicator.decimals, self.figure.value, self.figure.year_before);
        let is_comparable = self.figure.is_comparable(self.material.plan.coverage_threshold);
        self.figure(Measure::YearOnYear, told.value, told.decimals, told.unit)
            .signed()
            .computed_as(self.change_of(Measure::ExactValue, Measure::YearBefore))
            .marked((!is_comparable).then_some(Mark::NotComparable))
    }

    /// 环比 of the period's own values.
    pub(super) fn period_on_period(&self) -> Figure {
        let told = change(&self.indicator.unit, self.indicator.decimals, self.figure.own, self.figure.own_before);
        let is_comparable = self.figure.own_is_whole || !self.figure.is_additive;
        self.figure(Measure::PeriodOnPeriod, told.value, told.decimals, told.unit)
            .signed()
            .computed_as(self.change_of(Measure::ExactOwn, Measure::PeriodBefore))
            .marked((!is_comparable).then_some(Mark::NotComparable))
    }

    /// Value over target, in percent.
    pub(super) fn completion(&self) -> Figure {
        let completion = self.figure(Measure::Completion, or_none(self.verdict.and_then(|verdict| verdict.completion)), 1, "%");
        let (value, target) = (self.term(Measure::Value), self.term(Measure::Target));
        match self.demand() {
            Some(Demand::AtMost(_)) => completion.computed_as(target.percent_of(value)),
            Some(Demand::AtLeast(_) | Demand::Exactly(_)) => completion.computed_as(value.percent_of(target)),
            Some(Demand::Between(..)) | None => completion,
        }
    }

    /// How far behind, in the indicator's unit.
    pub(super) fn gap(&self) -> Figure {
        let unit = if self.indicator.unit == "%" { "个百分点" } else { &self.indicator.unit };
        // Of 0.5 due by now, half a time is lacking, not one.
        let decimals = self.by_now().map_or(self.indicator.decimals, |by_now| by_now.decimals);
        let gap = self.figure(Measure::Gap, or_none(self.verdict.and_then(|verdict| verdict.gap)), decimals, unit);
        let (value, target) = (self.term(Measure::Value), self.term(Measure::Target));
        match self.demand() {
            Some(Demand::AtLeast(_)) if self.by_now().is_some() => {
                let elapsed = Formula::Number(self.material.period.elapsed_percent());
                let by_now = target.with(Operation::Multiply, elapsed).with(Operation::Divide, Formula::Number(100.0));
                gap.computed_as(by_now.with(Operation::Subtract, value))
            }
            Some(Demand::AtLeast(_)) => gap.computed_as(target.with(Operation::Subtract, value)),
            Some(Demand::AtMost(_)) => gap.computed_as(value.with(Operation::Subtract, target)),
            Some(Demand::Exactly(_) | Demand::Between(..)) | None => gap,
        }
    }

    /// The place among peers.
    pub(super) fn place(&self) -> Figure {
        let place = self.figure(Measure::Rank, or_none(self.place.and_then(Place::number).map(f64::from)), 0, "");
        let is_ranked =
            |group: &&Group| self.material.assessment.place(self.position, group).is_some_and(|place| place.number().is_some());
        let peers = self.material.peers(self.group);
        let among = peers.into_iter().filter(is_ranked).map(|peer| self.id_of(peer, Measure::Value));
        place.computed_as(Formula::rank(self.id(Measure::Value), among, self.indicator.better == Better::Lower))
    }

    /// Units counted.
    pub(super) fn counted(&self) -> Figure {
        self.figure(Measure::Counted, Value::Number(f64::from(self.figure.counted)), 0, "家")
    }

    /// Units concerned.
    pub(super) fn due(&self) -> Figure {
        self.figure(Measure::Due, Value::Number(f64::from(self.figure.due)), 0, "家")
    }

    /// Counted over concerned, in percent.
    pub(super) fn coverage(&self) -> Figure {
        self.figure(Measure::Coverage, or_none(self.figure.coverage_percent()), 1, "%")
            .computed_as(self.term(Measure::Counted).percent_of(self.term(Measure::Due)))
    }

    /// A unit's value as it follows from what the unit filed, where the values are listed.
    pub(super) fn value_from(&self, sources: &Sources<'_>) -> Figure {
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
    pub(super) fn operands(&self, sources: &Sources<'_>) -> Vec<(&'run str, Figure)> {
        let operands = &self.indicator.parts.operands;
        let numbers = self.material.figures.operands(self.position, self.group);
        let figure = |(place, (operand, number)): (usize, (&'run Operand, &Option<f64>))| {
            let id = self.operand_id(self.group, operand);
            // Sums of counts are whole; of money they have decimals.
            let decimals = if number.is_some_and(|number| number.fract() != 0.0) { 4 } else { 0 };
            let figure = Figure::new(id, or_none(*number), decimals, self.unit_of(operand)).kept_exact();
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

    /// 计量单位 of the item that an operand is made of; empty if it is a count or made of several.
    fn unit_of(&self, operand: &Operand) -> &'run str {
        let name = operand.item().map(|item| &item.name);
        let item = self.material.plan.forms.iter().flat_map(Form::items).find(|item| Some(&item.name) == name);
        item.map_or("", |item| &item.unit)
    }

    /// The value before rounding, computed from the operands.
    pub(super) fn exact_value(&self) -> Figure {
        let value = self.exact(Measure::ExactValue, value(self.figure.value));
        let term = |operand: &Operand| Some(Formula::figure(self.operand_id(self.group, operand)));
        let formula = self.arithmetic(&term).map(Box::new);
        Figure { formula, ..value }
    }

    /// The last period alone, before rounding.
    pub(super) fn exact_own(&self) -> Figure {
        self.exact(Measure::ExactOwn, value(self.figure.own))
    }

    /// The base of 同比.
    pub(super) fn year_before(&self) -> Figure {
        self.exact(Measure::YearBefore, value(self.figure.year_before))
    }

    /// The same as printed: last year's value, which last year's bulletin of this kind shows too.
    pub(super) fn year_before_shown(&self) -> Figure {
        let mut id = self.id(Measure::Value);
        id.period = self.material.period.year_before().to_string();
        Figure::new(id, value(self.figure.year_before), self.indicator.decimals, &self.indicator.unit)
            .computed_as(self.term(Measure::YearBefore))
    }

    /// The base of 环比.
    pub(super) fn period_before(&self) -> Figure {
        self.exact(Measure::PeriodBefore, value(self.figure.own_before))
    }

    fn exact(&self, measure: Measure, value: Value) -> Figure {
        self.figure(measure, value, (self.indicator.decimals + 4).min(8), &self.indicator.unit).kept_exact()
    }

    /// The plan's arithmetic with a term for every operand; none if one of them has none.
    fn arithmetic(&self, term: &impl Fn(&Operand) -> Option<Formula>) -> Option<Formula> {
        let Parts { operands, arithmetic } = &self.indicator.parts;
        arithmetic.try_bind(&|position| operands.get(*position).and_then(term).ok_or(())).ok()
    }

    /// 同比 or 环比 as [`change`] computes it.
    fn change_of(&self, now: Measure, base: Measure) -> Formula {
        let difference = self.term(now).with(Operation::Subtract, self.term(base));
        if is_told_as_difference(&self.indicator.unit) { difference } else { difference.percent_of(self.term(base)) }
    }

    fn demand(&self) -> Option<Demand> {
        match self.verdict.map(|verdict| verdict.requirement) {
            Some(Requirement::Target { demand, .. }) => Some(demand),
            _ => None,
        }
    }

    /// The target's number; none for trends, intervals and open targets.
    pub(super) fn target(&self) -> Option<Figure> {
        let number = match self.demand()? {
            Demand::AtLeast(number) | Demand::AtMost(number) | Demand::Exactly(number) => number,
            Demand::Between(..) => return None,
        };
        let decimals = if number.fract() == 0.0 { 0 } else { self.indicator.decimals.max(decimals_of(number)) };
        Some(self.figure(Measure::Target, Value::Number(number), decimals, &self.indicator.unit))
    }

    /// Whether it is measured against last year for want of a number.
    pub(super) fn is_trend(&self) -> bool {
        matches!(self.verdict.map(|verdict| verdict.requirement), Some(Requirement::Trend(_)))
    }

    /// 序时进度: what is due by now, if the target is built up during the year.
    pub(super) fn by_now(&self) -> Option<Figure> {
        let Some(Requirement::Target { by_now: Some(number), .. }) = self.verdict.map(|verdict| verdict.requirement) else {
            return None;
        };
        Some(self.figure(
            Measure::DueByNow,
            Value::Number(number),
            self.indicator.decimals.max(decimals_of(number)),
            &self.indicator.unit,
        ))
    }

    /// What is asked, in a word or sign.
    pub(super) fn demand_word(&self) -> String {
        match self.verdict.map(|verdict| verdict.requirement) {
            Some(Requirement::Target { demand: Demand::AtLeast(_), .. }) => "≥".to_owned(),
            Some(Requirement::Target { demand: Demand::AtMost(_), .. }) => "≤".to_owned(),
            Some(Requirement::Target { demand: Demand::Exactly(_), .. }) => "＝".to_owned(),
            Some(Requirement::Target { demand: Demand::Between(low, high), .. }) => format!("{low}—{high}"),
            Some(Requirement::Trend(tongbao_figures::plan::Better::Lower)) => "逐步降低".to_owned(),
            Some(Requirement::Trend(_)) => "逐步提高".to_owned(),
            Some(Requirement::Open) => "未定目标值".to_owned(),
            Some(Requirement::Neutral) => "监测比较".to_owned(),
            Some(Requirement::NotForThisScope) | None => "—".to_owned(),
        }
    }

    fn figure(&self, measure: Measure, value: Value, decimals: u8, unit: &str) -> Figure {
        Figure::new(self.id(measure), value, decimals, unit)
    }

    fn term(&self, measure: Measure) -> Formula {
        Formula::figure(self.id(measure))
    }

    fn id(&self, measure: Measure) -> FigureId {
        self.id_of(self.group, measure)
    }

    fn id_of(&self, group: &Group, measure: Measure) -> FigureId {
        FigureId {
            subject: self.indicator.id.clone(),
            group: group.code().to_owned(),
            period: self.material.period.to_string(),
            measure,
        }
    }

    fn operand_id(&self, group: &Group, operand: &Operand) -> FigureId {
        FigureId { subject: format!("{}：{}", self.indicator.id, operand.text), ..self.id_of(group, Measure::Operand) }
    }
}

/// A count of units, returns or rows in a group.
pub(super) fn count(material: &Material<'_>, group: &Group, subject: &str, number: usize, unit: &str) -> Figure {
    counted(material.period, group.code(), subject, number, unit)
}

/// The same where nothing but returns is known.
pub(super) fn counted(period: Period, group: &str, subject: &str, number: usize, unit: &str) -> Figure {
    Figure::new(counted_id(period, group, subject), Value::Number(amount(number)), 0, unit)
}

/// A count as a number.
pub(super) fn amount(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Which count.
pub(super) fn counted_id(period: Period, group: &str, subject: &str) -> FigureId {
    FigureId { subject: subject.to_owned(), group: group.to_owned(), period: period.to_string(), measure: Measure::Count }
}

/// A share of counts, in percent with one decimal; none of nothing.
pub(super) fn share(material: &Material<'_>, group: &Group, subject: &str, part: usize, whole: usize) -> Figure {
    let id = FigureId {
        subject: subject.to_owned(),
        group: group.code().to_owned(),
        period: material.period.to_string(),
        measure: Measure::Share,
    };
    let value = if whole > 0 { Value::Number(amount(part) * 100.0 / amount(whole)) } else { Value::NotApplicable };
    Figure::new(id, value, 1, "%")
}

/// What a computed result is in a document.
pub(super) fn value(computed: Computed) -> Value {
    match computed {
        Computed::Number(number) => Value::Number(number),
        Computed::NotReported => Value::NotReported,
        Computed::NotComputable | Computed::NotApplicable => Value::NotApplicable,
    }
}

fn or_none(number: Option<f64>) -> Value {
    number.map_or(Value::NotApplicable, Value::Number)
}

/// Decimals with which a plan writes a number, at most four: 0.55 has two.
pub(super) fn decimals_of(number: f64) -> u8 {
    let text = format!("{number:.4}");
    let fraction = text.trim_end_matches('0').split_once('.').map_or(0, |(_, fraction)| fraction.len());
    u8::try_from(fraction).unwrap_or(4)
}
