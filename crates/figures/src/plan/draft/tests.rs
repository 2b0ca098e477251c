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
    }
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
    let draft = draft(Asked { id: "neu-2020", rows: &rows, year: 2031 }, &folders, None).unwrap();
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
            ("5岁以下儿童死亡率", "SUM(计5岁以下儿童死亡数) * 1000.0 / SUM(活产数)"),
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
    let draft = draft(Asked { id: "neu-2020", rows: &rows, year: 2020 }, &folders, None).unwrap();
    let plan = loaded("neu-2020", &draft, &folders);
    let named: Vec<_> = plan.mechanisms.iter().filter(|mechanism| !mechanism.tasks.is_empty()).collect();
    let told: Vec<_> = named.iter().map(|mechanism| (mechanism.cycle.as_str(), mechanism.tasks[0].as_str())).collect();
    assert_eq!(told, [("quarterly", "neu-2020:2#1"), ("inspection", "neu-2020:2#2")]);
    assert_eq!(named[0].responsible, ["市卫健委", "各县（市、区）政府"], "nobody twice");
    assert_eq!(
        plan.cycles.iter().map(|cycle| cycle.as_str()).collect::<Vec<_>>(),
        ["quarterly", "half-year", "year-end", "inspection"]
    );
    assert!(!plan.follows_mechanisms() && plan.ledger.len() == 4, "each stays a task");
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
    ];
    let folders = shipped();
    let draft = draft(Asked { id: "neu-2020", rows: &rows, year: 2020 }, &folders, None).unwrap();
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
        let draft = draft(Asked { id: "neu-2030", rows: &rows, year: 2030 }, &folders, Some((&folders, like))).unwrap();
        let plan = loaded("neu-2030", &draft, &folders);
        assert_eq!((plan.indicators.len(), plan.ledger.len()), (90, 143), "like {like}");
        assert!(plan.scoring.is_some() && plan.forms.iter().any(|form| form.id.as_str() == "hospital"));
        let own = plan.forms.iter().filter(|form| form.tasks.is_some()).map(|form| form.id.as_str()).collect::<Vec<_>>();
        assert_eq!(own, ["neu-2030-ledger"], "the ledger of another plan is left");
        assert!(plan.cycles.len() >= 3 && plan.cycles.iter().all(|cycle| plan.has_cycle(*cycle)), "{:?}", plan.cycles);
        assert_eq!(draft.uncovered.iter().filter(|row| row.kind != CatalogueKind::Structure).count(), 0);
    }
}

#[test]
fn without_a_pack_to_be_like_the_wording_is_that_of_what_is_there() {
    let folders = shipped();
    let rows = [row("1", 1, CatalogueKind::Quantitative, ["床位数", "", ">=", "10", "张", "2022", "county"])];
    let draft_of = |rows: &[CatalogueRow], folders| draft(Asked { id: "neu-2020", rows, year: 2020 }, folders, None).unwrap();
    let draft = draft_of(&rows, &folders);
    let plan = loaded("neu-2020", &draft, &folders);
    assert_eq!((plan.area_word.as_str(), plan.scoring.is_none()), ("全县", true));
    assert!(plan.cycles.iter().all(|cycle| plan.has_cycle(*cycle)) && plan.cycles.len() >= 3, "{:?}", plan.cycles);
    let stub = |item| {
        let rows = [row("1", 1, CatalogueKind::Quantitative, [item, "活产数/出生数", "<=", "5", "‰", "2022", "county"])];
        draft_of(&rows, &folders).files["indicators.toml"].clone()
    };
    assert!(stub("婴儿死亡率").contains("# 有共用指标“婴儿死亡率”：写 use = \"婴儿死亡率\""));
    assert!(!stub("婴儿生存率").contains("有共用指标"));
    let text = &draft.files["plan.toml"];
    for line in ["id = \"neu-2020\"", "first-year = 2020", "# coverage-threshold = 80", "# [lights]", "# [[peer-group]]"] {
        assert!(text.lines().any(|known| known == line), "{line}: {text}");
    }
}
