//! The office's `events.xlsx`: 一票否决, 加分, 减分, row by row.
//!
//! Sheets and columns are found by their headers; what a matter is, the plan says, so that a row counts on whichever sheet it stands.

use std::path::Path;

use jiff::civil::Date;

use super::whom::{CODE, NAME, Whom};
use super::{Labels, Table, opened};
use crate::domain::{Event, File, Nature, OfficeFile, Period};
use crate::finding::Checked;
use crate::finding::facts::{EventNotUsed, EventTwice, RowTrouble};
use crate::ingest::convert::date;
use crate::ingest::error::IngestError;
use crate::ingest::normal;
use crate::ingest::reader::Reader;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Cell, Odd, Value, Workbook};
use crate::registry::Registry;

const MATTER: Labels = &["事项", "事项代码", "事项名称", "否决事项", "加减分事项"];
const DAY: Labels = &["日期", "发生日期", "认定日期"];
const REASON: Labels = &["依据", "依据/说明", "依据或说明", "说明", "情况说明"];
const POINTS: Labels = &["分值", "分数", "加减分值"];

const COLUMNS: [(Labels, bool); 6] =
    [(CODE, false), (NAME, false), (MATTER, true), (DAY, true), (REASON, false), (POINTS, false)];

/// Something that a plan lets happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// As the plan names it.
    pub id: String,
    /// What it is called; a row may name either.
    pub title: String,
    /// What follows from it.
    pub nature: Nature,
    /// It is counted from the returns, and not to be entered.
    pub is_automatic: bool,
}

/// Reads the events; without the file nothing happened.
///
/// A row that cannot be used is a finding at its cell, and so is a file that cannot be opened: a veto must not be lost without a word.
pub fn events(
    path: &Path,
    registry: &Registry,
    matters: &[Matter],
    as_of: Date,
    reader: &Reader,
) -> Result<Checked<Vec<Event>>, IngestError> {
    let mut remarks = Remarks::about(File::Office(OfficeFile::Events));
    let known = Known { whom: Whom::new(registry), matters, as_of };
    let workbook = opened(path, reader, &mut remarks)?;
    let value = workbook.map(|workbook| rows(&workbook, &known, &mut remarks)).unwrap_or_default();
    Ok(Checked { value, findings: remarks.into_findings() })
}

/// What rows are read by.
struct Known<'run> {
    whom: Whom<'run>,
    matters: &'run [Matter],
    as_of: Date,
}

fn rows(workbook: &Workbook, known: &Known<'_>, remarks: &mut Remarks) -> Vec<Event> {
    let tables: Vec<Table<'_, 6>> = workbook.sheets.iter().filter_map(|grid| Table::locate(workbook, grid, COLUMNS)).collect();
    if tables.is_empty() && workbook.sheets.iter().any(|grid| !grid.cells().is_empty()) {
        remarks.on_file(EventNotUsed::NoTable);
    }
    let mut events: Vec<Event> = Vec::new();
    for table in &tables {
        for (row, cells) in table.rows() {
            let filled: Vec<&Cell> = cells.into_iter().flatten().collect();
            let is_remark = filled.len() == 1
                && ["注", "说明", "备注"].iter().any(|mark| table.words(filled.first().copied()).starts_with(mark));
            if filled.is_empty() || is_remark {
                continue;
            }
            let sheet = &table.grid.name;
            match event(table, row, cells, known) {
                // A rerun of an earlier period does not know yet what happened later.
                Ok(event) if event.date > known.as_of => {
                    let later = EventNotUsed::Later { date: event.date, as_of: known.as_of };
                    remarks.on_address(sheet, table.address(row, 3), later);
                }
                Ok(event) => {
                    let is_same = |other: &Event| {
                        (&other.subject, &other.matter, other.date, &other.reason)
                            == (&event.subject, &event.matter, event.date, &event.reason)
                    };
                    if let Some(first) = events.iter().find(|other| is_same(other)) {
                        let twice = EventTwice { sheet: first.sheet.clone(), cell: first.cell };
                        remarks.on_address(sheet, event.cell, twice);
                    } else {
                        events.push(event);
                    }
                }
                Err((column, trouble)) => {
                    let finding = remarks.on_address(sheet, table.address(row, column), EventNotUsed::Row(trouble));
                    // It is for the year's scores to be put right, and disturbs no other bulletin.
                    let day = cells[3].and_then(|cell| date::parse(table.workbook.value(cell), table.workbook.is_1904));
                    finding.period = day.map(|day| Period::quarter_of(day).whole_year());
                }
            }
        }
    }
    events
}

/// What a row says, or the number of the column that does not say it, and what is wrong there.
fn event(table: &Table<'_, 6>, row: u32, cells: [Option<&Cell>; 6], known: &Known<'_>) -> Result<Event, (usize, RowTrouble)> {
    let [code, name, matter, day, reason, points] = cells;
    let subject = known.whom.subject(&table.words(code), &table.words(name));
    let subject = subject.map_err(|(column, trouble)| (column, RowTrouble::Subject(trouble)))?;
    let matter = matter_of(&table.words(matter), known.matters).map_err(|trouble| (2, trouble))?;
    let written = table.words(day);
    let read = day.and_then(|cell| date::parse(table.workbook.value(cell), table.workbook.is_1904));
    let date = match read {
        // What happened after the as-of date counts in a later run; a year that nobody can mean yet is a slip of the keyboard.
        Some(date) if date.year() > known.as_of.year() + 1 => {
            return Err((3, RowTrouble::DateFarOff { date, as_of: known.as_of }));
        }
        Some(date) => date,
        None if written.is_empty() => return Err((3, RowTrouble::DateUnsaid)),
        None => return Err((3, RowTrouble::DateUnclear { written })),
    };
    let points = match points {
        Some(cell) if matter.nature != Nature::Veto => points_of(table, cell, matter.nature).map_err(|trouble| (5, trouble))?,
        _ => None,
    };
    Ok(Event {
        subject,
        nature: matter.nature,
        matter: matter.id.clone(),
        date,
        points,
        reason: table.words(reason),
        sheet: table.grid.name.clone(),
        cell: table.address(row, 2),
    })
}

fn matter_of<'run>(words: &str, matters: &'run [Matter]) -> Result<&'run Matter, RowTrouble> {
    if words.is_empty() {
        return Err(RowTrouble::MatterUnsaid);
    }
    let is_it = |other: &str| normal::compact(other) == normal::compact(words);
    match matters.iter().find(|matter| is_it(&matter.id) || is_it(&matter.title)) {
        Some(matter) if matter.is_automatic => Err(RowTrouble::CountedMatter { matter: words.to_owned() }),
        Some(matter) => Ok(matter),
        None => {
            let known = matters.iter().filter(|one| !one.is_automatic).map(|one| one.id.clone()).collect();
            Err(RowTrouble::StrangeMatter { matter: words.to_owned(), known })
        }
    }
}

/// 分值 of this one event; a penalty may be written with or without its sign.
fn points_of(table: &Table<'_, 6>, cell: &Cell, nature: Nature) -> Result<Option<f64>, RowTrouble> {
    let words = table.words(Some(cell));
    let is_in_doubt = table.grid.odd(cell.row, cell.column).is_some_and(Odd::leaves_in_doubt);
    let written = match table.workbook.value(cell) {
        Value::Number(number) => Some(number).filter(|_| !is_in_doubt),
        _ => normal::compact(&words).trim_end_matches('分').trim_start_matches('+').replace('−', "-").parse::<f64>().ok(),
    };
    let points = written.map(|number| if nature == Nature::Penalty { number.abs() } else { number });
    let is_printed_whole = |points: &f64| ((points * 100.0).round() - points * 100.0).abs() < 1e-6;
    match points {
        None if words.is_empty() => Ok(None),
        Some(points) if points > 0.0 && points.is_finite() && is_printed_whole(&points) => Ok(Some(points)),
        _ => Err(RowTrouble::Points { written: words }),
    }
}
