//! An office that issues bulletins, as the tests need it: it runs, issues, corrects a cell, and looks at what was printed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use jiff::civil::{Date, date};
use serde_json::Value;
use tempfile::TempDir;
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::report::RunReport;
use tongbao::pipeline::request::{RunRequest, Wish};
use tongbao::pipeline::run::run_as_wished;
use tongbao::pipeline::{IssueRequest, RunError, Setup};
use tongbao_returns::domain::{Period, Quarter, UnitCode};
use tongbao_returns::ingest::Reader;
use tongbao_sample::registry_book::{Explained, explanations_book};
use zip::ZipArchive;

use crate::ledger::listed;
use crate::office::rewritten;
use crate::whole::workspace;

/// 收入费用: where 检查收入 stands in the return of the county's hospital, and what it says.
pub(crate) const HOSPITAL: &str = "inbox/2025Q3/开鲁报送/开鲁县示例医院/公立医院运行情况季报表（2025年三季度）.xlsx";
pub(crate) const SHEET: &str = "收入费用";
pub(crate) const CELL: &str = "D13";
pub(crate) const FILED: &str = "2105.27";
pub(crate) const INDICATOR: &str = "检查检验收入占医疗收入比重";

pub(crate) const THIRD: &str = "bulletins/2025Q3/quarterly";
pub(crate) const REASON: &str = "县政府调度会须用";

/// A run on a day, of the quarter's own bulletin, issued under a number if there is one.
pub(crate) fn run(office: &Path, quarter: Quarter, day: Date, number: Option<u32>) -> Result<RunReport, RunError> {
    let templates = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("report_templates");
    let setup = Setup::open(office, templates, Reader::in_process(), day).expect("an office");
    let cycle = Some("quarterly".parse().expect("a cycle"));
    let request = RunRequest { period: Some(Period::quarter(2025, quarter)), cycle, ..RunRequest::default() };
    let issue = number.map(|number| IssueRequest { number, force: Some(REASON.to_owned()) });
    run_as_wished(&setup, &request, &Wish { plan: None, issue }, &Silent)
}

#[track_caller]
pub(crate) fn issue(office: &Path, quarter: Quarter, day: Date, number: u32) {
    let report = run(office, quarter, day, Some(number)).expect("issued");
    assert_eq!(report.published[0].number, Some(number));
}

#[track_caller]
pub(crate) fn draft(office: &Path, quarter: Quarter, day: Date) -> RunReport {
    run(office, quarter, day, None).expect("a draft")
}

/// The third quarter's bulletin, issued as number 3 on 20 October.
pub(crate) fn issued() -> TempDir {
    let office = workspace("kailu");
    issue(office.path(), Quarter::Third, date(2025, 10, 20), 3);
    office
}

/// Every file below a folder.
pub(crate) fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).expect("a file"))).collect()
}

/// What nothing may change: the published files and what is kept of them.
pub(crate) fn frozen(office: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut frozen = contents(&office.join(THIRD));
    frozen.extend(contents(&office.join(".tongbao/issued")));
    assert!(frozen.len() > 20, "the issue is there");
    frozen
}

/// Writes another number into a cell of a return, as its unit would, with the next day as 报出日期: what is saved over another of the same day waits.
#[track_caller]
pub(crate) fn correct(path: &Path, sheet: &str, cell: &str, from: &str, to: &str) {
    let bytes = fs::read(path).expect("a return");
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).expect("a container");
    let mut text = String::new();
    archive.by_name("xl/workbook.xml").expect("a part").read_to_string(&mut text).expect("UTF-8");
    let position = text.split("<sheet ").skip(1).position(|element| element.contains(&format!("name=\"{sheet}\"")));
    let part = format!("xl/worksheets/sheet{}.xml", position.expect("the sheet") + 1);
    let (mut has_changed, mut is_dated) = (false, false);
    let changed = rewritten(&bytes, |name, text| {
        if name == "xl/worksheets/sheet1.xml" {
            let dated = a_day_later(text);
            is_dated |= dated.is_some();
            return dated;
        }
        if name == "xl/sharedStrings.xml" {
            let dated = a_written_day_later(text);
            is_dated |= dated.is_some();
            return dated;
        }
        let at = text.find(&format!("<c r=\"{cell}\"")).filter(|_| name == part)?;
        let end = at + text[at..].find("</c>").expect("an end");
        let written = text[at..end].replace(&format!("<v>{from}</v>"), &format!("<v>{to}</v>"));
        has_changed = written != text[at..end];
        Some(format!("{}{written}{}", &text[..at], &text[end..]))
    });
    assert!(has_changed, "the cell says {from}");
    assert!(is_dated, "the cover has a date");
    fs::write(path, changed).expect("written");
}

/// Texts of a workbook with the day after the only one that is a date, as some write it.
fn a_written_day_later(texts: &str) -> Option<String> {
    let written = |at: usize| texts.get(at + 1..at + 11).filter(|_| texts[at + 11..].starts_with('<'));
    let dated = |at: usize| Some((at, written(at)?.parse::<Date>().ok()?));
    let (at, day) = texts.match_indices(">20").find_map(|(at, _)| dated(at))?;
    let next = day.tomorrow().expect("a day after it");
    Some(format!("{}{next}{}", &texts[..=at], &texts[at + 11..]))
}

/// A cover with the day after its only date, which is a number of the time since 2023.
fn a_day_later(cover: &str) -> Option<String> {
    let number = |at: usize| cover.get(at + 3..)?.split_once("</v>")?.0.parse::<u32>().ok();
    let is_words = |at: usize| cover[..at].rfind("<c ").is_some_and(|cell| cover[cell..at].contains("t=\""));
    let mut values = cover.match_indices("<v>").map(|(at, _)| at).filter(|at| !is_words(*at));
    let (at, day) = values.find_map(|at| Some((at, number(at).filter(|day| (45_000..47_000).contains(day))?)))?;
    let (before, rest) = cover.split_at(at + 3);
    Some(format!("{before}{}{}", day + 1, rest.strip_prefix(&day.to_string())?))
}

/// The office says of every return that is gone that it was taken back on purpose, as 审核发现 of the last run has them.
#[track_caller]
pub(crate) fn take_back(office: &Path, folder: &Path) {
    let registry = tongbao_returns::ingest::registry(&office.join("registry.xlsx"), &Reader::in_process());
    let registry = registry.expect("a reader").expect("the registry").0;
    let found = listed(&folder.join("审核发现.xlsx"), "审核发现", "代码");
    let kept = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let gone = found.iter().filter(|row| row["代码"] == "TY-08").enumerate();
    let explained: Vec<Explained> = gone
        .map(|(number, row)| Explained {
            period: kept(&row["报告期"]),
            unit: kept(&registry.units[&UnitCode::new(&row["单位代码"])].name),
            rule: "TY-08",
            values: kept(&row["数值"]),
            text: kept(&format!("第{number}份误报，单位已经撤回")),
        })
        .collect();
    assert!(!explained.is_empty(), "what is gone is told");
    fs::write(office.join("explanations.xlsx"), explanations_book(&registry, &explained).expect("a workbook")).expect("written");
}

/// The rows of a sheet, their cells as text.
#[track_caller]
pub(crate) fn rows(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// A cell of 指标完成情况 as printed in the draft: the text that the run expects there.
#[track_caller]
pub(crate) fn printed(folder: &Path, sheet: &str, indicator: &str, header: &str) -> String {
    let path = folder.join("全县.xlsx");
    let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    let column =
        range.rows().find_map(|row| row.iter().position(|cell| *cell == Data::String(header.to_owned()))).expect("the column");
    let row = range.rows().position(|row| row.iter().any(|cell| *cell == Data::String(indicator.to_owned()))).expect("the row");
    let figures: Value = serde_json::from_slice(&fs::read(folder.join("figures.json")).expect("figures")).expect("JSON");
    let documents = figures["documents"].as_array().expect("documents");
    let document = documents.iter().find(|document| document["stem"] == "全县").expect("the county's");
    let sheets = document["sheets"].as_array().expect("sheets");
    let cells = sheets.iter().find(|one| one["name"] == sheet).expect("the sheet")["cells"].as_array().expect("cells");
    let is_it = |cell: &&Value| cell[0] == row && cell[1] == column;
    cells.iter().find(is_it).expect("a figure")[2].as_str().expect("text").to_owned()
}

pub(crate) fn words(office: &TempDir) -> &str {
    office.path().to_str().expect("UTF-8")
}

/// The cause in a row of 修订说明, also where an earlier row is referred to.
#[track_caller]
pub(crate) fn cause<'table>(table: &'table [Vec<String>], row: &'table [String]) -> &'table str {
    let told = match row[8].strip_prefix("同序号") {
        Some(number) => table.iter().find(|row| row[0] == number).expect("the row that is referred to"),
        None => row,
    };
    &told[8]
}
