//! 汇总勾稽: nothing lost, nothing counted twice.

use super::body;
use super::marks;
use super::numbers;
use super::text;
use super::words;
use crate::aggregate::Proof;
use crate::compose::material::Material;
use crate::document::Cell;
use crate::document::Figure;
use crate::document::FigureId;
use crate::document::Measure;
use crate::document::Table;
use crate::document::Value;

/// Σ counties + 市直 = area; Σ alliances + in none − counted twice = area.
pub(in crate::compose) fn proof(material: &Material<'_>) -> Table {
    let direct = material.county_name(material.plan.area_code.as_str());
    let has_counties = material.has_counties();
    let mut columns = vec![words("项目", 7.0), marks("单位", 3.0)];
    if has_counties {
        columns.extend([numbers("县区合计", 6.0), numbers(&direct, 6.0)]);
    }
    columns.extend([
        numbers(&material.plan.area_word, 6.0),
        numbers("医联体合计", 6.0),
        numbers("不在医联体", 6.0),
        numbers("重复计入", 6.0),
        marks("勾稽", 3.0),
    ]);
    let rows = material.proofs.iter().map(|proof| {
        let mut cells = vec![text(proof.item.as_str()), text(&proof.unit)];
        if has_counties {
            cells.push(sum(material, proof, "县区合计", proof.counties));
            cells.push(sum(material, proof, "直属", proof.outside_counties));
        }
        cells.extend([
            sum(material, proof, "合计", proof.area),
            sum(material, proof, "医联体合计", proof.alliances),
            sum(material, proof, "不在医联体", proof.in_no_alliance),
            sum(material, proof, "重复计入", proof.counted_twice),
            text(if proof.holds() { "相符" } else { "不符" }),
        ]);
        body(cells)
    });
    Table {
        name: "汇总勾稽".to_owned(),
        title: "汇总勾稽".to_owned(),
        unit_line: String::new(),
        columns,
        label_columns: 2,
        rows: rows.collect(),
        notes: vec![format!(
            "县区合计＋{direct}＝{area}；医联体合计＋不在医联体－重复计入＝{area}。各级数据均由单位数据直接汇总。",
            area = material.plan.area_word
        )],
    }
}

fn sum(material: &Material<'_>, proof: &Proof, what: &str, number: f64) -> Cell {
    let id = FigureId {
        subject: format!("勾稽：{}：{what}", proof.item),
        group: "area".to_owned(),
        period: material.period.to_string(),
        measure: Measure::Count,
    };
    Cell::Figure(Figure::new(id, Value::Number(number), proof.decimals, &proof.unit))
}
