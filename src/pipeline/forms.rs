//! `tongbao forms`: one blank workbook per unit and form, last year's values filled in from the store.

use std::path::PathBuf;

use rayon::prelude::*;
use serde::Serialize;

use super::error::RunError;
use super::progress::Progress;
use super::progress::Stage;
use super::reading::gather;
use super::run::Clock;
use super::run::newest_period;
use super::setup::Setup;
use super::setup::forms as forms_of;
use super::setup::house_theme;
use crate::compose::Filling;
use crate::compose::form_book;
use crate::document::FormValue;
use crate::domain::Form;
use crate::domain::Period;
use crate::domain::Reading;
use crate::publish::write_atomically;
use crate::registry::Registry;
use crate::registry::Unit;

/// Which forms to write.
#[derive(Debug, Clone, Default)]
pub struct FormsRequest {
    /// For when; without it the quarter that ended last.
    pub period: Option<Period>,
    /// For one unit only, by code.
    pub unit: Option<String>,
    /// Where; without it `forms/<period>` in the workspace.
    pub out: Option<PathBuf>,
}

/// The forms that were written.
#[derive(Debug, Clone, Serialize)]
pub struct FormsReport {
    /// For when.
    pub period: Period,
    /// Where.
    pub folder: PathBuf,
    /// Below it.
    pub files: Vec<PathBuf>,
}

/// Writes blank forms for every unit open on the period's last day.
pub fn forms(setup: &Setup, request: &FormsRequest, progress: &dyn Progress) -> Result<FormsReport, RunError> {
    progress.begin(Stage::Prepare, 0);
    let period = request.period.unwrap_or_else(|| newest_period(setup.as_of));
    let plans = setup.plans()?;
    let registry = setup.registry(&plans)?;
    let theme = house_theme(&setup.templates, &setup.settings)?;
    let forms = forms_of(&plans);
    let as_of = registry.as_of(period.last_day());
    let units: Vec<&Unit> = match &request.unit {
        Some(asked) => vec![find_unit(&registry, asked)?],
        None => as_of.units().collect(),
    };
    let _lock = super::lock::lock(&setup.workspace)?;
    let gathered = gather(setup, &plans, &registry, progress, &mut Clock::default())?;
    let tasks: Vec<(&Unit, &Form)> = units
        .iter()
        .flat_map(|unit| forms.iter().filter(|form| form.is_filed_by(&unit.category)).map(move |form| (*unit, form)))
        .collect();
    let folder = request.out.clone().unwrap_or_else(|| setup.workspace.join("forms").join(period.to_string()));
    progress.begin(Stage::Render, tasks.len());
    let files = tasks
        .into_par_iter()
        .map(|(unit, form)| {
            let before = gathered.accepted.find(period.year_before(), &unit.code, &form.id);
            let last_year = |position: usize| match &before?.facts.get(position)?.reading {
                Reading::Number(number) => Some(FormValue::Number(*number)),
                Reading::Text(text) => Some(FormValue::Text(text.clone())),
                Reading::NotApplicable => Some(FormValue::Text("不适用".to_owned())),
                Reading::Blank => None,
            };
            let filling = Filling {
                value: &|_| None,
                last_year: &last_year,
                filler: String::new(),
                phone: String::new(),
                // The filler owes it to the county's office, whatever the city's allows.
                deadline: Some(gathered.deadlines.of(period, &unit.code, form).county),
                reported_on: None,
            };
            let book = form_book(form, unit, period, &filling, setup.as_of, setup.settings.sample);
            let bytes = crate::render::xlsx::form(&book, &theme)?;
            let file = PathBuf::from(file_name(&format!("{}_{}_{}_{period}.xlsx", unit.code, unit.name, form.code)));
            write_atomically(&folder.join(&file), &bytes)?;
            progress.step();
            Ok(file)
        })
        .collect::<Result<Vec<_>, RunError>>()?;
    Ok(FormsReport { period, folder, files })
}

/// A unit by its code; otherwise the codes and names that contain what was asked.
fn find_unit<'registry>(registry: &'registry Registry, asked: &str) -> Result<&'registry Unit, RunError> {
    let is_near = |unit: &&Unit| unit.name.contains(asked) || unit.code.as_str().contains(asked);
    registry.units.values().find(|unit| unit.code.as_str() == asked.trim()).ok_or_else(|| RunError::UnitUnknown {
        unit: asked.to_owned(),
        nearest: registry.units.values().filter(is_near).take(5).map(|unit| format!("{} {}", unit.code, unit.name)).collect(),
    })
}

/// A name that every file system takes.
fn file_name(name: &str) -> String {
    name.chars()
        .map(|character| if r#"/\:*?"<>|"#.contains(character) || character.is_control() { '_' } else { character })
        .collect()
}
