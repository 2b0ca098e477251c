//! An office whose plan has a mean of unit ratios and a count of the registry: what its workbook shows of them, and what `trace` tells
//! (docs/numbers.md rule 16).

use std::fs;
use std::path::Path;

use calamine::{Reader as _, Xlsx, open_workbook};
use tongbao::pipeline::trace::{TraceRequest, TracedFigure, trace};
use tongbao_returns::ingest::Reader;

use crate::whole::{copy, tongbao, workspace};

const INDICATORS: &str = r#"
[[indicator]]
id = "各院平均占比"
source = ["kailu-2024:1#4"]
campaign = "公立医院运营管理攻坚行动"
clause = "1"
formula = "AVG(指标_检查检验收入占医疗收入比重)"
unit = "%"
decimals = 2
better = "lower"
scopes = ["area"]
over = "unit"

[[indicator]]
id = "医共体成员"
source = ["kailu-2024:1#4"]
campaign = "公立医院运营管理攻坚行动"
clause = "1"
formula = "名录_成员数"
unit = "家"
decimals = 0
better = "neutral"
scopes = ["area"]
where = "医联体类型 = '紧密型县域医共体'"
"#;

#[track_caller]
fn rows(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[track_caller]
fn traced(office: &Path, words: &str) -> TracedFigure {
    let request = TraceRequest { number: 3, words: words.to_owned(), ..TraceRequest::default() };
    let mut report = trace(office, &Reader::in_process(), &request).expect("traced");
    report.figures.remove(0)
}

#[test]
fn what_stands_behind_others_and_the_registry_is_listed_and_traced() {
    let templates = tempfile::tempdir().expect("scratch folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates"), templates.path());
    let file = templates.path().join("kailu-2024/indicators.toml");
    let text = fs::read_to_string(&file).expect("the indicators") + INDICATORS;
    fs::write(&file, text).expect("written");
    let office = workspace("kailu");
    let office = office.path();
    let asked = ["run", office.to_str().expect("UTF-8"), "--period", "2025Q3", "--as-of", "2025-10-20", "--cycle", "quarterly"];
    let issued = ["--final", "--number", "3", "--force", "--reason", "县政府调度会须用"];
    let packs = templates.path().to_str().expect("UTF-8");
    let (code, _, error) = tongbao(&[&asked[..], &issued].concat(), &[("TONGBAO_TEMPLATES", packs)]);
    assert!(code == 0 || code == 3, "{code}: {error}");
    let book = office.join("bulletins/2025Q3/quarterly/全县.xlsx");

    // The mean is that of the printed values of the units that count.
    let calculation = rows(&book, "指标计算");
    let of_mean: Vec<&Vec<String>> = calculation.iter().filter(|row| row[0] == "各院平均占比").collect();
    let members: Vec<&&Vec<String>> = of_mean.iter().filter(|row| row[1].starts_with("检查检验收入占医疗收入比重：")).collect();
    let counted: Vec<f64> =
        members.iter().filter(|row| row[4] == "按印出的数计入").map(|row| row[2].parse().expect("a number")).collect();
    assert!(counted.len() > 1, "{of_mean:?}");
    let mean = counted.iter().sum::<f64>() / f64::from(u32::try_from(counted.len()).expect("few"));
    let operand = of_mean.iter().find(|row| row[1] == "AVG(指标_检查检验收入占医疗收入比重)").expect("the operand");
    let shown: f64 = operand[2].parse().expect("a number");
    assert!((shown - mean).abs() < 1e-6, "{shown} is not {mean}");

    // It is a formula over the cells of those that count.
    let mut book_of_cells: Xlsx<_> = open_workbook(&book).expect("a workbook");
    let formulas = book_of_cells.worksheet_formula("指标计算").expect("the sheet");
    let at = calculation.iter().position(|row| row == *operand).expect("its row");
    let formula = formulas.get_value((u32::try_from(at).expect("a row"), 2)).cloned().unwrap_or_default();
    assert!(formula.starts_with("SUM(") && formula.contains(")/COUNT("), "{formula}");

    // A row of the registry for each member, with its cell.
    let sources = rows(&book, "数据来源");
    let listed: Vec<&Vec<String>> = sources.iter().filter(|row| row[0] == "名录_成员数").collect();
    let number = calculation.iter().find(|row| row[0] == "医共体成员" && row[1] == "名录_成员数").expect("the count");
    assert_eq!(number[2].parse::<usize>().expect("a number"), listed.len());
    assert!(listed.iter().all(|row| row[4] == "registry.xlsx" && row[5] == "成员" && !row[6].is_empty()), "{listed:?}");

    let mean = traced(office, "各院平均占比 本期累计");
    assert_eq!(mean.members.len(), members.len());
    assert!(mean.cells.is_empty() && mean.origins.is_empty(), "its own are the printed values");
    let count = traced(office, "医共体成员 本期累计");
    assert_eq!(count.listed.len(), listed.len());
    assert!(count.listed.iter().all(|row| row.place.starts_with("成员!")), "{:?}", count.listed);
}
