//! What stands behind a figure that is not added up from cells of returns: the printed values of a group's members, the rows of the registry.

use super::cells::Kept;
use super::parts::{Known, printed};
use super::{TracedMember, group_name};
use crate::issue::{IssuedIndicator, IssuedListed};
use tongbao_document::{FigureId, GroupId, Measure, Subject};

/// The members of the figure's group with what was read of them; of another period than the issue's nothing is kept.
pub(super) fn members(kept: &Kept<'_>, known: &Known<'_>, indicator: &IssuedIndicator, id: &FigureId) -> Vec<TracedMember> {
    let Some(over) = &indicator.over else { return Vec::new() };
    let belongs = |member: &GroupId| match (&id.group, member) {
        (GroupId::Area, _) => true,
        (group, GroupId::Unit(code)) => kept.snapshot.issue.group(group).is_some_and(|group| group.units.contains(code)),
        _ => false,
    };
    let mut members = Vec::new();
    for read in &over.indicators {
        let subject = Subject::Indicator(read.clone());
        for figure in known.values_of(&subject, id.period).filter(|figure| over.members.include(&figure.id.group)) {
            let group = &figure.id.group;
            if belongs(group) {
                let (code, name) = (group.code().to_owned(), group_name(kept, group));
                members.push(TracedMember { indicator: read.clone(), code, name, printed: printed(figure) });
            }
        }
    }
    members
}

/// The rows of the registry that were counted in the figure's group; those of the period itself alone are kept.
pub(super) fn listed(kept: &Kept<'_>, indicator: &IssuedIndicator, id: &FigureId) -> Vec<IssuedListed> {
    let is_of_then = matches!(id.measure, Measure::YearBefore | Measure::PeriodBefore)
        || id.period.is_some_and(|period| period != kept.snapshot.issue.period.into());
    let counted = indicator.listed.iter().filter(|row| !is_of_then && row.groups.contains(&id.group));
    counted.cloned().collect()
}
