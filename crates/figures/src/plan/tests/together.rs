//! Packs side by side: a name has one meaning, a form is one form.

use std::path::Path;

use super::pack::{BUREAU, FORM, LEDGER, LEDGER_FORM, PLAN, Pack, RULES};
use crate::plan::{PackFolders, Plan, PlanError, asked_twice, contradictions, join, stand_in_one_office, stand_together};
use tongbao_returns::domain::{Form, Task, Tasks};

#[track_caller]
fn loaded(pack: &Pack) -> Plan {
    pack.load().unwrap_or_else(|error| panic!("{error}\n{}", error.shown().join("\n")))
}

/// What of a pack contradicts the sound one.
#[track_caller]
fn told(pack: &Pack) -> Vec<String> {
    contradictions(&loaded(pack), &loaded(&Pack::sound())).iter().map(ToString::to_string).collect()
}

#[test]
fn the_same_form_in_two_packs_is_one() {
    assert_eq!(told(&Pack::sound()), [""; 0]);
    let approved = Pack::sound().replacing(FORM, "issuer =", "approval = \"文号\"\nissuer =");
    assert_eq!(told(&approved), [""; 0], "who approved it is no part of it");
    assert_eq!(told(&Pack::sound().replacing(RULES, "tolerance = 0.5", "tolerance = 1")), [""; 0]);
}

#[test]
fn a_second_unit_of_a_name_is_told_with_both_places() {
    let people = Pack::sound().replacing(BUREAU, "unit = \"人\"", "unit = \"万人\"");
    assert_eq!(
        told(&people),
        [
            "demo/forms/bureau.toml:2:8：表号`D-02`与demo/forms/bureau.toml:2重复，而两张表不同：`101 常住人口`的写法不同",
            "demo/forms/bureau.toml:12:8：`常住人口`在demo/forms/bureau.toml:12已有另一个意思：那里的计量单位是人，这里是万人",
        ]
    );
    let departments = Pack::sound().replacing(BUREAU, "[\"卫健\", \"医保\"]", "[\"卫健\", \"医保\", \"财政\"]");
    assert!(told(&departments)[1].ends_with("已有另一个意思：`kind`或`choices`不同"), "{:?}", told(&departments));
}

#[test]
fn another_form_under_a_code_that_is_taken_is_told() {
    let one = |from: &str, to: &str| {
        let told = told(&Pack::sound().replacing(BUREAU, from, to));
        let [told] = told.as_slice() else { panic!("{told:?}") };
        told.split_once("不同：").map(|(_, difference)| difference.to_owned())
    };
    assert_eq!(one("title = \"县区季报\"", "title = \"县区年报\"").as_deref(), Some("表名是`县区年报`，那里是`县区季报`"));
    assert_eq!(one("version = \"2024\"", "version = \"2025\"").as_deref(), Some("版本是`2025`，那里是`2024`"));
    assert_eq!(one("code = \"D-02\"", "code = \"D-07\"").as_deref(), Some("表号是`D-07`，那里是`D-02`"));
    assert_eq!(one("code = \"101\"", "code = \"103\"").as_deref(), Some("有`103 常住人口`，那里是`101 常住人口`"));
    assert_eq!(one("filed-by =", "due-days = 20\nfiled-by =").as_deref(), Some("制定机关、截止日、符号、工作表或说明不同"));
    assert_eq!(
        one("filed-by =", "basis = \"quarter\"\nfiled-by =").as_deref(),
        Some("一张报累计数，一张只报本季的数（`basis`）")
    );
    let office = Pack::sound().text(BUREAU).replace("id = \"bureau\"", "id = \"office\"");
    let renamed = Pack::sound().without(BUREAU).with("demo/forms/office.toml", office.into_bytes());
    assert_eq!(
        told(&renamed),
        ["demo/forms/office.toml:2:8：表号`D-02`与demo/forms/bureau.toml:2重复，而两张表不同：编号是`office`，那里是`bureau`"]
    );
}

#[test]
fn packs_that_contradict_one_another_do_not_stand_together() {
    let sound = loaded(&Pack::sound());
    let folders = PackFolders::shipped(Path::new("packs"));
    assert!(stand_together(&folders, &[sound.clone(), sound.clone()]).is_ok());
    let other = loaded(&Pack::sound().replacing(BUREAU, "unit = \"人\"", "unit = \"万人\""));
    let error = stand_together(&folders, &[sound, other]).unwrap_err();
    assert!(matches!(&error, PlanError::Invalid { path, mistakes, .. } if path.ends_with("demo") && mistakes.len() == 2));
    let shown = error.shown().concat();
    assert!(shown.contains("demo/forms/bureau.toml:12:8") && shown.contains("name = \"常住人口\""), "{shown}");
}

#[test]
fn in_one_office_nobody_is_asked_the_same_on_two_forms() {
    let first = loaded(&Pack::sound());
    assert_eq!(asked_twice(&first, &first), [], "a form that both have is filed once");
    let office = Pack::sound().text(BUREAU).replace("id = \"bureau\"", "id = \"office\"").replace("D-02", "D-07");
    let renamed = Pack::sound().without(BUREAU).with("demo/forms/office.toml", office.into_bytes());
    let second = Plan { id: "second".to_owned(), ..loaded(&renamed) };
    assert_eq!(contradictions(&second, &first), [], "their names mean the same");
    let mistakes = asked_twice(&second, &first);
    let [mistake] = mistakes.as_slice() else { panic!("{mistakes:?}") };
    assert!(mistake.message.contains("要填两次`常住人口`"), "{}", mistake.message);
    assert!(mistake.message.ends_with("方案`demo`的表式`bureau`（demo/forms/bureau.toml:2）里也有"), "{}", mistake.message);
    assert_eq!((mistake.file.as_path(), mistake.line), (Path::new("demo/forms/office.toml"), 2));
    assert!(mistake.hint.as_ref().is_some_and(|hint| hint.contains("common/forms") && hint.contains("includes")), "{mistake:?}");
    // Side by side in one folder they may well be, in one office not; one that follows the other asks nobody twice.
    let folders = PackFolders::shipped(Path::new("packs"));
    let both = [first, second];
    assert!(stand_together(&folders, &both).is_ok());
    assert!(matches!(stand_in_one_office(&folders, &both), Err(PlanError::Invalid { mistakes, .. }) if mistakes.len() == 1));
    let [first, second] = both;
    let later = Plan { first_year: first.last_year + 1, last_year: first.last_year + 3, ..second };
    assert_eq!(asked_twice(&later, &first), []);
}

const SHARED: &str = "common/forms/ledger.toml";
const SHARED_LEDGER: &str = r#"id = "ledger"
code = "TB-LZ"
title = "台账"
version = "2024"
issuer = "市卫健委"
filed-by = ["市级部门"]
[tasks]
everyone = ["各部门"]
[[sheet]]
name = "任务台账"
title = "任务台账"
"#;

/// The sound pack with the ledger form that others share.
fn with_ledger() -> Pack {
    let shared = Pack::with_task().without(LEDGER_FORM).with(SHARED, SHARED_LEDGER.as_bytes().to_vec());
    shared.replacing(PLAN, "[\"hospital\"]", "[\"hospital\", \"ledger\"]")
}

/// The same with a task of its own and another name.
fn second() -> Pack {
    with_ledger().replacing(LEDGER, "demo:3#1", "second:3#1").replacing(PLAN, "short-title = \"示例\"", "short-title = \"能力\"")
}

#[test]
fn two_plans_on_one_ledger_form_have_numbers_of_their_own() {
    let between = |one: &Pack, other: &Pack| {
        contradictions(&loaded(one), &loaded(other)).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        between(&with_ledger(), &with_ledger()),
        ["demo/plan.toml:1:6：ledger.csv 的编号`demo:3#1`在方案`demo`（demo/plan.toml:1）里也有"]
    );
    assert_eq!(
        between(&second(), &with_ledger()),
        ["demo/plan.toml:1:6：任务编号`3#1`与方案`demo`（demo/plan.toml:1）的相同，而两个方案的任务同填台账表`TB-LZ`"]
    );
    let mistakes = contradictions(&loaded(&second()), &loaded(&with_ledger()));
    assert!(mistakes[0].hint.as_ref().is_some_and(|hint| hint.contains("task-prefix = \"能力\"")), "{mistakes:?}");
    let prefixed = second().replacing(PLAN, "campaigns", "task-prefix = \"能力\"\ncampaigns");
    assert_eq!(between(&prefixed, &with_ledger()), [""; 0], "the rows are no part of the form");
    let ruled = prefixed.replacing(SHARED, "各部门", "各有关部门");
    let told = between(&ruled, &with_ledger());
    assert!(told.len() == 1 && told[0].ends_with("而两张表不同：`[tasks]`不同"), "{told:?}");
}

fn ledger(plan: &Plan) -> &Form {
    plan.forms.iter().find(|form| form.tasks.is_some()).unwrap()
}

fn tasks(plan: &Plan) -> &Tasks {
    ledger(plan).tasks.as_ref().unwrap()
}

#[test]
fn a_shared_ledger_form_asks_for_the_tasks_of_all_its_plans() {
    let first = loaded(&with_ledger());
    let prefixed = loaded(&second().replacing(PLAN, "campaigns", "task-prefix = \"能力\"\ncampaigns"));
    let mut alone = [first.clone()];
    join(&mut alone);
    assert_eq!(ledger(&alone[0]), ledger(&first), "a plan alone on its form stays as it is");
    assert!(!tasks(&alone[0]).names_plans());
    let mut plans = [first, Plan { id: "second".to_owned(), ..prefixed }];
    join(&mut plans);
    let codes = |tasks: &Tasks| tasks.rows.iter().map(|task| task.code().to_owned()).collect::<Vec<_>>();
    assert!(plans.iter().all(|plan| codes(tasks(plan)) == ["3#1", "能力-3#1"]), "the same in both");
    let own = |plan: &Plan| tasks(plan).own_rows().map(|task: &Task| task.id.clone()).collect::<Vec<_>>();
    assert_eq!((own(&plans[0]), own(&plans[1])), (vec!["demo:3#1".to_owned()], vec!["second:3#1".to_owned()]));
    let titles: Vec<_> = tasks(&plans[0]).rows.iter().filter_map(|task| Some(task.plan.as_ref()?.title.as_str())).collect();
    assert_eq!(titles, ["示例", "能力"]);
    assert_eq!(ledger(&plans[0]).items().count(), 8, "four of each task");
    assert_eq!(ledger(&plans[0]).of_all_plans(), ledger(&plans[1]).of_all_plans());
    assert_eq!(plans.each_ref().map(|plan| plan.ledger.len()), [1, 1], "a plan's ledger is its own");
}
