//! What a wording can say: every number as a token, every other thing as words, counts to decide by as plain numbers.

mod indicators;
mod ledger;
mod practices;
mod rectification;
mod standing;

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Value as Context, context};

use self::indicators::{best_gains, gain_context, indicator_context, worst, worst_context};
use self::ledger::ledger_context;
use self::practices::practices;
use self::rectification::rectification_context;
use self::standing::standing_context;
use super::charts::call::{has_number, trends};
use super::charts::completion::completion;
use super::charts::trend::trend;
use super::counts::{count, share};
use super::material::Material;
use super::numbers::Numbers;
use super::rates::Rates;
use super::scores;
use super::scores::Told;
use super::table::{changes, units};
use super::wording::Tokens;
use tongbao_document::subject::{LightCount, OverallCount, ReturnCount, Slice};
use tongbao_document::{Light, Subject};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::Scope;
use tongbao_returns::domain::chinese_date;

/// What a wording can say. Names ending in `_count` are plain numbers to decide by; all others are tokens or words to print.
pub(super) fn context(material: &Material<'_>, group: &Group, wording: &str, tokens: &Tokens) -> Context {
    let tally = material.tally(group);
    let rates = Rates::of(material.period, &group.into(), &Slice::Whole, tally);
    let counted = |subject: Subject, number: usize, unit: &str| tokens.put(count(material, group, subject, number, unit));
    let overall = |what: OverallCount, number: usize, unit: &str| counted(Subject::Overall(what), number, unit);
    let returns = |what: ReturnCount, number: usize| counted(Subject::Returns(Slice::Whole, what), number, "份");
    let all: Vec<Numbers<'_>> =
        (0..material.plan.indicators.len()).filter_map(|position| Numbers::of(material, position, group)).collect();
    let (first, last) = (material.period.first_day(), material.period.last_day());
    let unit_count = material.units(group).into_iter().filter(|unit| unit.is_open_within(first, last)).count();
    let counties = material.groups(Scope::County);
    let alliances = material.groups(Scope::Alliance);
    // Who stands first and last is told where all peers are: in the bulletin of the area.
    let institutions = material.ranked_institutions(group);
    let compared = if *group == Group::Area { institutions.as_slice() } else { &[] };
    let trends = trends(material.plan, wording);
    let explained_count = units::explained_findings(material, group).len();
    let refused = |is_known: bool| {
        let refused =
            material.findings.iter().filter(|finding| finding.severity() == tongbao_returns::finding::Severity::Rejected);
        let files: BTreeSet<&str> =
            refused.filter(|finding| finding.period.is_some() == is_known).map(|finding| finding.at.file.name()).collect();
        files.len()
    };
    let (rejected, unplaced) = (refused(true), refused(false));
    context! {
        scope => match group { Group::Area => "area", Group::County(_) => "county", Group::Alliance(_) => "alliance", Group::Unit(_) => "unit" },
        name => Tokens::name(material.full_name(group)),
        has_counties => material.has_counties(),
        outside => material.counties_outside().iter().map(Tokens::name).collect::<Vec<_>>(),
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
            document_number => material.plan.document_number.clone().unwrap_or_default(),
            area => material.plan.area_word.clone(),
            threshold => format!("{}%", material.plan.coverage_threshold),
        },
        units => overall(OverallCount::Units, unit_count, "家"),
        returns => context! {
            due => returns(ReturnCount::Due, tally.due),
            on_time => returns(ReturnCount::OnTime, tally.on_time),
            late => returns(ReturnCount::Late, tally.late),
            missing => returns(ReturnCount::Missing, tally.missing),
            awaited => returns(ReturnCount::Awaited, tally.awaited),
            awaited_count => tally.awaited,
            returned => returns(ReturnCount::Returned, tally.returned),
            empty => returns(ReturnCount::Empty, tally.empty),
            arrived_share => tokens.put(rates.arrived),
            on_time_share => tokens.put(rates.on_time),
            rejected => overall(OverallCount::RejectedFiles, rejected, "份"),
            unplaced => overall(OverallCount::UnplacedFiles, unplaced, "份"),
            unplaced_count => unplaced,
            late_count => tally.late,
            due_count => tally.due,
            missing_count => tally.missing,
            returned_count => tally.returned,
            empty_count => tally.empty,
            rejected_count => rejected,
        },
        changes_count => changes::happened(material, group).len(),
        findings => context! {
            explained => overall(OverallCount::Explained, explained_count, "条"),
            explained_count => explained_count,
        },
        lights => lights_context(material, group, &all, tokens),
        ledger => ledger_context(material, group, tokens),
        practices => practices(material, group),
        rectification => rectification_context(material, group, tokens),
        counties => standing_context(material, &counties, tokens),
        alliances => standing_context(material, &alliances, tokens),
        institutions => standing_context(material, compared, tokens),
        institutions_count => institutions.len(),
        best_gains => best_gains(material, group).iter().map(|numbers| gain_context(numbers, tokens)).collect::<Vec<_>>(),
        worst => worst(material, group).iter().map(|numbers| worst_context(numbers, tokens)).collect::<Vec<_>>(),
        indicator => all.iter().map(|numbers| (numbers.indicator().id.clone(), indicator_context(numbers, tokens))).collect::<BTreeMap<_, _>>(),
        scores => Told::of(material, group).map(|told| scores::context(&told, tokens)),
        charts => context! {
            completion => has_number(&completion(material, group)),
            trend => trend(material, group, &trends).is_some_and(|chart| has_number(&chart)),
        },
    }
}

/// How many indicators have which light.
fn lights_context(material: &Material<'_>, group: &Group, all: &[Numbers<'_>], tokens: &Tokens) -> Context {
    let indicators =
        |what: LightCount, number: usize| tokens.put(count(material, group, Subject::Lights(Slice::Whole, what), number, "项"));
    let verdicts = || all.iter().filter_map(Numbers::verdict);
    let lights = |light: Light| verdicts().filter(|verdict| verdict.light == Some(light)).count();
    let (green, yellow, red) = (lights(Light::Green), lights(Light::Yellow), lights(Light::Red));
    let judged = green + yellow + red;
    let withheld = verdicts().filter(|verdict| verdict.is_asked()).count() - judged;
    let unjudged = all.len() - judged - withheld;
    context! {
        all => indicators(LightCount::Indicators, all.len()),
        judged => indicators(LightCount::Judged, judged),
        green => indicators(LightCount::Green, green),
        yellow => indicators(LightCount::Yellow, yellow),
        red => indicators(LightCount::Red, red),
        withheld => indicators(LightCount::Withheld, withheld),
        withheld_count => withheld,
        unjudged => indicators(LightCount::Unjudged, unjudged),
        green_share => tokens.put(share(material, group, Subject::Lights(Slice::Whole, LightCount::GreenShare), green, judged + withheld)),
        judged_count => judged,
        yellow_count => yellow,
        red_count => red,
        unjudged_count => unjudged,
    }
}
