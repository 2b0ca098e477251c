//! `weight` and `weights`: points of a part of a score, in every year or year by year, and their sums.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use super::declared::{Declared, in_words};
use super::fields::{Checker, Placed};
use crate::plan::raw::ByYear;
use crate::plan::weight::Weight;

/// All weights of a year.
const FULL_WEIGHT: f64 = 100.0;

/// The weight as written; `points` checks one number under its key. None if neither key is there, or after a mistake is told.
pub(super) fn read(
    (weight, weights): (Option<Spanned<f64>>, ByYear),
    declared: Declared<'_>,
    checker: &mut Checker<'_>,
    points: impl Fn(Spanned<f64>, &str, &mut Checker<'_>) -> Option<f64>,
) -> Option<Placed<Weight>> {
    let Some(weights) = weights else {
        let weight = weight?;
        let span = weight.span();
        return Some(Placed { value: Weight::Same(points(weight, "weight", checker)?), span });
    };
    let span = weights.span();
    if let Some(weight) = weight {
        checker.tell(weight.span(), "`weight`和`weights`只写其中一个");
    }
    let mut years: BTreeMap<i16, f64> = BTreeMap::new();
    for (written, number) in weights.into_inner() {
        let Ok(year) = written.parse::<i16>() else {
            let place = checker.source.find(&written, span.clone());
            checker.tell(place, format!("`weights`按年份写，如 {{ 2024 = 5, 2025 = 8 }}，这里是`{written}`"));
            continue;
        };
        if let Some(plan) = declared.years().filter(|plan| !plan.contains(&year)) {
            let place = checker.source.find(&written, span.clone());
            checker.tell(place, format!("`weights`的{year}年不在{}内", in_words(&plan)));
        }
        years.extend(points(number, "weights", checker).map(|points| (year, points)));
    }
    Some(Placed { value: Weight::ByYear(years), span })
}

/// Tells where the weights do not add up to 100: in every year of the plan, if any is written year by year. `of` is what they are of.
pub(super) fn add_up(weights: &[Weight], of: &str, place: &Range<usize>, declared: Declared<'_>, checker: &mut Checker<'_>) {
    let mut tell = |when: &str, key: &str, sum: f64| {
        if (sum - FULL_WEIGHT).abs() > 1e-6 {
            let sum = (sum * 100.0).round() / 100.0;
            checker.tell(place.clone(), format!("{of}{when}`{key}`之和应为{FULL_WEIGHT}，这里是{sum}"));
        }
    };
    let named = weights.iter().flat_map(|weight| match weight {
        Weight::Same(_) => Vec::new(),
        Weight::ByYear(years) => years.keys().copied().collect(),
    });
    let mut years: Vec<i16> = named.collect();
    if years.is_empty() {
        // The same in every year: any year will do.
        return tell("", "weight", weights.iter().filter_map(|weight| weight.in_year(0)).sum());
    }
    years.extend(declared.years().into_iter().flatten());
    years.sort_unstable();
    years.dedup();
    // A year outside the plan is told as such.
    years.retain(|year| declared.years().is_none_or(|plan| plan.contains(year)));
    for year in years {
        tell(&format!("{year}年的"), "weights", weights.iter().filter_map(|weight| weight.in_year(year)).sum());
    }
}
