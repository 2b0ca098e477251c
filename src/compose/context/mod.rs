//! What a wording can say: every number as a token, every other thing as words, counts to decide by as plain numbers.

mod indicators;
mod ledger;
mod mechanisms;
mod movement;
pub(super) mod name;
mod practices;
mod rectification;
mod standing;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Value as Context, context};

use self::indicators::{best_gains, gain_context, indicator_context, worst, worst_context};
use self::ledger::ledger_context;
use self::mechanisms::mechanisms_context;
use self::movement::{drags, movement_context};
use self::name::{Key, Name, Shape, by, count as plain, group as below, list, number, truth, words as said};
use self::practices::practices;
use self::rectification::rectification_context;
use self::standing::standing_context;
use self::words::words_context;
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
use super::wording::{Asked, Tokens};
use tongbao_document::subject::{LightCount, OverallCount, ReturnCount, Slice};
use tongbao_document::{Light, Subject};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::Scope;
use tongbao_returns::domain::{Cycle, chinese_date};

/// Everything that a wording can use.
pub(super) const NAMES: &[Name] = &[
    said("scope", "通报的对象：area（全市、全县）、county（县区）、alliance（医联体）；只用来判断"),
    said("name", "对象的全称"),
    truth("has_counties", "全市是否分县（市、区），而且方案对县（市、区）有指标、评分或任务"),
    said("participants", "方案只在部分县（市、区）实施的，计入全市的是谁：参加的县（市、区）和市直；全部参加的为空"),
    list("outside", &Shape::Words, "有单位、但不属于本范围的县区"),
    said("office", "发文机关"),
    said("addressees", "主送机关，带冒号"),
    said("as_of", "数据截至日"),
    below("period", PERIOD, "报告期"),
    below("plan", PLAN, "方案"),
    below("wording", words::NAMES, "方案自己的话：plan.toml 的 [wording]，没写的用默认的"),
    number("units", "填报单位"),
    below("returns", RETURNS, "报表"),
    plain("changes_count", "上年同期以来机构变动的件数"),
    below("findings", FINDINGS, "审核发现"),
    below("lights", LIGHTS, "红黄绿灯"),
    below("ledger", ledger::NAMES, "任务台账"),
    below(
        "mechanisms",
        mechanisms::NAMES,
        "方案要求本单位印发的通报办得怎样；只有全市（全县）的通报里、plan.toml 的 [[mechanism]] 写了 source、every 或时限的才有内容",
    ),
    list("practices", &Shape::Group(practices::OF_ONE), "办公室在 practices.xlsx 里写的典型做法"),
    below("rectification", rectification::NAMES, "上期通报黄、红指标的整改"),
    below("counties", standing::NAMES, "县（市、区）的排名"),
    below("alliances", standing::NAMES, "医联体的排名"),
    plain("institutions_count", "本对象的机构中，方案的同类组（categories）列入排名的"),
    below("institutions", standing::NAMES, "机构在同类组里的排名；只有全市（全县）的通报里有内容"),
    list("best_gains", &Shape::Group(indicators::OF_GAIN), "达标的比率指标中比上年同期改善最多的，至多5个"),
    list("worst", &Shape::Group(indicators::OF_WORST), "明显滞后（红）的指标，完成率低的在前"),
    below("movement", movement::NAMES, "指标与上年同期相比的变化"),
    list("drags", &Shape::Group(movement::OF_DRAGGED), "滞后（黄、红）或退步的指标落在哪些单位"),
    plain("drags_count", "其中点得出单位的指标"),
    by(
        "indicator",
        Key::Indicator,
        indicators::OF_ONE,
        "一个指标，按名称取：`indicator[\"资产负债率\"]`；本对象没有的指标取不到，先用 in 判断",
    ),
    below("scores", scores::NAMES, "得分；只有年终评估、方案有评分办法的才有，否则为空"),
    below("charts", CHARTS, "有没有图"),
];

const PERIOD: &[Name] = &[
    said("name", "2025年第三季度、2025年上半年、2025年度"),
    said("cumulative", "2025年1—9月"),
    said("elapsed", "序时进度：75%"),
    said("year", "年份"),
    truth("is_quarter", "是不是一个季度"),
    said("quarters", "同 cumulative"),
];

const PLAN: &[Name] = &[
    said("title", "方案全称，不带书名号"),
    said("short_title", "标题里的简称"),
    said("document_number", "发文字号；没有的为空"),
    said("area", "全市、全县"),
    said("threshold", "覆盖率的最低要求：80%"),
];

const RETURNS: &[Name] = &[
    number("due", "应报"),
    plain("due_count", "应报"),
    number("on_time", "及时"),
    number("late", "迟报"),
    plain("late_count", "迟报"),
    number("missing", "缺报"),
    plain("missing_count", "缺报"),
    number("awaited", "未到截止日待报"),
    plain("awaited_count", "未到截止日待报"),
    number("returned", "退回"),
    plain("returned_count", "退回"),
    number("empty", "空表"),
    plain("empty_count", "空表"),
    number("arrived_share", "报送率"),
    number("on_time_share", "及时率"),
    number("rejected", "信息不符而未采用的文件"),
    plain("rejected_count", "信息不符而未采用的文件"),
    number("unplaced", "报告期不明而未采用的文件"),
    plain("unplaced_count", "报告期不明而未采用的文件"),
];

const FINDINGS: &[Name] = &[number("explained", "作了说明的审核发现"), plain("explained_count", "作了说明的审核发现")];

const LIGHTS: &[Name] = &[
    number("all", "监测指标"),
    number("judged", "评价的"),
    plain("judged_count", "评价的"),
    number("green", "达到要求（绿）"),
    number("yellow", "略有差距（黄）"),
    plain("yellow_count", "略有差距（黄）"),
    number("red", "明显滞后（红）"),
    plain("red_count", "明显滞后（红）"),
    number("withheld", "因缺数不能评价的"),
    plain("withheld_count", "因缺数不能评价的"),
    number("unjudged", "不评价的"),
    plain("unjudged_count", "不评价的"),
    number("green_share", "达标率"),
];

const CHARTS: &[Name] = &[truth("completion", "有没有完成率一图"), truth("trend", "有没有变化趋势一图")];

/// What a wording can say. Names ending in `_count` are plain numbers to decide by; all others are tokens or words to print. What takes long to
/// find out is left empty where the wording does not ask for it.
pub(super) fn context(material: &Material<'_>, group: &Group, (cycle, asked): (Cycle, &Asked), tokens: &Tokens) -> Context {
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
    let trends = trends(material.plan, cycle);
    let explained_count = units::explained_findings(material, group).len();
    let refused = |is_known: bool| {
        let refused =
            material.findings.iter().filter(|finding| finding.severity() == tongbao_returns::finding::Severity::Rejected);
        let files: BTreeSet<&str> =
            refused.filter(|finding| finding.period.is_some() == is_known).map(|finding| finding.at.file.name()).collect();
        files.len()
    };
    let (rejected, unplaced) = (refused(true), refused(false));
    let drags = if asked.has(&["drags", "drags_count"]) { drags(material, group) } else { Vec::new() };
    context! {
        scope => match group { Group::Area => "area", Group::County(_) => "county", Group::Alliance(_) => "alliance", Group::Unit(_) => "unit" },
        name => Tokens::name(material.full_name(group)),
        has_counties => material.tells_of(Scope::County),
        participants => material.participants_in_words().map(Tokens::name).unwrap_or_default(),
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
        wording => words_context(material, group, cycle),
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
        ledger => ledger_context(material, group, cycle, tokens),
        mechanisms => mechanisms_context(material, group, tokens),
        practices => practices(material, group),
        rectification => rectification_context(material, group, tokens),
        counties => standing_context(material, &counties, tokens),
        alliances => standing_context(material, &alliances, tokens),
        institutions => standing_context(material, compared, tokens),
        institutions_count => institutions.len(),
        best_gains => best_gains(material, group).iter().map(|numbers| gain_context(numbers, tokens)).collect::<Vec<_>>(),
        worst => worst(material, group).iter().map(|numbers| worst_context(material, numbers, tokens)).collect::<Vec<_>>(),
        movement => asked.has(&["movement"]).then(|| movement_context(material, group, tokens)),
        drags_count => drags.len(),
        drags => drags,
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
