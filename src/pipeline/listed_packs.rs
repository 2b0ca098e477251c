//! Packs that `tongbao.toml` lists and that are nowhere: no command that makes bulletins would begin.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::settings::FILE;
use tongbao_figures::plan::{Mistake, PackFolders, suggestion};
use tongbao_figures::store::disk;

/// What of the settings is looked at; settings that cannot be used otherwise are told by the commands that need them.
#[derive(Debug, Default, Deserialize)]
struct Listed {
    #[serde(default)]
    plans: Vec<Spanned<String>>,
}

/// A pack that is listed and nowhere.
#[derive(Debug)]
pub(super) struct Missing {
    /// Its id.
    pub(super) id: String,
    /// Where it is listed.
    pub(super) mistake: Mistake,
    /// The text of the settings.
    pub(super) text: String,
}

/// Those that a workspace lists.
pub(super) fn ids(workspace: &Path) -> Vec<String> {
    let text = disk::read_text(&workspace.join(FILE)).unwrap_or_default();
    let listed: Listed = toml::from_str(&text).unwrap_or_default();
    listed.plans.into_iter().map(|id| id.into_inner().trim().to_owned()).collect()
}

/// Those of them that these folders do not have.
pub(super) fn missing(workspace: &Path, folders: &PackFolders) -> Vec<Missing> {
    let text = disk::read_text(&workspace.join(FILE)).unwrap_or_default();
    let listed: Listed = toml::from_str(&text).unwrap_or_default();
    let known = folders.ids();
    let unknown = listed.plans.into_iter().filter(|id| !folders.has(id.get_ref().trim()));
    let told = |id: Spanned<String>| {
        let message = format!("没有方案包`{}`：工作文件夹的 plans 里和随程序的方案包里都没有", id.get_ref());
        let mistake = Mistake::in_text(PathBuf::from(FILE), &text, id.span(), message);
        let hint = suggestion(id.get_ref(), known.iter().map(String::as_str));
        Missing { id: id.into_inner(), mistake: mistake.with_hint(hint), text: text.clone() }
    };
    unknown.map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_that_is_listed_and_nowhere_is_told_at_its_line() {
        let templates = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/report_templates"));
        let folders = PackFolders::shipped(templates);
        let office = tempfile::tempdir().unwrap();
        let told = |settings: &str| {
            disk::write(&office.path().join(FILE), settings.as_bytes()).unwrap();
            let missing = missing(office.path(), &folders);
            missing.iter().map(|missing| (missing.id.clone(), missing.mistake.clone())).collect::<Vec<_>>()
        };
        let missing = told("office = \"a\"\nplans = [\"kailu-2024\", \"kailu-2014\"]\n");
        let [(id, mistake)] = missing.as_slice() else { panic!("{missing:?}") };
        assert_eq!((id.as_str(), mistake.line, mistake.column), ("kailu-2014", 2, 24));
        assert_eq!(mistake.hint.as_deref(), Some("是否想写`kailu-2024`"));
        assert!(told("plans = [\"kailu-2024\"]\n").is_empty());
        assert!(told("plans = \n").is_empty(), "told by whoever needs them");
    }
}
