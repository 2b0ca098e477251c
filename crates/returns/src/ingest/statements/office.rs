//! The office's `explanations.xlsx`.

use std::path::Path;

use super::{Labels, RULE, TEXT, Table, VALUES, is_fixed, opened, rule};
use crate::domain::{CellAddress, File, OfficeFile, Period, Statement, UnitCode};
use crate::finding::Checked;
use crate::finding::facts::{CodeLost, ExplanationUnmatched};
use crate::ingest::error::IngestError;
use crate::ingest::index::Index;
use crate::ingest::reader::Reader;
use crate::ingest::recognise::period_of;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Cell, Value, Workbook};
use crate::registry::Registry;

const PERIOD: Labels = &["报告期", "报告期别", "填报期", "报告期间", "数据期", "期别"];
const UNIT: Labels = &["单位代码", "填报单位代码", "机构代码", "统一社会信用代码"];
const NAME: Labels = &["单位名称", "填报单位", "填报单位名称", "机构名称", "单位"];

const COLUMNS: [(Labels, bool); 6] = [(PERIOD, true), (UNIT, true), (NAME, false), (RULE, true), (VALUES, true), (TEXT, true)];

/// From here on Excel has already replaced the last digits of a number by zeros.
const INEXACT: f64 = 1e15;

/// Reads the office's explanations; without the file there are none.
///
/// With a registry each row must name one of its units. A row that says something but not about what is a finding at its cell, and so is
/// a file that cannot be opened: what the office has explained must not be lost without a word.
pub fn statements(path: &Path, registry: Option<&Registry>, reader: &Reader) -> Result<Checked<Vec<Statement>>, IngestError> {
    let mut remarks = Remarks::about(File::Office(OfficeFile::Explanations));
    let workbook = opened(path, reader, &mut remarks)?;
    let value = workbook.map(|workbook| rows(&workbook, &Index::new(&[], registry), &mut remarks)).unwrap_or_default();
    Ok(Checked { value, findings: remarks.into_findings() })
}

fn rows(workbook: &Workbook, index: &Index<'_>, remarks: &mut Remarks) -> Vec<Statement> {
    let Some(table) = workbook.sheets.iter().find_map(|grid| Table::locate(workbook, grid, COLUMNS)) else {
        if workbook.sheets.iter().any(|grid| !grid.cells().is_empty()) {
            remarks.on_file(ExplanationUnmatched::NoTable);
        }
        return Vec::new();
    };
    let mut statements = Vec::new();
    for (row, cells) in table.rows() {
        let [.., said] = cells;
        let text = table.words(said);
        let Some(said) = said.filter(|_| !text.is_empty() && !is_fixed(&text)) else { continue };
        match told(&table, cells, index) {
            Ok(Told { period, unit, rule, values }) => {
                let at = remarks.file().on_cell(&table.grid.name, said);
                statements.push(Statement { period, unit, rule, values, text, at });
            }
            Err((column, trouble)) => {
                // A blank cell has no place of its own: its column and row have.
                let column = table.columns.get(column).copied().flatten().unwrap_or(said.column);
                let finding = remarks.on_address(&table.grid.name, CellAddress { row, column }, trouble);
                let [period, unit, name, ..] = cells;
                finding.unit = unit_of(&table, unit, name, index).ok();
                finding.period = period_in(&table, period);
            }
        }
    }
    statements
}

/// What a row is about.
struct Told {
    period: Period,
    unit: UnitCode,
    rule: String,
    values: String,
}

/// What a row is about, or the number of the column that does not say it, and what is wrong there.
fn told(table: &Table<'_, 6>, cells: [Option<&Cell>; 6], index: &Index<'_>) -> Result<Told, (usize, ExplanationUnmatched)> {
    let [period, unit, name, code, values, _] = cells;
    let asked = period_in(table, period);
    let period = asked.ok_or_else(|| match table.words(period) {
        words if words.is_empty() => (0, ExplanationUnmatched::PeriodUnsaid),
        written => (0, ExplanationUnmatched::PeriodUnclear { written }),
    })?;
    let unit = unit_of(table, unit, name, index).map_err(|trouble| (1, trouble))?;
    let rule = rule(&table.words(code));
    if rule.is_empty() {
        return Err((3, ExplanationUnmatched::RuleUnsaid));
    }
    let values = table.words(values);
    if values.is_empty() {
        return Err((4, ExplanationUnmatched::ValuesUnsaid));
    }
    Ok(Told { period, unit, rule, values })
}

fn period_in(table: &Table<'_, 6>, cell: Option<&Cell>) -> Option<Period> {
    cell.and_then(|cell| period_of(table.workbook.value(cell), table.workbook.is_1904))
}

/// By its code, else by its name, if the registry tells it apart.
fn unit_of(
    table: &Table<'_, 6>,
    code: Option<&Cell>,
    name: Option<&Cell>,
    index: &Index<'_>,
) -> Result<UnitCode, ExplanationUnmatched> {
    let is_spoilt =
        code.is_some_and(|cell| matches!(table.workbook.value(cell), Value::Number(number) if number.abs() >= INEXACT));
    let (written, name) = (if is_spoilt { String::new() } else { table.words(code) }, table.words(name));
    let unsaid = || ExplanationUnmatched::UnitUnsaid { code: if is_spoilt { CodeLost::Number } else { CodeLost::Missing } };
    if !index.has_registry() {
        return if written.is_empty() { Err(unsaid()) } else { Ok(UnitCode::new(written)) };
    }
    match (written.as_str(), index.units_named(&name)) {
        ("", [unit]) => Ok(unit.code.clone()),
        ("", _) => Err(unsaid()),
        (_, named) => match (index.unit(&written), named) {
            (Some(unit), [other, ..]) if !named.iter().any(|named| named.code == unit.code) => {
                Err(ExplanationUnmatched::TwoUnits { by_code: unit.into(), by_name: (*other).into() })
            }
            (Some(unit), _) => Ok(unit.code.clone()),
            (None, named) => {
                let by_name = named.first().map(|unit| (*unit).into());
                Err(ExplanationUnmatched::StrangeUnit { code: written, by_name })
            }
        },
    }
}
