//! 目标一览: the targets of indicators that ask different things of different groups, or for a time only, for who wants to look them up.

use super::{body, marks, text, words};
use crate::compose::material::Material;
use crate::compose::numbers::asked;
use tongbao_document::Table;
use tongbao_figures::plan::{Due, Indicator, Scope, Target};
use tongbao_returns::domain::chinese_date;

/// One row a target, in the order of the plan; none where every target is for everybody and for good: those stand beside the figures.
pub(in crate::compose) fn targets(material: &Material<'_>) -> Option<Table> {
    let is_told = |target: &&Target| target.is_known(material.period);
    let is_chosen = |indicator: &&Indicator| indicator.targets.iter().filter(is_told).any(is_particular);
    let chosen = material.plan.indicators.iter().filter(is_chosen);
    let rows: Vec<_> = chosen
        .flat_map(|indicator| {
            indicator.targets.iter().filter(is_told).map(move |target| {
                body(vec![
                    text(&indicator.id),
                    text(&indicator.clause),
                    text(whom(indicator, target)),
                    text(when(target)),
                    text(asked(indicator, target.demand)),
                ])
            })
        })
        .collect();
    let has_adjusted = material
        .plan
        .indicators
        .iter()
        .flat_map(|indicator| &indicator.targets)
        .any(|target| target.set.is_some() && target.is_known(material.period));
    (!rows.is_empty()).then(|| Table {
        name: "目标一览".to_owned(),
        title: "分对象、分时段的目标".to_owned(),
        unit_line: None,
        columns: vec![words("指标", 10.0), marks("条款", 3.0), words("对象", 14.0), words("时间", 9.0), words("要求", 7.0)],
        label_columns: 1,
        rows,
        notes: std::iter::once(
            "一个对象有几个目标的，先看对象：点名的优先，其次是条件多的、只要求这一级的；再看时间：以最后开始的为准。没有一个目标涉及的对象不要求。"
                .to_owned(),
        )
        .chain(has_adjusted.then(|| {
            "写有公布日期的，是方案执行中新定、调整的目标：期末不早于公布日期的通报才用，同一天的以后公布的为准。".to_owned()
        }))
        .collect(),
    })
}

/// Whether more has to be said of it than its number and its year.
fn is_particular(target: &Target) -> bool {
    target.audience.is_some() || target.until.is_some() || target.set.is_some() || matches!(target.due, Due::From(_))
}

/// `单位：三级公立医院`, `县（市、区）`, `全部`
fn whom(indicator: &Indicator, target: &Target) -> String {
    let scopes = indicator.scopes.iter().filter(|scope| target.is_asked_of_scope(**scope));
    let kinds: Vec<&str> = scopes.map(|scope| word(*scope)).collect();
    let kinds = if kinds.len() == indicator.scopes.len() { "全部".to_owned() } else { kinds.join("、") };
    match &target.audience {
        Some(audience) => format!("{kinds}：{}", audience.in_words()),
        None => kinds,
    }
}

fn word(scope: Scope) -> &'static str {
    match scope {
        Scope::Unit => "单位",
        Scope::Alliance => "医联体",
        Scope::County => "县（市、区）",
        Scope::Area => "全域",
    }
}

/// `2025年`, `2017年8月1日起至2017年12月31日`, `2022年12月31日（2022年4月1日公布）`
fn when(target: &Target) -> String {
    let until = target.until.map(|until| format!("至{}", chinese_date(until))).unwrap_or_default();
    let set = target.set.map(|set| format!("（{}公布）", chinese_date(set))).unwrap_or_default();
    format!("{}{until}{set}", target.due)
}
