//! A01: the pack's own sentence, and what was expected in its words or ours.

use super::Words;
use crate::domain::Reading;
use crate::finding::facts::{Expected, RuleBroken};

impl Words for RuleBroken {
    fn message(&self) -> String {
        self.sentence.clone()
    }

    fn hint(&self) -> Option<String> {
        self.hint.clone()
    }
}

/// What was expected, in words.
pub(in crate::finding) fn expected(expected: &Expected) -> String {
    match expected {
        Expected::Written(written) => written.clone(),
        Expected::Computed { written, wanted, missed_by } => {
            format!("{written}（按填报数计算为{}，相差{}）", as_filed(*wanted), as_filed(*missed_by))
        }
        Expected::OwnMagnitude { base } => format!("与本单位以往数据（约{}）同一数量级", as_filed(*base)),
        Expected::PeersGrowth { median, own } => format!("与上年同期之比接近同类机构（中位数{median:.2}，本单位{own:.2}）"),
        Expected::PeersValue { median, own } => format!("接近同类机构（中位数{median:.2}，本单位{own:.2}）"),
    }
}

/// A value as an explanation must repeat it.
pub fn shown(value: &Reading) -> String {
    match value {
        Reading::Number(number) => as_filed(*number),
        Reading::Text(words) => words.clone(),
        Reading::NotApplicable => "不适用".to_owned(),
        Reading::Blank => "未填".to_owned(),
    }
}

/// A number as it was filed: no more digits than it has, sums of decimals without the noise of binary fractions.
pub fn as_filed(number: f64) -> String {
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
