//! `tongbao plan check`: is a plan pack sound?

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::error::RunError;
use tongbao_figures::plan::{Mistake, Plan, PlanError};

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

/// Checks the pack in a folder, or all packs of the templates.
pub fn plan_check(templates: &Path, folder: Option<&Path>) -> Result<PlanReport, RunError> {
    let reports = located(templates, folder)?.into_iter().map(|pack| check_pack(&pack.templates, &pack.id));
    Ok(PlanReport { packs: reports.collect::<Result<_, _>>()? })
}

/// A pack, and the folder of packs from which it is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pack {
    pub(super) templates: PathBuf,
    pub(super) id: String,
}

/// The pack that is asked for by its folder, or by its id in the templates; all packs of the templates if none is.
pub(super) fn located(templates: &Path, asked: Option<&Path>) -> Result<Vec<Pack>, RunError> {
    let folders = match asked {
        Some(asked) if !asked.is_dir() && templates.join(asked).is_dir() => vec![templates.join(asked)],
        Some(asked) => vec![asked.canonicalize().unwrap_or_else(|_| asked.to_owned())],
        None => packs(templates)?,
    };
    let pack = |folder: PathBuf| {
        let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // A pack outside the templates brings its own neighbours: `common` stands beside it, or in the templates.
        let beside = folder.parent().filter(|parent| parent.join("common").is_dir()).unwrap_or(templates);
        Pack { templates: beside.to_owned(), id }
    };
    Ok(folders.into_iter().map(pack).collect())
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
            for (name, text) in &plan.wording {
                let file = PathBuf::from(id).join("bulletins").join(format!("{name}.md"));
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
            // Who has mistakes in the pack itself is not sent to its tests.
            if report.mistakes.is_empty() {
                let cases = tongbao_figures::cases::load(templates, &plan).map(drop);
                (report.mistakes, report.rendered) = told(cases)?;
            }
        }
        Err(error) => (report.mistakes, report.rendered) = told(Err(error))?,
    }
    Ok(report)
}

/// The mistakes of a file that could not be used, and the same as text; a disk that fails is no mistake of the pack.
pub(super) fn told(loaded: Result<(), PlanError>) -> Result<(Vec<PackMistake>, String), RunError> {
    match loaded {
        Ok(()) => Ok((Vec::new(), String::new())),
        Err(error) => match error {
            PlanError::Invalid { ref mistakes, .. } => {
                Ok((mistakes.iter().map(PackMistake::from).collect(), error.shown().join("\n")))
            }
            other => Err(other.into()),
        },
    }
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
