//! `tongbao plan check`: is a plan pack sound?

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::error::RunError;
use super::packs;
use tongbao_figures::plan::{Mistake, PackFolders, Plan, PlanError, load_from};

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

impl PackMistake {
    fn told(&self) -> String {
        format!("error: {}\n  ┌─ {}:{}", self.message, self.file.display(), self.line)
    }
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

/// Checks a pack, by its folder or its id, or all packs of the templates and of a workspace.
pub fn plan_check(templates: &Path, workspace: Option<&Path>, pack: Option<&Path>) -> Result<PlanReport, RunError> {
    let packs = packs::asked(pack, workspace, templates)?;
    let reports = packs.iter().map(|pack| check_pack(&pack.folders, &pack.id));
    Ok(PlanReport { packs: reports.collect::<Result<_, _>>()? })
}

fn check_pack(folders: &PackFolders, id: &str) -> Result<PackReport, RunError> {
    let mut report = PackReport {
        id: id.to_owned(),
        forms: 0,
        items: 0,
        indicators: 0,
        ledger: 0,
        mistakes: Vec::new(),
        rendered: String::new(),
    };
    match load_from(folders, id) {
        Ok(plan) => {
            report.forms = plan.forms.len();
            report.items = plan.forms.iter().map(|form| form.items().count()).sum();
            report.indicators = plan.indicators.len();
            report.ledger = plan.ledger.len();
            for (name, text) in &plan.wording {
                let own = format!("{id}/bulletins/{name}.md");
                let shared = format!("common/bulletins/{name}.md");
                let file = folders.shown(if folders.find(&own).is_some() { &own } else { &shared });
                let wrong = crate::compose::wording::check(text, &plan).into_iter();
                report.mistakes.extend(wrong.map(|(line, message)| PackMistake {
                    file: file.clone(),
                    line,
                    column: 1,
                    message,
                    hint: None,
                }));
            }
            report.rendered = report.mistakes.iter().map(PackMistake::told).collect::<Vec<_>>().join("\n");
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

/// Every pack of these folders, loaded.
pub(super) fn all_plans(folders: &PackFolders) -> Result<Vec<Plan>, RunError> {
    packs::all(folders)?.iter().map(|id| Ok(load_from(folders, id)?)).collect()
}
