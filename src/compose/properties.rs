//! What the files of a run say about themselves.

use super::material::Material;
use tongbao_document::Properties;

/// What the files of a run say about themselves.
pub fn properties(material: &Material<'_>, title: &str) -> Properties {
    let as_of = material.as_of;
    Properties {
        title: title.to_owned(),
        author: material.office.name.clone(),
        subject: format!("{} {}", material.plan.title, material.period.chinese()),
        period: Some(material.period.chinese()),
        contact: material.office.contact.clone(),
        as_of: (as_of.year(), as_of.month(), as_of.day()),
        status: material.office.status,
        sample: material.office.is_sample,
    }
}
