//! A pack to begin with, drafted from the catalogue of a plan's demands.
//!
//! In: the rows of the catalogue, and what there is to begin from: another pack, or what packs share. Out: the files of a pack that passes the
//! check, as text, and the rows that it does not cover. A quantitative row becomes an indicator: the one that packs share under its name, or else
//! one whose formula names items that its measure names, for which the forms ask. The other rows become tasks, in steps where they have several
//! deadlines; one that demands a kind of bulletin by its name becomes a mechanism as well. Nothing is known of the plan but the catalogue and what
//! its author says: what is to be looked at stands beside it as a comment, what is to be filled in stands in 〔〕.

mod counted;
mod filer;
mod forms;
mod growth;
mod item_words;
mod meanings;
mod measure;
mod mechanisms;
mod model;
mod names;
mod operator;
mod parts;
mod plan_file;
mod scoring;
mod shared;
mod stub;
mod target;
mod tasks;
mod toml_line;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use self::forms::Forms;
use self::meanings::Meanings;
use self::model::Model;
use self::plan_file::Content;
use self::shared::{Shared, Taken};
use self::stub::{Given, Stub};
use super::catalogue::{CatalogueKind, CatalogueRow};
use super::error::PlanError;
use super::folders::PackFolders;
use super::layout::{DICTIONARY, INDICATORS, LEDGER, MILESTONES, PLAN, RULES, SCORING};
use super::meant::TaskDeadline;
use super::unfilled;

/// What is drafted.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Name below the pack's folder → text.
    pub files: BTreeMap<String, String>,
    /// How many indicators it has.
    pub indicators: usize,
    /// How many of them packs share.
    pub shared: usize,
    /// How many tasks it has.
    pub tasks: usize,
    /// Rows of the catalogue that no indicator and no task answers, in their order.
    pub uncovered: Vec<CatalogueRow>,
    /// Rows whose indicator is only begun, because nobody knows what their operator means.
    pub unclear: Vec<CatalogueRow>,
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
    /// What the author says of the plan.
    pub names: PlanNames<'run>,
    /// Whether it takes shared indicators with their forms, and the rules of the pack that it is like. Without them it needs nothing that
    /// is not its own.
    pub takes: bool,
}

/// What no catalogue tells of a plan, as far as its author says it.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlanNames<'run> {
    /// Its title.
    pub title: Option<&'run str>,
    /// What it is called for short.
    pub short_title: Option<&'run str>,
    /// Who issues its bulletins.
    pub issuer: Option<&'run str>,
    /// The code of its area, GB/T 2260.
    pub area_code: Option<&'run str>,
    /// The name of its area.
    pub area_name: Option<&'run str>,
}

/// The plan as far as its catalogue tells it.
#[derive(Debug, Clone, Copy)]
struct Outline {
    /// Whether it is a city's: counties are parts of its area, not the area itself.
    is_city: bool,
    first_year: i16,
    last_year: i16,
}

/// Drafts a pack; `like` is the pack that it takes forms, rules, scoring and wording from.
pub fn draft(asked: Asked<'_>, folders: &PackFolders, like: Option<(&PackFolders, &str)>) -> Result<Draft, PlanError> {
    let model = Model::read(folders, like)?;
    let meanings = Meanings::of(folders, model.dictionaries());
    let outline = Outline::of(asked);
    let measured = asked.rows.iter().filter(|row| row.kind == CatalogueKind::Quantitative);
    let groups = parts::grouped(measured, outline);
    let shared = Shared::read(folders)?;
    let taken = if asked.takes { shared.taken(&groups, outline, &model) } else { Taken::default() };
    let issuer = asked.names.issuer.map_or_else(|| unfilled::blank("制定机关"), str::to_owned);
    let meant: BTreeSet<&str> = groups.iter().flatten().flat_map(filer::meant).copied().collect();
    let mut forms = Forms::of((asked.id, issuer.as_str()), (outline, &meant), (&model, taken.forms.as_slice()), &meanings);
    let mut names = names::Names::default();
    let given = Given { outline, shared: &shared, taken: &taken };
    let stubs: Vec<Stub> = groups.iter().filter_map(|group| stub::of(group, given, &mut forms, &mut names)).collect();
    let tasks = tasks::of(asked.rows, outline);
    let campaigns = campaigns(asked.rows, &stubs, &tasks);

    let mut files = BTreeMap::new();
    files.insert(INDICATORS.to_owned(), stub::file(&stubs));
    files.insert(RULES.to_owned(), plan_file::rules(model.rules().filter(|_| asked.takes)));
    files.insert(LEDGER.to_owned(), tasks::file(&tasks, outline));
    files.extend(tasks::milestones(&tasks).map(|text| (MILESTONES.to_owned(), text)));
    files.extend(forms.files());
    files.extend(tasks::form((asked.id, issuer.as_str()), &tasks, outline, &model));
    files.extend(model.forms().map(|(name, text)| (name.to_owned(), text.to_owned())));
    // By it the model's forms say what they ask.
    files.extend(model.text(DICTIONARY).map(|text| (DICTIONARY.to_owned(), text.to_owned())));
    files.extend(scoring::file(&stubs, &model).map(|text| (SCORING.to_owned(), text)));
    let wording = wording::of(&stubs, &model);
    let content = Content { campaigns: &campaigns, cycles: &wording.cycles, includes: &taken.forms };
    let plan = plan_file::plan(&asked, outline, content, &model);
    files.insert(PLAN.to_owned(), plan + &mechanisms::text(asked.rows, &wording.worded));
    let kinds = [wording.cycles.as_slice(), &mechanisms::named(asked.rows, &wording.worded)].concat();
    files.extend(wording.files_for(&kinds, &model).into_iter().map(|(name, text)| (format!("bulletins/{name}.md"), text)));

    let is_covered =
        |row: &&CatalogueRow| stubs.iter().any(|stub| stub.answers(row)) || tasks.iter().any(|task| task.row.id == row.id);
    let is_unclear = |row: &&CatalogueRow| stubs.iter().any(|stub| stub.is_unclear && stub.answers(row));
    Ok(Draft {
        files,
        indicators: stubs.len(),
        shared: stubs.iter().filter(|stub| stub.is_shared).count(),
        tasks: tasks.len(),
        uncovered: asked.rows.iter().filter(|row| !is_covered(row)).cloned().collect(),
        unclear: asked.rows.iter().filter(is_unclear).cloned().collect(),
    })
}

impl Outline {
    fn of(asked: Asked<'_>) -> Self {
        let years = || {
            let deadlines = asked.rows.iter().flat_map(|row| parts::listed(&row.deadline)).filter_map(TaskDeadline::of);
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
        let named = stubs.iter().filter(|stub| stub.answers(row)).map(|stub| &stub.campaign);
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
