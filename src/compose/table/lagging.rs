//! 滞后清单: what is behind, by how much, and who answers for it.

use super::{body, marks, numbers, text, words};
use crate::compose::material::Material;
use crate::compose::numbers::Numbers;
use tongbao_document::{Cell, Light, Row, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::Scope;

/// The indicators of one group that are yellow or red, red first.
pub(in crate::compose) fn lagging(material: &Material<'_>, group: &Group) -> Table {
    let mut rows: Vec<Row> = Vec::new();
    for light in [Light::Red, Light::Yellow] {
        for numbers in behind(material, group, light) {
            let mut cells = vec![text((rows.len() + 1).to_string())];
            cells.extend(cells_of(&numbers, light));
            rows.push(body(cells));
        }
    }
    let mut columns = vec![marks("序号", 2.0)];
    columns.extend(columns_of());
    Table {
        name: "滞后清单".to_owned(),
        title: format!("{}滞后指标清单", material.full_name(group)),
        unit_line: None,
        columns,
        label_columns: 2,
        rows,
        notes: vec![
            "差距：比率为百分点，其余按计量单位；有序时进度要求的按序时进度计算；要求逐步提高、降低的，为比上年同期差多少。"
                .to_owned(),
        ],
    }
}

/// 县区滞后清单: the red indicators of the counties, county by county.
pub(in crate::compose) fn counties(material: &Material<'_>) -> Table {
    let mut rows: Vec<Row> = Vec::new();
    for county in &material.groups(Scope::County) {
        for numbers in behind(material, county, Light::Red) {
            let mut cells = vec![text((rows.len() + 1).to_string()), text(material.name(county))];
            cells.extend(cells_of(&numbers, Light::Red));
            rows.push(body(cells));
        }
    }
    let mut columns = vec![marks("序号", 2.0), words("县（市、区）", 6.0)];
    columns.extend(columns_of());
    Table {
        name: "县区滞后清单".to_owned(),
        title: "各县（市、区）明显滞后指标清单".to_owned(),
        unit_line: None,
        columns,
        label_columns: 3,
        rows,
        notes: Vec::new(),
    }
}

/// The indicators of a group under one light, in the plan's order.
pub(in crate::compose) fn behind<'run>(
    material: &'run Material<'run>,
    group: &'run Group,
    light: Light,
) -> impl Iterator<Item = Numbers<'run>> {
    let all = (0..material.plan.indicators.len()).filter_map(move |position| Numbers::of(material, position, group));
    all.filter(move |numbers| numbers.verdict().and_then(|verdict| verdict.light) == Some(light))
}

/// The columns of what is behind.
pub(super) fn columns_of() -> Vec<tongbao_document::Column> {
    vec![
        words("指标", 9.0),
        marks("要求", 3.5),
        numbers("目标值", 3.5),
        numbers("实际值", 5.0),
        numbers("差距", 4.0),
        marks("评价", 2.0),
        words("责任单位", 7.0),
    ]
}

/// The cells under them.
pub(super) fn cells_of(numbers: &Numbers<'_>, light: Light) -> Vec<Cell> {
    vec![
        text(&numbers.indicator().id),
        text(numbers.demand_word()),
        numbers.target().map_or_else(|| text("—"), Cell::Figure),
        Cell::Figure(numbers.value()),
        Cell::Figure(numbers.gap()),
        Cell::Light(light),
        text(numbers.indicator().responsible.join("、")),
    ]
}
