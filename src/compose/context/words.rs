//! What the plan says of itself (`[wording]` of plan.toml), as a wording prints it.

use minijinja::{Value as Context, context};

use super::name::{Name, Shape, list, words};
use crate::compose::material::Material;
use crate::compose::wording::{Tokens, guarded};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::Blank;
use tongbao_figures::plan::words::{LEAD, OFFICE, REPORTS_TO, REVIEWER};
use tongbao_returns::domain::{Cycle, chinese_date};

/// The names of what the plan says.
pub(super) const NAMES: &[Name] = &[
    words("title", "标题，按对象是全市（全县）还是县区、医联体"),
    words("basis", "第一句：依据什么、做了什么、数据截至何时"),
    list("highlights", &Shape::Words, "重点指标的名单"),
    words("lead", "责任单位前的叫法：牵头；县区、医联体的通报里可以另写"),
    words("results", "年终评估的结果运用；没写的为空"),
    words("graded", "等次的运用，有评分办法的才用；没写的为空"),
    words("office", "督察报告里的自称"),
    words("interviewer", "督察报告里谁来约谈"),
    words("reports_to", "督察报告、专题报告报给谁"),
    words("reviewer", "第三方评价由谁承担"),
    words("topic", "专题报告的题目；其他通报为空"),
    words("mechanism", "这种通报的机制：[[mechanism]] 的 title，没写的为种类的名称，如 专项督察"),
    words("called", "小标题里的简称：[[mechanism]] 的 title，没写的为 督察（专项督察）或种类的名称"),
];

/// What the plan says in a group's bulletin.
pub(super) fn words_context(material: &Material<'_>, group: &Group, cycle: Cycle) -> Context {
    let said = &material.plan.words;
    let bulletin = said.of(cycle);
    let (title, lead) = match group {
        Group::Area => (&bulletin.title, None),
        Group::County(_) | Group::Alliance(_) | Group::Unit(_) => (&bulletin.part_title, said.lead.as_deref()),
    };
    let mechanism = plan_calls(material, cycle);
    let or = |words: &Option<String>, usual: &str| words.clone().unwrap_or_else(|| usual.to_owned());
    context! {
        // The pack breaks a title where it wants to; what stands in the blanks breaks none.
        title => Context::from_safe_string(title.told(pieces, |blank| guarded(&filled(material, group, cycle, blank)).into_owned())),
        basis => bulletin.basis.told(str::to_owned, |blank| filled(material, group, cycle, blank)),
        highlights => said.highlights.clone(),
        lead => lead.unwrap_or(LEAD),
        results => said.results.clone(),
        graded => said.graded.clone(),
        office => or(&said.office, OFFICE),
        interviewer => or(&said.interviewer, OFFICE),
        reports_to => or(&said.reports_to, REPORTS_TO),
        reviewer => or(&said.reviewer, REVIEWER),
        topic => said.topic.as_ref().map(|topic| topic.name.clone()).unwrap_or_default(),
        mechanism => mechanism.unwrap_or(cycle.chinese()),
        called => mechanism.unwrap_or(short(cycle)),
    }
}

/// What the plan itself calls the mechanism of a bulletin.
fn plan_calls<'run>(material: &'run Material<'_>, cycle: Cycle) -> Option<&'run str> {
    material.plan.mechanism_of(cycle, material.period)?.title.as_deref()
}

/// What a kind is called in short, where the plan does not call it anything.
fn short(cycle: Cycle) -> &'static str {
    match cycle {
        Cycle::Inspection => "督察",
        other => other.chinese(),
    }
}

/// The pack's own words in a title: guarded but for the sign that breaks its line.
fn pieces(words: &str) -> String {
    words.split('|').map(guarded).collect::<Vec<_>>().join("|")
}

fn filled(material: &Material<'_>, group: &Group, cycle: Cycle, blank: Blank) -> String {
    let plan = material.plan;
    match blank {
        Blank::Plan => plan.short_title.clone(),
        Blank::PlanTitle => plan.title.clone(),
        Blank::DocumentNumber => plan.document_number.clone().unwrap_or_default(),
        Blank::PlanDocument => plan.document(),
        Blank::Group => Tokens::name(material.full_name(group)),
        Blank::Period => material.period.chinese(),
        Blank::Months => material.period.cumulative_chinese(),
        Blank::AsOf => chinese_date(material.as_of),
        Blank::Topic => plan.words.topic.as_ref().map(|topic| topic.name.clone()).unwrap_or_default(),
        Blank::Mechanism => plan_calls(material, cycle).unwrap_or(cycle.chinese()).to_owned(),
    }
}
