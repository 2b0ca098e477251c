//! The office's `signoff.xlsx`: which tasks are closed (销号), which are sent back (退回) and why.

use std::path::Path;

use jiff::civil::Date;

use super::{Labels, Table, file_name, opened};
use crate::domain::{Decision, Form, SignOff, Task};
use crate::finding::{Checked, Code, Severity};
use crate::ingest::convert::date;
use crate::ingest::error::IngestError;
use crate::ingest::normal;
use crate::ingest::reader::Reader;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Cell, Workbook};
use tongbao_document::address::a1;

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
    let file = file_name(path);
    let mut remarks = Remarks::about(&file);
    let workbook = opened(path, reader, &mut remarks, "其中的销号记录都没有采用")?;
    let value = workbook.map(|workbook| rows(&workbook, &file, forms, as_of, &mut remarks)).unwrap_or_default();
    Ok(Checked { value, findings: remarks.into_findings() })
}

fn rows(workbook: &Workbook, file: &str, forms: &[Form], as_of: Date, remarks: &mut Remarks) -> Vec<SignOff> {
    let tables: Vec<Table<'_, 4>> = workbook.sheets.iter().filter_map(|grid| Table::locate(workbook, grid, COLUMNS)).collect();
    if tables.is_empty() && workbook.sheets.iter().any(|grid| !grid.cells().is_empty()) {
        let message = "没有一张工作表有“任务编号”“决定”“日期”这几列，其中的销号记录都没有采用";
        remarks.on_file(Code::SignOffUnusable, message);
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
                let sheet = table.grid.name.clone();
                let cell = cells[1].map(Cell::a1).unwrap_or_default();
                if decision == Decision::SendBack && reason.is_empty() {
                    let message = format!("任务{}退回，没有写明原因，责任单位无从整改", task.code());
                    remarks.at(&sheet, cell.clone(), Code::SignOffUnreasoned, message);
                }
                decided.push(SignOff { task: task.id.clone(), decision, on, reason, file: file.to_owned(), sheet, cell });
            }
            Err((column, message)) => {
                let column = table.columns.get(column).copied().flatten().unwrap_or_default();
                remarks.at(&table.grid.name, a1(row, column), Code::SignOffUnusable, format!("{message}，这条销号记录没有采用"));
            }
        }
    }
    if later > 0 {
        let message = format!("有{later}条销号记录的日期晚于数据截止日 {as_of}，本次没有计入");
        remarks.on_file(Code::SignOffUnusable, message).severity = Severity::Note;
    }
    decided
}

/// What a row decides, or the number of the column that does not say it, and what is wrong there.
fn told<'tasks>(
    table: &Table<'_, 4>,
    [task, decision, day, _]: [Option<&Cell>; 4],
    tasks: &[&'tasks Task],
) -> Result<(&'tasks Task, Decision, Date), (usize, String)> {
    let written = table.words(task);
    let task = match named(&written, tasks).as_slice() {
        [only] => *only,
        [] if written.is_empty() => return Err((0, "没有写明任务编号".to_owned())),
        [] => return Err((0, format!("台账中没有任务编号“{written}”"))),
        _ => return Err((0, format!("任务编号“{written}”在几个方案中都有，请写全（方案:编号）"))),
    };
    let words = table.words(decision);
    let is_among = |list: &[&str]| list.contains(&normal::compact(&words).as_str());
    let decision = match (is_among(&CLOSED), is_among(&SENT_BACK)) {
        (true, _) => Decision::Close,
        (_, true) => Decision::SendBack,
        _ if words.is_empty() => return Err((1, "没有写明决定，应为“销号”或“退回”".to_owned())),
        _ => return Err((1, format!("决定“{words}”无法识别，应为“销号”或“退回”"))),
    };
    let on = day.and_then(|cell| date::parse(table.workbook.value(cell), table.workbook.is_1904));
    let on = on.ok_or_else(|| match table.words(day) {
        words if words.is_empty() => (2, "没有写明日期".to_owned()),
        words => (2, format!("日期“{words}”无法识别，应写成 2025-10-16")),
    })?;
    Ok((task, decision, on))
}

/// The tasks of a number, written with or without the plan's identifier.
fn named<'tasks>(written: &str, tasks: &[&'tasks Task]) -> Vec<&'tasks Task> {
    let written = normal::code(written);
    let is_meant = |task: &&&Task| normal::code(&task.id) == written || normal::code(task.code()) == written;
    tasks.iter().filter(is_meant).copied().collect()
}
