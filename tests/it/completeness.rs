//! 及时 + 迟报 + 缺报 = 应报, whatever arrives.

use jiff::civil::date;
use tongbao_figures::audit::{DeadlineException, Deadlines, Tally, Timeliness, Until, completeness};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::task::TaskWords;
use tongbao_returns::domain::{Form, Handover, Level, Period, Responsible, Return, Tasks, UnitCode};
use tongbao_returns::finding::Code;

use crate::support::{accepted, filed, indicator, plan, registry, this_quarter, unit, visits};

fn dated(mut filed: Return, month: i8, day: i8) -> Return {
    filed.reported_on = Some(date(2025, month, day));
    filed
}

#[test]
fn on_time_late_and_missing_add_up_to_due() {
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let mut registry = registry(&[
        ("H1", "医院", "990001"),
        ("H2", "医院", "990001"),
        ("H3", "医院", "990002"),
        ("H4", "医院", "990002"),
        ("B1", "卫健局", "990001"),
    ]);
    let (code, mut closed) = unit("H9", "医院", "990001");
    closed.closed = Some(date(2025, 6, 30));
    registry.units.insert(code, closed);
    let returns = vec![
        // The form is due 15 days after 30 September.
        dated(visits("H1", "2025Q3", 1.0), 10, 15),
        dated(visits("H2", "2025Q3", 1.0), 10, 16),
        // On time but empty: missing.
        dated(filed("H3", "hospital", "2025Q3", &[]), 10, 1),
    ];
    let accepted = accepted(returns);
    let rejected = |unit: &tongbao_returns::domain::UnitCode, _: &tongbao_returns::domain::FormId| {
        (unit.as_str() == "H4").then_some(Code::EmptyFile)
    };
    let completeness = completeness(
        this_quarter(),
        &plan.forms,
        &registry.as_of(this_quarter().last_day()),
        &accepted,
        &Deadlines::default(),
        date(2025, 10, 20),
        rejected,
    );
    assert_eq!(completeness.tally(|_| true), Tally { due: 5, on_time: 1, late: 1, missing: 3, empty: 1, ..Tally::default() });
    assert_eq!(
        completeness.tally(|due| due.county.as_str() == "990002"),
        Tally { due: 2, missing: 2, empty: 1, ..Tally::default() }
    );
    let of = |code: &str| completeness.due.iter().find(|due| due.unit.as_str() == code).expect("due");
    assert_eq!(of("H2").timeliness, Timeliness::Late(1));
    assert_eq!(of("H3").remark().as_deref(), Some("空表"));
    assert_eq!(of("H2").remark().as_deref(), Some("迟报1天"));
    assert_eq!((of("H4").refused, of("H4").remark().as_deref()), (Some(Code::EmptyFile), Some("已报但被拒收：空文件")));
    assert!(completeness.due.iter().all(|due| due.unit.as_str() != "H9"), "a closed unit owes nothing");
}

#[test]
fn a_unit_that_closed_in_the_quarter_owes_its_last_return() {
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let mut registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001"), ("B1", "卫健局", "990001")]);
    for (code, closed) in [("H2", date(2025, 8, 15)), ("B1", date(2025, 8, 15))] {
        registry.units.get_mut(&UnitCode::new(code)).expect("a unit").closed = Some(closed);
    }
    let accepted = accepted(vec![dated(visits("H2", "2025Q3", 1.0), 10, 10)]);
    let due = |period: &str| -> Vec<String> {
        let period: Period = period.parse().expect("period");
        let as_of = registry.as_of(period.last_day());
        let day = date(2026, 2, 1);
        let completeness = completeness(period, &plan.forms, &as_of, &accepted, &Deadlines::default(), day, |_, _| None);
        completeness.due.iter().map(|due| format!("{} {:?}", due.unit, due.timeliness)).collect()
    };
    // The bureau files people, a stock: of a closed one nothing is asked.
    assert_eq!(due("2025Q3"), ["H1 Missing", "H2 OnTime"]);
    assert_eq!(due("2025Q4"), ["H1 Missing"]);
}

#[test]
fn before_its_deadline_nothing_is_missing() {
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001")]);
    // An empty workbook is no return on any day.
    let accepted = accepted(vec![dated(filed("H2", "hospital", "2025Q3", &[]), 10, 1)]);
    let as_of = registry.as_of(this_quarter().last_day());
    let on = |day| {
        completeness(this_quarter(), &plan.forms, &as_of, &accepted, &Deadlines::default(), day, |_, _| None).tally(|_| true)
    };
    let one_empty = Tally { due: 2, missing: 1, empty: 1, ..Tally::default() };
    assert_eq!(on(date(2025, 10, 15)), Tally { awaited: 1, ..one_empty });
    assert_eq!(on(date(2025, 10, 16)), Tally { missing: 2, ..one_empty });
}

#[test]
fn a_return_without_a_date_counts_as_reported_on_the_day_of_the_run() {
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let registry = registry(&[("H1", "医院", "990001")]);
    let mut undated = visits("H1", "2025Q3", 1.0);
    undated.reported_on = None;
    let accepted = accepted(vec![undated]);
    let on = |day| {
        completeness(
            this_quarter(),
            &plan.forms,
            &registry.as_of(this_quarter().last_day()),
            &accepted,
            &Deadlines::default(),
            day,
            |_, _| None,
        )
        .tally(|_| true)
    };
    assert_eq!(on(date(2025, 10, 15)), Tally { due: 1, on_time: 1, ..Tally::default() });
    assert_eq!(on(date(2025, 10, 20)), Tally { due: 1, late: 1, ..Tally::default() });
}

#[test]
fn the_deadline_of_the_office_and_its_exceptions_decide() {
    let mut plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    // Due on 15 October at the county's office, on 20 October at the city's.
    for form in &mut plan.forms {
        form.city_due_days = Some(20);
    }
    let registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001"), ("H3", "医院", "990002")]);
    let accepted = accepted(vec![
        dated(visits("H1", "2025Q3", 1.0), 10, 15),
        dated(visits("H2", "2025Q3", 1.0), 10, 16),
        dated(visits("H3", "2025Q3", 1.0), 10, 21),
    ]);
    let judged = |deadlines: &Deadlines| {
        let day = date(2025, 10, 31);
        let as_of = registry.as_of(this_quarter().last_day());
        let completeness = completeness(this_quarter(), &plan.forms, &as_of, &accepted, deadlines, day, |_, _| None);
        completeness.due.into_iter().map(|due| due.timeliness).collect::<Vec<_>>()
    };
    assert_eq!(judged(&Deadlines::default()), [Timeliness::OnTime, Timeliness::Late(1), Timeliness::Late(6)]);
    let city = Deadlines { level: Level::City, exceptions: Vec::new() };
    assert_eq!(judged(&city), [Timeliness::OnTime, Timeliness::OnTime, Timeliness::Late(1)]);
    let exception = DeadlineException {
        unit: Some(UnitCode::new("H3")),
        form: None,
        period: Some(this_quarter()),
        until: Until::Date(date(2025, 10, 21)),
        reason: Some("信息系统切换".to_owned()),
    };
    let excepted = Deadlines { level: Level::County, exceptions: vec![exception] };
    assert_eq!(judged(&excepted), [Timeliness::OnTime, Timeliness::Late(1), Timeliness::OnTime]);
}

/// The bureaus' form as a ledger form with one task: of the first bureau, from July on of the second.
fn ledger_form(plan: &Plan) -> Form {
    let mut form = plan.forms.iter().find(|form| form.id.as_str() == "bureau").expect("the bureaus' form").clone();
    let mut responsible = Responsible::new(vec!["示例B1".to_owned()]);
    responsible.hand_over(Handover { from: date(2025, 7, 1), names: vec!["示例B2".to_owned()] });
    let mut tasks = Tasks::default();
    form.sheets[0].items = tasks.ask(vec![TaskWords { id: "tiny:1".to_owned(), responsible, ..TaskWords::default() }]);
    form.tasks = Some(tasks);
    form
}

#[test]
fn who_has_no_task_owes_no_ledger_form() {
    let plan = plan(&indicator("诊疗", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"));
    let registry = registry(&[("B1", "卫健局", "990001"), ("B2", "卫健局", "990002"), ("B3", "卫健局", "990002")]);
    let forms = [ledger_form(&plan)];
    let owing = |period: Period| {
        let as_of = registry.as_of(period.last_day());
        let day = date(2025, 12, 31);
        let due = completeness(period, &forms, &as_of, &accepted(vec![]), &Deadlines::default(), day, |_, _| None).due;
        due.iter().map(|due| due.unit.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(owing("2025Q2".parse().expect("a period")), ["B1"]);
    assert_eq!(owing(this_quarter()), ["B2"], "the task was handed over in July");
}
