//! One bulletin for the area, for each county and for each alliance, in the plan's own wording.

use std::collections::BTreeMap;

use super::composed::Composed;
use super::context::context;
use super::day::chinese_date;
use super::error::ComposeError;
use super::lineage::lineage;
use super::material::Material;
use super::properties::properties;
use super::returns::By;
use super::scores::Told;
use super::sources::Sources;
use super::table::matrix::Shown;
use super::table::{
    calculation, clauses, indicators, lagging, ledger, matrix, method, proof, rectification, reporting, standing, units,
};
use super::wording::{Parts, Tokens, word};
use super::{charts, scores};
use tongbao_document::{Document, Head, Imprint, Signature, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::Scope;
use tongbao_returns::domain::Cycle;

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
        let (counties, alliances) = (material.groups(Scope::County), material.groups(Scope::Alliance));
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
    let counties = material.groups(Scope::County);
    let alliances = material.groups(Scope::Alliance);
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
        parts.tables.extend(scores::tables(&told));
        parts.series.insert(scores::CARDS, scores::cards(&told, None).printed);
    }
    parts
}
