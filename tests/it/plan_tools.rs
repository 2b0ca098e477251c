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

/// The catalogue of Jining as that of another plan.
fn catalogue_of(plan: &str, folder: &TempDir) -> String {
    let shipped = fs::read_to_string(templates().join("jining-2023/catalogue.csv")).expect("a catalogue");
    let path = folder.path().join("目录.csv");
    fs::write(&path, shipped.replace("jining-2023", plan)).expect("a file");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn a_draft_passes_the_check_and_covers_its_catalogue() {
    let (folder, path) = office();
    let catalogue = catalogue_of("neu-2030", &folder);
    let catalogue = catalogue.as_str();
    let new = ["plan", "new", "neu-2030", "--catalogue", catalogue, "--like", "kailu-2024", "--workspace", &path];
    let output = tongbao(&new);
    ends_with(0, &output);
    let pack = folder.path().join("plans/neu-2030");
    let told = text(&output.stdout);
    assert!(told.starts_with(&format!("Drafted: {} (90 indicators, 143 tasks)\n", pack.display())), "{told}");
    let next = "\nTo use it, have this line in tongbao.toml: plans = [\"kailu-2024\", \"neu-2030\"]\n";
    assert!(told.ends_with(next), "{told}");
    let drafted = fs::read_to_string(pack.join("plan.toml")).expect("a file");
    assert!(drafted.lines().any(|line| line == "rules-from-items = true"), "{drafted}");
    // Facts about units and alliances are what is left.
    assert!(told.contains("\n6 rows of the catalogue are answered by no indicator and no task:\n"), "{told}");
    assert!(told.contains("\n2 of the indicators are ones that packs share;"), "{told}");
    for asked in [&["neu-2030", "--workspace", &path][..], &[pack.to_str().expect("UTF-8")]] {
        let checked = tongbao(&[&["plan", "check"][..], asked].concat());
        ends_with(3, &checked);
        let told = text(&checked.stdout);
        assert!(
            told.starts_with("neu-2030: sound (") && told.contains(" places are to be filled in before anything is issued:\n"),
            "{told}"
        );
        assert!(told.contains("plans/neu-2030/plan.toml:") && told.contains("待填：〔方案名称〕\n"), "{told}");
    }
    let coverage = tongbao(&["plan", "coverage", "neu-2030", "--workspace", &path]);
    ends_with(0, &coverage);
    let kept = fs::read(pack.join("catalogue.csv")).expect("the catalogue lies in the pack");
    assert!(kept == fs::read(catalogue).expect("a catalogue"), "as it was given");
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
        ("neu:1,neu,,,任务,ledger,,,,,,,,,\n", "neu", "has no quantitative row"),
        ("a:1,a,,,任务,quantitative,率,,,,%,,city,,\n", "neu", "has no row of the plan `neu`"),
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
fn a_draft_that_its_author_has_told_everything_is_ready_to_be_issued() {
    let (folder, path) = office();
    fs::write(folder.path().join("tongbao.toml"), "plans = [\"neu-2020\"]\noffice = \"云岭县卫健委\"\n").expect("settings");
    let header = "id,plan,clause,campaign,task_title,kind,item,measure,operator,target,unit,deadline,scope,responsible,note\n";
    let rows = "neu-2020:1#1,neu-2020,1,体系,任务,quantitative,药占比,药品收入/医疗收入,≤,30,%,2022,hospital,,\n\
                old-2020:1#1,old-2020,1,体系,任务,quantitative,药占比,药品收入/医疗收入,≤,30,%,2022,hospital,,\n";
    let file = folder.path().join("few.csv");
    fs::write(&file, format!("{header}{rows}")).expect("a file");
    let file = file.to_str().expect("UTF-8");
    let names = ["--title", "云岭县医改实施方案", "--issuer", "云岭县卫健委", "--area-code", "990101", "--area-name", "云岭县"];
    let asked = ["plan", "new", "neu-2020", "--catalogue", file, "--workspace", &path];
    let output = tongbao(&[&asked[..], &names].concat());
    ends_with(0, &output);
    let told = text(&output.stdout);
    assert!(told.contains("\n1 row of another plan is in the catalogue and not in the draft\n"), "{told}");
    assert!(!told.contains("to be filled in before") && !told.contains("plans = ["), "listed once already: {told}");
    let drafted = fs::read_to_string(folder.path().join("plans/neu-2020/indicators.toml")).expect("a file");
    assert!(drafted.contains("\nbetter = \"lower\"\n") && drafted.contains("\nop = \"<=\"\nvalue = 30\n"), "{drafted}");
    ends_with(0, &tongbao(&["plan", "check", "neu-2020", "--workspace", &path]));
    let wrong = tongbao(&["plan", "new", "neu-2021", "--catalogue", file, "--area-code", "99010"]);
    ends_with(2, &wrong);
    assert!(text(&wrong.stderr).contains("hint: a code of an area has six digits"), "{}", text(&wrong.stderr));
}

#[test]
fn an_operator_that_says_nothing_is_told_at_its_row_and_left_to_the_author() {
    let (folder, path) = office();
    let header = "id,plan,clause,campaign,task_title,kind,item,measure,operator,target,unit,deadline,scope,responsible,note\n";
    let row = "neu-2020:1#1,neu-2020,1,体系,任务,quantitative,药占比,药品收入/医疗收入,宜,30,%,2022,hospital,,\n";
    let file = folder.path().join("few.csv");
    fs::write(&file, format!("{header}{row}")).expect("a file");
    let output = tongbao(&["plan", "new", "neu-2020", "--catalogue", file.to_str().expect("UTF-8"), "--workspace", &path]);
    ends_with(0, &output);
    let told = text(&output.stdout);
    assert!(
        told.contains("\n1 row has an operator that says nothing;") && told.contains("\n2     neu-2020:1#1  药占比  宜\n"),
        "{told}"
    );
    let checked = tongbao(&["plan", "check", "neu-2020", "--workspace", &path]);
    ends_with(3, &checked);
    assert!(text(&checked.stdout).contains("待填：〔目录的 operator 写“宜”"), "{}", text(&checked.stdout));
}

#[test]
fn a_pack_that_is_listed_and_nowhere_is_a_mistake_of_the_settings() {
    let (folder, path) = office();
    fs::write(folder.path().join("tongbao.toml"), "plans = [\"kailu-2014\"]\noffice = \"县医改办\"\n").expect("settings");
    let output = tongbao(&["plan", "check", "--workspace", &path]);
    ends_with(2, &output);
    let told = text(&output.stdout);
    assert!(told.contains("tongbao.toml:1:10") && told.contains("没有方案包`kailu-2014`"), "{told}");
    ends_with(0, &tongbao(&["plan", "check", "kailu-2024", "--workspace", &path]));
}

#[test]
fn whoever_stands_in_a_pack_checks_that_one() {
    let (folder, _) = office();
    let pack = folder.path().join("plans/kailu-2024");
    fs::create_dir_all(&pack).expect("a folder");
    fs::copy(templates().join("kailu-2024/plan.toml"), pack.join("plan.toml")).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tongbao"));
    command.env("TONGBAO_TEMPLATES", templates()).env("LANG", "en_US.UTF-8").args(["plan", "check"]);
    let output = command.current_dir(&pack).output().expect("the binary runs");
    ends_with(0, &output);
    let told = text(&output.stdout);
    assert!(told.starts_with("kailu-2024: sound (") && !told.contains("jining-2023"), "{told}");
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
    // Without the shipped rules the shipped tests of them are told once, and are nobody's mistakes.
    let (alone, _) = rules.split_once(shipped).expect("the office's rule");
    fs::write(&own, alone).expect("a file");
    let checked = tongbao(&["plan", "check", "kailu-2024", "--workspace", &path]);
    ends_with(0, &checked);
    let told = text(&checked.stdout);
    assert!(told.lines().count() == 2 && told.contains("  note: ") && told.contains("shipped tests name what"), "{told}");
    let tested = tongbao(&["plan", "test", "kailu-2024", "--workspace", &path]);
    ends_with(0, &tested);
    let told = text(&tested.stdout);
    assert!(told.contains(" tests passed\nnote: ") && told.contains("\n  kailu-2024/tests.toml:"), "{told}");
    fs::write(&own, rules.replacen("severity", "severety", 1)).expect("a file");
    let wrong = tongbao(&["plan", "check", "--workspace", &path]);
    ends_with(2, &wrong);
    assert!(text(&wrong.stdout).contains("plans/kailu-2024/rules.toml:6:1"), "{}", text(&wrong.stdout));
}
