//! What the office keeps beside the registry.

use super::setup::Setup;
use tongbao_document::count;
use tongbao_returns::domain::SourceFile;

/// What the office says about findings that may stand, beside the registry.
pub(super) const EXPLANATIONS: &str = "explanations.xlsx";
/// What happened that counts in scores beside the figures: 一票否决, 加分, 减分.
pub(super) const EVENTS: &str = "events.xlsx";
/// 典型做法, as the office tells them.
pub(super) const PRACTICES: &str = "practices.xlsx";
/// What the office decided about tasks that were filed as done, beside the registry.
pub(super) const SIGN_OFFS: &str = "signoff.xlsx";
/// What the office keeps beside the registry; none of it is a return.
pub(super) const OFFICE_SHEETS: [&str; 4] = [EXPLANATIONS, EVENTS, PRACTICES, SIGN_OFFS];
/// What of the office's own files a snapshot keeps beside the registry: its sheets and its settings, among them the deadlines.
pub(super) const KEPT_SHEETS: [&str; 5] = [EXPLANATIONS, EVENTS, PRACTICES, SIGN_OFFS, "tongbao.toml"];
/// What the office keeps beside the registry, below a snapshot.
pub(super) const OFFICE: &str = "office";

/// Those of the office's sheets that are there, by the names of their files.
pub(super) fn office_sheets(setup: &Setup) -> Vec<SourceFile> {
    let of_sheet = |name: &&str| {
        let bytes = std::fs::read(setup.workspace.join(name)).ok()?;
        let size = count::to_u64(bytes.len());
        Some(SourceFile { path: (*name).to_owned(), hash: blake3::hash(&bytes).to_hex().to_string(), size, modified: 0 })
    };
    OFFICE_SHEETS.iter().filter_map(of_sheet).collect()
}
