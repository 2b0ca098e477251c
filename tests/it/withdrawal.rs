//! 撤销 and 更正: a bulletin is issued, withdrawn, and issued again under another number. Nothing of either ever changes.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use serde_json::Value;
use tempfile::TempDir;
use tongbao::issue::{Damage, IssueError, IssueName, REGISTER};
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::trace::{TraceRequest, trace};
use tongbao::pipeline::withdrawing::{WithdrawReport, WithdrawRequest, withdraw as take_back};
use tongbao::pipeline::{RunError, Setup};
use tongbao_returns::domain::Quarter;
use tongbao_returns::ingest::Reader;

use crate::issuing::{
    CELL, FILED, HOSPITAL, INDICATOR, SHEET, THIRD, contents, correct, draft, frozen, issue, issued, printed, rows, run, words,
};
use crate::whole::{tongbao, workspace};

/// What takes the place of the withdrawn bulletin.
const CORRECTED: &str = "bulletins/2025Q3/quarterly-更正";
const WHY: &str = "检查收入漏报100万元";

/// Withdraws an issue of a number on a day.
pub(crate) fn withdraw(office: &Path, number: u32, day: Date) -> Result<WithdrawReport, RunError> {
    let templates = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("report_templates");
    let setup = Setup::open(office, templates, Reader::in_process(), day).expect("an office");
    take_back(&setup, &WithdrawRequest { number, plan: None, year: None, reason: WHY.to_owned() }, &Silent)
}

/// The third quarter's bulletin, issued as number 3, found wrong, withdrawn on 5 November, and the return corrected.
fn withdrawn() -> TempDir {
    let office = issued();
    correct(&office.path().join(HOSPITAL), SHEET, CELL, FILED, "2205.27");
    withdraw(office.path(), 3, date(2025, 11, 5)).expect("withdrawn");
    office
}

fn record(office: &TempDir) -> PathBuf {
    office.path().join(".tongbao/issued/kailu-2024/2025-3.withdrawn.json")
}

fn manifest(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("run.json")).expect("manifest")).expect("JSON")
}

#[test]
fn a_withdrawn_bulletin_stays_as_it_is_and_the_office_says_when_and_why() {
    let office = issued();
    let before = frozen(office.path());
    let asked = ["withdraw", words(&office), "--number", "3", "--reason", WHY, "--as-of", "2025-11-05"];
    let (code, told, error) = tongbao(&asked, &[]);
    assert_eq!((code, error.as_str()), (0, ""));
    for said in ["第3期", "2025-11-05 撤销", WHY, "原样保留：bulletins/2025Q3/quarterly", "--final --number 4"] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let after = frozen(office.path());
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)), "every byte stays");
    assert_eq!(after.len(), before.len() + 1, "one record more");
    assert!(after.contains_key(&record(&office)));

    let (code, told, _) = tongbao(&["issued", words(&office)], &[]);
    assert_eq!(code, 0);
    assert!(told.contains(&format!("2025-11-05 撤销：{WHY}")) && told.contains("原样"), "{told}");
    let (code, told, _) = tongbao(&["verify", office.path().join(THIRD).to_str().expect("UTF-8")], &[]);
    assert_eq!(code, 0);
    assert!(told.contains("第3期定稿") && told.contains("已于 2025-11-05 撤销"), "{told}");
    let (code, told, _) = tongbao(&["trace", words(&office), "--issue", "3", "--figure", "报送率 全县"], &[]);
    assert_eq!(code, 0);
    assert!(told.contains(&format!("本期已于 2025-11-05 撤销：{WHY}")), "{told}");
    // Whoever changes a file of it is told as before.
    fs::write(office.path().join(THIRD).join("催报名单.xlsx"), b"changed").expect("changed");
    let report = draft(office.path(), Quarter::Third, date(2025, 11, 6));
    assert!(report.altered.len() == 1 && report.altered[0].path.contains("催报名单.xlsx"), "{:?}", report.altered);
}

#[test]
fn after_a_withdrawal_a_draft_is_made_as_if_nothing_had_been_issued() {
    let office = withdrawn();
    let before = frozen(office.path());
    let report = draft(office.path(), Quarter::Third, date(2025, 11, 6));
    let folder = office.path().join(CORRECTED);
    assert_eq!((report.published[0].folder.clone(), report.published[0].number), (folder.clone(), None));
    assert_eq!(report.published[0].replaces.as_ref().map(|replaced| replaced.issue.number), Some(3));
    assert_eq!(frozen(office.path()), before);
    assert!(!folder.join("修订说明.xlsx").exists(), "it stands beside no issue");
    assert_eq!(printed(&folder, "指标完成情况", INDICATOR, "本期累计"), "28.29", "no sign");
    let (_, told, _) = tongbao(&["rehearse", words(&office), "--period", "2025Q3", "--as-of", "2025-11-06"], &[]);
    assert!(told.contains("第3期已于 2025-11-05 撤销"), "{told}");
}

#[test]
fn a_corrected_issue_has_a_new_number_and_says_which_it_replaces() {
    let office = withdrawn();
    let first = contents(&office.path().join(THIRD));
    let refused = run(office.path(), Quarter::Third, date(2025, 11, 6), Some(3));
    assert!(matches!(refused, Err(RunError::Issue(IssueError::NumberTaken { number: 3, .. }))), "{refused:?}");
    issue(office.path(), Quarter::Third, date(2025, 11, 6), 5);
    let folder = office.path().join(CORRECTED);
    assert_eq!(contents(&office.path().join(THIRD)), first);

    let says = "本期更正并代替2025年10月20日印发的2025年第3期，2025年第3期已于2025年11月5日撤销。";
    let prose = rows(&folder.join("全县.xlsx"), "正文");
    assert!(prose.iter().flatten().any(|text| text.contains(says) && text.contains(WHY)), "{prose:?}");
    let manifest = manifest(&folder);
    assert_eq!((&manifest["status"], &manifest["number"]), (&"定稿".into(), &5.into()));
    assert_eq!(manifest["replaces"]["issue"], serde_json::json!({ "year": 2025, "number": 3 }));
    assert_eq!(manifest["replaces"]["reason"], WHY);
    let kept = office.path().join(".tongbao/issued/kailu-2024/2025Q3-quarterly-2025-5");
    assert_eq!(fs::read(kept.join("published/全县.pdf")).expect("kept"), fs::read(folder.join("全县.pdf")).expect("published"));

    let (code, told, _) = tongbao(&["issued", words(&office)], &[]);
    assert_eq!(code, 0);
    assert!(told.contains("更正 2025 年第3期") && told.contains("由 2025 年第5期更正"), "{told}");
    let of = |number| {
        trace(
            office.path(),
            &Reader::in_process(),
            &TraceRequest { number, words: "报送率 全县".to_owned(), ..TraceRequest::default() },
        )
    };
    let (third, fifth) = (of(3).expect("found"), of(5).expect("found"));
    assert_eq!(third.replaced_by, Some(IssueName { year: 2025, number: 5 }));
    assert_eq!(fifth.replaces.map(|replaced| replaced.issue), Some(IssueName { year: 2025, number: 3 }));
    // It is an issue as any other: given once, and later runs stand beside it.
    let again = run(office.path(), Quarter::Third, date(2025, 11, 7), Some(6));
    assert!(matches!(again, Err(RunError::Issue(IssueError::Repeated { number: 5, .. }))), "{again:?}");
    let report = draft(office.path(), Quarter::Third, date(2025, 11, 7));
    assert_eq!(report.published[0].folder, office.path().join("bulletins/2025Q3/quarterly-草稿"));
}

#[test]
fn a_withdrawn_number_is_no_base_and_its_correction_is() {
    let office = workspace("kailu");
    let change = || {
        draft(office.path(), Quarter::Third, date(2025, 10, 20));
        printed(&office.path().join(THIRD), "指标完成情况", INDICATOR, "环比")
    };
    issue(office.path(), Quarter::First, date(2025, 4, 20), 1);
    issue(office.path(), Quarter::Second, date(2025, 7, 20), 2);
    // The second quarter is corrected after it was issued: the base stays what was issued.
    let second = office.path().join(HOSPITAL.replace("2025Q3", "2025Q2").replace("三季度", "二季度"));
    let filed = rows(&second, SHEET)[12][3].clone();
    correct(&second, SHEET, CELL, &filed, "1500");
    let revised = change();
    assert!(revised.ends_with('r'), "{revised}");
    // Withdrawn it is a period that was not issued, although the office had begun to.
    withdraw(office.path(), 2, date(2025, 10, 20)).expect("withdrawn");
    let provisional = change();
    assert!(provisional.ends_with('p') && provisional[..5] != revised[..5], "{provisional} {revised}");
    // Its correction is the base.
    issue(office.path(), Quarter::Second, date(2025, 10, 20), 4);
    assert_eq!(format!("{}p", change()), provisional);
    // Without any issue in force the office is as one that has never begun.
    withdraw(office.path(), 1, date(2025, 10, 20)).expect("withdrawn");
    withdraw(office.path(), 4, date(2025, 10, 20)).expect("withdrawn");
    assert_eq!(format!("{}p", change()), provisional);
}

#[test]
fn what_cannot_be_withdrawn_is_told_with_what_to_do() {
    let office = issued();
    let command = |more: &[&str]| tongbao(&[&["withdraw", words(&office), "--as-of", "2025-11-05"][..], more].concat(), &[]);
    let why = ["--reason", WHY];
    let with = |more: &[&'static str]| [more, &why].concat();
    let (code, _, error) = command(&["--number", "3"]);
    assert_eq!(code, 2);
    assert!(error.contains("--reason"), "{error}");
    let (code, _, error) = command(&["--number", "3", "--reason", " "]);
    assert_eq!(code, 2);
    assert!(error.contains("理由不能为空"), "{error}");
    let (code, _, error) = command(&with(&["--number", "7"]));
    assert_eq!(code, 2);
    assert!(error.contains("没有第7期") && error.contains("kailu-2024 2025 第3期"), "{error}");
    let (code, _, error) = tongbao(&["withdraw", words(&office), "--number", "3", "--reason", WHY, "--as-of", "2025-10-01"], &[]);
    assert_eq!(code, 2);
    assert!(error.contains("2025-10-20 才定稿") && error.contains("--as-of"), "{error}");
    assert!(!record(&office).exists());

    // The numbers of a new year begin anew.
    issue(office.path(), Quarter::Second, date(2026, 1, 5), 3);
    let (code, _, error) = command(&with(&["--number", "3"]));
    assert_eq!(code, 2);
    assert!(error.contains("--year") && error.contains("2026 第3期"), "{error}");
    let (code, ..) = command(&with(&["--number", "3", "--year", "2025"]));
    assert_eq!(code, 0);
    let (code, _, error) = command(&with(&["--number", "3", "--year", "2025", "--plan", "kailu-2024"]));
    assert_eq!(code, 2);
    assert!(error.contains("已于 2025-11-05 撤销") && error.contains(WHY), "{error}");
    let (code, _, error) = tongbao(&[&["--lang", "en", "withdraw", words(&office)][..], &with(&["--number", "9"])].concat(), &[]);
    assert_eq!(code, 2);
    assert!(error.contains("no bulletin was issued as number 9"), "{error}");
}

#[test]
fn a_second_issue_is_refused_and_the_message_names_the_command() {
    let office = issued();
    let asked = ["run", words(&office), "--period", "2025Q3", "--as-of", "2025-11-06", "--final", "--number", "4"];
    let (code, _, error) = tongbao(&asked, &[]);
    assert_eq!(code, 2);
    assert!(error.contains("tongbao withdraw --plan kailu-2024 --number 3"), "{error}");
}

#[test]
fn a_correction_is_not_older_than_the_withdrawal() {
    let office = withdrawn();
    let early = run(office.path(), Quarter::Third, date(2025, 11, 4), Some(5));
    assert!(matches!(early, Err(RunError::Issue(IssueError::CorrectedBeforeWithdrawal { replaced: 3, .. }))), "{early:?}");
}

#[test]
fn a_record_that_was_changed_or_has_no_issue_stops_every_run() {
    let office = withdrawn();
    let sound = fs::read_to_string(record(&office)).expect("a record");
    let damage = || {
        let Err(RunError::Issue(IssueError::Damaged { path, source })) =
            run(office.path(), Quarter::Third, date(2025, 11, 6), None)
        else {
            panic!("damaged")
        };
        assert_eq!(path, record(&office));
        source
    };
    fs::write(record(&office), sound.replace(WHY, "误发")).expect("forged");
    assert!(matches!(damage(), Damage::Kept));
    fs::write(record(&office), &sound[..40]).expect("torn");
    assert!(matches!(damage(), Damage::Malformed(_)));
    fs::write(record(&office), &sound).expect("restored");
    let (kept, aside) = (office.path().join(".tongbao/issued/kailu-2024/2025Q3-quarterly"), office.path().join("aside"));
    fs::rename(&kept, &aside).expect("lost");
    assert!(matches!(damage(), Damage::NotKept));
    fs::rename(&aside, &kept).expect("restored");
    draft(office.path(), Quarter::Third, date(2025, 11, 6));
}

#[test]
fn an_issue_whose_record_is_lost_is_not_in_force_again() {
    let office = withdrawn();
    let sound = fs::read(record(&office)).expect("a record");
    fs::remove_file(record(&office)).expect("lost");
    for number in [None, Some(5)] {
        let refused = run(office.path(), Quarter::Third, date(2025, 11, 6), number);
        let Err(RunError::Issue(IssueError::WithdrawalLost { number: 3, path, .. })) = refused else { panic!("{refused:?}") };
        assert_eq!(path, record(&office));
    }
    let (code, _, told) = tongbao(&["run", words(&office), "--period", "2025Q3", "--as-of", "2025-11-06"], &[]);
    assert_eq!(code, 1);
    assert!(told.contains("tongbao withdraw --plan kailu-2024 --year 2025 --number 3 --as-of"), "{told}");
    let asked = ["trace", words(&office), "--issue", "3", "--figure", "报送率 全县"];
    assert_eq!(tongbao(&asked, &[]).0, 1, "nobody is told that it is in force");
    let asked = ["rehearse", words(&office), "--period", "2025Q3", "--as-of", "2025-11-06"];
    assert_eq!(tongbao(&asked, &[]).0, 1);
    // Without a backup it is withdrawn once more, and all is as it was.
    withdraw(office.path(), 3, date(2025, 11, 5)).expect("withdrawn");
    assert_eq!(fs::read(record(&office)).expect("a record"), sound);
    draft(office.path(), Quarter::Third, date(2025, 11, 6));
}

#[test]
fn what_a_killed_command_left_is_finished_or_passed_over() {
    let office = issued();
    let whole = contents(&office.path().join(THIRD));
    let registered = fs::read(office.path().join(REGISTER)).expect("a register");
    // Killed while the bulletin was issued: it is published before it is withdrawn.
    fs::remove_dir_all(office.path().join(THIRD)).expect("not published");
    withdraw(office.path(), 3, date(2025, 11, 5)).expect("withdrawn");
    assert_eq!(contents(&office.path().join(THIRD)), whole);
    // Killed while the record was written: a part of it is none, and the register does not have it yet.
    let sound = fs::read(record(&office)).expect("a record");
    fs::remove_file(record(&office)).expect("not yet there");
    fs::write(office.path().join(REGISTER), registered).expect("not yet registered");
    fs::write(record(&office).with_extension("json.partial"), &sound[..40]).expect("half-written");
    let report = draft(office.path(), Quarter::Third, date(2025, 11, 6));
    assert_eq!(report.published[0].folder, office.path().join("bulletins/2025Q3/quarterly-草稿"), "still in force");
    withdraw(office.path(), 3, date(2025, 11, 5)).expect("withdrawn");
    assert_eq!(fs::read(record(&office)).expect("a record"), sound);
    // Killed while the correction was issued: it is kept, and the next run publishes it.
    issue(office.path(), Quarter::Third, date(2025, 11, 6), 5);
    let corrected = contents(&office.path().join(CORRECTED));
    fs::remove_dir_all(office.path().join(CORRECTED)).expect("not published");
    let report = draft(office.path(), Quarter::Third, date(2025, 11, 7));
    assert_eq!(report.finished, [office.path().join(CORRECTED)]);
    assert_eq!((contents(&office.path().join(CORRECTED)), contents(&office.path().join(THIRD))), (corrected, whole));
}
