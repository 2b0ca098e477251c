//! `tongbao plan test` and `tongbao plan try`: of the shipped packs, and of a small one with mistakes.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{indicator, write_pack};
use crate::whole::tongbao;

/// A small pack beside the house style, in a folder of packs of its own.
fn small_pack() -> TempDir {
    let folder = tempfile::tempdir().expect("scratch folder");
    write_pack(folder.path(), &indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", ""), "", None);
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
    for shared in ["house", "fonts"] {
        #[cfg(unix)]
        std::os::unix::fs::symlink(sources.join(shared), folder.path().join(shared)).expect("a link");
    }
    folder
}

fn path(folder: &Path) -> String {
    folder.to_str().expect("UTF-8").to_owned()
}

#[test]
fn the_tests_of_the_shipped_packs_pass() {
    let (code, told, failed) = tongbao(&["plan", "test", "--lang", "zh"], &[]);
    assert_eq!(code, 0, "{told}{failed}");
    assert_eq!(told.lines().filter(|line| line.ends_with("项测试全部通过")).count(), 2, "{told}");
}

const TESTS: &str = r#"
[[test]]
name = "两家医院，分子分母各自相加"
period = "2025Q3"
[[test.unit]]
name = "甲院"
category = "医院"
values = { "诊疗人次" = 100, "手术人次" = 10 }
[[test.unit]]
category = "医院"
values = { "诊疗人次" = 300, "手术人次" = 10 }
[[test.expect]]
indicator = "手术占比"
value = 5
coverage = 100
[[test.expect]]
indicator = "手术占比"
of = "甲院"
value = 12
"#;

#[test]
fn a_test_that_fails_is_told_with_its_line_and_how_the_number_came_about() {
    let folder = small_pack();
    fs::write(folder.path().join("tiny/tests.toml"), TESTS).expect("tests");
    let templates = path(folder.path());
    let (code, told, _) = tongbao(&["plan", "test", "tiny", "--templates", &templates, "--lang", "zh"], &[]);
    assert_eq!(code, 2, "{told}");
    let expected = "\
tiny/tests.toml:2 两家医院，分子分母各自相加
  第16行 甲院 手术占比 数值：应为 12.0%，得到 10.0%
    公式：SUM(手术人次) * 100.0 / SUM(诊疗人次)
    计入1家，应有1家，另有0家不适用

tiny：1 项测试中有 1 项没有通过
";
    assert_eq!(told, expected);
    let (code, told, _) = tongbao(&["plan", "test", "tiny", "--templates", &templates, "--format", "json"], &[]);
    let report: Value = serde_json::from_str(&told).expect("JSON");
    let checks = report["packs"][0]["tests"][0]["checks"].as_array().expect("checks");
    assert_eq!((code, checks.len(), checks[2]["is_met"].as_bool()), (2, 3, Some(false)));
}

const PLACES: &str = r#"
[[test]]
name = "同类组按名称和代码写，丙县不在城区里"
period = "2025Q3"
[[test.unit]]
category = "医院"
county = "甲区"
values = { "诊疗人次" = 100, "手术人次" = 20 }
[[test.unit]]
category = "医院"
county = "990002"
values = { "诊疗人次" = 100, "手术人次" = 10 }
[[test.unit]]
category = "医院"
county = "丙县"
values = { "诊疗人次" = 100, "手术人次" = 30 }
[[test.expect]]
indicator = "手术占比"
of = "甲区"
value = 20
place = 1
[[test.expect]]
indicator = "手术占比"
of = "990002"
place = 2
"#;

#[test]
fn tests_and_trials_have_the_counties_that_peer_groups_name() {
    let folder = small_pack();
    let target = "[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 10\n";
    let indicators = indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", target);
    write_pack(folder.path(), &indicators, "", None);
    let plan = folder.path().join("tiny/plan.toml");
    let groups = "[[peer-group]]\nname = \"城区\"\ncounties = [\"甲区\", \"990002\"]\n";
    fs::write(&plan, fs::read_to_string(&plan).expect("plan") + groups).expect("peer groups");
    fs::write(folder.path().join("tiny/tests.toml"), PLACES).expect("tests");
    let templates = path(folder.path());
    let (code, told, failed) = tongbao(&["plan", "test", "tiny", "--templates", &templates, "--lang", "zh"], &[]);
    assert_eq!((code, told.as_str()), (0, "tiny：1 项测试全部通过\n"), "{failed}");
    let out = path(&folder.path().join("out"));
    let (code, told, failed) = tongbao(&["plan", "try", "tiny", "--templates", &templates, "--out", &out, "--lang", "zh"], &[]);
    assert_eq!(code, 0, "{told}{failed}");
    // Neither warned of as unknown, nor printed as a number.
    assert!(!told.contains("同类组"), "{told}");
    let units: Vec<String> = walkdir::WalkDir::new(Path::new(&out).join("inbox"))
        .into_iter()
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    for county in ["示例甲区医院", "示例县区990002医院"] {
        assert!(units.iter().any(|unit| unit.starts_with(county)), "{county}: {units:#?}");
    }
}

/// More operations than visits at the hospital, a bureau that counts nobody.
const KEPT_OUT: &str = r#"
[[test]]
name = "待说明、退回"
period = "2025Q3"
[[test.unit]]
name = "甲院"
category = "医院"
values = { "诊疗人次" = 10, "手术人次" = 20 }
[[test.unit]]
name = "乙局"
category = "卫健局"
values = { "常住人口" = 0 }
[[test.expect]]
indicator = "手术占比"
value = 200
[[test.expect]]
indicator = "人口"
value = 0
[[test.expect]]
indicator = "三甲手术"
value = 20
"#;

#[test]
fn a_test_that_fails_tells_what_keeps_returns_out_that_the_indicator_reads_and_a_condition_that_means_nobody() {
    let folder = small_pack();
    let count = "unit = \"人次\"\ndecimals = 0\nscopes = [\"area\"]";
    let indicators = indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", "")
        + &indicator("人口", "SUM(常住人口)", &count.replace("人次", "人"))
        + &indicator("三甲手术", "SUM(手术人次)", &format!("{count}\nwhere = \"等级 = '三级甲等'\""));
    let rule = |id: &str, form: &str, check: &str, severity: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\nfamily = \"表内\"\nform = \"{form}\"\ncheck = \"{check}\"\nseverity = \"{severity}\"\n\
             message = \"不对\"\nhint = \"请核对\"\n"
        )
    };
    let rules = rule("R-1", "医院表", "手术人次 <= 诊疗人次", "suspect") + &rule("R-2", "卫健局表", "常住人口 > 0", "error");
    write_pack(folder.path(), &indicators, &rules, None);
    fs::write(folder.path().join("tiny/tests.toml"), KEPT_OUT).expect("tests");
    let (code, told, _) = tongbao(&["plan", "test", "tiny", "--templates", &path(folder.path()), "--lang", "zh"], &[]);
    assert_eq!(code, 2, "{told}");
    let of = |indicator: &str| {
        let head = format!(" {indicator} 数值：");
        let lines = told.lines().skip_while(|line| !line.contains(&head)).skip(1);
        lines.take_while(|line| line.starts_with("    ")).collect::<Vec<_>>().join("\n")
    };
    let (share, people, of_none) = (of("手术占比"), of("人口"), of("三甲手术"));
    assert!(share.contains("甲院的《医院表》待说明，说明以前不计入：R-1 ") && !share.contains("乙局"), "{told}");
    assert!(people.contains("乙局的《卫健局表》被退回，不计入：R-2 ") && !people.contains("甲院"), "{told}");
    assert!(of_none.contains("where 没有选中测试里的任何单位：等级为“三级甲等”的单位"), "{told}");
    assert!(!share.contains("where") && !people.contains("where"), "{told}");
}

#[test]
fn a_mistake_in_the_tests_is_a_mistake_of_the_pack() {
    let folder = small_pack();
    let wrong = TESTS.replace("indicator = \"手术占比\"\nof", "indicator = \"手术占\"\nof");
    fs::write(folder.path().join("tiny/tests.toml"), wrong).expect("tests");
    let templates = path(folder.path());
    for command in ["check", "test"] {
        let asked = path(&folder.path().join("tiny"));
        let (code, told, _) = tongbao(&["plan", command, &asked, "--templates", &templates, "--lang", "zh"], &[]);
        assert_eq!(code, 2, "{command}: {told}");
        assert!(told.contains("tiny/tests.toml:17:13") && told.contains("没有指标`手术占`"), "{command}: {told}");
    }
}

#[test]
fn a_shipped_pack_is_tried_by_nothing_but_itself() {
    for (pack, bulletins, earlier) in [
        ("kailu-2024", "2024/year-end 2025Q1/quarterly 2025H1/half-year 2025/year-end", vec![2024]),
        ("jining-2023", "2023/year-end 2024/year-end 2025/year-end", vec![2023, 2024]),
    ] {
        let folder = tempfile::tempdir().expect("scratch folder");
        let out = path(&folder.path().join("try"));
        let (code, told, failed) = tongbao(&["plan", "try", pack, "--out", &out, "--format", "json"], &[]);
        let report: Value = serde_json::from_str(&told).unwrap_or_else(|error| panic!("{error}: {told}{failed}"));
        assert_eq!((code, report["failed"].as_array().map(Vec::len)), (0, Some(0)), "{told}");
        assert_eq!([&report["year"], &report["earlier_years"]], [&json!(2025), &json!(earlier)], "{pack}");
        for bulletin in bulletins.split(' ') {
            let below = Path::new(&out).join("bulletins").join(bulletin);
            let area = if pack == "kailu-2024" { "全县.pdf" } else { "全市.pdf" };
            assert!(below.join(area).is_file(), "{pack}: no {bulletin}");
        }
        assert_eq!(report["planted"].as_array().map(Vec::len), Some(3), "{told}");
        let odd = report["odd"].as_array().expect("a list");
        // Hardly any of the made returns breaks a rule; whoever wrote the rules is told of those that do.
        let sent_back = odd.iter().filter(|line| line.as_str().is_some_and(|line| line.contains("退回了"))).count();
        assert!(sent_back < 10, "{odd:#?}");
    }
}

#[test]
fn a_wording_that_fails_is_told_with_its_line_and_the_next_trial_takes_the_folder() {
    let folder = small_pack();
    let wording = folder.path().join("tiny/bulletins/quarterly.md");
    fs::write(&wording, "@title 通报\n共{{ no_such_number }}份。\n").expect("wording");
    let (templates, out) = (path(folder.path()), path(&folder.path().join("out")));
    let asked = ["plan", "try", "tiny", "--templates", &templates, "--out", &out, "--lang", "zh"];
    let (code, told, failed) = tongbao(&asked, &[]);
    assert_eq!(code, 2, "{told}{failed}");
    assert!(told.contains("2025Q1 季调度没有生成：\n  ┌─ tiny/bulletins/quarterly.md:2\n"), "{told}");
    fs::write(&wording, "@title 通报\n").expect("wording");
    let (code, told, failed) = tongbao(&asked, &[]);
    assert_eq!(code, 0, "{told}{failed}");
}

#[test]
fn a_trial_of_a_pack_from_elsewhere_holds_the_pack() {
    let folder = small_pack();
    let out = path(&folder.path().join("out"));
    let asked = path(&folder.path().join("tiny"));
    for _again in 0..2 {
        let (code, told, failed) = tongbao(&["plan", "try", &asked, "--out", &out], &[]);
        assert_eq!(code, 0, "{told}{failed}");
        for file in ["tiny/plan.toml", "tiny/forms/bureau.toml", "tiny/bulletins/quarterly.md"] {
            let copied = fs::read(Path::new(&out).join("plans").join(file)).expect("the pack's file");
            assert_eq!(copied, fs::read(folder.path().join(file)).expect("the author's file"), "{file}");
        }
    }
}

#[test]
fn a_trial_writes_over_nothing_that_is_somebodys() {
    let folder = small_pack();
    let out = folder.path().join("out");
    fs::create_dir(&out).expect("folder");
    fs::write(out.join("mine.txt"), "mine").expect("file");
    let (templates, out_path) = (path(folder.path()), path(&out));
    let (code, _, failed) = tongbao(&["plan", "try", "tiny", "--templates", &templates, "--out", &out_path], &[]);
    assert_eq!(code, 2, "{failed}");
    assert_eq!(fs::read_dir(&out).expect("folder").count(), 1);
}
