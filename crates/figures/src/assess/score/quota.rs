//! 等次名额: a grade that only so many of a peer group may be given (docs/numbers.md rule 9).

use super::Scorecard;
use crate::plan::{Grade, Quota};
use tongbao_document::count;

/// Gives each limited grade to the first by score; who shares a place with one too many does not get it either, and gets the next grade,
/// which may be limited as well. Who is vetoed takes nobody's place.
pub(super) fn apply(grades: &[Grade], cards: &mut [Scorecard]) {
    let scored = cards.iter().filter(|card| card.total.is_some()).count();
    for (position, grade) in grades.iter().enumerate() {
        let Some(quota) = grade.quota else { continue };
        let is_within = |given: usize| match quota {
            Quota::Number(number) => given <= number,
            Quota::Percent(percent) => count::to_f64(given) * 100.0 <= percent * count::to_f64(scored),
        };
        let places: Vec<u32> =
            cards.iter().filter_map(|card| card.total.filter(|total| total.grade == position)).map(|total| total.place).collect();
        for total in cards.iter_mut().filter_map(|card| card.total.as_mut()).filter(|total| total.grade == position) {
            let up_to_here = places.iter().filter(|place| **place <= total.place).count();
            if !is_within(up_to_here) {
                total.grade = position + 1;
                total.crowded_out_of.get_or_insert(position);
            }
        }
    }
}
