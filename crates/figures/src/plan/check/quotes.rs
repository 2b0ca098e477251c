//! A text without its single quotes: to SQL it is a name, and nothing is called so.

use super::fields::{Checker, Placed};
use crate::plan::variable::Variable;

/// Tells a name that is meant as a text, with how to write it beside what it is compared with.
pub(super) fn tell(name: &str, compared_with: &Variable, text: &Placed<String>, checker: &mut Checker<'_>) {
    let written = checker.source.text.get(text.span.clone()).unwrap_or_default();
    // Inside single quotes of TOML there is no room for those of SQL.
    let outside = if written.starts_with('\'') { "，外面改用双引号" } else { "" };
    let hint = Some(format!("写作 {compared_with} = '{name}'{outside}"));
    let place = checker.source.find(name, text.span.clone());
    checker.tell_with_hint(place, format!("`{name}`是文字，要用英文单引号"), hint);
}
