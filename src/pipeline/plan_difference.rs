//! `tongbao plan diff`: what differs in meaning between two packs.

use std::path::Path;

use serde::Serialize;

use super::error::RunError;
use super::packs;
use tongbao_figures::plan::difference::{Difference, differences};

/// What was found.
#[derive(Debug, Clone, Serialize)]
pub struct DifferenceReport {
    /// Id of the first pack.
    pub before: String,
    /// Id of the second.
    pub after: String,
    /// Every difference, file by file.
    pub differences: Vec<Difference>,
}

/// Compares two packs, each an id or a folder.
pub fn plan_difference(
    templates: &Path,
    workspace: Option<&Path>,
    before: &Path,
    after: &Path,
) -> Result<DifferenceReport, RunError> {
    let [before, after] = [before, after].map(|pack| packs::named(pack, workspace, templates));
    let differences = differences((&before.folders, &before.id), (&after.folders, &after.id))?;
    Ok(DifferenceReport { before: before.id, after: after.id, differences })
}
