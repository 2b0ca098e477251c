//! One ledger form of an office for all its plans, and a task in steps, from end to end: two packs made in a scratch folder that share
//! `common/forms/ledger.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use serde_json::Value;
use tempfile::TempDir;
use tongbao_document::FormValue;
use tongbao_figures::plan::{Plan, join, load};
use tongbao_render::Theme;
use tongbao_returns::domain::{Decision, Form, FormId, Period, TaskColumn, UnitCode};
use tongbao_returns::forms::{Filling, form_book};
use tongbao_returns::registry::Registry;
use tongbao_sample::ledger::Decided;
use tongbao_sample::registry_book::{registry_book, sign_off_book};

use crate::ledger::{listed, table};
use crate::support::{indicator, registry, write_pack};
use crate::whole::{copy, tongbao};

const SOURCES: &str = env!("CARGO_MANIFEST_DIR");
const HEADER: &str = "id,clause,campaign,title,item,measure,operator,target,unit,deadline,scope,responsible,kind,note\n";

/// State, 完成日期, 佐证材料.
type Said = (&'static str, &'static str, &'static str);

/// An office with two plans: 小县改革 (`tiny`) and 小县能力提升 (`second`). W answers for tasks of both, V for one of the second.
struct Office {
    folder: TempDir,
}

impl Office {
    fn new() -> Self {
        let office = Self { folder: tempfile::tempdir().expect("scratch folder") };
        let templates = office.templates();
        write_pack(&templates, &indicator("手术占比", "SUM(手术人次) * 100.0 / SUM(诊疗人次)", ""), "", None);
        copy(&templates.join("tiny"), &templates.join("second"));
        let sources = Path::new(SOURCES).join("report_templates");
        for shared in ["house", "fonts"] {
            std::os::unix::fs::symlink(sources.join(shared), templates.join(shared)).expect("a link");
        }
        fs::copy(sources.join("common/forms/ledger.toml"), templates.join("common/forms/ledger.toml")).expect("the form");
        office.replace("tiny/plan.toml", "campaigns", "includes = [\"ledger\"]\ncampaigns");
        office.replace("second/plan.toml", "campaigns", "includes = [\"ledger\"]\ntask-prefix = \"能力\"\ncampaigns");
        office.replace("second/plan.toml", "id = \"tiny\"", "id = \"second\"");
        office.replace("second/plan.toml", "小县改革方案", "小县能力提升方案");
        office.replace("second/plan.toml", "\"小县改革\"", "\"小县能力提升\"");
        let row = |id: &str, item: &str, who: &str| format!("{id},1,一,任务,{item},,done,,,2025,city,{who},milestone,\n");
        office.write("tiny/ledger.csv", &(HEADER.to_owned() + &row("tiny:1#1", "甲事", "示例W")));
        let second = row("second:1#1", "乙事", "示例W") + &row("second:2#1", "丙事", "示例V");
        office.write("second/ledger.csv", &(HEADER.to_owned() + &second));
        office.write("second/milestones.csv", "id,by,item\nsecond:1#1,2025-06-30,起草\nsecond:1#1,2025,印发\n");
        fs::create_dir_all(office.path().join("inbox")).expect("an inbox");
        let settings = "plans = [\"tiny\", \"second\"]\noffice = \"小县医改办\"\naddressees = \"各单位：\"\nlanguage = \"zh\"\n";
        fs::write(office.path().join("tongbao.toml"), settings).expect("settings");
        fs::write(office.path().join("registry.xlsx"), registry_book(&Self::registry()).expect("a workbook")).expect("file");
        office
    }

    fn registry() -> Registry {
        let departments = [("W", "市级部门", "990000"), ("V", "市级部门", "990000")];
        let mut registry = registry(&[departments.as_slice(), &[("H1", "医院", "990001"), ("B1", "卫健局", "990001")]].concat());
        registry.counties.retain(|county| county.code.as_str() != "990002");
        registry
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    fn templates(&self) -> PathBuf {
        self.folder.path().join("templates")
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.templates().join(file), text).expect("a file of a pack");
    }

    #[track_caller]
    fn replace(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.templates().join(file)).expect("a file of a pack");
        assert!(text.contains(from), "{from}");
        self.write(file, &text.replacen(from, to, 1));
    }

    /// The ledger form of some of the plans.
    fn form(&self, plans: &[&str]) -> Form {
        let loaded = plans.iter().map(|id| match load(&self.templates(), id) {
            Ok(plan) => plan,
            Err(error) => panic!("{error}\n{}", error.shown().join("\n")),
        });
        let mut loaded: Vec<Plan> = loaded.collect();
        join(&mut loaded);
        loaded[0].form(&FormId::new("ledger")).expect("the ledger form").of_all_plans()
    }

    /// A unit files the form: 推进中 for every task but those that are named.
    fn file(&self, form: &Form, unit: &str, (period, on): (&str, Date), said: &[(&str, Said)]) {
        let tasks = form.tasks.as_ref().expect("tasks");
        let said: BTreeMap<&str, Said> = said.iter().copied().collect();
        let value = |position: usize| {
            let (task, column) = tasks.of_item(position)?;
            let (state, day, proof) = said.get(task.code()).copied().unwrap_or(("推进中", "", ""));
            let words = match column {
                TaskColumn::State => state,
                TaskColumn::DoneOn => day,
                TaskColumn::Evidence => proof,
                TaskColumn::Progress | TaskColumn::Times => "",
            };
            (!words.is_empty()).then(|| FormValue::Text(words.to_owned()))
        };
        let filling = Filling {
            value: &value,
            last_year: &|_| None,
            previous: None,
            filler: Some("示例".to_owned()),
            phone: Some("0475-0000000".to_owned()),
            deadline: None,
            reported_on: Some(on),
        };
        let style = fs::read_to_string(Path::new(SOURCES).join("report_templates/house/theme.toml")).expect("the style");
        let unit = &Self::registry().units[&UnitCode::new(unit)];
        let book = form_book(form, unit, period.parse::<Period>().expect("a period"), &filling, on, false);
        let bytes = tongbao_render::xlsx::form(&book, &Theme::parse(&style).expect("the style")).expect("a workbook");
        fs::write(self.path().join("inbox").join(format!("{} {period}.xlsx", unit.code)), bytes).expect("file");
    }

    fn asked(&self, command: &str, more: &[&str]) -> (i32, String, String) {
        let [office, templates] = [self.path(), self.templates()].map(|path| path.to_str().expect("UTF-8").to_owned());
        let arguments = [&[command, office.as_str()], more].concat();
        tongbao(&arguments, &[("TONGBAO_TEMPLATES", templates.as_str())])
    }

    #[track_caller]
    fn run(&self, period: &str, as_of: &str) {
        let (exit, _, err) = self.asked("run", &["--period", period, "--cycle", "quarterly", "--as-of", as_of]);
        assert_eq!(exit, 3, "{err}");
    }

    /// What a command says as JSON.
    #[track_caller]
    fn told(&self, command: &str, more: &[&str]) -> Value {
        let (_, out, err) = self.asked(command, &[more, &["--format", "json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"))
    }

    /// The hospital files its form with the first of its numbers.
    fn file_hospital(&self, (period, on): (&str, Date), numbers: &[f64]) {
        let plan = load(&self.templates(), "tiny").expect("a sound pack");
        let form = plan.form(&FormId::new("hospital")).expect("the form");
        let value = |position: usize| {
            let is_number = form.item(position).is_some_and(|item| item.kind.is_number());
            is_number.then(|| FormValue::Number(numbers.get(position).copied().unwrap_or(1.0)))
        };
        let filling = Filling {
            value: &value,
            last_year: &|_| None,
            previous: None,
            filler: Some("示例".to_owned()),
            phone: Some("0475-0000000".to_owned()),
            deadline: None,
            reported_on: Some(on),
        };
        let style = fs::read_to_string(Path::new(SOURCES).join("report_templates/house/theme.toml")).expect("the style");
        let unit = &Self::registry().units[&UnitCode::new("H1")];
        let book = form_book(form, unit, period.parse::<Period>().expect("a period"), &filling, on, false);
        let bytes = tongbao_render::xlsx::form(&book, &Theme::parse(&style).expect("the style")).expect("a workbook");
        fs::write(self.path().join("inbox").join(format!("H1 {period}.xlsx")), bytes).expect("file");
    }

    /// The slips of a period: those of all plans lie together, and beside no bulletin.
    fn slips(&self, period: &str) -> Vec<String> {
        for plan in ["tiny", "second"] {
            assert!(!self.path().join(format!("bulletins/{period}/quarterly/{plan}/退回单")).exists(), "{plan}");
        }
        let entries = fs::read_dir(self.path().join(format!("bulletins/{period}/退回单"))).into_iter().flatten();
        let names = entries.map(|entry| entry.expect("a slip").file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.filter(|name| name != "run.json").collect();
        names.sort();
        names
    }

    fn bulletin(&self, period: &str, plan: &str, file: &str) -> PathBuf {
        self.path().join(format!("bulletins/{period}/quarterly/{plan}/{file}.xlsx"))
    }

    /// A sheet of the area's workbook of a plan, by 编号.
    fn rows(&self, period: &str, plan: &str, sheet: &str) -> BTreeMap<String, BTreeMap<String, String>> {
        table(&self.bulletin(period, plan, "全市"), sheet, "编号")
    }

    /// The rows of a unit's blank ledger form, by 任务编号.
    fn blank(&self, unit: &str, period: &str, as_of: &str) -> BTreeMap<String, BTreeMap<String, String>> {
        let (exit, _, err) = self.asked("forms", &["--period", period, "--as-of", as_of]);
        assert!(matches!(exit, 0 | 3), "{err}");
        table(&self.path().join(format!("forms/{period}/{unit}_示例{unit}_TB-LZ_{period}.xlsx")), "任务台账", "任务编号")
    }
}

#[test]
fn a_unit_files_one_workbook_for_all_plans_and_each_bulletin_sees_its_own_rows() {
    let office = Office::new();
    let blank = office.blank("W", "2025Q2", "2025-07-02");
    let printed = |code: &str| ["方案", "内容", "期限"].map(|header| blank[code][header].clone());
    assert_eq!(printed("1#1"), ["小县改革", "甲事", "2025年底"]);
    assert_eq!(printed("能力-1#1"), ["小县能力提升", "乙事（第1步，共2步：起草）", "2025-06-30"]);
    assert!(!blank.contains_key("能力-2#1"), "V answers for it");
    let forms = fs::read_dir(office.path().join("forms/2025Q2")).expect("forms");
    let names = forms.map(|entry| entry.expect("a form").file_name().to_string_lossy().into_owned());
    assert_eq!(names.filter(|name| name.contains("TB-LZ")).count(), 2, "one for W and one for V");

    let form = office.form(&["tiny", "second"]);
    let done = [("1#1", ("已完成", "2025-06-10", "甲文")), ("能力-1#1", ("已完成", "2025-06-20", "乙文"))];
    office.file(&form, "W", ("2025Q2", date(2025, 7, 8)), &done);
    office.run("2025Q2", "2025-07-20");
    let (first, second) = (office.rows("2025Q2", "tiny", "台账明细"), office.rows("2025Q2", "second", "台账明细"));
    assert_eq!(first["1#1"]["状态"], "待销号");
    assert!(!first.contains_key("能力-1#1") && !second.contains_key("1#1"));
    assert_eq!(second["能力-2#1"]["状态"], "未报");
    assert!(!first["1#1"].contains_key("分步"), "none of its tasks has steps");

    // One workbook each: W's has come, V's has not, and only the second plan misses it.
    let status = office.told("status", &["--period", "2025Q2", "--as-of", "2025-07-20"]);
    let ledger =
        status["forms"].as_array().and_then(|forms| forms.iter().find(|form| form["code"] == "TB-LZ")).expect("the form");
    assert_eq!(["due", "on_time", "missing"].map(|count| ledger[count].as_u64()), [Some(2), Some(1), Some(1)]);
    let run = office.told("run", &["--period", "2025Q2", "--cycle", "quarterly", "--as-of", "2025-07-20"]);
    assert_eq!(run["returns"]["due"], 4, "the hospital's and the bureau's as well, each once");
    let chased = |plan: &str| {
        let rows = listed(&office.bulletin("2025Q2", plan, "催报名单"), "催报名单", "单位代码");
        let ledgers = rows.into_iter().filter(|row| row["报表"].contains("台账"));
        ledgers.map(|row| row["单位代码"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((chased("tiny"), chased("second")), (vec![], vec!["V".to_owned()]));
}

#[test]
fn a_return_of_the_time_before_the_second_plan_is_read_as_when_a_plan_gains_tasks() {
    let office = Office::new();
    let alone = office.form(&["tiny"]);
    assert!(!alone.tasks.as_ref().expect("tasks").names_plans());
    office.file(&alone, "W", ("2025Q1", date(2025, 4, 8)), &[("1#1", ("滞后", "", ""))]);
    office.run("2025Q1", "2025-04-20");
    assert_eq!(office.rows("2025Q1", "tiny", "台账明细")["1#1"]["状态"], "滞后");
    assert_eq!(office.rows("2025Q1", "second", "台账明细")["能力-1#1"]["状态"], "未报");
    let findings = listed(&office.bulletin("2025Q1", "second", "审核发现"), "审核发现", "代码");
    let missing: Vec<&String> = findings.iter().filter(|row| row["代码"] == "C08").map(|row| &row["问题"]).collect();
    assert_eq!(missing.len(), 1, "{findings:?}");
    assert!(missing[0].contains("《小县能力提升》任务能力-1#1“乙事”"), "{missing:?}");
    let of_first = listed(&office.bulletin("2025Q1", "tiny", "审核发现"), "审核发现", "代码");
    assert!(of_first.iter().all(|row| row["代码"] != "C08"), "what its own plan asks for is there: {of_first:?}");
}

#[test]
fn what_is_wrong_with_a_cell_of_one_plan_is_no_matter_of_the_other() {
    let office = Office::new();
    let form = office.form(&["tiny", "second"]);
    office.file(&form, "W", ("2025Q2", date(2025, 7, 8)), &[("能力-1#1", ("基本完成", "", ""))]);
    office.run("2025Q2", "2025-07-20");
    let told = |plan: &str| {
        let rows = listed(&office.bulletin("2025Q2", plan, "审核发现"), "审核发现", "代码");
        let of_cells = rows.into_iter().filter(|row| row["问题"].contains("基本完成"));
        of_cells.map(|row| row["代码"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((told("tiny"), told("second")), (vec![], vec!["C12".to_owned()]));
    assert_eq!(office.slips("2025Q2"), ["示例W TB-LZ.xlsx"], "one for the return, whosever task it is");
    // Nor does it keep the other plan's bulletin from being issued.
    let asked = ["--period", "2025Q2", "--cycle", "quarterly", "--as-of", "2025-07-20", "--final", "--number", "1"];
    let (exit, out, err) = office.asked("run", &[&asked[..], &["--plan", "second"]].concat());
    assert!(exit == 1 && format!("{out}{err}").contains("C12"), "{exit}: {out}{err}");
    let (_, out, err) = office.asked("run", &[&asked[..], &["--plan", "tiny"]].concat());
    assert!(!format!("{out}{err}").contains("C12"), "{out}{err}");
}

#[test]
fn a_plan_waits_for_its_own_rules_and_a_return_has_one_slip_with_those_of_all() {
    let office = Office::new();
    // Both ask for the hospital's form; the second alone finds that more than half of the visits are operations.
    let rule = "[[rule]]\nid = \"B-01\"\nfamily = \"其中\"\nform = \"医院表\"\ncheck = \"手术人次 * 2 <= 诊疗人次\"\nseverity = \"error\"\n\
                message = \"手术人次过多\"\nhint = \"请核对\"\n";
    office.write("second/rules.toml", rule);
    office.file_hospital(("2025Q2", date(2025, 7, 8)), &[100.0, 60.0, 10.0]);
    let run = office.told("run", &["--period", "2025Q2", "--cycle", "quarterly", "--as-of", "2025-07-20"]);
    let slips = run["slips"].as_array().expect("the slips");
    assert!(slips.len() == 1 && slips[0]["count"] == 1, "{slips:?}");
    assert_eq!(office.slips("2025Q2"), ["示例H1 T-1.xlsx"]);
    let told = |plan: &str| {
        let rows = listed(&office.bulletin("2025Q2", plan, "审核发现"), "审核发现", "代码");
        rows.into_iter().filter(|row| row["代码"] == "B-01").count()
    };
    assert_eq!((told("tiny"), told("second")), (0, 1));
    let manifest = |plan: &str| -> Value {
        let file = office.path().join(format!("bulletins/2025Q2/quarterly/{plan}/run.json"));
        serde_json::from_slice(&fs::read(file).expect("a manifest")).expect("JSON")
    };
    for plan in ["tiny", "second"] {
        assert_eq!(manifest(plan)["slips"], "bulletins/2025Q2/退回单", "{plan}");
    }
    // For the first plan the return counts, for the second it was sent back.
    let returned = |plan: &str| manifest(plan)["returns"]["returned"].as_u64();
    assert_eq!((returned("tiny"), returned("second")), (Some(0), Some(1)));
    let asked = ["--period", "2025Q2", "--cycle", "quarterly", "--as-of", "2025-07-20", "--final", "--number", "1"];
    let final_of = |plan: &str| {
        let (exit, out, err) = office.asked("run", &[&asked[..], &["--plan", plan]].concat());
        assert_eq!(exit, 1, "the bureau and the departments have not filed: {out}{err}");
        format!("{out}{err}").contains("B-01")
    };
    assert_eq!((final_of("tiny"), final_of("second")), (false, true));
    // Once it is put right nothing of it is left.
    office.file_hospital(("2025Q2", date(2025, 7, 12)), &[100.0, 50.0, 10.0]);
    office.run("2025Q2", "2025-07-20");
    assert_eq!(office.slips("2025Q2"), [""; 0]);
}

#[test]
fn nobody_is_asked_the_same_on_two_forms_of_one_office() {
    let office = Office::new();
    office.replace("second/forms/hospital.toml", "id = \"hospital\"", "id = \"clinic\"");
    office.replace("second/forms/hospital.toml", "T-1", "T-9");
    fs::rename(office.templates().join("second/forms/hospital.toml"), office.templates().join("second/forms/clinic.toml"))
        .expect("another form");
    for command in ["run", "forms"] {
        let (exit, out, err) = office.asked(command, &["--period", "2025Q2", "--as-of", "2025-07-20"]);
        assert_eq!(exit, 2, "{out}{err}");
        for words in ["second/forms/clinic.toml", "`医院`要填两次", "方案`tiny`的表式`hospital`", "common/forms"] {
            assert!(err.contains(words), "{words}: {err}");
        }
    }
    let templates = office.templates();
    let environment = [("TONGBAO_TEMPLATES", templates.to_str().expect("UTF-8"))];
    let told = |arguments: &[&str]| tongbao(&[&["plan", "check"], arguments, &["--lang", "zh"]].concat(), &environment).1;
    assert!(told(&["tiny", "second"]).contains("要填两次"), "together as in one office");
    assert!(!told(&["second"]).contains("要填两次"), "beside one another");
}

#[test]
fn two_plans_with_the_same_numbers_do_not_stand_on_one_form() {
    let office = Office::new();
    office.replace("second/plan.toml", "task-prefix = \"能力\"\n", "");
    let (exit, out, err) = office.asked("run", &["--period", "2025Q2", "--as-of", "2025-07-20"]);
    assert_eq!(exit, 2, "{out}{err}");
    for words in ["second/plan.toml", "任务编号`1#1`", "tiny/plan.toml", "task-prefix"] {
        assert!(err.contains(words), "{words}: {err}");
    }
}

#[test]
fn a_task_goes_on_step_by_step() {
    let office = Office::new();
    let form = office.form(&["tiny", "second"]);
    let first = [("能力-1#1", ("已完成", "2025-06-20", "乙文"))];
    office.file(&form, "W", ("2025Q2", date(2025, 7, 8)), &first);
    office.run("2025Q2", "2025-07-20");
    let told = |period: &str| {
        let rows = office.rows(period, "second", "台账明细");
        ["状态", "内容", "期限", "逾期天数", "分步"].map(|header| rows["能力-1#1"][header].clone())
    };
    let steps = "第1步（2025-06-30）起草：2025-06-20完成；第2步（2025年底）印发";
    assert_eq!(told("2025Q2"), ["推进中", "乙事（第2步：印发）", "2025年底（第2步）", "—", steps]);
    let changes = |period: &str| office.rows(period, "second", "台账变动")["能力-1#1"].clone();
    assert_eq!(changes("2025Q2")["2025Q2"], "推进中（第1步待销号，共2步）");
    assert_eq!(changes("2025Q2")["期限"], "第1步2025-06-30；第2步2025年底");

    // The office closes the first step; the next form asks for the second.
    let closed = Decided {
        task: "能力-1#1".to_owned(),
        item: String::new(),
        decision: Decision::Close,
        on: date(2025, 7, 18),
        reason: "",
    };
    fs::write(office.path().join("signoff.xlsx"), sign_off_book(&[closed]).expect("a workbook")).expect("file");
    office.run("2025Q2", "2025-07-20");
    assert_eq!(changes("2025Q2")["2025Q2"], "推进中（第1步已销号，共2步）");
    let row = office.blank("W", "2025Q3", "2025-10-02")["能力-1#1"].clone();
    let printed = ["内容", "期限", "上期状态"].map(|header| row[header].as_str());
    assert_eq!(printed, ["乙事（第2步，共2步：印发）", "2025年底", "第1步已完成"]);

    // What was said of the first step says nothing of the second.
    office.file(&form, "W", ("2025Q3", date(2025, 10, 8)), &first);
    office.run("2025Q3", "2025-10-20");
    assert_eq!(changes("2025Q3")["2025Q3"], "推进中（第2步，共2步）");
    let findings = listed(&office.bulletin("2025Q3", "second", "审核发现"), "审核发现", "代码");
    assert!(findings.iter().any(|row| row["代码"] == "L09" && row["问题"].contains("看不出第2步已完成")), "{findings:?}");
    office.file(&form, "W", ("2025Q3", date(2025, 10, 9)), &[("能力-1#1", ("已完成", "2025-09-20", "印发文"))]);
    office.run("2025Q3", "2025-10-20");
    assert_eq!(changes("2025Q3")["2025Q3"], "待销号（第2步，共2步）", "the last step is the task");
}
