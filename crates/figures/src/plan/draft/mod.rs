//! A pack to begin with, drafted from the catalogue of a plan's demands.
//!
//! In: the rows of the catalogue, and what there is to begin from: another pack, or what packs share. Out: the files of a pack that passes the
//! check, as text, and the rows that it does not cover. A quantitative row becomes an indicator whose formula names items that its measure names; the
//! forms ask for these items; the other rows become tasks, and one that demands a kind of bulletin by its name a mechanism as well. Nothing is known of the plan but the catalogue: what an author has to look at stands
//! beside it as a comment.

mod filer;
mod forms;
mod meanings;
mod measure;
mod mechanisms;
mod model;
mod names;
mod plan_file;
mod scoring;
mod stub;
mod target;
mod tasks;
mod toml_line;
mod wording;

use std::collections::BTreeMap;

use self::forms::Forms;
use self::meanings::Meanings;
use self::model::Model;
use self::stub::Stub;
use super::catalogue::{CatalogueKind, CatalogueRow};
use super::error::PlanError;
use super::folders::PackFolders;
use super::meant::TaskDeadline;

/// What is drafted.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Name below the pack's folder → text.
    pub files: BTreeMap<String, String>,
    /// How many indicators it has.
    pub indicators: usize,
    /// How many tasks it has.
    pub tasks: usize,
    /// Rows of the catalogue that no indicator and no task answers, in their order.
    pub uncovered: Vec<CatalogueRow>,
}

/// What a draft is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'run> {
    /// Id of the pack.
    pub id: &'run str,
    /// Rows of its catalogue.
    pub rows: &'run [CatalogueRow],
    /// The year in which it begins, if neither its id nor its deadlines say so.
    pub year: i16,
}

/// The plan as far as its catalogue tells it.
#[derive(Debug, Clone, Copy)]
struct Outline {
    /// Whether it is a city's: counties are parts of its area, not the area itself.
    is_city: bool,
    first_year: i16,
    last_year: i16,
}

/// Drafts a pack; `like` is the pack that it takes forms, scoring and wording from.
pub fn draft(asked: Asked<'_>, folders: &PackFolders, like: Option<(&PackFolders, &str)>) -> Result<Draft, PlanError> {
    let model = Model::read(folders, like)?;
    let meanings = Meanings::of(folders, model.dictionaries());
    let outline = Outline::of(asked);
    let mut forms = Forms::of(asked.id, outline, &model, &meanings);
    let mut names = names::Names::default();
    let measured = asked.rows.iter().filter(|row| row.kind == CatalogueKind::Quantitative);
    let stubs: Vec<Stub> = measured.filter_map(|row| stub::of(row, (outline, &model), &mut forms, &mut names)).collect();
    let tasks = tasks::of(asked.rows);
    let campaigns = campaigns(asked.rows, &stubs, &tasks);

    let mut files = BTreeMap::new();
    files.insert("indicators.toml".to_owned(), stub::file(&stubs));
    files.insert("rules.toml".to_owned(), plan_file::rules());
    files.insert("ledger.csv".to_owned(), tasks::file(&tasks, outline));
    files.extend(forms.files());
    files.extend(tasks::form(asked.id, &tasks, outline, &model));
    files.extend(model.forms().map(|(name, text)| (name.to_owned(), text.to_owned())));
    // By it the model's forms say what they ask.
    files.extend(model.text("items.toml").map(|text| ("items.toml".to_owned(), text.to_owned())));
    files.extend(scoring::file(&stubs, &model).map(|text| ("scoring.toml".to_owned(), text)));
    let wording = wording::of(&stubs, &model);
    let plan = plan_file::plan(asked.id, outline, &campaigns, &wording.cycles, &model);
    files.insert("plan.toml".to_owned(), plan + &mechanisms::text(asked.rows, &wording.worded));
    files.extend(wording.files.into_iter().map(|(name, text)| (format!("bulletins/{name}.md"), text)));

    let is_covered =
        |row: &&CatalogueRow| stubs.iter().any(|stub| stub.source == row.id) || tasks.iter().any(|task| task.row.id == row.id);
    let uncovered = asked.rows.iter().filter(|row| !is_covered(row)).cloned().collect();
    Ok(Draft { files, indicators: stubs.len(), tasks: tasks.len(), uncovered })
}

impl Outline {
    fn of(asked: Asked<'_>) -> Self {
        let years = || {
            let deadlines = asked.rows.iter().filter_map(|row| TaskDeadline::of(&row.deadline));
            deadlines.map(|deadline| deadline.last_day().year())
        };
        let digits = asked.id.len().checked_sub(4).and_then(|at| asked.id.get(at..));
        let of_id = digits.and_then(|digits| digits.parse::<i16>().ok()).filter(|year| (1990..=2100).contains(year));
        let first_year = of_id.or_else(|| years().min()).unwrap_or(asked.year);
        let is_of_city = |row: &CatalogueRow| matches!(row.scope.split(':').next(), Some("city" | "district"));
        Self {
            is_city: asked.rows.iter().any(is_of_city),
            first_year,
            last_year: years().max().unwrap_or(first_year).max(first_year),
        }
    }
}

/// Every group that a stub or a task belongs to, in the order of the catalogue.
fn campaigns(rows: &[CatalogueRow], stubs: &[Stub], tasks: &[tasks::DraftTask<'_>]) -> Vec<String> {
    let mut campaigns: Vec<String> = Vec::new();
    for row in rows {
        let named = stubs.iter().filter(|stub| stub.source == row.id).map(|stub| &stub.campaign);
        let named = named.chain(tasks.iter().filter(|task| task.row.id == row.id).map(|task| &task.campaign));
        for name in named {
            if !campaigns.contains(name) {
                campaigns.push(name.clone());
            }
        }
    }
    campaigns
}

/// The group of a row; of one that names none a group for the rest.
fn campaign_of(row: &CatalogueRow) -> String {
    let written = row.campaign.trim();
    if written.is_empty() { "其他".to_owned() } else { written.to_owned() }
}

#[cfg(test)]
mod tests;
