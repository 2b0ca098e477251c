//! `also-filed-by` of `plan.toml`: kinds of units that file a shared form beside those that the form names.

use std::collections::BTreeMap;

use super::fields::Checker;
use super::forms::PlacedForm;
use super::plan_file::PlanFile;
use crate::plan::mistake::Mistake;
use crate::plan::near;
use crate::plan::source::Source;
use tongbao_returns::domain::{Category, FormId};

/// Has the forms that a plan includes filed by the further kinds of units; which these are of each form.
pub(in crate::plan) fn widen(
    file: &PlanFile,
    forms: &mut [PlacedForm],
    source: &Source,
    mistakes: &mut Vec<Mistake>,
) -> BTreeMap<FormId, Vec<Category>> {
    let mut checker = Checker { source, mistakes };
    let mut widened: BTreeMap<FormId, Vec<Category>> = BTreeMap::new();
    for (name, categories) in &file.also_filed_by {
        if !file.includes.iter().any(|(include, _)| *include == name.value) {
            let hint = near::suggestion(&name.value, file.includes.iter().map(|(include, _)| include.as_str()));
            checker.tell_with_hint(name.span.clone(), format!("`includes`里没有共用表式`{}`", name.value), hint);
            continue;
        }
        let Some(form) = forms.iter_mut().map(|placed| &mut placed.form).find(|form| form.id.as_str() == name.value) else {
            continue;
        };
        if form.tasks.is_some() {
            let hint = Some("在 ledger.csv 的`filed-by`栏写由谁填报".to_owned());
            checker.tell_with_hint(name.span.clone(), "台账表由谁填报不写在`also-filed-by`", hint);
            continue;
        }
        for category in categories {
            let further = Category::new(&category.value);
            if form.is_filed_by(&further) {
                checker.tell(category.span.clone(), format!("`{}`本来就由`{}`填报", name.value, category.value));
                continue;
            }
            form.filed_by.push(further.clone());
            widened.entry(form.id.clone()).or_default().push(further);
        }
    }
    widened
}
