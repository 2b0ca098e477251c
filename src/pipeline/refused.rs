//! Files that were refused and whose senders have filed again since: they are told of no more than that.
//!
//! A file is settled when everything that it may have been has come by a newer return that is there. Whether that is newer is asked of 报出日期, else of the runs
//! that read the two first; where nobody can know, the file stays refused, since it may be the correction.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::senders::Formerly;
use tongbao_figures::audit::Accepted;
use tongbao_returns::domain::{CoverField, Form, FormId, Period, Return, SourceFile, UnitCode};
use tongbao_returns::finding::facts::{CorrectedSince, CoverTwice};
use tongbao_returns::finding::{Facts, Finding, Severity};
use tongbao_returns::ingest::{FileReading, period_in_words};
use tongbao_returns::registry::Registry;

/// A file of which nothing is used.
pub(super) struct Refused {
    source: SourceFile,
    first_seen: Option<Date>,
    /// 报出日期, if it can be true.
    day: Option<Date>,
    /// What it was, as far as its cover says: each of these, where the cover says two things. None if it does not say it all.
    was: Option<Vec<(UnitCode, FormId, Period)>>,
}

impl Refused {
    /// The files of which nothing is used, as of a day.
    pub(super) fn among(readings: &[FileReading], as_of: Date) -> Vec<Self> {
        let mut by_path: BTreeMap<&str, Vec<&FileReading>> = BTreeMap::new();
        for reading in readings {
            by_path.entry(&reading.source.path).or_default().push(reading);
        }
        let only = by_path.into_values().filter_map(|readings| match readings.as_slice() {
            [only] if only.filed.is_none() && only.findings.iter().any(is_rejection) => Some(*only),
            _ => None,
        });
        only.map(|reading| Self::of(reading, as_of)).collect()
    }

    fn of(reading: &FileReading, as_of: Date) -> Self {
        let latest = reading.first_seen.map_or(as_of, |first| first.min(as_of));
        let said = reading.said.as_ref();
        let day = said.and_then(|said| said.reported_on.filter(|day| *day >= said.period.last_day() && *day <= latest));
        let was = said.and_then(|said| {
            let (unit, form) = said.unit.clone().zip(said.form.clone())?;
            Some(periods(reading, said.period)?.into_iter().map(|period| (unit.clone(), form.clone(), period)).collect())
        });
        Self { source: reading.source.clone(), first_seen: reading.first_seen, day, was }
    }

    /// The return by which it was settled last, if it was.
    fn settled_by<'run>(&self, whole: &Whole<'run>, finding: &Finding) -> Option<&'run Return> {
        let by: Vec<&Return> = match &self.was {
            Some(was) => was.iter().map(|(unit, form, period)| whole.newer(self, unit, form, *period)).collect::<Option<_>>()?,
            None => self.of_sender(whole, finding)?,
        };
        by.last().copied()
    }

    /// What its sender has filed since where the file does not say whose it is: the form and period that it was when it could be read, else all that the unit
    /// files for a period.
    fn of_sender<'run>(&self, whole: &Whole<'run>, finding: &Finding) -> Option<Vec<&'run Return>> {
        let sender = whole.formerly.sender(finding, whole.registry)?;
        if let Some((form, period)) = sender.form.as_ref().zip(sender.period) {
            return Some(vec![whole.newer(self, &sender.unit, form, period)?]);
        }
        let unit = whole.registry.units.get(&sender.unit)?;
        whole.accepted.periods().find_map(|period| {
            let asked = whole.forms.iter().filter(|form| unit.files(form, period.last_day()));
            let all: Vec<&Return> = asked.map(|form| whole.newer(self, &unit.code, &form.id, period)).collect::<Option<_>>()?;
            (!all.is_empty()).then_some(all)
        })
    }
}

/// The periods that a file may be of; none if its cover contradicts itself about anything else that matters.
fn periods(reading: &FileReading, said: Period) -> Option<Vec<Period>> {
    let twice = reading.findings.iter().filter_map(|finding| match &finding.facts {
        Facts::CoverTwice(twice) => Some(twice),
        _ => None,
    });
    let mut periods = vec![said];
    for CoverTwice { label, first, other } in twice {
        match CoverField::of_label(label) {
            Some(CoverField::ReportedOn) => {}
            Some(CoverField::Period) => {
                for spot in [first, other] {
                    periods.push(period_in_words(&spot.said)?);
                }
            }
            _ => return None,
        }
    }
    periods.sort_by_key(|period| period.last_day());
    periods.dedup();
    Some(periods)
}

fn is_rejection(finding: &Finding) -> bool {
    finding.severity() == Severity::Rejected
}

/// What is known of everything that came.
pub(super) struct Whole<'run> {
    pub(super) accepted: &'run Accepted,
    pub(super) formerly: &'run Formerly,
    pub(super) registry: &'run Registry,
    pub(super) forms: &'run [Form],
}

impl<'run> Whole<'run> {
    /// A return that is there and newer than a refused file.
    fn newer(&self, refused: &Refused, unit: &UnitCode, form: &FormId, period: Period) -> Option<&'run Return> {
        let filed = self.accepted.find_arrived(period, unit, form)?;
        let is_there = !self.accepted.is_gone(filed) && !filed.is_empty();
        let sightings = self.accepted.sightings();
        let is_newer = match (sightings.day(filed), refused.day) {
            (Some(own), Some(other)) if own != other => own > other,
            (own, other) => match (sightings.first_seen(filed), refused.first_seen) {
                (Some(one), Some(another)) if one != another => one > another,
                // Times of files mean little; of two of one day they decide, as they do of two returns.
                _ => own.is_some() && own == other && filed.file.modified > refused.source.modified,
            },
        };
        (is_there && is_newer).then_some(filed)
    }
}

/// Has what is told of the refused files that are settled say so, and nothing else.
pub(super) fn settle(findings: &mut Vec<Finding>, refused: &[Refused], whole: &Whole<'_>) {
    for file in refused {
        let is_of_file = |finding: &Finding| finding.at.file.is_received(&file.source.path);
        let Some(reason) = findings.iter().find(|finding| is_of_file(finding) && is_rejection(finding)) else { continue };
        let Some(by) = file.settled_by(whole, reason) else { continue };
        let facts = CorrectedSince {
            by: by.file.path.clone(),
            reported_on: by.reported_on,
            refused_for: reason.code().as_str().to_owned(),
        };
        let settled = Finding::about(reason.at.file.clone(), facts).of(&by.unit, &by.form).in_period(by.period);
        findings.retain(|finding| !is_of_file(finding));
        findings.push(settled);
    }
}
