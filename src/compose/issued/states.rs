//! Returns due whose state is another than when a bulletin was issued: 及时→缺报.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::Cause;
use super::compared::Revision;
use super::frozen::due_of;
use crate::compose::material::Material;
use crate::issue::{Arrival, IssuedDue, ReturnState};
use tongbao_document::subject::{ReturnCount, Slice};
use tongbao_returns::domain::UnitCode;

/// A return whose state is another; none of one that is not due.
pub(super) struct StateChange {
    pub(super) unit: String,
    form_title: String,
    category: Option<String>,
    words: String,
    then: Option<ReturnState>,
    now: Option<ReturnState>,
}

impl StateChange {
    /// The change as a cause of whatever hangs on returns.
    pub(super) fn cause(&self) -> Cause {
        Cause::plain(&self.words)
    }

    /// The change as a cause of a count, with what it adds to that; none if it adds nothing.
    pub(super) fn cause_of(&self, count: ReturnCount) -> Option<Cause> {
        let number = |state| if is_counted(count, state) { 1.0 } else { 0.0 };
        let amount = number(self.now) - number(self.then);
        (amount != 0.0).then(|| Cause { amount: Some(amount), ..self.cause() })
    }

    /// Whether it is of the row of a table; whose unit it is, is for others to say.
    pub(super) fn is_of(&self, slice: &Slice) -> bool {
        match slice {
            Slice::Form(title) => self.form_title == *title,
            Slice::Category(category) => self.category.as_ref() == Some(category),
            _ => true,
        }
    }
}

/// Whether it counts returns, and is not a rate of such counts.
pub(super) fn is_plain(count: ReturnCount) -> bool {
    use ReturnCount::{ArrivalRate, LateRate, MissingRate, OnTimeRate};
    !matches!(count, OnTimeRate | LateRate | MissingRate | ArrivalRate)
}

fn is_counted(count: ReturnCount, state: Option<ReturnState>) -> bool {
    let Some(ReturnState { arrival, is_returned }) = state else { return false };
    let has_arrived = matches!(arrival, Arrival::OnTime | Arrival::Late);
    match count {
        ReturnCount::Due => true,
        ReturnCount::OnTime => arrival == Arrival::OnTime,
        ReturnCount::Late => arrival == Arrival::Late,
        ReturnCount::Missing => matches!(arrival, Arrival::Missing | Arrival::Empty),
        ReturnCount::Awaited => arrival == Arrival::Awaited,
        ReturnCount::Arrived => has_arrived,
        ReturnCount::Outstanding => !has_arrived,
        ReturnCount::Returned => is_returned,
        ReturnCount::Empty => arrival == Arrival::Empty,
        ReturnCount::OnTimeRate | ReturnCount::LateRate | ReturnCount::MissingRate | ReturnCount::ArrivalRate => false,
    }
}

/// All of them, unit by unit.
pub(super) fn state_changes(material: &Material<'_>, revision: &Revision<'_>) -> Vec<StateChange> {
    let key = |due: &IssuedDue| (due.unit.clone(), due.form.clone(), due.deadline);
    let then: BTreeMap<_, &IssuedDue> = revision.issue.due.iter().map(|due| (key(due), due)).collect();
    let all = due_of(material);
    let now: BTreeMap<_, &IssuedDue> = all.iter().map(|due| (key(due), due)).collect();
    let keys: BTreeSet<_> = then.keys().chain(now.keys()).collect();
    let change = |key: &(String, String, jiff::civil::Date)| {
        let state = |of: &BTreeMap<_, &IssuedDue>| of.get(key).map(|due| due.state);
        let (before, after) = (state(&then), state(&now));
        if before == after {
            return None;
        }
        let word = |state: Option<ReturnState>| state.map_or_else(|| "不应报".to_owned(), |state| state.to_string());
        let code = UnitCode::new(&key.0);
        let form = material.plan.forms.iter().find(|form| form.id.as_str() == key.1);
        let named = form.map_or_else(|| key.1.clone(), |form| format!("{}《{}》", form.code, form.title));
        Some(StateChange {
            words: format!("{}{named}{}→{}", material.unit_name(&code), word(before), word(after)),
            category: material.registry.units.get(&code).map(|unit| unit.category.to_string()),
            form_title: form.map_or_else(|| key.1.clone(), |form| form.title.clone()),
            unit: key.0.clone(),
            then: before,
            now: after,
        })
    };
    keys.into_iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_that_is_missing_now_takes_one_from_those_on_time() {
        let state = |arrival, is_returned| Some(ReturnState { arrival, is_returned });
        let amount = |then, now, count| {
            let change = StateChange {
                unit: "A".to_owned(),
                form_title: "季报".to_owned(),
                category: None,
                words: "甲院季报及时→缺报".to_owned(),
                then,
                now,
            };
            change.cause_of(count).and_then(|cause| cause.amount)
        };
        let (on_time, missing) = (state(Arrival::OnTime, false), state(Arrival::Missing, false));
        assert_eq!(amount(on_time, missing, ReturnCount::OnTime), Some(-1.0));
        assert_eq!(amount(on_time, missing, ReturnCount::Missing), Some(1.0));
        assert_eq!(amount(on_time, missing, ReturnCount::Arrived), Some(-1.0));
        assert_eq!(amount(on_time, missing, ReturnCount::Due), None, "still due");
        assert_eq!(amount(on_time, state(Arrival::OnTime, true), ReturnCount::Returned), Some(1.0));
        assert_eq!(amount(None, missing, ReturnCount::Due), Some(1.0));
    }
}
