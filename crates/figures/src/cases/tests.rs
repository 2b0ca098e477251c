//! Tests of packs are read as they are meant, and every mistake in them is told.

use std::path::Path;

use jiff::civil::date;

use super::*;
use crate::aggregate::{Computed, Group};
use crate::assess::Status;
use crate::plan::tests::pack::Pack;
use crate::plan::{Mistake, PackFolders, Plan, PlanError};
use tongbao_document::Light;
use tongbao_returns::domain::{Category, CountyCode, Decision, Nature, Reading, UnitCode};
use tongbao_returns::registry::PredecessorData;

const FILES: [(&str, &str); 8] = [
    (
        "demo/plan.toml",
        r#"id = "demo"
title = "示例方案"
short-title = "示例"
issuer = "示例市卫健委"
area-code = "370800"
area-name = "示例市"
area-word = "全市"
first-year = 2024
last-year = 2025
cycles = ["quarterly"]
coverage-threshold = 80
proof-items = ["诊疗人次"]
campaigns = ["一"]
"#,
    ),
    (
        "demo/forms/hospital.toml",
        r#"id = "hospital"
code = "D-1"
title = "医院表"
version = "1"
issuer = "市卫健委"
filed-by = ["医院"]
[[sheet]]
name = "表"
title = "表"
[[sheet.item]]
code = "101"
name = "诊疗人次"
unit = "人次"
kind = "flow"
[[sheet.item]]
code = "102"
name = "床位数"
unit = "张"
kind = "stock"
may-not-apply = true
[[sheet.item]]
code = "103"
name = "病历级别"
unit = "级"
kind = "level"
min = 0
max = 8
[[sheet.item]]
code = "104"
name = "互认"
unit = "是否"
kind = "yesno"
"#,
    ),
    (
        "demo/indicators.toml",
        r#"[[indicator]]
id = "每床诊疗人次"
source = ["demo:1#1"]
campaign = "一"
clause = "1"
formula = "SUM(诊疗人次) * 1.0 / SUM(床位数)"
unit = "人次/床"
decimals = 1
better = "higher"
scopes = ["county", "area"]
responsible = ["市卫健委"]
[[indicator.target]]
year = 2025
op = ">="
value = 10
"#,
    ),
    (
        "demo/rules.toml",
        r#"[[rule]]
id = "D-1"
family = "表内"
form = "医院表"
check = "诊疗人次 >= 床位数"
severity = "error"
message = "诊疗人次（{诊疗人次}）少于床位数"
hint = "请核对"
"#,
    ),
    (
        "demo/scoring.toml",
        r#"basis = "本办评分办法"
inapplicable = "spread"
missing = "zero"
bonus-cap = 5
[[grade]]
name = "优秀"
from = 90
[[grade]]
name = "不合格"
from = 0
[[veto]]
id = "弄虚作假"
title = "弄虚作假"
caps-at = "不合格"
[[adjustment]]
id = "表彰奖励"
title = "表彰"
kind = "bonus"
points = 1
cap = 3
[[scheme]]
name = "县区"
scope = "county"
[[scheme.part]]
indicator = "每床诊疗人次"
weight = 100
method = "proportional"
"#,
    ),
    (
        "demo/forms/tasks.toml",
        r#"id = "tasks"
code = "D-2"
title = "台账"
version = "1"
issuer = "市卫健委"
filed-by = ["市级部门"]
[tasks]
[[sheet]]
name = "任务台账"
title = "任务台账"
"#,
    ),
    (
        "demo/ledger.csv",
        "id,clause,campaign,title,item,measure,operator,target,unit,deadline,scope,responsible,kind,note\n\
         demo:3#1,3,一,建设平台,平台,是否建成,done,,,2025,city,市卫健委,milestone,\n",
    ),
    ("demo/bulletins/quarterly.md", "@title 通报\n"),
];

/// Where the tests stand.
const TESTS: &str = "demo/tests.toml";

/// Loads the small pack with a `tests.toml`.
fn loaded(text: &str) -> (Plan, Result<Option<Cases>, PlanError>) {
    let (_folder, folders) = Pack::of(&FILES).with(TESTS, text.as_bytes().to_vec()).written();
    loaded_from(&folders)
}

#[track_caller]
fn loaded_from(folders: &PackFolders) -> (Plan, Result<Option<Cases>, PlanError>) {
    let plan = crate::plan::load_from(folders, "demo").unwrap_or_else(|error| panic!("{error}\n{}", error.shown().join("\n")));
    let cases = load(folders, &plan);
    (plan, cases)
}

#[track_caller]
fn only(text: &str) -> Case {
    match loaded(text).1 {
        Ok(Some(Cases { mut cases, .. })) if cases.len() == 1 => cases.remove(0),
        Ok(cases) => panic!("expected one test, found {cases:?}"),
        Err(error) => panic!("{}", error.shown().join("\n")),
    }
}

/// What each mistake quotes, and its message.
#[track_caller]
fn told(text: &str) -> Vec<(String, String)> {
    let Err(PlanError::Invalid { mistakes, .. }) = loaded(text).1 else { panic!("expected mistakes") };
    let quoted = |mistake: &Mistake| text[mistake.span()].to_owned();
    mistakes.iter().map(|mistake| (quoted(mistake), mistake.message.clone())).collect()
}

const SOUND: &str = r#"
[[test]]
name = "两家医院"
period = "2025Q3"

[[test.unit]]
name = "甲院"
category = "医院"
county = "甲县"
alliances = ["甲医共体"]
leads = true
values = { "诊疗人次" = 90, "床位数" = "不适用" }
earlier = { "2025Q2" = { "诊疗人次" = 60 } }

[[test.unit]]
category = "医院"
county = "甲县"
copies = 2

[[test.expect]]
indicator = "每床诊疗人次"
of = "甲县"
value = 12.5
light = "green"
status = "达标"
coverage = 50

[[test.expect]]
rule = "D-1"
of = "甲院"
finding = false
"#;

#[test]
fn a_few_lines_stand_for_a_registry_and_returns() {
    let case = only(SOUND);
    assert_eq!((case.name.as_str(), case.line, case.period.to_string()), ("两家医院", 2, "2025Q3".to_owned()));
    assert_eq!(case.as_of, date(2025, 12, 31), "by the end of the quarter after it every deadline has passed");
    let units: Vec<_> = case.registry.units.values().map(|unit| (unit.code.as_str(), unit.name.as_str())).collect();
    assert_eq!(units, [("U001", "甲院"), ("U002", "医院2"), ("U003", "医院3")]);
    let counties: Vec<_> = case.registry.counties.iter().map(|county| (county.code.as_str(), county.name.as_str())).collect();
    assert_eq!(counties, [("370800", "示例市"), ("370800-01", "甲县")]);
    assert_eq!(case.registry.alliances[0].lead, Some(UnitCode::new("U001")));
    assert_eq!(case.registry.memberships.len(), 1);
    // Who says nothing has filed nothing.
    let filed: Vec<_> = case.returns.iter().map(|filed| (filed.period.to_string(), filed.reported_on)).collect();
    let days = [("2025Q3", date(2025, 10, 1)), ("2025Q2", date(2025, 7, 1))];
    assert_eq!(filed, days.map(|(period, day)| (period.to_owned(), Some(day))));
    let readings: Vec<_> = case.returns[0].facts.iter().map(|fact| fact.reading.clone()).collect();
    assert_eq!(readings, [Reading::Number(90.0), Reading::NotApplicable, Reading::Blank, Reading::Blank]);
}

#[test]
fn what_is_expected_is_looked_up() {
    let case = only(SOUND);
    let county = Group::County(CountyCode::new("370800-01"));
    let figure = ExpectedFigure {
        indicator: 0,
        value: Some(Computed::Number(12.5)),
        light: Some(ExpectedLight::Colour(Light::Green)),
        status: Some(Status::Reached),
        coverage: Some(50.0),
        place: None,
    };
    let first = &case.expectations[0];
    assert_eq!((&first.group, first.group_name.as_str(), &first.what), (&county, "甲县", &Expected::Figure(figure)));
    let Expected::Finding(finding) = &case.expectations[1].what else { panic!("a finding") };
    assert_eq!((finding.rule.as_str(), finding.ending), ("D-1", RuleEnding::Kept));
    assert_eq!(case.expectations[1].group, Group::Unit(UnitCode::new("U001")));
}

#[test]
fn what_happened_in_a_year_is_read() {
    let text = r#"
[[test]]
name = "年终"
period = "2025"
as-of = 2026-02-01
[[test.unit]]
name = "新院"
category = "医院"
county = "甲县"
opened = "2025-07-01"
predecessors = ["老院"]
predecessor-data = "并入"
[[test.unit]]
name = "老院"
category = "医院"
county = "甲县"
closed = 2025-06-30
[[test.event]]
of = "甲县"
matter = "弄虚作假"
[[test.event]]
of = "甲县"
matter = "表彰奖励"
date = "2025-05-01"
points = 2
[[test.sign-off]]
task = "3#1"
decision = "销号"
[[test.expect]]
score = "不评分"
of = "甲县"
[[test.expect]]
part = "每床诊疗人次"
of = "甲县"
points = 0
lack = "未报"
[[test.expect]]
task = "demo:3#1"
status = "已销号"
overdue-days = 0
"#;
    let case = only(text);
    let new = &case.registry.units[&UnitCode::new("U001")];
    assert_eq!((new.predecessors.as_slice(), new.predecessor_data), (&[UnitCode::new("U002")][..], PredecessorData::Contained));
    assert_eq!(case.registry.units[&UnitCode::new("U002")].closed, Some(date(2025, 6, 30)));
    assert_eq!(new.category, Category::new("医院"));
    let events: Vec<_> = case.events.iter().map(|event| (event.nature, event.date, event.points)).collect();
    assert_eq!(events, [(Nature::Veto, date(2025, 12, 31), None), (Nature::Bonus, date(2025, 5, 1), Some(2.0))]);
    let sign_offs: Vec<_> = case.sign_offs.iter().map(|one| (one.task.as_str(), one.decision, one.on)).collect();
    assert_eq!(sign_offs, [("demo:3#1", Decision::Close, date(2026, 1, 1))]);
    assert_eq!(case.as_of, date(2026, 2, 1));
    assert_eq!(case.expectations.len(), 3);
}

#[test]
fn a_pack_need_not_have_tests() {
    let folder = PackFolders::shipped(Path::new(env!("CARGO_MANIFEST_DIR")));
    let (plan, _) = loaded("");
    assert!(matches!(load(&folder, &plan), Ok(None)));
    assert!(matches!(loaded("").1, Ok(Some(Cases { cases, .. })) if cases.is_empty()));
}

#[test]
fn shipped_tests_that_do_not_fit_an_office_s_own_files_are_no_mistakes_of_the_office() {
    let second = SOUND.replace("两家医院", "另一项").replace("rule = \"D-1\"\nof = \"甲院\"\nfinding = false\n", "");
    let second = second.trim_end_matches("\n[[test.expect]]\n");
    let (_shipped, folders) = Pack::of(&FILES).with(TESTS, format!("{SOUND}{second}\n").into_bytes()).written();
    // The office judges by a rule of its own.
    let rules = FILES.iter().find(|(file, _)| *file == "demo/rules.toml").unwrap().1.replace("\"D-1\"", "\"OWN-1\"");
    let (own, _) = Pack::of(&[("demo/rules.toml", rules.as_str())]).written();
    let changed = folders.clone().behind(own.path());
    let (_, cases) = loaded_from(&changed);
    let Cases { cases, are_of_shipped, unfit } = cases.unwrap().unwrap();
    let names: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!((names, are_of_shipped), (vec!["另一项"], true));
    let [Unfit { name, line, misses }] = unfit.as_slice() else { panic!("{unfit:?}") };
    let misses: Vec<&str> = misses.iter().map(|miss| miss.message.as_str()).collect();
    assert_eq!((name.as_str(), *line, misses), ("两家医院", 2, vec!["没有审核规则`D-1`"]));
    // Tests of the office's own say what its pack must do, and so do those of a pack that nobody has changed.
    let (own, _) = Pack::of(&[("demo/rules.toml", rules.as_str()), (TESTS, SOUND)]).written();
    assert!(matches!(loaded_from(&folders.clone().behind(own.path())).1, Err(PlanError::Invalid { .. })));
    let (_, unchanged) = loaded_from(&folders);
    assert!(unchanged.unwrap().is_some_and(|read| read.unfit.is_empty() && !read.are_of_shipped && read.cases.len() == 2));
}

#[test]
fn each_name_of_nothing_is_told_at_its_place() {
    for (from, to, quoted, message) in [
        ("period = \"2025Q3\"", "period = \"2025年\"", "\"2025年\"", "`period`应写成 2025Q3、2025H1 或 2025，这里是`2025年`"),
        ("period = \"2025Q3\"", "period = \"2026Q3\"", "\"2026Q3\"", "`period`应在规划期（2024—2025年）内，这里是2026Q3"),
        ("\"诊疗人次\" = 90", "\"诊疗总人次\" = 90", "\"诊疗总人次\"", "`医院`填的报表里没有指标项`诊疗总人次`"),
        ("\"诊疗人次\" = 90", "\"诊疗人次\" = \"九十\"", "\"九十\"", "`诊疗人次`应是数，这里是`九十`"),
        ("\"诊疗人次\" = 90", "\"诊疗人次\" = \"不适用\"", "\"不适用\"", "`诊疗人次`不能填不适用：报表里这样填按未填处理"),
        ("\"诊疗人次\" = 90", "\"病历级别\" = 9", "9", "`病历级别`超出表式的允许范围（min、max）：报表里这样填按未填处理"),
        ("\"诊疗人次\" = 90", "\"互认\" = \"有\"", "\"有\"", "`互认`没有这个答案：`有`"),
        ("\"2025Q2\" =", "\"2025Q4\" =", "\"2025Q4\"", "`earlier`下写2025Q3以前的季度，如 2025Q2，这里是`2025Q4`"),
        ("of = \"甲县\"", "of = \"乙县\"", "\"乙县\"", "这个测试里没有`乙县`"),
        ("of = \"甲县\"", "of = \"甲院\"", "\"甲院\"", "指标`每床诊疗人次`不算到`甲院`这一级：它的 scopes 里没有"),
        ("indicator = \"每床诊疗人次\"", "indicator = \"每床诊疗\"", "\"每床诊疗\"", "没有指标`每床诊疗`"),
        ("value = 12.5", "value = 12.55", "12.55", "这个指标印到1位小数，这里是12.55"),
        ("value = 12.5", "value = \"无\"", "\"无\"", "`value`没有这个取值：`无`"),
        ("light = \"green\"", "light = \"蓝\"", "\"蓝\"", "`light`没有这个取值：`蓝`"),
        ("status = \"达标\"", "status = \"达到\"", "\"达到\"", "`status`没有这个取值：`达到`"),
        ("coverage = 50", "grade = \"优秀\"", "\"优秀\"", "`grade`不和`indicator`写在一起"),
        ("rule = \"D-1\"", "rule = \"D-2\"", "\"D-2\"", "没有审核规则`D-2`"),
        ("of = \"甲院\"", "of = \"甲县\"", "\"甲县\"", "审核规则逐个单位核对，`of`写单位的名称"),
        ("finding = false", "finding = \"好\"", "\"好\"", "`finding`没有这个取值：`好`"),
        (
            "finding = false",
            "score = 90",
            "[[test.expect]]",
            "`[[test.expect]]`写`indicator`、`rule`、`score`、`part`、`task`其中一个：期望的是什么",
        ),
    ] {
        let changed = SOUND.replacen(from, to, 1);
        assert_ne!(changed, SOUND, "{from}");
        let found = told(&changed);
        assert!(found.iter().any(|(_, found)| found == message), "{to}: {found:?}");
        let place = found.iter().find(|(_, found)| found == message).map(|(quoted, _)| quoted.as_str());
        assert!(place.is_some_and(|place| place.trim_matches('"').starts_with(quoted.trim_matches('"'))), "{to}: {place:?}");
    }
}

#[test]
fn a_category_that_files_nothing_is_told_and_its_values_are_not() {
    let found = told(&SOUND.replacen("category = \"医院\"", "category = \"医阮\"", 1));
    let messages: Vec<&str> = found.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(messages.first(), Some(&"没有表式由类别`医阮`填报"), "{messages:?}");
    assert!(messages.iter().all(|message| !message.contains("指标项")), "{messages:?}");
}

#[test]
fn a_score_is_of_a_year() {
    let text = SOUND.replace("rule = \"D-1\"\nof = \"甲院\"\nfinding = false", "score = 90\nof = \"甲县\"");
    assert_eq!(told(&text), [("\"甲县\"".to_owned(), "只有年度（`period = \"2025\"`）才评分".to_owned())]);
}

#[test]
fn a_county_is_known_by_its_name_and_by_its_code() {
    let county = "[[test.county]]\nname = \"甲县\"\ncode = \"370811\"\n";
    let text = SOUND.replacen("[[test.unit]]", &format!("{county}[[test.unit]]"), 1);
    let case = only(&text);
    let counties: Vec<_> = case.registry.counties.iter().map(|county| (county.code.as_str(), county.name.as_str())).collect();
    assert_eq!(counties, [("370800", "示例市"), ("370811", "甲县")]);
    let group = Group::County(CountyCode::new("370811"));
    for of in ["甲县", "370811"] {
        assert_eq!(only(&text.replace("of = \"甲县\"", &format!("of = \"{of}\""))).expectations[0].group, group);
    }
    let wrong = told(&text.replace("\"370811\"", "\"3708\""));
    assert!(wrong.contains(&("\"3708\"".to_owned(), "`code`应是六位县区代码，这里是`3708`".to_owned())), "{wrong:?}");
}

#[test]
fn a_rule_may_be_expected_not_to_concern_a_unit() {
    let case = only(&SOUND.replace("finding = false", "finding = \"不涉及\""));
    let Expected::Finding(finding) = &case.expectations[1].what else { panic!("a finding") };
    assert_eq!(finding.ending, RuleEnding::NotConcerned);
}

#[test]
fn a_task_is_answered_with_the_plan_s_prefix_or_without() {
    let plan = FILES[0].1.replace("cycles =", "task-prefix = \"能力\"\ncycles =");
    let files = FILES.map(|(file, text)| if file == "demo/plan.toml" { (file, plan.as_str()) } else { (file, text) });
    for name in ["能力-3#1状态", "3#1状态"] {
        let text = format!(
            "[[test]]\nname = \"任务\"\nperiod = \"2025Q3\"\n[[test.unit]]\nname = \"市卫健委\"\ncategory = \"市级部门\"\n\
             values = {{ \"{name}\" = \"推进中\" }}\n[[test.expect]]\ntask = \"3#1\"\nstatus = \"推进中\"\n"
        );
        let (_folder, folders) = Pack::of(&files).with(TESTS, text.into_bytes()).written();
        let (_, cases) = loaded_from(&folders);
        let Cases { cases, .. } = cases.unwrap().unwrap();
        let is_answer = |reading: &Reading| *reading == Reading::Text("推进中".to_owned());
        assert_eq!(cases[0].returns[0].facts.iter().filter(|fact| is_answer(&fact.reading)).count(), 1, "{name}");
    }
}
