//! What is a difference, and what is not.

use std::path::Path;

use super::*;
use crate::store::disk;

const PLAN: &str = r#"id = "demo"
title = "示例方案"
short-title = "示例"
issuer = "市卫健委"
area-code = "370800"
area-name = "示例市"
area-word = "全市"
first-year = 2023
last-year = 2025
cycles = ["quarterly"]
campaigns = ["体系", "服务"]
"#;
const FORM: &str = r#"id = "centre"
code = "D-01"
title = "季报"
version = "2024"
issuer = "市卫健委"
filed-by = ["乡镇卫生院"]
[[sheet]]
name = "服务"
title = "医疗服务"
[[sheet.item]]
code = "101"
name = "总诊疗人次"
unit = "人次"
kind = "flow"
[[sheet.item]]
code = "102"
name = "中医诊疗人次"
unit = "人次"
kind = "flow"
"#;
const INDICATORS: &str = r#"[[indicator]]
id = "中医诊疗占比"
source = ["demo:1#1"]
campaign = "体系"
clause = "1"
formula = "SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)"
unit = "%"
decimals = 1
better = "higher"
scopes = ["county", "area"]
[[indicator.target]]
year = 2025
op = ">="
value = 30
[[indicator]]
id = "诊疗人次"
source = ["demo:1#2"]
campaign = "服务"
clause = "2"
formula = "SUM(总诊疗人次)"
unit = "人次"
decimals = 0
better = "higher"
scopes = ["area"]
"#;
const LEDGER: &str = "id,clause,campaign,title,item,measure,operator,target,unit,deadline,scope,responsible,kind,note\n\
demo:2#1,2,体系,定方案,,,done,,,2025,,市卫健委,milestone,\n";

/// A folder of packs with one pack of these files; a file named twice is the later one.
fn packs(files: &[(&str, &str)]) -> (tempfile::TempDir, PackFolders) {
    let folder = tempfile::tempdir().unwrap();
    let sound = [
        ("demo/plan.toml", PLAN),
        ("demo/forms/centre.toml", FORM),
        ("demo/indicators.toml", INDICATORS),
        ("demo/ledger.csv", LEDGER),
        ("demo/bulletins/quarterly.md", "@title 通报\n"),
    ];
    for (name, text) in sound.iter().chain(files).filter(|(_, text)| !text.is_empty()) {
        disk::write(&folder.path().join(name), text.as_bytes()).unwrap();
    }
    for (name, _) in files.iter().filter(|(_, text)| text.is_empty()) {
        disk::remove_file(&folder.path().join(name)).unwrap();
    }
    let folders = PackFolders::shipped(folder.path());
    (folder, folders)
}

/// Sign, file and place of every difference from the sound pack, with what it was and is.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let ((_one, before), (_other, after)) = (packs(&[]), packs(files));
    let found = match differences((&before, "demo"), (&after, "demo")) {
        Ok(found) => found,
        Err(error) => panic!("{error}\n{}", error.shown().join("\n")),
    };
    let line = |one: &Difference| {
        let (before, after) = (one.before.as_deref().unwrap_or("-"), one.after.as_deref().unwrap_or("-"));
        format!("{:?} {} {}: {before} → {after}", one.change, one.file, one.place.join("/"))
    };
    found.iter().map(line).collect()
}

#[test]
fn what_is_only_written_otherwise_is_no_difference() {
    let formula = "SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)";
    let indicators = INDICATORS
        .replace(formula, "sum( 中医诊疗人次 )*100.0 / Sum(总诊疗人次)")
        .replace("[\"county\", \"area\"]", "[\"area\", \"county\"]")
        .replace("value = 30", "# 原文\nvalue = 30.0");
    let plan = format!("{PLAN}coverage-threshold = 80\n[lights]\nyellow-within = 10\n");
    let form = format!("# 注\n{}", FORM.replace("code = \"D-01\"", "code = 'D-01'\ndue-days = 15"));
    let ledger = "campaign,id,clause,title,item,measure,operator,target,unit,deadline,scope,responsible,kind,note\n\
                  体系,demo:2#1,2,定方案,,,done,,,2025,,市卫健委,milestone,\n";
    let files = [
        ("demo/plan.toml", plan.as_str()),
        ("demo/forms/centre.toml", &form),
        ("demo/indicators.toml", &indicators),
        ("demo/ledger.csv", ledger),
    ];
    assert_eq!(told(&files), [""; 0]);
    // A form that is shared now, and asked for by its name.
    let plan = PLAN.replace("campaigns", "includes = [\"centre\"]\ncampaigns");
    let shared = [("demo/plan.toml", plan.as_str()), ("demo/forms/centre.toml", ""), ("common/forms/centre.toml", FORM)];
    assert_eq!(told(&shared), ["Added plan.toml includes: - → centre"]);
}

#[test]
fn every_difference_in_meaning_is_told_at_its_place() {
    let indicators = INDICATORS
        .replace("value = 30", "value = 35")
        .replace("SUM(总诊疗人次)\"\nunit = \"人次\"", "SUM(总诊疗人次) * 2\"\nunit = \"人次\"");
    let form = FORM.replace("name = \"中医诊疗人次\"\nunit = \"人次\"", "name = \"中医诊疗人次\"\nunit = \"人次\"\nmax = 100");
    let ledger = LEDGER.replace("2025,,", "2024,,");
    let plan = PLAN.replace("[\"体系\", \"服务\"]", "[\"服务\", \"体系\"]");
    let files = [
        ("demo/plan.toml", plan.as_str()),
        ("demo/forms/centre.toml", &form),
        ("demo/indicators.toml", &indicators),
        ("demo/ledger.csv", &ledger),
        ("demo/bulletins/quarterly.md", "@title 通报\n# 一\n"),
    ];
    assert_eq!(
        told(&files),
        [
            "Changed bulletins/quarterly.md : 2:  → 2: # 一",
            "Added forms/centre.toml sheet/服务/item/中医诊疗人次/max: - → 100",
            "Changed indicators.toml indicator/中医诊疗占比/target/year=2025/value: 30 → 35",
            "Changed indicators.toml indicator/诊疗人次/formula: SUM(总诊疗人次) → SUM(总诊疗人次) * 2",
            "Changed ledger.csv demo:2#1/deadline: 2025 → 2024",
            "Changed plan.toml campaigns: 体系, 服务 → 服务, 体系",
        ]
    );
}

#[test]
fn steps_are_told_by_what_they_reach_and_rows_by_who_files() {
    let steps = "id,by,item\ndemo:2#1,2024,起草\ndemo:2#1,2025,印发\n";
    assert_eq!(
        told(&[("demo/milestones.csv", steps)]),
        [
            "Added milestones.csv demo:2#1 起草: - → by = 2024; id = demo:2#1; item = 起草",
            "Added milestones.csv demo:2#1 印发: - → by = 2025; id = demo:2#1; item = 印发",
        ]
    );
    let ledger = LEDGER.replace("kind,note\n", "kind,note,filed-by\n").replace("milestone,\n", "milestone,,市卫健委\n");
    assert_eq!(told(&[("demo/ledger.csv", &ledger)]), ["Added ledger.csv demo:2#1/filed-by: - → 市卫健委"]);
    let without = LEDGER.replace("kind,note\n", "kind,note,filed-by\n").replace("milestone,\n", "milestone,,\n");
    assert_eq!(told(&[("demo/ledger.csv", &without)]), [""; 0], "a blank column says nothing");
}

#[test]
fn what_comes_goes_and_moves_is_told_once() {
    let (first, second) = INDICATORS.split_at(INDICATORS.rfind("[[indicator]]").unwrap());
    let moved = format!("{second}{first}");
    assert_eq!(told(&[("demo/indicators.toml", &moved)]), ["Reordered indicators.toml indicator: - → -"]);
    let gone = told(&[("demo/indicators.toml", first)]);
    let [gone] = gone.as_slice() else { panic!("{gone:?}") };
    assert!(gone.starts_with("Removed indicators.toml indicator/诊疗人次: better = higher; campaign = 服务;"), "{gone}");
    let rules = "[[rule]]\nid = \"D-1\"\nfamily = \"其中\"\nform = \"D-01\"\ncheck = \"中医诊疗人次 <= 总诊疗人次\"\n\
                 severity = \"error\"\nmessage = \"大于\"\nhint = \"核对\"\n";
    let come = told(&[("demo/rules.toml", rules)]);
    let [come] = come.as_slice() else { panic!("{come:?}") };
    assert!(come.starts_with("Added rules.toml rule/D-1: "), "{come}");
}

#[test]
fn a_pack_that_is_not_sound_is_not_compared() {
    let ((_one, before), (_other, after)) = (packs(&[]), packs(&[("demo/plan.toml", "id = \"demo\"\n")]));
    assert!(matches!(differences((&before, "demo"), (&after, "demo")), Err(PlanError::Invalid { .. })));
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../report_templates"));
    let shipped = PackFolders::shipped(root);
    assert_eq!(differences((&shipped, "kailu-2024"), (&shipped, "kailu-2024")).unwrap(), []);
    assert!(differences((&shipped, "jining-2023"), (&shipped, "kailu-2024")).unwrap().len() > 100);
}
