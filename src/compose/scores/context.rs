//! Scores as sentences say them. Names ending in `_count` are plain numbers to decide by, all others are tokens or words to print.

use std::collections::BTreeSet;

use minijinja::{Value as Context, context};

use super::lists::Listed;
use super::told::{Told, is_of_units};
use super::{events, lists};
use crate::compose::context::name::{Name, Shape, count as plain, group, list, number, words};
use crate::compose::counts::count;
use crate::compose::singled_out::{MOST_NAMES as MOST_SINGLED_OUT, Ranked};
use crate::compose::wording::Tokens;
use tongbao_document::figure::round_half_up;
use tongbao_document::subject::{RankingCount, SchemeNumber, ScoreCount};
use tongbao_document::{Figure, Measure, Subject, Value, count};
use tongbao_figures::assess::score::{Scorecard, Total};
use tongbao_figures::plan::Scheme;
use tongbao_returns::domain::Nature;

/// Most names that a sentence lists.
const MOST_NAMES: usize = 10;

/// What can be said of the group's own scorecard.
const OF_CARD: &[Name] = &[
    number("score", "得分"),
    number("base", "指标得分"),
    number("bonus", "加分"),
    number("penalty", "减分"),
    plain("adjusted_count", "加减分的项数"),
    words("grade", "等次"),
    words("grade_by_score", "按得分的等次"),
    words("grade_reached", "名额限制以前的等次"),
    words("crowded", "因名额已满而没有评给的说明；没有的为空"),
    list("vetoes", &Shape::Words, "一票否决的事由"),
    number("place", "名次"),
    number("peers", "同类对象的个数"),
    plain("peer_count", "同类对象的个数"),
    words("change_word", "按同一办法计算与上年比：提高、下降、持平；没有上年的为空"),
    number("change_size", "提高或下降多少"),
];

/// What can be said of one at either end of a scheme.
const OF_END: &[Name] = &[words("name", "名称"), number("score", "得分"), words("grade", "等次")];

/// What can be said of a grade.
const OF_GRADE: &[Name] = &[words("name", "等次"), number("all", "个数")];

/// What can be said of those who are scored by one scheme.
const OF_SCHEME: &[Name] = &[
    words("name", "评分对象的名称"),
    number("all", "个数"),
    plain("all_count", "个数"),
    number("scored", "评了分的个数"),
    plain("scored_count", "评了分的个数"),
    number("mean", "平均得分"),
    list("grades", &Shape::Group(OF_GRADE), "各等次"),
    list("best", &Shape::Group(OF_END), "得分居前的，至多5个，可能是空的"),
    plain("best_count", "得分居前的，连同没列出的"),
    number("best_all", "得分居前的，连同没列出的"),
    list("last", &Shape::Group(OF_END), "得分居后的，至多5个，可能是空的"),
    plain("last_count", "得分居后的，连同没列出的"),
    number("last_all", "得分居后的，连同没列出的"),
];

/// The names of scores.
pub(in crate::compose) const NAMES: &[Name] = &[
    words("basis", "评分办法的依据"),
    group("own", OF_CARD, "本对象的得分；没有列入评分的为空"),
    list("groups", &Shape::Group(OF_SCHEME), "县（市、区）、医联体等各类评分对象"),
    list("institutions", &Shape::Group(OF_SCHEME), "各类机构"),
    number("vetoes", "一票否决的事项"),
    plain("veto_count", "一票否决的事项"),
    number("bonuses", "加分的事项"),
    plain("bonus_count", "加分的事项"),
    number("penalties", "减分的事项"),
    plain("penalty_count", "减分的事项"),
    plain("event_count", "登记的事项"),
    list("commended", &Shape::Words, "建议表扬的，至多10个"),
    number("commended_all", "建议表扬的个数"),
    plain("commended_count", "建议表扬的个数"),
    list("accountable", &Shape::Words, "应予问责的，至多10个"),
    number("accountable_all", "应予问责的个数"),
    plain("accountable_count", "应予问责的个数"),
    plain("most_names", "上面两个名单最多列几个"),
];

/// What a wording can say of scores.
pub(in crate::compose) fn context(told: &Told<'_>, tokens: &Tokens) -> Context {
    let counted = |what: ScoreCount, number: usize, unit: &str| {
        tokens.put(count(told.material, told.group, Subject::Scores(what), number, unit))
    };
    let events = events::counted(told);
    let of = |nature: Nature| events.iter().filter(|event| event.nature == nature).count();
    let (vetoes, bonuses, penalties) = (of(Nature::Veto), of(Nature::Bonus), of(Nature::Penalty));
    let (commended, accountable) = (lists::commended_cards(told), lists::accountable_cards(told));
    let own = told.scores.card(told.group).and_then(|(_, card)| Some((card, card.total.as_ref()?)));
    let schemes = |is_unit: bool| {
        let shown = told.shown(|scheme| is_of_units(scheme) == is_unit && !is_own_alone(told, scheme));
        shown.iter().map(|(scheme, cards)| of_scheme(told, scheme, cards, tokens)).collect::<Vec<_>>()
    };
    context! {
        basis => told.scoring.basis.clone(),
        own => own.map(|(card, total)| of_card(told, card, total, tokens)),
        groups => schemes(false),
        institutions => schemes(true),
        vetoes => counted(ScoreCount::Vetoes, vetoes, "起"),
        veto_count => vetoes,
        bonuses => counted(ScoreCount::Bonuses, bonuses, "起"),
        bonus_count => bonuses,
        penalties => counted(ScoreCount::Penalties, penalties, "起"),
        penalty_count => penalties,
        event_count => events.len(),
        commended => names(told, &commended),
        commended_all => counted(ScoreCount::Commended, commended.len(), "个"),
        commended_count => commended.len(),
        accountable => names(told, &accountable),
        accountable_all => counted(ScoreCount::Accountable, accountable.len(), "个"),
        accountable_count => accountable.len(),
        most_names => MOST_NAMES,
    }
}

/// A scheme of which the bulletin shows nobody but its own group: a ranking of one is none.
fn is_own_alone(told: &Told<'_>, scheme: &Scheme) -> bool {
    scheme.scope == told.group.scope() || scheme.scope == tongbao_figures::plan::Scope::Area
}

fn names(told: &Told<'_>, listed: &[Listed<'_>]) -> Vec<String> {
    listed.iter().take(MOST_NAMES).map(|(_, card, _)| Tokens::name(told.material.name(&card.group))).collect()
}

fn of_card(told: &Told<'_>, card: &Scorecard, total: &Total, tokens: &Tokens) -> Context {
    let group = &card.group;
    let peers = told.scores.peers(group).map_or(0, |peers| peers.iter().filter(|peer| peer.total.is_some()).count());
    let change = total.last_year.map(|last_year| round_half_up(total.score - last_year, 2));
    let size = told.change(group, total).filter(|_| change.is_some_and(|change| change != 0.0));
    context! {
        score => tokens.put(told.score(group, total)),
        base => tokens.put(told.base(group, total)),
        bonus => tokens.put(told.bonus(group, total)),
        penalty => tokens.put(told.penalty(group, total)),
        adjusted_count => card.adjusted.len(),
        grade => told.grade(total.grade),
        grade_by_score => told.grade(total.grade_by_score),
        grade_reached => told.grade(total.reached()),
        crowded => told.crowded(total),
        vetoes => told.vetoes(card),
        place => tokens.put(told.place(group, total)),
        peers => tokens.put(count(told.material, group, Subject::Scores(ScoreCount::Peers), peers, "个")),
        peer_count => peers,
        change_word => match change {
            Some(change) if change > 0.0 => "提高",
            Some(change) if change < 0.0 => "下降",
            Some(_) => "持平",
            None => "",
        },
        change_size => size.map(|figure| tokens.put(unsigned(figure))),
    }
}

/// A sentence says the direction in words.
fn unsigned(figure: Figure) -> Figure {
    let value = match figure.value {
        Value::Number(number) => Value::Number(number.abs()),
        other => other,
    };
    Figure { value, signed: false, formula: None, ..figure }
}

fn of_scheme(told: &Told<'_>, scheme: &Scheme, cards: &[&Scorecard], tokens: &Tokens) -> Context {
    let scored: Vec<(&Scorecard, &Total)> = cards.iter().filter_map(|card| Some((*card, card.total.as_ref()?))).collect();
    let entry = |(card, total): &(&Scorecard, &Total)| {
        context! {
            name => Tokens::name(told.material.name(&card.group)),
            score => tokens.put(told.score(&card.group, total)),
            grade => told.grade(total.grade),
        }
    };
    let ranked = Ranked::of(scored.iter().map(|one| (one, one.1.place, one.1.score)));
    let entries = |named: &[&(&Scorecard, &Total)]| named.iter().take(MOST_SINGLED_OUT).copied().map(entry).collect::<Vec<_>>();
    let (first, last) = (ranked.first(), ranked.last());
    let unit = if is_of_units(scheme) { "家" } else { "个" };
    let at_end = |end: RankingCount, number: usize| {
        let subject = Subject::Ranking { ranking: format!("{}得分", scheme.name), count: end };
        tokens.put(count(told.material, told.group, subject, number, unit))
    };
    let subject = |number: SchemeNumber| Subject::Scheme { scheme: scheme.name.clone(), number };
    let counted = |what: SchemeNumber, number: usize| tokens.put(count(told.material, told.group, subject(what), number, "个"));
    let mean = scored.iter().map(|(_, total)| total.score).sum::<f64>() / count::to_f64(scored.len()).max(1.0);
    let given: BTreeSet<usize> = scored.iter().map(|(_, total)| total.grade).collect();
    let grade = |position: &usize| {
        let number = scored.iter().filter(|(_, total)| total.grade == *position).count();
        let name = told.grade(*position);
        context! { name => name, all => counted(SchemeNumber::Grade(name.to_owned()), number) }
    };
    context! {
        name => Tokens::name(&scheme.name),
        all => counted(SchemeNumber::Assessed, cards.len()),
        all_count => cards.len(),
        scored => counted(SchemeNumber::Scored, scored.len()),
        scored_count => scored.len(),
        mean => tokens.put(told.points(told.group, subject(SchemeNumber::Mean), Measure::Score, mean)),
        grades => given.iter().map(grade).collect::<Vec<_>>(),
        best => entries(&first),
        best_count => first.len(),
        best_all => at_end(RankingCount::First, first.len()),
        last => entries(&last),
        last_count => last.len(),
        last_all => at_end(RankingCount::Last, last.len()),
    }
}
