//! What stands in the way of a final issue.

use std::fmt;

use serde::{Deserialize, Serialize};

use tongbao_returns::finding::Severity;

/// Why something stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum OpenKind {
    /// 未到截止日: returns of the day still count as on time.
    TooEarly,
    /// 报送不足: too few returns have come, or none of a county.
    TooFew,
    /// 退回: a return was sent back and is not used.
    Returned,
    /// 登记损坏: nobody knows which numbers were given.
    Register,
    /// 待填: the draft of the pack is not filled in; no reason is good enough to issue nevertheless.
    Unfilled,
    /// A finding is open.
    Finding(Severity),
}

impl OpenKind {
    /// 未到截止日, 退回, 拒收, 差错, 待说明 …
    pub fn word(self) -> &'static str {
        match self {
            Self::TooEarly => "未到截止日",
            Self::TooFew => "报送不足",
            Self::Returned => "退回",
            Self::Register => "登记损坏",
            Self::Unfilled => "待填",
            Self::Finding(severity) => severity.word(),
        }
    }
}

impl fmt::Display for OpenKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

impl From<OpenKind> for String {
    fn from(kind: OpenKind) -> Self {
        kind.word().to_owned()
    }
}

impl TryFrom<String> for OpenKind {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        let of_findings = Severity::ALL.into_iter().map(Self::Finding);
        let mut all =
            [Self::TooEarly, Self::TooFew, Self::Returned, Self::Register, Self::Unfilled].into_iter().chain(of_findings);
        all.find(|kind| kind.word() == word).ok_or_else(|| format!("unknown kind of open point `{word}`"))
    }
}

/// What stood in the way of a final issue, or would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPoint {
    /// Why.
    pub kind: OpenKind,
    /// Code of the county.
    #[serde(with = "crate::blank")]
    pub county: Option<String>,
    /// 单位代码.
    #[serde(with = "crate::blank")]
    pub unit: Option<String>,
    /// 单位名称.
    #[serde(with = "crate::blank")]
    pub unit_name: Option<String>,
    /// 表号 and title.
    #[serde(with = "crate::blank")]
    pub form: Option<String>,
    /// Code of the finding or identifier of the rule.
    #[serde(with = "crate::blank")]
    pub code: Option<String>,
    /// File, sheet and cell, as far as known.
    #[serde(with = "crate::blank")]
    pub place: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub action: String,
}

impl OpenPoint {
    /// One that concerns nobody in particular.
    pub fn new(kind: OpenKind, what: impl Into<String>, action: impl Into<String>) -> Self {
        Self {
            kind,
            county: None,
            unit: None,
            unit_name: None,
            form: None,
            code: None,
            place: None,
            what: what.into(),
            action: action.into(),
        }
    }

    /// On one line: what, where, what to do.
    pub fn line(&self) -> String {
        let Self { kind, unit, unit_name, form, code, place, what, action, .. } = self;
        let parts = [code, unit, unit_name, form, place];
        let place = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
        let head = if place.is_empty() { format!("【{kind}】{what}") } else { format!("【{kind}】{place}：{what}") };
        format!("{head} → {action}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_point_says_what_where_and_what_to_do() {
        let point = OpenPoint {
            unit: Some("U1".into()),
            unit_name: Some("示例医院".into()),
            code: Some("KL-P-021".into()),
            place: Some("a.xlsx › 表1 › D12".into()),
            ..OpenPoint::new(OpenKind::Finding(Severity::Explain), "增减超过60%", "请说明")
        };
        assert_eq!(point.line(), "【核实】KL-P-021 U1 示例医院 a.xlsx › 表1 › D12：增减超过60% → 请说明");
        let day = OpenPoint::new(OpenKind::TooEarly, "截止日为2025-10-15", "截止日过后再定稿");
        assert_eq!(day.line(), "【未到截止日】截止日为2025-10-15 → 截止日过后再定稿");
    }

    #[test]
    fn it_is_kept_as_earlier_versions_kept_it() {
        let kept = r#"{"kind":"待说明","county":"370811","unit":"","unit_name":"","form":"","code":"JN-1","place":"","what":"数","action":"说明"}"#;
        let point: OpenPoint = serde_json::from_str(kept).unwrap();
        assert_eq!((point.kind, point.unit.as_deref()), (OpenKind::Finding(Severity::Suspect), None));
        assert_eq!(serde_json::to_string(&point).unwrap(), kept);
        assert!(serde_json::from_str::<OpenPoint>(&kept.replace("待说明", "其他")).is_err());
    }
}
