//! Who is on time (及时), late (迟报), missing (缺报) or not due yet (待报): the four always add up to the returns due (docs/numbers.md
//! rule 5).

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::accepted::Accepted;
use super::deadlines::{Deadlines, Exception};
use tongbao_returns::domain::{CountyCode, Form, FormId, Period, Return, UnitCode};
use tongbao_returns::finding::Code;
use tongbao_returns::registry::AsOf;

/// How a due return arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeliness {
    /// 及时: reported on or before the deadline.
    OnTime,
    /// 迟报: so many days after it.
    Late(i32),
    /// 缺报: nothing usable arrived by the deadline, or an empty workbook.
    Missing,
    /// 待报: nothing usable has arrived, and the deadline has not passed.
    Awaited,
}

impl Timeliness {
    /// Whether there is nothing to count.
    pub fn is_outstanding(self) -> bool {
        matches!(self, Self::Missing | Self::Awaited)
    }
}

/// One return that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueReturn {
    /// For which quarter.
    pub period: Period,
    /// Who owes it.
    pub unit: UnitCode,
    /// Where the unit belongs.
    pub county: CountyCode,
    /// Which form.
    pub form: FormId,
    /// Last day on which it is on time, at the level of the office.
    pub deadline: Date,
    /// The same at the county's office.
    pub county_deadline: Date,
    /// The same at the city's office; the county's where the form knows only one.
    pub city_deadline: Date,
    /// That the deadline is not the form's; nothing if it is.
    pub exception: Option<Exception>,
    /// How it arrived.
    pub timeliness: Timeliness,
    /// 退回: it arrived, on time or late, but has to be corrected or explained; it stays out of totals.
    pub is_returned: bool,
    /// 空表: a workbook arrived with nothing filled in; it is missing.
    pub is_empty: bool,
    /// Why a file that came for it was refused; nothing if none was.
    pub refused: Option<Code>,
}

impl DueReturn {
    /// What was odd about how it arrived, in words for a list: `空表`, `迟报3天`, `已报但被拒收：空文件`.
    pub fn remark(&self) -> Option<String> {
        match (self.timeliness, self.refused_for()) {
            _ if self.is_empty => Some("空表".to_owned()),
            (Timeliness::Late(days), _) => Some(format!("迟报{days}天")),
            (Timeliness::Missing | Timeliness::Awaited, Some(why)) => Some(format!("已报但被拒收：{why}")),
            (Timeliness::Missing | Timeliness::Awaited | Timeliness::OnTime, _) => None,
        }
    }
}

impl DueReturn {
    /// Why a file that came for it was refused, in a few words. Of an odd date it is said which: with another one it would be there.
    pub fn refused_for(&self) -> Option<&'static str> {
        match self.refused? {
            Code::ReportDateOdd => Some("报出日期晚于数据截止日"),
            code => Some(code.title()),
        }
    }
}

/// All returns due for a period, by unit and form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// In the order of unit codes, then of the plan's forms.
    pub due: Vec<DueReturn>,
}

/// Counts of due returns; `on_time + late + missing + awaited == due`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// 应报.
    pub due: usize,
    /// 及时.
    pub on_time: usize,
    /// 迟报.
    pub late: usize,
    /// 缺报.
    pub missing: usize,
    /// 待报.
    pub awaited: usize,
    /// 退回; among those on time or late.
    pub returned: usize,
    /// 空表; among the missing.
    pub empty: usize,
}

impl Completeness {
    /// Counts the returns of the units that a test lets pass.
    pub fn tally(&self, mut belongs: impl FnMut(&DueReturn) -> bool) -> Tally {
        Tally::of(self.due.iter().filter(|due| belongs(due)))
    }
}

impl Tally {
    /// Counts due returns.
    pub fn of<'due>(returns: impl Iterator<Item = &'due DueReturn>) -> Self {
        let mut tally = Self::default();
        for due in returns {
            tally.due += 1;
            tally.returned += usize::from(due.is_returned);
            tally.empty += usize::from(due.is_empty);
            match due.timeliness {
                Timeliness::OnTime => tally.on_time += 1,
                Timeliness::Late(_) => tally.late += 1,
                Timeliness::Missing => tally.missing += 1,
                Timeliness::Awaited => tally.awaited += 1,
            }
        }
        tally
    }
}

/// Compares what was accepted with what the units owe that are open on the period's last day or closed in it: the forms of their kind, of ledger
/// forms those that ask about a task of theirs.
///
/// `arrived_but_rejected` says why a unit's file was refused, if one was: the return stays missing, and the office is told.
/// Who is late against which day is for the [`Deadlines`] to say. A return without 报出日期 counts as reported on the as-of date.
pub fn completeness(
    period: Period,
    forms: &[Form],
    registry: &AsOf<'_>,
    accepted: &Accepted,
    deadlines: &Deadlines,
    as_of: Date,
    arrived_but_rejected: impl Fn(&UnitCode, &FormId) -> Option<Code>,
) -> Completeness {
    let mut due = Vec::new();
    for unit in registry.units_due() {
        for form in forms.iter().filter(|form| registry.owes(unit, form)) {
            let deadline = deadlines.of(period, &unit.code, form);
            let filed = accepted.find_arrived(period, &unit.code, &form.id);
            let is_empty = filed.is_some_and(Return::is_empty);
            let is_returned = !is_empty && accepted.find_returned(period, &unit.code, &form.id).is_some();
            let timeliness = match filed {
                Some(filed) if !is_empty => {
                    let days = deadline
                        .counts
                        .until(accepted.first_reported(filed).map_or(as_of, |day| day.min(as_of)))
                        .map_or(0, |span| span.get_days());
                    if days > 0 { Timeliness::Late(days) } else { Timeliness::OnTime }
                }
                None if as_of <= deadline.counts => Timeliness::Awaited,
                Some(_) | None => Timeliness::Missing,
            };
            let refused = if filed.is_none() { arrived_but_rejected(&unit.code, &form.id) } else { None };
            due.push(DueReturn {
                period,
                unit: unit.code.clone(),
                county: unit.county.clone(),
                form: form.id.clone(),
                deadline: deadline.counts,
                county_deadline: deadline.county,
                city_deadline: deadline.city,
                exception: deadline.exception,
                timeliness,
                is_returned,
                is_empty,
                refused,
            });
        }
    }
    Completeness { due }
}

/// In how many of some periods a unit's form was missing after its deadline, late or returned; who never was is not named.
pub fn times_in_trouble<'due>(
    periods: impl IntoIterator<Item = &'due Completeness>,
    as_of: Date,
) -> BTreeMap<(UnitCode, FormId), usize> {
    let mut times = BTreeMap::new();
    for due in periods.into_iter().flat_map(|completeness| &completeness.due) {
        let is_in_trouble = match due.timeliness {
            Timeliness::OnTime => due.is_returned,
            Timeliness::Awaited => false,
            Timeliness::Late(_) => true,
            Timeliness::Missing => due.deadline < as_of,
        };
        if is_in_trouble {
            *times.entry((due.unit.clone(), due.form.clone())).or_default() += 1;
        }
    }
    times
}
