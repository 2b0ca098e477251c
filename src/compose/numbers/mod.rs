//! Figures by what they measure: the one place where results become the numbers of a document.

mod demand;
mod members;
mod workings;

pub(in crate::compose) use demand::{asked, decimals_of_target};
pub(in crate::compose) use members::{members_word, summed_how};

use crate::compose::adjusted;
use crate::compose::material::Material;
use tongbao_document::{Figure, FigureId, Formula, Mark, Measure, Operation, Subject, Value};
use tongbao_figures::aggregate::{Adjusted, Comparison, Computed, Group, GroupFigure};
use tongbao_figures::assess::change::{change, is_told_as_difference};
use tongbao_figures::assess::rank::ranked_by;
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

    /// Whose figures they are.
    pub(in crate::compose) fn group(&self) -> &'run Group {
        self.group
    }

    /// The place among peers as a plain number, to sort by; none without one.
    pub(in crate::compose) fn place_number(&self) -> Option<u32> {
        self.place.and_then(Place::number)
    }

    /// Cumulative or end-of-period value, marked where too few units stand behind it.
    pub(in crate::compose) fn value(&self) -> Figure {
        let is_low = !self.figure.coverage.reaches(self.material.plan.coverage_threshold);
        let value = self.figure(Measure::Value, value(self.figure.value), self.indicator.decimals, &self.indicator.unit);
        let value = self.with_adjustment(value.marked(is_low.then_some(Mark::LowCoverage)));
        // A unit's own operands are its cells, which stand in 数据来源.
        if matches!(self.group, Group::Unit(_)) { value } else { value.computed_as(self.term(Measure::ExactValue)) }
    }

    /// The last period alone, marked where too few units stand behind it: of a flow each must have filed for the period before too.
    pub(in crate::compose) fn own(&self) -> Figure {
        let is_low = !self.figure.own_coverage.reaches(self.material.plan.coverage_threshold);
        let own = self.figure(Measure::Own, value(self.figure.own), self.indicator.decimals, &self.indicator.unit);
        let own = own.marked(is_low.then_some(Mark::LowCoverage));
        self.with_adjustment(own.computed_as(self.term(Measure::ExactOwn)))
    }

    /// The same figure, marked if what the office adds to sums of the group is in it.
    fn with_adjustment(&self, mut figure: Figure) -> Figure {
        let added = self.material.figures.adjusted(self.position, self.group);
        if added.is_some_and(|added| adjusted::parts(added, figure.id.measure).into_iter().any(Adjusted::changes)) {
            figure.marks = figure.marks.with(Mark::Adjusted);
        }
        figure
    }

    /// 同比 of the units that counted in both years.
    pub(in crate::compose) fn year_on_year(&self) -> Figure {
        let measures = match self.figure.yearly.restricted {
            Some(_) => (Measure::ComparedValue, Measure::ComparedYearBefore),
            None => (Measure::ExactValue, Measure::YearBefore),
        };
        self.change(Measure::YearOnYear, self.figure.compared_with_year_before(), measures, &self.figure.yearly)
    }

    /// 环比 of the period's own values, of the units that counted in both periods.
    pub(in crate::compose) fn period_on_period(&self) -> Figure {
        let measures = match self.figure.periodic.restricted {
            Some(_) => (Measure::ComparedOwn, Measure::ComparedPeriodBefore),
            None => (Measure::ExactOwn, Measure::PeriodBefore),
        };
        self.change(Measure::PeriodOnPeriod, self.figure.compared_with_period_before(), measures, &self.figure.periodic)
    }

    /// A change, marked where it is of some units only, and where these are too few to be set against each other.
    fn change(
        &self,
        measure: Measure,
        (now, base): (Computed, Computed),
        (term, base_term): (Measure, Measure),
        comparison: &Comparison,
    ) -> Figure {
        let told = change(self.indicator, now, base);
        let mark = if comparison.reaches(self.material.plan.coverage_threshold) {
            comparison.is_partial().then_some(Mark::SameUnits)
        } else {
            Some(Mark::NotComparable)
        };
        let change = self.figure(measure, told.value, told.decimals, told.unit).signed();
        self.with_adjustment(change.computed_as(self.change_of(term, base_term)).marked(mark))
    }

    /// Which changes are of some of the counted units only, as `同比8家（计入10家）`.
    pub(in crate::compose) fn compared_units(&self, with_period_before: bool) -> Option<String> {
        let threshold = self.material.plan.coverage_threshold;
        let changes = [("同比", &self.figure.yearly, true), ("环比", &self.figure.periodic, with_period_before)];
        let told = changes
            .into_iter()
            .filter(|(_, comparison, is_printed)| *is_printed && comparison.is_partial() && comparison.reaches(threshold));
        let told: Vec<String> =
            told.map(|(name, Comparison { units, counted, .. }, _)| format!("{name}{units}家（计入{counted}家）")).collect();
        (!told.is_empty()).then(|| told.join("、"))
    }

    /// The place among peers.
    pub(in crate::compose) fn place(&self) -> Figure {
        let place = self.figure(Measure::Rank, or_none(self.place.and_then(Place::number).map(f64::from)), 0, "");
        let is_ranked =
            |group: &&Group| self.material.assessment.place(self.position, group).is_some_and(|place| place.number().is_some());
        let peers = self.material.peers(self.group);
        let among = peers.into_iter().filter(is_ranked).map(|peer| self.ranked_id(peer));
        place.computed_as(Formula::rank(self.ranked_id(self.group), among, self.indicator.better == Better::Lower))
    }

    /// What a group is ranked by.
    fn ranked_id(&self, group: &Group) -> FigureId {
        let ranked = self.material.figures.get(self.position, group).and_then(|figure| ranked_by(self.indicator, figure));
        let is_filled = ranked.is_some_and(|ranked| ranked.is_filled);
        self.id_of(group, if is_filled { Measure::FilledRank } else { Measure::Value })
    }

    /// 缺数补算: what the group is ranked by, where that is less favourable than the value.
    pub(in crate::compose) fn place_filled(&self) -> Option<Figure> {
        self.place.and_then(Place::number)?;
        let ranked = ranked_by(self.indicator, &self.figure).filter(|ranked| ranked.is_filled)?;
        Some(self.figure(Measure::FilledRank, Value::Number(ranked.value), self.indicator.decimals, &self.indicator.unit))
    }

    /// Units counted.
    pub(in crate::compose) fn counted(&self) -> Figure {
        self.figure(Measure::Counted, Value::Number(f64::from(self.figure.coverage.counted)), 0, "家")
    }

    /// Units concerned.
    pub(in crate::compose) fn due(&self) -> Figure {
        self.figure(Measure::Due, Value::Number(f64::from(self.figure.coverage.due)), 0, "家")
    }

    /// Units that are not concerned because all that they could contribute is 不适用.
    pub(in crate::compose) fn inapplicable(&self) -> Figure {
        self.figure(Measure::Inapplicable, Value::Number(f64::from(self.figure.coverage.not_applicable)), 0, "家")
    }

    /// Units that count, have closed, and stand with an older return than their last one should be.
    pub(in crate::compose) fn older(&self) -> u32 {
        self.figure.coverage.older
    }

    /// Share of the volume of the units that counted, in percent; of all of it where nobody is missing.
    pub(in crate::compose) fn volume_coverage(&self) -> Figure {
        let coverage = self.figure.coverage;
        let whole = (coverage.due > 0 && !coverage.lacks_somebody()).then_some(100.0);
        self.figure(Measure::VolumeCoverage, or_none(coverage.volume_percent.or(whole)), 1, "%")
    }

    /// Counted over concerned, in percent; of the volume where that is less.
    pub(in crate::compose) fn coverage(&self) -> Figure {
        let coverage = self.figure.coverage;
        let figure = self.figure(Measure::Coverage, or_none(coverage.percent()), 1, "%");
        if coverage.percent() < coverage.units_percent() {
            return figure;
        }
        figure.computed_as(self.term(Measure::Counted).percent_of(self.term(Measure::Due)))
    }

    /// 同比 or 环比 as [`change`] computes it.
    fn change_of(&self, now: Measure, base: Measure) -> Formula {
        let difference = self.term(now).with(Operation::Subtract, self.term(base));
        if is_told_as_difference(self.indicator) { difference } else { difference.percent_of(self.term(base)) }
    }

    fn figure(&self, measure: Measure, value: Value, decimals: u8, unit: impl Into<String>) -> Figure {
        Figure::new(self.id(measure), value, decimals, unit)
    }

    fn term(&self, measure: Measure) -> Formula {
        Formula::figure(self.id(measure))
    }

    fn id(&self, measure: Measure) -> FigureId {
        self.id_of(self.group, measure)
    }

    fn id_of(&self, group: &Group, measure: Measure) -> FigureId {
        self.material.id(group, Subject::Indicator(self.indicator.id.clone()), measure)
    }

    fn operand_id(&self, group: &Group, operand: &Operand) -> FigureId {
        let subject = Subject::Operand { indicator: self.indicator.id.clone(), aggregate: operand.text.clone() };
        self.material.id(group, subject, Measure::Operand)
    }
}

/// What a computed result is in a document.
pub(in crate::compose) fn value(computed: Computed) -> Value {
    match computed {
        Computed::Number(number) => Value::Number(number),
        Computed::NotReported => Value::NotReported,
        Computed::NotComputable | Computed::NotAsked(_) | Computed::NotApplicable => Value::NotApplicable,
    }
}

fn or_none(number: Option<f64>) -> Value {
    number.map_or(Value::NotApplicable, Value::Number)
}
