//! One bulletin for the area, for each county and for each alliance, in the plan's own wording.

use std::collections::BTreeMap;

use super::composed::Composed;
use super::context::context;
use super::error::ComposeError;
use super::exhibited::OfGroup;
use super::material::Material;
use super::properties::properties;
use super::stem::stem;
use super::wording::{Asked, Engine, Tokens, word};
use super::workbook::workbook_tables;
use tongbao_document::{Document, Head, Imprint, Signature};
use tongbao_figures::aggregate::Group;
use tongbao_returns::domain::{Cycle, chinese_date};

/// Composes every bulletin of a cycle.
pub fn compose(material: &Material<'_>, cycle: Cycle) -> Result<Vec<Composed>, ComposeError> {
    use rayon::prelude::*;
    let is_told = |group: &Group| match group {
        Group::Unit(_) => false,
        Group::Area => true,
        Group::County(_) | Group::Alliance(_) => cycle.is_for_parts() && material.tells_of(group.scope()),
    };
    let groups: Vec<&Group> =
        material.figures.grouping.names.iter().map(|(group, _)| group).filter(|group| is_told(group)).collect();
    let (engine, asked) = (Engine::new(&material.plan.wording), Asked::of(&material.plan.wording, cycle));
    let mut composed = groups
        .into_par_iter()
        .map(|group| {
            let document = bulletin(material, (&engine, &asked), group, cycle)?;
            Ok(Composed { stem: stem(material, group), group: Some(group.into()), document })
        })
        .collect::<Result<Vec<_>, ComposeError>>()?;
    // Two alliances of one name must not overwrite each other.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for one in &mut composed {
        // Nor must those whose names differ in capitals alone.
        let times = seen.entry(one.stem.to_lowercase()).or_default();
        *times += 1;
        if *times > 1 {
            one.stem = format!("{}（{times}）", one.stem);
        }
    }
    Ok(composed)
}

fn bulletin(
    material: &Material<'_>,
    (engine, asked): (&Engine, &Asked),
    group: &Group,
    cycle: Cycle,
) -> Result<Document, ComposeError> {
    let tokens = Tokens::default();
    let context = context(material, group, (cycle, asked), &tokens);
    let worded = word(material.plan, engine, cycle, context, &tokens, &OfGroup { material, group })?;
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
        workbook_tables: workbook_tables(material, group),
    };
    if let Some(issuing) = material.issuing {
        super::issued::annex::append(&mut document, material, group, issuing);
    }
    Ok(document)
}
