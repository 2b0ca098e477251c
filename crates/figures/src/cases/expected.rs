//! `[[test.expect]]`: what must come out, with everything that it names looked up.

use std::ops::Range;

use toml::{Spanned, Value};

use super::dates::text_of;
use super::expectation::{
    Expectation, Expected, ExpectedFigure, ExpectedFinding, ExpectedLight, ExpectedPoints, ExpectedScore, ExpectedTask,
    RuleEnding,
};
use super::names::Names;
use super::raw::RawExpectation;
use crate::aggregate::{Computed, Earlier, Group};
use crate::assess::score::Lack;
use crate::assess::{Status, TaskStatus};
use crate::plan::check::fields::{Checker, Placed, Words, optional, words_of};
use crate::plan::check::named_task;
use crate::plan::check::rules::SEVERITIES;
use crate::plan::{OVERDUE_TASKS, Plan, Scope, Scoring, TASK_COMPLETION, Weighed, suggestion};
use tongbao_document::Light;
use tongbao_document::figure::round_half_up;
use tongbao_returns::domain::Period;
use tongbao_returns::domain::period::Part;
use tongbao_returns::registry::Registry;

const LIGHTS: [(&str, ExpectedLight); 4] = [
    ("green", ExpectedLight::Colour(Light::Green)),
    ("yellow", ExpectedLight::Colour(Light::Yellow)),
    ("red", ExpectedLight::Colour(Light::Red)),
    ("none", ExpectedLight::Dark),
];
/// Of two that share a word the first.
const STATUSES: [Status; 14] = [
    Status::Reached,
    Status::OnSchedule,
    Status::Behind,
    Status::FarBehind,
    Status::Improved,
    Status::Unchanged,
    Status::Worse,
    Status::NotDue,
    Status::Ended,
    Status::Withheld,
    Status::NothingEarlier(Earlier::LastYear),
    Status::NothingEarlier(Earlier::LastPeriod),
    Status::NothingEarlier(Earlier::ThisYear),
    Status::NotJudged,
];
/// Why there is no number.
const NO_NUMBER: [(&str, Computed); 6] = [
    ("未报", Computed::NotReported),
    ("无法计算", Computed::NotComputable),
    ("不适用", Computed::NotApplicable),
    (Earlier::LastYear.lack(), Computed::NotAsked(Earlier::LastYear)),
    (Earlier::LastPeriod.lack(), Computed::NotAsked(Earlier::LastPeriod)),
    (Earlier::ThisYear.lack(), Computed::NotAsked(Earlier::ThisYear)),
];
const ENDINGS: [(&str, RuleEnding); 5] = [
    ("不通过", RuleEnding::Broken),
    ("通过", RuleEnding::Kept),
    ("无法核对", RuleEnding::Unverifiable),
    ("未执行", RuleEnding::NotRun),
    ("不涉及", RuleEnding::NotConcerned),
];
const LACKS: [Lack; 9] = [
    Lack::NotApplicable,
    Lack::NotComputable,
    Lack::NoTarget,
    Lack::NotDue,
    Lack::Ended,
    Lack::NoBase,
    Lack::NotReported,
    Lack::LowCoverage,
    Lack::NotProven,
];
/// A group that must not be scored.
const UNSCORED: &str = "不评分";

/// What the keys of `[[test.expect]]` may say.
pub(super) fn words() -> Words {
    let mut states: Vec<&str> = Vec::new();
    // Of figures and of tasks.
    for word in STATUSES.map(Status::word).into_iter().chain(TaskStatus::ALL.map(TaskStatus::word)) {
        if !states.contains(&word) {
            states.push(word);
        }
    }
    vec![
        ("light", words_of(&LIGHTS)),
        ("status", states),
        ("severity", words_of(&SEVERITIES)),
        ("lack", LACKS.map(Lack::reason).to_vec()),
    ]
}

/// What the names in an expectation may mean.
pub(super) struct Known<'run> {
    pub(super) plan: &'run Plan,
    pub(super) period: Period,
    pub(super) registry: &'run Registry,
    pub(super) names: &'run Names,
}

/// What an expectation is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Figure,
    Finding,
    Score,
    Points,
    Task,
}

/// The key that says what an expectation is of, and those that go with it.
const KINDS: [(Kind, &str, &[&str]); 5] = [
    (Kind::Figure, "indicator", &["value", "light", "status", "coverage", "place"]),
    (Kind::Finding, "rule", &["finding", "severity", "message"]),
    (Kind::Score, "score", &["grade", "bonus", "penalty", "place"]),
    (Kind::Points, "part", &["points", "weight", "lack"]),
    (Kind::Task, "task", &["status", "overdue-days"]),
];

/// Checks one expectation; none after its mistake is told.
pub(super) fn read(raw: Spanned<RawExpectation>, known: &Known<'_>, checker: &mut Checker<'_>) -> Option<Expectation> {
    let head = raw.span();
    let raw = raw.into_inner();
    let kind = kind(&raw, &head, checker)?;
    let of = raw.of.clone().map(|of| checker.needed(Some(of), "of", &head));
    let place = of.as_ref().map_or_else(|| head.clone(), |of| of.span.clone());
    let (group, group_name) = known.names.meant(of.as_ref(), checker)?;
    let whose = Whose { group: &group, name: &group_name, place };
    let what = match kind {
        Kind::Figure => Expected::Figure(figure(raw, &head, &whose, known, checker)?),
        Kind::Finding => Expected::Finding(finding(raw, &head, &whose, known, checker)?),
        Kind::Score => Expected::Score(score(raw, &whose, known, checker)?),
        Kind::Points => Expected::Points(points(raw, &head, &whose, known, checker)?),
        Kind::Task => Expected::Task(task(raw, &head, &whose, known, checker)?),
    };
    let line = checker.source.place(head).line;
    Some(Expectation { line, group, group_name, what })
}

/// Whom an expectation is of, and where it says so.
struct Whose<'run> {
    group: &'run Group,
    name: &'run str,
    place: Range<usize>,
}

/// What an expectation is of; keys that do not go with it are told.
fn kind(raw: &RawExpectation, head: &Range<usize>, checker: &mut Checker<'_>) -> Option<Kind> {
    let written = written(raw);
    let said: Vec<_> = KINDS.iter().filter(|(_, key, _)| written.iter().any(|(known, _)| known == key)).collect();
    let [(kind, key, with)] = said.as_slice() else {
        let keys = KINDS.map(|(_, key, _)| format!("`{key}`")).join("、");
        checker.tell(head.clone(), format!("`[[test.expect]]`写{keys}其中一个：期望的是什么"));
        return None;
    };
    for (strange, span) in written.iter().filter(|(known, _)| known != key && !with.contains(known)) {
        let hint = Some(format!("`{key}`可以带的有：{}", with.join("、")));
        checker.tell_with_hint(span.clone(), format!("`{strange}`不和`{key}`写在一起"), hint);
    }
    Some(*kind)
}

/// The keys that an expectation has but `of`, each with its place.
fn written(raw: &RawExpectation) -> Vec<(&'static str, Range<usize>)> {
    fn place<T>(key: &'static str, value: Option<&Spanned<T>>) -> Option<(&'static str, Range<usize>)> {
        value.map(|value| (key, value.span()))
    }
    let keys = [
        place("indicator", raw.indicator.as_ref()),
        place("value", raw.value.as_ref()),
        place("light", raw.light.as_ref()),
        place("status", raw.status.as_ref()),
        place("coverage", raw.coverage.as_ref()),
        place("place", raw.place.as_ref()),
        place("rule", raw.rule.as_ref()),
        place("finding", raw.finding.as_ref()),
        place("severity", raw.severity.as_ref()),
        place("message", raw.message.as_ref()),
        place("score", raw.score.as_ref()),
        place("grade", raw.grade.as_ref()),
        place("bonus", raw.bonus.as_ref()),
        place("penalty", raw.penalty.as_ref()),
        place("part", raw.part.as_ref()),
        place("points", raw.points.as_ref()),
        place("weight", raw.weight.as_ref()),
        place("lack", raw.lack.as_ref()),
        place("task", raw.task.as_ref()),
        place("overdue-days", raw.overdue_days.as_ref()),
    ];
    keys.into_iter().flatten().collect()
}

fn figure(
    raw: RawExpectation,
    head: &Range<usize>,
    whose: &Whose<'_>,
    known: &Known<'_>,
    checker: &mut Checker<'_>,
) -> Option<ExpectedFigure> {
    let id = checker.needed(raw.indicator, "indicator", head);
    let found = known.plan.indicators.iter().enumerate().find(|(_, indicator)| indicator.id == id.value);
    let Some((position, indicator)) = found else {
        let hint = suggestion(&id.value, known.plan.indicators.iter().map(|indicator| indicator.id.as_str()));
        checker.tell_with_hint(id.span, format!("没有指标`{}`", id.value), hint);
        return None;
    };
    if !indicator.scopes.contains(&whose.group.scope()) {
        checker.tell(whose.place.clone(), format!("指标`{}`不算到`{}`这一级：它的 scopes 里没有", indicator.id, whose.name));
    }
    let value = raw.value.and_then(|value| value_of(&value, Some(indicator.decimals), checker));
    let light = raw.light.map(|light| checker.needed(Some(light), "light", head));
    let status = raw.status.map(|status| checker.needed(Some(status), "status", head));
    Some(ExpectedFigure {
        indicator: position,
        value,
        light: light.and_then(|light| checker.word(&light, "light", &LIGHTS)),
        status: status.and_then(|status| checker.word(&status, "status", &STATUSES.map(|known| (known.word(), known)))),
        coverage: checker.finite(raw.coverage, "coverage").map(|coverage| coverage.value),
        place: checker.whole(raw.place, "place", 1..=100_000),
    })
}

/// A number, with no more decimals than are printed, or the word of why there is none.
fn value_of(written: &Spanned<Value>, decimals: Option<u8>, checker: &mut Checker<'_>) -> Option<Computed> {
    let number = number(written.get_ref());
    let Some(number) = number else {
        let word = Placed { value: text_of(written.get_ref()), span: written.span() };
        return checker.word(&word, "value", &NO_NUMBER);
    };
    if let Some(decimals) = decimals.filter(|decimals| (round_half_up(number, *decimals) - number).abs() > 1e-9) {
        checker.tell(written.span(), format!("这个指标印到{decimals}位小数，这里是{number}"));
    }
    Some(Computed::Number(number))
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(_) | Value::Float(_) => value.to_string().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

fn finding(
    raw: RawExpectation,
    head: &Range<usize>,
    whose: &Whose<'_>,
    known: &Known<'_>,
    checker: &mut Checker<'_>,
) -> Option<ExpectedFinding> {
    let id = checker.needed(raw.rule, "rule", head);
    let Some(rule) = known.plan.rules.iter().find(|rule| rule.id == id.value) else {
        let hint = suggestion(&id.value, known.plan.rules.iter().map(|rule| rule.id.as_str()));
        checker.tell_with_hint(id.span, format!("没有审核规则`{}`", id.value), hint);
        return None;
    };
    let unit = if let Group::Unit(code) = whose.group { known.registry.units.get(code) } else { None };
    let Some(unit) = unit else {
        checker.tell(whose.place.clone(), "审核规则逐个单位核对，`of`写单位的名称");
        return None;
    };
    if let Some(form) = known.plan.form(&rule.form).filter(|form| !form.is_filed_by(&unit.category)) {
        let message = format!("`{}`核对《{}》，`{}`不填这张表", rule.id, form.title, unit.name);
        checker.tell(whose.place.clone(), message);
    }
    let ending = match raw.finding.as_ref().map(|written| (written.get_ref(), written.span())) {
        None | Some((Value::Boolean(true), _)) => RuleEnding::Broken,
        Some((Value::Boolean(false), _)) => RuleEnding::Kept,
        Some((word, span)) => checker.word(&Placed { value: text_of(word), span }, "finding", &ENDINGS)?,
    };
    let severity = raw.severity.map(|word| checker.needed(Some(word), "severity", head));
    let severity = severity.and_then(|word| checker.word(&word, "severity", &SEVERITIES));
    Some(ExpectedFinding { rule: rule.id.clone(), ending, severity, message: optional(raw.message) })
}

/// The pack's scores, where the period has any.
fn scoring<'run>(known: &Known<'run>, whose: &Whose<'_>, checker: &mut Checker<'_>) -> Option<&'run Scoring> {
    let scoring = known.plan.scoring.as_ref();
    if scoring.is_none() {
        checker.tell(whose.place.clone(), "方案包没有 scoring.toml，不评分");
    } else if known.period.part != Part::Year {
        checker.tell(whose.place.clone(), format!("只有年度（`period = \"{}\"`）才评分", known.period.year));
        return None;
    }
    scoring
}

fn score(raw: RawExpectation, whose: &Whose<'_>, known: &Known<'_>, checker: &mut Checker<'_>) -> Option<ExpectedScore> {
    let scoring = scoring(known, whose, checker)?;
    let written = raw.score?;
    let score = match number(written.get_ref()) {
        Some(score) => Some(score),
        None if text_of(written.get_ref()) == UNSCORED => None,
        None => {
            checker.tell(written.span(), format!("`score`写得分，或写`{UNSCORED}`"));
            return None;
        }
    };
    let grade = raw.grade.map(|name| checker.needed(Some(name), "grade", &whose.place));
    let grades: Vec<(&str, usize)> = scoring.grades.iter().map(|grade| grade.name.as_str()).zip(0..).collect();
    Some(ExpectedScore {
        score,
        grade: grade.and_then(|grade| checker.word(&grade, "grade", &grades)),
        bonus: checker.finite(raw.bonus, "bonus").map(|bonus| bonus.value),
        penalty: checker.finite(raw.penalty, "penalty").map(|penalty| penalty.value),
        place: checker.whole(raw.place, "place", 1..=100_000),
    })
}

fn points(
    raw: RawExpectation,
    head: &Range<usize>,
    whose: &Whose<'_>,
    known: &Known<'_>,
    checker: &mut Checker<'_>,
) -> Option<ExpectedPoints> {
    let scoring = scoring(known, whose, checker)?;
    let name = checker.needed(raw.part, "part", head);
    let what = match known.plan.indicators.iter().position(|indicator| indicator.id == name.value) {
        _ if name.value == TASK_COMPLETION => Some(Weighed::Tasks),
        _ if name.value == OVERDUE_TASKS => Some(Weighed::OverdueTasks),
        position => position.map(Weighed::Indicator),
    };
    let scope: Scope = whose.group.scope();
    let parts = || scoring.schemes.iter().filter(|scheme| scheme.scope == scope).flat_map(|scheme| &scheme.parts);
    let Some(what) = what.filter(|what| parts().any(|part| part.what == *what)) else {
        let named = parts().map(|part| match part.what {
            Weighed::Tasks => TASK_COMPLETION,
            Weighed::OverdueTasks => OVERDUE_TASKS,
            Weighed::Indicator(position) => known.plan.indicators.get(position).map_or("", |indicator| &indicator.id),
        });
        let hint = suggestion(&name.value, named);
        checker.tell_with_hint(name.span, format!("`{}`所在的评分分组里没有`{}`", whose.name, name.value), hint);
        return None;
    };
    let lack = raw.lack.map(|word| checker.needed(Some(word), "lack", head));
    Some(ExpectedPoints {
        what,
        name: name.value,
        points: checker.finite(raw.points, "points").map(|points| points.value),
        weight: checker.finite(raw.weight, "weight").map(|weight| weight.value),
        lack: lack.and_then(|word| checker.word(&word, "lack", &LACKS.map(|known| (known.reason(), known)))),
    })
}

fn task(
    raw: RawExpectation,
    head: &Range<usize>,
    whose: &Whose<'_>,
    known: &Known<'_>,
    checker: &mut Checker<'_>,
) -> Option<ExpectedTask> {
    let name = checker.needed(raw.task, "task", head);
    let task = named_task::row(&known.plan.ledger, &name, checker)?.id.clone();
    if !matches!(whose.group, Group::Area | Group::County(_)) {
        checker.tell(whose.place.clone(), "任务看全市（县）或县（市、区）的状态，`of`不能写单位、医联体");
        return None;
    }
    let status = raw.status.map(|word| checker.needed(Some(word), "status", head));
    Some(ExpectedTask {
        task,
        status: status.and_then(|word| checker.word(&word, "status", &TaskStatus::ALL.map(|known| (known.word(), known)))),
        overdue_days: checker.whole(raw.overdue_days, "overdue-days", 0..=36_600),
    })
}
