//! 机构指标评价, 机构滞后清单: institutions that the plan ranks (docs/numbers.md rule 10), each against what is asked of it.
//!
//! In: a group's institutions by peer group. Out: one table a peer group with every indicator that is asked of it, and a list of what is
//! behind.

use super::lagging::{behind, cells_of, columns_of};
use super::{body, marks, numbers, section, text, words};
use crate::compose::material::Material;
use crate::compose::numbers::Numbers;
use tongbao_document::{Cell, Light, Row, Table};
use tongbao_figures::aggregate::Group;

/// One table for each peer group of the group's institutions: indicator by indicator who stands where; none if the plan ranks none of them.
pub(in crate::compose) fn judged(material: &Material<'_>, group: &Group) -> Option<Vec<Table>> {
    let mut institutions = material.ranked_institutions(group);
    institutions.sort_by_key(|institution| material.peer_group(institution));
    let of_peers = institutions.chunk_by(|one, other| material.peer_group(one) == material.peer_group(other));
    let tables: Vec<Table> = of_peers.filter_map(|peers| of_peer_group(material, group, peers)).collect();
    (!tables.is_empty()).then_some(tables)
}

/// The indicators of one peer group, a section each; its rows by place, those without one last.
fn of_peer_group(material: &Material<'_>, group: &Group, peers: &[Group]) -> Option<Table> {
    let columns = vec![
        marks("名次", 3.0),
        words("机构", 12.0),
        marks("要求", 4.0),
        numbers("目标值", 4.0),
        numbers("实际值", 5.0),
        numbers("差距", 4.0),
        marks("评价", 2.0),
    ];
    let mut rows: Vec<Row> = Vec::new();
    let width = columns.len();
    for (position, indicator) in material.plan.indicators.iter().enumerate() {
        let mut of_peers: Vec<Numbers<'_>> =
            peers.iter().filter_map(|institution| Numbers::of(material, position, institution)).collect();
        if of_peers.is_empty() {
            continue;
        }
        of_peers.sort_by_key(|numbers| numbers.place_number().unwrap_or(u32::MAX));
        rows.push(section(&format!("{}（{}）", indicator.id, indicator.unit), width));
        rows.extend(of_peers.iter().map(|numbers| row(material, numbers)));
    }
    let peer_group = material.peer_group(peers.first()?).name?;
    if rows.is_empty() {
        // Whoever is ranked stands somewhere, although there is nothing to say of it.
        rows.push(section("各机构都没有可评价的指标", width));
    }
    Some(Table {
        name: format!("机构评价 {peer_group}"),
        title: format!("{}{peer_group}指标评价", material.full_name(group)),
        unit_line: None,
        columns,
        label_columns: 2,
        rows,
        notes: vec![
            "名次在全部同类机构中排列，同值同名次，其后名次空缺；监测比较指标和没有数据的不排名。“—”不适用、无法计算或不评价，“…”未报。".to_owned(),
        ],
    })
}

fn row(material: &Material<'_>, numbers: &Numbers<'_>) -> Row {
    let place = numbers.place_number().map(|_| Cell::Figure(numbers.place()));
    let verdict = numbers.verdict();
    body(vec![
        place.unwrap_or_else(|| text("—")),
        text(material.name(numbers.group())),
        text(numbers.demand_word()),
        numbers.target().map_or_else(|| text("—"), Cell::Figure),
        Cell::Figure(numbers.value()),
        if verdict.is_some_and(|verdict| verdict.gap.is_some()) { Cell::Figure(numbers.gap()) } else { text("—") },
        verdict.and_then(|verdict| verdict.light).map_or_else(|| text("—"), Cell::Light),
    ])
}

/// 机构滞后清单: what is red or yellow at the group's institutions, peer group by peer group, the worst first; none if the plan ranks none.
pub(in crate::compose) fn lagging(material: &Material<'_>, group: &Group) -> Option<Table> {
    let mut institutions = material.ranked_institutions(group);
    if institutions.is_empty() {
        return None;
    }
    institutions.sort_by_key(|institution| material.peer_group(institution));
    let mut columns = vec![marks("序号", 2.0), words("机构", 9.0), words("同类组", 5.0)];
    columns.extend(columns_of());
    let mut rows: Vec<Row> = Vec::new();
    for institution in &institutions {
        for light in [Light::Red, Light::Yellow] {
            for numbers in behind(material, institution, light) {
                let mut cells = vec![
                    text((rows.len() + 1).to_string()),
                    text(material.name(institution)),
                    text(material.peer_group(institution).name.unwrap_or_default()),
                ];
                cells.extend(cells_of(&numbers, light));
                rows.push(body(cells));
            }
        }
    }
    Some(Table {
        name: "机构滞后清单".to_owned(),
        title: format!("{}机构滞后指标清单", material.full_name(group)),
        unit_line: None,
        columns,
        label_columns: 3,
        rows,
        notes: vec!["差距：比率为百分点，其余按计量单位；要求逐步提高、降低的，为比上年同期差多少。".to_owned()],
    })
}
