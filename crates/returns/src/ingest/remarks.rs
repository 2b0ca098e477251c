//! Collects the findings about one file, each with what is known of its sender.

use super::workbook::Cell;
use crate::domain::{FormId, Period, UnitCode};
use crate::finding::{Code, Finding, Severity};

/// The findings about one file.
#[derive(Debug)]
pub(super) struct Remarks {
    file: String,
    unit: Option<UnitCode>,
    form: Option<FormId>,
    period: Option<Period>,
    findings: Vec<Finding>,
}

impl Remarks {
    /// Nothing to remark yet.
    pub(super) fn about(file: &str) -> Self {
        Self { file: file.to_owned(), unit: None, form: None, period: None, findings: Vec::new() }
    }

    /// From now on it is known who filed what, as far as the cover says, and for what was remarked before.
    pub(super) fn sent_by(&mut self, unit: Option<&UnitCode>, form: Option<&FormId>) {
        self.unit = unit.cloned();
        self.form = form.cloned();
        for finding in &mut self.findings {
            finding.unit = unit.cloned();
            finding.form = form.cloned();
        }
    }

    /// From now on it is known for when it was filed.
    pub(super) fn for_period(&mut self, period: Period) {
        self.period = Some(period);
    }

    /// For when the file was filed, if that is known, even if it is rejected.
    pub(super) fn period(&self) -> Option<Period> {
        self.period
    }

    /// Remarks something about the whole file.
    pub(super) fn on_file(&mut self, code: Code, message: impl Into<String>) -> &mut Finding {
        self.at("", String::new(), code, message)
    }

    /// Remarks something about a sheet.
    pub(super) fn on_sheet(&mut self, sheet: &str, code: Code, message: impl Into<String>) -> &mut Finding {
        self.at(sheet, String::new(), code, message)
    }

    /// Remarks something about a cell.
    pub(super) fn on_cell(&mut self, sheet: &str, cell: &Cell, code: Code, message: impl Into<String>) -> &mut Finding {
        self.at(sheet, cell.a1(), code, message)
    }

    /// Remarks something at a place; an empty cell or sheet means the whole sheet or file.
    pub(super) fn at(&mut self, sheet: &str, cell: String, code: Code, message: impl Into<String>) -> &mut Finding {
        let mut finding = Finding::about_file(code, &self.file, message).at(sheet, cell);
        finding.unit.clone_from(&self.unit);
        finding.form.clone_from(&self.form);
        let place = self.findings.len();
        self.findings.push(finding);
        &mut self.findings[place]
    }

    /// Whether the file is not used at all.
    pub(super) fn has_rejection(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Rejected)
    }

    /// In the order in which they were made.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
