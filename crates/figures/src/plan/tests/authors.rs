//! What authors leave in the folder of a pack: files that nothing reads, drafts that are not filled in, what Excel makes of tables, two ledger forms.

use jiff::civil::date;

use super::pack::{INDICATORS, LEDGER, PLAN, Pack};
use crate::plan::TaskDeadline;

const LEDGER_FORM: &str = r#"id = "tasks"
code = "D-09"
title = "台账"
version = "2024"
issuer = "市卫健委"
filed-by = ["市级部门"]
[tasks]
[[sheet]]
name = "任务台账"
title = "任务台账"
"#;

#[test]
fn a_file_that_nothing_reads_is_told_with_the_name_that_it_should_have() {
    let pack = Pack::sound()
        .with("demo/milestone.csv", b"id,by,item\n".to_vec())
        .with("demo/plan.toml.bak", b"id = ".to_vec())
        .with("demo/~$ledger.csv", Vec::new())
        .with("common/form/beds.toml", b"[[sheet]]\n".to_vec())
        .with("demo/README.md", Vec::new());
    let told: Vec<(String, Option<String>)> =
        pack.mistakes().into_iter().map(|mistake| (mistake.file.display().to_string(), mistake.hint)).collect();
    let expected = [
        ("common/form/beds.toml", "放到 common/forms/beds.toml"),
        ("demo/milestone.csv", "是否想写`milestones.csv`（放在 demo 里）"),
    ];
    assert_eq!(told, expected.map(|(file, hint)| (file.to_owned(), Some(hint.to_owned()))));
}

#[test]
fn what_a_draft_has_left_to_its_author_is_no_mistake_and_is_kept_with_its_place() {
    let pack =
        Pack::with_task().replacing(PLAN, "示例方案", "〔方案名称〕").replacing(LEDGER, "平台,是否建成", "〔平台〕,是否建成");
    let plan = pack.load().unwrap();
    let told: Vec<String> = plan.unfilled.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["demo/plan.toml:2:10：待填：〔方案名称〕", "demo/ledger.csv:2:22：待填：〔平台〕"]);
    assert!(plan.unfilled.iter().all(|place| plan.origins.sources.contains_key(&place.file)), "whoever tells it shows the line");
    assert!(Pack::with_task().load().unwrap().unfilled.is_empty());
}

#[test]
fn what_excel_leaves_in_a_ledger_is_passed_over_and_its_dates_are_read() {
    let text = Pack::with_task().text(LEDGER).replace(",2025,city", ",2025/6/30,city");
    let lines: Vec<String> = text.lines().map(|line| format!("{line},,\n")).collect();
    let blank = ",".repeat(15);
    let plan = Pack::with_task().with(LEDGER, format!("{}{blank}\n{blank}\n", lines.concat()).into_bytes()).load().unwrap();
    let deadlines: Vec<_> = plan.ledger.iter().map(|task| task.deadline).collect();
    assert_eq!(deadlines, [Some(TaskDeadline::Day(date(2025, 6, 30)))]);
    let mistakes = Pack::with_task().replacing(LEDGER, ",2025,city", ",Jun-25,city").mistakes();
    let [mistake] = mistakes.as_slice() else { panic!("{mistakes:?}") };
    assert_eq!(mistake.message, "`deadline`应写成 2025、2025-06 或 2025-06-30，这里是`Jun-25`");
    assert!(mistake.hint.as_ref().is_some_and(|hint| hint.starts_with("Excel 把它改成了这样")), "{:?}", mistake.hint);
}

#[test]
fn two_ledger_forms_are_one_mistake() {
    let shared = LEDGER_FORM.replace("\"tasks\"", "\"ledger\"").replace("D-09", "TB-LZ").replace("\"台账\"", "\"共用台账\"");
    let pack = Pack::sound()
        .with("demo/forms/tasks.toml", LEDGER_FORM.as_bytes().to_vec())
        .with("common/forms/ledger.toml", shared.into_bytes())
        .replacing(PLAN, "[\"hospital\"]", "[\"hospital\", \"ledger\"]");
    let message = "两张台账表：demo/forms/tasks.toml（D-09）和common/forms/ledger.toml（TB-LZ），一个方案只有一张";
    assert_eq!(pack.told(), [("\"ledger\"".to_owned(), message.to_owned())]);
}

#[test]
fn the_rows_that_indicators_cite_are_kept_with_their_places() {
    let plan = Pack::sound().load().unwrap();
    let text = Pack::sound().text(INDICATORS);
    let cited: Vec<(&str, &str)> =
        plan.origins.cited.iter().map(|(row, place)| (row.as_str(), &text[place.span.clone()])).collect();
    assert_eq!(cited, [("demo:1#1", "\"demo:1#1\""), ("demo:1#2", "\"demo:1#2\"")]);
}
