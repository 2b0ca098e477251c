//! What `check` says of the history that it compares with, and `history` of a return that has not come yet.

use std::fs;
use std::path::{Path, PathBuf};

use crate::office::rewritten;
use crate::whole::{tongbao, workspace};

/// A return of the third quarter.
fn some_return(office: &Path) -> PathBuf {
    let entries = walkdir::WalkDir::new(office.join("inbox/2025Q3/开鲁报送/开鲁县示例医院")).sort_by_file_name();
    let mut files = entries.into_iter().map(|entry| entry.expect("an entry").into_path());
    files.find(|path| path.extension().is_some_and(|extension| extension == "xlsx")).expect("a return")
}

/// What `check` says of the history that it has.
#[track_caller]
fn told(office: &Path, file: &Path, as_of: &str) -> String {
    let [office, file] = [office, file].map(|path| path.to_str().expect("UTF-8"));
    let (code, out, error) = tongbao(&["check", file, "--workspace", office, "--as-of", as_of], &[]);
    assert!(code == 0 || code == 3, "{code}: {error}");
    out.lines().find(|line| line.starts_with("与以前各期、其他报表比较的规则无法核对：")).unwrap_or_default().to_owned()
}

#[track_caller]
fn run(office: &Path, as_of: &str) {
    let office = office.to_str().expect("UTF-8");
    let (code, _, error) = tongbao(&["run", office, "--period", "2025Q3", "--as-of", as_of, "--no-verify"], &[]);
    assert!(code == 0 || code == 3, "{code}: {error}");
}

#[test]
fn why_there_is_no_history_to_compare_with_is_told_as_it_is() {
    let office = workspace("kailu");
    let office = office.path();
    let file = some_return(office);
    assert!(told(office, &file, "2025-10-20").contains("还没有存下任何报表"));
    run(office, "2025-10-20");
    assert_eq!(told(office, &file, "2025-10-20"), "");
    assert!(told(office, &file, "2024-01-01").contains("报出日期都晚于数据截止日"));
    let registry = office.join("registry.xlsx");
    let bytes = fs::read(&registry).expect("the registry");
    let changed = rewritten(&bytes, |part, xml| (part == "xl/sharedStrings.xml").then(|| xml.replace("示例联系人", "联系人甲")));
    fs::write(&registry, changed).expect("written");
    assert!(told(office, &file, "2025-10-20").contains("名录、方案的表式或程序有改动"));
    fs::write(office.join(".tongbao/files.json"), "{").expect("written");
    assert!(told(office, &file, "2025-10-20").contains("已损坏"));
    run(office, "2025-10-20");
    assert_eq!(told(office, &file, "2025-10-20"), "");
}

#[test]
fn a_file_that_is_asked_about_is_told_of_on_a_day_before_its_period_has_ended() {
    let office = workspace("kailu");
    let file = some_return(office.path());
    let [path, office] = [&file, office.path()].map(|path| path.to_str().expect("UTF-8"));
    let (code, out, error) = tongbao(&["check", path, "--workspace", office, "--as-of", "2025-08-01"], &[]);
    assert_eq!(code, 3, "{error}");
    assert!(out.contains("W10") && out.contains("共 1 个文件：拒收 1"), "{out}");
}

#[test]
fn a_return_that_is_dated_later_has_not_come_and_was_not_superseded() {
    let office = workspace("kailu");
    let path = office.path().to_str().expect("UTF-8");
    let of = |as_of: &str| {
        let (code, out, error) = tongbao(&["history", "开鲁县示例医院", path, "--period", "2025Q3", "--as-of", as_of], &[]);
        assert_eq!(code, 0, "{error}");
        out
    };
    let (then, now) = (of("2025-10-01"), of("2025-10-20"));
    assert!(then.contains("报出日期晚于数据截止日，视为尚未报出") && !then.contains("有更新的报表"), "{then}");
    assert!(!now.contains("视为尚未报出"), "{now}");
}
