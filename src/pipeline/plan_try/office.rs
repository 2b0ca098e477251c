//! The workspace of a trial as an office keeps it: settings, registry, inbox, and the pack itself where it is not among those that are shipped, so
//! that every other command finds it there. What an earlier trial left in the folder goes first.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::compose::registry_book;
use crate::pipeline::error::RunError;
use crate::pipeline::office_sheets::SETTINGS;
use crate::pipeline::packs::{NamedPack, OWN};
use crate::pipeline::taken::Taken;
use tongbao_figures::plan::{Plan, PlanError};
use tongbao_figures::store::disk;
use tongbao_render::Theme;
use tongbao_returns::domain::{OfficeFile, Period};
use tongbao_returns::registry::Registry;

/// Stands in every folder that a trial has made: only such a folder, or an empty one, is written into.
const MARK: &str = "试运行.txt";
/// What the mark says.
const MARKED: &str = "这个文件夹是 tongbao plan try 生成的试运行工作区，单位和数字都是编造的；再次试运行时全部重新生成，请不要在里面保存别的文件。\n";
/// What a trial makes beside single files.
const FOLDERS: [&str; 4] = ["inbox", "bulletins", ".tongbao", OWN];
/// What packs share lies beside them.
const SHARED: &str = "common";
/// What the files of a pack are.
const OF_PACKS: [&str; 3] = ["toml", "csv", "md"];

/// Writes the workspace.
pub(super) fn write(
    folder: &Path,
    (plan, registry): (&Plan, &Registry),
    own: Vec<(PathBuf, Vec<u8>)>,
    returns: Vec<(PathBuf, Vec<u8>)>,
    last: Period,
    theme: &Theme,
) -> Result<(), RunError> {
    clear(folder)?;
    let registry = tongbao_render::xlsx::bulletin(&registry_book(registry, last.last_day()), theme)?;
    let mut files = vec![
        (folder.join(MARK), MARKED.as_bytes().to_vec()),
        (folder.join(SETTINGS), settings(plan).into_bytes()),
        (folder.join(OfficeFile::Registry.name()), registry),
    ];
    files.extend(own.into_iter().map(|(path, bytes)| (folder.join(OWN).join(path), bytes)));
    files.extend(returns.into_iter().map(|(path, bytes)| (folder.join("inbox").join(path), bytes)));
    disk::write_all(&files)?;
    Ok(())
}

/// The files of a pack that do not lie among the shipped ones, by their names below a folder of packs, and what packs share beside them; of
/// several of one name the one that is read.
pub(super) fn own_files(pack: &NamedPack, templates: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, RunError> {
    let shipped = templates.canonicalize().ok();
    let mut files = BTreeMap::new();
    let folders = pack.folders.paths().filter(|folder| folder.canonicalize().ok() != shipped);
    for folder in folders {
        for part in [pack.id.as_str(), SHARED] {
            let below = WalkDir::new(folder.join(part)).sort_by_file_name().into_iter().filter_map(Result::ok);
            for path in below.filter(|entry| entry.path().is_file()).map(DirEntry::into_path) {
                let is_of_pack = path.extension().is_some_and(|found| OF_PACKS.iter().any(|known| found == *known));
                let Some(name) = path.strip_prefix(folder).ok().filter(|_| is_of_pack) else { continue };
                if !files.contains_key(name) {
                    let bytes = disk::read(&path).map_err(|source| PlanError::Read { path: path.clone(), source })?;
                    files.insert(name.to_owned(), bytes);
                }
            }
        }
    }
    Ok(files.into_iter().collect())
}

/// Refuses a folder in which anything stands that no trial has made; of an earlier trial takes away what this one makes anew.
fn clear(folder: &Path) -> Result<(), RunError> {
    let is_empty = fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty && !folder.join(MARK).is_file() {
        return Err(RunError::OutTaken { path: folder.to_owned(), source: Taken::Occupied });
    }
    for below in FOLDERS {
        disk::remove_folder(&folder.join(below))?;
    }
    Ok(())
}

fn settings(plan: &Plan) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    format!(
        "# 试运行：单位和数字都是编造的。\nplans = [{}]\noffice = {}\naddressees = \"各有关单位：\"\nlanguage = \"zh\"\nsample = true\n",
        quoted(&plan.id),
        quoted(&format!("{}（试运行）", plan.issuer)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_figures::plan::PackFolders;

    fn written(folder: &Path, files: &[(&str, &str)]) {
        for (name, text) in files {
            disk::write(&folder.join(name), text.as_bytes()).unwrap();
        }
    }

    #[test]
    fn an_office_s_own_pack_goes_with_the_trial_and_a_shipped_one_does_not() {
        let scratch = tempfile::tempdir().unwrap();
        let (templates, plans) = (scratch.path().join("templates"), scratch.path().join("office/plans"));
        written(&templates, &[("p/plan.toml", "shipped"), ("p/rules.toml", "shipped"), ("common/forms/a.toml", "shipped")]);
        let own = [("p/plan.toml", "own"), ("p/bulletins/_a.md", "own"), ("common/items.toml", "own")];
        written(&plans, &own);
        written(&plans, &[("p/ledger.csv", "own"), ("p/Thumbs.db", "no part of it"), ("q/plan.toml", "another one")]);
        let pack = |folders: PackFolders| NamedPack { folders, id: "p".to_owned() };
        let shipped = PackFolders::shipped(&templates);
        assert!(own_files(&pack(shipped.clone()), &templates).unwrap().is_empty());
        let found = own_files(&pack(shipped.behind(&plans)), &templates).unwrap();
        let names: Vec<&str> = found.iter().map(|(path, _)| path.to_str().unwrap()).collect();
        assert_eq!(names, ["common/items.toml", "p/bulletins/_a.md", "p/ledger.csv", "p/plan.toml"]);
        assert!(found.iter().all(|(_, bytes)| bytes == b"own"));
        let elsewhere = own_files(&pack(PackFolders::shipped(&plans)), &templates).unwrap();
        assert_eq!(elsewhere, found, "a folder of packs that is whole in itself");
    }
}
