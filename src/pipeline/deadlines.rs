//! The deadlines of `tongbao.toml`, with their units and forms looked up.

use super::error::{DeadlineMistake, RunError};
use super::nearest::nearest;
use super::setup::Setup;
use crate::settings::DeadlineSetting;
use tongbao_figures::audit::{DeadlineException, Deadlines, Until};
use tongbao_returns::domain::{Form, UnitCode};
use tongbao_returns::registry::{Registry, Unit};

/// Looks up every exception; all mistakes are told at once.
pub(super) fn deadlines(setup: &Setup, forms: &[Form], registry: &Registry) -> Result<Deadlines, RunError> {
    let mut mistakes = Vec::new();
    let mut exceptions: Vec<DeadlineException> = Vec::new();
    for setting in &setup.settings.deadlines {
        match looked_up(setting, forms, registry) {
            Ok(exception) => {
                let is_same = |known: &DeadlineException| {
                    (&known.unit, &known.form, known.period) == (&exception.unit, &exception.form, exception.period)
                };
                if exceptions.iter().any(is_same) && exception.period.is_some() | matches!(exception.until, Until::Days(_)) {
                    mistakes.push(mistake(setting, "同一单位、同一表、同一报告期的截止日写了两次", "只保留一处"));
                }
                exceptions.push(exception);
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if mistakes.is_empty() {
        Ok(Deadlines { level: setup.settings.level, exceptions })
    } else {
        Err(RunError::Deadlines { path: setup.workspace.join("tongbao.toml"), mistakes })
    }
}

fn looked_up(setting: &DeadlineSetting, forms: &[Form], registry: &Registry) -> Result<DeadlineException, DeadlineMistake> {
    let unit = setting.unit.as_deref().map(|code| find_unit(code, registry, setting)).transpose()?;
    let form = setting.form.as_deref().map(|name| find_form(name, forms, setting)).transpose()?;
    if unit.is_none() && form.is_none() {
        return Err(mistake(setting, "没有写明单位，也没有写明表式", "至少写一项：unit = \"单位代码\" 或 form = \"表号\""));
    }
    if let (Some(unit), Some(form)) = (unit, form)
        && !form.is_filed_by(&unit.category)
    {
        return Err(mistake(setting, &format!("{}是{}，不报《{}》", unit.name, unit.category, form.title), "请核对单位和表式"));
    }
    let until = match (setting.date, setting.days) {
        (Some(date), None) => Until::Date(date),
        (None, Some(days)) => Until::Days(days),
        (Some(_), Some(_)) => return Err(mistake(setting, "`date`和`days`只能写一个", "")),
        (None, None) => {
            return Err(mistake(setting, "没有写明截止日", "写 date = \"2025-10-20\"，或 days = 报告期末后的天数"));
        }
    };
    if let (Some(period), Until::Date(date)) = (setting.period, until)
        && date <= period.last_day()
    {
        let message = format!("截止日 {date} 不晚于{}的最后一天 {}", period.chinese(), period.last_day());
        return Err(mistake(setting, &message, "请核对`date`和`period`"));
    }
    Ok(DeadlineException {
        unit: unit.map(|unit| unit.code.clone()),
        form: form.map(|form| form.id.clone()),
        period: setting.period,
        until,
        reason: setting.reason.clone(),
    })
}

fn find_unit<'registry>(
    code: &str,
    registry: &'registry Registry,
    setting: &DeadlineSetting,
) -> Result<&'registry Unit, DeadlineMistake> {
    registry.units.get(&UnitCode::new(code)).ok_or_else(|| {
        let by_name = registry.units.values().find(|unit| unit.name == code.trim());
        let near = match by_name {
            Some(unit) => vec![unit.code.as_str()],
            None => nearest(code, registry.units.keys().map(UnitCode::as_str)),
        };
        mistake(setting, &format!("名录中没有单位代码`{code}`"), &suggestion(&near))
    })
}

/// By 表号, title or identifier.
pub(super) fn form_of_name<'forms>(name: &str, forms: &'forms [Form]) -> Option<&'forms Form> {
    let is_meant = |form: &&Form| [form.code.as_str(), form.title.as_str(), form.id.as_str()].contains(&name.trim());
    forms.iter().find(is_meant)
}

/// Names of forms that come near.
pub(super) fn nearest_forms<'forms>(name: &str, forms: &'forms [Form]) -> Vec<&'forms str> {
    nearest(name, forms.iter().flat_map(|form| [form.code.as_str(), form.title.as_str(), form.id.as_str()]))
}

fn find_form<'forms>(name: &str, forms: &'forms [Form], setting: &DeadlineSetting) -> Result<&'forms Form, DeadlineMistake> {
    form_of_name(name, forms)
        .ok_or_else(|| mistake(setting, &format!("没有表式`{name}`"), &suggestion(&nearest_forms(name, forms))))
}

fn suggestion(near: &[&str]) -> String {
    if near.is_empty() { String::new() } else { format!("相近的有：{}", near.join("、")) }
}

fn mistake(setting: &DeadlineSetting, message: &str, hint: &str) -> DeadlineMistake {
    DeadlineMistake { line: setting.line, message: message.to_owned(), hint: hint.to_owned() }
}
