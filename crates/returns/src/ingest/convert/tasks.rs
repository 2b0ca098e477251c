//! The sheet of a ledger form: each row finds its task by 任务编号, each answer its column by the header.
//!
//! A unit has the rows that it answers for; rows of other tasks are not missing for it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::answer::{Answer, Asking};
use super::{Filled, Slots, answer, code_of};
use crate::domain::{Place, Reading, Task, TaskColumn, Tasks};
use crate::finding::facts::{HeaderMissing, HiddenContent, ItemMissing, ItemTwice, NameMismatch, NotAsShown, UnknownItem};
use crate::ingest::index::FormEntry;
use crate::ingest::normal;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Cell, Grid, Value, Workbook};
use crate::registry::Unit;
use tongbao_document::address::a1;
use tongbao_document::count;

/// Rows in which a header may stand.
const HEAD_ROWS: u32 = 60;

const CODES: [&str; 5] = ["任务编号", "任务代码", "编号", "代码", "台账编号"];
const ITEMS: [&str; 4] = ["内容", "任务内容", "具体内容", "工作内容"];

/// The labels that head an answer, the form's own first.
fn labels(column: TaskColumn) -> &'static [&'static str] {
    match column {
        TaskColumn::State => &["状态", "本期状态", "当前状态", "进展状态"],
        TaskColumn::Progress => &["进展情况", "工作进展", "进展", "进展情况说明"],
        TaskColumn::DoneOn => &["完成日期", "完成时间"],
        TaskColumn::Evidence => &["佐证材料", "佐证", "证明材料", "完成佐证"],
        TaskColumn::Times => &["本年累计次数", "累计次数", "本年累计", "次数"],
    }
}

/// The columns of a ledger's sheet.
pub(super) struct Table {
    header: u32,
    code: u16,
    item: Option<u16>,
    answers: BTreeMap<TaskColumn, u16>,
    /// Further columns under a label of an answer.
    rivals: Vec<(TaskColumn, u16)>,
}

/// Everything that rows are read with.
struct Source<'all, 'known> {
    workbook: &'all Workbook,
    grid: &'all Grid,
    position: usize,
    table: Table,
    form: &'all FormEntry<'known>,
    tasks: &'known Tasks,
}

/// Reads the sheet; the unit and the period's last day say which rows must be there. True if its table was found.
pub(super) fn read(
    (workbook, position): (&Workbook, usize),
    form: &FormEntry<'_>,
    tasks: &Tasks,
    (unit, day): (&Unit, Date),
    slots: &mut Slots,
    remarks: &mut Remarks,
) -> bool {
    let Some(grid) = workbook.sheets.get(position) else { return false };
    let Some(table) = locate(workbook, grid) else {
        remarks.on_sheet(&grid.name, HeaderMissing::Tasks);
        return false;
    };
    let counts = tasks.rows.iter().any(|task| task.yearly.is_some());
    let lacking = TaskColumn::ALL.into_iter().filter(|column| {
        !table.answers.contains_key(column) && (*column != TaskColumn::Times || counts && has_yearly(tasks, unit, day))
    });
    let columns: Vec<TaskColumn> = lacking.collect();
    if !columns.is_empty() {
        remarks.on_sheet(&grid.name, HeaderMissing::Answers { columns });
    }
    let source = Source { workbook, grid, position, table, form, tasks };
    for row in grid.rows().filter(|row| row.first().is_some_and(|cell| cell.row > source.table.header)) {
        source.row(row, slots, remarks);
    }
    source.tell_hidden(slots, remarks);
    for task in &tasks.rows {
        let is_read = task.position(TaskColumn::State).and_then(|at| slots.filled.get(at)).is_some_and(Option::is_some);
        if !is_read && unit.answers_for(tasks, task, day) {
            remarks.on_sheet(&grid.name, ItemMissing::Task { task: task.into() });
        }
    }
    true
}

fn has_yearly(tasks: &Tasks, unit: &Unit, day: Date) -> bool {
    tasks.rows.iter().filter(|task| unit.answers_for(tasks, task, day)).any(|task| task.yearly.is_some())
}

/// The row in which a ledger's sheet has its header.
pub(in crate::ingest) fn header(workbook: &Workbook, grid: &Grid) -> Option<u32> {
    locate(workbook, grid).map(|table| table.header)
}

/// The first row that heads codes and states.
pub(super) fn locate(workbook: &Workbook, grid: &Grid) -> Option<Table> {
    grid.rows().take_while(|row| row.first().is_some_and(|cell| cell.row < HEAD_ROWS)).find_map(|row| {
        let heads = |cell: &&Cell, label: &str| {
            matches!(workbook.value(cell), Value::Text(text) if text.len() <= 96 && normal::label(text) == label)
        };
        let headed = |labels: &[&str]| {
            labels.iter().find_map(|label| row.iter().find(|cell| heads(cell, label)).map(|cell| cell.column))
        };
        let answers = TaskColumn::ALL.into_iter().filter_map(|column| Some((column, headed(labels(column))?)));
        let answers: BTreeMap<TaskColumn, u16> = answers.collect();
        let code = headed(&CODES).filter(|_| answers.contains_key(&TaskColumn::State))?;
        let is_further = |column: TaskColumn, cell: &Cell| {
            answers.get(&column).is_some_and(|first| *first != cell.column) && labels(column).iter().any(|label| heads(&cell, label))
        };
        let rivals = TaskColumn::ALL.into_iter().flat_map(|column| {
            row.iter().filter(move |cell| is_further(column, cell)).map(move |cell| (column, cell.column))
        });
        let rivals = rivals.collect();
        Some(Table { header: row.first()?.row, code, item: headed(&ITEMS), answers, rivals })
    })
}

impl Source<'_, '_> {
    fn row(&self, cells: &[Cell], slots: &mut Slots, remarks: &mut Remarks) {
        let at = |column: u16| cells.iter().find(|cell| cell.column == column);
        // A number that is merged over several rows is that of each.
        let merged = || self.grid.shown_for(cells.first()?.row, self.table.code);
        let Some(code_cell) = at(self.table.code).or_else(merged) else { return };
        let Some(code) = code_of(self.workbook.value(code_cell)) else { return };
        let Some(task) = self.tasks.rows.iter().find(|task| normal::code(task.code()) == code) else {
            self.pass(&code, code_cell, cells, remarks);
            return;
        };
        self.compare_items(task, code_cell, cells, remarks);
        let is_second = task.position(TaskColumn::State).and_then(|at| slots.filled.get(at)).is_some_and(Option::is_some);
        for column in task.columns() {
            let (Some(item), Some(&place)) = (task.position(column), self.table.answers.get(&column)) else { continue };
            let other = self.table.rivals.iter().filter(|(rival, _)| *rival == column).find_map(|(_, further)| at(*further));
            self.take(task, column, (item, at(place), other), code_cell, slots, remarks);
        }
        if is_second {
            remarks.on_cell(&self.grid.name, code_cell, ItemTwice::Task { code: task.code().to_owned() });
        }
    }

    fn take(
        &self,
        task: &Task,
        column: TaskColumn,
        (item, cell, other): (usize, Option<&Cell>, Option<&Cell>),
        code_cell: &Cell,
        slots: &mut Slots,
        remarks: &mut Remarks,
    ) {
        let (Some(entry), Some(slot)) = (self.form.items.get(item), slots.filled.get_mut(item)) else { return };
        let asking = Asking::Task(task, column);
        let says = |cell: Option<&Cell>| cell.map(|cell| self.workbook.words(cell)).unwrap_or_default();
        let answer = match cell {
            _ if other.is_some() && says(cell) != says(other) => Answer::refused(NotAsShown::Beside {
                asked: asking.into(),
                found: says(cell),
                cell: other.map(|other| a1(other.row, other.column)).unwrap_or_default(),
                other: says(other),
            }),
            Some(cell) => {
                let value = self.workbook.value(cell);
                let answer = answer::read(value, entry, asking, &self.form.form.symbols, self.workbook.is_1904);
                match self.grid.odd(cell.row, cell.column) {
                    Some(odd) => answer::as_shown(answer, odd, (value, self.grid.merge_named(cell.row, cell.column)), asking),
                    None => answer,
                }
            }
            None => self.without_cell(code_cell.row, column, asking),
        };
        let is_refused = answer.is_refused();
        for facts in answer.remarks {
            remarks.on_cell(&self.grid.name, cell.unwrap_or(code_cell), facts);
        }
        let column = self.table.answers.get(&column).copied().unwrap_or(code_cell.column);
        let place = Place { sheet: count::to_u16(self.position), row: code_cell.row, column };
        let filled = Filled { reading: answer.reading, place, is_refused };
        match slot {
            None => *slot = Some(filled),
            Some(earlier) if earlier.reading == Reading::Blank && !earlier.is_refused => *earlier = filled,
            // Of two rows that differ nobody knows which is meant; `row` says so.
            Some(earlier) if filled.reading != Reading::Blank && filled.reading != earlier.reading => {
                *earlier = Filled { reading: Reading::Blank, is_refused: true, ..*earlier };
            }
            Some(_) => {}
        }
    }

    /// The answer where nothing stands in the cell.
    fn without_cell(&self, row: u32, column: TaskColumn, asking: Asking<'_>) -> Answer {
        match self.table.answers.get(&column) {
            Some(&place) if self.grid.is_below_a_merge(row, place) => {
                Answer::refused(NotAsShown::Spanned { asked: asking.into(), merged: self.grid.merge_named(row, place) })
            }
            _ => Answer::blank(),
        }
    }

    /// Tells of rows and columns that nobody sees and in which something is answered.
    fn tell_hidden(&self, slots: &Slots, remarks: &mut Remarks) {
        let (sheet, layout) = (&self.grid.name, &self.grid.layout);
        let answered = || slots.filled.iter().flatten().filter(|filled| !filled.is_empty()).map(|filled| filled.place);
        let rows: BTreeSet<u32> = answered().map(|place| place.row).filter(|row| layout.hides_row(*row)).collect();
        let columns: BTreeSet<u16> = answered().map(|place| place.column).filter(|column| layout.hides(*column)).collect();
        let mut tell = |column: Option<String>, rows: Vec<u32>| {
            remarks.on_sheet(sheet, HiddenContent { sheet: sheet.clone(), column, rows });
        };
        if !rows.is_empty() {
            tell(None, rows.into_iter().map(|row| row + 1).collect());
        }
        for column in columns {
            tell(Some(a1(0, column).trim_end_matches('1').to_owned()), Vec::new());
        }
    }

    fn compare_items(&self, task: &Task, code_cell: &Cell, cells: &[Cell], remarks: &mut Remarks) {
        let cell = cells.iter().find(|cell| Some(cell.column) == self.table.item);
        // Which step was asked for is not to be seen in the form alone: any of them may stand there.
        let is_printed = |written: &str| task.contents().any(|content| normal::compact(&content) == normal::compact(written));
        if let Some(Value::Text(text)) = cell.map(|cell| self.workbook.value(cell))
            && !is_printed(text)
        {
            let mismatch = NameMismatch::Task { task: task.into(), written: text.trim().to_owned() };
            remarks.on_cell(&self.grid.name, code_cell, mismatch);
        }
    }

    /// A row without a known code: a task that nobody knows, if something is answered; else a heading or a signature.
    fn pass(&self, code: &str, code_cell: &Cell, cells: &[Cell], remarks: &mut Remarks) {
        let state = self.table.answers.get(&TaskColumn::State);
        let answered = cells.iter().find(|cell| Some(&cell.column) == state).map(|cell| self.workbook.value(cell));
        let is_heading = CODES.contains(&normal::label(code).as_str());
        if let Some(Value::Text(text)) = answered
            && !text.trim().is_empty()
            && !is_heading
            && !answer::is_symbol(Value::Text(text), &self.form.form.symbols)
        {
            remarks.on_cell(&self.grid.name, code_cell, UnknownItem::Task { written: code.to_owned() });
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::task::TaskWords;
    use crate::domain::{
        Category, CountyCode, File, FlowBasis, Form, FormId, Responsible, Sheet, Step, Symbols, TaskPlan, UnitCode,
    };
    use crate::finding::Code;
    use crate::ingest::index::Index;
    use crate::ingest::workbook::{Format, Layout};

    fn words(id: &str, item: &str, yearly: Option<&str>) -> TaskWords {
        TaskWords {
            id: id.to_owned(),
            item: item.to_owned(),
            responsible: Responsible::new(vec!["卫健委".to_owned()]),
            yearly: yearly.map(str::to_owned),
            ..TaskWords::default()
        }
    }

    fn form() -> Form {
        form_of(vec![words("p:1#1", "甲", None), words("p:2#1", "乙", Some("2次/年"))])
    }

    fn form_of(asked: Vec<TaskWords>) -> Form {
        let mut tasks = Tasks::default();
        let items = tasks.ask(asked);
        Form {
            id: FormId::new("ledger"),
            code: "T".to_owned(),
            title: String::new(),
            version: String::new(),
            issuer: String::new(),
            approval: None,
            valid_until: None,
            filed_by: vec![Category::new("部门")],
            basis: FlowBasis::default(),
            due_days: 10,
            city_due_days: None,
            symbols: Symbols::default(),
            participants: crate::domain::Participants::default(),
            tasks: Some(tasks),
            sheets: vec![Sheet {
                name: "任务台账".to_owned(),
                title: String::new(),
                unit_line: String::new(),
                note: String::new(),
                items,
            }],
        }
    }

    /// The readings of all items, and the codes of what was remarked.
    fn read_rows(rows: &[&[&str]]) -> (Vec<Option<Reading>>, Vec<Code>) {
        read_sheet(rows, Layout::default())
    }

    fn read_sheet(rows: &[&[&str]], layout: Layout) -> (Vec<Option<Reading>>, Vec<Code>) {
        read_by(form(), rows, layout)
    }

    fn read_by(form: Form, rows: &[&[&str]], layout: Layout) -> (Vec<Option<Reading>>, Vec<Code>) {
        let mut workbook = Workbook::new(Format::Xlsx, false);
        workbook.begin_sheet("任务台账", false);
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(*cells).filter(|(_, text)| !text.is_empty()) {
                workbook.put(row, column, Value::Text(text)).unwrap();
            }
        }
        workbook.end_sheet(layout);
        let forms = [form];
        let index = Index::new(&forms, None);
        let unit = Unit {
            aliases: vec!["卫健委".to_owned()],
            ..Unit::new(UnitCode::new("W"), "某卫健委", Category::new("部门"), CountyCode::new("370800"))
        };
        let entry = &index.forms[0];
        let mut slots = Slots::of(entry);
        let mut remarks = Remarks::about(File::Received("a.xlsx".to_owned()));
        let tasks = forms[0].tasks.as_ref().unwrap();
        read((&workbook, 0), entry, tasks, (&unit, date(2025, 9, 30)), &mut slots, &mut remarks);
        let readings = slots.filled.into_iter().map(|filled| filled.map(|filled| filled.reading)).collect();
        (readings, remarks.into_findings().into_iter().map(|finding| finding.code()).collect())
    }

    fn word(text: &str) -> Reading {
        Reading::Text(text.to_owned())
    }

    const HEADER: [&str; 7] = ["任务编号", "内容", "状态", "进展情况", "完成日期", "佐证材料", "本年累计次数"];

    #[test]
    fn rows_are_found_by_their_number_and_columns_by_their_header() {
        let (readings, told) = read_rows(&[
            &["台账"],
            &HEADER,
            &["2#1", "乙", "推进中", "", "", "", "1"],
            &["１＃１", "甲", "已完成", "好", "2025-09-30", "文号"],
            &["单位负责人："],
        ]);
        let first = [word("已完成"), word("好"), word("2025-09-30"), word("文号")];
        let second = [word("推进中"), Reading::Blank, Reading::Blank, Reading::Blank, Reading::Number(1.0)];
        assert_eq!(readings, first.into_iter().chain(second).map(Some).collect::<Vec<_>>());
        assert_eq!(told, [Code::Cleaned], "a number typed as text");
    }

    #[test]
    fn what_is_missing_unknown_twice_or_out_of_place_is_told() {
        let first = ["1#1", "甲", "推进中"];
        let second = ["2#1", "乙", "推进中"];
        let told = |rows: &[&[&str]]| read_rows(rows).1;
        assert_eq!(told(&[&["内容"], &first]), [Code::HeaderMissing]);
        assert_eq!(told(&[&HEADER, &first]), [Code::ItemMissing], "the row of 2#1 is gone");
        assert_eq!(told(&[&HEADER[..6], &first, &second]), [Code::HeaderMissing], "no column for the times");
        assert_eq!(told(&[&HEADER, &first, &second, &["9#9", "丙", "推进中"]]), [Code::UnknownItem]);
        assert_eq!(told(&[&HEADER, &["1#1", "乙", "推进中"], &second]), [Code::NameMismatch]);
        assert_eq!(told(&[&HEADER, &["1#1", "甲", "正在做"], &second]), [Code::ChoiceUnknown]);
        let twice = read_rows(&[&HEADER, &first, &second, &["1#1", "甲", "滞后"]]);
        assert_eq!((&twice.0[0], twice.1), (&Some(Reading::Blank), vec![Code::ItemTwice]));
    }

    #[test]
    fn a_second_column_of_answers_is_compared_and_a_merged_number_is_that_of_each_row() {
        let header = ["任务编号", "内容", "状态", "进展情况", "完成日期", "佐证材料", "本年累计次数", "状态"];
        let row = |second: &'static str| ["1#1", "甲", "推进中", "", "", "", "", second];
        let other = ["2#1", "乙", "推进中"];
        let read = |second| read_rows(&[&header, &row(second), &other]);
        assert_eq!(read("推进中").1, []);
        let (readings, told) = read("已完成");
        assert_eq!((&readings[0], told), (&Some(Reading::Blank), vec![Code::NotAsShown]));
        let rows: [&[&str]; 4] = [&HEADER, &["1#1", "甲", "推进中"], &["", "", "已完成"], &other];
        let merges = vec![[(1, 0), (2, 0)]];
        let (readings, told) = read_sheet(&rows, Layout { merges, ..Layout::default() });
        assert_eq!((&readings[0], told), (&Some(Reading::Blank), vec![Code::ItemTwice]));
    }

    #[test]
    fn what_is_hidden_or_merged_is_told() {
        let rows: [&[&str]; 3] = [&HEADER, &["1#1", "甲", "推进中"], &["2#1", "乙", "推进中"]];
        let told = |layout: Layout| read_sheet(&rows, layout).1;
        assert_eq!(told(Layout { hidden_rows: vec![1..=1], ..Layout::default() }), [Code::HiddenContent]);
        assert_eq!(told(Layout { hidden_columns: vec![2..=2], ..Layout::default() }), [Code::HiddenContent]);
        assert_eq!(told(Layout { hidden_rows: vec![9..=9], ..Layout::default() }), []);
        let merges = vec![[(1, 2), (2, 2)]];
        let one_for_two: [&[&str]; 3] = [&HEADER, &["1#1", "甲", "推进中"], &["2#1", "乙"]];
        let (readings, told) = read_sheet(&one_for_two, Layout { merges, ..Layout::default() });
        assert_eq!((&readings[0], told), (&Some(word("推进中")), vec![Code::NotAsShown]));
    }

    #[test]
    fn rows_of_several_plans_are_told_apart_by_their_prefix_wherever_the_columns_stand() {
        let plan = |id: &str, first_year| {
            let title = id.to_owned();
            Some(TaskPlan { id: id.to_owned(), title, first_year, last_year: 2027 })
        };
        let of_second = TaskWords { prefix: Some("能力".to_owned()), plan: plan("q", 2024), ..words("q:1#1", "丙", None) };
        let not_yet = TaskWords { prefix: Some("新".to_owned()), plan: plan("r", 2026), ..words("r:1#1", "丁", None) };
        let form = || {
            form_of(vec![TaskWords { plan: plan("p", 2024), ..words("p:1#1", "甲", None) }, of_second.clone(), not_yet.clone()])
        };
        let header = ["方案", "任务编号", "内容", "状态", "进展情况", "完成日期", "佐证材料"];
        let rows: [&[&str]; 3] =
            [&header, &["甲方案", "1#1", "甲", "推进中"], &["能力方案", "能力－1#1", "丙", "滞后", "人手不足"]];
        let (readings, told) = read_by(form(), &rows, Layout::default());
        assert_eq!(
            (&readings[0], &readings[4], &readings[5]),
            (&Some(word("推进中")), &Some(word("滞后")), &Some(word("人手不足")))
        );
        assert_eq!((&readings[8], told), (&None, vec![]), "a plan that begins next year asks for nothing");
        // A return of the time when the first plan was alone.
        let alone: [&[&str]; 2] = [&header[1..], &["1#1", "甲", "推进中"]];
        let (readings, told) = read_by(form(), &alone, Layout::default());
        assert_eq!((&readings[0], told), (&Some(word("推进中")), vec![Code::ItemMissing]));
    }

    #[test]
    fn the_content_may_name_any_of_the_steps() {
        let step = |item: &str| Step { item: item.to_owned(), deadline: String::new(), due: None };
        let form = || form_of(vec![TaskWords { steps: vec![step("开工"), step("建成")], ..words("p:1#1", "新址", None) }]);
        let told = |content: &'static str| read_by(form(), &[&HEADER[..6], &["1#1", content, "推进中"]], Layout::default()).1;
        assert_eq!(told("新址（第1步，共2步：开工）"), []);
        assert_eq!(told("新址(第2步，共2步：建成)"), []);
        assert_eq!(told("新址"), []);
        assert_eq!(told("旧址"), [Code::NameMismatch]);
    }
}
