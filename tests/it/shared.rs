//! What the packs share, as it is shipped: every shared form, indicator and scheme in a made pack that takes them all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use toml::{Table, Value};
use tongbao_figures::plan::{Indicator, PackFolders, Plan, load, load_from};
use tongbao_returns::domain::Form;

use crate::whole::tongbao;

const PLAN: &str = r#"id = "all-2025"
title = "共用内容试用方案"
short-title = "共用内容试用"
issuer = "示例市卫生健康委员会"
area-code = "370800"
area-name = "示例市"
area-word = "全市"
first-year = 2024
last-year = 2025
cycles = ["quarterly", "half-year", "year-end", "inspection"]
includes = ["hospital", "hospital-capability", "hospital-pay", "primary", "county-health-bureau", "county-insurance-office", "alliance-office"]
proof-items = ["总诊疗人次", "实有床位数"]
campaigns = ["一、共用"]
rules-from-items = true
"#;

const LEDGER: &str = "id,clause,campaign,title,item,measure,operator,target,unit,deadline,scope,responsible,kind,note\n";

/// The blanks of the shared indicators that have some, and under which names they are used.
const FILLED: [(&str, &str, &str, &str); 2] = [
    ("设置率", "项", "设置感染性疾病科", "感染性疾病科设置率"),
    ("每千人口某类床位数", "床位", "康复病床数", "每千人口康复病床数"),
];

const SCORING: &str = r#"basis = "本办评分办法"
inapplicable = "spread"
missing = "zero"
bonus-cap = 5
penalty-cap = 10
commend = ["优秀"]
use-grades = ["优秀", "良好", "合格", "不合格"]
use-vetoes = ["重大医疗事故", "弄虚作假", "欺诈骗保", "重大违纪违法"]
use-adjustments = ["经验推广", "表彰奖励", "通报批评", "数据核查差错", "迟报", "缺报", "所辖单位迟报", "所辖单位缺报"]
[[scheme]]
name = "公立医院"
like = "公立医院运行"
[[scheme]]
name = "县（市、区）"
like = "县域分级诊疗"
"#;

/// Numbers that can be added in the head.
const TESTS: &str = r#"[[test]]
name = "县域内就诊率：两县的分子、分母各自相加"
period = "2025Q3"
[[test.unit]]
category = "县级医保经办"
county = "甲县"
values = { "县域内就诊人次" = 80, "参保人员就诊总人次" = 100 }
[[test.unit]]
category = "县级医保经办"
county = "乙县"
values = { "县域内就诊人次" = 270, "参保人员就诊总人次" = 300 }
[[test.expect]]
indicator = "县域内就诊率"
of = "甲县"
value = 80
[[test.expect]]
indicator = "县域内就诊率"
value = 87.5

[[test]]
name = "门诊次均费用：30万元除以1000人次；没有报费用的卫生院，人次也不算"
period = "2025Q3"
[[test.unit]]
name = "甲院"
category = "二级公立医院"
values = { "门诊医药费用" = 30, "门急诊人次" = 1000 }
[[test.unit]]
category = "乡镇卫生院"
values = { "门急诊人次" = 500 }
[[test.expect]]
indicator = "门诊次均费用"
of = "甲院"
value = 300
[[test.expect]]
indicator = "门诊次均费用"
value = 300
coverage = 100

[[test]]
name = "设置率：一是一否，不适用的不计；没有填的算缺数"
period = "2025Q3"
[[test.unit]]
category = "二级公立医院"
values = { "设置感染性疾病科" = "是", "设置中药房" = "是" }
[[test.unit]]
category = "二级公立医院"
values = { "设置感染性疾病科" = "否", "设置中药房" = "是" }
[[test.unit]]
category = "妇幼保健机构"
values = { "设置感染性疾病科" = "不适用", "设置中药房" = "是" }
[[test.unit]]
category = "三级公立医院"
values = { "设置中药房" = "是" }
[[test.expect]]
indicator = "感染性疾病科设置率"
value = 50

[[test]]
name = "死亡率：2万活产中2名孕产妇、60名婴儿、100名5岁以下儿童；没有活产的县无法计算"
period = "2025Q3"
[[test.unit]]
category = "县级卫健部门"
county = "甲县"
values = { "活产数" = 20000, "孕产妇死亡数" = 2, "婴儿死亡数" = 60, "5岁以下儿童死亡数" = 100 }
[[test.unit]]
category = "县级卫健部门"
county = "乙县"
values = { "活产数" = 0, "孕产妇死亡数" = 0, "婴儿死亡数" = 0, "5岁以下儿童死亡数" = 0 }
[[test.expect]]
indicator = "孕产妇死亡率"
value = 10
[[test.expect]]
indicator = "婴儿死亡率"
value = 3
[[test.expect]]
indicator = "5岁以下儿童死亡率"
value = 5
[[test.expect]]
indicator = "婴儿死亡率"
of = "乙县"
value = "无法计算"

[[test]]
name = "六统一：六项里统一了两项"
period = "2025Q3"
[[test.unit]]
category = "医共体牵头单位"
alliances = ["甲医共体"]
leads = true
values = { "实现行政统一管理" = "是", "实现人员统一管理" = "是", "实现财务统一管理" = "否", "实现业务统一管理" = "否", "实现绩效统一管理" = "否", "实现药耗统一管理" = "否" }
[[test.expect]]
indicator = "六统一实现项数"
of = "甲医共体"
value = 2

[[test]]
name = "县域内、县外住院之和不等于总人次的退回"
period = "2025Q3"
[[test.unit]]
name = "甲县医保中心"
category = "县级医保经办"
values = { "县域内住院人次" = 80, "县外住院人次" = 10, "参保人员住院总人次" = 100 }
[[test.expect]]
rule = "TB-C02-01"
of = "甲县医保中心"
finding = true
severity = "error"
"#;

fn templates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates")
}

fn common(file: &str) -> Table {
    let text = fs::read_to_string(templates().join("common").join(file)).expect("a shared file");
    text.parse().expect("TOML")
}

fn named(table: &Table, list: &str) -> Vec<String> {
    let entries = table[list].as_array().expect("a list").iter();
    entries.map(|entry| entry["name"].as_str().expect("a name").to_owned()).collect()
}

/// Every shared indicator, used once.
fn indicators() -> String {
    let mut text = String::new();
    let shared = common("indicators.toml");
    let entries = shared["indicator"].as_array().expect("a list").iter();
    let within = entries.filter(|entry| entry["better"].as_str() == Some("within"));
    let within: Vec<String> = within.map(|entry| entry["name"].as_str().expect("a name").to_owned()).collect();
    for (number, name) in (1..).zip(named(&common("indicators.toml"), "indicator")) {
        let filled = FILLED.iter().find(|(shared, ..)| *shared == name);
        let own = filled.map(|(_, blank, item, id)| format!("id = \"{id}\"\nwith = {{ \"{blank}\" = \"{item}\" }}\n"));
        text.extend([format!(
            "[[indicator]]\nuse = \"{name}\"\n{}source = [\"all-2025:1#{number}\"]\ncampaign = \"一、共用\"\nclause = \"1\"\nresponsible = [\"市卫健委\"]\n",
            own.unwrap_or_default()
        )]);
        // One that is to lie within something says within what.
        if within.contains(&name) {
            text.push_str("[[indicator.target]]\nyear = 2025\nop = \"between\"\nlow = 1\nhigh = 2\n");
        }
    }
    text
}

/// A pack beside the shipped ones that takes everything that these share.
fn pack() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("scratch folder");
    let pack = folder.path().join("all-2025");
    fs::create_dir(&pack).expect("a folder");
    for (file, text) in [
        ("plan.toml", PLAN),
        ("indicators.toml", &indicators()),
        ("rules.toml", ""),
        ("scoring.toml", SCORING),
        ("ledger.csv", LEDGER),
        ("tests.toml", TESTS),
    ] {
        fs::write(pack.join(file), text).expect("a file");
    }
    (folder, pack)
}

#[track_caller]
fn loaded(folder: &Path) -> Plan {
    match load_from(&PackFolders::shipped(&templates()).behind(folder), "all-2025") {
        Ok(plan) => plan,
        Err(error) => panic!("{error}\n{}", error.shown().join("\n")),
    }
}

#[test]
fn a_pack_that_takes_everything_that_is_shared_is_sound_and_composes() {
    let (_folder, pack) = pack();
    let (code, told, failed) = tongbao(&["plan", "check", pack.to_str().expect("UTF-8"), "--lang", "zh"], &[]);
    assert_eq!(code, 0, "{told}{failed}");
}

#[test]
fn shared_indicators_come_to_what_can_be_added_in_the_head() {
    let (_folder, pack) = pack();
    let (code, told, failed) = tongbao(&["plan", "test", pack.to_str().expect("UTF-8"), "--lang", "zh"], &[]);
    assert_eq!(code, 0, "{told}{failed}");
    assert!(told.contains("all-2025：6 项测试全部通过"), "{told}");
}

#[test]
fn every_shared_form_asks_and_every_item_is_asked() {
    let (folder, _pack) = pack();
    let plan = loaded(folder.path());
    let asked: BTreeMap<&str, usize> = plan.forms.iter().map(|form| (form.id.as_str(), form.items().count())).collect();
    let expected = [
        ("alliance-office", 33),
        ("county-health-bureau", 27),
        ("county-insurance-office", 16),
        ("hospital", 45),
        ("hospital-capability", 35),
        ("hospital-pay", 12),
        ("primary", 32),
    ];
    assert_eq!(asked.into_iter().collect::<Vec<_>>(), expected);
    let shipped = ["jining-2023", "kailu-2024"].map(|id| load(&templates(), id).expect("a shipped pack"));
    let mut alive: BTreeSet<String> = BTreeSet::new();
    for plan in shipped.iter().chain([&plan]) {
        alive.extend(plan.forms.iter().flat_map(Form::items).map(|item| item.name.to_string()));
        alive.extend(plan.indicators.iter().flat_map(Indicator::items).map(|item| item.name.to_string()));
    }
    let dead: Vec<String> = named(&common("items.toml"), "item").into_iter().filter(|name| !alive.contains(name)).collect();
    assert!(dead.is_empty(), "asked by no form and read by no shared indicator: {dead:?}");
}

#[test]
fn the_shipped_packs_stand_on_what_is_shared() {
    let uses = |pack: &str| {
        let text = fs::read_to_string(templates().join(pack).join("indicators.toml")).expect("indicators");
        let table: Table = text.parse().expect("TOML");
        let entries = table["indicator"].as_array().expect("a list").iter();
        entries.filter_map(|entry| entry.get("use").and_then(Value::as_str).map(str::to_owned)).collect::<BTreeSet<_>>()
    };
    let (jining, kailu) = (uses("jining-2023"), uses("kailu-2024"));
    let both: Vec<&String> = jining.intersection(&kailu).collect();
    assert_eq!(both, ["电子病历平均级别", "设置率"], "of one formula in both packs");
    let plan = load(&templates(), "jining-2023").expect("a shipped pack");
    let visits = plan.indicator("县域内就诊率").expect("a used indicator");
    assert_eq!(visits.formula.text, "SUM(县域内就诊人次) * 100.0 / SUM(参保人员就诊总人次)");
    assert!(visits.caliber.ends_with("“力争在90%左右”按不低于90%考核"), "the plan's own words: {}", visits.caliber);
}

#[test]
fn an_office_changes_what_is_shared_file_by_file() {
    let office = tempfile::tempdir().expect("scratch folder");
    fs::write(office.path().join("tongbao.toml"), "plans = [\"kailu-2024\"]\noffice = \"县医改办\"\n").expect("settings");
    let own = office.path().join("plans/common/indicators.toml");
    fs::create_dir_all(own.parent().expect("a folder")).expect("a folder");
    let shipped = fs::read_to_string(templates().join("common/indicators.toml")).expect("indicators");
    let formula = "SUM(负债总额) * 100.0 / SUM(资产总额)";
    assert!(shipped.contains(formula));
    fs::write(&own, shipped.replace(formula, "SUM(负债总额) * 100.00 / SUM(资产总额)")).expect("a file");
    let folders = PackFolders::shipped(&templates()).behind(&office.path().join("plans"));
    let plan = load_from(&folders, "kailu-2024").expect("a sound pack");
    assert_eq!(plan.indicator("资产负债率").expect("the indicator").formula.text, "SUM(负债总额) * 100.00 / SUM(资产总额)");
    let wrong = shipped.replace(formula, "SUM(负债额) * 100.0 / SUM(资产总额)");
    let line = wrong.lines().position(|line| line.contains("SUM(负债额)")).expect("the line") + 1;
    fs::write(&own, wrong).expect("a file");
    let workspace = office.path().to_str().expect("UTF-8");
    let (code, told, failed) = tongbao(&["plan", "check", "kailu-2024", "--workspace", workspace, "--lang", "zh"], &[]);
    assert_eq!(code, 2, "{told}{failed}");
    assert!(told.contains(&format!("plans/common/indicators.toml:{line}:")), "{told}");
    assert!(told.contains("指标项字典里没有`负债额`"), "{told}");
    assert!(!told.contains("kailu-2024/indicators.toml"), "it is told once, where it stands: {told}");
}
