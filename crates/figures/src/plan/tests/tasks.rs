//! A ledger form: its rows are the plan's tasks, and what is wrong with one is told at its place.

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
    assert_eq!(told("scopes = [\"county\"]\n", ""), ["`scopes`和`scopes-filed-by`要同时写：哪些范围的任务，由县里哪类单位填报"]);
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
