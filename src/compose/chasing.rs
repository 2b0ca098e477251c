//! 催报名单: who is missing or late, with contact, county and the sentence to send.

use super::bulletin::properties;
use super::material::Material;
use super::table::reporting;
use crate::aggregate::Group;
use crate::document::Block;
use crate::document::Document;
use crate::document::Head;
use crate::document::Inline;

/// The chasing list of the whole area, a workbook only.
pub fn chasing_list(material: &Material<'_>) -> Document {
    let title = format!("{}{}催报名单", material.plan.area_name, material.period.chinese());
    Document {
        properties: properties(material, &title),
        head: Head { organ: None, number: None, title, addressees: None },
        body: vec![
            Block::Paragraph(vec![Inline::Text(format!("数据截至{}。", super::bulletin::chinese_date(material.as_of)))]),
            Block::Table(reporting::outstanding(material, &Group::Area, reporting::Audience::Office)),
            Block::Table(reporting::reporting(material, &Group::Area)),
        ],
        signature: None,
        attachments: Vec::new(),
        workbook_tables: Vec::new(),
    }
}
