//! Who has filed, from what the inbox held.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::gathered::Gathered;
use tongbao_figures::audit::{Completeness, Deadlines, completeness, times_in_trouble};
use tongbao_returns::domain::{Form, FormId, Period, UnitCode};
use tongbao_returns::finding::Severity;
use tongbao_returns::registry::Registry;

/// Completeness of some forms for every quarter of a period, with the reason where a file came and was refused. A quarter of a half or a
/// year for which nobody at all has filed was not collected here, and nobody is behind with it.
pub(super) fn completeness_of(
    forms: &[Form],
    period: Period,
    registry: &Registry,
    gathered: &Gathered,
    deadlines: &Deadlines,
    as_of: Date,
) -> Completeness {
    let of_quarter = |quarter: Period| {
        let refused = |unit: &UnitCode, form: &FormId| {
            let finding = gathered.findings_of_period(quarter).find(|finding| {
                finding.severity() == Severity::Rejected
                    && finding.unit.as_ref() == Some(unit)
                    && finding.form.as_ref().is_none_or(|known| known == form)
            })?;
            Some(finding.code())
        };
        let registry = registry.as_of(quarter.last_day());
        completeness(quarter, forms, &registry, &gathered.accepted, deadlines, as_of, refused)
    };
    let is_collected =
        |quarter: &Period| *quarter == period.last_quarter() || gathered.accepted.of_period(*quarter).next().is_some();
    Completeness { due: period.quarters().filter(is_collected).flat_map(|quarter| of_quarter(quarter).due).collect() }
}

/// In how many periods of the year, this one included, each unit's form was missing, late or returned. A period for which nobody at
/// all has filed was not collected here.
pub(super) fn times_this_year(
    this: &Completeness,
    forms: &[Form],
    period: Period,
    registry: &Registry,
    gathered: &Gathered,
    as_of: Date,
) -> BTreeMap<(UnitCode, FormId), usize> {
    let earlier: Vec<Completeness> = period
        .whole_year()
        .quarters()
        .take_while(|earlier| earlier.last_day() < period.first_day())
        .filter(|earlier| gathered.accepted.periods().any(|known| known == *earlier))
        .map(|earlier| completeness_of(forms, earlier, registry, gathered, &gathered.deadlines, as_of))
        .collect();
    times_in_trouble(earlier.iter().chain([this]), as_of)
}
