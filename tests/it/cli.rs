//! The binary as a clerk, a cron line or a script meets it: exit code, stdout, stderr.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::support::{indicator, write_pack};

const SOURCES: &str = env!("CARGO_MANIFEST_DIR");

/// Runs the binary with its English words and the source tree's plan packs.
#[track_caller]
fn tongbao(arguments: &[&str]) -> Output {
    command(arguments).env("LANG", "en_US.UTF-8").output().expect("the binary runs")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tongbao"));
    for variable in ["LANGUAGE", "LC_ALL", "LC_MESSAGES"] {
        command.env_remove(variable);
    }
    command.env("TONGBAO_TEMPLATES", Path::new(SOURCES).join("report_templates")).args(arguments);
    command
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// An office of which one return has come, and a file that is none.
fn office() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("scratch folder");
    let sample = Path::new(SOURCES).join("sample_data/kailu");
    let settings =
        fs::read_to_string(sample.join("tongbao.toml")).expect("settings").replace("language = \"zh\"", "language = \"en\"");
    fs::write(folder.path().join("tongbao.toml"), settings).expect("settings");
    fs::copy(sample.join("registry.xlsx"), folder.path().join("registry.xlsx")).expect("registry");
    let inbox = folder.path().join("inbox");
    fs::create_dir(&inbox).expect("inbox");
    fs::copy(a_return(&sample.join("inbox/2025Q3/开鲁报送/开鲁县示例第八镇卫生院")), inbox.join("return.xlsx")).expect("return");
    fs::write(inbox.join("broken.xlsx"), b"not a workbook").expect("file");
    let path = folder.path().to_str().expect("UTF-8").to_owned();
    (folder, path)
}

fn a_return(folder: &Path) -> PathBuf {
    fs::read_dir(folder).expect("sample data").next().expect("a return").expect("readable").path()
}

/// Half way the system would end the program without a word.
#[cfg(target_os = "linux")]
#[test]
fn with_too_little_memory_nothing_is_begun_and_the_limit_is_told() {
    let (_folder, office) = office();
    let limited = |kib: &str, language: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -v \"$1\"; shift; exec \"$@\"", "sh", kib, env!("CARGO_BIN_EXE_tongbao"), "status", &office]);
        command.args(["--as-of", "2025-10-20", "--lang", language]);
        command.env("TONGBAO_TEMPLATES", Path::new(SOURCES).join("report_templates")).output().expect("the binary runs")
    };
    let refused = limited("409600", "zh");
    assert_eq!(refused.status.code(), Some(1));
    let told = text(&refused.stderr);
    assert!(told.starts_with("错误：内存的限额太低：程序至多可用 400 MiB 地址空间，至少要 768 MiB\n"), "{told}");
    assert!(told.contains("\n提示：请放宽限额（ulimit -v"), "{told}");
    assert!(!Path::new(&office).join(".tongbao").exists(), "nothing was read or written");
    let refused = limited("409600", "en");
    assert!(text(&refused.stderr).starts_with("error: the system grants 400 MiB of address space"), "{}", text(&refused.stderr));
    assert!(matches!(limited("unlimited", "en").status.code(), Some(0 | 3)));
}

#[test]
fn help_speaks_the_language_of_the_option_and_of_the_locale() {
    let english = tongbao(&["--help"]);
    assert!(text(&english.stdout).contains("\nUsage: tongbao [OPTIONS] <COMMAND>\n"), "{}", text(&english.stdout));
    let asked = tongbao(&["--help", "--lang", "zh"]);
    let located = command(&["--help"]).env("LANG", "zh_CN.UTF-8").output().expect("the binary runs");
    assert!(text(&asked.stdout).contains("\n用法：tongbao [选项] <命令>\n"), "{}", text(&asked.stdout));
    assert_eq!(asked.stdout, located.stdout);
    for output in [english, asked, located] {
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    }
}

#[test]
fn nothing_asked_shows_the_help_as_a_misuse() {
    let output = tongbao(&[]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    assert!(text(&output.stderr).contains("\nUsage: tongbao"), "{}", text(&output.stderr));
}

#[test]
fn a_folder_that_is_no_office_is_told_with_its_cause_and_a_hint() {
    for command in ["run", "status", "forms"] {
        let output = tongbao(&[command, "no-such-folder"]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
        let lines: Vec<_> = text(&output.stderr).lines().collect();
        assert_eq!(lines[0], format!("error: cannot read the settings `{}`", Path::new("no-such-folder/tongbao.toml").display()));
        assert!(lines[1].starts_with("  because "), "{lines:?}");
        assert_eq!(lines[2..], ["", "hint: name the office's folder: it holds tongbao.toml, registry.xlsx and inbox"]);
    }
}

#[test]
fn the_language_of_the_settings_comes_before_the_locale() {
    let folder = tempfile::tempdir().expect("scratch folder");
    let settings = "plans = ['no-such-pack']\noffice = '办公室'\nlanguage = 'zh'\n";
    fs::write(folder.path().join("tongbao.toml"), settings).expect("settings");
    let output = tongbao(&["run", folder.path().to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("错误："), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("\n提示：现有方案包："), "{}", text(&output.stderr));
}

#[test]
fn the_plan_packs_that_are_shipped_are_sound() {
    let output = tongbao(&["plan", "check"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{}", text(&output.stdout));
    assert!(text(&output.stdout).lines().all(|line| line.contains(": sound (")), "{}", text(&output.stdout));
}

#[test]
fn what_follows_from_items_is_listed_on_request() {
    let output = tongbao(&["plan", "check", "--verbose"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{}", text(&output.stdout));
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    let has = |words: &str| assert!(lines.contains(&words), "{words}: {lines:#?}");
    has("  Rules that follow from items: not asked for (`rules-from-items = true` in plan.toml)");
    has("  TB-K01 302  落实核心制度项数：0～18 项");
}

#[test]
fn two_packs_that_give_a_name_two_units_are_told_of_both() {
    let folder = tempfile::tempdir().expect("scratch folder");
    let templates = folder.path().join("packs");
    for (id, unit) in [("one", "人"), ("two", "万人")] {
        let share = indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", "");
        write_pack(&templates, &share, "", None);
        let pack = templates.join(id);
        fs::rename(templates.join("tiny"), &pack).expect("a pack of its own");
        let change = |file: &str, from: &str, to: &str| {
            let path = pack.join(file);
            let text = fs::read_to_string(&path).expect("a file of the pack");
            assert!(text.contains(from), "{file} lacks {from}");
            fs::write(path, text.replace(from, to)).expect("a file of the pack");
        };
        change("plan.toml", "id = \"tiny\"", &format!("id = \"{id}\""));
        change("forms/bureau.toml", "unit = \"人\"", &format!("unit = \"{unit}\""));
    }
    let output = tongbao(&["plan", "check", "--templates", templates.to_str().expect("UTF-8"), "--format", "json"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let told = |pack: usize| report["packs"][pack]["mistakes"].as_array().expect("mistakes").clone();
    assert_eq!(told(0).len(), 0, "the first has nothing beside it");
    let messages: Vec<String> = told(1).iter().map(|told| told["message"].as_str().unwrap_or_default().to_owned()).collect();
    assert!(messages[0].contains("表号`T-2`与one/forms/bureau.toml:3重复"), "{messages:?}");
    assert!(
        messages[1].contains("`常住人口`在one/forms/bureau.toml:14已有另一个意思：那里的计量单位是人，这里是万人"),
        "{messages:?}"
    );
}

#[test]
fn a_file_that_is_no_workbook_is_one_line() {
    let folder = tempfile::tempdir().expect("scratch folder");
    let file = folder.path().join("return.xlsx");
    fs::write(&file, b"not a workbook").expect("file");
    let path = file.to_str().expect("UTF-8");
    let output = tongbao(&["check", path]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(3), ""));
    let lines: Vec<_> = text(&output.stdout).lines().collect();
    assert!(lines[0].starts_with(&format!("{path}  拒收 F01  ")), "{lines:?}");
    assert_eq!(lines[1..], ["1 file: 1 rejected, 0 errors, 0 suspect, 0 to explain, 0 doubts, 0 notes"]);

    let output = tongbao(&["check", path, "--format", "json", "--quiet"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(3), ""));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["files"][0]["findings"][0]["code"], "F01");

    let report = folder.path().join("findings.xlsx");
    let output = tongbao(&["check", path, "--format", "xlsx", "--out", report.to_str().expect("UTF-8")]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(3), ""));
    assert!(fs::read(&report).expect("report").starts_with(b"PK"));
}

#[test]
fn a_report_is_not_written_over_the_office_s_files() {
    let (folder, path) = office();
    let (inbox, registry) = (folder.path().join("inbox/return.xlsx"), folder.path().join("registry.xlsx"));
    let before = [&inbox, &registry].map(|file| fs::read(file).expect("file"));
    let told = |arguments: &[&str], out: &Path| {
        let output = tongbao(&[arguments, &["--format", "json", "--out", out.to_str().expect("UTF-8")]].concat());
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""), "{arguments:?}");
        text(&output.stderr).to_owned()
    };
    let as_of = ["--as-of", "2025-10-31"];
    let returned = inbox.to_str().expect("UTF-8");
    assert!(told(&[&["check", returned][..], &as_of].concat(), &inbox).contains("because the command reads this file"));
    assert!(told(&[&["status", &path][..], &as_of].concat(), &registry).contains("one of the workspace's own files"));
    assert!(told(&[&["rehearse", &path][..], &as_of].concat(), &inbox).contains("it lies in the inbox"));
    let folder = folder.path().join("inbox");
    assert!(told(&["forms", &path], &folder).contains("it lies in the inbox"));
    assert_eq!([&inbox, &registry].map(|file| fs::read(file).expect("file")), before);
}

#[cfg(target_os = "linux")]
#[test]
fn files_whose_names_are_shown_alike_are_told_apart_in_every_run() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let (folder, path) = office();
    for name in [b"\xff.xlsx", b"\xfe.xlsx"] {
        fs::write(folder.path().join("inbox").join(OsStr::from_bytes(name)), name).expect("file");
    }
    for _ in 0..2 {
        let output = tongbao(&["run", &path, "--period", "2025Q3", "--as-of", "2025-10-31"]);
        let told = text(&output.stdout);
        assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
        assert!(told.contains("\n  \u{fffd}.xlsx  拒收") && told.contains("\n  \u{fffd}（2）.xlsx  拒收"), "{told}");
    }
}

#[test]
fn an_inbox_that_is_a_file_or_empty_is_told() {
    let (folder, path) = office();
    let run = || tongbao(&["run", &path, "--period", "2025Q3", "--as-of", "2025-10-31"]);
    let inbox = folder.path().join("inbox");
    for file in ["return.xlsx", "broken.xlsx"] {
        fs::remove_file(inbox.join(file)).expect("file");
    }
    let output = run();
    assert_eq!(output.status.code(), Some(3));
    let first = text(&output.stdout).lines().next().unwrap_or_default();
    assert!(first.starts_with("Mind: there is no file in the inbox. "), "{first}");
    fs::remove_dir(&inbox).expect("inbox");
    fs::write(&inbox, "no folder").expect("file");
    let output = run();
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
    assert!(text(&output.stderr).starts_with("error: cannot list the inbox `"), "{}", text(&output.stderr));
}

#[test]
fn status_tells_who_has_not_reported() {
    let (_folder, path) = office();
    let output = tongbao(&["status", &path, "--as-of", "2025-10-31", "--period", "2025Q3", "--format", "json"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(3), ""));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let count = |name: &str| report["total"][name].as_u64().expect("a count");
    assert_eq!(count("on_time") + count("late") + count("missing"), count("due"));
    assert_eq!(count("missing") + 1, count("due"));

    let output = tongbao(&["status", &path, "--as-of", "2025-10-31", "--period", "2025Q3"]);
    let lines = text(&output.stdout).lines().count();
    assert!(
        lines > 30 && text(&output.stdout).starts_with("Returns for 2025Q3 as of 2025-10-31, due by "),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn a_quiet_run_publishes_and_prints_nothing() {
    let (folder, path) = office();
    let output = tongbao(&["run", &path, "--period", "2025Q3", "--as-of", "2025-10-31", "--quiet"]);
    assert_eq!((output.status.code(), text(&output.stdout), text(&output.stderr)), (Some(3), "", ""));
    assert!(folder.path().join("bulletins/2025Q3/quarterly/run.json").is_file());
}

#[test]
fn a_unit_that_is_not_in_the_registry_is_a_misuse() {
    let (_folder, path) = office();
    let output = tongbao(&["forms", &path, "--unit", "no-such-unit"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    let hint = "hint: give the unit's code as it stands in the registry's sheet 机构";
    assert_eq!(text(&output.stderr), format!("error: the registry has no unit `no-such-unit`\n\n{hint}\n"));
}

#[test]
fn deadlines_that_cannot_be_meant_are_told_with_their_lines() {
    let (folder, path) = office();
    let settings = folder.path().join("tongbao.toml");
    let written = fs::read_to_string(&settings).expect("settings");
    let before = written.lines().count();
    let more =
        "[[deadline]]\nunit = \"no-such-unit\"\ndays = 20\n[[deadline]]\nform = \"TB-H1\"\ndays = 20\n[[deadline]]\ndays = 3\n";
    fs::write(&settings, format!("{written}{more}")).expect("settings");
    let output = tongbao(&["status", &path, "--as-of", "2025-10-31"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    let told = text(&output.stderr);
    for (line, words) in [(1, "no-such-unit"), (4, "相近的有：TB-H01"), (7, "没有写明单位")] {
        let line = format!("tongbao.toml 第{}行 [[deadline]]：", before + line);
        assert!(told.lines().any(|told| told.starts_with(&line) && told.contains(words)), "{line} {words}: {told}");
    }
}
