//! A ratio whose sides are filed by different kinds of units, as beds by hospitals and people by the county's office: a `where` that leaves out
//! some of those above the line leaves a county that has none of the others without a number above it. There is nothing to divide then,
//! and what is none of so many people would be told as if nobody could say it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::fields::Checker;
use super::vocabulary::Vocabulary;
use crate::plan::aggregation::Aggregate;
use crate::plan::formula::{Formula, Volume};
use crate::plan::variable::{FormulaItem, Variable};
use tongbao_document::Expression;
use tongbao_returns::domain::Category;

/// Tells, at its `where`, a formula whose side above the line alone is limited by it. A sum that says what those add who are not meant, by
/// `CASE … ELSE 0`, has a number in every county.
pub(super) fn check(
    place: Range<usize>,
    formula: &Formula<Aggregate>,
    concerned: &BTreeSet<Category>,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) {
    let volume = formula.volume();
    let below = filers(&Volume::items(&volume.below), concerned, vocabulary);
    if !vocabulary.is_complete || below.of_chosen.is_empty() {
        return;
    }
    let says_what_others_add = |sum: &Expression<Variable>| sum.any(&|node| matches!(node, Expression::Case(_, Some(_))));
    let is_none_elsewhere = |sum: &&Expression<Variable>| {
        let above = filers(&Volume::items(std::slice::from_ref(*sum)), concerned, vocabulary);
        above.is_limited && !says_what_others_add(sum) && above.of_chosen.is_disjoint(&below.of_chosen)
    };
    // As long as one of the sums has a number everywhere there is one above the line.
    if volume.above.is_empty() || !volume.above.iter().all(|sum| is_none_elsewhere(&sum)) {
        return;
    }
    let items: Vec<String> = Volume::items(&volume.above).into_iter().map(FormulaItem::column).collect();
    let (first, others) = (items.first().cloned().unwrap_or_default(), words(&below.of_chosen));
    let hint = format!(
        "`where`照旧，分子写明其余单位计0：SUM(CASE WHEN 类别 NOT IN ({others}) THEN {first} ELSE 0 END)；每千人口某类机构的床位数可用共用指标“每千人口某类机构床位数”"
    );
    let message =
        format!("`where`只留下一部分填报`{}`的单位，没有这类单位的县区分子没有数，会是“无法计算”而不是0", items.join("`、`"));
    checker.tell_with_hint(place, message, Some(hint));
}

/// Who files all of some items.
struct Filers<'run> {
    /// Those of them whom the condition chooses.
    of_chosen: BTreeSet<&'run Category>,
    /// Whether it leaves somebody out.
    is_limited: bool,
}

fn filers<'run>(items: &[&FormulaItem], concerned: &BTreeSet<Category>, vocabulary: &Vocabulary<'run>) -> Filers<'run> {
    let known = |item: &&FormulaItem| vocabulary.get(&item.name).map(|known| known.filed_by.clone());
    let all = items.iter().filter_map(known).reduce(|one, other| one.intersection(&other).copied().collect()).unwrap_or_default();
    let of_chosen: BTreeSet<&Category> = all.iter().copied().filter(|category| concerned.contains(*category)).collect();
    Filers { is_limited: of_chosen.len() < all.len() && !of_chosen.is_empty(), of_chosen }
}

/// `'县级卫健部门', '市级卫健部门'`
fn words(categories: &BTreeSet<&Category>) -> String {
    categories.iter().map(|category| format!("'{}'", category.as_str())).collect::<Vec<_>>().join(", ")
}
