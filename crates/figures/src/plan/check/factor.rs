//! Whether a formula multiplies its ratios by what its unit of measure says: a share in `%` by 100, in `‰` by 1000, and nothing else by either.

use super::fields::{Checker, Placed};
use crate::plan::aggregation::Aggregate;
use crate::plan::formula::Formula;
use crate::plan::formula::ratios::{Measured, Ratio, ratios};
use crate::plan::variable::FormulaItem;

/// Units of measure of shares, with what these are multiplied by.
const SHARES: [(&str, f64); 4] = [("%", 100.0), ("个百分点", 100.0), ("百分点", 100.0), ("‰", 1000.0)];
/// What counts things or says how many times as much something is: never a share. What is counted per hundred says so: `人/百人`.
const PLAIN: [&str; 10] = ["家", "个", "所", "人", "倍", "比", "比值", "比例", "率", "张"];
/// What people write for `%`.
const PERCENT: [&str; 4] = ["％", "百分比", "百分数", "﹪"];

/// Tells a unit of measure that is no percent sign and means one.
pub(super) fn is_written(unit: &Placed<String>, checker: &mut Checker<'_>) {
    if PERCENT.contains(&unit.value.as_str()) {
        let message = format!("计量单位`{}`不是半角的百分号", unit.value);
        checker.tell_with_hint(unit.span.clone(), message, Some("请写 unit = \"%\"，公式里的比率乘 100.0".to_owned()));
    }
}

/// Tells the first ratio that its unit of measure does not suit.
pub(super) fn check(
    formula: &Formula<Aggregate>,
    unit: &str,
    measured: &impl Fn(&FormulaItem) -> Option<Measured>,
    text: &Placed<String>,
    checker: &mut Checker<'_>,
) {
    let share = SHARES.iter().find(|(word, _)| *word == unit).map(|(_, factor)| *factor);
    let wrong = ratios(formula, measured).into_iter().find_map(|ratio| match share {
        Some(wanted) => of_share(&ratio, unit, wanted),
        None => of_other(&ratio, unit),
    });
    if let Some((message, hint)) = wrong {
        checker.tell_with_hint(text.span.clone(), message, Some(hint));
    }
}

fn of_share(ratio: &Ratio, unit: &str, wanted: f64) -> Option<(String, String)> {
    let factor = ratio.factor?;
    if is_same(factor, 1.0) {
        let (hint, example) = (format!("分子后面乘 {wanted:.1}，如 SUM(甲) * {wanted:.1} / SUM(乙)"), 0.6 * wanted);
        return Some((format!("计量单位是`{unit}`，公式里的比率没有乘{wanted}：{example}会印成0.6"), hint));
    }
    // Where units of measure do not cancel out, the number may convert them: 万元 to 元.
    if ratio.is_plain_number && !is_same(factor, wanted) {
        let hint = format!("写成 SUM(甲) * {wanted:.1} / SUM(乙)，或改计量单位");
        return Some((format!("计量单位是`{unit}`，公式里的比率乘的却是{factor}"), hint));
    }
    None
}

fn of_other(ratio: &Ratio, unit: &str) -> Option<(String, String)> {
    let factor = ratio.factor?;
    let (sign, _) = SHARES.iter().find(|(word, share)| is_same(*share, factor) && matches!(*word, "%" | "‰"))?;
    // 百元医疗收入成本 is an amount of money.
    if !ratio.is_plain_number || ratio.is_of_money || !PLAIN.contains(&unit) {
        return None;
    }
    let hint = format!(
        "是比例的写 unit = \"{sign}\"；不是的去掉所乘的{factor}；每百、每千个中有几个的，计量单位写成`{unit}/百{unit}`一类"
    );
    Some((format!("公式里的比率乘了{factor}，计量单位却是`{unit}`"), hint))
}

fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * other
}
