//! From `tests.toml` of a pack to its cases.

use jiff::ToSpan;
use jiff::civil::Date;
use toml::Spanned;

use super::case::Case;
use super::dates::date;
use super::raw::{RawCase, RawCases};
use super::registered::Registered;
use super::{events, expected};
use crate::plan::check::fields::Checker;
use crate::plan::source::Library;
use crate::plan::{PackFolders, Plan, PlanError, toml_text};
use tongbao_returns::domain::Period;

/// The file of a pack in which its tests stand; a pack need not have any.
pub const FILE: &str = "tests.toml";

/// Reads the tests of a pack that was loaded from the same folders of packs; every mistake in them is told at once. None if the pack has no
/// such file.
pub fn load(folders: &PackFolders, plan: &Plan) -> Result<Option<Vec<Case>>, PlanError> {
    let mut library = Library::new(folders);
    if !library.list(&plan.id, "toml")?.iter().any(|name| name == FILE) {
        return Ok(None);
    }
    let mut cases = Vec::new();
    if let Some(source) = library.read(&format!("{}/{FILE}", plan.id))?
        && let Some(raw) = toml_text::read::<RawCases>(&source, &mut library.mistakes)
    {
        let mut checker = Checker { source: &source, mistakes: &mut library.mistakes };
        for raw in raw.cases {
            let span = raw.span();
            let Some(case) = read(raw, plan, &mut checker) else { continue };
            if cases.iter().any(|known: &Case| known.name == case.name) {
                checker.tell(span, format!("测试`{}`重复", case.name));
            }
            cases.push(case);
        }
    }
    if library.mistakes.is_empty() { Ok(Some(cases)) } else { Err(library.into_error(folders.pack(&plan.id))) }
}

/// Checks one test; none without a period, of which nothing can be said.
fn read(raw: Spanned<RawCase>, plan: &Plan, checker: &mut Checker<'_>) -> Option<Case> {
    let head = raw.span();
    let raw = raw.into_inner();
    let name = checker.needed(raw.name, "name", &head).value;
    let period = checker.needed(raw.period, "period", &head);
    if period.value.is_empty() {
        return None;
    }
    let Ok(of) = period.value.parse::<Period>() else {
        checker.tell(period.span, format!("`period`应写成 2025Q3、2025H1 或 2025，这里是`{}`", period.value));
        return None;
    };
    if !(plan.first_year..=plan.last_year).contains(&of.year) {
        let years = format!("`period`应在规划期（{}—{}年）内，这里是{of}", plan.first_year, plan.last_year);
        checker.tell(period.span, years);
        return None;
    }
    let as_of = date(raw.as_of, "as-of", checker).unwrap_or_else(|| long_after(of));
    if raw.units.is_empty() {
        checker.missing("[[test.unit]]", &head);
    }
    if raw.expectations.is_empty() {
        checker.missing("[[test.expect]]", &head);
    }
    let mut registered = Registered::new(plan, of);
    for alliance in raw.alliances {
        registered.alliance(alliance, checker);
    }
    for unit in raw.units {
        registered.unit(unit, checker);
    }
    registered.resolve_predecessors(checker);
    let Registered { registry, returns, names, .. } = registered;
    let happened = raw.events.into_iter().filter_map(|raw| events::event(raw, (plan, of), &names, checker)).collect();
    let sign_offs = raw.sign_offs.into_iter().filter_map(|raw| events::sign_off(raw, (plan, of), checker)).collect();
    let known = expected::Known { plan, period: of, registry: &registry, names: &names };
    let expectations = raw.expectations.into_iter().filter_map(|raw| expected::read(raw, &known, checker)).collect();
    let line = checker.source.place(head.clone()).line;
    Some(Case { name, line, period: of, as_of, registry, returns, events: happened, sign_offs, expectations })
}

/// The last day of the quarter after a period: every deadline has passed by then, and what the office decides of the period is decided.
fn long_after(period: Period) -> Date {
    Period::quarter_of(period.last_day().saturating_add(1.day())).last_day()
}
