//! What every command starts from: a workspace with its settings, the templates, the reader, the as-of date.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use walkdir::WalkDir;

use super::approvals::approve;
use super::configuration::Areas;
use super::error::RunError;
use super::turn::Turn;
use crate::settings::Settings;
use tongbao_figures::plan::{PackFolders, Plan, join, load_from, stand_in_one_office};
use tongbao_figures::store::disk;
use tongbao_render::{Faces, FontRole, House, Profile, Theme};
use tongbao_returns::domain::{Category, CountyCode, Form, OfficeFile};
use tongbao_returns::ingest::Reader;
use tongbao_returns::registry::{Places, Registry};

/// A workspace, opened.
#[derive(Debug)]
pub struct Setup {
    /// Its folder.
    pub workspace: PathBuf,
    /// The folder `report_templates`.
    pub templates: PathBuf,
    /// Where its packs lie: its own before those that are shipped.
    pub packs: PackFolders,
    /// `tongbao.toml`.
    pub settings: Settings,
    /// How workbooks are read.
    pub reader: Reader,
    /// The day on which everything is looked at: the only clock.
    pub as_of: Date,
    /// How a command that writes asks for the workspace.
    pub turn: Turn,
}

impl Setup {
    /// Opens a workspace.
    pub fn open(workspace: &Path, templates: PathBuf, reader: Reader, as_of: Date) -> Result<Self, RunError> {
        let settings = Settings::read(workspace)?;
        let packs = super::packs::folders(Some(workspace), &templates);
        Ok(Self { workspace: workspace.to_owned(), templates, packs, settings, reader, as_of, turn: Turn::default() })
    }

    /// Loads every plan pack that the workspace names; they must not contradict one another, nor ask a unit twice. A ledger form that several share asks for the tasks
    /// of all; their forms bear the office's numbers of approval.
    pub(super) fn plans(&self) -> Result<Vec<Plan>, RunError> {
        let folders = &self.packs;
        let load = |plan: &String| load_from(folders, plan);
        let mut plans = self.settings.plans.iter().map(load).collect::<Result<Vec<Plan>, _>>()?;
        stand_in_one_office(folders, &plans)?;
        join(&mut plans);
        approve(&self.settings.approvals, &mut plans)
            .map_err(|mistakes| RunError::Approvals { path: self.workspace.join("tongbao.toml"), mistakes })?;
        Ok(plans)
    }

    /// Reads the registry; each plan's area must be in it, and a county without 上级 belongs to the plan's area.
    pub(super) fn registry(&self, plans: &[Plan]) -> Result<Registry, RunError> {
        self.registered(plans).map(|registered| registered.registry)
    }

    /// The same with where its rows stand.
    pub(super) fn registered(&self, plans: &[Plan]) -> Result<Registered, RunError> {
        let (mut registry, places) = tongbao_returns::ingest::registry(&self.office_file(OfficeFile::Registry), &self.reader)??;
        for plan in plans {
            if !registry.counties.iter().any(|county| county.code == plan.area_code) {
                return Err(RunError::AreaUnknown { code: plan.area_code.to_string(), name: plan.area_name.clone() });
            }
        }
        let adopted = Areas::of(plans).adopt(&mut registry);
        Ok(Registered { registry, places, adopted })
    }

    /// What the office keeps beside the inbox.
    pub(super) fn office_file(&self, file: OfficeFile) -> PathBuf {
        self.workspace.join(file.name())
    }

    /// The folder in which returns arrive.
    pub(super) fn inbox(&self) -> PathBuf {
        self.workspace.join(&self.settings.inbox)
    }

    /// The house style with its faces.
    pub fn house(&self) -> Result<House, RunError> {
        let theme = house_theme(&self.templates, &self.settings)?;
        let own = self.settings.font_folders.iter().map(|folder| self.workspace.join(folder));
        let folders: Vec<PathBuf> = own.chain([self.templates.join("fonts")]).collect();
        let files = super::fonts::find(&theme, &folders)?;
        let faces = Faces::parse(files, &theme)?;
        Ok(House { profile: profile(&self.templates, &self.settings)?, theme, faces })
    }
}

/// A registry as it was read.
pub(super) struct Registered {
    pub(super) registry: Registry,
    /// Where its rows stand.
    pub(super) places: Places,
    /// Counties without 上级, which were taken for counties of a plan's area.
    pub(super) adopted: Vec<CountyCode>,
}

/// The style file, with the office's own faces before the style's.
pub(super) fn house_theme(templates: &Path, settings: &Settings) -> Result<Theme, RunError> {
    let mut theme = style(templates)?;
    for (role, files) in &settings.fonts {
        let known = FontRole::of_key(role).and_then(|role| theme.fonts.get_mut(&role));
        let font = known.ok_or_else(|| RunError::FontRole { role: role.clone() })?;
        font.chain.splice(0..0, files.iter().cloned());
    }
    Ok(theme)
}

/// The page format that the office has chosen.
fn profile(templates: &Path, settings: &Settings) -> Result<Profile, RunError> {
    let name = settings.bulletin.profile.as_deref().unwrap_or("gbt9704");
    let house = templates.join("house");
    if settings.bulletin.profile.is_some() {
        let known = profiles(&house);
        if !known.iter().any(|known| known == name) {
            return Err(RunError::ProfileUnknown { profile: name.to_owned(), known });
        }
    }
    let path = house.join(format!("{name}.toml"));
    let text = disk::read_text(&path).map_err(|source| RunError::House { path: path.clone(), source })?;
    Profile::parse(&text).map_err(|source| RunError::HouseStyle { path, source: Box::new(source) })
}

/// The page formats that there are: every file of the folder but the style.
fn profiles(house: &Path) -> Vec<String> {
    let mut known: Vec<String> = WalkDir::new(house)
        .max_depth(1)
        .into_iter()
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".toml").map(ToOwned::to_owned))
        .filter(|name| name != "theme")
        .collect();
    known.sort();
    known
}

/// The style file as shipped.
pub(super) fn style(templates: &Path) -> Result<Theme, RunError> {
    let path = templates.join("house/theme.toml");
    let text = disk::read_text(&path).map_err(|source| RunError::House { path: path.clone(), source })?;
    Theme::parse(&text).map_err(|source| RunError::HouseStyle { path, source: Box::new(source) })
}

/// The forms of all plans, as they are filed; a form that several plans share stands once, asked of whoever takes part in any of them.
pub(super) fn forms<'plan>(plans: impl IntoIterator<Item = &'plan Plan>) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    for form in plans.into_iter().flat_map(|plan| &plan.forms) {
        match forms.iter_mut().find(|known| known.id == form.id) {
            // A plan may be of other counties, or have it filed by further kinds of units.
            Some(known) => {
                known.participants = std::mem::take(&mut known.participants).or(&form.participants);
                let further: Vec<Category> =
                    form.filed_by.iter().filter(|category| !known.is_filed_by(category)).cloned().collect();
                known.filed_by.extend(further);
            }
            None => forms.push(form.of_all_plans()),
        }
    }
    forms
}

/// Finds `report_templates`: the option, the environment, `share/tongbao` beside the binary's folder, the source tree.
pub fn find_templates(option: Option<&Path>, environment: Option<&OsStr>, executable: &Path) -> Result<PathBuf, RunError> {
    let named = option.map(Path::to_owned).or_else(|| environment.map(PathBuf::from));
    if let Some(folder) = named {
        return if folder.is_dir() { Ok(folder) } else { Err(RunError::Templates { looked_in: vec![folder] }) };
    }
    let installed = executable.parent().and_then(Path::parent).map(|prefix| prefix.join("share/tongbao/report_templates"));
    let source_tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
    let looked_in: Vec<PathBuf> = installed.into_iter().chain([source_tree]).collect();
    looked_in.iter().find(|folder| folder.is_dir()).cloned().ok_or(RunError::Templates { looked_in })
}
