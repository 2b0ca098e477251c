//! The files of a pack as written: spelling and types are checked, meaning is not. Nothing here leaves the folder.
//!
//! Keys that must be there are optional all the same, so that all that are missing can be told at once.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

type Text = Option<Spanned<String>>;
type Number = Option<Spanned<f64>>;
type Whole = Option<Spanned<i64>>;
type Texts = Option<Spanned<Vec<Spanned<String>>>>;
/// Lines of two to four words each: code, name, 其中, note.
type Lines = Option<Spanned<Vec<Spanned<Vec<Spanned<String>>>>>>;
/// `{ 2024 = 5, 2025 = 8 }`
pub(super) type ByYear = Option<Spanned<BTreeMap<String, Spanned<f64>>>>;

/// `plan.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPlan {
    pub(super) id: Text,
    pub(super) title: Text,
    pub(super) short_title: Text,
    pub(super) document_number: Text,
    pub(super) issuer: Text,
    pub(super) area_code: Text,
    pub(super) area_name: Text,
    pub(super) area_word: Text,
    pub(super) first_year: Whole,
    pub(super) last_year: Whole,
    pub(super) cycles: Texts,
    pub(super) includes: Texts,
    pub(super) coverage_threshold: Number,
    pub(super) proof_items: Texts,
    pub(super) campaigns: Texts,
    pub(super) rules_from_items: Option<Spanned<bool>>,
    #[serde(default)]
    pub(super) lights: RawLights,
    #[serde(default, rename = "peer-group")]
    pub(super) peer_groups: Vec<Spanned<RawPeerGroup>>,
    #[serde(default)]
    pub(super) wording: RawWording,
}

/// `[wording]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawWording {
    pub(super) highlights: Texts,
    pub(super) trend: Texts,
    pub(super) county_chart: Text,
    pub(super) lead: Text,
    #[serde(default)]
    pub(super) quarterly: RawBulletinWords,
    #[serde(default)]
    pub(super) half_year: RawBulletinWords,
    #[serde(default)]
    pub(super) year_end: RawYearEndWords,
    #[serde(default)]
    pub(super) inspection: RawInspectionWords,
}

/// `[wording.quarterly]`, `[wording.half-year]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawBulletinWords {
    pub(super) title: Text,
    pub(super) part_title: Text,
    pub(super) basis: Text,
}

/// `[wording.year-end]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawYearEndWords {
    pub(super) title: Text,
    pub(super) part_title: Text,
    pub(super) basis: Text,
    pub(super) results: Text,
    pub(super) graded: Text,
}

/// `[wording.inspection]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawInspectionWords {
    pub(super) title: Text,
    pub(super) basis: Text,
    pub(super) office: Text,
    pub(super) interviewer: Text,
    pub(super) reports_to: Text,
}

/// `[[peer-group]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPeerGroup {
    pub(super) name: Text,
    pub(super) counties: Texts,
    pub(super) alliance_kinds: Texts,
    pub(super) categories: Texts,
    pub(super) grades: Texts,
}

/// `[lights]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawLights {
    pub(super) yellow_within: Number,
    pub(super) rates_in: Text,
}

/// `forms/<id>.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawForm {
    pub(super) id: Text,
    pub(super) code: Text,
    pub(super) title: Text,
    pub(super) version: Text,
    pub(super) issuer: Text,
    pub(super) approval: Text,
    pub(super) valid_until: Text,
    pub(super) filed_by: Texts,
    pub(super) due_days: Whole,
    pub(super) city_due_days: Whole,
    pub(super) symbols: Option<RawSymbols>,
    pub(super) tasks: Option<Spanned<RawTasks>>,
    #[serde(default, rename = "sheet")]
    pub(super) sheets: Vec<Spanned<RawSheet>>,
}

/// `[symbols]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSymbols {
    pub(super) not_applicable: Texts,
    pub(super) not_reported: Texts,
}

/// `[tasks]`: the rows of the form's one sheet are the tasks of `ledger.csv`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawTasks {
    pub(super) everyone: Texts,
    pub(super) counties: Texts,
    pub(super) scopes: Texts,
    pub(super) scopes_filed_by: Texts,
}

/// `[[sheet]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSheet {
    pub(super) name: Text,
    pub(super) title: Text,
    pub(super) unit_line: Text,
    pub(super) note: Text,
    #[serde(rename = "items")]
    pub(super) lines: Lines,
    #[serde(default, rename = "item")]
    pub(super) items: Vec<Spanned<RawItem>>,
}

/// `[[sheet.item]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawItem {
    pub(super) code: Text,
    pub(super) name: Text,
    pub(super) label: Text,
    pub(super) unit: Text,
    pub(super) kind: Text,
    pub(super) choices: Texts,
    pub(super) decimals: Whole,
    pub(super) min: Number,
    pub(super) max: Number,
    pub(super) part_of: Text,
    pub(super) may_not_apply: Option<Spanned<bool>>,
    pub(super) note: Text,
}

/// `items.toml`, of a pack or of all
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawDictionary {
    #[serde(default, rename = "item")]
    pub(super) items: Vec<Spanned<RawEntry>>,
}

/// `[[item]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawEntry {
    pub(super) name: Text,
    pub(super) label: Text,
    pub(super) unit: Text,
    pub(super) kind: Text,
    pub(super) choices: Texts,
    pub(super) decimals: Whole,
    pub(super) min: Number,
    pub(super) max: Number,
    pub(super) part_of: Text,
    pub(super) may_not_apply: Option<Spanned<bool>>,
    pub(super) definition: Text,
    pub(super) yearbook: Text,
    pub(super) aliases: Texts,
}

/// `indicators.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawIndicators {
    #[serde(default, rename = "indicator")]
    pub(super) indicators: Vec<Spanned<RawIndicator>>,
}

/// `[[indicator]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawIndicator {
    pub(super) id: Text,
    pub(super) source: Texts,
    pub(super) campaign: Text,
    pub(super) clause: Text,
    pub(super) formula: Text,
    pub(super) unit: Text,
    pub(super) decimals: Whole,
    pub(super) better: Text,
    pub(super) scopes: Texts,
    pub(super) over: Text,
    #[serde(rename = "where")]
    pub(super) condition: Text,
    pub(super) responsible: Texts,
    pub(super) caliber: Text,
    pub(super) pace: Text,
    pub(super) open: Option<Spanned<bool>>,
    pub(super) weight: Number,
    pub(super) weights: ByYear,
    pub(super) score: Text,
    pub(super) scale: Option<Spanned<RawScale>>,
    #[serde(default, rename = "target")]
    pub(super) targets: Vec<Spanned<RawTarget>>,
}

/// `[[indicator.target]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawTarget {
    pub(super) year: Whole,
    pub(super) by: Text,
    pub(super) from: Text,
    pub(super) until: Text,
    pub(super) op: Text,
    pub(super) value: Number,
    pub(super) tolerance: Number,
    pub(super) low: Number,
    pub(super) high: Number,
    pub(super) scope: Text,
    #[serde(rename = "for")]
    pub(super) audience: Text,
}

/// `[indicator.scale]`, `[scheme.part.scale]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawScale {
    pub(super) low: Number,
    pub(super) high: Number,
    #[serde(default)]
    pub(super) bands: Vec<Spanned<RawBand>>,
}

/// An entry of `bands`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawBand {
    pub(super) from: Number,
    pub(super) to: Number,
    pub(super) percent: Number,
}

/// `scoring.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawScoring {
    pub(super) basis: Text,
    pub(super) inapplicable: Text,
    pub(super) missing: Text,
    pub(super) bonus_cap: Number,
    pub(super) penalty_cap: Number,
    pub(super) commend: Texts,
    pub(super) account: Texts,
    #[serde(default, rename = "grade")]
    pub(super) grades: Vec<Spanned<RawGrade>>,
    #[serde(default, rename = "veto")]
    pub(super) vetoes: Vec<Spanned<RawVeto>>,
    #[serde(default, rename = "adjustment")]
    pub(super) adjustments: Vec<Spanned<RawAdjustment>>,
    #[serde(default, rename = "scheme")]
    pub(super) schemes: Vec<Spanned<RawScheme>>,
}

/// `[[grade]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawGrade {
    pub(super) name: Text,
    pub(super) from: Number,
    pub(super) most: Whole,
    pub(super) most_percent: Number,
}

/// `[[veto]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawVeto {
    pub(super) id: Text,
    pub(super) title: Text,
    pub(super) caps_at: Text,
}

/// `[[adjustment]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawAdjustment {
    pub(super) id: Text,
    pub(super) title: Text,
    pub(super) kind: Text,
    pub(super) points: Number,
    pub(super) cap: Number,
    pub(super) counts: Text,
    pub(super) scopes: Texts,
}

/// `[[scheme]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawScheme {
    pub(super) name: Text,
    pub(super) like: Text,
    pub(super) without: Texts,
    pub(super) scope: Text,
    pub(super) categories: Texts,
    pub(super) alliance_kinds: Texts,
    pub(super) peer_group: Text,
    #[serde(default, rename = "part")]
    pub(super) parts: Vec<Spanned<RawPart>>,
}

/// `[[scheme.part]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPart {
    pub(super) indicator: Text,
    pub(super) tasks: Text,
    pub(super) weight: Number,
    pub(super) weights: ByYear,
    pub(super) each: Number,
    pub(super) method: Text,
    pub(super) scale: Option<Spanned<RawScale>>,
    pub(super) basis: Text,
}

/// `rules.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawRules {
    #[serde(default, rename = "rule")]
    pub(super) rules: Vec<Spanned<RawRule>>,
}

/// `[[rule]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawRule {
    pub(super) id: Text,
    pub(super) family: Text,
    pub(super) form: Text,
    pub(super) check: Text,
    pub(super) method: Text,
    pub(super) items: Texts,
    pub(super) value: Text,
    pub(super) peers: Text,
    pub(super) floor: Number,
    pub(super) severity: Text,
    pub(super) tolerance: Number,
    pub(super) missing: Text,
    #[serde(rename = "where")]
    pub(super) condition: Text,
    pub(super) quarters: Option<Spanned<Vec<Spanned<i64>>>>,
    pub(super) since: Text,
    pub(super) until: Text,
    pub(super) deactivated_because: Text,
    pub(super) message: Text,
    pub(super) expected: Text,
    pub(super) hint: Text,
    pub(super) source: Text,
}
