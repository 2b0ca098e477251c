//! What became of the bulletin before, as a wording tells it.

use minijinja::{Value as Context, context};

use super::name::{Name, Shape, count as plain, list, number, truth, words};
use crate::compose::counts::count;
use crate::compose::material::Material;
use crate::compose::table::rectification;
use crate::compose::table::rectification::Outcome;
use crate::compose::wording::Tokens;
use tongbao_document::Subject;
use tongbao_document::subject::{RectifiedCount, Slice};
use tongbao_figures::aggregate::Group;

/// The names of what became of the bulletin before.
pub(super) const NAMES: &[Name] = &[
    number("all", "上期黄、红指标"),
    plain("all_count", "上期黄、红指标"),
    number("reached", "已达标"),
    plain("reached_count", "已达标"),
    number("improved", "有改善"),
    plain("improved_count", "有改善"),
    number("not_improved", "未改善"),
    plain("not_improved_count", "未改善"),
    number("unknown", "因数据不足无法判断"),
    plain("unknown_count", "因数据不足无法判断"),
    list("reached_names", &Shape::Words, "已达标的指标"),
    list("not_improved_names", &Shape::Words, "未改善的指标"),
    words("before", "上期通报的叫法；没有可比的上期、或用语不回看上期的为空。没有定稿印发过的写作“…（按现有数据重算）”"),
    truth("is_issued", "上期通报是否定稿印发过；没有的不能说“通报列出”"),
];

/// What became of the items that the bulletin before listed.
pub(super) fn rectification_context(material: &Material<'_>, group: &Group, tokens: &Tokens) -> Context {
    let [reached, improved, not_improved, unknown] = rectification::counts(material, group);
    let counted = |what: RectifiedCount, number: usize| {
        tokens.put(count(material, group, Subject::Rectified(Slice::Whole, what), number, "项"))
    };
    let items = rectification::followed_up(material, group);
    let named = |wanted: Outcome| {
        let of_outcome = items.iter().filter(|(.., outcome)| *outcome == wanted);
        of_outcome.map(|(_, numbers, _)| Tokens::name(&numbers.indicator().id)).collect::<Vec<_>>()
    };
    context! {
        all => counted(RectifiedCount::Behind, items.len()),
        reached => counted(RectifiedCount::Reached, reached),
        improved => counted(RectifiedCount::Improved, improved),
        not_improved => counted(RectifiedCount::NotImproved, not_improved),
        unknown => counted(RectifiedCount::Unknown, unknown),
        all_count => items.len(),
        reached_count => reached,
        improved_count => improved,
        not_improved_count => not_improved,
        unknown_count => unknown,
        reached_names => named(Outcome::Reached),
        not_improved_names => named(Outcome::NotImproved),
        before => material.before_in_words(),
        is_issued => material.has_issued_before(),
    }
}
