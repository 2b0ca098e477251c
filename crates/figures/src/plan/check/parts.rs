//! `[[scheme.part]]` of `scoring.toml`: what is scored with which weight, and whether it can be.

use std::ops::Range;

use toml::Spanned;

use super::declared::Declared;
use super::fields::{Checker, Placed, Words, words_of};
use super::indicators::SCORES;
use super::points::points;
use super::scopes::word_of;
use super::{scale, weights};
use crate::plan::indicator::{Better, Indicator, Score};
use crate::plan::near;
use crate::plan::raw::RawPart;
use crate::plan::scope::Scope;
use crate::plan::scoring::{BandEnd, Method, OVERDUE_TASKS, Scale, TASK_COMPLETION, Weighed, WeightedPart};
use crate::plan::weight::Weight;

/// What of the tasks is scored.
const OF_TASKS: [(&str, Weighed); 2] = [("completion", Weighed::Tasks), ("overdue", Weighed::OverdueTasks)];

/// What the parts of a scheme are read against.
pub(super) struct Known<'run> {
    pub(super) indicators: &'run [Indicator],
    /// Whether every indicator could be read.
    pub(super) is_complete: bool,
    pub(super) declared: Declared<'run>,
    /// Kind of the groups that are scored.
    pub(super) scope: Scope,
}

/// The parts that a scheme lists; their weights add up to 100 in every year. Where they do not is told at `sum_at`, or at the last weight.
pub(super) fn listed(
    raw: Vec<Spanned<RawPart>>,
    sum_at: Option<Range<usize>>,
    known: &Known<'_>,
    checker: &mut Checker<'_>,
) -> Vec<WeightedPart> {
    let mut parts: Vec<WeightedPart> = Vec::new();
    let mut weighed: Vec<Weight> = Vec::new();
    let mut last = 0..0;
    for raw in raw {
        let head = raw.span();
        let raw = raw.into_inner();
        if raw.weight.is_none() && raw.weights.is_none() {
            checker.missing("weight", &head);
        }
        let written = (raw.weight.clone(), raw.weights.clone());
        let weight =
            weights::read(written, known.declared, checker, |number, key, checker| points(Some(number), key, None, checker));
        last = weight.as_ref().map_or_else(|| head.clone(), |weight| weight.span.clone());
        let weight = weight.map(|weight| weight.value);
        weighed.extend(weight.clone());
        parts.extend(part(raw, &head, weight, known, &parts, checker));
    }
    weights::add_up(&weighed, "这一分组各指标", &sum_at.unwrap_or(last), known.declared, checker);
    parts
}

/// Checks the parts of a shared scheme as far as neither the indicators nor the years of a plan are needed for it.
pub(super) fn by_themselves(raw: &[Spanned<RawPart>], checker: &mut Checker<'_>) {
    let declared = Declared::default();
    let mut weighed: Vec<Weight> = Vec::new();
    let mut last = 0..0;
    for raw in raw {
        let (head, raw) = (raw.span(), raw.get_ref().clone());
        match (raw.tasks, raw.indicator) {
            (Some(_), Some(indicator)) => checker.tell(indicator.span(), "`indicator`和`tasks`只写其中一个"),
            (Some(tasks), None) => {
                let tasks = checker.needed(Some(tasks), "tasks", &head);
                checker.word(&tasks, "tasks", &OF_TASKS);
            }
            (None, indicator) => {
                checker.needed(indicator, "indicator", &head);
            }
        }
        if let Some(method) = raw.method.map(|method| checker.needed(Some(method), "method", &head)) {
            checker.word(&method, "method", &SCORES);
        }
        if let Some(scale) = raw.scale {
            scale::read(scale, checker);
        }
        if raw.weight.is_none() && raw.weights.is_none() {
            checker.missing("weight", &head);
        }
        let weight = weights::read((raw.weight, raw.weights), declared, checker, |number, key, checker| {
            points(Some(number), key, None, checker)
        });
        last = weight.as_ref().map_or(head, |weight| weight.span.clone());
        weighed.extend(weight.map(|weight| weight.value));
    }
    weights::add_up(&weighed, "这一分组各指标", &last, declared, checker);
}

/// One part, beside those before it.
fn part(
    raw: RawPart,
    head: &Range<usize>,
    weight: Option<Weight>,
    known: &Known<'_>,
    before: &[WeightedPart],
    checker: &mut Checker<'_>,
) -> Option<WeightedPart> {
    let (what, place, name) = match (raw.tasks, raw.indicator) {
        (Some(tasks), indicator) => {
            let tasks = checker.needed(Some(tasks), "tasks", head);
            if let Some(indicator) = indicator {
                checker.tell(indicator.span(), "`indicator`和`tasks`只写其中一个");
            }
            let what = of_tasks(&tasks, known.scope, checker);
            let name = if what == Some(Weighed::OverdueTasks) { OVERDUE_TASKS } else { TASK_COMPLETION };
            (what, tasks.span, name.to_owned())
        }
        (None, indicator) => {
            let named = checker.needed(indicator, "indicator", head);
            (position(&named, known, checker).map(Weighed::Indicator), named.span, named.value)
        }
    };
    if what.is_some_and(|what| before.iter().any(|part| part.what == what)) {
        checker.tell(place.clone(), format!("指标`{name}`在这一分组里写了两次"));
    }
    let method = raw.method.map(|method| checker.needed(Some(method), "method", head));
    let written = method.as_ref().map(|method| checker.word(method, "method", &SCORES));
    let basis = raw.basis.map(|basis| checker.needed(Some(basis), "basis", head).value);
    let own_scale = raw.scale.map(|raw| (raw.span(), scale::read(raw, checker)));
    let what = what?;
    if what == Weighed::OverdueTasks {
        let unwanted = method.map(|method| method.span).into_iter().chain(own_scale.map(|(span, _)| span));
        for span in unwanted {
            checker.tell(span, format!("{OVERDUE_TASKS}按每项扣几分（`each`）计，不写`method`和`scale`"));
        }
        let each = points(raw.each, "each", Some(head), checker)?;
        return weight.map(|weight| WeightedPart { what, weight, method: Method::Deduct { each }, basis });
    }
    if let Some(each) = raw.each {
        checker.tell(each.span(), "只有`tasks = \"overdue\"`才用`each`");
    }
    let indicator = match what {
        Weighed::Indicator(position) => known.indicators.get(position),
        Weighed::Tasks | Weighed::OverdueTasks => None,
    };
    let way = match written {
        Some(written) => written?,
        None => indicator.and_then(|indicator| indicator.score).unwrap_or(Score::Proportional),
    };
    if let Some((span, _)) = own_scale.as_ref().filter(|_| !matches!(way, Score::Efficacy | Score::Bands)) {
        checker.tell(span.clone(), "只有`efficacy`和`bands`才用`scale`");
    }
    let scale = own_scale.map(|(_, scale)| scale).or_else(|| indicator?.scale.clone()).unwrap_or_default();
    let suited = match indicator {
        Some(indicator) => method_of(way, &scale, indicator, known.scope),
        None => scaled(way, &scale, TASK_COMPLETION, Better::Higher),
    };
    match suited {
        Ok(method) => weight.map(|weight| WeightedPart { what, weight, method, basis }),
        Err((message, hint)) => {
            checker.tell_with_hint(method.map_or(place, |method| method.span), message, hint);
            None
        }
    }
}

/// What of the tasks a part scores; counties and the area have some.
fn of_tasks(written: &Placed<String>, scope: Scope, checker: &mut Checker<'_>) -> Option<Weighed> {
    let what = checker.word(written, "tasks", &OF_TASKS);
    let has_tasks = matches!(scope, Scope::Area | Scope::County);
    if !has_tasks {
        let name = if what == Some(Weighed::OverdueTasks) { OVERDUE_TASKS } else { TASK_COMPLETION };
        checker.tell(written.span.clone(), format!("任务只由全域和县区承担，`{}`没有{name}", word_of(scope)));
    }
    what.filter(|_| has_tasks)
}

/// The position of an indicator that a part names.
fn position(named: &Placed<String>, known: &Known<'_>, checker: &mut Checker<'_>) -> Option<usize> {
    let Known { indicators, is_complete, .. } = *known;
    let position = indicators.iter().position(|indicator| indicator.id == named.value);
    if position.is_none() && is_complete && !named.value.is_empty() {
        let hint = near::suggestion(&named.value, indicators.iter().map(|indicator| indicator.id.as_str()));
        checker.tell_with_hint(named.span.clone(), format!("没有指标`{}`", named.value), hint);
    }
    position
}

/// The weights and methods of `indicators.toml`, for a scheme that lists no parts.
pub(super) fn by_default(
    indicators: &[Indicator],
    scope: Scope,
    head: &Range<usize>,
    checker: &mut Checker<'_>,
) -> Vec<WeightedPart> {
    let mut parts = Vec::new();
    let weighted =
        indicators.iter().enumerate().filter_map(|(position, indicator)| Some((position, indicator, indicator.weight.clone()?)));
    for (position, indicator, weight) in weighted {
        let way = indicator.score.unwrap_or(Score::Proportional);
        let scale = indicator.scale.clone().unwrap_or_default();
        match method_of(way, &scale, indicator, scope) {
            Ok(method) => parts.push(WeightedPart { what: Weighed::Indicator(position), weight, method, basis: None }),
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
    let is_measured_by_target = matches!(way, Score::Target | Score::Proportional);
    if indicator.better == Better::Within && !is_measured_by_target {
        let hint = Some("可用的有：target、proportional".to_owned());
        return Err((format!("指标`{id}`以落在区间内为好，不能按高低评分"), hint));
    }
    let has_target = indicator.targets.iter().any(|target| target.is_asked_of_scope(scope));
    if is_measured_by_target && !has_target && (indicator.is_open || !indicator.targets.is_empty()) {
        let hint = Some("可用的有：efficacy、bands、rank".to_owned());
        return Err((format!("指标`{id}`对`{}`没有目标值，不能与目标比较", word_of(scope)), hint));
    }
    scaled(way, scale, id, indicator.better)
}

/// The method with its scale, as the direction of what is scored asks for it.
fn scaled(way: Score, scale: &Scale, id: &str, better: Better) -> Result<Method, Unsuited> {
    match way {
        Score::Target => Ok(Method::Target),
        Score::Proportional => Ok(Method::Proportional),
        Score::Efficacy => match (scale.low, scale.high) {
            (Some(low), Some(high)) if better == Better::Higher && low < high => Ok(Method::Efficacy { low, high }),
            (Some(low), Some(high)) if better == Better::Lower && low > high => Ok(Method::Efficacy { low, high }),
            (Some(low), Some(high)) => {
                Err((format!("指标`{id}`的不允许值`low`{low}应比满意值`high`{high}差，与`better`一致"), None))
            }
            _ => Err((format!("指标`{id}`用`efficacy`，要有`scale`的`low`（不允许值）和`high`（满意值）"), None)),
        },
        Score::Bands => {
            let key = if better == Better::Lower { "to" } else { "from" };
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

/// What the keys of a part may say.
pub(in crate::plan) fn words() -> Words {
    vec![("tasks", words_of(&OF_TASKS)), ("method", words_of(&SCORES))]
}
