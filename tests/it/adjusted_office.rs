//! An office that enters 差额: what its bulletin shows of them, what is kept of them, and what is said when one changes.

use std::fs;
use std::path::Path;

use calamine::{Reader as _, Xlsx, open_workbook};
use serde_json::Value;
use tongbao::pipeline::trace::{TraceRequest, trace};
use tongbao_returns::ingest::Reader;
use tongbao_sample::adjustments_book::{Entered, adjustments_book};

use crate::whole::{tongbao, workspace};

const RESEARCH: &str = "财政科研项目拨款";
const VISITS: &str = "总诊疗人次";

fn entered(group: &'static str, item: &'static str, value: &'static str) -> Entered {
    Entered {
        period: "2025Q3", group, item, value, reason: "县级集中拨付，各院报表不列", document: "开财社〔2025〕9号"
    }
}

/// Enters the research money of the county, and takes visits away; what stands in the row of a unit is refused.
fn enter(office: &Path, research: &'static str) {
    let rows = [entered("全县", RESEARCH, research), entered("150523", VISITS, "-12"), entered("开鲁县示例医院", VISITS, "5")];
    fs::write(office.join("adjustments.xlsx"), adjustments_book(&rows).expect("a workbook")).expect("written");
}

#[track_caller]
fn run(office: &Path, more: &[&str]) -> String {
    let office = office.to_str().expect("UTF-8");
    let asked = ["run", office, "--period", "2025Q3", "--as-of", "2025-10-20", "--cycle", "quarterly"];
    let (code, out, error) = tongbao(&[&asked[..], more].concat(), &[]);
    assert!(code == 0 || code == 3, "{code}: {error}");
    out + &error
}

#[track_caller]
fn rows(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The figures of a sheet as they are displayed.
#[track_caller]
fn displayed(folder: &Path, sheet: &str) -> Vec<String> {
    let figures: Value = serde_json::from_slice(&fs::read(folder.join("figures.json")).expect("figures")).expect("JSON");
    let documents = figures["documents"].as_array().expect("documents");
    let document = documents.iter().find(|document| document["stem"] == "全县").expect("the county's");
    let sheets = document["sheets"].as_array().expect("sheets");
    let cells = sheets.iter().find(|one| one["name"] == sheet).expect("the sheet")["cells"].as_array().expect("cells");
    cells.iter().map(|cell| cell[2].as_str().expect("text").to_owned()).collect()
}

#[test]
fn an_entry_is_marked_listed_traced_and_named_when_it_changes() {
    let office = workspace("kailu");
    let office = office.path();
    enter(office, "12.5");
    let said = run(office, &["--final", "--number", "3", "--force", "--reason", "县政府调度会须用"]);
    assert!(said.contains("E04"), "{said}");
    let folder = office.join("bulletins/2025Q3/quarterly");
    let book = folder.join("全县.xlsx");

    // The figure carries the sign, and the note says what was added and why.
    assert!(displayed(&folder, "指标完成情况").iter().any(|figure| figure.ends_with('a')));
    let told = "财政科研项目拨款+12.50万元（县级集中拨付，各院报表不列，开财社〔2025〕9号）";
    let indicators = rows(&book, "指标完成情况");
    assert!(indicators.iter().flatten().any(|cell| cell.contains("a含差额") && cell.contains(told)), "{indicators:?}");

    // 汇总勾稽 proves the units and has the entry below.
    let proof = rows(&book, "汇总勾稽");
    let of_visits: Vec<_> = proof.iter().filter(|row| row[0].starts_with(VISITS)).collect();
    assert_eq!(of_visits.len(), 2, "{proof:?}");
    assert!(of_visits[0].contains(&"相符".to_owned()) && of_visits[1].contains(&"-12".to_owned()), "{of_visits:?}");

    // The operand is the sum of the filed values and of the entry in 数据来源.
    let sources = rows(&book, "数据来源");
    let entry = sources.iter().position(|row| row[0] == RESEARCH && row[1] == "全县（差额）").expect("the entry");
    assert_eq!(sources[entry][2..7], ["12.5", "万元", "adjustments.xlsx", "差额", "D3"]);
    let calculation = rows(&book, "指标计算");
    let added = calculation.iter().position(|row| row[0] == RESEARCH && row[1] == "其中：差额").expect("its row");
    assert_eq!(calculation[added][2], "12.5");
    let mut formulas: Xlsx<_> = open_workbook(&book).expect("a workbook");
    let formulas = formulas.worksheet_formula("指标计算").expect("the sheet");
    let of_row = |row: usize| formulas.get_value((u32::try_from(row).expect("a row"), 2)).cloned().unwrap_or_default();
    assert!(of_row(added).contains(&format!("C${}", entry + 1)), "{}", of_row(added));
    let operand = of_row(added - 1);
    assert!(operand.starts_with("SUM(") && operand.contains(&format!("C{}", added + 1)), "{operand}");

    // What is kept with the issue says where the number comes from.
    let kept = office.join(".tongbao/issued/kailu-2024/2025Q3-quarterly");
    assert!(kept.join("office/adjustments.xlsx").is_file());
    let request = TraceRequest { number: 3, words: format!("{RESEARCH} 本期累计 全县"), ..TraceRequest::default() };
    let traced = trace(office, &Reader::in_process(), &request).expect("traced");
    let [entry] = traced.figures[0].adjustments.as_slice() else { panic!("one entry: {:?}", traced.figures[0]) };
    assert_eq!((entry.value, entry.place().as_str()), (12.5, "adjustments.xlsx › 差额 › D3"));

    // Another number is named as the cause of what differs.
    enter(office, "20");
    run(office, &[]);
    let revision = rows(&office.join("bulletins/2025Q3/quarterly-草稿/修订说明.xlsx"), "修订说明");
    let cause =
        "adjustments.xlsx › 差额 › D3 全县财政科研项目拨款差额 +12.5→+20（县级集中拨付，各院报表不列，开财社〔2025〕9号）";
    assert!(
        revision.iter().any(|row| row.contains(&RESEARCH.to_owned()) && row.iter().any(|cell| cell == cause)),
        "{revision:?}"
    );
}

#[test]
fn an_entry_of_a_county_stays_out_of_the_city() {
    let office = workspace("jining");
    let office = office.path();
    let sheets_of = |entered: &[Entered]| {
        fs::write(office.join("adjustments.xlsx"), adjustments_book(entered).expect("a workbook")).expect("written");
        run(office, &["--no-verify"]);
        let folder = office.join("bulletins/2025Q3/quarterly");
        (rows(&folder.join("全市.xlsx"), "县区计算"), rows(&folder.join("全市.xlsx"), "指标计算"))
    };
    let operand = "SUM(中医类诊疗人次)";
    let value = |rows: &[Vec<String>]| {
        let row = rows.iter().find(|row| row[1] == operand).expect("the operand");
        row[2].parse::<f64>().expect("a number")
    };
    let plain = sheets_of(&[]);
    let (counties, city) = sheets_of(&[
        Entered { period: "2025Q3", ..entered("任城区", "中医类诊疗人次", "1000") },
        Entered { period: "2025Q3", ..entered("全市", "中医类诊疗人次", "7") },
    ]);
    let is_near = |number: f64, expected: f64| (number - expected).abs() < 1e-6;
    assert!(is_near(value(&city) - value(&plain.1), 7.0), "the county's entry is the county's alone");
    let added = counties.iter().find(|row| row[1] == "SUM(中医类诊疗人次)其中：差额").expect("its row");
    assert_eq!(added.iter().filter(|cell| *cell == "1000").count(), 1, "{added:?}");
    let all = counties.iter().find(|row| row[1] == operand).expect("the operand");
    let before = plain.0.iter().find(|row| row[1] == operand).expect("the operand");
    let number = |row: &[String]| row[2..].iter().filter_map(|cell| cell.parse::<f64>().ok()).sum::<f64>();
    assert!(is_near(number(all) - number(before), 1000.0), "{all:?} {before:?}");
}
