//! Where a report may be written (`--out`): over nothing that somebody has sent in, keeps or has been given.
//!
//! In: the path. Out: why not. Looked at before the work, so that nobody waits for a report that has no place.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::office_sheets::{SETTINGS, kept_files};
use super::taken::Taken;
use crate::publish::MANIFEST;
use crate::settings::Settings;
use tongbao_returns::domain::OfficeFile;

/// Admits a report of a command that reads some files, or a workspace.
pub fn admit(out: &Path, inputs: &[PathBuf], workspace: Option<&Path>) -> Result<(), Taken> {
    let place = resolved(out);
    let is_input = inputs.iter().any(|input| resolved(input) == place);
    let taken = if is_input { Some(Taken::Input) } else { taken(&place, workspace) };
    taken.map_or(Ok(()), Err)
}

/// Admits a folder for files of other names than the workspace's own.
pub fn admit_folder(out: &Path, workspace: &Path) -> Result<(), Taken> {
    taken(&resolved(out).join("report.xlsx"), Some(workspace)).map_or(Ok(()), Err)
}

/// What of a workspace, or of those above a path, stands there.
fn taken(place: &Path, workspace: Option<&Path>) -> Option<Taken> {
    // An inbox may lie outside its workspace.
    let named = workspace.map(resolved);
    place.ancestors().skip(1).chain(named.as_deref()).find_map(|workspace| {
        // Settings that cannot be read are the office's all the same.
        let is_workspace = workspace.join(SETTINGS).symlink_metadata().is_ok();
        if !is_workspace && place != workspace.join(SETTINGS) {
            return None;
        }
        let settings = Settings::read(workspace).ok();
        let folder =
            |set: Option<&PathBuf>, usual: &str| resolved(&workspace.join(set.map_or(Path::new(usual), PathBuf::as_path)));
        let inbox = folder(settings.as_ref().map(|settings| &settings.inbox), "inbox");
        let output = folder(settings.as_ref().map(|settings| &settings.output), "bulletins");
        let mut own = kept_files().chain([OfficeFile::Registry.name()]);
        if place.starts_with(&inbox) {
            Some(Taken::Inbox)
        } else if place.starts_with(workspace.join(".tongbao")) || own.any(|name| place == workspace.join(name)) {
            Some(Taken::Own)
        } else if place.ancestors().skip(1).take_while(|folder| folder.starts_with(&output)).any(is_of_bulletins) {
            Some(Taken::Bulletins)
        } else {
            None
        }
    })
}

fn is_of_bulletins(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

/// A path without links and detours, also of what is not there yet.
pub(super) fn resolved(path: &Path) -> PathBuf {
    if let Ok(resolved) = path.canonicalize() {
        return resolved;
    }
    let above = path.parent().filter(|above| *above != Path::new("")).unwrap_or(Path::new("."));
    // A root or a drive that is not there.
    if above == path || path == Path::new(".") {
        return path.to_owned();
    }
    resolved(above).join(path.file_name().unwrap_or(OsStr::new("..")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_figures::store::disk;

    #[test]
    fn a_report_is_written_over_nothing_that_is_somebodys() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        disk::write(&at("tongbao.toml"), b"plans = ['a']\noffice = 'b'\ninbox = 'returns'\n").unwrap();
        for file in ["registry.xlsx", "returns/a.xlsx", "b.xlsx", "bulletins/2025Q3/quarterly/run.json"] {
            disk::write(&at(file), b"somebody's").unwrap();
        }
        let told = |out: PathBuf| admit(&out, &[at("b.xlsx")], None).err();
        for (path, expected) in [
            ("b.xlsx", Some(Taken::Input)),
            ("returns/../b.xlsx", Some(Taken::Input)),
            ("returns/a.xlsx", Some(Taken::Inbox)),
            ("returns/new/report.xlsx", Some(Taken::Inbox)),
            ("registry.xlsx", Some(Taken::Own)),
            ("tongbao.toml", Some(Taken::Own)),
            // Not there yet, and then it would be taken for the office's.
            ("explanations.xlsx", Some(Taken::Own)),
            (".tongbao/issued.json", Some(Taken::Own)),
            ("bulletins/2025Q3/quarterly/全市.xlsx", Some(Taken::Bulletins)),
            ("bulletins/2025Q3/report.xlsx", None),
            ("reports/report.xlsx", None),
        ] {
            assert_eq!(told(at(path)), expected, "{path}");
        }
        assert_eq!(admit_folder(&at("returns"), folder.path()), Err(Taken::Inbox));
        assert_eq!(admit_folder(folder.path(), folder.path()), Ok(()));
    }
}
