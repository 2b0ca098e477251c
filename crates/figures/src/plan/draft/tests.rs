//! Whatever a catalogue says, its draft is a sound pack.

use std::path::Path;

use jiff::civil::date;

use super::*;
use crate::plan::indicator::{Better, Indicator};
use crate::plan::meant::{LedgerRow, Plan};
use crate::plan::target::{Demand, Due};
use crate::plan::{catalogue, load_from};
use crate::store::disk;

/// A row by what matters of it; the identifier stands before the clause.
fn row(clause: &str, number: u8, kind: CatalogueKind, demand: [&str; 7]) -> CatalogueRow {
    let [item, measure, operator, target, unit, deadline, scope] = demand.map(str::to_owned);
    CatalogueRow {
        id: format!("neu-2020:{clause}#{number}"),
        plan: "neu-2020".to_owned(),
        clause: clause.to_owned(),
        campaign: "一、体系".to_owned(),
        title: "任务".to_owned(),
        kind,
        item,
        measure,
        operator,
        target,
        unit,
        deadline,
        scope,
        responsible: vec!["市卫健委".to_owned(), "各县（市、区）政府".to_owned(), "市卫健委".to_owned()],
        note: "“注”".to_owned(),
        line: 0,
    }
}

fn asked<'run>(id: &'run str, rows: &'run [CatalogueRow], year: i16) -> Asked<'run> {
    Asked { id, rows, year, names: PlanNames::default(), takes: true }
}

/// The draft's plan, as the program reads it.
#[track_caller]
fn loaded(id: &str, draft: &Draft, folders: &PackFolders) -> Plan {
    let scratch = tempfile::tempdir().unwrap();
    for (name, text) in &draft.files {
        disk::write(&scratch.path().join(id).join(name), text.as_bytes()).unwrap();
    }
    match load_from(&folders.clone().behind(scratch.path()), id) {
        Ok(plan) => plan,
        Err(error) => panic!("{error}\n{}", error.shown().join("\n")),
    }
}

fn shipped() -> PackFolders {
    PackFolders::shipped(&Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("report_templates"))
}

#[test]
fn every_kind_of_row_becomes_what_it_is() {
    use CatalogueKind::{Ledger, Mechanism, Milestone, Quantitative, Structure};
    let rows = [
        row("1", 1, Quantitative, ["县域内就诊率", "县域内就诊人次/参保人员就诊总人次", ">=", "90", "%", "2022", "county"]),
        row("1", 2, Quantitative, ["5岁以下儿童死亡率", "5岁以下儿童死亡数/活产数", "<=", "5", "‰", "", "city"]),
        row("1", 3, Quantitative, ["督察次数", "", "=", "4", "次/年", "2021", "city"]),
        row("1", 4, Quantitative, ["药占比", "见文件", "down", "", "%", "", "hospital:公立"]),
        row("1", 5, Quantitative, ["电子病历级别", "级别", "between", "3-4", "级", "2022-06", "hospital"]),
        row("1", 6, Quantitative, ["综合排名", "", "up", "", "全省位次", "", "city"]),
        row("1", 7, Quantitative, ["签约率", "签约人数/常住人口", ">=", "持续提高", "%", "2022", "township"]),
        row("2", 1, Quantitative, ["县域内就诊率", "另一口径", "=", "0", "例", "2022-03-31", "city"]),
        row("2", 2, Milestone, ["出台方案", "", "done", "", "", "2021-06-30", "city"]),
        row("2", 3, Mechanism, ["通报", "", "done", "1.5", "次/年", "年内", "city"]),
        row("2", 4, Ledger, ["网格化", "", "done", "", "", "", "county"]),
        row("2", 5, Structure, ["县区数", "", "=", "9", "个", "", "city"]),
    ];
    let empty = tempfile::tempdir().unwrap();
    let folders = PackFolders::shipped(empty.path());
    let draft = draft(asked("neu-2020", &rows, 2031), &folders, None).unwrap();
    let plan = loaded("neu-2020", &draft, &folders);
    assert_eq!((plan.first_year, plan.last_year, plan.area_word.as_str()), (2020, 2022, "全市"));
    assert_eq!((draft.indicators, draft.tasks, plan.ledger.len()), (8, 3, 3));
    assert_eq!(draft.uncovered.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["neu-2020:2#5"]);
    let formulas: Vec<(&str, &str)> =
        plan.indicators.iter().map(|indicator| (indicator.id.as_str(), indicator.formula.text.as_str())).collect();
    assert_eq!(
        formulas,
        [
            ("县域内就诊率", "SUM(县域内就诊人次) * 100.0 / SUM(参保人员就诊总人次)"),
            ("5岁以下儿童死亡率", "SUM(\"5岁以下儿童死亡数\") * 1000.0 / SUM(活产数)"),
            ("督察次数", "SUM(督察次数)"),
            ("药占比", "SUM(药占比分子) * 100.0 / SUM(药占比分母)"),
            ("电子病历级别", "AVG(电子病历级别)"),
            ("综合排名", "AVG(综合排名)"),
            ("签约率", "SUM(签约人数) * 100.0 / SUM(常住人口)"),
            ("县域内就诊率（2）", "SUM(县域内就诊率)"),
        ]
    );
    let first = |one: &Indicator| one.targets.first().map(|target| (target.due, target.demand));
    let demanded: Vec<_> = plan.indicators.iter().map(|one| (one.better, first(one), one.is_open)).collect();
    assert_eq!(
        demanded,
        [
            (Better::Higher, Some((Due::Year(2022), Demand::AtLeast(90.0))), false),
            // Without a deadline it counts from the plan's first year on.
            (Better::Lower, Some((Due::Year(2020), Demand::AtMost(5.0))), false),
            (Better::Higher, Some((Due::Year(2021), Demand::AtLeast(4.0))), false),
            (Better::Lower, None, false),
            (Better::Within, Some((Due::Day(date(2022, 6, 30)), Demand::Between(3.0, 4.0))), false),
            (Better::Lower, None, false),
            (Better::Higher, None, true),
            // None at all is a limit.
            (Better::Lower, Some((Due::Day(date(2022, 3, 31)), Demand::AtMost(0.0))), false),
        ]
    );
    let paced: Vec<&str> = plan.indicators.iter().filter(|one| one.is_paced).map(|one| one.id.as_str()).collect();
    assert_eq!(paced, ["督察次数"]);
    let mechanism = plan.ledger.iter().find(|task| task.id == "neu-2020:2#3").unwrap();
    assert_eq!(
        (mechanism.target.as_deref(), mechanism.deadline, mechanism.note.as_str()),
        (None, None, "“注”；期限：年内；目标：1.5")
    );
    assert!(!plan.rules.is_empty() && plan.rules.iter().all(|rule| rule.is_from_items), "no rule is written yet");
    let supposed = "# scope 写的是“hospital:公立”，按由医院填报起草；只涉及“公立”的，写进 where 或目标的 for";
    assert!(draft.files["indicators.toml"].lines().any(|line| line == supposed), "{}", draft.files["indicators.toml"]);
    let ledger = plan.forms.iter().find_map(|form| form.tasks.as_ref()).unwrap();
    assert_eq!(ledger.counties, ["各县（市、区）政府"]);
    assert_eq!(plan.indicators.first().unwrap().responsible, ["市卫健委", "各县（市、区）政府"], "nobody twice");
}

#[test]
fn a_row_that_names_a_kind_of_bulletin_becomes_a_mechanism_that_fulfils_its_task() {
    use CatalogueKind::{Mechanism, Quantitative};
    let demand = |item: &'static str, target: &'static str| [item, "", "=", target, "次/年", "", "city"];
    let rows = [
        row("1", 1, Quantitative, ["床位数", "", ">=", "10", "张", "2022", "county"]),
        row("2", 1, Mechanism, demand("季调度", "4")),
        row("2", 2, Mechanism, demand("专项督察", "1")),
        row("2", 3, Mechanism, demand("专题报告", "2")),
        row("2", 4, Mechanism, demand("联席会议", "2")),
    ];
    let folders = shipped();
    let draft = draft(asked("neu-2020", &rows, 2020), &folders, None).unwrap();
    let plan = loaded("neu-2020", &draft, &folders);
    let named: Vec<_> = plan.mechanisms.iter().filter(|mechanism| !mechanism.tasks.is_empty()).collect();
    let told: Vec<_> = named.iter().map(|mechanism| (mechanism.cycle.as_str(), mechanism.tasks[0].as_str())).collect();
    assert_eq!(told, [("quarterly", "neu-2020:2#1"), ("inspection", "neu-2020:2#2")]);
    assert_eq!(named[0].responsible, ["市卫健委", "各县（市、区）政府"], "nobody twice");
    assert_eq!(
        plan.cycles.iter().map(|cycle| cycle.as_str()).collect::<Vec<_>>(),
        ["quarterly", "half-year", "year-end", "inspection"]
    );
    assert!(plan.follows_mechanisms() && plan.ledger.len() == 4, "each stays a task");
    assert!(draft.files["plan.toml"].contains("# [[mechanism.topic]]"), "{}", draft.files["plan.toml"]);
}

#[test]
fn what_a_ledger_cannot_hold_stands_in_its_remarks() {
    use CatalogueKind::Ledger;
    let rows = [
        row("1", 1, Ledger, ["联席会议", "", "=", "2", "次/季度", "2019-12-31", "全县域"]),
        row("1", 2, Ledger, ["办事时限", "", ">=", "若干", "天", "2021", "county"]),
        row("1", 3, Ledger, ["会商", "", "<=", "2", "次／年", "2021", "city"]),
        row("1", 4, Ledger, ["督导", "", "=", "2", "次／年", "2021", "hospital:公立"]),
        row("1", 5, CatalogueKind::Quantitative, ["床位数", "", ">=", "10", "张", "2022", "county"]),
    ];
    let folders = shipped();
    let draft = draft(asked("neu-2020", &rows, 2020), &folders, None).unwrap();
    let plan = loaded("neu-2020", &draft, &folders);
    let held = |row: &LedgerRow| (row.target.clone(), row.unit.clone(), row.deadline.is_some(), row.scope.clone());
    let some = |words: &str| Some(words.to_owned());
    assert_eq!(
        plan.ledger.iter().map(held).collect::<Vec<_>>(),
        [
            (some("2"), None, false, String::new()),
            (None, some("天"), true, "county".to_owned()),
            (None, some("次/年"), true, "city".to_owned()),
            (some("2"), some("次/年"), true, "hospital:公立".to_owned()),
        ]
    );
    assert_eq!(
        plan.ledger.iter().map(|row| row.note.as_str()).collect::<Vec<_>>(),
        ["“注”；期限：2019-12-31；计量单位：次/季度；范围：全县域", "“注”；目标：>=若干", "“注”；目标：<=2", "“注”",]
    );
}

#[test]
fn a_draft_takes_forms_scoring_and_wording_from_another_pack() {
    let folders = shipped();
    let path = folders.find("jining-2023/catalogue.csv").unwrap();
    let rows = catalogue::read(&path).unwrap();
    for like in ["jining-2023", "kailu-2024"] {
        let draft = draft(asked("neu-2030", &rows, 2030), &folders, Some((&folders, like))).unwrap();
        let plan = loaded("neu-2030", &draft, &folders);
        assert_eq!((plan.indicators.len(), plan.ledger.len()), (90, 143), "like {like}");
        assert!(plan.scoring.is_some() && plan.forms.iter().any(|form| form.id.as_str() == "hospital"));
        let own = plan.forms.iter().filter(|form| form.tasks.is_some()).map(|form| form.id.as_str()).collect::<Vec<_>>();
        assert_eq!(own, ["neu-2030-ledger"], "the ledger of another plan is left");
        assert!(plan.cycles.len() >= 3 && plan.cycles.iter().all(|cycle| plan.has_cycle(*cycle)), "{:?}", plan.cycles);
        let of_model = load_from(&folders, like).unwrap();
        let mut written = of_model.rules.iter().filter(|rule| !rule.is_from_items);
        assert!(written.all(|rule| plan.rules.iter().any(|own| own.id == rule.id)), "its rules and those of the shared forms");
        assert!(draft.files["rules.toml"].starts_with(&format!("# 由 tongbao plan new 照 {like} 的 rules.toml 抄来")));
        // Both are in the catalogue under the names that packs share, and the model asks what they read.
        assert_eq!(draft.shared, 2);
        assert_eq!(draft.uncovered.iter().filter(|row| row.kind != CatalogueKind::Structure).count(), 0);
    }
}

#[test]
fn without_a_pack_to_be_like_the_wording_is_that_of_what_is_there() {
    let folders = shipped();
    let rows = [row("1", 1, CatalogueKind::Quantitative, ["床位数", "", ">=", "10", "张", "2022", "county"])];
    let draft_of = |rows: &[CatalogueRow], folders| draft(asked("neu-2020", rows, 2020), folders, None).unwrap();
    let draft = draft_of(&rows, &folders);
    let plan = loaded("neu-2020", &draft, &folders);
    assert_eq!((plan.area_word.as_str(), plan.scoring.is_none()), ("全县", true));
    assert!(plan.cycles.iter().all(|cycle| plan.has_cycle(*cycle)) && plan.cycles.len() >= 3, "{:?}", plan.cycles);
    let stub = |item, unit| {
        let rows = [row("1", 1, CatalogueKind::Quantitative, [item, "活产数/出生数", "<=", "5", unit, "2022", "county"])];
        draft_of(&rows, &folders).files["indicators.toml"].clone()
    };
    assert!(stub("婴儿死亡率", "%").contains("\n# 有共用指标“婴儿死亡率”（‰，公式 "), "another unit is another indicator");
    assert!(stub("婴儿生存率", "‰").contains("\n# 有相近的共用指标“婴儿死亡率”（‰，公式 "));
    assert!(!stub("生存", "‰").contains("共用指标“"));
    let text = &draft.files["plan.toml"];
    for line in ["id = \"neu-2020\"", "first-year = 2020", "# coverage-threshold = 80", "# [lights]", "# [[peer-group]]"] {
        assert!(text.lines().any(|known| known == line), "{line}: {text}");
    }
}

#[test]
fn what_packs_share_under_the_name_of_a_row_is_used_with_the_forms_that_ask_for_it() {
    use CatalogueKind::Quantitative;
    let rows = [
        row("1", 1, Quantitative, ["平均住院日", "出院者占用总床日数/出院人次", "≤", "8", "天", "2022", "hospital"]),
        row("1", 2, Quantitative, ["县域内就诊率", "县域内就诊人次/参保人员就诊总人次", "", "≥90", "%", "2022", "county"]),
        row("1", 3, Quantitative, ["出院患者手术占比", "出院患者手术人次/出院人次", "up", "", "%", "", "hospital"]),
        row("1", 4, Quantitative, ["病床使用率", "占用床日/开放床日", "<=", "90", "%", "2022", "hospital"]),
        row("1", 5, Quantitative, ["平均住院日", "另一种", "down", "", "天", "", "hospital"]),
        row("1", 6, Quantitative, ["资产负债率", "负债/资产", "", "30", "%", "2022", "hospital"]),
    ];
    let folders = shipped();
    let drafted = draft(asked("neu-2020", &rows, 2020), &folders, None).unwrap();
    let plan = loaded("neu-2020", &drafted, &folders);
    let used = |text: &str| drafted.files["indicators.toml"].lines().any(|line| line == format!("use = \"{text}\""));
    assert!(used("平均住院日") && used("县域内就诊率") && used("资产负债率"));
    assert!(!used("病床使用率"), "the shared one is the higher the better");
    assert_eq!(drafted.shared, 3);
    let forms: Vec<&str> = plan.forms.iter().map(|form| form.id.as_str()).collect();
    assert_eq!(
        forms,
        ["neu-2020-hospital", "hospital", "county-insurance-office"],
        "each once, and no form of its own for what these ask"
    );
    assert!(drafted.files["plan.toml"].lines().any(|line| line == "includes = [\"hospital\", \"county-insurance-office\"]"));
    let [stay, visits, ..] = plan.indicators.as_slice() else { panic!("indicators") };
    assert_eq!(stay.formula.text, "SUM(出院者占用总床日数) * 1.0 / SUM(出院人次)");
    let demand = |one: &Indicator| one.targets.first().map(|target| target.demand);
    assert_eq!((stay.better, demand(stay)), (Better::Lower, Some(Demand::AtMost(8.0))));
    assert_eq!(
        (visits.better, demand(visits)),
        (Better::Higher, Some(Demand::AtLeast(90.0))),
        "the sign stands before the number"
    );
    // Which way is good the row does not say, and the shared one does.
    let debts = plan.indicators.iter().find(|one| one.id == "资产负债率").unwrap();
    assert_eq!((debts.better, demand(debts)), (Better::Lower, Some(Demand::AtMost(30.0))));
    let other = plan.indicators.iter().find(|one| one.id == "平均住院日（1）").unwrap();
    assert_eq!(other.formula.text, "AVG(平均住院日)", "one name is used once");

    let alone = draft(Asked { takes: false, ..asked("neu-2020", &rows, 2020) }, &folders, None).unwrap();
    let plan = loaded("neu-2020", &alone, &folders);
    assert!(alone.shared == 0 && plan.forms.iter().all(|form| form.id.as_str().starts_with("neu-2020")));
}

#[test]
fn rows_that_differ_in_the_deadline_alone_are_one_indicator_and_several_deadlines_of_a_task_its_steps() {
    use CatalogueKind::{Milestone, Quantitative};
    let literacy = |number, target, deadline| {
        row("10", number, Quantitative, ["居民健康素养水平", "达标人数/调查人数", ">=", target, "%", deadline, "city"])
    };
    let task = |number, measure, target, deadline| {
        row("11", number, Milestone, ["建成平台", measure, "done", target, "%", deadline, "city"])
    };
    let rows = [
        literacy(2, "18", "2021"),
        row("10", 4, Quantitative, ["签约率", "签约人数/常住人口", ">=", "30；35", "%", "2021-06-30；2021", "city"]),
        literacy(1, "16", "2020"),
        literacy(3, "20", "2022"),
        row("10", 5, Quantitative, ["参加率", "参加人数/常住人口", ">=", "30;35", "%", "2021", "city"]),
        task(1, "立项；验收", "", "2020；2021-06-30"),
        task(2, "建成多少", "50;100", "2020;2021"),
        task(3, "建成多少", "", "2020;2021"),
        task(4, "建成多少", "", "2021;2020"),
        task(5, "建成多少", "", "2019-06"),
    ];
    let empty = tempfile::tempdir().unwrap();
    let folders = PackFolders::shipped(empty.path());
    let drafted = draft(asked("neu-2020", &rows, 2020), &folders, None).unwrap();
    let plan = loaded("neu-2020", &drafted, &folders);
    let targets = |one: &Indicator| one.targets.iter().map(|target| (target.due, target.demand)).collect::<Vec<_>>();
    let [literacy, contracts, coverage] = plan.indicators.as_slice() else { panic!("three indicators") };
    assert_eq!(literacy.source, ["neu-2020:10#2", "neu-2020:10#1", "neu-2020:10#3"]);
    let years = [(2020, 16.0), (2021, 18.0), (2022, 20.0)];
    assert_eq!(targets(literacy), years.map(|(year, value)| (Due::Year(year), Demand::AtLeast(value))));
    assert_eq!(
        targets(contracts),
        [(Due::Day(date(2021, 6, 30)), Demand::AtLeast(30.0)), (Due::Day(date(2021, 12, 31)), Demand::AtLeast(35.0))]
    );
    assert!(coverage.is_open && coverage.targets.is_empty(), "nobody knows when which of the two");
    assert!(drafted.uncovered.is_empty());
    let steps: Vec<Vec<(String, &str)>> = plan
        .ledger
        .iter()
        .map(|task| task.steps.iter().map(|step| (step.by.to_string(), step.item.as_str())).collect())
        .collect();
    let step = |by: &str, item: &'static str| (by.to_owned(), item);
    assert_eq!(
        steps,
        [
            vec![step("2020", "立项"), step("2021-06-30", "验收")],
            vec![step("2020", "达到50%"), step("2021", "达到100%")],
            vec![step("2020", "〔到2020做到什么〕"), step("2021", "〔到2021做到什么〕")],
            vec![],
            vec![],
        ]
    );
    let notes: Vec<&str> = plan.ledger.iter().map(|task| task.note.as_str()).collect();
    assert_eq!(notes, ["“注”", "“注”；目标：50;100", "“注”", "“注”；期限：2021;2020", "“注”；期限：2019-06"]);
    assert!(plan.ledger.iter().all(|task| task.deadline.is_none()), "the last step says when");
    assert!(plan.unfilled.iter().any(|place| place.message == "待填：〔到2020做到什么〕"), "{:?}", plan.unfilled);
}

#[test]
fn an_operator_that_nobody_knows_is_left_to_the_author() {
    use CatalogueKind::{Milestone, Quantitative};
    let rows = [
        row("1", 1, Quantitative, ["药占比", "药品收入/医疗收入", "宜", "30", "%", "2022", "city"]),
        row("1", 2, Quantitative, ["药耗占比", "药耗收入/医疗收入", "不超过", "30", "%", "2022", "city"]),
        row("1", 3, Milestone, ["出台", "", "宜", "3", "个", "2022", "city"]),
    ];
    let empty = tempfile::tempdir().unwrap();
    let folders = PackFolders::shipped(empty.path());
    let drafted = draft(asked("neu-2020", &rows, 2020), &folders, None).unwrap();
    assert_eq!(drafted.unclear.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["neu-2020:1#1"]);
    let plan = loaded("neu-2020", &drafted, &folders);
    let [unclear, clear] = plan.indicators.as_slice() else { panic!("two indicators") };
    assert!(unclear.better == Better::Neutral && unclear.targets.is_empty());
    assert_eq!((clear.better, clear.targets.len()), (Better::Lower, 1));
    let told = plan.unfilled.iter().filter(|place| place.file.ends_with("indicators.toml")).collect::<Vec<_>>();
    let [told] = told.as_slice() else { panic!("{told:?}") };
    assert!(told.message.starts_with("待填：〔目录的 operator 写“宜”"), "{told}");
    assert_eq!(plan.ledger.first().unwrap().note, "“注”；目标：宜3");
}

#[test]
fn what_the_author_says_of_the_plan_is_written_and_the_rest_is_to_be_filled_in() {
    let rows = [
        row("1", 1, CatalogueKind::Quantitative, ["床位数", "", ">=", "10", "张", "2022", "county"]),
        row("1", 2, CatalogueKind::Ledger, ["网格化", "", "done", "", "", "", "county"]),
    ];
    let empty = tempfile::tempdir().unwrap();
    let folders = PackFolders::shipped(empty.path());
    let unfilled = |names| {
        let drafted = draft(Asked { names, ..asked("neu-2020", &rows, 2020) }, &folders, None).unwrap();
        let plan = loaded("neu-2020", &drafted, &folders);
        (plan.unfilled.len(), plan)
    };
    let (blank, plan) = unfilled(PlanNames::default());
    // Title, short title, issuer, area and its code; the issuer of two forms.
    assert_eq!((blank, plan.title.as_str(), plan.area_code.as_str()), (7, "〔方案名称〕", "000000"));
    let names = PlanNames {
        title: Some("云岭县深化医药卫生体制改革实施方案"),
        issuer: Some("云岭县卫生健康委员会"),
        area_code: Some("990101"),
        area_name: Some("云岭县"),
        short_title: None,
    };
    let (blank, plan) = unfilled(names);
    assert_eq!((blank, plan.short_title.as_str()), (0, "深化医药卫生体制改革"));
    assert!(plan.forms.iter().all(|form| form.issuer == "云岭县卫生健康委员会"));
}
