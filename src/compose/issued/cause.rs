//! Causes of a difference in words: each with its name, by how much it moves the figure, and the rows of 数据变动 that tell it cell by
//! cell. What is printed adds up to the difference (docs/numbers.md rule 15).

use std::collections::{BTreeMap, BTreeSet};

use tongbao_document::count;
use tongbao_document::figure::{format_decimal, round_half_up};

/// Most causes that are named in a row; the others are counted and added up.
const MOST: usize = 3;

/// One cause.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cause {
    /// A unit, a light, what the office did.
    pub(super) name: String,
    /// By how much it moves the figure; none where nobody can say.
    pub(super) amount: Option<f64>,
    /// The rows of 数据变动 that tell it.
    pub(super) rows: Vec<usize>,
}

/// What causes have to explain.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gap {
    /// 现数 − 定稿数, as printed.
    pub(super) amount: f64,
    /// Decimals printed.
    pub(super) decimals: u8,
}

impl Cause {
    /// One of which nothing more is to be said.
    pub(super) fn plain(name: impl Into<String>) -> Self {
        Self { name: name.into(), amount: None, rows: Vec::new() }
    }

    fn words(&self) -> String {
        format!("{}{}", self.name, rows_in_words(&self.rows))
    }
}

/// Causes in words. Where each of them has an amount they add up to the difference: the largest one by one, the others together, and
/// what is left over as rounding or as whatever `otherwise` says. Else the first are named and the others counted.
pub(super) fn told(causes: Vec<Cause>, gap: Option<Gap>, otherwise: impl FnOnce() -> String) -> String {
    let causes = distinct(causes);
    let amounts: Option<Vec<f64>> = causes.iter().map(|cause| cause.amount).collect();
    match (gap, amounts) {
        (Some(gap), Some(amounts)) if !amounts.is_empty() => added_up(causes, gap, otherwise),
        _ => named(&causes),
    }
}

fn distinct(causes: Vec<Cause>) -> Vec<Cause> {
    let mut different: Vec<Cause> = Vec::new();
    for cause in causes {
        if !different.contains(&cause) {
            different.push(cause);
        }
    }
    different
}

fn named(causes: &[Cause]) -> String {
    let (first, others) = causes.split_at(causes.len().min(MOST));
    let mut parts: Vec<String> = first.iter().map(Cause::words).collect();
    if !others.is_empty() {
        parts.push(format!("其余{}项{}", others.len(), rows_in_words(&rows_of(others))));
    }
    parts.join("；")
}

fn added_up(mut causes: Vec<Cause>, Gap { amount, decimals }: Gap, otherwise: impl FnOnce() -> String) -> String {
    let amount_of = |cause: &Cause| cause.amount.unwrap_or_default();
    causes.sort_by(|one, other| amount_of(other).abs().total_cmp(&amount_of(one).abs()));
    let (first, others) = causes.split_at(causes.len().min(MOST));
    let mut pieces: Vec<(String, f64, Vec<usize>)> =
        first.iter().map(|cause| (cause.name.clone(), amount_of(cause), cause.rows.clone())).collect();
    if !others.is_empty() {
        let sum = others.iter().map(amount_of).sum();
        pieces.push((format!("其余{}项合计", others.len()), sum, rows_of(others)));
    }
    let signed = |number: f64| format_decimal(number, decimals, true);
    let printed: f64 = pieces.iter().map(|(_, amount, _)| round_half_up(*amount, decimals)).sum();
    let left = round_half_up(amount - printed, decimals);
    let step = 0.1_f64.powi(i32::from(decimals));
    // Each number that is printed may be off by half of its last digit, the two that are compared as well.
    let by_rounding = step * 0.5 * count::to_f64(pieces.len() + 2) + step * 1e-6;
    let mut parts: Vec<String> =
        pieces.iter().map(|(name, amount, rows)| format!("{name} {}{}", signed(*amount), rows_in_words(rows))).collect();
    if left.abs() > by_rounding {
        parts.push(format!("其他 {}（{}）", signed(left), otherwise()));
    } else if left.abs() >= step * 0.5 {
        parts.push(format!("取整 {}", signed(left)));
    }
    parts.join("；")
}

fn rows_of(causes: &[Cause]) -> Vec<usize> {
    causes.iter().flat_map(|cause| cause.rows.iter().copied()).collect()
}

/// `（第3—5、7项）`; nothing of no rows.
fn rows_in_words(rows: &[usize]) -> String {
    let rows: BTreeSet<usize> = rows.iter().copied().collect();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    let run = |(first, last): &(usize, usize)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}、{last}"),
        _ => format!("{first}—{last}"),
    };
    if runs.is_empty() { String::new() } else { format!("（第{}项）", runs.iter().map(run).collect::<Vec<_>>().join("、")) }
}

/// The reasons of a table's rows: one that stood in an earlier row is not told again.
#[derive(Debug, Default)]
pub(super) struct Told {
    first: BTreeMap<String, usize>,
}

impl Told {
    /// The reason of a row, or `同序号3` if row 3 has the same and says more than that.
    pub(super) fn once(&mut self, row: usize, reason: String) -> String {
        let first = *self.first.entry(reason.clone()).or_insert(row);
        let reference = format!("同序号{first}");
        if first < row && reference.chars().count() < reason.chars().count() { reference } else { reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, amount: impl Into<Option<f64>>, rows: &[usize]) -> Cause {
        Cause { name: name.to_owned(), amount: amount.into(), rows: rows.to_vec() }
    }

    fn explained(causes: &[Cause], amount: f64, decimals: u8) -> String {
        told(causes.to_vec(), Some(Gap { amount, decimals }), || "机构名册有变动".to_owned())
    }

    #[test]
    fn every_contribution_is_told_and_they_add_up_to_the_difference() {
        let causes = [of("甲院", 299.0, &[1]), of("乙院补报", 3500.0, &[2, 3, 4])];
        assert_eq!(explained(&causes, 3799.0, 0), "乙院补报 +3,500（第2—4项）；甲院 +299（第1项）");
        // 120 − 30 + 7 + 2 − 1 = 98: the largest three, and the others together.
        let many = [
            of("丁院", 2.0, &[6]),
            of("甲院", 120.0, &[1]),
            of("乙院", -30.0, &[2, 4]),
            of("丙院", 7.0, &[5]),
            of("戊院", -1.0, &[7]),
        ];
        assert_eq!(
            explained(&many, 98.0, 0),
            "甲院 +120（第1项）；乙院 -30（第2、4项）；丙院 +7（第5项）；其余2项合计 +1（第6、7项）"
        );
    }

    #[test]
    fn what_is_left_over_is_said_too() {
        // 100.4 and 100.4 print 100 and 100, and 200.8 prints 201.
        assert_eq!(explained(&[of("甲院", 100.4, &[1]), of("乙院", 100.4, &[2])], 201.0, 0), {
            "甲院 +100（第1项）；乙院 +100（第2项）；取整 +1"
        });
        assert_eq!(explained(&[of("甲院", 100.0, &[1])], 160.0, 0), "甲院 +100（第1项）；其他 +60（机构名册有变动）");
        assert_eq!(explained(&[of("甲院", 0.1, &[1]), of("乙院", 0.2, &[2])], 0.3, 1), "乙院 +0.2（第2项）；甲院 +0.1（第1项）");
    }

    #[test]
    fn without_an_amount_the_first_are_named_and_the_others_counted() {
        let causes: Vec<Cause> = (1..=5).map(|row| of(&format!("{row}院"), None, &[row])).collect();
        let told = told(causes, Some(Gap { amount: 0.3, decimals: 1 }), String::new);
        assert_eq!(told, "1院（第1项）；2院（第2项）；3院（第3项）；其余2项（第4、5项）");
        let twice = vec![Cause::plain("方案包有变动"), Cause::plain("方案包有变动")];
        assert_eq!(super::told(twice, None, String::new), "方案包有变动");
    }

    #[test]
    fn a_reason_is_told_once_and_referred_to_afterwards() {
        let mut told = Told::default();
        let long = || "第六镇卫生院TB-K03及时→缺报".to_owned();
        assert_eq!(told.once(1, long()), long());
        assert_eq!(told.once(2, "甲院".to_owned()), "甲院");
        assert_eq!(told.once(3, long()), "同序号1");
        assert_eq!(told.once(4, "甲院".to_owned()), "甲院", "no shorter as a reference");
    }
}
