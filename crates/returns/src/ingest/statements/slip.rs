//! The sheet 退回说明 of a slip that came back. It is no part of the return: cover and sheets are looked for in the others.

use super::{RULE, TEXT, Table, VALUES, is_fixed, rule};
use crate::domain::{Return, Statement};
use crate::finding::facts::ExplanationUnmatched;
use crate::ingest::normal;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Grid, Workbook};

/// Name of the sheet; Excel puts ` (2)` behind the name of a copy.
const FRONT: &str = "退回说明";
/// Statements of one slip that are heard: more than a plan has rules for a form.
const MOST: usize = 500;

/// Takes the sheets that slips have put in front out of the workbook.
pub(in crate::ingest) fn take(workbook: &mut Workbook) -> Vec<Grid> {
    workbook.sheets.extract_if(.., |grid| normal::compact(&grid.name).starts_with(FRONT)).collect()
}

/// What the 说明 column says, row by row. What cannot be told apart from the other findings is remarked, never lost without a word.
pub(in crate::ingest) fn read(workbook: &Workbook, fronts: &[Grid], filed: &Return, remarks: &mut Remarks) -> Vec<Statement> {
    let (mut statements, mut more) = (Vec::new(), 0);
    for grid in fronts {
        let Some(table) = Table::locate(workbook, grid, [(RULE, true), (VALUES, false), (TEXT, true)]) else {
            remarks.on_sheet(&grid.name, ExplanationUnmatched::NoColumns);
            continue;
        };
        for (_, [code, values, said]) in table.rows() {
            let (code, text) = (rule(&table.words(code)), table.words(said));
            let Some(said) = said.filter(|_| !code.is_empty() && !text.is_empty() && !is_fixed(&text)) else { continue };
            let values = table.words(values);
            if values.is_empty() {
                remarks.on_cell(&grid.name, said, ExplanationUnmatched::NoValuesOnSlip { rule: code });
                continue;
            }
            if statements.len() == MOST {
                more += 1;
                continue;
            }
            statements.push(Statement {
                period: filed.period,
                unit: filed.unit.clone(),
                rule: code,
                values,
                text,
                at: remarks.file().on_cell(&grid.name, said),
            });
        }
    }
    if more > 0 {
        remarks.on_file(ExplanationUnmatched::TooMany { most: MOST, more });
    }
    statements
}
