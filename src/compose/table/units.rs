//! 机构指标: indicators by institution, and what is wrong with their returns.

use super::{body, marks, numbers, text, words};
use crate::compose::material::Material;
use crate::compose::numbers::Numbers;
use crate::compose::sources::Sources;
use tongbao_document::{Cell, Column, Row, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::Scope;
use tongbao_returns::finding::{Explanation, Finding};

/// Most units that the area's workbook lists one by one where their county's workbook does so too.
const MOST_UNITS: usize = 2_000;

/// One row a unit of the group, one column an indicator that has the scope `unit`; none if there is nothing to show.
pub(in crate::compose) fn units(sources: &Sources<'_>, group: &Group) -> Option<Table> {
    let material = sources.material;
    let by_unit = material.plan.indicators.iter().enumerate().filter(|(_, indicator)| indicator.scopes.contains(&Scope::Unit));
    let positions: Vec<_> = by_unit.collect();
    let members = material.units(group);
    if *group == Group::Area && material.has_counties() && members.len() > MOST_UNITS {
        return None;
    }
    let mut columns = vec![words("单位", 14.0), words("类别", 8.0)];
    columns.extend(positions.iter().map(|(_, indicator)| numbers(&format!("{}（{}）", indicator.id, indicator.unit), 7.0)));
    let mut rows = Vec::new();
    for unit in members {
        let own = Group::Unit(unit.code.clone());
        let of_unit: Vec<_> = positions
            .iter()
            .map(|(position, _)| Numbers::of(material, *position, &own).map(|numbers| numbers.value_from(sources)))
            .collect();
        if of_unit.iter().all(Option::is_none) {
            continue;
        }
        let mut cells = vec![text(&unit.name), text(unit.category.as_str())];
        cells.extend(of_unit.into_iter().map(|figure| figure.map_or_else(|| text("—"), Cell::Figure)));
        rows.push(body(cells));
    }
    if rows.is_empty() {
        return None;
    }
    Some(Table {
        name: "机构指标".to_owned(),
        title: format!("{}机构指标", material.full_name(group)),
        unit_line: None,
        columns,
        label_columns: 2,
        rows,
        notes: vec!["只列有机构口径的指标；“—”不适用或无法计算，“…”未报。".to_owned()],
    })
}

/// 审核发现 of the group's units, the worst first; files that nobody can be asked about stand with the area.
pub(in crate::compose) fn findings(material: &Material<'_>, group: &Group) -> Table {
    let concerns = |finding: &&Finding| match &finding.unit {
        Some(unit) => material.is_member(group, unit),
        None => *group == Group::Area,
    };
    let mut found: Vec<&Finding> = material.findings.iter().filter(concerns).collect();
    found.sort_by_cached_key(|finding| {
        let at = &finding.at;
        (finding.severity(), at.file.clone(), at.sheet.clone(), at.cell_name(), finding.code())
    });
    let name = |finding: &Finding| finding.unit.as_ref().map(|unit| material.unit_name(unit)).unwrap_or_default();
    let rows = found.into_iter().map(|finding| finding_row(finding, name(finding)));
    Table {
        name: "审核发现".to_owned(),
        title: format!("{}审核发现", material.full_name(group)),
        unit_line: None,
        columns: finding_columns(),
        label_columns: 2,
        rows: rows.collect(),
        notes: vec![
            "拒收：整份未采用；差错：单元格差错该格未采用，规则差错整份退回；待说明：更正或说明之前不计入汇总；核实：已计入，须更正或说明；\
             存疑、提示：已采用，请核对。"
                .to_owned(),
        ],
    }
}

/// The findings of a group's units that may stand, because they were explained.
pub(in crate::compose) fn explained_findings<'run>(
    material: &'run Material<'_>,
    group: &Group,
) -> Vec<(&'run Finding, &'run str)> {
    let explained = material.findings.iter().filter_map(|finding| match (&finding.explanation, &finding.unit) {
        (Some(Explanation::Accepted(said)), Some(unit)) if material.is_member(group, unit) => Some((finding, said.as_str())),
        _ => None,
    });
    explained.collect()
}

/// 核实说明: what was explained, with the explanation: the annex of a bulletin.
pub(in crate::compose) fn explained(material: &Material<'_>, group: &Group) -> Table {
    let rows = explained_findings(material, group).into_iter().map(|(finding, said)| {
        let unit = finding.unit.as_ref().map(|unit| material.unit_name(unit)).unwrap_or_default();
        body(vec![text(unit), text(finding.id()), text(finding.message()), text(said)])
    });
    Table {
        name: "核实说明".to_owned(),
        title: format!("{}审核发现及说明", material.full_name(group)),
        unit_line: None,
        columns: vec![words("单位", 9.0), marks("规则", 5.0), words("审核发现", 15.0), words("说明", 14.0)],
        label_columns: 1,
        rows: rows.collect(),
        notes: vec!["数值与审核规则不符，填报单位已说明原因，按所报数值计入。".to_owned()],
    }
}

/// Columns of a list of findings.
fn finding_columns() -> Vec<Column> {
    vec![
        marks("级别", 3.0),
        marks("代码", 5.0),
        words("单位", 12.0),
        words("文件", 16.0),
        words("工作表", 6.0),
        marks("单元格", 4.0),
        words("说明", 24.0),
        words("如何处理", 18.0),
    ]
}

/// One finding, with the name of its unit.
fn finding_row(finding: &Finding, unit: String) -> Row {
    body(vec![
        text(finding.severity().word()),
        text(finding.id()),
        text(unit),
        text(finding.at.file.name()),
        text(finding.at.sheet_name()),
        text(finding.at.cell_name()),
        text(finding.message()),
        text(finding.hint().unwrap_or_default()),
    ])
}
