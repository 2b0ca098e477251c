//! 名录 as a workbook: the four sheets of `registry.xlsx`, as they are read again.

use jiff::civil::Date;

use super::table::{body, text, words};
use tongbao_document::{Block, Document, Properties, Row, Table};
use tongbao_returns::registry::Registry;

/// Stands in a sheet without any row: a remark is no row, and 无 would be one.
const NOTHING: &str = "注：没有";

/// Composes it. Of units that open, close or came from others only what the sheet's first columns hold is told: a made registry has none.
pub fn registry_book(registry: &Registry, as_of: Date) -> Document {
    let title = "机构名录".to_owned();
    let properties = Properties {
        title: title.clone(),
        as_of: (as_of.year(), as_of.month(), as_of.day()),
        sample: true,
        ..Properties::default()
    };
    let tables = [units(registry), counties(registry), alliances(registry), members(registry)];
    Document::list(properties, title, tables.into_iter().map(Block::Table).collect())
}

fn units(registry: &Registry) -> Table {
    let rows = registry.units.values().map(|unit| {
        let (grade, contact, phone) = (unit.grade.as_deref(), unit.contact.as_deref(), unit.phone.as_deref());
        let [grade, contact, phone] = [grade, contact, phone].map(|words| words.unwrap_or_default().to_owned());
        let [code, category, county] = [unit.code.as_str(), unit.category.as_str(), unit.county.as_str()].map(str::to_owned);
        vec![code, unit.name.clone(), unit.aliases.join("；"), category, grade, county, contact, phone]
    });
    let headers = ["单位代码", "单位名称", "曾用名/简称", "类别", "等级", "县区代码", "联系人", "电话"];
    sheet("机构", &headers, rows.collect())
}

fn counties(registry: &Registry) -> Table {
    let rows = registry.counties.iter().map(|county| {
        let parent = county.parent.as_ref().map_or("", |parent| parent.as_str());
        vec![county.code.to_string(), county.name.clone(), county.short_name.clone(), parent.to_owned()]
    });
    sheet("县区", &["县区代码", "名称", "简称", "上级"], rows.collect())
}

fn alliances(registry: &Registry) -> Table {
    let rows = registry.alliances.iter().map(|alliance| {
        let lead = alliance.lead.as_ref().map(ToString::to_string).unwrap_or_default();
        vec![alliance.code.to_string(), alliance.name.clone(), alliance.kind.clone(), lead]
    });
    sheet("医联体", &["代码", "名称", "类型", "牵头单位"], rows.collect())
}

fn members(registry: &Registry) -> Table {
    let memberships = registry.memberships.iter();
    let rows = memberships.map(|membership| vec![membership.alliance.to_string(), membership.unit.to_string()]);
    sheet("成员", &["医联体代码", "单位代码"], rows.collect())
}

fn sheet(name: &str, headers: &[&str], rows: Vec<Vec<String>>) -> Table {
    let mut rows: Vec<Row> = rows.into_iter().map(|cells| body(cells.into_iter().map(text).collect())).collect();
    if rows.is_empty() {
        rows.push(body(vec![text(NOTHING)]));
    }
    Table {
        name: name.to_owned(),
        title: name.to_owned(),
        unit_line: None,
        columns: headers.iter().map(|header| words(header, 10.0)).collect(),
        label_columns: 1,
        rows,
        notes: Vec::new(),
    }
}
