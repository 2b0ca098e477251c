//! `tongbao plan new`: a pack to begin with, from the catalogue of a plan's demands.
//!
//! In: an id, a catalogue, perhaps a pack to be like and what the author says of the plan. Out: a folder with a pack that passes the check but for
//! what its author has to fill in, its catalogue among its files, and the rows of the catalogue that it does not cover. It is written beside its
//! place, checked there, and then put there; what is there already is never touched.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::error::RunError;
use super::packs::{self, OWN};
use super::plan_coverage::of_plan;
use crate::settings::Settings;
use tongbao_figures::plan::catalogue::{self, CATALOGUE, CatalogueKind, CatalogueRow};
use tongbao_figures::plan::draft::{Asked, Draft, PlanNames, draft};
use tongbao_figures::plan::{PackFolders, PlanError};
use tongbao_figures::store::disk;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct NewPack<'run> {
    /// Id of the pack.
    pub id: &'run str,
    /// The catalogue.
    pub catalogue: &'run Path,
    /// The pack to be like.
    pub like: Option<&'run Path>,
    /// In which folder its own is made; the workspace's `plans` without it, else the folder of packs.
    pub out: Option<&'run Path>,
    /// The year of today, for a plan that names none.
    pub year: i16,
    /// What the author says of the plan.
    pub names: PlanNames<'run>,
}

/// What was made.
#[derive(Debug, Clone, Serialize)]
pub struct NewPackReport {
    /// Id of the pack.
    pub id: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Its files, below the folder.
    pub files: Vec<String>,
    /// How many indicators it has.
    pub indicators: usize,
    /// How many of them packs share.
    pub shared: usize,
    /// How many tasks.
    pub tasks: usize,
    /// How many places its author has to fill in before anything is issued with it.
    pub unfilled: usize,
    /// Rows of other plans in the catalogue, which are no part of it.
    pub of_others: usize,
    /// The rows whose operator nobody knows: their indicators are only begun.
    pub unclear: Vec<UnclearRow>,
    /// The rows that nothing in it answers.
    pub uncovered: Vec<UncoveredRow>,
    /// Whether it lies where the office looks for packs.
    pub is_found: bool,
    /// Whether `tongbao.toml` lists it already.
    pub is_listed: bool,
    /// The packs that `tongbao.toml` has to list, those that it lists already among them.
    pub plans: Vec<String>,
}

impl NewPackReport {
    /// `plans = ["kailu-2024", "harbin-2017"]`: what the author writes into `tongbao.toml`. It is not written for them, because the file is
    /// theirs, comments and all.
    pub fn settings_line(&self) -> String {
        format!("plans = {}", toml::Value::from(self.plans.clone()))
    }
}

/// A row of the catalogue that nothing in the new pack answers.
#[derive(Debug, Clone, Serialize)]
pub struct UncoveredRow {
    /// Its identifier.
    pub id: String,
    /// `quantitative` … `structure`.
    pub kind: &'static str,
    /// What is demanded.
    pub item: String,
}

/// A row of the catalogue whose operator nobody knows.
#[derive(Debug, Clone, Serialize)]
pub struct UnclearRow {
    /// Where it stands in the catalogue, from 1.
    pub line: usize,
    /// Its identifier.
    pub id: String,
    /// What is demanded.
    pub item: String,
    /// As it is written.
    pub operator: String,
}

/// Makes the pack.
pub fn plan_new(templates: &Path, workspace: Option<&Path>, asked: &NewPack<'_>) -> Result<NewPackReport, RunError> {
    let id = asked.id;
    let is_name = |one: char| one.is_alphanumeric() || one == '-' || one == '_';
    if id.is_empty() || !id.chars().all(is_name) {
        return Err(RunError::PackId { id: id.to_owned() });
    }
    let folders = packs::folders(workspace, templates);
    let above = match (asked.out, workspace) {
        (Some(out), _) => out.to_owned(),
        (None, Some(workspace)) => workspace.join(OWN),
        (None, None) => templates.to_owned(),
    };
    let folder = above.join(id);
    // A pack of a shipped one's name would change that one.
    if folder.symlink_metadata().is_ok() || folders.has(id) {
        let path = folders.find(id).filter(|_| folder.symlink_metadata().is_err()).unwrap_or(folder);
        return Err(RunError::PackThere { path });
    }
    let all = catalogue::read(asked.catalogue)?;
    let count = all.len();
    let rows = of_plan(all, asked.catalogue, id)?;
    if !rows.iter().any(|row| row.kind == CatalogueKind::Quantitative) {
        return Err(RunError::NothingMeasured { path: asked.catalogue.to_owned() });
    }
    let like = asked.like.map(|pack| packs::named(pack, workspace, templates));
    let like = like.as_ref().map(|pack| (&pack.folders, pack.id.as_str()));
    // By it `plan coverage` tells later what is not answered yet.
    let unread = |source| PlanError::Read { path: asked.catalogue.to_owned(), source };
    let catalogue = disk::read_text(asked.catalogue).map_err(unread)?;
    let made = |takes: bool| -> Result<(Draft, usize), RunError> {
        let asked = Asked { id, rows: &rows, year: asked.year, names: asked.names, takes };
        let mut drafted = draft(asked, &folders, like)?;
        drafted.files.insert(CATALOGUE.to_owned(), catalogue.clone());
        let unfilled = put(&drafted.files, &folders, &above, id)?;
        Ok((drafted, unfilled))
    };
    // What is shared may not fit this plan: then the draft stands by itself.
    let (drafted, unfilled) = match made(true) {
        Err(RunError::Plan(PlanError::Invalid { .. })) => made(false)?,
        made => made?,
    };
    let item = |row: &CatalogueRow| if row.item.is_empty() { row.title.clone() } else { row.item.clone() };
    let uncovered = |row: &CatalogueRow| UncoveredRow { id: row.id.clone(), kind: row.kind.as_str(), item: item(row) };
    let unclear =
        |row: &CatalogueRow| UnclearRow { line: row.line, id: row.id.clone(), item: item(row), operator: row.operator.clone() };
    let listed = workspace.and_then(|workspace| Settings::read(workspace).ok()).map(|settings| settings.plans);
    let mut plans = listed.unwrap_or_default();
    let is_listed = plans.iter().any(|plan| plan == id);
    if !is_listed {
        plans.push(id.to_owned());
    }
    Ok(NewPackReport {
        id: id.to_owned(),
        is_found: asked.out.is_none() || workspace.is_some_and(|workspace| above == workspace.join(OWN)),
        is_listed,
        plans,
        folder,
        indicators: drafted.indicators,
        shared: drafted.shared,
        tasks: drafted.tasks,
        unfilled,
        of_others: count - rows.len(),
        unclear: drafted.unclear.iter().map(unclear).collect(),
        uncovered: drafted.uncovered.iter().map(uncovered).collect(),
        files: drafted.files.into_keys().collect(),
    })
}

/// Writes the files beside their place, checks the pack there and puts it into its place; tells how many places are to be filled in.
fn put(files: &BTreeMap<String, String>, folders: &PackFolders, above: &Path, id: &str) -> Result<usize, RunError> {
    let beside = above.join(format!(".{id}.new"));
    disk::remove_folder(&beside)?;
    let files: Vec<(PathBuf, &str)> = files.iter().map(|(name, text)| (beside.join(id).join(name), text.as_str())).collect();
    let written = disk::write_all(&files).map_err(RunError::from);
    let checked = written.and_then(|()| {
        let with_new = folders.clone().behind(&beside);
        tongbao_figures::plan::load_from(&with_new, id).map_err(RunError::from)
    });
    let placed = checked.and_then(|plan| {
        disk::rename(&beside.join(id), &above.join(id))?;
        Ok(plan.unfilled.len())
    });
    let removed = disk::remove_folder(&beside);
    let unfilled = placed?;
    removed?;
    Ok(unfilled)
}
