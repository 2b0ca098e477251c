//! Which unit: by code, then by its exact name, then by an alias. Where code and name contradict one another, neither is believed.

use super::At;
use super::cover::{Cover, Field};
use crate::domain::{Category, CountyCode, Period, UnitCode};
use crate::finding::Code;
use crate::ingest::index::{Index, introduced};
use crate::ingest::nearest::nearest;
use crate::ingest::normal;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::Value;
use crate::registry::Unit;

/// From here on Excel has already replaced the last digits of a number by zeros.
const INEXACT: f64 = 1e15;

pub(super) fn recognise<'known>(cover: &Cover<'_>, index: &Index<'known>, remarks: &mut Remarks) -> Option<&'known Unit> {
    let code = cover.entry(Field::UnitCode);
    let is_spoilt = code.is_some_and(|entry| matches!(entry.value, Value::Number(number) if number.abs() >= INEXACT));
    let code = code.filter(|_| !is_spoilt).map(|entry| (entry.words(), cover.at(entry)));
    let name = cover.words(Field::UnitName);
    match (code, name) {
        (None, None) => {
            cover.whole().remark(remarks, Code::UnitUnknown, "封面没有单位代码和单位名称");
            None
        }
        (Some((code, at)), name) => match index.unit(&code) {
            Some(unit) => confirmed(unit, name, index, remarks),
            None => unknown_code(&code, at, name, index, remarks),
        },
        (None, Some((name, at))) => by_name(&name, at, is_spoilt, index, remarks),
    }
}

/// Without a registry a unit is who it says it is; its category is not known.
pub(super) fn as_named(cover: &Cover<'_>, remarks: &mut Remarks) -> Option<Unit> {
    let code = cover.entry(Field::UnitCode).map(|entry| entry.words());
    let name = cover.words(Field::UnitName).map(|(name, _)| name);
    if code.is_none() && name.is_none() {
        cover.whole().remark(remarks, Code::UnitUnknown, "封面没有单位代码和单位名称");
        return None;
    }
    let name = name.or_else(|| code.clone()).unwrap_or_default();
    Some(Unit {
        code: UnitCode::new(code.unwrap_or_else(|| name.clone())),
        name,
        aliases: Vec::new(),
        category: Category::new(""),
        grade: None,
        county: CountyCode::new(""),
        contact: None,
        phone: None,
        proxy: None,
        opened: None,
        closed: None,
        predecessor: None,
    })
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
        let message = format!("单位代码对应{}，单位名称对应{}", introduced(unit), introduced(other));
        at.remark(remarks, Code::UnitMismatch, message);
        return None;
    }
    at.remark(remarks, Code::NameDiffers, format!("按单位代码识别为{}，封面写的是“{name}”", introduced(unit)));
    Some(unit)
}

fn unknown_code<'known>(
    code: &str,
    at: At<'_>,
    name: Option<(String, At<'_>)>,
    index: &Index<'known>,
    remarks: &mut Remarks,
) -> Option<&'known Unit> {
    let name = name.map(|(name, _)| name).unwrap_or_default();
    if let [unit, ..] = index.units_named(&name) {
        let message = format!("单位代码“{code}”不在名录，单位名称对应{}", introduced(unit));
        at.remark(remarks, Code::UnitMismatch, message);
        return None;
    }
    let named = if name.is_empty() { String::new() } else { format!("（“{name}”）") };
    let message = format!("单位代码“{code}”{named}不在名录{}", candidates(code, &name, index));
    at.remark(remarks, Code::UnitUnknown, message);
    None
}

fn by_name<'known>(
    name: &str,
    at: At<'_>,
    is_spoilt: bool,
    index: &Index<'known>,
    remarks: &mut Remarks,
) -> Option<&'known Unit> {
    let why = if is_spoilt { "单位代码被存成数字，末几位已丢失" } else { "封面没有单位代码" };
    match index.units_named(name) {
        [unit] => {
            at.remark(remarks, Code::MatchedByName, format!("{why}，按单位名称识别为{}", introduced(unit)));
            Some(unit)
        }
        [] => {
            at.remark(remarks, Code::UnitUnknown, format!("{why}，单位名称“{name}”不在名录{}", candidates("", name, index)));
            None
        }
        several => {
            let units: Vec<_> = several.iter().map(|unit| introduced(unit)).collect();
            at.remark(remarks, Code::UnitUnknown, format!("{why}，单位名称“{name}”在名录中不止一个：{}", units.join("、")));
            None
        }
    }
}

fn candidates(code: &str, name: &str, index: &Index<'_>) -> String {
    let by_name =
        index.units().flat_map(|unit| [&unit.name].into_iter().chain(&unit.aliases).map(move |name| (name.as_str(), unit)));
    let mut units = nearest(name, by_name);
    let code = normal::code(code);
    units.extend(nearest(&code, index.units().map(|unit| (unit.code.as_str(), unit))));
    let mut offered: Vec<String> = Vec::new();
    for unit in units {
        let unit = introduced(unit);
        if offered.len() < 3 && !offered.contains(&unit) {
            offered.push(unit);
        }
    }
    if offered.is_empty() { String::new() } else { format!("；相近的有：{}", offered.join("、")) }
}

/// The form's sheets print who files them; sheets that name another unit of the registry were probably copied from its return. The cover
/// counts, and somebody is asked to look.
pub(super) fn same_on_sheets(unit: &Unit, cover: &Cover<'_>, index: &Index<'_>, remarks: &mut Remarks) {
    let is_own = |other: &Unit| other.code == unit.code || unit.proxy.as_ref() == Some(&other.code);
    for (name, at) in cover.elsewhere(Field::UnitName) {
        let others = index.units_named(&name);
        if let ([other, ..], false) = (others, others.iter().any(|other| is_own(other))) {
            let message = format!("表内填报单位是{}，封面是{}", introduced(other), introduced(unit));
            at.remark(remarks, Code::NameDiffers, message);
        }
    }
}

/// A unit files for a period if it is open on the period's last day.
pub(super) fn open_at(unit: &Unit, period: Period, at: At<'_>, remarks: &mut Remarks) {
    let day = period.last_day();
    if unit.is_open(day) {
        return;
    }
    if let Some(closed) = unit.closed.filter(|closed| *closed < day) {
        at.remark(remarks, Code::UnitClosed, format!("{}已于 {closed} 停用，不报 {period}", introduced(unit)));
    } else if let Some(opened) = unit.opened {
        at.remark(remarks, Code::UnitNotOpen, format!("{}自 {opened} 起启用，不报 {period}", introduced(unit)));
    }
}
