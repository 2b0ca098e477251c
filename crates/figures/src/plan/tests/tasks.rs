//! A ledger form: its rows are the plan's tasks, and what is wrong with one is told at its place.

use jiff::civil::date;

use super::pack::{LEDGER, LEDGER_FORM, PLAN, Pack};
use crate::plan::TaskDeadline;
use tongbao_returns::domain::{AskedUnits, Capacity, Category};

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

/// Rows that have the words of the form.
const WORDED: &str = "demo:2#1,2,二、服务,分管,分管,,done,,,2025,county,各部门,ledger,\n\
                      demo:2#2,2,二、服务,对口,对口,,done,,,2025,county,各县,ledger,\n";

fn pack(form: &str) -> Pack {
    Pack::with_task().adding(LEDGER, WORDED).with(LEDGER_FORM, form.as_bytes().to_vec())
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
fn words_that_no_row_has_are_told() {
    let told = |from: &str, to: &str| pack(&SOUND.replacen(from, to, 1)).told();
    let no_row = |word: &str| {
        let message = format!("ledger.csv 里没有一行的`responsible`或`filed-by`写着`{word}`");
        vec![(format!("\"{word}\""), message)]
    };
    assert_eq!(told("[\"各部门\"]", "[\"各部门\", \"各单位\"]"), no_row("各单位"));
    assert_eq!(told("scopes = ", "counties = [\"各区\"]\nscopes = "), no_row("各区"));
    let no_scope = ("\"village\"".to_owned(), "ledger.csv 里没有范围（scope）是`village`的任务".to_owned());
    assert_eq!(told("[\"county\"]", "[\"county\", \"village\"]"), [no_scope]);
}

#[test]
fn tasks_for_which_no_form_asks_are_told_where_they_stand() {
    let told = Pack::with_task().without(LEDGER_FORM).mistakes();
    let [mistake] = told.as_slice() else { panic!("{told:?}") };
    let message = "ledger.csv 有1项任务，却没有一张台账表（写了`[tasks]`的表式）：没有单位填报";
    assert_eq!((mistake.file.to_str(), mistake.line, mistake.message.as_str()), (Some(LEDGER), 2, message));
    assert!(mistake.hint.as_ref().is_some_and(|hint| hint.contains("includes")), "{mistake:?}");
    // Of a form that could not be read nobody knows.
    let unread = Pack::with_task().replacing(LEDGER_FORM, "title = \"台账\"", "title = \"台账").mistakes();
    assert!(unread.iter().all(|mistake| mistake.file.to_str() == Some(LEDGER_FORM)), "{unread:?}");
}

#[test]
fn two_tasks_of_one_number_are_told() {
    let ledger = Pack::with_task().text(LEDGER);
    let last = ledger.lines().last().unwrap();
    let id = last.split(',').next().unwrap();
    let other = last.replacen(id, &format!("other:{}", id.split_once(':').unwrap().1), 1);
    let told = Pack::with_task().adding(LEDGER, &format!("{other}\n")).mistakes();
    assert_eq!(told.len(), 1, "the ledger form would not know them apart");
}

const HANDOVERS: &str = "demo/responsible.csv";
const HEADER: &str = "id,from,responsible\n";

fn handed_over(rows: &str) -> Pack {
    pack(SOUND).with(HANDOVERS, format!("{HEADER}{rows}").into_bytes())
}

#[test]
fn who_takes_over_a_task_is_asked_from_that_day_on() {
    let rows = "demo:3#1,2025-07-01,市数据局；市医保局\ndemo:3#1,2024-01-01,市医保局\n";
    let plan = handed_over(rows).load().unwrap();
    let form = plan.forms.iter().find(|form| form.tasks.is_some()).unwrap();
    for responsible in [&plan.ledger[0].responsible, &form.tasks.as_ref().unwrap().rows[0].responsible] {
        assert_eq!(responsible.on(date(2023, 12, 31)), ["市卫健委", "市医保局"]);
        assert_eq!(responsible.on(date(2025, 6, 30)), ["市医保局"]);
        assert_eq!(responsible.on(date(2025, 7, 1)), ["市数据局", "市医保局"]);
    }
    assert_ne!(plan.fingerprint, pack(SOUND).load().unwrap().fingerprint);
}

#[test]
fn slips_in_who_takes_over_are_told_at_their_place() {
    let told = |rows: &str| handed_over(rows).told();
    let one = |quoted: &str, message: &str| vec![(quoted.to_owned(), message.to_owned())];
    assert_eq!(told("demo:3#2,2025-07-01,市数据局\n"), one("demo:3#2", "ledger.csv 里没有任务`demo:3#2`"));
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
    assert_eq!(told("3#1,2025-07-01,市数据局\n"), [], "the plan's id may be left out");
    let run_together = "`responsible`的名称之间用分号（;）隔开，这里是`市数据局、市医保局`";
    assert_eq!(told("demo:3#1,2025-07-01,市数据局、市医保局\n"), one("市数据局、市医保局", run_together));
    let of_no_task = Pack::sound().with(HANDOVERS, format!("{HEADER}demo:3#1,2025-07-01,市数据局\n").into_bytes());
    assert_eq!(of_no_task.told(), one("demo:3#1", "ledger.csv 里没有任务`demo:3#1`"), "a ledger without rows has none");
    let headless = pack(SOUND).with(HANDOVERS, b"id,since,responsible\n".to_vec()).told();
    assert_eq!(headless[0], ("id,since,responsible".to_owned(), "缺少列`from`".to_owned()));
}

#[test]
fn a_task_of_the_year_is_asked_for_whole_times() {
    let told = Pack::with_task().replacing(LEDGER, "done,,,2025", "done,0.5,次/年,2025").told();
    assert_eq!(told, [("0.5".to_owned(), "按年计次的任务，`target`应是整数，这里是`0.5`".to_owned())]);
}

/// Hospitals answer by rule: for what is theirs by scope or by word.
const RULED: &str = r#"id = "tasks"
code = "D-09"
title = "台账"
version = "2024"
issuer = "市卫健委"
filed-by = ["市级部门", "县级卫健部门", "二级公立医院"]
[tasks]
everyone = ["各部门"]
scopes = ["county"]
scopes-filed-by = ["县级卫健部门"]
[[tasks.asked]]
scopes = ["public-hospital"]
responsible = ["各公立医院"]
of = ["二级公立医院"]
[[sheet]]
name = "任务台账"
title = "任务台账"
"#;
/// A row of which the rule speaks by its word and by its scope.
const OF_HOSPITALS: &str = "demo:4#1,4,二、服务,章程,章程,,done,,,2025,public-hospital,各公立医院,milestone,\n";

fn ruled(form: &str, rows: &str) -> Pack {
    pack(form).adding(LEDGER, rows)
}

#[test]
fn rules_say_which_units_answer_for_which_rows() {
    let form = RULED.replace("of = [", "grades = [\"二级甲等\"]\nas = \"county\"\nof = [");
    let plan = ruled(&form, OF_HOSPITALS).load().unwrap();
    let tasks = plan.forms.iter().find_map(|form| form.tasks.as_ref()).unwrap();
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let [asked] = tasks.asked.as_slice() else { panic!("one rule: {:?}", tasks.asked) };
    let expected = AskedUnits {
        scopes: names(&["public-hospital"]),
        words: names(&["各公立医院"]),
        categories: vec![Category::new("二级公立医院")],
        grades: names(&["二级甲等"]),
        within: Vec::new(),
        capacity: Capacity::County,
    };
    assert_eq!(*asked, expected);
    let departments = plan.categories().into_iter().filter(|category| tasks.is_department(category));
    let departments: Vec<&str> = departments.map(Category::as_str).collect();
    assert!(departments.contains(&"市级部门") && !departments.contains(&"二级公立医院"), "{departments:?}");
}

#[test]
fn a_rule_may_be_of_some_counties_by_name_or_by_their_peer_group() {
    const TOWNS: &str = "[[peer-group]]\nname = \"城区\"\ncounties = [\"任城区\", \"370812\"]\n\
                         [[peer-group]]\nname = \"医院\"\ncategories = [\"二级公立医院\"]\n";
    let within = |words: &str| {
        let form = RULED.replace("of = [", &format!("within = {words}\nof = ["));
        ruled(&form, OF_HOSPITALS).adding(PLAN, TOWNS)
    };
    let plan = within("[\"城区\", \"曲阜市\"]").load().unwrap();
    let tasks = plan.forms.iter().find_map(|form| form.tasks.as_ref()).unwrap();
    assert_eq!(tasks.asked[0].within, ["任城区", "370812", "曲阜市"], "a peer group stands for its counties");
    let message = "同类组`医院`不是县（市、区）的，`within`写县区或县区的同类组";
    assert_eq!(within("[\"医院\"]").told(), [("\"医院\"".to_owned(), message.to_owned())]);
    // One word does not mean those of some counties and those of all.
    let other = "[[tasks.asked]]\nresponsible = [\"各公立医院\"]\nof = [\"二级公立医院\"]\nwithin = [\"城区\"]\n[[sheet]]";
    let told = ruled(&RULED.replacen("[[sheet]]", other, 1), OF_HOSPITALS).adding(PLAN, TOWNS).told();
    let twice = "`各公立医院`在另一条`[[tasks.asked]]`里指别的单位：一个词只有一个意思";
    assert_eq!(told, [("\"各公立医院\"".to_owned(), twice.to_owned())]);
}

#[test]
fn slips_in_the_rules_are_told() {
    let told = |from: &str, to: &str| {
        assert!(RULED.contains(from), "{from}");
        let mistakes = ruled(&RULED.replacen(from, to, 1), OF_HOSPITALS).mistakes();
        mistakes.into_iter().map(|mistake| mistake.message).collect::<Vec<_>>()
    };
    assert_eq!(told("of = [\"二级公立医院\"]", "of = [\"二级医院\"]"), ["`filed-by`里没有`二级医院`"]);
    assert_eq!(told("of = [\"二级公立医院\"]\n", ""), ["缺少键`of`"]);
    assert_eq!(told("of = [", "as = \"town\"\nof = ["), ["`as`没有这个取值：`town`"]);
    assert_eq!(told("of = [", "grades = [\"三甲\"]\nof = ["), ["名录里没有这个等级：`三甲`"]);
    assert_eq!(
        told("[\"各公立医院\"]", "[\"各公立医疗机构\"]"),
        ["ledger.csv 里没有一行的`responsible`或`filed-by`写着`各公立医疗机构`"]
    );
    assert_eq!(
        told("[\"public-hospital\"]", "[\"public-hospitals\"]"),
        ["ledger.csv 里没有范围（scope）是`public-hospitals`的任务"]
    );
    let in_two_places = told("[\"各公立医院\"]", "[\"各公立医院\", \"各部门\"]");
    assert!(in_two_places.contains(&"`各部门`已写在`everyone`里：一个词只有一个意思".to_owned()), "{in_two_places:?}");
    let other = "[[tasks.asked]]\nresponsible = [\"各公立医院\"]\nof = [\"二级公立医院\"]\nas = \"county\"\n[[sheet]]";
    assert_eq!(told("[[sheet]]", other), ["`各公立医院`在另一条`[[tasks.asked]]`里指别的单位：一个词只有一个意思"]);
    let everybody = told("\"市级部门\", ", "");
    assert_eq!(everybody, ["`everyone`没有指到谁：`filed-by`的各类别都由`[[tasks.asked]]`或`scopes-filed-by`点到"]);
    let bare = RULED.replace("scopes = [\"public-hospital\"]\nresponsible = [\"各公立医院\"]\n", "");
    let mistakes = pack(&bare).mistakes();
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert!(mistakes[0].message.contains("要写`scopes`或`responsible`"));
}

#[test]
fn a_row_for_which_nobody_can_answer_is_told() {
    let row = |responsible: &str| format!("demo:5#1,5,二、服务,甲,甲,,done,,,2025,city,{responsible},milestone,\n");
    let told = |row: &str| ruled(RULED, &(OF_HOSPITALS.to_owned() + row)).told();
    let unknown = "`demo:5#1`没有单位可报：`responsible`里的`各医共体`不是规则里的词，范围`city`也没有规则点到";
    assert_eq!(told(&row("各医共体")), [("各医共体".to_owned(), unknown.to_owned())]);
    let nobody = "`demo:5#1`没有单位可报：`responsible`没有写，范围`city`也没有规则点到";
    assert_eq!(told(&row("")), [(row("").trim_end().to_owned(), nobody.to_owned())]);
    for one in ["各部门", "市疾控中心", "各医共体;市疾控中心"] {
        assert_eq!(told(&row(one)), [], "{one}");
    }
    assert_eq!(told(&row("").replace(",city,", ",county,")), [], "its scope is the counties'");
    // A form without rules leaves it to the run, which tells whom the registry lacks.
    assert!(ruled(SOUND, &row("")).load().is_ok());
}

fn filed_by(entries: &str) -> Pack {
    let text = Pack::with_task().text(LEDGER).replace("kind,note\n", "kind,note,filed-by\n");
    let text = text.replace("milestone,\n", &format!("milestone,,{entries}\n"));
    // The words of the form and of its rule stand in rows of their own.
    let rows = text + &OF_HOSPITALS.replace("milestone,\n", "milestone,,\n") + &WORDED.replace("ledger,\n", "ledger,,\n");
    pack(RULED).with(LEDGER, rows.into_bytes())
}

#[test]
fn a_row_says_who_files_about_it() {
    let plan = filed_by("二级公立医院；市疾控中心;各公立医院").load().unwrap();
    let expected = ["二级公立医院", "市疾控中心", "各公立医院"];
    assert_eq!(plan.ledger[0].filed_by, expected);
    let tasks = plan.forms.iter().find_map(|form| form.tasks.as_ref()).unwrap();
    assert_eq!(tasks.rows[0].asked_on(date(2025, 9, 30)), expected);
    assert_eq!(tasks.rows[0].responsible.on(date(2025, 9, 30)), ["市卫健委", "市医保局"], "who leads is said as before");
    let told = |entries: &str| filed_by(entries).told();
    assert_eq!(
        told("三级公立医院"),
        [("三级公立医院".to_owned(), "`三级公立医院`不填台账表`D-09`：`demo:3#1`没有单位可报".to_owned())]
    );
    assert_eq!(told("各医院"), [("各医院".to_owned(), "`filed-by`里的`各医院`不是类别，也不是表式里的词".to_owned())]);
}

#[test]
fn a_prefix_stands_before_every_number() {
    let prefixed = |prefix: &str| pack(SOUND).replacing(PLAN, "campaigns", &format!("task-prefix = \"{prefix}\"\ncampaigns"));
    let plan = prefixed("能力").load().unwrap();
    let tasks = plan.forms.iter().find_map(|form| form.tasks.as_ref()).unwrap();
    assert_eq!((plan.ledger[0].code(), tasks.rows[0].code(), plan.ledger[0].id.as_str()), ("能力-3#1", "能力-3#1", "demo:3#1"));
    let message = |prefix: &str| format!("`task-prefix`只能用字母、数字和汉字，至多8个，这里是`{prefix}`");
    for prefix in ["能力-", "能力 提升", "一二三四五六七八九"] {
        assert_eq!(prefixed(prefix).told(), [(format!("\"{prefix}\""), message(prefix))]);
    }
}

const MILESTONES: &str = "demo/milestones.csv";

fn stepped(rows: &str) -> Pack {
    pack(SOUND).with(MILESTONES, format!("id,by,item\n{rows}").into_bytes())
}

#[test]
fn the_steps_of_a_task_are_those_of_the_file() {
    let plan = stepped("demo:3#1,2024-06,立项\ndemo:3#1,2025,建成\n").load().unwrap();
    let task = &plan.ledger[0];
    let by: Vec<String> = task.steps.iter().map(|step| step.by.in_words()).collect();
    assert_eq!(
        (by.as_slice(), task.steps[0].item.as_str()),
        (["2024年6月底".to_owned(), "2025年底".to_owned()].as_slice(), "立项")
    );
    assert_eq!(task.due(), Some(date(2025, 12, 31)));
    assert_eq!(
        [0, 1, 2].map(|done| task.until(done).map(TaskDeadline::last_day)),
        [Some(date(2024, 6, 30)), Some(date(2025, 12, 31)), Some(date(2025, 12, 31)),]
    );
    assert_eq!([date(2024, 6, 29), date(2024, 6, 30), date(2025, 12, 31)].map(|day| task.steps_due(day)), [0, 1, 2]);
    let form = plan.forms.iter().find_map(|form| form.tasks.as_ref()).unwrap();
    assert_eq!(form.rows[0].content(), "平台（第1步，共2步：立项）");
    assert_ne!(plan.fingerprint, pack(SOUND).load().unwrap().fingerprint);
    // Two steps of one day, and a task whose deadline stands with its steps alone.
    let alone = stepped("demo:3#1,2025,立项\ndemo:3#1,2025,建成\n").replacing(LEDGER, "done,,,2025", "done,,,");
    assert_eq!(alone.load().unwrap().ledger[0].due(), Some(date(2025, 12, 31)));
}

#[test]
fn a_step_cites_rows_of_the_catalogue() {
    let with_sources = |rows: &str| pack(SOUND).with(MILESTONES, format!("id,by,item,source\n{rows}").into_bytes());
    let plan = with_sources("demo:3#1,2024,立项,\ndemo:3#1,2025,建成,demo:3#2;demo:3#3\n").load().unwrap();
    let sources: Vec<&[String]> = plan.ledger[0].steps.iter().map(|step| step.source.as_slice()).collect();
    assert_eq!(sources, [&[][..], &["demo:3#2".to_owned(), "demo:3#3".to_owned()]]);
    let cited: Vec<(&str, usize)> = plan.origins.cited.iter().map(|(id, place)| (id.as_str(), place.line)).collect();
    assert_eq!(cited[cited.len() - 2..], [("demo:3#2", 3), ("demo:3#3", 3)]);
    let told = with_sources("demo:3#1,2025,建成,demo:3#2、demo:3#3\n").told();
    let message = "`source`的名称之间用分号（;）隔开，这里是`demo:3#2、demo:3#3`";
    assert_eq!(told, [("demo:3#2、demo:3#3".to_owned(), message.to_owned())]);
}

#[test]
fn slips_in_the_steps_are_told_at_their_place() {
    let told = |rows: &str| stepped(rows).told();
    let one = |quoted: &str, message: &str| vec![(quoted.to_owned(), message.to_owned())];
    assert_eq!(told("demo:3#9,2025,建成\n"), one("demo:3#9", "ledger.csv 里没有任务`demo:3#9`"));
    assert_eq!(told("demo:3#1,明年,建成\n"), one("明年", "`by`应写成 2025、2025-06 或 2025-06-30，这里是`明年`"));
    assert_eq!(told("demo:3#1,2026,建成\n"), one("2026", "`by`应在规划期（2023—2025年）内，这里是`2026`"));
    assert_eq!(told("demo:3#1,2025,\n"), one("demo:3#1,2025,", "缺少`item`"));
    assert_eq!(
        told("demo:3#1,2025,建成\ndemo:3#1,2024,立项\n"),
        one("2024", "`demo:3#1`的各步要按时间先后写：`2024`早于上一步的`2025`")
    );
    assert_eq!(
        told("demo:3#1,2024,立项\ndemo:3#1,2025,建成\ndemo:3#1,2025,建成\n"),
        one("建成", "`demo:3#1`的这一步写了两次：`建成`")
    );
    assert_eq!(told("demo:3#1,2024,立项\n"), one("2025", "`demo:3#1`的`deadline`晚于 milestones.csv 里最后一步的期限`2024`"));
    let yearly = stepped("demo:3#1,2025,建成\n").replacing(LEDGER, "done,,,2025", "done,2,次/年,2025");
    assert_eq!(yearly.told(), one("demo:3#1", "`demo:3#1`是按年计次的任务，不分步"));
    let earlier = stepped("demo:3#1,2024,立项\ndemo:3#1,2025,建成\n").replacing(LEDGER, "done,,,2025", "done,,,2023");
    assert_eq!(earlier.told(), one("2023", "`demo:3#1`的`deadline`早于 milestones.csv 里最后一步的期限`2025`"));
    let headless = pack(SOUND).with(MILESTONES, b"id,due,item\n".to_vec()).told();
    assert!(headless.contains(&("id,due,item".to_owned(), "缺少列`by`".to_owned())), "{headless:?}");
}

#[test]
fn the_shared_ledger_form_is_sound() {
    let form = include_str!("../../../../../report_templates/common/forms/ledger.toml");
    let pack = Pack::with_task().without(LEDGER_FORM).with("common/forms/ledger.toml", form.as_bytes().to_vec());
    let plan = pack.replacing(PLAN, "[\"hospital\"]", "[\"hospital\", \"ledger\"]").load().unwrap();
    let form = plan.forms.iter().find(|form| form.tasks.is_some()).unwrap();
    let tasks = form.tasks.as_ref().unwrap();
    assert_eq!((form.code.as_str(), tasks.rows.len()), ("TB-LZ", plan.ledger.len()));
    assert!(tasks.is_department(&Category::new("市级部门")) && tasks.is_of_county(&Category::new("县级卫健部门")));
    assert!(form.filed_by.iter().all(|category| tongbao_returns::registry::CATEGORIES.contains(&category.as_str())));
}
