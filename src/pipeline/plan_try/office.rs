//! The workspace of a trial as an office keeps it: settings, registry, inbox. What an earlier trial left in the folder goes first.

use std::fs;
use std::path::{Path, PathBuf};

use crate::compose::registry_book;
use crate::pipeline::error::RunError;
use crate::pipeline::office_sheets::SETTINGS;
use crate::pipeline::taken::Taken;
use tongbao_figures::plan::Plan;
use tongbao_figures::store::disk;
use tongbao_render::Theme;
use tongbao_returns::domain::{OfficeFile, Period};
use tongbao_returns::registry::Registry;

/// Stands in every folder that a trial has made: only such a folder, or an empty one, is written into.
const MARK: &str = "试运行.txt";
/// What the mark says.
const MARKED: &str = "这个文件夹是 tongbao plan try 生成的试运行工作区，单位和数字都是编造的；再次试运行时全部重新生成，请不要在里面保存别的文件。\n";
/// What a trial makes beside single files.
const FOLDERS: [&str; 3] = ["inbox", "bulletins", ".tongbao"];

/// Writes the workspace.
pub(super) fn write(
    folder: &Path,
    (plan, registry): (&Plan, &Registry),
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
    files.extend(returns.into_iter().map(|(path, bytes)| (folder.join("inbox").join(path), bytes)));
    disk::write_all(&files)?;
    Ok(())
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
