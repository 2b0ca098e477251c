//! Which 差额 is another than when a bulletin was issued, as a cause of figures that differ.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::Cause;
use super::frozen;
use crate::compose::material::Material;
use crate::issue::{Issue, IssuedAdjustment};
use tongbao_document::GroupId;
use tongbao_document::figure::{decimals_of, format_decimal};
use tongbao_returns::domain::Period;

/// What of the entries is asked about.
pub(super) struct Asked<'run> {
    /// Only of this group; of all without.
    pub(super) group: Option<&'run GroupId>,
    /// Of these items.
    pub(super) items: &'run BTreeSet<String>,
    /// Of these quarters.
    pub(super) periods: &'run BTreeSet<Period>,
}

/// Entries of then, and of now.
type Sides<'run> = (Vec<&'run IssuedAdjustment>, Vec<&'run IssuedAdjustment>);

/// Every sum of entries for a group, an item and a quarter that is another now, with the cell where it is said and with what it is more
/// than then.
pub(super) fn causes(material: &Material<'_>, issue: &Issue, asked: &Asked<'_>) -> Vec<Cause> {
    let now = frozen::adjustments(material);
    let is_asked = |entry: &&IssuedAdjustment| {
        asked.group.is_none_or(|group| entry.group == *group)
            && asked.items.contains(&entry.item)
            && asked.periods.contains(&entry.period)
    };
    let mut by_sum: BTreeMap<(Period, &GroupId, &str), Sides<'_>> = BTreeMap::new();
    for entry in issue.adjustments.iter().filter(is_asked) {
        by_sum.entry(key(entry)).or_default().0.push(entry);
    }
    for entry in now.iter().filter(is_asked) {
        by_sum.entry(key(entry)).or_default().1.push(entry);
    }
    let mut causes = Vec::new();
    for ((period, _, item), (then, now)) in by_sum {
        let sum = |side: &[&IssuedAdjustment]| (!side.is_empty()).then(|| side.iter().map(|entry| entry.value).sum::<f64>());
        let (before, after) = (sum(&then), sum(&now));
        if before == after {
            continue;
        }
        // The entry that says something else now, or the one that is gone.
        let is_in = |side: &[&IssuedAdjustment], entry: &IssuedAdjustment| side.iter().any(|other| other.says_the_same(entry));
        let changed = now.iter().find(|entry| !is_in(&then, entry)).or_else(|| then.iter().find(|entry| !is_in(&now, entry)));
        let Some(entry) = changed.or(now.first()).or(then.first()) else { continue };
        let of = if period == material.period.last_quarter() { String::new() } else { period.chinese() };
        let name = issue.group(&entry.group).map_or(entry.group.code(), |group| group.name.as_str());
        let amount = after.unwrap_or(0.0) - before.unwrap_or(0.0);
        let (before, after) = (written(before), written(after));
        let name = format!("{} {name}{of}{item}差额 {before}→{after}（{}）", entry.place(), entry.ground());
        causes.push(Cause { name, amount: Some(amount), rows: Vec::new() });
    }
    causes
}

fn key(entry: &IssuedAdjustment) -> (Period, &GroupId, &str) {
    (entry.period, &entry.group, &entry.item)
}

fn written(number: Option<f64>) -> String {
    number.map_or_else(|| "无".to_owned(), |number| format_decimal(number, decimals_of(number, 6), true))
}
