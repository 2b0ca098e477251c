//! What a plan demands of its office beside the regular bulletins: made, numbered, issued, printed, and followed.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::issuing::{rows, words};
use crate::whole::{pdf_text, tongbao, workspace};

const SOURCES: &str = env!("CARGO_MANIFEST_DIR");

/// What the office writes below the shipped plan.
const DEMANDED: &str = r#"
[wording.third-party]
reviewer = "示例大学卫生政策研究所"

[[mechanism]]
cycle = "third-party"
within-days = 60

[[mechanism]]
cycle = "effect"
every = "half-year"
within-days = 30
title = "改革效果监测"

[[mechanism]]
cycle = "special"
within-days = 15

[[mechanism.topic]]
name = "医疗收入结构"
period = "2025Q3"
indicators = ["检查检验收入占医疗收入比重", "资产负债率"]
tasks = ["19#1"]
"#;

/// Kailu in October 2025, whose plan demands the half-year notice within 30 days, and three kinds more.
fn office() -> TempDir {
    let office = workspace("kailu");
    let pack = office.path().join("plans/kailu-2024");
    fs::create_dir_all(&pack).expect("a folder");
    let shipped = fs::read_to_string(Path::new(SOURCES).join("report_templates/kailu-2024/plan.toml")).expect("the plan");
    let notice = "cycle = \"half-year\"\n";
    assert_eq!(shipped.matches(notice).count(), 1);
    let own = shipped.replace(notice, &format!("{notice}within-days = 30\n")) + DEMANDED;
    fs::write(pack.join("plan.toml"), own).expect("written");
    office
}

/// Makes a bulletin, or issues it under a number; its folder.
#[track_caller]
fn make(office: &TempDir, cycle: &str, period: &str, number: Option<&str>) -> PathBuf {
    let mut asked = vec!["run", words(office), "--period", period, "--cycle", cycle, "--as-of", "2025-10-20"];
    if let Some(number) = number {
        asked.extend(["--final", "--number", number, "--force", "--reason", "会议须用"]);
    }
    let (code, out, error) = tongbao(&asked, &[]);
    assert!(code == 0 || code == 3, "{code}: {out}{error}");
    assert!(number.is_none_or(|number| out.contains(&format!("第{number}期"))), "{out}");
    office.path().join("bulletins").join(period).join(cycle)
}

/// The page without its blanks: nothing if poppler is not there.
fn page(folder: &Path) -> Option<String> {
    let text = pdf_text(&folder.join("全县.pdf"))?;
    Some(text.chars().filter(|character| !character.is_whitespace()).collect())
}

#[track_caller]
fn says(folder: &Path, number: &str, said: &[&str], unsaid: &[&str]) {
    let cover = rows(&folder.join("全县.xlsx"), "封面");
    let printed = cover.iter().find(|row| row[0] == "发文字号").map(|row| row[1].clone());
    assert_eq!(printed.as_deref(), Some(number));
    let Some(page) = page(folder) else { return };
    let missing: Vec<_> = said.iter().chain([&number]).filter(|words| !page.contains(**words)).collect();
    assert!(missing.is_empty(), "{missing:?} do not stand in {page}");
    let idle: Vec<_> = unsaid.iter().filter(|words| page.contains(**words)).collect();
    assert!(idle.is_empty(), "{idle:?} stand in {page}");
}

/// What a plan calls its inspection stands in the report, and before anything is issued nobody knows how often it was held.
#[test]
fn an_inspection_is_called_as_the_plan_calls_it() {
    let office = office();
    let file = office.path().join("plans/kailu-2024/plan.toml");
    let text = fs::read_to_string(&file).expect("the plan");
    let kind = "cycle = \"inspection\"\n";
    assert_eq!(text.matches(kind).count(), 1);
    fs::write(&file, text.replace(kind, &format!("{kind}title = \"联合督查\"\n"))).expect("written");
    let folder = make(&office, "inspection", "2025Q3", None);
    let prose: String = rows(&folder.join("全县.xlsx"), "正文").concat().concat();
    for said in ["重点任务联合督查情况的报告", "联合督查范围和次数", "联合督查发现的问题", "专项督察次数未报，方案要求全年1次"]
    {
        assert!(prose.contains(said), "{said}: {prose}");
    }
    assert!(!prose.contains("专项督察范围"), "{prose}");
}

/// What `tongbao status` says of the bulletins that the office owes.
#[track_caller]
fn owed(office: &TempDir) -> (String, Vec<Value>) {
    let asked = ["status", words(office), "--period", "2025Q3", "--as-of", "2025-10-20"];
    let (_, text, _) = tongbao(&asked, &[]);
    let (_, json, error) = tongbao(&[&asked[..], &["--format", "json"]].concat(), &[]);
    let report: Value = serde_json::from_str(&json).unwrap_or_else(|wrong| panic!("{wrong}: {json}{error}"));
    let below = text.split_once("本单位待印发的通报：\n").map(|(_, below)| below.to_owned());
    (below.unwrap_or_default(), report["owed"].as_array().expect("a list").clone())
}

#[test]
fn each_kind_is_made_numbered_issued_and_then_no_longer_owed() {
    let office = office();
    let (text, json) = owed(&office);
    // 30 June and 30 days are 30 July, to 20 October 1 + 31 + 30 + 20 days; to 1 March 11 + 30 + 31 + 31 + 28 + 1.
    let told = [
        "半年通报 2025年上半年（2025H1），方案 kailu-2024：应不迟于 2025-07-30 印发，已逾期 82 天（本年应办 1 期，已办 0 期）",
        "第三方评价 2025年度（2025），方案 kailu-2024：应不迟于 2026-03-01 印发，还有 132 天（本年应办 0 期，已办 0 期）",
        "改革效果监测 2025年上半年（2025H1），方案 kailu-2024：应不迟于 2025-07-30 印发，已逾期 82 天（本年应办 1 期，已办 0 期）",
        "专题报告 2025年第三季度（2025Q3），方案 kailu-2024：应不迟于 2025-10-15 印发，已逾期 5 天（本年应办 1 期，已办 0 期）",
    ];
    let (commands, lines): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with(' '));
    assert_eq!(lines[..told.len()], told, "the regular ones have no deadline");
    // The year of the review has not ended; what is printed of the others can be run as it is printed.
    let asked: Vec<&str> = commands.iter().filter_map(|line| line.trim().strip_prefix("制作：tongbao ")).collect();
    let kinds = ["half-year --period 2025H1", "effect --period 2025H1", "special --period 2025Q3"];
    assert!(kinds.iter().zip(&asked).all(|(kind, asked)| asked.ends_with(kind)) && asked.len() == kinds.len(), "{asked:?}");
    for command in asked {
        let words = command.split(' ').chain(["--as-of", "2025-10-20"]).collect::<Vec<_>>();
        let (code, out, error) = tongbao(&words, &[]);
        assert!(code == 0 || code == 3, "{command}: {code}: {out}{error}");
    }
    let days: Vec<i64> = json.iter().filter_map(|owed| owed["days_late"].as_i64()).collect();
    assert_eq!(days, [82, -132, 82, 5]);
    let first = ["cycle", "period", "is_overdue"].map(|key| json[0][key].clone());
    assert_eq!(Value::from(first.to_vec()), json!(["half-year", "2025H1", true]));

    let review = make(&office, "third-party", "2025H1", Some("4"));
    let said = ["第三方评价情况的通报", "评价范围和依据", "示例大学卫生政策研究所", "数据质量", "整改要求"];
    says(&review, "第4期", &said, &["工作机制落实情况"]);
    let effect = make(&office, "effect", "2025H1", Some("5"));
    says(&effect, "第5期", &["效果监测情况的通报", "指标变化情况", "与上年同期相比", "持续监测"], &[]);
    assert!(review.join("医联体").is_dir() && effect.join("医联体").is_dir(), "each part has its own");
    let special = make(&office, "special", "2025Q3", Some("6"));
    let counted = "方案列入台账的任务共223项，本专题涉及1项";
    let said = ["医疗收入结构情况的专题报告", "县委、县政府：", "检查检验收入占医疗收入比重", counted, "特此报告"];
    says(&special, "第6期", &said, &["远程医疗服务例次"]);
    assert!(!special.join("医联体").exists(), "it is told upwards alone");
    let (code, out, error) = tongbao(&["verify", office.path().join("bulletins").to_str().expect("UTF-8")], &[]);
    assert_eq!(code, 0, "{out}{error}");

    let (text, json) = owed(&office);
    assert_eq!(text.lines().next(), Some(told[0]));
    let titles: Vec<&str> = json.iter().filter_map(|owed| owed["title"].as_str()).collect();
    assert_eq!(titles, ["半年通报", "改革效果监测"], "the review is that of the year, the topic is done");
    let second = ["period", "latest_number", "days_late"].map(|key| json[1][key].clone());
    assert_eq!(Value::from(second.to_vec()), json!(["2025H2", "第5期", -102]));
    assert_eq!(json[1]["made_by"], json!({ "cycle": "effect", "period": "2025", "is_open": false }), "the year tells of it");
    assert!(text.contains("改革效果监测 2025年下半年，方案 kailu-2024：应不迟于 2026-01-30 印发"), "{text}");

    // What the office owes stands in what it reports upwards, where the plan says when it is due.
    let inspection = make(&office, "inspection", "2025Q3", None);
    let table = rows(&inspection.join("全县.xlsx"), "机制落实情况");
    let row = |name: &str| -> Vec<String> {
        let row = table.iter().find(|row| row[0] == name).unwrap_or_else(|| panic!("{name}: {table:?}"));
        row[..8].to_vec()
    };
    assert_eq!(row("半年通报"), ["半年通报", "三.4", "每半年", "1", "0", "—", "2026-01-30", "逾期"]);
    assert_eq!(row("专项督察"), ["专项督察", "三.4", "每年", "1", "1", "本期", "—", "已完成"]);
    assert_eq!(row("改革效果监测")[2..], ["每半年", "1", "1", "第5期，2025年10月20日", "2026-01-30", "推进中"]);
    assert_eq!(row("专题报告")[2..], ["1个专题", "1", "1", "第6期，2025年10月20日", "—", "已完成"]);
    let prose: String = rows(&inspection.join("全县.xlsx"), "正文").concat().concat();
    assert!(prose.contains("半年通报（2025年上半年）应于2025年7月30日前印发，逾期82天"), "{prose}");
}

#[test]
fn a_kind_that_the_plan_does_not_have_or_not_then_is_refused() {
    let office = office();
    let refused = |cycle: &str, period: &str| {
        let asked = ["run", words(&office), "--period", period, "--cycle", cycle, "--as-of", "2025-10-20"];
        let (code, out, error) = tongbao(&asked, &[]);
        assert_eq!((code, out.as_str()), (2, ""), "{error}");
        error
    };
    assert!(refused("special", "2025Q2").contains("没有 2025Q2 的专题报告"), "no topic is of that quarter");
    assert!(refused("effect", "2025H2").contains("2025H2"), "of the second half the year tells, which has not ended");
    assert!(refused("half-year", "2025H2").contains("2025H2"), "its notice is the year-end assessment");
    assert!(refused("third-partie", "2025Q3").contains("third-party"));
    assert!(!office.path().join("bulletins").exists());
}
