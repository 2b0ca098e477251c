//! Why a figure of an indicator differs: a sum by what each unit moves it, anything else by the figures that it is made of and the
//! returns behind them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Causes, Reads, Why};
use crate::compose::issued::adjustments;
use crate::compose::issued::adjustments::Asked;
use crate::compose::issued::cause::Cause;
use crate::compose::issued::measures::measure_word;
use crate::compose::issued::numbered::{Numbered, word};
use crate::issue::{CellChange, IssueName};
use tongbao_document::{Expression, FigureId, GroupId, Measure, Subject};
use tongbao_figures::aggregate::MadeOf;
use tongbao_figures::plan::{Indicator, Lag, Operand};
use tongbao_returns::domain::{Period, UnitCode};

impl<'run> Causes<'run> {
    pub(super) fn reads(&self, indicator: &str) -> Option<Reads> {
        let then = self.revision.issue.indicators.iter().find(|known| known.id == indicator);
        let now = self.material.plan.indicator(indicator);
        if then.is_none() && now.is_none() {
            return None;
        }
        let mut items: BTreeSet<String> = then.into_iter().flat_map(|then| then.items.iter().cloned()).collect();
        let reads = || now.into_iter().flat_map(|now| self.material.plan.items_behind(now));
        items.extend(reads().map(|read| read.name.to_string()));
        Some(Reads { items, lags: reads().map(|read| read.lag).collect() })
    }

    /// A sum by what each unit moves it; anything else by the figures that it is made of and by the returns behind them.
    pub(super) fn of_indicator(&self, indicator: &str, id: &FigureId, reads: &Reads) -> Why {
        let bases = self.of_bases(id);
        if bases.is_empty() && id.period == Some(self.material.period.into()) && matches!(id.subject, Subject::Indicator(_)) {
            let (then, now) = (members(&self.units_then, &id.group), members(&self.units_now, &id.group));
            let moves = self.revision.parts.moves(indicator, id.measure, &then, &now).filter(|moves| !moves.is_empty());
            if let Some(moves) = moves {
                let cause = |(unit, amount): &(String, f64)| {
                    self.moved(unit, *amount, then.contains(unit) == now.contains(unit), id, reads)
                };
                let causes = moves.iter().map(cause).chain(self.of_adjustments(indicator, id, reads)).collect();
                return Why { causes, ..Why::default() };
            }
        }
        let sources = self.sources(id, reads).into_iter().chain(self.of_adjustments(indicator, id, reads));
        Why { operands: self.operands(indicator, id), causes: bases.into_iter().chain(sources).collect() }
    }

    /// The office's own entries that are others now; what one moves a figure by is told of a plain sum alone.
    fn of_adjustments(&self, indicator: &str, id: &FigureId, reads: &Reads) -> Vec<Cause> {
        let periods = quarters_read(id, self.material.period, &reads.lags);
        let asked = Asked { group: Some(&id.group), items: &reads.items, periods: &periods };
        let mut causes = adjustments::causes(self.material, self.revision.issue, &asked);
        let formula = self.material.plan.indicator(indicator).map(|known| &known.parts);
        let is_plain_sum = formula.is_some_and(|parts| {
            matches!(parts.operands.as_slice(), [operand] if operand.is_sum()) && parts.arithmetic == Expression::Operand(0)
        });
        if !is_plain_sum || id.measure != Measure::Value {
            for cause in &mut causes {
                cause.amount = None;
            }
        }
        causes
    }

    /// A unit with what it moves a sum by: by its returns, or because it counts elsewhere now.
    fn moved(&self, unit: &str, amount: f64, is_where_it_was: bool, id: &FigureId, reads: &Reads) -> Cause {
        let of_unit = self.read(id, reads).filter(|(numbered, _)| numbered.change.counted_with() == unit);
        let (mut kinds, mut rows): (Vec<String>, Vec<usize>) = (Vec::new(), Vec::new());
        for (numbered, of_return) in of_unit {
            kinds.push(word(numbered.change.kind));
            rows.extend(of_return);
        }
        kinds.dedup();
        let name = self.material.unit_name(&UnitCode::new(unit));
        let name = match (is_where_it_was, rows.is_empty()) {
            (false, _) => format!("{name}归属变动"),
            (true, true) => format!("{name}计入与否变动"),
            (true, false) => format!("{name}{}", kinds.concat()),
        };
        Cause { name, amount: Some(amount), rows }
    }

    /// The returns behind a figure of an indicator.
    fn sources(&self, id: &FigureId, reads: &Reads) -> Vec<Cause> {
        self.read(id, reads).map(|(numbered, rows)| numbered.cause(rows)).collect()
    }

    /// The returns of a group with a value that an indicator reads, each with the rows of these values.
    fn read<'this>(
        &'this self,
        id: &'this FigureId,
        reads: &'this Reads,
    ) -> impl Iterator<Item = (&'this Numbered<'run>, Vec<usize>)> {
        let quarters = quarters_read(id, self.material.period, &reads.lags);
        let added_up = quarters_added_up(id, self.material.period, &reads.lags);
        let is_of_group = move |numbered: &&Numbered<'run>| self.is_of(&id.group, numbered.change.counted_with());
        let with_rows = move |numbered: &'this Numbered<'run>| {
            let period = &numbered.change.period;
            let is_meant =
                |cell: &CellChange| if cell.is_added_up { added_up.contains(period) } else { quarters.contains(period) };
            let rows = numbered.rows(|cell| reads.items.contains(&cell.item) && is_meant(cell));
            (!rows.is_empty()).then_some((numbered, rows))
        };
        self.changes.iter().filter(is_of_group).filter_map(with_rows)
    }

    /// The figures that a figure of an indicator is made of and that are others too: `检查收入合计 100→120`.
    fn operands(&self, indicator: &str, id: &FigureId) -> Vec<String> {
        use Measure::{Counted, Due, Own, PeriodBefore, Target, Value, YearBefore};
        let made_of: &[Measure] = match id.measure {
            Measure::Value | Measure::ExactValue => return self.aggregates(indicator, id),
            Measure::Completion | Measure::Gap => &[Value, Target],
            Measure::YearOnYear => &[Value, YearBefore],
            Measure::PeriodOnPeriod => &[Own, PeriodBefore],
            Measure::Coverage => &[Counted, Due],
            _ => &[],
        };
        let part = |measure: &Measure| {
            let (then, now) = self.text_of(&FigureId { measure: *measure, ..id.clone() })?;
            Some(format!("{} {then}→{now}", measure_word(*measure)))
        };
        made_of.iter().filter_map(part).collect()
    }

    /// The same of the aggregates of its formula.
    fn aggregates(&self, indicator: &str, id: &FigureId) -> Vec<String> {
        let known = self.material.plan.indicator(indicator);
        let aggregate = |operand: &Operand| {
            let subject = Subject::Operand { indicator: indicator.to_owned(), aggregate: operand.text.clone() };
            let (then, now) = self.text_of(&FigureId { subject, measure: Measure::Operand, ..id.clone() })?;
            Some(format!("{} {}→{}", operand.in_words(), without_zeros(&then), without_zeros(&now)))
        };
        known.into_iter().flat_map(|known: &Indicator| &known.parts.operands).filter_map(aggregate).collect()
    }

    /// A change that is told against another base now: the issue that it was taken from was withdrawn, or another one has come.
    fn of_bases(&self, id: &FigureId) -> Vec<Cause> {
        let period = self.material.period;
        let (word, base) = match id.measure {
            Measure::YearOnYear | Measure::YearBefore => ("同比基数", period.year_before()),
            Measure::PeriodOnPeriod | Measure::PeriodBefore => ("环比基数", period.previous()),
            _ => return Vec::new(),
        };
        let Some(then) = self.revision.issue.bases.iter().find(|known| known.period == base) else { return Vec::new() };
        let (then, now) = (then.issue.as_ref(), self.material.issued.name(base));
        if then == now {
            return Vec::new();
        }
        let name = |issue: Option<&IssueName>| issue.map_or_else(|| "未定稿".to_owned(), ToString::to_string);
        vec![Cause::plain(format!("{word}{}→{}", name(then), name(now)))]
    }

    /// A place changes with the own value and with those of the peers.
    pub(super) fn of_place(&self, indicator: &str, id: &FigureId, reads: &Reads) -> Why {
        let value = FigureId { measure: Measure::Value, ..id.clone() };
        let own_value = self.text_of(&value).map(|(then, now)| format!("{} {then}→{now}", measure_word(Measure::Value)));
        let mut causes = self.sources(&value, reads);
        let own = self.group(&id.group);
        for peer in own.into_iter().flat_map(|own| self.material.peers(own).into_iter().filter(move |peer| *peer != own)) {
            let id = self.material.id(peer, Subject::Indicator(indicator.to_owned()), Measure::Value);
            if let Some((then, now)) = self.text_of(&id) {
                let rows = self.read(&id, reads).flat_map(|(_, rows)| rows).collect();
                causes.push(Cause { name: format!("同组{} {then}→{now}", self.material.name(peer)), amount: None, rows });
            }
        }
        Why { operands: own_value.into_iter().collect(), causes }
    }

    /// The rows of 数据变动 behind the indicator of which a figure speaks.
    pub(super) fn rows_of_indicator(&self, id: &FigureId) -> Vec<usize> {
        let Some(reads) = id.subject.indicator().and_then(|indicator| self.reads(indicator)) else { return Vec::new() };
        let value = FigureId { measure: Measure::Value, ..id.clone() };
        self.read(&value, &reads).flat_map(|(_, rows)| rows).collect()
    }
}

/// The units of a group; a unit is its own.
fn members(units: &BTreeMap<GroupId, BTreeSet<String>>, group: &GroupId) -> BTreeSet<String> {
    match group {
        GroupId::Unit(code) => BTreeSet::from([code.clone()]),
        GroupId::Area | GroupId::County(_) | GroupId::Alliance(_) => units.get(group).cloned().unwrap_or_default(),
    }
}

/// The quarters whose returns a figure of an indicator is made from, where these say what there was since 1 January, or at their end.
fn quarters_read(id: &FigureId, bulletin: Period, lags: &BTreeSet<Lag>) -> BTreeSet<Period> {
    // Which items flow is looked up for none of them: of what does not, a quarter more is looked at.
    behind(id, bulletin, lags).flat_map(|(made, lag)| made.filings(lag, true)).collect()
}

/// The quarters of which values are added up that a figure is made from, where each was filed for the quarter alone.
fn quarters_added_up(id: &FigureId, bulletin: Period, lags: &BTreeSet<Lag>) -> BTreeSet<Period> {
    behind(id, bulletin, lags).flat_map(|(made, lag)| made.quarters(lag)).collect()
}

/// Of which values a figure is made, each with the times at which items are read for it; the period itself of an indicator of which nothing is
/// known any more.
fn behind(id: &FigureId, bulletin: Period, lags: &BTreeSet<Lag>) -> impl Iterator<Item = (MadeOf, Lag)> {
    let period = id.period.map_or(bulletin, Period::from);
    let unknown = lags.is_empty().then_some(Lag::None);
    let lags: Vec<Lag> = lags.iter().copied().chain(unknown).collect();
    MadeOf::behind(id.measure, period).into_iter().flat_map(move |made| lags.clone().into_iter().map(move |lag| (made, lag)))
}

/// Without the zeros that only fill up the decimals.
fn without_zeros(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::domain::Quarter;

    #[test]
    fn a_figure_reads_the_quarters_that_it_is_made_from() {
        let read = |period: &str, measure, lags: &[Lag]| {
            let id = FigureId {
                subject: Subject::Indicator("指标".to_owned()),
                group: GroupId::Area,
                period: period.parse().ok(),
                measure,
            };
            let bulletin = Period::quarter(2025, Quarter::Third);
            let quarters = quarters_read(&id, bulletin, &lags.iter().copied().collect());
            quarters.into_iter().map(|quarter| quarter.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(read("2025Q3", Measure::Value, &[Lag::None]), ["2025Q3"]);
        assert_eq!(read("2025H1", Measure::Value, &[Lag::None]), ["2025Q2"], "the filing of the last quarter");
        assert_eq!(read("2025Q3", Measure::Own, &[Lag::None]), ["2025Q2", "2025Q3"]);
        assert_eq!(read("2025Q3", Measure::YearOnYear, &[Lag::None]), ["2024Q3", "2025Q3"]);
        assert_eq!(read("2025Q3", Measure::PeriodOnPeriod, &[Lag::None]), ["2025Q1", "2025Q2", "2025Q3"]);
        assert_eq!(read("2025Q3", Measure::Value, &[Lag::YearMean]), ["2025Q1", "2025Q2", "2025Q3"]);
        assert_eq!(read("2025Q3", Measure::Value, &[Lag::None, Lag::YearEnd]), ["2024Q4", "2025Q3"]);
        assert_eq!(read("2025Q3", Measure::ComparedYearBefore, &[Lag::None]), ["2024Q3"], "of some units alone as well");
        assert_eq!(read("2025Q3", Measure::YearOnYear, &[Lag::YearBefore]), ["2023Q3", "2024Q3"], "a growth rate and its base");
        assert_eq!(read("2025Q3", Measure::Value, &[]), ["2025Q3"], "an indicator that there is no more");
        assert_eq!(read("2025Q1", Measure::Value, &[Lag::None]), ["2025Q1"], "a point of a trend");
    }

    #[test]
    fn of_what_is_filed_by_the_quarter_a_figure_reads_each_quarter_that_is_added_up() {
        let read = |period: &str, measure, lags: &[Lag]| {
            let subject = Subject::Indicator("指标".to_owned());
            let id = FigureId { subject, group: GroupId::Area, period: period.parse().ok(), measure };
            let bulletin = Period::quarter(2025, Quarter::Third);
            let quarters = quarters_added_up(&id, bulletin, &lags.iter().copied().collect());
            quarters.into_iter().map(|quarter| quarter.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(read("2025Q3", Measure::Value, &[Lag::None]), ["2025Q1", "2025Q2", "2025Q3"]);
        assert_eq!(read("2025Q3", Measure::Own, &[Lag::None]), ["2025Q3"]);
        assert_eq!(read("2025Q3", Measure::PeriodOnPeriod, &[Lag::None]), ["2025Q2", "2025Q3"]);
        assert_eq!(read("2025Q1", Measure::YearOnYear, &[Lag::None]), ["2024Q1", "2025Q1"]);
        let with_last_year = read("2025Q1", Measure::Value, &[Lag::None, Lag::YearEnd]);
        assert_eq!(with_last_year, ["2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q1"]);
        assert_eq!(read("2025Q2", Measure::ComparedYearBefore, &[Lag::None]), ["2024Q1", "2024Q2"]);
    }

    #[test]
    fn zeros_behind_the_point_are_left_out() {
        assert_eq!(["10,439.4300", "10,400", "2.0000"].map(without_zeros), ["10,439.43", "10,400", "2"]);
    }
}
