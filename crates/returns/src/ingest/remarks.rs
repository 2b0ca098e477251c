//! Collects the findings about one file, each with what is known of its sender; of each code no more than anybody reads ([`cap`](crate::finding::cap)).

use super::CoverSays;
use super::workbook::Cell;
use crate::domain::{CellAddress, File, FormId, Location, Period, UnitCode};
use crate::finding::cap::Cap;
use crate::finding::{Facts, Finding, Severity};

/// The findings about one file.
#[derive(Debug)]
pub(super) struct Remarks {
    file: File,
    unit: Option<UnitCode>,
    form: Option<FormId>,
    period: Option<Period>,
    said: Option<CoverSays>,
    findings: Vec<Finding>,
    cap: Cap,
    /// The last finding that was only counted, for whoever wants to add to it.
    counted: Option<Finding>,
}

impl Remarks {
    /// Nothing to remark yet.
    pub(super) fn about(file: File) -> Self {
        let (findings, cap) = (Vec::new(), Cap::default());
        Self { file, unit: None, form: None, period: None, said: None, findings, cap, counted: None }
    }

    /// Nothing to remark yet, of the same file and sender.
    pub(super) fn fork(&self) -> Self {
        let (file, unit, form) = (self.file.clone(), self.unit.clone(), self.form.clone());
        Self { unit, form, ..Self::about(file) }
    }

    /// Takes over what was remarked aside.
    pub(super) fn absorb(&mut self, aside: Self) {
        let Self { cap, findings, .. } = self;
        findings.extend(aside.findings.into_iter().filter(|finding| cap.admits(finding)));
        cap.count_on(aside.cap);
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

    /// What the cover says of its time.
    pub(super) fn said(&mut self, said: CoverSays) {
        self.said = Some(said);
    }

    /// The same, if it says anything.
    pub(super) fn cover(&self) -> Option<CoverSays> {
        self.said.clone()
    }

    /// For when the file was filed, if that is known, even if it is rejected.
    pub(super) fn period(&self) -> Option<Period> {
        self.period
    }

    /// The file as a place.
    pub(super) fn file(&self) -> Location {
        Location::file(self.file.clone())
    }

    /// Takes over what was remarked aside about one cell.
    pub(super) fn copy_of_cell(&mut self, aside: &Self, sheet: &str, cell: CellAddress) {
        let is_of_cell = |finding: &&Finding| finding.at.sheet.as_deref() == Some(sheet) && finding.at.cell == Some(cell);
        let Self { cap, findings, .. } = self;
        findings.extend(aside.findings.iter().filter(is_of_cell).filter(|finding| cap.admits(finding)).cloned());
    }

    /// Remarks something about the whole file.
    pub(super) fn on_file(&mut self, facts: impl Into<Facts>) -> &mut Finding {
        self.at(self.file(), facts)
    }

    /// Remarks something about a sheet.
    pub(super) fn on_sheet(&mut self, sheet: &str, facts: impl Into<Facts>) -> &mut Finding {
        self.at(self.file().on_sheet(sheet), facts)
    }

    /// Remarks something about a cell.
    pub(super) fn on_cell(&mut self, sheet: &str, cell: &Cell, facts: impl Into<Facts>) -> &mut Finding {
        self.on_address(sheet, cell.into(), facts)
    }

    /// Remarks something about a cell that may be blank.
    pub(super) fn on_address(&mut self, sheet: &str, cell: CellAddress, facts: impl Into<Facts>) -> &mut Finding {
        self.at(self.file().on_cell(sheet, cell), facts)
    }

    fn at(&mut self, at: Location, facts: impl Into<Facts>) -> &mut Finding {
        let (unit, form) = (self.unit.clone(), self.form.clone());
        let finding = Finding { unit, form, ..Finding::at(at, facts) };
        if !self.cap.admits(&finding) {
            return self.counted.insert(finding);
        }
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Whether the file is not used at all.
    pub(super) fn has_rejection(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Rejected)
    }

    /// In the order in which they were made; what counts the rest comes last.
    pub(super) fn into_findings(mut self) -> Vec<Finding> {
        self.findings.extend(self.cap.rest());
        self.findings
    }
}
