//! What a wording can say: every number as a token, every other thing as words, counts to decide by as plain numbers.

mod indicators;
mod ledger;
mod practices;
mod rectification;
mod standing;

use std::collections::BTreeMap;

use minijinja::{Value as Context, context};

use self::indicators::{best_gains, gain_context, indicator_context, worst, worst_context};
use self::ledger::ledger_context;
use self::practices::practices;
use self::rectification::rectification_context;
use self::standing::standing_context;
use super::counts::{count, share};
use super::day::chinese_date;
use super::material::Material;
use super::numbers::Numbers;
use super::rates::Rates;
use super::scores::Told;
use super::table::{lagging, units};
use super::wording::Tokens;
use super::{charts, scores};
use tongbao_document::Light;
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::Scope;

/// What a wording can say. Names ending in `_count` are plain numbers to decide by; all others are tokens or words to print.
pub(super) fn context(material: &Material<'_>, group: &Group, wording: &str, tokens: &Tokens) -> Context {
    let tally = material.tally(group);
    let rates = Rates::of(material.period, group.code(), "", tally);
    let counted = |subject: &str, number: usize, unit: &str| tokens.put(count(material, group, subject, number, unit));
    let lights = |light: Light| lagging::behind(material, group, light).count();
    let (green, yellow, red) = (lights(Light::Green), lights(Light::Yellow), lights(Light::Red));
    let judged = green + yellow + red;
    let all: Vec<Numbers<'_>> =
        (0..material.plan.indicators.len()).filter_map(|position| Numbers::of(material, position, group)).collect();
    let unit_count = material.units(group).len();
    let counties = material.groups(Scope::County);
    let alliances = material.groups(Scope::Alliance);
    let trends = charts::trends(material.plan, wording);
    let explained_count = units::explained_findings(material, group).len();
    let refused = |is_known: bool| {
        let refused = material.findings.iter().filter(|finding| finding.severity == tongbao_returns::finding::Severity::Rejected);
        refused.filter(|finding| finding.period.is_some() == is_known).count()
    };
    let (rejected, unplaced) = (refused(true), refused(false));
    context! {
        scope => match group { Group::Area => "area", Group::County(_) => "county", Group::Alliance(_) => "alliance", Group::Unit(_) => "unit" },
        name => material.full_name(group),
        has_counties => material.has_counties(),
        office => material.office.name.clone(),
        addressees => material.office.addressees.clone(),
        as_of => chinese_date(material.as_of),
        period => context! {
            name => material.period.chinese(),
            cumulative => material.period.cumulative_chinese(),
            elapsed => format!("{}%", material.period.elapsed_percent()),
            year => material.period.year,
            is_quarter => material.period.last_quarter() == material.period,
            quarters => material.period.cumulative_chinese(),
        },
        plan => context! {
            title => material.plan.title.clone(),
            short_title => material.plan.short_title.clone(),
            document_number => material.plan.document_number.clone(),
            area => material.plan.area_word.clone(),
            threshold => format!("{}%", material.plan.coverage_threshold),
        },
        units => counted("填报单位", unit_count, "家"),
        returns => context! {
            due => counted("应报", tally.due, "份"),
            on_time => counted("及时", tally.on_time, "份"),
            late => counted("迟报", tally.late, "份"),
            missing => counted("缺报", tally.missing, "份"),
            returned => counted("退回", tally.returned, "份"),
            empty => counted("空表", tally.empty, "份"),
            arrived_share => tokens.put(rates.arrived),
            on_time_share => tokens.put(rates.on_time),
            rejected => counted("拒收文件", rejected, "份"),
            unplaced => counted("报告期不明的拒收文件", unplaced, "份"),
            unplaced_count => unplaced,
            late_count => tally.late,
            missing_count => tally.missing,
            returned_count => tally.returned,
            empty_count => tally.empty,
            rejected_count => rejected,
        },
        findings => context! {
            explained => counted("核实说明", explained_count, "条"),
            explained_count => explained_count,
        },
        lights => context! {
            all => counted("指标", all.len(), "项"),
            judged => counted("评价指标", judged, "项"),
            green => counted("绿", green, "项"),
            yellow => counted("黄", yellow, "项"),
            red => counted("红", red, "项"),
            unjudged => counted("不评价", all.len() - judged, "项"),
            green_share => tokens.put(share(material, group, "达标率", green, judged)),
            judged_count => judged,
            yellow_count => yellow,
            red_count => red,
            unjudged_count => all.len() - judged,
        },
        ledger => ledger_context(material, group, tokens),
        practices => practices(material, group),
        rectification => rectification_context(material, group, tokens),
        counties => standing_context(material, &counties, "县区", tokens),
        alliances => standing_context(material, &alliances, "医联体", tokens),
        best_gains => best_gains(material, group).iter().map(|numbers| gain_context(numbers, tokens)).collect::<Vec<_>>(),
        worst => worst(material, group).iter().map(|numbers| worst_context(numbers, tokens)).collect::<Vec<_>>(),
        indicator => all.iter().map(|numbers| (numbers.indicator().id.clone(), indicator_context(numbers, tokens))).collect::<BTreeMap<_, _>>(),
        scores => Told::of(material, group).map(|told| scores::context(&told, tokens)),
        charts => context! {
            completion => charts::chart(material, group, &charts::Call::Completion).is_some(),
            trend => charts::chart(material, group, &charts::Call::Trend(trends)).is_some(),
        },
    }
}
