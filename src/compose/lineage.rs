//! 数据来源: every value behind the figures of a group, with file, sheet, cell and hash.

use std::collections::BTreeSet;

use super::material::Material;
use super::table::body;
use super::table::marks;
use super::table::numbers;
use super::table::text;
use super::table::words;
use crate::aggregate::Group;
use crate::document::Cell;
use crate::document::Figure;
use crate::document::FigureId;
use crate::document::Measure;
use crate::document::Row;
use crate::document::Table;
use crate::document::Value;
use crate::domain::Form;
use crate::domain::Item;
use crate::domain::ItemName;
use crate::domain::Place;
use crate::domain::Reading;
use crate::domain::Return;
use crate::plan::Scope;
use crate::registry::Unit;

/// Most values that a sheet lists one by one; nobody pages through more, and a sheet has an end.
const MOST_VALUES: usize = 20_000;

/// One row a value that some formula of the plan reads; in a group with too many of them one row a return. In the area's workbook
/// of an area with counties only the units directly under the area are listed: the others stand in their county's workbook.
pub(super) fn lineage(material: &Material<'_>, group: &Group) -> Table {
    let needed: BTreeSet<&ItemName> =
        material.plan.indicators.iter().flat_map(|indicator| indicator.formula.reads.iter().map(|item| &item.name)).collect();
    let has_counties = material.figures.grouping.of_scope(Scope::County).next().is_some();
    let is_split = *group == Group::Area && has_counties;
    let mut returns = Vec::new();
    for unit in material.units(group).into_iter().filter(|unit| !is_split || unit.county == material.plan.area_code) {
        for form in material.plan.forms_of(&unit.category) {
            returns.extend(material.accepted.find(material.period, &unit.code, &form.id).map(|filed| (unit, form, filed)));
        }
    }
    let values: usize = returns.iter().map(|(_, form, _)| form.items().filter(|item| needed.contains(&item.name)).count()).sum();
    let mut table = if values > MOST_VALUES { by_return(&returns) } else { by_value(material, &returns, &needed) };
    table.title = format!("{}数据来源", material.full_name(group));
    if is_split {
        table
            .notes
            .push("本表只列市直单位；各县（市、区）单位的数据来源见“县区”文件夹内各县（市、区）工作簿的同名工作表。".to_owned());
    }
    table
}

fn by_value(material: &Material<'_>, returns: &[(&Unit, &Form, &Return)], needed: &BTreeSet<&ItemName>) -> Table {
    let facts = returns
        .iter()
        .flat_map(|(unit, form, filed)| form.items().zip(&filed.facts).map(move |(item, fact)| (*unit, *filed, item, fact)));
    let needed = facts.filter(|(_, _, item, _)| needed.contains(&item.name));
    Table {
        name: "数据来源".to_owned(),
        title: String::new(),
        unit_line: String::new(),
        columns: vec![
            words("指标项", 12.0),
            words("单位", 14.0),
            numbers("数值", 7.0),
            marks("计量单位", 4.0),
            words("文件", 22.0),
            words("工作表", 7.0),
            marks("单元格", 4.0),
            marks("文件哈希（BLAKE3 前16位）", 10.0),
        ],
        label_columns: 2,
        rows: needed.map(|(unit, filed, item, fact)| row(material, unit, item, filed, fact)).collect(),
        notes: vec!["本表列出指标公式所用的每一个数值及其来源单元格；“…”为未填。".to_owned()],
    }
}

fn by_return(returns: &[(&Unit, &Form, &Return)]) -> Table {
    let rows = returns
        .iter()
        .map(|(unit, form, filed)| body(vec![text(&unit.name), text(&form.title), text(&filed.file.path), text(hash(filed))]));
    Table {
        name: "数据来源".to_owned(),
        title: String::new(),
        unit_line: String::new(),
        columns: vec![words("单位", 14.0), words("报表", 14.0), words("文件", 26.0), marks("文件哈希（BLAKE3 前16位）", 10.0)],
        label_columns: 2,
        rows: rows.collect(),
        notes: vec![format!(
            "本组数值超过{MOST_VALUES}个，只列到报表；每个数值的工作表和单元格见存储文件夹 .tongbao/facts 中本期的 Parquet 文件。"
        )],
    }
}

fn hash(filed: &Return) -> &str {
    filed.file.hash.get(..16).unwrap_or(&filed.file.hash)
}

fn row(material: &Material<'_>, unit: &Unit, item: &Item, filed: &Return, fact: &crate::domain::Fact) -> Row {
    let id = || FigureId {
        subject: item.name.to_string(),
        group: unit.code.to_string(),
        period: material.period.to_string(),
        measure: Measure::Value,
    };
    let figure = |value| Cell::Figure(Figure::new(id(), value, item.decimals, &item.unit));
    let value = match &fact.reading {
        Reading::Number(number) => figure(Value::Number(*number)),
        Reading::Text(words) => text(words),
        Reading::NotApplicable => figure(Value::NotApplicable),
        Reading::Blank => figure(Value::NotReported),
    };
    let sheet = fact.place.and_then(|place| filed.sheets.get(usize::from(place.sheet))).map_or("", String::as_str);
    body(vec![
        text(item.name.as_str()),
        text(&unit.name),
        value,
        text(&item.unit),
        text(&filed.file.path),
        text(sheet),
        text(fact.place.map(Place::a1).unwrap_or_default()),
        text(hash(filed)),
    ])
}
