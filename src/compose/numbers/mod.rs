//! Figures by what they measure: the one place where results become the numbers of a document.

mod demand;
mod workings;

pub(in crate::compose) use demand::decimals_of_target;

use crate::compose::change::{change, is_told_as_difference};
use crate::compose::material::Material;
use tongbao_document::{Figure, FigureId, Formula, Mark, Measure, Operation, Value};
use tongbao_figures::aggregate::{Computed, Group, GroupFigure};
use tongbao_figures::assess::{Place, Verdict};
use tongbao_figures::plan::{Better, Indicator, Operand};

/// The figures of one indicator for one group.
pub(in crate::compose) struct Numbers<'run> {
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
    pub(in crate::compose) fn of(material: &'run Material<'run>, position: usize, group: &'run Group) -> Option<Self> {
        let indicator = material.plan.indicators.get(position)?;
        let figure = *material.figures.get(position, group)?;
        let verdict = material.assessment.verdict(position, group).copied();
        let place = material.assessment.place(position, group).copied();
        Some(Self { material, position, indicator, group, figure, verdict, place })
    }

    /// Where the indicator stands in the plan.
    pub(in crate::compose) fn position(&self) -> usize {
        self.position
    }

    pub(in crate::compose) fn indicator(&self) -> &'run Indicator {
        self.indicator
    }

    pub(in crate::compose) fn verdict(&self) -> Option<&Verdict> {
        self.verdict.as_ref()
    }

    /// Cumulative or end-of-period value, marked where too few units stand behind it.
    pub(in crate::compose) fn value(&self) -> Figure {
        let is_low = self.figure.coverage_percent().is_some_and(|coverage| coverage < self.material.plan.coverage_threshold);
        let value = self.figure(Measure::Value, value(self.figure.value), self.indicator.decimals, &self.indicator.unit);
        let value = value.marked(is_low.then_some(Mark::LowCoverage));
        // A unit's own operands are its cells, which stand in 数据来源.
        if matches!(self.group, Group::Unit(_)) { value } else { value.computed_as(self.term(Measure::ExactValue)) }
    }

    /// The last period alone.
    pub(in crate::compose) fn own(&self) -> Figure {
        self.figure(Measure::Own, value(self.figure.own), self.indicator.decimals, &self.indicator.unit)
            .computed_as(self.term(Measure::ExactOwn))
    }

    /// 同比; marked where units are missing in one of the two years, so that they cannot be set against each other.
    pub(in crate::compose) fn year_on_year(&self) -> Figure {
        let told = change(&self.indicator.unit, self.indicator.decimals, self.figure.value, self.figure.year_before);
        let is_comparable = self.figure.is_comparable(self.material.plan.coverage_threshold);
        self.figure(Measure::YearOnYear, told.value, told.decimals, told.unit)
            .signed()
            .computed_as(self.change_of(Measure::ExactValue, Measure::YearBefore))
            .marked((!is_comparable).then_some(Mark::NotComparable))
    }

    /// 环比 of the period's own values.
    pub(in crate::compose) fn period_on_period(&self) -> Figure {
        let told = change(&self.indicator.unit, self.indicator.decimals, self.figure.own, self.figure.own_before);
        let is_comparable = self.figure.own_is_whole || !self.figure.is_additive;
        self.figure(Measure::PeriodOnPeriod, told.value, told.decimals, told.unit)
            .signed()
            .computed_as(self.change_of(Measure::ExactOwn, Measure::PeriodBefore))
            .marked((!is_comparable).then_some(Mark::NotComparable))
    }

    /// The place among peers.
    pub(in crate::compose) fn place(&self) -> Figure {
        let place = self.figure(Measure::Rank, or_none(self.place.and_then(Place::number).map(f64::from)), 0, "");
        let is_ranked =
            |group: &&Group| self.material.assessment.place(self.position, group).is_some_and(|place| place.number().is_some());
        let peers = self.material.peers(self.group);
        let among = peers.into_iter().filter(is_ranked).map(|peer| self.id_of(peer, Measure::Value));
        place.computed_as(Formula::rank(self.id(Measure::Value), among, self.indicator.better == Better::Lower))
    }

    /// Units counted.
    pub(in crate::compose) fn counted(&self) -> Figure {
        self.figure(Measure::Counted, Value::Number(f64::from(self.figure.counted)), 0, "家")
    }

    /// Units concerned.
    pub(in crate::compose) fn due(&self) -> Figure {
        self.figure(Measure::Due, Value::Number(f64::from(self.figure.due)), 0, "家")
    }

    /// Counted over concerned, in percent.
    pub(in crate::compose) fn coverage(&self) -> Figure {
        self.figure(Measure::Coverage, or_none(self.figure.coverage_percent()), 1, "%")
            .computed_as(self.term(Measure::Counted).percent_of(self.term(Measure::Due)))
    }

    /// 同比 or 环比 as [`change`] computes it.
    fn change_of(&self, now: Measure, base: Measure) -> Formula {
        let difference = self.term(now).with(Operation::Subtract, self.term(base));
        if is_told_as_difference(&self.indicator.unit) { difference } else { difference.percent_of(self.term(base)) }
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

/// What a computed result is in a document.
pub(in crate::compose) fn value(computed: Computed) -> Value {
    match computed {
        Computed::Number(number) => Value::Number(number),
        Computed::NotReported => Value::NotReported,
        Computed::NotComputable | Computed::NotApplicable => Value::NotApplicable,
    }
}

fn or_none(number: Option<f64>) -> Value {
    number.map_or(Value::NotApplicable, Value::Number)
}
