//! The office's `signoff.xlsx`: which tasks are closed (销号), which are sent back (退回) and why.

use std::path::Path;

use jiff::civil::Date;

use super::{Labels, Table, opened};
use crate::domain::{Decision, File, Form, OfficeFile, SignOff, Task};
use crate::finding::Checked;
use crate::finding::facts::{SignOffUnreasoned, SignOffUnusable};
use crate::ingest::convert::date;
use crate::ingest::error::IngestError;
use crate::ingest::normal;
use crate::ingest::reader::Reader;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Cell, Workbook};

const TASK: Labels = &["任务编号", "任务代码", "台账编号", "编号", "代码"];
const DECISION: Labels = &["决定", "销号决定", "处理决定", "处理意见", "结论", "审核结论"];
const DAY: Labels = &["日期", "决定日期", "销号日期", "处理日期"];
const REASON: Labels = &["原因", "退回原因", "理由", "说明", "备注"];

const COLUMNS: [(Labels, bool); 4] = [(TASK, true), (DECISION, true), (DAY, true), (REASON, false)];

/// Words for 销号 and 退回, as offices write them.
const CLOSED: [&str; 8] = ["销号", "已销号", "同意销号", "予以销号", "准予销号", "通过", "办结", "同意"];
const SENT_BACK: [&str; 8] = ["退回", "已退回", "不予销号", "不同意销号", "退回整改", "不通过", "未通过", "不同意"];

/// Reads the office's decisions about the tasks of some forms; without the file there are none.
///
/// A row that decides something that cannot be used is a finding at its cell, and so is a file that cannot be opened.
pub fn sign_offs(path: &Path, forms: &[Form], as_of: Date, reader: &Reader) -> Result<Checked<Vec<SignOff>>, IngestError> {
    let mut remarks = Remarks::about(File::Office(OfficeFile::SignOffs));
    let workbook = opened(path, reader, &mut remarks)?;
    let value = workbook.map(|workbook| rows(&workbook, forms, as_of, &mut remarks)).unwrap_or_default();
    Ok(Checked { value, findings: remarks.into_findings() })
}

fn rows(workbook: &Workbook, forms: &[Form], as_of: Date, remarks: &mut Remarks) -> Vec<SignOff> {
    let tables: Vec<Table<'_, 4>> = workbook.sheets.iter().filter_map(|grid| Table::locate(workbook, grid, COLUMNS)).collect();
    if tables.is_empty() && workbook.sheets.iter().any(|grid| !grid.cells().is_empty()) {
        remarks.on_file(SignOffUnusable::NoTable);
    }
    let tasks: Vec<&Task> = forms.iter().filter_map(|form| form.tasks.as_ref()).flat_map(|tasks| &tasks.rows).collect();
    let (mut decided, mut later) = (Vec::new(), 0_usize);
    for (table, (row, cells)) in tables.iter().flat_map(|table| table.rows().map(move |row| (table, row))) {
        let [task, decision, _, reason] = cells;
        if table.words(task).is_empty() && table.words(decision).is_empty() {
            continue;
        }
        match told(table, cells, &tasks) {
            // A rerun of an earlier period does not know yet what was decided later.
            Ok((_, _, on)) if on > as_of => later += 1,
            Ok((task, decision, on)) => {
                let reason = table.words(reason);
                let address = table.address(row, 1);
                if decision == Decision::SendBack && reason.is_empty() {
                    let unreasoned = SignOffUnreasoned { code: task.code().to_owned() };
                    remarks.on_address(&table.grid.name, address, unreasoned);
                }
                let at = remarks.file().on_cell(&table.grid.name, address);
                decided.push(SignOff { task: task.id.clone(), decision, on, reason, at });
            }
            Err((column, trouble)) => {
                remarks.on_address(&table.grid.name, table.address(row, column), trouble);
            }
        }
    }
    if later > 0 {
        remarks.on_file(SignOffUnusable::Later { count: later, as_of });
    }
    decided
}

/// What a row decides, or the number of the column that does not say it, and what is wrong there.
fn told<'tasks>(
    table: &Table<'_, 4>,
    [task, decision, day, _]: [Option<&Cell>; 4],
    tasks: &[&'tasks Task],
) -> Result<(&'tasks Task, Decision, Date), (usize, SignOffUnusable)> {
    let written = table.words(task);
    let task = match named(&written, tasks).as_slice() {
        [only] => *only,
        [] if written.is_empty() => return Err((0, SignOffUnusable::TaskUnsaid)),
        [] => return Err((0, SignOffUnusable::StrangeTask { written })),
        _ => return Err((0, SignOffUnusable::AmbiguousTask { written })),
    };
    let words = table.words(decision);
    let is_among = |list: &[&str]| list.contains(&normal::compact(&words).as_str());
    let decision = match (is_among(&CLOSED), is_among(&SENT_BACK)) {
        (true, _) => Decision::Close,
        (_, true) => Decision::SendBack,
        _ if words.is_empty() => return Err((1, SignOffUnusable::DecisionUnsaid)),
        _ => return Err((1, SignOffUnusable::DecisionUnclear { written: words })),
    };
    let on = day.and_then(|cell| date::parse(table.workbook.value(cell), table.workbook.is_1904));
    let on = on.ok_or_else(|| match table.words(day) {
        words if words.is_empty() => (2, SignOffUnusable::DateUnsaid),
        written => (2, SignOffUnusable::DateUnclear { written }),
    })?;
    Ok((task, decision, on))
}

/// The tasks of a number, written with or without the plan's identifier.
fn named<'tasks>(written: &str, tasks: &[&'tasks Task]) -> Vec<&'tasks Task> {
    let written = normal::code(written);
    let is_meant = |task: &&&Task| normal::code(&task.id) == written || normal::code(task.code()) == written;
    tasks.iter().filter(is_meant).copied().collect()
}
