//! Whom a row of the office's sheets is about: a county, an alliance or a unit, by code or by name.

use super::Labels;
use crate::domain::EventSubject;
use crate::finding::facts::SubjectTrouble;
use crate::ingest::index::Index;
use crate::ingest::normal;
use crate::registry::Registry;

pub(super) const CODE: Labels = &["对象代码", "代码", "单位代码", "机构代码", "县区代码", "医联体代码"];
pub(super) const NAME: Labels = &["对象名称", "对象", "名称", "单位名称", "机构名称"];

/// Everybody whom a row may be about.
pub(super) struct Whom<'run> {
    registry: &'run Registry,
    index: Index<'run>,
}

impl<'run> Whom<'run> {
    /// Of a registry.
    pub(super) fn new(registry: &'run Registry) -> Self {
        Self { registry, index: Index::new(&[], Some(registry)) }
    }

    /// By its code, else by its name, among counties, alliances and units; the two must not contradict each other. A trouble comes with
    /// the column where it is: 0 for the code, 1 for the name.
    pub(super) fn subject(&self, code: &str, name: &str) -> Result<EventSubject, (usize, SubjectTrouble)> {
        let by_name = self.named(name);
        if code.is_empty() {
            return match by_name.as_slice() {
                [subject] => Ok(subject.clone()),
                [] if name.is_empty() => Err((0, SubjectTrouble::Unsaid)),
                [] => Err((1, SubjectTrouble::StrangeName { name: name.to_owned() })),
                _ => Err((1, SubjectTrouble::AmbiguousName { name: name.to_owned() })),
            };
        }
        let subject = self.coded(code).ok_or_else(|| (0, SubjectTrouble::StrangeCode { code: code.to_owned() }))?;
        if !by_name.is_empty() && !by_name.contains(&subject) {
            return Err((1, SubjectTrouble::Mismatch { code: code.to_owned(), name: name.to_owned() }));
        }
        Ok(subject)
    }

    fn coded(&self, code: &str) -> Option<EventSubject> {
        let is_it = |other: &str| normal::code(other) == normal::code(code);
        let county = self.registry.counties.iter().find(|county| is_it(county.code.as_str()));
        let county = county.map(|county| EventSubject::County(county.code.clone()));
        let alliance = || self.registry.alliances.iter().find(|alliance| is_it(alliance.code.as_str()));
        county
            .or_else(|| alliance().map(|alliance| EventSubject::Alliance(alliance.code.clone())))
            .or_else(|| self.index.unit(code).map(|unit| EventSubject::Unit(unit.code.clone())))
    }

    fn named(&self, name: &str) -> Vec<EventSubject> {
        if name.is_empty() {
            return Vec::new();
        }
        let is_it = |other: &str| !other.is_empty() && normal::unit_name(other) == normal::unit_name(name);
        let counties = self.registry.counties.iter().filter(|county| is_it(&county.name) || is_it(&county.short_name));
        let alliances = self.registry.alliances.iter().filter(|alliance| is_it(&alliance.name));
        let units = self.index.units_named(name).iter().map(|unit| EventSubject::Unit(unit.code.clone()));
        counties
            .map(|county| EventSubject::County(county.code.clone()))
            .chain(alliances.map(|alliance| EventSubject::Alliance(alliance.code.clone())))
            .chain(units)
            .collect()
    }
}
