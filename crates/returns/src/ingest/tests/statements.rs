//! What is said on a slip and in the office's list.

use super::support::{Book, Page, Typed, registry};
use super::told::{at, listed, told, unit};
use crate::domain::{OriginalValue, Period, Quarter, SourceFile, Statement};
use crate::finding::Checked;
use crate::finding::facts::{CodeLost, Content, Denial, ExplanationUnmatched, NotAWorkbook, Unreadable};
use crate::ingest::{Found, Reader, discover, originals, statements};

const HEADER: [&str; 10] = ["序号", "级别", "代码", "工作表", "单元格", "问题", "应为", "读到的数值", "如何更正", "说明"];

fn front(name: &str, row: u32, header: &[&str], rows: &[[&str; 10]]) -> Page {
    let mut page = Page { name: name.to_owned(), ..Page::default() };
    page.put(0, 0, "甲县人民医院报表退回说明");
    page.put(1, 0, "填报单位：甲县中医医院　　报告期：2024年第一季度");
    page.put(2, 0, "表号：TB-C01");
    page.row(row, 0, header);
    for (number, cells) in (row + 1..).zip(rows) {
        page.row(number, 0, cells);
    }
    page
}

fn returned(front: Page) -> Book {
    let mut book = Book::faultless();
    book.pages.insert(0, front);
    book
}

fn row(rule: &'static str, values: &'static str, said: &'static str) -> [&'static str; 10] {
    ["1", "待说明", rule, "医疗服务", "D6", "太大", "", values, "", said]
}

#[test]
fn a_slip_is_read_like_any_return_and_what_it_says_besides() {
    let rows = [
        row("JN-H-012", "总诊疗人次=1200；门急诊人次=1000", "　新院区7月启用，门诊量增加 "),
        row("JN-H-013", "总诊疗人次=1200", ""),
        row("C01", "", "须更正"),
        row("jn—h—014", "床位数=9", "十二张床位调整到新院区"),
    ];
    let reading = returned(front("退回说明", 5, &HEADER, &rows)).read();
    assert_eq!(told(&reading), [], "the sheet in front disturbs nothing");
    let filed = reading.filed.unwrap();
    assert_eq!(
        (filed.unit.as_str(), filed.form.as_str(), filed.period),
        ("U1", "hospital", Period::quarter(2025, Quarter::Third))
    );
    assert_eq!(filed.sheets, ["封面", "医疗服务", "收入费用", "其他"]);
    assert_eq!(filed.facts[0].place.unwrap().sheet, 1);
    let said: Vec<_> = reading
        .statements
        .iter()
        .map(|one| (one.rule.as_str(), one.values.as_str(), one.text.as_str(), one.at.cell_name()))
        .collect();
    let expected = [
        ("JN-H-012", "总诊疗人次=1200；门急诊人次=1000", "新院区7月启用，门诊量增加", "J7".to_owned()),
        ("JN-H-014", "床位数=9", "十二张床位调整到新院区", "J10".to_owned()),
    ];
    assert_eq!(said, expected);
    let Statement { period, unit, at, .. } = &reading.statements[0];
    assert_eq!(
        (*period, unit.as_str(), at.to_string()),
        (Period::quarter(2025, Quarter::Third), "U1", "return.xlsx › 退回说明 › J7".to_owned())
    );
}

#[test]
fn columns_of_a_slip_are_found_by_their_headers() {
    let header = ["说 明（请填写）", "", "规则代码", "", "", "", "", "数值：", "", ""];
    let rows = [["新院区7月启用，门诊量增加", "", "JN-H-012", "", "", "", "", "总诊疗人次=1200", "", ""]];
    let reading = returned(front("退回 说明 (2)", 12, &header, &rows)).read();
    assert_eq!(told(&reading), []);
    assert_eq!(reading.statements.len(), 1);
    assert_eq!(
        (reading.statements[0].values.as_str(), reading.statements[0].at.cell_name().as_str()),
        ("总诊疗人次=1200", "A14")
    );
    let headless = returned(front("退回说明", 5, &["一", "二"], &[row("JN-H-012", "a=1", "新院区启用")])).read();
    let lost = at("退回说明", ExplanationUnmatched::NoColumns);
    assert_eq!(told(&headless), [lost], "what was said there is not lost without a word");
    assert_eq!((headless.statements.len(), headless.filed.is_some()), (0, true));
}

#[test]
fn the_cover_is_found_behind_the_slip_even_under_another_name() {
    let book = returned(front("退回说明", 5, &HEADER, &[])).change("封面", |cover| cover.name = "Sheet1".to_owned());
    let reading = book.read();
    assert_eq!(told(&reading), []);
    assert_eq!(reading.filed.unwrap().unit.as_str(), "U1");
}

/// The office's list with these rows below its header.
fn list(rows: &[[&str; 6]]) -> Book {
    let mut page = Page { name: "审核发现".to_owned(), ..Page::default() };
    page.put(0, 0, "审核发现");
    page.row(2, 1, &["报告期", "单位代码", "单位名称", "规则", "数值", "说明"]);
    for (number, cells) in (3..).zip(rows) {
        for (column, words) in (1..).zip(cells) {
            if !words.is_empty() {
                page.put(number, column, *words);
            }
        }
    }
    Book { pages: vec![Page { name: "说明书".to_owned(), ..Page::default() }, page], is_1904: false }
}

fn read(bytes: &[u8]) -> Checked<Vec<Statement>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("explanations.xlsx");
    discover::write(&path, bytes);
    statements(&path, Some(&registry()), &Reader::in_process()).unwrap()
}

const TEXT: &str = "新院区7月启用，门诊量增加";

#[test]
fn the_offices_list_is_read_by_its_headers() {
    let checked = read(
        &list(&[
            ["2025年第三季度", "Ｕ1", "", "jn-h-012", "总诊疗人次=1200", TEXT],
            ["2025Q3", "", "甲县医院", "JN-H-013", "总诊疗人次=1200", TEXT],
            ["2025Q3", "U1", "", "JN-H-014", "总诊疗人次=1200", ""],
        ])
        .bytes(),
    );
    assert_eq!(listed(&checked.findings), []);
    let read: Vec<_> = checked.value.iter().map(|one| (one.unit.as_str(), one.rule.as_str(), one.at.to_string())).collect();
    let at = |cell: &str| format!("explanations.xlsx › 审核发现 › {cell}");
    assert_eq!(read, [("U1", "JN-H-012", at("G4")), ("U1", "JN-H-013", at("G5"))]);
    let first = &checked.value[0];
    assert_eq!(
        (first.period, first.values.as_str(), first.text.as_str()),
        (Period::quarter(2025, Quarter::Third), "总诊疗人次=1200", TEXT)
    );
}

#[test]
fn a_row_that_cannot_be_understood_is_told_at_its_cell() {
    let mut book = list(&[
        ["去年", "U1", "", "JN-H-012", "a=1", TEXT],
        ["", "U1", "", "JN-H-012", "a=1", TEXT],
        ["2025Q3", "", "", "JN-H-012", "a=1", TEXT],
        ["2025Q3", "X9", "", "JN-H-012", "a=1", TEXT],
        ["2025Q3", "U1", "丙县骨科医院", "JN-H-012", "a=1", TEXT],
        ["2025Q3", "U1", "", "", "a=1", TEXT],
        ["2025Q3", "U1", "", "JN-H-012", "", TEXT],
    ]);
    book.pages[1].put(10, 1, "2025Q3");
    book.pages[1].put(10, 2, Typed::Number(1.237_081_149_59e17));
    book.pages[1].put(10, 6, TEXT);
    let checked = read(&book.bytes());
    assert_eq!(checked.value, []);
    assert_eq!(
        listed(&checked.findings),
        [
            at("审核发现!B4", ExplanationUnmatched::PeriodUnclear { written: "去年".to_owned() }),
            at("审核发现!B5", ExplanationUnmatched::PeriodUnsaid),
            at("审核发现!C6", ExplanationUnmatched::UnitUnsaid { code: CodeLost::Missing }),
            at("审核发现!C7", ExplanationUnmatched::StrangeUnit { code: "X9".to_owned(), by_name: None }),
            at("审核发现!C8", ExplanationUnmatched::TwoUnits { by_code: unit("U1"), by_name: unit("U6") }),
            at("审核发现!E9", ExplanationUnmatched::RuleUnsaid),
            at("审核发现!F10", ExplanationUnmatched::ValuesUnsaid),
            at("审核发现!C11", ExplanationUnmatched::UnitUnsaid { code: CodeLost::Number }),
        ]
    );
    let finding = &checked.findings[5];
    assert_eq!((finding.unit.as_ref().unwrap().as_str(), finding.period), ("U1", Some(Period::quarter(2025, Quarter::Third))));
}

#[test]
fn a_list_that_is_not_there_says_nothing_and_one_that_cannot_be_read_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let missing = statements(&folder.path().join("explanations.xlsx"), None, &Reader::in_process()).unwrap();
    assert_eq!((missing.value.len(), missing.findings.len()), (0, 0));
    assert_eq!(listed(&read(b"not a workbook").findings), [at("", NotAWorkbook { content: Content::PlainText })]);
    let mut other = list(&[]);
    other.pages[1].cells.retain(|(row, _), _| *row == 0);
    assert_eq!(listed(&read(&other.bytes()).findings), [at("", ExplanationUnmatched::NoTable)]);
    other.pages[1].cells.clear();
    assert_eq!(read(&other.bytes()).findings, []);
}

#[cfg(unix)]
#[test]
fn a_link_to_what_is_not_there_is_told_and_no_file_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("explanations.xlsx");
    let read = || statements(&path, None, &Reader::in_process()).unwrap();
    assert_eq!(read().findings, []);
    std::os::unix::fs::symlink("/no/such/share/explanations.xlsx", &path).unwrap();
    let findings = read().findings;
    assert_eq!(
        findings.iter().map(|finding| finding.facts.clone()).collect::<Vec<_>>(),
        [Unreadable { denial: Denial::Dangling }.into()]
    );
}

#[test]
fn originals_are_the_cells_as_they_stand_without_the_sheet_in_front() {
    let mut book = returned(front("退回说明", 5, &HEADER, &[])).value(101.0, Typed::Date(45930.0)).value(102.0, "１２");
    book.pages[3].is_hidden = true;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    discover::write(&path, &book.bytes());
    let found = |hash: &str| {
        let source = SourceFile { path: "a.xlsx".to_owned(), hash: hash.to_owned(), size: 0, modified: 0 };
        Found { source, path: path.clone(), denied: None }
    };
    let missing = Found { path: folder.path().join("b.xlsx"), ..found("") };
    let read = originals(&[missing, found(""), found("0123")], &Reader::in_process()).unwrap();
    let [None, Some(original), None] = read.as_slice() else { panic!("{read:?}") };
    let sheets: Vec<_> = original.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.is_hidden)).collect();
    assert_eq!(sheets, [("封面", false), ("医疗服务", false), ("收入费用", true), ("其他", false)]);
    assert_eq!(original.cover, Some(0));
    let at = |sheet: usize, row: u32, column: u16| {
        let cells = &original.sheets[sheet].cells;
        cells.iter().find(|cell| (cell.row, cell.column) == (row, column)).map(|cell| cell.value.clone())
    };
    assert_eq!(at(1, 5, 3), Some(OriginalValue::Moment(45930.0)));
    assert_eq!(at(1, 6, 3), Some(OriginalValue::Text("１２".to_owned())));
    assert_eq!(at(1, 6, 4), Some(OriginalValue::Number(7.0)));
    assert_eq!(at(1, 6, 0), Some(OriginalValue::Text("　其中：门急诊人次".to_owned())));
}
