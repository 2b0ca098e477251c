//! What the office keeps beside the registry.

use super::setup::Setup;
use tongbao_document::count;
use tongbao_returns::domain::{OfficeFile, SourceFile};

/// What the office keeps beside the registry; none of it is a return.
pub(super) const OFFICE_SHEETS: [OfficeFile; 5] =
    [OfficeFile::Explanations, OfficeFile::Events, OfficeFile::Practices, OfficeFile::SignOffs, OfficeFile::Adjustments];
/// The office's settings, of which a snapshot keeps a copy: among them are the deadlines.
pub(super) const SETTINGS: &str = crate::settings::FILE;
/// What the office keeps beside the registry, below a snapshot.
pub(super) const OFFICE: &str = "office";

/// What of the office's own files a snapshot keeps beside the registry: its sheets and its settings.
pub(super) fn kept_files() -> impl Iterator<Item = &'static str> {
    OFFICE_SHEETS.into_iter().map(OfficeFile::name).chain([SETTINGS])
}

/// Those of the office's sheets that are there, by the names of their files.
pub(super) fn office_sheets(setup: &Setup) -> Vec<SourceFile> {
    let of_sheet = |file: OfficeFile| {
        // A pipe would be waited for.
        let path = setup.office_file(file);
        let bytes = path.is_file().then(|| std::fs::read(path).ok())??;
        let size = count::to_u64(bytes.len());
        Some(SourceFile { path: file.name().to_owned(), hash: blake3::hash(&bytes).to_hex().to_string(), size, modified: 0 })
    };
    OFFICE_SHEETS.into_iter().filter_map(of_sheet).collect()
}
