//! The office's `explanations.xlsx`.

use std::path::Path;

use jiff::civil::Date;

use super::{Labels, RULE, TEXT, Table, VALUES, file_name, is_fixed, opened, rule};
use crate::domain::{Statement, UnitCode};
use crate::finding::{Checked, Code, Finding};
use crate::ingest::error::IngestError;
use crate::ingest::index::{Index, introduced};
use crate::ingest::reader::Reader;
use crate::ingest::recognise::period_of;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Cell, Value, Workbook};
use crate::registry::Registry;
use tongbao_document::address::a1;

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
pub fn statements(
    path: &Path,
    registry: Option<&Registry>,
    as_of: Date,
    reader: &Reader,
) -> Result<Checked<Vec<Statement>>, IngestError> {
    let file = file_name(path);
    let mut remarks = Remarks::about(&file);
    let workbook = opened(path, reader, &mut remarks, "其中的说明都没有采用")?;
    let value =
        workbook.map(|workbook| rows(&workbook, &file, &Index::new(&[], registry, as_of), &mut remarks)).unwrap_or_default();
    Ok(Checked { value, findings: remarks.into_findings() })
}

fn rows(workbook: &Workbook, file: &str, index: &Index<'_>, remarks: &mut Remarks) -> Vec<Statement> {
    let Some(table) = workbook.sheets.iter().find_map(|grid| Table::locate(workbook, grid, COLUMNS)) else {
        if workbook.sheets.iter().any(|grid| !grid.cells().is_empty()) {
            let message = "没有一张工作表有“报告期”“单位代码”“规则”“数值”“说明”这几列，其中的说明都没有采用";
            remarks.on_file(Code::ExplanationUnmatched, message);
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
                let (file, sheet) = (file.to_owned(), table.grid.name.clone());
                statements.push(Statement { period, unit, rule, values, text, file, sheet, cell: said.a1() });
            }
            Err((column, message)) => {
                // A blank cell has no place of its own: its column and row have.
                let column = table.columns.get(column).copied().flatten().unwrap_or(said.column);
                let finding = remarks.at(&table.grid.name, a1(row, column), Code::ExplanationUnmatched, message);
                knowing(finding, &table, cells, index);
            }
        }
    }
    statements
}

/// What a row is about.
struct Told {
    period: crate::domain::Period,
    unit: UnitCode,
    rule: String,
    values: String,
}

/// What a row is about, or the number of the column that does not say it, and what is wrong there.
fn told(table: &Table<'_, 6>, cells: [Option<&Cell>; 6], index: &Index<'_>) -> Result<Told, (usize, String)> {
    let [period, unit, name, code, values, _] = cells;
    let asked = period.and_then(|cell| period_of(table.workbook.value(cell), table.workbook.is_1904));
    let period = asked.ok_or_else(|| (0, not_understood("报告期", &table.words(period), "应写成 2025Q3 或 2025年第三季度")))?;
    let unit = unit_of(table, unit, name, index).map_err(|message| (1, message))?;
    let rule = rule(&table.words(code));
    if rule.is_empty() {
        return Err((3, "没有写明规则，这条说明没有采用".to_owned()));
    }
    let values = table.words(values);
    if values.is_empty() {
        return Err((4, "没有写明所说明的数值，这条说明没有采用".to_owned()));
    }
    Ok(Told { period, unit, rule, values })
}

fn not_understood(what: &str, words: &str, wanted: &str) -> String {
    if words.is_empty() {
        format!("没有写明{what}，这条说明没有采用；{wanted}")
    } else {
        format!("{what}“{words}”无法识别，这条说明没有采用；{wanted}")
    }
}

/// By its code, else by its name, if the registry tells it apart.
fn unit_of(table: &Table<'_, 6>, code: Option<&Cell>, name: Option<&Cell>, index: &Index<'_>) -> Result<UnitCode, String> {
    let is_spoilt =
        code.is_some_and(|cell| matches!(table.workbook.value(cell), Value::Number(number) if number.abs() >= INEXACT));
    let (written, name) = (if is_spoilt { String::new() } else { table.words(code) }, table.words(name));
    if !index.has_registry() {
        return if written.is_empty() { Err(no_unit(is_spoilt)) } else { Ok(UnitCode::new(written)) };
    }
    match (written.as_str(), index.units_named(&name)) {
        ("", [unit]) => Ok(unit.code.clone()),
        ("", _) => Err(no_unit(is_spoilt)),
        (written, named) => match (index.unit(written), named) {
            (Some(unit), [other, ..]) if !named.iter().any(|named| named.code == unit.code) => {
                Err(format!("单位代码对应{}，单位名称对应{}，这条说明没有采用", introduced(unit), introduced(other)))
            }
            (Some(unit), _) => Ok(unit.code.clone()),
            (None, [other, ..]) => {
                Err(format!("单位代码“{written}”不在名录，单位名称对应{}，这条说明没有采用", introduced(other)))
            }
            (None, []) => Err(format!("单位代码“{written}”不在名录，这条说明没有采用")),
        },
    }
}

fn no_unit(is_spoilt: bool) -> String {
    if is_spoilt {
        "单位代码被存成数字，末几位已丢失，这条说明没有采用；请把该列设为文本后重填".to_owned()
    } else {
        "没有写明单位代码，这条说明没有采用".to_owned()
    }
}

/// The finding with the unit and period of its row, as far as they are understood.
fn knowing(finding: &mut Finding, table: &Table<'_, 6>, cells: [Option<&Cell>; 6], index: &Index<'_>) {
    let [period, unit, name, ..] = cells;
    finding.unit = unit_of(table, unit, name, index).ok();
    finding.period = period.and_then(|cell| period_of(table.workbook.value(cell), table.workbook.is_1904));
}
