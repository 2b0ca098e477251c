//! `tongbao history`: what a unit has filed, one filing after the other, and what changed.

use super::arguments::{Format, HistoryArguments, Office, Told};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::output;
use super::text_table::TextTable;
use crate::pipeline::history::{Change, FiledOnce, FormHistory, HistoryReport, HistoryRequest, Standing, history as look_up};

/// Does it.
pub(super) fn history(arguments: HistoryArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let HistoryArguments { unit, office: Office { workspace }, period, form, as_of, told: Told { format } } = arguments;
    let setup = context.setup(&workspace, as_of)?;
    let report = look_up(&setup, &HistoryRequest { unit, period, form }, &context.progress())?;
    let messages = &context.messages;
    let ending = match format {
        Format::Json => output::json(Outcome::Done, &report)?,
        Format::Text => output::text(Outcome::Done, told(&report, messages), context),
    };
    let warning =
        |path: &std::path::PathBuf| messages.tell("history-damaged", &[("file", path.display().to_string().into())]) + "\n";
    Ok(Ending { stderr: report.damaged.iter().map(warning).collect(), ..ending })
}

fn told(report: &HistoryReport, messages: &Messages) -> String {
    let HistoryReport { unit_code, unit_name, period, forms, other_periods, .. } = report;
    let mut text = format!("{unit_code}  {unit_name}  {}\n", messages.period(*period));
    if forms.is_empty() {
        text += &(messages.say("history-none") + "\n");
        if !other_periods.is_empty() {
            let periods = messages.listed(other_periods);
            text += &(messages.tell("history-other-periods", &[("periods", periods.into())]) + "\n");
        }
    }
    for form in forms {
        text += &of_form(form, messages);
    }
    text
}

fn of_form(history: &FormHistory, messages: &Messages) -> String {
    let FormHistory { form, title, filings } = history;
    let mut text = format!("\n{form}《{title}》\n");
    for (number, filing) in (1_usize..).zip(filings) {
        text += &of_filing(number, filing, messages);
    }
    text
}

fn of_filing(number: usize, filing: &FiledOnce, messages: &Messages) -> String {
    let FiledOnce { file, reported_on, standing, why, last_seen, changes, .. } = filing;
    let reported = match reported_on {
        Some(date) => messages.tell("history-reported", &[("date", date.to_string().into())]),
        None => messages.say("history-undated"),
    };
    let standing = match (standing, last_seen) {
        (Standing::Counts, _) => messages.say("history-counts"),
        (Standing::Returned, _) => messages.say("history-returned"),
        (Standing::Superseded, _) => messages.say("history-superseded"),
        (Standing::Waiting, _) => messages.tell("history-waiting", &[("why", why.as_deref().unwrap_or_default().into())]),
        (Standing::Later, _) => messages.say("history-later"),
        (Standing::Gone | Standing::GoneCounts, seen) => {
            let seen = seen.map(|date| date.to_string()).unwrap_or_default();
            let key = if *standing == Standing::Gone { "history-gone" } else { "history-gone-counts" };
            messages.tell(key, &[("date", seen.into())])
        }
    };
    let below = match changes {
        None => messages.say("history-unknown"),
        Some(changes) if changes.is_empty() && number > 1 => messages.say("history-unchanged"),
        Some(changes) => table(changes, messages).shown(),
    };
    let mut lines = vec![format!("{number}. {reported}  {file}  {standing}")];
    lines.extend(below.lines().map(|line| format!("   {line}")));
    lines.join("\n") + "\n"
}

fn table(changes: &[Change], messages: &Messages) -> TextTable {
    let heading = ["history-code", "history-item", "history-old", "history-new"].map(|key| messages.say(key));
    let mut table = TextTable::new(heading.into(), &[2, 3]);
    for Change { code, item, old, new } in changes {
        table.push(vec![code.clone(), item.clone(), old.clone(), new.clone()]);
    }
    table
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::cli::messages::Language;
    use tongbao_returns::domain::{Period, Quarter};

    #[test]
    fn each_filing_stands_with_what_changed_against_the_one_before() {
        let filing = |day: i8, standing, last_seen, changes| FiledOnce {
            file: "a.xlsx".to_owned(),
            hash: String::new(),
            reported_on: Some(date(2025, 10, day)),
            standing,
            why: None,
            last_seen,
            changes,
        };
        let change =
            Change { code: "101".to_owned(), item: "诊疗人次".to_owned(), old: "未填".to_owned(), new: "1,234".to_owned() };
        let report = HistoryReport {
            unit_code: "U1".to_owned(),
            unit_name: "示例医院".to_owned(),
            period: Period::quarter(2025, Quarter::Third),
            forms: vec![FormHistory {
                form: "T-1".to_owned(),
                title: "医院表".to_owned(),
                filings: vec![
                    filing(10, Standing::Gone, Some(date(2025, 10, 20)), Some(Vec::new())),
                    filing(12, Standing::Superseded, None, Some(vec![change])),
                    filing(14, Standing::Counts, None, None),
                ],
            }],
            other_periods: Vec::new(),
            damaged: Vec::new(),
        };
        let expected = "\
U1  示例医院  2025年第三季度（2025Q3）

T-1《医院表》
1. 报出日期 2025-10-10  a.xlsx  文件已被覆盖或删除（最后见于 2025-10-20）
2. 报出日期 2025-10-12  a.xlsx  有更新的报表，未采用
   代码  指标项    原报   现报
   101   诊疗人次  未填  1,234
3. 报出日期 2025-10-14  a.xlsx  采用
   前后两次中有一次的数值没有留存，无法比较
";
        assert_eq!(told(&report, &Messages::new(Language::Zh)), expected);
    }
}
