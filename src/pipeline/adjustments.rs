//! 差额 of the workspace: `adjustments.xlsx` beside the inbox, read by what the plans know.

use super::error::RunError;
use super::office_sheets::office_sheets;
use super::setup::Setup;
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Adjustments, Form, OfficeFile};
use tongbao_returns::finding::Checked;
use tongbao_returns::ingest::Adjustable;
use tongbao_returns::registry::Registry;

/// Reads it; without the file nothing is adjusted.
pub(super) fn read(setup: &Setup, plans: &[Plan], forms: &[Form], registry: &Registry) -> Result<Checked<Adjustments>, RunError> {
    let areas: Vec<_> = plans
        .iter()
        .flat_map(|plan| [&plan.area_word, &plan.area_name].map(|word| (word.clone(), plan.area_code.clone())))
        .collect();
    let file = OfficeFile::Adjustments;
    let adjustable = Adjustable { registry, forms, areas: &areas };
    let Checked { value: rows, findings } =
        tongbao_returns::ingest::adjustments(&setup.office_file(file), adjustable, &setup.reader)?;
    let source = office_sheets(setup).into_iter().find(|source| source.path == file.name());
    let hash = source.map(|source| source.hash).unwrap_or_default();
    Ok(Checked { value: Adjustments { hash, rows }, findings })
}
