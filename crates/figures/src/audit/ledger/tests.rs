//! What is believed of a ledger return, and which decisions can be used.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::*;
use crate::audit::accept;
use tongbao_returns::domain::task::TaskWords;
use tongbao_returns::domain::{
    AskedUnits, Capacity, Category, CellAddress, CountyCode, Decision, Fact, FlowBasis, FormId, Handover, Place, Quarter,
    Reading, Responsible, Return, Sheet, SourceFile, Step, Symbols, TaskColumn, TaskPlan, Tasks,
};
use tongbao_returns::finding::facts::{
    DoneAfterPeriod, DoneUnproven, LagUnexplained, NamedTask, SignOffUnusable, StepRepeated, TaskOfOthers, TaskWentBack,
};
use tongbao_returns::finding::{Code, Facts, Severity};
use tongbao_returns::registry::Unit;

fn form() -> Form {
    let mut tasks = Tasks {
        everyone: vec!["各部门".to_owned()],
        counties: vec!["各县区".to_owned()],
        scopes: vec!["county".to_owned()],
        scopes_filed_by: vec![Category::new("县级卫健部门")],
        ..Tasks::default()
    };
    let words = |id: &str, item: &str, responsible: &[&str], scope: &str| TaskWords {
        id: id.to_owned(),
        item: item.to_owned(),
        responsible: Responsible::new(responsible.iter().map(|&name| name.to_owned()).collect()),
        scope: scope.to_owned(),
        ..TaskWords::default()
    };
    let items = tasks.ask(vec![
        words("p:1", "甲", &["卫健委", "财政局"], "city"),
        words("p:2", "乙", &["各部门"], "department"),
        words("p:3", "丙", &["卫健委"], "county"),
        words("p:4", "丁", &["党委"], "city"),
        words("p:5", "戊", &[], "city"),
        words("p:6", "己", &["各县区", "财政局"], "city"),
        words("p:7", "庚", &["各级党委政府"], "county"),
    ]);
    Form {
        id: FormId::new("ledger"),
        code: "T".to_owned(),
        title: String::new(),
        version: String::new(),
        issuer: String::new(),
        approval: None,
        valid_until: None,
        filed_by: vec![Category::new("市级部门"), Category::new("县级卫健部门")],
        basis: FlowBasis::default(),
        due_days: 10,
        city_due_days: None,
        symbols: Symbols::default(),
        participants: tongbao_returns::domain::Participants::default(),
        tasks: Some(tasks),
        sheets: vec![Sheet {
            name: "任务台账".to_owned(),
            title: String::new(),
            unit_line: String::new(),
            note: String::new(),
            items,
        }],
    }
}

fn registry() -> Registry {
    let unit = |code: &str, alias: &str, category: &str, county: &str| Unit {
        aliases: vec![alias.to_owned()],
        ..Unit::new(UnitCode::new(code), format!("某{alias}"), Category::new(category), CountyCode::new(county))
    };
    let units = [
        unit("W", "卫健委", "市级部门", "370800"),
        unit("C", "财政局", "市级部门", "370800"),
        unit("R", "任城卫健局", "县级卫健部门", "370811"),
    ];
    Registry { units: units.into_iter().map(|unit| (unit.code.clone(), unit)).collect(), ..Registry::default() }
}

/// A return with answers: number of the task from 1, column, words.
fn filed(unit: &str, quarter: i8, on: Date, answers: &[(usize, TaskColumn, &str)]) -> Return {
    let form = form();
    let tasks = form.tasks.as_ref().unwrap();
    let mut facts: Vec<Fact> = (0..form.items().count())
        .map(|item| Fact { item: u16::try_from(item).unwrap(), reading: Reading::Blank, place: None })
        .collect();
    for &(task, column, words) in answers {
        let position = tasks.rows[task - 1].position(column).unwrap();
        let column = u16::try_from(position % 4).unwrap();
        facts[position].reading = Reading::Text(words.to_owned());
        facts[position].place = Some(Place { sheet: 0, row: u32::try_from(task).unwrap(), column: 7 + column });
    }
    Return {
        unit: UnitCode::new(unit),
        form: form.id,
        period: Period::quarter(2025, Quarter::of_number(quarter).unwrap()),
        reported_on: Some(on),
        file: SourceFile { path: format!("{unit}{quarter}.xlsx"), hash: format!("{unit}{quarter}{on}"), size: 1, modified: 0 },
        sheets: vec!["任务台账".to_owned()],
        facts,
        declared_empty: Vec::new(),
        since_january: Vec::new(),
        is_held: false,
    }
}

fn decided(task: &str, decision: Decision, on: Date) -> SignOff {
    SignOff {
        task: task.to_owned(),
        decision,
        on,
        reason: "理由".to_owned(),
        at: Location::file(File::Office(OfficeFile::SignOffs)).on_cell("销号", CellAddress { row: 2, column: 2 }),
    }
}

fn built(returns: Vec<Return>, decisions: Vec<SignOff>) -> (TaskLedger, Vec<(String, Facts)>) {
    let accepted = accept(returns).value;
    let (ledger, findings) = task_ledger(&[form()], Some(&registry()), &accepted, decisions);
    let told = findings.into_iter().map(|finding| (finding.at.to_string(), finding.facts)).collect();
    (ledger, told)
}

fn at(place: &str, facts: impl Into<Facts>) -> (String, Facts) {
    (place.to_owned(), facts.into())
}

/// A task as findings call it; the tasks of the form have no words but their number.
fn task(code: &str) -> NamedTask {
    let form = form();
    let task = form.tasks.as_ref().unwrap().rows.iter().find(|task| task.code() == code).unwrap();
    task.into()
}

const STATE: TaskColumn = TaskColumn::State;
const DAY: TaskColumn = TaskColumn::DoneOn;
const PROOF: TaskColumn = TaskColumn::Evidence;

#[test]
fn done_is_believed_with_its_day_and_proof() {
    let ten = date(2025, 10, 10);
    let (ledger, told) =
        built(vec![filed("W", 3, ten, &[(1, STATE, "已完成"), (1, DAY, "2025-09-30"), (1, PROOF, "文号")])], vec![]);
    assert_eq!((ledger.reports("p:1")[0].state, told), (TaskState::Done, vec![]));
    let (ledger, told) = built(vec![filed("W", 3, ten, &[(1, STATE, "已完成")])], vec![]);
    let report = &ledger.reports("p:1")[0];
    assert_eq!((report.claimed, report.state), (TaskState::Done, TaskState::InProgress));
    let unproven = |lacking| at("W3.xlsx › 任务台账 › H2", DoneUnproven { task: task("1"), lacking });
    assert_eq!(told, [unproven(DAY), unproven(PROOF)]);
    let (ledger, told) =
        built(vec![filed("W", 3, ten, &[(1, STATE, "已完成"), (1, DAY, "2025-10-01"), (1, PROOF, "文号")])], vec![]);
    assert_eq!(ledger.reports("p:1")[0].state, TaskState::InProgress, "not done by the end of September");
    let after = DoneAfterPeriod { task: task("1"), done_on: date(2025, 10, 1), period: Period::quarter(2025, Quarter::Third) };
    assert_eq!(told, [at("W3.xlsx › 任务台账 › J2", after)]);
    let (_, told) = built(vec![filed("W", 3, ten, &[(1, STATE, "滞后")])], vec![]);
    assert_eq!(told, [at("W3.xlsx › 任务台账 › H2", LagUnexplained { task: task("1") })]);
    assert_eq!((Code::DoneUnproven.severity(), Code::LagUnexplained.severity()), (Severity::Error, Severity::Doubt));
}

#[test]
fn who_is_not_named_is_not_heard() {
    let (ledger, told) = built(vec![filed("C", 3, date(2025, 10, 10), &[(1, STATE, "推进中"), (3, STATE, "推进中")])], vec![]);
    assert_eq!((ledger.reports("p:1").len(), ledger.reports("p:3").len()), (1, 0));
    let responsible = form().tasks.unwrap().rows[2].responsible.on(date(2025, 9, 30)).to_vec();
    assert_eq!(told, [at("C3.xlsx › 任务台账 › H4", TaskOfOthers { task: task("3"), responsible })]);
    let (ledger, _) = built(vec![filed("R", 3, date(2025, 10, 10), &[(3, STATE, "推进中")])], vec![]);
    assert_eq!(ledger.reports("p:3").len(), 1, "a county's bureau answers for tasks of the counties");
}

#[test]
fn a_state_that_goes_back_is_told_unless_the_office_sent_it_back() {
    let done =
        |quarter, on, day: &'static str| filed("W", quarter, on, &[(1, STATE, "已完成"), (1, DAY, day), (1, PROOF, "文号")]);
    let returns = || vec![done(2, date(2025, 7, 10), "2025-06-30"), filed("W", 3, date(2025, 10, 10), &[(1, STATE, "推进中")])];
    let (_, told) = built(returns(), vec![]);
    let went_back = TaskWentBack {
        task: task("1"),
        before: Period::quarter(2025, Quarter::Second),
        was: TaskState::Done,
        is: TaskState::InProgress,
    };
    assert_eq!(told, [at("W3.xlsx › 任务台账 › H2", went_back)]);
    let (ledger, told) = built(returns(), vec![decided("p:1", Decision::SendBack, date(2025, 7, 18))]);
    assert_eq!((ledger.decisions("p:1").len(), told), (1, vec![]));
    let started = vec![
        filed("W", 2, date(2025, 7, 10), &[(1, STATE, "推进中")]),
        filed("W", 3, date(2025, 10, 10), &[(1, STATE, "未启动")]),
    ];
    assert_eq!(built(started, vec![]).1.len(), 1);
}

#[test]
fn what_was_not_done_cannot_be_closed() {
    let done = filed("W", 2, date(2025, 7, 10), &[(1, STATE, "已完成"), (1, DAY, "2025-06-30"), (1, PROOF, "文号")]);
    let close = |on| decided("p:1", Decision::Close, on);
    let (ledger, told) = built(vec![done.clone()], vec![close(date(2025, 7, 9))]);
    let not_done = SignOffUnusable::NotDone { task: task("1"), decision: Decision::Close, on: date(2025, 7, 9) };
    assert_eq!((ledger.decisions("p:1").len(), told), (0, vec![at("signoff.xlsx › 销号 › C3", not_done)]));
    let (ledger, told) = built(vec![done.clone()], vec![close(date(2025, 7, 10)), close(date(2025, 8, 1))]);
    let closed = SignOffUnusable::ClosedBefore { task: task("1"), on: date(2025, 7, 10) };
    assert_eq!((ledger.decisions("p:1").len(), told), (1, vec![at("signoff.xlsx › 销号 › C3", closed)]));
    // A correction of another row does not undo what was decided about the first filing.
    let again = Return {
        reported_on: Some(date(2025, 7, 25)),
        file: SourceFile { hash: "2".to_owned(), ..done.file.clone() },
        ..done.clone()
    };
    let (ledger, _) = built(vec![done, again], vec![close(date(2025, 7, 18))]);
    assert_eq!(ledger.decisions("p:1").len(), 1);
    let (ledger, told) = built(vec![], vec![decided("p:5", Decision::Close, date(2025, 7, 18))]);
    assert_eq!((ledger.decisions("p:5").len(), told.len()), (1, 0), "nobody reports on it: the office knows");
}

#[test]
fn everybody_counties_and_nobody_answer() {
    let (form, registry) = (form(), registry());
    let as_of = registry.as_of(date(2025, 9, 30));
    let who = answering(&form, &as_of);
    let codes = |parties: &[Party]| parties.iter().flat_map(Party::units).map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!((codes(&who["p:1"].lead), codes(&who["p:1"].others)), ("W".to_owned(), "C".to_owned()));
    assert_eq!(codes(&who["p:2"].lead), "C W");
    let county = CountyCode::new("370811");
    assert_eq!(who["p:3"].counties, BTreeMap::from([(county.clone(), vec![Party::Unit(UnitCode::new("R"))])]));
    assert_eq!((codes(&who["p:3"].lead), codes(&who["p:3"].others)), ("W".to_owned(), "R".to_owned()), "led by the city's own");
    assert!(who["p:4"].lead.is_empty() && who["p:5"].lead.is_empty());
    let every_county = vec![Party::County(county, vec![UnitCode::new("R")])];
    assert_eq!(who["p:7"].lead, every_county, "left over for their scope");
    assert_eq!((told_of(&who["p:6"].lead), who["p:6"].others.len()), ("370811(R) C".to_owned(), 0), "a word leads nobody");
    let told = unanswered(&form, &as_of).remove(0);
    let lonely = |code: &str, responsible: Vec<String>| LonelyTask { code: code.to_owned(), responsible };
    let first = vec![lonely("4", vec!["党委".to_owned()]), lonely("5", Vec::new())];
    assert_eq!(told.facts, TaskUnanswered { plan: None, count: 2, first }.into());
}

#[test]
fn an_earlier_return_of_who_was_responsible_then_stays_valid() {
    let mut form = form();
    let words: Vec<TaskWords> = form.tasks.as_ref().unwrap().rows.iter().map(|task| (**task).clone()).collect();
    let mut tasks = Tasks { rows: Vec::new(), ..form.tasks.clone().unwrap() };
    let taken_over = |mut words: TaskWords| {
        if words.id == "p:1" {
            words.responsible.hand_over(Handover { from: date(2025, 7, 1), names: vec!["财政局".to_owned()] });
        }
        words
    };
    form.sheets[0].items = tasks.ask(words.into_iter().map(taken_over).collect());
    form.tasks = Some(tasks);
    let returns = vec![
        filed("W", 2, date(2025, 7, 10), &[(1, STATE, "推进中")]),
        filed("W", 3, date(2025, 10, 10), &[(1, STATE, "推进中")]),
        filed("C", 3, date(2025, 10, 10), &[(1, STATE, "推进中")]),
    ];
    let (ledger, told) = task_ledger(&[form], Some(&registry()), &accept(returns).value, vec![]);
    let told: Vec<_> = told.into_iter().map(|finding| (finding.at.to_string(), finding.facts)).collect();
    let heard: Vec<_> = ledger.reports("p:1").iter().map(|report| (report.unit.as_str(), report.period.to_string())).collect();
    assert_eq!(heard, [("W", "2025Q2".to_owned()), ("C", "2025Q3".to_owned())]);
    let others = TaskOfOthers { task: task("1"), responsible: vec!["财政局".to_owned()] };
    assert_eq!(told, [at("W3.xlsx › 任务台账 › H2", others)]);
}

fn words_of(id: &str, item: &str, responsible: &[&str], scope: &str) -> TaskWords {
    TaskWords {
        id: id.to_owned(),
        item: item.to_owned(),
        responsible: Responsible::new(responsible.iter().map(|&name| name.to_owned()).collect()),
        scope: scope.to_owned(),
        ..TaskWords::default()
    }
}

/// The ledger form with other rows, and with hospitals that answer by rule: two for themselves, the leads of alliances for their county.
fn ruled(words: Vec<TaskWords>) -> Form {
    let rule = |scopes: &[&str], word: &str, of: &str, capacity| AskedUnits {
        scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
        words: vec![word.to_owned()],
        categories: vec![Category::new(of)],
        grades: Vec::new(),
        within: Vec::new(),
        capacity,
    };
    let mut form = form();
    let mut tasks = Tasks {
        rows: Vec::new(),
        asked: vec![
            rule(&["hospital"], "各公立医院", "公立医院", Capacity::Unit),
            rule(&[], "各医共体牵头单位", "医共体牵头单位", Capacity::County),
        ],
        ..form.tasks.unwrap()
    };
    form.sheets[0].items = tasks.ask(words);
    form.tasks = Some(tasks);
    form.filed_by.extend(["公立医院", "医共体牵头单位"].map(Category::new));
    form
}

/// The registry with two hospitals and, in two counties, the leads of alliances.
fn registry_with_hospitals() -> Registry {
    let unit = |code: &str, category: &str, county: &str| {
        let unit = Unit::new(UnitCode::new(code), format!("{code}医院"), Category::new(category), CountyCode::new(county));
        (unit.code.clone(), unit)
    };
    let mut registry = registry();
    registry.units.extend([
        unit("H1", "公立医院", "370800"),
        unit("H2", "公立医院", "370811"),
        unit("Y1", "医共体牵头单位", "370811"),
        unit("Y2", "医共体牵头单位", "370812"),
        unit("Y3", "医共体牵头单位", "370812"),
    ]);
    registry
}

/// Who leads and who else answers, by code; a county as `370811(R Y1)`.
fn told_of(parties: &[Party]) -> String {
    let told = |party: &Party| {
        let units = party.units().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        party.county().map_or_else(|| units.clone(), |county| format!("{county}({units})"))
    };
    parties.iter().map(told).collect::<Vec<_>>().join(" ")
}

#[test]
fn rules_ask_units_for_themselves_or_for_their_county() {
    let form = ruled(vec![
        words_of("p:1", "甲", &["各公立医院"], "city"),
        words_of("p:2", "乙", &["卫健委"], "hospital"),
        words_of("p:3", "丙", &["各级党委"], "hospital"),
        words_of("p:4", "丁", &["各医共体牵头单位", "卫健委"], "city"),
        words_of("p:5", "戊", &["各部门"], "department"),
        words_of("p:6", "己", &["H2医院"], "city"),
    ]);
    let registry = registry_with_hospitals();
    let who = answering(&form, &registry.as_of(date(2025, 9, 30)));
    let of = |task: &str| (told_of(&who[task].lead), told_of(&who[task].others));
    let pair = |lead: &str, others: &str| (lead.to_owned(), others.to_owned());
    assert_eq!(of("p:1"), pair("H1 H2", ""), "each for itself");
    assert_eq!(of("p:2"), pair("W H1 H2", ""), "what a rule asks for counts, whoever is named");
    assert_eq!(of("p:3"), pair("H1 H2", ""), "left over for their scope");
    assert_eq!(of("p:4"), pair("370811(Y1) 370812(Y2 Y3) W", ""), "where a word stands first all who are named count");
    assert_eq!(of("p:5"), pair("C W", ""), "a hospital is no department");
    assert_eq!(of("p:6"), pair("H2", ""), "by its name");
    assert_eq!(who["p:4"].counties.keys().map(CountyCode::as_str).collect::<Vec<_>>(), ["370811", "370812"]);
    assert!(who["p:1"].counties.is_empty(), "what a hospital answers for itself is not its county's");
}

#[test]
fn of_whom_a_plan_names_the_first_leads_unless_it_is_a_word_for_several() {
    let form = ruled(vec![
        words_of("p:1", "甲", &["各县区", "各部门"], "city"),
        words_of("p:2", "乙", &["卫健委", "各县区", "各公立医院"], "city"),
        words_of("p:3", "丙", &["各县区", "各医共体牵头单位"], "city"),
        words_of("p:4", "丁", &["卫健委", "各公立医院"], "hospital"),
        words_of("p:5", "戊", &["财政局"], "county"),
        words_of("p:6", "己", &["任城卫健局"], "county"),
        words_of("p:7", "庚", &["党委", "财政局", "卫健委"], "city"),
    ]);
    let registry = registry_with_hospitals();
    let who = answering(&form, &registry.as_of(date(2025, 9, 30)));
    let of = |task: &str| (told_of(&who[task].lead), told_of(&who[task].others));
    let pair = |lead: &str, others: &str| (lead.to_owned(), others.to_owned());
    assert_eq!(of("p:1"), pair("370811(R) C W", ""), "the departments are as many as the counties are");
    assert_eq!(of("p:2"), pair("W", "370811(R) H1 H2"), "the counties and hospitals answer beside who leads");
    assert_eq!(of("p:3"), pair("370811(R Y1) 370812(Y2 Y3)", ""), "the units of a county answer together");
    assert_eq!(of("p:4"), pair("W H1 H2", ""), "each once, and its rule lets it count");
    assert_eq!(of("p:5"), pair("C", "370811(R)"), "the counties whose scope it is stand beside who leads");
    assert_eq!(of("p:6"), pair("370811(R)", ""), "a county that is named is not asked again");
    assert_eq!(of("p:7"), pair("C", "W"), "the first whom the registry knows leads");
}

#[test]
fn a_row_that_says_who_files_is_filed_by_them_alone() {
    let filed_by = |entries: &[&str]| entries.iter().map(|&entry| entry.to_owned()).collect();
    let form = ruled(vec![
        TaskWords { filed_by: filed_by(&["公立医院", "财政局"]), ..words_of("p:1", "甲", &["卫健委"], "county") },
        TaskWords {
            filed_by: filed_by(&["县级卫健部门", "各医共体牵头单位"]), ..words_of("p:2", "乙", &["卫健委"], "city")
        },
    ]);
    let registry = registry_with_hospitals();
    let as_of = registry.as_of(date(2025, 9, 30));
    let who = answering(&form, &as_of);
    assert_eq!((told_of(&who["p:1"].lead), who["p:1"].others.len()), ("H1 H2 C".to_owned(), 0));
    assert_eq!(told_of(&who["p:2"].lead), "370811(R Y1) 370812(Y2 Y3)", "those of a county answer together");
    assert!(unanswered(&form, &as_of).is_empty());
    let tasks = form.tasks.as_ref().unwrap();
    let answers = |unit: &str| {
        let unit = &registry.units[&UnitCode::new(unit)];
        tasks.rows.iter().filter(|task| unit.answers_for(tasks, task, date(2025, 9, 30))).map(Task::code).collect::<Vec<_>>()
    };
    assert_eq!((answers("W"), answers("C"), answers("H1"), answers("R")), (vec![], vec!["1"], vec!["1"], vec!["2"]));
}

#[test]
fn tasks_without_anybody_are_told_plan_by_plan_in_their_years() {
    let plan = |id: &str, last_year| {
        let title = format!("{id}方案");
        Some(TaskPlan { id: id.to_owned(), title, first_year: 2024, last_year })
    };
    let form = ruled(vec![
        TaskWords { plan: plan("甲", 2025), ..words_of("p:1", "甲", &["党委"], "city") },
        TaskWords { plan: plan("乙", 2025), ..words_of("q:1", "乙", &[], "city") },
        TaskWords { plan: plan("丙", 2024), ..words_of("r:1", "丙", &[], "city") },
    ]);
    let told = unanswered(&form, &registry().as_of(date(2025, 9, 30)));
    let lonely = |plan: &str, responsible: &[&str]| {
        let responsible = responsible.iter().map(|&name| name.to_owned()).collect();
        let first = vec![LonelyTask { code: "1".to_owned(), responsible }];
        Facts::from(TaskUnanswered { plan: Some(plan.to_owned()), count: 1, first })
    };
    let told: Vec<Facts> = told.into_iter().map(|finding| finding.facts).collect();
    assert_eq!(told, [lonely("甲方案", &["党委"]), lonely("乙方案", &[])], "the third plan ended with 2024");
}

/// The ledger form whose first task has two steps.
fn stepped() -> Form {
    let mut form = form();
    let step = |item: &str| Step { item: item.to_owned(), deadline: "2025年底".to_owned(), due: None };
    let mut words: Vec<TaskWords> = form.tasks.as_ref().unwrap().rows.iter().map(|task| (**task).clone()).collect();
    words[0].steps = vec![step("开工"), step("建成")];
    let mut tasks = Tasks { rows: Vec::new(), ..form.tasks.unwrap() };
    form.sheets[0].items = tasks.ask(words);
    form.tasks = Some(tasks);
    form
}

fn built_in_steps(returns: Vec<Return>, decisions: Vec<SignOff>) -> (TaskLedger, Vec<Facts>) {
    let (ledger, findings) = task_ledger(&[stepped()], Some(&registry()), &accept(returns).value, decisions);
    (ledger, findings.into_iter().map(|finding| finding.facts).collect())
}

fn done_in(quarter: i8, on: Date, day: &'static str, proof: &'static str) -> Return {
    filed("W", quarter, on, &[(1, STATE, "已完成"), (1, DAY, day), (1, PROOF, proof)])
}

#[test]
fn a_step_is_not_done_by_what_was_said_of_the_one_before() {
    let task = NamedTask { code: "1".to_owned(), item: "甲".to_owned(), plan: None };
    let first = || done_in(1, date(2025, 4, 10), "2025-03-20", "文号");
    let (_, told) = built_in_steps(vec![first(), done_in(2, date(2025, 7, 10), "2025-03-20", "文号")], vec![]);
    assert_eq!(told, [StepRepeated { task, step: 2, done_on: date(2025, 3, 20) }.into()]);
    let (_, told) = built_in_steps(vec![first(), done_in(2, date(2025, 7, 10), "2025-06-20", "文号")], vec![]);
    assert_eq!(told, []);
    // The next step begins anew; that is no state that went back.
    let begun = filed("W", 2, date(2025, 7, 10), &[(1, STATE, "未启动")]);
    assert_eq!(built_in_steps(vec![first(), begun], vec![]).1, []);
}

#[test]
fn each_step_is_closed_once() {
    let returns = || vec![done_in(1, date(2025, 4, 10), "2025-03-20", "一"), done_in(2, date(2025, 7, 10), "2025-06-20", "二")];
    let close = |on| decided("p:1", Decision::Close, on);
    let (ledger, told) = built_in_steps(returns(), vec![close(date(2025, 4, 18)), close(date(2025, 7, 18))]);
    assert_eq!((ledger.decisions("p:1").len(), told), (2, vec![]));
    let (ledger, told) = built_in_steps(returns(), vec![close(date(2025, 4, 18)), close(date(2025, 4, 20))]);
    assert_eq!((ledger.decisions("p:1").len(), told.len()), (1, 1), "the second was not reported by then");
    // Nobody reports on the fifth task: the office closes its only one once.
    let twice = vec![decided("p:5", Decision::Close, date(2025, 4, 18)), decided("p:5", Decision::Close, date(2025, 7, 18))];
    assert_eq!(built_in_steps(vec![], twice).0.decisions("p:5").len(), 1);
}
