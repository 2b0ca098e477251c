//! 汇总勾稽: nothing lost, nothing counted twice.

use super::{body, marks, numbers, text, words};
use crate::compose::material::Material;
use tongbao_document::balance::balance;
use tongbao_document::{Cell, Figure, FigureId, Measure, Table, Value};
use tongbao_figures::aggregate::Proof;

/// Σ counties + 市直 = area; Σ alliances + in none − counted twice = area.
pub(in crate::compose) fn proof(material: &Material<'_>) -> Table {
    let direct = material.returns().direct_name();
    let has_counties = material.has_counties();
    let mut columns = vec![words("项目", 7.0), marks("单位", 3.0)];
    if has_counties {
        columns.extend([numbers("县区合计", 6.0), numbers(direct, 6.0)]);
    }
    columns.extend([
        numbers(&material.plan.area_word, 6.0),
        numbers("医联体合计", 6.0),
        numbers("不在医联体", 6.0),
        numbers("重复计入", 6.0),
        marks("勾稽", 3.0),
    ]);
    let mut adjusted: Vec<&str> = Vec::new();
    let mut rows = Vec::new();
    for proof in material.proofs {
        let mut cells = vec![text(proof.item.as_str()), text(&proof.unit)];
        if has_counties {
            let mut parts =
                [sum(material, proof, "县区合计", proof.counties), sum(material, proof, "直属", proof.outside_counties)];
            let [counties, direct] = &mut parts;
            if !balance(&mut [counties, direct], proof.area).is_empty() {
                adjusted.push(proof.item.as_str());
            }
            cells.extend(parts.map(Cell::Figure));
        }
        cells.extend([
            Cell::Figure(sum(material, proof, "合计", proof.area)),
            Cell::Figure(sum(material, proof, "医联体合计", proof.alliances)),
            Cell::Figure(sum(material, proof, "不在医联体", proof.in_no_alliance)),
            Cell::Figure(sum(material, proof, "重复计入", proof.counted_twice)),
            text(if proof.holds() { "相符" } else { "不符" }),
        ]);
        rows.push(body(cells));
    }
    let mut notes = vec![format!(
        "县区合计＋{direct}＝{area}；医联体合计＋不在医联体－重复计入＝{area}。各级数据均由单位数据直接汇总。",
        area = material.plan.area_word
    )];
    if !adjusted.is_empty() {
        notes
            .push(format!("舍位平衡（最大余数法）：{}的县区合计、{direct}经调整，使其和等于取整后的合计。", adjusted.join("、")));
    }
    Table {
        name: "汇总勾稽".to_owned(),
        title: "汇总勾稽".to_owned(),
        unit_line: String::new(),
        columns,
        label_columns: 2,
        rows,
        notes,
    }
}

fn sum(material: &Material<'_>, proof: &Proof, what: &str, number: f64) -> Figure {
    let id = FigureId {
        subject: format!("勾稽：{}：{what}", proof.item),
        group: "area".to_owned(),
        period: material.period.to_string(),
        measure: Measure::Count,
    };
    Figure::new(id, Value::Number(number), proof.decimals, &proof.unit)
}
