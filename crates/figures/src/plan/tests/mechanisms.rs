//! `[[mechanism]]` of plan.toml: what it means beside `cycles`, and what is told of it.

use jiff::civil::date;

use super::pack::{LEDGER, PLAN, Pack};
use crate::plan::{Every, Mechanism};
use tongbao_returns::domain::{Cycle, Period};

/// A wording that all plans share.
const EFFECT: &str = "common/bulletins/effect.md";
const SPECIAL: &str = "common/bulletins/special.md";

fn pack(mechanisms: &str) -> Pack {
    let wording = || b"# \xe9\x80\x9a\xe6\x8a\xa5\n".to_vec();
    // What is counted by the year can be fulfilled by issuing.
    let counted = Pack::with_task().replacing(LEDGER, "done,,,2025,", "done,,次/年,,");
    counted.adding(PLAN, mechanisms).with(EFFECT, wording()).with(SPECIAL, wording())
}

#[track_caller]
fn told(mechanisms: &str) -> Vec<(String, String)> {
    pack(mechanisms).told()
}

fn slip(quoted: &str, message: &str) -> (String, String) {
    (quoted.to_owned(), message.to_owned())
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

#[test]
fn a_kind_of_cycles_is_a_mechanism_of_which_nothing_more_is_said() {
    let plan = Pack::sound().load().unwrap();
    let usual = |cycle| Mechanism { has_second_half: true, ..Mechanism::usual(cycle) };
    assert_eq!(plan.mechanisms, [usual(Cycle::Quarterly), usual(Cycle::YearEnd)]);
    assert!(!plan.follows_mechanisms());
}

#[test]
fn a_kind_is_in_force_if_either_names_it_and_the_table_says_more() {
    let effect = "[[mechanism]]\ncycle = \"effect\"\nevery = \"half-year\"\nwithin-days = 20\nclause = \"一.2\"\n\
                  source = [\"demo:1#1\"]\ntasks = [\"3#1\"]\nresponsible = [\"市卫健委\"]\ntitle = \"监测\"\n\
                  [[mechanism]]\ncycle = \"quarterly\"\nwithin-days = 30\n";
    let plan = pack(effect).load().unwrap();
    assert_eq!(plan.cycles, [Cycle::Quarterly, Cycle::YearEnd, Cycle::Effect]);
    let kinds: Vec<Cycle> = plan.mechanisms.iter().map(|mechanism| mechanism.cycle).collect();
    assert_eq!(kinds, [Cycle::Effect, Cycle::Quarterly, Cycle::YearEnd], "as the file has them, then those of `cycles` alone");
    let [effect, quarterly, year_end] = plan.mechanisms.as_slice() else { panic!("three") };
    assert_eq!((effect.every, effect.within_days, effect.name()), (Every::HalfYear, Some(20), "监测"));
    assert_eq!(effect.tasks, ["demo:3#1"], "named without the plan's identifier");
    assert_eq!((quarterly.every, quarterly.within_days, quarterly.name()), (Every::Quarter, Some(30), "季调度"));
    assert!(plan.follows_mechanisms() && !year_end.is_demanded());
    assert_eq!(plan.period_of(Cycle::Effect, period("2025Q2")), Some(period("2025H1")));
    assert_eq!(plan.period_of(Cycle::Effect, period("2025Q1")), Some(period("2025Q1")));
    assert_eq!(plan.period_of(Cycle::ThirdParty, period("2025")), None, "the plan has none");
    let without_cycles =
        pack("[[mechanism]]\ncycle = \"effect\"\n").replacing(PLAN, "cycles = [\"quarterly\", \"year-end\"]\n", "");
    let plan = without_cycles.without("demo/bulletins/quarterly.md").without("demo/bulletins/year-end.md").load().unwrap();
    assert_eq!(plan.cycles, [Cycle::Effect]);
}

#[test]
fn what_is_demanded_once_is_due_at_the_end_of_the_plan_or_when_it_says() {
    let once = |more: &str| {
        let plan = pack(&format!("[[mechanism]]\ncycle = \"effect\"\nevery = \"once\"\n{more}")).load().unwrap();
        plan.mechanisms[0].by
    };
    assert_eq!(once(""), Some(date(2025, 12, 31)));
    assert_eq!(once("by = \"2025-06-30\"\n"), Some(date(2025, 6, 30)));
}

#[test]
fn a_special_report_has_topics_each_for_a_period() {
    let special = "[[mechanism]]\ncycle = \"special\"\nwithin-days = 15\n\
                   [[mechanism.topic]]\nname = \"中医\"\nperiod = \"2025Q3\"\nindicators = [\"中医诊疗占比\"]\ntasks = [\"demo:3#1\"]\n\
                   [[mechanism.topic]]\nname = \"平台\"\nperiod = \"2025\"\ntasks = [\"3#1\"]\n";
    let plan = pack(special).load().unwrap();
    let topics: Vec<_> = plan.topics().map(|topic| (topic.name.as_str(), topic.period, topic.tasks.as_slice())).collect();
    let task = ["demo:3#1".to_owned()];
    assert_eq!(topics, [("中医", period("2025Q3"), &task[..]), ("平台", period("2025"), &task[..])]);
    let asked = |asked: &str| plan.period_of(Cycle::Special, period(asked)).map(|period| period.to_string());
    assert_eq!(
        ["2025Q3", "2025Q4", "2025"].map(asked),
        [Some("2025Q3"), Some("2025"), Some("2025")].map(|text| text.map(str::to_owned))
    );
    assert_eq!(asked("2025Q2"), None);
}

#[test]
fn slips_in_a_mechanism_are_told_at_their_place() {
    let of_effect = |more: &str| told(&format!("[[mechanism]]\ncycle = \"effect\"\n{more}"));
    assert_eq!(told("[[mechanism]]\ncycle = \"efect\"\n"), [slip("\"efect\"", "`cycle`没有这个取值：`efect`")]);
    assert_eq!(of_effect("every = \"month\"\n"), [slip("\"month\"", "`every`没有这个取值：`month`")]);
    assert_eq!(of_effect("within-days = -1\n"), [slip("-1", "`within-days`应在0到366之间，这里是-1")]);
    let only_once = "`by`只用于`every = \"once\"`；其余的时限写`within-days`";
    assert_eq!(of_effect("by = \"2025-06-30\"\n"), [slip("\"2025-06-30\"", only_once)]);
    let outside = "`by`应在规划期（2023—2025年）内，这里是2026-06-30";
    assert_eq!(of_effect("every = \"once\"\nby = \"2026-06-30\"\n"), [slip("\"2026-06-30\"", outside)]);
    assert_eq!(of_effect("tasks = [\"3#2\"]\n"), [slip("\"3#2\"", "ledger.csv 里没有任务`3#2`")]);
    let again = "任务`demo:3#1`已写过：一项任务只由一个机制办理";
    assert_eq!(of_effect("tasks = [\"3#1\", \"demo:3#1\"]\n"), [slip("\"demo:3#1\"", again)]);
    let dated = "任务`3#1`不是按年计次的（`unit`写 次/年、份/年，不写`deadline`），不能由机制办理";
    let of_date = pack("[[mechanism]]\ncycle = \"effect\"\ntasks = [\"3#1\"]\n").replacing(LEDGER, "次/年,,", "次/年,2025,");
    assert_eq!(of_date.told(), [slip("\"3#1\"", dated)]);
    // What has steps is due with its last one.
    let steps = b"id,by,item\ndemo:3#1,2024,\xe7\xab\x8b\xe9\xa1\xb9\ndemo:3#1,2025,\xe5\xbb\xba\xe6\x88\x90\n";
    let of_steps = pack("[[mechanism]]\ncycle = \"effect\"\ntasks = [\"3#1\"]\n").replacing(LEDGER, "次/年,,", ",2025,");
    assert_eq!(of_steps.with("demo/milestones.csv", steps.to_vec()).told(), [slip("\"3#1\"", dated)]);
    let long = "很".repeat(21);
    let too_long = "`title`印在标题里，不超过20字，这里约21字";
    assert_eq!(of_effect(&format!("title = \"{long}\"\n")), [slip(&format!("\"{long}\""), too_long)]);
    let within = "只要求一次的，时限写`by`，不写`within-days`";
    assert_eq!(of_effect("every = \"once\"\nwithin-days = 5\n"), [slip("5", within)]);
    let twice = "`effect`已有一个`[[mechanism]]`：除专题报告（special）外，一种通报只写一个";
    let second = of_effect("[[mechanism]]\ncycle = \"effect\"\ntitle = \"又一个\"\n");
    assert_eq!(second, [slip("\"effect\"", twice)]);
    let often = "年终评估（year-end）没有这样勤：`every`不能写`quarter`";
    assert_eq!(told("[[mechanism]]\ncycle = \"year-end\"\nevery = \"quarter\"\n"), [slip("\"quarter\"", often)]);
    assert_eq!(of_effect("topics = []\n"), [slip("topics", "没有这个键：`topics`")]);
    let no_words = "`[[mechanism]]`里有`inspection`，但没有它的用语：common/bulletins 和方案的 bulletins 里都没有 inspection.md";
    assert_eq!(told("[[mechanism]]\ncycle = \"inspection\"\n"), [slip("\"inspection\"", no_words)]);
}

#[test]
fn slips_in_a_topic_are_told_at_their_place() {
    let of_special = |more: &str| told(&format!("[[mechanism]]\ncycle = \"special\"\n{more}"));
    let head = "[[mechanism]]";
    assert_eq!(of_special(""), [slip(head, "专题报告（special）至少要有一个`[[mechanism.topic]]`")]);
    let topic =
        |name: &str, period: &str, more: &str| format!("[[mechanism.topic]]\nname = \"{name}\"\nperiod = \"{period}\"\n{more}\n");
    let sound = || topic("中医", "2025Q3", "indicators = [\"中医诊疗占比\"]");
    assert_eq!(of_special(&sound()), []);
    let of_effect = format!("[[mechanism]]\ncycle = \"effect\"\n{}", sound());
    assert_eq!(told(&of_effect), [slip("[[mechanism.topic]]", "`topic`（题目）只用于`cycle = \"special\"`")]);
    let every = of_special(&format!("every = \"year\"\n{}", sound()));
    assert_eq!(every, [slip("\"year\"", "专题报告一个题目一期，不写`every`")]);
    let again = of_special(&(sound() + &topic("平台", "2025Q3", "tasks = [\"3#1\"]")));
    assert_eq!(again, [slip("\"2025Q3\"", "`2025Q3`已有一个题目：一个报告期只出一份专题报告")]);
    for wrong in ["2025H2", "三季度"] {
        let message = format!("`period`应写成 2025Q3、2025H1 或 2025，这里是`{wrong}`");
        assert_eq!(of_special(&topic("中医", wrong, "tasks = [\"3#1\"]")), [slip(&format!("\"{wrong}\""), &message)]);
    }
    let outside = of_special(&topic("中医", "2026Q1", "tasks = [\"3#1\"]"));
    assert_eq!(outside, [slip("\"2026Q1\"", "`period`应在规划期（2023—2025年）内，这里是2026Q1")]);
    let empty = of_special(&topic("中医", "2025Q3", ""));
    assert_eq!(empty, [slip("[[mechanism.topic]]", "题目`中医`没有写涉及哪些`indicators`（指标）、`tasks`（任务）")]);
    let unknown = of_special(&topic("中医", "2025Q3", "indicators = [\"中医诊疗占\"]\ntasks = [\"9#9\"]"));
    assert_eq!(unknown, [slip("\"中医诊疗占\"", "没有指标`中医诊疗占`"), slip("\"9#9\"", "ledger.csv 里没有任务`9#9`")]);
    let long = "很".repeat(31);
    let told_long = of_special(&topic(&long, "2025Q3", "tasks = [\"3#1\"]"));
    assert_eq!(told_long, [slip(&format!("\"{long}\""), "题目印在标题里，不超过30字，这里约31字")]);
    // `cycles` alone says of no special report what it is about.
    let bare = pack("").replacing(PLAN, "\"year-end\"]", "\"year-end\", \"special\"]").told();
    assert_eq!(bare, [slip("\"special\"", "专题报告（special）至少要有一个题目")]);
    let blank = told("[wording.effect]\ntitle = \"关于{专题}的通报\"\n");
    assert_eq!(blank, [slip("{专题}", "`{专题}`只用于专题报告，写在 [wording.special]")]);
}

#[test]
fn what_a_broken_file_would_say_is_not_missed() {
    let mechanism = "[[mechanism]]\ncycle = \"effect\"\ntasks = [\"3#1\"]\n";
    let told = pack(mechanism).with(LEDGER, b"id,clause\n".to_vec()).mistakes();
    assert!(!told.is_empty() && told.iter().all(|mistake| mistake.file.to_str() == Some(LEDGER)), "{told:?}");
}
