//! `tongbao explain`: what an indicator of a plan is taken over, and what it reads.

use serde::Serialize;

use tongbao_figures::plan::{FormulaItem, Indicator, Plan, Scope, TakenOver};

/// An indicator of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedIndicator {
    /// Its identifier and printed name.
    pub id: String,
    /// Ids of the packs that have it.
    pub plans: Vec<String>,
    /// Clause of the plan.
    pub clause: String,
    /// As the pack writes it.
    pub formula: String,
    /// What it is taken over, in words.
    pub over: String,
    /// The items, indicators or counts of the registry that it reads.
    pub reads: Vec<String>,
    /// Which units, members or rows of the registry; all without it.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub condition: Option<String>,
    /// For which groups it is computed.
    pub scopes: Vec<&'static str>,
    /// 口径.
    pub caliber: String,
    /// Rows of the catalogue that it answers.
    pub source: Vec<String>,
}

/// The indicator of a name in the first plan that has it.
pub(super) fn find(asked: &str, plans: &[Plan]) -> Option<ExplainedIndicator> {
    let indicator = plans.iter().find_map(|plan| plan.indicator(asked.trim()))?;
    let plans = plans.iter().filter(|plan| plan.indicator(&indicator.id).is_some()).map(|plan| plan.id.clone()).collect();
    Some(explained(indicator, plans))
}

fn explained(indicator: &Indicator, plans: Vec<String>) -> ExplainedIndicator {
    let over = match indicator.taken_over() {
        TakenOver::Units => "单位报表中的指标项，按分组汇总".to_owned(),
        TakenOver::Members(over) => format!("组内各{}印出的数", word(over)),
        TakenOver::Registry => "名录在报告期最后一天列出的行".to_owned(),
    };
    let items = indicator.items().map(FormulaItem::column);
    let others = indicator.formula.others.iter().map(ToString::to_string);
    let mut reads: Vec<String> = items.chain(others).collect();
    reads.dedup();
    ExplainedIndicator {
        id: indicator.id.clone(),
        plans,
        clause: indicator.clause.clone(),
        formula: indicator.formula.text.clone(),
        over,
        reads,
        condition: indicator.condition.as_ref().map(|condition| condition.text.clone()),
        scopes: indicator.scopes.iter().map(|scope| word(*scope)).collect(),
        caliber: indicator.caliber.clone(),
        source: indicator.source.clone(),
    }
}

fn word(scope: Scope) -> &'static str {
    match scope {
        Scope::Unit => "单位",
        Scope::Alliance => "医联体",
        Scope::County => "县区",
        Scope::Area => "全域",
    }
}
