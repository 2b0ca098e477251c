//! What the four sheets say about one another: references resolved, duplicates and contradictions told.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::mistake::{RegistryMistake, RegistryTrouble};
use super::rows::Entry;
use super::table::Row;
use super::{Alliance, County, Membership, PredecessorData, Registry, Unit, cell};
use crate::domain::{AllianceCode, CountyCode, UnitCode};

/// The rows of the four sheets.
pub(super) struct Entries<'table> {
    pub(super) units: Vec<Entry<'table, Unit>>,
    pub(super) counties: Vec<Entry<'table, County>>,
    pub(super) alliances: Vec<Entry<'table, Alliance>>,
    pub(super) memberships: Vec<Entry<'table, Membership>>,
}

/// Joins the sheets. What is told here is wrong only beside other rows; what is wrong by itself was told when the row was read.
pub(super) fn joined(mut entries: Entries<'_>, mistakes: &mut Vec<RegistryMistake>) -> Registry {
    unique(&entries.units, "单位代码", |unit| unit.code.as_str(), mistakes);
    unique(&entries.counties, "县区代码", |county| county.code.as_str(), mistakes);
    unique(&entries.alliances, "代码", |alliance| alliance.code.as_str(), mistakes);
    one_per_name(&entries.units, "单位名称", |unit| (unit.code.as_str(), &unit.name, (unit.opened, unit.closed)), mistakes);
    let always = (None, None);
    one_per_name(&entries.counties, "名称", |county| (county.code.as_str(), &county.name, always), mistakes);
    // Without 简称 the name stands for it, and has been looked at.
    let has_short_name = |county: &County| county.short_name != county.name;
    one_per_name(
        &entries.counties,
        "简称",
        |county| (county.code.as_str(), if has_short_name(county) { &county.short_name } else { "" }, always),
        mistakes,
    );
    let of_alliance = |alliance: &Alliance| (alliance.opened, alliance.closed);
    one_per_name(
        &entries.alliances,
        "名称",
        |alliance| (alliance.code.as_str(), &alliance.name, of_alliance(alliance)),
        mistakes,
    );

    let units = Names::of(entries.units.iter().map(|entry| (entry.value.code.as_str(), entry.value.name.as_str())));
    let alliances = Names::of(entries.alliances.iter().map(|entry| (entry.value.code.as_str(), entry.value.name.as_str())));
    counties_known(&mut entries, mistakes);
    for Entry { value: unit, row } in &mut entries.units {
        let predecessors = unit.predecessors.iter_mut().map(|predecessor| ("前身单位", predecessor));
        for (column, written) in unit.proxy.iter_mut().map(|proxy| ("代报单位", proxy)).chain(predecessors) {
            if let Some(code) = units.resolve(written.as_str(), *row, column, mistakes) {
                if code == unit.code.as_str() {
                    mistakes.push(row.mistake(column, RegistryTrouble::OwnReference { column, code: code.clone() }));
                }
                *written = UnitCode::new(code);
            }
        }
        // Named by its code and by its name it is still one.
        let mut seen = BTreeSet::new();
        unit.predecessors.retain(|code| seen.insert(code.clone()));
    }
    descent(&entries.units, mistakes);
    for Entry { value: alliance, row } in &mut entries.alliances {
        let Some(written) = &mut alliance.lead else { continue };
        if let Some(code) = units.resolve(written.as_str(), *row, "牵头单位", mistakes) {
            *written = UnitCode::new(code);
        }
    }
    for Entry { value: membership, row } in &mut entries.memberships {
        if let Some(code) = alliances.resolve(membership.alliance.as_str(), *row, "医联体代码", mistakes) {
            membership.alliance = AllianceCode::new(code);
        }
        if let Some(code) = units.resolve(membership.unit.as_str(), *row, "单位代码", mistakes) {
            membership.unit = UnitCode::new(code);
        }
    }
    one_membership_at_a_time(&entries.memberships, mistakes);

    let mut registry = Registry {
        units: entries.units.into_iter().map(|entry| (entry.value.code.clone(), entry.value)).collect(),
        counties: entries.counties.into_iter().map(|entry| entry.value).collect(),
        alliances: entries.alliances.into_iter().map(|entry| entry.value).collect(),
        memberships: entries.memberships.into_iter().map(|entry| entry.value).collect(),
    };
    registry.name_counties();
    registry
}

/// Who came from whom: nobody from a unit that came from it, and figures that are contained in a successor's are contained in one only, and
/// are no longer filed by the predecessor.
fn descent(units: &[Entry<'_, Unit>], mistakes: &mut Vec<RegistryMistake>) {
    let by_code: BTreeMap<&UnitCode, &Unit> = units.iter().map(|entry| (&entry.value.code, &entry.value)).collect();
    let mut contained: BTreeMap<&UnitCode, Row<'_>> = BTreeMap::new();
    for Entry { value: unit, row } in units {
        if unit.predecessors.is_empty() && unit.predecessor_data == PredecessorData::Contained {
            mistakes.push(row.mistake("前身数据", RegistryTrouble::ContainsNobody));
        }
        for code in unit.predecessors.iter().filter(|code| **code != unit.code) {
            if comes_from(&by_code, code, &unit.code) {
                mistakes.push(row.mistake("前身单位", RegistryTrouble::Circular { code: code.to_string() }));
            }
            let gone = by_code.get(code).and_then(|predecessor| predecessor.closed);
            if let Some(day) = gone.filter(|day| unit.has_closed_before(*day)) {
                mistakes.push(row.mistake("停用日期", RegistryTrouble::ClosedBefore { code: code.to_string(), day }));
            }
            if unit.predecessor_data != PredecessorData::Contained {
                continue;
            }
            if by_code.get(code).is_some_and(|predecessor| predecessor.closed.is_none()) {
                mistakes.push(row.mistake("前身数据", RegistryTrouble::NotClosed { code: code.to_string() }));
            }
            match contained.get(code) {
                Some(earlier) => {
                    let (code, other) = (code.to_string(), earlier.address("前身数据"));
                    mistakes.push(row.mistake("前身数据", RegistryTrouble::ContainedTwice { code, other }));
                }
                None => {
                    contained.insert(code, *row);
                }
            }
        }
    }
}

/// Whether a unit came from another, over any number of steps.
fn comes_from(by_code: &BTreeMap<&UnitCode, &Unit>, unit: &UnitCode, origin: &UnitCode) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![unit];
    while let Some(next) = open.pop() {
        if next == origin {
            return true;
        }
        if seen.insert(next) {
            open.extend(by_code.get(next).into_iter().flat_map(|unit| &unit.predecessors));
        }
    }
    false
}

/// A unit's county is one of 县区, or what counties belong to: a unit directly under the city.
fn counties_known(entries: &mut Entries<'_>, mistakes: &mut Vec<RegistryMistake>) {
    let counties = &entries.counties;
    let names = counties.iter().flat_map(|entry| {
        [(entry.value.code.as_str(), entry.value.name.as_str()), (entry.value.code.as_str(), entry.value.short_name.as_str())]
    });
    let mut known = Names::of(names);
    known.codes.extend(counties.iter().filter_map(|entry| entry.value.parent.as_ref()).map(|parent| parent.as_str().to_owned()));
    for Entry { value: unit, row } in &mut entries.units {
        if unit.county.as_str().is_empty() {
            continue;
        }
        if let Some(code) = known.resolve(unit.county.as_str(), *row, "县区代码", mistakes) {
            unit.county = CountyCode::new(code);
        }
    }
}

fn unique<T>(entries: &[Entry<'_, T>], column: &'static str, code: impl Fn(&T) -> &str, mistakes: &mut Vec<RegistryMistake>) {
    let mut first: BTreeMap<&str, Row<'_>> = BTreeMap::new();
    for entry in entries {
        let code = code(&entry.value);
        match first.get(code) {
            Some(earlier) => {
                let (code, other) = (code.to_owned(), earlier.address(column));
                mistakes.push(entry.row.mistake(column, RegistryTrouble::CodeTwice { column, code, other }));
            }
            None => {
                first.insert(code, entry.row);
            }
        }
    }
}

/// The days on which something exists, both ends included where they are known.
type Days = (Option<Date>, Option<Date>);

/// Returns are matched by name where a code is missing, and counties and alliances are told apart by their names in tables: at any time a
/// name belongs to one of them. A successor may keep it.
fn one_per_name<T>(
    entries: &[Entry<'_, T>],
    column: &'static str,
    read: impl Fn(&T) -> (&str, &str, Days),
    mistakes: &mut Vec<RegistryMistake>,
) {
    let mut by_name: BTreeMap<&str, Vec<&Entry<'_, T>>> = BTreeMap::new();
    for entry in entries {
        let (code, name, days) = read(&entry.value);
        if name.is_empty() {
            continue;
        }
        let namesakes = by_name.entry(name).or_default();
        let is_other_at_a_time = |earlier: &&&Entry<'_, T>| {
            let (other, _, other_days) = read(&earlier.value);
            other != code && overlap(other_days, days)
        };
        if let Some(earlier) = namesakes.iter().find(is_other_at_a_time) {
            let (name, other) = (name.to_owned(), earlier.row.address(column));
            mistakes.push(entry.row.mistake(column, RegistryTrouble::NameTwice { name, other }));
        }
        namesakes.push(entry);
    }
}

fn one_membership_at_a_time(memberships: &[Entry<'_, Membership>], mistakes: &mut Vec<RegistryMistake>) {
    let mut known: BTreeMap<(&AllianceCode, &UnitCode), Vec<&Entry<'_, Membership>>> = BTreeMap::new();
    for entry in memberships {
        let Membership { alliance, unit, joined, left, .. } = &entry.value;
        let earlier = known.entry((alliance, unit)).or_default();
        if let Some(twin) = earlier.iter().find(|twin| overlap((twin.value.joined, twin.value.left), (*joined, *left))) {
            let (unit, alliance, other) = (unit.clone(), alliance.clone(), twin.row.address("单位代码"));
            mistakes.push(entry.row.mistake("单位代码", RegistryTrouble::MembershipTwice { unit, alliance, other }));
        }
        earlier.push(entry);
    }
}

/// Whether two spans of days share a day; an absent end is open.
fn overlap(one: (Option<Date>, Option<Date>), other: (Option<Date>, Option<Date>)) -> bool {
    let begins_in_time = |from: Option<Date>, to: Option<Date>| from.zip(to).is_none_or(|(from, to)| from <= to);
    begins_in_time(one.0, other.1) && begins_in_time(other.0, one.1)
}

/// Codes, and the names that may stand for them.
struct Names {
    codes: BTreeSet<String>,
    by_name: BTreeMap<String, BTreeSet<String>>,
}

impl Names {
    /// Of pairs of code and name.
    fn of<'text>(pairs: impl Iterator<Item = (&'text str, &'text str)>) -> Self {
        let mut names = Self { codes: BTreeSet::new(), by_name: BTreeMap::new() };
        for (code, name) in pairs {
            names.codes.insert(code.to_owned());
            names.by_name.entry(cell::compact(name)).or_default().insert(code.to_owned());
        }
        names
    }

    /// The code that is meant: clerks write a name where a code is asked for, which is as good if only one code has it.
    fn resolve(&self, written: &str, row: Row<'_>, column: &'static str, mistakes: &mut Vec<RegistryMistake>) -> Option<String> {
        if let Some(code) = self.codes.get(written) {
            return Some(code.clone());
        }
        let mut named = self.by_name.get(written).into_iter().flatten();
        match (named.next(), named.next()) {
            (Some(code), None) => return Some(code.clone()),
            (Some(one), Some(other)) => {
                let (written, codes) = (written.to_owned(), [one.clone(), other.clone()]);
                mistakes.push(row.mistake(column, RegistryTrouble::Ambiguous { column, written, codes }));
            }
            _ => mistakes.push(row.mistake(column, RegistryTrouble::Unregistered { column, written: written.to_owned() })),
        }
        None
    }
}
