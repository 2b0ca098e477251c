//! `indicators.toml`: each indicator, then all of them together.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;

use super::choosing::{self, Among};
use super::contradictory::{self, Judging};
use super::declared::Declared;
use super::directions::{BETTER, PACES};
use super::fields::{Checker, Placed, Words, optional, values, words_of};
use super::items::MOST_DECIMALS;
use super::known_words::Categories;
use super::scopes::SCOPES;
use super::shared_indicators::SharedIndicators;
use super::targets::Judged;
use super::vocabulary::Vocabulary;
use super::{factor, members, one_side, reading, scale, targets, using, weights};
use crate::plan::indicator::{Better, Indicator, Score};
use crate::plan::mistake::Mistake;
use crate::plan::origins::OfIndicator;
use crate::plan::raw::{RawIndicator, RawIndicators};
use crate::plan::scope::Scope;
use crate::plan::source::Source;
use crate::plan::weight::Weight;
use crate::plan::{FormulaItem, UnitOfMeasure, near};
use tongbao_returns::domain::Kind;

/// Ways of giving points, as a pack names them.
pub(super) const SCORES: [(&str, Score); 5] = [
    ("target", Score::Target),
    ("proportional", Score::Proportional),
    ("efficacy", Score::Efficacy),
    ("bands", Score::Bands),
    ("rank", Score::Rank),
];

/// The indicators of a plan.
#[derive(Debug, Default)]
pub(in crate::plan) struct Indicators {
    pub(in crate::plan) read: Vec<Indicator>,
    /// Where each says of whom it is, by its identifier.
    pub(in crate::plan) places: BTreeMap<String, OfIndicator>,
    /// As they would be written whole.
    pub(in crate::plan) whole: RawIndicators,
}

/// Checks all indicators of a plan with these forms, those that it uses of the shared ones among them.
pub(in crate::plan) fn read(
    raw: RawIndicators,
    declared: Declared<'_>,
    vocabulary: &Vocabulary<'_>,
    shared: &SharedIndicators,
    source: &Source,
    mistakes: &mut Vec<Mistake>,
) -> Indicators {
    let mut checker = Checker { source, mistakes };
    let mut whole = RawIndicators::default();
    let mut ids: BTreeSet<String> = BTreeSet::new();
    let mut weighed: Vec<Placed<Weight>> = Vec::new();
    let (mut indicators, mut places) = (Vec::new(), BTreeMap::new());
    let mut formulas: Vec<Range<usize>> = Vec::new();
    if raw.indicators.is_empty() {
        checker.missing("[[indicator]]", &(0..0));
    }
    for raw in raw.indicators {
        let head = raw.span();
        let raw = using::named(raw.into_inner(), shared);
        let id = checker.needed(raw.id.clone(), "id", &head);
        if !id.value.is_empty() && !ids.insert(id.value.clone()) {
            checker.tell(id.span.clone(), format!("指标`{}`重复", id.value));
        }
        // Several indicators may answer one row of the catalogue: by level, or as a total and a count.
        let sources = checker.needed_list(raw.source.clone(), "source", &head);
        let written = (raw.weight.clone(), raw.weights.clone());
        let weight = weights::read(written, declared, &mut checker, positive);
        weighed.extend(weight.clone());
        let Some(raw) = using::completed(raw, &head, shared, vocabulary, &mut checker) else { continue };
        whole.indicators.push(Spanned::new(head.clone(), RawIndicator { shared: None, filled: None, ..raw.clone() }));
        let formula = raw.formula.as_ref().map_or_else(|| head.clone(), Spanned::span);
        let weight = weight.map(|weight| weight.value);
        if let Some((read, at)) = one(raw, id.value, sources, weight, &head, declared, vocabulary, &mut checker) {
            places.insert(read.id.clone(), at);
            indicators.push(read);
            formulas.push(formula);
        }
    }
    members::check_together(&mut indicators, &formulas, &ids, &mut checker);
    if let Some(place) = weighed.last().map(|last| last.span.clone()) {
        let weighed: Vec<Weight> = weighed.into_iter().map(|weight| weight.value).collect();
        weights::add_up(&weighed, "各指标", &place, declared, &mut checker);
    }
    Indicators { read: indicators, places, whole }
}

/// A weight is more than nothing.
fn positive(number: Spanned<f64>, key: &str, checker: &mut Checker<'_>) -> Option<f64> {
    let number = checker.finite(Some(number), key)?;
    if number.value <= 0.0 {
        checker.tell(number.span, format!("`{key}`应大于0，这里是{}", number.value));
    }
    Some(number.value)
}

/// One indicator; `None` if its formula cannot be compiled.
#[expect(clippy::too_many_arguments, reason = "an indicator is judged by everything else in the pack")]
fn one(
    raw: RawIndicator,
    id: String,
    sources: Vec<Placed<String>>,
    weight: Option<Weight>,
    head: &Range<usize>,
    declared: Declared<'_>,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> Option<(Indicator, OfIndicator)> {
    let campaign = checker.needed(raw.campaign, "campaign", head);
    let campaigns = declared.campaigns();
    if !campaigns.is_empty() && !campaign.value.is_empty() && !campaigns.contains(&campaign.value) {
        let hint = near::suggestion(&campaign.value, campaigns.iter().map(String::as_str));
        checker.tell_with_hint(campaign.span.clone(), format!("plan.toml 的`campaigns`里没有`{}`", campaign.value), hint);
    }
    let clause = checker.needed(raw.clause, "clause", head).value;
    let unit = checker.needed(raw.unit, "unit", head);
    factor::is_written(&unit, checker);
    let unit = UnitOfMeasure::of(&unit.value);
    let direction = checker.needed(raw.better, "better", head);
    let better = checker.word(&direction, "better", &BETTER);
    let listed = checker.needed_list(raw.scopes, "scopes", head);
    let scopes: BTreeSet<Scope> = listed.iter().filter_map(|scope| checker.word(scope, "scopes", &SCOPES)).collect();
    let over = raw.over.map(|over| checker.needed(Some(over), "over", head));
    let over = over.and_then(|over| checker.word(&over, "over", &members::OVER));
    let formula = formula_of(raw.formula, raw.shared.is_some(), head, checker);
    let counted = reading::listed(&formula.value);
    members::check_scopes(&listed, over, &counted, checker);
    let has_shared_condition = using::is_shared(raw.condition.as_ref(), raw.shared.as_ref());
    let among = match over {
        Some(over) => Among::Members(over),
        None if counted.is_empty() && has_shared_condition => Among::UnitsOfAnyPack,
        None if counted.is_empty() => Among::Units,
        None => Among::Listed(counted),
    };
    // Of a shared one for which no form asks that was told, and that nobody can be chosen follows from it.
    let is_told = raw.shared.is_some() && formula.value.is_empty() && has_shared_condition;
    let condition = raw.condition.filter(|_| !is_told).map(|text| checker.needed(Some(text), "where", head));
    let own_condition = condition.as_ref().filter(|_| !has_shared_condition).map(|condition| condition.span.clone());
    let condition_at = condition.as_ref().map(|condition| checker.source.place(condition.span.clone()));
    let (condition, concerned) = choosing::condition(condition, &among, vocabulary, checker);
    let of = reading::Of {
        concerned: &concerned,
        is_for_single_units: scopes.contains(&Scope::Unit),
        number: reading::OfNumber { over, unit: unit.word() },
        categories: if raw.shared.is_some() { Categories::Registered } else { Categories::Filing },
    };
    let formula = reading::formula(&formula, of, vocabulary, checker);
    let used = raw.shared.as_ref().map(Spanned::span);
    let pace = raw.pace.map(|pace| checker.needed(Some(pace), "pace", head));
    let pace = pace.filter(|pace| checker.word(pace, "pace", &PACES).is_some()).map(|pace| pace.span);
    let is_paced = pace.is_some();
    let score = raw.score.map(|score| checker.needed(Some(score), "score", head));
    if let Some(score) = score.as_ref().filter(|_| weight.is_none()) {
        checker.tell(score.span.clone(), "有`score`的指标要有`weight`");
    }
    let score = score.and_then(|score| checker.word(&score, "score", &SCORES));

    let scale = raw.scale.map(|raw| scale::read(raw, checker));
    let written = raw.targets.len();
    let targets = targets::read(raw.targets, &Judged { better, scopes: &scopes, unit: &unit, declared, vocabulary }, checker);
    let (targets, targets_at): (Vec<_>, Vec<_>) = targets.into_iter().unzip();
    let open = raw.open.filter(|open| *open.get_ref()).map(|open| open.span());
    let is_open = open.is_some();
    // How a shared one is built up is none of the pack's own words.
    let pace = pace.filter(|pace| used.as_ref() != Some(pace));
    let judging = Judging { better: (&direction, better), pace, open, unit: &unit, written, targets: &targets };
    contradictory::check(&judging, head, checker);
    if raw.decimals.is_none() {
        checker.missing("decimals", head);
    }
    let decimals = checker.whole(raw.decimals, "decimals", 0..=MOST_DECIMALS).unwrap_or_default();
    let responsible = values(checker.list(raw.responsible, "responsible"));
    let (formula, parts) = formula?;
    if let Some(place) = own_condition.filter(|_| among == Among::Units && scopes.contains(&Scope::County)) {
        one_side::check(place, &formula, &concerned, vocabulary, checker);
    }
    let is_level = |item: &FormulaItem| vocabulary.get(&item.name).is_some_and(|known| *known.kind == Kind::Level);
    let is_of_levels = !formula.reads.is_empty() && formula.reads.iter().all(is_level) && formula.keeps_the_scale();
    let changes_by_difference = is_of_levels || formula.is_ratio() && !unit.is_money();
    let indicator = Indicator {
        id,
        source: values(sources),
        campaign: campaign.value,
        clause,
        formula,
        parts,
        unit,
        changes_by_difference,
        decimals,
        better: better.unwrap_or(Better::Neutral),
        scopes,
        over,
        condition,
        responsible,
        caliber: optional(raw.caliber).unwrap_or_default(),
        is_paced,
        is_open,
        weight,
        score,
        scale,
        targets,
    };
    Some((indicator, OfIndicator { condition: condition_at, targets: targets_at }))
}

/// The formula; blank without a word if it is a shared one that cannot be read here, which was told where it is used.
fn formula_of(
    written: Option<Spanned<String>>,
    is_shared: bool,
    head: &Range<usize>,
    checker: &mut Checker<'_>,
) -> Placed<String> {
    match written {
        None if is_shared => Placed { value: String::new(), span: head.clone() },
        written => checker.needed(written, "formula", head),
    }
}

/// What the keys of an indicator may say.
pub(in crate::plan) fn words() -> Words {
    let scopes = words_of(&SCOPES);
    vec![
        ("better", words_of(&BETTER)),
        ("scopes", scopes),
        ("over", words_of(&members::OVER)),
        ("pace", words_of(&PACES)),
        ("score", words_of(&SCORES)),
    ]
}
