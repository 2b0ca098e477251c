//! The cells behind a figure: of the figure's own period, and only of units that counted, so that those of a plain sum add up to it.
//! Where a number was taken from an earlier issue, the cells are those sealed in that issue.

use std::collections::BTreeSet;

use super::quarters::Quarters;
use super::{Origin, SourceCell};
use crate::issue::{Archive, IssuedAdjustment, IssuedGroup, IssuedIndicator, IssuedRead, Snapshot};
use crate::pipeline::error::RunError;
use crate::pipeline::history::shown;
use crate::pipeline::revising::{registry_of, returns_of};
use tongbao_document::{FigureId, GroupId, Subject};
use tongbao_figures::aggregate::MadeOf;
use tongbao_figures::plan::{Aggregate, Formula, FormulaItem};
use tongbao_figures::store::{KeptReturns, KeptValue};
use tongbao_returns::domain::{Period, Place, Return, UnitCode};
use tongbao_returns::ingest::Reader;
use tongbao_returns::registry::{Registry, Unit};

/// An issue with the returns that it was made from and the names of the units as they were then.
pub(super) struct Kept<'run> {
    pub(super) snapshot: &'run Snapshot,
    reader: &'run Reader,
    pub(super) returns: KeptReturns,
    /// With the names of then; none that this version cannot read.
    registry: Option<Registry>,
}

impl<'run> Kept<'run> {
    pub(super) fn of(snapshot: &'run Snapshot, reader: &'run Reader) -> Result<Self, RunError> {
        // Of a registry that this version cannot read the codes remain.
        let registry = registry_of(snapshot, reader)?.ok();
        let registry = registry.map(|registry| registry.named_as_of(snapshot.issue.period.last_day()));
        Ok(Self { snapshot, reader, returns: returns_of(snapshot)?, registry })
    }

    /// 单位名称, as the registry of then has it.
    pub(super) fn unit_name(&self, code: &str) -> Option<&str> {
        self.unit(code).map(|unit| unit.name.as_str())
    }

    fn unit(&self, code: &str) -> Option<&Unit> {
        self.registry.as_ref()?.units.get(&UnitCode::new(code))
    }

    /// The quarter for which an older return of a closed unit stands: the last of the period, if it is the unit's last one in the year.
    fn stands_for(&self, filed: &Return, MadeOf { period, is_own }: MadeOf) -> Option<Period> {
        let quarter = period.last_quarter();
        let closed = self.unit(filed.unit.as_str()).and_then(|unit| unit.closed);
        let has_closed = closed.is_some_and(|closed| closed < quarter.last_day());
        let is_later = |other: &&Return| (&other.unit, &other.form) == (&filed.unit, &filed.form) && other.period > filed.period;
        let is_last = || !self.returns.returns.iter().filter(is_later).any(|other| other.period.year == filed.period.year);
        (!is_own && has_closed && filed.period.year == quarter.year && is_last()).then_some(quarter)
    }

    /// Who counted for an indicator in a period, and the groups of then; none for a period that the issue does not look back at.
    fn standing(&self, indicator: &'run IssuedIndicator, period: Period) -> Option<Standing<'run>> {
        let issue = &self.snapshot.issue;
        if period == issue.period {
            let (counted, counted_alone) = (&indicator.counted, indicator.counted_alone.as_deref());
            return Some(Standing { groups: &issue.groups, counted, counted_alone });
        }
        let base = issue.bases.iter().find(|base| base.period == period)?;
        let counted_alone = base.counted_alone.get(&indicator.id).map(Vec::as_slice);
        Some(Standing { groups: &base.groups, counted: base.counted.get(&indicator.id)?, counted_alone })
    }
}

/// The units of a period.
struct Standing<'run> {
    groups: &'run [IssuedGroup],
    counted: &'run [String],
    /// For the period alone; none where that follows from who counted since 1 January.
    counted_alone: Option<&'run [String]>,
}

impl Standing<'_> {
    fn has_counted(&self, unit: &str) -> bool {
        self.counted.iter().any(|counted| counted == unit)
    }

    fn knows(&self, unit: &str) -> bool {
        self.groups.iter().any(|group| group.units.iter().any(|known| known == unit))
    }

    /// The units of a group that counted, or the unit itself.
    fn of_group(&self, id: &GroupId, is_own: bool) -> BTreeSet<&str> {
        let counted = self.counted_alone.filter(|_| is_own).unwrap_or(self.counted);
        let group = self.groups.iter().find(|group| group.id == *id);
        let members: BTreeSet<&str> = match id {
            GroupId::Unit(code) => BTreeSet::from([code.as_str()]),
            GroupId::Area | GroupId::County(_) | GroupId::Alliance(_) => {
                group.into_iter().flat_map(|group| &group.units).map(String::as_str).collect()
            }
        };
        counted.iter().map(String::as_str).filter(|unit| members.contains(unit)).collect()
    }
}

/// What stands behind a figure of an indicator.
#[derive(Debug, Default)]
pub(super) struct Behind {
    pub(super) cells: Vec<SourceCell>,
    /// Of which other periods and issues the cells are.
    pub(super) origins: Vec<Origin>,
    /// What the office added to the sum of the group.
    pub(super) adjustments: Vec<IssuedAdjustment>,
}

/// The cells behind a figure of an indicator, of which other periods and issues they are, and what was added beside them.
pub(super) fn behind(archive: &Archive, kept: &Kept<'_>, id: &FigureId, indicator: &IssuedIndicator) -> Result<Behind, RunError> {
    let issue = &kept.snapshot.issue;
    let Behind { mut cells, mut origins, mut adjustments } = Behind::default();
    for made in MadeOf::behind(id.measure, id.period.map_or(issue.period, Period::from)) {
        let MadeOf { period, is_own } = made;
        let name = issue.bases.iter().find(|base| base.period == period).and_then(|base| base.issue.clone());
        let earlier = name.as_ref().and_then(|name| archive.of_number(&issue.plan, name.year, name.number));
        let issued = |snapshot: &Snapshot| {
            let result = snapshot.issue.result(&indicator.id, &id.group);
            result.and_then(|result| if is_own { result.own } else { result.value }).is_some()
        };
        let (found, issue_of) = match (name, earlier) {
            // Of what was issued without a number the base was added up for this issue.
            (Some(name), Some(snapshot)) if issued(snapshot) => {
                let earlier = Kept::of(snapshot, kept.reader)?;
                adjustments.extend(added_to(&earlier, id, indicator, made));
                let same = snapshot.issue.indicators.iter().find(|known| known.id == indicator.id);
                (same.and_then(|indicator| of_made(&earlier, id, indicator, made)), Some(name))
            }
            (Some(name), None) => (None, Some(name)),
            _ => {
                adjustments.extend(added_to(kept, id, indicator, made));
                (of_made(kept, id, indicator, made), None)
            }
        };
        if period != issue.period || found.is_none() {
            origins.push(Origin { period, issue: issue_of, is_kept: found.is_some() });
        }
        cells.extend(found.into_iter().flatten());
    }
    cells.sort();
    cells.dedup();
    Ok(Behind { cells, origins, adjustments })
}

/// What the office added to the sums of the figure's group that the indicator is made of.
fn added_to<'run>(
    kept: &'run Kept<'_>,
    id: &FigureId,
    indicator: &IssuedIndicator,
    made: MadeOf,
) -> impl Iterator<Item = IssuedAdjustment> + use<'run> {
    let of_aggregate = read_by_aggregate(&id.subject);
    let is_read = |read: &&IssuedRead| {
        read.takes_adjustments && of_aggregate.as_ref().is_none_or(|items| items.iter().any(|item| item.column() == read.column))
    };
    let wanted: BTreeSet<(Period, String)> = indicator.reads.iter().filter(is_read).flat_map(|read| wanted(read, made)).collect();
    let group = id.group.clone();
    let all = kept.snapshot.issue.adjustments.iter();
    all.filter(move |entry| entry.group == group && wanted.contains(&(entry.period, entry.item.clone()))).cloned()
}

/// None if the returns are not kept.
fn of_made(kept: &Kept<'_>, id: &FigureId, indicator: &IssuedIndicator, made: MadeOf) -> Option<Vec<SourceCell>> {
    let of_aggregate = read_by_aggregate(&id.subject);
    let is_read =
        |read: &&IssuedRead| of_aggregate.as_ref().is_none_or(|items| items.iter().any(|item| item.column() == read.column));
    let wanted: BTreeSet<(Period, String)> = indicator.reads.iter().filter(is_read).flat_map(|read| wanted(read, made)).collect();
    let returns = &kept.returns;
    let is_wanted = |period: Period| wanted.iter().any(|(known, _)| *known == period);
    if !returns.returns.iter().any(|filed| is_wanted(filed.period)) {
        return None;
    }
    let standing = kept.standing(indicator, made.period)?;
    let mut units = standing.of_group(&id.group, made.is_own);
    let flows = indicator.reads.iter().any(|read| read.is_flow);
    let is_difference = made.is_own && !made.period.opens_the_year() && flows && standing.counted_alone.is_none();
    // A unit that filed nothing to subtract from did not count, unless it opened since.
    if let Some(before) = kept.standing(indicator, made.period.previous()).filter(|_| is_difference) {
        units.retain(|unit| before.has_counted(unit) || !before.knows(unit));
    }
    let read: Vec<&IssuedRead> = indicator.reads.iter().filter(is_read).collect();
    let quarters = Quarters::of(returns, &read);
    let added_up = quarters.wanted(kept.registry.as_ref(), &units, made);
    let mut cells = Vec::new();
    for filed in &returns.returns {
        let Some(form) = returns.forms.get(&filed.form) else { continue };
        let counts = units.contains(filed.unit.as_str());
        let stands_for = || if is_wanted(filed.period) { Some(filed.period) } else { kept.stands_for(filed, made) };
        let stands_for = counts.then(stands_for).flatten().filter(|period| is_wanted(*period));
        for fact in &filed.facts {
            let Some(item) = form.items.get(usize::from(fact.item)) else { continue };
            let is_read = || stands_for.is_some_and(|period| wanted.contains(&(period, item.name.clone())));
            let is_added_up = || added_up.contains(&(filed.unit.as_str(), filed.period, item.name.clone()));
            if !(is_added_up() || (is_read() && !quarters.is_filed_alone(form.basis, &item.name))) {
                continue;
            }
            let sheet = |place: Place| filed.sheets.get(usize::from(place.sheet)).cloned();
            cells.push(SourceCell {
                item: item.name.clone(),
                period: filed.period,
                unit: filed.unit.to_string(),
                unit_name: kept.unit_name(filed.unit.as_str()).unwrap_or_default().to_owned(),
                value: shown(Some(&KeptValue { item: item.clone(), reading: fact.reading.clone() })),
                file: filed.file.path.clone(),
                hash: filed.file.hash.clone(),
                sheet: fact.place.and_then(sheet).unwrap_or_default(),
                cell: fact.place.map(Place::a1).unwrap_or_default(),
            });
        }
    }
    Some(cells)
}

/// The items that an aggregate (`SUM(门诊人次)`) reads. None of any other figure, and of what another version wrote and this one
/// cannot read: these read all that the indicator reads.
fn read_by_aggregate(subject: &Subject) -> Option<Vec<FormulaItem>> {
    let Subject::Operand { aggregate, .. } = subject else { return None };
    Formula::<Aggregate>::parse(aggregate).ok().map(|formula| formula.reads)
}

/// In the filings of which quarters an item is read.
fn wanted(read: &IssuedRead, made: MadeOf) -> Vec<(Period, String)> {
    let FormulaItem { name, lag } = FormulaItem::of_column(&read.column);
    made.filings(lag, read.is_flow).into_iter().map(|quarter| (quarter, name.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_aggregate_reads_the_columns_that_it_names_whole() {
        let columns = |subject| {
            let items = read_by_aggregate(&subject)?;
            Some(items.iter().map(FormulaItem::column).collect::<Vec<_>>())
        };
        let of = |aggregate: &str| Subject::Operand { indicator: "每县：人次".to_owned(), aggregate: aggregate.to_owned() };
        assert_eq!(columns(Subject::Indicator("指标".to_owned())), None);
        assert_eq!(columns(of("SUM(门诊人次)")), Some(vec!["门诊人次".to_owned()]));
        assert_eq!(columns(of("sum(上年同期_门诊人次)")), Some(vec!["上年同期_门诊人次".to_owned()]));
        assert_eq!(columns(of("SUM(\"门诊人次\" /* 人次 */)")), Some(vec!["门诊人次".to_owned()]));
        assert_eq!(columns(of("SUM(\"门诊：人次\")")), Some(vec!["门诊：人次".to_owned()]));
        assert_eq!(columns(of("不是公式(")), None);
    }
}
