//! What was found, as tests compare it: where, and the facts of it.

use super::support::{centre_form, hospital_form, registry};
use crate::domain::UnitCode;
use crate::finding::facts::{Asked, NamedForm, NamedItem, NamedUnit};
use crate::finding::{Facts, Finding};
use crate::ingest::FileReading;

/// A place as a person writes it, `医疗服务!D6`, with nothing for the whole file; and what was found there.
pub(super) type Told = (String, Facts);

/// Something found at a place.
pub(super) fn at(place: &str, facts: impl Into<Facts>) -> Told {
    (place.to_owned(), facts.into())
}

/// What was found in a file of the inbox.
pub(super) fn told(reading: &FileReading) -> Vec<Told> {
    listed(&reading.findings)
}

/// What was found, one after another.
pub(super) fn listed(findings: &[Finding]) -> Vec<Told> {
    let place = |finding: &Finding| match (&finding.at.sheet, finding.at.cell) {
        (None, _) => String::new(),
        (Some(sheet), None) => sheet.clone(),
        (Some(sheet), Some(cell)) => format!("{sheet}!{cell}"),
    };
    findings.iter().map(|finding| (place(finding), finding.facts.clone())).collect()
}

/// An item of the hospital's form.
pub(super) fn item(code: &str) -> NamedItem {
    hospital_form().items().find(|item| item.code == code).unwrap().into()
}

/// The same, as what a cell was asked for.
pub(super) fn asked(code: &str) -> Asked {
    Asked::Item(item(code))
}

/// One of the two forms.
pub(super) fn form(code: &str) -> NamedForm {
    [hospital_form(), centre_form()].iter().find(|form| form.code == code).unwrap().into()
}

/// A unit of the registry.
pub(super) fn unit(code: &str) -> NamedUnit {
    NamedUnit::from(&registry().units[&UnitCode::new(code)])
}
