//! `tongbao.toml`: what an office says about itself. Unknown keys are errors with their line.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;

/// The settings of a workspace.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Ids of the plan packs that the office works under; at least one.
    pub plans: Vec<String>,
    /// 发文机关.
    pub office: String,
    /// 主送机关 of the area's bulletin, with its colon.
    #[serde(default)]
    pub addressees: String,
    /// `zh` or `en`: language of messages, unless `--lang` says otherwise.
    #[serde(default)]
    pub language: Option<String>,
    /// The workspace holds sample data: every bulletin and cover says 示例数据.
    #[serde(default)]
    pub sample: bool,
    /// Folder of the bulletins, below the workspace.
    #[serde(default = "bulletins")]
    pub output: PathBuf,
    /// Folder of the returns, below the workspace.
    #[serde(default = "inbox")]
    pub inbox: PathBuf,
    /// More folders with fonts, e.g. one that holds 方正小标宋.
    #[serde(default)]
    pub font_folders: Vec<PathBuf>,
    /// Role → files that come before the style's own chain.
    #[serde(default)]
    pub fonts: BTreeMap<String, Vec<String>>,
}

fn bulletins() -> PathBuf {
    PathBuf::from("bulletins")
}

fn inbox() -> PathBuf {
    PathBuf::from("inbox")
}

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// There is no workspace, or it cannot be read.
    #[error("cannot read the settings `{path}`", path = .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Not TOML, or a key that does not exist.
    #[error("the settings `{path}` are not well formed", path = .path.display())]
    Parse {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// No plan at all.
    #[error("the settings `{path}` name no plan pack in `plans`", path = .path.display())]
    NoPlan {
        /// The file.
        path: PathBuf,
    },
}

impl Settings {
    /// Reads `tongbao.toml` of a workspace.
    pub fn read(workspace: &Path) -> Result<Self, SettingsError> {
        let path = workspace.join("tongbao.toml");
        let text = std::fs::read_to_string(&path).map_err(|source| SettingsError::Read { path: path.clone(), source })?;
        let settings: Self =
            toml::from_str(&text).map_err(|source| SettingsError::Parse { path: path.clone(), source: Box::new(source) })?;
        if settings.plans.is_empty() { Err(SettingsError::NoPlan { path }) } else { Ok(settings) }
    }
}
