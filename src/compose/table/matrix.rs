//! Indicators down, groups across: values, or places.

use super::{body, marks, numbers, text, words};
use crate::compose::material::Material;
use crate::compose::numbers::Numbers;
use tongbao_document::{Cell, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::Scope;

/// What the cells of a matrix show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// The value.
    Value,
    /// The place among peers.
    Place,
}

/// 县区指标.
pub(in crate::compose) fn values_of_counties(material: &Material<'_>) -> Table {
    matrix(material, &material.groups(Scope::County), Shown::Value, "县区指标", "各县（市、区）指标完成情况")
}

/// 县区名次.
pub(in crate::compose) fn places_of_counties(material: &Material<'_>) -> Table {
    matrix(material, &material.groups(Scope::County), Shown::Place, "县区名次", "各县（市、区）指标名次")
}

/// 医联体指标.
pub(in crate::compose) fn values_of_alliances(material: &Material<'_>) -> Table {
    matrix(material, &material.groups(Scope::Alliance), Shown::Value, "医联体指标", "各医联体指标完成情况")
}

/// One row an indicator that any of the groups has, one column a group.
fn matrix(material: &Material<'_>, groups: &[Group], shown: Shown, name: &str, title: &str) -> Table {
    let mut columns = vec![words("指标", 9.0), marks("单位", 3.0)];
    columns.extend(groups.iter().map(|group| match shown {
        Shown::Value => numbers(&material.name(group), 4.5),
        Shown::Place => marks(&material.name(group), 3.5),
    }));
    let mut rows = Vec::new();
    let mut filled: Vec<&str> = Vec::new();
    for (position, indicator) in material.plan.indicators.iter().enumerate() {
        let of_groups: Vec<_> = groups.iter().map(|group| Numbers::of(material, position, group)).collect();
        let has_any = of_groups.iter().flatten().any(|numbers| shown == Shown::Value || numbers.place().rounded().is_some());
        if !has_any {
            continue;
        }
        let mut cells = vec![text(&indicator.id), text(&indicator.unit)];
        cells.extend(of_groups.iter().map(|numbers| match (numbers, shown) {
            (None, _) => text("—"),
            (Some(numbers), Shown::Value) => Cell::Figure(numbers.value()),
            (Some(numbers), Shown::Place) => Cell::Figure(numbers.place()),
        }));
        rows.push(body(cells));
        let is_filled = of_groups.iter().flatten().any(|numbers| numbers.place_filled().is_some());
        filled.extend(is_filled.then_some(indicator.id.as_str()));
    }
    let mut notes = match shown {
        Shown::Value => vec!["“—”不适用或无法计算，“…”未报，“*”数据覆盖率低于规定、不参与排名。".to_owned()],
        Shown::Place => vec!["“—”不排名：监测比较指标、无数据或数据覆盖率不足。同值同名次，其后名次空缺。".to_owned()],
    };
    if shown == Shown::Place && !filled.is_empty() {
        notes.push(format!(
            "有单位缺数的，按本期值和补算值（缺数单位以其前后一年内最不利的报数计，见工作簿“县区计算”）中靠后的排名：{}。",
            filled.join("；")
        ));
    }
    Table { name: name.to_owned(), title: title.to_owned(), unit_line: None, columns, label_columns: 2, rows, notes }
}
