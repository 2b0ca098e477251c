//! What a unit has taken over: what those said that have become part of it (docs/numbers.md rule 13).

use jiff::civil::Date;

use super::Accepted;
use tongbao_returns::domain::{Form, ItemName, Period};
use tongbao_returns::registry::{Registry, Unit};

/// The number with which a unit stands in the totals of a period, on whatever form it files the item.
pub fn standing_number<'run>(
    accepted: &Accepted,
    mut forms: impl Iterator<Item = &'run Form>,
    (unit, item): (&Unit, &ItemName),
    period: Period,
) -> Option<f64> {
    forms.find_map(|form| {
        let position = form.items().position(|known| known.name == *item).filter(|_| form.is_filed_by(&unit.category))?;
        accepted.standing(period, unit, &form.id)?.facts.get(position)?.reading.number()
    })
}

/// What those had said of an item by an earlier period that have become part of a unit, and of no other, and have closed before a day; whose
/// figures stood in another's return then is read with that one. None where nothing is known of any of them.
pub fn inherited(
    accepted: &Accepted,
    registry: &Registry,
    forms: &[Form],
    (unit, item): (&Unit, &ItemName),
    (earlier, day): (Period, Date),
) -> Option<f64> {
    let then = registry.as_of(earlier.last_day());
    let contained = then.contained();
    let gone = registry.merged_into(unit).into_iter();
    let counted = gone.filter(|gone| gone.has_closed_before(day) && !contained.contains_key(&gone.code));
    counted.filter_map(|gone| standing_number(accepted, forms.iter(), (gone, item), earlier)).reduce(|one, other| one + other)
}
