//! `common/indicators.toml`: indicators that several plans use by name, each checked by itself.
//!
//! In: the file, and the dictionary over whose items the formulas are written. Out: [`SharedIndicators`]. What is wrong here is told here and
//! nowhere else: an indicator with a mistake is used by nobody. Whether a pack's own forms ask for the items is for its `use` to say
//! (`using`).

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use toml::Spanned;

use super::dictionary::Dictionary;
use super::directions::{BETTER, PACES};
use super::fields::{Checker, Placed, Words, words_of};
use super::items::MOST_DECIMALS;
use super::reading::{Items, OfNumber, suits_its_time};
use super::scopes::SCOPES;
use super::{factor, members, reading, vocabulary};
use crate::plan::mistake::Mistake;
use crate::plan::place::Place;
use crate::plan::raw::{RawSharedIndicator, RawSharedIndicators};
use crate::plan::source::Source;
use crate::plan::sql::blanks::WithBlanks;
use crate::plan::variable::{FormulaItem, Variable};
use tongbao_document::Expression;
use tongbao_returns::domain::{ItemName, Kind, UnitAttribute};

/// The shared indicators by name; none of a pack that uses none.
#[derive(Debug, Default)]
pub(in crate::plan) struct SharedIndicators {
    source: Option<Source>,
    known: Vec<SharedIndicator>,
    /// Whether something in the file could not be read: then an unknown name may stand there.
    pub(super) is_incomplete: bool,
}

/// One of them.
#[derive(Debug)]
pub(super) struct SharedIndicator {
    /// As packs call it.
    pub(super) name: Placed<String>,
    /// As it is written.
    pub(super) raw: RawSharedIndicator,
    /// Its formula; the blanks are those of `with`.
    pub(super) formula: WithBlanks,
    /// Whether it can be used.
    pub(super) is_sound: bool,
}

impl SharedIndicators {
    /// Those of a file that is there but cannot be read, or is missing though a pack uses one.
    pub(in crate::plan) fn unread() -> Self {
        Self { is_incomplete: true, ..Self::default() }
    }

    /// Checks the file.
    pub(in crate::plan) fn read(
        raw: RawSharedIndicators,
        dictionary: &Dictionary,
        source: &Source,
        mistakes: &mut Vec<Mistake>,
    ) -> Self {
        let mut checker = Checker { source, mistakes };
        let mut known: Vec<SharedIndicator> = Vec::new();
        if raw.indicators.is_empty() {
            checker.missing("[[indicator]]", &(0..0));
        }
        for raw in raw.indicators {
            let head = raw.span();
            let one = one(raw.into_inner(), &head, &known, dictionary, &mut checker);
            known.push(one);
        }
        let is_incomplete = known.iter().any(|known| known.name.value.is_empty());
        Self { source: Some(source.clone()), known, is_incomplete }
    }

    /// The indicator of a name.
    pub(super) fn get(&self, name: &str) -> Option<&SharedIndicator> {
        self.known.iter().find(|known| known.name.value == name)
    }

    /// All names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(|known| known.name.value.as_str())
    }

    /// The file, as it is named where mistakes are told.
    pub(super) fn file(&self) -> &Path {
        self.source.as_ref().map_or_else(|| Path::new(""), |source| source.file.as_path())
    }

    /// Where a part of the file stands.
    pub(super) fn place(&self, span: Range<usize>) -> Option<Place> {
        self.source.as_ref().map(|source| source.place(span))
    }
}

impl SharedIndicator {
    /// Whether it has blanks, so that a pack may use it more than once.
    pub(super) fn has_blanks(&self) -> bool {
        !self.formula.blanks().is_empty()
    }
}

/// Checks one indicator, beside those before it.
fn one(
    raw: RawSharedIndicator,
    head: &Range<usize>,
    before: &[SharedIndicator],
    dictionary: &Dictionary,
    checker: &mut Checker<'_>,
) -> SharedIndicator {
    let told = checker.mistakes.len();
    let name = checker.needed(raw.name.clone(), "name", head);
    if !name.value.is_empty() && before.iter().any(|other| other.name.value == name.value) {
        checker.tell(name.span.clone(), format!("共用指标`{}`重复", name.value));
    }
    let unit = checker.needed(raw.unit.clone(), "unit", head);
    factor::is_written(&unit, checker);
    let better = checker.needed(raw.better.clone(), "better", head);
    checker.word(&better, "better", &BETTER);
    if raw.decimals.is_none() {
        checker.missing("decimals", head);
    }
    checker.whole::<u8>(raw.decimals.clone(), "decimals", 0..=MOST_DECIMALS);
    if let Some(pace) = raw.pace.clone().map(|pace| checker.needed(Some(pace), "pace", head)) {
        checker.word(&pace, "pace", &PACES);
    }
    let scopes = checker.needed_list(raw.scopes.clone(), "scopes", head);
    for scope in &scopes {
        checker.word(scope, "scopes", &SCOPES);
    }
    let over = raw.over.clone().map(|over| checker.needed(Some(over), "over", head));
    let over = over.and_then(|over| checker.word(&over, "over", &members::OVER));
    if let Some(condition) = raw.condition.clone().map(|condition| checker.needed(Some(condition), "where", head)) {
        is_condition(&condition, checker);
    }
    let written = checker.needed(raw.formula.clone(), "formula", head);
    let formula = with_blanks(&written, raw.blanks.clone(), dictionary, checker);
    if let Some(formula) = formula.as_ref().filter(|_| !written.value.is_empty()) {
        // Under its own name a blank is an item that nobody knows yet.
        let text = Placed { value: formula.filled(|blank| blank), span: written.span };
        members::check_scopes(&scopes, over, &reading::listed(&text.value), checker);
        let items = OfDictionary { dictionary, blanks: formula.blanks() };
        reading::of_items(&text, OfNumber { over, unit: &unit.value }, &items, checker);
    }
    let is_sound = checker.mistakes.len() == told;
    SharedIndicator { name, raw, formula: formula.unwrap_or_default(), is_sound }
}

/// A condition chooses units one by one; whether its words are known is for the pack that uses it to say.
fn is_condition(text: &Placed<String>, checker: &mut Checker<'_>) {
    if let Some((read, _)) = reading::compiled(text, "条件", checker)
        && read.over_units().is_err()
    {
        checker.tell(text.span.clone(), "条件逐个选单位，不能用 SUM、COUNT 等汇总");
    }
}

/// The formula taken apart at its blanks, which are those of `with`; `None` after a mistake is told.
fn with_blanks(
    formula: &Placed<String>,
    declared: Option<Spanned<Vec<Spanned<String>>>>,
    dictionary: &Dictionary,
    checker: &mut Checker<'_>,
) -> Option<WithBlanks> {
    let read = match WithBlanks::read(&formula.value) {
        Ok(read) => read,
        Err(reason) => {
            checker.tell(formula.span.clone(), reason.to_string());
            return None;
        }
    };
    let told = checker.mistakes.len();
    let declared = checker.list(declared, "with");
    let found = read.blanks();
    for blank in &declared {
        if !found.contains(blank.value.as_str()) {
            checker.tell(blank.span.clone(), format!("`formula`里没有空`{{{}}}`", blank.value));
        }
        let is_taken = dictionary.get(&ItemName::new(&blank.value)).is_some() || UnitAttribute::of_column(&blank.value).is_some();
        if is_taken {
            checker.tell(blank.span.clone(), format!("`{}`已有别的意思，空要另取名称", blank.value));
        }
    }
    for blank in found.iter().filter(|found| !declared.iter().any(|declared| declared.value == **found)) {
        let place = checker.source.find(&format!("{{{blank}}}"), formula.span.clone());
        checker.tell(place, format!("空`{{{blank}}}`没有写在`with`里"));
    }
    (checker.mistakes.len() == told).then_some(read)
}

/// The items of the dictionary, and blanks for which they will stand.
struct OfDictionary<'run> {
    dictionary: &'run Dictionary,
    blanks: BTreeSet<&'run str>,
}

impl Items for OfDictionary<'_> {
    fn is_known(&self, item: &FormulaItem, text: &Placed<String>, checker: &mut Checker<'_>) -> bool {
        if !suits_its_time(item, self.kind(item).as_ref(), text, checker) {
            return false;
        }
        let name = item.name.as_str();
        let is_known = self.has(item);
        if !is_known && !self.dictionary.is_incomplete {
            let place = checker.source.find(&item.column(), text.span.clone());
            let hint = self.dictionary.suggestion(name, self.dictionary.names());
            checker.tell_with_hint(place, format!("指标项字典里没有`{name}`"), hint);
        }
        is_known
    }

    fn has(&self, item: &FormulaItem) -> bool {
        self.blanks.contains(item.name.as_str()) || self.dictionary.get(&item.name).is_some()
    }

    fn unit(&self, item: &FormulaItem) -> Option<&str> {
        self.dictionary.get(&item.name).map(|entry| entry.item.unit.as_str())
    }

    // Whether a plan has units of a kind is for the pack to say that uses the indicator.
    fn has_words(&self, _: &Expression<Variable>, _: &Placed<String>, _: &mut Checker<'_>) -> bool {
        true
    }

    fn kind(&self, item: &FormulaItem) -> Option<Kind> {
        self.dictionary.get(&item.name).filter(|entry| entry.has_kind).map(|entry| entry.item.kind.clone())
    }

    fn unquoted(&self, formula: &str) -> Option<&str> {
        vocabulary::unquoted(formula, self.dictionary.names())
    }
}

/// What the keys of a shared indicator may say.
pub(in crate::plan) fn words() -> Words {
    vec![
        ("better", words_of(&BETTER)),
        ("scopes", words_of(&SCOPES)),
        ("over", words_of(&members::OVER)),
        ("pace", words_of(&PACES)),
    ]
}
