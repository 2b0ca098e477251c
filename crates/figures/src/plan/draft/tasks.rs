//! The tasks of a draft: rows of `ledger.csv`, and the form on which departments tell of them.

use super::model::Model;
use super::{Outline, campaign_of, toml_line};
use crate::plan::catalogue::{CatalogueKind, CatalogueRow};
use crate::plan::check::ledger::COLUMNS;
use crate::plan::meant::{TaskDeadline, TaskDemand, counted_by_a_part_of_the_year, counted_by_the_year};
use tongbao_returns::domain::Category;

/// A task to begin with.
#[derive(Debug)]
pub(super) struct DraftTask<'row> {
    /// The row that it answers.
    pub(super) row: &'row CatalogueRow,
    /// Its group.
    pub(super) campaign: String,
}

/// The tasks of the rows: milestones, what is followed, and mechanisms, as far as they say what is to be done.
pub(super) fn of(rows: &[CatalogueRow]) -> Vec<DraftTask<'_>> {
    let is_task = |row: &&CatalogueRow| match row.kind {
        CatalogueKind::Milestone | CatalogueKind::Ledger | CatalogueKind::Mechanism => {
            !row.title.trim().is_empty() || !row.item.trim().is_empty()
        }
        CatalogueKind::Quantitative | CatalogueKind::Structure => false,
    };
    rows.iter().filter(is_task).map(|row| DraftTask { row, campaign: campaign_of(row) }).collect()
}

/// `ledger.csv`
pub(super) fn file(tasks: &[DraftTask<'_>], outline: Outline) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // What is written into memory does not fail.
    let _ = writer.write_record(COLUMNS);
    for task in tasks {
        let said = Said::of(task.row, outline);
        let _ = writer.write_record(COLUMNS.map(|column| field(task, &said, column)));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// What a row says that the ledger can hold; the rest stands in its remarks.
struct Said<'row> {
    operator: &'row str,
    target: &'row str,
    unit: &'row str,
    deadline: &'row str,
    scope: &'row str,
    remarks: Vec<String>,
}

impl<'row> Said<'row> {
    fn of(row: &'row CatalogueRow, outline: Outline) -> Self {
        let [operator, target, unit, deadline, scope] =
            [&row.operator, &row.target, &row.unit, &row.deadline, &row.scope].map(String::as_str);
        let mut remarks = Vec::new();
        // What was due before the plan began would be overdue from its first day on.
        let is_deadline = |day: TaskDeadline| day.last_day().year() >= outline.first_year;
        let deadline = held(deadline, TaskDeadline::of(deadline).is_some_and(is_deadline), "期限", &mut remarks);
        let (operator, target) = demanded(row, (operator, target), &mut remarks);
        let unit = held(unit, counted_by_a_part_of_the_year(unit).is_none(), "计量单位", &mut remarks);
        let scope = held(scope, row.concerned().is_some(), "范围", &mut remarks);
        Self { operator, target, unit, deadline, scope, remarks }
    }
}

/// A field, if it can be held; else it is remarked.
fn held<'row>(field: &'row str, can_be: bool, what: &str, remarks: &mut Vec<String>) -> &'row str {
    if field.is_empty() || can_be {
        return field;
    }
    remarks.push(format!("{what}：{field}"));
    ""
}

/// Operator and target, if the one can be said of the other; else it is to be done.
fn demanded<'row>(
    row: &CatalogueRow,
    (operator, target): (&'row str, &'row str),
    remarks: &mut Vec<String>,
) -> (&'row str, &'row str) {
    let number = target.parse::<f64>().ok().filter(|number| number.is_finite());
    let can_be = |demand: TaskDemand| match (counted_by_the_year(&row.unit), number) {
        // Nobody holds half a meeting: so many a year is a whole number.
        (Some(_), Some(times)) => demand.is_of_times() && times > 0.0 && times.fract() == 0.0,
        (Some(_), None) => demand == TaskDemand::Done && target.is_empty(),
        (None, number) => !(demand.is_of_a_number() && number.is_none() || demand == TaskDemand::Between),
    };
    match TaskDemand::of(operator) {
        Some(demand) if can_be(demand) => (operator, target),
        Some(TaskDemand::Done) => ("done", held(target, false, "目标", remarks)),
        _ => {
            remarks.push(format!("目标：{operator}{target}"));
            ("done", "")
        }
    }
}

fn field(DraftTask { row, campaign }: &DraftTask<'_>, said: &Said<'_>, column: &str) -> String {
    match column {
        "id" => row.id.clone(),
        "clause" => row.clause.clone(),
        "campaign" => campaign.clone(),
        "title" => if row.title.trim().is_empty() { &row.item } else { &row.title }.clone(),
        "item" => row.item.clone(),
        "measure" => row.measure.clone(),
        "operator" => said.operator.to_owned(),
        "target" => said.target.to_owned(),
        "unit" => said.unit.to_owned(),
        "deadline" => said.deadline.to_owned(),
        "scope" => said.scope.to_owned(),
        "responsible" => row.responsible.join(";"),
        "kind" => row.kind.as_str().to_owned(),
        "note" => {
            let note = Some(row.note.clone()).filter(|note| !note.is_empty());
            note.into_iter().chain(said.remarks.iter().cloned()).collect::<Vec<_>>().join("；")
        }
        _ => String::new(),
    }
}

/// The form of the ledger, if there are tasks.
pub(super) fn form(id: &str, tasks: &[DraftTask<'_>], outline: Outline, model: &Model) -> Option<(String, String)> {
    if tasks.is_empty() {
        return None;
    }
    let level = if outline.is_city { "市级" } else { "县级" };
    let of_model = model.plan().into_iter().flat_map(|plan| &plan.forms).find(|form| form.tasks.is_some());
    let filers = of_model.map(|form| form.filed_by.iter().map(Category::as_str).map(str::to_owned).collect::<Vec<_>>());
    let mut filers = filers.unwrap_or_else(|| vec![format!("{level}卫健部门"), format!("{level}有关部门")]);
    let mut everyone: Vec<&str> = Vec::new();
    let mut counties: Vec<&str> = Vec::new();
    for word in tasks.iter().flat_map(|task| &task.row.responsible).map(String::as_str).filter(|word| word.starts_with('各')) {
        let is_of_counties = ["县", "区", "旗"].iter().any(|part| word.contains(part)) && !word.contains("部门");
        let words = if is_of_counties && outline.is_city { &mut counties } else { &mut everyone };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let of_counties = "县级卫健部门".to_owned();
    if !counties.is_empty() && !filers.contains(&of_counties) {
        filers.push(of_counties.clone());
    }
    let mut text =
        toml_line::comment("任务台账：每行一项任务，来自 ledger.csv；各单位填责任单位栏里写着自己的任务。填报单位类别请核对。");
    for (key, value) in [
        ("id", toml_line::text(&format!("{id}-ledger"))),
        ("code", toml_line::text(&format!("{}-00", id.to_uppercase()))),
        ("title", toml_line::text("任务台账进展报表")),
        ("version", toml_line::text(&outline.first_year.to_string())),
        ("issuer", toml_line::text("〔制定机关〕")),
        ("filed-by", toml_line::list(filers.iter().map(String::as_str))),
        ("due-days", "15".to_owned()),
    ] {
        text.extend([format!("{key} = {value}\n")]);
    }
    text.push_str("\n[tasks]\n");
    if !everyone.is_empty() {
        text.extend([format!("everyone = {}\n", toml_line::list(everyone))]);
    }
    if !counties.is_empty() {
        text.extend([format!("counties = {}\n", toml_line::list(counties))]);
        text.extend([format!("scopes-filed-by = {}\n", toml_line::list([of_counties.as_str()]))]);
    }
    text.push_str("\n[[sheet]]\nname = \"任务台账\"\ntitle = \"任务台账进展情况\"\n");
    Some((format!("forms/{id}-ledger.toml"), text))
}
