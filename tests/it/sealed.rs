//! `tongbao issued` sees what was changed, taken away, added or copied among the issues and their files, and names each.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use tongbao::issue::{IssueError, REGISTER};
use tongbao::pipeline::RunError;
use tongbao_returns::domain::Quarter;

use crate::issuing::{THIRD, draft, issued, run, words};
use crate::whole::{copy, tongbao};

const KEPT: &str = ".tongbao/issued/kailu-2024/2025Q3-quarterly";
const RECORD: &str = ".tongbao/issued/kailu-2024/2025-3.withdrawn.json";

/// What `issued` says of an office with which something was done; the exit code is the one for what is not to be trusted.
#[track_caller]
fn told(office: &Path, spoil: impl FnOnce(&Path)) -> String {
    let spoilt = tempfile::tempdir().expect("scratch folder");
    copy(office, spoilt.path());
    spoil(spoilt.path());
    let (code, _, error) = tongbao(&["issued", words(&spoilt)], &[]);
    assert_eq!(code, 1, "{error}");
    let (_, out, _) = tongbao(&["issued", words(&spoilt), "--format", "json"], &[]);
    serde_json::from_str::<serde_json::Value>(&out).expect("JSON");
    error
}

fn take(path: PathBuf) {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("taken away");
}

/// A line names the file and says what is with it.
#[track_caller]
fn line(told: &str, file: &str, what: &str) {
    assert!(told.lines().any(|line| line.contains(&format!("{file}：")) && line.contains(what)), "{file} {what}: {told}");
}

#[test]
fn what_was_taken_away_is_missed() {
    let office = issued();
    let (code, ..) = tongbao(&["issued", words(&office)], &[]);
    assert_eq!(code, 0);
    let of_snapshot = told(office.path(), |office| take(office.join(KEPT)));
    line(&of_snapshot, KEPT, "已不在");
    line(&of_snapshot, THIRD, "没有它的封存");
    let of_both = told(office.path(), |office| {
        take(office.join(".tongbao/issued"));
        take(office.join(THIRD));
    });
    line(&of_both, KEPT, "已不在");
    let of_register_too = told(office.path(), |office| {
        take(office.join(".tongbao/issued"));
        take(office.join(".tongbao/issued.json"));
    });
    line(&of_register_too, THIRD, "没有它的封存");
    let of_files = told(office.path(), |office| {
        take(office.join(KEPT).join("facts/returns.json"));
        take(office.join(THIRD).join("全县.pdf"));
        take(office.join(THIRD).join("run.json"));
    });
    line(&of_files, &format!("{KEPT}/facts/returns.json"), "已不在");
    line(&of_files, &format!("{THIRD}/全县.pdf"), "已不在");
    line(&of_files, &format!("{THIRD}/run.json"), "已不在");
    let of_issue = told(office.path(), |office| take(office.join(KEPT).join("issue.json")));
    line(&of_issue, &format!("{KEPT}/issue.json"), "无法读取");
    let of_folder = told(office.path(), |office| take(office.join(THIRD)));
    line(&of_folder, THIRD, "补发");
}

#[test]
fn what_was_added_or_copied_is_seen() {
    let office = issued();
    let put = |path: PathBuf| fs::write(path, "x").expect("put");
    let added = told(office.path(), |office| {
        for place in [KEPT, &format!("{KEPT}/published"), ".tongbao/issued", ".tongbao/issued/kailu-2024", THIRD] {
            put(office.join(place).join("说明.txt"));
        }
    });
    for place in [KEPT, &format!("{KEPT}/published"), ".tongbao/issued", ".tongbao/issued/kailu-2024", THIRD] {
        line(&added, &format!("{place}/说明.txt"), "以后放进去");
    }
    let copied_file = told(office.path(), |office| {
        fs::copy(office.join(THIRD).join("全县.pdf"), office.join(THIRD).join("全县 副本.pdf")).expect("copied");
    });
    line(&copied_file, &format!("{THIRD}/全县 副本.pdf"), "以后放进去");
    for name in ["kailu-2024/2025Q4-quarterly", "kailu-2024/2025Q3-quarterly 副本", "jining-2023/2025Q3-quarterly"] {
        let copied = told(office.path(), |office| copy(&office.join(KEPT), &office.join(".tongbao/issued").join(name)));
        line(&copied, &format!(".tongbao/issued/{name}"), &format!("是复制件，原件在 {KEPT}"));
    }
    let copied_folder = told(office.path(), |office| copy(&office.join(THIRD), &office.join("bulletins/2025Q3/发出的")));
    line(&copied_folder, "bulletins/2025Q3/发出的", &format!("是复制件，原件在 {THIRD}"));
    let moved = told(office.path(), |office| {
        fs::rename(office.join(KEPT), office.join(".tongbao/issued/kailu-2024/2025Q4-quarterly")).expect("moved");
    });
    line(&moved, ".tongbao/issued/kailu-2024/2025Q4-quarterly", &format!("应在 {KEPT}"));
    // What Excel leaves while somebody looks at a workbook is none.
    fs::write(office.path().join(THIRD).join("~$全县.xlsx"), "x").expect("put");
    assert_eq!(tongbao(&["issued", words(&office)], &[]).0, 0);
}

#[test]
fn a_withdrawal_that_is_gone_or_copied_and_a_register_that_was_changed_are_told() {
    let office = issued();
    crate::withdrawal::withdraw(office.path(), 3, date(2025, 11, 5)).expect("withdrawn");
    assert_eq!(tongbao(&["issued", words(&office)], &[]).0, 0);
    let gone = told(office.path(), |office| take(office.join(RECORD)));
    line(&gone, RECORD, "已不在");
    let other = RECORD.replace("2025-3", "2025-4");
    let copied = told(office.path(), |office| {
        fs::copy(office.join(RECORD), office.join(&other)).expect("copied");
    });
    line(&copied, &other, &format!("应在 {RECORD}"));
    let register = ".tongbao/issued.json";
    let changed = told(office.path(), |office| {
        let text = fs::read_to_string(office.join(register)).expect("a register");
        fs::write(office.join(register), text.replace("\"number\": 3", "\"number\": 4")).expect("changed");
    });
    line(&changed, register, "哈希不符");
}

#[test]
fn the_number_of_a_lost_issue_is_not_given_again() {
    let office = issued();
    take(office.path().join(KEPT));
    take(office.path().join(THIRD));
    for (quarter, number) in [(Quarter::Third, 4), (Quarter::Second, 3)] {
        let again = run(office.path(), quarter, date(2025, 11, 3), Some(number));
        assert!(matches!(again, Err(RunError::Issue(IssueError::SnapshotMissing { .. }))), "{again:?}");
    }
    // Drafts are made as before.
    draft(office.path(), Quarter::Second, date(2025, 11, 3));
}

#[test]
fn while_the_register_cannot_be_trusted_nothing_is_issued_or_withdrawn_and_drafts_tell_it() {
    let office = issued();
    let register = office.path().join(REGISTER);
    let sound = fs::read_to_string(&register).expect("a register");
    // What is gone might have had the number.
    take(office.path().join(KEPT));
    take(office.path().join(THIRD));
    for damaged in ["{", &sound.replace("\"number\": 3", "\"number\": 4")] {
        fs::write(&register, damaged).expect("damaged");
        let refused = run(office.path(), Quarter::Third, date(2025, 11, 3), Some(3));
        assert!(matches!(refused, Err(RunError::Issue(IssueError::Register { .. }))), "{refused:?}");
        let refused = crate::withdrawal::withdraw(office.path(), 3, date(2025, 11, 5));
        assert!(matches!(refused, Err(RunError::Issue(IssueError::Register { .. }))), "{refused:?}");
        let report = draft(office.path(), Quarter::Second, date(2025, 11, 3));
        let told: Vec<&str> = report.altered.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(told, [REGISTER]);
        assert_eq!(fs::read_to_string(&register).expect("a register"), damaged, "it is left as it is");
        let (_, told, _) = tongbao(&["rehearse", words(&office), "--period", "2025Q2", "--as-of", "2025-11-03"], &[]);
        assert!(told.contains("【登记损坏】"), "{told}");
    }
    fs::write(&register, sound).expect("restored");
    let report = draft(office.path(), Quarter::Second, date(2025, 11, 3));
    assert_eq!(report.altered.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), [KEPT], "the lost issue");
}

#[test]
fn a_copy_of_a_snapshot_is_no_issue() {
    let office = issued();
    copy(&office.path().join(KEPT), &office.path().join(".tongbao/issued/kailu-2024/备份"));
    let (code, ..) = tongbao(&["trace", words(&office), "--issue", "3", "--figure", "报送率 全县"], &[]);
    assert_eq!(code, 0, "the number is that of one issue");
    draft(office.path(), Quarter::Third, date(2025, 11, 3));
    assert!(office.path().join("bulletins/2025Q3/quarterly-草稿").exists());
}
