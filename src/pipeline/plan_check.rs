//! `tongbao plan check`: is a plan pack sound?

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::error::RunError;
use tongbao_figures::plan::{Mistake, Plan, PlanError, render};

/// What was found in one or several packs.
#[derive(Debug, Clone, Serialize)]
pub struct PlanReport {
    /// In the order of their ids.
    pub packs: Vec<PackReport>,
}

/// One pack.
#[derive(Debug, Clone, Serialize)]
pub struct PackReport {
    /// Its id.
    pub id: String,
    /// Forms that it uses.
    pub forms: usize,
    /// Items on them.
    pub items: usize,
    /// Indicators.
    pub indicators: usize,
    /// Rows of the ledger.
    pub ledger: usize,
    /// Every mistake; the counts above are zero if there is one.
    pub mistakes: Vec<PackMistake>,
    /// The mistakes as text, each in its line.
    pub rendered: String,
}

/// One mistake.
#[derive(Debug, Clone, Serialize)]
pub struct PackMistake {
    /// Below the folder of packs.
    pub file: PathBuf,
    /// From 1; 0 if it concerns the whole file.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub hint: Option<String>,
}

impl From<&Mistake> for PackMistake {
    fn from(mistake: &Mistake) -> Self {
        Self {
            file: mistake.file.clone(),
            line: mistake.line,
            column: mistake.column,
            message: mistake.message.clone(),
            hint: mistake.hint.clone(),
        }
    }
}

impl PlanReport {
    /// Whether there is no mistake.
    pub fn is_sound(&self) -> bool {
        self.packs.iter().all(|pack| pack.mistakes.is_empty())
    }
}

/// Checks the pack in a folder, or all packs of the templates.
pub fn plan_check(templates: &Path, folder: Option<&Path>) -> Result<PlanReport, RunError> {
    let packs = match folder {
        Some(folder) => vec![folder.canonicalize().unwrap_or_else(|_| folder.to_owned())],
        None => packs(templates)?,
    };
    let reports = packs.iter().map(|pack| {
        let id = pack.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // A pack outside the templates brings its own neighbours: `common` stands beside it, or in the templates.
        let beside = pack.parent().filter(|parent| parent.join("common").is_dir()).unwrap_or(templates);
        check_pack(if pack.parent() == Some(templates) { templates } else { beside }, &id)
    });
    Ok(PlanReport { packs: reports.collect::<Result<_, _>>()? })
}

fn check_pack(templates: &Path, id: &str) -> Result<PackReport, RunError> {
    let mut report = PackReport {
        id: id.to_owned(),
        forms: 0,
        items: 0,
        indicators: 0,
        ledger: 0,
        mistakes: Vec::new(),
        rendered: String::new(),
    };
    match tongbao_figures::plan::load(templates, id) {
        Ok(plan) => {
            report.forms = plan.forms.len();
            report.items = plan.forms.iter().map(|form| form.items().count()).sum();
            report.indicators = plan.indicators.len();
            report.ledger = plan.ledger.len();
            let mistakes = of_wording(templates, &plan)?;
            let text = |mistake: &Mistake| {
                let template = plan.wording.values().find(|template| template.file == mistake.file);
                template.map_or("", |template| template.text.as_str())
            };
            let shown: Vec<String> = mistakes.iter().map(|mistake| render(mistake, text(mistake))).collect();
            report.rendered = shown.join("\n");
            report.mistakes = mistakes.iter().map(PackMistake::from).collect();
        }
        Err(error) => match error {
            PlanError::Invalid { ref mistakes, .. } => {
                report.mistakes = mistakes.iter().map(PackMistake::from).collect();
                report.rendered = error.shown().join("\n");
            }
            other => return Err(other.into()),
        },
    }
    Ok(report)
}

/// What is wrong with the wordings of a plan: what can be seen in them, and what composing them shows beside that.
fn of_wording(templates: &Path, plan: &Plan) -> Result<Vec<Mistake>, RunError> {
    let mut mistakes = crate::compose::wording::check(plan);
    let told: BTreeSet<(PathBuf, usize)> = mistakes.iter().map(|mistake| (mistake.file.clone(), mistake.line)).collect();
    // What has been told of a line is not told again because no bulletin can be composed with it.
    let composed = super::wording_trial::mistakes(templates, plan)?.into_iter();
    mistakes.extend(composed.filter(|mistake| !told.contains(&(mistake.file.clone(), mistake.line))));
    mistakes.sort();
    Ok(mistakes)
}

/// Every pack of the templates, loaded.
pub(super) fn all_plans(templates: &Path) -> Result<Vec<Plan>, RunError> {
    let ids = packs(templates)?.into_iter().map(|pack| pack.file_name().unwrap_or_default().to_string_lossy().into_owned());
    ids.map(|id| Ok(tongbao_figures::plan::load(templates, &id)?)).collect()
}

/// Folders of the templates that hold a plan.toml.
fn packs(templates: &Path) -> Result<Vec<PathBuf>, RunError> {
    // A folder that cannot be listed holds no pack that could be used.
    let entries = std::fs::read_dir(templates).into_iter().flatten();
    let mut packs: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.join("plan.toml").is_file()).collect();
    packs.sort();
    if packs.is_empty() { Err(RunError::Templates { looked_in: vec![templates.to_owned()] }) } else { Ok(packs) }
}
