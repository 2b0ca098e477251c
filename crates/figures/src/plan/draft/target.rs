//! What a row of the catalogue demands: which way is good, and the target with its time.

use jiff::civil::{Date, date};

use super::Outline;
use super::operator::Operator;
use crate::plan::catalogue::CatalogueRow;
use crate::plan::meant::TaskDeadline;
use crate::plan::unit_of_measure::UnitOfMeasure;

/// Notes of a catalogue that say that the plan wants a number and gives none.
const WITHOUT_NUMBER: [&str; 2] = ["缺值", "未量化"];

/// What is demanded of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Demanded {
    /// `higher`, `lower`, `within`, or `neutral` while nobody knows.
    pub(super) better: &'static str,
    /// The lines of `[[indicator.target]]`; none if the plan gives no number.
    pub(super) target: Option<String>,
    /// The plan gives a target without a number.
    pub(super) is_open: bool,
    /// Nobody knows what the operator of the row means.
    pub(super) is_unclear: bool,
    /// What the author has to look at.
    pub(super) remarks: Vec<String>,
}

/// What a row demands; where it does not say which way is good, that is so which usually is of its indicator.
pub(super) fn of(row: &CatalogueRow, outline: Outline, usual: Option<&str>) -> Demanded {
    let Some(written) = Operator::of(&row.operator) else { return unclear(row) };
    let (before, behind) = Operator::before(&row.target);
    let said = if written == Operator::Unsaid { before } else { written };
    let operator = if said == Operator::Unsaid && usual == Some("lower") { Operator::AtMost } else { said };
    let number = number(&behind, row.unit.trim());
    let target = |op: &str, values: &str| Some(format!("{}op = \"{op}\"\n{values}", due(&row.deadline, outline)));
    let value = |op: &str| number.and_then(|number| target(op, &format!("value = {number}\n")));
    let is_place = matches!(UnitOfMeasure::of(row.unit.trim()), UnitOfMeasure::Place(_));
    let (better, target) = match operator {
        Operator::AtMost | Operator::Down => ("lower", value("<=")),
        Operator::Below => ("lower", value("<")),
        Operator::Exactly if number.is_some_and(|number| number == 0.0) => ("lower", value("<=")),
        Operator::Between => match range(&behind) {
            Some((low, high)) => ("within", target("between", &format!("low = {low}\nhigh = {high}\n"))),
            None => ("within", None),
        },
        _ if is_place => ("lower", value("<=")),
        Operator::Above => ("higher", value(">")),
        Operator::AtLeast | Operator::Exactly | Operator::About | Operator::Up | Operator::Done | Operator::Unsaid => {
            ("higher", value(">="))
        }
    };
    let is_without_number = !is_place && WITHOUT_NUMBER.iter().any(|word| row.note.contains(word));
    let is_trend = said.op().is_none() && row.target.trim().is_empty() && !is_without_number;
    let mut remarks = Vec::new();
    if matches!(operator, Operator::Exactly | Operator::About) && target.is_some() {
        remarks.push(format!(
            "目录写“{}”，这里按达到或好于计；确须相等的改成 op = \"=\"，左右、约另写 tolerance",
            row.operator.trim()
        ));
    }
    if target.is_some() && TaskDeadline::of(&row.deadline).is_none() {
        let why = if row.deadline.trim().is_empty() {
            "目录没有写明期限".to_owned()
        } else {
            format!("目录的期限“{}”不是一个日期", row.deadline.trim())
        };
        remarks.push(format!("{why}，这里自{}年起评价", outline.first_year));
    }
    if target.is_none() && !is_trend {
        let why = if row.target.trim().is_empty() {
            "方案没有给出目标值".to_owned()
        } else {
            format!("目标“{}”不是一个数", row.target.trim())
        };
        remarks.push(format!("{why}：暂作未定目标值（open）"));
    }
    let is_open = target.is_none() && (!is_trend || better == "within");
    Demanded { better, is_open, target, is_unclear: false, remarks }
}

/// Of an operator that nobody knows: which way is good is for the author to say.
fn unclear(row: &CatalogueRow) -> Demanded {
    let remark = format!("目录的 operator 写“{}”，看不明白是不低于还是不超过：better 和目标待填", row.operator.trim());
    Demanded { better: "neutral", target: None, is_open: false, is_unclear: true, remarks: vec![remark] }
}

/// From when on the target counts; never outside the plan's years.
fn due(deadline: &str, outline: Outline) -> String {
    match TaskDeadline::of(deadline) {
        Some(TaskDeadline::Month(day) | TaskDeadline::Day(day)) if day.year() >= outline.first_year => {
            format!("by = \"{day}\"\n")
        }
        Some(TaskDeadline::Year(day)) if day.year() >= outline.first_year => format!("year = {}\n", day.year()),
        _ => format!("year = {}\n", outline.first_year),
    }
}

/// The day from which on the target of a row counts, if the row says so and it has a target: no two of one indicator may begin on one.
pub(super) fn begins(row: &CatalogueRow, outline: Outline) -> Option<Date> {
    let deadline = TaskDeadline::of(&row.deadline).filter(|deadline| deadline.last_day().year() >= outline.first_year)?;
    of(row, outline, None).target?;
    Some(match deadline {
        TaskDeadline::Year(day) => date(day.year(), 1, 1),
        TaskDeadline::Month(day) | TaskDeadline::Day(day) => day,
    })
}

/// A number, with its unit or a sign for hundredths behind it or not.
fn number(text: &str, unit: &str) -> Option<f64> {
    let bare = text.trim();
    let bare = bare.strip_suffix(['%', '％']).or_else(|| bare.strip_suffix(unit).filter(|_| !unit.is_empty())).unwrap_or(bare);
    bare.trim().parse::<f64>().ok().filter(|number| number.is_finite())
}

/// `1-3`, the lower end first.
fn range(text: &str) -> Option<(f64, f64)> {
    let (low, high) = text.split_once(['-', '—', '～', '~', '至'])?;
    let ends = (number(low, "")?, number(high, "")?);
    (ends.0 <= ends.1).then_some(ends)
}
