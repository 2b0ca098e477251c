//! Counts and shares as figures.

use super::amount::amount;
use super::material::Material;
use tongbao_document::{Figure, FigureId, Measure, Value};
use tongbao_figures::aggregate::Group;
use tongbao_returns::domain::Period;

/// A count of units, returns or rows in a group.
pub(super) fn count(material: &Material<'_>, group: &Group, subject: &str, number: usize, unit: &str) -> Figure {
    counted(material.period, group.code(), subject, number, unit)
}

/// The same where nothing but returns is known.
pub(super) fn counted(period: Period, group: &str, subject: &str, number: usize, unit: &str) -> Figure {
    Figure::new(counted_id(period, group, subject), Value::Number(amount(number)), 0, unit)
}

/// Which count.
pub(super) fn counted_id(period: Period, group: &str, subject: &str) -> FigureId {
    FigureId { subject: subject.to_owned(), group: group.to_owned(), period: period.to_string(), measure: Measure::Count }
}

/// A share of counts, in percent with one decimal; none of nothing.
pub(super) fn share(material: &Material<'_>, group: &Group, subject: &str, part: usize, whole: usize) -> Figure {
    let id = FigureId {
        subject: subject.to_owned(),
        group: group.code().to_owned(),
        period: material.period.to_string(),
        measure: Measure::Share,
    };
    let value = if whole > 0 { Value::Number(amount(part) * 100.0 / amount(whole)) } else { Value::NotApplicable };
    Figure::new(id, value, 1, "%")
}
