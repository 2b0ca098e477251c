//! The tasks of a draft: rows of `ledger.csv`, and the form on which departments tell of them.

use super::model::Model;
use super::{Outline, campaign_of, toml_line};
use crate::plan::catalogue::{CatalogueKind, CatalogueRow};
use crate::plan::check::ledger::COLUMNS;
use crate::plan::meant::TaskDeadline;
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
pub(super) fn file(tasks: &[DraftTask<'_>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // What is written into memory does not fail.
    let _ = writer.write_record(COLUMNS);
    for task in tasks {
        let _ = writer.write_record(COLUMNS.map(|column| field(task, column)));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn field(DraftTask { row, campaign }: &DraftTask<'_>, column: &str) -> String {
    let is_deadline = row.deadline.is_empty() || TaskDeadline::of(&row.deadline).is_some();
    // Nobody holds half a meeting: so many a year is a whole number.
    let is_counted = !row.unit.ends_with("/年") || row.target.parse::<f64>().is_ok_and(|times| times.fract() == 0.0);
    match column {
        "id" => row.id.clone(),
        "clause" => row.clause.clone(),
        "campaign" => campaign.clone(),
        "title" => if row.title.trim().is_empty() { &row.item } else { &row.title }.clone(),
        "item" => row.item.clone(),
        "measure" => row.measure.clone(),
        "operator" => row.operator.clone(),
        "target" if is_counted => row.target.clone(),
        "unit" => row.unit.clone(),
        "deadline" if is_deadline => row.deadline.clone(),
        "scope" => row.scope.clone(),
        "responsible" => row.responsible.join(";"),
        "kind" => row.kind.as_str().to_owned(),
        "note" => {
            let deadline = (!is_deadline).then(|| format!("期限：{}", row.deadline));
            let target = (!is_counted && !row.target.is_empty()).then(|| format!("目标：{}", row.target));
            let words = [Some(row.note.clone()).filter(|note| !note.is_empty()), deadline, target];
            words.into_iter().flatten().collect::<Vec<_>>().join("；")
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
