//! `tongbao status`: who has reported and who has not; before the deadline a list of whom to remind. Below it the bulletins that the office
//! owes.

use std::path::Path;

use jiff::civil::Date;

use super::arguments::{Office, ReportFormat, StatusArguments};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::text_table::TextTable;
use super::{configuration, inbox, output};
use crate::compose::{Outstanding, State};
use crate::pipeline::owed::{MadeBy, Owed};
use crate::pipeline::status::{GroupStatus, StatusReport, status as look_up, workbook};

/// Does it.
pub(super) fn status(arguments: StatusArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let StatusArguments { office: Office { workspace }, period, as_of, report: form } = arguments;
    output::admit(form.out.as_deref(), &[], Some(&workspace))?;
    let setup = context.setup(&workspace, as_of)?;
    let report = look_up(&setup, period, &context.progress())?;
    let outcome = Outcome::of_action(report.needs_action());
    let ending = match form.format {
        ReportFormat::Json => output::json(outcome, &report)?,
        ReportFormat::Text => output::text(outcome, told(&report, (setup.as_of, &workspace), &context.messages), context),
        ReportFormat::Xlsx => output::workbook(outcome, workbook(&report, &setup)?, form.out.as_deref(), context)?,
    };
    let stderr = match form.format {
        ReportFormat::Xlsx if !context.common.quiet => {
            inbox::emptied(report.emptied, &context.messages) + &configuration::first(&report.configuration, &context.messages)
        }
        _ => inbox::remark(report.emptied, context) + &configuration::remark(&report.configuration, context),
    };
    let ending = Ending { stderr, ..ending };
    output::into_file(ending, form.out.as_deref())
}

fn told(report: &StatusReport, (as_of, workspace): (Date, &Path), messages: &Messages) -> String {
    let heading = messages.tell(
        "status-heading",
        &[
            ("period", messages.period(report.period).into()),
            ("date", as_of.to_string().into()),
            ("deadline", report.deadline.to_string().into()),
        ],
    );
    let outstanding = outstanding(report, messages);
    let mut sections =
        vec![heading + "\n", groups(report, messages).shown(), call(report, as_of, messages) + "\n" + &outstanding.shown()];
    if !report.owed.is_empty() {
        let lines = report.owed.iter().map(|owed| owed_line(owed, workspace, messages));
        sections.push(messages.say("status-owed") + "\n" + &lines.collect::<String>());
    }
    inbox::emptied(report.emptied, messages) + &configuration::around(&sections.join("\n"), &report.configuration, messages)
}

/// What the list of units below it is for.
fn call(report: &StatusReport, as_of: Date, messages: &Messages) -> String {
    let of_state = |state: State| report.outstanding.iter().filter(|row| row.state == state).count();
    let (missing, returned, late) = (of_state(State::Missing), of_state(State::Returned), of_state(State::Late));
    let counts = [("missing", missing.into()), ("returned", returned.into()), ("late", late.into())];
    let expected = missing + of_state(State::Awaited);
    let remind = || {
        let days = as_of.until(report.deadline).map_or(0, |span| span.get_days()).max(0);
        messages.tell("status-remind", &[("count", expected.into()), ("days", days.into())])
    };
    match (missing, returned, late) {
        _ if expected > 0 && (report.before_deadline || expected > missing && missing + returned + late == 0) => remind(),
        (0, 0, 0) => messages.say("status-nothing"),
        (0, 0, _) => messages.tell("status-only-late", &[("count", late.into())]),
        (0, _, _) => messages.tell("status-only-returned", &counts),
        _ => messages.tell("status-chase", &counts),
    }
}

/// The whole, each county and each form. Before the deadline what has not come is not yet missing.
fn groups(report: &StatusReport, messages: &Messages) -> TextTable {
    let is_open = report.before_deadline;
    let (reported, missing) = if is_open { ("status-reported", "status-expected") } else { ("status-on-time", "status-missing") };
    let keys =
        ["status-group", "status-due", reported, "status-late", missing, "status-awaited", "status-returned", "status-empty"];
    let mut table = TextTable::new(keys.map(|key| messages.say(key)).into(), &[1, 2, 3, 4, 5, 6, 7]);
    // A single county is the whole.
    let counties: &[GroupStatus] = if report.counties.len() > 1 { &report.counties } else { &[] };
    for group in [&report.total].into_iter().chain(counties).chain(&report.forms) {
        let GroupStatus { name, due, on_time, late, missing, awaited, returned, empty, .. } = group;
        let shown = |is_known: bool, count: usize| if is_known { count.to_string() } else { String::new() };
        table.push(vec![
            name.clone(),
            due.to_string(),
            on_time.to_string(),
            shown(!is_open, *late),
            (if is_open { missing + awaited } else { *missing }).to_string(),
            shown(!is_open && report.total.awaited > 0, *awaited),
            shown(report.total.returned > 0, *returned),
            shown(report.total.empty > 0, *empty),
        ]);
    }
    table
}

fn outstanding(report: &StatusReport, messages: &Messages) -> TextTable {
    let keys = [
        "status-county",
        "status-unit-code",
        "status-unit-name",
        "status-form",
        "status-deadline",
        "status-state",
        "status-times",
        "status-contact",
        "status-phone",
        "status-remark",
    ];
    let mut table = TextTable::new(keys.map(|key| messages.say(key)).into(), &[6]);
    let known = |words: &'_ Option<String>| words.clone().unwrap_or_default();
    for row in &report.outstanding {
        let Outstanding { county, unit_code, unit_name, form_title, deadline, contact, phone, remark, .. } = row;
        let times = if row.times_this_year == 0 { String::new() } else { row.times_this_year.to_string() };
        table.push(vec![
            county.clone(),
            unit_code.clone(),
            unit_name.clone(),
            form_title.clone(),
            deadline.to_string(),
            state(row, messages),
            times,
            known(contact),
            known(phone),
            known(remark),
        ]);
    }
    table
}

/// One bulletin that the office owes; below it the command that makes it, once it can be made.
fn owed_line(owed: &Owed, workspace: &Path, messages: &Messages) -> String {
    let MadeBy { cycle, period: made_for, is_open } = owed.made_by;
    let period = match owed.period {
        None => messages.say("status-owed-once"),
        // A code that stands there can be asked for.
        Some(period) if (cycle, made_for) == (owed.cycle, Some(period)) => messages.period(period),
        Some(period) => messages.period_in_words(period),
    };
    let details = [
        ("title", owed.title.as_str().into()),
        ("period", period.into()),
        ("plan", owed.plan.as_str().into()),
        ("deadline", owed.deadline.to_string().into()),
        ("days", owed.days_late.abs().into()),
        ("due", owed.due.into()),
        ("done", owed.done.into()),
    ];
    let line = messages.tell(if owed.is_overdue { "status-owed-overdue" } else { "status-owed-next" }, &details);
    if !is_open {
        return line + "\n";
    }
    let made_for = made_for.map(|period| format!(" --period {period}")).unwrap_or_default();
    let command = format!("tongbao run{} --plan {} --cycle {cycle}{made_for}", folder(workspace), owed.plan);
    format!("{line}\n    {}\n", messages.tell("status-owed-command", &[("command", command.into())]))
}

/// The folder of the office as a command names it; nothing of the one in which one stands.
fn folder(workspace: &Path) -> String {
    let folder = workspace.display().to_string();
    match folder.as_str() {
        "." => String::new(),
        _ if folder.contains(char::is_whitespace) => format!(" \"{folder}\""),
        _ => format!(" {folder}"),
    }
}

/// Forms have deadlines of their own: one may be overdue while another is still expected.
fn state(row: &Outstanding, messages: &Messages) -> String {
    let days = [("days", row.days_late.into())];
    match (row.state, row.days_late) {
        (State::Missing, ..=0) | (State::Awaited, _) => messages.say("status-expected"),
        (State::Missing, _) => messages.tell("status-overdue", &days),
        (State::Late, _) => messages.tell("status-days-late", &days),
        (State::Returned, _) => messages.tell("status-to-correct", &[("count", row.reasons.into())]),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::cli::messages::Language;
    use tongbao_document::{Document, Properties};
    use tongbao_returns::domain::{Cycle, Period, Quarter};

    fn report(before_deadline: bool, days_late: i32) -> StatusReport {
        let group = |name: &str| GroupStatus {
            code: None,
            name: name.to_owned(),
            due: 12,
            on_time: 11,
            late: 0,
            missing: 1,
            awaited: 0,
            returned: 0,
            empty: 0,
        };
        StatusReport {
            period: Period::quarter(2025, Quarter::Third),
            configuration: Vec::new(),
            emptied: None,
            deadline: date(2025, 10, 15),
            before_deadline,
            total: group("合计"),
            counties: vec![group("金乡县"), group("市直")],
            forms: Vec::new(),
            categories: Vec::new(),
            alliances: Vec::new(),
            outstanding: vec![Outstanding {
                county: "金乡县".to_owned(),
                unit_code: "370828A01".to_owned(),
                unit_name: "金乡县人民医院".to_owned(),
                form: "医改01".to_owned(),
                form_title: "医院季报".to_owned(),
                deadline: date(2025, 10, 15),
                county_deadline: date(2025, 10, 15),
                city_deadline: date(2025, 10, 15),
                state: State::Missing,
                days_late,
                times_this_year: if before_deadline { 0 } else { 2 },
                reasons: 0,
                proxy: None,
                contact: Some("张三".to_owned()),
                phone: None,
                remark: None,
                sentence: String::new(),
            }],
            owed: Vec::new(),
            list: document(),
        }
    }

    fn document() -> Document {
        Document::list(Properties { as_of: (2025, 10, 20), ..Properties::default() }, String::new(), Vec::new())
    }

    #[test]
    fn before_the_deadline_it_reminds() {
        let expected = "\
2025年第三季度（2025Q3）报送情况，截至 2025-10-12，截止日 2025-10-15

范围    应报  已报  未报
合计      12    11     1
金乡县    12    11     1
市直      12    11     1

距截止还有 3 天，尚有 1 份未报，请提醒：
县区    单位代码   单位名称        报表      截止日      状态  联系人
金乡县  370828A01  金乡县人民医院  医院季报  2025-10-15  未报  张三
";
        assert_eq!(told(&report(true, 0), (date(2025, 10, 12), Path::new(".")), &Messages::new(Language::Zh)), expected);
    }

    fn owed(period: Option<&str>, deadline: Date, days_late: i32) -> Owed {
        let period: Option<Period> = period.map(|period| period.parse().unwrap());
        Owed {
            plan: "kailu-2024".to_owned(),
            cycle: Cycle::HalfYear,
            title: "半年通报".to_owned(),
            clause: Some("三.4".to_owned()),
            every: "half-year",
            responsible: Vec::new(),
            due: 1,
            done: 0,
            latest_number: None,
            latest_date: None,
            period,
            made_by: MadeBy { cycle: Cycle::HalfYear, period, is_open: true },
            deadline,
            days_late,
            is_overdue: days_late > 0,
            state: "逾期",
        }
    }

    #[test]
    fn what_the_office_owes_stands_below_the_returns() {
        let late = owed(Some("2025H1"), date(2025, 7, 30), 82);
        let once = owed(None, date(2025, 10, 30), -10);
        // Of the second half the year's end tells, and that has not come.
        let second = Owed {
            made_by: MadeBy { cycle: Cycle::YearEnd, period: "2025".parse().ok(), is_open: false },
            ..owed(Some("2025H2"), date(2026, 1, 30), -102)
        };
        let report = StatusReport { owed: vec![late, once, second], ..report(false, 5) };
        let day = (date(2025, 10, 20), Path::new("县 医改"));
        let chinese = told(&report, day, &Messages::new(Language::Zh));
        let expected = "\n本单位待印发的通报：\n\
            半年通报 2025年上半年（2025H1），方案 kailu-2024：应不迟于 2025-07-30 印发，已逾期 82 天（本年应办 1 期，已办 0 期）\n    \
            制作：tongbao run \"县 医改\" --plan kailu-2024 --cycle half-year --period 2025H1\n\
            半年通报 规划期内一次，方案 kailu-2024：应不迟于 2025-10-30 印发，还有 10 天（本年应办 1 期，已办 0 期）\n    \
            制作：tongbao run \"县 医改\" --plan kailu-2024 --cycle half-year\n\
            半年通报 2025年下半年，方案 kailu-2024：应不迟于 2026-01-30 印发，还有 102 天（本年应办 1 期，已办 0 期）\n";
        assert!(chinese.ends_with(expected), "{chinese}");
        let english = told(&report, day, &Messages::new(Language::En));
        let expected = "\nBulletins that the office has to issue:\n\
            半年通报, 2025H1, kailu-2024: by 2025-07-30, 82 days overdue (0 of 1 due this year issued)\n    \
            make it: tongbao run \"县 医改\" --plan kailu-2024 --cycle half-year --period 2025H1\n\
            半年通报, once, kailu-2024: by 2025-10-30, 10 days left (0 of 1 due this year issued)\n    \
            make it: tongbao run \"县 医改\" --plan kailu-2024 --cycle half-year\n\
            半年通报, second half of 2025, kailu-2024: by 2026-01-30, 102 days left (0 of 1 due this year issued)\n";
        assert!(english.ends_with(expected), "{english}");
        assert!(report.needs_action());
        assert!(StatusReport { outstanding: Vec::new(), ..report }.needs_action(), "the notice is overdue");
    }

    #[test]
    fn after_the_deadline_it_chases() {
        let text = told(&report(false, 5), (date(2025, 10, 20), Path::new(".")), &Messages::new(Language::En));
        assert!(text.contains("Area    Due  On time  Late  Missing\n"), "{text}");
        assert!(text.contains("1 return is missing, 0 returned, 0 late:\n"), "{text}");
        assert!(text.contains("2025-10-15  missing, 5 days overdue          2  张三\n"), "{text}");
    }
}
