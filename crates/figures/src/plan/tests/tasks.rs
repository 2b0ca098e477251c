//! A ledger form: its rows are the plan's tasks, and what is wrong with one is told at its place.

use jiff::civil::date;

use super::pack::{LEDGER, Pack};

const FORM: &str = "demo/forms/tasks.toml";
const SOUND: &str = r#"id = "tasks"
code = "D-09"
title = "台账"
version = "2024"
issuer = "市卫健委"
filed-by = ["市级部门", "县级卫健部门"]
[tasks]
everyone = ["各部门"]
scopes = ["county"]
scopes-filed-by = ["县级卫健部门"]
[[sheet]]
name = "任务台账"
title = "任务台账"
"#;

fn pack(form: &str) -> Pack {
    Pack::sound().with(FORM, form.as_bytes().to_vec())
}

#[test]
fn the_rows_of_a_ledger_form_are_the_tasks_of_the_plan() {
    let plan = pack(SOUND).load().unwrap();
    let form = plan.forms.iter().find(|form| form.tasks.is_some()).unwrap();
    let tasks = form.tasks.as_ref().unwrap();
    assert!(!plan.ledger.is_empty());
    assert_eq!(
        tasks.rows.iter().map(|task| &task.id).collect::<Vec<_>>(),
        plan.ledger.iter().map(|row| &row.id).collect::<Vec<_>>()
    );
    assert_eq!(form.items().count(), tasks.rows.iter().map(|task| task.columns().count()).sum::<usize>());
}

#[test]
fn slips_in_a_ledger_form_are_told() {
    let told = |from: &str, to: &str| {
        assert!(SOUND.contains(from), "{from}");
        let mistakes = pack(&SOUND.replacen(from, to, 1)).mistakes();
        mistakes.into_iter().map(|mistake| mistake.message).collect::<Vec<_>>()
    };
    let item = "title = \"任务台账\"\n[[sheet.item]]\ncode = \"101\"\nname = \"床位\"\nunit = \"张\"\nkind = \"stock\"\n";
    assert_eq!(told("title = \"任务台账\"\n", item), ["台账表的各行来自 ledger.csv，不另列`[[sheet.item]]`"]);
    let second = "[[sheet]]\nname = \"任务台账\"\ntitle = \"任务台账\"\n[[sheet]]\nname = \"二\"\ntitle = \"二\"\n";
    let one = "[[sheet]]\nname = \"任务台账\"\ntitle = \"任务台账\"\n";
    assert_eq!(told(one, second), ["台账表只有一张工作表：`[tasks]`的各行都列在那里"]);
    assert_eq!(
        told("scopes = [\"county\"]\n", ""),
        ["`scopes`或`counties`要和`scopes-filed-by`同时写：哪些任务各县也要报，由县里哪类单位填报"]
    );
    assert_eq!(
        told("filed-by =", "basis = \"quarter\"\nfiled-by ="),
        ["台账表的次数自1月1日起累计，不能写`basis = \"quarter\"`"]
    );
    assert_eq!(told("scopes = [\"county\"]", "counties = [\"各县\"]"), Vec::<String>::new());
    assert_eq!(
        told("scopes = [\"county\"]", "counties = [\"各部门\"]"),
        ["`各部门`已写在`everyone`里：一个词或者指各部门，或者指各县"]
    );
    assert_eq!(
        told("scopes-filed-by = [\"县级卫健部门\"]", "scopes-filed-by = [\"县卫健部门\"]"),
        ["`filed-by`里没有`县卫健部门`"]
    );
}

#[test]
fn two_tasks_of_one_number_are_told() {
    let ledger = Pack::sound().text(LEDGER);
    let last = ledger.lines().last().unwrap();
    let id = last.split(',').next().unwrap();
    let other = last.replacen(id, &format!("other:{}", id.split_once(':').unwrap().1), 1);
    let told = Pack::sound().adding(LEDGER, &format!("{other}\n")).mistakes();
    assert_eq!(told.len(), 1, "the ledger form would not know them apart");
}

const HANDOVERS: &str = "demo/responsible.csv";
const HEADER: &str = "id,from,responsible\n";

fn handed_over(rows: &str) -> Pack {
    Pack::sound().with(HANDOVERS, format!("{HEADER}{rows}").into_bytes())
}

#[test]
fn who_takes_over_a_task_is_asked_from_that_day_on() {
    let rows = "demo:3#1,2025-07-01,市数据局；市医保局\ndemo:3#1,2024-01-01,市医保局\n";
    let plan = handed_over(rows).with(FORM, SOUND.as_bytes().to_vec()).load().unwrap();
    let form = plan.forms.iter().find(|form| form.tasks.is_some()).unwrap();
    for responsible in [&plan.ledger[0].responsible, &form.tasks.as_ref().unwrap().rows[0].responsible] {
        assert_eq!(responsible.on(date(2023, 12, 31)), ["市卫健委", "市医保局"]);
        assert_eq!(responsible.on(date(2025, 6, 30)), ["市医保局"]);
        assert_eq!(responsible.on(date(2025, 7, 1)), ["市数据局", "市医保局"]);
    }
    assert_ne!(plan.fingerprint, Pack::sound().with(FORM, SOUND.as_bytes().to_vec()).load().unwrap().fingerprint);
}

#[test]
fn slips_in_who_takes_over_are_told_at_their_place() {
    let told = |rows: &str| handed_over(rows).told();
    let one = |quoted: &str, message: &str| vec![(quoted.to_owned(), message.to_owned())];
    assert_eq!(told("demo:3#2,2025-07-01,市数据局\n"), one("demo:3#2", "ledger.csv 里没有`demo:3#2`"));
    assert_eq!(told("demo:3#1,七月,市数据局\n"), one("七月", "`from`应写成 2025-07-01，这里是`七月`"));
    let outside = |day: &str| format!("`from`应在规划期（2023—2025年）内、第一天以后，这里是`{day}`");
    for day in ["2023-01-01", "2022-06-01", "2026-01-01"] {
        assert_eq!(told(&format!("demo:3#1,{day},市数据局\n")), one(day, &outside(day)));
    }
    assert_eq!(told("demo:3#1,2025-07-01,\n"), one("demo:3#1,2025-07-01,", "缺少`responsible`"));
    assert_eq!(
        told("demo:3#1,2025-07-01,市卫健委;市医保局\n"),
        one("市卫健委;市医保局", "`demo:3#1`在2025-07-01以前就由这些单位负责")
    );
    let twice = "demo:3#1,2025-07-01,市数据局\ndemo:3#1,2025-07-01,市医保局\n";
    assert_eq!(told(twice), one("demo:3#1,2025-07-01,市医保局", "`demo:3#1`自2025-07-01起的责任单位写了两次"));
    let headless = Pack::sound().with(HANDOVERS, b"id,since,responsible\n".to_vec()).told();
    assert_eq!(headless[0], ("id,since,responsible".to_owned(), "缺少列`from`".to_owned()));
}

#[test]
fn a_task_of_the_year_is_asked_for_whole_times() {
    let told = Pack::sound().replacing(LEDGER, "done,,,2025", "done,0.5,次/年,2025").told();
    assert_eq!(told, [("0.5".to_owned(), "按年计次的任务，`target`应是整数，这里是`0.5`".to_owned())]);
}
