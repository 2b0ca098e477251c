//! Whole runs over the committed sample: same input, same bytes; a number is one number in every medium; nothing half-written.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use tempfile::TempDir;

const SOURCES: &str = env!("CARGO_MANIFEST_DIR");

/// A copy of a sample workspace as it stood in October 2025: without the last quarter's returns, and without what an earlier run left.
pub(crate) fn workspace(name: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("scratch folder");
    let sample = Path::new(SOURCES).join("sample_data").join(name);
    for file in ["tongbao.toml", "registry.xlsx"] {
        fs::copy(sample.join(file), folder.path().join(file)).expect("sample");
    }
    copy(&sample.join("inbox"), &folder.path().join("inbox"));
    fs::remove_dir_all(folder.path().join("inbox/2025Q4")).expect("the last quarter");
    folder
}

/// A copy of a sample workspace after the year's end, with everything that the office keeps.
pub(crate) fn workspace_of_the_year(name: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("scratch folder");
    copy(&Path::new(SOURCES).join("sample_data").join(name), folder.path());
    for left in ["bulletins", ".tongbao"] {
        let _ = fs::remove_dir_all(folder.path().join(left));
    }
    folder
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folder");
    for entry in fs::read_dir(from).expect("sample") {
        let path = entry.expect("entry").path();
        let target = to.join(path.file_name().expect("name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copy");
        }
    }
}

/// Runs the binary; the exit code and what it said.
#[track_caller]
pub(crate) fn tongbao(arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_tongbao"))
        .args(arguments)
        .env("TONGBAO_TEMPLATES", Path::new(SOURCES).join("report_templates"))
        .env("LANG", "zh_CN.UTF-8")
        .envs(environment.iter().copied())
        .output()
        .expect("the binary runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

#[track_caller]
fn run(folder: &Path, more: &[&str]) -> (i32, String, String) {
    let mut arguments = vec!["run", folder.to_str().expect("UTF-8"), "--period", "2025Q3", "--as-of", "2025-10-20"];
    arguments.extend(more);
    tongbao(&arguments, &[])
}

/// Relative path → bytes of everything below a folder.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("published") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.insert(path.strip_prefix(folder).expect("below").to_owned(), fs::read(&path).expect("readable"));
            }
        }
    }
    files
}

#[track_caller]
fn assert_same(one: &BTreeMap<PathBuf, Vec<u8>>, other: &BTreeMap<PathBuf, Vec<u8>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, bytes) in one {
        assert!(bytes == &other[path], "{} differs", path.display());
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (first, second) = (workspace("kailu"), workspace("kailu"));
    let published = |folder: &TempDir| contents(&folder.path().join("bulletins/2025Q3/quarterly"));
    assert_eq!(run(first.path(), &["--threads", "1"]).0, 3);
    let once = published(&first);
    assert!(once.len() >= 6, "area and alliance in both formats, list and manifest: {:?}", once.keys());
    // From the store, with more threads.
    let (code, out, _) = run(first.path(), &["--threads", "8"]);
    assert_eq!(code, 3, "{out}");
    assert_same(&once, &published(&first));
    // Elsewhere, with every file under another name, so that the order in which they are found is another.
    let inbox = second.path().join("inbox");
    let files = contents(&inbox);
    let renamed = second.path().join("renamed");
    for (number, (path, bytes)) in files.into_iter().enumerate() {
        let extension = path.extension().unwrap_or_default().to_str().expect("UTF-8").to_owned();
        let folder = renamed.join(format!("{:03}", 999 - number));
        fs::create_dir_all(&folder).expect("folder");
        fs::write(folder.join(format!("x.{extension}")), bytes).expect("file");
    }
    fs::remove_dir_all(&inbox).expect("inbox");
    fs::rename(&renamed, &inbox).expect("inbox");
    assert_eq!(run(second.path(), &[]).0, 3);
    let elsewhere = published(&second);
    // Figures do not depend on names; only what names files may differ: sources, findings, manifest.
    let pdf = Path::new("医联体");
    let alliance = |files: &BTreeMap<PathBuf, Vec<u8>>| {
        files
            .iter()
            .find(|(path, _)| path.starts_with(pdf) && path.extension().is_some_and(|e| e == "pdf"))
            .expect("a PDF")
            .1
            .clone()
    };
    assert!(alliance(&once) == alliance(&elsewhere), "a PDF depends on the names of the returns");
}

#[test]
fn what_somebody_else_has_put_in_the_way_stays_and_is_told() {
    let office = workspace("kailu");
    let place = office.path().join("bulletins/2025Q3/quarterly");
    fs::create_dir_all(place.parent().expect("a folder")).expect("made");
    fs::write(&place, "own").expect("a file in the folder's place");
    let (code, _, told) = run(office.path(), &[]);
    assert!(code == 3 && told.contains("quarterly（原有）"), "{code} {told}");
    assert_eq!(fs::read(place.with_file_name("quarterly（原有）")).expect("it stays"), b"own");
    fs::write(place.join("批注.pdf"), "own").expect("a note");
    let before = contents(&place);
    fs::write(place.join("run.json"), "\n").expect("damaged");
    let (code, _, told) = run(office.path(), &[]);
    assert!(code == 3 && told.contains("1 个文件分不清") && !told.contains("（原有）"), "{code} {told}");
    assert_same(&before, &contents(&place));
}

#[test]
fn a_past_night_gives_its_figures_whatever_has_come_since() {
    let (then, now) = (workspace_of_the_year("kailu"), workspace_of_the_year("kailu"));
    fs::remove_dir_all(then.path().join("inbox/2025Q4")).expect("the last quarter");
    assert_eq!(run(then.path(), &[]).0, 3);
    let published = |folder: &TempDir| contents(&folder.path().join("bulletins/2025Q3"));
    let that_night = published(&then);
    // The year's end first: its store must not be cut to the past night, nor the night know of the year.
    let year = ["run", now.path().to_str().expect("UTF-8"), "--period", "2025Q4", "--as-of", "2026-01-20"];
    assert_eq!(tongbao(&year, &[]).0, 3);
    let (code, out, _) = run(now.path(), &[]);
    assert_eq!(code, 3, "{out}");
    assert!(out.contains("数据截至日以后报出"), "{out}");
    assert_same(&that_night, &published(&now));
    let stored = fs::read_dir(now.path().join(".tongbao/facts")).expect("a store");
    let mut names = stored.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"));
    assert!(names.any(|name| name.starts_with("2025Q4-")));
}

#[test]
fn a_second_run_reads_nothing_anew_and_a_changed_file_alone_is_read() {
    let folder = workspace("kailu");
    let json = |folder: &TempDir| -> serde_json::Value {
        let (_, out, err) = run(folder.path(), &["--format", "json"]);
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"))
    };
    let first = json(&folder);
    let found = first["files"]["found"].as_u64().expect("a count");
    assert_eq!(first["files"]["read"].as_u64(), Some(found));
    let second = json(&folder);
    // Files whose plausibility depends on the day are read each time; there are few.
    let anew = second["files"]["read"].as_u64().expect("a count");
    assert!(anew < 10, "{anew} of {found} files were read again");
    fs::copy(folder.path().join("registry.xlsx"), folder.path().join("inbox/not-a-return.xlsx")).expect("copy");
    let third = json(&folder);
    assert_eq!(third["files"]["read"].as_u64(), Some(anew + 1));
}

#[test]
fn what_is_broken_in_the_office_publishes_nothing_and_leaves_the_last_bulletin() {
    let folder = workspace("kailu");
    assert_eq!(run(folder.path(), &[]).0, 3);
    let quarterly = folder.path().join("bulletins/2025Q3/quarterly");
    let before = contents(&quarterly);
    fs::write(folder.path().join("registry.xlsx"), b"PK\x03\x04 cut off").expect("registry");
    let (code, out, err) = run(folder.path(), &[]);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("registry.xlsx"), "{err}");
    assert_same(&before, &contents(&quarterly));
}

#[test]
fn every_number_of_a_table_stands_in_the_workbook_as_on_the_page() {
    let folder = workspace("kailu");
    assert_eq!(run(folder.path(), &[]).0, 3);
    let quarterly = folder.path().join("bulletins/2025Q3/quarterly");
    let Some(page) = pdf_text(&quarterly.join("全县.pdf")) else { return };
    let page: String = page.chars().filter(|character| !character.is_whitespace()).collect();
    let mut workbook: Xlsx<_> = calamine::open_workbook(quarterly.join("全县.xlsx")).expect("a workbook");
    let sheet = workbook.sheet_names().into_iter().find(|name| name.contains("指标完成情况")).expect("the table of indicators");
    let range = workbook.worksheet_range(&sheet).expect("the sheet");
    let mut numbers = 0;
    for row in range.rows().filter(|row| matches!(row.first(), Some(Data::String(text)) if text.parse::<u32>().is_ok())) {
        let Some(Data::Float(value)) = row.get(5) else { continue };
        let name: String = row[1].to_string().chars().filter(|character| !character.is_whitespace()).collect();
        // The page shows the same digits, with thousands separators and at most four decimals.
        let shown = (0..=4).map(|decimals| tongbao_document::figure::format_decimal(*value, decimals, false));
        let same: Vec<String> =
            shown.filter(|text| text.replace(',', "").parse::<f64>().is_ok_and(|back| (back - value).abs() < 1e-9)).collect();
        assert!(same.iter().any(|text| page.contains(text.as_str())), "{name}: {value} is not on the page");
        numbers += 1;
    }
    assert!(numbers > 20, "only {numbers} values were compared");
}

/// The text of a PDF; nothing if poppler is not there, which CI does not allow.
pub(crate) fn pdf_text(path: &Path) -> Option<String> {
    match Command::new("pdftotext").arg("-layout").arg(path).arg("-").output() {
        Ok(output) => Some(String::from_utf8(output.stdout).expect("UTF-8")),
        Err(_) if std::env::var_os("TONGBAO_REQUIRE_CHECKERS").is_none() => None,
        Err(error) => panic!("pdftotext: {error}"),
    }
}

#[test]
fn a_folder_that_cannot_be_written_fails_without_a_trace() {
    let folder = workspace("kailu");
    // A file stands where the folder of bulletins should be.
    fs::write(folder.path().join("bulletins"), b"in the way").expect("file");
    let (code, out, err) = run(folder.path(), &[]);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("bulletins"), "{err}");
    assert_eq!(fs::read(folder.path().join("bulletins")).expect("file"), b"in the way");
}

#[test]
fn a_run_that_is_killed_leaves_the_last_bulletin_and_the_next_one_finishes() {
    let folder = workspace("kailu");
    assert_eq!(run(folder.path(), &[]).0, 3);
    let quarterly = folder.path().join("bulletins/2025Q3/quarterly");
    let before = contents(&quarterly);
    for milliseconds in [1, 30, 80, 150, 250, 400] {
        // Everything has to be read anew, so that the kill falls into different stages.
        fs::remove_dir_all(folder.path().join(".tongbao")).expect("the store");
        let mut child = Command::new(env!("CARGO_BIN_EXE_tongbao"))
            .args(["run", "--period", "2025Q3", "--as-of", "2025-10-20", "--quiet"])
            .arg(folder.path())
            .env("TONGBAO_TEMPLATES", Path::new(SOURCES).join("report_templates"))
            .spawn()
            .expect("the binary runs");
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        child.kill().expect("killed, or already done");
        child.wait().expect("ended");
        if quarterly.exists() {
            assert_same(&before, &contents(&quarterly));
        }
        fs::create_dir_all(folder.path().join(".tongbao")).expect("the store");
    }
    assert_eq!(run(folder.path(), &[]).0, 3);
    assert_same(&before, &contents(&quarterly));
    let left: Vec<_> = fs::read_dir(quarterly.parent().expect("a folder"))
        .expect("readable")
        .map(|entry| entry.expect("entry").file_name())
        .collect();
    assert_eq!(left, ["quarterly"], "scratch folders are left");
}

#[test]
fn two_runs_at_once_do_not_write_into_each_other() {
    let folder = workspace("kailu");
    fs::create_dir_all(folder.path().join(".tongbao")).expect("the store");
    let lock = fs::File::create(folder.path().join(".tongbao/lock")).expect("the lock");
    lock.lock().expect("the lock");
    let (code, out, err) = run(folder.path(), &["--wait", "0"]);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("另有命令正在写") && err.contains("--wait"), "{err}");
    assert!(!folder.path().join("bulletins").exists());
    drop(lock);
    assert_eq!(run(folder.path(), &[]).0, 3);
}

#[test]
fn who_only_reads_neither_waits_nor_writes() {
    let folder = workspace("kailu");
    assert_eq!(run(folder.path(), &["--final", "--number", "3", "--force", "--reason", "须用"]).0, 3);
    let path = folder.path().to_str().expect("UTF-8");
    // A return comes that the store does not know.
    fs::remove_file(folder.path().join("inbox/2025Q3/乡镇/六镇卫生院.xlsx")).expect("removed");
    let lock = fs::File::options().write(true).open(folder.path().join(".tongbao/lock")).expect("the lock");
    lock.lock().expect("the lock");
    let before = contents(folder.path());
    let (bulletins, registry) = (folder.path().join("bulletins"), folder.path().join("registry.xlsx"));
    let readers: [&[&str]; 8] = [
        &["status", path, "--period", "2025Q3", "--as-of", "2025-10-20"],
        &["history", "开鲁县示例第六镇卫生院", path, "--period", "2025Q3", "--as-of", "2025-10-20"],
        &["rehearse", path, "--period", "2025Q3", "--as-of", "2025-10-20"],
        &["issued", path],
        &["trace", path, "--issue", "3", "--figure", "报送率 全县"],
        &["verify", bulletins.to_str().expect("UTF-8")],
        &["explain", "F05", "--workspace", path],
        &["check", registry.to_str().expect("UTF-8"), "--workspace", path],
    ];
    for arguments in readers {
        let (code, out, err) = tongbao(arguments, &[]);
        assert!((code == 0 || code == 3) && !out.is_empty(), "{arguments:?}: {code} {err}");
    }
    let (_, told, _) = tongbao(readers[1], &[]);
    assert!(told.contains("已被覆盖或删除"), "what no run has moved to the history yet is told: {told}");
    assert_same(&before, &contents(folder.path()));
}

#[test]
fn a_run_waits_for_another_and_says_for_whom() {
    let folder = workspace("kailu");
    fs::create_dir_all(folder.path().join(".tongbao")).expect("the store");
    let mut lock = fs::File::create(folder.path().join(".tongbao/lock")).expect("the lock");
    lock.lock().expect("the lock");
    lock.write_all(br#"{"process":4711,"command":"forms","since":"2025-10-20T02:00:05"}"#).expect("named");
    let (code, _, err) = run(folder.path(), &["--wait", "1"]);
    assert_eq!(code, 1, "{err}");
    let holder = "tongbao forms，进程 4711，2025-10-20 02:00:05 开始";
    assert!(err.contains(&format!("等它结束（最多 1 秒）：{holder}")), "{err}");
    assert!(err.contains(&format!("已等 1 秒：{holder}")), "{err}");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| run(folder.path(), &[]));
        std::thread::sleep(std::time::Duration::from_millis(500));
        drop(lock);
        assert_eq!(waiting.join().expect("ended").0, 3);
    });
}

/// Where a program's output cannot be written.
#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_shown_does_not_undo_the_bulletin() {
    let folder = workspace("kailu");
    let code = |arguments: &[&str]| {
        let full = fs::File::options().write(true).open("/dev/full").expect("a full disk");
        let mut command = Command::new(env!("CARGO_BIN_EXE_tongbao"));
        command.args(arguments).arg(folder.path()).args(["--period", "2025Q3", "--as-of", "2025-10-20"]).stdout(full);
        let outcome = command.env("TONGBAO_TEMPLATES", Path::new(SOURCES).join("report_templates")).output().expect("runs");
        let told = String::from_utf8_lossy(&outcome.stderr).into_owned();
        assert!(told.contains("标准输出写不进去"), "{told}");
        outcome.status.code()
    };
    assert_eq!(code(&["run"]), Some(3), "published, and there is something to look into");
    assert!(folder.path().join("bulletins/2025Q3/quarterly/全县.pdf").exists());
    assert_eq!(code(&["status"]), Some(1), "of a command that only tells nothing is left");
}

#[test]
fn a_period_that_has_not_ended_accuses_nobody() {
    let folder = workspace("kailu");
    let path = folder.path().to_str().expect("UTF-8");
    for period in ["2025Q4", "2019Q1"] {
        let (code, out, err) = tongbao(&["run", path, "--period", period, "--as-of", "2025-10-20"], &[]);
        assert_eq!((code, out.as_str()), (2, ""), "{period}: {err}");
        assert!(err.contains(period), "{err}");
    }
    // Outside the plan's years nobody is chased or asked either.
    for command in ["run", "status", "forms"] {
        for period in ["2023Q4", "2026Q1"] {
            let (code, _, err) = tongbao(&[command, path, "--period", period, "--as-of", "2026-10-20"], &[]);
            assert_eq!(code, 2, "{command} {period}: {err}");
            assert!(err.contains("规划期"), "{err}");
        }
    }
    assert!(!folder.path().join("bulletins").exists() && !folder.path().join("forms").exists());
}
