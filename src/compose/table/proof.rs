//! 汇总勾稽: nothing lost, nothing counted twice.

use super::{body, marks, numbers, text, words};
use crate::compose::material::Material;
use tongbao_document::balance::balance;
use tongbao_document::subject::ProofSum;
use tongbao_document::{Cell, Figure, FigureId, Measure, Subject, Table, Value};
use tongbao_figures::aggregate::{Added, Group, Proof};
use tongbao_figures::plan::Scope;

/// Σ counties + 市直 = area; Σ alliances + in none − counted twice = area.
pub(in crate::compose) fn proof(material: &Material<'_>) -> Table {
    let direct = material.returns().direct_name();
    let has_counties = material.has_counties();
    let mut columns = vec![words("项目", 7.0), marks("单位", 3.0)];
    if has_counties {
        columns.extend([numbers("县区合计", 6.0), numbers(direct, 6.0)]);
    }
    columns.push(numbers(&material.plan.area_word, 6.0));
    // Of what the plan says nothing nothing is proved.
    let has_alliances = material.tells_of(Scope::Alliance);
    if has_alliances {
        columns.extend(["医联体合计", "不在医联体", "重复计入"].map(|header| numbers(header, 6.0)));
    }
    columns.push(marks("勾稽", 3.0));
    let mut adjusted: Vec<&str> = Vec::new();
    let mut rows = Vec::new();
    for proof in material.proofs {
        let mut cells = vec![text(proof.item.as_str()), text(&proof.unit)];
        if has_counties {
            let mut parts = [
                sum(material, proof, ProofSum::Counties, proof.counties),
                sum(material, proof, ProofSum::Direct, proof.outside_counties),
            ];
            let [counties, direct] = &mut parts;
            if !balance(&mut [counties, direct], proof.area).is_empty() {
                adjusted.push(proof.item.as_str());
            }
            cells.extend(parts.map(Cell::Figure));
        }
        cells.push(Cell::Figure(sum(material, proof, ProofSum::Area, proof.area)));
        if has_alliances {
            cells.extend([
                Cell::Figure(sum(material, proof, ProofSum::Alliances, proof.alliances)),
                Cell::Figure(sum(material, proof, ProofSum::InNoAlliance, proof.in_no_alliance)),
                Cell::Figure(sum(material, proof, ProofSum::CountedTwice, proof.counted_twice)),
            ]);
        }
        cells.push(text(if proof.holds() { "相符" } else { "不符" }));
        rows.push(body(cells));
        rows.extend(proof.added.map(|added| body(beside(material, proof, added, (has_counties, has_alliances)))));
    }
    let area = &material.plan.area_word;
    let of_alliances =
        if has_alliances { format!("；医联体合计＋不在医联体－重复计入＝{area}") } else { String::new() };
    let mut notes = vec![format!("县区合计＋{direct}＝{area}{of_alliances}。各级数据均由单位数据直接汇总。")];
    if material.proofs.iter().any(|proof| proof.added.is_some()) {
        notes.push(
            "差额由办公室登记，不属于任何单位，不参加勾稽，也不逐级相加：各组的指标数＝该组单位的汇总数＋该组自己的差额。"
                .to_owned(),
        );
    }
    if !adjusted.is_empty() {
        notes
            .push(format!("舍位平衡（最大余数法）：{}的县区合计、{direct}经调整，使其和等于取整后的合计。", adjusted.join("、")));
    }
    Table {
        name: "汇总勾稽".to_owned(), title: "汇总勾稽".to_owned(), unit_line: None, columns, label_columns: 2, rows, notes
    }
}

/// What the office adds to the sums of the groups, below what the units add up to.
fn beside(material: &Material<'_>, proof: &Proof, added: Added, (has_counties, has_alliances): (bool, bool)) -> Vec<Cell> {
    let figure = |of: ProofSum, number: f64| {
        let figure = sum(material, proof, of, number);
        let id = FigureId { measure: Measure::Adjustment, ..figure.id.clone() };
        Cell::Figure(Figure { id, ..figure }.signed())
    };
    let mut cells = vec![text(format!("{}：差额", proof.item)), text(&proof.unit)];
    if has_counties {
        cells.extend([figure(ProofSum::Counties, added.counties), Cell::Blank]);
    }
    cells.push(figure(ProofSum::Area, added.area));
    if has_alliances {
        cells.extend([figure(ProofSum::Alliances, added.alliances), Cell::Blank, Cell::Blank]);
    }
    cells.push(Cell::Blank);
    cells
}

fn sum(material: &Material<'_>, proof: &Proof, sum: ProofSum, number: f64) -> Figure {
    let id = material.id(&Group::Area, Subject::Proof { item: proof.item.to_string(), sum }, Measure::Count);
    Figure::new(id, Value::Number(number), proof.decimals, &proof.unit)
}
