//! Which unit: by code, then by its exact name, then by an alias. Where code and name contradict one another, neither is believed.

use super::At;
use super::cover::{Cover, Field};
use crate::domain::{Category, CountyCode, Period, UnitCode};
use crate::finding::facts::{
    CodeLost, MatchedByName, NameDiffers, NamedUnit, UnitClosed, UnitMismatch, UnitNotOpen, UnitUnknown,
};
use crate::ingest::index::Index;
use crate::ingest::normal;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::Value;
use crate::nearest::nearest;
use crate::registry::Unit;

/// From here on Excel has already replaced the last digits of a number by zeros.
const INEXACT: f64 = 1e15;

pub(super) fn recognise<'known>(cover: &Cover<'_>, index: &Index<'known>, remarks: &mut Remarks) -> Option<&'known Unit> {
    let code = cover.entry(Field::UnitCode);
    let is_spoilt = code.is_some_and(|entry| match entry.value {
        Value::Number(number) => number.abs() >= INEXACT,
        // What such a number looks like after it was pasted as text: 1.11505E+17.
        Value::Text(text) => {
            let text = normal::compact(text).to_ascii_uppercase();
            text.contains("E+") && text.parse::<f64>().is_ok_and(|number| number >= INEXACT)
        }
        _ => false,
    });
    let code = code.filter(|_| !is_spoilt).map(|entry| (entry.words(), cover.at(entry)));
    let name = cover.words(Field::UnitName);
    match (code, name) {
        (None, None) => {
            cover.whole().remark(remarks, UnitUnknown::Unsaid);
            None
        }
        (Some((code, at)), name) => match index.unit(&code) {
            Some(unit) => confirmed(unit, name, index, remarks),
            None => unknown_code(&code, at, name, index, remarks),
        },
        (None, Some((name, at))) => {
            let code = if is_spoilt { CodeLost::Number } else { CodeLost::Missing };
            by_name(name, at, code, index, remarks)
        }
    }
}

/// Without a registry a unit is who it says it is; its category is not known.
pub(super) fn as_named(cover: &Cover<'_>, remarks: &mut Remarks) -> Option<Unit> {
    let code = cover.entry(Field::UnitCode).map(|entry| entry.words());
    let name = cover.words(Field::UnitName).map(|(name, _)| name);
    if code.is_none() && name.is_none() {
        cover.whole().remark(remarks, UnitUnknown::Unsaid);
        return None;
    }
    let name = name.or_else(|| code.clone()).unwrap_or_default();
    let code = UnitCode::new(code.unwrap_or_else(|| name.clone()));
    Some(Unit::new(code, name, Category::new(""), CountyCode::new("")))
}

/// The code names a unit; its name must not name another.
fn confirmed<'known>(
    unit: &'known Unit,
    name: Option<(String, At<'_>)>,
    index: &Index<'known>,
    remarks: &mut Remarks,
) -> Option<&'known Unit> {
    let Some((name, at)) = name else { return Some(unit) };
    let wanted = normal::unit_name(&name);
    if [&unit.name].into_iter().chain(&unit.aliases).any(|own| normal::unit_name(own) == wanted) {
        return Some(unit);
    }
    if let [other, ..] = index.units_named(&name) {
        at.remark(remarks, UnitMismatch::Two { by_code: unit.into(), by_name: (*other).into() });
        return None;
    }
    at.remark(remarks, NameDiffers::OnCover { unit: unit.into(), written: name });
    Some(unit)
}

fn unknown_code<'known>(
    code: &str,
    at: At<'_>,
    name: Option<(String, At<'_>)>,
    index: &Index<'known>,
    remarks: &mut Remarks,
) -> Option<&'known Unit> {
    let code = code.to_owned();
    let name = name.map(|(name, _)| name);
    if let [unit, ..] = name.as_ref().map_or(&[][..], |name| index.units_named(name)) {
        at.remark(remarks, UnitMismatch::StrangeCode { code, by_name: (*unit).into() });
        return None;
    }
    let nearest = candidates(&code, name.as_deref().unwrap_or_default(), index);
    at.remark(remarks, UnitUnknown::Code { code, name, nearest });
    None
}

fn by_name<'known>(
    name: String,
    at: At<'_>,
    code: CodeLost,
    index: &Index<'known>,
    remarks: &mut Remarks,
) -> Option<&'known Unit> {
    match index.units_named(&name) {
        [unit] => {
            at.remark(remarks, MatchedByName { code, unit: (*unit).into() });
            Some(unit)
        }
        [] => {
            let nearest = candidates("", &name, index);
            at.remark(remarks, UnitUnknown::Name { code, name, nearest });
            None
        }
        several => {
            let units = several.iter().map(|unit| NamedUnit::from(*unit)).collect();
            at.remark(remarks, UnitUnknown::Ambiguous { code, name, units });
            None
        }
    }
}

/// Who may have been meant: by the name first, then by the code.
fn candidates(code: &str, name: &str, index: &Index<'_>) -> Vec<NamedUnit> {
    let by_name =
        index.units().flat_map(|unit| [&unit.name].into_iter().chain(&unit.aliases).map(move |name| (name.as_str(), unit)));
    let mut units = nearest(name, by_name);
    let code = normal::code(code);
    units.extend(nearest(&code, index.units().map(|unit| (unit.code.as_str(), unit))));
    let mut offered: Vec<NamedUnit> = Vec::new();
    for unit in units.into_iter().map(NamedUnit::from) {
        if offered.len() < 3 && !offered.contains(&unit) {
            offered.push(unit);
        }
    }
    offered
}

/// The form's sheets print who files them; sheets that name another unit of the registry were probably copied from its return. The cover
/// counts, and somebody is asked to look.
pub(super) fn same_on_sheets(unit: &Unit, cover: &Cover<'_>, index: &Index<'_>, remarks: &mut Remarks) {
    let is_own = |other: &Unit| other.code == unit.code || unit.proxy.as_ref() == Some(&other.code);
    for (name, at) in cover.elsewhere(Field::UnitName) {
        let others = index.units_named(&name);
        if let ([other, ..], false) = (others, others.iter().any(|other| is_own(other))) {
            at.remark(remarks, NameDiffers::OnSheet { unit: unit.into(), other: (*other).into() });
        }
    }
}

/// A unit files for a period if it is open on any of its days: the last return of one that closed is that of the quarter in which it
/// closed (docs/numbers.md rule 13).
pub(super) fn open_at(unit: &Unit, period: Period, at: At<'_>, remarks: &mut Remarks) {
    let (first, last) = (period.first_day(), period.last_day());
    if unit.is_open_within(first, last) {
        return;
    }
    if let Some(closed) = unit.closed.filter(|closed| *closed < first) {
        at.remark(remarks, UnitClosed { unit: unit.into(), closed, period });
    } else if let Some(opened) = unit.opened {
        at.remark(remarks, UnitNotOpen { unit: unit.into(), opened, period });
    }
}
