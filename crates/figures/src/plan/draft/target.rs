//! What a row of the catalogue demands: which way is good, and the target with its time.

use super::Outline;
use crate::plan::catalogue::CatalogueRow;
use crate::plan::meant::TaskDeadline;
use crate::plan::unit_of_measure::UnitOfMeasure;

/// What is demanded of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Demanded {
    /// `higher`, `lower` or `within`.
    pub(super) better: &'static str,
    /// The lines of `[[indicator.target]]`; none if the plan gives no number.
    pub(super) target: Option<String>,
    /// The plan gives a target without a number.
    pub(super) is_open: bool,
    /// What the author has to look at.
    pub(super) remarks: Vec<String>,
}

/// What a row demands.
pub(super) fn of(row: &CatalogueRow, outline: Outline) -> Demanded {
    let number = number(&row.target);
    let target = |op: &str, values: &str| Some(format!("{}op = \"{op}\"\n{values}", due(&row.deadline, outline)));
    let value = |op: &str| number.and_then(|number| target(op, &format!("value = {number}\n")));
    let is_place = matches!(UnitOfMeasure::of(row.unit.trim()), UnitOfMeasure::Place(_));
    let (better, target) = match row.operator.trim() {
        "<=" | "down" => ("lower", value("<=")),
        "=" if number.is_some_and(|number| number == 0.0) => ("lower", value("<=")),
        "between" => match row
            .target
            .split_once(['-', '—', '～', '~'])
            .and_then(|(low, high)| Some((self::number(low)?, self::number(high)?)))
        {
            Some((low, high)) if low <= high => ("within", target("between", &format!("low = {low}\nhigh = {high}\n"))),
            _ => ("within", None),
        },
        _ if is_place => ("lower", value("<=")),
        _ => ("higher", value(">=")),
    };
    let is_trend = matches!(row.operator.trim(), "up" | "down" | "done" | "") && row.target.trim().is_empty();
    let mut remarks = Vec::new();
    if row.operator.trim() == "=" && target.is_some() {
        remarks.push("目录写“=”，这里按达到或好于计；确须相等的改成 op = \"=\"，左右、约另写 tolerance".to_owned());
    }
    if target.is_some() && TaskDeadline::of(&row.deadline).is_none() {
        remarks.push(format!("目录没有写明期限，这里自{}年起评价", outline.first_year));
    }
    if target.is_none() && !is_trend {
        remarks.push(format!("目标“{}”不是一个数：暂作未定目标值（open）", row.target));
    }
    Demanded { better, is_open: target.is_none() && (!is_trend || better == "within"), target, remarks }
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

fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|number| number.is_finite())
}
