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
use crate::plan::{Mistake, PackFolders, Plan, PlanError, toml_text};
use tongbao_returns::domain::Period;

/// The file of a pack in which its tests stand; a pack need not have any.
pub const FILE: &str = "tests.toml";

/// The tests of a pack.
#[derive(Debug, Clone, Default)]
pub struct Cases {
    /// In the order of the file.
    pub cases: Vec<Case>,
    /// Whether files of an office's own stand for some of those that the tests were written for: they are those of the shipped pack.
    pub are_of_shipped: bool,
    /// Tests of the shipped pack that name what the office's files no longer have: nothing can be said by them.
    pub unfit: Vec<Unfit>,
}

/// A test of a shipped pack that does not fit what an office has made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// Its name.
    pub name: String,
    /// Where its table begins in `tests.toml`, from 1.
    pub line: usize,
    /// What it names in vain; the office's mistakes they are not.
    pub misses: Vec<Mistake>,
}

/// Reads the tests of a pack that was loaded from the same folders of packs; every mistake in them is told at once. None if the pack has no
/// such file. Where an office's own files stand for shipped ones, shipped tests that no longer fit are no mistakes.
pub fn load(folders: &PackFolders, plan: &Plan) -> Result<Option<Cases>, PlanError> {
    let mut library = Library::new(folders);
    if !library.list(&plan.id, "toml")?.iter().any(|name| name == FILE) {
        return Ok(None);
    }
    let mut read = Cases { are_of_shipped: folders.is_changed_before(&plan.id, FILE), ..Cases::default() };
    if let Some(source) = library.read(&format!("{}/{FILE}", plan.id))?
        && let Some(raw) = toml_text::read::<RawCases>(&source, &mut library.mistakes)
    {
        let mut checker = Checker { source: &source, mistakes: &mut library.mistakes };
        for raw in raw.cases {
            let (span, told_before) = (raw.span(), checker.mistakes.len());
            let name = raw.get_ref().name.as_ref().map(|name| name.get_ref().trim().to_owned()).unwrap_or_default();
            let case = one(raw, plan, &mut checker);
            if read.are_of_shipped && checker.mistakes.len() > told_before {
                let (line, misses) = (source.place(span).line, checker.mistakes.split_off(told_before));
                read.unfit.push(Unfit { name, line, misses });
                continue;
            }
            let Some(case) = case else { continue };
            if read.cases.iter().any(|known| known.name == case.name) {
                checker.tell(span, format!("测试`{}`重复", case.name));
            }
            read.cases.push(case);
        }
    }
    if library.mistakes.is_empty() { Ok(Some(read)) } else { Err(library.into_error(folders.pack(&plan.id))) }
}

/// Checks one test; none without a period, of which nothing can be said.
fn one(raw: Spanned<RawCase>, plan: &Plan, checker: &mut Checker<'_>) -> Option<Case> {
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
    for county in raw.counties {
        registered.county_with_code(county, checker);
    }
    for alliance in raw.alliances {
        registered.alliance(alliance, checker);
    }
    for unit in raw.units {
        registered.unit(unit, checker);
    }
    registered.resolve_predecessors(checker);
    let Registered { mut registry, returns, names, .. } = registered;
    registry.name_counties();
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
