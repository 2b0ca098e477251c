//! Which unit, which form, which period: from the workbook's own cover and codes, never from the file's name.
//!
//! In: a workbook. Out: what is needed to read its facts, or rejections, all at once, so that a filler corrects a cover once.
//! Candidates are offered in the words of a finding and never taken.

mod boxes;
mod cover;
mod form;
mod period;
mod period_text;
mod span;
mod stretch;
mod unit;

use std::borrow::Cow;

use jiff::civil::Date;

use super::CoverSays;
use super::index::{FormEntry, Index};
use super::normal;
use super::remarks::Remarks;
use super::workbook::{Cell, Value, Workbook};
use crate::domain::{Location, Period};
use crate::finding::facts::{CoverTwice, FormNotDue, HiddenContent, NoCover};
use crate::finding::{Facts, Finding};
use crate::registry::Unit;
pub(super) use boxes::join as join_boxes;
pub(super) use cover::Covers;
use cover::{Cover, Field};

/// What a workbook says about itself.
#[derive(Debug)]
pub(super) struct Recognised<'index, 'known> {
    pub(super) unit: Cow<'known, Unit>,
    pub(super) form: &'index FormEntry<'known>,
    pub(super) period: Period,
    pub(super) reported_on: Option<Date>,
    /// Position of the cover among the sheets.
    pub(super) cover: usize,
}

impl Recognised<'_, '_> {
    /// For what its flows are asked.
    pub(super) fn span(&self) -> Span {
        Span { period: self.period, basis: self.form.form.basis }
    }
}

/// The sheets of each return that a workbook holds, by their positions: one group for each cover that is of another unit, form or period.
/// A cover has the sheets behind it; covers of several forms without any between them have all. Two covers that would both have the same
/// sheets contradict one another, and then there is one return, which is refused.
pub(super) fn returns_in(workbook: &Workbook, covers: &Covers<'_>) -> Vec<Vec<usize>> {
    let mut groups: Vec<(&Cover<'_>, Vec<usize>)> = Vec::new();
    let is_contradictory = contradiction(workbook, &covers.seen).is_some();
    let mut covers = covers.seen.iter().peekable();
    let mut current = 0;
    for position in 0..workbook.sheets.len() {
        if let Some(cover) = covers.next_if(|cover| cover.position() == position) {
            current = groups.iter().position(|(known, _)| known.is_of_same(cover)).unwrap_or(groups.len());
            if current == groups.len() {
                // What stands in front of the first cover is its own.
                let before = if current == 0 { 0 } else { position };
                groups.push((cover, (before..position).collect()));
            }
        }
        if let Some((_, sheets)) = groups.get_mut(current) {
            sheets.push(position);
        }
    }
    let has_sheets = |(cover, sheets): &(&Cover<'_>, Vec<usize>)| sheets.iter().any(|sheet| *sheet != cover.position());
    let is_shared = groups.len() > 1 && !groups.iter().all(has_sheets);
    if is_shared && is_contradictory {
        return vec![(0..workbook.sheets.len()).collect()];
    }
    let covers: Vec<usize> = groups.iter().map(|(cover, _)| cover.position()).collect();
    groups
        .into_iter()
        .map(|(cover, sheets)| {
            if !is_shared {
                return sheets;
            }
            (0..workbook.sheets.len()).filter(|sheet| *sheet == cover.position() || !covers.contains(sheet)).collect()
        })
        .collect()
}

/// Two covers of one form, not both with sheets of their own behind them, that say different things.
fn contradiction<'workbook>(workbook: &'workbook Workbook, covers: &[Cover<'workbook>]) -> Option<(CoverTwice, At<'workbook>)> {
    let form = |cover: &Cover<'_>| cover.words(Field::FormCode).map(|(code, _)| normal::code(&code));
    let has_sheets = |cover: &Cover<'_>| {
        let next = cover.position() + 1;
        next < workbook.sheets.len() && covers.iter().all(|cover| cover.position() != next)
    };
    let named = covers.iter().enumerate().filter(|(_, cover)| cover.is_named());
    named.clone().find_map(|(position, second)| {
        named.clone().take_while(|(earlier, _)| *earlier < position).find_map(|(_, first)| {
            let is_of_one_form = form(first).zip(form(second)).is_none_or(|(one, other)| one == other);
            let (label, [one, other]) = first.difference(second).filter(|_| is_of_one_form)?;
            let is_rival = !has_sheets(first) || !has_sheets(second) || first.is_of_same(second);
            let twice = CoverTwice { label: label.to_owned(), first: first.spot(one), other: second.spot(other) };
            is_rival.then(|| (twice, second.at(other)))
        })
    })
}

/// Position of the sheet that serves as the cover.
pub(super) fn cover_of(workbook: &Workbook) -> Option<usize> {
    Covers::of(workbook).seen.first().map(Cover::position)
}

pub(super) use period_text::{Told, quarter_named, told};
pub(super) use span::Span;
pub(super) use stretch::{Accumulated, accumulated};

/// The period that a cell names.
pub(super) fn period_of(value: Value<'_>, is_1904: bool) -> Option<Period> {
    period::read(value, is_1904)
}

/// The period that a label's words name: `2025Q3`, `2025年第三季度`.
pub fn period_in_words(words: &str) -> Option<Period> {
    period_text::parse(words)
}

/// A cell of the cover, for findings.
#[derive(Debug, Clone, Copy)]
struct At<'workbook> {
    sheet: &'workbook str,
    cell: Option<Cell>,
}

impl At<'_> {
    fn place(self, remarks: &Remarks) -> Location {
        let sheet = remarks.file();
        match self.cell {
            Some(cell) => sheet.on_cell(self.sheet, &cell),
            None => sheet.on_sheet(self.sheet),
        }
    }

    fn remark(self, remarks: &mut Remarks, facts: impl Into<Facts>) -> &mut Finding {
        match self.cell {
            Some(cell) => remarks.on_cell(self.sheet, &cell, facts),
            None => remarks.on_sheet(self.sheet, facts),
        }
    }
}

/// Recognises a workbook by its covers, if it was saved on a day; `None` if something about it is rejected.
pub(super) fn recognise<'index, 'known>(
    workbook: &Workbook,
    Covers { seen, hidden }: &Covers<'_>,
    index: &'index Index<'known>,
    saved: Option<Date>,
    remarks: &mut Remarks,
) -> Option<Recognised<'index, 'known>> {
    let Some(cover) = seen.first() else {
        remarks.on_file(NoCover);
        return None;
    };
    if let Some((label, [first, other])) = cover.contradiction() {
        let (first, at) = (cover.spot(first), cover.at(other));
        at.remark(remarks, CoverTwice { label: label.to_owned(), first, other: cover.spot(other) });
    } else if let Some((twice, at)) = contradiction(workbook, seen) {
        at.remark(remarks, twice);
    }
    for other in hidden.iter().filter(|other| cover.difference(other).is_some()) {
        let sheet = other.whole().sheet.to_owned();
        other.whole().remark(remarks, HiddenContent { sheet, column: None, rows: Vec::new() });
    }
    // A form of another version is refused, and still says which form was meant.
    let named = form::recognise(cover, index, remarks);
    let form = named.filter(|form| form::is_same_version(cover, form, remarks));
    let unit = if index.has_registry() {
        unit::recognise(cover, index, remarks).map(Cow::Borrowed)
    } else {
        unit::as_named(cover, remarks).map(Cow::Owned)
    };
    let basis = form.map(|form| form.form.basis).unwrap_or_default();
    let said = period::recognise(cover, basis, saved, remarks);
    remarks.sent_by(unit.as_ref().map(|unit| &unit.code), form.map(|form| &form.form.id));
    if let (Some(unit), Some(form)) = (&unit, form)
        && index.has_registry()
        && !form.form.is_filed_by(&unit.category)
    {
        cover.whole().remark(remarks, FormNotDue::OfOthers { category: unit.category.clone(), form: form.form.into() });
    }
    if let (Some(unit), Some(form), Some(said)) = (&unit, form, &said)
        && index.has_registry()
        && form.form.is_filed_by(&unit.category)
        && !unit.files(form.form, said.period.last_day())
    {
        let takes_part = form.form.participants.includes(unit.as_filer());
        let (unit, form) = (unit.as_ref().into(), form.form.into());
        let told = if takes_part { FormNotDue::NoTask { unit, form } } else { FormNotDue::NoPart { unit, form } };
        cover.whole().remark(remarks, told);
    }
    if let Some(said) = &said {
        remarks.for_period(said.period);
        period::same_on_sheets(cover, Span { period: said.period, basis }, said.day, remarks);
        remarks.said(CoverSays {
            period: said.period,
            reported_on: said.day,
            period_at: said.period_at.clone(),
            reported_on_at: said.day_at.clone(),
            unit: unit.as_ref().map(|unit| unit.code.clone()),
            form: named.map(|form| form.form.id.clone()),
        });
        if let Some(unit) = &unit {
            unit::open_at(unit, said.period, cover.whole(), remarks);
        }
    }
    if remarks.has_rejection() {
        return None;
    }
    if let Some(unit) = &unit {
        unit::same_on_sheets(unit, cover, index, remarks);
    }
    let said = said?;
    Some(Recognised { unit: unit?, form: form?, period: said.period, reported_on: said.day, cover: cover.position() })
}
