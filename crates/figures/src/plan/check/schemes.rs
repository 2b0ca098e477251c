//! The peer groups of `scoring.toml`: who belongs to each, what is scored with which weight, and whether it can be.

use std::ops::Range;

use toml::Spanned;

use super::fields::{Checker, values};
use super::indicators::SCORES;
use super::points::points;
use super::scale;
use super::targets::SCOPES;
use super::vocabulary::Vocabulary;
use crate::plan::indicator::{Better, Indicator, Score};
use crate::plan::near;
use crate::plan::raw::{RawPart, RawScheme};
use crate::plan::scope::Scope;
use crate::plan::scoring::{BandEnd, Method, Scale, Scheme, WeightedIndicator};
use tongbao_returns::domain::Category;

/// All weights of a scheme.
const FULL_WEIGHT: f64 = 100.0;

/// Checks one scheme; `None` without a scope.
pub(super) fn scheme(
    raw: Spanned<RawScheme>,
    (indicators, is_complete): (&[Indicator], bool),
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> Option<Scheme> {
    let head = raw.span();
    let raw = raw.into_inner();
    let name = checker.needed(raw.name, "name", &head).value;
    let scope = checker.needed(raw.scope, "scope", &head);
    let scope = checker.word(&scope, "scope", &SCOPES);
    for (texts, key, only) in
        [(&raw.categories, "categories", Scope::Unit), (&raw.alliance_kinds, "alliance-kinds", Scope::Alliance)]
    {
        if let Some(texts) = texts.as_ref().filter(|_| scope.is_some_and(|scope| scope != only)) {
            checker.tell(texts.span(), format!("只有`scope = \"{}\"`才用`{key}`", word_of(only)));
        }
    }
    let categories = checker.list(raw.categories, "categories");
    for category in &categories {
        if vocabulary.is_complete && !vocabulary.categories.contains(&Category::new(&category.value)) {
            let hint = near::suggestion(&category.value, vocabulary.categories.iter().map(|known| known.as_str()));
            checker.tell_with_hint(category.span.clone(), format!("没有表式由类别`{}`填报", category.value), hint);
        }
    }
    let alliance_kinds = values(checker.list(raw.alliance_kinds, "alliance-kinds"));
    let scope = scope?;
    let parts = if raw.parts.is_empty() {
        default_parts(indicators, scope, &head, checker)
    } else {
        parts(raw.parts, (indicators, is_complete), scope, checker)
    };
    let categories = categories.iter().map(|category| Category::new(&category.value)).collect();
    Some(Scheme { name, scope, categories, alliance_kinds, parts })
}

/// The parts that a scheme lists; their weights add up to 100.
fn parts(
    raw: Vec<Spanned<RawPart>>,
    (indicators, is_complete): (&[Indicator], bool),
    scope: Scope,
    checker: &mut Checker<'_>,
) -> Vec<WeightedIndicator> {
    let mut parts: Vec<WeightedIndicator> = Vec::new();
    let mut sum = 0.0;
    let mut last = 0..0;
    for raw in raw {
        let head = raw.span();
        let raw = raw.into_inner();
        let weight = points(raw.weight.clone(), "weight", Some(&head), checker);
        sum += weight.unwrap_or_default();
        last = raw.weight.as_ref().map_or_else(|| head.clone(), Spanned::span);
        let named = checker.needed(raw.indicator, "indicator", &head);
        let method = raw.method.map(|method| checker.needed(Some(method), "method", &head));
        let written = method.as_ref().map(|method| checker.word(method, "method", &SCORES));
        let place = method.map_or_else(|| named.span.clone(), |method| method.span);
        let basis = raw.basis.map(|basis| checker.needed(Some(basis), "basis", &head).value);
        let own_scale = raw.scale.map(|raw| (raw.span(), scale::read(raw, checker)));
        let Some((position, indicator)) = indicators.iter().enumerate().find(|(_, indicator)| indicator.id == named.value) else {
            if is_complete && !named.value.is_empty() {
                let hint = near::suggestion(&named.value, indicators.iter().map(|indicator| indicator.id.as_str()));
                checker.tell_with_hint(named.span, format!("没有指标`{}`", named.value), hint);
            }
            continue;
        };
        if parts.iter().any(|part| part.indicator == position) {
            checker.tell(named.span.clone(), format!("指标`{}`在这一分组里写了两次", named.value));
        }
        let way = match written {
            Some(None) => continue,
            Some(Some(way)) => way,
            None => indicator.score.unwrap_or(Score::Proportional),
        };
        let needs_scale = matches!(way, Score::Efficacy | Score::Bands);
        if let Some((span, _)) = own_scale.as_ref().filter(|_| !needs_scale) {
            checker.tell(span.clone(), "只有`efficacy`和`bands`才用`scale`");
        }
        let scale = own_scale.map(|(_, scale)| scale).or_else(|| indicator.scale.clone()).unwrap_or_default();
        match method_of(way, &scale, indicator, scope) {
            Ok(method) => {
                parts.extend(weight.map(|weight| WeightedIndicator { indicator: position, weight, method, basis }));
            }
            Err((message, hint)) => checker.tell_with_hint(place, message, hint),
        }
    }
    if (sum - FULL_WEIGHT).abs() > 1e-6 {
        checker.tell(last, format!("这一分组各指标`weight`之和应为{FULL_WEIGHT}，这里是{}", (sum * 100.0).round() / 100.0));
    }
    parts
}

/// The weights and methods of `indicators.toml`, for a scheme that lists no parts.
fn default_parts(
    indicators: &[Indicator],
    scope: Scope,
    head: &Range<usize>,
    checker: &mut Checker<'_>,
) -> Vec<WeightedIndicator> {
    let mut parts = Vec::new();
    let weighted =
        indicators.iter().enumerate().filter_map(|(position, indicator)| Some((position, indicator, indicator.weight?)));
    for (position, indicator, weight) in weighted {
        let way = indicator.score.unwrap_or(Score::Proportional);
        let scale = indicator.scale.clone().unwrap_or_default();
        match method_of(way, &scale, indicator, scope) {
            Ok(method) => parts.push(WeightedIndicator { indicator: position, weight, method, basis: None }),
            Err((message, hint)) => checker.tell_with_hint(head.clone(), message, hint),
        }
    }
    if indicators.iter().all(|indicator| indicator.weight.is_none()) {
        let hint = Some("给分组写`[[scheme.part]]`，或者在 indicators.toml 里给指标写`weight`和`score`".to_owned());
        checker.tell_with_hint(head.clone(), "这一分组没有`[[scheme.part]]`，indicators.toml 里也没有`weight`", hint);
    }
    parts
}

/// Why an indicator cannot be scored by a method, and what to write instead.
type Unsuited = (String, Option<String>);

/// The method with its scale, if the indicator can be scored by it for this scope.
fn method_of(way: Score, scale: &Scale, indicator: &Indicator, scope: Scope) -> Result<Method, Unsuited> {
    let id = &indicator.id;
    if indicator.better == Better::Neutral {
        return Err((format!("指标`{id}`是监测比较指标（`better = \"neutral\"`），不能评分"), None));
    }
    if !indicator.scopes.contains(&scope) {
        return Err((format!("指标`{id}`的`scopes`里没有`{}`", word_of(scope)), None));
    }
    let needs_direction = !matches!(way, Score::Target | Score::Proportional);
    if indicator.better == Better::Within && needs_direction {
        let hint = Some("可用的有：target、proportional".to_owned());
        return Err((format!("指标`{id}`以落在区间内为好，不能按高低评分"), hint));
    }
    match way {
        Score::Target | Score::Proportional => {
            let has_target = indicator.targets.iter().any(|target| target.scope.is_none_or(|only| only == scope));
            if indicator.is_open || !indicator.targets.is_empty() && !has_target {
                let hint = Some("可用的有：efficacy、bands、rank".to_owned());
                return Err((format!("指标`{id}`对`{}`没有目标值，不能与目标比较", word_of(scope)), hint));
            }
            Ok(if way == Score::Target { Method::Target } else { Method::Proportional })
        }
        Score::Efficacy => match (scale.low, scale.high) {
            (Some(low), Some(high)) if indicator.better == Better::Higher && low < high => Ok(Method::Efficacy { low, high }),
            (Some(low), Some(high)) if indicator.better == Better::Lower && low > high => Ok(Method::Efficacy { low, high }),
            (Some(low), Some(high)) => {
                Err((format!("指标`{id}`的不允许值`low`{low}应比满意值`high`{high}差，与`better`一致"), None))
            }
            _ => Err((format!("指标`{id}`用`efficacy`，要有`scale`的`low`（不允许值）和`high`（满意值）"), None)),
        },
        Score::Bands => {
            let key = if indicator.better == Better::Lower { "to" } else { "from" };
            let fits = |end: BandEnd| matches!((end, key), (BandEnd::From(_), "from") | (BandEnd::To(_), "to"));
            if scale.bands.is_empty() {
                Err((format!("指标`{id}`用`bands`，要有`scale`的`bands`"), None))
            } else if scale.bands.iter().all(|band| fits(band.end)) {
                Ok(Method::Bands(scale.bands.clone()))
            } else {
                Err((format!("指标`{id}`的各档应用`{key}`，与`better`一致"), None))
            }
        }
        Score::Rank => Ok(Method::Rank),
    }
}

/// Whether some group may belong to both schemes.
pub(super) fn overlap(one: &Scheme, other: &Scheme) -> bool {
    fn share<T: PartialEq>(one: &[T], other: &[T]) -> bool {
        one.is_empty() || other.is_empty() || one.iter().any(|listed| other.contains(listed))
    }
    one.scope == other.scope
        && match one.scope {
            Scope::Unit => share(&one.categories, &other.categories),
            Scope::Alliance => share(&one.alliance_kinds, &other.alliance_kinds),
            Scope::County | Scope::Area => true,
        }
}

/// A scope as a pack writes it.
fn word_of(scope: Scope) -> &'static str {
    SCOPES.iter().find(|(_, known)| *known == scope).map_or("", |(word, _)| word)
}
