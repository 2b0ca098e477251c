//! The tasks of a draft: rows of `ledger.csv`, their steps, and the form on which departments tell of them.

use super::model::Model;
use super::operator::Operator;
use super::parts::listed;
use super::{Outline, campaign_of, toml_line};
use crate::plan::catalogue::{CatalogueKind, CatalogueRow};
use crate::plan::check;
use crate::plan::meant::{TaskDeadline, counted_by_a_part_of_the_year, counted_by_the_year};
use crate::plan::unfilled;
use tongbao_returns::domain::Category;

/// A task to begin with.
#[derive(Debug)]
pub(super) struct DraftTask<'row> {
    /// The row that it answers.
    pub(super) row: &'row CatalogueRow,
    /// Its group.
    pub(super) campaign: String,
    /// Its steps: until when, and what; none of a task that is done at once.
    steps: Vec<(String, String)>,
}

/// The tasks of the rows: milestones, what is followed, and mechanisms, as far as they say what is to be done.
pub(super) fn of(rows: &[CatalogueRow], outline: Outline) -> Vec<DraftTask<'_>> {
    let is_task = |row: &&CatalogueRow| match row.kind {
        CatalogueKind::Milestone | CatalogueKind::Ledger | CatalogueKind::Mechanism => {
            !row.title.trim().is_empty() || !row.item.trim().is_empty()
        }
        CatalogueKind::Quantitative | CatalogueKind::Structure => false,
    };
    let task = |row| DraftTask { row, campaign: campaign_of(row), steps: steps(row, outline) };
    rows.iter().filter(is_task).map(task).collect()
}

/// The steps of a row with several deadlines, one after the other; none of what is counted by the year.
fn steps(row: &CatalogueRow, outline: Outline) -> Vec<(String, String)> {
    let deadlines = listed(&row.deadline);
    let days: Vec<_> = deadlines.iter().filter_map(|one| TaskDeadline::of(one)).map(TaskDeadline::last_day).collect();
    let is_in_order = days.len() == deadlines.len() && days.is_sorted_by(|one, other| one < other);
    let is_within = days.iter().all(|day| day.year() >= outline.first_year);
    if days.len() < 2 || !is_in_order || !is_within || is_yearly(row) {
        return Vec::new();
    }
    let is_one_each = |words: &[&str]| {
        let is_new = |(at, word): (usize, &&str)| words.iter().take(at).all(|known| known != word);
        words.len() == days.len() && words.iter().enumerate().all(is_new)
    };
    let (measures, targets) = (listed(&row.measure), listed(&row.target));
    let items: Vec<String> = if is_one_each(&measures) {
        measures.into_iter().map(str::to_owned).collect()
    } else if is_one_each(&targets) {
        targets.into_iter().map(|target| format!("达到{target}{}", row.unit.trim())).collect()
    } else {
        deadlines.iter().map(|deadline| unfilled::blank(&format!("到{deadline}做到什么"))).collect()
    };
    deadlines.into_iter().map(str::to_owned).zip(items).collect()
}

/// Whether a row is counted by the year: 4 次/年.
fn is_yearly(row: &CatalogueRow) -> bool {
    counted_by_the_year(&row.unit).is_some()
}

/// `ledger.csv`
pub(super) fn file(tasks: &[DraftTask<'_>], outline: Outline) -> String {
    let row = |task: &DraftTask<'_>| {
        let said = Said::of(task, outline);
        check::ledger::COLUMNS.map(|column| field(task, &said, column)).to_vec()
    };
    written(&check::ledger::COLUMNS, tasks.iter().map(row))
}

/// `milestones.csv`, if any task has steps.
pub(super) fn milestones(tasks: &[DraftTask<'_>]) -> Option<String> {
    let of_task = |task: &DraftTask<'_>| -> Vec<Vec<String>> {
        task.steps.iter().map(|(by, item)| vec![task.row.id.clone(), by.clone(), item.clone()]).collect()
    };
    let steps: Vec<Vec<String>> = tasks.iter().flat_map(of_task).collect();
    (!steps.is_empty()).then(|| written(&check::milestones::COLUMNS, steps.into_iter()))
}

fn written(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // What is written into memory does not fail.
    let _ = writer.write_record(columns);
    for row in rows {
        let _ = writer.write_record(row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// What a row says that the ledger can hold; the rest stands in its remarks.
struct Said {
    operator: String,
    target: String,
    unit: String,
    deadline: String,
    scope: String,
    remarks: Vec<String>,
}

impl Said {
    fn of(task: &DraftTask<'_>, outline: Outline) -> Self {
        let row = task.row;
        let mut remarks = Vec::new();
        let deadline = row.deadline.trim();
        // What was due before the plan began would be overdue from its first day on.
        let can_be_due = TaskDeadline::of(deadline).is_some_and(|day| day.last_day().year() >= outline.first_year);
        // The last step says when.
        let deadline = if task.steps.is_empty() { held(deadline, can_be_due, "期限", &mut remarks) } else { String::new() };
        let (operator, target) = demanded(row, &mut remarks);
        let unit = held(row.unit.trim(), counted_by_a_part_of_the_year(&row.unit).is_none(), "计量单位", &mut remarks);
        let scope = held(row.scope.trim(), row.concerned().is_some(), "范围", &mut remarks);
        Self { operator, target, unit, deadline, scope, remarks }
    }
}

/// A field, if it can be held; else it is remarked.
fn held(field: &str, can_be: bool, what: &str, remarks: &mut Vec<String>) -> String {
    if field.is_empty() || can_be {
        return field.to_owned();
    }
    remarks.push(format!("{what}：{field}"));
    String::new()
}

/// Operator and target, if the one can be said of the other; else it is to be done.
fn demanded(row: &CatalogueRow, remarks: &mut Vec<String>) -> (String, String) {
    // Of several targets none is that of the task.
    if listed(&row.target).len() > 1 {
        return ("done".to_owned(), held(row.target.trim(), false, "目标", remarks));
    }
    let (before, behind) = Operator::before(&row.target);
    let (meant, target) = match Operator::of(&row.operator) {
        Some(Operator::Unsaid) if before != Operator::Unsaid => (Some(before), behind),
        meant => (meant, row.target.trim().to_owned()),
    };
    let number = target.parse::<f64>().ok().filter(|number| number.is_finite());
    let can_be = |word: &str| match (is_yearly(row), number) {
        // Nobody holds half a meeting: so many a year is a whole number, and more is never worse.
        (true, Some(times)) => matches!(word, "" | "done" | ">=" | "=") && times > 0.0 && times.fract() == 0.0,
        (true, None) => matches!(word, "" | "done") && target.is_empty(),
        (false, number) => number.is_some() || !matches!(word, ">=" | "<=" | "="),
    };
    match meant.and_then(Operator::of_task) {
        Some(word) if can_be(word) => (word.to_owned(), target),
        Some(word @ ("" | "done")) => (word.to_owned(), held(&target, false, "目标", remarks)),
        _ => {
            remarks.push(format!("目标：{}{}", row.operator.trim(), row.target.trim()));
            ("done".to_owned(), String::new())
        }
    }
}

fn field(DraftTask { row, campaign, .. }: &DraftTask<'_>, said: &Said, column: &str) -> String {
    match column {
        "id" => row.id.clone(),
        "clause" => row.clause.clone(),
        "campaign" => campaign.clone(),
        "title" => if row.title.trim().is_empty() { &row.item } else { &row.title }.clone(),
        "item" => row.item.clone(),
        "measure" => row.measure.clone(),
        "operator" => said.operator.clone(),
        "target" => said.target.clone(),
        "unit" => said.unit.clone(),
        "deadline" => said.deadline.clone(),
        "scope" => said.scope.clone(),
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
pub(super) fn form(
    (id, issuer): (&str, &str),
    tasks: &[DraftTask<'_>],
    outline: Outline,
    model: &Model,
) -> Option<(String, String)> {
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
        ("issuer", toml_line::text(issuer)),
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
