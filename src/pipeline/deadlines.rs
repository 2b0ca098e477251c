//! The deadlines of `tongbao.toml`, with their units and forms looked up.

use super::deadline_mistake::{DeadlineMistake, DeadlineTrouble};
use super::error::RunError;
use super::form_names::{form_of_name, nearest_forms};
use super::setup::Setup;
use crate::settings::DeadlineSetting;
use tongbao_figures::audit::{DeadlineException, Deadlines, Until};
use tongbao_returns::domain::{Form, UnitCode};
use tongbao_returns::nearest::nearest_names;
use tongbao_returns::registry::{Registry, Unit};

/// Looks up every exception; all mistakes are told at once.
pub(super) fn deadlines(setup: &Setup, forms: &[Form], registry: &Registry) -> Result<Deadlines, RunError> {
    let mut mistakes = Vec::new();
    let mut exceptions: Vec<DeadlineException> = Vec::new();
    for setting in &setup.settings.deadlines {
        let mistake = |trouble| DeadlineMistake { line: setting.line, trouble };
        match looked_up(setting, forms, registry) {
            Ok(exception) => {
                let is_same = |known: &DeadlineException| {
                    (&known.unit, &known.form, known.period) == (&exception.unit, &exception.form, exception.period)
                };
                if exceptions.iter().any(is_same) && exception.period.is_some() | matches!(exception.until, Until::Days(_)) {
                    mistakes.push(mistake(DeadlineTrouble::Twice));
                }
                exceptions.push(exception);
            }
            Err(trouble) => mistakes.push(mistake(trouble)),
        }
    }
    if mistakes.is_empty() {
        Ok(Deadlines { level: setup.settings.level, exceptions })
    } else {
        Err(RunError::Deadlines { path: setup.workspace.join("tongbao.toml"), mistakes })
    }
}

fn looked_up(setting: &DeadlineSetting, forms: &[Form], registry: &Registry) -> Result<DeadlineException, DeadlineTrouble> {
    let unit = setting.unit.as_deref().map(|code| find_unit(code, registry)).transpose()?;
    let form = setting.form.as_deref().map(|name| find_form(name, forms)).transpose()?;
    if unit.is_none() && form.is_none() {
        return Err(DeadlineTrouble::Nobodys);
    }
    if let (Some(unit), Some(form)) = (unit, form)
        && !form.is_filed_by(&unit.category)
    {
        let (unit, category, form) = (unit.name.clone(), unit.category.clone(), form.title.clone());
        return Err(DeadlineTrouble::NotFiled { unit, category, form });
    }
    let until = match (setting.date, setting.days) {
        (Some(date), None) => Until::Date(date),
        (None, Some(days)) => Until::Days(days),
        (Some(_), Some(_)) => return Err(DeadlineTrouble::DateAndDays),
        (None, None) => return Err(DeadlineTrouble::NoDay),
    };
    if let (Some(period), Until::Date(date)) = (setting.period, until)
        && date <= period.last_day()
    {
        return Err(DeadlineTrouble::TooEarly { date, period });
    }
    Ok(DeadlineException {
        unit: unit.map(|unit| unit.code.clone()),
        form: form.map(|form| form.id.clone()),
        period: setting.period,
        until,
        reason: setting.reason.clone(),
    })
}

fn find_unit<'registry>(code: &str, registry: &'registry Registry) -> Result<&'registry Unit, DeadlineTrouble> {
    registry.units.get(&UnitCode::new(code)).ok_or_else(|| {
        let by_name = registry.units.values().find(|unit| unit.name == code.trim());
        let near = match by_name {
            Some(unit) => vec![unit.code.as_str()],
            None => nearest_names(code, registry.units.keys().map(UnitCode::as_str)),
        };
        DeadlineTrouble::StrangeUnit { code: code.to_owned(), nearest: near.into_iter().map(str::to_owned).collect() }
    })
}

fn find_form<'forms>(name: &str, forms: &'forms [Form]) -> Result<&'forms Form, DeadlineTrouble> {
    form_of_name(name, forms).ok_or_else(|| {
        let nearest = nearest_forms(name, forms).into_iter().map(str::to_owned).collect();
        DeadlineTrouble::StrangeForm { form: name.to_owned(), nearest }
    })
}
