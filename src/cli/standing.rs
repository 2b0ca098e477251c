//! Whether an issue is in force: that it was withdrawn, and in whose place it came.

use super::messages::{Detail, Messages};
use crate::issue::{IssueName, Replaced, Withdrawal};

/// Year and number of an issue.
pub(super) fn details_of(name: &IssueName) -> [Detail<'static>; 2] {
    [("year", name.year.to_string().into()), ("number", name.number.into())]
}

/// The withdrawn issue in whose place another comes.
pub(super) fn told_of_replaced(key: &str, replaced: &Replaced, messages: &Messages) -> String {
    let Replaced { issue, withdrawn_on, reason, .. } = replaced;
    let [year, number] = details_of(issue);
    messages.tell(key, &[year, number, ("day", withdrawn_on.to_string().into()), ("reason", reason.into())])
}

/// That an issue was withdrawn.
pub(super) fn told_of_withdrawal(key: &str, withdrawal: &Withdrawal, messages: &Messages) -> String {
    messages.tell(key, &[("day", withdrawal.on.to_string().into()), ("reason", withdrawal.reason.as_str().into())])
}
