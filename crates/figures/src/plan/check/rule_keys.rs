//! Keys of a rule that its way of judging does not read: whoever writes one believes that it does something.

use std::ops::Range;

use toml::Spanned;

use super::fields::Checker;
use crate::plan::raw::RawRule;

/// The keys that only some ways of judging read, with their places where they are written.
struct Optional {
    key: &'static str,
    /// `check` and the methods that read it.
    read_by: &'static [&'static str],
    place: Option<Range<usize>>,
}

/// Tells the keys that the rule's `check` or `method` does not read. Of a rule that has both, or neither, that is told.
pub(super) fn check(raw: &RawRule, checker: &mut Checker<'_>) {
    let way = match (&raw.check, &raw.method) {
        (Some(_), None) => "check",
        (None, Some(method)) => method.get_ref().trim(),
        _ => return,
    };
    for Optional { key, read_by, place } in optional(raw) {
        // A method that is not known is told as such.
        let is_known = way == "check" || ["unit-slip", "ratio-outlier", "value-outlier"].contains(&way);
        if let Some(place) = place.filter(|_| is_known && !read_by.contains(&way)) {
            let by = read_by.iter().map(|way| format!("`{way}`"));
            let message = format!("`{key}`只用于{}", by.collect::<Vec<_>>().join("、"));
            checker.tell_with_hint(place, message, Some("去掉这一行".to_owned()));
        }
    }
}

fn optional(raw: &RawRule) -> [Optional; 7] {
    fn at<T>(value: Option<&Spanned<T>>) -> Option<Range<usize>> {
        value.map(Spanned::span)
    }
    [
        Optional { key: "tolerance", read_by: &["check"], place: at(raw.tolerance.as_ref()) },
        Optional { key: "missing", read_by: &["check"], place: at(raw.missing.as_ref()) },
        Optional { key: "not-applicable", read_by: &["check"], place: at(raw.not_applicable.as_ref()) },
        Optional { key: "items", read_by: &["check", "unit-slip", "ratio-outlier"], place: at(raw.items.as_ref()) },
        Optional { key: "floor", read_by: &["unit-slip"], place: at(raw.floor.as_ref()) },
        Optional { key: "peers", read_by: &["ratio-outlier", "value-outlier"], place: at(raw.peers.as_ref()) },
        Optional { key: "value", read_by: &["value-outlier"], place: at(raw.value.as_ref()) },
    ]
}
