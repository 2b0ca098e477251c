//! `use` of an indicator: what the shared one says, and what the pack says of it itself.
//!
//! In: an indicator as the pack writes it, and the shared ones. Out: the indicator as if it were written whole, its parts out of the shared
//! file placed at `use`: what does not fit the pack is told there. Where it is computed, for which units, with how many decimals and in which
//! words is the plan's matter; another formula, unit or direction is another indicator.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;

use super::fields::Checker;
use super::moved::Moved;
use super::shared_indicators::{SharedIndicator, SharedIndicators};
use super::vocabulary::Vocabulary;
use crate::plan::formula::{Misuse, kinds};
use crate::plan::raw::{RawIndicator, RawIndicators};
use crate::plan::sql::Sql;
use crate::plan::variable::FormulaItem;
use crate::plan::{formula, near};
use tongbao_returns::domain::ItemName;

/// The identifiers under which a pack uses shared indicators, by the names of these.
pub(in crate::plan) type Uses = BTreeMap<String, Vec<String>>;

/// What fills the blanks of a shared indicator.
type Filled = Spanned<BTreeMap<Spanned<String>, Spanned<String>>>;

/// Which shared indicators a pack uses, as it writes them.
pub(in crate::plan) fn uses(raw: &RawIndicators) -> Uses {
    let mut ids = Uses::new();
    for raw in &raw.indicators {
        let RawIndicator { id, shared: Some(shared), .. } = raw.get_ref() else { continue };
        let name = shared.get_ref().trim();
        let id = id.as_ref().map_or(name, |id| id.get_ref().trim());
        ids.entry(name.to_owned()).or_default().push(id.to_owned());
    }
    ids
}

/// The indicator under the name of the shared one that it uses, if it has none of its own; one with blanks needs one.
pub(super) fn named(raw: RawIndicator, shared: &SharedIndicators) -> RawIndicator {
    let RawIndicator { id: None, shared: Some(used), .. } = &raw else { return raw };
    if shared.get(used.get_ref().trim()).is_some_and(SharedIndicator::has_blanks) {
        return raw;
    }
    let id = Some(used.clone());
    RawIndicator { id, ..raw }
}

/// The indicator with what the shared one says. Without a formula, if no form asks for what that reads; `None`, if nothing is known of the
/// shared one: both were told.
pub(super) fn completed(
    raw: RawIndicator,
    head: &Range<usize>,
    shared: &SharedIndicators,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> Option<RawIndicator> {
    let Some(used) = raw.shared.clone() else {
        if let Some(filled) = &raw.filled {
            checker.tell(filled.span(), "写了`use`才用`with`");
        }
        return Some(raw);
    };
    let used = checker.needed(Some(used), "use", head);
    let Some(known) = shared.get(&used.value) else {
        if !shared.is_incomplete && !used.value.is_empty() {
            let hint = near::suggestion(&used.value, shared.names());
            checker.tell_with_hint(used.span, format!("{} 里没有共用指标`{}`", shared.file().display(), used.value), hint);
        }
        return None;
    };
    if !known.is_sound {
        return None;
    }
    let at = used.span;
    let names = names(raw.filled.as_ref(), known, &at, vocabulary, checker);
    let formula = names.as_ref().map(|names| known.formula.filled(|blank| names.get(blank).map_or(blank, String::as_str)));
    contradictions(&raw, formula.as_deref(), known, shared, checker);
    let formula = formula.filter(|text| are_asked(text, known, &at, vocabulary, checker));
    let formula = formula.filter(|text| are_suitable(text, raw.filled.as_ref(), known, vocabulary, checker));
    let caliber = || {
        let fill = |text: String, (blank, item): (&String, &String)| text.replace(&format!("{{{blank}}}"), item);
        let text = known.raw.caliber.as_ref()?.get_ref().clone();
        Some(Spanned::new(at.clone(), names.iter().flatten().fold(text, fill)))
    };
    Some(RawIndicator {
        // What the pack says of these is the same, or was told.
        formula: formula.map(|text| Spanned::new(at.clone(), text)),
        unit: known.raw.unit.moved(&at),
        better: known.raw.better.moved(&at),
        over: known.raw.over.moved(&at),
        decimals: raw.decimals.or_else(|| known.raw.decimals.moved(&at)),
        scopes: raw.scopes.or_else(|| known.raw.scopes.moved(&at)),
        condition: raw.condition.or_else(|| known.raw.condition.moved(&at)),
        caliber: raw.caliber.or_else(caliber),
        pace: raw.pace.or_else(|| known.raw.pace.moved(&at)),
        ..raw
    })
}

/// Whether a condition is that of the shared indicator that is used: then it stands where that is named.
pub(super) fn is_shared(condition: Option<&Spanned<String>>, used: Option<&Spanned<String>>) -> bool {
    condition.zip(used).is_some_and(|(condition, used)| condition.span() == used.span())
}

/// The item for each blank: one name of an item that a form asks for, and nothing else. `None` after a mistake is told.
fn names(
    raw: Option<&Filled>,
    known: &SharedIndicator,
    at: &Range<usize>,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> Option<BTreeMap<String, String>> {
    let blanks = known.formula.blanks();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut is_sound = true;
    for (blank, item) in raw.into_iter().flat_map(Spanned::get_ref) {
        if !blanks.contains(blank.get_ref().as_str()) {
            let hint = near::suggestion(blank.get_ref(), blanks.iter().copied());
            let message = format!("共用指标`{}`没有空`{{{}}}`", known.name.value, blank.get_ref());
            checker.tell_with_hint(blank.span(), message, hint);
            is_sound = false;
            continue;
        }
        let name = item.get_ref().trim();
        if vocabulary.get(&ItemName::new(name)).is_none() {
            is_sound = false;
            if vocabulary.is_complete {
                checker.tell_with_hint(item.span(), format!("没有指标项`{name}`"), vocabulary.suggestion(name));
            }
        }
        names.insert(blank.get_ref().clone(), name.to_owned());
    }
    for blank in blanks.iter().filter(|blank| !names.contains_key(**blank)) {
        let hint = Some(format!("写作 with = {{ \"{blank}\" = \"指标项\" }}"));
        let place = raw.map_or_else(|| at.clone(), Spanned::span);
        checker.tell_with_hint(place, format!("共用指标`{}`的空`{{{blank}}}`没有填", known.name.value), hint);
        is_sound = false;
    }
    is_sound.then_some(names)
}

/// Tells what the pack says otherwise than the shared indicator though it may not. A formula with blanks that are not filled is not
/// compared.
fn contradictions(
    raw: &RawIndicator,
    formula: Option<&str>,
    known: &SharedIndicator,
    shared: &SharedIndicators,
    checker: &mut Checker<'_>,
) {
    let normal = |text: &str| Sql::read(text).map_or_else(|_| text.trim().to_owned(), |sql| sql.normal());
    let as_written = |text: &str| text.trim().to_owned();
    if let (Some(here), Some(there)) = (&raw.formula, formula)
        && normal(here.get_ref()) != normal(there)
    {
        contradiction(
            "formula",
            here,
            known.raw.formula.as_ref().map(|written| (there, written.span())),
            (known, shared),
            checker,
        );
    }
    let of_shared = &known.raw;
    for (key, here, there) in
        [("unit", &raw.unit, &of_shared.unit), ("better", &raw.better, &of_shared.better), ("over", &raw.over, &of_shared.over)]
    {
        let Some(here) = here else { continue };
        if there.as_ref().is_none_or(|there| as_written(there.get_ref()) != as_written(here.get_ref())) {
            let there = there.as_ref().map(|there| (there.get_ref().as_str(), there.span()));
            contradiction(key, here, there, (known, shared), checker);
        }
    }
}

fn contradiction(
    key: &str,
    here: &Spanned<String>,
    there: Option<(&str, Range<usize>)>,
    (known, shared): (&SharedIndicator, &SharedIndicators),
    checker: &mut Checker<'_>,
) {
    let (words, span) = match there {
        Some((there, span)) => (format!("是`{}`", there.trim()), span),
        None => ("没有写".to_owned(), known.name.span.clone()),
    };
    let place = shared.place(span).map(|place| place.to_string()).unwrap_or_default();
    let message = format!("`{key}`与共用指标`{}`不同：{place}{words}，这里是`{}`", known.name.value, here.get_ref().trim());
    let hint = "公式、单位、方向不同的是另一个指标：照共用的，去掉这一行；确是另一个指标的，去掉`use`，把它写全";
    checker.tell_with_hint(here.span(), message, Some(hint.to_owned()));
}

/// Whether some form asks for each item that a shared formula reads; those that none asks for are told together, with the shared forms that
/// do.
fn are_asked(
    text: &str,
    known: &SharedIndicator,
    at: &Range<usize>,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> bool {
    let reads = formula::read(text).map(|(read, _)| read.reads).unwrap_or_default();
    let missing: BTreeSet<&str> =
        reads.iter().filter(|item| vocabulary.get(&item.name).is_none()).map(|item| item.name.as_str()).collect();
    if missing.is_empty() {
        return true;
    }
    if vocabulary.is_complete {
        let listed = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join("、");
        let message = format!("没有表式问共用指标`{}`要用的{listed}", known.name.value);
        checker.tell_with_hint(at.clone(), message, Some(who_asks(&missing, vocabulary)));
    }
    false
}

/// Whether each blank is filled by an item of the kind that the formula takes there; what is not is told where it is filled in.
fn are_suitable(
    text: &str,
    filled: Option<&Filled>,
    known: &SharedIndicator,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> bool {
    let Ok((read, _)) = formula::read(text) else { return true };
    let kind_of = |item: &FormulaItem| vocabulary.get(&item.name).map(|known| known.kind.clone());
    let misuses = kinds::misuses(&read, &kind_of);
    let mut are_suitable = true;
    for (blank, item) in filled.into_iter().flat_map(Spanned::get_ref) {
        let name = ItemName::new(item.get_ref().trim());
        let is_of_item = |misuse: &&Misuse| FormulaItem::of_column(&misuse.column).name == name;
        let Some(misuse) = misuses.iter().find(is_of_item) else { continue };
        let written = known.raw.formula.as_ref().map(|formula| formula.get_ref().trim()).unwrap_or_default();
        let hint = Some(format!("`{{{}}}`要填合乎公式的指标项：{written}", blank.get_ref()));
        let message = format!("{}：不能填共用指标`{}`的空`{{{}}}`", misuse.message, known.name.value, blank.get_ref());
        checker.tell_with_hint(item.span(), message, hint);
        are_suitable = false;
    }
    are_suitable
}

/// Which shared forms ask for the items, each with what it asks for.
fn who_asks(missing: &BTreeSet<&str>, vocabulary: &Vocabulary<'_>) -> String {
    let mut asking: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut nowhere: Vec<&str> = Vec::new();
    for name in missing {
        let forms = vocabulary.shared_forms_with(name);
        if forms.is_empty() {
            nowhere.push(name);
        }
        for form in forms {
            asking.entry(form).or_default().push(name);
        }
    }
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join("、");
    let mut hints: Vec<String> = asking
        .iter()
        .map(|(form, names)| format!("共用表式 {form} 问{}：可加在 plan.toml 的`includes`里", quoted(names)))
        .collect();
    if !nowhere.is_empty() {
        hints.push(format!("{}在一张表的`items`里加一行", quoted(&nowhere)));
    }
    hints.join("；")
}
