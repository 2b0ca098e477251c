//! What became of the bulletin before, as a wording tells it.

use minijinja::{Value as Context, context};

use crate::compose::counts::count;
use crate::compose::material::Material;
use crate::compose::table::rectification;
use crate::compose::table::rectification::Outcome;
use crate::compose::wording::Tokens;
use tongbao_document::Subject;
use tongbao_document::subject::{RectifiedCount, Slice};
use tongbao_figures::aggregate::Group;

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
