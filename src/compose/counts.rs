//! Counts and shares as figures.

use super::material::Material;
use tongbao_document::{Figure, FigureId, GroupId, Measure, Subject, Value, count};
use tongbao_figures::aggregate::Group;
use tongbao_returns::domain::Period;

/// A count of units, returns or rows in a group.
pub(super) fn count(material: &Material<'_>, group: &Group, subject: Subject, number: usize, unit: &str) -> Figure {
    counted(material.period, group.into(), subject, number, unit)
}

/// The same where nothing but returns is known.
pub(super) fn counted(period: Period, group: GroupId, subject: Subject, number: usize, unit: &str) -> Figure {
    Figure::new(counted_id(period, group, subject), Value::Number(count::to_f64(number)), 0, unit)
}

/// Which count.
pub(super) fn counted_id(period: Period, group: GroupId, subject: Subject) -> FigureId {
    FigureId { subject, group, period: Some(period.into()), measure: Measure::Count }
}

/// A share of counts, in percent with one decimal; none of nothing.
pub(super) fn share(material: &Material<'_>, group: &Group, subject: Subject, part: usize, whole: usize) -> Figure {
    let id = material.id(group, subject, Measure::Share);
    let value = if whole > 0 { Value::Number(count::to_f64(part) * 100.0 / count::to_f64(whole)) } else { Value::NotApplicable };
    Figure::new(id, value, 1, "%")
}
