//! The office's `events.xlsx`: 一票否决, 加分, 减分, row by row.
//!
//! Sheets and columns are found by their headers; what a matter is, the plan says, so that a row counts on whichever sheet it stands.

use std::path::Path;

use jiff::civil::Date;

use super::whom::{CODE, NAME, Whom};
use super::{Labels, Table, file_name, opened};
use crate::domain::{Event, Nature, Period};
use crate::finding::{Checked, Code, Severity};
use crate::ingest::convert::date;
use crate::ingest::error::IngestError;
use crate::ingest::normal;
use crate::ingest::reader::Reader;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Cell, Value, Workbook};
use crate::registry::Registry;
use tongbao_document::address::a1;

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
    let file = file_name(path);
    let mut remarks = Remarks::about(&file);
    let known = Known { whom: Whom::new(registry, as_of), matters, as_of };
    let workbook = opened(path, reader, &mut remarks, "其中的事项都没有采用")?;
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
        remarks.on_file(Code::EventNotUsed, "没有一张工作表有“对象代码”“事项”“日期”这几列，其中的事项都没有采用");
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
            // A blank cell has no place of its own: its column and row have.
            let at = |column: usize| a1(row, table.columns.get(column).copied().flatten().unwrap_or_default());
            match event(table, cells, known) {
                // A rerun of an earlier period does not know yet what happened later.
                Ok(event) if event.date > known.as_of => {
                    let message = format!("日期{}晚于数据截止日{}，本次没有计入", event.date, known.as_of);
                    remarks.at(&table.grid.name, at(3), Code::EventNotUsed, message).severity = Severity::Note;
                }
                Ok(event) => {
                    let event = Event { sheet: table.grid.name.clone(), cell: at(2), ..event };
                    let is_same = |other: &Event| {
                        (&other.subject, &other.matter, other.date, &other.reason)
                            == (&event.subject, &event.matter, event.date, &event.reason)
                    };
                    if let Some(first) = events.iter().find(|other| is_same(other)) {
                        let message = format!("与“{}”{}行相同，只计一次", first.sheet, first.cell);
                        remarks.at(&table.grid.name, at(2), Code::EventTwice, message);
                    } else {
                        events.push(event);
                    }
                }
                Err((column, message)) => {
                    let said = format!("{message}，这一行没有采用");
                    let finding = remarks.at(&table.grid.name, at(column), Code::EventNotUsed, said);
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
fn event(table: &Table<'_, 6>, cells: [Option<&Cell>; 6], known: &Known<'_>) -> Result<Event, (usize, String)> {
    let [code, name, matter, day, reason, points] = cells;
    let subject = known.whom.subject(&table.words(code), &table.words(name))?;
    let matter = matter_of(&table.words(matter), known.matters).map_err(|message| (2, message))?;
    let written = table.words(day);
    let read = day.and_then(|cell| date::parse(table.workbook.value(cell), table.workbook.is_1904));
    let date = match read {
        // What happened after the as-of date counts in a later run; a year that nobody can mean yet is a slip of the keyboard.
        Some(date) if date.year() > known.as_of.year() + 1 => {
            return Err((3, format!("日期{date}远在数据截止日{}之后", known.as_of)));
        }
        Some(date) => date,
        None if written.is_empty() => return Err((3, "没有写明日期".to_owned())),
        None => return Err((3, format!("日期“{written}”无法识别，应写成 2025-06-30"))),
    };
    let points = match points {
        Some(cell) if matter.nature != Nature::Veto => points_of(table, cell, matter.nature).map_err(|message| (5, message))?,
        _ => None,
    };
    Ok(Event {
        subject,
        nature: matter.nature,
        matter: matter.id.clone(),
        date,
        points,
        reason: table.words(reason),
        sheet: String::new(),
        cell: String::new(),
    })
}

fn matter_of<'run>(words: &str, matters: &'run [Matter]) -> Result<&'run Matter, String> {
    if words.is_empty() {
        return Err("没有写明事项".to_owned());
    }
    let is_it = |other: &str| normal::compact(other) == normal::compact(words);
    match matters.iter().find(|matter| is_it(&matter.id) || is_it(&matter.title)) {
        Some(matter) if matter.is_automatic => Err(format!("事项“{words}”由程序按报表统计，不用填写")),
        Some(matter) => Ok(matter),
        None => {
            let known: Vec<&str> = matters.iter().filter(|one| !one.is_automatic).map(|one| one.id.as_str()).collect();
            Err(format!("评分办法里没有事项“{words}”（可用的有：{}）", known.join("、")))
        }
    }
}

/// 分值 of this one event; a penalty may be written with or without its sign.
fn points_of(table: &Table<'_, 6>, cell: &Cell, nature: Nature) -> Result<Option<f64>, String> {
    let words = table.words(Some(cell));
    let written = match table.workbook.value(cell) {
        Value::Number(number) => Some(number),
        _ => normal::compact(&words).trim_end_matches('分').trim_start_matches('+').replace('−', "-").parse::<f64>().ok(),
    };
    let points = written.map(|number| if nature == Nature::Penalty { number.abs() } else { number });
    let is_printed_whole = |points: &f64| ((points * 100.0).round() - points * 100.0).abs() < 1e-6;
    match points {
        None if words.is_empty() => Ok(None),
        Some(points) if points > 0.0 && points.is_finite() && is_printed_whole(&points) => Ok(Some(points)),
        _ => Err(format!("分值“{words}”应是大于0的数，最多两位小数")),
    }
}
