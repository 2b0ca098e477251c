//! What the author of a pack is given: the page of all keys, schemas, a draft to begin with, comparisons; and packs of a workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const SOURCES: &str = env!("CARGO_MANIFEST_DIR");

#[track_caller]
fn tongbao(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tongbao"));
    for variable in ["LANGUAGE", "LC_ALL", "LC_MESSAGES"] {
        command.env_remove(variable);
    }
    command.env("TONGBAO_TEMPLATES", templates()).env("LANG", "en_US.UTF-8").args(arguments);
    command.output().expect("the binary runs")
}

fn templates() -> PathBuf {
    Path::new(SOURCES).join("report_templates")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

#[track_caller]
fn ends_with(code: i32, output: &Output) {
    assert_eq!(output.status.code(), Some(code), "{}\n{}", text(&output.stdout), text(&output.stderr));
}

/// Holds a file that is shipped against what the program makes; with `UPDATE_REFERENCE=1` it is written.
#[track_caller]
fn is_current(path: &Path, expected: &str) {
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, expected).expect("a file");
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(found == expected, "{} is not current: UPDATE_REFERENCE=1 writes it", path.display());
}

#[test]
fn the_page_of_all_keys_is_current() {
    let output = tongbao(&["plan", "reference"]);
    ends_with(0, &output);
    is_current(&Path::new(SOURCES).join("docs/packs.md"), text(&output.stdout));
}

#[test]
fn the_schemas_are_current() {
    let scratch = tempfile::tempdir().expect("scratch folder");
    let output = tongbao(&["plan", "reference", "--schemas", scratch.path().to_str().expect("UTF-8")]);
    ends_with(0, &output);
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("a file").file_name().into_string().expect("UTF-8");
    let mut names: Vec<String> = fs::read_dir(scratch.path()).expect("a folder").map(name).collect();
    names.sort();
    assert_eq!(
        names,
        ["form", "indicators", "items", "plan", "rules", "scoring", "shared-indicators", "shared-scoring", "tests"]
            .map(|stem| format!("{stem}.schema.json"))
    );
    for name in names {
        let made = fs::read_to_string(scratch.path().join(&name)).expect("a schema");
        is_current(&templates().join("schema").join(&name), &made);
    }
}

/// An office without returns.
fn office() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("scratch folder");
    fs::write(folder.path().join("tongbao.toml"), "plans = [\"kailu-2024\"]\noffice = \"县医改办\"\n").expect("settings");
    let path = folder.path().to_str().expect("UTF-8").to_owned();
    (folder, path)
}

#[test]
fn a_draft_passes_the_check_and_covers_its_catalogue() {
    let (folder, path) = office();
    let catalogue = templates().join("jining-2023/catalogue.csv");
    let catalogue = catalogue.to_str().expect("UTF-8");
    let new = ["plan", "new", "neu-2030", "--catalogue", catalogue, "--like", "kailu-2024", "--workspace", &path];
    let output = tongbao(&new);
    ends_with(0, &output);
    let pack = folder.path().join("plans/neu-2030");
    let told = text(&output.stdout);
    assert!(told.starts_with(&format!("Drafted: {} (90 indicators, 143 tasks)\n", pack.display())), "{told}");
    // Facts about units and alliances are what is left.
    assert!(told.contains("\n6 rows of the catalogue are answered by no indicator and no task:\n"), "{told}");
    ends_with(0, &tongbao(&["plan", "check", "neu-2030", "--workspace", &path]));
    ends_with(0, &tongbao(&["plan", "check", pack.to_str().expect("UTF-8")]));
    let coverage = tongbao(&["plan", "coverage", "neu-2030", "--workspace", &path, "--catalogue", catalogue]);
    ends_with(0, &coverage);
    assert!(
        text(&coverage.stdout).ends_with("neu-2030: 239 rows, 0 open; 0 cited that no row has\n"),
        "{}",
        text(&coverage.stdout)
    );
    let left: Vec<_> =
        fs::read_dir(folder.path().join("plans")).expect("plans").map(|entry| entry.expect("entry").file_name()).collect();
    assert_eq!(left, ["neu-2030"], "nothing is left beside it");

    let before = fs::read(pack.join("plan.toml")).expect("a file");
    fs::write(pack.join("indicators.toml"), "mine").expect("a file");
    let again = tongbao(&new);
    ends_with(2, &again);
    assert!(text(&again.stderr).contains("is there already"), "{}", text(&again.stderr));
    assert_eq!(fs::read(pack.join("plan.toml")).expect("a file"), before);
    assert_eq!(fs::read_to_string(pack.join("indicators.toml")).expect("a file"), "mine");
    let shipped = tongbao(&["plan", "new", "kailu-2024", "--catalogue", catalogue, "--workspace", &path]);
    ends_with(2, &shipped);
    assert!(!folder.path().join("plans/kailu-2024").exists(), "it would change the shipped pack");
}

#[test]
fn a_draft_from_nothing_is_told() {
    let (folder, path) = office();
    let file = folder.path().join("few.csv");
    let header = "id,plan,clause,campaign,task_title,kind,item,measure,operator,target,unit,deadline,scope,responsible,note\n";
    let new = |rows: &str, id: &str| {
        fs::write(&file, format!("{header}{rows}")).expect("a file");
        tongbao(&["plan", "new", id, "--catalogue", file.to_str().expect("UTF-8"), "--workspace", &path])
    };
    for (rows, id, words) in [
        ("a:1,a,,,任务,ledger,,,,,,,,,\n", "neu", "has no quantitative row"),
        ("a:1,a,,,,ledger,,,,,,,,,\nb:1,b,,,,ledger,,,,,,,,,\n", "neu", "has no row of the plan `neu`"),
        ("a:1,a,,,,other,,,,,,,,,\n", "neu", "has 1 mistake"),
        ("a:1,a,,,任务,quantitative,率,,,,%,,city,,\n", "../neu", "cannot be the id of a pack"),
    ] {
        let output = new(rows, id);
        ends_with(2, &output);
        assert!(text(&output.stderr).contains(words), "{words}: {}", text(&output.stderr));
    }
    assert!(!folder.path().join("plans").exists());
}

#[test]
fn two_packs_are_compared() {
    let (folder, path) = office();
    let same = tongbao(&["plan", "diff", "kailu-2024", templates().join("kailu-2024").to_str().expect("UTF-8")]);
    ends_with(0, &same);
    assert_eq!(text(&same.stdout), "kailu-2024 and kailu-2024: no difference in meaning\n");
    let shipped = fs::read_to_string(templates().join("kailu-2024/plan.toml")).expect("a file");
    let own = folder.path().join("plans/kailu-2024/plan.toml");
    fs::create_dir_all(own.parent().expect("a folder")).expect("a folder");
    fs::write(own, shipped.replace("coverage-threshold = 80", "coverage-threshold = 75")).expect("a file");
    let shipped = templates().join("kailu-2024");
    let diff = ["plan", "diff", shipped.to_str().expect("UTF-8"), "kailu-2024", "--workspace", &path];
    let output = tongbao(&diff);
    ends_with(3, &output);
    let expected = "plan.toml\n  ~ coverage-threshold: 80 → 75\nkailu-2024 and kailu-2024: 1 difference\n";
    assert_eq!(text(&output.stdout), expected);
    let output = tongbao(&[&diff[..], &["--format", "json"]].concat());
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&report["differences"][0]["change"], &report["differences"][0]["after"]), (&"changed".into(), &"75".into()));
}

#[test]
fn every_command_reads_the_office_s_own_files_of_a_pack() {
    let (folder, path) = office();
    let rules = "[[rule]]\nid = \"OWN-1\"\nfamily = \"其中\"\nform = \"TB-H01\"\ncheck = \"门急诊人次 <= 总诊疗人次\"\n\
                 severity = \"error\"\nmessage = \"门急诊人次大于总诊疗人次\"\nhint = \"请核对\"\n";
    // Before the shipped ones, which the pack's own tests name.
    let shipped = include_str!("../../report_templates/kailu-2024/rules.toml");
    let rules = format!("{rules}{shipped}");
    let own = folder.path().join("plans/kailu-2024/rules.toml");
    fs::create_dir_all(own.parent().expect("a folder")).expect("a folder");
    fs::write(&own, &rules).expect("a file");
    let explained = tongbao(&["explain", "OWN-1", "--workspace", &path]);
    ends_with(0, &explained);
    assert!(text(&explained.stdout).contains("OWN-1"), "{}", text(&explained.stdout));
    ends_with(2, &tongbao(&["explain", "OWN-1"]));
    ends_with(0, &tongbao(&["plan", "check", "kailu-2024", "--workspace", &path]));
    fs::write(&own, rules.replacen("severity", "severety", 1)).expect("a file");
    let wrong = tongbao(&["plan", "check", "--workspace", &path]);
    ends_with(2, &wrong);
    assert!(text(&wrong.stdout).contains("plans/kailu-2024/rules.toml:6:1"), "{}", text(&wrong.stdout));
}
