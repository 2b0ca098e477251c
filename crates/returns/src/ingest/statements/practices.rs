//! The office's `practices.xlsx`: 典型做法 that a bulletin is to tell, row by row.

use std::path::Path;

use super::whom::{CODE, NAME, Whom};
use super::{Labels, Table, opened};
use crate::domain::{File, OfficeFile, Practice};
use crate::finding::Checked;
use crate::finding::facts::PracticeNotUsed;
use crate::ingest::error::IngestError;
use crate::ingest::reader::Reader;
use crate::ingest::recognise::period_of;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Cell, Workbook};
use crate::registry::Registry;

const PERIOD: Labels = &["报告期", "通报期", "期别"];
const TITLE: Labels = &["题目", "做法名称", "标题"];
const TEXT: Labels = &["做法", "做法和成效", "内容", "典型做法"];

const COLUMNS: [(Labels, bool); 5] = [(PERIOD, true), (CODE, false), (NAME, false), (TITLE, true), (TEXT, true)];

/// Reads the practices; without the file there are none. A row that cannot be used is a finding at its cell.
pub fn practices(path: &Path, registry: &Registry, reader: &Reader) -> Result<Checked<Vec<Practice>>, IngestError> {
    let mut remarks = Remarks::about(File::Office(OfficeFile::Practices));
    let workbook = opened(path, reader, &mut remarks)?;
    let whom = Whom::new(registry);
    let value = workbook.map(|workbook| rows(&workbook, &whom, &mut remarks)).unwrap_or_default();
    Ok(Checked { value, findings: remarks.into_findings() })
}

fn rows(workbook: &Workbook, whom: &Whom<'_>, remarks: &mut Remarks) -> Vec<Practice> {
    let tables: Vec<Table<'_, 5>> = workbook.sheets.iter().filter_map(|grid| Table::locate(workbook, grid, COLUMNS)).collect();
    if tables.is_empty() && workbook.sheets.iter().any(|grid| !grid.cells().is_empty()) {
        remarks.on_file(PracticeNotUsed::NoTable);
    }
    let mut practices = Vec::new();
    for (table, (row, cells)) in tables.iter().flat_map(|table| table.rows().map(move |row| (table, row))) {
        if table.words(cells[3]).is_empty() && table.words(cells[4]).is_empty() {
            continue;
        }
        match practice(table, cells, whom) {
            Ok(practice) => practices.push(practice),
            Err((column, trouble)) => {
                remarks.on_address(&table.grid.name, table.address(row, column), trouble);
            }
        }
    }
    practices
}

/// What a row says, or the number of the column that does not say it, and what is wrong there.
fn practice(table: &Table<'_, 5>, cells: [Option<&Cell>; 5], whom: &Whom<'_>) -> Result<Practice, (usize, PracticeNotUsed)> {
    let [period, code, name, title, text] = cells;
    let read = period.and_then(|cell| period_of(table.workbook.value(cell), table.workbook.is_1904));
    let period = read.ok_or_else(|| match table.words(period) {
        words if words.is_empty() => (0, PracticeNotUsed::PeriodUnsaid),
        written => (0, PracticeNotUsed::PeriodUnclear { written }),
    })?;
    let subject = whom.subject(&table.words(code), &table.words(name));
    let subject = subject.map_err(|(column, trouble)| (column + 1, PracticeNotUsed::Subject(trouble)))?;
    let (title, text) = (table.words(title), table.words(text));
    for (column, words, trouble) in [(3, &title, PracticeNotUsed::TitleUnsaid), (4, &text, PracticeNotUsed::TextUnsaid)] {
        if words.is_empty() {
            return Err((column, trouble));
        }
    }
    Ok(Practice { period, subject, title, text })
}
