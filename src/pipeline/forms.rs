//! `tongbao forms`: one blank workbook per unit and form, last year's values filled in from the store.

use std::path::PathBuf;

use rayon::prelude::*;
use serde::Serialize;

use super::clock::Clock;
use super::concerning::Concerning;
use super::configuration::{Warning, checked_registry, need_action};
use super::entering::enter_beside_issues;
use super::error::RunError;
use super::handed_out::{HandedOut, hash};
use super::inherited::Inherited;
use super::jobs::{covering, newest_period_of};
use super::progress::{Progress, Stage};
use super::reading::gather;
use super::setup::{Setup, forms as forms_of, house_theme};
use super::steps::Steps;
use crate::compose::self_check;
use crate::compose::stem::legal;
use tongbao_document::FormBook;
use tongbao_figures::store::disk;
use tongbao_returns::domain::{Form, Period};
use tongbao_returns::forms::{Filling, form_book};
use tongbao_returns::registry::{Registry, Unit};

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
    /// In what plans and registry do not fit together, so that somebody gets no form.
    pub configuration: Vec<Warning>,
    /// Where.
    pub folder: PathBuf,
    /// Below it.
    pub files: Vec<PathBuf>,
    /// Of those the ones that somebody has changed since: they were left as they are.
    pub kept: Vec<PathBuf>,
}

impl FormsReport {
    /// Whether somebody has to act: plans and registry do not fit together, or a form was left as somebody has changed it.
    pub fn needs_action(&self) -> bool {
        need_action(&self.configuration) || !self.kept.is_empty()
    }
}

/// Writes blank forms for every unit that owes a return for the period.
pub fn forms(setup: &Setup, request: &FormsRequest, progress: &dyn Progress) -> Result<FormsReport, RunError> {
    progress.begin(Stage::Prepare, 0);
    let plans = setup.plans()?;
    let period = request.period.unwrap_or_else(|| newest_period_of(&plans, setup.as_of));
    let plans = covering(plans, period)?;
    let (registry, configuration) = checked_registry(setup, &plans, period.last_day())?;
    let theme = house_theme(&setup.templates, &setup.settings)?;
    let forms = forms_of(&plans);
    let as_of = registry.as_of(period.last_day());
    let units: Vec<&Unit> = match &request.unit {
        Some(asked) => vec![find_unit(&registry, asked)?],
        None => as_of.units_due().collect(),
    };
    let lock = enter_beside_issues(setup, progress)?;
    let gathered = gather(setup, &plans, &registry, Some(&lock), progress, &mut Clock::default())?;
    // Who is asked for by name gets its forms whatever the day.
    let is_owed = |unit: &Unit, form: &Form| {
        if request.unit.is_some() { unit.files(form, period.last_day()) } else { as_of.owes(unit, form) }
    };
    let tasks: Vec<(usize, &Unit, &Form)> = units
        .iter()
        .enumerate()
        .flat_map(|(position, unit)| forms.iter().filter(|form| is_owed(unit, form)).map(move |form| (position, *unit, form)))
        .collect();
    let rules = Concerning::new(&plans, &units);
    let steps = Steps::new(&plans, &registry, &gathered, (period, setup.as_of));
    let folder = request.out.clone().unwrap_or_else(|| setup.workspace.join("forms").join(period.to_string()));
    progress.begin(Stage::Render, tasks.len());
    let handed_out = HandedOut::read(&setup.workspace);
    let made = tasks
        .into_par_iter()
        .map(|(at, unit, form)| {
            let inherited = Inherited::new((&registry, &forms), &gathered.accepted, (unit, form, period));
            let form = steps.on(form, unit);
            let form = &*form;
            let filling = Filling {
                value: &|_| None,
                last_year: &|position| inherited.year_before(position),
                previous: Some(&|position| inherited.previous(position)),
                filler: None,
                phone: None,
                // The filler owes it to the county's office, whatever the city's allows.
                deadline: Some(gathered.deadlines.of(period, &unit.code, form).county),
                reported_on: None,
            };
            let sheet = self_check::Sheet { form, unit, filling: &filling, hindrance: &|_| None };
            let book = FormBook {
                self_check: self_check(&sheet, period, &rules.of(at)),
                ..form_book(form, unit, period, &filling, setup.as_of, setup.settings.sample)
            };
            let bytes = tongbao_render::xlsx::form(&book, &theme)?;
            let file = PathBuf::from(legal(&format!("{}_{}_{}_{period}", unit.code, unit.name, form.code)) + ".xlsx");
            let path = folder.join(&file);
            let is_ours = handed_out.is_untouched(&path, &bytes);
            if is_ours {
                disk::write(&path, &bytes)?;
            }
            progress.step();
            Ok((file, is_ours.then(|| hash(&bytes))))
        })
        .collect::<Result<Vec<_>, RunError>>()?;
    let written = made.iter().filter_map(|(file, hash)| Some((folder.join(file), hash.clone()?)));
    handed_out.with(written).save()?;
    let kept = made.iter().filter(|(_, hash)| hash.is_none()).map(|(file, _)| file.clone()).collect();
    Ok(FormsReport { period, configuration, folder, files: made.into_iter().map(|(file, _)| file).collect(), kept })
}

/// A unit by its code; otherwise the codes and names that contain what was asked.
fn find_unit<'registry>(registry: &'registry Registry, asked: &str) -> Result<&'registry Unit, RunError> {
    let is_near = |unit: &&Unit| unit.name.contains(asked) || unit.code.as_str().contains(asked);
    registry.units.values().find(|unit| unit.code.as_str() == asked.trim()).ok_or_else(|| RunError::UnitUnknown {
        unit: asked.to_owned(),
        nearest: registry.units.values().filter(is_near).take(5).map(|unit| format!("{} {}", unit.code, unit.name)).collect(),
    })
}
