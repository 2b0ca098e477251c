//! What a unit has taken over: what those said that have become part of it (docs/numbers.md rule 13).

use jiff::civil::Date;

use super::Accepted;
use super::spans::Spans;
use tongbao_returns::domain::{FlowBasis, Form, ItemName, Period};
use tongbao_returns::registry::{Registry, Unit};

/// What those had said of an item by an earlier period that have become part of a unit, and of no other, and have closed before a day; whose
/// figures stood in another's return then is read with that one. Flows are as the form has them that asks. None where nothing is known of any
/// of them.
pub fn inherited(
    accepted: &Accepted,
    registry: &Registry,
    forms: &[Form],
    (unit, item, basis): (&Unit, &ItemName, FlowBasis),
    (earlier, day): (Period, Date),
) -> Option<f64> {
    let then = registry.as_of(earlier.last_day());
    let contained = then.contained();
    let gone = registry.merged_into(unit).into_iter();
    let counted = gone.filter(|gone| gone.has_closed_before(day) && !contained.contains_key(&gone.code));
    let spans = Spans::new(accepted, forms, registry);
    counted.filter_map(|gone| spans.reading(gone, item, earlier, basis).number()).reduce(|one, other| one + other)
}
