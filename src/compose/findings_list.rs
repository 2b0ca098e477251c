//! 审核发现 as a list of its own, for an institution that checks its return.

use jiff::civil::Date;

use super::table::units::finding_columns;
use super::table::units::finding_row;
use crate::document::Block;
use crate::document::Document;
use crate::document::Head;
use crate::document::Properties;
use crate::document::Table;
use crate::finding::Finding;

/// One row a finding; units stand by their code.
pub fn findings_list(findings: &[Finding], as_of: Date) -> Document {
    let title = "报表审核发现".to_owned();
    let name = |finding: &Finding| finding.unit.as_ref().map(ToString::to_string).unwrap_or_default();
    let table = Table {
        name: "审核发现".to_owned(),
        title: title.clone(),
        unit_line: String::new(),
        columns: finding_columns(),
        label_columns: 2,
        rows: findings.iter().map(|finding| finding_row(finding, name(finding))).collect(),
        notes: Vec::new(),
    };
    Document {
        properties: Properties {
            title: title.clone(),
            author: String::new(),
            subject: String::new(),
            as_of: (as_of.year(), as_of.month(), as_of.day()),
            status: String::new(),
            sample: false,
        },
        head: Head { organ: None, number: None, title, addressees: None },
        body: vec![Block::Table(table)],
        signature: None,
        attachments: Vec::new(),
        workbook_tables: Vec::new(),
    }
}
