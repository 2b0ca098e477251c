//! `tests.toml` as written: spelling and types are checked, meaning is not. Nothing here leaves the folder.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Spanned, Value};

type Text = Option<Spanned<String>>;
type Texts = Option<Spanned<Vec<Spanned<String>>>>;
type Number = Option<Spanned<f64>>;
type Whole = Option<Spanned<i64>>;
/// A number or a word, a date with or without quotation marks.
type Any = Option<Spanned<Value>>;
/// Name of an item → its answer.
pub(super) type RawAnswers = BTreeMap<Spanned<String>, Spanned<Value>>;

/// `tests.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawCases {
    #[serde(default, rename = "test")]
    pub(super) cases: Vec<Spanned<RawCase>>,
}

/// `[[test]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawCase {
    pub(super) name: Text,
    pub(super) period: Text,
    pub(super) as_of: Any,
    #[serde(default, rename = "alliance")]
    pub(super) alliances: Vec<Spanned<RawAlliance>>,
    #[serde(default, rename = "unit")]
    pub(super) units: Vec<Spanned<RawUnit>>,
    #[serde(default, rename = "event")]
    pub(super) events: Vec<Spanned<RawEvent>>,
    #[serde(default, rename = "sign-off")]
    pub(super) sign_offs: Vec<Spanned<RawSignOff>>,
    #[serde(default, rename = "expect")]
    pub(super) expectations: Vec<Spanned<RawExpectation>>,
}

/// `[[test.alliance]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawAlliance {
    pub(super) name: Text,
    pub(super) kind: Text,
}

/// `[[test.unit]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawUnit {
    pub(super) name: Text,
    pub(super) code: Text,
    pub(super) category: Text,
    pub(super) grade: Text,
    pub(super) county: Text,
    pub(super) alliances: Texts,
    pub(super) leads: Option<Spanned<bool>>,
    pub(super) opened: Any,
    pub(super) closed: Any,
    pub(super) predecessors: Texts,
    pub(super) predecessor_data: Text,
    pub(super) copies: Whole,
    pub(super) reported: Any,
    pub(super) values: Option<RawAnswers>,
    #[serde(default)]
    pub(super) earlier: BTreeMap<Spanned<String>, RawAnswers>,
}

/// `[[test.event]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawEvent {
    pub(super) of: Text,
    pub(super) matter: Text,
    pub(super) date: Any,
    pub(super) points: Number,
}

/// `[[test.sign-off]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSignOff {
    pub(super) task: Text,
    pub(super) decision: Text,
    pub(super) on: Any,
    pub(super) reason: Text,
}

/// `[[test.expect]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawExpectation {
    pub(super) of: Text,
    pub(super) indicator: Text,
    pub(super) value: Any,
    pub(super) light: Text,
    pub(super) status: Text,
    pub(super) coverage: Number,
    pub(super) place: Whole,
    pub(super) rule: Text,
    pub(super) finding: Any,
    pub(super) severity: Text,
    pub(super) message: Text,
    pub(super) score: Any,
    pub(super) grade: Text,
    pub(super) bonus: Number,
    pub(super) penalty: Number,
    pub(super) part: Text,
    pub(super) points: Number,
    pub(super) weight: Number,
    pub(super) lack: Text,
    pub(super) task: Text,
    pub(super) overdue_days: Whole,
}
