//! `tongbao plan reference`: the page of all keys of a pack, and the schemas for editors.

use std::path::{Path, PathBuf};

use super::error::RunError;
use tongbao_figures::cases;
use tongbao_figures::plan::reference::{page, schemas};
use tongbao_figures::store::disk;

/// The page, in Markdown.
pub fn plan_reference() -> String {
    page(&[cases::reference()])
}

/// Writes the schemas into a folder, in the place of those that are there; says which.
pub fn write_schemas(folder: &Path) -> Result<Vec<PathBuf>, RunError> {
    let files: Vec<(PathBuf, String)> =
        schemas(&[cases::reference()]).into_iter().map(|(name, text)| (folder.join(name), text)).collect();
    disk::write_all(&files)?;
    Ok(files.into_iter().map(|(path, _)| path).collect())
}
