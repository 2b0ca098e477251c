//! Rows that demand one number after another: a row with several deadlines, and rows that differ in deadline and target alone. They are one
//! indicator with several targets.

use std::collections::BTreeSet;

use super::{Outline, target};
use crate::plan::catalogue::CatalogueRow;
use crate::plan::meant::TaskDeadline;

/// What stands in a field that lists several: `2023;2025`.
pub(super) fn listed(field: &str) -> Vec<&str> {
    field.split([';', '；']).map(str::trim).filter(|one| !one.is_empty()).collect()
}

/// The rows, each with one deadline, those together that are one indicator.
pub(super) fn grouped<'row>(rows: impl Iterator<Item = &'row CatalogueRow>, outline: Outline) -> Vec<Vec<CatalogueRow>> {
    let mut groups: Vec<Vec<CatalogueRow>> = Vec::new();
    for row in rows {
        let parts = taken_apart(row, outline);
        let joined = groups.iter_mut().find_map(|group| {
            let both = joined(group, &parts, outline)?;
            Some((group, both))
        });
        match joined {
            Some((group, both)) => *group = both,
            None => groups.push(parts),
        }
    }
    groups
}

/// A row with as many targets as deadlines, once for each; any other as it is.
fn taken_apart(row: &CatalogueRow, outline: Outline) -> Vec<CatalogueRow> {
    let (deadlines, targets) = (listed(&row.deadline), listed(&row.target));
    let each = |(deadline, target): (&str, &str)| CatalogueRow {
        deadline: deadline.to_owned(),
        target: target.to_owned(),
        ..row.clone()
    };
    let is_list = deadlines.len() > 1 && deadlines.len() == targets.len();
    let parts = is_list.then(|| deadlines.into_iter().zip(targets).map(each).collect());
    parts.and_then(|parts| one_after_another(parts, outline)).unwrap_or_else(|| vec![row.clone()])
}

/// The rows together, if they demand one thing, each by another time.
fn joined(group: &[CatalogueRow], parts: &[CatalogueRow], outline: Outline) -> Option<Vec<CatalogueRow>> {
    let asked =
        |row: &CatalogueRow| [&row.item, &row.measure, &row.unit, &row.scope, &row.operator].map(|field| field.trim().to_owned());
    let (one, other) = (group.first()?, parts.first()?);
    if one.item.trim().is_empty() || asked(one) != asked(other) {
        return None;
    }
    one_after_another(group.iter().chain(parts).cloned().collect(), outline)
}

/// The parts, if each has a target and no two count from the same day on. A year among days ends with its last one: as a year its target would
/// count from its first day on.
fn one_after_another(mut parts: Vec<CatalogueRow>, outline: Outline) -> Option<Vec<CatalogueRow>> {
    let is_day = |deadline| matches!(deadline, TaskDeadline::Day(_) | TaskDeadline::Month(_));
    if parts.iter().filter_map(|row| TaskDeadline::of(&row.deadline)).any(is_day) {
        for row in &mut parts {
            if let Some(TaskDeadline::Year(day)) = TaskDeadline::of(&row.deadline) {
                row.deadline = day.to_string();
            }
        }
    }
    let mut days = BTreeSet::new();
    let begin_apart = parts.iter().all(|row| target::begins(row, outline).is_some_and(|day| days.insert(day)));
    begin_apart.then_some(parts)
}
