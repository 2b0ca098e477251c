//! `审核发现.xlsx` of a run: the findings with the names of units and counties.

use crate::compose::{FindingsBook, Material, Whose, findings_book, properties};
use tongbao_document::Document;
use tongbao_document::side_by_side::beside;
use tongbao_figures::audit::RuleOutcome;
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::UnitCode;
use tongbao_returns::finding::Finding;

/// A rule of a shared form is judged once for all plans, and belongs to each.
pub(super) fn has_rule(plan: &Plan, outcome: &RuleOutcome) -> bool {
    plan.rules.iter().any(|rule| rule.id == outcome.rule)
}

/// Composes it; the rules are those of the plan. `slips` is where these lie if they do not lie beside it.
pub(super) fn document(material: &Material<'_>, rules: &[RuleOutcome], slips: Option<&str>) -> Document {
    let outcomes: Vec<RuleOutcome> = rules.iter().filter(|outcome| has_rule(material.plan, outcome)).cloned().collect();
    let whose = |code: &UnitCode| match material.registry.units.get(code) {
        Some(unit) => Whose { county: material.county_name(&unit.county), unit: unit.name.clone() },
        None => Whose { county: String::new(), unit: String::new() },
    };
    let form = |finding: &Finding| {
        let form = finding.form.as_ref().and_then(|form| material.plan.form(form));
        form.map(|form| format!("{}《{}》", form.code, form.title)).unwrap_or_default()
    };
    let title = beside(&material.plan.area_name, &material.period.chinese()) + "审核发现";
    findings_book(&FindingsBook {
        findings: material.findings,
        outcomes: &outcomes,
        whose: &whose,
        form: &form,
        slips,
        properties: properties(material, &title),
    })
}
