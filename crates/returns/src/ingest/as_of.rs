//! What has come by a day (docs/numbers.md rule 12). A file says the same on every day; whether it has come depends on the day.

use jiff::civil::Date;

use super::FileReading;
use crate::domain::Period;
use crate::finding::facts::{ReportDateOdd, WrongPeriod};
use crate::finding::{Facts, Finding, Severity};

/// The readings as they stand on a day: what is dated later has not come yet.
///
/// A return for a period that had not ended then is not there at all; one for a period that had is told, since its date may be a slip, unless
/// its file came after that day itself. A return that was dated before its period ended names the wrong period. One whose date was yet to come
/// when its file was there already is told for good: the day has come since, and the date is no better for it.
pub fn come_by(readings: Vec<FileReading>, as_of: Date) -> Vec<FileReading> {
    readings.into_iter().filter_map(|reading| stands(reading, as_of)).collect()
}

fn stands(mut reading: FileReading, as_of: Date) -> Option<FileReading> {
    let Some(said) = &reading.said else { return Some(reading) };
    let (period, later) = (said.period, said.reported_on.filter(|day| *day > as_of));
    let is_over = period.last_day() <= as_of;
    let came_later = reading.first_seen.is_some_and(|first| first > as_of);
    let facts: Facts = match (is_over, later) {
        (true, None) => {
            let told = ahead_of_arrival(&reading);
            reading.findings.extend(told);
            return Some(reading);
        }
        (true, Some(_)) if came_later => return None,
        (false, Some(_)) => return None,
        // Without a day it comes when its period is over.
        (false, None) if said.reported_on.is_none() => return None,
        (true, Some(reported_on)) => ReportDateOdd::TooLate { reported_on, as_of }.into(),
        (false, None) => {
            let probable = Period::ended_by(said.reported_on.unwrap_or(as_of));
            WrongPeriod::NotOver { period, as_of, probable }.into()
        }
    };
    let at = if is_over { said.reported_on_at.clone() } else { said.period_at.clone() };
    let (unit, form) = (said.unit.clone(), said.form.clone());
    // What is of another quarter needs no doubts about this one, and what was refused already no second reason.
    if !is_over {
        reading.findings.retain(|finding| finding.severity() == Severity::Rejected);
    }
    if reading.filed.take().is_some() {
        reading.findings.push(Finding { unit, form, ..Finding::at(at, facts) });
    }
    reading.statements = Vec::new();
    if !is_over {
        reading.period = None;
    }
    Some(reading)
}

/// Of a return that counts: that it was there before the day on which it says that it was reported.
fn ahead_of_arrival(reading: &FileReading) -> Option<Finding> {
    let (filed, said, first_seen) = (reading.filed.as_ref()?, reading.said.as_ref()?, reading.first_seen?);
    let reported_on = filed.reported_on.filter(|day| *day > first_seen)?;
    let facts = ReportDateOdd::AheadOfArrival { reported_on, first_seen };
    Some(Finding::at(said.reported_on_at.clone(), facts).of(&filed.unit, &filed.form))
}
