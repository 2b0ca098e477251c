//! One bulletin for the area, for each county and for each alliance, in the plan's own wording.

use std::collections::BTreeMap;

use jiff::civil::Date;
use minijinja::{Value as Context, context};

use super::error::ComposeError;
use super::followed::ledger_context;
use super::lineage::lineage;
use super::material::Material;
use super::numbers::{Numbers, count, share};
use super::rates::Rates;
use super::returns::By;
use super::scores::Told;
use super::sources::Sources;
use super::table::matrix::Shown;
use super::table::rectification::Outcome;
use super::table::{
    calculation, clauses, indicators, lagging, ledger, matrix, method, proof, rectification, reporting, standing, units,
};
use super::wording::{Parts, Tokens, word};
use super::{charts, scores};
use tongbao_document::{Document, Figure, Head, Imprint, Light, Properties, Signature, Table, Value};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::score::group_of;
use tongbao_figures::plan::{Better, Scope};
use tongbao_returns::domain::{Cycle, Practice};

/// A document and where it belongs below the folder of its period and cycle, without extension.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// E.g. `县区/任城区`.
    pub stem: String,
    /// The document.
    pub document: Document,
}

/// Composes every bulletin of a cycle.
pub fn compose(material: &Material<'_>, cycle: Cycle) -> Result<Vec<Composed>, ComposeError> {
    use rayon::prelude::*;
    // What an inspection has found is reported once, to those above.
    let is_told = |group: &Group| match group {
        Group::Unit(_) => false,
        Group::Area => true,
        Group::County(_) | Group::Alliance(_) => cycle != Cycle::Inspection,
    };
    let groups: Vec<&Group> =
        material.figures.grouping.names.iter().map(|(group, _)| group).filter(|group| is_told(group)).collect();
    let mut composed = groups
        .into_par_iter()
        .map(|group| Ok(Composed { stem: stem(material, group), document: bulletin(material, group, cycle)? }))
        .collect::<Result<Vec<_>, ComposeError>>()?;
    // Two alliances of one name must not overwrite each other.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for one in &mut composed {
        let times = seen.entry(one.stem.clone()).or_default();
        *times += 1;
        if *times > 1 {
            one.stem = format!("{}（{times}）", one.stem);
        }
    }
    Ok(composed)
}

fn stem(material: &Material<'_>, group: &Group) -> String {
    let safe = |name: String| {
        name.chars().map(|c| if r#"/\:*?"<>|"#.contains(c) || c.is_control() { '_' } else { c }).collect::<String>()
    };
    match group {
        Group::Area | Group::Unit(_) => safe(material.plan.area_word.clone()),
        Group::County(_) => format!("县区/{}", safe(material.full_name(group))),
        Group::Alliance(_) => format!("医联体/{}", safe(material.name(group))),
    }
}

/// What the files of a run say about themselves.
pub fn properties(material: &Material<'_>, title: &str) -> Properties {
    let as_of = material.as_of;
    Properties {
        title: title.to_owned(),
        author: material.office.name.clone(),
        subject: format!("{} {}", material.plan.title, material.period.chinese()),
        period: material.period.chinese(),
        contact: material.office.contact.clone(),
        as_of: (as_of.year(), as_of.month(), as_of.day()),
        status: material.office.status.clone(),
        sample: material.office.is_sample,
    }
}

/// Most groups that a sentence names for having risen or fallen.
const MOST_MOVED: usize = 3;
/// Most names that a sentence lists before it only counts.
const MOST_NAMES: usize = 10;

/// `2025年10月20日`
pub(super) fn chinese_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

fn bulletin(material: &Material<'_>, group: &Group, cycle: Cycle) -> Result<Document, ComposeError> {
    let name = cycle.as_str();
    let wording = material.plan.wording.get(name).map_or("", String::as_str);
    let tokens = Tokens::default();
    let context = context(material, group, wording, &tokens);
    let draw = |name: &str| Ok(charts::chart(material, group, &charts::call(name, material.plan)?));
    let worded = word((&material.plan.id, name), &material.plan.wording, context, &tokens, parts(material, group), &draw)?;
    let mut workbook_tables = Vec::new();
    if *group == Group::Area {
        let returns = material.returns();
        let kinds: &[By] =
            if material.has_counties() { &[By::Form, By::Category, By::Alliance] } else { &[By::Category, By::Alliance] };
        workbook_tables.extend(kinds.iter().filter_map(|by| reporting::by(&returns, *by, false)));
    }
    let sources = Sources::of(material, group);
    workbook_tables.extend(ledger::workbook_tables(material, group));
    workbook_tables.extend(units::units(&sources, group));
    if let Some(told) = Told::of(material, group) {
        workbook_tables.extend(scores::cards(&told, Some(&sources)).of_units);
    }
    workbook_tables.push(units::findings(material, group));
    workbook_tables.push(calculation::calculation(&sources, group));
    if *group == Group::Area {
        let (counties, alliances) = (groups(material, Scope::County), groups(material, Scope::Alliance));
        let sheets = [(&counties, "县区计算", "各县（市、区）指标计算过程"), (&alliances, "医联体计算", "各医联体指标计算过程")];
        workbook_tables.extend(
            sheets.into_iter().filter_map(|(groups, name, title)| calculation::calculation_of(&sources, groups, name, title)),
        );
    }
    if *group == Group::Area {
        workbook_tables.push(clauses::clauses(material));
    }
    workbook_tables.push(method::formulas(material));
    workbook_tables.push(lineage(&sources, group));
    let office = material.office;
    let date = chinese_date(material.as_of);
    let mut document = Document {
        properties: properties(material, &worded.title.replace('\n', "")),
        head: Head {
            copy_number: office.copy_number.clone(),
            secrecy: office.secrecy.clone(),
            urgency: office.urgency.clone(),
            organ: Some(office.mark.clone()),
            number: office.number.clone(),
            title: worded.title,
            addressees: worded.addressees,
        },
        body: worded.body,
        signature: Some(Signature { organ: office.name.clone(), date: date.clone(), sealed: office.sealed }),
        remark: office.remark.clone(),
        attachments: worded.attachments,
        imprint: Some(Imprint { copies: office.copies.clone(), organ: office.name.clone(), date }),
        workbook_tables,
    };
    if let Some(issuing) = material.issuing {
        super::issued::annex::append(&mut document, material, group, issuing);
    }
    Ok(document)
}

/// Every table and chart that a wording may call for.
fn parts(material: &Material<'_>, group: &Group) -> Parts {
    let counties = groups(material, Scope::County);
    let alliances = groups(material, Scope::Alliance);
    let mut parts = Parts::default();
    let mut add = |name: &'static str, table: Table| drop(parts.tables.insert(name, table));
    add("指标完成情况", indicators::indicators(material, group));
    add("分领域完成情况", indicators::by_campaign(material, group));
    add("滞后清单", lagging::lagging(material, group));
    add("报送情况", reporting::reporting(material, group));
    add("未报和迟报单位", reporting::outstanding(material, group));
    add("口径与覆盖", method::method(material, group));
    for (name, table) in ledger::tables(material, group) {
        add(name, table);
    }
    add("汇总勾稽", proof::proof(material));
    add("核实说明", units::explained(material, group));
    add("整改情况", rectification::rectification(material, group));
    if *group == Group::Area {
        add("县区排名", standing::ranking(material, &counties, "县区排名", "县（市、区）排名", "县（市、区）"));
        add("医联体排名", standing::ranking(material, &alliances, "医联体排名", "医联体排名", "医联体"));
        add("县区整改情况", rectification::by_group(material, &counties, "县区整改情况", "县（市、区）"));
        add("医联体整改情况", rectification::by_group(material, &alliances, "医联体整改情况", "医联体"));
        add("县区指标", matrix::matrix(material, &counties, Shown::Value, "县区指标", "各县（市、区）指标完成情况"));
        add("县区名次", matrix::matrix(material, &counties, Shown::Place, "县区名次", "各县（市、区）指标名次"));
        add("医联体指标", matrix::matrix(material, &alliances, Shown::Value, "医联体指标", "各医联体指标完成情况"));
        add(
            "县区滞后清单",
            lagging::lagging_of(material, &counties, "县区滞后清单", "各县（市、区）明显滞后指标清单", "县（市、区）"),
        );
    }
    if let Some(told) = Told::of(material, group) {
        parts.tables.extend(told.tables());
        parts.series.insert(scores::CARDS, scores::cards(&told, None).printed);
    }
    parts
}

fn groups(material: &Material<'_>, scope: Scope) -> Vec<Group> {
    material.figures.grouping.of_scope(scope).map(|(group, _)| group.clone()).collect()
}

/// What a wording can say. Names ending in `_count` are plain numbers to decide by; all others are tokens or words to print.
fn context(material: &Material<'_>, group: &Group, wording: &str, tokens: &Tokens) -> Context {
    let tally = material.tally(group);
    let rates = Rates::of(material.period, group.code(), "", tally);
    let counted = |subject: &str, number: usize, unit: &str| tokens.put(count(material, group, subject, number, unit));
    let lights = |light: Light| lagging::behind(material, group, light).count();
    let (green, yellow, red) = (lights(Light::Green), lights(Light::Yellow), lights(Light::Red));
    let judged = green + yellow + red;
    let all: Vec<Numbers<'_>> =
        (0..material.plan.indicators.len()).filter_map(|position| Numbers::of(material, position, group)).collect();
    let unit_count = material.units(group).len();
    let counties = groups(material, Scope::County);
    let alliances = groups(material, Scope::Alliance);
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

/// 典型做法 of the group, or in the area's bulletin of all: whose, what it is called and the office's words, each on one line.
fn practices(material: &Material<'_>, group: &Group) -> Vec<Context> {
    let is_own = |practice: &&Practice| {
        let subject = group_of(&practice.subject, &material.plan.area_code);
        let is_member = matches!(&subject, Group::Unit(unit) if material.is_member(group, unit));
        *group == Group::Area || subject == *group || is_member
    };
    let of_period = material.practices.iter().filter(|practice| practice.period == material.period.last_quarter());
    // The office's words are words: nothing in them is a directive.
    let line = |words: &str| {
        let words: String = words.lines().map(str::trim).collect();
        words.trim_start_matches(|c: char| c.is_whitespace() || "#@".contains(c)).replace("附件〔", "附件（")
    };
    let told = |practice: &Practice| {
        let name = material.name(&group_of(&practice.subject, &material.plan.area_code));
        context! { name => name, title => line(&practice.title), text => line(&practice.text) }
    };
    of_period.filter(is_own).map(told).collect()
}

/// What became of the items that the bulletin before listed.
fn rectification_context(material: &Material<'_>, group: &Group, tokens: &Tokens) -> Context {
    let [reached, improved, not_improved, unknown] = rectification::counts(material, group);
    let counted = |subject: &str, number: usize| tokens.put(count(material, group, &format!("整改：{subject}"), number, "项"));
    let items = rectification::followed_up(material, group);
    let named = |wanted: Outcome| {
        let of_outcome = items.iter().filter(|(.., outcome)| *outcome == wanted);
        of_outcome.map(|(_, numbers, _)| numbers.indicator().id.clone()).collect::<Vec<_>>()
    };
    context! {
        all => counted("上期黄、红指标", items.len()),
        reached => counted("已达标", reached),
        improved => counted("有改善", improved),
        not_improved => counted("未改善", not_improved),
        unknown => counted("无法判断", unknown),
        all_count => items.len(),
        reached_count => reached,
        improved_count => improved,
        not_improved_count => not_improved,
        unknown_count => unknown,
        reached_names => named(Outcome::Reached),
        not_improved_names => named(Outcome::NotImproved),
        before => material.before.map(|before| before.period.chinese()),
    }
}

fn standing_context(material: &Material<'_>, groups: &[Group], peers: &str, tokens: &Tokens) -> Context {
    let ordered = standing::ordered(material, groups);
    let entry = |(group, standing): &(&Group, &tongbao_figures::assess::Standing)| {
        context! { name => material.name(group), share => tokens.put(standing::green_share(material, group, standing)) }
    };
    let ranked: Vec<_> = ordered.iter().filter(|(_, standing)| standing.place.number().is_some()).collect();
    // Whoever shares a place is named with the others of that place.
    let is_among =
        |one: &(&Group, &tongbao_figures::assess::Standing), best: u32| one.1.place.number().is_some_and(|place| place <= best);
    let unranked: Vec<_> = ordered.iter().filter(|(_, standing)| standing.place.number().is_none()).collect();
    let risen: Vec<_> = groups.iter().filter_map(|group| Some((group, standing::risen(material, group)?))).collect();
    let moved = |is_wanted: fn(f64) -> bool| {
        let mut moved: Vec<_> = risen
            .iter()
            .filter_map(|(group, figure)| Some((figure.rounded()?, *group, figure)))
            .filter(|(by, ..)| is_wanted(*by))
            .collect();
        moved.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then_with(|| a.1.cmp(b.1)));
        let entry = |(_, group, figure): &(f64, &Group, &Figure)| {
            context! { name => material.name(group), by => tokens.put(unsigned((*figure).clone())) }
        };
        moved.iter().take(MOST_MOVED).map(entry).collect::<Vec<_>>()
    };
    let third_last = ranked.iter().rev().nth(2).and_then(|one| one.1.place.number());
    context! {
        count => groups.len(),
        risen => moved(|by| by > 0.0),
        fallen => moved(|by| by < 0.0),
        ranked_count => ranked.len(),
        best => ranked.iter().filter(|one| is_among(one, 3)).map(|one| entry(one)).collect::<Vec<_>>(),
        last => ranked.iter().filter(|one| !is_among(one, 3) && one.1.place.number() >= third_last).map(|one| entry(one)).collect::<Vec<_>>(),
        unranked => unranked.iter().take(MOST_NAMES).map(|(group, _)| material.name(group)).collect::<Vec<_>>(),
        unranked_all => tokens.put(count(material, &Group::Area, &format!("{peers}：不参与排名"), unranked.len(), "个")),
        unnamed_count => unranked.len().saturating_sub(MOST_NAMES),
    }
}

/// Red indicators, the least complete first; those whose completion cannot be told after them, in the plan's order.
fn worst<'run>(material: &'run Material<'run>, group: &'run Group) -> Vec<Numbers<'run>> {
    let mut worst: Vec<_> = lagging::behind(material, group, Light::Red).collect();
    let completion = |numbers: &Numbers<'_>| numbers.completion().rounded().unwrap_or(f64::MAX);
    worst.sort_by(|a, b| completion(a).total_cmp(&completion(b)));
    worst
}

/// Most indicators that are named for having gained on last year.
const MOST_GAINS: usize = 5;

/// The rates that are green and have gained most on last year, in percentage points, in the direction that is good.
fn best_gains<'run>(material: &'run Material<'run>, group: &'run Group) -> Vec<Numbers<'run>> {
    let gain = |numbers: &Numbers<'_>| {
        let change = numbers.year_on_year();
        let change = change.rounded().filter(|_| change.mark.is_none())?;
        match numbers.indicator().better {
            Better::Higher => Some(change),
            Better::Lower => Some(-change),
            Better::Neutral | Better::Within => None,
        }
    };
    let rates = lagging::behind(material, group, Light::Green).filter(|numbers| numbers.indicator().unit == "%");
    let mut gains: Vec<(f64, Numbers<'_>)> = rates.filter_map(|numbers| Some((gain(&numbers)?, numbers))).collect();
    gains.retain(|(gain, _)| *gain > 0.0);
    gains.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.position().cmp(&b.1.position())));
    gains.into_iter().take(MOST_GAINS).map(|(_, numbers)| numbers).collect()
}

fn gain_context(numbers: &Numbers<'_>, tokens: &Tokens) -> Context {
    context! { name => numbers.indicator().id.clone(), ..indicator_context(numbers, tokens) }
}

fn worst_context(numbers: &Numbers<'_>, tokens: &Tokens) -> Context {
    let indicator = numbers.indicator();
    context! {
        name => indicator.id.clone(),
        value => tokens.put(numbers.value()),
        demand => demand_in_words(numbers),
        is_trend => numbers.is_trend(),
        worse => if numbers.indicator().better == Better::Lower { "高" } else { "低" },
        target => numbers.target().map(|target| tokens.put(target)),
        by_now => numbers.by_now().map(|by_now| tokens.put(by_now)),
        gap => tokens.put(numbers.gap()),
        responsible => indicator.responsible.join("、"),
        lead => indicator.responsible.first().cloned().unwrap_or_default(),
    }
}

/// What is asked, as a sentence says it.
fn demand_in_words(numbers: &Numbers<'_>) -> String {
    match numbers.demand_word().as_str() {
        "≥" => "不低于".to_owned(),
        "≤" => "不高于".to_owned(),
        "＝" => "等于".to_owned(),
        other => other.to_owned(),
    }
}

fn indicator_context(numbers: &Numbers<'_>, tokens: &Tokens) -> Context {
    let change = numbers.year_on_year();
    let is_rate = numbers.indicator().unit == "%";
    // A sentence says the direction in words and the size without a sign.
    let (word, size) = match change.rounded() {
        Some(change) if change > 0.0 => (if is_rate { "提高" } else { "增长" }, true),
        Some(change) if change < 0.0 => ("下降", true),
        Some(_) => ("持平", false),
        None => ("", false),
    };
    let size = size.then(|| tokens.put(unsigned(change)));
    context! {
        has_value => numbers.value().rounded().is_some(),
        value => tokens.put(numbers.value()),
        demand => demand_in_words(numbers),
        target => numbers.target().map(|target| tokens.put(target)),
        light => numbers.verdict().and_then(|verdict| verdict.light).map(Light::word),
        status => numbers.verdict().map(|verdict| verdict.status.word()),
        change_word => word,
        change_size => size,
    }
}

fn unsigned(figure: Figure) -> Figure {
    let value = match figure.value {
        Value::Number(number) => Value::Number(number.abs()),
        other => other,
    };
    Figure { value, signed: false, mark: None, ..figure }
}
