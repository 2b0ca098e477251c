//! A bulletin from its rehearsal to an auditor's question: refused, forced, issued, corrected, traced. What was issued never changes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Reader as _, Xlsx, open_workbook};
use jiff::civil::date;
use proptest::prelude::{ProptestConfig, any};
use proptest::proptest;
use serde_json::Value;
use tongbao::issue::{IssueError, IssueName, OpenKind, OpenPoint};
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::request::{RunRequest, Wish};
use tongbao::pipeline::run::run_as_wished;
use tongbao::pipeline::trace::{Origin, TraceRequest, TracedFigure, trace};
use tongbao::pipeline::{IssueRequest, RunError, Setup};
use tongbao_document::{FigureId, Subject};
use tongbao_returns::domain::{Cycle, Period, Quarter};
use tongbao_returns::finding::Severity;
use tongbao_returns::ingest::Reader;

use crate::issuing::{
    CELL, FILED, HOSPITAL, INDICATOR, REASON, SHEET, THIRD, cause, contents, correct, draft, frozen, issue, issued, printed,
    rows, run, take_back, words,
};
use crate::whole::{copy, tongbao, workspace, workspace_of_the_year};

#[test]
fn what_stands_open_is_listed_and_nothing_is_written() {
    let office = workspace("kailu");
    let asked = ["run", words(&office), "--period", "2025Q3", "--as-of", "2025-10-20", "--final"];
    let (code, out, error) = tongbao(&[&asked[..], &["--number", "3"]].concat(), &[]);
    assert_eq!((code, out.as_str()), (1, ""), "{error}");
    for said in
        ["项未办结", "【拒收】F02 2025Q3/乡镇/一镇卫生院.xlsx", "【退回】KL-P-003", "【核实】KL-P-021", " → ", "--force --reason"]
    {
        assert!(error.contains(said), "{said}: {error}");
    }
    assert!(!office.path().join("bulletins").exists());
    assert!(!office.path().join(".tongbao/issued").exists());

    let (code, _, error) = tongbao(&asked, &[]);
    assert_eq!(code, 2);
    assert!(error.contains("--number"), "{error}");
    let (code, _, error) = tongbao(&[&asked[..], &["--number", "3", "--force"]].concat(), &[]);
    assert_eq!(code, 2);
    assert!(error.contains("--reason"), "{error}");
}

/// What stands in the way of the third quarter's issue.
fn open_points(office: &Path) -> Vec<OpenPoint> {
    let templates = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("report_templates");
    let setup = Setup::open(office, templates, Reader::in_process(), date(2025, 10, 20)).expect("an office");
    let period = Some(Period::quarter(2025, Quarter::Third));
    let request = RunRequest { period, cycle: Some(Cycle::Quarterly), ..RunRequest::default() };
    let wish = Wish { plan: None, issue: Some(IssueRequest { number: 3, force: None }) };
    let Err(RunError::Issue(IssueError::Blocked { open, .. })) = run_as_wished(&setup, &request, &wish, &Silent) else {
        panic!("blocked")
    };
    open
}

/// The files that stand in its way because they were refused.
fn refused(office: &Path) -> Vec<String> {
    let is_refused = |point: &&OpenPoint| point.kind == OpenKind::Finding(Severity::Rejected);
    open_points(office).iter().filter(is_refused).filter_map(|point| point.place.clone()).collect()
}

/// The returns that count though their files are gone, and stand in its way.
fn gone(office: &Path) -> Vec<String> {
    let is_gone = |point: &&OpenPoint| point.code.as_deref() == Some("TY-08");
    open_points(office).iter().filter(is_gone).filter_map(|point| point.place.clone()).collect()
}

#[test]
fn a_damaged_file_whose_return_has_come_since_stands_in_nobodys_way() {
    let office = workspace("kailu");
    let path = |name: &str| office.path().join("inbox/2025Q3").join(name);
    // Two returns are missing, and nobody can say that the damaged file of the sample is none of them.
    assert_eq!(refused(office.path()), ["2025Q3/乡镇/一镇卫生院.xlsx"]);
    // Its name tells whose it is: 第一镇卫生院 has sent another one since.
    fs::rename(path("乡镇/一镇卫生院.xlsx"), path("乡镇/开鲁县示例第一镇卫生院 季报.xlsx")).expect("renamed");
    assert_eq!(refused(office.path()), [""; 0]);
    // 第七镇卫生院 has sent nothing: this may be its return.
    fs::rename(path("乡镇/开鲁县示例第一镇卫生院 季报.xlsx"), path("乡镇/开鲁县示例第七镇卫生院.xlsx")).expect("renamed");
    assert_eq!(refused(office.path()), ["2025Q3/乡镇/开鲁县示例第七镇卫生院.xlsx"]);
    fs::remove_file(path("乡镇/开鲁县示例第七镇卫生院.xlsx")).expect("removed");

    // A return that could be read is overwritten by a damaged file: what it said counts until somebody has decided.
    let name = "开鲁报送/开鲁县示例第四镇卫生院/基层医疗卫生机构季报表（2025年三季度）.xlsx";
    let filed = path(name);
    let whole = fs::read(&filed).expect("a return");
    fs::write(&filed, &whole[..whole.len() / 2]).expect("torn");
    assert_eq!(refused(office.path()), [""; 0], "nothing is awaited");
    assert_eq!(gone(office.path()), [format!("2025Q3/{name}")]);
    // It is sent again under another name.
    fs::write(path("乡镇/重报.xlsx"), &whole).expect("sent again");
    assert_eq!(refused(office.path()), [""; 0], "the old file says nothing, but it did before");
    assert_eq!(gone(office.path()), [""; 0]);
}

#[test]
fn before_the_deadline_has_passed_nothing_is_final() {
    let office = workspace("kailu");
    let templates = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("report_templates");
    let setup = Setup::open(office.path(), templates, Reader::in_process(), date(2025, 10, 15)).expect("an office");
    let request = RunRequest { period: Some(Period::quarter(2025, Quarter::Third)), ..RunRequest::default() };
    let wish = Wish { plan: None, issue: Some(IssueRequest { number: 3, force: None }) };
    let Err(RunError::Issue(IssueError::Blocked { open, .. })) = run_as_wished(&setup, &request, &wish, &Silent) else {
        panic!("blocked")
    };
    assert_eq!(open[0].kind, OpenKind::TooEarly);
    assert!(open[0].what.contains("2025-10-15"), "{open:?}");
}

#[test]
fn nothing_is_final_while_too_few_have_reported() {
    let office = workspace("kailu");
    fs::remove_dir_all(office.path().join("inbox/2025Q3")).expect("the quarter's returns");
    let templates = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("report_templates");
    let setup = Setup::open(office.path(), templates, Reader::in_process(), date(2025, 10, 20)).expect("an office");
    let period = Some(Period::quarter(2025, Quarter::Third));
    let request = RunRequest { period, cycle: Some(Cycle::Quarterly), ..RunRequest::default() };
    let wish = Wish { plan: None, issue: Some(IssueRequest { number: 3, force: None }) };
    let Err(RunError::Issue(IssueError::Blocked { open, .. })) = run_as_wished(&setup, &request, &wish, &Silent) else {
        panic!("blocked")
    };
    assert_eq!(open[0].kind, OpenKind::TooFew);
    assert!(open[0].what.contains("已报0份，不到80%"), "{open:?}");
}

#[test]
fn one_number_is_for_one_bulletin() {
    let office = workspace("kailu");
    let asked = ["run", words(&office), "--period", "2025Q2", "--as-of", "2025-10-20", "--final", "--number", "3"];
    let (code, _, error) = tongbao(&asked, &[]);
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("--plan kailu-2024 --period 2025Q2 --cycle quarterly"), "{error}");
    assert!(error.contains("--plan kailu-2024 --period 2025H1 --cycle half-year"), "{error}");
    let (code, _, error) = tongbao(&["run", words(&office), "--plan", "jining-2023"], &[]);
    assert_eq!(code, 2);
    assert!(error.contains("kailu-2024"), "{error}");
}

#[test]
fn an_issued_bulletin_carries_its_number_and_why_it_was_forced() {
    let office = issued();
    let folder = office.path().join(THIRD);
    let cover = rows(&folder.join("全县.xlsx"), "封面");
    let field = |name: &str| cover.iter().find(|row| row[0] == name).map(|row| row[1].clone());
    assert_eq!((field("发文字号").as_deref(), field("状态").as_deref()), (Some("第3期"), Some("定稿")));
    let annex = rows(&folder.join("全县.xlsx"), "定稿说明");
    assert!(annex.iter().any(|row| row.contains(&"退回".to_owned()) && row.iter().any(|cell| cell.ends_with("人员床位 › D12"))));
    let prose = rows(&folder.join("全县.xlsx"), "正文");
    assert!(prose.iter().flatten().any(|text| text.contains("第3期") && text.contains(REASON)));

    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("run.json")).expect("manifest")).expect("JSON");
    assert_eq!((&manifest["status"], &manifest["number"]), (&"定稿".into(), &3.into()));
    assert_eq!(manifest["forced"]["reason"], REASON);

    let kept = office.path().join(".tongbao/issued/kailu-2024/2025Q3-quarterly");
    for name in ["issue.json", "seal", "printed.json", "registry.xlsx", "facts/returns.json", "facts/2025Q3.parquet"] {
        assert!(kept.join(name).is_file(), "{name}");
    }
    assert!(kept.join("pack/kailu-2024/indicators.toml").is_file());
    assert_eq!(fs::read(kept.join("published/全县.pdf")).expect("kept"), fs::read(folder.join("全县.pdf")).expect("published"));

    let (code, told, error) = tongbao(&["issued", words(&office)], &[]);
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(told.contains("第3期") && told.contains("原样") && told.contains(REASON), "{told}");
}

#[test]
fn a_number_and_a_bulletin_are_given_once() {
    let office = issued();
    let Err(RunError::Issue(IssueError::Repeated { number, day, .. })) =
        run(office.path(), Quarter::Third, date(2025, 11, 3), Some(4))
    else {
        panic!("repeated")
    };
    assert_eq!((number, day.as_str()), (3, "2025-10-20"));
    let Err(RunError::Issue(IssueError::NumberTaken { period, .. })) =
        run(office.path(), Quarter::Second, date(2025, 10, 21), Some(3))
    else {
        panic!("taken")
    };
    assert_eq!(period, "2025Q3");
    // The numbers of another year begin anew.
    issue(office.path(), Quarter::Second, date(2026, 1, 5), 3);
}

#[test]
fn a_run_after_the_issue_makes_a_draft_beside_it() {
    let office = issued();
    let before = frozen(office.path());
    let report = draft(office.path(), Quarter::Third, date(2025, 10, 20));
    let beside = office.path().join("bulletins/2025Q3/quarterly-草稿");
    assert_eq!((report.published[0].folder.clone(), report.published[0].number), (beside.clone(), None));
    assert_eq!(frozen(office.path()), before);
    let prose = rows(&beside.join("修订说明.xlsx"), "正文");
    assert!(prose.iter().flatten().any(|text| text.contains("已印发的各数没有变动")), "{prose:?}");
    assert!(beside.join("修订说明.pdf").is_file());
    let cover = rows(&beside.join("全县.xlsx"), "封面");
    assert!(cover.iter().any(|row| row[0] == "状态" && row[1] == "草稿"), "{cover:?}");

    // The same draft again, byte by byte.
    let first = contents(&beside);
    draft(office.path(), Quarter::Third, date(2025, 10, 20));
    assert_eq!(contents(&beside), first);
}

#[test]
fn a_corrected_cell_is_named_with_every_figure_that_it_changes() {
    let office = issued();
    let before = frozen(office.path());
    correct(&office.path().join(HOSPITAL), SHEET, CELL, FILED, "2205.27");
    draft(office.path(), Quarter::Third, date(2025, 11, 3));
    assert_eq!(frozen(office.path()), before);

    let beside = office.path().join("bulletins/2025Q3/quarterly-草稿");
    let revised = rows(&beside.join("修订说明.xlsx"), "修订说明");
    let value = revised.iter().find(|row| row[2] == INDICATOR && row[3] == "全县" && row[4] == "本期累计").expect("the value");
    // 10,539.43 of 37,611.65 were issued, 100 more are filed now: 28.02 and 28.29 percent.
    assert_eq!(value[5..8], ["28.02", "28.29", "0.27"]);
    // The operand that changed, and the return: its cell stands in 数据变动 under the number that is cited.
    assert_eq!(value[8], "检查收入合计 5,237.41→5,337.41；开鲁县示例医院（第1项）");
    // The same number in the hospital's own row of 机构指标 is published as well.
    let own = revised.iter().find(|row| row[2] == INDICATOR && row[3] == "开鲁县示例医院" && row[4] == "本期累计");
    assert!(own.expect("a sheet of the workbook is for readers")[8].contains("开鲁县示例医院（第1项）"));
    // Nothing else is said to have changed than what reads that cell.
    let is_told = |why: &str| why.contains("第1项") || why.starts_with("同序号");
    assert!(revised.iter().filter(|row| row[0].parse::<usize>().is_ok()).all(|row| is_told(&row[8])), "{revised:?}");

    let cells = rows(&beside.join("修订说明.xlsx"), "数据变动");
    let [only] = cells.iter().filter(|row| row[4] == "更正").collect::<Vec<_>>()[..] else { panic!("{cells:?}") };
    assert_eq!((only[0].as_str(), only[2].as_str()), ("1", "开鲁县示例医院"));
    assert_eq!(only[5], HOSPITAL.trim_start_matches("inbox/"));
    assert_eq!(only[6..], [SHEET, CELL, "检查收入", "2,105.27", "2,205.27"]);

    assert_eq!(printed(&beside, "指标完成情况", INDICATOR, "本期累计"), "28.29r");
    assert_eq!(printed(&office.path().join(THIRD), "指标完成情况", INDICATOR, "本期累计"), "28.02");
    let notes = rows(&beside.join("全县.xlsx"), "指标完成情况");
    assert!(notes.iter().flatten().any(|text| text.contains("r：与已定稿印发的数不同")), "the sign is explained");
}

#[test]
fn counts_of_tasks_change_by_what_the_office_decides_and_never_by_another_return() {
    let office = workspace_of_the_year("kailu");
    issue(office.path(), Quarter::Third, date(2025, 10, 20), 3);
    correct(&office.path().join(HOSPITAL), SHEET, CELL, FILED, "2205.27");
    draft(office.path(), Quarter::Third, date(2025, 11, 3));
    let path = office.path().join("bulletins/2025Q3/quarterly-草稿/修订说明.xlsx");
    let of_tasks = |rows: Vec<Vec<String>>| rows.into_iter().filter(|row| row[2].starts_with("台账")).collect::<Vec<_>>();
    let revised = of_tasks(rows(&path, "修订说明"));
    let closed = revised.iter().find(|row| row[2] == "台账：已销号" && row[3] == "全县").expect("the count");
    // Twelve tasks were signed off on 25 October.
    assert_eq!((closed[7].as_str(), closed[8].as_str()), ("12", "数据截至日2025-10-20→2025-11-03，其间的销号、退回12项现已计入"));
    let is_told = |why: &str, said: &str| why.contains(said) || why.starts_with("同序号");
    assert!(revised.iter().all(|row| is_told(&row[8], "销号") && !row[8].contains("医院")), "{revised:?}");

    // On the day of issue itself nothing was decided since; but then the sheet is lost.
    fs::remove_file(office.path().join("signoff.xlsx")).expect("lost");
    draft(office.path(), Quarter::Third, date(2025, 10, 20));
    let revised = of_tasks(rows(&path, "修订说明"));
    assert!(!revised.is_empty() && revised.iter().all(|row| is_told(&row[8], "signoff.xlsx有变动")), "{revised:?}");
}

#[test]
fn a_return_that_went_and_one_that_came_are_told_as_such() {
    let office = issued();
    let gone = office.path().join("inbox/2025Q3/乡镇/六镇卫生院.xlsx");
    let elsewhere = office.path().join("六镇卫生院.xlsx");
    fs::rename(&gone, &elsewhere).expect("withdrawn");
    draft(office.path(), Quarter::Third, date(2025, 11, 3));
    let beside = office.path().join("bulletins/2025Q3/quarterly-草稿");
    take_back(office.path(), &beside);
    draft(office.path(), Quarter::Third, date(2025, 11, 3));
    let revised = rows(&beside.join("修订说明.xlsx"), "修订说明");
    let missing = revised.iter().find(|row| row[2] == "缺报" && row[3] == "全县").expect("the count");
    assert_eq!(missing[7], "1");
    let why = cause(&revised, missing);
    assert!(why.contains("第六镇卫生院") && why.contains("及时→缺报 +1"), "{why}");
    let cells = rows(&beside.join("修订说明.xlsx"), "数据变动");
    assert!(cells.iter().any(|row| row[4] == "撤回" && row[10] == "未计入"), "{cells:?}");

    // Issued without it, the return comes late.
    issue(office.path(), Quarter::Second, date(2025, 11, 4), 4);
    fs::remove_dir_all(office.path().join(".tongbao/issued/kailu-2024/2025Q3-quarterly")).expect("as if never issued");
    fs::remove_dir_all(office.path().join("bulletins/2025Q3")).expect("as if never issued");
    fs::remove_file(office.path().join(".tongbao/issued.json")).expect("as if never issued");
    issue(office.path(), Quarter::Third, date(2025, 11, 4), 5);
    fs::rename(&elsewhere, &gone).expect("filed");
    draft(office.path(), Quarter::Third, date(2025, 11, 5));
    let cells = rows(&beside.join("修订说明.xlsx"), "数据变动");
    assert!(cells.iter().any(|row| row[4] == "补报" && row[9] == "未计入"), "{cells:?}");
}

#[test]
fn bases_are_those_that_were_issued_and_say_so_where_they_are_not_or_have_changed() {
    let office = workspace("kailu");
    issue(office.path(), Quarter::First, date(2025, 4, 20), 1);
    let folder = office.path().join(THIRD);
    draft(office.path(), Quarter::Third, date(2025, 10, 20));
    // 环比 is told against the second quarter, which was not issued after the first had been; 2024 lies before all issues.
    let [own, year] = ["环比", "同比"].map(|change| printed(&folder, "指标完成情况", INDICATOR, change));
    assert!(own.ends_with('p') && !year.ends_with('p'), "{own} {year}");

    issue(office.path(), Quarter::Second, date(2025, 10, 20), 2);
    draft(office.path(), Quarter::Third, date(2025, 10, 20));
    let issued = printed(&folder, "指标完成情况", INDICATOR, "环比");
    assert!(!issued.ends_with(['p', 'r']), "{issued}");

    // Corrected afterwards, the second quarter stays what was issued, and the change says that it was revised.
    let second = HOSPITAL.replace("2025Q3", "2025Q2").replace("三季度", "二季度");
    let path = office.path().join(second);
    let mut book: Xlsx<_> = open_workbook(&path).expect("a return");
    let number = book.worksheet_range(SHEET).expect("the sheet").get_value((12, 3)).expect("D13").to_string();
    drop(book);
    correct(&path, SHEET, CELL, &number, "1500");
    draft(office.path(), Quarter::Third, date(2025, 10, 20));
    let revised = printed(&folder, "指标完成情况", INDICATOR, "环比");
    assert!(revised.ends_with('r'), "{revised}");
}

#[test]
fn an_office_that_never_issued_anything_gets_no_signs() {
    let office = workspace("kailu");
    draft(office.path(), Quarter::Third, date(2025, 10, 20));
    let figures = fs::read_to_string(office.path().join(THIRD).join("figures.json")).expect("figures");
    let digits = |text: &str| text.chars().next().is_some_and(|first| first.is_ascii_digit() || "+-".contains(first));
    let signed: Vec<&str> =
        figures.split('"').filter(|text| digits(text) && text.ends_with(['r', 'p']) && text.len() < 12).collect();
    assert!(signed.is_empty(), "{signed:?}");
}

#[test]
fn an_issue_that_was_broken_off_is_finished_by_the_next_run() {
    let office = issued();
    let whole = contents(&office.path().join(THIRD));
    // Killed after the snapshot and before the files: the folder still holds the draft of before, or nothing.
    fs::remove_dir_all(office.path().join(THIRD)).expect("not published");
    fs::create_dir_all(office.path().join(".tongbao/issued/kailu-2024/.2025Q4-quarterly.new")).expect("a half-written snapshot");
    let report = draft(office.path(), Quarter::Third, date(2025, 10, 21));
    assert_eq!(report.finished, [office.path().join(THIRD)]);
    assert_eq!(contents(&office.path().join(THIRD)), whole);
    // Whoever repeats the same command after a failure finds the issue done, not half of it.
    fs::remove_dir_all(office.path().join(THIRD)).expect("not published");
    let again = run(office.path(), Quarter::Third, date(2025, 10, 20), Some(3));
    assert!(matches!(again, Err(RunError::Issue(IssueError::Repeated { number: 3, .. }))), "{again:?}");
    assert_eq!(contents(&office.path().join(THIRD)), whole);
    // Killed between the two renames.
    fs::rename(office.path().join(THIRD), office.path().join("bulletins/2025Q3/.quarterly.old")).expect("moved aside");
    draft(office.path(), Quarter::Third, date(2025, 10, 21));
    assert_eq!(contents(&office.path().join(THIRD)), whole);
}

#[test]
fn an_issue_that_has_lost_its_manifest_gets_that_back_and_nothing_else() {
    let office = issued();
    let folder = office.path().join(THIRD);
    fs::write(folder.join("批注.txt"), "own").expect("a note");
    let whole = contents(&folder);
    fs::remove_file(folder.join("run.json")).expect("taken away");
    let report = draft(office.path(), Quarter::Third, date(2025, 11, 3));
    assert_eq!(report.restored, [format!("{THIRD}/run.json")]);
    assert!(report.finished.is_empty() && report.altered.is_empty(), "{report:?}");
    assert_eq!(contents(&folder), whole);
    // One that is damaged is a changed file like any other.
    fs::write(folder.join("run.json"), "{").expect("damaged");
    let report = draft(office.path(), Quarter::Third, date(2025, 11, 3));
    assert!(report.restored.is_empty() && report.finished.is_empty(), "{report:?}");
    assert_eq!(report.altered.iter().map(|file| file.path.clone()).collect::<Vec<_>>(), [format!("{THIRD}/run.json")]);
    assert_eq!(contents(&folder).len(), whole.len());
}

#[test]
fn an_issue_whose_draft_of_before_stands_there_yet_is_told_in_one_line() {
    let office = workspace("kailu");
    draft(office.path(), Quarter::Third, date(2025, 10, 20));
    let (folder, aside) = (office.path().join(THIRD), office.path().join("aside"));
    copy(&folder, &aside);
    issue(office.path(), Quarter::Third, date(2025, 10, 20), 3);
    let whole = contents(&folder);
    // As if the run had been killed between the snapshot and the files.
    fs::remove_dir_all(&folder).expect("not published");
    fs::rename(&aside, &folder).expect("the draft of before");
    fs::remove_file(office.path().join(".tongbao/issued.json")).expect("not registered");
    let (code, _, told) = tongbao(&["issued", words(&office)], &[]);
    assert_eq!((code, told.lines().count()), (1, 1), "{told}");
    assert!(told.contains("定稿中途中断") && told.contains("补发"), "{told}");
    let (code, _, told) = tongbao(&["verify", folder.to_str().expect("UTF-8")], &[]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("补发") && !told.contains("全县.pdf"), "{told}");
    let report = draft(office.path(), Quarter::Third, date(2025, 10, 21));
    assert_eq!(report.finished, std::slice::from_ref(&folder));
    assert_eq!(contents(&folder), whole);
}

#[test]
fn what_is_damaged_or_gone_is_an_error_and_never_made_anew() {
    let office = issued();
    let kept = office.path().join(".tongbao/issued/kailu-2024/2025Q3-quarterly");
    let issue_file = kept.join("issue.json");
    let sound = fs::read_to_string(&issue_file).expect("issue");
    fs::write(&issue_file, sound.replace("\"number\": 3", "\"number\": 9")).expect("forged");
    let Err(RunError::Issue(IssueError::Damaged { path, .. })) = run(office.path(), Quarter::Third, date(2025, 11, 3), None)
    else {
        panic!("damaged")
    };
    assert_eq!(path, issue_file);
    fs::write(&issue_file, &sound).expect("restored");

    let published = contents(&office.path().join(THIRD));
    let aside = office.path().join("aside");
    fs::rename(&kept, &aside).expect("lost");
    let Err(RunError::Issue(IssueError::SnapshotMissing { folder })) =
        run(office.path(), Quarter::Third, date(2025, 11, 3), None)
    else {
        panic!("missing")
    };
    assert_eq!(folder, office.path().join(THIRD));
    assert_eq!(contents(&office.path().join(THIRD)), published);
    fs::rename(&aside, &kept).expect("restored");
    draft(office.path(), Quarter::Third, date(2025, 11, 3));
}

#[test]
fn an_issued_file_that_was_changed_is_told_and_left() {
    let office = issued();
    let list = office.path().join(THIRD).join("催报名单.xlsx");
    fs::write(&list, b"changed").expect("changed");
    let report = draft(office.path(), Quarter::Third, date(2025, 11, 3));
    assert!(report.altered.len() == 1 && report.altered[0].path.contains("催报名单.xlsx"), "{:?}", report.altered);
    assert_eq!(fs::read(&list).expect("a file"), b"changed");
    let (code, _, error) = tongbao(&["verify", office.path().join("bulletins").to_str().expect("UTF-8")], &[]);
    assert_eq!(code, 1);
    assert!(error.contains("催报名单.xlsx") && error.contains("与定稿不符"), "{error}");
    let (code, told, error) = tongbao(&["issued", words(&office)], &[]);
    assert_eq!(code, 1);
    assert!(told.contains("有改动") && error.contains("催报名单.xlsx"), "{told}{error}");
}

#[test]
fn an_auditor_finds_the_cells_behind_an_issued_figure() {
    let office = issued();
    // Whatever has become of the returns since.
    fs::remove_dir_all(office.path().join("inbox")).expect("the inbox is emptied");
    let request = TraceRequest { number: 3, words: format!("{INDICATOR} 全县 本期累计"), ..TraceRequest::default() };
    let report = trace(office.path(), &Reader::in_process(), &request).expect("found");
    let figure = report.figures.first().expect("a figure");
    assert_eq!((figure.printed.as_str(), figure.measure.as_str()), ("28.02%", "本期累计"));
    let cell =
        figure.cells.iter().find(|cell| cell.cell == CELL && cell.file == HOSPITAL.trim_start_matches("inbox/")).expect("cell");
    assert_eq!((cell.item.as_str(), cell.value.as_str(), cell.sheet.as_str()), ("检查收入", "2,105.27", SHEET));
    // (检查收入 + 化验收入) × 100 ÷ 医疗收入, added up from the cells that are named.
    let number = |text: &str| text.replace(',', "").parse::<f64>().expect("a number");
    let sum = |item: &str| figure.cells.iter().filter(|cell| cell.item == item).map(|cell| number(&cell.value)).sum::<f64>();
    let value = (sum("检查收入") + sum("化验收入")) * 100.0 / sum("医疗收入");
    assert!((value - figure.value.expect("a value")).abs() < 1e-9, "{value}");

    let Err(RunError::Issue(IssueError::NumberUnknown { known, .. })) =
        trace(office.path(), &Reader::in_process(), &TraceRequest { number: 4, ..TraceRequest::default() })
    else {
        panic!("unknown")
    };
    assert_eq!(known, ["kailu-2024 2025 第3期（2025Q3 季调度）"]);
    let (code, told, _) = tongbao(&["trace", words(&office), "--issue", "3", "--figure", "报送率 全县"], &[]);
    assert_eq!(code, 0);
    assert!(told.contains("及时") && told.contains("缺报"), "{told}");
    let (code, _, error) = tongbao(&["trace", words(&office), "--issue", "3", "--figure", "没有这个指标"], &[]);
    assert_eq!(code, 2);
    assert!(error.contains("没有这个指标"), "{error}");
}

/// A number as it is shown in a cell.
fn number(text: &str) -> Option<f64> {
    text.replace(',', "").parse().ok()
}

#[test]
fn the_cells_listed_below_every_plain_sum_add_up_to_it() {
    let office = issued();
    let kept = office.path().join(".tongbao/issued/kailu-2024/2025Q3-quarterly/printed.json");
    let documents: Value = serde_json::from_slice(&fs::read(kept).expect("figures")).expect("JSON");
    let workings = documents[0]["workings"].as_array().expect("workings");
    let is_plain = |aggregate: &str| {
        let inside = aggregate.strip_prefix("SUM(").and_then(|rest| rest.strip_suffix(')'));
        inside.is_some_and(|inside| inside.chars().all(char::is_alphanumeric))
    };
    let mut sums = 0;
    for working in workings.iter().filter(|working| working["measure"] == "operand" && working["value"].is_number()) {
        let id: FigureId = serde_json::from_value(working.clone()).expect("an identity");
        let (Subject::Operand { aggregate, .. }, group) = (&id.subject, &id.group) else { panic!("an operand") };
        if !is_plain(aggregate) {
            continue;
        }
        let subject = id.subject.to_string();
        let request = TraceRequest { number: 3, words: format!("{subject} {group}"), ..TraceRequest::default() };
        let report = trace(office.path(), &Reader::in_process(), &request).expect("found");
        let figure = report.figures.iter().find(|figure| figure.subject == subject).expect("the sum");
        let sum: f64 = figure.cells.iter().filter_map(|cell| number(&cell.value)).sum();
        let value = figure.value.expect("a value");
        assert!((sum - value).abs() < 1e-6 * value.abs().max(1.0), "{subject} {group}: {sum} is not {value}");
        sums += 1;
    }
    assert!(sums > 20, "{sums} sums");
}

#[test]
fn a_base_is_shown_with_the_cells_of_its_own_period_and_of_the_issue_it_was_taken_from() {
    let office = workspace_of_the_year("kailu");
    issue(office.path(), Quarter::Second, date(2025, 10, 19), 2);
    // Corrected after it was issued: the base of the third quarter's changes stays what was issued.
    let second = HOSPITAL.replace("2025Q3", "2025Q2").replace("三季度", "二季度");
    let path = office.path().join(&second);
    let mut book: Xlsx<_> = open_workbook(&path).expect("a return");
    let filed = book.worksheet_range(SHEET).expect("the sheet").get_value((7, 3)).expect("D8").to_string();
    drop(book);
    correct(&path, SHEET, "D8", &filed, "1500");
    issue(office.path(), Quarter::Third, date(2025, 10, 20), 3);

    let traced = |words: &str| {
        let request = TraceRequest { number: 3, words: format!("{INDICATOR} 全县 {words}"), ..TraceRequest::default() };
        let report = trace(office.path(), &Reader::in_process(), &request).expect("found");
        report.figures.into_iter().find(|figure| figure.group == "开鲁县" || figure.group == "全县").expect("a figure")
    };
    let ratio = |figure: &TracedFigure, quarter: Period| {
        let cells = || figure.cells.iter().filter(move |cell| cell.period == quarter);
        let sum = |item: &str| cells().filter(|cell| cell.item == item).filter_map(|cell| number(&cell.value)).sum::<f64>();
        (sum("检查收入") + sum("化验收入")) * 100.0 / sum("医疗收入")
    };
    // 上年同期 lies before all issues: added up from the returns of 2024, kept with the issue.
    let before = traced("上年同期");
    let last_year = Period::quarter(2024, Quarter::Third);
    assert!(!before.cells.is_empty() && before.cells.iter().all(|cell| cell.period == last_year));
    assert!((ratio(&before, last_year) - before.value.expect("a value")).abs() < 1e-9);
    assert_eq!(before.origins, [Origin { period: last_year, issue: None, is_kept: true }]);

    // So is a point of a trend.
    let trend = TraceRequest { number: 3, words: "2024Q4 全县 本期累计".to_owned(), ..TraceRequest::default() };
    let trend = trace(office.path(), &Reader::in_process(), &trend).expect("a trend");
    let of_then = |figure: &TracedFigure| figure.cells.iter().all(|cell| cell.period == Period::quarter(2024, Quarter::Fourth));
    assert!(trend.figures.iter().all(|figure| !figure.cells.is_empty() && of_then(figure)), "{:?}", trend.figures);

    // 上季 was issued as number 2: its cells say what was filed then.
    let second = traced("上季");
    let issued = Some(IssueName { year: 2025, number: 2 });
    assert_eq!(second.origins, [Origin { period: Period::quarter(2025, Quarter::Second), issue: issued.clone(), is_kept: true }]);
    let cell = second.cells.iter().find(|cell| {
        cell.cell == "D8" && cell.unit_name.contains("开鲁县示例医院") && cell.period == Period::quarter(2025, Quarter::Second)
    });
    assert_eq!(number(&cell.expect("the cell").value), filed.parse().ok());
    // The second quarter alone is the difference of two filings, item by item.
    let own = |item: &str| {
        let of = |quarter: Quarter| {
            let cells =
                second.cells.iter().filter(move |cell| cell.item == item && cell.period == Period::quarter(2025, quarter));
            cells.filter_map(|cell| number(&cell.value)).sum::<f64>()
        };
        of(Quarter::Second) - of(Quarter::First)
    };
    let value = (own("检查收入") + own("化验收入")) * 100.0 / own("医疗收入");
    assert!((value - second.value.expect("a value")).abs() < 1e-9, "{value}");
    let quarters: BTreeSet<Period> = second.cells.iter().map(|cell| cell.period).collect();
    assert_eq!(quarters, BTreeSet::from([Period::quarter(2025, Quarter::First), Period::quarter(2025, Quarter::Second)]));

    // Without that issue nothing is listed in its place.
    fs::remove_dir_all(office.path().join(".tongbao/issued/kailu-2024/2025Q2-quarterly")).expect("lost");
    let second = traced("上季");
    assert!(second.cells.is_empty(), "{:?}", second.cells);
    assert_eq!(second.origins, [Origin { period: Period::quarter(2025, Quarter::Second), issue: issued, is_kept: false }]);
    let asked = format!("{INDICATOR} 全县 上季");
    let (code, told, _) = tongbao(&["trace", words(&office), "--issue", "3", "--figure", &asked], &[]);
    assert_eq!(code, 0);
    assert!(told.contains("取自2025年第2期定稿"), "{told}");
}

#[test]
fn a_score_is_traced_to_its_parts_and_a_count_of_tasks_to_their_list() {
    let office = workspace_of_the_year("kailu");
    let asked = ["run", words(&office), "--period", "2025", "--cycle", "year-end", "--as-of", "2026-02-01", "--final"];
    let (code, _, error) = tongbao(&[&asked[..], &["--number", "1", "--force", "--reason", REASON]].concat(), &[]);
    assert!(code == 0 || code == 3, "{error}");
    let request = |words: &str| TraceRequest { number: 1, words: words.to_owned(), ..TraceRequest::default() };
    let report = trace(office.path(), &Reader::in_process(), &request("得分 开鲁县示例医院")).expect("found");
    let score = report.figures.iter().find(|figure| figure.subject == "得分" && figure.measure == "得分").expect("the score");
    assert_eq!(score.group, "开鲁县示例医院");
    // 指标得分 + 加分 − 减分, each as printed.
    assert_eq!(
        (score.printed.as_str(), score.formula.as_deref()),
        ("93.19分", Some("指标得分 90.19分 + 加分 3.00分 − 减分 0.00分"))
    );
    let points = |text: &str| text.trim_end_matches('分').parse::<f64>().expect("points");
    let of_indicators = score.parts.iter().skip(1).take_while(|part| part.level > 1).filter(|part| part.level == 2);
    let sum: f64 = of_indicators.map(|part| points(&part.printed)).sum();
    assert!((sum - 90.19).abs() < 1e-9, "{sum}");
    // 6 × 1.94 ÷ 2.01 = 5.791…
    let position = score.parts.iter().position(|part| part.what == "重复检查检验占比").expect("a part");
    assert_eq!(score.parts[position].printed, "5.79分");
    assert_eq!(score.parts[position].formula.as_deref(), Some("折算权重 6.00分 × 标准值 1.94% ÷ 实际值 2.01%"));
    let below: Vec<String> = score.parts[position + 1..]
        .iter()
        .take_while(|part| part.level == 3)
        .map(|part| format!("{} {}", part.what, part.printed))
        .collect();
    assert_eq!(below, ["实际值 2.01%", "折算权重 6.00分", "标准值 1.94%", "权重 6.00分"]);

    let report = trace(office.path(), &Reader::in_process(), &request("台账：已销号 全县")).expect("found");
    let count = report.figures.first().expect("a count");
    assert_eq!((count.task_lists.as_slice(), count.returns.len()), (&["bulletins/2025/year-end/全县.xlsx".to_owned()][..], 0));
    let tasks = rows(&office.path().join(&count.task_lists[0]), "台账明细");
    let closed = tasks.iter().filter(|row| row.iter().any(|cell| cell == "已销号")).count();
    assert_eq!(format!("{closed}项"), count.printed);

    // Units are named, and what is no number has no unit.
    let report = trace(office.path(), &Reader::in_process(), &request("报送率 全县")).expect("found");
    assert!(report.figures[0].returns.iter().any(|due| due.contains("开鲁县示例医院") && due.contains('《')));
    let all = trace(office.path(), &Reader::in_process(), &request("—")).expect("found");
    assert!(all.figures.iter().all(|figure| !figure.printed.starts_with("—") || figure.printed == "—"), "{:?}", all.figures);
}

#[test]
fn a_rehearsal_says_what_blocks_what_is_missed_and_whose_place_hangs() {
    let office = workspace("kailu");
    let asked = ["rehearse", words(&office), "--period", "2025Q3", "--cycle", "quarterly", "--as-of", "2025-10-12"];
    let (code, told, error) = tongbao(&asked, &[]);
    assert_eq!((code, error.as_str()), (3, ""));
    assert!(told.contains("还有 3 天") && told.contains("【未到截止日】") && told.contains("【退回】KL-P-003"), "{told}");
    let (code, out, _) = tongbao(&[&asked[..], &["--format", "json"]].concat(), &[]);
    assert_eq!(code, 3);
    let report: Value = serde_json::from_str(&out).expect("JSON");
    let outlook = &report["outlooks"][0];
    assert_eq!(
        (&outlook["deadline"], &outlook["days_left"], &outlook["issued"]),
        (&"2025-10-15".into(), &3.into(), &Value::Null)
    );
    let missed = outlook["missed"].as_array().expect("missed");
    assert!(missed.iter().all(|missed| missed["light"] == "red" || missed["light"] == "yellow") && !missed.is_empty());
    // The county's only alliance has no place among others, and a place among itself hangs on nobody.
    assert_eq!(outlook["hanging"].as_array().expect("hanging").len(), 0);

    let book = office.path().join("预演.xlsx");
    let path = book.to_str().expect("UTF-8");
    let (code, ..) = tongbao(&[&asked[..], &["--format", "xlsx", "--out", path]].concat(), &[]);
    assert_eq!(code, 3);
    for sheet in ["定稿障碍", "红黄指标", "待说明", "逾期任务"] {
        assert!(rows(&book, sheet).len() > 3, "{sheet}");
    }
    assert!(!office.path().join("bulletins").exists(), "nothing is published");

    // Everybody is missing where nobody's file is there.
    let inbox = office.path().join("inbox");
    fs::remove_dir_all(&inbox).expect("the inbox is emptied");
    fs::create_dir(&inbox).expect("an inbox");
    let (_, told, _) = tongbao(&asked, &[]);
    assert!(told.starts_with("注意：收件文件夹里没有任何文件"), "{told}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_runs_later_the_issued_bytes_stay(steps in proptest::collection::vec(any::<(u8, u8)>(), 2..4)) {
        let office = issued();
        let before = frozen(office.path());
        let kept = office.path().join(".tongbao/issued");
        for (position, (what, which)) in (0_i8..).zip(steps) {
            let inbox: Vec<PathBuf> = contents(&office.path().join("inbox")).into_keys().collect();
            let file = &inbox[usize::from(which) % inbox.len()];
            match what % 4 {
                0 => fs::remove_file(file).expect("removed"),
                1 => fs::write(file, b"broken").expect("broken"),
                2 => drop(fs::remove_file(office.path().join(".tongbao/files.json"))),
                _ => {}
            }
            let quarter = if what % 2 == 0 { Quarter::Third } else { Quarter::Second };
            let number = (which % 3 == 0).then_some(u32::from(which) + 10);
            // A number for what is issued already is refused; everything else goes through.
            let outcome = run(office.path(), quarter, date(2025, 11, 3 + position), number);
            let is_fine = matches!(outcome, Ok(_) | Err(RunError::Issue(IssueError::Repeated { .. } | IssueError::NumberTaken { .. })));
            assert!(is_fine, "{outcome:?}");
            for (path, bytes) in &before {
                let is_same = fs::read(path).expect("still there") == *bytes;
                assert!(is_same, "{} changed", path.display());
            }
            assert!(contents(&kept).len() >= before.keys().filter(|path| path.starts_with(&kept)).count());
        }
    }
}
