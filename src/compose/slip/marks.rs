//! Which cell is wrong, and what its comment says.

use std::collections::BTreeMap;

use tongbao_document::{SlipLevel, SlipLink, SlipMark};
use tongbao_returns::domain::{CellAddress, Location};
use tongbao_returns::finding::facts::Cited;
use tongbao_returns::finding::{Code, Explanation, Finding, Severity};

/// Every offending cell of a return.
#[derive(Debug)]
pub(super) struct Marks<'run> {
    file: &'run str,
    sheets: &'run [&'run str],
    by_cell: BTreeMap<(usize, u32, u16), Offence<'run>>,
    headless: Vec<usize>,
}

/// What is wrong with a cell: positions in the list, each with the finding and, if the cell is one of several, what it stands for.
#[derive(Debug, Default)]
struct Offence<'run> {
    findings: Vec<(usize, &'run Finding, Option<&'run Cited>)>,
}

/// The offending cells of a sheet, and the rows that are to be put right by hand.
#[derive(Debug, Default)]
pub(super) struct SheetMarks {
    pub(super) cells: BTreeMap<(u32, u16), SlipMark>,
    /// Code cells that are wrong themselves.
    pub(super) to_mend: Vec<(u32, u16)>,
    /// Cells that show something else than they hold: nobody knows what is meant, and what comes back must have been typed anew.
    pub(super) to_type: Vec<(u32, u16)>,
    /// The table was not found: the whole sheet is to be put right.
    pub(super) is_headless: bool,
}

impl<'run> Marks<'run> {
    pub(super) fn of(findings: &[&'run Finding], file: &'run str, sheets: &'run [&'run str]) -> Self {
        let mut marks = Self { file, sheets, by_cell: BTreeMap::new(), headless: Vec::new() };
        let headless = findings.iter().filter(|finding| finding.code() == Code::HeaderMissing);
        marks.headless = headless.filter_map(|finding| marks.sheet(&finding.at)).collect();
        for (number, finding) in (1..).zip(findings) {
            for cited in finding.cited() {
                if let Some(key) = cited.at.as_ref().and_then(|at| marks.key(at)) {
                    marks.note(key, (number, finding, Some(cited)));
                }
            }
            if let Some(key) = marks.key(&finding.at) {
                marks.note(key, (number, finding, None));
            }
        }
        marks
    }

    /// A finding is told once at a cell, even if it names the cell twice.
    fn note(&mut self, key: (usize, u32, u16), entry: (usize, &'run Finding, Option<&'run Cited>)) {
        let offence = self.by_cell.entry(key).or_default();
        if offence.findings.iter().all(|(number, ..)| *number != entry.0) {
            offence.findings.push(entry);
        }
    }

    /// The position of a sheet of this file.
    fn sheet(&self, at: &Location) -> Option<usize> {
        let sheet = at.sheet.as_deref().filter(|_| at.file.is_received(self.file))?;
        self.sheets.iter().position(|name| *name == sheet)
    }

    fn key(&self, at: &Location) -> Option<(usize, u32, u16)> {
        let CellAddress { row, column } = at.cell?;
        Some((self.sheet(at)?, row, column))
    }

    /// The cell of a finding in this file: its own, else the first that it cites.
    pub(super) fn place<'finding>(&self, finding: &'finding Finding) -> Option<&'finding Location> {
        let cited = finding.cited().iter().filter_map(|cited| cited.at.as_ref());
        std::iter::once(&finding.at).chain(cited).find(|at| self.key(at).is_some())
    }

    /// Where a finding leads: to its cell, else to the beginning of its sheet.
    pub(super) fn link(&self, finding: &Finding) -> Option<SlipLink> {
        let beginning = || {
            let sheet = self.sheets.iter().position(|name| finding.at.sheet.as_deref() == Some(name))?;
            Some((sheet, 0, 0))
        };
        let (sheet, row, column) = self.place(finding).and_then(|at| self.key(at)).or_else(beginning)?;
        Some(SlipLink { sheet, row, column })
    }

    /// The marks on a sheet.
    pub(super) fn on_sheet(&self, sheet: usize) -> SheetMarks {
        let mut marks = SheetMarks { is_headless: self.headless.contains(&sheet), ..SheetMarks::default() };
        for ((_, row, column), offence) in self.by_cell.range((sheet, 0, 0)..(sheet + 1, 0, 0)) {
            marks.cells.insert((*row, *column), offence.mark());
            let is_code = |code| {
                matches!(
                    code,
                    Code::UnknownItem
                        | Code::ItemMissing
                        | Code::ItemTwice
                        | Code::NameMismatch
                        | Code::MatchedByName
                        | Code::NameDiffers
                        | Code::FormBySheets
                        | Code::PeriodDiffers
                )
            };
            let has = |is_such: fn(Code) -> bool| offence.findings.iter().any(|(_, finding, _)| is_such(finding.code()));
            if has(is_code) {
                marks.to_mend.push((*row, *column));
            }
            if has(|code| code == Code::NotAsShown) {
                marks.to_type.push((*row, *column));
            }
        }
        marks
    }
}

impl Offence<'_> {
    fn mark(&self) -> SlipMark {
        let level = self.findings.iter().map(|(_, finding, _)| level(finding.severity())).min().unwrap_or(SlipLevel::Note);
        let comments: Vec<String> =
            self.findings.iter().map(|(number, finding, cited)| comment(*number, finding, *cited)).collect();
        SlipMark { level, comment: comments.join("\n\n") }
    }
}

fn comment(number: usize, finding: &Finding, cited: Option<&Cited>) -> String {
    let mut lines = vec![format!("【{}】{}（退回说明第 {number} 项）", finding.severity().word(), finding.id())];
    lines.push(format!("问题：{}", finding.message()));
    if let Some(cited) = cited.filter(|_| finding.cited().len() > 1) {
        lines.push(format!("本格：{} {}", cited.item, cited.shown()));
    }
    lines.extend(finding.expected().map(|expected| format!("应为：{expected}")));
    lines.extend(finding.hint().map(|hint| format!("如何更正：{hint}")));
    match (&finding.explanation, finding.severity()) {
        (Some(Explanation::Accepted(text)), _) => lines.push(format!("已采纳的说明：{text}")),
        (Some(Explanation::Refused(fault)), _) => lines.push(format!("原说明没有采纳：{}", fault.reason())),
        (None, Severity::Suspect | Severity::Explain) => {
            lines.push("数值确实无误的，请在“退回说明”的“说明”栏写明原因。".to_owned());
        }
        (None, _) => {}
    }
    lines.join("\n")
}

/// The colour of a severity.
pub(super) fn level(severity: Severity) -> SlipLevel {
    match severity {
        Severity::Rejected | Severity::Error => SlipLevel::Error,
        Severity::Suspect => SlipLevel::Suspect,
        Severity::Explain => SlipLevel::Explain,
        Severity::Doubt | Severity::Note => SlipLevel::Note,
    }
}
