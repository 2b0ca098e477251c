//! Findings as data for other programs: `run.json`, `tongbao check --format json`. The words are made here, as for a page.

use serde::{Serialize, Serializer};

use super::{Code, Explanation, Finding, Severity};
use crate::domain::{FormId, Location, Period, UnitCode};

/// Serialises findings with their words; a field is left out if it says nothing of a rule.
pub fn printed<S: Serializer>(findings: &[Finding], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(findings.iter().map(Printed::from))
}

/// A finding in words. What is not known of its place is an empty text, as in the workbook.
#[derive(Serialize)]
struct Printed<'run> {
    file: &'run str,
    sheet: &'run str,
    cell: String,
    code: Code,
    severity: Severity,
    unit: Option<&'run UnitCode>,
    form: Option<&'run FormId>,
    message: String,
    hint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'run str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<&'run str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<Period>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cited: Vec<PrintedValue<'run>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<PrintedExplanation<'run>>,
}

#[derive(Serialize)]
struct PrintedValue<'run> {
    item: &'run str,
    value: String,
    file: &'run str,
    sheet: &'run str,
    cell: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case", tag = "state", content = "text")]
enum PrintedExplanation<'run> {
    Accepted(&'run str),
    Refused(String),
}

impl<'run> From<&'run Finding> for Printed<'run> {
    fn from(finding: &'run Finding) -> Self {
        let rule = finding.rule();
        let cited = finding.cited().iter().map(|cited| PrintedValue {
            item: &cited.item,
            value: cited.shown(),
            file: cited.at.as_ref().map_or("", |at| at.file.name()),
            sheet: cited.at.as_ref().map_or("", Location::sheet_name),
            cell: cited.at.as_ref().map(Location::cell_name).unwrap_or_default(),
        });
        Self {
            file: finding.at.file.name(),
            sheet: finding.at.sheet_name(),
            cell: finding.at.cell_name(),
            code: finding.code(),
            severity: finding.severity(),
            unit: finding.unit.as_ref(),
            form: finding.form.as_ref(),
            message: finding.message(),
            hint: finding.hint().unwrap_or_default(),
            rule: rule.map(|broken| broken.rule.as_str()),
            family: rule.map(|broken| broken.family.as_str()).filter(|family| !family.is_empty()),
            period: finding.period,
            expected: finding.expected().filter(|expected| !expected.is_empty()),
            cited: cited.collect(),
            explanation: finding.explanation.as_ref().map(|explanation| match explanation {
                Explanation::Accepted(said) => PrintedExplanation::Accepted(said),
                Explanation::Refused(fault) => PrintedExplanation::Refused(fault.reason()),
            }),
        }
    }
}
